"""Do several words together report: "went on to say", "pointed out", "made the point"?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.lexicon import Lexicon
    from foresaid.read.wording import Token


def phrasal_width(tokens: Sequence[Token], number: int, lexicon: Lexicon) -> int:
    """How many words the longest cue of several words has that starts at a token; 0 if none does."""
    return max(
        (
            len(phrase)
            for phrase in lexicon.phrasal.get(tokens[number].low, ())
            if tuple(token.low for token in tokens[number : number + len(phrase)]) == phrase
        ),
        default=0,
    )
