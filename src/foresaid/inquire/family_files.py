"""Which events does the table of a family describe, over which window, and how are hits found?

Either one matcher for all ([matcher] with groups of patterns), or each event's own statements.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from foresaid.errors import UsageError
from foresaid.inquire.events import drawn, fields_of
from foresaid.inquire.families import SETS
from foresaid.inquire.wordings import Wording
from foresaid.model.events import WINDOW_YEARS, Event
from foresaid.text.identity import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foresaid.model.words import Vocabulary

_KEYS = ("name", "statement", "claim", "window_years", "seed", "sets", "language", "matcher", "events")
_GROUPS = "groups"
# 200 events of 5,000 sets are four million look-ups, some ten seconds.
_MOST_EVENTS = 200
_MOST_SETS = 100_000
_MOST_YEARS = 1_000  # as of one event
_MOST_SEED = 1 << 53  # the largest whole number that the journal's JSON keeps (RFC 8785)


@dataclass(frozen=True, slots=True)
class Family:
    """Events that are tested together; `groups` are the matcher's patterns, None where each has its own statements."""

    name: str
    statement: str
    claim: str
    window_years: int
    seed: int
    sets: int
    events: tuple[Event, ...]
    groups: tuple[tuple[str, ...], ...] | None

    def committed(self) -> Event:
        """The family as one event for the journal: all that it says stands in its definition, as canonical JSON."""
        whole = {
            "name": self.name,
            "window_years": self.window_years,
            "matcher": None if self.groups is None else [list(group) for group in self.groups],
            "events": [fields_of(event) for event in self.events],
        }
        return Event(
            name=f"family: {self.name}",
            statement=self.statement,
            claim=self.claim,
            definition=canonical(whole).decode("utf-8"),
            window_years=self.window_years,
            language=self.events[0].language,
        )


def family_of(given: Mapping[str, Any], vocabulary: Vocabulary) -> tuple[Family, tuple[str, ...]]:
    """The family that a table describes, with notes on how its dates were read; UsageError says what is wrong."""
    _known(given)
    name = _text(given, "name")
    if not name:
        raise UsageError("name is missing or empty; give the family a short name.")
    years = _number(given, "window_years", WINDOW_YEARS, 1, _MOST_YEARS)
    groups = _groups(given.get("matcher"))
    statement = _text(given, "statement")
    events, notes = _events(given, vocabulary, years, fallback=statement if groups else "")
    family = Family(
        name,
        statement or f"{len(events)} events, tested together",
        _text(given, "claim"),
        years,
        _number(given, "seed", 0, 0, _MOST_SEED),
        _number(given, "sets", SETS, 1, _MOST_SETS),
        events,
        groups,
    )
    return family, notes


def _known(given: Mapping[str, Any]) -> None:
    for key in given:
        if key not in _KEYS:
            near = get_close_matches(str(key), _KEYS, n=1)
            advice = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(_KEYS)}."
            raise UsageError(f"{key!r} is no key of a family of events; {advice}")


def _text(given: Mapping[str, Any], key: str) -> str:
    value = given.get(key, "")
    if not isinstance(value, str):
        raise UsageError(f"{key} must be text in quotes, not {value!r}.")
    return " ".join(value.split())


def _number(given: Mapping[str, Any], key: str, default: int, least: int, most: int) -> int:
    value = given.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise UsageError(f"{key} must be a whole number from {least:,} to {most:,}, not {value!r}.")
    return value


def _groups(matcher: object) -> tuple[tuple[str, ...], ...] | None:
    """The matcher's groups, tried once so that a wrong pattern is found before anything is searched."""
    if matcher is None:
        return None
    groups = matcher.get(_GROUPS) if isinstance(matcher, dict) and set(matcher) == {_GROUPS} else None
    if not isinstance(groups, list) or not all(isinstance(group, list) for group in groups):
        raise UsageError('[matcher] holds only groups: groups = [["panic*", "crash"], ["will", "may"]].')
    for number, group in enumerate(groups, 1):
        if not all(isinstance(pattern, str) for pattern in group):
            raise UsageError(f"[matcher] group {number}: every pattern must be text in quotes.")
    found = tuple(tuple(group) for group in groups)
    Wording(found)
    return found


def _events(
    given: Mapping[str, Any], vocabulary: Vocabulary, years: int, *, fallback: str
) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    rows = given.get("events")
    if not isinstance(rows, list) or not 1 <= len(rows) <= _MOST_EVENTS:
        raise UsageError(f"A family has 1 to {_MOST_EVENTS} events, each under its own [[events]].")
    events: list[Event] = []
    notes: list[str] = []
    matched = given.get("matcher") is not None
    for number, row in enumerate(rows, 1):
        event, said = _event(row, vocabulary, number, matched=matched, fallback=fallback)
        if any(event.name == other.name for other in events):
            raise UsageError(f"[[events]] number {number}: the name {event.name!r} stands twice.")
        events.append(replace(event, window_years=years))
        notes += said
    return tuple(events), tuple(notes)


def _event(
    row: object, vocabulary: Vocabulary, number: int, *, matched: bool, fallback: str
) -> tuple[Event, list[str]]:
    """One event of a family; with a matcher its statement may be left out, the window is the family's in any case."""
    if not isinstance(row, dict):
        raise UsageError(f"[[events]] number {number} is no table of fields.")
    if "window_years" in row:
        raise UsageError(f"[[events]] number {number}: window_years is the family's; write it at the top.")
    fields = {"statement": fallback or row.get("name", ""), **row} if matched else row
    found = drawn(fields, vocabulary)
    if found.event is None:
        says = " ".join(f"{fault.key} {fault.says}" for fault in found.faults)
        raise UsageError(f"[[events]] number {number}: {says}")
    if found.event.date is None:
        raise UsageError(f"[[events]] number {number}, {found.event.name}: date is missing.")
    read = [note for note in found.notes if note.startswith("date:")]
    return found.event, [f"{found.event.name}: {note}" for note in read]


def thresholds_of(family: Family) -> tuple[tuple[str, float], ...]:
    """What the answer of a family depends on besides its events."""
    return (("placebo.seed", family.seed), ("placebo.sets", family.sets))
