"""Can a person write an event, is every fault told with its place, and is every version kept?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from foresaid.archive.collection import create_collection, reading, writing
from foresaid.archive.entries import entries
from foresaid.collect.sandbox.recognition import program
from foresaid.errors import ForesaidError, InputError, UsageError
from foresaid.inquire.event_files import template, to_toml
from foresaid.inquire.events import (
    FIELDS,
    differences,
    drawn,
    event_of,
    fields_of,
    nearest_field,
    version_of,
)
from foresaid.model.events import Event
from foresaid.pipeline.committing import commit
from foresaid.pipeline.event_tables import MOST_BYTES, event_table
from foresaid.pipeline.events import enter_event, list_events, read_event, show_event, write_template
from foresaid.settings import Settings
from foresaid.vocabulary import load_vocabulary
from test_howto import commands

CASES = tomllib.loads((Path(__file__).parent / "tables" / "events.toml").read_text("utf-8"))["case"]
DAM = 'name = "dam"\ndate = "1911-05-14"\nstatement = "the dam will break"\ndenying = ["the dam will stand"]\n'
ENGLISH = load_vocabulary("en")


@pytest.fixture
def papers(tmp_path):
    """An empty collection; events need no documents."""
    root = tmp_path / "papers"
    create_collection(root, Settings(title="Papers"))
    return root


@pytest.fixture
def dam(write):
    """The file of an event."""
    return write("dam.toml", DAM)


def committed(root, name):
    """Commit an event of the collection, as an inquiry does."""
    with writing(root) as collection:
        return commit(collection, read_event(collection, name).version, as_of=None, thresholds={})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_what_people_write(case, papers, write):
    """Each event of the table is taken with its notes, or refused with every fault at its place."""
    ending = "json" if case["file"].startswith("{") else "toml"
    path = write(f"given.{ending}", case["file"])
    with writing(papers) as collection:
        if "says" in case:
            with pytest.raises(ForesaidError) as told:
                read_event(collection, str(path))
            assert str(path) in str(told.value)
            assert [piece for piece in case["says"] if piece not in str(told.value)] == []
            assert list(entries(collection.catalogue, "event")) == []
        else:
            found = read_event(collection, str(path))
            assert found.state == "new"
            assert found.version.event.name == "dam"
            assert len(found.notes) >= len(case["notes"])
            assert [piece for piece in case["notes"] if piece not in "\n".join(found.notes)] == []
            assert case["notes"] or not found.notes


def test_a_template_explains_every_field_and_is_never_written_over(papers, tmp_path):
    """It has each field, its example is one that is taken, and a file that is there stays."""
    path = write_template(papers, "dam", tmp_path)
    text = path.read_text("utf-8")
    assert list(tomllib.loads(text)) == list(FIELDS)
    lines = text.splitlines()
    examples = "\n".join(
        line.removeprefix("# Example: ") for line in lines if line.startswith("# Example: ")
    )
    found = drawn(tomllib.loads(examples), ENGLISH)
    assert (found.faults, found.notes) == ((), ())
    with pytest.raises(UsageError, match="line 11, statement: is missing or empty"):
        enter_event(papers, "dam", path)
    path.write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="is there already"):
        write_template(papers, "dam", tmp_path)
    assert path.read_text("utf-8") == "mine"


def test_the_command_leads_from_the_template_to_the_event(papers, tmp_path, foresaid):
    """new, fill in, new --from, list, show; and what is shown is taken again as the same version."""
    said = foresaid("event", "new", papers, "dam", cwd=tmp_path)
    assert "foresaid event new" in said
    path = tmp_path / "dam.toml"
    filled = path.read_text("utf-8").replace('\nstatement = ""', '\nstatement = "the dam will break"')
    path.write_text(filled, "utf-8")
    entered = foresaid.json("event", "new", papers, "dam", "--from", path)
    assert (entered["state"], entered["event"]["statement"]) == ("new", "the dam will break")
    listed = foresaid.json("event", "list", papers)["events"]
    assert [(each["event"]["name"], each["versions"], each["commitments"]) for each in listed] == [
        ("dam", 1, 0)
    ]
    path.write_text(foresaid("event", "show", papers, "dam"), "utf-8")
    again = foresaid.json("event", "new", papers, "dam", "--from", path)
    assert (again["state"], again["version"]) == ("known", entered["version"])
    assert foresaid.json("event", "show", papers, "dam")["event"] == entered["event"]


def test_a_change_needs_a_reason_and_is_another_version(papers, dam):
    """Without a reason nothing is changed; with one both versions stay, and the names of what differs."""
    enter_event(papers, "dam", dam)
    dam.write_text(DAM.replace("will break", "will burst"), "utf-8")
    with pytest.raises(UsageError, match=r"otherwise \(statement\).*--because TEXT"):
        enter_event(papers, "dam", dam)
    found = enter_event(papers, "dam", dam, because="the word of the time")
    assert found.changes == (("statement", "the dam will break", "the dam will burst"),)
    history = show_event(papers, "dam")
    assert [each.because for each in history.versions] == ["", "the word of the time"]
    assert [each.event.statement for each in history.versions] == [
        "the dam will break",
        "the dam will burst",
    ]
    assert (history.deviations, found.deviations) == ((), 0)


def test_a_change_after_the_commitment_is_a_deviation(papers, dam, foresaid):
    """Every field that differs is told, from what to what and why, with each later commitment too."""
    enter_event(papers, "dam", dam)
    first = committed(papers, "dam")
    dam.write_text(DAM.replace("will stand", "will hold") + "window_years = 5\n", "utf-8")
    assert enter_event(papers, "dam", dam, because="two words for it").deviations == 2
    second = committed(papers, "dam")
    told = [(each.field, each.before, each.after, each.because) for each in second.deviations]
    assert told == [
        ("denying", '["the dam will stand"]', '["the dam will hold"]', "two words for it"),
        ("window_years", "10", "5", "two words for it"),
    ]
    assert (first.number, second.number) == (1, 2)
    shown = foresaid("event", "show", papers, "dam", "--versions")
    assert shown.count("# committed") == 2
    assert shown.count("# deviation") == 2
    assert tomllib.loads(shown)["window_years"] == 5
    assert len(foresaid.json("event", "show", papers, "dam")["deviations"]) == 2


def test_a_file_given_to_an_inquiry_is_entered(papers, dam):
    """It is new, then known, then changed with the reason that the file has changed."""
    states = []
    for text in (DAM, DAM, DAM + 'claim = "nobody foresaw it"\n'):
        dam.write_text(text, "utf-8")
        with writing(papers) as collection:
            states.append(read_event(collection, str(dam)).state)
        committed(papers, "dam")
    assert states == ["new", "known", "changed"]
    assert [each.because for each in show_event(papers, "dam").deviations] == ["changed in the file"]


def test_a_name_is_a_name_and_a_file_a_file(papers, dam, write):
    """A name needs no file, a file need not end in .toml, and what is neither says what comes near."""
    enter_event(papers, "dam", dam)
    with reading(papers) as collection:
        assert read_event(collection, " dam ").version.event.name == "dam"
        with pytest.raises(UsageError, match="Did you mean 'dam'"):
            read_event(collection, "damm")
        with pytest.raises(InputError, match="No such file"):
            read_event(collection, "dam.toml")
    with writing(papers) as collection:
        plain = write("event", json.dumps({"name": "mill", "statement": "the mill will burn"}))
        assert read_event(collection, str(plain)).state == "new"
    assert [each.version.event.name for each in list_events(papers)] == ["dam", "mill"]


def test_name_and_file_must_agree(papers, dam, write):
    """A file without a name has that of the call; one with another name is refused."""
    with pytest.raises(UsageError, match="line 1, name: the file is of 'dam', and the call of 'mill'"):
        enter_event(papers, "mill", dam)
    nameless = write("mill.toml", 'statement = "the mill will burn"')
    assert enter_event(papers, "mill", nameless).version.event.name == "mill"


def test_one_name_however_it_is_typed(papers, write):
    """An accent as one sign or as two is the same name."""
    enter_event(papers, "fie\u0301vre", write("a.toml", 'statement = "the fever will come"'))
    assert show_event(papers, "fi\u00e9vre").versions
    assert len(list_events(papers)) == 1


HOSTILE = {
    "not UTF-8": b"name = \xff",
    "too large": b"#" * (MOST_BYTES + 1),
    "nested TOML": b"a = " + b"[" * 100_000,
    "nested JSON": b"[" * 100_000,
    "a list": b"[1, 2]",
    "a huge number": b'{"window_years": ' + b"9" * 10_000 + b"}",
    "a huge number in TOML": b"window_years = " + b"9" * 10_000,
    "half a surrogate": b'{"name": "dam", "statement": "\\ud800"}',
    "a control in the name": b'{"name": "da\\u0000m", "statement": "x"}',
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_files_are_refused(data, papers, write):
    """What is no event ends in a message that names the file, and in nothing else."""
    path = write("event.json" if data[:1] in b"{[" else "event.toml", data)
    with writing(papers) as collection:
        with pytest.raises(ForesaidError) as told:
            read_event(collection, str(path))
        assert str(path) in str(told.value)
        assert list(entries(collection.catalogue, "event")) == []


def test_a_folder_or_a_missing_file_is_told(papers, tmp_path):
    """The system's reason stands in the message."""
    for path in (tmp_path / "gone.toml", papers):
        with pytest.raises(InputError, match=str(path)):
            event_table(path)


def test_events_survive_a_rebuild(papers, dam, foresaid):
    """Versions, commitments and deviations come from the journal."""
    enter_event(papers, "dam", dam)
    committed(papers, "dam")
    dam.write_text(DAM.replace("1911", "1912"), "utf-8")
    enter_event(papers, "dam", dam, because="another calendar")
    before = show_event(papers, "dam")
    foresaid("rebuild", papers)
    assert show_event(papers, "dam") == before
    assert len(before.deviations) == 1


@pytest.mark.parametrize(
    "name", ["", ".dam", "-dam", "a/b", "a\\b", "dam.TOML", "x" * 101, "a\nb", "Family: x"]
)
def test_a_bad_name_writes_no_file(papers, tmp_path, name):
    """A name that is none leaves the folder as it is."""
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError, match="NAME"):
        write_template(papers, name, tmp_path)
    assert sorted(tmp_path.rglob("*")) == before


WORDS = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=30)
SENTENCES = st.lists(WORDS, max_size=4)


@given(
    WORDS,
    st.fixed_dictionaries(
        {"statement": WORDS, "aliases": SENTENCES, "foreseeing": SENTENCES, "denying": SENTENCES},
        optional={
            "date": st.sampled_from(["1911", "1911-05~", "../1911", "[1911, 1913]", ""]),
            "claim": WORDS,
        },
    ),
)
def test_an_event_comes_back_from_toml_and_from_the_journal(name, fields):
    """Whatever is taken as an event is written and read again as the same version."""
    event = drawn({"name": name, **fields}, ENGLISH).event
    if event is None:
        return
    shown = drawn(tomllib.loads(to_toml(event)), ENGLISH).event
    kept = event_of(json.loads(json.dumps(fields_of(event))))
    assert shown == kept == event
    assert version_of(shown) == version_of(event)


@given(
    st.dictionaries(
        st.sampled_from([*FIELDS, "query", "x"]),
        st.none() | st.text() | st.integers() | st.lists(st.text()),
    )
)
def test_any_table_is_an_event_or_says_what_is_wrong(fields):
    """Never both, never neither, and every fault names its key."""
    found = drawn(fields, ENGLISH)
    assert (found.event is None) == bool(found.faults)
    assert all(fault.key in {*FIELDS, *fields} for fault in found.faults)


def test_two_events_differ_in_what_is_said():
    """Fields that are equal are not named; order within a list counts, because the record keeps it."""
    one = Event("dam", "the dam will break", foreseeing=("a", "b"))
    two = Event("dam", "the dam will break", foreseeing=("b", "a"), window_years=3)
    assert differences(one, one) == ()
    assert differences(one, two) == (("foreseeing", '["a","b"]', '["b","a"]'), ("window_years", "10", "3"))
    assert version_of(one) != version_of(two)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_found_under_a_slip(field):
    """A letter left out, another case and a hyphen lead to the field that was meant."""
    assert nearest_field(field.upper().replace("_", "-")) == field
    assert nearest_field(field[:2] + field[3:]) == field


def test_a_template_in_another_language_says_so():
    """The collection's language stands in the file."""
    assert tomllib.loads(template("dam", "fr"))["language"] == "fr"


@pytest.mark.skipif(program() is None, reason="tesseract is not installed: the telegram stays unread")
def test_the_guide_to_inquiries(tmp_path):
    """Every command of docs/howto/inquire.md ends well, and the flood stands in the list as it is written down."""
    script = "set -e\n" + "\n".join(commands("inquire.md")).replace("examples/", f"{ROOT}/examples/")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PATH": path, "COLUMNS": "108"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for said in ("mill.toml written", "Entered: flood", "# version 1: ", 'claim = "nobody could foresee'):
        assert said in done.stdout
