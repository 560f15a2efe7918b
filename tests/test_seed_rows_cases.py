"""Does each promise of the acceptance table hold on sentences of other people and times?"""

from __future__ import annotations

import tomllib
from enum import Enum
from functools import cache
from pathlib import Path

import pytest

from foresaid.model.annotations import Context, Phrase, Span
from foresaid.model.bodies import Speaker
from foresaid.parsers import load_parser
from foresaid.pipeline.reading import read_text
from foresaid.text.edtf import parse_edtf

CASES = tomllib.loads((Path(__file__).parent / "tables" / "seed_rows.toml").read_text("utf-8"))["case"]


def plain(value, text):
    """A field's value as the table writes it: words, numbers, lists of them; "" where nothing is stated."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return [plain(each, text) for each in value]
    if isinstance(value, Speaker):
        return plain(value.name or value.phrase, text)
    if isinstance(value, Span):
        return " ".join(text[value.start : value.end].split())
    if isinstance(value, Phrase):
        return " ".join(value.text.split())
    if isinstance(value, Enum):
        return value.value
    return " ".join(value.split()) if isinstance(value, str) else value


def field(finding, path, text):
    """What a finding says under a dotted name; `noun` is what it is."""
    if path == "noun":
        return type(finding.body).__name__
    value = finding.body
    for name in path.split("."):
        value = getattr(value, name, None)
    return plain(value, text)


def fits(said, wanted):
    """Whether a value is the one that the table asks for."""
    if isinstance(wanted, list):
        return len(said) == len(wanted) and all(map(fits, said, wanted))
    if not isinstance(wanted, str) or not isinstance(said, str):
        return said == wanted
    if wanted == "*":
        return bool(said)
    if wanted.endswith("…"):
        return said.startswith(wanted.removesuffix("…").rstrip())
    return said == wanted


def matching(found, wanted, text):
    """The findings in which every field is as the table asks."""
    return [
        each
        for each in found
        if all(fits(field(each, path, text), value) for path, value in wanted.items())
    ]


@cache
def read(number, parsing):
    """The findings of a case."""
    case = CASES[number]
    context = Context(
        speaker=case.get("speaker"), date=parse_edtf(case["date"]) if "date" in case else None
    )
    return read_text(case["text"], (case["layer"],), context, parsing=parsing)[case["layer"]]


@pytest.mark.parametrize("parsing", [False, True], ids=["rules", "parser"])
@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: f"{CASES[number]['row']}-{number}")
def test_the_promise_holds_on_other_texts(request, number, parsing):
    """Every finding that a case asks for is there, and none that it rules out."""
    case = CASES[number]
    if parsing and load_parser("en") is None:
        pytest.skip("no parser is installed")
    if reason := case.get("fails" if not parsing else "fails_parsed"):
        request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
    found, text = read(number, parsing), case["text"]
    for wanted in case["found"]:
        assert matching(found, wanted, text), (wanted, [each.body for each in found])
    for unwanted in case.get("none", ()):
        assert not matching(found, unwanted, text), unwanted
