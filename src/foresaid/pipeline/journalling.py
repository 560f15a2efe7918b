"""Which runs must a rebuild repeat? Those that somebody once asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.archive.journal import now

if TYPE_CHECKING:
    from foresaid.archive.collection import Collection


def note_run(collection: Collection, verb: str, layer: str = "") -> None:
    """Journal that a verb was asked for on this collection, once."""
    if (verb, layer) not in noted_runs(collection):
        collection.journalled([{"type": "run", "verb": verb, "layer": layer, "at": now()}])


def noted_runs(collection: Collection) -> list[tuple[str, str]]:
    """The verbs and layers that were asked for, in that order."""
    return [
        (record["verb"], record["layer"])
        for record in collection.journal.records()
        if record["type"] == "run"
    ]
