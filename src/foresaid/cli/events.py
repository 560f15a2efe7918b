"""event: what happened, and which statements would count as foreseeing it or as denying it?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foresaid.cli import options
from foresaid.cli.printing import counted, echo, echo_json, paragraph, shell_word, table
from foresaid.errors import UsageError
from foresaid.inquire.event_files import to_toml
from foresaid.inquire.events import differences, fields_of
from foresaid.pipeline.events import enter_event, list_events, show_event, write_template

if TYPE_CHECKING:
    from foresaid.model.events import Commitment, Deviation, EventVersion
    from foresaid.pipeline.events import Entered, EventHistory, Listed

_HASH = 12  # characters of a hash that tell two versions apart
_NOTHING = "(empty)"


@click.group(epilog="Example: foresaid event new papers dam")
def event() -> None:
    """Write down what happened, and which statements would count as foreseeing it.

    An event is written before it is looked for. `inquire` commits it to the journal before the first result; what
    is changed later is kept as another version, and shown as a deviation.
    """


@event.command(
    "new",
    epilog="Example: foresaid event new papers dam, fill in dam.toml, then"
    " foresaid event new papers dam --from dam.toml",
)
@options.collection
@click.argument("name")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Enter the event of this file.",
)
@click.option(
    "--because", default="", metavar="TEXT", help="The reason, needed where the event was entered before."
)
@options.as_json
def new_event(collection: Path, name: str, source: Path | None, because: str, as_json: bool) -> int:
    """Begin an event: write a file to fill in, or enter a file that is filled in.

    Without --from, NAME.toml is written into the current folder, with every field explained. With --from, a TOML or
    JSON file is checked and entered into the journal; the same file again changes nothing.
    """
    if source is not None:
        _tell_entered(collection, enter_event(collection, name, source, because=because), as_json=as_json)
        return 0
    if because:
        raise UsageError("--because goes with --from FILE: there is nothing to give a reason for yet.")
    path = write_template(collection, name, Path())
    if as_json:
        echo_json({"written": str(path)})
        return 0
    echo(f"{path} written; nothing is in the collection yet. Fill it in, then run:")
    echo(f"  foresaid event new {shell_word(collection)} {shell_word(path.stem)} --from {shell_word(path)}")
    return 0


@event.command("list", epilog="Example: foresaid event list papers")
@options.collection
@options.as_json
def list_all(collection: Path, as_json: bool) -> int:
    """List the events of a collection, with their dates and how often they were changed and inquired into."""
    found = list_events(collection)
    if as_json:
        echo_json({"events": [_row(each) for each in found]})
        return 0
    if not found:
        echo(f"No event yet. Begin one: foresaid event new {shell_word(collection)} NAME")
        return 0
    table(
        [
            (
                each.version.event.name,
                each.version.event.date.text if each.version.event.date else "undated",
                str(each.versions),
                str(each.commitments),
                str(each.deviations),
                each.version.event.statement,
            )
            for each in found
        ],
        heads=("name", "date", "versions", "commitments", "deviations", "statement"),
        wrap=True,
    )
    return 0


@event.command("show", epilog="Example: foresaid event show papers dam > dam.toml")
@options.collection
@click.argument("name")
@click.option("--versions", "all_versions", is_flag=True, help="Also what each version changed, and why.")
@options.as_json
def show(collection: Path, name: str, all_versions: bool, as_json: bool) -> int:
    """Show an event as TOML that `event new --from` takes again, and as comments what became of it.

    The comments name the version, the commitments, and every deviation from them.
    """
    found = show_event(collection, name)
    if as_json:
        echo_json(_history(found))
        return 0
    click.echo(to_toml(found.versions[-1].event))
    for line in (*_versions(found, every=all_versions), *_committed(found)):
        paragraph(line, first="# ", indent="#   ")
    return 0


def _tell_entered(collection: Path, found: Entered, *, as_json: bool) -> None:
    if as_json:
        changes = [_change(*each) for each in found.changes]
        body = {**_version(found.version), "state": found.state, "changes": changes}
        echo_json({**body, "deviations": found.deviations, "notes": found.notes})
        return
    version = found.version
    said = {
        "new": f"Entered: {version.event.name}, version {version.version[:_HASH]}.",
        "changed": f"Changed: {version.event.name}, now version {version.version[:_HASH]}, because {version.because}",
        "known": f"Nothing changed: {version.event.name} stands as version {version.version[:_HASH]}.",
    }
    echo(said[found.state])
    for field, before, after in found.changes:
        paragraph(f"{field}: {before or _NOTHING} -> {after or _NOTHING}", first="  ", indent="    ")
    if found.deviations:
        echo(
            f"An inquiry into it was committed before: {counted(found.deviations, 'deviation')} from it will be shown with every answer."
        )
    for note in found.notes:
        paragraph(note, first="  ", indent="    ")
    echo(f"Who foresaw it? foresaid inquire {shell_word(collection)} {shell_word(version.event.name)}")


def _versions(found: EventHistory, *, every: bool) -> list[str]:
    last = found.versions[-1]
    lines = [
        f"version {last.version[:_HASH]}, {len(found.versions)} of {len(found.versions)}, entered {last.received}"
    ]
    if not every:
        return lines
    lines = []
    before = None
    for number, each in enumerate(found.versions, 1):
        because = f", because {each.because}" if each.because else ""
        lines.append(f"version {number}: {each.version[:_HASH]}, entered {each.received}{because}")
        if before is not None:
            lines += [
                f"changed {field}: {old or _NOTHING} -> {new or _NOTHING}"
                for field, old, new in differences(before.event, each.event)
            ]
        before = each
    return lines


def _committed(found: EventHistory) -> list[str]:
    if not found.commitments:
        return ["not committed: no inquiry into it yet"]
    lines = [
        f"committed {each.received}: journal no. {each.seq}, version {each.version[:_HASH]},"
        f" {counted(each.documents, 'document')} ({each.collection[:_HASH]}), inquiry no. {each.number}"
        f" of this collection{f', as of {each.as_of.text}' if each.as_of else ''}"
        for each in found.commitments
    ]
    lines += [
        f"deviation {each.received}: {each.field}: {each.before or _NOTHING} -> {each.after or _NOTHING},"
        f" because {each.because}"
        for each in found.deviations
    ]
    return lines


def _row(each: Listed) -> dict[str, Any]:
    counts = {"versions": each.versions, "commitments": each.commitments, "deviations": each.deviations}
    return {**_version(each.version), **counts}


def _history(found: EventHistory) -> dict[str, Any]:
    return {
        **_version(found.versions[-1]),
        "versions": [_version(each) for each in found.versions],
        "commitments": [_commitment(each) for each in found.commitments],
        "deviations": [_deviation(each) for each in found.deviations],
    }


def _version(each: EventVersion) -> dict[str, Any]:
    about = {"version": each.version, "seq": each.seq, "received": each.received, "because": each.because}
    return {"event": fields_of(each.event), **about}


def _commitment(each: Commitment) -> dict[str, Any]:
    return {
        "seq": each.seq,
        "received": each.received,
        "version": each.version,
        "collection": each.collection,
        "documents": each.documents,
        "as_of": each.as_of.text if each.as_of else None,
        "generator": each.generator,
        "thresholds": dict(each.thresholds),
        "number": each.number,
    }


def _deviation(each: Deviation) -> dict[str, str]:
    return {
        **_change(each.field, each.before, each.after),
        "because": each.because,
        "received": each.received,
    }


def _change(field: str, before: str, after: str) -> dict[str, str]:
    return {"field": field, "before": before, "after": after}
