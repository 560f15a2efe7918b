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
    of grade A to C may have been written, counted by its first possible day.
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
        first=None if first is None else str(first),
        last=None if last is None else str(last),
        years_without=()
        if first is None or last is None
        else tuple(year for year in range(first, last + 1) if year not in years),
        by_decade=_by_decade(years),
        passages=passages,
        judged=judged,
        retrieval=told[0],
        recall=told[1],
    )


def _by_decade(years: Counter[int]) -> tuple[tuple[int, int], ...]:
    """Documents by decade, empty decades between the first and the last included."""
    decades: Counter[int] = Counter()
    for year, count in years.items():
        decades[year // _DECADE * _DECADE] += count
    if not decades:
        return ()
    span = range(min(decades), max(decades) + 1, _DECADE)
    return tuple((decade, decades[decade]) for decade in span)
