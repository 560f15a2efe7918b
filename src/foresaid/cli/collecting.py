"""init and add: how does a collection begin and grow?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foresaid.archive.collection import create_collection
from foresaid.cli import options
from foresaid.cli.printing import counted, echo, echo_json, shell_word
from foresaid.cli.progress import ProgressLine
from foresaid.errors import InputError
from foresaid.pipeline.collecting import collect_documents
from foresaid.settings import Settings

if TYPE_CHECKING:
    from foresaid.pipeline.reports import CollectReport

# More troubles than these are counted; all of them stand in `--json` and in `foresaid status`.
_MOST_TROUBLES = 20
_MOST_NAMES = 5


@click.command(epilog='Example: foresaid init papers --title "Papers of the commission"')
@options.collection
@click.option("--title", default="", help="What the collection is called; by default its folder's name.")
@options.as_json
def init(collection: Path, title: str, as_json: bool) -> int:
    """Make a new, empty collection."""
    create_collection(collection, Settings(title=title or collection.resolve().name))
    if as_json:
        echo_json({"collection": str(collection), "title": title or collection.resolve().name})
    else:
        echo(
            f"{collection} is a new collection. Next: foresaid add {shell_word(collection)} FILE-OR-FOLDER"
        )
    return 0


@click.command(epilog="Example: foresaid add papers letters/ speeches.jsonl --metadata dates.csv")
@options.collection
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--metadata",
    type=click.Path(path_type=Path),
    metavar="TABLE",
    help="CSV or JSONL: source, id, title, speaker, author, date, date_kind, type, rights; others are kept.",
)
@options.jobs
@options.as_json
def add(
    collection: Path, sources: tuple[Path, ...], metadata: Path | None, jobs: int, as_json: bool
) -> int:
    """Receive files and folders and read the documents in them.

    Files already received are recognised by their content and cost nothing; an interrupted run goes on
    where it stopped. What cannot be read is named with the reason, and everything else is stored.
    """
    with ProgressLine() as progress:
        report = collect_documents(collection, sources, metadata=metadata, jobs=jobs, progress=progress)
    if as_json:
        values = asdict(report)
        del values["items"]
        echo_json(values)
    else:
        _show(report, collection)
    return InputError.exit_code if report.troubles else 0


def _show(report: CollectReport, collection: Path) -> None:
    parts = [
        counted(report.received, "file") + " received",
        counted(report.documents, "document") + " read",
    ]
    if report.known:
        parts.append(counted(report.known, "file") + " known already")
    if report.same:
        parts.append(counted(report.same, "duplicate") + " (stored once, every path kept)")
    if report.partial:
        parts.append(f"{report.partial:,} only in part")
    echo(", ".join(parts) + ".")
    if report.undated:
        shown = ", ".join(report.undated[:_MOST_NAMES]) + (
            " …" if len(report.undated) > _MOST_NAMES else ""
        )
        echo(f"{counted(len(report.undated), 'document')} without a date: {shown}")
    for notice in report.notices[:_MOST_TROUBLES]:
        echo(f"  notice: {notice}", err=True)
    for trouble in report.troubles[:_MOST_TROUBLES]:
        echo(
            f"  {'refused' if trouble.refused else 'problem'}: {trouble.where}: {trouble.reason}", err=True
        )
    if len(report.troubles) > _MOST_TROUBLES:
        echo(
            f"  … and {len(report.troubles) - _MOST_TROUBLES:,} more; `foresaid add … --json` lists all.",
            err=True,
        )
    if report.documents:
        echo(f"Next: foresaid read {shell_word(collection)}")
