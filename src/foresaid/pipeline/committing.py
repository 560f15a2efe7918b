"""What was fixed of an inquiry before its first result was shown?

`commit` writes it into the journal: the event, the documents it is put to, and every number the answer depends on. The
same inquiry again is the same commitment, so that a rerun is no new inquiry; another one counts, and what is
different in it is a deviation from the one before.
"""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any

from foresaid.archive.entries import entries
from foresaid.archive.journal import now
from foresaid.archive.search_index import Bounds, SearchIndex
from foresaid.inquire.events import event_of, fields_of
from foresaid.model.events import Commitment, Deviation
from foresaid.text.edtf import parse_edtf
from foresaid.text.identity import canonical
from foresaid.text.queries import Phrase, fold_words
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from foresaid.archive.catalogue import Catalogue
    from foresaid.archive.collection import Collection
    from foresaid.archive.journal import Record
    from foresaid.model.dates import Edtf
    from foresaid.model.events import Event, EventVersion

GENERATOR = "foresaid-inquire/1"
_SHORT = 12  # characters of a hash that are enough to tell two apart in a message
_NO_NUMBER = "none"
_BATCH = 1_000  # rows written as JSON at once: as fast as more, and no memory to speak of


def commit(
    collection: Collection,
    version: EventVersion,
    *,
    as_of: Edtf | None,
    thresholds: Mapping[str, float],
    seen: Catalogue | None = None,
) -> Commitment:
    """Journal what an inquiry will rest on, or give the commitment that stands where all of it is the same.

    `seen` is the catalogue through which the documents are seen, where that is an earlier view of the collection.
    Needs a writer (archive.collection.writing) where something is new.
    """
    name = version.event.name
    held, documents = collection_hash(seen or collection.catalogue)
    record = {
        "type": "inquiry",
        "key": name,
        "version": version.version,
        "fields": fields_of(version.event),
        "collection": held,
        "documents": documents,
        "as_of": as_of.text if as_of else None,
        "generator": GENERATOR,
        "thresholds": dict(thresholds),
    }
    earlier = list(entries(collection.catalogue, "inquiry", name))
    standing = [each for each in earlier if _content(each) == _content(record)]
    if not standing:
        before = [each for each in earlier if each["as_of"] == record["as_of"]]
        departures = _departures(before[-1], record) if before else ()
        received = now()
        collection.journalled(
            [
                *({**departure, "received": received} for departure in departures),
                {**record, "received": received},
            ]
        )
        standing = list(entries(collection.catalogue, "inquiry", name))
    seq = standing[-1]["seq"]
    return next(each for each in commitments(collection.catalogue, name) if each.seq == seq)


def commitments(catalogue: Catalogue, name: str | None = None) -> tuple[Commitment, ...]:
    """The commitments of a collection, or of one event, in the order in which they were made."""
    made: list[Commitment] = []
    versions: set[tuple[str, str]] = set()
    for record in entries(catalogue, "inquiry"):
        versions.add((record["key"], record["version"]))
        if name in (None, record["key"]):
            made.append(_commitment(catalogue, record, len(versions)))
    return tuple(made)


def inquiries(catalogue: Catalogue) -> int:
    """How many inquiries a collection has had: versions of events that were committed, each counted once."""
    return len({(each["key"], each["version"]) for each in entries(catalogue, "inquiry")})


def deviation_records(
    commitment: int, changes: tuple[tuple[str, str, str], ...], because: str
) -> list[Record]:
    """Records that tell what departs from the commitment with this journal number; the time is still to be added."""
    return [
        {
            "type": "deviation",
            "key": str(commitment),
            "field": field,
            "before": before,
            "after": after,
            "because": because,
        }
        for field, before, after in changes
    ]


def last_commitment(catalogue: Catalogue, name: str) -> int | None:
    """The journal number of an event's last commitment; None where it was never committed."""
    return max((each["seq"] for each in entries(catalogue, "inquiry", name)), default=None)


def collection_hash(catalogue: Catalogue) -> tuple[str, int]:
    """The SHA-256 of what a catalogue shows of its documents, and how many these are.

    Of the canonical JSON (RFC 8785) of [[id, text digest, date, grade], …] in order of ids: another text, another
    date or another grade of one is another collection.
    """
    hasher, count = sha256(b"["), 0
    rows = catalogue.rows("SELECT id, text_digest, date, grade FROM document ORDER BY id")
    while batch := [tuple(row) for row in islice(rows, _BATCH)]:
        # Text and null alone: here the standard library's JSON is canonical, at a fifth of the time.
        part = json.dumps(batch, ensure_ascii=False, separators=(",", ":"))[1:-1]
        hasher.update((("," if count else "") + part).encode("utf-8"))
        count += len(batch)
    hasher.update(b"]")
    return hasher.hexdigest(), count


def anachronisms(collection: Collection, event: Event, until: int | None = None) -> tuple[str, ...]:
    """Words of an event's statements that its documents hold only after the event, in order of the statements.

    Who searches by such words searches with hindsight; words such as "the" and "not" are no such words. A word is named where a document certainly later than the event
    has it and none has it that is, or possibly is, not later. `until` is the last day of an earlier view.
    """
    first = event.date.earliest if event.date else None
    last = event.date.latest if event.date else None
    if event.date is None or first is None or last is None or not collection.catalogue.count("document"):
        return ()
    later = Bounds(within=((last + event.date.end_margin + 1, None), (None, None)), until=until)
    index = SearchIndex(collection.index / "search")
    statements = (event.statement, *event.aliases, *event.foreseeing, *event.denying)
    empty = frozenset(load_vocabulary(collection.settings.language).tables.get("inquiries.empty", ()))
    words = dict.fromkeys(
        word for statement in statements for word in fold_words(statement) if word not in empty
    )
    return tuple(word for word in words if _only_later(index, Phrase((word,)), later))


def _only_later(index: SearchIndex, word: Phrase, later: Bounds) -> bool:
    found = index.count(word, later)
    return found > 0 and found == index.count(word, Bounds(until=later.until))


def _content(record: Record) -> bytes:
    """What makes two commitments one: everything but when, and where in the journal."""
    return canonical({key: value for key, value in record.items() if key not in ("seq", "received")})


def _departures(before: Record, after: Record) -> list[Record]:
    """What an inquiry has otherwise than the last one into its event as of the same day, apart from the event itself."""
    changes = [
        (f"thresholds.{name}", _written(before["thresholds"].get(name)), _written(number))
        for name, number in sorted({**dict.fromkeys(before["thresholds"]), **after["thresholds"]}.items())
        if before["thresholds"].get(name) != number
    ]
    if before["generator"] != after["generator"]:
        changes.append(("generator", before["generator"], after["generator"]))
    found = deviation_records(before["seq"], tuple(changes), "the inquiry was run with other settings")
    if before["collection"] != after["collection"]:
        shown = [
            f"{each['collection'][:_SHORT]}, documents: {each['documents']}" for each in (before, after)
        ]
        change = (("collection", shown[0], shown[1]),)
        found += deviation_records(before["seq"], change, "the collection holds other texts or dates")
    return found


def _written(number: float | None) -> str:
    return _NO_NUMBER if number is None else canonical(number).decode("ascii")


def _commitment(catalogue: Catalogue, record: Mapping[str, Any], number: int) -> Commitment:
    return Commitment(
        event=event_of(record["fields"]),
        version=record["version"],
        seq=record["seq"],
        received=record["received"],
        collection=record["collection"],
        documents=record["documents"],
        generator=record["generator"],
        thresholds=tuple(sorted(record["thresholds"].items())),
        number=number,
        as_of=parse_edtf(record["as_of"]) if record["as_of"] is not None else None,
        deviations=tuple(_deviations(catalogue, record["key"])),
    )


def _deviations(catalogue: Catalogue, name: str) -> Iterator[Deviation]:
    """Every deviation from any commitment of an event: who has seen results has seen them, whatever is committed since."""
    for commitment in entries(catalogue, "inquiry", name):
        for each in entries(catalogue, "deviation", str(commitment["seq"])):
            yield Deviation(each["field"], each["before"], each["after"], each["because"], each["received"])
