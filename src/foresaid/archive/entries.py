"""What did people write down beside the documents: events, commitments, reviews, outcomes, suggestions?

They are journal records with a `key`, kept in one table in the order in which they were made, so that nobody has to
read the whole journal for them. A record is appended, never edited; what takes one back is another record.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from foresaid.text.identity import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.archive.catalogue import Catalogue
    from foresaid.archive.journal import Record

# Types of journal records that the table holds, each with what its key names.
ENTRIES = {
    "event": "the event's name",
    "inquiry": "the event's name",
    "deviation": "the journal number of the commitment it departs from",
    "review": "the event's name",
    "review undone": "the journal number of the review",
    "outcome": "the annotation id of the forecast",
    "suggestion": "the event's name",
}


def entry_row(record: Record) -> tuple[int, str, str, str]:
    """One record as a row of the table: number, type, key, and the record itself without what only the journal needs."""
    body = {name: value for name, value in record.items() if name not in ("seq", "previous")}
    return record["seq"], record["type"], record["key"], canonical(body).decode("utf-8")


def entries(catalogue: Catalogue, kind: str, key: str | None = None) -> Iterator[dict[str, Any]]:
    """The records of one type in the order in which they were made; of one key only where it is given."""
    query = (
        "SELECT seq, body FROM entry WHERE type = ?"
        + ("" if key is None else " AND key = ?")
        + " ORDER BY seq"
    )
    for row in catalogue.rows(query, (kind,) if key is None else (kind, key)):
        yield {**json.loads(row["body"]), "seq": row["seq"]}
