"""What must a person look at in a manuscript: findings from verdicts, with places, sources and reasons?"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from foresaid.model.findings import CODES, Held, ManuscriptFinding, Place
from foresaid.read.quotations.ignores import Ignore, find_ignores
from foresaid.text.identity import digest
from foresaid.text.normalize import fold_word, tokenise, words
from foresaid.text.segment import last_sentence_start, sentence_end
from foresaid.verify.findings import remarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from foresaid.archive.collection import Collection
    from foresaid.model.evidence import Edit, Passage, QuotedWords, Verification
    from foresaid.pipeline.manuscript_reading import ManuscriptText, ReadManuscript

_WITHOUT_REASON, _UNUSED = "FS401", "FS402"
_UNREAD, _PARTLY = "FS901", "FS902"
_STATED = {"FS103": "speaker", "FS104": "date", "FS105": "work"}


class Holdings:
    """What the collection says of the documents that findings name; each is asked for once."""

    def __init__(self, collection: Collection, abbreviations: frozenset[str]) -> None:
        self._collection = collection
        self._abbreviations = abbreviations
        self._known: dict[str, tuple[str | None, str | None, str | None]] = {}

    def held(self, verdict: Verification) -> Held | None:
        """The passage of a verdict with its document's title, speaker and date, and the sentences around it."""
        passage = verdict.source or (verdict.elsewhere[0] if verdict.elsewhere else None)
        if passage is None:
            return None
        before, after = (verdict.before, verdict.after) if verdict.source is not None else ("", "")
        return Held(
            passage, *self._about(passage), self._sentence_before(before), self._sentence_after(after)
        )

    def _about(self, passage: Passage) -> tuple[str | None, str | None, str | None]:
        if passage.document not in self._known:
            query = "SELECT title, speaker, date FROM document WHERE id = ?"
            row = next(self._collection.catalogue.rows(query, (passage.document,)), None)
            self._known[passage.document] = (
                (row["title"], row["speaker"], row["date"]) if row is not None else (None, None, None)
            )
        return self._known[passage.document]

    def _sentence_before(self, before: str) -> str:
        """The last sentence of what stands in front, whole or as far as it was read."""
        text = before.rstrip()
        return " ".join(text[last_sentence_start(text, 0, len(text), self._abbreviations) :].split())

    def _sentence_after(self, after: str) -> str:
        """The rest of the sentence that was cut, or the next one."""
        end = sentence_end(after, 0, len(after), self._abbreviations)
        if not any(letter.isalnum() for letter in after[:end]):
            end = sentence_end(after, min(end + 1, len(after)), len(after), self._abbreviations)
        return " ".join(after[:end].split())


def unread_findings(manuscript: ReadManuscript) -> Iterator[ManuscriptFinding]:
    """A finding for what could not be read of a manuscript."""
    if manuscript.refused:
        yield _told(
            _UNREAD, Place(manuscript.path), f"This manuscript was not checked: {manuscript.refused}.", ""
        )
    elif manuscript.lost:
        lost = "; ".join(manuscript.lost)
        yield _told(
            _PARTLY, Place(manuscript.path), f"Parts of this manuscript were not checked: {lost}.", ""
        )


def _told(code: str, place: Place, message: str, words_there: str) -> ManuscriptFinding:
    print_ = digest(code, message, _folded(words_there))
    return ManuscriptFinding(code, CODES[code].severity, place, message, print_, words_there)


def quotation_findings(
    text: ManuscriptText,
    span: tuple[int, int],
    claim: tuple[QuotedWords, Mapping[str, str]],
    verdict: Verification,
    holdings: Holdings,
) -> Iterator[ManuscriptFinding]:
    """The findings that a verdict on one quotation asks for."""
    quoted, stated = claim
    held = holdings.held(verdict)
    asked = list(remarks(verdict, quoted, held.after if held is not None else ""))
    if not asked:
        return
    place = text.place(*span)
    for remark in asked:
        part = _STATED.get(remark.code)
        bound = (getattr(quoted, part) or "", verdict.says.get(part, "")) if part else ()
        yield ManuscriptFinding(
            code=remark.code,
            severity=CODES[remark.code].severity,
            place=place,
            message=remark.message,
            fingerprint=_fingerprint(remark.code, quoted.quote, remark.edits, bound),
            quoted=quoted.quote,
            stated=stated,
            verification=verdict,
            held=held,
            edits=remark.edits,
        )


def _fingerprint(code: str, quote: str, edits: Sequence[Edit], bound: tuple[str, ...]) -> str:
    """What a baseline knows a finding by: code, words and verdict; not its place, and not the typography."""
    kinds = [part for edit in edits for part in (edit.kind, _folded(edit.quoted), _folded(edit.source))]
    return digest(code, _folded(quote), *kinds, *bound)


def _folded(text: str) -> str:
    return " ".join(fold_word(word) for word in words(text, tokenise(text)))


class Ignored:
    """The comments of one text of a manuscript: the lines that each holds for, and whether anybody needed it."""

    def __init__(self, text: ManuscriptText) -> None:
        self._text = text
        source = text.source or ""
        self._comments = list(find_ignores(source, text.comments)) if text.source is not None else []
        self._used: set[int] = set()
        self._lines = _by_line(self._comments, text, source)

    def because(self, finding: ManuscriptFinding) -> str | None:
        """The reason for which a comment answers for a finding, or None."""
        place = finding.place
        if place.line is None or place.end_line is None or not self._lines:
            return None
        for number in self._meant(place.line, place.end_line):
            comment = self._comments[number]
            if _is_sound(comment) and finding.code.startswith(comment.codes):
                self._used.add(number)
                return comment.because
        return None

    def _meant(self, first: int, last: int) -> Iterator[int]:
        """The numbers of the comments that hold for any of some lines."""
        at = bisect_right(self._lines, (first, -1))
        while at < len(self._lines) and self._lines[at][0] <= last:
            yield self._lines[at][1]
            at += 1

    def findings(self) -> Iterator[ManuscriptFinding]:
        """A finding for each comment that gives no reason or no code, and for each that nothing needed."""
        for number, comment in enumerate(self._comments):
            place = self._text.place_in_source(comment.start, comment.end)
            named = " ".join(comment.codes)
            if not _is_sound(comment):
                lacks = (
                    "gives no reason"
                    if comment.codes and _are_known(comment)
                    else "names no code that there is"
                )
                yield _told(_WITHOUT_REASON, place, f"This comment {lacks}, and ignores nothing.", named)
            elif number not in self._used:
                yield _told(
                    _UNUSED, place, f"Nothing here has the code {named}; delete the comment.", named
                )


def _is_sound(comment: Ignore) -> bool:
    return bool(comment.because) and _are_known(comment)


def _are_known(comment: Ignore) -> bool:
    return bool(comment.codes) and all(
        any(code.startswith(named) for code in CODES) for named in comment.codes
    )


def _by_line(comments: Sequence[Ignore], text: ManuscriptText, source: str) -> list[tuple[int, int]]:
    """(line, number of a comment that holds for it), in order."""
    found: list[tuple[int, int]] = []
    behind = len(source)  # the first text behind the comment that was looked at last
    for number in range(len(comments) - 1, -1, -1):
        comment = comments[number]
        lines = range(text.line(comment.start), text.line(comment.end - 1) + 1)
        found += [(line, number) for line in lines]
        at = comment.end
        while at < len(source) and source[at].isspace():
            at += 1
        following = comments[number + 1] if number + 1 < len(comments) else None
        if following is None or following.start != at or not following.alone:
            behind = at
        if comment.alone:  # other such comments are passed over
            found.append((text.line(behind), number))
    return sorted(found)


def sort_key(finding: ManuscriptFinding, order: Mapping[str, int]) -> tuple[int, int, int, int, str]:
    """Findings in the order of manuscripts and places."""
    place = finding.place
    return (order[place.path], place.line or 0, place.column or 0, place.paragraph or 0, finding.code)


def paths_of(manuscripts: Iterable[ReadManuscript]) -> dict[str, int]:
    """The manuscripts' paths in the order given."""
    return {each.path: number for number, each in enumerate(manuscripts)}
