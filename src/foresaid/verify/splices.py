"""Does the part of a quotation that its place lacks stand somewhere else?

In another document it was spliced in. In the same one, further on in the order of the quotation, what lies between was
left out without a mark; in another order it was moved.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foresaid.model.evidence import Edit, Passage, Words
from foresaid.text.normalize import fold_word, tokenise, words
from foresaid.verify.conventions import Reading, read_as_it_stands
from foresaid.verify.desk import WORTH, Answer, Desk, Information
from foresaid.verify.numerals import is_number
from foresaid.verify.register import Phrase
from foresaid.verify.search import SPREAD, Place, likely_places
from foresaid.verify.standing import PART

if TYPE_CHECKING:
    from foresaid.verify.wording import Wording

PART_SHARE = 0.75  # of a part's information: a part is shorter than a whole, so more of it must stand there
NEAR = 600  # characters beside a passage in which a part of two or three words is looked for: a paragraph
SHORTEST = 2  # words of such a part


def with_lost_part(desk: Desk, reading: Reading, best: Answer) -> Answer:
    """The best answer, with the words that it lacks put down as spliced in, moved, or joined over what lies between.

    Of two documents the one that agrees with what is stated is the source.
    """
    part = _lost_part(reading, best.wording.unanswered)
    if part is None:
        return _moved_near(desk, reading, best)
    told, told_by_part = desk.information(reading), desk.information(part)
    total = sum(told.weights)
    same = best.place.document.__eq__
    found = likely_places(desk.search, part, desk.register.changes, same, WORTH * PART_SHARE)[:3]
    for place in (*_exact(desk, part, told_by_part, best), *found):
        other = desk.answer(part, told_by_part, place)
        if other is None or other.wording.held < PART_SHARE:
            continue
        if (
            other.place.document == best.place.document
            and _gap(best, other)[1] - _gap(best, other)[0] < SPREAD
        ):
            return _joined(desk, reading, best, part, other)
        if other.attribution.closeness > best.attribution.closeness:
            turned = _turned(desk, reading, place)
            rest = _lost_part(reading, turned.wording.unanswered) if turned is not None else None
            if turned is not None and rest is not None:
                return _with_part(
                    turned, rest, Edit("splice", rest.text, best.passage.text), best.wording, total
                )
        return _with_part(best, part, Edit("splice", part.text, other.passage.text), other.wording, total)
    return best


def _exact(desk: Desk, part: Reading, told: Information, best: Answer) -> list[Place]:
    """Where a part that is no turn of phrase stands as it is: in the document of the rest, else in another."""
    words, tokens = len(part.folded), desk.search.index.tokens
    if sum(told.news) < desk.register.chance.needed(words, tokens):
        return []
    places = desk.register.places(Phrase(part.tokens.hashes)).places.tolist()
    places.sort(key=lambda place: place[0] != best.place.document)
    found = (Place(document, start, end, exact=True) for document, start, end in places)
    return [place for place in found if not desk.search.is_quotation_itself(place)][:1]


def _turned(desk: Desk, reading: Reading, place: Place) -> Answer | None:
    """The whole quotation laid around the place of its other part."""
    reach = len(reading.text)
    around = Place(place.document, max(0, place.start - reach), place.end + reach, exact=False)
    return desk.answer(reading, desk.information(reading), around)


def _lost_part(reading: Reading, lost: tuple[int, ...]) -> Reading | None:
    """The words without an answer, if they are many enough and stand together; chance answers may lie between."""
    if len(lost) < PART or lost[-1] - lost[0] >= 1.5 * len(lost):
        return None
    first, last = int(reading.tokens.starts[lost[0]]), int(reading.tokens.ends[lost[-1]])
    return read_as_it_stands(reading.text[first:last])


def _gap(one: Answer, other: Answer) -> tuple[int, int]:
    """What lies between two places of one document."""
    first, last = sorted((one.wording.solid, other.wording.solid))
    return first[1], max(first[1], last[0])


def _joined(desk: Desk, reading: Reading, best: Answer, part: Reading, other: Answer) -> Answer:
    """An answer for words that stand in one document apart from one another."""
    text = desk.search.index.source(best.place.document).text
    start, end = _gap(best, other)
    lost = best.wording.unanswered
    leads = 2 * sum(lost) < len(lost) * (
        len(reading.folded) - 1
    )  # its middle lies before that of the whole
    in_order = leads == (other.wording.solid < best.wording.solid)
    edit = (
        Edit("dropped", "", text[start:end].strip(" \t\n.,;:!?"))
        if in_order
        else Edit("moved", part.text, other.passage.text)
    )
    total = sum(desk.information(reading).weights)
    found = _with_part(best, part, edit, other.wording, total)
    first = min(best.wording.solid[0], other.wording.solid[0])
    last = max(best.wording.solid[1], other.wording.solid[1])
    passage = Passage(best.passage.document, first, last, text[first:last])
    return replace(found, wording=replace(found.wording, start=first, end=last), passage=passage)


def _with_part(answer: Answer, part: Reading, edit: Edit, other: Wording, total: float) -> Answer:
    """An answer in which a part of the quotation is explained by an edit."""
    wording = answer.wording
    kept = [each for each in wording.edits if not each.quoted or each.quoted not in part.text]
    matched = wording.matched + other.matched
    explained = replace(
        wording,
        words=Words.ALTERED,
        edits=(*kept, edit),
        kept=1.0,
        held=min(1.0, matched / max(total, 1e-9)),
        matched=matched,
        doubt="",
    )
    return replace(answer, wording=explained, spliced=True)


def _moved_near(desk: Desk, reading: Reading, best: Answer) -> Answer:
    """The best answer, with two or three words that stand beside its passage put down as moved."""
    lost = best.wording.unanswered
    if len(lost) < SHORTEST or lost[-1] - lost[0] != len(lost) - 1:
        return best
    sought = list(reading.folded[lost[0] : lost[-1] + 1])
    changes = desk.register.changes
    if any(
        changes.has_meaning(word) or is_number(word) or word in changes.meanings["number"]
        for word in sought
    ):
        return best  # what was denied, limited or counted must be named as such
    text = desk.search.index.source(best.place.document).text
    start = max(0, best.wording.start - NEAR)
    around = text[start : best.wording.end + NEAR]
    tokens = tokenise(around)
    folded = [fold_word(word) for word in words(around, tokens)]
    for at in range(len(folded) - len(sought) + 1):
        if folded[at : at + len(sought)] == sought:
            found = around[int(tokens.starts[at]) : int(tokens.ends[at + len(sought) - 1])]
            first, last = int(reading.tokens.starts[lost[0]]), int(reading.tokens.ends[lost[-1]])
            part = read_as_it_stands(reading.text[first:last])
            return _with_part(
                best, part, Edit("moved", part.text, found), best.wording, best.wording.matched
            )
    return best
