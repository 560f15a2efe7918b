"""Which of the likely places answers best for a quotation?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.verify.desk import WORTH, Answer, Desk
from foresaid.verify.register import first_day
from foresaid.verify.search import likely_places
from foresaid.verify.splices import with_lost_part
from foresaid.verify.standing import found_there, least_share, stands_out
from foresaid.verify.wording import GRAVITY

NAMED_WORK = (
    10_000  # words of a short work; the threshold grows with the logarithm, and each place is asked its own
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from foresaid.verify.conventions import Reading
    from foresaid.verify.search import Place


def _order(desk: Desk) -> Callable[[Answer], tuple[float | str, ...]]:
    """The key that sorts answers, best first."""
    own, register = desk.search.own, desk.register
    quoted_on = register.days(own)[1] if own is not None else float("inf")

    def key(answer: Answer) -> tuple[float | str, ...]:
        wording, document = answer.wording, answer.place.document
        return (
            round(-50 * wording.held),  # two hundredths of the words are no better match
            float(desk.is_own(document, wording.start, wording.end)),
            float(register.days(document)[0] > quoted_on),
            float(answer.secondhand),
            -answer.attribution.closeness,
            GRAVITY[wording.words],
            -wording.held,
            first_day(answer.about),
            answer.about.id,
            wording.start,
        )

    return key


def likely_answers(
    desk: Desk, reading: Reading, known: Callable[[Place], bool] | None = None
) -> list[Answer]:
    """Answers where most of a quotation stands, as far as chance does not explain it, best first.

    Places that hold a `known` one, where the whole stands as it is, are left out, and no part is sought elsewhere.
    """
    words = len(reading.folded)
    # Of a stated work fewer places can answer by chance, so that less must be seen to be looked at.
    tokens = NAMED_WORK if desk.stated[2] else desk.search.index.tokens
    least = WORTH * least_share(words, min(tokens, desk.search.index.tokens))
    places = [
        place
        for place in likely_places(desk.search, reading, desk.register.changes, desk.agreeing, least)
        if known is None or not known(place)
    ]
    if not places:
        return []
    told = desk.information(reading)
    asked = (desk.answer(reading, told, place) for place in places)
    answers = sorted((answer for answer in asked if answer is not None), key=_order(desk))
    if not answers:
        return []
    if known is None:
        answers[0] = with_lost_part(desk, reading, answers[0])
    return [answer for answer in answers if _is_there(desk, answer, words)]


def _is_there(desk: Desk, answer: Answer, words: int) -> bool:
    """Whether a quotation was taken from a place, as far as chance and formulae do not explain what they share."""
    least = desk.register.chance.needed(words, answer.tokens)
    translated = answer.about.translator is not None
    share = least_share(words, answer.tokens)
    if not found_there(answer.wording, answer.evidence, least, share, translated=translated):
        return False
    return answer.spliced or (answer.evidence is not None and stands_out(answer.evidence, least))
