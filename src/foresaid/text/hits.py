"""What does a search of passages find? A sentence's place, how well it fits, and by what it was found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """One sentence: its document's id, its place in code points, and what speaks for it.

    `words` is its score by the topic's words and phrases (BM25), `meaning` its cosine to the topic's statements together,
    both with a quarter of what the sentences beside it in the document have. `certain` says whether its document is
    certainly of the days asked for, or only possibly. `found_by` are "words", "phrase", "meaning": by which of them it
    is among the best. `segment` and `passage` say where the index holds it.
    """

    document: str
    start: int
    end: int
    words: float
    meaning: float
    certain: bool
    found_by: tuple[str, ...]
    segment: int
    passage: int
