"""Which runs must a rebuild repeat, and in which order? Those that somebody asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.archive.journal import now

if TYPE_CHECKING:
    from foresaid.archive.collection import Collection


def note_run(collection: Collection, verb: str, layer: str = "", *, parsing: bool = True) -> None:
    """Journal that a verb was asked for; not again where nothing was journalled since."""
    last = collection.last_record()
    run = {"type": "run", "verb": verb, "layer": layer} | ({} if parsing else {"parsing": False})
    if {key: value for key, value in last.items() if key in ("type", "verb", "layer", "parsing")} != run:
        collection.journalled([{**run, "at": now()}])


def count_runs(collection: Collection, verb: str) -> int:
    """How often a verb was asked for."""
    return sum(
        record["type"] == "run" and record["verb"] == verb for record in collection.journal.records()
    )
