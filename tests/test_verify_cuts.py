"""Is what a cut takes away named where it governs the words quoted, and left alone where it does not?"""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foresaid.archive.quotation_index import build_segment, open_index
from foresaid.model.evidence import QuotedWords, Source
from foresaid.verify.changes import read_changes
from foresaid.verify.conventions import read_as_it_stands, read_by_conventions
from foresaid.verify.cuts import cut_edits
from foresaid.verify.quotations import verify_quotation
from foresaid.vocabulary import load_vocabulary

ENGLISH = load_vocabulary("en")
CHANGES = read_changes(ENGLISH)
SAID = "the pilots of the outer bay will sail on Friday"


def cuts(before, quote, behind="", *, marked=False):
    """What the cuts take away of a source that is before, quote and behind: kind and words."""
    text = f"{before}{quote}{behind}"
    reading = read_by_conventions(f"… {quote} …") if marked else read_as_it_stands(quote)
    found = cut_edits(reading, text, len(before), len(before) + len(quote), CHANGES)
    return [(edit.kind, edit.source) for edit in found]


@pytest.mark.parametrize(
    ("clause", "denies"),
    [
        ("I do not believe that", True),
        ("I doubt that", True),
        ("It is false that", True),
        ("Nobody in this house pretends that", True),
        ("She hardly believes that", True),
        ("I am far from saying that", True),
        ("I am the last to say that", True),
        # two denials affirm
        ("Nobody doubts that", False),
        ("He never denied that", False),
        ("It is impossible to deny that", False),
        ("There is no question that", False),
        ("I have not the least doubt that", False),
        # three deny again
        ("I do not say that nobody denies that", True),
        ("It is not without doubt that", True),
        # none
        ("The clerk told me that", False),
        ("It is certain that", False),
        # known or felt, denied or not
        ("It is no wonder that", False),
        ("I do not regret that", False),
        ("He could not forget that", False),
        ("They did not know that", False),
        # affirmed by several words
        ("I cannot but think that", False),
        ("It need not be said that", False),
        # the negation is another clause's
        ("He did not come and he said that", False),
        ("The clerk, who never wrote, said that", False),
        ("It was not the mate. I said that", False),
        ("It was not the mate; I said that", False),
        # here "that" opens no clause
        ("He would not part with that", False),
    ],
)
def test_an_odd_number_of_denials_governs_what_is_quoted(clause, denies):
    """One denial before a that-clause takes away what it says, two affirm it, three take it away again."""
    found = cuts(f"{clause} ", SAID, ".")
    assert [kind for kind, _ in found] == (["cut_before"] if denies else [])
    assert all(source and clause.endswith(source) for _, source in found)


@pytest.mark.parametrize(
    "clause",
    ["I asked whether", "It matters little whether", "Nobody knows whether", "He will see whether"],
)
def test_what_stands_behind_whether_is_asserted_by_nobody(clause):
    """Asked, unknown or indifferent: the words behind "whether" are no statement."""
    assert [kind for kind, _ in cuts(f"{clause} ", SAID, ".")] == ["cut_before"]


@pytest.mark.parametrize(
    ("before", "quote", "limit"),
    [
        ("Between two and ", "three hundred pilots signed the letter", "Between two and"),
        ("From forty to ", "fifty pilots signed the letter", "From forty to"),
        ("We counted between 40 and ", "50 pilots on the quay", "between 40 and"),
        ("There are at least ", "fifty pilots on the quay", "at least"),
        ("There are nearly ", "fifty pilots on the quay", "nearly"),
        ("Not more than ", "fifty pilots signed the letter", "Not more than"),
        ("Up to ", "fifty pilots signed the letter", "Up to"),
        # a place, a time, a word that is no number
        ("Between the two piers lay ", "fifty boats of the pilots", ""),
        ("From the town came ", "fifty boats of the pilots", ""),
        ("Between two and three hundred, I think, and ", "fifty pilots signed", ""),
        ("There are at least ", "the pilots on the quay", ""),
        ("We sailed at nine, ", "fifty pilots in all", ""),
    ],
)
def test_a_number_is_cut_from_its_bounds(before, quote, limit):
    """A bound or the other end of a range before a number belongs to it; before anything else it does not."""
    assert cuts(before, quote, ".") == ([("cut_before", limit)] if limit else [])


@pytest.mark.parametrize(
    ("before", "governed"),
    [
        ("Do not, I beseech you, ", True),
        ("We shall never, as God is my witness, ", True),
        ("You cannot, gentlemen, ", True),
        ("No, my dear, ", False),  # an answer, not a denial of what follows
        ("Do not linger, I beseech you, ", False),
        ("It is not, gentlemen of the other side of this house who laughed at us, ", False),
        ("I was there, I beseech you, ", False),
    ],
)
def test_a_negation_denies_across_a_parenthesis(before, governed):
    """What stands between two commas parts a negation from its verb; a long one, or a whole clause, does not."""
    found = cuts(before, "believe the pilots of the outer bay", ".")
    assert [kind for kind, _ in found] == (["cut_before"] if governed else [])


@pytest.mark.parametrize(
    ("before", "governed"),
    [
        ("If the ice goes out, ", True),
        ("Unless the bishop pays, ", True),
        ("As long as the oil lasts, ", True),
        ("Should the wind turn, ", True),
        ("In the evening, if the ice goes out, ", True),
        ("If the ice goes out, and I hope it does, ", True),
        ("When asked, the clerk said ", False),
        ("If I may say so, ", False),
        ("As the clerk wrote in August, ", False),
        ("If the ice goes out, we shall see. ", False),
        ("The clerk came in, ", False),
        ("If so; ", False),
    ],
)
def test_a_condition_before_a_quotation_belongs_to_it(before, governed):
    """A clause of condition up to the comma right before the words governs them; one that only says when does not."""
    found = cuts(before, SAID, ".")
    assert [kind for kind, _ in found] == (["cut_before"] if governed else [])


@pytest.mark.parametrize(
    ("quote", "behind", "limited"),
    [
        (SAID, " if the wind turns.", True),
        (SAID, ", provided that the bishop pays.", True),
        (SAID, ",\nbut only by day.", True),
        (SAID, "\n\nbut only by day.", False),  # another paragraph
        (SAID, ". If the wind turns, they stay.", False),
        (SAID, ' and the mate stays." But he did not.', False),
        (SAID, " and the mate stays ashore with all, if he will.", False),  # a limit of something else
        (SAID, "", False),
        ("They went so far", " as we could see.", True),  # so far | as
        ("It seemed to all of us as", " if the sea had gone.", False),  # one conjunction
        (
            "the lamps of the eastern light",
            " but not the oil was paid.",
            False,
        ),  # a fragment asserts nothing
        ("the lamps of the eastern light", " if they were paid for.", True),
    ],
)
def test_what_the_sentence_goes_on_with_limits_it(quote, behind, limited):
    """A limit right behind the cut, in the same sentence, across the end of a line but not of a paragraph."""
    found = cuts("", quote, behind)
    assert [kind for kind, _ in found] == (["cut_after"] if limited else [])


def test_a_marked_cut_hides_and_does_not_truncate():
    """An ellipsis at the cut says that something is left out; what it hides is named under the mark."""
    found = cuts("I do not believe that ", SAID, ", unless the wind turns.", marked=True)
    assert found == [("omission_hides", "not believe that"), ("omission_hides", "unless the wind turns")]


def test_not_only_denies_nothing():
    """A quotation that begins with only, merely or more, right behind a not, was cut from no denial."""
    assert cuts("They will not ", "only sail but fish on Friday", ".") == []
    assert cuts("They will not ", "sail on Friday", ".") == [("cut_before", "They will not")]


@given(
    st.lists(st.sampled_from(["not", "the", "if", ", ", ". ", "that", "forty", "between", "\n\n", "\n", "(", '"']), max_size=12),
    st.lists(st.sampled_from(["but", "only", "if", ", ", ". ", "and", "pilots", "\n\n", "\n", ")", '"']), max_size=12),
)  # fmt: skip
@example(["the", ", ", ", "], [])
def test_what_is_named_stands_beside_the_cut(leading, following):
    """Whatever surrounds the words: what is named before them is the source's own and near, and nothing else fails."""
    before, behind = " ".join(leading) + " ", " " + " ".join(following)
    for kind, source in cuts(before, SAID, behind):
        assert source.strip()
        if kind == "cut_before":
            assert source in before
        else:
            assert set(source.split()) <= set(behind.replace("\n", " ").split())


@given(
    st.text(st.sampled_from("ab, .;!?\n\"'”("), max_size=300),
    st.text(st.sampled_from("ab, .;!?\n\"'”)"), max_size=300),
)
@example("yes,, ", "")
@example("yes , , ", ",,")
def test_words_that_limit_nothing_are_never_a_cut(before, behind):
    """Around a quotation without any limiting word, no punctuation makes a cut of it."""
    assert cuts(before, SAID, behind) == []


def test_the_words_around_a_cut_are_shown_with_every_verdict(tmp_path):
    """The rest of the sentence and the one before, the rest and the one behind; what the cut takes away is named."""
    text = f"The town is quiet. I have heard it often. I do not believe that {SAID}, whatever they say. It is cold. Snow fell."
    build_segment(tmp_path, [Source("letter", text)])
    index = open_index(tmp_path, {"letter": Source("letter", text)}.__getitem__)
    found = verify_quotation(QuotedWords("q", SAID), index, ENGLISH)
    assert found.words == "truncated"
    assert found.before == "I have heard it often. I do not believe that "
    assert found.after == ", whatever they say. It is cold."
    assert found.left_out == ("not believe that",)
    assert found.before in found.reasons["words"] or "I do not believe that" in found.reasons["words"]
    whole = verify_quotation(QuotedWords("q", "It is cold."), index, ENGLISH)
    assert (whole.words, whole.left_out) == ("verbatim", ())
    assert whole.before.startswith("I do not believe that")
    assert whole.after.strip(" .") == "Snow fell"
