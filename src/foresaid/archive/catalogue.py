"""What has been computed, and what is still to do?

One SQLite file, disposable: `rebuild` makes it again from payload and journal. One writer connection;
readers open it read-only.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from foresaid.archive.entries import ENTRIES, entry_row
from foresaid.archive.schema import SCHEMA, VERSION
from foresaid.errors import DamageError, StoreError
from foresaid.text.identity import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from foresaid.archive.journal import Record

# The canonical record: every table of results, each row as JSON, in an order that does not depend on
# when or in how many runs it was computed.
_RECORD = {
    "item": "SELECT digest, size FROM item",
    "document": """SELECT id, digest, item, locator, text_digest, extractor, encoding, witness, state, notes,
                   title, speaker, date, earliest, latest, grade FROM document""",
    "refusal": "SELECT item, locator, notes FROM refusal",
    "statement": """SELECT d.id AS document, rank, field, value, basis, start, "end"
                    FROM statement JOIN document d ON d.number = document""",
    "dating": """SELECT d.id AS document, rank, kind, g.date, g.earliest, g.latest, qualifiers, basis,
                 g.grade, start, "end", note FROM dating g JOIN document d ON d.number = document""",
    "decision": "SELECT document, field, value, because FROM decision",
    "entry": "SELECT type, key, json_remove(body, '$.received') AS body FROM entry",
    "withdrawal": "SELECT item, ids, because FROM withdrawal",
    "facsimile": "SELECT item, text_item FROM facsimile",
    "kinship": """SELECT d.id AS document, k.id AS kin, kind, share, start, "end" FROM kinship
                  JOIN document d ON d.number = document JOIN document k ON k.number = kin
                  WHERE kind != 'apart'""",
    "reading": "SELECT item, source, version, state FROM reading",
    "page": """SELECT d.id AS document, rank, label, start, "end", omitted
               FROM page JOIN document d ON d.number = document""",
    "annotation": """SELECT a.id, d.id AS document, layer, start, "end", generator, status, body
                     FROM annotation a JOIN document d ON d.number = document""",
    "verification": "SELECT annotation, body FROM verification",
    "reuse": """SELECT a.id AS one, one_start, one_end, b.id AS other, other_start, other_end, matched, identity, bits
                FROM reuse JOIN document a ON a.number = one JOIN document b ON b.number = other""",
    "cluster": "SELECT id, kind, reason, words, witnesses FROM cluster",
    "attestation": """SELECT c.id AS cluster, rank, d.id AS document, start, "end", standing, quoted, voice, a.witness
                      FROM attestation a JOIN cluster c ON c.number = cluster JOIN document d ON d.number = document""",
    "derivation": """SELECT c.id AS cluster, attestation, source, origin, reasons FROM derivation
                     JOIN cluster c ON c.number = cluster""",
}

# Errors of SQLite's that say nothing about the file.
_REFUSED = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN}


class Catalogue:
    """The file catalogue.db: transactions, steps and counts; documents and findings have rooms of their own."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection

    @classmethod
    def create(cls, path: Path) -> Catalogue:
        """A new, empty catalogue for writing."""
        catalogue = cls(path, _connect(path, read_only=False))
        with catalogue.transaction():
            for statement in SCHEMA.split(";\n"):
                catalogue.connection.execute(statement)
            catalogue.set_meta("schema_version", str(VERSION))
            catalogue.set_meta("journal_seq", "0")
        return catalogue

    @classmethod
    def open(cls, path: Path, *, read_only: bool) -> Self:
        """The catalogue at `path`; DamageError where it is missing, broken or of another version."""
        advice = _advice(path)
        if not path.exists():
            raise DamageError(f"{path} is missing. {advice}")
        catalogue = cls(path, _connect(path, read_only=read_only))
        try:
            found = catalogue.meta("schema_version")
        except sqlite3.DatabaseError as error:
            catalogue.close()
            raise _meaning(path, error) from error
        if found != str(VERSION):
            catalogue.close()
            raise DamageError(f"{path} has schema {found}, this foresaid writes {VERSION}. {advice}")
        return catalogue

    def close(self) -> None:
        """Release the file."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable at its end."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            yield
            self.connection.execute("COMMIT")
        except BaseException as error:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.OperationalError):
                raise StoreError(f"Cannot write {self.path}: {error}.") from error
            raise

    @contextmanager
    def sound(self) -> Iterator[None]:
        """Turn what SQLite finds broken anywhere in the file into a DamageError that says what to do."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise _meaning(self.path, error) from error

    def compact(self) -> None:
        """Write the file anew without what was deleted from it, so that nothing of that is left in it."""
        self.connection.execute("VACUUM")
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def rows(self, query: str, arguments: Iterable[Any] = ()) -> Iterator[sqlite3.Row]:
        """Rows of a query, as they come."""
        return self.connection.execute(query, tuple(arguments))

    def meta(self, key: str) -> str | None:
        """A fact about the catalogue itself."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row["value"] if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Note a fact about the catalogue itself."""
        self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def take_in(self, record: Record) -> None:
        """Apply one journal record; records of no concern to the catalogue only move its mark."""
        taking = {
            "accession": self._accede,
            "description": self._describe,
            "decision": self._decide,
            "withdrawal": self._withdraw,
        }.get(record["type"])
        if taking:
            taking(record)
        elif record["type"] in ENTRIES:
            self.connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", entry_row(record))
        self.set_meta("journal_seq", str(record["seq"]))

    def _accede(self, record: Record) -> None:
        self._insert("INSERT OR IGNORE INTO item VALUES (?, ?)", record, "item", "size")
        self._insert(
            "INSERT INTO accession VALUES (?, ?, ?, ?)", record, "seq", "item", "source", "received"
        )
        # Under another name a format may read what none could read before.
        query = "DELETE FROM reading WHERE item = ? AND item NOT IN (SELECT item FROM document)"
        self.connection.execute(query, (record["item"],))

    def _describe(self, record: Record) -> None:
        fields = canonical(record["fields"]).decode()
        self._insert(
            "INSERT INTO description VALUES (?, ?, ?, ?, ?)",
            {**record, "fields": fields},
            *("seq", "item", "id", "origin", "fields"),
        )
        # Here, in the same transaction, so that no crash leaves a description that is never read.
        query = "SELECT item FROM document WHERE id = ?"
        items = (
            [record["item"]] if record["item"] else [row[0] for row in self.rows(query, (record["id"],))]
        )
        for item in items:
            self._describe_again(item)

    def _decide(self, record: Record) -> None:
        keys = ("seq", "document", "item", "field", "value", "because", "received")
        self._insert("INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?)", record, *keys)
        self._describe_again(record["item"])

    def _describe_again(self, item: str) -> None:
        """What is said of a document has changed; one refused for its id may have another now."""
        self.connection.execute("UPDATE reading SET described = '' WHERE item = ?", (item,))
        query = "DELETE FROM reading WHERE item = ? AND item IN (SELECT item FROM refusal)"
        self.connection.execute(query, (item,))

    def _withdraw(self, record: Record) -> None:
        ids = canonical(record["ids"]).decode()
        keys = ("item", "seq", "ids", "because", "received")
        self._insert(
            "INSERT OR REPLACE INTO withdrawal VALUES (?, ?, ?, ?, ?)", {**record, "ids": ids}, *keys
        )

    def _insert(self, query: str, record: Record, *keys: str) -> None:
        self.connection.execute(query, [record[key] for key in keys])

    def mark(self, step: str, version: str, inputs: Iterable[str]) -> None:
        """Note that a step has been done on inputs."""
        self.connection.executemany(
            "INSERT OR IGNORE INTO step VALUES (?, ?, ?)", ((step, version, each) for each in inputs)
        )

    def done(self, step: str, version: str, given: str) -> bool:
        """Whether a step of this version has been done on an input."""
        query = "SELECT 1 FROM step WHERE step = ? AND version = ? AND input = ?"
        return self.connection.execute(query, (step, version, given)).fetchone() is not None

    def forget(self, step: str, version: str) -> None:
        """Forget what earlier versions of a step have been done on."""
        self.connection.execute("DELETE FROM step WHERE step = ? AND version != ?", (step, version))

    def unmark(self, step: str, given: str) -> None:
        """Let a step be done again on an input, whatever its version."""
        self.connection.execute("DELETE FROM step WHERE step = ? AND input = ?", (step, given))

    def count(self, table: str) -> int:
        """How many rows a table of the schema has."""
        assert table.isidentifier()
        return int(self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def mark_only(self, step: str, version: str, given: str) -> None:
        """Mark a step on one input as done by this version, and by no other: its results take their place."""
        self.connection.execute("DELETE FROM step WHERE step = ? AND input = ?", (step, given))
        self.mark(step, version, [given])

    def tally(self, table: str, column: str) -> dict[str, int]:
        """How many rows of a table have each value of a column, most frequent first."""
        assert table.isidentifier()
        assert column.isidentifier()
        query = f"SELECT {column}, count(*) AS n FROM {table} GROUP BY 1 ORDER BY n DESC, 1"
        return {row[0]: row[1] for row in self.connection.execute(query)}

    def tally_by(self, table: str, first: str, second: str) -> dict[str, dict[str, int]]:
        """As `tally`, by two columns: the first in order of its values, the second most frequent first."""
        assert all(name.isidentifier() for name in (table, first, second))
        query = f"SELECT {first}, {second}, count(*) AS n FROM {table} GROUP BY 1, 2 ORDER BY 1, n DESC, 2"
        found: dict[str, dict[str, int]] = {}
        for row in self.connection.execute(query):
            found.setdefault(row[0], {})[row[1]] = row[2]
        return found

    def record(self) -> Iterator[bytes]:
        """The canonical record: sorted RFC 8785 lines, equal for equal payload, journal and versions."""
        for table in sorted(_RECORD):
            lines = []
            for row in self.connection.execute(_RECORD[table]):
                values = {key: row[key] for key in row.keys()}  # noqa: SIM118 - a Row iterates over values
                for key in ("body", "notes", "omitted"):
                    if key in values:
                        values[key] = json.loads(values[key])
                lines.append(canonical({"table": table, **values}))
            yield from sorted(lines)


def _connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    # On a medium that nobody can write to, SQLite cannot keep its shared memory beside the file.
    # A log that a killed writer left beside it holds rows, and immutable would not see them.
    log = path.with_name(path.name + "-wal")
    fixed = read_only and not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    immutable = "&immutable=1" if fixed else ""
    mode = ("ro" if read_only else "rwc") + immutable
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None
        )
        connection.row_factory = sqlite3.Row
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.OperationalError as error:
        raise StoreError(f"Cannot open {path}: {error}. Check the folder's permissions.") from error
    except sqlite3.DatabaseError as error:
        raise DamageError(f"{path} cannot be read ({error}). {_advice(path)}") from error
    return connection


def _meaning(path: Path, error: sqlite3.DatabaseError) -> StoreError | DamageError:
    """What an error of SQLite's means: the system refuses, or the file is broken."""
    code = getattr(error, "sqlite_errorcode", 0)  # absent where Python itself objects
    if code & 0xFF in _REFUSED:  # the low byte is the primary code
        return StoreError(f"{path} cannot be read or written: {error}. Check the disk and its free space.")
    return DamageError(f"{path} cannot be read ({error}). {_advice(path)}")


def _advice(path: Path) -> str:
    return f"Run `foresaid rebuild {path.parent}`: it makes the catalogue again, with the same answers."
