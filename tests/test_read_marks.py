"""Are quotation marks told from apostrophes and measures, and paired as they were meant?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.read.quotations.marks import Role, find_marks
from foresaid.read.quotations.pairs import pair_marks, properly_nested
from foresaid.text.segment import paragraphs

ELISIONS = frozenset({"tis", "twas", "em", "n", "prentice"})
CLITICS = frozenset({"s", "t", "re", "ll", "ve", "d", "m"})

# Hostile texts: n openings that never close, closings that never opened, nests, and everything at once.
# Repetitions: a second of work where time is linear; where it is not, the run hangs and fails by its timeout.
SIZE = 40_000
HOSTILE = {
    "openings": lambda n: "“a word " * n,
    "straight openings": lambda n: '"a word ' * n,
    "single openings": lambda n: "'a word " * n,
    "closings": lambda n: "a word” " * n,
    "marks only": lambda n: '"' * n,
    "mixed marks only": lambda n: "'\"“”‘’«»" * n,
    "nest": lambda n: "“a " * n + "b” " * n,
    "alternating nest": lambda n: "“a ‘" * n + "b’ c” " * n,
    "re-opened paragraphs": lambda n: "“A word here.\n\n" * n,
    "one open, many closed": lambda n: "“start " + "“a” b " * n,
}


def roles(text):
    """The role of every mark."""
    return [mark.role for mark in find_marks(text, ELISIONS, CLITICS)]


def pairs(text):
    """What the marks of a text enclose."""
    marks = list(find_marks(text, ELISIONS, CLITICS))
    return properly_nested(pair_marks(text, marks, paragraphs(text)))


def enclosed(text):
    """The enclosed words."""
    return [text[each.inner_start : each.inner_end] for each in pairs(text)]


@pytest.mark.parametrize(
    "text",
    [
        "don't",
        "O’Neill",
        "the ’90s",
        "6'2\" tall",
        "5' 10\" high",
        "he 's",
        "Lincoln 's hall",
        '<a href="x">',
        "rock ’n’ roll",
    ],
)
def test_apostrophes_and_measures_are_no_marks(text):
    """Apostrophes inside words, set elisions, feet and inches, clitics and attributes are left out."""
    assert [role for role in roles(text) if role in (Role.OPEN, Role.EITHER)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('say "yes"', [Role.OPEN, Role.CLOSE]),
        ("“wolves“ came", [Role.OPEN, Role.EITHER]),
        ('a—"b"—c', [Role.OPEN, Role.CLOSE]),
        ('he said , " no " .', [Role.EITHER, Role.EITHER]),
        ('"\n', [Role.EITHER]),
        ("x » a « y", [Role.CLOSE, Role.OPEN]),
        ("„a“", [Role.OPEN, Role.EITHER]),
        ("workers' rights", [Role.WEAK_CLOSE]),
        ("'tis", [Role.WEAK_OPEN]),
    ],
)
def test_roles(text, expected):
    """The sides of a mark say whether it opens; the glyph only where they do not."""
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the 'blue workers' were few", ["blue workers"]),
        ("'the weavers' guild is gone,' he said", ["the weavers' guild is gone,"]),
        ("'tis the weavers' guild", []),
        ("“He said “no” to me”", ["He said “no” to me", "no"]),
        ("“open and “closed” and out", ["closed"]),
        ("“a ‘b” c’", ["a ‘b"]),
        ("“one\ntwo”\nthree", ["one\ntwo"]),
        ("“one.\n“two.”", ["one.\n“two."]),
    ],
)
def test_pairs(text, expected):
    """Possessives inside single quotations, nests, lost marks and line-wise re-opening."""
    assert enclosed(text) == expected


@given(st.text(alphabet="\"'“”‘’«»„`aB s.,\n", max_size=80))
def test_pairs_nest(text):
    """What marks enclose is properly nested or disjoint, and begins and ends inside the text."""
    around = []
    for each in pairs(text):
        assert 0 <= each.start <= each.inner_start <= each.inner_end <= each.end <= len(text)
        while around and around[-1].end <= each.start:
            around.pop()
        assert not around or each.end <= around[-1].inner_end
        around.append(each)


@pytest.mark.parametrize("kind", HOSTILE)
def test_time_is_linear(kind):
    """However many marks and of whatever kind, they are paired in the time their number takes."""
    pairs(HOSTILE[kind](SIZE))


def test_nests_end_somewhere():
    """A nest deeper than any text has is cut, so that its quotations do not repeat the text n times."""
    assert len(pairs("“a " * 1000 + "b” " * 1000)) <= 6
