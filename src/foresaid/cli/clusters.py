"""How are passages that stand in several documents shown, and copies of whole documents?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.cli.attestations import dated, origin_in_words, show_variants, standing_in_words
from foresaid.cli.printing import counted, echo, paragraph
from foresaid.cli.verdicts import shorten
from foresaid.model.reuse import ClusterKind, Standing
from foresaid.pipeline.reprints import Relation
from foresaid.pipeline.tracing import variants

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from foresaid.model.reuse import Attestation, Cluster, Derivation
    from foresaid.pipeline.reprints import Reprint, Reprints

# Copies of one text that are listed; --json has all.
_COPIES = 12


def list_clusters(clusters: Iterable[Cluster]) -> int:
    """Two lines a cluster: how many words in how many texts and where first, then how they begin."""
    shown = 0
    for each in clusters:
        shown += 1
        first = each.attestations[0]
        formula = ", a formula" if each.kind is ClusterKind.FORMULA else ""
        undated = sum(at.standing is Standing.UNDATED for at in each.attestations)
        apart = f"; {undated:,} undated" if undated and first.standing is not Standing.UNDATED else ""
        paragraph(
            f"{counted(each.words, 'word')} in {counted(each.witnesses, 'text')}{formula}; {_first(first)}{apart}"
        )
        paragraph(shorten(first.text), indent="    ")
    if shown:
        echo()
    return shown


def _first(first: Attestation) -> str:
    named = f"{dated(first)} {first.document}" + (f" ({first.speaker})" if first.speaker else "")
    return {
        Standing.EARLIEST: f"earliest held here: {named}",
        Standing.POSSIBLY_EARLIEST: f"possibly earliest: {named}",
        Standing.LATER: f"earliest held here: {named}",
        Standing.UNDATED: f"no date counts, one of them: {named}",
    }[first.standing]


def show_clusters(clusters: Iterable[Cluster]) -> int:
    """Every cluster with all places, origins and readings."""
    shown = 0
    for each in clusters:
        shown += 1
        echo(f"{counted(each.words, 'word')} in {counted(each.witnesses, 'text')}", bold=True)
        if each.reason:
            echo(f"  a formula: {each.reason}")
        paragraph(each.attestations[0].text, indent="  ")
        _show_places(each.attestations, each.derivations, each.chains)
        show_variants(variants(each))
        echo()
    return shown


def _show_places(
    attestations: Sequence[Attestation],
    derivations: Sequence[Derivation],
    chains: Sequence[Sequence[int]],
) -> None:
    origin = {each.attestation: each for each in derivations}
    for number, each in enumerate(attestations):
        parts = (
            dated(each),
            each.speaker or "speaker not stated",
            each.title or "",
        )
        named = ", ".join(part for part in parts if part)
        place = f"[{each.document}:{each.start}-{each.end}]"
        paragraph(f"{named} {place}", indent="       ", first=f"  {number + 1:>3}  ")
        if where := standing_in_words(each):
            echo(f"       {where}")
        if each.copies:
            paragraph(f"the same text: {', '.join(each.copies)}", indent="       ")
        if number in origin:
            paragraph(origin_in_words(origin[number]), indent="       ")
    for chain in chains:
        echo(f"       chain: {' from '.join(str(number + 1) for number in chain)}")


def show_reprints(found: Iterable[Reprints]) -> int:
    """Each text that several documents hold, with these in order of date."""
    shown = 0
    for each in found:
        shown += 1
        echo(f"{counted(len(each.documents), 'document')} with one text or a part of it", bold=True)
        paragraph(f"{shorten(each.opening)}", indent="  ")
        for document in each.documents[:_COPIES]:
            paragraph(_reprint(document), indent="      ", first="    ")
        if len(each.documents) > _COPIES:
            echo(f"    … and {len(each.documents) - _COPIES:,} more; --json shows them.")
        echo()
    return shown


def _reprint(document: Reprint) -> str:
    told = []
    if document.relation is Relation.EXCERPT:
        told.append(f"an excerpt of {document.whole}:{document.start}-{document.end}")
    if where := standing_in_words(document):
        told.append(where)
    return f"{dated(document)}, {document.document}{': ' if told else ''}{'; '.join(told)}"
