"""read and annotate: what do texts report?"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foresaid.cli import options
from foresaid.cli.printing import counted, echo, echo_json, shell_word, table
from foresaid.cli.progress import ProgressLine
from foresaid.collect.encodings import decode
from foresaid.errors import InputError
from foresaid.pipeline.reading import annotate_documents, annotate_text, layers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.annotations import Annotation, Phrase

_ROWS = {".jsonl", ".ndjson"}


def _layer(_: click.Context, __: click.Parameter, value: str) -> str:
    if value not in layers():
        raise click.BadParameter(f"{value!r} is no layer; there are: {', '.join(layers())}")
    return value


@click.command(epilog="Example: foresaid read papers --layer quotations")
@options.collection
@click.option("--layer", default="quotations", show_default=True, callback=_layer, help="What to look for.")
@options.jobs
@options.as_json
def read(collection: Path, layer: str, jobs: int, as_json: bool) -> int:
    """Annotate the documents: who is quoted, in which words.

    Only documents that this version of the annotator has not read are read.
    """
    with ProgressLine() as progress:
        report = annotate_documents(collection, layer=layer, jobs=jobs, progress=progress)
    if as_json:
        echo_json(report)
    else:
        echo(f"{counted(report.documents, 'document')} read. The collection holds:")
        table([(kind, f"{number:,}") for kind, number in report.annotations.items()])
        echo(f"Next: foresaid verify {shell_word(collection)}")
    return 0


@click.command(epilog="Example: foresaid annotate chapter.txt --layer quotations --jsonl")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--layer", default="quotations", show_default=True, callback=_layer, help="What to look for.")
@options.as_jsonl
@options.as_json
def annotate(files: tuple[Path, ...], layer: str, as_jsonl: bool, as_json: bool) -> int:
    """Annotate plain files or JSON lines without a collection.

    A JSONL file holds rows {"id", "text", "speaker"?}; without FILE such rows are read from standard
    input. Offsets are code points into the text as given.
    """
    code, rows = 0, []
    for name, text, speaker in _texts(files):
        if text is None:
            echo(f"foresaid: {name} [input]", err=True)
            code = InputError.exit_code
            continue
        for annotation in annotate_text(text, layer=layer, speaker=speaker):
            row = _row(name, layer, annotation)
            if as_json:
                rows.append(row)
            elif as_jsonl:
                echo_json(row)
            else:
                speaker_name = (row["speaker"] or {}).get("name") or "–"
                echo(
                    f"{name}:{row['start']}-{row['end']}  {row['type']}  {speaker_name}: {' '.join(row['text'].split())}"
                )
    if as_json:
        echo_json({"annotations": rows})
    return code


def _texts(files: tuple[Path, ...]) -> Iterator[tuple[str, str | None, str | None]]:
    """(id, text, speaker) of every text; (message, None, None) for what cannot be read."""
    if not files:
        yield from _json_rows("standard input", sys.stdin.buffer.read())
    for file in files:
        if file.is_dir():
            yield f"{file} is a folder; name its files.", None, None
            continue
        try:
            data = file.read_bytes()
        except OSError as error:
            yield f"{file}: {error.strerror or error}.", None, None
            continue
        if file.suffix.lower() in _ROWS:
            yield from _json_rows(str(file), data)
        else:
            decoded = decode(data)
            yield (
                (str(file), decoded.text, None)
                if decoded.text is not None
                else (f"{file}: {decoded.note}.", None, None)
            )


def _json_rows(name: str, data: bytes) -> Iterator[tuple[str, str | None, str | None]]:
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield str(row.get("id", number)), str(row["text"]), row.get("speaker") or row.get("author")
        except (ValueError, KeyError, AttributeError, RecursionError) as error:
            yield f"{name}, line {number}: needs a JSON object with a text ({error}).", None, None


def _row(name: str, layer: str, annotation: Annotation) -> dict[str, Any]:
    """One row of the contract (DESIGN §6)."""
    body = annotation.body
    speaker = body.speaker
    phrase = _phrase(speaker.phrase) if speaker else None
    return {
        "id": name,
        "layer": layer,
        "start": annotation.target.start,
        "end": annotation.target.end,
        "text": body.text,
        "type": body.type.value,
        "level": body.level,
        "content_start": body.content.start,
        "content_end": body.content.end,
        "speaker": {**(phrase or {"start": None, "end": None, "text": None}), "name": speaker.name}
        if speaker
        else None,
        "cue": _phrase(body.cue),
        "block": body.block,
        "generator": annotation.generator,
    }


def _phrase(phrase: Phrase | None) -> dict[str, Any] | None:
    return {"start": phrase.start, "end": phrase.end, "text": phrase.text} if phrase else None
