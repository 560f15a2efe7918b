"""demo: what does foresaid do? The main job on 249 real addresses, and an inquiry, in half a minute."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foresaid.cli import options
from foresaid.cli.dossiers import show_dossier
from foresaid.cli.printing import counted, echo, echo_json, paragraph, program, table
from foresaid.cli.progress import ProgressLine
from foresaid.cli.verdicts import sentence, show_edits, side_by_side
from foresaid.errors import DamageError
from foresaid.pipeline.demonstrating import DemoReport, demonstrate
from foresaid.pipeline.dossiers import dossier_values

if TYPE_CHECKING:
    from foresaid.pipeline.demonstrating import Pair


@click.command(epilog="Example: foresaid demo --out my-demo")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("foresaid-demo"),
    show_default=True,
    help="Folder of the collection.",
)
@options.jobs
@options.as_json
def demo(out: Path, jobs: int, as_json: bool) -> int:
    """Build and verify a collection of 249 real addresses, and ask who foresaw an event."""
    start = time.monotonic()
    with ProgressLine() as progress:
        report = demonstrate(out, jobs=jobs, progress=progress)
    if as_json:
        echo_json({**asdict(report), "dossier": dossier_values(report.dossier)})
    else:
        _show(report, out, time.monotonic() - start)
    return 0 if report.pair else DamageError.exit_code


def _show(report: DemoReport, out: Path, seconds: float) -> None:
    echo("State of the Union addresses, 1790–2026", bold=True)
    echo(
        f"{counted(report.documents, 'document')} by {counted(report.speakers, 'speaker')}, {report.first} to"
        f" {report.last}; collected, read, verified and asked in {seconds:.0f} s into {out}/\n"
    )
    found = {
        layer: ", ".join(f"{n:,} {kind}" for kind, n in kinds.items())
        for layer, kinds in report.annotations.items()
    }
    table(list(found.items()), heads=("layer", "found"), wrap=True)
    echo()
    table([(name, f"{n:,}") for name, n in report.verdicts.items()], heads=("verdict", "quotations"))
    echo()
    paragraph(
        "Of the quotations, direct and mixed ones are verified: those with quotation marks around somebody's words. “not_found” means: not in these documents."
        " Most of what presidents quote is laws, letters and the Bible, which are not here."
    )
    if report.pair is None:
        echo("\nThe pair of 1990 and 1953 was not found; please report this.", err=True)
        return
    _show_pair(report.pair, report.documents)
    echo("\nWho foresaw it, and who expected the opposite?\n", bold=True)
    show_dossier(report.dossier, out)
    echo("\nTry next:")
    for line in (
        f"search {out} '\"time of change\" AND communist' --before 1991-12-26",
        f'whence {out} "then inevitably there will come a time of change"',
        f"verify {out} --verdict altered --details --limit 3",
        f"chronology {out} --conflicts --limit 5",
        f"works {out} --limit 10",
    ):
        echo(f"  {program()} {line}")


def _show_pair(pair: Pair, documents: int) -> None:
    """The finding: who is quoted, side by side, and what the quotation left out."""
    quoting, quoted, verdict = pair.quoting, pair.quoted, pair.verdict
    dates = [document.dating.date.text if document.dating else "undated" for document in (quoting, quoted)]
    echo()
    echo(
        f"{quoting.speaker}, {dates[0]}, quotes {_speaker(pair)}:",
        bold=True,
    )
    side_by_side(
        pair.annotation.body.text,
        verdict,
        heads=(f"{quoting.id}, {dates[0]}", f"{quoted.id}, {dates[1]}, {quoted.speaker}"),
    )
    echo(f"  {verdict.verdict}: {sentence(verdict, documents)}")
    show_edits(verdict)
    echo(f"  speaker: {verdict.speaker}, {quoted.speaker}")


def _speaker(pair: Pair) -> str:
    """Who is quoted, as far as that can be told."""
    speaker = pair.annotation.body.speaker
    if speaker and speaker.name:
        return speaker.name
    return (
        f"somebody not named (“{speaker.phrase.text}”)"
        if speaker and speaker.phrase
        else "somebody not named"
    )
