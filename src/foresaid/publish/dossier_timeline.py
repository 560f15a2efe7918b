"""When were the passages of a dossier said, and when did the event come? A picture without a script.

One lane a column, a mark for each passage that has a certain date, the event as a line. The picture says nothing that
the lists below it do not say in words, and leaves out what has no date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.dates import civil_date
from foresaid.publish.markup import Element, Node, element
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.model.inquiries import Dossier
    from foresaid.publish.dossier_parts import Columns, Entry

_LEFT, _RIGHT, _WIDTH, _LANE, _TOP = 150, 20, 900, 34, 20
_RADIUS = 5
_TICKS = 8  # at most so many years are named on the line
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)
_YEAR_DAYS = 365.2425
# Beside the outermost dates a twentieth of the span is left free.
_MARGIN = 0.05


class _Scale:
    """Days on a line of so many pixels."""

    def __init__(self, first: float, last: float) -> None:
        margin = max((last - first) * _MARGIN, _YEAR_DAYS)
        self.first, self.last = first - margin, last + margin

    def at(self, day: float) -> float:
        """Where a day stands, in pixels."""
        share = (day - self.first) / (self.last - self.first)
        return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)

    def years(self) -> list[int]:
        """The years that are named: round ones, few enough."""
        first, last = civil_date(int(self.first))[0] + 1, civil_date(int(self.last))[0]
        step = next((each for each in _STEPS if (last - first) / each <= _TICKS), last - first or 1)
        return list(range(first + -first % step, last + 1, step))


def timeline(dossier: Dossier, found: Columns) -> Element | None:
    """The picture; None where fewer than two dates are known."""
    lanes = [
        ("Certainly before", _of(found.certain)),
        ("Possibly before", _of(found.possible)),
        ("The opposite", _of(found.opposite)),
        ("Later claims", [each for each in map(_days, (c.date for c in dossier.later_claims)) if each]),
    ]
    event = _days(dossier.commitment.event.date.text) if dossier.commitment.event.date else None
    days = [day for _, spans in lanes for span in spans for day in span] + list(event or ())
    if len(set(days)) < 2:  # noqa: PLR2004 - one date makes no line
        return None
    scale, height = _Scale(min(days), max(days)), _TOP + _LANE * len(lanes)
    drawn: list[Node] = [element("title", "Dates of the passages and of the event")]
    drawn += _years(scale, height)
    for number, (name, spans) in enumerate(lanes):
        drawn += _lane(name, spans, scale, _TOP + _LANE * number + _LANE / 2, full=number != 1)
    if event:
        drawn.append(_line(scale.at(event[0]), 0, scale.at(event[0]), height, "event"))
        drawn.append(element("text", "event", x=f"{scale.at(event[0]) - 6}", y="13", text_anchor="end"))
    box = f"0 0 {_WIDTH} {height + 24}"
    return element(
        "figure",
        element(
            "div",
            element("svg", *drawn, viewBox=box, role="img"),
            class_="wide",
            role="region",
            aria_label="Timeline",
            tabindex="0",
        ),
        element(
            "figcaption",
            "Each mark is a passage listed below, each line a span of possible dates; a hollow mark is only possibly"
            " before. Passages without a date are not drawn.",
        ),
    )


def _of(entries: Sequence[Entry]) -> list[tuple[int, int]]:
    return [days for days in (_days(entry.finding.date) for entry in entries) if days]


def _days(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    date = parse_edtf(text)
    if date.earliest is None or date.latest is None:
        return None
    return date.earliest, date.latest


def _years(scale: _Scale, height: float) -> list[Node]:
    parts: list[Node] = []
    for year in scale.years():
        x = scale.at((year - 1) * _YEAR_DAYS + 1)
        parts.append(_line(x, _TOP, x, height, "grid"))
        name = str(year) if year > 0 else f"{1 - year} BCE"
        parts.append(element("text", name, x=f"{x}", y=f"{height + 17}", text_anchor="middle"))
    return parts


def _lane(
    name: str, spans: Sequence[tuple[int, int]], scale: _Scale, y: float, *, full: bool
) -> list[Node]:
    parts: list[Node] = [element("text", name, x="0", y=f"{y + 4}")]
    for first, last in spans:
        left, right = scale.at(first), scale.at(last)
        if right - left > _RADIUS:
            parts.append(_line(left, y, right, y, "span"))
        middle = round((left + right) / 2, 1)
        kind = "dot full" if full else "dot"
        parts.append(element("circle", cx=f"{middle}", cy=f"{y}", r=f"{_RADIUS}", class_=kind))
    return parts


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Element:
    return element("line", x1=f"{x1}", y1=f"{y1}", x2=f"{x2}", y2=f"{y2}", class_=kind)
