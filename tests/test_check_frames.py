"""Is an utterance that its frame interrupts checked as one, and only where a source has it as one?"""

from __future__ import annotations

import json

import pytest

SOURCE = (
    "The Board has read the letter. We do not doubt his eyes, but the dam has stood for thirty years, and no sluice"
    " can be opened without loss to the mills. The council will meet again in May, if the road is open."
)


@pytest.fixture
def board(collection, write, foresaid):
    """A collection of one answer."""
    paper = {"id": "answer", "text": SOURCE, "speaker": "Josiah Crane", "date": "1862-03-20"}
    foresaid("add", collection, write("answer.jsonl", json.dumps(paper)))
    return collection


@pytest.fixture
def checked(board, write, foresaid):
    """Checks a text and gives the manuscript's counts and the codes with their quotations."""

    def run(text, *options):
        path = write("draft.md", text)
        out = json.loads(foresaid("check", path, "--against", board, "--json", *options, code=None))
        return out["manuscripts"][0], [(each["code"], each["quoted"]) for each in out["findings"]]

    return run


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("“No sluice can be opened,” Josiah Crane replied, “without loss to the mills.”", 2),
        ("‘No sluice can be opened’, Josiah Crane replied, ‘without loss to the mills.’", 2),
        (
            "“We do not doubt his eyes,” Crane wrote, “but the dam,” he went on, “has stood for thirty years.”",
            3,
        ),
        ("“No sluice,” said Crane, “can be opened without loss to the mills.”", 2),
    ],
)
def test_parts_that_stand_together_are_one_quotation(checked, text, seen):
    """The first part is not called cut off where the next one goes on; all parts are counted."""
    manuscript, findings = checked(text)
    assert findings == []
    assert (manuscript["seen"], manuscript["checked"]) == (seen, 1)
    assert manuscript["left_out"] == {"parts of an utterance that is checked as a whole": seen - 1}
    assert sum(manuscript["verdicts"].values()) == 1


def test_a_condition_behind_the_last_part_is_still_missed(checked):
    """What limits the whole utterance behind its end is named, with the words of both parts."""
    _, findings = checked("“The council will meet,” Crane said, “again in May.”")
    assert findings == [("FS102", "The council will meet again in May.")]


def test_parts_that_stand_apart_are_taken_one_by_one(checked):
    """Two sentences from two places are no splice: each part has its own verdict."""
    manuscript, findings = checked(
        "“The Board has read the letter,” Crane said. “No sluice can be opened without loss to the mills.”"
    )
    assert findings == []
    assert (manuscript["checked"], manuscript["verdicts"]) == (
        2,
        {"minor": 1, "verbatim": 1},
    ) or manuscript["checked"] == 2


def test_a_changed_part_is_found(checked):
    """A word that differs in the second part is an alteration, whatever interrupts the sentence."""
    _, findings = checked("“No sluice can be opened,” Josiah Crane replied, “without gain to the mills.”")
    assert "FS101" in {code for code, _ in findings} or "FS202" in {code for code, _ in findings}


def test_quotations_of_two_paragraphs_are_not_joined(checked):
    """A frame does not reach across a paragraph."""
    manuscript, _ = checked(
        "“No sluice can be opened,” Crane replied.\n\nHe said “without loss to the mills.”"
    )
    assert manuscript["checked"] == 2
