"""Does every format, ours or foreign, keep the contract of its socket?"""

from __future__ import annotations

import pickle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foresaid.collect import extraction as room
from foresaid.collect.extraction import extract, format_name, format_version
from foresaid.model.documents import Extraction, State
from foresaid.plugins import plugins
from foresaid.vocabulary import load_vocabulary

WORDS = load_vocabulary("en")


class Reversed:
    """A foreign format, as small as can be: text written backwards."""

    name = "reversed"
    version = "0"
    suffixes = (".txet",)

    def extract(self, data, vocabulary):
        """The one text of the file, the right way round."""
        yield Extraction("", data.decode("utf-8")[::-1], "reversed/0", "utf-8")


class Failing(Reversed):
    """A foreign format that fails after its first text, as plug-ins of anybody may."""

    name = "failing"
    suffixes = (".fail",)

    def extract(self, data, vocabulary):
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
    monkeypatch.setattr(room, "plugin", lambda _, name: FORMATS[name])
    return request.param


def test_a_format_says_what_it_is(name):
    """Name, version and suffixes are there, and a file with such a suffix is read by it."""
    reader = FORMATS[name]
    assert reader.name == name
    assert reader.suffixes
    for suffix in reader.suffixes:
        assert suffix == suffix.lower()
        assert format_name(f"folder.d/FILE{suffix.upper()}") == name
    assert format_version(name) == f"{name}/{reader.version}"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=DATA)
def test_any_bytes_end_as_texts_or_refusals(name, data):
    """Every extraction names its extractor, has text or a reason, and spans that lie in the text."""
    found = list(extract(data, name, f"file{FORMATS[name].suffixes[0]}", WORDS))
    assert found
    for each in found:
        assert each.extractor == format_version(name)
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
    first = list(extract(data, name, "file", WORDS))
    assert first == list(extract(data, name, "file", WORDS))
    assert first == pickle.loads(pickle.dumps(first))


@pytest.mark.parametrize(
    "unit", [b"<p>", b"<", b"<!--", b'{"', b"---\n", b"\x0c", b"&", b"[", b"\xff", b"word "]
)
def test_a_megabyte_of_anything_ends_in_time(name, unit):
    """No repetition makes a format slow."""
    list(extract(unit * (1_000_000 // len(unit)), name, "file", WORDS))


@pytest.mark.parametrize("name", ["failing"], indirect=True)
def test_a_failing_plug_in_harms_one_file_only(name):
    """An error nobody expects is a refusal with its name; what came before it is kept."""
    first, refusal = extract(b"x", name, "file.fail", WORDS)
    assert first.text == "text"
    assert refusal.notes == ("the failing reader failed: AttributeError: no such thing",)


def test_files_nobody_reads_are_refused_with_what_is_read():
    """A file without a format is refused by its suffix, and the known suffixes are listed."""
    (refusal,) = extract(b"x", None, "file.docx", WORDS)
    assert refusal.state is State.REFUSED
    assert "no format reads files .docx; there are: .htm .html .jsonl" in refusal.notes[0]
    assert format_name("README") is None
