"""Does whence say who had the words first, and no more than dates and wording tell?"""

from __future__ import annotations

import json

import pytest

WORDS = "the salt road is the only road that never sleeps"
# Each with id, date if any, speaker and text.
HELD = [
    (
        "diary",
        "1801-03-02",
        "Anna Bell",
        f"We came late. They say that {WORDS}, and it is true. Then it rained.",
    ),
    ("speech", "1822", "Carl Dunn", f"Gentlemen, {WORDS}; let us keep it so."),
    (
        "like",
        "1790",
        "Ida Jonas",
        "My father told me that the salt road was the only road that never slept here.",
    ),
]


@pytest.fixture
def papers(collection, write, foresaid):
    """Makes a collection of rows (id, date, speaker, text)."""

    def make(rows):
        lines = [
            json.dumps({"id": name, "text": text, "speaker": speaker} | ({"date": date} if date else {}))
            for name, date, speaker, text in rows
        ]
        foresaid("add", collection, write("rows.jsonl", "\n".join(lines)))
        foresaid("read", collection)
        return collection

    return make


def answered(foresaid, root, words=WORDS):
    """The answer as JSON has it, and in words."""
    found = foresaid.json("whence", root, words)
    answer = found["answer"]
    return found, answer, answer["in_words"]


def test_the_earliest_place_with_the_very_words_is_named_and_earlier_like_ones_beside_it(papers, foresaid):
    """Words that are only like those asked for do not make their document the first to have had them."""
    found, answer, said = answered(foresaid, papers(HELD))
    assert [each["document"] for each in found["attestations"]] == ["like", "diary", "speech"]
    assert [each["exact"] for each in found["attestations"]] == [False, True, True]
    assert (answer["exact"], answer["undated"]) == (2, 0)
    assert [each["document"] for each in answer["first"]] == ["diary"]
    assert answer["alike"]["document"] == "like"
    assert said.startswith("Earliest held here: Anna Bell, 1801-03-02, grade C [diary:")
    assert "Like words, not the very ones, stand earlier: Ida Jonas" in said
    assert said.endswith("A text that is not held here may be earlier than all.")


def test_each_place_stands_in_its_sentence(papers, foresaid):
    """Before and behind the words stands the rest of their sentence, as it is in the document."""
    root = papers(HELD)
    found, _, _ = answered(foresaid, root)
    diary = found["attestations"][1]
    assert (diary["before"], diary["text"], diary["after"]) == (
        "They say that ",
        WORDS,
        ", and it is true.",
    )
    assert f"[They say that] {WORDS} [, and it is true.]" in " ".join(
        foresaid("whence", root, WORDS).split()
    )


def test_dates_that_overlap_name_all_who_may_be_the_first(papers, foresaid):
    """A year and a day within it: which is earlier cannot be told, and both are named."""
    rows = [("year", "1801", "Anna Bell", HELD[0][3]), ("day", "1801-05-01", "Carl Dunn", HELD[1][3])]
    _, answer, said = answered(foresaid, papers(rows))
    assert {each["document"] for each in answer["first"]} == {"year", "day"}
    assert "Dates do not tell which of 2 texts had the words first" in said


def test_undated_texts_may_be_earlier_and_alone_tell_nothing(papers, foresaid):
    """A text without a date is counted beside the answer; where there is no other, there is no answer."""
    rows = [HELD[0], ("loose", None, "Erna Frost", HELD[1][3])]
    _, answer, said = answered(foresaid, papers(rows))
    assert answer["undated"] == 1
    assert "1 text with the words has no date of grade A to C and may be earlier." in said


def test_only_undated_texts_give_no_first(papers, foresaid):
    """Without any date that counts the question stays open, and the page says so."""
    _, answer, said = answered(foresaid, papers([("loose", None, "Erna Frost", HELD[1][3])]))
    assert answer["first"] == []
    assert said.startswith("No place has a date of grade A to C, so which is the first cannot be told.")


def test_a_first_place_that_quotes_points_behind_itself(papers, foresaid):
    """Who quotes the words did not have them first, even if nothing earlier is held."""
    text = f'Years ago Anna Bell said: "{WORDS.capitalize()}." Nobody believed her.'
    _, _, said = answered(foresaid, papers([("memoir", "1850", "Carl Dunn", text)]))
    assert "It is quoted there from Anna Bell: look for an older text." in said


def test_words_that_stand_nowhere_as_given_are_said_to_be_like(papers, foresaid):
    """Where only like words are held, the answer is about these, and says so first."""
    _, answer, said = answered(
        foresaid, papers(HELD), "the salt road is the one road that never slept here"
    )
    assert answer["exact"] == 0
    assert said.startswith(
        "The words as given stand nowhere here; like words do. Earliest of these: Ida Jonas"
    )


def test_nothing_found_is_no_answer_about_the_world(papers, foresaid):
    """Words that are not held: the bounds of the search, and that it means no more."""
    _, answer, said = answered(
        foresaid, papers(HELD), "purple teapots never crossed the winter ocean alone"
    )
    assert (answer["exact"], answer["first"], answer["alike"]) == (0, [], None)
    assert (
        said == "Nothing like these words is held in these 3 documents; that does not mean it was not said."
    )
