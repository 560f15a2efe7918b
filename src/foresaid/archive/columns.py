"""How do arrays of numbers lie in a folder so that they can be mapped into memory and are known to be whole?

    columns        arrays one after the other, little-endian, each beginning at a line of the processor's cache
    segment.json   where in `columns` each array lies and of what type it is, and what else the folder has to say

Both are written whole; whoever writes them keeps their sums (archive/manifests.py). The arrays of quotations/ lie the
same way, in a file of their own making (quotation_segments.py).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from foresaid.archive.manifests import SummedFile, compare
from foresaid.archive.writing import replacing
from foresaid.errors import DamageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Column: TypeAlias = NDArray[Any]

COLUMNS, DESCRIPTION = "columns", "segment.json"
_ALIGNED = 64  # bytes: a line of the processor's cache
_TYPES = ("<u1", "<u2", "<u4", "<u8", "<i1", "<i8", "<f4")


def write_columns(
    folder: Path, columns: Iterable[tuple[str, Column]], about: Mapping[str, Any]
) -> dict[str, str]:
    """Write arrays of one dimension under their names, and `about` beside them; gives the files' sums.

    Each array is let go before the next is asked for.
    """
    places: dict[str, tuple[str, int, int]] = {}
    at = 0
    with replacing(folder / COLUMNS) as file:
        summed = SummedFile(file)
        for name, column in columns:
            kind = column.dtype.newbyteorder("<")
            places[name] = (kind.str.replace("|", "<"), at, len(column))
            at += summed.write(np.ascontiguousarray(column, kind).tobytes())
            at += summed.write(bytes(-at % _ALIGNED))
    with replacing(folder / DESCRIPTION) as file:
        described = SummedFile(file)
        described.write(json.dumps({**about, "columns": places}).encode("ascii"))
    return {COLUMNS: summed.hexdigest(), DESCRIPTION: described.hexdigest()}


def open_columns(folder: Path, sums: Mapping[str, str]) -> tuple[dict[str, Column], dict[str, Any]]:
    """The arrays, mapped into memory, and what was written beside them; DamageError where they are not to be had.

    The description is compared with its sum, the arrays are not: that would read all of them. What changed there fsck
    finds, and until then it may give wrong answers.
    """
    if what := compare(folder / DESCRIPTION, sums[DESCRIPTION]):
        raise DamageError(f"{folder / DESCRIPTION} {what}. Run `foresaid rebuild`.")
    try:
        about: dict[str, Any] = json.loads((folder / DESCRIPTION).read_bytes())
        size = (folder / COLUMNS).stat().st_size
        data = np.memmap(folder / COLUMNS, np.uint8, mode="r") if size else np.zeros(0, np.uint8)
        whole = data.view(np.ndarray)
        columns = {name: _column(whole, *where) for name, where in about.pop("columns").items()}
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise DamageError(f"{folder} cannot be read: {error}. Run `foresaid rebuild`.") from error
    return columns, about


def _column(data: NDArray[np.uint8], kind: str, at: int, count: int) -> Column:
    if kind not in _TYPES:
        raise ValueError(f"{kind!r} is no type of a column")
    width = np.dtype(kind).itemsize
    size = count * width
    if at % _ALIGNED or not 0 <= at <= at + size <= len(data):
        raise ValueError("its columns are cut off")
    return data[at : at + size].view(kind)
