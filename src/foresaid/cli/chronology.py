"""chronology: what is said to have happened, in the order of its dates?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from foresaid.cli import options
from foresaid.cli.printing import counted, echo, echo_json, shell_word, table
from foresaid.cli.views import tell_view, viewed
from foresaid.pipeline.chronology import events_told

if TYPE_CHECKING:
    from foresaid.pipeline.chronology import ChronologyReport, Told


@click.command(epilog="Example: foresaid chronology papers --conflicts")
@options.collection
@click.option(
    "--conflicts", is_flag=True, help="Only events for which dates are stated that exclude each other."
)
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, metavar="N")
@options.as_of
@options.as_json
def chronology(collection: Path, conflicts: bool, limit: int, as_of: str | None, as_json: bool) -> int:
    """List what is said to have happened, in the order of its dates.

    Every line is what a document states, with no verdict. "≤" before a date means that it cannot be told whether
    the event is later than the one listed before it. Conflicts are statements of what may be one event.
    """
    found = events_told(collection, as_of)
    if as_json:
        echo_json(viewed(found, found.view))
    elif conflicts:
        _show_conflicts(found, limit)
    else:
        _show_events(found, limit)
    if found.unread and not as_json:
        echo(
            f"{counted(found.unread, 'document')} not read yet: foresaid read {shell_word(collection)} --layer assertions"
        )
    if not as_json:
        tell_view(found.view)
    return 0


def _show_events(found: ChronologyReport, limit: int) -> None:
    table(
        [_row(each) for each in found.events[:limit]],
        heads=("", "date", "document", "as stated"),
        wrap=True,
    )
    shown = min(limit, len(found.events))
    echo(
        f"{shown:,} of {counted(len(found.events), 'dated event')}; {len(found.undated):,} without a date;"
        f" {counted(len(found.conflicts), 'conflict')} of dates (--conflicts)."
    )


def _show_conflicts(found: ChronologyReport, limit: int) -> None:
    for conflict in found.conflicts[:limit]:
        echo(f"Shared: {', '.join(conflict.shared)}", bold=True)
        table([_row(conflict.one), _row(conflict.other)], wrap=True)
        echo()
    read = counted(found.documents - found.unread, "document")
    echo(
        f"{counted(len(found.conflicts), 'conflict')} among {counted(len(found.events), 'dated event')} in {read}."
    )


def _row(told: Told) -> tuple[str, str, str, str]:
    open_order = "≤" if told.certain is False else ""
    return open_order, told.date or "", f"{told.document}:{told.start}-{told.end}", told.text
