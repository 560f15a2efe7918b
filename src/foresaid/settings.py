"""What can be set for a collection, as one frozen value?"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING

from foresaid.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

FILE = "foresaid.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """foresaid.toml: what the collection is called, and how it is read.

    title: the collection's own title. editor: who answers for it. scope: what it is meant to hold.
    rights: the rights statement. language: whose word tables read it. memory: how many megabytes building the
    quotation index may take (archive/quotation_segments.py).
    """

    title: str = "Untitled collection"
    editor: str = ""
    scope: str = ""
    rights: str = ""
    language: str = "en"
    memory: int = 512


def read_settings(path: Path) -> Settings:
    """The settings of one file; SettingsError names an unknown key and the nearest known one."""
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}.") from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror or error}.") from error
    known = {field.name: type(field.default) for field in fields(Settings)}
    for key, value in given.items():
        if key not in known:
            near = get_close_matches(key, list(known), n=1)
            advice = f"did you mean {near[0]!r}?" if near else f"known keys are {', '.join(known)}."
            raise SettingsError(f"{path}: unknown key {key!r}; {advice}")
        if type(value) is not known[key]:
            wanted = "text in quotes" if known[key] is str else "a whole number"
            raise SettingsError(f"{path}: {key} must be {wanted}, not {value!r}.")
    return Settings(**given)


def settings_text(settings: Settings) -> str:
    """The text of a foresaid.toml with these settings, each explained."""
    comments = {
        "title": "what this collection is called",
        "editor": "who answers for it",
        "scope": "what it is meant to hold, and what not",
        "rights": "what may be done with it",
        "language": "whose word tables read it (data/<language>)",
        "memory": "megabytes that building the quotation index may take",
    }
    return "".join(
        f"{field.name} = {_quoted(getattr(settings, field.name))}  # {comments[field.name]}\n"
        for field in fields(settings)
    )


def _quoted(value: str | int) -> str:
    """A TOML integer, or a basic string (TOML 1.0, 'Integer', 'String')."""
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"'
        + "".join(each if each >= " " and each != "\x7f" else f"\\u{ord(each):04x}" for each in escaped)
        + '"'
    )
