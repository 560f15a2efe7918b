"""Is each quotation real, exact and rightly attributed, as far as this collection can tell?"""

from __future__ import annotations

import json
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from foresaid.archive.collection import writing
from foresaid.archive.findings import put_verifications, quotations, verifications
from foresaid.errors import InputError
from foresaid.model.bodies import QuotationType
from foresaid.model.evidence import QuotedWords
from foresaid.pipeline.calibrating import collection_chance
from foresaid.pipeline.indexing import quotation_index
from foresaid.pipeline.journalling import note_run
from foresaid.pipeline.reports import Progress, silent
from foresaid.pipeline.viewing import seeing
from foresaid.text.identity import digest
from foresaid.text.shingles import VERSION as SHINGLES
from foresaid.verify.quotations import verify_quotations
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from foresaid.archive.collection import Collection
    from foresaid.model.annotations import Annotation
    from foresaid.model.bodies import Quotation
    from foresaid.model.evidence import Verification

VERIFY = "verify"
# Raised whenever the rules of verify/ change, so that every verdict is made anew.
_VERSION = f"verification/5 {SHINGLES}"
# Verdicts that go into the catalogue in one durable write.
_BATCH = 200
_STATED = ("speaker", "date", "work")


def verify_collection(root: Path, *, progress: Progress = silent) -> dict[str, int]:
    """Verify every quotation of the collection that has no verdict for its present documents; verdicts by kind."""
    with writing(root) as collection:
        note_run(collection, VERIFY)
        verify_pending(collection, progress=progress)
        return collection.catalogue.tally("verification", "verdict")


def held_verdicts(root: Path) -> Iterator[tuple[QuotedWords, Verification]]:
    """The verdicts on the collection's own quotations, in order of document and place."""
    with seeing(root) as collection:
        for verdict, document, annotation in verifications(collection.catalogue):
            yield _claim(verdict.id, document, annotation), verdict


def verdicts_as_of(
    root: Path, as_of: str, *, progress: Progress = silent
) -> Iterator[tuple[QuotedWords, Verification]]:
    """The verdicts that the collection's own quotations had as of a date, made anew and stored nowhere.

    A stored verdict may rest on a later document: its source, where else the words stand, or a speaker known from it.
    """
    with seeing(root, as_of, progress) as collection:
        yield from verdicts_seen(collection, progress=progress)


def verdicts_seen(
    collection: Collection, *, progress: Progress = silent
) -> Iterator[tuple[QuotedWords, Verification]]:
    """The verdicts on the quotations of a collection as it is seen, made anew and stored nowhere."""
    asked = [_claim(*each) for each in _checkable(collection)]
    verdicts = verify_given(collection, asked, progress=progress)
    for done, pair in enumerate(zip(asked, verdicts, strict=True), 1):
        progress("verifying quotations", done, len(asked))
        yield pair


def count_documents(root: Path, as_of: str | None = None) -> int:
    """How many documents a verdict is a verdict on."""
    with seeing(root, as_of) as collection:
        return collection.catalogue.count("document")


def verify_pending(collection: Collection, *, progress: Progress = silent) -> None:
    """Verify what has no verdict yet; a document more or a date corrected may change any verdict."""
    catalogue = collection.catalogue
    version = f"{_VERSION} {_state(collection)}"
    held = {row["annotation"] for row in catalogue.rows("SELECT annotation FROM verification")}
    pending = [
        _claim(key, document, annotation)
        for key, document, annotation in _checkable(collection)
        if not (key in held and catalogue.done(VERIFY, version, key))
    ]
    with catalogue.transaction():
        catalogue.forget(VERIFY, version)
    done = 0
    verdicts = verify_given(collection, pending)
    while batch := list(islice(verdicts, _BATCH)):
        with catalogue.transaction():
            put_verifications(catalogue, batch)
            catalogue.mark(VERIFY, version, [each.id for each in batch])
        done += len(batch)
        progress("verifying quotations", done, len(pending))


def _checkable(collection: Collection) -> Iterator[tuple[str, str, Annotation[Quotation]]]:
    """The quotations that give words as somebody's own."""
    for key, document, annotation in quotations(collection.catalogue):
        if annotation.body.type in (QuotationType.DIRECT, QuotationType.MIXED):
            yield key, document, annotation


def verify_given(
    collection: Collection, quoted: Iterable[QuotedWords], *, progress: Progress = silent
) -> Iterator[Verification]:
    """Verdicts on quotations from anywhere, in their order."""
    vocabulary = load_vocabulary(collection.settings.language)
    titles = "SELECT DISTINCT value FROM statement WHERE field IN ('title', 'work')"
    works = [row["value"] for row in collection.catalogue.rows(titles)]
    fields = "SELECT DISTINCT value FROM statement WHERE field IN ('speaker', 'author')"
    speakers = [row["value"] for row in collection.catalogue.rows(fields)]
    index = quotation_index(collection, progress)
    yield from verify_quotations(
        quoted,
        index,
        vocabulary,
        works=works,
        speakers=speakers,
        foreign=_foreign_works(collection),
        chance=collection_chance(collection),
    )


def _foreign_works(collection: Collection) -> list[str]:
    """The works and titles of documents that are stated to be in another language than the collection's."""
    query = """SELECT DISTINCT w.value AS work FROM statement w JOIN statement l ON l.document = w.document
               WHERE w.field IN ('work', 'title') AND l.field = 'language' AND lower(substr(l.value, 1, 2)) != ?"""
    return [row["work"] for row in collection.catalogue.rows(query, (collection.settings.language[:2],))]


def verify_rows(
    root: Path,
    path: Path,
    problems: list[str],
    *,
    as_of: str | None = None,
    progress: Progress = silent,
) -> Iterator[tuple[QuotedWords, Verification]]:
    """Verdicts on the rows of a JSONL file {"id", "quote", "speaker"?, "date"?, "work"?}.

    Rows that cannot be read are described in `problems`; all others are verified, one after the other, so that a
    file of any length takes no more memory than its longest line.
    """
    with seeing(root, as_of, progress) as collection:
        total = _count_lines(path)
        asked: deque[QuotedWords] = deque()

        def rows() -> Iterator[QuotedWords]:
            for row in _quoted_rows(path, problems):
                asked.append(row)
                yield row

        for done, verdict in enumerate(verify_given(collection, rows(), progress=progress), 1):
            progress("verifying quotations", done, total)
            yield asked.popleft(), verdict


def _state(collection: Collection) -> str:
    """A digest of what a verdict depends on besides its quotation: documents, what is said of them, whom they quote."""
    documents = collection.catalogue.rows(
        "SELECT id, text_digest, title, speaker, date FROM document ORDER BY id"
    )
    annotations = collection.catalogue.rows("SELECT id FROM annotation ORDER BY id")
    return digest(*(str(value) for rows in (documents, annotations) for row in rows for value in row))


def _claim(key: str, document: str, annotation: Annotation[Quotation]) -> QuotedWords:
    """A quotation found in a document, as something to be verified."""
    body = annotation.body
    return QuotedWords(
        id=key,
        quote=body.text,
        speaker=body.speaker.name if body.speaker else None,
        document=document,
        at=(annotation.target.start, annotation.target.end),
    )


def _opened(path: Path) -> BinaryIO:
    if path.is_dir():
        raise InputError(f"{path} is a folder; --quotations takes one JSONL file.")
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}.") from error


def _count_lines(path: Path) -> int:
    """How many lines of a file hold anything, as what progress is told of."""
    with _opened(path) as file:
        return sum(1 for line in file if line.strip())


def _quoted_rows(path: Path, problems: list[str]) -> Iterator[QuotedWords]:
    with _opened(path) as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield _quoted_row(json.loads(line), number)
                except json.JSONDecodeError as error:
                    problems.append(f"{path}, line {number} is no JSON: {error.msg}, column {error.colno}.")
                except (ValueError, RecursionError) as error:
                    problems.append(f"{path}, line {number}: {error}.")


def _quoted_row(row: Any, number: int) -> QuotedWords:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(row, dict) or not isinstance(row.get("quote"), str):
        raise ValueError('needs to be a JSON object whose "quote" is a text')  # noqa: TRY004 - a fault of the data
    speaker, date, work = (str(row[key]) if row.get(key) not in (None, "") else None for key in _STATED)
    return QuotedWords(str(row.get("id", number)), row["quote"], speaker, date, work)
