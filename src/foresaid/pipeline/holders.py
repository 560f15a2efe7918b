"""What does tracing know of each document: its date, its speaker, whom it quotes, whose copy it is?"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from foresaid.model.dates import Grade
from foresaid.model.reuse import Holder
from foresaid.pipeline.grouping import Kindred
from foresaid.text.edtf import parse_edtf
from foresaid.text.identity import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foresaid.archive.catalogue import Catalogue

# Dates that may decide an order, as in grouping: no capture, which dates a copy alone, and no lead.
_DATES = """SELECT document, date, grade FROM dating WHERE kind != 'captured' AND grade <= ?
            ORDER BY document, rank DESC"""
_QUOTED = """SELECT document, start, "end", speaker FROM annotation WHERE layer = 'quotations' AND type != 'term'
             ORDER BY document, start, level"""
_KEPT_CHARACTERS = 32_000_000  # of texts in memory, least recently used out first


@dataclass(frozen=True, slots=True)
class Holders:
    """The documents of a collection by number, and which of them are copies of others.

    `order` holds one number for each text, its earliest copy, in order of date; `copies` its other copies' ids.
    """

    by_number: Mapping[int, Holder]
    order: tuple[int, ...]
    copies: Mapping[int, tuple[str, ...]]


def read_holders(catalogue: Catalogue, numbers: Iterable[int] | None = None) -> Holders:
    """What is known of all documents, or of some; the order is that of those."""
    wanted = None if numbers is None else set(numbers)
    witnesses = Kindred(catalogue).witnesses
    dates = {row["document"]: row["date"] for row in catalogue.rows(_DATES, (Grade.C,))}
    quoted: dict[int, list[tuple[int, int, str | None]]] = {}
    for row in catalogue.rows(_QUOTED):
        if wanted is None or row["document"] in wanted:
            quoted.setdefault(row["document"], []).append((row["start"], row["end"], row["speaker"]))
    found = {}
    for row in catalogue.rows(
        "SELECT number, id, title, speaker, date, grade FROM document ORDER BY number"
    ):
        number = row["number"]
        if wanted is None or number in wanted:
            found[number] = Holder(
                *(row["id"], row["title"], row["speaker"]),
                parse_edtf(dates[number]) if number in dates else None,
                *(row["date"], row["grade"], tuple(quoted.get(number, ()))),
                *(witnesses.groups[number], witnesses.parts.get(number, ())),
            )
    return _ordered(found)


def _ordered(found: Mapping[int, Holder]) -> Holders:
    firsts: dict[str, int] = {}
    copies: dict[int, tuple[str, ...]] = {}
    for number in sorted(found, key=lambda each: day_order(found[each])):
        first = firsts.setdefault(found[number].witness, number)
        if first != number:
            copies[first] = (*copies.get(first, ()), found[number].id)
    return Holders(found, tuple(firsts.values()), copies)


def day_order(holder: Holder) -> tuple[float, float, str]:
    """What documents are ordered by: first possible day, last possible day, id; undated ones last."""
    date = holder.date
    first = inf if date is None or date.earliest is None else date.earliest - date.start_margin
    last = inf if date is None or date.latest is None else date.latest + date.end_margin
    return (first if first < inf else last), last, holder.id


def state(catalogue: Catalogue) -> str:
    """A digest of what tracing depends on: texts, speakers, dates, quotations, and whose copy each is."""
    queries = (
        "SELECT id, text_digest, title, speaker, date, grade FROM document ORDER BY id",
        "SELECT d.id, rank, kind, g.date, g.grade FROM dating g JOIN document d ON d.number = document ORDER BY 1, 2",
        "SELECT id FROM annotation ORDER BY id",
        """SELECT a.id, b.id, kind, start, "end" FROM kinship JOIN document a ON a.number = document
           JOIN document b ON b.number = kin WHERE kind != 'apart' ORDER BY 1, 2""",
    )
    return digest(*(str(value) for query in queries for row in catalogue.rows(query) for value in row))


class Texts:
    """Texts by document number, the last ones kept."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._kept: OrderedDict[int, str] = OrderedDict()
        self._size = 0

    def __getitem__(self, number: int) -> str:
        """The text of a document."""
        if number in self._kept:
            self._kept.move_to_end(number)
            return self._kept[number]
        row = next(self._catalogue.rows("SELECT text FROM document WHERE number = ?", (number,)))
        text = self._kept[number] = str(row["text"])
        self._size += len(text)
        while self._size > _KEPT_CHARACTERS and len(self._kept) > 1:
            self._size -= len(self._kept.popitem(last=False)[1])
        return text
