"""Is an utterance that its frame interrupts checked as one, and only where a source has it as one?"""

from __future__ import annotations

import json

import pytest

from foresaid.archive.collection import create_collection
from foresaid.pipeline.check_settings import CheckSettings
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.manuscript_reading import Given
from foresaid.pipeline.manuscripts import check_manuscripts
from foresaid.settings import Settings

SOURCE = (
    "The Board has read the letter. We do not doubt his eyes, but the dam has stood for thirty years, and no sluice"
    " can be opened without loss to the mills. The council will meet again in May, if the road is open."
)


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    """A collection of one answer."""
    root = tmp_path_factory.mktemp("board")
    create_collection(root / "papers", Settings(title="Board"))
    paper = {"id": "answer", "text": SOURCE, "speaker": "Josiah Crane", "date": "1862-03-20"}
    (root / "answer.jsonl").write_text(json.dumps(paper), "utf-8")
    collect_documents(root / "papers", [root / "answer.jsonl"])
    return root / "papers"


@pytest.fixture
def checked(board, write):
    """Checks a text and gives what became of the manuscript, and the codes with their quotations."""

    def run(text):
        out = check_manuscripts([Given(str(write("draft.md", text)))], CheckSettings(against=board))
        return out.manuscripts[0], [(each.code, each.quoted) for each in out.findings]

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
    assert (manuscript.seen, manuscript.checked) == (seen, 1)
    assert manuscript.left_out == {"parts of an utterance that is checked as a whole": seen - 1}
    assert sum(manuscript.verdicts.values()) == 1


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
    assert (manuscript.checked, manuscript.left_out) == (2, {})


def test_a_changed_part_is_found(checked):
    """A word that differs in the second part is an alteration, whatever interrupts the sentence."""
    _, findings = checked("“No sluice can be opened,” Josiah Crane replied, “without gain to the mills.”")
    assert findings == [("FS101", "No sluice can be opened without gain to the mills.")]


def test_quotations_of_two_paragraphs_are_not_joined(checked):
    """A frame does not reach across a paragraph."""
    manuscript, _ = checked(
        "“No sluice can be opened,” Crane replied.\n\nHe said “without loss to the mills.”"
    )
    assert manuscript.checked == 2


def test_empty_and_missing_manuscripts_are_told_apart(board, write):
    """A draft without words quotes nothing; a path without a file is a finding that says so."""
    given = [Given(str(write(name, data))) for name, data in (("a.md", b""), ("b.txt", b"\n \n"))]
    out = check_manuscripts([*given, Given("nowhere.md")], CheckSettings(against=board))
    assert [each.refused for each in out.manuscripts[:2]] == ["", ""]
    assert all("empty" in each.notices[0] for each in out.manuscripts[:2])
    assert [each.code for each in out.findings] == ["FS901"]
    assert "there is no such file" in out.findings[0].message
