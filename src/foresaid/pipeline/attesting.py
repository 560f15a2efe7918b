"""Where do these words come from, as far as the collection tells? Every place that holds them, earliest first.

Looked for are the words one after the other, however often they stand somewhere; every place that has four of them
in a row; and the likeliest places where none do. Nothing of it needs `trace` to have run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.archive.reuse import Place
from foresaid.archive.views import View
from foresaid.model.evidence import Passage, QuotedWords
from foresaid.model.reuse import Attestation, ClusterKind, Provenance, Standing
from foresaid.pipeline.holders import Texts, read_holders
from foresaid.pipeline.indexing import quotation_index
from foresaid.pipeline.reports import Progress, silent
from foresaid.pipeline.tracing import COLLATED, attest, naming, nothing
from foresaid.pipeline.verifying import verify_given
from foresaid.pipeline.viewing import seeing
from foresaid.text.normalize import fold_word, tokenise, words
from foresaid.text.segment import last_sentence_start, sentence_end
from foresaid.trace.descent import by_date, chains, derive, hold, precedes, standings
from foresaid.trace.finding import Asked, lay_beside, windows
from foresaid.trace.formulas import SHORT, classify
from foresaid.trace.laying import end_of, rarity
from foresaid.trace.variants import Collation
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from foresaid.archive.collection import Collection
    from foresaid.archive.quotation_index import DiskQuotationIndex
    from foresaid.model.evidence import Verification
    from foresaid.trace.descent import Held

# Places that are laid beside the words, 0.3 ms each for a sentence; a sentence that stands oftener is a formula.
_LAID = 5000
# Exact places of one segment that the index gives (text/seeds.py MOST_PLACES).
_EXACT = 1 << 16
# Words from which on a place that does not hold them exactly can be told from chance (notes/perf.md §1).
_ENOUGH = 6
# Characters of a sentence shown on either side of the words; a longer one is cut.
_AROUND = 300
_FIRST = frozenset({Standing.EARLIEST, Standing.POSSIBLY_EARLIEST})


@dataclass(frozen=True, slots=True)
class Answer:
    """Who had the words first, as far as the dates of the documents held tell.

    `exact` counts the places that have the very words, whatever their typography. `first` are the earliest of these
    (of places with like words, where none has the very ones), one for each text: several where dates do not tell.
    `undated` counts the texts among them whose dates do not count, and `alike` is a place with like words that is
    certainly earlier than `first`, or None.
    """

    exact: int
    first: tuple[Attestation, ...]
    undated: int
    alike: Attestation | None


@dataclass(frozen=True, slots=True)
class Whence:
    """Where words come from: all places, the answer, and of each place listed whether it has the very words, and its sentence.

    `around` has the words before and behind the place inside its sentence, `view` says as of when was looked.
    """

    provenance: Provenance
    answer: Answer
    exact: tuple[bool, ...]
    around: tuple[tuple[str, str], ...]
    view: View | None = None


def whence(
    root: Path, text: str, *, as_of: str | None = None, limit: int = 20, progress: Progress = silent
) -> Whence:
    """Where words stand in a collection, whoever quotes them: the first `limit` places by date, all counted."""
    with seeing(root, as_of, progress) as collection:
        verdict = next(verify_given(collection, [QuotedWords("whence", text)], progress=progress))
        search = _Search(collection, text, progress)
        search.take(verdict)
        return search.provenance(verdict, limit)


class _Search:
    """The places of given words in a collection."""

    def __init__(self, collection: Collection, text: str, progress: Progress) -> None:
        self._collection = collection
        self._texts = Texts(collection.catalogue)
        language = load_vocabulary(collection.settings.language)
        self._abbreviations = language.words("quotations.abbreviations")
        self._numbers = {
            row["id"]: row["number"] for row in collection.catalogue.rows("SELECT id, number FROM document")
        }
        tokens = tokenise(text)
        self._asked = [fold_word(word) for word in words(text, tokens)]
        self._hashes = tokens.hashes
        self._spots: dict[int, list[tuple[int, int]]] = {}
        self._same: set[tuple[str, int, int]] = set()
        self.bounded = False
        index = quotation_index(collection)
        for name, start, end in self._exact(index):
            self._spots.setdefault(self._numbers[name], []).append((start, end))
            self._same.add((name, start, end))
        if len(self._asked) >= _ENOUGH:
            self._look_for_like(index, progress)

    def _exact(self, index: DiskQuotationIndex) -> Iterator[tuple[str, int, int]]:
        """Places that have the words one after the other."""
        count = 0
        for document, start, end in index.occurrences(self._hashes) if len(self._hashes) else ():
            count += 1
            yield index.about(document).id, start, end
        self.bounded |= count >= _EXACT

    def _look_for_like(self, index: DiskQuotationIndex, progress: Progress) -> None:
        """Places that have most of the words."""
        asked = Asked(self._asked, rarity(index.frequencies(self._hashes), index.tokens))
        likely: dict[tuple[int, int, int], None] = {}
        for stream in index.streams():
            for document, first, last in windows(stream.hashes, stream.documents, self._hashes):
                name = stream.ids[document]
                if name not in stream.withdrawn:
                    window = (self._numbers[name], int(stream.starts[first]), end_of(stream, last - 1))
                    likely[window] = None
        for document, start, end, _ in index.seeds(self._hashes):
            likely[self._numbers[index.about(document).id], start, end] = None
        self.bounded |= len(likely) > _LAID
        order = sorted(likely)[:_LAID]
        for done, (number, start, end) in enumerate(order, 1):
            spot = lay_beside(asked, self._texts[number], start, end)
            if spot is not None:
                self._add(number, spot.start, spot.end)
            progress("comparing wordings", done, len(order))

    def take(self, verdict: Verification) -> None:
        """Take in the places that verification found."""
        for place in ((verdict.source,) if verdict.source else ()) + verdict.elsewhere:
            self._add(self._numbers[place.document], place.start, place.end)

    def _add(self, number: int, start: int, end: int) -> None:
        """Note a place, unless another one has words of it."""
        spots = self._spots.setdefault(number, [])
        if all(end <= low or high <= start for low, high in spots):
            spots.append((start, end))

    def provenance(self, verdict: Verification, limit: int) -> Whence:
        """What the places say of where the words come from."""
        holders = read_holders(self._collection.catalogue, self._spots)
        places = sorted(
            (
                hold(holders.by_number[number], self._texts[number], start, end)
                for number in sorted(self._spots)
                for start, end in self._spots[number]
            ),
            key=by_date,
        )
        standing = standings(places)
        shown = places[:limit]
        texts = [self._text(at) for at in shown]
        collation = Collation(texts[:COLLATED]) if texts else None
        long = len(self._asked) > SHORT and 2 < len(shown) <= COLLATED  # noqa: PLR2004 - of two there is no third
        common = collation.common if collation and long else nothing
        kind, _ = classify(places, len(self._asked))
        derived = []
        if kind is ClusterKind.PASSAGE and len(self._asked) >= _ENOUGH:  # nobody has a formula from anybody
            derived = derive(shown, naming(self._collection), common)
        found = Provenance(
            verdict,
            tuple(self._attest(shown, standing)),
            tuple(derived),
            chains(derived),
            collation.variants() if collation else (),
            len(places),
            len({at.witness for at in places}),
            self.bounded,
            self._collection.catalogue.count("document"),
        )
        return Whence(
            found,
            self._answer(places),
            tuple(self._is_exact(at) for at in shown),
            tuple(self._around(at) for at in shown),
            self._collection.view,
        )

    def _is_exact(self, at: Held) -> bool:
        return (at.holder.id, at.start, at.end) in self._same

    def _answer(self, places: Sequence[Held]) -> Answer:
        """The first of the places that have the very words; where none has, of those that have like ones."""
        same = [at for at in places if self._is_exact(at)]
        asked = same or places
        standing = standings(asked)
        texts: dict[str, int] = {}  # the first place of each text that may be the first
        for number, where in enumerate(standing):
            if where in _FIRST:
                texts.setdefault(asked[number].witness, number)
        first = [asked[number] for number in texts.values()]
        undated = {at.witness for at in asked if at.holder.date is None}
        dated = {at.witness for at in asked if at.holder.date is not None}
        others = () if not first else (at for at in places if not self._is_exact(at))
        alike = [at for at in others if same and all(precedes(at, one) is True for one in first)][:1]
        return Answer(
            len(same),
            tuple(self._attest(first, [standing[number] for number in texts.values()])),
            len(undated - dated),
            next(self._attest(alike, [Standing.UNDATED] * len(alike)), None),
        )

    def _around(self, at: Held) -> tuple[str, str]:
        """The words of the sentence before and behind a place."""
        text = self._texts[self._numbers[at.holder.id]]
        floor, ceiling = max(0, at.start - _AROUND), min(len(text), at.end + _AROUND)
        before = text[last_sentence_start(text, floor, at.start, self._abbreviations) : at.start]
        after = text[at.end : sentence_end(text, at.end, ceiling, self._abbreviations)]
        return before.rpartition("\n\n")[2], after.partition("\n\n")[0]

    def _text(self, at: Held) -> str:
        return self._texts[self._numbers[at.holder.id]][at.start : at.end]

    def _attest(self, places: Sequence[Held], standing: Sequence[Standing]) -> Iterator[Attestation]:
        for at, where in zip(places, standing, strict=False):
            place = Place(0, at.start, at.end, where, at.quoted, at.voice, at.witness)
            yield attest(at.holder, Passage(at.holder.id, at.start, at.end, self._text(at)), place)
