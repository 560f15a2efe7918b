"""Are the indexes whole, and do they hold what the catalogue says they hold?

The files of the search index end with a checksum that tantivy wrote and never looks at again; here it is
compared. Arrays of the quotation index have none: their sizes are compared with what they say of themselves.
"""

from __future__ import annotations

import ast
import json
import struct
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO

from foresaid.archive.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# tantivy 0.2x, directory/footer.rs: body, JSON with the body's CRC-32, its length and this number, both
# 32 bits, low byte first. Every file but these is written so.
_FOOTER, _FOOTER_END = 1337, struct.Struct("<II")
_META = "meta.json"
_LONGEST_FOOTER = 50_000
_CHUNK = 1 << 20
# numpy, format version 1.0: magic and version, length of the head in 16 bits, head.
_NPY, _NPY_LENGTH = b"\x93NUMPY\x01\x00", struct.Struct("<H")


def broken_search(folder: Path, expected: int) -> Iterator[Fault]:
    """What is wrong with the files of a search index; `expected` is how many rows it has at least."""
    meta = folder / _META
    try:
        segments = json.loads(meta.read_bytes())["segments"]
        rows = 0
        for segment in segments:
            rows += segment["max_doc"] - (segment["deletes"] or {"num_deleted_docs": 0})["num_deleted_docs"]
        files = [
            path
            for segment in segments
            for path in sorted(folder.glob(segment["segment_id"].replace("-", "") + ".*"))
        ]
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


def broken_arrays(folder: Path) -> Iterator[Fault]:
    """Arrays of the quotation index that are not as long as they say."""
    for path in sorted(folder.glob("*-*/*.npy")):
        try:
            with path.open("rb") as file:
                what = None if _npy_size(file) == file.seek(0, 2) else "is not as long as it says"
        except OSError as error:
            what = f"cannot be read: {error.strerror or error}"
        except (ValueError, KeyError, TypeError, SyntaxError, struct.error):
            what = "is no array any more"
        if what:
            yield index_fault(path, what)


def _npy_size(file: BinaryIO) -> int:
    """How long a file of one array is by its own head (numpy/lib/format.py)."""
    if file.read(len(_NPY)) != _NPY:
        raise ValueError
    (length,) = _NPY_LENGTH.unpack(file.read(_NPY_LENGTH.size))
    head: dict[str, Any] = ast.literal_eval(file.read(length).decode("ascii"))
    size = int(head["descr"][2:])
    for extent in head["shape"]:
        size *= extent
    return len(_NPY) + _NPY_LENGTH.size + int(length) + size


def index_fault(path: Path, what: str) -> Fault:
    """Damage of an index; one command makes both again."""
    return Fault(str(path), what, "Run `foresaid rebuild` on the collection.")
