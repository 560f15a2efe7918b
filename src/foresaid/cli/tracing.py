"""trace and whence: which passages stand in several documents, and where do words come from?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foresaid.cli import options
from foresaid.cli.printing import counted, echo, echo_json, echo_jsonl, paragraph, table
from foresaid.cli.progress import ProgressLine
from foresaid.cli.verdicts import shorten, show
from foresaid.errors import UsageError
from foresaid.model.evidence import Words
from foresaid.model.reuse import ClusterKind, Origin, Standing
from foresaid.pipeline.attesting import whence as find_whence
from foresaid.pipeline.tracing import read_clusters, trace_collection, variants

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.model.reuse import Attestation, Cluster, Derivation, Provenance, Variant

# Words that stand in the places listed as they were given, or but for accidentals and a cut.
_HELD = frozenset({Words.VERBATIM, Words.MINOR, Words.TRUNCATED})
_SHOWN = 20
_VARIANTS = 12  # places where texts read differently, shown to people; --json has all
_NO_LIMIT = -1


@click.command(epilog="Example: foresaid trace papers --min-words 12 --details")
@options.collection
@click.option(
    "--min-words",
    type=click.IntRange(1),
    default=1,
    metavar="N",
    help="Only passages in which so many words agree.",
)
@click.option("--formulas", is_flag=True, help="Show formulas, which anybody writes, as well.")
@click.option(
    "--limit",
    type=click.IntRange(0),
    metavar="N",
    help=f"How many to show: {_SHOWN} for people, all with --json and --jsonl.",
)
@click.option(
    "--details", is_flag=True, help="Show every place, who may have it from whom, and all readings."
)
@options.as_json
@options.as_jsonl
def trace(
    collection: Path,
    min_words: int,
    formulas: bool,
    limit: int | None,
    details: bool,
    as_json: bool,
    as_jsonl: bool,
) -> int:
    """Find passages that stand in several documents, and where first.

    Copies, reprints and excerpts of a document count as one text. Of two texts one is earlier only where their
    dates, of grade A to C, leave no doubt; an earlier text is the earliest held here, and need not be the source.
    """
    with ProgressLine() as progress:
        report = trace_collection(collection, progress=progress)
    most = limit if limit is not None else _NO_LIMIT if as_json or as_jsonl else _SHOWN
    kinds = tuple(ClusterKind) if formulas else (ClusterKind.PASSAGE,)
    found = read_clusters(collection, least_words=min_words, kinds=kinds, limit=most)
    if as_jsonl:
        echo_jsonl(_as_dict(each, details=details) for each in found)
    elif as_json:
        clusters = [_as_dict(each, details=details) for each in found]
        echo_json({**asdict(report), "clusters": clusters})
    else:
        shown = list(found)
        if details:
            for each in shown:
                _show_cluster(each)
        else:
            _list_clusters(shown)
        echo(
            f"{counted(report.passages, 'passage')} and {counted(report.formulas, 'formula')} in"
            f" {counted(report.pairs, 'pair')}, in a search of {counted(report.documents, 'document')}, which are"
            f" {counted(report.texts, 'text')}; {len(shown):,} shown."
        )
    return 0


def _as_dict(cluster: Cluster, *, details: bool) -> dict[str, Any]:
    return asdict(cluster) | ({"variants": [asdict(each) for each in variants(cluster)]} if details else {})


def _list_clusters(clusters: Sequence[Cluster]) -> None:
    rows = [
        (
            str(each.words),
            str(each.witnesses),
            _first(each.attestations[0]),
            shorten(each.attestations[0].text),
        )
        for each in clusters
    ]
    if rows:
        table(rows, heads=("words", "texts", "earliest held here", "passage"))
        echo()


def _first(attestation: Attestation) -> str:
    """The first place by date, with a mark where it is not certainly the earliest."""
    doubt = "" if attestation.standing is Standing.EARLIEST else "?"
    return f"{attestation.date or 'undated'}{doubt} {attestation.document}"


def _show_cluster(cluster: Cluster) -> None:
    echo(f"{counted(cluster.words, 'word')} in {counted(cluster.witnesses, 'text')}", bold=True)
    if cluster.reason:
        echo(f"  a formula: {cluster.reason}")
    paragraph(cluster.attestations[0].text, indent="  ")
    _show_places(cluster.attestations, cluster.derivations, cluster.chains)
    _show_variants(variants(cluster))
    echo()


def _show_places(
    attestations: Sequence[Attestation],
    derivations: Sequence[Derivation],
    chains: Sequence[Sequence[int]],
) -> None:
    origin = {each.attestation: each for each in derivations}
    for number, each in enumerate(attestations):
        echo(
            f"  {number + 1:>3}  {each.date or 'undated'}  {each.speaker or 'speaker not stated'}"
            f"  [{each.document}:{each.start}-{each.end}]  {_standing(each)}"
        )
        if each.copies:
            echo(f"       the same text: {', '.join(each.copies)}")
        if number in origin:
            echo(f"       {_origin(origin[number])}")
    for chain in chains:
        echo(f"       chain: {' from '.join(str(number + 1) for number in chain)}")


def _standing(attestation: Attestation) -> str:
    if attestation.standing is Standing.UNDATED:
        grade = f" of grade A to C (grade {attestation.grade})" if attestation.date else ""
        return f"no date{grade}: may be earlier than any"
    return {
        Standing.EARLIEST: "earliest of the dated ones held here",
        Standing.POSSIBLY_EARLIEST: "possibly the earliest of the dated ones held here",
        Standing.LATER: "",
    }[attestation.standing]


def _origin(derivation: Derivation) -> str:
    why = "; ".join(derivation.reasons)
    if derivation.origin is Origin.UNDETERMINED or derivation.source is None:
        return f"where from is undetermined: {why}"
    return f"{derivation.origin} {derivation.source + 1}: {why}"


def _show_variants(found: Sequence[Variant]) -> None:
    for variant in found[:_VARIANTS]:
        readings = (
            f"{reading or 'left out'}: {', '.join(str(number + 1) for number in who)}"
            for reading, who in variant.readings
        )
        echo(f"       reads  {'  |  '.join(readings)}")
    if len(found) > _VARIANTS:
        echo(f"       … and {len(found) - _VARIANTS:,} more readings; --json shows them.")


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
@options.as_json
def whence(collection: Path, text: str, limit: int, as_json: bool) -> int:
    """Find where words come from, whoever quotes them.

    The words may be few, misread or cut. Every place that holds them is counted; the earliest are listed, undated
    ones last, with who may have them from whom and how the places differ.
    """
    if not text.strip():
        raise UsageError("There are no words to look for.")
    with ProgressLine() as progress:
        found = find_whence(collection, text, limit=limit, progress=progress)
    if as_json:
        rest = asdict(found)
        echo_json({**rest.pop("verdict"), **rest})
    else:
        _show_provenance(found, text)
    return 0


def _show_provenance(found: Provenance, text: str) -> None:
    for number, each in enumerate(found.attestations):
        echo(
            f"{number + 1:>3}  {each.date or 'undated'}  {each.speaker or 'speaker not stated'}"
            f"  {each.title or ''}  [{each.document}:{each.start}-{each.end}]",
            bold=True,
        )
        if where := _standing(each):
            echo(f"     {where}")
        if each.quoted:
            echo(f"     quoted there{f' from {each.voice}' if each.voice else ''}")
        origin = next((derived for derived in found.derivations if derived.attestation == number), None)
        if origin is not None and origin.origin is not Origin.POSSIBLY_FROM:
            echo(f"     {_origin(origin)}")
        paragraph(each.text, indent="     ")
    for chain in found.chains:
        echo(f"     chain: {' from '.join(str(number + 1) for number in chain)}")
    _show_variants(found.variants)
    more = " or more" if found.bounded else ""
    listed = (
        f"; the first {len(found.attestations):,} are listed"
        if found.places > len(found.attestations)
        else ""
    )
    echo(
        f"\n{counted(found.places, 'place')}{more} in {counted(found.witnesses, 'text')}{listed}, in a search of"
        f" {counted(found.documents, 'document')}."
    )
    if found.verdict.words not in _HELD:
        show(found.verdict, text, found.documents)
