"""How does a ledger leave the house as a table: one forecast a row, for CSV, Parquet and JSON?

CSV is UTF-8 with a head line, as RFC 4180 has it; a text that a spreadsheet would take for a formula gets an apostrophe in
front (OWASP, CSV injection), because texts of others stand in it. JSON and Parquet have every text as it is.
Parquet is written by arro3-io (Rust arrow, 33 MB installed; pyarrow takes 170 MB), the extra [parquet].
"""

from __future__ import annotations

import csv
import io
from importlib import import_module
from importlib.util import find_spec
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING, Any, BinaryIO

from foresaid.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.model.outcomes import LedgerEntry, Outcome

# Columns in their order, each with its kind: text, whole, number, truth, texts (a list; in CSV joined by " | ").
COLUMNS = {
    "id": "text",
    "document": "text",
    "start": "whole",
    "end": "whole",
    "text": "text",
    "sentence": "text",
    "holder": "text",
    "holding": "text",
    "secondhand": "truth",
    "retrospective": "truth",
    "date": "text",
    "grade": "text",
    "polarity": "text",
    "expects": "text",
    "certainty": "text",
    "conditional": "truth",
    "condition": "text",
    "alternatives": "texts",
    "exclusive": "truth",
    "horizon": "text",
    "horizon_value": "text",
    "mechanism": "text",
    "gradable": "truth",
    "word_class": "text",
    "word": "text",
    "icd_203_low": "number",
    "icd_203_high": "number",
    "kent_1964_low": "number",
    "kent_1964_high": "number",
    "ipcc_ar4_low": "number",
    "ipcc_ar4_high": "number",
    "score": "number",
    "status": "text",
    "copy_of": "text",
    "outcome": "text",
    "evidence": "text",
    "evidence_date": "text",
    "certainly_earlier": "truth",
    "condition_met": "truth",
    "because": "text",
    "by": "text",
    "received": "text",
    "notices": "texts",
}
# How a text begins that a spreadsheet would compute.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PARQUET = "arro3.io"
# Rows that are held at once for Parquet: some 5 MB.
_ROWS = 5_000


def ledger_row(entry: LedgerEntry) -> dict[str, Any]:
    """An entry as one flat row with the columns of COLUMNS; texts in lists where there may be several."""
    forecast, word = entry.forecast, entry.word
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    for name in ("id", "document", "start", "end", "sentence", "holder", "secondhand", "retrospective"):
        row[name] = getattr(entry, name)
    for name in ("date", "grade", "expects", "status", "copy_of"):
        row[name] = getattr(entry, name)
    for name in ("text", "holding", "polarity", "certainty", "conditional", "exclusive", "horizon_value"):
        row[name] = getattr(forecast, name)
    for name in ("condition", "horizon", "mechanism"):
        phrase = getattr(forecast, name)
        row[name] = phrase.text if phrase else None
    row |= {"gradable": forecast.gradable, "score": forecast.score}
    row["alternatives"] = [each.text for each in forecast.alternatives]
    row |= {"word_class": word.sort, "word": word.phrase or None, "notices": []}
    for table, low, high in word.intervals:
        row |= {f"{table}_low": low, f"{table}_high": high}
    return row | (_outcome(entry.outcome) if entry.outcome else {})


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "outcome": outcome.result,
        "certainly_earlier": outcome.earlier,
        "notices": list(outcome.notices),
        **{
            name: getattr(outcome, name)
            for name in ("evidence", "evidence_date", "condition_met", "because", "by", "received")
        },
    }


def write_csv(file: BinaryIO, entries: Iterable[LedgerEntry]) -> int:
    """Write entries as CSV, one after another, and give their number."""
    text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    rows = 0
    for entry in entries:
        table.writerow([_cell(value) for value in ledger_row(entry).values()])
        rows += 1
    text.detach()
    return rows


def _cell(value: Any) -> str:  # noqa: ANN401 - whatever a column holds
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = " | ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def check_parquet() -> None:
    """UsageError where the library that writes Parquet is not installed, before any work is done."""
    if find_spec("arro3") is None or find_spec(_PARQUET) is None:
        raise UsageError(
            "Parquet needs the package arro3-io, which is not installed: pip install 'foresaid[parquet]'. --csv and --jsonl"
            " need nothing more."
        )


def write_parquet(file: BinaryIO, entries: Iterable[LedgerEntry]) -> int:
    """Write entries as Parquet (zstd), some thousand rows at a time, and give their number."""
    check_parquet()
    arrow, parquet = import_module("arro3.core"), import_module(_PARQUET)
    kinds = _kinds(arrow)
    schema = arrow.Schema([arrow.Field(name, kinds[kind], nullable=True) for name, kind in COLUMNS.items()])
    counted = [0]

    def batches() -> Iterator[Any]:
        rows = map(ledger_row, entries)
        while held := list(islice(rows, _ROWS)):
            counted[0] += len(held)
            columns = [
                _column(arrow, kinds, kind, [_value(row[name]) for row in held])
                for name, kind in COLUMNS.items()
            ]
            yield arrow.RecordBatch.from_arrays(columns, schema=schema)

    reader = arrow.RecordBatchReader.from_batches(schema, batches())
    parquet.write_parquet(reader, file, compression="zstd(3)")
    return counted[0]


def _kinds(arrow: Any) -> dict[str, Any]:  # noqa: ANN401 - a module without stubs
    types = arrow.DataType
    text = types.utf8()
    texts = types.list(arrow.Field("item", text, nullable=True))
    return {
        "text": text,
        "whole": types.int64(),
        "number": types.float64(),
        "truth": types.bool(),
        "texts": texts,
    }


def _column(arrow: Any, kinds: dict[str, Any], kind: str, values: list[Any]) -> Any:  # noqa: ANN401 - as above
    """One column's values; the library makes lists of texts only from all their texts and where each list begins."""
    if kind != "texts":
        return arrow.Array(values, kinds[kind])
    begins = [0, *accumulate(map(len, values))]
    flat = arrow.Array(list(chain.from_iterable(values)), kinds["text"])
    return arrow.list_array(arrow.Array(begins, arrow.DataType.int32()), flat, type=kinds[kind])


def _value(value: Any) -> Any:  # noqa: ANN401 - as above
    """A value as the library takes it: plain texts, without halves of surrogate pairs."""
    if isinstance(value, str):
        return str(value).encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_value(each) for each in value]
    return value
