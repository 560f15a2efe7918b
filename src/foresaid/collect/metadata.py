"""What does a metadata table say of which document?

CSV (also with semicolons or tabs) or JSONL; the columns foresaid knows are `source`, `id`, `title`,
`speaker`, `author`, `date`, `date_kind`, `type` and `rights`; all others are kept as they are.
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from foresaid.collect.encodings import decode
from foresaid.collect.sources import Problem, SourceFile
from foresaid.collect.stating import FIELDS
from foresaid.errors import MetadataError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# A cell as long as this is a text, not a description; such rows belong into a JSONL source.
_LONGEST_CELL = 1 << 20


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a metadata table: the file or document it is about, and its fields."""

    origin: str
    source: str | None
    id: str | None
    fields: Mapping[str, str]


def read_table(path: Path) -> list[Row]:
    """The rows of a metadata table; MetadataError says which row does not fit, and why."""
    if path.is_dir():
        raise MetadataError(f"{path} is a folder; --metadata takes one CSV or JSONL file.")
    try:
        decoded = decode(path.read_bytes())
    except OSError as error:
        raise MetadataError(f"{path}: {error.strerror or error}.") from error
    if decoded.text is None:
        raise MetadataError(f"{path} is no table: {decoded.note}.")
    suffix = path.suffix.lower()
    rows = _json_rows if suffix in {".jsonl", ".ndjson", ".json"} else _csv_rows
    return [_row(path.name, number, values) for number, values in rows(path, decoded.text)]


def match_rows(
    rows: Iterable[Row], files: Iterable[SourceFile]
) -> tuple[list[tuple[Row, SourceFile | None]], list[Problem]]:
    """Which file each row is about; a row with only an `id` that no file is named by stays without.

    A source matches by path, else by file name, else by file name without suffix.
    """
    table = _file_table(files)
    matched: list[tuple[Row, SourceFile | None]] = []
    problems = []
    for row in rows:
        found = table.get(row.source or row.id or "", [])
        if len(found) == 1:
            matched.append((row, found[0]))
        elif len(found) > 1:
            names = ", ".join(file.name for file in found[:3])
            problems.append(
                Problem(row.origin, f"{row.source or row.id!r} fits {len(found)} files ({names})")
            )
        elif row.source is not None:
            problems.append(
                Problem(row.origin, f"names {row.source!r}, which is not among the sources given")
            )
        else:
            matched.append((row, None))
    return matched, problems


def _file_table(files: Iterable[SourceFile]) -> dict[str, list[SourceFile]]:
    """Names under which files can be meant; a more exact name hides a less exact one."""
    levels: list[dict[str, list[SourceFile]]] = [defaultdict(list) for _ in range(3)]
    for file in files:
        name = PurePath(file.name)
        levels[0][str(file.path)].append(file)
        if file.name != str(file.path):
            levels[0][file.name].append(file)
        levels[1][name.name].append(file)
        levels[2][name.stem].append(file)
        levels[2][name.with_suffix("").as_posix()].append(file)
    table: dict[str, list[SourceFile]] = {}
    for level in levels:
        for key, found in level.items():
            table.setdefault(key, list(dict.fromkeys(found)))
    return table


def _csv_rows(path: Path, text: str) -> list[tuple[int, dict[str, object]]]:
    # The heads hold no commas of their own; csv.Sniffer also guesses at quoting, and guesses wrong.
    head = text.partition("\n")[0]
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True
    )
    try:
        rows: list[tuple[int, dict[str, object]]] = [(reader.line_num, dict(row)) for row in reader]
    except csv.Error as error:
        raise MetadataError(f"{path}, line {reader.line_num}: {error}.") from error
    heads = [head.strip() for head in reader.fieldnames or ()]
    twice = sorted({head for head in heads if heads.count(head) > 1})
    if twice:
        raise MetadataError(f"{path}, line 1: the column {twice[0]!r} stands there twice.")
    for line, row in rows:
        if None in row:
            raise MetadataError(f"{path}, line {line}: more cells than the first line has columns.")
    return rows


def _json_rows(path: Path, text: str) -> list[tuple[int, dict[str, object]]]:
    rows: list[tuple[int, dict[str, object]]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise MetadataError(f"{path}, line {number}: no valid JSON ({error}).") from error
            if not isinstance(value, dict):
                raise MetadataError(f"{path}, line {number}: must be a JSON object, one a line.")
            rows.append((number, value))
    return rows


def _row(table: str, number: int, values: dict[str, object]) -> Row:
    fields = {
        _column(_spelt(key)): _spelt(value)
        for key, value in values.items()
        if value is not None and _spelt(value)
    }
    source, name = fields.pop("source", None), fields.pop("id", None)
    origin = f"{table}, line {number}"
    if source is None and name is None:
        raise MetadataError(
            f"{origin}: has neither a `source` nor an `id`, so nobody can tell what it is about;"
            f" it has {', '.join(fields) or 'nothing'}."
        )
    return Row(origin, source, name, fields)


def _column(name: str) -> str:
    """A column's name; those foresaid knows may be written with capitals, as spreadsheets like them."""
    return name.casefold() if name.casefold() in {*FIELDS, "source", "id"} else name


def _spelt(value: object) -> str:
    """A cell as text: what JSON has besides strings as JSON, and no halves of surrogate pairs."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.strip().encode("utf-16", "surrogatepass").decode("utf-16", "replace")
