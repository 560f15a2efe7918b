"""Which things must a person decide, given a verdict, and in which words are they told of each?

One verdict may ask for several decisions: words that are altered and stand under another name are two. The words
accuse nobody (DESIGN §4): they say what is held here, not who is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.evidence import Agreement, Edit, Words
from foresaid.verify.edits import MINOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.evidence import QuotedWords, Verification

_CUTS = frozenset({"cut_before", "cut_after"})
_HIDES, _SPLICE = "omission_hides", "splice"
_MARKED = frozenset({"omission", _HIDES, "insertion", "editorial", "emphasis"})
_LONGEST = (
    160  # characters of an edit or of the source's next words in a message; the finding holds all of them
)
_MOST = 4  # edits named in a message; the finding holds all of them
_PARTS = {"speaker": "FS103", "date": "FS104", "work": "FS105"}
_LINKS = {"speaker": "under", "date": "under the date", "work": "in"}
# Edits that stand on one side only.
_ONE_SIDED = {"dropped": "left out", "added": "not in the source"}


class Remark(NamedTuple):
    """What a verdict asks a person to decide: the code, what is held here, and the edits it is about."""

    code: str
    message: str
    edits: tuple[Edit, ...]


def remarks(verdict: Verification, quoted: QuotedWords, following: str = "") -> Iterator[Remark]:
    """Everything that a verdict asks a person to decide, the words first; none where all is as it is held here.

    `following` is how the source's sentence goes on.
    """
    if verdict.words is Words.NOT_FOUND:
        yield Remark("FS201", _told(verdict, "Not found here; that does not mean it was not said."), ())
    elif verdict.words is Words.UNDETERMINED:
        yield Remark("FS202", _told(verdict, "Cannot be told."), verdict.edits)
    elif verdict.words is Words.VARIANT:
        yield Remark("FS302", _told(verdict, "Another edition or translation is held here."), verdict.edits)
    else:
        yield from _of_words(verdict, following)
    for part, code in _PARTS.items():
        if getattr(verdict, part) is Agreement.CONTRADICTED:
            yield Remark(code, _attributed(verdict, quoted, part), ())


def _of_words(verdict: Verification, following: str) -> Iterator[Remark]:
    edits = verdict.edits
    splices = tuple(edit for edit in edits if edit.kind == _SPLICE)
    cuts = tuple(edit for edit in edits if edit.kind in _CUTS)
    hidden = tuple(edit for edit in edits if edit.kind == _HIDES)
    apart = {_SPLICE, *_CUTS, *_MARKED, *MINOR}
    changed = tuple(edit for edit in edits if edit.kind not in apart)
    if changed or (verdict.words is Words.ALTERED and not splices):
        said = f": {_listed(changed)}" if changed else ""
        yield Remark(
            "FS101", f"Differs from the text held here{said}. Who changed it is not known.", changed
        )
    if splices:
        yield Remark("FS106", _spliced(splices), splices)
    if cuts:
        yield Remark("FS102", _cut(following or verdict.after, cuts), cuts)
    if hidden:
        left = "; ".join(f"“{_short(edit.source)}”" for edit in hidden[:_MOST])
        yield Remark("FS107", f"What is left out under a mark limits the words quoted: {left}.", hidden)
    rest = tuple(edit for edit in edits if edit.kind in MINOR or edit.kind in _MARKED - {_HIDES})
    if rest and verdict.words in (Words.MINOR, Words.MARKED):
        yield Remark("FS301", f"Stands here, with small or marked differences: {_listed(rest)}.", rest)


def _told(verdict: Verification, otherwise: str) -> str:
    return verdict.reasons.get("words") or otherwise


def _listed(edits: tuple[Edit, ...]) -> str:
    said = "; ".join(difference(edit) for edit in edits[:_MOST])
    return said + (f"; and {len(edits) - _MOST} more" if len(edits) > _MOST else "")


def difference(edit: Edit) -> str:
    """One edit in words: number “four”, in the source “six”."""
    kind = edit.kind.replace("_", " ")
    if edit.quoted and edit.source:
        return f"{kind} “{_short(edit.quoted)}”, in the source “{_short(edit.source)}”"
    side = "left out" if edit.source else "not in the source"
    named = "" if edit.kind in _ONE_SIDED else f" ({kind})"
    return f"{side}{named}: “{_short(edit.source or edit.quoted)}”"


def _cut(following: str, cuts: tuple[Edit, ...]) -> str:
    said = []
    for edit in cuts:
        if edit.kind == "cut_before":
            said.append(f"Before these words the source has: “{_short(edit.source)}”")
        else:
            said.append(f"The source continues: “{_short(following.lstrip(' ,;') or edit.source)}”")
    return " ".join(said)


def _spliced(splices: tuple[Edit, ...]) -> str:
    parts = "; ".join(
        f"“{_short(edit.quoted)}” stands elsewhere: “{_short(edit.source)}”" for edit in splices[:_MOST]
    )
    return f"Words that stand apart here are joined: {parts}."


def _attributed(verdict: Verification, quoted: QuotedWords, part: str) -> str:
    held = verdict.says.get(part)
    stated = getattr(quoted, part)
    where = (
        f"Held here {_LINKS[part]} {held}"
        if held
        else verdict.reasons.get(part, "Held here otherwise").rstrip(".")
    )
    return f"{where}; the manuscript gives {stated}." if stated else f"{where}."


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[:_LONGEST].rsplit(" ", 1)[0] + " …"
