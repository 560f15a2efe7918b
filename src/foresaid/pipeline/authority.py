"""Who and what are the people, bodies and places of a collection? The authority file, made and edited.

It is made anew from the names that were read, each time somebody asks; what a person changed in it stands in
the journal, counts before all that a machine found, and survives another reading.
"""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from foresaid.archive.collection import reading, writing
from foresaid.archive.findings import findings
from foresaid.archive.journal import now
from foresaid.archive.views import View
from foresaid.archive.writing import write_file
from foresaid.errors import InputError, UsageError
from foresaid.model.agents import Agent, AuthorityEdit
from foresaid.pipeline.reading import unread
from foresaid.read.authority.clusters import Clusterer
from foresaid.read.authority.edits import edited
from foresaid.read.authority.gathering import DocumentNames
from foresaid.read.authority.rows import COLUMNS, edits_from_rows, to_rows
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from foresaid.archive.collection import Collection
    from foresaid.model.annotations import Annotation

_LAYER = "names"
_TYPE = "authority"


@dataclass(frozen=True, slots=True)
class Authority:
    """The authority file: its agents, the edits that found no place in it any more, and what it rests on."""

    agents: tuple[Agent, ...]
    homeless: tuple[AuthorityEdit, ...]
    documents: int
    unread: int
    view: View | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What an edited table changed."""

    edits: tuple[AuthorityEdit, ...]
    agents: int


def authority(root: Path, as_of: str | None = None) -> Authority:
    """The authority file of a collection as it now stands, or as the documents of a date and before give it.

    What people edited counts whenever they did; that an edit finds its name no more is not said of a view, which may
    hide the name.
    """
    with reading(root, as_of=as_of) as collection:
        found = _authority(collection)
        return found if collection.view is None else replace(found, homeless=(), view=collection.view)


def authority_table(root: Path) -> str:
    """The authority file as CSV, with the columns of read/authority/rows.py."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(to_rows(authority(root).agents))
    return out.getvalue()


def export_authority(root: Path, out: Path) -> None:
    """Write the authority file as CSV in UTF-8, whole or not at all."""
    write_file(out, authority_table(root).encode("utf-8"))


def import_authority(root: Path, path: Path, *, because: str) -> Imported:
    """Journal what a table changes in the authority file; a row that does not fit refuses the whole table."""
    if not because.strip():
        raise UsageError("An edit needs a reason that others can judge: --because TEXT.")
    rows = _rows(path)
    with writing(root) as collection:
        agents = _authority(collection).agents
        edits = edits_from_rows(rows, agents)
        if edits:
            record = {
                "type": _TYPE,
                "edits": [asdict(edit) for edit in edits],
                "because": because.strip(),
                "received": now(),
            }
            collection.journalled([record])
        return Imported(edits, len(agents))


def _authority(collection: Collection) -> Authority:
    edits = tuple(_edits(collection))
    clusterer = Clusterer(load_vocabulary(collection.settings.language))
    agents, homeless = edited(clusterer.agents_of(_names(collection), edits), edits)
    catalogue = collection.catalogue
    return Authority(agents, homeless, catalogue.count("document"), unread(catalogue, _LAYER))


def _names(collection: Collection) -> Iterator[DocumentNames]:
    """What was read in each document, one document at a time."""
    dates = {row["id"]: row["date"] for row in collection.catalogue.rows("SELECT id, date FROM document")}
    name = ""
    held: list[Annotation[Any]] = []
    for _, document, annotation in findings(collection.catalogue, _LAYER):
        if document != name and held:
            yield DocumentNames(name, held, dates[name])
            held = []
        name = document
        held.append(annotation)
    if held:
        yield DocumentNames(name, held, dates[name])


def _edits(collection: Collection) -> Iterator[AuthorityEdit]:
    for record in collection.journal.records():
        if record["type"] == _TYPE:
            yield from (AuthorityEdit(**edit) for edit in record["edits"])


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not UTF-8 (byte {error.start}); save the table as CSV in UTF-8."
        ) from error
    return list(_checked(path, text))


def _checked(path: Path, text: str) -> Iterator[dict[str, str]]:
    """The rows of a table; InputError names what is wrong with it, and in which row."""
    table = csv.reader(io.StringIO(text, newline=""))
    advice = "write it by `foresaid authority export` and edit that"
    try:
        heads = next(table, [])
        if "id" not in heads:
            parted = next((sign for sign in ";\t" if sign in "".join(heads)), "")
            told = (
                f"; its columns are parted by {parted!r}, save it with commas" if parted else f"; {advice}"
            )
            raise InputError(f"{path} has no column 'id'{told}.")
        if len(set(heads)) < len(heads):
            raise InputError(f"{path} has two columns of one name; {advice}.")
        for number, cells in enumerate(table, 2):
            if cells and len(cells) != len(heads):
                raise InputError(
                    f"{path}, row {number} has {len(cells)} cells and {len(heads)} columns; a cell with a comma"
                    " needs quotation marks around it. Nothing was taken in."
                )
            if cells:
                yield dict(zip(heads, cells, strict=True))
    except csv.Error as error:
        raise InputError(f"{path}, row {table.line_num}: {error}. Nothing was taken in.") from error
