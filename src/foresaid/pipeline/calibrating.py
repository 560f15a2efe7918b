"""How much evidence must there be in this collection that words were taken from a place?"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from foresaid.archive.chance import read_chance, write_chance
from foresaid.text.identity import digest
from foresaid.text.normalize import tokenise, words
from foresaid.verify.chance import Chance, calibrate
from foresaid.verify.changes import read_changes
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from foresaid.archive.collection import Collection
    from foresaid.archive.quotation_index import DiskQuotationIndex

# Passages for each length in words, and how many: some 0.3 s for a collection of any size.
LENGTHS, EACH = (10, 20, 40), 60
DRAWN = 60  # documents that words are drawn from
STRETCH = 20_000  # characters of each; the whole of a long volume would take seconds


def collection_chance(collection: Collection, index: DiskQuotationIndex) -> Chance:
    """What chance gives in the collection as it is: as kept, else fitted now."""
    state = _state(collection)
    held = read_chance(collection.index / "quotations", state)
    return Chance(*held) if held is not None else _fitted(collection, index, state)


def keep_chance(collection: Collection, index: DiskQuotationIndex) -> None:
    """Fit and keep what chance gives, where the texts have changed."""
    state, folder = _state(collection), collection.index / "quotations"
    if read_chance(folder, state) is None:
        chance = _fitted(collection, index, state)
        write_chance(folder, state, chance.rate, chance.scale)


def _state(collection: Collection) -> str:
    """What the fit depends on: the texts, and nothing of when or in what order they came."""
    rows = collection.catalogue.rows("SELECT text_digest FROM document ORDER BY text_digest")
    return digest(*(row["text_digest"] for row in rows))


def _fitted(collection: Collection, index: DiskQuotationIndex, state: str) -> Chance:
    passages = _shuffled(collection, Random(state))  # noqa: S311 - a draw that can be repeated, no secret
    changes = read_changes(load_vocabulary(collection.settings.language))
    return calibrate(index, changes, passages)


def _shuffled(collection: Collection, draw: Random) -> list[str]:
    """Passages of words drawn from all over the collection; none where it has hardly any."""
    rows = collection.catalogue.rows("SELECT number FROM document ORDER BY text_digest")
    numbers = [row["number"] for row in rows]
    pool: list[str] = []
    for number in draw.sample(numbers, min(DRAWN, len(numbers))):
        row = next(collection.catalogue.rows("SELECT text FROM document WHERE number = ?", (number,)))
        start = draw.randrange(max(1, len(row["text"]) - STRETCH))
        text = row["text"][start : start + STRETCH]
        pool += words(text, tokenise(text))
    if len(pool) < STRETCH // 10:
        return []
    return [" ".join(draw.choices(pool, k=length)) for length in LENGTHS for _ in range(EACH)]
