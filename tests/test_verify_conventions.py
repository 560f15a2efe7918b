"""Are the marks of quoting understood, and names and dates compared as a historian would?"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.model.evidence import Agreement, QuotedWords, Source
from foresaid.text.edtf import parse_edtf
from foresaid.verify.attribution import attribute, read_claim, same_name, telling_words
from foresaid.verify.changes import read_changes
from foresaid.verify.conventions import marks, read_as_it_stands, read_by_conventions
from foresaid.verify.spellings import confused, misread, spelled_alike
from foresaid.verify.surfaces import between_kind, word_kind
from foresaid.vocabulary import load_vocabulary

ENGLISH = load_vocabulary("en")
CHANGES = read_changes(ENGLISH)


@pytest.mark.parametrize(
    ("quote", "kinds"),
    [
        ("a … b", ["omission"]),
        ("a ... b", ["omission"]),
        ("a . . . . b", ["omission"]),
        ("a [...] b […] c", ["omission", "omission"]),
        ("a * * * b", ["omission"]),
        ("a [sic] b [emphasis added]", ["editorial", "editorial"]),
        ("a [the king] b", ["insertion"]),
        ("[C]redit", ["insertion"]),
        ("a **b** c.. d", []),
        ("a [b", []),
        ("Wait.. . no", ["omission"]),
    ],
)
def test_marks_of_quoting(quote, kinds):
    """Ellipses of all forms, brackets and sic are marks; stress, two dots and open brackets are not."""
    assert [mark.kind for mark in marks(quote)] == kinds


def test_a_reading_leaves_marks_out():
    """Words put in are no words to look for; a word touched by a bracket is one word."""
    reading = read_by_conventions("[C]redit for [the] tuition … govern[ed] well")
    assert reading.folded == ("credit", "for", "tuition", "governed", "well")
    assert reading.adapted == frozenset({0, 3})
    assert {place: mark.kind for place, mark in reading.gaps.items()} == {2: "insertion", 3: "omission"}
    assert reading.broken
    assert not read_as_it_stands("[C]redit").marked


def test_an_ellipsis_beside_a_bracket_stays_an_ellipsis():
    """Two marks before one word leave words out and put others in."""
    gap = read_by_conventions("a b … [They] c").gaps[2]
    assert (gap.kind, gap.inserted) == ("omission", "They")


@given(st.text(st.sampled_from("a[]. *…b\n"), max_size=40))
def test_readings_keep_places(quote):
    """Marks lie in order inside the quotation, and every word of a reading can be read off its text."""
    found = marks(quote)
    assert all(0 <= mark.start < mark.end <= len(quote) for mark in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    reading = read_by_conventions(quote)
    assert len(reading.text) == len(quote)
    assert all(place < len(reading.folded) for place in reading.adapted)


@pytest.mark.parametrize("sign", ["*", ".", "[", "…", "[a", "* ", ". ", "_"])
def test_hostile_marks_take_linear_time(sign):
    """A hundred thousand signs of one kind are read in a moment."""
    read_by_conventions(sign * 100_000)


@pytest.mark.parametrize(
    ("stated", "known", "same"),
    [
        ("Truman", "Harry S. Truman", True),
        ("President Truman", "Harry S. Truman", True),
        ("H. S. Truman", "Harry S. Truman", True),
        ("Truman, Harry", "Harry S. Truman", True),
        ("FDR", "Franklin D. Roosevelt", True),
        ("VanBuren", "Martin Van Buren", True),
        ("Van Buren", "Martin Van Buren", True),
        ("F. D. Roosevelt", "Theodore Roosevelt", False),
        ("Nixon", "William McKinley", False),
        ("Rosevelt", "Theodore Roosevelt", None),
        ("the minister", "Theodore Roosevelt", None),
        ("", "Theodore Roosevelt", None),
        ("Harry", "Harry S. Truman", None),
        ("JFK", "Theodore Roosevelt", None),
        ("Bill Clinton", "William J. Clinton", True),
        ("Joe Biden", "Joseph R. Biden Jr.", True),
        ("Jon Moor", "James Moor", None),
        ("Hillary Clinton", "William J. Clinton", False),
        ("Woodrow Wilson", "Thomas Woodrow Wilson", True),
    ],
)
def test_names(stated, known, same):
    """Family names, titles, initials and acronyms decide; what cannot be resolved stays open."""
    assert same_name(stated, known, CHANGES) is same


def agreement(part, source, **stated):
    """The agreement on one part of what is stated."""
    titles = [telling_words(title, CHANGES) for title in ("Second Inaugural", "The Gettysburg Address")]
    claim = read_claim(QuotedWords("q", "words", **stated), ENGLISH, CHANGES, works=titles)
    return getattr(attribute(claim, source, CHANGES), part)


@pytest.mark.parametrize(
    ("stated", "known", "expected"),
    [
        ("1948", ["1948-01-07"], Agreement.CONFIRMED),
        ("7 January 1948", ["1948-01-07"], Agreement.CONFIRMED),
        ("1948-01-07", ["1948"], Agreement.CONFIRMED),
        ("1949", ["1948-01-07"], Agreement.CONTRADICTED),
        ("1949", ["1948-01-07", "1949-03"], Agreement.CONFIRMED),
        ("1949", [], Agreement.UNDETERMINED),
        ("1948-12/1949-02", ["1949"], Agreement.UNDETERMINED),
        ("once upon a time", ["1948"], Agreement.UNDETERMINED),
        ("", ["1948"], Agreement.UNSTATED),
    ],
)
def test_dates(stated, known, expected):
    """A date is contradicted only when every date of the source excludes it."""
    source = Source("s", "", (), tuple(map(parse_edtf, known)))
    assert agreement("date", source, date=stated) is expected


@pytest.mark.parametrize(
    ("stated", "works", "expected"),
    [
        ("Gettysburg Address", ["The Gettysburg Address (1863)"], Agreement.CONFIRMED),
        ("Second Inaugural", ["The Gettysburg Address"], Agreement.CONTRADICTED),
        ("Cooper Union speech", ["The Gettysburg Address"], Agreement.UNDETERMINED),
        ("Gettysburg papers and other stories", ["Gettysburg reconsidered"], Agreement.UNDETERMINED),
        ("Gettysburg", [], Agreement.UNDETERMINED),
        (None, ["Gettysburg"], Agreement.UNSTATED),
    ],
)
def test_works(stated, works, expected):
    """Titles agree by their telling words; one that the collection does not hold contradicts nothing."""
    assert agreement("work", Source("s", "", (), (), tuple(works)), work=stated) is expected


def test_speakers_of_a_source():
    """One of several speakers is enough; a source without any settles nothing."""
    both = Source("s", "", ("Anna Ray", "Karl Moor"))
    assert agreement("speaker", both, speaker="Moor") is Agreement.CONFIRMED
    assert agreement("speaker", both, speaker="Tell") is Agreement.CONTRADICTED
    assert agreement("speaker", Source("s", ""), speaker="Tell") is Agreement.UNDETERMINED


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("honour", "honor"),
        ("labourers", "laborers"),
        ("organisation", "organization"),
        ("recognised", "recognized"),
        ("centre", "center"),
        ("travelled", "traveled"),
        ("defences", "defenses"),
        ("programmes", "programs"),
        ("analyse", "analyze"),
        ("catalogue", "catalog"),
        ("encyclopaedia", "encyclopedia"),
        ("shew", "show"),
    ],
)
def test_spellings_of_one_word(left, right):
    """British and American, old and new spellings are one word."""
    assert spelled_alike(left, right, CHANGES)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("for", "four"),
        ("filled", "filed"),
        ("hour", "her"),
        ("may", "must"),
        ("wise", "wide"),
        ("from", "form"),
    ],
)
def test_different_words_stay_different(left, right):
    """No spelling rule makes one word of two."""
    assert not spelled_alike(left, right, CHANGES)


def test_misread_letters():
    """Letters that recognition confuses explain a difference; other letters only inside a long word."""
    for read, meant in [("tlie", "the"), ("govemment", "government"), ("iu", "in"), ("wi11", "will")]:
        assert confused(read, meant, CHANGES)
        assert confused(meant, read, CHANGES)
    assert not confused("cat", "dog", CHANGES)
    assert not confused("a" * 5000, "b" * 5000, CHANGES)
    assert misread("occured", "occurred")
    assert not misread("inalterable", "unalterable")


@pytest.mark.parametrize(
    ("quoted", "source", "kind"),
    [
        ("don’t", "don't", None),
        ("The", "the", "case"),
        ("café", "cafe", "accent"),
        ("its", "it's", "punctuation"),
        ("w\u200bord", "word", "hidden"),
        ("𝐰ord", "word", "homoglyph"),
    ],
)
def test_words_as_written(quoted, source, kind):
    """Differences between words that are the same word have a kind."""
    assert word_kind(quoted, source) == kind


@pytest.mark.parametrize(
    ("quoted", "source", "kind"),
    [
        (" -- ", "—", None),
        (" “", " '", None),
        (", ", " ", "punctuation"),
        (" *", " ", "emphasis"),
        (" ", " _", "punctuation"),
        (" [", " ", "editorial"),
        (" $", " ", "number"),
        ("\u200b ", " ", "hidden"),
    ],
)
def test_characters_between_words(quoted, source, kind):
    """Dashes, spaces and quotation marks are typography; signs beside a number are not."""
    assert between_kind(quoted, source, numbers=True) == kind
