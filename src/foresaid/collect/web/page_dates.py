"""Which day may a page be from that states none? The one a short line writes out, if there is only one.

A lead, of grade D. htmldate (Barbaresi 2020, doi 10.21105/joss.02439) was measured instead and beside this:
alone it takes dates from addresses, reads 03/04/1990 as one of its two days and makes a year its first of
January; asked only which of several dated lines is the page's, it decided 2 of 619 real pages.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from foresaid.collect.web.page_heads import is_change
from foresaid.model.dates import Dating, Grade
from foresaid.text.calendar import find_dates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.dates import Edtf
    from foresaid.model.words import Vocabulary
    from foresaid.text.calendar import FoundDate

BASIS = "dated line"
# A byline with its date has some 60 characters; longer lines are prose, whose dates are those of its subject.
_LONGEST_LINE = 100
# A head or foot has as many lines as collect/dating/heads.py looks at.
_HEAD_LINES = 8
# Bounds on the work: a page with more dated lines than this is a list.
_MOST_LINES = 300
# Every date that text/calendar.py finds has such a year; without one it need not be asked.
_YEAR = re.compile("[12][0-9]{3}")


def propose_date(text: str, vocabulary: Vocabulary) -> tuple[Dating, ...]:
    """The day of grade D on which a page that states none may have been published, at its place in the text."""
    lines = list(islice(_dated_lines(text, vocabulary), _MOST_LINES + 1))
    if len({date.earliest for _, _, date in lines}) != 1 or len(lines) > _MOST_LINES:
        return ()
    start, end, date = lines[0]
    near = text.count("\n\n", 0, start) < _HEAD_LINES or text.count("\n\n", end) < _HEAD_LINES
    note = "the only day in the short lines of the page"
    return (Dating("published", date, BASIS, Grade.D, start, end, note),) if near else ()


def _dated_lines(text: str, vocabulary: Vocabulary) -> Iterator[tuple[int, int, Edtf]]:
    """The short lines of a text that hold one day and no word of a change: span and date."""
    start = 0
    for line in text.split("\n"):
        if found := _only_day(line, vocabulary):
            yield start + found.start, start + found.end, found.edtf
        start += len(line) + 1


def _only_day(line: str, vocabulary: Vocabulary) -> FoundDate | None:
    """The one date in a short line, if it is a day and none of a change."""
    if len(line) > _LONGEST_LINE or not _YEAR.search(line):
        return None
    dates = list(find_dates(line, vocabulary, 2))
    if len(dates) != 1 or is_change(line, vocabulary):
        return None
    return dates[0] if dates[0].edtf.earliest == dates[0].edtf.latest else None
