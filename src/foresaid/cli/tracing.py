"""trace and whence: which passages stand in several documents, and where do words come from?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foresaid.cli import options
from foresaid.cli.clusters import list_clusters, show_clusters, show_reprints
from foresaid.cli.printing import counted, echo_json, echo_jsonl, paragraph, shell_word
from foresaid.cli.progress import ProgressLine
from foresaid.cli.provenance import as_dict, show_provenance
from foresaid.cli.views import tell_view, viewed
from foresaid.errors import UsageError
from foresaid.model.reuse import ClusterKind
from foresaid.pipeline.attesting import whence as find_whence
from foresaid.pipeline.reprints import view_reprints
from foresaid.pipeline.tracing import Order, Selection, traced, variants, view_clusters

if TYPE_CHECKING:
    from foresaid.archive.collection import Collection
    from foresaid.model.reuse import Cluster
    from foresaid.pipeline.tracing import TraceReport

_SHOWN = 20
_NO_LIMIT = -1


@click.command(epilog="Example: foresaid trace papers --min-words 12 --sort texts --details")
@options.collection
@click.option(
    "--min-words",
    type=click.IntRange(1),
    default=1,
    metavar="N",
    help="Only passages in which so many words agree.",
)
@click.option(
    "--min-texts", type=click.IntRange(1), default=1, metavar="N", help="Only passages in so many texts."
)
@click.option("--document", metavar="ID", help="Only passages that stand in this document.")
@click.option(
    "--sort",
    "order",
    type=click.Choice([each.value for each in Order]),
    default=Order.WORDS.value,
    show_default=True,
    help="The longest first, those in most texts, or the earliest.",
)
@click.option("--formulas", is_flag=True, help="Show formulas, which anybody writes, as well.")
@click.option(
    "--copies",
    is_flag=True,
    help="Show texts that several documents hold whole or in part, copies, reprints and excerpts, instead of passages.",
)
@click.option(
    "--limit",
    type=click.IntRange(0),
    metavar="N",
    help=f"How many to show: {_SHOWN} for people, all with --json and --jsonl.",
)
@click.option(
    "--details", is_flag=True, help="Show every place, who may have it from whom, and all readings."
)
@options.as_of
@options.as_json
@options.as_jsonl
def trace(
    collection: Path,
    min_words: int,
    min_texts: int,
    document: str | None,
    order: str,
    formulas: bool,
    copies: bool,
    limit: int | None,
    details: bool,
    as_of: str | None,
    as_json: bool,
    as_jsonl: bool,
) -> int:
    """Find passages that stand in several documents, and where first.

    Copies, reprints and excerpts of a document count as one text; --copies lists them. Of two texts one is earlier
    only where their dates, of grade A to C, leave no doubt; an earlier text is the earliest held here, and need
    not be the source.
    """
    most = limit if limit is not None else _NO_LIMIT if as_json or as_jsonl else _SHOWN
    kinds = tuple(ClusterKind) if formulas else (ClusterKind.PASSAGE,)
    selection = Selection(min_words, min_texts, kinds, document, Order(order), most)
    with ProgressLine() as progress, traced(collection, as_of, progress) as (opened, report):
        progress.close()
        if as_jsonl:
            tell_view(opened.view, err=True)
        if copies:
            _trace_copies(opened, report, selection, (as_json, as_jsonl))
            return 0
        found = view_clusters(opened, selection)
        if as_jsonl:
            echo_jsonl(_as_dict(each, details=details) for each in found)
        elif as_json:
            clusters = [_as_dict(each, details=details) for each in found]
            echo_json(viewed({**asdict(report), "clusters": clusters}, opened.view))
        else:
            shown = show_clusters(found) if details else list_clusters(found)
            _sum_up(report, shown, opened)
    return 0


def _as_dict(cluster: Cluster, *, details: bool) -> dict[str, Any]:
    return asdict(cluster) | ({"variants": [asdict(each) for each in variants(cluster)]} if details else {})


def _trace_copies(
    opened: Collection, report: TraceReport, selection: Selection, form: tuple[bool, bool]
) -> None:
    """Copies, reprints and excerpts: for people, as one JSON object, or as a stream."""
    found = view_reprints(opened, document=selection.document, limit=selection.limit)
    as_json, as_jsonl = form
    if as_jsonl:
        echo_jsonl(found)
    elif as_json:
        reprints = [asdict(each) for each in found]
        echo_json(viewed({**asdict(report), "reprints": reprints}, opened.view))
    else:
        shown = show_reprints(found)
        paragraph(f"{_searched(report)} {counted(shown, 'text')} of several documents shown.")
        tell_view(opened.view)


def _sum_up(report: TraceReport, shown: int, opened: Collection) -> None:
    """How much was found in how much, and what was left out of it."""
    paragraph(
        f"{counted(report.passages, 'passage')} and {counted(report.formulas, 'formula')} in"
        f" {counted(report.pairs, 'pair')}; {shown:,} shown. {_searched(report)}"
    )
    if report.documents > report.texts:
        paragraph(
            f"Copies and reprints are not among the passages; they are listed by: foresaid trace"
            f" {shell_word(opened.root)} --copies"
        )
    tell_view(opened.view)


def _searched(report: TraceReport) -> str:
    if not report.documents:
        return "The collection holds no document."
    return f"Searched: {counted(report.documents, 'document')}, which are {counted(report.texts, 'text')}."


@click.command(epilog='Example: foresaid whence papers "then inevitably there will come a time of change"')
@options.collection
@click.argument("text")
@click.option(
    "--limit",
    type=click.IntRange(1, 10_000),
    default=_SHOWN,
    show_default=True,
    metavar="N",
    help="How many places to list, the earliest first; all are counted.",
)
@options.as_of
@options.as_json
def whence(collection: Path, text: str, limit: int, as_of: str | None, as_json: bool) -> int:
    """Find who had words first, as far as the documents held tell.

    The words may be few, misread or cut. Every place that holds them, or words like them, is counted; the earliest
    are listed in their sentences, undated ones last, with who may have them from whom and how the places differ.
    The answer stands at the end, and says what the dates cannot tell.
    """
    if not text.strip():
        raise UsageError("There are no words to look for.")
    with ProgressLine() as progress:
        found = find_whence(collection, text, as_of=as_of, limit=limit, progress=progress)
    if as_json:
        echo_json(viewed(as_dict(found), found.view))
    else:
        show_provenance(found, text)
        tell_view(found.view)
    return 0
