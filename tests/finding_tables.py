"""How is a finding compared with what a table or an annotation by hand asks for?"""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.annotations import Context, Phrase, Span
from foresaid.model.bodies import Speaker
from foresaid.pipeline.reading import layers, read_text
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from foresaid.model.annotations import Annotation


def plain(value, text):
    """A field's value as a table writes it: words, numbers, lists of them; "" where nothing is stated."""
    if isinstance(value, tuple):
        return [plain(each, text) for each in value]
    if isinstance(value, Speaker):
        value = value.name or value.phrase
    if isinstance(value, Span):
        value = text[value.start : value.end]
    elif isinstance(value, Phrase):
        value = value.text
    elif isinstance(value, Enum):
        value = value.value
    return " ".join(value.split()) if isinstance(value, str) else "" if value is None else value


def said(finding, path, text):
    """What a finding says under a dotted name; `noun` is what it is."""
    if path == "noun":
        return type(finding.body).__name__
    value = finding.body
    for name in path.split("."):
        value = getattr(value, name, None)
    return plain(value, text)


def fits(value, wanted):
    """Whether a value is what is asked for: "*" anything stated, "words …" a beginning, else the same."""
    if isinstance(wanted, list):
        return len(value) == len(wanted) and all(map(fits, value, wanted))
    if not isinstance(wanted, str) or not isinstance(value, str):
        return value == wanted
    if wanted == "*":
        return bool(value)
    if wanted.endswith("…"):
        return value.startswith(wanted.removesuffix("…").rstrip())
    return value == wanted


def matching(found, wanted, text):
    """The findings in which every field is as it is asked for."""
    return [
        each for each in found if all(fits(said(each, path, text), value) for path, value in wanted.items())
    ]


class Essay(NamedTuple):
    """The seed as it is read, with its annotation by hand."""

    text: str
    gold: dict
    found: dict[str, list[Annotation]]

    def every(self, layer, **wanted):
        """The findings of a layer whose fields are as asked for; two underscores stand for a dot."""
        dotted = {name.replace("__", "."): value for name, value in wanted.items()}
        return matching(self.found[layer], dotted, self.text)

    def one(self, layer, **wanted):
        """The one finding that is as asked for."""
        found = self.every(layer, **wanted)
        assert len(found) == 1, (wanted, [each.body for each in found])
        return found[0].body

    def asked(self, name):
        """The annotation by hand of a long quotation, and what is read in its very span."""
        gold = next(each for each in self.gold["quotations"] if each["id"] == name)
        found = [each.body for each in self.found["quotations"] if [*span(each)] == gold["span"]]
        assert len(found) == 1, (name, found)
        return gold, found[0]

    def words(self, place):
        """The words at a place, on one line."""
        return plain(place, self.text)


def span(finding):
    """Where a finding stands."""
    return finding.target.start, finding.target.end


def read_essay(folder, *, parsing):
    """The seed in a folder, read in all layers under its author's name and date."""
    text = (folder / "seed.txt").read_text("utf-8")
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    context = Context(speaker=gold["author"], date=parse_edtf(gold["date"]))
    return Essay(text, gold, read_text(text, layers(), context, parsing=parsing))
