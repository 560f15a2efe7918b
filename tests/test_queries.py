"""Is a search read as its author means it, and refused with a reason where it cannot be read?"""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.errors import QueryError
from foresaid.text.queries import Both, Either, Phrase, Prefix, Without, parse_query, query_words


def word(letters):
    """A single word as the parser gives it."""
    return Phrase((letters,))


A, B, C = word("a"), word("b"), word("c")

# What somebody types, and what it means.
MEANT = [
    ("a", A),
    ("A", A),
    ("a b", Both((A, B))),
    ("a AND b", Both((A, B))),
    ("a OR b", Either((A, B))),
    ("a b OR c", Either((Both((A, B)), C))),
    ("a OR b AND c", Either((A, Both((B, C))))),
    ("(a OR b) c", Both((Either((A, B)), C))),
    ("a NOT b", Both((A, Without(B)))),
    ("a -b", Both((A, Without(B)))),
    ("a --b", Both((A, B))),
    ("NOT (a OR b) c", Both((Without(Either((A, B))), C))),
    ('a - "b c"', Both((A, Without(Phrase(("b", "c")))))),
    ("and or not", Both((word("and"), word("or"), word("not")))),
    ('"a b"', Phrase(("a", "b"))),
    ("“a b” c", Both((Phrase(("a", "b")), C))),
    ("„a b“", Phrase(("a", "b"))),
    ("«a b»", Phrase(("a", "b"))),
    ('"a AND b"', Phrase(("a", "and", "b"))),
    ("fore*", Prefix(("fore",))),
    ("e-mai*", Prefix(("e", "mai"))),
    ('"in the fut*"', Prefix(("in", "the", "fut"))),
    ("((a))", A),
]

# What cannot be read, and words of the reason.
REFUSED = [
    ("", "is empty"),
    ("   ", "is empty"),
    ("AND a", "'AND' stands where"),
    ("a OR", "ends too early"),
    ("a OR OR b", "'OR' stands where"),
    ("a)", "a ')' too many"),
    ("(a", "no partner"),
    ('say "a b', "at character 5"),
    ('""', "no letter or digit"),
    ("…", "no letter or digit"),
    ("*", "no letter or digit"),
    ("NOT a", "something to find"),
    ("-a", "something to find"),
    ("a OR NOT b", "something to find"),
    ("(" * 60 + "a" + ")" * 60, "deep"),
    ("NOT " * 60 + "a", "deep"),
    ("a " * 2_001, "whence"),
]


@pytest.mark.parametrize(("text", "query"), MEANT, ids=[text for text, _ in MEANT])
def test_a_search_means_what_the_table_says(text, query):
    """Words, phrases, beginnings, operators and brackets combine with NOT before AND before OR."""
    assert parse_query(text) == query


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=[text[:20] or "empty" for text, _ in REFUSED])
def test_what_cannot_be_read_is_refused_with_the_reason(text, reason):
    """The error says what is wrong, and where that can be told."""
    with pytest.raises(QueryError) as raised:
        parse_query(text)
    assert reason in str(raised.value)


def test_thousands_of_minus_signs_are_no_stack_overflow():
    """Signs before a word are counted, not climbed."""
    assert parse_query("a " + "-" * 3_000 + "b") == Both((A, B))


def test_words_to_mark_are_those_not_left_out():
    """A hit is marked by every word and beginning that is searched for, and by none behind NOT."""
    assert query_words(parse_query('a (fore* OR "b c") NOT d')) == (
        A,
        Prefix(("fore",)),
        Phrase(("b", "c")),
    )


PIECES = st.sampled_from(
    ["AND", "OR", "NOT", "-", "(", ")", '"', "“", "”", "*", "a", "é", "\x00", "\ud800", "e-mail"]
)


@given(st.text(max_size=80) | st.lists(PIECES, max_size=40).map(" ".join) | st.lists(PIECES).map("".join))
def test_any_text_is_read_or_refused(text):
    """No text gives anything but a query with something to find, or a QueryError."""
    with contextlib.suppress(QueryError):
        assert query_words(parse_query(text))
