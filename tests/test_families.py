"""Is a family of events committed, searched and tested together, and is nothing made of chance?"""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.archive.collection import create_collection, reading
from foresaid.archive.entries import entries
from foresaid.errors import InputError, UsageError
from foresaid.inquire.families import Member, family_placebo, holm
from foresaid.inquire.wordings import Wording
from foresaid.model.dates import day_number
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.families import as_record, inquire_family, read_family
from foresaid.settings import Settings
from foresaid.text.edtf import parse_edtf
from invented_dossier import FORESEEN

PANICS = Path(__file__).resolve().parents[1] / "examples" / "economic_panics.toml"

FLOODS = """
name = "floods"
window_years = 2
seed = 4
sets = 400

[matcher]
groups = [["flood*", "high water"], ["will", "must"]]

[[events]]
name = "first flood"
date = "1875"

[[events]]
name = "second flood"
date = "1885-04"
"""


def each_year(first, last):
    """A day in December of each year."""
    return tuple((day_number(year, 12, 3),) * 2 for year in range(first, last + 1))


def family(text, write, name="family.toml"):
    """A family's file and what is read in it."""
    return read_family(write(name, text))[0]


def filled(root, rows):
    """A new collection of JSON lines, added and indexed, nothing read."""
    source = root.with_suffix(".jsonl")
    source.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    create_collection(root, Settings())
    collect_documents(root, [source])
    return root


@pytest.fixture(scope="session")
def all_letters(tmp_path_factory):
    """A letter a year, 1860 to 1899; those of the years before 1875 and 1885 speak of a flood."""
    rows = []
    for year in range(1860, 1900):
        warned = f"The high water will come again before the year {year + 1} is out."
        text = f"In {year} the weir stood firm. {warned if year in (1874, 1884) else 'Nothing is to be feared.'}"
        rows.append({"id": f"letter-{year}", "text": text, "date": f"{year}-11-0{year % 9 + 1}"})
    return filled(tmp_path_factory.mktemp("families") / "letters", rows)


@pytest.fixture
def letters(all_letters, tmp_path):
    """The collection of letters, to be written to."""
    return shutil.copytree(all_letters, tmp_path / "letters")


@pytest.mark.parametrize(
    ("groups", "sentence", "held"),
    [
        ([["panic*"], ["will"]], "Panics will follow.", True),
        ([["panic"], ["will"]], "Panics will follow.", False),
        ([["panic*"], ["will"]], "The Panic was over; nobody would speak of it.", False),
        ([["financial crisis*"]], "Two Financial\nCrises came.", False),
        ([["financial cris*"]], "Two Financial\nCrises came.", True),
        ([["financial crisis"], ["may"]], "A financial and moral crisis may come.", False),
        ([["ruin*"], ["ruin*"]], "Ruin.", True),
        ([["dépression"]], "A DEPRESSION", True),
        ([["if"]], "", False),
        ([["will not hold"]], "It will not hold", True),
        ([["will not hold"]], "will not", False),
    ],
)
def test_a_sentence_counts_when_it_holds_a_word_of_each_group(groups, sentence, held):
    """Words are whole, a star stands for any ending, several words stand side by side."""
    assert (Wording(groups).words_of(sentence) is not None) is held


@pytest.mark.parametrize(
    "groups", [[], [[]], [["a"], []], [[""]], [["*"]], [["pan*ic"]], [["a-b"]], [["!"]]]
)
def test_a_pattern_that_cannot_be_read_is_refused(groups):
    """No pattern is silently one that never fits, or always does."""
    with pytest.raises(UsageError):
        Wording(groups)


@given(
    st.text(alphabet="ab ", max_size=30),
    st.lists(st.sampled_from(["a", "b*", "a b", "b* a"]), min_size=1, max_size=3),
)
def test_patterns_fit_as_by_hand(sentence, patterns):
    """What the matcher says is what comparing each place with each pattern says."""
    words = sentence.split()

    def by_hand(pattern):
        parts = pattern.split()
        return any(
            len(words) - at >= len(parts)
            and all(
                words[at + step].startswith(part[:-1]) if part.endswith("*") else words[at + step] == part
                for step, part in enumerate(parts)
            )
            for at in range(len(words))
        )

    expected = all(by_hand(pattern) for pattern in patterns)
    assert (Wording([[pattern] for pattern in patterns]).words_of(sentence) is not None) is expected


def test_holm_adjusts_as_in_the_textbook():
    """The example that is usually given: .01, .04, .03, .005 become .03, .06, .06, .02."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=20))
def test_an_adjusted_p_is_never_smaller_and_keeps_the_order(values):
    """Holm's values are at least the given ones, at most 1, and in the same order."""
    adjusted = holm(values)
    assert all(given <= each <= 1 for given, each in zip(values, adjusted, strict=True))
    ranked = [each for _, each in sorted(zip(values, adjusted, strict=True))]
    assert ranked == sorted(ranked)


def members(hits, *dates):
    """Events on some dates with the same hits."""
    return [Member(f"event of {date}", parse_edtf(date) if date else None, hits) for date in dates]


def test_hits_before_the_events_alone_stand_out():
    """Where every event has hits before it and hardly another date, the family is more than chance."""
    hits = tuple(each for year in (1829, 1879, 1929) for each in each_year(year, year) * 3)
    found = family_placebo(
        each_year(1800, 1999), members(hits, "1830", "1880", "1930"), 1, labels="matcher", sets=500
    )
    assert found.random.observed_share == 1.0
    assert found.random.share_p == 1 / 501
    assert found.says.startswith(
        "More often than most other windows of this collection: 3 of 3 events (100 %)"
    )
    assert "With Holm's adjustment for 3 events these stand out" in found.says


def test_hits_that_stand_everywhere_say_nothing():
    """Where every date has a hit before it, the family is no better."""
    days = each_year(1800, 1999)
    found = family_placebo(days, members(days, "1830", "1880", "1930"), 1, labels="matcher", sets=500)
    assert (found.random.share, found.random.share_p) == (1.0, 1.0)
    assert found.says.startswith("No better than any other window of this collection")
    assert "none stands out" in found.says


def test_what_cannot_be_compared_is_listed_with_why():
    """An event without a date, or in whose window nothing is held, is named and counted nowhere."""
    found = family_placebo(
        each_year(1800, 1899),
        members(each_year(1850, 1850), "1851", None, "1950", "../1870"),
        2,
        labels="matcher",
        sets=50,
    )
    assert [each.why for each in found.members] == [
        "",
        "it has no first possible day",
        "no document searched is certainly of its window",
        "it has no first possible day",
    ]
    assert (found.events, found.random.events) == (4, 1)
    assert "Not compared: event of None, event of 1950, event of ../1870." in found.says


def test_a_family_over_too_short_a_span_is_not_compared():
    """Where no other window fits, nothing is claimed."""
    found = family_placebo(
        each_year(1898, 1899), members(each_year(1899, 1899), "1900"), 5, labels="matcher", sets=50
    )
    assert found.says.startswith("No comparison:")
    assert (found.random.sets, found.random.share_p) == (0, 1.0)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "floods"', "", "name is missing"),
        ("window_years = 2", "window_yeas = 2", "did you mean 'window_years'"),
        ("window_years = 2", "window_years = 0", "window_years must be a whole number"),
        ("seed = 4", 'seed = "four"', "seed must be a whole number"),
        ('date = "1875"', "", "number 1, first flood: date is missing"),
        ('date = "1875"', 'date = "the year of the flood"', "number 1: date"),
        ('date = "1875"', 'dat = "1875"', "did you mean 'date'"),
        ('name = "second flood"', 'name = "first flood"', "stands twice"),
        ('"flood*"', '"fl*ood"', "'fl*ood' cannot be read"),
        ('"flood*"', "3", "must be text in quotes"),
        ("[matcher]", "[matcher]\nwords = []", "holds only groups"),
        ('date = "1875"', 'date = "1875"\nwindow_years = 3', "window_years is the family's"),
    ],
)
def test_a_fault_in_the_file_is_named(write, old, new, says):
    """Errors name the file, the event and the key."""
    assert old in FLOODS
    with pytest.raises(UsageError, match=r"family\.toml") as caught:
        family(FLOODS.replace(old, new, 1), write)
    assert says in str(caught.value)


def test_a_file_that_is_none_is_an_input_error(write, tmp_path):
    """What is no TOML, or is not there, cannot be read."""
    with pytest.raises(InputError, match="not valid TOML"):
        family("events = [", write)
    with pytest.raises(InputError, match=r"none\.toml"):
        read_family(tmp_path / "none.toml")


def test_a_family_is_committed_before_it_is_searched(letters, write):
    """The journal holds the family, once however often it is run; another seed is another commitment and a deviation."""
    path = write("floods.toml", FLOODS)
    first, again = inquire_family(letters, path), inquire_family(letters, path)
    assert first == again
    other = inquire_family(letters, path, seed=5)
    assert other.commitment.seq != first.commitment.seq
    assert [each.field for each in other.commitment.deviations] == ["thresholds.placebo.seed"]
    with reading(letters) as collection:
        records = list(entries(collection.catalogue, "inquiry", "family: floods"))
    assert len(records) == 2
    assert json.loads(records[0]["fields"]["definition"])["matcher"] == [
        ["flood*", "high water"],
        ["will", "must"],
    ]


def test_a_family_is_searched_by_its_matcher(letters, write):
    """Hits are sentences of certainly dated texts; before both floods one stands in the window."""
    found = inquire_family(letters, write("floods.toml", FLOODS))
    (placebo,) = found.placebos
    assert (found.documents, found.dated, found.sentences, found.hits) == (40, 40, 80, 2)
    assert [each.observed for each in placebo.members] == [1, 1]
    assert placebo.random.observed_share == 1.0
    assert placebo.random.share < 0.3
    assert placebo.random.share_p < 0.05


def test_a_sentence_that_stands_in_several_documents_is_one_hit(letters, write):
    """Copies are one witness, at the earliest place that has the words."""
    copied = "The high water will come again before the year 1875 is out."
    rows = [
        {"id": f"copy-{year}", "text": f"Cutting of {year}. {copied}", "date": str(year)}
        for year in (1890, 1895)
    ]
    collect_documents(letters, [write("copies.jsonl", "\n".join(map(json.dumps, rows)))])
    found = inquire_family(letters, write("floods.toml", FLOODS))
    assert (found.documents, found.hits) == (42, 2)


def test_as_of_a_day_nothing_later_is_there(letters, write):
    """As of 1880 the second warning is not there, and the event after the last document is not compared."""
    found = inquire_family(letters, write("floods.toml", FLOODS), as_of="1880")
    (placebo,) = found.placebos
    assert (found.documents, found.hits) == (21, 1)
    assert placebo.members[0].observed == 1
    assert placebo.members[1].why == "no document searched is certainly of its window"
    assert found.commitment.as_of.text == "1880"


def test_without_a_matcher_each_event_is_asked_for_its_own_findings(letters, write):
    """Machine labels and accepted ones are counted apart; the finder sees each event with the family's window."""
    text = FLOODS.replace('[matcher]\ngroups = [["flood*", "high water"], ["will", "must"]]\n', "")
    text = text.replace('name = "first flood"', 'name = "first flood"\nstatement = "The weir will break."')
    path = write(
        "floods.toml",
        text.replace('name = "second flood"', 'name = "second flood"\nstatement = "It will break again."'),
    )
    asked = []

    def find(event):
        asked.append((event.name, event.window_years))
        return [replace(FORESEEN, date="1874-02")]

    found = inquire_family(letters, path, find=find)
    assert asked == [("first flood", 2), ("second flood", 2)]
    machine, accepted = found.placebos
    assert ([each.observed for each in machine.members], machine.labels) == ([1, 0], "machine")
    assert ([each.observed for each in accepted.members], accepted.labels) == ([0, 0], "accepted")
    assert "No hit before any of these events" in accepted.says
    with pytest.raises(UsageError, match=r"no \[matcher\]"):
        inquire_family(letters, path)


def test_a_report_can_be_written_as_json(letters, write):
    """The record has the conclusion first, and what was committed."""
    record = as_record(inquire_family(letters, write("floods.toml", FLOODS)))
    value = json.loads(json.dumps(record))
    assert list(value)[:3] == ["family", "answer", "placebos"]
    assert value["commitment"]["seq"] > 0
    assert value["placebos"][0]["events"][0]["name"] == "first flood"


def test_the_panics_come_out_as_no_better_than_any_other_window(sotu, tmp_path):
    """Warnings stand before most panics of the demo, and before as many random dates (prototypes/trust/base.py)."""
    with (sotu / "metadata.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            {
                "id": row["fileid"],
                "date": row["date"],
                "text": (sotu / f"speeches/{row['fileid']}.txt").read_text("utf-8"),
            }
            for row in csv.DictReader(file)
        ]
    (placebo,) = inquire_family(filled(tmp_path / "sotu", rows), PANICS).placebos
    assert placebo.says.startswith(
        "No better than any other window of this collection: 7 of 9 events (77.8 %)"
    )
    assert 0.7 < placebo.random.share < 0.8
    assert placebo.random.share_p > 0.5
    assert placebo.era.share_p > 0.5
    assert all(each.adjusted > 0.05 for each in placebo.members)
