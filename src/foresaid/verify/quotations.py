"""What do the sources say of each quotation: words, speaker, date and work?

quotation -> readings (as it stands; by the conventions of quoting)        conventions
          -> places (exact ones, else the likeliest)                        search
          -> wording of each place: side by side, kinds of change, cuts     wording, edits, surfaces
          -> attribution of each place: speaker, date, work                 attribution
          -> the place that answers best, and where else the words stand    answers, copies
          -> whether so much of the words is no chance                      standing
          -> the verdict, in words that accuse nobody                       here
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foresaid.model.evidence import Agreement, Passage, Verification, Words
from foresaid.verify.answers import likely_answers
from foresaid.verify.attribution import telling_words, unsettled
from foresaid.verify.copies import ELSEWHERE, Shelf, exact_answer
from foresaid.verify.desk import Answer, Desk
from foresaid.verify.register import Register
from foresaid.verify.search import Search
from foresaid.verify.standing import SHORT, least_share
from foresaid.verify.telling import after, before, left_out, reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from foresaid.model.evidence import QuotedWords
    from foresaid.model.words import Vocabulary
    from foresaid.plugins import QuotationIndex
    from foresaid.verify.attribution import Attribution
    from foresaid.verify.chance import Chance
from foresaid.verify.copies import Copies

__all__ = ["least_share", "verify_quotation", "verify_quotations"]

# Share of the words that must stand where nobody quotes them for that place, not one that has them exactly at second
# hand, to be the source: with fewer it may be another sentence with the same formulae.
FIRSTHAND = 0.85
COMMON = 2  # speakers beside the first whose words they are, from which on words are a formula
LONG = 5000  # words; longer ones are only looked for as they stand (text/align.py)


def _verdict(words: Words, attribution: Attribution) -> str:
    return "misattributed" if attribution.contradicted else words.value


def _no_source(desk: Desk, best: Answer) -> bool:
    """Whether the best place cannot be what was quoted: the quoting document itself, or one certainly later."""
    own, document = desk.search.own, best.place.document
    if own is None:
        return False
    return (
        desk.is_own(document, best.place.start, best.place.end)
        or desk.register.days(document)[0] > desk.register.days(own)[1]
    )


def _verified(
    desk: Desk,
    best: Answer,
    elsewhere: list[Passage],
    places: str,
    *,
    in_other_words: Sequence[Passage] = (),
) -> Verification:
    if _no_source(desk, best):
        # Words that only later documents share may be one formula: they attest, they do not accuse.
        held = [best.passage] if best.evidence is None else []
        why = (
            "Held only by the quoting document, copies of it or later ones, which cannot be its source. "
            if held
            else ""
        )
        unfound = _unfound(desk, Words.NOT_FOUND, f"{why}{_bounds(desk)}")
        return replace(unfound, elsewhere=tuple(held + elsewhere))
    wording, attribution = best.wording, best.attribution
    text, abbreviations = desk.search.index.source(best.place.document).text, desk.register.abbreviations
    around = before(text, wording.start, abbreviations), after(text, wording.end, abbreviations)
    reasons = dict(attribution.reasons)
    reasons["words"] = reason(wording, around, places, best.about.id if best.secondhand else "")
    if best.secondhand:
        others = "; ".join(dict.fromkeys(passage.document for passage in in_other_words))
        known = (
            f"held in other words in {others}" if others else "no document that has them first is held here"
        )
        reasons["words"] += f" {best.about.id} quotes them itself; {known}."
    return Verification(
        id=desk.search.quoted.id,
        verdict=_verdict(wording.words, attribution),
        words=wording.words,
        speaker=attribution.speaker,
        date=attribution.date,
        work=attribution.work,
        source=best.passage,
        edits=wording.edits,
        elsewhere=tuple(elsewhere),
        reasons=reasons,
        says=attribution.says,
        before=around[0],
        after=around[1],
        left_out=left_out(wording.edits),
        similarity=wording.similarity,
    )


def _unfound(desk: Desk, words: Words, reason: str) -> Verification:
    quoted = desk.search.quoted
    stated = {"speaker": quoted.speaker, "date": quoted.date, "work": quoted.work}
    agreements = {
        part: Agreement.UNDETERMINED if value else Agreement.UNSTATED for part, value in stated.items()
    }
    reasons = {
        part: "Without the words, nothing here speaks for or against it."
        if value
        else f"No {part} is stated."
        for part, value in stated.items()
    }
    return Verification(
        id=quoted.id,
        verdict=words.value,
        words=words,
        speaker=agreements["speaker"],
        date=agreements["date"],
        work=agreements["work"],
        source=None,
        edits=(),
        elsewhere=(),
        reasons={**reasons, "words": reason},
        says={},
    )


def _bounds(desk: Desk) -> str:
    index = desk.search.index
    documents = "this one document" if index.documents == 1 else f"these {index.documents:,} documents"
    return f"Not found in {documents} ({index.tokens:,} words); that does not mean it was not said."


def _witness(desk: Desk, answer: Answer) -> str:
    return desk.register.witness(answer.place.document, answer.passage.start, answer.passage.end)


def _apart(best: Answer, others: list[Answer], desk: Desk) -> list[Passage]:
    """Other places than the best, each once and in order of date, the quoting document last."""
    apart = [best]
    holders = {_witness(desk, best): best.place.document}
    for other in others:
        document = other.place.document
        if holders.setdefault(_witness(desk, other), document) != document:
            continue  # a copy of what is listed
        if all(
            document != known.place.document
            or other.passage.end <= known.passage.start
            or known.passage.end <= other.passage.start
            for known in apart
        ):
            apart.append(other)
    own, first_day = desk.search.own, desk.register.first_day
    listed = sorted(
        apart[1 : ELSEWHERE + 1],
        key=lambda at: (
            at.place.document == own,
            first_day(at.place.document),
            at.about.id,
            at.place.start,
        ),
    )
    return [answer.passage for answer in listed]


def _sought(desk: Desk, copies: Copies) -> Verification:
    """The verdict on words that stand nowhere as they are."""
    words = len(copies.marked.folded)
    if words < SHORT and copies.marked.broken:
        why = f"{words} words with words left out between them are too few to tell where they belong."
        return _unfound(desk, Words.UNDETERMINED, f"{why} {_bounds(desk)}")
    if words < SHORT:
        why = f"{words} words are too few for anything but an exact search. {_bounds(desk)}"
        return _unfound(desk, Words.NOT_FOUND, why)
    if words > LONG:
        why = f"Longer than {LONG} words; give it in parts. {_bounds(desk)}"
        return _unfound(desk, Words.UNDETERMINED, why)
    answers = likely_answers(desk, copies.marked)
    if not answers and desk.register.is_foreign(desk.stated):
        why = f"The stated work is held here in another language; the words cannot be compared. {_bounds(desk)}"
        return _unfound(desk, Words.UNDETERMINED, why)
    if not answers:
        return _unfound(desk, Words.NOT_FOUND, _bounds(desk))
    return _verified(desk, answers[0], _apart(answers[0], answers[1:], desk), str(len(answers)))


def _checked(desk: Desk, copies: Copies) -> Verification:
    if not copies.marked.folded:
        return _unfound(desk, Words.UNDETERMINED, "The quotation holds no words.")
    best, elsewhere, places = exact_answer(desk, copies)
    if best is None:
        return _sought(desk, copies)
    best = _of_nobody(desk, best, elsewhere)
    if not best.secondhand and not _no_source(desk, best):
        return _verified(desk, best, elsewhere, places)
    firsthand = _firsthand(replace(desk, besides=copies.held), copies)
    first = firsthand[0] if firsthand and _one_witness(desk, best, elsewhere) else None
    if first is not None and first.wording.kept >= FIRSTHAND:
        return _verified(desk, first, [best.passage, *elsewhere][:ELSEWHERE], "1")
    others = [answer.passage for answer in firsthand]
    return _verified(desk, best, [*elsewhere, *others][:ELSEWHERE], places, in_other_words=others)


def _of_nobody(desk: Desk, best: Answer, elsewhere: list[Passage]) -> Answer:
    """The best place, contradicting no speaker where words are held under several of whom none is certainly the first.

    Such words are common property: a formula of the Charter, a proverb, the words of somebody not held here.
    """
    if best.attribution.speaker is not Agreement.CONTRADICTED:
        return best
    register, index = desk.register, desk.search.index
    others: list[tuple[str, ...]] = []
    certain = True
    for place in elsewhere:
        document = index.number(place.document)
        if document in {None, best.place.document}:
            continue  # within one document the order is known
        assert document is not None
        voice = register.voice(document, place.start, place.end)
        speakers = register.speakers(document, place.start, place.end)
        first = register.days(best.place.document)[1] < register.days(document)[0]
        if (
            voice.quoted
            and not first
            and (not speakers or register.unrelated(speakers, best.about.speakers))
        ):
            return _nobodys(best)  # somebody else quotes them as another's, and perhaps before
        if not voice.quoted and register.unrelated(speakers, best.about.speakers):
            others += [speakers] if all(register.unrelated(speakers, known) for known in others) else []
            certain &= first
    return _nobodys(best) if len(others) >= COMMON or (others and not certain) else best


def _nobodys(best: Answer) -> Answer:
    why = "But several speakers use these words here, and who had them first is not certain."
    return replace(best, attribution=unsettled(best.attribution, why))


def _one_witness(desk: Desk, best: Answer, elsewhere: list[Passage]) -> bool:
    """Whether one document alone, with its copies, has the words as they are: what two quote alike is as they quote it."""
    index, register = desk.search.index, desk.register
    own = _witness(desk, best)
    for place in elsewhere:
        document = index.number(place.document)
        if document is None or desk.is_own(document, place.start, place.end):
            continue
        if register.witness(document, place.start, place.end) != own:
            return False
    return True


def _firsthand(desk: Desk, copies: Copies) -> list[Answer]:
    """Where the words stand, changed, in documents that do not themselves quote them and were there before."""
    if not SHORT <= len(copies.marked.folded) <= LONG:
        return []
    return [
        answer
        for answer in likely_answers(desk, copies.marked, copies.holds_exact)
        if not (answer.secondhand or _no_source(desk, answer) or copies.quoted_in(answer.place.document))
    ]


def verify_quotations(
    quotations: Iterable[QuotedWords],
    index: QuotationIndex,
    vocabulary: Vocabulary,
    *,
    works: Iterable[str] = (),
    speakers: Iterable[str] = (),
    foreign: Iterable[str] = (),
    chance: Chance | None = None,
) -> Iterator[Verification]:
    """The verdict on each quotation, in order, against all documents of the index.

    `works` are the titles that the collection holds: only a stated title among them can be contradicted.
    `speakers` are the names it knows: a single name that is none of them can be nobody's. `foreign` are the works
    that it holds only in another language than its own; `chance` says how much evidence chance gives in it.
    """
    register, shelf = Register(index, vocabulary, works, speakers), Shelf()
    register.foreign = [telling_words(work, register.changes) for work in foreign]
    register.chance = chance or register.chance
    counts: dict[str, int] = {}
    for quoted in quotations:
        copies = shelf.copies(quoted)
        before = copies.size
        desk = Desk(Search(quoted, index, counts), register, copies.stated)
        outside = (
            desk.search.own is None
        )  # no document of the collection quotes: one verdict for all copies
        verdict = copies.verdict if outside else None
        if verdict is None:
            verdict = _checked(desk, copies)
            copies.verdict = verdict if outside else copies.verdict
        shelf.trim(copies, before)
        yield replace(verdict, id=quoted.id)


def verify_quotation(
    quoted: QuotedWords, index: QuotationIndex, vocabulary: Vocabulary, *, works: Iterable[str] = ()
) -> Verification:
    """The verdict on one quotation; for many, `verify_quotations` reads the word tables once."""
    return next(verify_quotations([quoted], index, vocabulary, works=works))
