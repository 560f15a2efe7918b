"""How far does the content reach that a mixed quotation belongs to?

Content is the whole reported clause, as PolNeAR annotates it, with "that" and the unquoted words:
`Ann said on Monday [that the plan "shall be seen through" and "paid for"].`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.annotations import Span
from foresaid.read.wording import QUOTE, words_behind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.frames import Frame
    from foresaid.read.lexicon import Lexicon
    from foresaid.read.wording import Token

# Words between a cue and its "that": "told the Leeds evening paper on Tuesday that" has 6.
_FARTHEST_THAT = 7
# Characters of a quotation's end that hold its last sign and its marks.
_CLOSING = 8
# Further quotations of one reported clause: "… 'x', 'y' and 'z'".
_MOST_QUOTATIONS = 4


def content_of(
    span: Span, before: Sequence[Token], frame: Frame | None, end: int, lexicon: Lexicon
) -> Span:
    """The content around a span, up to `end`, the end of its clause."""
    if frame is None:
        return span
    if frame.behind:
        return Span(min(before[0].start, span.start) if before else span.start, end)
    rest = [token for token in frame.tokens[frame.cue[1] :] if token.text not in ",:"]
    if not rest:
        return Span(span.start, end)
    start = rest[0].start
    addresses = frame.tokens[frame.cue[0]].low in lexicon.addressing
    if addresses or rest[0].low not in lexicon.determiners:  # "said the plan that …" has another "that"
        thats = [token.start for token in rest[:_FARTHEST_THAT] if token.low == "that"]
        start = thats[0] if thats else start
    return Span(min(start, span.start), max(end, span.end))


def clause_end(
    text: str, siblings: Sequence[tuple[int, int]], number: int, limit: int, abbreviations: frozenset[str]
) -> int:
    """Where the clause around a quotation ends: over further quotations, up to the end of the sentence."""
    end = siblings[number][1]
    for following in range(number + 1, number + 1 + _MOST_QUOTATIONS):
        last = text[max(siblings[following - 1][0], end - _CLOSING) : end].rstrip("\"'”’»›`“‘ \n")[-1:]
        bound = siblings[following][0] if following < len(siblings) else limit
        behind = words_behind(text, end, bound, limit, abbreviations)
        if not behind or (last in ".!?…" and behind[0].is_capital):
            return end
        end = max([end, *(token.end for token in behind if token.text not in (QUOTE, "."))])
        if behind[-1].text != QUOTE or following >= len(siblings):
            return end
        end = siblings[following][1]
    return end
