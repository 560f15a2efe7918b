"""In which words is a verdict told, and what of the source is shown with it?

Words on the page accuse nobody (DESIGN §4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.annotations import Span
from foresaid.model.evidence import Words
from foresaid.text.segment import sentences

if TYPE_CHECKING:
    from foresaid.model.evidence import Edit
    from foresaid.verify.wording import Wording

REACH = 600  # characters looked through for the sentence before or after; of 20 English sentences 19 are shorter
SHOWN = 80  # characters of what the source goes on with, in a reason; Verification.after holds more
_STOPS = ".?!"
_CLOSERS = "\"”’'»)] \n"
_LEFT_OUT = frozenset({"dropped", "omission", "omission_hides", "cut_before", "cut_after"})


def before(text: str, start: int, abbreviations: frozenset[str]) -> str:
    """The source's words before a passage: the rest of its sentence, and the sentence before; no word is cut."""
    floor = max(0, start - REACH)
    space = text.find(" ", floor, start) if floor else -1
    floor = max(floor, space + 1)
    found = list(sentences(text, Span(floor, start), abbreviations))
    if not found:
        return text[floor:start]
    whole = text[found[-1].start : found[-1].end].rstrip(_CLOSERS).endswith(tuple(_STOPS))
    shown = found[-1:] if whole else found[-2:]
    return text[shown[0].start : start]


def after(text: str, end: int, abbreviations: frozenset[str]) -> str:
    """The source's words after a passage: the rest of its sentence, and the sentence after; no word is cut."""
    limit = min(len(text), end + REACH)
    space = text.rfind(" ", end, limit) if limit < len(text) else -1
    limit = space if space >= 0 else limit
    shown = list(sentences(text, Span(end, limit), abbreviations))[:2]
    return text[end : shown[-1].end] if shown else text[end:limit]


def left_out(edits: tuple[Edit, ...]) -> tuple[str, ...]:
    """The source's words that a quotation leaves out, marked or not, and those that its cuts take away."""
    words = (edit.source for edit in edits if edit.kind in _LEFT_OUT or not edit.quoted)
    return tuple(word for word in words if word)


def reason(wording: Wording, around: tuple[str, str], places: str, secondhand: str) -> str:
    """Why words got their verdict; `secondhand` names a source that quotes them itself, "" where it does not."""
    kinds = ", ".join(sorted({edit.kind.replace("_", " ") for edit in wording.edits}))
    if wording.words is Words.TRUNCATED:
        return _cut(wording, around)
    if wording.words is Words.ALTERED:
        held = f"how {secondhand} quotes them" if secondhand else "the text held here"
        return f"Differs from {held} ({kinds}); who changed it is not known."
    if wording.words in {Words.UNDETERMINED, Words.VARIANT} and wording.doubt:
        return wording.doubt
    if wording.words is Words.UNDETERMINED:
        return f"The source was read from a page by machine and may have misread it ({kinds}): the page decides."
    number = "one place" if places == "1" else places if places.endswith("copies") else f"{places} places"
    return f"The words stand here in {number}{f', with differences: {kinds}' if kinds else ''}."


def _cut(wording: Wording, around: tuple[str, str]) -> str:
    kinds = {edit.kind for edit in wording.edits}
    told = []
    if "cut_before" in kinds:
        told.append(f"The source has before it: … {around[0][-SHOWN:].lstrip()}…")
    if "cut_after" in kinds:
        told.append(f"The source continues: …{around[1][:SHOWN].rstrip()} …")
    return " ".join(told)
