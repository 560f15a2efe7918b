"""Which events does a collection ask about, and how did each come to say what it says?

An event is entered from a file and stands in the journal as a version; what is changed later is another version with
its reason and, where the event was committed before, a deviation for every field that differs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

from foresaid.archive.collection import reading, writing
from foresaid.archive.entries import entries
from foresaid.archive.journal import now
from foresaid.archive.writing import write_file
from foresaid.errors import SettingsError, UsageError
from foresaid.inquire.event_files import template
from foresaid.inquire.events import (
    Drawn,
    Fault,
    differences,
    drawn,
    event_of,
    fields_of,
    name_faults,
    normal_name,
    version_of,
)
from foresaid.model.events import Commitment, Deviation, Event, EventVersion
from foresaid.pipeline.committing import commitments, deviation_records, last_commitment
from foresaid.pipeline.event_tables import EventTable, event_table
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from foresaid.archive.catalogue import Catalogue
    from foresaid.archive.collection import Collection

_TYPE = "event"
IN_THE_FILE = "changed in the file"
_FILES = (".toml", ".json")


@dataclass(frozen=True, slots=True)
class Entered:
    """An event as it now stands in a collection.

    `state` is new, changed or known; `changes` are the fields in which it differs from the version before (field,
    before, after), `deviations` how many of them depart from a commitment; `notes` say how something was read.
    """

    version: EventVersion
    state: str
    changes: tuple[tuple[str, str, str], ...] = ()
    deviations: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """An event in a list: its last version, how many versions and commitments there are, and how many deviations."""

    version: EventVersion
    versions: int
    commitments: int
    deviations: int


@dataclass(frozen=True, slots=True)
class EventHistory:
    """All that a collection holds of one event: its versions, first to last, and its commitments."""

    versions: tuple[EventVersion, ...]
    commitments: tuple[Commitment, ...]

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """Every departure from a commitment, in the order in which they were made."""
        return self.commitments[-1].deviations if self.commitments else ()


def write_template(root: Path, name: str, folder: Path) -> Path:
    """Write an event's file with every field explained into a folder, never over another, and give its path."""
    name = _named(name)
    with reading(root) as collection:
        if versions(collection.catalogue, name):
            raise UsageError(
                f"The event {name!r} stands in this collection. `foresaid event show {root} {quote(name)}` writes it as"
                " TOML: edit that, and enter it by --from FILE --because TEXT."
            )
        text = template(name, collection.settings.language)
    path = folder / f"{name}.toml"
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path} is there already; enter it by --from {path}, or move it out of the way.")
    write_file(path, text.encode("utf-8"))
    return path


def enter_event(root: Path, name: str, path: Path, *, because: str = "") -> Entered:
    """Check the event in a file and journal it under a name; a change of a known event needs a reason."""
    table = event_table(path)
    with writing(root) as collection:
        return _entered(collection, table, _named(name), because.strip())


def read_event(collection: Collection, name_or_path: str) -> Entered:
    """The event of a collection by its name, or that of a TOML or JSON file, journalled where it is new or changed.

    A text that ends in .toml or .json is a file; any other is a name first. Needs a writer for a file.
    """
    path = Path(name_or_path)
    if path.suffix.lower() not in _FILES:
        name = normal_name(name_or_path)
        found = versions(collection.catalogue, name)
        if found:
            return Entered(found[-1], "known")
        if not _is_file(path):
            raise _unknown(collection, name)
    table = event_table(path)
    return _entered(collection, table, None, IN_THE_FILE)


def _is_file(path: Path) -> bool:
    """Whether a text that somebody gave is a file; one that no file system could hold as a name is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def versions(catalogue: Catalogue, name: str) -> tuple[EventVersion, ...]:
    """Every version of an event, first to last; none where no event has this name."""
    return tuple(_version(record) for record in entries(catalogue, _TYPE, name))


def event_names(catalogue: Catalogue) -> tuple[str, ...]:
    """The names of the events of a collection, in the order in which they were first entered."""
    return tuple(dict.fromkeys(record["key"] for record in entries(catalogue, _TYPE)))


def list_events(root: Path) -> tuple[Listed, ...]:
    """The events of a collection in the order in which they were first entered."""
    with reading(root) as collection:
        catalogue = collection.catalogue
        found: list[Listed] = []
        for name in event_names(catalogue):
            history = _history(catalogue, name)
            numbers = (len(history.versions), len(history.commitments), len(history.deviations))
            found.append(Listed(history.versions[-1], *numbers))
        return tuple(found)


def show_event(root: Path, name: str) -> EventHistory:
    """All that a collection holds of one event; UsageError names those that come near."""
    with reading(root) as collection:
        name = normal_name(name)
        if not versions(collection.catalogue, name):
            raise _unknown(collection, name)
        return _history(collection.catalogue, name)


def _history(catalogue: Catalogue, name: str) -> EventHistory:
    return EventHistory(versions(catalogue, name), commitments(catalogue, name))


def _entered(collection: Collection, table: EventTable, name: str | None, because: str) -> Entered:
    event, notes = _checked(collection, table, name)
    before = versions(collection.catalogue, event.name)
    if before and before[-1].version == version_of(event):
        return Entered(before[-1], "known", notes=notes)
    changes = differences(before[-1].event, event) if before else ()
    if changes and not because:
        what = ", ".join(field for field, _, _ in changes)
        raise UsageError(
            f"The event {event.name!r} stands in this collection otherwise ({what}). A change needs a reason that"
            " others can judge: --because TEXT."
        )
    last = last_commitment(collection.catalogue, event.name)
    deviations = deviation_records(last, changes, because) if last is not None else []
    record = {
        "type": _TYPE,
        "key": event.name,
        "version": version_of(event),
        "fields": fields_of(event),
        "because": because if before or because != IN_THE_FILE else "",
    }
    received = now()
    collection.journalled([{**each, "received": received} for each in (record, *deviations)])
    standing = versions(collection.catalogue, event.name)[-1]
    return Entered(standing, "changed" if before else "new", changes, len(deviations), notes)


def _checked(collection: Collection, table: EventTable, name: str | None) -> tuple[Event, tuple[str, ...]]:
    """The event of a table; UsageError names every fault with its line."""
    fields = dict(table.fields)
    if name is not None and fields.get("name") is None:
        fields["name"] = name
    found = _drawn(fields, collection.settings.language)
    faults = found.faults
    if found.event is None or faults:
        told = [f"{table.place(fault.key)}: {fault.says}" for fault in faults]
        raise UsageError(f"{table.path} is no event yet.\n  " + "\n  ".join(told) + "\n ")
    if name is not None and found.event.name != name:
        raise UsageError(
            f"{table.path}, {table.place('name')}: the file is of {found.event.name!r}, and the call of {name!r};"
            " write one name in both."
        )
    return found.event, found.notes


def _drawn(fields: dict[str, Any], language: str) -> Drawn:
    """The event of some fields, its date read by the word tables of its own language."""
    stated = fields.get("language")
    vocabulary = load_vocabulary(language)
    if not isinstance(stated, str) or not stated.strip():
        return drawn(fields, vocabulary)
    try:
        return drawn(fields, load_vocabulary(stated.strip()))
    except SettingsError as error:
        found = drawn(fields, vocabulary)
        return replace(found, event=None, faults=(*found.faults, Fault("language", str(error))))


def _version(record: dict[str, Any]) -> EventVersion:
    return EventVersion(
        event_of(record["fields"]), record["version"], record["seq"], record["received"], record["because"]
    )


def _named(name: str) -> str:
    name = normal_name(name)
    for fault in name_faults(name):
        raise UsageError(f"NAME {fault.says}")
    return name


def _unknown(collection: Collection, name: str) -> UsageError:
    names = event_names(collection.catalogue)
    near = get_close_matches(name, names, n=3)
    advice = f"Did you mean {', '.join(map(repr, near))}?" if near else ""
    if not advice and names:
        advice = f"`foresaid event list {collection.root}` lists its {len(names)}."
    more = f"`foresaid event new {collection.root} NAME` begins one; a file ends in .toml or .json."
    return UsageError(f"No event of this collection is called {name!r}. {advice} {more}".replace("  ", " "))
