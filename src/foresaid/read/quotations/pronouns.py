"""Of whom does the sentence in front of a pronoun's own speak?

    President Harry Truman predicted such a time would come. He said: "…"

The subject of the sentence in front is whom "he" means, unless somebody else who could be meant is named
there or behind it. Whether the subject is a person, and "he" or "she", names.py knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.read.quotations.subjects import sentence_subject
from foresaid.read.wording import QUOTE, Token, words_until

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.lexicon import Lexicon

# Sentences with the same pronoun for subject that are looked past: "Lee left. He was ill. He wrote: …"
_LONGEST_CHAIN = 3
# Signs between two sentences: what ends one, and marks and notes behind it.
_BETWEEN = frozenset(".!?…;\"'”’»›)]*_ \t\r\n")
# What ends a subject, besides the words of the tables.
_SIGNS = frozenset(",(—–-")
_ENDINGS = ("ed", "ly", "self")


class Mentioned(NamedTuple):
    """The words of a named subject, where they stand, and where their sentence opens."""

    words: tuple[str, ...]
    start: int
    opening: int


def subject_in_front(
    text: str,
    opening: int,
    siblings: Sequence[tuple[int, int]],
    before: int,
    floors: tuple[int, int],
    *,
    pronoun: str,
    lexicon: Lexicon,
) -> Mentioned | None:
    """The named subject of the sentence in front of the one that opens at a place; None if it is not plain.

    `before` siblings stand in front of the pronoun's quotation; `floors` are where the paragraph in front
    begins, and the pronoun's own.
    A quotation that stands between the two sentences hides it: whoever speaks there may be meant.
    """
    for _ in range(_LONGEST_CHAIN):
        while before and siblings[before - 1][0] >= opening:
            before -= 1
        end = _behind_last_word(text, opening, max(floors[0], siblings[before - 1][1] if before else 0))
        if end is None:
            return None
        floor = floors[0] if end <= floors[1] else floors[1]
        tokens = words_until(text, end, siblings, floor, lexicon.abbreviations, index=before)
        subject = sentence_subject(tokens, len(tokens), lexicon)
        if subject is None or tokens[0].text == QUOTE:
            return None
        if not subject.pronoun:
            following = tokens[subject.end] if subject.end < len(tokens) else None
            if subject.name is None or following is None or not _is_over(following, lexicon):
                return None
            words = tuple(token.text for token in tokens[subject.start : subject.end])
            return Mentioned(words, tokens[subject.start].start, tokens[0].start)
        if tokens[subject.start].low != pronoun:
            return None
        opening = tokens[0].start
    return None


def _is_over(following: Token, lexicon: Lexicon) -> bool:
    """Whether a verb or sign ends a subject: "Lee wrote", "Lee, head of", but not "Lee and Roth", "Lee aides"."""
    low = following.low
    if following.text in _SIGNS or low.endswith(_ENDINGS) or low in lexicon.relatives:
        return True
    tables = (
        lexicon.auxiliaries,
        lexicon.cues,
        lexicon.telling_words,
        lexicon.adverbs,
        lexicon.complements,
    )
    return any(low in table for table in tables)


def _behind_last_word(text: str, opening: int, floor: int) -> int | None:
    """The end of the words of the sentence that is over in front of a place; None if none is."""
    end = opening
    while end > floor and text[end - 1] in _BETWEEN:
        end -= 1
    return end if end > floor and any(sign in ".!?…;" for sign in text[end:opening]) else None
