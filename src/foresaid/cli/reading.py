"""read and annotate: what do texts report?"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from foresaid.cli import options
from foresaid.cli.annotation_rows import annotation_line, annotation_row
from foresaid.cli.printing import counted, echo, echo_json, shell_word, table
from foresaid.cli.progress import ProgressLine
from foresaid.collect.encodings import decode
from foresaid.errors import AnnotatorError, DateError, InputError
from foresaid.model.annotations import Context
from foresaid.parsers import notice
from foresaid.pipeline.reading import annotate_documents, dated, language_of, layers, parses, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROWS = {".jsonl", ".ndjson"}


class _Text(NamedTuple):
    """A text to be annotated, and what of its row could not be used, in words; a text of None cannot be read at all."""

    name: str
    text: str | None
    context: Context = Context()
    troubles: tuple[str, ...] = ()


def _layer(_: click.Context, __: click.Parameter, value: str) -> str:
    if value and value not in layers():
        raise click.BadParameter(f"{value!r} is no layer; there are: {', '.join(layers())}")
    return value


_parsing = click.option(
    "--parser/--no-parser",
    "parsing",
    default=True,
    help="Use a syntactic parser where one is installed (extra [en]), or rules alone.",
)


@click.command(
    epilog="Example: foresaid read papers; or: foresaid read papers --layer forecasts --jobs 2 --no-parser"
)
@options.collection
@click.option("--layer", default="", callback=_layer, help="What to look for; all layers without it.")
@options.jobs
@_parsing
@options.as_json
def read(collection: Path, layer: str, jobs: int, parsing: bool, as_json: bool) -> int:
    """Annotate the documents: who is quoted, when, names, works, assertions, forecasts.

    Only documents that this version of a layer's annotator has not read are read.
    """
    language = language_of(collection)
    if parsing and parses(layer, language):
        echo(notice(language), err=True)
    with ProgressLine() as progress:
        report = annotate_documents(collection, layer=layer, jobs=jobs, parsing=parsing, progress=progress)
    if as_json:
        echo_json(report)
    else:
        echo(f"{counted(report.documents, 'document')} read. The collection holds:")
        table(
            [
                (each, kind, f"{number:,}")
                for each, kinds in report.annotations.items()
                for kind, number in kinds.items()
            ]
        )
        echo(f"Next: foresaid verify {shell_word(collection)}")
    for trouble in report.troubles:
        echo(f"foresaid: {trouble.where}, {trouble.reason} [{AnnotatorError.slug}]", err=True)
    return AnnotatorError.exit_code if report.troubles else 0


@click.command(epilog="Example: foresaid annotate chapter.txt --layer quotations --jsonl")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--layer", default="quotations", show_default=True, callback=_layer, help="What to look for.")
@_parsing
@options.as_jsonl
@options.as_json
def annotate(files: tuple[Path, ...], layer: str, parsing: bool, as_jsonl: bool, as_json: bool) -> int:
    """Annotate plain files or JSON lines without a collection.

    A JSONL file holds rows {"id", "text", "date"?, "speaker"?, "before"?}; without FILE such rows are read
    from standard input. Offsets are code points into the text as given.
    """
    if parsing and parses(layer):
        echo(notice("en"), err=True)
    code, rows, count = 0, [], 0
    for name, text, context, troubles in _texts(files):
        for trouble in troubles:
            echo(f"foresaid: {trouble} [input]", err=True)
            code = InputError.exit_code
        if text is None:
            continue
        for annotation in read_text(text, (layer,), context, parsing=parsing)[layer]:
            row = annotation_row(name, layer, annotation, text)
            count += 1
            if as_json:
                rows.append(row)
            elif as_jsonl:
                echo_json(row)
            else:
                echo(annotation_line(row))
    if as_json:
        echo_json({"annotations": rows})
    elif not as_jsonl and not count:
        echo(f"Nothing found in the layer {layer}.", err=True)
    return code


def _texts(files: tuple[Path, ...]) -> Iterator[_Text]:
    """Every text of the files, or of standard input; a message for what cannot be read."""
    if not files:
        yield from _json_rows("standard input", sys.stdin.buffer.read())
    for file in files:
        if file.is_dir():
            yield _unread(file, f"{file} is a folder; name its files.")
            continue
        try:
            data = file.read_bytes()
        except OSError as error:
            yield _unread(file, f"{file}: {error.strerror or error}.")
            continue
        if file.suffix.lower() in _ROWS:
            yield from _json_rows(str(file), data)
        else:
            decoded = decode(data)
            if decoded.text is None:
                yield _unread(file, f"{file}: {decoded.note}.")
            else:
                yield _Text(str(file), decoded.text)


def _unread(name: object, trouble: str) -> _Text:
    return _Text(str(name), None, troubles=(trouble,))


def _json_rows(name: str, data: bytes) -> Iterator[_Text]:
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            text = row["text"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            yield _unread(name, f"{name}, line {number}: needs a JSON object with a text ({error}).")
            continue
        if isinstance(text, str):
            yield _json_row(row, f"{name}, line {number}", str(number))
        else:
            yield _unread(name, f"{name}, line {number}: its text is no string.")


def _json_row(row: dict[str, Any], place: str, number: str) -> _Text:
    """A text with its context; a field that cannot be used is told and left out."""
    troubles = []
    given: dict[str, str] = {}
    for field in ("speaker", "author", "before", "date"):
        value = row.get(field)
        if isinstance(value, str | int) and not isinstance(value, bool):
            given[field] = str(value)
        elif value is not None:
            troubles.append(f"{place}: its {field} is no text and is left out.")
    context = Context(speaker=given.get("speaker") or given.get("author"), before=given.get("before", ""))
    try:
        context = dated(context, given.get("date"))
    except DateError as error:
        troubles.append(f"{place}: its date is left out: {error}")
    name = row.get("id")
    known = isinstance(name, str | int) and not isinstance(name, bool)
    return _Text(str(name) if known else number, row["text"], context, tuple(troubles))
