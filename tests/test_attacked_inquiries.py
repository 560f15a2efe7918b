"""Do inquiries hold what odd dates, odd names, crowds of copies and later papers do to them?"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foresaid.inquire.answers import answer_of
from foresaid.inquire.copies import copies
from foresaid.inquire.coverage import bounds_of
from foresaid.inquire.events import drawn
from foresaid.inquire.later_claims import Claimed, claimed_later
from foresaid.inquire.windows import coverage, fitting, years_before
from foresaid.model.annotations import Phrase
from foresaid.model.bodies import ForesightClaim, ForesightKind
from foresaid.model.inquiries import Before, Stance
from foresaid.pipeline.retrieving import DEPTH
from foresaid.text.edtf import parse_edtf
from foresaid.vocabulary import load_vocabulary
from test_answers import BOUNDS, FLOOD, finding, paper

TOLD = (("words",), "not audited")
PAPERS = {
    "augur": ("-0043-03-15", "Spurinna", "The dam at Dunmere will break."),
    "vale": ("1900-01-01", "Ann Vale", "The dam at Dunmere will surely break within ten years."),
    "lund": ("1920-05-01", "Ed Lund", "The dam at Dunmere will break again."),
    "reed": ("", "Di Reed", "I expect that the dam at Dunmere will break."),
}
EVENT = {
    "name": "flood",
    "statement": "the dam at Dunmere will break",
    "foreseeing": ["the dam at Dunmere will break"],
    "denying": ["the dam at Dunmere will hold"],
}
WORDS = "the dam at Dunmere will break before the next great rain comes down the valley"


@pytest.fixture
def dunmere(collection, write, foresaid):
    """A collection of four papers, one of antiquity, one undated."""
    rows = [
        {"id": name, "text": text, "speaker": speaker} | ({"date": date} if date else {})
        for name, (date, speaker, text) in PAPERS.items()
    ]
    foresaid("add", collection, write("papers.jsonl", "\n".join(map(json.dumps, rows))))
    return collection


@pytest.fixture
def ask(dunmere, write, foresaid):
    """Put the event of one date to the papers, as JSON."""

    def inquire(date):
        return foresaid.json("inquire", dunmere, write("flood.json", json.dumps({**EVENT, "date": date})))

    return inquire


def test_an_event_before_all_documents_is_answered(ask):
    """Where nothing is certainly before the event no word is rarer than another, and the undated paper is still found."""
    dossier = ask("-0100")
    assert [(each["document"], each["before"]) for each in dossier["findings"]] == [
        ("reed", "possibly before")
    ]
    assert dossier["bounds"]["searched"] == 1


def test_an_event_that_is_open_at_its_end_hides_no_possible_finding(ask):
    """What may be before an event that has no last day is found, and told as possible."""
    before = {each["document"]: each["before"] for each in ask("1911/..")["findings"]}
    assert before == {
        "augur": "certainly before",
        "vale": "certainly before",
        "lund": "possibly before",
        "reed": "possibly before",
    }


def test_a_name_that_no_file_system_holds_is_no_fault_of_ours(dunmere, foresaid):
    """A text of five thousand letters is the name of no event, and of no file either."""
    foresaid("inquire", dunmere, "x" * 5_000, code=2)
    assert "No event of this collection is called" in foresaid.err


def test_a_family_refuses_what_it_would_not_heed(dunmere, write, foresaid):
    """Options that do nothing for a family are named instead of being passed over."""
    family = write("family.toml", 'name = "f"\n')
    foresaid("inquire", dunmere, "--family", family, "--format", "html", code=2)
    assert "are for one event" in foresaid.err


def test_claims_come_in_one_order_however_documents_were_added(collection, tmp_path, write, foresaid):
    """Two collections of the same papers, added in opposite orders, answer alike."""
    said = "Nobody could have foreseen that the dam at Dunmere would break."
    rows = [json.dumps({"id": name, "date": "1920", "text": said}) for name in ("b", "a", "c")]
    foresaid("init", tmp_path / "other", "--title", "Papers")
    claims = []
    for at, order in ((collection, rows), (tmp_path / "other", rows[::-1])):
        foresaid("add", at, write(f"{at.name}.jsonl", "\n".join(order)))
        foresaid("read", at, "--layer", "foresight", "--no-parser")
        event = write("flood.json", json.dumps({**EVENT, "date": "1911"}))
        claims.append([each["document"] for each in foresaid.json("inquire", at, event)["later_claims"]])
    assert claims == [["a", "b", "c"]] * 2


def test_copies_crowd_nothing_out(collection, write, foresaid):
    """A sentence that stands a thousand times in one paper leaves room for what others say."""
    crowd = "The dam at Dunmere will break. " * (DEPTH + 200)
    rows = [
        {"id": "crowd", "date": "1900", "text": crowd},
        {"id": "other", "date": "1901", "text": "In the end the old dam of the mill, some say, will hold."},
    ]
    foresaid("add", collection, write("papers.jsonl", "\n".join(map(json.dumps, rows))))
    dossier = foresaid.json("inquire", collection, write("e.json", json.dumps({**EVENT, "date": "1911"})))
    assert {each["document"] for each in dossier["findings"]} == {"crowd", "other"}
    assert sum(each["carries"] for each in dossier["findings"] if each["document"] == "crowd") == 1


def test_what_may_be_later_has_no_say_in_what_was_before(ask, dunmere, write, foresaid):
    """A paper without a date changes neither which certain findings there are nor their scores."""
    before = [each for each in ask("1911")["findings"] if each["before"] == "certainly before"]
    text = "The dam at Dunmere will break, will break: the dam at Dunmere will break. " * (DEPTH + 50)
    foresaid("add", dunmere, write("more.jsonl", json.dumps({"id": "more", "text": text})))
    after = [each for each in ask("1911")["findings"] if each["before"] == "certainly before"]
    assert [(each["document"], each["score"], each["stance"]) for each in after] == [
        (each["document"], each["score"], each["stance"]) for each in before
    ]
    assert before


@pytest.mark.parametrize("statement", ["!!! ???", "…", "–"])
def test_a_statement_needs_a_word(statement):
    """Marks alone are no statement."""
    found = drawn({"name": "x", "statement": statement}, load_vocabulary("en"))
    assert [(each.key, "holds no word" in each.says) for each in found.faults] == [("statement", True)]


def test_a_sign_that_cannot_be_seen_is_named_as_one():
    """A direction mark in a name is not called a second line."""
    found = drawn({"name": "flood\u202e", "statement": "it will break"}, load_vocabulary("en"))
    assert "cannot be seen" in found.faults[0].says


def test_the_opposite_of_a_sentence_is_no_copy_of_it():
    """Who takes words over and denies them is a witness of his own; equal words are a copy whatever their label."""
    denied = WORDS.replace("will", "will not")
    assert copies([WORDS, denied]) == copies([WORDS, denied], [1, 0]) == [0, 0]
    assert copies([WORDS, denied, denied], [1, -1, -1]) == [0, 1, 1]
    assert copies([WORDS, WORDS], [1, -1]) == [0, 0]
    assert copies([denied, WORDS], [-1, 1]) == copies([WORDS, denied], [1, -1])


def test_years_before_our_era_are_written_as_people_read_them():
    """The bounds have EDTF years, the answer says BCE."""
    bounds = bounds_of(
        [paper("a", "-0043-03-15"), paper("b", "0014")], FLOOD.date, passages=2, judged=2, told=TOLD
    )
    assert (bounds.first, bounds.last) == ("-0043", "0014")
    assert "44 BCE to 14" in answer_of(FLOOD, [], bounds, None)


def test_a_date_of_fossils_does_not_make_a_list_of_millions():
    """Over a span longer than writing only the decades that hold a document are listed."""
    papers = [paper("a", "Y-170000002"), paper("b", "1890")]
    bounds = bounds_of(papers, FLOOD.date, passages=2, judged=2, told=TOLD)
    assert bounds.years_without == ()
    assert [many for _, many in bounds.by_decade] == [1, 1]
    assert parse_edtf(bounds.first).earliest is not None


def test_the_earliest_is_told_by_its_own_date():
    """A lead time that is open leaves the date of a finding what it is."""
    certain = replace(finding(Stance.FORESEES), lead_years=None, before=Before.CERTAINLY)
    later = replace(certain, document="b", date="1892")
    assert "the earliest held here a (1890-03-01" in answer_of(FLOOD, [later, certain], BOUNDS, None)


def claim_of(date):
    """Somebody's saying, in a document of that date, that nobody could know."""
    claim = ForesightClaim(ForesightKind.UNIVERSAL_NEGATIVE, "nobody knew", Phrase(0, 6, "nobody"), None)
    return Claimed(paper("claim", date), 0, 11, "nobody knew", claim)


@pytest.mark.parametrize(
    ("date", "says"),
    [
        ("1910", "Held here all the same: a"),
        ("1880", "No earlier document in this collection says otherwise."),
        ("1890", "Held here all the same, though the dates do not tell whether earlier: a"),
        (None, "Held here all the same, though the dates do not tell whether earlier: a"),
    ],
)
def test_only_what_is_earlier_bears_on_a_claim(date, says):
    """A forecast made after somebody said that nobody could know does not speak against him."""
    (claim,) = claimed_later([claim_of(date)], [finding(Stance.FORESEES)])
    assert claim.says.startswith(says)


def test_a_claim_from_before_the_event_is_said_to_be_one():
    """What was said before the event cannot look back on it."""
    (claim,) = claimed_later([claim_of("1880")], [], FLOOD.date)
    assert claim.says.endswith("It was said before the event itself.")


@example([(951, 365)], 1)
@example([(-1096, 365)], 1)
@given(
    st.lists(
        st.tuples(st.integers(-900, 900), st.sampled_from([0, 30, 364, 365, 366, 730])),
        min_size=1,
        max_size=4,
    ),
    st.integers(1, 2),
)
def test_windows_are_those_of_the_calendar(papers, years):
    """Every day whose whole window is covered and holds a paper can be drawn, leap years and years before 1 included."""
    days = [(first, first + long) for first, long in papers]
    runs, (low, high) = fitting(days, years), coverage(days)
    for day in range(low - 2, high + 4, 3):
        begin = years_before(day, years)
        held = any(begin <= first and last < day for first, last in days)
        drawable = held and begin >= low and day <= high + 1
        assert drawable == any(first <= day <= last for first, last in runs)
