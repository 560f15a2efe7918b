"""What did a syntactic analysis say of a sentence? Plain nouns, whichever library made it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParsedWord:
    """One word of a sentence.

    `start` and `end` are code points into the text that was parsed; `head` is the number of the word it hangs
    on within its sentence (its own for the root); `relation` and `tag` are ClearNLP relations and Penn tags as
    spaCy's English models give them.
    """

    start: int
    end: int
    text: str
    tag: str
    head: int
    relation: str


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """The words of one sentence in order."""

    words: tuple[ParsedWord, ...]
