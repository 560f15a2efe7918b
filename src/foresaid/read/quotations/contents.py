"""How far does the content reach that a mixed quotation belongs to?

Content is the whole reported clause, as PolNeAR annotates it, with "that" and the unquoted words:
`Ann said on Monday [that the plan "shall be seen through" and "paid for"].`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.annotations import Span
from foresaid.read.quotations.cues import cue_width
from foresaid.read.wording import QUOTE, words_behind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.lexicon import Lexicon
    from foresaid.read.quotations.frames import Frame
    from foresaid.read.wording import Token

# Words between a cue and its "that": "told the Leeds evening paper on Tuesday that" has 6.
_FARTHEST_THAT = 7
# Characters of a quotation's end that hold its last sign and its marks.
_CLOSING = 8
# Words between a conjunction and the verb of the next report: "but the League's treasurer said" has 5.
_NEXT_SUBJECT = 6
_CONJUNCTIONS = frozenset(("and", "but", "while", "though", "although"))
_WHILE = frozenset(("before", "after", "while", "when", "and"))
_OWN = frozenset(("though", "although", "while", "which"))
_PAUSES = frozenset(",;—–-")
_NO_CONTENT = frozenset((QUOTE, ".", ",", ";"))
# Further quotations of one reported clause: "… 'x', 'y' and 'z'".
_MOST_QUOTATIONS = 4


def content_of(
    span: Span, before: Sequence[Token], frame: Frame | None, end: int, lexicon: Lexicon
) -> Span:
    """The content around a span, up to `end`, the end of its clause."""
    if frame is None:
        return span
    if frame.behind:
        return Span(min([token.start for token in _behind_colon(before)] + [span.start]), end)
    named = frame.subject is not None and frame.subject.start >= frame.cue[1]
    first = frame.subject.end if named and frame.subject is not None else frame.cue[1]
    rest = [token for token in frame.tokens[first:] if token.text not in ",:"]
    if not rest:
        return Span(span.start, end)
    if before[-1].low == "that":
        return Span(before[-1].start, max(end, span.end))
    start = rest[0].start
    addresses = frame.tokens[frame.cue[0]].low in lexicon.addressing
    if addresses or rest[0].low not in lexicon.determiners:  # "said the plan that …" has another "that"
        thats = [token.start for token in rest[:_FARTHEST_THAT] if token.low == "that"]
        start = thats[0] if thats else start
    return Span(min(start, span.start), max(end, span.end))


def _behind_colon(before: Sequence[Token]) -> Sequence[Token]:
    """The words in front of a quotation behind the last colon: what introduces is no part of what is said."""
    colons = [number for number, token in enumerate(before) if token.text == ":"]
    return before[colons[-1] + 1 :] if colons else before


def clause_end(
    text: str,
    siblings: Sequence[tuple[int, int]],
    number: int,
    limit: int,
    *,
    lexicon: Lexicon,
) -> int:
    """Where the clause around a quotation ends: over further quotations, up to the next clause that reports."""
    end = siblings[number][1]
    for following in range(number + 1, number + 1 + _MOST_QUOTATIONS):
        last = text[max(siblings[following - 1][0], end - _CLOSING) : end].rstrip("\"'”’»›`“‘ \n")[-1:]
        bound = siblings[following][0] if following < len(siblings) else limit
        behind = words_behind(text, end, bound, limit, lexicon.abbreviations)
        if not behind or (last in ".!?…" and (behind[0].is_capital or behind[0].text == QUOTE)):
            return end
        paused = last == ","
        cut = min(next_report(behind, lexicon, paused=paused), _own_words(behind, lexicon, paused=paused))
        end = max([end, *(token.end for token in behind[:cut] if token.text not in _NO_CONTENT)])
        if cut < len(behind) or behind[-1].text != QUOTE or following >= len(siblings):
            return end
        end = siblings[following][1]
    return end


def next_report(tokens: Sequence[Token], lexicon: Lexicon, *, paused: bool) -> int:
    """The number of the token where another report begins: ", adding that", "and warned", "but Lee said".

    The number of tokens if none does; `paused`: a comma stands in front of the first one.
    """
    for number, token in enumerate(tokens):
        previous = tokens[number - 1] if number else None
        comma = previous.text in _PAUSES if previous is not None else paused
        if token.low in lexicon.participles and token.low not in lexicon.touching:
            joined = previous is not None and previous.low in _WHILE
            if comma or joined:
                return number - joined
        if token.low in _CONJUNCTIONS and _reports_behind(tokens, number, lexicon, paused=comma):
            return number
    return len(tokens)


def _own_words(tokens: Sequence[Token], lexicon: Lexicon, *, paused: bool) -> int:
    """The number of the token behind a comma where the reporter speaks again: ", meaning …", ", though …", `," added:`."""
    for number, token in enumerate(tokens):
        comma = tokens[number - 1].text in _PAUSES if number else paused
        if not comma or token.low in lexicon.touching:
            continue
        hangs = token.low in _OWN or (token.low.endswith("ing") and not token.is_capital)
        if hangs or cue_width(tokens, number, lexicon):
            return number
    return len(tokens)


def _reports_behind(tokens: Sequence[Token], number: int, lexicon: Lexicon, *, paused: bool) -> bool:
    """Whether a conjunction leads to another report: "and warned", "but the treasurer said"."""
    following = tokens[number + 1] if number + 1 < len(tokens) else None
    if following is None:
        return False
    named = following.is_capital or following.low in lexicon.pronouns
    reach = _NEXT_SUBJECT if named or paused or tokens[number].low != "and" else 1
    for verb in range(number + 1, min(len(tokens), number + 1 + reach)):
        low = tokens[verb].low
        finite = low not in lexicon.participles and low not in lexicon.bases
        if finite and low not in lexicon.touching and cue_width(tokens, verb, lexicon):
            return True
        if not tokens[verb].is_word and tokens[verb].text != ",":
            return False
    return False
