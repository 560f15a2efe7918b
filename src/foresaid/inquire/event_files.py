"""How is an event written as a file that a person edits?

TOML 1.0, one key a field, in the order of `FIELDS`; `template` explains each, `to_toml` writes an event that is known.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from foresaid.inquire.events import FIELDS, LISTS, fields_of
from foresaid.model.events import WINDOW_YEARS

if TYPE_CHECKING:
    from foresaid.model.events import Event

_HEAD = """\
# An event: what came about, and which statements would count as having foreseen it or as having expected the opposite.
# Write it down before you search. What is changed after the first search is kept, and shown as a deviation.
# Everything but `name` and `statement` may stay empty, and a line may be left out. The examples are invented.
"""

_BREAK = "\n"
# What a person should know of each field, and an example.
_EXPLAINED: dict[str, tuple[str, str]] = {
    "name": ("The short name by which commands call the event.", '"dam"'),
    "statement": (
        "One sentence that says what came about, in the words in which it would have been forecast.",
        '"the dam at Dunmere will break"',
    ),
    "date": (
        "When it had happened, in EDTF: 1911, 1911-05, 1911-05-14, about May 1911 = 1911-05~, perhaps = 1911-05?."
        + _BREAK
        + "What was said before its first possible day was said before the event. Empty: nothing is certainly before it.",
        '"1911-05-14"',
    ),
    "claim": ("What is put to the test.", '"nobody foresaw that the dam would break"'),
    "definition": (
        "What counts as this event and what does not, so that somebody else would decide alike.",
        '"water runs through the wall itself; a flood over the crest is another event"',
    ),
    "aliases": (
        "Other names for it, by which texts may speak of it. They help to find; they decide nothing.",
        '["the Dunmere disaster", "breach of the wall"]',
    ),
    "foreseeing": (
        "Statements that would count as having foreseen it, as they would have been made beforehand."
        + _BREAK
        + "Write several, each in other words, also for its beginnings; one sentence each, without names and dates.",
        '["the wall will give way", "the valley will be flooded"]',
    ),
    "denying": (
        "Statements that would count as having expected the opposite. They are looked for with the same care.",
        '["the dam will stand for centuries", "there is no danger from the dam"]',
    ),
    "false_if": (
        "What would make the event itself not have happened as you define it.",
        '["the gates were opened on purpose"]',
    ),
    "window_years": (
        "How many years before the event are looked at, when it is asked whether any other time would do as well.",
        "10",
    ),
    "language": ("The language of the statements.", '"en"'),
}


def template(name: str, language: str = "en") -> str:
    """A file with every field explained by an invented example, and nothing filled in but the name."""
    values: dict[str, str | int | list[str]] = dict.fromkeys(FIELDS, "")
    values |= {key: [] for key in LISTS}
    values |= {"name": name, "window_years": WINDOW_YEARS, "language": language}
    parts = [_HEAD]
    for key, (says, example) in _EXPLAINED.items():
        comment = "".join(f"# {line}\n" for line in says.split(_BREAK))
        parts.append(f"{comment}# Example: {key} = {example}\n{key} = {_value(values[key])}\n")
    return "\n".join(parts)


def to_toml(event: Event) -> str:
    """An event as TOML that `event new --from` takes again, every field in its line or lines."""
    fields = fields_of(event)
    return "".join(f"{key} = {_value('' if value is None else value)}\n" for key, value in fields.items())


def _value(value: str | int | list[str]) -> str:
    """A TOML value: an integer, a basic string, or an array with one string a line."""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    lines = [f"    {_quoted(each)}," for each in value]
    return "\n".join(("[", *lines, "]")) if lines else "[]"


def _quoted(text: str) -> str:
    """A TOML basic string: its escapes are those of JSON, but DEL, which JSON leaves, is escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
