"""export: in which forms of others can what was found leave the house?"""

from __future__ import annotations

from pathlib import Path

import click

from foresaid.cli import options
from foresaid.cli.printing import counted, echo, echo_json
from foresaid.cli.progress import ProgressLine
from foresaid.cli.views import tell_view, viewed
from foresaid.pipeline.exporting import FORMS, export_collection


@click.command(epilog="Example: foresaid export papers passim clusters")
@options.collection
@click.argument("form", metavar="FORMAT", type=click.Choice(sorted(FORMS), case_sensitive=False))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@options.as_of
@options.as_json
def export(collection: Path, form: str, out: Path, as_of: str | None, as_json: bool) -> int:
    """Write what was found in a standard form of others.

    FORMAT is passim: the clusters and pairs that `trace` found, as passim writes them, in the new folder OUT.
    """
    with ProgressLine() as progress:
        report = export_collection(collection, form, out, as_of=as_of, progress=progress)
    if as_json:
        echo_json(viewed(report, report.view))
    else:
        echo(f"{counted(report.records, 'record')} written to {', '.join(report.files)}.")
        tell_view(report.view)
    return 0
