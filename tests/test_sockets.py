"""Does every format, ours or foreign, keep the contract of its socket?"""

from __future__ import annotations

import pickle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foresaid.collect import extraction as room
from foresaid.collect.extraction import HEAD, choose, versions
from foresaid.collect.extraction import extract as extract_choice
from foresaid.model.documents import Extraction, State
from foresaid.plugins import Tools, plugins
from foresaid.vocabulary import load_vocabulary

TOOLS = Tools(load_vocabulary("en"))


def extract(data, name):
    """Every extraction of bytes by the format of this name, whatever its signature says."""
    return extract_choice(data, room.Choice("file", FORMATS[name]()), TOOLS)


class Reversed:
    """A foreign format, as small as can be: text written backwards."""

    name = "reversed"
    version = "0"
    suffixes = (".txet",)

    def recognises(self, head):
        """Nothing tells."""
        return

    def extract(self, data, tools):
        """The one text of the file, the right way round."""
        yield Extraction("", data.decode("utf-8")[::-1], "reversed/0", "utf-8")


class Failing(Reversed):
    """A foreign format that fails after its first text, as plug-ins of anybody may."""

    name = "failing"
    suffixes = (".fail",)

    def extract(self, data, tools):
        """One text, then an error that nobody expects."""
        yield Extraction("first", "text", "failing/0", "utf-8")
        raise AttributeError("no such thing")


FORMATS = {**plugins("format"), "reversed": Reversed, "failing": Failing}
SEED = b'---\ntitle: T\n---\n<p>one</p>\n{"id": "a", "text": "one", "date": "1989"}\n\x0c\xff\x00'
DATA = st.binary(max_size=300) | st.lists(st.sampled_from([SEED[n : n + 5] for n in range(len(SEED))])).map(
    b"".join
)


@pytest.fixture(params=sorted(FORMATS))
def name(request, monkeypatch):
    """Each format in turn, found as if by entry points."""
    monkeypatch.setattr(room, "plugins", lambda _: FORMATS)
    return request.param


def test_a_format_says_what_it_is(name):
    """Name, version and suffixes are there, and a file with such a suffix is read by it."""
    reader = FORMATS[name]
    assert reader.name == name
    assert reader.suffixes
    for suffix in reader.suffixes:
        assert suffix == suffix.lower()
    assert f"{name}/{reader.version}" in versions(recognition=True)
    assert reader().recognises(b"") is not True


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=DATA)
def test_any_bytes_end_as_texts_or_refusals(name, data):
    """Every extraction names its extractor, has text or a reason, and spans that lie in the text."""
    found = list(extract(data, name))
    assert found
    for each in found:
        assert each.extractor.startswith(f"{name}/{FORMATS[name].version}")
        assert bool(each.text) == (each.state is not State.REFUSED)
        assert each.notes or each.state is State.COMPLETE
        each.text.encode("utf-8")
        spans = [*each.statements, *each.datings, *each.pages]
        assert all(
            0 <= span.start <= span.end <= len(each.text) for span in spans if span.start is not None
        )
        assert all(
            each.text[s.start : s.end] == s.value for s in each.statements if s.basis == "first heading"
        )
    assert len({each.locator for each in found}) == len(found)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=DATA)
def test_the_same_bytes_give_the_same_texts(name, data):
    """A format keeps no memory, and what it gives travels between processes."""
    first = list(extract(data, name))
    assert first == list(extract(data, name))
    assert first == pickle.loads(pickle.dumps(first))


@pytest.mark.parametrize(
    "unit", [b"<p>", b"<", b"<!--", b'{"', b"---\n", b"\x0c", b"&", b"[", b"\xff", b"word "]
)
def test_a_megabyte_of_anything_ends_in_time(name, unit):
    """No repetition makes a format slow."""
    list(extract(unit * (1_000_000 // len(unit)), name))


@pytest.mark.parametrize("name", ["failing"], indirect=True)
def test_a_failing_plug_in_harms_one_file_only(name):
    """An error nobody expects is a refusal with its name; what came before it is kept."""
    first, refusal = extract(b"x", name)
    assert first.text == "text"
    assert refusal.notes == ("the failing reader failed: AttributeError: no such thing",)


def test_files_nobody_reads_are_refused_with_what_is_read(extracted):
    """A file without a format is refused by its suffix, and the known suffixes are listed."""
    (refusal,) = extracted(b"x", "file.odt")
    assert refusal.state is State.REFUSED
    assert "no format reads files .odt; there are: " in refusal.notes[0]
    assert "files without suffix;" in extracted(b"x", "README")[0].notes[0]


def test_the_first_name_that_a_format_reads_decides():
    """A file that comes again under a better name is read by that."""
    assert choose(["a.odt", "b.txt", "c.md"], b"x"[:HEAD]).source == "b.txt"
    assert choose(["a.odt", "b.rtf"], b"x").source == "a.odt"


def test_a_page_without_a_suffix_is_read_by_what_it_begins_with():
    """A signature decides where a name says nothing; a name that fits nothing known is kept out otherwise."""
    assert choose(["index"], b"<!DOCTYPE html><p>one").version.startswith("html/")
