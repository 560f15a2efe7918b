"""How sure was the recogniser of the words of a text? Shared by the formats that hold recognised pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.documents import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator


def confidence(value: str, *, most: int = 1) -> list[float]:
    """What a file says of one word, counted from 0 to `most`, as 0 to 1; nothing where it does not say."""
    try:
        sure = float(value) / most
    except ValueError:
        return []
    return [sure] if 0 <= sure <= 1 else []


def mean_confidence(sure: list[float], basis: str) -> Iterator[Statement]:
    """The mean over all words, as a statement; none where no word has any."""
    if sure:
        value = f"{sum(sure) / len(sure):.2f} (mean of {len(sure):,} words)"
        yield Statement("ocr confidence", value, basis)
