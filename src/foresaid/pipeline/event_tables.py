"""Which table of fields does a file hold that a person wrote: TOML or JSON, and in which line is each key?"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from foresaid.errors import InputError, UsageError

# An event of 200 statements of 2,000 characters in three lists is 1.2 MB; a larger file is something else.
MOST_BYTES = 2 << 20
# Years as people write them without quotation marks; other numbers are no dates.
_YEARS = range(1000, 10_000)


@dataclass(frozen=True, slots=True)
class EventTable:
    """The fields of one event as a file has them, with the file's text, for the lines of its keys."""

    path: Path
    fields: dict[str, Any]
    text: str

    def place(self, key: str) -> str:
        """Where a key stands, "line 7, denying"; only its name where the line cannot be told."""
        shown = key or "the file"
        for number, line in enumerate(self.text.splitlines(), 1):
            head = line.lstrip(" \t{,")
            for name in (f'"{key}"', f"'{key}'", key):
                if key and head.startswith(name) and head[len(name) :].lstrip()[:1] in ("=", ":"):
                    return f"line {number}, {shown}"
        return shown


def event_table(path: Path) -> EventTable:
    """The event in a file: its keys at the top, or in one table [event]; the name's end or the first sign tells the form.

    InputError: the file cannot be read, or is neither TOML nor JSON. UsageError: it is no single event.
    """
    text = _text(path)
    given = _json(path, text) if _is_json(path, text) else _toml(path, text)
    inner = given.get("event")
    if isinstance(inner, list) or "events" in given:
        raise UsageError(
            f"{path} holds several events; `foresaid inquire DIR --family FILE` takes a family of them."
        )
    if isinstance(inner, dict):
        beside = [key for key in given if key != "event"]
        if beside:
            raise UsageError(
                f"{path}: {beside[0]!r} stands outside of [event]; write all fields into the table."
            )
        given = inner
    return EventTable(path, {**given, **_dated(given)}, text)


def _dated(given: dict[str, Any]) -> dict[str, str]:
    """The date as text, where it was written without quotation marks: TOML's own day, or a year."""
    value = given.get("date")
    if isinstance(value, datetime):
        return {"date": value.date().isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, int) and not isinstance(value, bool) and value in _YEARS:
        return {"date": str(value)}
    return {}


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}.") from error
    if len(data) > MOST_BYTES:
        raise InputError(f"{path} has more than {MOST_BYTES >> 20} MB; an event is one small file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}, line {line}: not UTF-8; save the file as UTF-8.") from error


def _is_json(path: Path, text: str) -> bool:
    ending = path.suffix.lower()
    return ending == ".json" or (ending != ".toml" and text.lstrip().startswith("{"))


def _toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (
        ValueError,
        RecursionError,
    ) as error:  # TOMLDecodeError, or a number of more digits than Python reads
        raise InputError(
            f"{path} is not valid TOML: {_told(error)}. Text and dates stand in quotation marks, lists in [ ]."
        ) from error


def _json(path: Path, text: str) -> dict[str, Any]:
    try:
        given = json.loads(text, object_pairs_hook=_once)
    except _TwiceError as error:
        raise UsageError(f"{path}: the key {str(error)!r} stands twice; leave one.") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is not valid JSON: {_told(error)}.") from error
    if not isinstance(given, dict):
        raise UsageError(f'{path} is no event: write one object, {{"name": …, "statement": …}}.')
    return given


class _TwiceError(Exception):
    """A key stands twice in one object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _TwiceError(key)
        found[key] = value
    return found


def _told(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error).rstrip(".")
