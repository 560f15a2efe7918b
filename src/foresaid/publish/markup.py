"""How is a page written so that no text on it can become markup?

A page is a tree of elements; its leaves are text, escaped in the one place where the tree is written out. There is no
way to put markup in as text, so that nothing has to be trusted. Attributes are escaped and always quoted.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from foresaid.publish.dossier_parts import visible

# Elements without an end tag (HTML Living Standard §13.1.2); of these the pages here use meta alone.
_VOID = frozenset({"meta"})
# Whose text HTML does not unescape: ours alone goes there, and must not end the element.
_RAW = frozenset({"style"})
# Elements that stand inside a line; any other begins one of its own, so that a page can be read as text too.
_INLINE = frozenset({"a", "b", "circle", "line", "mark", "q", "span", "strong", "text"})


@dataclass(frozen=True, slots=True)
class Element:
    """An element with its attributes, in order, and its children."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Node, ...]


Node: TypeAlias = "Element | str"


def element(name: str, /, *children: Node, **attributes: str) -> Element:
    """An element; `class_` is the attribute class, an underscore inside a name a hyphen."""
    named = tuple((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items())
    return Element(name, named, children)


def page_text(root: Element) -> str:
    """A whole page, one block a line."""
    parts: list[str] = ["<!DOCTYPE html>"]
    _write(root, parts)
    return "".join(parts) + "\n"


def _write(node: Node, parts: list[str]) -> None:
    """Write a tree; pages are a dozen elements deep at most, whatever the text."""
    if isinstance(node, str):
        parts.append(escape(visible(node), quote=False))
        return
    attributes = "".join(f' {key}="{escape(visible(value))}"' for key, value in node.attributes)
    parts.append(("" if node.name in _INLINE else "\n") + f"<{node.name}{attributes}>")
    if node.name in _VOID:
        return
    for child in node.children:
        if node.name in _RAW:
            assert isinstance(child, str)
            assert "</" not in child
            parts.append(child)
        else:
            _write(child, parts)
    parts.append(f"</{node.name}>")
