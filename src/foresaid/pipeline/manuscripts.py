"""Is every quotation in a manuscript real, exact and rightly attributed, as far as a collection can tell?

Each manuscript is read by a confined child, annotated as documents are, and its quotations verified against the
collection, into which nothing is written. Start reading from `check_manuscripts`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from foresaid.archive.collection import reading
from foresaid.collect.sandbox.reading import Readers
from foresaid.errors import UsageError
from foresaid.model.annotations import Context
from foresaid.model.bodies import QuotationType
from foresaid.model.evidence import Agreement, QuotedWords
from foresaid.model.findings import Checked, Manuscript, ManuscriptFinding
from foresaid.pipeline.baselines import read_baseline, without_known, write_baseline
from foresaid.pipeline.manuscript_findings import (
    Holdings,
    Ignored,
    paths_of,
    quotation_findings,
    sort_key,
    unread_findings,
)
from foresaid.pipeline.manuscript_frames import interrupted, joined_words, stand_together
from foresaid.pipeline.manuscript_reading import ManuscriptText, ReadManuscript, read_manuscript
from foresaid.pipeline.reading import read_text
from foresaid.pipeline.reports import Progress, silent
from foresaid.pipeline.verifying import verify_given
from foresaid.read.lexicon import lexicon_of
from foresaid.read.quotations.stated import StatedReader
from foresaid.text.normalize import tokenise
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.archive.collection import Collection
    from foresaid.model.annotations import Annotation
    from foresaid.model.bodies import Quotation
    from foresaid.model.evidence import Verification
    from foresaid.model.words import Vocabulary
    from foresaid.pipeline.check_settings import CheckSettings
    from foresaid.pipeline.manuscript_reading import Given
    from foresaid.read.quotations.stated import Stated

# Words from which on a quotation is checked: one or two stand somewhere in any larger collection, whoever wrote them.
FEWEST_WORDS = 3
_LAYER = "quotations"
# Why quotations are not checked, in the words of the report.
TERM = "terms or titles in quotation marks"
INSIDE = "inside a quotation that is checked"
SHORT = f"fewer than {FEWEST_WORDS} words"
UNQUOTED = "reported without quotation marks"
PARTED = "parts of an utterance that is checked as a whole"
_UNREAD = "FS9"


@dataclass(frozen=True, slots=True)
class _Quoting:
    """A quotation of a manuscript on its way to a verdict; `number` is that of the manuscript's text.

    `parts` is empty but for parts of one utterance that are tried together: then it says of each whether it follows
    as a quotation of its own.
    """

    number: int
    span: tuple[int, int]
    quoted: QuotedWords
    stated: dict[str, str]
    parts: tuple[bool, ...] = ()


@dataclass(slots=True)
class _Tally:
    """What was seen in one manuscript."""

    seen: int = 0
    checked: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    speakers: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Work:
    """The manuscripts as read, their texts in a row, what was counted, and the findings so far."""

    read: list[ReadManuscript]
    texts: list[ManuscriptText]
    tallies: dict[str, _Tally]
    findings: list[ManuscriptFinding] = field(default_factory=list)
    ignored: list[tuple[ManuscriptFinding, str]] = field(default_factory=list)
    documents: int = 0


def check_manuscripts(
    given: Sequence[Given], settings: CheckSettings, *, write: bool = False, progress: Progress = silent
) -> Checked:
    """Every finding on the quotations of manuscripts; with `write` they become the baseline instead of being shown.

    Nothing is written into the collection. A manuscript that cannot be read is a finding; the others are checked.
    """
    if settings.against is None:
        raise UsageError(
            "Against which collection? Give --against DIR, or `against` in foresaid-check.toml."
        )
    if write and settings.baseline is None:
        raise UsageError("--write-baseline needs --baseline FILE: where the known findings go.")
    known = read_baseline(settings.baseline) if settings.baseline is not None and not write else ()
    with reading(settings.against) as collection:
        work = _verified(given, collection, progress)
    order = paths_of(work.read)
    shown = sorted(
        (
            replace(each, severity=settings.severity_of(each.code))
            for each in work.findings
            if settings.reports(each.code)
        ),
        key=lambda finding: sort_key(finding, order),
    )
    fresh, vanished = without_known(shown, known, frozenset(order))
    if write and settings.baseline is not None:
        fresh = tuple(each for each in shown if each.code.startswith(_UNREAD))
        write_baseline(settings.baseline, [each for each in shown if not each.code.startswith(_UNREAD)])
    return Checked(
        manuscripts=tuple(_summed(each, work.tallies[each.path]) for each in work.read),
        findings=fresh,
        documents=work.documents,
        collection=str(settings.against),
        ignored=tuple(work.ignored),
        known=len(shown) - len(fresh),
        vanished=vanished,
    )


def _verified(given: Sequence[Given], collection: Collection, progress: Progress) -> _Work:
    """The manuscripts read, their quotations found and verified; findings that comments answer for are set apart."""
    language = collection.settings.language
    vocabulary = load_vocabulary(language)
    read = []
    with Readers(1) as readers:
        for done, manuscript in enumerate(given, 1):
            read.append(read_manuscript(manuscript, readers, language))
            progress("reading manuscripts", done, len(given))
    work = _Work(
        read, [text for each in read for text in each.texts], {each.path: _Tally() for each in read}
    )
    work.documents = collection.catalogue.count("document")
    held = _held_items(collection, read)
    quotings = [
        quoting
        for number, text in enumerate(work.texts)
        for quoting in _quotings(number, text, work.tallies[text.path], vocabulary, held.get(text.path))
    ]
    holdings = Holdings(collection, vocabulary.words("quotations.abbreviations"))
    comments = [Ignored(text) for text in work.texts]
    verdicts = verify_given(collection, (quoting.quoted for quoting in quotings))
    passed = 0  # parts of an utterance that stands in a source as a whole
    for done, (quoting, verdict) in enumerate(zip(quotings, verdicts, strict=True), 1):
        progress("verifying quotations", done, len(quotings))
        if passed or (quoting.parts and not stand_together(verdict)):
            passed = max(passed - 1, 0)
            continue
        passed = sum(quoting.parts)
        text = work.texts[quoting.number]
        _count(work.tallies[text.path], quoting, verdict)
        claim = (quoting.quoted, quoting.stated)
        for finding in quotation_findings(text, quoting.span, claim, verdict, holdings):
            because = comments[quoting.number].because(finding)
            if because is None:
                work.findings.append(finding)
            else:
                work.ignored.append((finding, because))
    work.findings += (finding for each in read for finding in unread_findings(each))
    work.findings += (finding for each in comments for finding in each.findings())
    return work


def _count(tally: _Tally, quoting: _Quoting, verdict: Verification) -> None:
    """Note a verdict; parts that were counted one by one are one quotation where they are checked together."""
    tally.verdicts[verdict.verdict] += 1
    if verdict.speaker is not Agreement.UNSTATED:
        tally.speakers[verdict.speaker.value] += 1
    if quoting.parts:
        alone = sum(quoting.parts)
        tally.checked += 1 - alone
        tally.left_out[SHORT] -= len(quoting.parts) - alone
        tally.left_out[PARTED] += len(quoting.parts) - 1


def _held_items(collection: Collection, read: Sequence[ReadManuscript]) -> dict[str, dict[str, str]]:
    """For manuscripts that the collection holds itself: their documents' ids by what was read; no text is its own source."""
    query = "SELECT id, text FROM document WHERE item = ?"
    found = {}
    for each in read:
        rows = collection.catalogue.rows(query, (each.digest,)) if each.digest else ()
        found[each.path] = {row["text"]: row["id"] for row in rows}
    return found


def _quotings(
    number: int, text: ManuscriptText, tally: _Tally, vocabulary: Vocabulary, held: dict[str, str] | None
) -> Iterator[_Quoting]:
    """The quotations of a text that are worth a verdict; the others are counted with the reason."""
    found = read_text(text.text, (_LAYER,), Context(), vocabulary.language, parsing=False)[_LAYER]
    annotations = [each for each in found if each.body.type is not QuotationType.INDIRECT]
    outer = [each.target for each in annotations if each.body.level == 1]
    stated = StatedReader(text.text, outer, vocabulary, lexicon_of(vocabulary))
    document = (held or {}).get(text.read)

    def quoting(
        first: Annotation[Quotation], end: int, words: str, parts: tuple[bool, ...] = ()
    ) -> _Quoting:
        start = first.target.start
        told = stated.read(first, text.paragraph(start))
        quoted, given = _claim(f"{number}:{start}", first, words, told)
        at = text.read_span(start, end) if document is not None else None
        return _Quoting(number, (start, end), replace(quoted, document=document, at=at), given, parts)

    whole = {parts[0]: parts for parts in interrupted(text.text, annotations)}
    within = 0
    for each in annotations:
        tally.seen += 1
        if parts := whole.get(each):
            words = joined_words([part.body.text for part in parts])
            yield quoting(each, parts[-1].target.end, words, tuple(not _left_out(part) for part in parts))
        if why := INSIDE if each.target.end <= within else _left_out(each):
            tally.left_out[why] += 1
            continue
        tally.checked += 1
        within = each.target.end
        yield quoting(each, within, _words_of(each))


def _left_out(annotation: Annotation[Quotation]) -> str:
    """Why a quotation is not checked, or ""."""
    body = annotation.body
    if body.type is QuotationType.TERM:
        return TERM
    if body.type is QuotationType.INDIRECT:
        return UNQUOTED
    return SHORT if len(tokenise(body.text)) < FEWEST_WORDS else ""


def _claim(
    key: str, annotation: Annotation[Quotation], words: str, stated: Stated
) -> tuple[QuotedWords, dict[str, str]]:
    """What is to be verified, and the manuscript's own words for what it states of it."""
    speaker = annotation.body.speaker if not stated.relayed else None
    name = speaker.name if speaker is not None else None
    told: dict[str, str] = {}
    if speaker is not None and name and speaker.phrase is not None:
        told["speaker"] = speaker.phrase.text
    if stated.date_phrase is not None:
        told["date"] = stated.date_phrase.text
    if stated.work is not None:
        told["work"] = stated.work.text
    work = stated.work.text if stated.work is not None else None
    return QuotedWords(key, words, name, stated.date, work), told


def _words_of(annotation: Annotation[Quotation]) -> str:
    """The quoted words; a block's without the `>` that begins each of its lines."""
    text = annotation.body.text
    if not annotation.body.block or "\n" not in text:
        return text
    return "\n".join(line.lstrip("> \t") for line in text.split("\n"))


def _summed(read: ReadManuscript, tally: _Tally) -> Manuscript:
    return Manuscript(
        read.path,
        tally.seen,
        tally.checked,
        {why: times for why, times in tally.left_out.most_common() if times},
        dict(tally.verdicts.most_common()),
        read.refused,
        read.notices,
        dict(tally.speakers.most_common()),
    )
