"""status, fsck, rebuild and doctor: is everything in order?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foresaid.cli import options
from foresaid.cli.printing import counted, echo, echo_json, table
from foresaid.cli.progress import ProgressLine
from foresaid.cli.views import tell_view, viewed
from foresaid.errors import DamageError, InputError
from foresaid.pipeline.checking import check_collection
from foresaid.pipeline.examining import examine
from foresaid.pipeline.rebuilding import rebuild as rebuild_collection
from foresaid.pipeline.status import Described, Status, list_documents
from foresaid.pipeline.status import status as collection_status
from foresaid.pipeline.viewing import view_of

if TYPE_CHECKING:
    from foresaid.archive.views import View

_MOST = 10


@click.command(epilog="Example: foresaid status papers --json")
@options.collection
@click.option(
    "--documents", is_flag=True, help="List the documents with their dates and the evidence for them."
)
@click.option("--record", is_flag=True, help="Add the SHA-256 of the canonical record of all results.")
@options.as_of
@options.as_json
def status(collection: Path, documents: bool, record: bool, as_of: str | None, as_json: bool) -> int:
    """Show what is in a collection and what is still to do."""
    if documents:
        return _documents(list_documents(collection, as_of), view_of(collection, as_of), as_json=as_json)
    found = collection_status(collection, record=record, as_of=as_of)
    if as_json:
        echo_json(viewed(found, found.view))
    else:
        _show(found)
        tell_view(found.view)
    return 0


def _show(found: Status) -> None:
    echo(found.title, bold=True)
    dates = f"{found.first} to {found.last}" if found.first or found.last else "none known"
    size = "" if found.bytes is None else f" ({_size(found.bytes)})"
    rows = [
        ("items received", None if found.items is None else f"{found.items:,}{size}"),
        ("reading ended", _tally(found.readings)),
        (
            "documents",
            f"{found.documents:,} by {counted(found.speakers, 'speaker')}; {found.independent:,} independent",
        ),
        ("texts", _tally(found.witnesses)),
        ("dates", f"{dates}; {found.undated:,} undated"),
        ("grades of dates", _tally(found.grades)),
        *((layer, _tally(kinds)) for layer, kinds in found.annotations.items()),
        ("verdicts", _tally(found.verdicts)),
        ("journal", None if found.journal is None else counted(found.journal, "record")),
        ("not yet read", None if found.pending is None else counted(found.pending, "item")),
        ("withdrawn", counted(found.withdrawn, "item") if found.withdrawn else None),
    ]
    table([(name, value) for name, value in rows if value is not None], wrap=True)
    if found.record:
        echo(f"canonical record  {found.record}")
    _show_unread(found)


def _show_unread(found: Status) -> None:
    """What could not be read, or not all of it, and why."""
    for label, entries in (
        (
            "refused",
            [
                f"{source}{', ' + place if place else ''}: {reason}"
                for source, place, reason in found.refused or ()
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


def _documents(found: list[Described], view: View | None, *, as_json: bool) -> int:
    """Every document with its date, grade and basis, in order of date."""
    if as_json:
        echo_json(viewed({"documents": [asdict(each) for each in found]}, view))
        return 0
    rows = [
        (
            each.date or "undated",
            each.grade or "–",
            each.basis or "–",
            each.document,
            each.speaker or "–",
            each.title or "–",
        )
        for each in found
    ]
    table(rows, heads=("date", "grade", "basis", "document", "speaker", "title"), wrap=True)
    for each in found:
        others = [
            f"{one['date']} ({one['kind']}, {one['basis']}, {one['grade']})" for one in each.datings[1:]
        ]
        if others:
            echo(f"  {each.document}: also dated {', '.join(others)}")
        for note in (*each.notes, *each.kin, *(f"its facsimile is {name}" for name in each.facsimiles)):
            echo(f"  {each.document}: {note}")
    tell_view(view)
    return 0


def _size(number: int) -> str:
    """Bytes in the unit that fits."""
    for unit, factor in (("MB", 10**6), ("kB", 10**3)):
        if number >= factor:
            return f"{number / factor:.1f} {unit}"
    return f"{number} bytes"


def _tally(counts: dict[str, int] | None) -> str | None:
    if counts is None:
        return None
    return ", ".join(f"{number:,} {name}" for name, number in counts.items()) or "none yet"


@click.command(epilog="Example: foresaid fsck papers")
@options.collection
@options.as_json
def fsck(collection: Path, as_json: bool) -> int:
    """Check that every file is still what was received and computed.

    Every changed, missing or unexpected file is named with its path. Nothing is changed, and a command that
    writes to the collection meanwhile may go on.
    """
    with ProgressLine() as progress:
        report = check_collection(collection, progress=progress)
    if as_json:
        keys = ("path", "what", "advice")
        rows = {
            name: [{key: getattr(fault, key) for key in keys} for fault in getattr(report, name)]
            for name in ("damaged", "notices")
        }
        counts = {key: getattr(report, key) for key in ("items", "bytes", "records")}
        echo_json({"clean": report.clean, **rows, **counts})
    else:
        for label, faults in (("damaged", report.damaged), ("notice", report.notices)):
            for fault in faults:
                echo(f"{label}: {fault.path}: {fault.what}. {fault.advice}")
        found = f"{len(report.damaged):,} damaged" if report.damaged else "Clean"
        looked = (
            f"{counted(report.items, 'item')} ({_size(report.bytes)}), {counted(report.records, 'record')}"
        )
        echo(f"{found}: {looked} of the journal, catalogue and indexes.")
    return 0 if report.clean else DamageError.exit_code


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
        table([(check.state, check.name, check.says) for check in checks], wrap=True)
    return 0 if all(check.state != "lacks" for check in checks) else InputError.exit_code
