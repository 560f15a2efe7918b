"""selftest: does foresaid decide its table of hard cases as a careful editor would?"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foresaid.cli import options
from foresaid.cli.printing import counted, echo, echo_json, paragraph, table
from foresaid.cli.progress import ProgressLine
from foresaid.cli.verdicts import side_by_side
from foresaid.pipeline.selftesting import read_tables, run_selftest, shipped_tables

if TYPE_CHECKING:
    from foresaid.pipeline.selftesting import Outcome, SelftestReport

_WRONG = 1


@click.command(epilog='Example: foresaid selftest --kind "negation lost" --details')
@click.option(
    "--tables",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Run the cases of these tables (*.toml) instead of our own.",
)
@click.option("--kind", metavar="KIND", help="Run only cases of this kind.")
@click.option(
    "--details", is_flag=True, help="Show quotation and source of every disagreement side by side."
)
@options.as_json
def selftest(folder: Path | None, kind: str | None, details: bool, as_json: bool) -> int:
    """Decide a table of hard cases and compare with what an editor expects.

    Each table becomes a collection in a scratch folder. Exit code 1 says that a case was decided otherwise.
    """
    start = time.monotonic()
    tables = read_tables(folder or shipped_tables())
    with ProgressLine() as progress:
        report = run_selftest(tables, kind=kind, progress=progress)
    if as_json:
        echo_json(_as_dict(report))
    else:
        _show(report, time.monotonic() - start, details=details)
    return _WRONG if report.wrong else 0


def _show(report: SelftestReport, seconds: float, *, details: bool) -> None:
    """A line a kind, then every disagreement with the reason for what was expected."""
    rows = [(kind, f"{right}", f"{total}") for kind, (right, total) in report.by_kind().items()]
    table(rows, heads=("kind", "right", "cases"))
    echo()
    for outcome in report.wrong:
        _disagreement(outcome, details=details)
    right = len(report.outcomes) - len(report.wrong)
    echo(
        f"{right:,} of {counted(len(report.outcomes), 'case')} decided as expected, against"
        f" {counted(report.documents, 'document')} in {counted(report.tables, 'collection')}; {seconds:.0f} s.",
        bold=True,
    )


def _disagreement(outcome: Outcome, *, details: bool) -> None:
    case, found = outcome.case, outcome.verification
    echo(f"{case.id} ({case.kind}, {outcome.table}.toml)", fg="yellow", bold=True)
    for fault in outcome.faults:
        echo(f"  {fault}")
    paragraph(f"because: {case.because}", indent="  ")
    if details and found.source is not None:
        side_by_side(case.quote, found)
        for edit in found.edits:
            paragraph(f"{edit.kind}: “{edit.quoted}” – source: “{edit.source}”", indent="  ")
    elif details:
        paragraph(f"quoted: {case.quote}", indent="  ")
        paragraph(found.reasons.get("words", ""), indent="  ")
    echo()


def _as_dict(report: SelftestReport) -> dict[str, Any]:
    """Counts by kind, and every disagreement with what was expected and found."""
    return {
        "cases": len(report.outcomes),
        "right": len(report.outcomes) - len(report.wrong),
        "tables": report.tables,
        "documents": report.documents,
        "kinds": {
            kind: {"right": right, "cases": total} for kind, (right, total) in report.by_kind().items()
        },
        "disagreements": [
            {
                "id": outcome.case.id,
                "kind": outcome.case.kind,
                "table": outcome.table,
                "quote": outcome.case.quote,
                "faults": list(outcome.faults),
                "because": outcome.case.because,
                "found": _found(outcome),
            }
            for outcome in report.wrong
        ],
    }


def _found(outcome: Outcome) -> dict[str, Any]:
    verdict = outcome.verification
    return {
        "verdict": verdict.verdict,
        "words": verdict.words,
        "speaker": verdict.speaker,
        "date": verdict.date,
        "work": verdict.work,
        "source": verdict.source.document if verdict.source else None,
        "edits": [
            {"kind": edit.kind, "quoted": edit.quoted, "source": edit.source} for edit in verdict.edits
        ],
        "reasons": dict(verdict.reasons),
    }
