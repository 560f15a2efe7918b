"""search: where do these words stand, and when were they said?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foresaid.cli import options
from foresaid.cli.printing import counted, echo, echo_json, echo_jsonl, plain, width
from foresaid.cli.progress import ProgressLine
from foresaid.cli.views import tell_view, viewed
from foresaid.pipeline.searching import search_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.pipeline.reports import Hit


@click.command(
    epilog="""Example: foresaid search papers '"time of change" AND communist' --before 1991-12-26"""
)
@options.collection
@click.argument("query")
@click.option(
    "--before",
    metavar="DATE",
    help="Only documents certainly before this date (EDTF); possible ones are listed apart.",
)
@click.option("--after", metavar="DATE", help="Only documents certainly after this date (EDTF).")
@click.option("--speaker", metavar="NAME", help="Only documents of this speaker or author.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, metavar="N")
@options.as_of
@options.as_json
@options.as_jsonl
def search(
    collection: Path,
    query: str,
    before: str | None,
    after: str | None,
    speaker: str | None,
    limit: int,
    as_of: str | None,
    as_json: bool,
    as_jsonl: bool,
) -> int:
    """Find words and phrases, with a bound on when they were said.

    Words side by side must all occur in a paragraph; "a phrase" must occur as it stands; predict* finds
    every word that begins so; AND, OR, NOT (or -) and brackets combine. The best hits come first.
    """
    with ProgressLine() as progress:
        report = search_documents(
            collection,
            query,
            before=before,
            after=after,
            speaker=speaker,
            as_of=as_of,
            limit=limit,
            progress=progress,
        )
    if as_json:
        echo_json(viewed(report, report.view))
    elif as_jsonl:
        tell_view(report.view, err=True)
        echo_jsonl({**asdict(hit), "certain": True} for hit in report.certain)
        echo_jsonl({**asdict(hit), "certain": False} for hit in report.possible)
    else:
        for hit in report.certain:
            _show(hit)
        bounded = " certainly" if before or after else ""
        echo(
            f"{counted(report.certain_total, 'paragraph')}{bounded}, in a search of"
            f" {counted(report.documents, 'document')}{_rest(len(report.certain), report.certain_total)}."
        )
        if report.possible:
            echo(
                f"\nPossibly (undated, or the date does not settle it, or is only a lead of grade D or below): {report.possible_total:,}"
                f"{_rest(len(report.possible), report.possible_total)}"
            )
            for hit in report.possible:
                _show(hit)
        tell_view(report.view)
    return 0


def _rest(shown: int, total: int) -> str:
    """How many hits are not shown, and how to see them; the best are shown, in order of BM25."""
    return f"; the best {shown:,} are shown, --limit {total} shows all" if shown < total else ""


def _show(hit: Hit) -> None:
    head = f"{hit.date or 'undated'}  {hit.speaker or 'speaker not stated'}  {hit.title or ''}".rstrip()
    echo(f"{head}  [{hit.document}:{hit.start}-{hit.end}]", bold=True)
    line, column = "  ", 2
    for word, shown in _words(hit):
        if column + len(word) > width() and column > 2:  # noqa: PLR2004 - the indent
            line, column = line.rstrip() + "\n  ", 2
        line += shown + " "
        column += len(word) + 1
    click.echo(line.rstrip() + "\n")


def _words(hit: Hit) -> Iterator[tuple[str, str]]:
    """The excerpt's words as they stand and as they are shown, what was searched for underlined."""
    at = 0
    for word in hit.text.split():
        at = hit.text.index(word, at)
        shown, place = "", at
        for start, end in hit.marks:
            if start < at + len(word) and end > at:
                shown += plain(hit.text[place : max(start, at)])
                place = min(end, at + len(word))
                shown += click.style(plain(hit.text[max(start, at) : place]), underline=True)
        yield word, shown + plain(hit.text[place : at + len(word)])
        at += len(word)
