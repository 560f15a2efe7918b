"""How much evidence must there be in this collection that words were taken from a place?"""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from foresaid.archive.chance import read_chance, write_chance
from foresaid.archive.quotation_index import open_index
from foresaid.archive.quotation_segments import build_segment
from foresaid.model.evidence import Source
from foresaid.text.identity import digest
from foresaid.text.normalize import tokenise, words
from foresaid.verify.chance import Chance, calibrate
from foresaid.verify.changes import read_changes
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from foresaid.archive.collection import Collection

# Passages for each length in words, and how many: some 0.3 s for a collection of any size.
LENGTHS, EACH = (10, 20, 40), 60
DRAWN = 60  # documents that words are drawn from
STRETCH = 20_000  # characters of each; the whole of a long volume would take seconds
LEAST = 2_000  # words that must be there to draw from; fewer have no chance to speak of


def collection_chance(collection: Collection) -> Chance:
    """What chance gives in the collection as it is: as kept, else fitted now."""
    state = _state(collection)
    held = read_chance(collection.index / "quotations", state)
    return Chance(*held) if held is not None else _fitted(collection, state)


def keep_chance(collection: Collection) -> None:
    """Fit and keep what chance gives, where the texts have changed."""
    state, folder = _state(collection), collection.index / "quotations"
    if read_chance(folder, state) is None:
        chance = _fitted(collection, state)
        write_chance(folder, state, chance.rate, chance.scale)


def _state(collection: Collection) -> str:
    """What the fit depends on: the documents as they are, and nothing of when or in what order they came."""
    rows = collection.catalogue.rows("SELECT text_digest FROM document ORDER BY text_digest")
    return digest(*(row["text_digest"] for row in rows))


def _fitted(collection: Collection, state: str) -> Chance:
    """The fit, on an index of the drawn stretches alone: the same whatever came when, and in which segment it is."""
    draw = Random(state)  # noqa: S311 - a draw that can be repeated, no secret
    drawn = _drawn(collection, draw)
    pool = [word for source in drawn.values() for word in words(source.text, tokenise(source.text))]
    if len(pool) < LEAST:
        return Chance()
    passages = [" ".join(draw.choices(pool, k=length)) for length in LENGTHS for _ in range(EACH)]
    changes = read_changes(load_vocabulary(collection.settings.language))
    with TemporaryDirectory(prefix="foresaid-chance-") as name:
        build_segment(Path(name), drawn.values(), memory=collection.settings.memory)
        return calibrate(open_index(Path(name), drawn.__getitem__), changes, passages)


def _drawn(collection: Collection, draw: Random) -> dict[str, Source]:
    """Stretches of documents drawn from all over the collection, in the order of their digests."""
    rows = collection.catalogue.rows("SELECT number, text_digest FROM document ORDER BY text_digest")
    held = [(row["text_digest"], row["number"]) for row in rows]
    drawn: dict[str, Source] = {}
    for text_digest, number in sorted(draw.sample(held, min(DRAWN, len(held)))):
        row = next(collection.catalogue.rows("SELECT text FROM document WHERE number = ?", (number,)))
        start = draw.randrange(max(1, len(row["text"]) - STRETCH))
        drawn[text_digest] = Source(text_digest, row["text"][start : start + STRETCH])
    return drawn
