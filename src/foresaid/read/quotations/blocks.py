"""Which paragraphs are quotations, set off from the text instead of held in marks?

Only three kinds are believed, because an indented or separate paragraph is usually no quotation:
1. every line begins with `>` (Markdown, electronic mail);
2. every line is indented, the paragraph before is not, and it ends with a colon;
3. the paragraph before ends with a reporting verb and a colon: "In May Ann Lee wrote:".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.read.quotations.cues import is_cue
from foresaid.read.quotations.marks import Family
from foresaid.read.quotations.pairs import Marked
from foresaid.read.wording import words_between

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.model.annotations import Span
    from foresaid.read.lexicon import Lexicon

# Two spaces are the smallest indentation that typists use for a block.
_INDENT = ("  ", "\t")
_MARKS = frozenset("\"“”„«»‘'‹›`—–-*•#|<[(0123456789")
# Characters in front of the colon in which the reporting verb is looked for.
_FRAME = 200


def find_blocks(text: str, paragraphs: Sequence[Span], lexicon: Lexicon) -> Iterator[Marked]:
    """The paragraphs that are quotations without marks, in order."""
    for number, paragraph in enumerate(paragraphs):
        start = paragraph.start
        if text[start] == ">":
            if _every_line(text, paragraph, (">",)):
                start = _behind_signs(text, paragraph)
                yield Marked(paragraph.start, paragraph.end, start, paragraph.end, Family.BLOCK)
            continue
        before = paragraphs[number - 1] if number else None
        if (
            before is None
            or text[before.end - 1] != ":"
            or text[paragraph.end - 1] == ":"
            or text[start] in _MARKS
        ):
            continue
        indented = (
            _is_indented(text, start)
            and _every_line(text, paragraph, _INDENT)
            and not _is_indented(text, before.start)
        )
        if indented or _announces(text, before, lexicon):
            yield Marked(start, paragraph.end, start, paragraph.end, Family.BLOCK)


def _every_line(text: str, paragraph: Span, openings: tuple[str, ...]) -> bool:
    lines = text[paragraph.start : paragraph.end].split("\n")
    return all(line.startswith(openings) for line in lines[1:])


def _is_indented(text: str, start: int) -> bool:
    line = text[max(0, start - 2) : start]
    return line.endswith(_INDENT)


def _behind_signs(text: str, paragraph: Span) -> int:
    start = paragraph.start
    while start < paragraph.end and (text[start] == ">" or text[start].isspace()):
        start += 1
    return start


def _announces(text: str, before: Span, lexicon: Lexicon) -> bool:
    """Whether a paragraph ends with a reporting verb of somebody else and a colon."""
    tokens = words_between(text, max(before.start, before.end - _FRAME), before.end, lexicon.abbreviations)
    verb = len(tokens) - 2
    if verb < 1 or not is_cue(tokens, verb, lexicon) or tokens[verb].low in lexicon.nouns_too:
        return False
    if any(token.low in lexicon.passives for token in tokens[max(0, verb - 2) : verb]):
        return False
    return not any(token.low in ("i", "we", "you") for token in tokens[max(0, verb - 3) : verb])
