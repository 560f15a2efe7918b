"""Are the indexes whole, and do they hold what the catalogue says they hold?

Both keep the SHA-256 of their files when these are written; here they are compared. While the search index is
being written, or was left so by a killed command, what counts is the checksum at the end of each file, which
tantivy wrote and never looks at again. A search index from before sums were kept is a notice.
"""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING, BinaryIO

from foresaid.archive.chance import CHANCE
from foresaid.archive.faults import Fault
from foresaid.archive.manifests import compare, read_manifest
from foresaid.archive.passage_segments import MANIFEST as PASSAGES
from foresaid.archive.passage_segments import changed_passages, listed_passages
from foresaid.archive.quotation_segments import changed_files, listed_segments
from foresaid.archive.search_index import META, segment_files, stamp_path
from foresaid.errors import DamageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# tantivy 0.2x, directory/footer.rs: body, JSON with the body's CRC-32, its length and this number, both
# 32 bits, low byte first. Every file but these is written so.
_FOOTER, _FOOTER_END = 1337, struct.Struct("<II")
_LONGEST_FOOTER = 50_000
_CHUNK = 1 << 20


def broken_passages(folder: Path) -> Iterator[Fault]:
    """What is wrong with the files of the passage index; where there is none, nothing."""
    try:
        entries = listed_passages(folder)
    except DamageError as error:
        yield index_fault(folder / PASSAGES, f"is not what was written ({error})")
        return
    for entry in entries:
        for path, what in changed_passages(folder, entry):
            yield index_fault(path, what)


def broken_search(folder: Path, expected: int) -> Iterator[Fault]:
    """What is wrong with the files of a search index; `expected` is how many rows it has at least."""
    path, meta = stamp_path(folder), folder / META
    try:
        stamp = read_manifest(path)
    except DamageError as error:
        yield index_fault(path, f"is not what was written ({error})")
        stamp = {"settled": False}
    if not stamp and meta.exists():
        yield _sumless(folder)
    settled = bool(stamp.get("settled"))
    if settled and (what := compare(meta, stamp["meta"])):
        yield index_fault(meta, f"{what}, or is of another copy of the index")
        return
    files = stamp["files"] if settled else {}
    for name, sum_ in files.items():
        if what := compare(folder / name, sum_):
            yield index_fault(folder / name, what)
    yield from _listed(folder, expected, summed=settled)


def _listed(folder: Path, expected: int, *, summed: bool) -> Iterator[Fault]:
    """What is wrong with tantivy's list of segments, and with their files unless those have been compared."""
    meta = folder / META
    try:
        listed = json.loads(meta.read_bytes())
        rows = 0
        for segment in listed["segments"]:
            rows += segment["max_doc"] - (segment["deletes"] or {"num_deleted_docs": 0})["num_deleted_docs"]
        files = [] if summed else segment_files(folder, listed)
    except OSError as error:
        if expected:
            yield index_fault(meta, f"cannot be read: {error.strerror or error}")
        return
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        yield index_fault(meta, f"is no list of segments any more ({error})")
        return
    for path in files:
        if what := _unsummed(path):
            yield index_fault(path, what)
    if rows < expected:
        yield index_fault(meta, f"names {rows} paragraphs, though {expected} documents have been indexed")


def _sumless(path: Path) -> Fault:
    what = "was written before sums were kept: not every change of it would be found"
    return Fault(str(path), what, "`foresaid rebuild` makes it again with sums.", damage=False)


def _unsummed(path: Path) -> str | None:
    """What is wrong with a file of tantivy's, by its own checksum."""
    try:
        with path.open("rb") as file:
            length, magic = _FOOTER_END.unpack(_end(file, _FOOTER_END.size))
            if magic != _FOOTER or length > _LONGEST_FOOTER:
                return "is cut off, or its end was changed"
            footer = json.loads(_end(file, _FOOTER_END.size + length)[:length])
            size, sum_ = file.seek(0, 2) - _FOOTER_END.size - length, 0
            file.seek(0)
            while size > 0:
                chunk = file.read(min(size, _CHUNK))
                size, sum_ = size - len(chunk), zlib.crc32(chunk, sum_)
            return None if footer["crc"] == sum_ else "was changed"
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    except (ValueError, KeyError, TypeError, struct.error):
        return "is cut off, or its end was changed"


def _end(file: BinaryIO, size: int) -> bytes:
    file.seek(-size, 2)
    return file.read(size)


def broken_segments(folder: Path) -> Iterator[Fault]:
    """Files of the quotation index that are not what was written."""
    try:
        entries = listed_segments(folder)
    except DamageError:
        return  # told by whoever opens it
    try:
        read_manifest(folder / CHANCE)
    except DamageError as error:
        yield index_fault(folder / CHANCE, f"is not what was written ({error})")
    for entry in entries:
        yield from (index_fault(path, what) for path, what in changed_files(folder, entry))


def index_fault(path: Path, what: str) -> Fault:
    """Damage of an index; one command makes both again."""
    return Fault(str(path), what, "Run `foresaid rebuild` on the collection.")
