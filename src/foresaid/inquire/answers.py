"""The bounded answer to an inquiry: what was found, where was looked, and what that does not tell.

It never says that nobody said so, nor that somebody was the first; what was found is told with its number, and so is
what was expected instead.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from foresaid.model.inquiries import Before, Stance, Standing
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.model.events import Event
    from foresaid.model.inquiries import Bounds, Finding, Placebo

_FORESEEN, _PARTLY = (Stance.FORESEES,), (Stance.FORESEES_PART,)
_OPPOSITE = (Stance.DENIES, Stance.DENIES_PART)


def answer_of(event: Event, findings: Sequence[Finding], bounds: Bounds, placebo: Placebo | None) -> str:
    """The answer in sentences, from the findings that carry their own stance."""
    before = [each for each in findings if each.carries and each.before is Before.CERTAINLY]
    parts = [_where(event, bounds), _found(before), _opposite(before)]
    possible = [each for each in findings if each.carries and each.before is Before.POSSIBLY]
    if told := _possible(possible):
        parts.append(told)
    parts.append(_accepted(before))
    if placebo is not None:
        parts.append(placebo.says)
    parts.append(_limits(bounds))
    return " ".join(parts)


def _where(event: Event, bounds: Bounds) -> str:
    one = bounds.searched == 1
    when = f" that {'is' if one else 'are'} or may be before {event.date.text}" if event.date else ""
    by = f" by {_count(bounds.authors, 'author')}" if bounds.authors else ", none with a named author"
    span = f", {_year(bounds.first)} to {_year(bounds.last or bounds.first)}" if bounds.first else ""
    return (
        f"In the {_count(bounds.searched, 'document')}{when}{by}{span}"
        f" ({bounds.judged:,} of {'its' if one else 'their'} sentences were judged; the"
        f" {_count(bounds.documents, 'document')} held {'has' if bounds.documents == 1 else 'have'}"
        f" {bounds.passages:,}):"
    )


def _found(before: Sequence[Finding]) -> str:
    """What foresaw the event, explicitly and in part, by the labels as they stand."""
    whole, part = _with(before, _FORESEEN), _with(before, _PARTLY)
    warned = _with(before, (Stance.WARNS,))
    if whole:
        told = (
            f"{_count(len(whole), 'passage')} labelled as an explicit forecast of it, {_earliest(whole)};"
        )
    else:
        told = "no explicit forecast of it was found;"
    return f"{told} {_count(len(part), 'partial one', 'partial ones')}; {_count(len(warned), 'conditional warning')};"


def _opposite(before: Sequence[Finding]) -> str:
    denied = _with(before, _OPPOSITE)
    if not denied:
        return "no passage that expected the opposite was found."
    return f"{_count(len(denied), 'passage')} that expected the opposite, {_earliest(denied)}."


def _possible(possible: Sequence[Finding]) -> str:
    told = _with(possible, (*_FORESEEN, *_PARTLY, *_OPPOSITE))
    if not told:
        return ""
    stand = (
        "stands in a document whose date does" if len(told) == 1 else "stand in documents whose dates do"
    )
    were = "it was" if len(told) == 1 else "they were"
    return f"{_count(len(told), 'more such passage')} {stand} not settle whether {were} before."


def _accepted(before: Sequence[Finding]) -> str:
    """How much of it a person has looked at: machine labels are candidates."""
    by = dict.fromkeys(("foreseeing", "opposite"), 0)
    for each in before:
        if each.standing is Standing.ACCEPTED:
            by["foreseeing"] += each.stance in (*_FORESEEN, *_PARTLY)
            by["opposite"] += each.stance in _OPPOSITE
    if not any(each.standing is Standing.ACCEPTED for each in before):
        return "All labels are a machine's; nobody has accepted any yet (`foresaid review`)."
    return f"Accepted by people: {by['foreseeing']} foreseeing, {by['opposite']} expecting the opposite; the rest are a machine's labels."


def _limits(bounds: Bounds) -> str:
    weak = bounds.undated + bounds.weak_dates
    told = f" {_count(weak, 'document')} without a date of grade A to C cannot count." if weak else ""
    return f"Recall: {bounds.recall}.{told} What was not found here may have been said, here in other words or elsewhere."


def _with(findings: Sequence[Finding], stances: tuple[Stance, ...]) -> list[Finding]:
    return [each for each in findings if each.stance in stances]


def _earliest(findings: Sequence[Finding]) -> str:
    """The earliest of them by date, as far as dates tell."""
    first = min(findings, key=_last_day)
    by = f", {first.speaker}" if first.speaker else ""
    return f"the earliest held here {first.document} ({first.date}{by})"


def _last_day(finding: Finding) -> float:
    """The last day that a finding may be of: what is certainly before an event has one."""
    date = parse_edtf(finding.date) if finding.date else None
    return inf if date is None or date.latest is None else date.latest + date.end_margin


def _year(text: str) -> str:
    """A year of the bounds as people write it: "1790", "44 BCE"."""
    year = int(text.removeprefix("Y"))
    return str(year) if year > 0 else f"{1 - year} BCE"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
