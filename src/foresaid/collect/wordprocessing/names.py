"""How are the elements and attributes of WordprocessingML called here? "w:p", whatever the edition."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_STRICT = "http://purl.oclc.org/ooxml"
_TRANSITIONAL = "http://schemas.openxmlformats.org"
_WORD = (f"{_TRANSITIONAL}/wordprocessingml/2006/main", f"{_STRICT}/wordprocessingml/main")
_PREFIXES = {
    **dict.fromkeys(_WORD, "w"),
    f"{_TRANSITIONAL}/markup-compatibility/2006": "mc",
    f"{_TRANSITIONAL}/officeDocument/2006/math": "m",
    f"{_STRICT}/officeDocument/math": "m",
    f"{_TRANSITIONAL}/officeDocument/2006/relationships": "r",
    f"{_STRICT}/officeDocument/relationships": "r",
    f"{_TRANSITIONAL}/drawingml/2006/chart": "c",
    f"{_STRICT}/drawingml/chart": "c",
    f"{_TRANSITIONAL}/drawingml/2006/diagram": "dgm",
    f"{_STRICT}/drawingml/diagram": "dgm",
    f"{_TRANSITIONAL}/drawingml/2006/picture": "pic",
    f"{_STRICT}/drawingml/picture": "pic",
    "urn:schemas-microsoft-com:vml": "v",
}
_OFF = frozenset({"0", "false", "off"})  # ST_OnOff, ECMA-376 part 1, §22.9.2.7


@lru_cache(maxsize=4096)  # the schema has some 1,500 names
def _short(tag: str) -> str:
    namespace, _, name = tag[1:].rpartition("}")
    return f"{_PREFIXES.get(namespace, '')}:{name}"


def name(element: Any) -> str:  # noqa: ANN401 - an lxml element
    """An element's name with the usual prefix ("w:p"); ":p" in a namespace that nothing here reads."""
    return _short(element.tag)


def attribute(element: Any, wanted: str) -> str | None:  # noqa: ANN401
    """The value of an attribute in the namespace of Word, in either edition; None where it is not given."""
    for namespace in _WORD:
        value = element.get(f"{{{namespace}}}{wanted}")
        if value is not None:
            return str(value)
    return None


def child(element: Any, *path: str) -> Any:  # noqa: ANN401
    """The first descendant along a path of names ("w:rPr", "w:vanish"), or None."""
    for step in path:
        if element is None:
            return None
        element = next((each for each in element if name(each) == step), None)
    return element


def value(element: Any, *path: str) -> str | None:  # noqa: ANN401
    """The w:val of a descendant, or None."""
    found = child(element, *path)
    return None if found is None else attribute(found, "val")


def on(element: Any, *path: str) -> bool | None:  # noqa: ANN401
    """Whether a switch is on; None where nothing is said of it."""
    found = child(element, *path)
    return None if found is None else attribute(found, "val") not in _OFF


def whole(text: str | None) -> int | None:
    """A whole number that is written in at most nine digits, or None."""
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None  # noqa: PLR2004
