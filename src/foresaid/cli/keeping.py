"""status, rebuild and doctor: is everything in order?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from foresaid.cli import options
from foresaid.cli.printing import counted, echo, echo_json, table
from foresaid.cli.progress import ProgressLine
from foresaid.errors import InputError
from foresaid.pipeline.examining import examine
from foresaid.pipeline.rebuilding import rebuild as rebuild_collection
from foresaid.pipeline.status import Status
from foresaid.pipeline.status import status as collection_status

_MOST = 10


@click.command(epilog="Example: foresaid status papers --json")
@options.collection
@click.option("--record", is_flag=True, help="Add the SHA-256 of the canonical record of all results.")
@options.as_json
def status(collection: Path, record: bool, as_json: bool) -> int:
    """Show what is in a collection and what is still to do."""
    found = collection_status(collection, record=record)
    if as_json:
        echo_json(found)
    else:
        _show(found)
    return 0


def _show(found: Status) -> None:
    echo(found.title, bold=True)
    dates = f"{found.first} to {found.last}" if found.first or found.last else "none known"
    rows = [
        ("items received", f"{found.items:,} ({found.bytes / 1e6:.1f} MB)"),
        ("documents", f"{found.documents:,} by {counted(found.speakers, 'speaker')}"),
        ("dates", f"{dates}; {found.undated:,} undated"),
        ("grades of dates", _tally(found.grades)),
        ("quotations", _tally(found.annotations)),
        ("verdicts", _tally(found.verdicts)),
        ("journal", counted(found.journal, "record")),
        ("still to read", counted(found.pending, "item")),
    ]
    table(rows)
    if found.record:
        echo(f"canonical record  {found.record}")
    for label, entries in (
        (
            "refused",
            [
                f"{source}{', ' + place if place else ''}: {reason}"
                for source, place, reason in found.refused
            ],
        ),
        ("in part", [f"{name}: {reason}" for name, reason in found.partial]),
    ):
        if entries:
            echo(f"{label}: {len(entries):,}")
            for entry in entries[:_MOST]:
                echo(f"  {entry}")
            if len(entries) > _MOST:
                echo(f"  … and {len(entries) - _MOST:,} more; --json lists all.")


def _tally(counts: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in counts.items()) or "none yet"


@click.command(epilog="Example: foresaid rebuild papers")
@options.collection
@options.jobs
@options.as_json
def rebuild(collection: Path, jobs: int, as_json: bool) -> int:
    """Make everything computed again from payload and journal.

    The answers are the same; the old catalogue gives way only when the new one is whole.
    """
    with ProgressLine() as progress:
        report = rebuild_collection(collection, jobs=jobs, progress=progress)
    if as_json:
        values = asdict(report)
        del values["items"]
        echo_json(values)
    else:
        echo(f"{counted(report.documents, 'document')} read again; catalogue and indexes are new.")
        for trouble in report.troubles[:_MOST]:
            echo(
                f"  {'refused' if trouble.refused else 'problem'}: {trouble.where}: {trouble.reason}",
                err=True,
            )
    return InputError.exit_code if report.troubles else 0


@click.command(epilog="Example: foresaid doctor")
@options.as_json
def doctor(as_json: bool) -> int:
    """Show what this installation has and lacks."""
    checks = examine()
    if as_json:
        echo_json({"checks": [asdict(check) for check in checks]})
    else:
        table([(check.state, check.name, check.says) for check in checks])
    return 0 if all(check.state != "lacks" for check in checks) else InputError.exit_code
