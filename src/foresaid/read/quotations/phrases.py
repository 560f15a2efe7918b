"""Who speaks in a clause that opens with its subject: `"…," the League's treasurer, Ann Lee, told us`?

The subject is all that stands in front of the first reporting verb, if it can be one noun phrase with what is
inserted into it; the name is the run of capitals that ends its core ("chief engineer Ann Lee"), or the whole of
an insertion ("its treasurer, Ann Lee,"). "The Lee campaign" has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.read.quotations.nouns import Subject, is_name_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from foresaid.read.lexicon import Lexicon
    from foresaid.read.wording import Token

    CueWidth = Callable[[Sequence[Token], int, Lexicon], int]

# Tokens from the quotation to the verb: "the archive's newly appointed keeper of maps and plans, Ann Lee, later told" has 14.
_LONGEST = 30
_COMMAS = frozenset(",—–-")
# Words in front of a subject that are no part of it.
_LEADING = frozenset(("and", "but", "or", "so"))
# Small words inside a noun phrase.
_INSIDE = frozenset(("of", "and", "the", "a", "an", "'s", "’s", "&"))


class Opened(NamedTuple):
    """The subject that opens a clause, and its verb by token numbers."""

    subject: Subject
    cue: tuple[int, int]


def opening_clause(
    tokens: Sequence[Token], start: int, lexicon: Lexicon, cue_width: CueWidth
) -> Opened | None:
    """The subject and reporting verb of a clause that opens at a token; None if it opens with anything else."""
    while start < len(tokens) and tokens[start].low in _LEADING:
        start += 1
    if start < len(tokens) and tokens[start].low in lexicon.relatives:
        return None
    core, number = 0, start
    inserted: tuple[int, int] | None = None
    last = min(len(tokens), start + _LONGEST)
    while number < last:
        token = tokens[number]
        if number > start:
            verb = _behind_adverbs(tokens, number, lexicon)
            width = cue_width(tokens, verb, lexicon) if verb < len(tokens) else 0
            if width:
                return _opened(
                    tokens, (start, core or number, number), inserted, (verb, verb + width), lexicon
                )
        if token.text == "(" or token.text in _COMMAS:
            close = _closing(tokens, number, last)
            if close is None or number == start:
                return None
            core, inserted = core or number, inserted or (number + 1, close)
            number = close + 1
            continue
        if token.low in lexicon.complements and number > start:
            core = core or number
        elif not _is_inside(token, lexicon):
            return None
        number += 1
    return None


def _opened(
    tokens: Sequence[Token],
    phrase: tuple[int, int, int],
    inserted: tuple[int, int] | None,
    cue: tuple[int, int],
    lexicon: Lexicon,
) -> Opened:
    start, core, end = phrase
    while end > start and tokens[end - 1].text in _COMMAS:
        end -= 1
    first = _name_run(tokens, start, core, lexicon)
    if first < core:
        return Opened(Subject(start, end, (first, core)), cue)
    if inserted is not None and _name_run(tokens, *inserted, lexicon) == inserted[0]:
        return Opened(Subject(start, end, inserted), cue)
    return Opened(Subject(start, end), cue)


def _name_run(tokens: Sequence[Token], start: int, end: int, lexicon: Lexicon) -> int:
    """Where the run of name words that ends at a token begins; `end` if there is none."""
    first = end
    while first > start:
        before = tokens[first - 1]
        particle = before.low in lexicon.name_particles and first < end and first - 2 >= start
        if is_name_word(before, lexicon):
            first -= 1
        elif particle and is_name_word(tokens[first - 2], lexicon):
            first -= 2
        else:
            break
    return first


def _closing(tokens: Sequence[Token], number: int, last: int) -> int | None:
    """The sign that closes an insertion: a bracket, or the comma or dash that its opening one asks for."""
    sign = tokens[number].text
    wanted = ")" if sign == "(" else sign
    for close in range(number + 1, last):
        if tokens[close].text == wanted:
            return close
    return None


def _behind_adverbs(tokens: Sequence[Token], number: int, lexicon: Lexicon) -> int:
    while number < len(tokens) and (
        tokens[number].low in lexicon.auxiliaries
        or tokens[number].low in lexicon.adverbs
        or (tokens[number].low.endswith("ly") and not tokens[number].is_capital)
    ):
        number += 1
    return number


def _is_inside(token: Token, lexicon: Lexicon) -> bool:
    """Whether a token may stand inside a noun phrase."""
    if token.text.isdecimal() or token.low in _INSIDE or token.low in lexicon.determiners:
        return True
    if not token.is_word or token.low in lexicon.function_words or token.low in lexicon.auxiliaries:
        return False
    return token.low not in lexicon.pronouns
