"""What in a manuscript must a person look at, where is it, and what do the sources have instead?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from foresaid.model.evidence import Edit, Passage, Verification


class Severity(StrEnum):
    """How much a finding asks for attention; the names are SARIF's levels (SARIF 2.1.0, §3.27.10)."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding: its stable code and name, what it says, and what a person can do about it.

    `counts` is False where the words are verbatim, minor, marked or variant all the same: then it does not
    make the exit code 1 (DESIGN §6). `by_default` is False for what has to be asked for.
    """

    code: str
    name: str
    severity: Severity
    says: str
    advice: str
    counts: bool = True
    by_default: bool = True


_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
# Codes are never given a second meaning; docs/findings.md explains each under its own heading.
CODES: Mapping[str, Code] = {
    each.code: each
    for each in (
        Code(
            "FS101",
            "altered",
            _ERROR,
            "The words differ from the text held here, and no mark says so.",
            "Compare both; correct the quotation, mark the change with … or [brackets], or cite the edition"
            " that has these words.",
        ),
        Code(
            "FS102",
            "truncated",
            _WARNING,
            "The words stand in the source, but the cut leaves out what limits or negates them there.",
            "Read the sentence in the source; quote the limit too, or tell the reader of it.",
        ),
        Code(
            "FS103",
            "speaker",
            _ERROR,
            "The words are held here under another name than the manuscript gives.",
            "Look at the source; correct the name, or cite a source that has the words from this speaker.",
        ),
        Code(
            "FS104",
            "date",
            _ERROR,
            "The words are held here under a date that excludes the one the manuscript gives.",
            "Look at the source; correct the date, or cite a source of that date.",
        ),
        Code(
            "FS105",
            "work",
            _ERROR,
            "The words are held here in another work than the manuscript names.",
            "Look at the source; correct the title, or cite the place in the work that is named.",
        ),
        Code(
            "FS106",
            "splice",
            _ERROR,
            "The quotation joins words that stand apart in the sources, and no mark says so.",
            "Quote the parts separately, or mark what was left out between them.",
        ),
        Code(
            "FS107",
            "omission",
            _WARNING,
            "What was left out under a mark negates or limits the words that are quoted.",
            "Read what was left out; quote it, or tell the reader of it.",
            counts=False,
        ),
        Code(
            "FS201",
            "not-found",
            _NOTE,
            "The words were not found in this collection; that does not mean they were not said.",
            "Add the source to the collection, or check the words against it by hand.",
        ),
        Code(
            "FS202",
            "undetermined",
            _NOTE,
            "Whether the words stand in this collection cannot be told.",
            "Quote more of the words, or check them by hand.",
        ),
        Code(
            "FS301",
            "marked",
            _NOTE,
            "The words stand in the source but for small or marked differences.",
            "Nothing need be done; ask for it to see capitals, spelling, omissions and insertions.",
            counts=False,
            by_default=False,
        ),
        Code(
            "FS302",
            "variant",
            _NOTE,
            "Another edition or translation of the same work is held here.",
            "Say which edition or translation is quoted.",
            counts=False,
            by_default=False,
        ),
        Code(
            "FS401",
            "ignore-without-reason",
            _WARNING,
            "A comment asks to ignore findings and does not say why, or names no code that there is.",
            "Write: foresaid: ignore FS101 because …",
        ),
        Code(
            "FS402",
            "ignore-unused",
            _NOTE,
            "A comment asks to ignore a finding that is not there.",
            "Delete the comment.",
            counts=False,
        ),
        Code(
            "FS901",
            "unread",
            _ERROR,
            "The manuscript could not be read; nothing in it was checked.",
            "See the reason: give the right path, or save the manuscript in another format.",
        ),
        Code(
            "FS902",
            "partly-read",
            _WARNING,
            "Parts of the manuscript could not be read; what stands in them was not checked.",
            "See the reason: give the right path, or save the manuscript in another format.",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a manuscript, as far as its format can tell.

    Lines and columns count from 1, columns in code points, `end_column` is the first one behind; they are
    those of the file itself and None where a format has none (docx, pdf). `page` is a label, `paragraph` counts
    from 1 in the text that was read; `member` names the document inside a package.
    """

    path: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    page: str | None = None
    paragraph: int | None = None
    member: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What the collection holds: the passage, what is said of its document, and the sentences around it."""

    passage: Passage
    title: str | None
    speaker: str | None
    date: str | None
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ManuscriptFinding:
    """One thing in a manuscript that a person must decide.

    `quoted` are its words as they stand there, `stated` the speaker, date and work that it gives with the words
    in which it gives them; `fingerprint` is bound to words and verdict, never to a line. `verification` and
    `held` are None where there is no quotation, or nothing was found.
    """

    code: str
    severity: Severity
    place: Place
    message: str
    fingerprint: str
    quoted: str = ""
    stated: Mapping[str, str] | None = None
    verification: Verification | None = None
    held: Held | None = None
    edits: tuple[Edit, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it makes the exit code 1."""
        return CODES[self.code].counts


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What became of one manuscript: how many quotations were seen and checked, and why others were left out.

    `refused` is the reason why nothing of it was read, "" where something was; `notices` say what its format
    left out; `speakers` counts how the stated speakers agree with the sources.
    """

    path: str
    seen: int = 0
    checked: int = 0
    left_out: Mapping[str, int] | None = None
    verdicts: Mapping[str, int] | None = None
    refused: str = ""
    notices: tuple[str, ...] = ()
    speakers: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A finding of a baseline: its fingerprint, how often it was there, and what it was."""

    fingerprint: str
    count: int
    code: str
    path: str
    quoted: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check came to.

    `findings` are those to be shown, in the order of manuscripts and places; `ignored` those that a comment
    in the manuscript answers for, each with its reason; `known` are in the baseline, `vanished` were.
    """

    manuscripts: tuple[Manuscript, ...]
    findings: tuple[ManuscriptFinding, ...]
    documents: int
    collection: str
    ignored: tuple[tuple[ManuscriptFinding, str], ...] = ()
    known: int = 0
    vanished: tuple[Known, ...] = ()
