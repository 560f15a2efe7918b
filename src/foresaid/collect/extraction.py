"""What text is in these bytes? The one function through which every parser of foreign bytes runs.

The next step puts a sandbox around it; nothing else calls a format.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from foresaid.model.documents import Extraction, State
from foresaid.plugins import plugin, plugins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.words import Vocabulary

UNREAD = "none/1"


def format_name(source: str) -> str | None:
    """The name of the format that reads files of this name, or None."""
    return _suffixes().get(PurePosixPath(source).suffix.lower())


def format_version(name: str | None) -> str:
    """The version of a format, as extracted texts name it ("plain/1")."""
    return UNREAD if name is None else f"{name}/{plugin('format', name).version}"


def extract(data: bytes, name: str | None, source: str, vocabulary: Vocabulary) -> Iterator[Extraction]:
    """Every text in the bytes; what a format cannot read, or fails on, is refused with the reason."""
    if name is None:
        suffix = PurePosixPath(source).suffix or "without suffix"
        known = " ".join(sorted(_suffixes()))
        yield _refused(UNREAD, f"no format reads files {suffix}; there are: {known}")
        return
    reader: Any = plugin("format", name)()
    try:
        for extraction in reader.extract(data, vocabulary):
            yield extraction if extraction.text or extraction.state is State.REFUSED else _empty(extraction)
    except Exception as error:  # noqa: BLE001 - anybody's plug-in, on anybody's bytes, harms one file only
        yield _refused(format_version(name), f"the {name} reader failed: {type(error).__name__}: {error}")


def _suffixes() -> dict[str, str]:
    return {suffix: name for name, reader in plugins("format").items() for suffix in reader.suffixes}


def _empty(extraction: Extraction) -> Extraction:
    return _refused(extraction.extractor, "empty: there is no text in it", extraction.locator)


def _refused(extractor: str, reason: str, locator: str = "") -> Extraction:
    return Extraction(locator, "", extractor, "none", state=State.REFUSED, notes=(reason,))
