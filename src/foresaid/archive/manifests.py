"""Is an index still made of the files that were written? Its manifest names them, each with its sum.

A manifest is a JSON object with the SHA-256 of itself, so that a change of it is not laid on the files it names.
"""

from __future__ import annotations

import json
from hashlib import file_digest, sha256
from typing import TYPE_CHECKING, Any, BinaryIO

from foresaid.archive.writing import write_file
from foresaid.errors import DamageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SEAL = "sum"


def read_manifest(path: Path, *, sumless: bool = False) -> dict[str, Any]:
    """What a manifest says, empty where there is none; DamageError where it is not as it was written.

    sumless: whether one may lack the sum of itself, because it may be older than sums.
    """
    try:
        manifest = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise DamageError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise DamageError(f"{path} is not JSON: {error}. Run `foresaid rebuild`.") from error
    if not isinstance(manifest, dict) or not (
        manifest.get(_SEAL) == _seal(manifest) or (sumless and not is_sealed(manifest))
    ):
        raise DamageError(f"{path} was changed. Run `foresaid rebuild`.")
    return manifest


def is_sealed(manifest: Mapping[str, Any]) -> bool:
    """Whether a manifest vouches for itself."""
    return _SEAL in manifest


def write_manifest(path: Path, content: Mapping[str, Any]) -> None:
    """Put a manifest, with its sum, in the place of the one before, durably."""
    sealed = {**content, _SEAL: _seal(content)}
    write_file(path, json.dumps(sealed, sort_keys=True).encode("ascii"))


def file_sum(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal digits; OSError where it cannot be read."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def compare(path: Path, expected: str) -> str | None:
    """What is wrong with a file whose sum was kept; None if nothing is."""
    try:
        return None if file_sum(path) == expected else "was changed"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"


class SummedFile:
    """A file that is written from front to end, with the SHA-256 of what was written; 1 to 2 GB/s."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._sum = sha256()

    def write(self, data: bytes) -> int:
        """Write what follows."""
        self._sum.update(data)
        return self._file.write(data)

    def hexdigest(self) -> str:
        """The sum so far."""
        return self._sum.hexdigest()


def _seal(manifest: Mapping[str, Any]) -> str:
    content = {key: value for key, value in manifest.items() if key != _SEAL}
    return sha256(json.dumps(content, sort_keys=True).encode("ascii")).hexdigest()
