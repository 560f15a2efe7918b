"""How is text for 91 MB and 1 GB made from 12 MB?

By a walk over the words of the addresses: at each word it goes on as the text does or, as often, from
another place where the same word stands. So every pair of words is a real one and frequent words stay
frequent, while long rows of words seldom come twice: of eleven words, one row in a thousand is walked
unbroken. Text of other people would have words of its own: one word in a hundred is coined. This is a hard
case by intention; a real collection of 1 GB repeats the vocabulary of 12 MB less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WALKERS = 256  # documents walked at once
STEPS = 70_000  # words of one document, some 400 kB
LEAP = 0.5  # chance to go on elsewhere, at each word
COINED = 0.01  # share of words that are coined
LINE = 12  # words
SYLLABLES = (
    "ba",
    "cor",
    "dan",
    "el",
    "fen",
    "gri",
    "hol",
    "im",
    "jor",
    "kes",
    "lun",
    "mar",
    "nor",
    "ost",
    "pel",
    "rud",
)


def _next_places(words: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The places of all words, ordered by word; for each place where its word's places begin, and how many."""
    numbers: dict[str, int] = {}
    keys = np.fromiter(
        (numbers.setdefault(word.lower(), len(numbers)) for word in words), np.int64, len(words)
    )
    order = np.argsort(keys, kind="stable")
    counts = np.bincount(keys)
    firsts = np.cumsum(counts) - counts
    return order, firsts[keys], counts[keys]


def _walk(words: list[str], chance: np.random.Generator) -> Iterator[list[str]]:
    """Documents without end."""
    order, firsts, counts = _next_places(words)
    table = np.array(words, object)
    while True:
        at = chance.integers(0, len(words) - 1, WALKERS)
        walked = np.empty((STEPS, WALKERS), np.int32)
        for step in range(STEPS):
            walked[step] = at
            leaps = chance.random(WALKERS) < LEAP
            other = order[firsts[at] + (chance.random(WALKERS) * counts[at]).astype(np.int64)]
            at = np.where(leaps, other, at) + 1
            at[at >= len(words)] = 0
        for column in range(WALKERS):
            document = table[walked[:, column]]
            coined = np.flatnonzero(chance.random(STEPS) < COINED)
            parts = chance.integers(0, len(SYLLABLES), (len(coined), 4))
            document[coined] = ["".join(SYLLABLES[part] for part in row) for row in parts.tolist()]
            yield document.tolist()


def added(
    documents: Iterable[tuple[str, str]], texts: list[str], size: int | None, seed: int
) -> Iterator[tuple[str, str]]:
    """The documents, and walked ones until all have `size` bytes together; None adds none."""
    written = 0
    for name, text in documents:
        written += len(text.encode("utf-8"))
        yield name, text
    if size is None or written >= size:
        return
    words = [word for text in texts for word in text.split()]
    for number, walked in enumerate(_walk(words, np.random.default_rng(seed))):
        lines = (" ".join(walked[at : at + LINE]) for at in range(0, len(walked), LINE))
        text = "\n".join(lines)[: size - written]  # nearly all of the text is ASCII
        written += len(text.encode("utf-8"))
        yield f"walked-{number:05d}", text
        if written >= size:
            return
