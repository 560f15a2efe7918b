"""Does a word report here, or is it a name ("United States") or a noun ("the report")?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.read.quotations.nouns import POSSESSIVES
from foresaid.read.quotations.phrasal import phrasal_width
from foresaid.read.wording import QUOTE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.lexicon import Lexicon
    from foresaid.read.wording import Token

# Words between two verbs of one subject: "they came to question", "and report".
_SERIES = frozenset(("to", "and", "or", "who"))
# Words behind which no finite verb can stand; "her" may be an object: "beside her said".
_ARTICLES = frozenset(("the", "a", "an", "his", "its", "their", "our", "my", "your"))


def cue_width(tokens: Sequence[Token], number: int, lexicon: Lexicon) -> int:
    """How many words of a reporting verb start at a token: 2 for "went on", 4 for "went on to say", 0 if none does."""
    return phrasal_width(tokens, number, lexicon) or int(is_cue(tokens, number, lexicon))


def is_cue(tokens: Sequence[Token], number: int, lexicon: Lexicon) -> bool:
    """Whether a word is a reporting verb here, no name ("United States") and no noun ("the report")."""
    token = tokens[number]
    if token.low not in lexicon.cues:
        return False
    previous = tokens[number - 1] if number else None
    if token.low == "entitled" and number + 1 < len(tokens) and tokens[number + 1].low == "to":
        return False  # has a right to
    if previous is None:
        return True
    if not previous.is_word:
        return _is_cue_behind_sign(tokens, number, lexicon)
    if token.is_capital or previous.low in _ARTICLES:
        return False  # "United States"; "the charged term", "the beam"
    return token.low not in lexicon.nouns_too or not _is_noun(tokens, number, lexicon)


def _is_cue_behind_sign(tokens: Sequence[Token], number: int, lexicon: Lexicon) -> bool:
    token, sign = tokens[number], tokens[number - 1].text
    following = tokens[number + 1] if number + 1 < len(tokens) else None
    if sign == QUOTE:  # `"secret" reports from Lyon`
        noun = following is not None and following.low in lexicon.complements
        return not (noun and token.low in lexicon.nouns_too)
    if token.is_capital:
        return True
    if sign == "," and token.low == "say" and following is not None and following.text == ",":
        return False  # "no better than, say, rain"
    return token.low not in lexicon.nouns_too or not _is_noun(tokens, number, lexicon)


def _is_noun(tokens: Sequence[Token], number: int, lexicon: Lexicon) -> bool:
    """Whether a form that is verb and noun is a noun: "the claim", "a single note", "Ann's report"."""
    low, previous = tokens[number].low, tokens[number - 1].low
    if number + 1 < len(tokens) and tokens[number + 1].low == "of":
        return True  # "chants of"
    if (
        number + 2 < len(tokens)
        and tokens[number + 1].text == ","
        and tokens[number + 2].low in ("and", "or")
    ):
        return True  # "in many states, and"
    if number > 1 and tokens[number - 1].is_capital and tokens[number - 2].low in lexicon.complements:
        return True  # "of Tory claims"
    if previous in lexicon.relatives or (low in lexicon.participles and previous in lexicon.complements):
        return False
    if low in lexicon.bases and not _is_plural(tokens[number - 1], lexicon):
        return True  # "her second question", "a solemn vow"; but "the owners claim", "I question"
    return (
        previous in lexicon.determiners or previous in lexicon.complements or previous.endswith(POSSESSIVES)
    )


def _is_plural(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word in front of a verb's base form can go with it: a plural, pronoun, auxiliary, adverb or name."""
    low = token.low
    if not token.is_word or token.is_capital or low.endswith(("s", "ly")) or low in lexicon.bare_plurals:
        return True
    return low in lexicon.pronouns or low in lexicon.auxiliaries or low in lexicon.adverbs or low in _SERIES
