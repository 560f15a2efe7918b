"""How are equal values written as equal bytes (RFC 8785), and named by their hash?"""

from __future__ import annotations

import json
from decimal import Decimal
from hashlib import sha256
from typing import Any

# RFC 8785 §3.2.2.3 writes numbers as ECMAScript does; from here on Python's repr is the same.
_SMALLEST, _LARGEST = 1e-4, 1e21


def canonical(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """The canonical JSON of a value, UTF-8, without a line feed."""
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def digest(*parts: str) -> str:
    """The SHA-256 (lower-case hex) of parts, each closed off so that no two lists of parts collide."""
    hasher = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        hasher.update(b"%d:" % len(data))
        hasher.update(data)
    return hasher.hexdigest()


def _ordered(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value, key=_code_units)}
    if isinstance(value, list | tuple):
        return [_ordered(member) for member in value]
    if isinstance(value, float):
        return _number(value)
    return value


def _code_units(key: str) -> bytes:
    """RFC 8785 §3.2.3 sorts by UTF-16 code units."""
    return key.encode("utf-16-be", "surrogatepass")


def _number(value: float) -> int | float:
    if abs(value) < _LARGEST and value == int(value):
        return int(Decimal(repr(value)))  # the shortest digits, as ECMAScript; int(2e20) has others
    if not _SMALLEST <= abs(value) < _LARGEST:
        raise ValueError(f"No canonical form for {value!r}: outside {_SMALLEST} to {_LARGEST}.")
    return value
