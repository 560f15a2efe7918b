"""How do bytes and descriptions come into a collection? Payload first, then the record of receiving them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from foresaid.archive.journal import now
from foresaid.pipeline.reports import CollectReport, Progress, Trouble
from foresaid.text.identity import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from foresaid.archive.collection import Collection
    from foresaid.archive.journal import Record
    from foresaid.collect.metadata import Row
    from foresaid.collect.sources import SourceFile

# One durable write of journal and catalogue for so many files: an interruption costs at most these.
_BATCH = 64


def receive(
    collection: Collection,
    files: Sequence[SourceFile],
    matched: Iterable[tuple[Row, SourceFile | None]],
    report: CollectReport,
    progress: Progress,
) -> None:
    """Bytes into the payload, then the record of receiving them; never the other way round."""
    report.items.update(row["digest"] for row in collection.catalogue.rows("SELECT digest FROM item"))
    described: dict[SourceFile, list[Row]] = {}
    for row, file in matched:
        if file is not None:
            described.setdefault(file, []).append(row)
    loose = [_description(row, None) for row, file in matched if file is None]
    _journal(collection, [record for record in loose if not _known(collection, record)])
    for start in range(0, len(files), _BATCH):
        records: list[Record] = []
        for file in files[start : start + _BATCH]:
            records += _received(collection, file, described.get(file, ()), report)
        _journal(collection, records)
        progress("receiving files", min(start + _BATCH, len(files)), len(files))


def _received(
    collection: Collection, file: SourceFile, rows: Iterable[Row], report: CollectReport
) -> list[Record]:
    """The records of one file, its bytes being kept; nothing for what is known already."""
    try:
        data = file.path.read_bytes()
    except OSError as error:
        report.troubles.append(Trouble(str(file.path), error.strerror or str(error), refused=True))
        return []
    if gone := _withdrawn(collection, data):
        report.troubles.append(Trouble(file.name, gone, refused=True))
        return []
    item = collection.payload.put(data)
    accession: Record = {
        "type": "accession",
        "item": item.digest,
        "size": item.size,
        "source": file.name,
        "received": now(),
    }
    query = "SELECT 1 FROM accession WHERE item = ? AND source = ?"
    known = next(collection.catalogue.rows(query, (item.digest, file.name)), None) is not None
    report.known += known
    older = "SELECT 1 FROM accession WHERE item != ? AND source = ?"
    if not known and next(collection.catalogue.rows(older, (item.digest, file.name)), None):
        report.notices.append(
            f"a file called {file.name} with other bytes was received before; both are kept"
        )
    report.received += not known
    report.same += not known and item.digest in report.items
    report.items.add(item.digest)
    descriptions = [_description(row, item.digest) for row in rows]
    return ([] if known else [accession]) + [each for each in descriptions if not _known(collection, each)]


def _withdrawn(collection: Collection, data: bytes) -> str:
    """Why these bytes are not taken in again, or ""."""
    query = "SELECT because, received FROM withdrawal WHERE item = ?"
    found = next(collection.catalogue.rows(query, (sha256(data).hexdigest(),)), None)
    if found is None:
        return ""
    return f"withdrawn on {found['received'][:10]}, because {found['because']}; it is not taken in again"


def _description(row: Row, item: str | None) -> Record:
    return {
        "type": "description",
        "item": item,
        "id": row.id,
        "origin": row.origin,
        "fields": dict(row.fields),
        "received": now(),
    }


def _known(collection: Collection, record: Record) -> bool:
    """Whether the last description of the same thing says the same."""
    query = "SELECT fields FROM description WHERE item IS ? AND id IS ? ORDER BY seq DESC LIMIT 1"
    last = next(collection.catalogue.rows(query, (record["item"], record["id"])), None)
    return last is not None and last["fields"] == canonical(record["fields"]).decode("utf-8")


def _journal(collection: Collection, records: list[Record]) -> None:
    if records:
        collection.journalled(records)
