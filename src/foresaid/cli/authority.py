"""authority: who and what are the people, bodies and places of a collection?"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foresaid.cli import options
from foresaid.cli.printing import counted, echo, echo_json, shell_word, table
from foresaid.cli.views import tell_view, viewed
from foresaid.pipeline.authority import authority as authority_of
from foresaid.pipeline.authority import authority_table, export_authority, import_authority

if TYPE_CHECKING:
    from foresaid.model.agents import Agent

# What somebody did to the body whose lineage it is.
_DEEDS = frozenset(("founded", "dissolved"))
_KINDS = ("person", "organisation", "place", "event")


@click.group(epilog="Example: foresaid authority list papers --kind organisation")
def authority() -> None:
    """Show, export and edit the names of a collection: people, organisations, places, events.

    The names are found by `foresaid read`; what you change in the exported table is kept in the journal, counts
    before what was found, and survives another reading.
    """


@authority.command("list", epilog="Example: foresaid authority list papers --kind person --limit 50")
@options.collection
@click.option("--kind", type=click.Choice(_KINDS), help="Only names of this kind.")
@click.option("--limit", type=click.IntRange(1), default=40, show_default=True, metavar="N")
@options.as_of
@options.as_json
def list_agents(collection: Path, kind: str | None, limit: int, as_of: str | None, as_json: bool) -> int:
    """List the names, most often mentioned first, with their other names and roles."""
    found = authority_of(collection, as_of)
    agents = [each for each in found.agents if kind in (None, each.kind)]
    if as_json:
        echo_json(viewed(replace(found, agents=tuple(agents)), found.view))
        return 0
    agents.sort(key=lambda each: (-each.mentions, each.name))
    table(
        [
            (each.kind, f"{each.mentions:,}", f"{each.documents:,}", each.name, _more(each))
            for each in agents[:limit]
        ],
        heads=("kind", "mentions", "documents", "name", "also, roles, lineage"),
        wrap=True,
    )
    shown = min(limit, len(agents))
    echo(
        f"{shown:,} of {counted(len(agents), 'name')} in {counted(found.documents - found.unread, 'document')}."
    )
    if found.unread:
        echo(
            f"{counted(found.unread, 'document')} without names: not read yet (foresaid read {shell_word(collection)} --layer names), or none in them."
        )
    for edit in found.homeless:
        echo(
            f"An edit finds its name no more: {edit.kind} {edit.name!r}, {edit.action} {edit.field} {edit.value!r}."
        )
    tell_view(found.view)
    return 0


@authority.command("export", epilog="Example: foresaid authority export papers names.csv")
@options.collection
@click.argument("out", metavar="FILE", type=click.Path(path_type=Path), required=False)
def export_agents(collection: Path, out: Path | None) -> int:
    """Write the names as CSV (UTF-8) to FILE, or to standard output."""
    if out is None:
        sys.stdout.write(authority_table(collection))
    else:
        export_authority(collection, out)
        echo(
            f"{out} written; edit it and run: foresaid authority import {shell_word(collection)} {shell_word(out)} --because TEXT"
        )
    return 0


@authority.command(
    "import", epilog='Example: foresaid authority import papers names.csv --because "checked against VIAF"'
)
@options.collection
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--because", required=True, metavar="TEXT", help="The reason, kept for good.")
@options.as_json
def import_agents(collection: Path, file: Path, because: str, as_json: bool) -> int:
    """Take the changes of an edited table into the journal.

    Only what differs from the names as they stand is an edit; a row that is missing changes nothing.
    """
    found = import_authority(collection, file, because=because)
    if as_json:
        echo_json(found)
        return 0
    for edit in found.edits:
        echo(f"{edit.kind} {edit.name!r}: {edit.action} {edit.field} {edit.value!r}")
    echo(f"{counted(len(found.edits), 'edit')} to {counted(found.agents, 'name')}.")
    return 0


def _more(agent: Agent) -> str:
    """Other names, roles and lineage in one line."""
    roles = [f"{role.text} ({role.date})" if role.date else role.text for role in agent.roles]
    kin = [
        f"{each.kind}{' by' * (bool(each.other) and each.kind in _DEEDS)} {each.other}".strip()
        + (f" ({each.date})" if each.date else "")
        for each in agent.lineage
    ]
    return "; ".join([*agent.aliases[:4], *roles[:3], *kin[:3]])
