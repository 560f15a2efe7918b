"""What was searched, by whom and of when? The bounds of an answer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from foresaid.inquire.precedence import standing_before
from foresaid.model.dates import Grade, civil_date
from foresaid.model.inquiries import Before, Bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.model.dates import Edtf
    from foresaid.model.inquiries import Witnessed

_DECADE = 10
# Years from the first writing to now are some 5,000; over a longer span (one document wrongly dated, or of fossils) the
# years and decades without a document would be millions, and only those with one are listed.
_LONGEST_SPAN = 10_000
_FOUR_DIGITS = 9_999


def bounds_of(
    documents: Sequence[Witnessed],
    event: Edtf | None,
    *,
    passages: int,
    judged: int,
    told: tuple[tuple[str, ...], str],
) -> Bounds:
    """The bounds of a search over these documents; `told` is how passages were retrieved, and what is known of recall.

    `searched` counts the documents that are certainly or possibly before the event; years are those in which a document
    of grade A to C may have been written, counted by its first possible day. Over more than 10,000 years `years_without`
    is empty, and `by_decade` lists only decades that hold a document.
    """
    searched = [each for each in documents if standing_before(each, event) is not Before.NOT]
    strong = [each for each in searched if each.date and each.grade and each.grade <= Grade.C]
    years = Counter(
        civil_date(each.date.earliest)[0] for each in strong if each.date and each.date.earliest is not None
    )
    first, last = (min(years), max(years)) if years else (None, None)
    return Bounds(
        documents=len(documents),
        searched=len(searched),
        authors=len({each.speaker for each in searched if each.speaker}),
        undated=sum(each.date is None for each in documents),
        weak_dates=sum(
            each.date is not None and not (each.grade and each.grade <= Grade.C) for each in documents
        ),
        first=None if first is None else _written(first),
        last=None if last is None else _written(last),
        years_without=()
        if first is None or last is None or last - first > _LONGEST_SPAN
        else tuple(year for year in range(first, last + 1) if year not in years),
        by_decade=_by_decade(years),
        passages=passages,
        judged=judged,
        retrieval=told[0],
        recall=told[1],
    )


def _written(year: int) -> str:
    """A year as EDTF writes it: "1790", "-0043" for 44 BCE, "Y17000" beyond four digits."""
    if abs(year) > _FOUR_DIGITS:
        return f"Y{year}"
    return f"{year:05d}" if year < 0 else f"{year:04d}"


def _by_decade(years: Counter[int]) -> tuple[tuple[int, int], ...]:
    """Documents by decade; empty decades between the first and the last are included where the span allows."""
    decades: Counter[int] = Counter()
    for year, count in years.items():
        decades[year // _DECADE * _DECADE] += count
    if not decades:
        return ()
    if max(decades) - min(decades) > _LONGEST_SPAN:
        return tuple(sorted(decades.items()))
    span = range(min(decades), max(decades) + 1, _DECADE)
    return tuple((decade, decades[decade]) for decade in span)
