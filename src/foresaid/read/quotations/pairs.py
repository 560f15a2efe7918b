"""Which marks belong together, and what do they enclose?

Bird's-eye view: one pass over the marks with a stack. A closing mark closes the nearest open one of its
family and drops what stands unclosed above it. At the end of every paragraph the stack is emptied, so that
a lost mark costs one paragraph, never the document, with two exceptions:

* the next paragraph re-opens with the same mark (the convention for quotations of several paragraphs):
  the quotation goes on, and the re-opening mark is part of it;
* the paragraph breaks off inside a sentence (a page break): the next one continues it.

Every mark is pushed and dropped once at most: linear. Start reading from `pair_marks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foresaid.read.quotations.marks import Family, Mark, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foresaid.model.annotations import Span

# A single quotation that may as well be two apostrophes is believed up to this many words: "the 'blue
# workers' were" (2) is a quotation, "'Course we knew that the weavers' guild" is none.
_LONGEST_DOUBTFUL = 8
# Characters looked back for the sign or the "that" that introduces a quotation of several paragraphs.
_INTRODUCTION = 6
# Quotations inside quotations: three levels are the most in the evaluation sets; deeper ones are noise.
_DEEPEST = 5
_TERMINAL = frozenset(".!?:…)]\"'”’»›*_")


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch quoted: its outer limits with the marks, its inner ones without, and its family.

    `closed`: it has its closing mark.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    family: Family
    closed: bool = True


@dataclass(slots=True)
class _Pairing:
    """The state of the pass: the marks open now, how many of each family, and what was found.

    `chain` holds the paragraphs that the outermost open mark runs through: mark, first letter, end.
    """

    text: str
    marks: Sequence[Mark]
    found: list[Marked] = field(default_factory=list)
    stack: list[Mark] = field(default_factory=list)
    depth: list[int] = field(default_factory=lambda: [0] * len(Family))
    chain: list[tuple[int, int, int]] = field(default_factory=list)

    def push(self, mark: Mark) -> None:
        self.stack.append(mark)
        self.depth[mark.family] += 1

    def pop(self) -> Mark:
        mark = self.stack.pop()
        self.depth[mark.family] -= 1
        return mark

    def clear(self, keep: int = 0) -> None:
        while len(self.stack) > keep:
            self.pop()
        if not self.stack:
            self.chain.clear()

    def closes(self, family: Family) -> bool:
        """Whether something of this family is open that a mark here could close."""
        if not self.depth[family]:
            return False
        # a single mark never closes across an open double one: 'a "b' is an apostrophe and a quotation
        return family is not Family.SINGLE or self.stack[-1].family is Family.SINGLE

    def close(self, mark: Mark) -> None:
        while self.stack[-1].family is not mark.family:
            self.pop()
        opening = self.pop()
        if mark.family is Family.SINGLE and self._is_doubtful(opening, mark):
            return
        self.found.append(Marked(opening.start, mark.end, opening.end, mark.start, mark.family))
        if not self.stack:
            self.chain.clear()

    def _is_doubtful(self, opening: Mark, closing: Mark) -> bool:
        if closing.role is not Role.WEAK_CLOSE:
            strong = (
                self.text[closing.start - 1 : closing.start] in _TERMINAL
                or self.text[closing.start - 1] == ","
            )
            return opening.role is Role.WEAK_OPEN and not strong
        if opening.role is Role.WEAK_OPEN:
            return True
        if closing.start - opening.end > _LONGEST_DOUBTFUL * 16:
            return True
        return len(self.text[opening.end : closing.start].split()) > _LONGEST_DOUBTFUL


def pair_marks(text: str, marks: Sequence[Mark], paragraphs: Sequence[Span]) -> list[Marked]:
    """The stretches that marks enclose, in the order of their ends."""
    state = _Pairing(text, marks)
    index = 0
    for number, paragraph in enumerate(paragraphs):
        reopened = index
        if state.stack:
            reopened = _skip_reopening(state, index, paragraph.start)
        while index < len(marks) and marks[index].start < paragraph.end:
            if index >= reopened:
                _step(state, index, paragraph.end)
            index += 1
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        _end_paragraph(state, index, paragraph, following)
    return state.found


def properly_nested(found: Iterable[Marked]) -> list[Marked]:
    """Stretches in text order, outer before inner, without those that cross one before them or nest too deep."""
    kept: list[Marked] = []
    around: list[Marked] = []
    for marked in sorted(found, key=lambda stretch: (stretch.start, -stretch.end)):
        while around and around[-1].end <= marked.start:
            around.pop()
        if around and (marked.end > around[-1].inner_end or len(around) >= _DEEPEST):
            continue
        around.append(marked)
        kept.append(marked)
    return kept


def _step(state: _Pairing, index: int, limit: int) -> None:
    """One mark: open, close, or leave."""
    mark = state.marks[index]
    closes = state.closes(mark.family)
    if mark.role is Role.OPEN and closes and _reopens_line(state, mark):
        return
    opens = not closes if mark.role is Role.EITHER else mark.role in (Role.OPEN, Role.WEAK_OPEN)
    opens = opens or _opens_at_line_end(state, index, limit)
    if opens:
        if mark.role is not Role.WEAK_OPEN or not closes:
            state.push(mark)
    elif closes and not (mark.role is Role.WEAK_CLOSE and _better_close_follows(state, index, limit)):
        state.close(mark)


def _opens_at_line_end(state: _Pairing, index: int, limit: int) -> bool:
    """Whether a straight mark set apart at a line's end opens all the same: nothing is open, and the next closes."""
    mark = state.marks[index]
    if state.stack or mark.role is not Role.CLOSE or state.text[mark.start : mark.end] != '"':
        return False
    if index + 1 >= len(state.marks) or not state.text[mark.start - 1 : mark.start].isspace():
        return False
    following = state.marks[index + 1]
    closes = following.family is mark.family and following.role is Role.CLOSE
    return closes and following.start < limit


def _reopens_line(state: _Pairing, mark: Mark) -> bool:
    """Whether an opening mark stands first in its line while its like is open: the convention, line by line."""
    return state.text[mark.start - 1 : mark.start] == "\n" and state.stack[-1].family is mark.family


def _better_close_follows(state: _Pairing, index: int, limit: int) -> bool:
    """Whether the next single mark closes without doubt, so that this one is an apostrophe."""
    if index + 1 >= len(state.marks):
        return False
    following = state.marks[index + 1]
    if following.start >= limit or following.family is not Family.SINGLE:
        return False
    return following.role is Role.CLOSE


def _skip_reopening(state: _Pairing, index: int, start: int) -> int:
    """Step over the marks that re-open, at a paragraph's start, what is open; close what is not re-opened."""
    kept, position = 0, start
    marks, stack = state.marks, state.stack
    while kept < len(stack) and index < len(marks) and marks[index].start == position:
        mark = marks[index]
        if mark.family is not stack[kept].family or mark.role is Role.CLOSE:
            break
        kept, index, position = kept + 1, index + 1, mark.end
        while state.text[position : position + 1] == " ":
            position += 1
    if kept:
        state.clear(kept)
        state.chain.append((start, state.marks[index - kept].end, start))
    return index


def _end_paragraph(state: _Pairing, index: int, paragraph: Span, following: Span | None) -> None:
    """Keep what goes on in the next paragraph; end or drop the rest."""
    if not state.stack:
        return
    first = state.stack[0]
    if not state.chain:
        state.chain.append((first.start, first.end, paragraph.end))
    start, inner, _ = state.chain[-1]
    state.chain[-1] = (start, inner, paragraph.end)
    if following is not None and (
        _reopens(state, index, following.start) or _breaks_off(state, index, paragraph, following)
    ):
        return
    if _ends_unclosed(state, index, first, paragraph):
        state.found += [
            Marked(start, end, inner, end, first.family, closed=False) for start, inner, end in state.chain
        ]
    state.clear()


def _reopens(state: _Pairing, index: int, start: int) -> bool:
    """Whether the next paragraph starts with the mark that is open."""
    if index >= len(state.marks):
        return False
    mark, first = state.marks[index], state.stack[0]
    if mark.start != start or mark.family is not first.family or mark.role is Role.CLOSE:
        return False
    # `The “gate stood open.`: what runs on for paragraphs is introduced, by a sign or by "that"
    before = state.text[max(0, first.start - _INTRODUCTION) : first.start].rstrip()
    return not before[-1:].isalnum() or before.endswith("that")


def _breaks_off(state: _Pairing, index: int, paragraph: Span, following: Span) -> bool:
    """Whether a quotation runs over a page break: no sentence ends before it, or a small letter follows."""
    if state.text[following.start].islower():
        return True
    last = state.text[paragraph.end - 1]
    if last in _TERMINAL:
        return False
    family = state.stack[0].family
    if index >= len(state.marks) or state.marks[index].start >= following.end:
        return False
    mark = state.marks[index]
    return mark.family is family and mark.role is Role.CLOSE


def _ends_unclosed(state: _Pairing, index: int, first: Mark, paragraph: Span) -> bool:
    """Whether a quotation without a closing mark may be taken to end with its paragraph.

    Only if it began with a paragraph, and this is its only mark there or it was re-opened since:
    then the whole paragraph is quoted, and the closing mark is lost. Each paragraph is then a quotation
    of its own, so that a lost mark never makes one of many pages.
    """
    if first.family is Family.SINGLE or len(state.stack) > 1:
        return False
    if len(state.chain) > 1:
        return True
    return first.start == paragraph.start and state.marks[index - 1] is first
