"""What text is in these bytes? The one function through which every parser of foreign bytes runs.

It runs confined, in a child process (collect/sandbox); nothing else calls a format.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from foresaid.collect.xml import explain_root, root_name
from foresaid.model.documents import Extraction, State
from foresaid.plugins import Format, Unreadable, plugins

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.plugins import Tools

NOBODY = "none"
_LACKING = " without recognition"
# What of a file its format is told by; a signature stands in its first bytes, a root element after a
# declaration and comments.
HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class Choice:
    """The name by which a file is read, and its reader; None with the reason where nobody reads it."""

    source: str
    reader: Format | None
    reason: str = ""

    @property
    def version(self) -> str:
        """Under which version the reading is noted."""
        return f"{self.reader.name}/{self.reader.version}" if self.reader else unread()


def readers() -> dict[str, Format]:
    """Every format there is, by name."""
    return {name: reader() for name, reader in plugins("format").items()}


def choose(sources: Sequence[str], head: bytes) -> Choice:
    """The first name under which a format reads bytes that begin so, or why there is none.

    A name decides among formats, and the bytes may contradict it: a picture named .pdf is not read as
    something else, but refused with what it is, because one of the two is a mistake somebody should see.
    """
    known = readers()
    told = {name: reader.recognises(head) for name, reader in known.items()}
    choices = [_choose(source, known, told, head) for source in sources]
    return next((choice for choice in choices if choice.reader), choices[0])


def extract(data: bytes, choice: Choice, tools: Tools) -> Iterator[Extraction]:
    """Every text in the bytes; what cannot be read is refused with the reason."""
    reader = choice.reader
    if reader is None or not data:
        yield refusal(choice.version, choice.reason if data else "empty: the file has 0 bytes")
        return
    try:
        for extraction in reader.extract(data, tools):
            refused = extraction.state is State.REFUSED
            text = extraction.text
            yield extraction if refused or (text and not text.isspace()) else _empty(extraction)
    except Unreadable as reason:
        yield refusal(choice.version, str(reason))
    except MemoryError:
        memory = tools.budgets.memory >> 20
        yield refusal(
            choice.version, f"the {reader.name} reader was stopped: it needs more than {memory:,} MB"
        )
    except Exception as error:  # noqa: BLE001 - anybody's plug-in, on anybody's bytes, harms one file only
        yield refusal(choice.version, f"the {reader.name} reader failed: {type(error).__name__}: {error}")


def _choose(source: str, known: dict[str, Format], told: dict[str, bool | None], head: bytes) -> Choice:
    suffix, spelt = PurePosixPath(source).suffix.lower(), source.casefold()
    named = [name for name, reader in known.items() if spelt.endswith(reader.suffixes)]
    for answer in (True, None):
        for name in named:
            if told[name] is answer:
                return Choice(source, known[name])
    seen = next((name for name in known if told[name]), None)
    if seen and not named:
        return Choice(source, known[seen])
    if seen:
        reason = f"named {suffix}, but its bytes are those of {seen}; rename it and add it again"
    elif named and root_name(head):
        reason = explain_root(head, named)
    elif named:
        reason = f"named {suffix}, but its bytes are not those of {' or '.join(named)}"
    else:
        reason = f"no format reads files {suffix or 'without suffix'}; there are: {', '.join(known)}"
    return Choice(source, None, reason)


def unread() -> str:
    """The version under which files that no format reads are noted; it changes with the formats there are."""
    return f"{NOBODY}/{'+'.join(plugins('format'))}"


def noted(choice: Choice, *, recognition: bool) -> str:
    """Under which version a reading is noted: where a format lacked text recognition, one that passes.

    So what could not be recognised is read again once a recogniser is installed.
    """
    lacks = not recognition and getattr(choice.reader, "uses_recogniser", False)
    return choice.version + (_LACKING if lacks else "")


def versions(*, recognition: bool) -> frozenset[str]:
    """Every version a reading may have now: an item read by any of them needs no other reading."""
    known = {unread(), *(f"{each.name}/{each.version}" for each in readers().values())}
    return frozenset(known if recognition else known | {f"{each}{_LACKING}" for each in known})


def refusal(extractor: str, reason: str, locator: str = "") -> Extraction:
    """An extraction that says why there is none."""
    return Extraction(locator, "", extractor, "none", state=State.REFUSED, notes=(reason,))


def _empty(extraction: Extraction) -> Extraction:
    return refusal(extraction.extractor, "empty: there is no text in it", extraction.locator)
