"""Are two names told alike and apart as carefully as an archivist would, whichever is asked first?"""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foresaid.model.evidence import Agreement, QuotedWords, Source
from foresaid.verify.attribution import attribute, read_claim
from foresaid.verify.changes import read_changes
from foresaid.verify.names import is_nobody, name_words, own_words, same_name
from foresaid.vocabulary import load_vocabulary

ENGLISH = load_vocabulary("en")
CHANGES = read_changes(ENGLISH)
UNMENDED = pytest.mark.xfail(strict=True, reason="elder and younger are taken for family names")

GIVEN = ["", "Paul", "Paula", "P.", "William", "Bill", "Wm", "Ann", "Clara Maria", "C. M.", "J. J."]
FAMILY = ["Winther", "Holt", "Van Buren", "Marsh", "Mársh", "O'Dowd"]
BEFORE = ["", "Mr.", "Mrs.", "Dr.", "President", "Lady", "Senator", "the Rev."]
BEHIND = ["", "Jr.", "Sr.", "III", "Esq."]
PEOPLE = st.builds(
    lambda *parts: " ".join(filter(None, parts)),
    *(st.sampled_from(each) for each in (BEFORE, GIVEN, FAMILY, BEHIND)),
)
OTHERS = st.sampled_from(
    ["the Harbour Committee", "Committee of the Harbour", "Ministry of Fisheries", "Anonymous", "N. N.", "USSR",
     "the member for Ludbury", "Government of Veldland", "a sailor", "", "HC", "1887", "Winther, Paul", "PAUL WINTHER"]
)  # fmt: skip
NAMES = st.one_of(PEOPLE, OTHERS)


@given(NAMES, NAMES)
@example("Paul Winther", "PAUL WINTHER")
@example("HC", "Harbour Committee")
def test_two_names_agree_whichever_is_stated(one, other):
    """Who is confirmed does not depend on which name is stated and which is held; nor is anybody both one and two."""
    there, back = same_name(one, other, CHANGES), same_name(other, one, CHANGES)
    assert (there is True) == (back is True)


@given(PEOPLE, PEOPLE)
def test_two_people_are_told_apart_whichever_is_stated(one, other):
    """Of names as people bear them, the answer is the same both ways."""
    assert same_name(one, other, CHANGES) is same_name(other, one, CHANGES)


@given(NAMES)
def test_everybody_is_himself_and_nobody_is_nobody(name):
    """A name agrees with itself, unless it names nobody; of nobody nothing is known, not even that he is another."""
    named = bool(own_words(name, CHANGES.titles)) and not is_nobody(name, CHANGES)
    assert same_name(name, name, CHANGES) is (True if named else None)


@given(
    st.sampled_from(GIVEN),
    st.sampled_from(FAMILY),
    st.permutations(["Jr.", "Sr.", "the Elder", "the Younger", "II", "III"]),
)
def test_two_generations_of_one_name_are_never_one_person(given_name, family, generations):
    """Father and son of one name: neither confirmed, nor called another, since a text may count otherwise."""
    one, other = (f"{given_name} {family} {each}".strip() for each in generations[:2])
    assert same_name(one, other, CHANGES) is None


@pytest.mark.parametrize("address", ["Mrs.", "Miss", "Lady", "Ms", "Mme", "Frau"])
def test_a_form_of_address_sets_a_bare_family_name_apart(address):
    """Mrs. Holt may be Rasmus Holt's wife or Clara Holt; only a given name tells."""
    assert same_name(f"{address} Holt", "Rasmus Holt", CHANGES) is None
    assert same_name("Holt", f"{address} Clara Holt", CHANGES) is None
    assert same_name(f"{address} Clara Holt", "Clara Holt", CHANGES) is True
    assert same_name(f"{address} Clara Holt", "Rasmus Holt", CHANGES) is False


@pytest.mark.parametrize(
    ("stated", "known", "same"),
    [
        ("VLD", "Ada Marsh", None),  # capitals that are nobody's here may be anybody's
        ("Ada Marsh", "VLD", None),  # a code in a catalogue may stand for whom she spoke for
        ("HC", "Harbour Committee", True),
        ("Harbour Committee", "H.C.", True),
        ("Ada Marsh", "Government of Veldland", None),
        ("Kingdom of Veldland", "Ada Marsh", None),
        ("Republic of Veldland", "Veldland", True),
        ("Ministry of Fisheries", "Fisheries Ministry", True),
        ("Harbour Committee", "Pilots' Guild", False),
        ("Harbour Committee", "Ada Marsh", False),
        ("a member of the Harbour Committee", "Harbour Committee", None),
        ("a member of the Harbour Committee", "the Harbour Committee", None),
        ("the secretary of the Pilots' Guild", "Pilots' Guild", True),
    ],
)
def test_codes_states_and_bodies(stated, known, same):
    """A body is itself in any order and by its letters; who speaks for a state is no other than the state."""
    assert same_name(stated, known, CHANGES) is same


@pytest.mark.parametrize(
    ("stated", "known", "same"),
    [
        ("Wm Holt", "William Holt", True),
        ("Geo. Holt", "George Holt", True),
        ("Bill Holt", "William Holt", True),
        ("Paul Winther", "Paula Winther", None),
        ("P. Winther", "Paula Winther", True),
        ("P. Winther", "P. Winther", True),
        ("C. Winther", "Paula Winther", False),
        ("Clara Winther", "Clara Maria Winther", True),
        ("Maria Winther", "Clara Maria Winther", True),
        ("Clara Winther", "Maria Winther", False),
        ("Winter", "Winther", None),  # perhaps a slip
        ("Clara Holt", "Clara Winther", False),
        pytest.param("Wm Winther the Elder", "Ann Winther the Elder", False, marks=UNMENDED),
        ("Ann Winther the Elder", "Wm Winther the Elder", False),
        ("Winther", "Winther Holt", None),  # a given name, or a name before marriage
        ("Holt, Rasmus", "Rasmus Holt", True),
        ("a sailor", "Rasmus Holt", None),
        ("the member for Ludbury", "Rasmus Holt", None),
        ("Unknown", "Rasmus Holt", None),
    ],
)
def test_given_and_family_names(stated, known, same):
    """Initials and short forms agree; names that only begin alike, slips and roles stay open."""
    assert same_name(stated, known, CHANGES) is same


def speaker(stated, known, held=(), names=None):
    """Whether a stated speaker is the source's, in a collection with these speakers."""
    claim = read_claim(
        QuotedWords("q", "words", stated),
        ENGLISH,
        CHANGES,
        names=names,
        speakers=frozenset(tuple(own_words(name, CHANGES.titles)) for name in held),
    )
    return attribute(claim, Source("s", "", (known,)), CHANGES).speaker


def test_two_names_that_are_both_held_in_full_are_two_people():
    """Paul and Paula are told apart where the collection has both; one of them alone may be a slip for the other."""
    both = ("Paul Winther", "Paula Winther")
    assert speaker("Paul Winther", "Paula Winther") is Agreement.UNDETERMINED
    assert speaker("Paul Winther", "Paula Winther", both) is Agreement.CONTRADICTED
    assert speaker("Paul Winther", "Paula Winther", ("Paula Winther",)) is Agreement.UNDETERMINED
    assert speaker("Winther", "Paula Winther", both) is Agreement.CONFIRMED
    assert speaker("Pau Winther", "Paula Winther", ("Pau Winther", *both)) is Agreement.CONFIRMED


def test_one_name_that_nobody_bears_contradicts_nobody():
    """Of a single word that is in no name of the collection, nobody can tell who it is."""
    known = name_words(["Ada Marsh", "Rasmus Holt"], CHANGES)
    assert speaker("Quill", "Ada Marsh", names=known) is Agreement.UNDETERMINED
    assert speaker("Holt", "Ada Marsh", names=known) is Agreement.CONTRADICTED
    assert speaker("Tom Quill", "Ada Marsh", names=known) is Agreement.CONTRADICTED


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_characters_make_a_name_fail(one, other):
    """Whatever stands for a name, there is one of three answers."""
    assert same_name(one, other, CHANGES) in {True, False, None}
