"""Are dates, speakers and pages of real TEI files read as the files state them?

Counted here by XPath on the files, and not by our own code; the samples (Parla-CLARIN, siParl, FRUS) lie
beside the repository and are absent elsewhere: these tests then skip.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from foresaid.collect.extraction import Choice, extract
from foresaid.collect.formats.tei import Tei
from foresaid.model.documents import State
from foresaid.plugins import Tools
from foresaid.vocabulary import load_vocabulary

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "tei_samples"
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="../shared is absent: no TEI samples here")
TEI = {"t": "http://www.tei-c.org/ns/1.0"}
TOOLS = Tools(load_vocabulary("en"))
EDITIONS = [
    path for path in sorted(SAMPLES.glob("*.xml")) if b"akomaNtoso xmlns" not in path.read_bytes()[:2000]
]
OTHERS = [path for path in sorted(SAMPLES.glob("*.xml")) if path not in EDITIONS]


def by_file(path):
    """What is read of a file, and its one text as lxml parses it, whatever else it holds."""
    (found,) = extract(path.read_bytes(), Choice(path.name, Tei()), TOOLS)
    (text,) = etree.parse(path).xpath("//t:TEI", namespaces=TEI)
    return found, text


def when(text, path):
    """The days of @when at a path below a text's own header."""
    return {value[:10] for value in text.xpath(f"t:teiHeader//{path}/t:date/@when", namespaces=TEI)}


def test_the_samples_are_here():
    """Six are TEI and two are not: an emptied folder would pass all of the below."""
    assert (len(EDITIONS), len(OTHERS)) == (6, 2)


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.name)
def test_dates_are_those_of_the_header(path):
    """The day of the debate, the source's date, the edition's: all that the file states, each by its kind."""
    found, text = by_file(path)
    told = {(each.kind, each.date.text) for each in found.datings if each.basis == "TEI header"}
    debate = bool(text.xpath(".//t:u", namespaces=TEI))
    expected = {("said", day) for day in when(text, "t:setting") if debate}
    expected |= {("published", day) for day in when(text, "t:sourceDesc/t:bibl")}
    expected |= {("reprinted" if expected else "published", day) for day in when(text, "t:publicationStmt")}
    assert told == expected


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.name)
def test_every_speech_has_its_speaker_and_its_words(path):
    """As many as there are utterances with words; each span holds the words, each name is the file's own."""
    found, text = by_file(path)
    spoken = [
        each for each in text.xpath(".//t:u[@who]", namespaces=TEI) if "".join(each.itertext()).strip()
    ]
    stated = [each for each in found.statements if each.field == "speaker of part"]
    assert len(stated) == len(spoken)
    persons = {
        each.get("{http://www.w3.org/XML/1998/namespace}id"): {
            word for part in each.xpath("t:persName//text()", namespaces=TEI) for word in part.split()
        }
        for each in text.getroottree().xpath("//t:person", namespaces=TEI)
    }
    for statement, element in zip(stated, spoken, strict=True):
        span, name = statement.value.split(" ", 1)
        words = found.text[slice(*map(int, span.split("-")))]
        inside = element.xpath(".//text()[not(ancestor::t:note[@type='speaker'])]", namespaces=TEI)
        assert [each for each in words if each.isalpha()] == [
            each for each in "".join(inside) if each.isalpha()
        ]
        known = persons.get(element.get("who").removeprefix("#"))
        if known:
            assert set(name.split()) == known
        else:
            assert statement.basis != "TEI u/@who" or text.xpath(
                f".//t:category[@xml:id='{element.get('who')[1:]}']", namespaces=TEI
            )


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.name)
def test_pages_begin_where_the_file_breaks_them(path):
    """As many labels as page breaks, in order; each page begins with the words behind its break."""
    found, text = by_file(path)
    breaks = text.xpath(".//t:text//t:pb[not(ancestor::t:note)]", namespaces=TEI)
    pages = found.pages[: len(breaks)]
    assert [page.label for page in pages] == [each.get("n") for each in breaks]
    for page, element in zip(pages, breaks, strict=True):
        behind = "".join(element.xpath("following::text()")).split()[:3]
        assert found.text[page.start : page.end].split()[:3] == behind
    assert {page.label for page in found.pages} == {each.get("n") for each in breaks}


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.name)
def test_no_word_of_the_text_is_lost(path):
    """Every word of text elements stands in what is read: as often as in the file."""
    found, text = by_file(path)
    (body,) = text.xpath("t:text", namespaces=TEI)
    for element in body.iter(etree.Comment):
        element.text = None
    letters = sorted("".join(body.xpath(".//text()[not(ancestor::t:figDesc)]", namespaces=TEI)))
    assert [each for each in sorted(found.text) if each.isalpha()] == [
        each for each in letters if each.isalpha()
    ]
    gaps = len(body.xpath(".//t:gap[@reason]", namespaces=TEI))
    assert (found.state is State.PARTIAL) == bool(gaps)
    assert found.text.count("[…]") == gaps


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_akoma_ntoso_is_not_taken_for_tei(path):
    """Files named .xml with another root are refused, and the root is named."""
    (found,) = extract(path.read_bytes(), Choice(path.name, Tei()), TOOLS)
    assert Tei().recognises(path.read_bytes()) is False
    assert found.state is State.REFUSED
    assert "its root element is akomaNtoso" in found.notes[0]
