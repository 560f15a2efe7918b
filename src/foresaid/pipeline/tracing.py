"""Which passages stand in several documents, where first, and who may have them from whom?

Two steps, each whole or not at all, so that the answer depends on the documents alone and not on when they came:

    passages    the token streams of the quotation index, copies of a text once, joined and walked
    clusters    the same words in several places: standing by date, formulas, derivations

Nothing is done again where neither the documents nor what is known of them has changed.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import astuple, dataclass
from enum import StrEnum
from functools import lru_cache
from heapq import nsmallest
from itertools import islice
from shlex import quote
from statistics import median_low
from typing import TYPE_CHECKING

from foresaid.archive.collection import reading, writing
from foresaid.archive.reuse import (
    Kept,
    Pair,
    Place,
    clusters,
    clusters_at,
    forget_clusters,
    forget_pairs,
    pairs,
    put_cluster,
    put_pairs,
)
from foresaid.errors import UsageError
from foresaid.model.evidence import Passage
from foresaid.model.reuse import Attestation, Cluster, ClusterKind, Reuse
from foresaid.pipeline.holders import Holders, Texts, day_order, read_holders, state
from foresaid.pipeline.indexing import quotation_index
from foresaid.pipeline.journalling import note_run
from foresaid.pipeline.reports import Progress, silent
from foresaid.pipeline.viewing import seeing
from foresaid.text.identity import digest
from foresaid.trace.clusters import Group, Stretch, gather
from foresaid.trace.descent import by_date, chains, derive, hold, standings
from foresaid.trace.formulas import SHORT, classify
from foresaid.trace.laying import shared_spans
from foresaid.trace.variants import Collation
from foresaid.verify.changes import read_changes
from foresaid.verify.names import same_name
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from foresaid.archive.collection import Collection
    from foresaid.model.reuse import Holder, Variant
    from foresaid.trace.descent import Held, SameName

TRACE = "trace"
# Raised whenever the rules of trace/ change, so that everything is traced anew.
_VERSION = "trace/3"
_PASSAGES, _CLUSTERS = "passages", "clusters"
# Attestations of a cluster whose readings are compared; more are a formula, or news that everybody printed.
COLLATED = 40
_APART = 1 << 40  # code points between documents on the line of all: more than any has
_NAMES = 4096  # pairs of names kept
_BATCH = 500  # clusters between two reports of progress


@dataclass(frozen=True, slots=True)
class TraceReport:
    """What tracing found: how many documents and independent texts there are, pairs of passages, and clusters."""

    documents: int
    texts: int
    pairs: int
    passages: int
    formulas: int


def trace_collection(root: Path, *, progress: Progress = silent) -> TraceReport:
    """Trace the passages that documents of a collection have in common."""
    with writing(root) as collection:
        note_run(collection, TRACE)
        trace_pending(collection, progress=progress)
        return _report(collection)


def _report(collection: Collection) -> TraceReport:
    catalogue = collection.catalogue
    kinds = catalogue.tally("cluster", "kind")
    return TraceReport(
        catalogue.count("document"),
        len(read_holders(catalogue).order),
        catalogue.count("reuse"),
        kinds.get(ClusterKind.PASSAGE, 0),
        kinds.get(ClusterKind.FORMULA, 0),
    )


@contextmanager
def traced(
    root: Path, as_of: str | None = None, progress: Progress = silent
) -> Iterator[tuple[Collection, TraceReport]]:
    """A collection open for reading whose passages are traced, or, with `as_of`, as they were seen then."""
    if as_of is None:
        report = trace_collection(root, progress=progress)
        with reading(root) as collection:
            yield collection, report
    else:
        with seeing(root, as_of, progress) as collection:
            yield collection, trace_seen(collection, progress=progress)


def trace_seen(collection: Collection, *, progress: Progress = silent) -> TraceReport:
    """Trace what is seen of a collection until a day, for as long as it is open: pairs and clusters are in its view."""
    holders = read_holders(collection.catalogue)
    put_pairs(collection.catalogue, _find_pairs(collection, holders, progress))
    for cluster in list(_find_clusters(collection, holders, progress)):
        put_cluster(collection.catalogue, cluster)
    return _report(collection)


def trace_pending(collection: Collection, *, progress: Progress = silent) -> None:
    """Trace anew where documents, or what is known of them, have changed since the last time."""
    catalogue = collection.catalogue
    version = f"{_VERSION} {state(catalogue)}"
    if catalogue.done(TRACE, version, _CLUSTERS):
        return
    holders = read_holders(catalogue)
    if not catalogue.done(TRACE, version, _PASSAGES):
        found = list(_find_pairs(collection, holders, progress))
        with catalogue.transaction():
            forget_clusters(catalogue)
            forget_pairs(catalogue)
            put_pairs(catalogue, found)
            catalogue.forget(TRACE, version)
            catalogue.mark(TRACE, version, [_PASSAGES])
    with catalogue.transaction():
        forget_clusters(catalogue)
        for cluster in _find_clusters(collection, holders, progress):
            put_cluster(catalogue, cluster)
        catalogue.mark(TRACE, version, [_CLUSTERS])


def _find_pairs(collection: Collection, holders: Holders, progress: Progress) -> Iterator[Pair]:
    """Passages that two texts have in common."""
    progress("reading words", 0, 1)
    streams = list(quotation_index(collection, progress).streams())
    order = [(number, holders.by_number[number].id) for number in holders.order]
    for each in shared_spans(streams, order, progress):
        yield Pair(*astuple(each))


def _find_clusters(collection: Collection, holders: Holders, progress: Progress) -> Iterator[Kept]:
    """Clusters of the pairs in the catalogue, in an order that no history changes."""
    catalogue = collection.catalogue
    rank = {number: at for at, number in enumerate(holders.order)}
    found = sorted(
        pairs(catalogue),
        key=lambda each: (rank[each.one], each.one_start, rank[each.other], each.other_start),
    )
    ones = [_on_line(rank[each.one], each.one_start, each.one_end) for each in found]
    others = [_on_line(rank[each.other], each.other_start, each.other_end) for each in found]
    groups = list(gather(ones, others))
    teller = _Teller(collection, holders)
    for done, group in enumerate(groups, 1):
        words = median_low(found[at].matched for at in group.pairs)
        if (cluster := teller.tell(group, words)) is not None:
            yield cluster
        if done % _BATCH == 0 or done == len(groups):
            progress("comparing wordings", done, len(groups))


def _on_line(rank: int, start: int, end: int) -> Stretch:
    """A stretch of a document on the line on which documents lie behind one another."""
    return Stretch(rank * _APART + start, rank * _APART + end)


class _Teller:
    """Makes clusters of groups of places."""

    def __init__(self, collection: Collection, holders: Holders) -> None:
        self._holders = holders
        self._texts = Texts(collection.catalogue)
        self._same_name = naming(collection)
        self._numbers = {holders.by_number[number].id: number for number in holders.order}

    def tell(self, group: Group, words: int) -> Kept | None:
        """The cluster of a group; None where all its places are one witness."""
        places = sorted((self._held(stretch) for stretch in group.places), key=by_date)
        witnesses = len({at.witness for at in places})
        if witnesses < 2:  # noqa: PLR2004 - an excerpt and the volume that holds it are one
            return None
        kind, reason = classify(places, words)
        collation = None
        if words > SHORT and witnesses > 2 and len(places) <= COLLATED:  # noqa: PLR2004 - of two there is no third
            collation = Collation([self._text(at) for at in places])
        derived = []
        if kind is ClusterKind.PASSAGE:  # nobody has a formula from anybody
            derived = derive(places, self._same_name, collation.common if collation else nothing)
        return Kept(
            digest(*(f"{at.holder.id} {at.start} {at.end}" for at in places)),
            kind,
            reason,
            words,
            witnesses,
            tuple(
                Place(
                    self._numbers[at.holder.id], at.start, at.end, standing, at.quoted, at.voice, at.witness
                )
                for at, standing in zip(places, standings(places), strict=True)
            ),
            tuple(derived),
        )

    def _held(self, stretch: Stretch) -> Held:
        rank, start = divmod(stretch.start, _APART)
        number = self._holders.order[rank]
        end = stretch.end - rank * _APART
        return hold(self._holders.by_number[number], self._texts[number], start, end)

    def _text(self, at: Held) -> str:
        return self._texts[self._numbers[at.holder.id]][at.start : at.end]


def nothing(number: int) -> tuple[tuple[int, str], ...]:
    """No reading in common: too few or too many texts to tell, or too short ones."""
    del number
    return ()


def naming(collection: Collection) -> SameName:
    """Tells whether two names are one person's, in the language of a collection."""
    changes = read_changes(load_vocabulary(collection.settings.language))
    return lru_cache(_NAMES)(lambda one, other: same_name(one, other, changes))


def is_traced(collection: Collection) -> bool:
    """Whether what is kept was found in the documents as they are now."""
    catalogue = collection.catalogue
    return catalogue.done(TRACE, f"{_VERSION} {state(catalogue)}", _CLUSTERS)


class Order(StrEnum):
    """What clusters are ordered by: the longest first, those in most texts first, or the earliest first."""

    WORDS = "words"
    TEXTS = "texts"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which clusters are wanted: of so many words, in so many texts, of these kinds, with a document; in which order."""

    least_words: int = 0
    least_texts: int = 0
    kinds: tuple[ClusterKind, ...] = tuple(ClusterKind)
    document: str | None = None
    order: Order = Order.WORDS
    limit: int = -1


_ALL = Selection()


def read_clusters(root: Path, selection: Selection = _ALL) -> Iterator[Cluster]:
    """The clusters that were found; the longest passages first, where nothing else is asked for."""
    with reading(root) as collection:
        yield from view_clusters(collection, selection)


def view_clusters(collection: Collection, selection: Selection = _ALL) -> Iterator[Cluster]:
    """The clusters of an open collection with their words."""
    viewer = Viewer(collection)
    simple = selection.document is None and selection.order is Order.WORDS
    found = _selected(
        collection, selection, selection.limit if simple and not selection.least_texts else -1
    )
    if not simple:
        key = viewer.sort_key(selection.order)
        found = iter(
            sorted(found, key=key) if selection.limit < 0 else nsmallest(selection.limit, found, key)
        )
    for kept in found if selection.limit < 0 else islice(found, selection.limit):
        yield viewer.cluster(kept)


def _selected(collection: Collection, selection: Selection, limit: int) -> Iterator[Kept]:
    """The clusters of a selection in the order of the catalogue: the longest first."""
    catalogue = collection.catalogue
    if selection.document is None:
        found = clusters(catalogue, least_words=selection.least_words, kinds=selection.kinds, limit=limit)
    else:
        row = next(
            catalogue.rows(
                "SELECT number, length(text) AS length FROM document WHERE id = ?", (selection.document,)
            ),
            None,
        )
        if row is None:
            raise UsageError(
                f"There is no document {selection.document!r}; `foresaid status {quote(str(collection.root))} --documents` lists all."
            )
        found = clusters_at(catalogue, row["number"], 0, row["length"])
    for kept in found:
        if (
            kept.words >= selection.least_words
            and kept.witnesses >= selection.least_texts
            and kept.kind in selection.kinds
        ):
            yield kept


def view_pairs(collection: Collection) -> Iterator[Reuse]:
    """The pairs of passages of an open collection with their words."""
    viewer = Viewer(collection)
    for pair in pairs(collection.catalogue):
        one = viewer.passage(pair.one, pair.one_start, pair.one_end)
        other = viewer.passage(pair.other, pair.other_start, pair.other_end)
        yield Reuse(one, other, pair.matched, pair.identity, pair.bits)


class Viewer:
    """Clusters as people see them: with the words, titles and dates of the documents as they are now."""

    def __init__(self, collection: Collection) -> None:
        self._texts = Texts(collection.catalogue)
        self._holders = read_holders(collection.catalogue)

    def cluster(self, kept: Kept) -> Cluster:
        """A cluster with the words of its attestations."""
        return Cluster(
            *(kept.id, kept.kind, kept.reason, kept.words, kept.witnesses),
            tuple(self._attestation(place) for place in kept.places),
            kept.derivations,
            chains(kept.derivations),
        )

    def sort_key(self, order: Order) -> Callable[[Kept], tuple[object, ...]]:
        """What clusters are ordered by; those that are alike in it, the longest first."""
        by_number = self._holders.by_number

        def key(kept: Kept) -> tuple[object, ...]:
            first = {
                Order.WORDS: (),
                Order.TEXTS: (-kept.witnesses,),
                Order.DATE: day_order(by_number[kept.places[0].document]),
            }[order]
            return (*first, -kept.words, -kept.witnesses, kept.id)

        return key

    def _attestation(self, place: Place) -> Attestation:
        passage = self.passage(place.document, place.start, place.end)
        copies = self._holders.copies.get(place.document, ())
        return attest(self._holders.by_number[place.document], passage, place, copies)

    def passage(self, number: int, start: int, end: int) -> Passage:
        """The words of a document between two code points."""
        return Passage(self._holders.by_number[number].id, start, end, self._texts[number][start:end])


def attest(holder: Holder, passage: Passage, found: Place, copies: tuple[str, ...] = ()) -> Attestation:
    """A passage of a document as an attestation."""
    return Attestation(
        passage.document,
        passage.start,
        passage.end,
        passage.text,
        holder.title,
        holder.speaker,
        holder.stated,
        holder.grade,
        found.standing,
        found.quoted,
        found.voice,
        found.witness,
        copies,
    )


def variants(cluster: Cluster) -> tuple[Variant, ...]:
    """Where the attestations of a cluster read differently; of a formula with very many, none are compared."""
    if len(cluster.attestations) > COLLATED:
        return ()
    return Collation([each.text for each in cluster.attestations]).variants()
