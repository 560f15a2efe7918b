"""Does a blind session hide who spoke and when, and mix in enough that is none of the inquiry's?"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.archive.collection import reading
from foresaid.inquire.blinding import always_capital, by_lot, decoys_needed, likeness, masked, mixed, veil
from foresaid.model.annotations import Span
from foresaid.model.events import Event
from foresaid.model.inquiries import Stance
from foresaid.pipeline.presenting import Docket, Slip, present
from foresaid.vocabulary import load_vocabulary

ROWS = tomllib.loads((Path(__file__).parent / "tables" / "blinding.toml").read_text("utf-8"))["row"]
FALL = Event("fall", "The Harbour League will be dissolved.")


def seen(event=FALL, speakers=()):
    """What masking knows in English."""
    return veil(event, speakers, load_vocabulary("en"))


def places(text, names):
    """Where words stand in a text, as the names layer would give them."""
    return [Span(match.start(), match.end()) for name in names for match in re.finditer(name, text)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_a_passage_as_a_blind_reviewer_reads_it(row):
    """Names, years and dates are masked, and nothing else."""
    knows = seen(Event("e", row["event"]), row.get("speakers", ()))
    (shown,) = masked([row["text"]], knows, [places(row["text"], row.get("names", ()))])
    assert shown == row["masked"]


def test_a_name_is_the_same_in_the_passage_and_around_it():
    """The number of a name runs through context and passage."""
    shown = masked(["so said Hallam, and", "then Fenn told Hallam", "that Fenn would go"], seen())
    assert shown == ("so said [name 1], and", "then [name 2] told [name 1]", "that [name 2] would go")


def test_a_word_that_a_document_always_writes_with_a_capital():
    """A plain word that is a name in this document is masked where it begins a sentence, too."""
    document = (
        "We met Bush in town. Later we met Bush again. Bush will win. Grass will grow; the grass is green."
    )
    assert always_capital(document) == {"bush"}
    (shown,) = masked(["Bush will win. Grass will grow."], seen(), capital=always_capital(document))
    assert shown == "[name 1] will win. Grass will grow."


def test_shouted_text():
    """Where everything is in capitals only known names are masked."""
    (shown,) = masked(["THE LEAGUE OF HALLAM WILL BE DISSOLVED"], seen(speakers=["Josias Hallam"]))
    assert shown == "THE LEAGUE OF [name 1] WILL BE DISSOLVED"


@given(
    st.lists(
        st.sampled_from(["Hallam", "1887", "in", "will", ".", "the", "Hallam's", "HALLAM,", "(1953-54)"])
    )
)
def test_no_speaker_and_no_year_is_left(words):
    """However the words stand, neither a speaker's name nor a year comes through."""
    (shown,) = masked([" ".join(words)], seen(speakers=["Josias Hallam"]))
    assert "hallam" not in shown.casefold()
    assert not re.search(r"\d{4}", shown)


@given(st.text(max_size=200))
def test_masking_takes_any_text(text):
    """No text breaks it, and one without capitals and figures stays as it is."""
    masked([text], seen())
    plain = re.sub(r"[^a-z ]", "", text)
    assert masked([plain], seen())[0].count("[name") == 0


def test_the_lot_is_the_same_for_the_same_seed():
    """One seed gives one order, another gives another; nothing is lost or doubled."""
    names = [str(number) for number in range(50)]
    one = by_lot(names, names, "Ada", "v1")
    assert one == by_lot(names, names, "Ada", "v1")
    assert one != by_lot(names, names, "Bob", "v1")
    assert sorted(one) == sorted(names)


@given(st.integers(0, 60), st.integers(0, 30), st.text(max_size=3))
def test_three_in_ten_are_decoys(findings, decoys, seed):
    """Whatever there is to mix in, no session has less than three decoys in ten, and no decoy is shown for nothing."""
    shown = mixed(
        [("finding", at) for at in range(findings)], [("decoy", at) for at in range(decoys)], seed
    )
    mixed_in = sum(kind == "decoy" for kind, _ in shown)
    assert len(set(shown)) == len(shown)
    assert mixed_in >= 0.3 * len(shown)
    if decoys >= decoys_needed(findings):
        assert len(shown) - mixed_in == findings
    for end in range(10, len(shown) + 1, 10):
        assert sum(kind == "decoy" for kind, _ in shown[end - 10 : end]) >= 3


def test_the_order_does_not_tell_decoys():
    """Decoys do not stand at the same places in every block."""
    findings = [("finding", at) for at in range(70)]
    decoys = [("decoy", at) for at in range(30)]
    shown = mixed(findings, decoys, "Ada")
    blocks = {tuple(kind for kind, _ in shown[start : start + 10]) for start in range(0, len(shown), 10)}
    assert len(blocks) > 5


def test_what_is_near_an_event_in_words():
    """Words of some length that a passage shares with the event's statements count, small words do not."""
    assert likeness("The Harbour League will meet.", FALL) == 2
    assert likeness("It will be what it will be.", FALL) == 0


def test_three_hundred_forecasts_of_presidents(sotu_collection):
    """In real passages with their surroundings no year and no president's name comes through; most words do."""
    with reading(sotu_collection) as opened:
        rows = opened.catalogue.rows(
            """SELECT d.id, json_extract(body, '$.sentence.start') AS start, json_extract(body, '$.sentence.end') AS "end"
               FROM annotation a JOIN document d ON d.number = a.document
               WHERE layer = 'forecasts' ORDER BY a.id LIMIT 300"""
        )
        slips = tuple(Slip(*row, Stance.FORESEES) for row in rows)
        speakers = tuple(
            row["speaker"] for row in opened.catalogue.rows("SELECT DISTINCT speaker FROM document")
        )
    docket = Docket(
        sotu_collection, FALL, "Ada", blind=True, settling=False, slips=slips, speakers=speakers
    )
    shown = [
        f"{each.before} {each.text} {each.behind}" for each in (present(docket, slip) for slip in slips)
    ]
    surnames = "|".join(re.escape(name.split()[-1]) for name in speakers)
    assert len(shown) == 300
    assert [text for text in shown if re.search(rf"\b(1[789]\d\d|20[012]\d|{surnames})\b", text)] == []
    masks = sum(text.count("[") for text in shown)
    assert 300 < masks < sum(len(text.split()) for text in shown) / 10
