"""inquire: who foresaw it, who expected the opposite, and what is that worth?"""

from __future__ import annotations

from pathlib import Path

import click

from foresaid.cli import options
from foresaid.cli.dossiers import show_dossier
from foresaid.cli.families import show_family
from foresaid.cli.printing import echo, echo_json
from foresaid.cli.progress import ProgressLine
from foresaid.errors import UsageError
from foresaid.pipeline.dossiers import FORMS, written_dossier
from foresaid.pipeline.families import as_record, inquire_family
from foresaid.pipeline.inquiring import finder
from foresaid.pipeline.inquiring import inquire as ask

# The largest whole number that every reader of JSON has exactly (RFC 8785): seeds stand in the journal.
_LARGEST = 2**53 - 1


@click.command(
    epilog="Example: foresaid inquire papers crash-of-1929; foresaid inquire papers crash.toml --format html --out"
    " crash.html; foresaid inquire papers --family panics.toml"
)
@options.collection
@click.argument("event", required=False)
@options.as_of
@click.option(
    "--family",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Test all events of a file together, instead of one.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000_000),
    metavar="N",
    help="Only the best N findings in JSON; all are counted.",
)
@click.option(
    "--seed",
    type=click.IntRange(-_LARGEST, _LARGEST),
    default=None,
    metavar="N",
    help="Draw other placebo dates.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *FORMS]),
    default="text",
    show_default=True,
    help="How the dossier is written.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the dossier to a file.",
)
@options.as_json
def inquire(
    collection: Path,
    event: str | None,
    as_of: str | None,
    family: Path | None,
    limit: int | None,
    seed: int | None,
    form: str,
    out: Path | None,
    as_json: bool,
) -> int:
    """Find who foresaw an event, who expected the opposite, and what that is worth.

    EVENT is an event of the collection (`foresaid event list`) or a TOML or JSON file. The inquiry is committed to
    the journal before anything is searched. Labels are a machine's until somebody reviews them.
    """
    form = "json" if as_json else form
    if out is not None and form == "text":
        raise UsageError("--out needs a --format of json, markdown or html.")
    if family is not None:
        if form not in ("text", "json") or out is not None or limit is not None:
            raise UsageError(
                "A family is shown as text or, with --json, as JSON; --format, --out and --limit are for one event."
            )
        return _family(collection, event, family, as_of, seed, as_json=as_json)
    if event is None:
        raise UsageError(
            f"Which event? Name one of `foresaid event list {collection}`, a file, or several by --family FILE."
        )
    with ProgressLine() as progress:
        dossier = ask(collection, event, as_of=as_of, seed=seed or 0, progress=progress)
    if form == "text":
        show_dossier(dossier, collection)
        return 0
    told = written_dossier(collection, dossier, form, limit=limit, out=out)
    if out is None:
        click.echo(told, nl=not told.endswith("\n"))
    else:
        echo(f"Written to {out}.", err=True)
    return 0


def _family(
    collection: Path, event: str | None, family: Path, as_of: str | None, seed: int | None, *, as_json: bool
) -> int:
    if event is not None:
        raise UsageError("Name one EVENT, or give a file of several by --family, not both.")
    with ProgressLine() as progress:
        find = finder(collection, as_of, progress)
        report = inquire_family(collection, family, seed=seed, as_of=as_of, find=find, progress=progress)
    if as_json:
        echo_json(as_record(report))
    else:
        show_family(report)
    return 0
