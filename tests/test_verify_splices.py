"""Are words that were moved, joined or brought in from elsewhere named as that, and a mark between them respected?"""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foresaid.archive.quotation_index import build_segment, open_index
from foresaid.model.evidence import QuotedWords, Source
from foresaid.text.edtf import parse_edtf
from foresaid.verify.quotations import verify_quotation
from foresaid.vocabulary import load_vocabulary

ENGLISH = load_vocabulary("en")
SPEECH = [
    "The harbour office has paid the widows of the pilots since the year of the great ice.",
    "Every lamp on the northern pier was lit by the keeper before the bells rang for evening prayer.",
    "The bishop gave nothing to the poor of the lower town that winter.",
    "A ship from the islands brought barley and salted herring to the empty market.",
    "Seven children of the rope makers learned their letters in the loft above the forge.",
]
REPLY = [
    "The mill at the upper bridge stood idle while the guild quarrelled over the price of flour.",
    "No member of the council dared to open the granary, which had been full since the harvest.",
]
SOURCES = (
    Source("speech", " ".join(SPEECH), ("Ada Marsh",), (parse_edtf("1901-03"),)),
    Source("reply", " ".join(REPLY), ("Rasmus Holt",), (parse_edtf("1902"),)),
)


def opened(folder, sources):
    """An index over sources."""
    build_segment(folder, sources)
    return open_index(folder, {source.id: source for source in sources}.__getitem__)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """A speech, and a reply to it by somebody else."""
    return opened(tmp_path_factory.mktemp("splices"), SOURCES)


def verdict(index, quote, **stated):
    """The verdict on a quotation, and its edits by kind."""
    found = verify_quotation(QuotedWords("q", quote, **stated), index, ENGLISH)
    return found, {edit.kind: edit for edit in found.edits}


CHANCE_WORD = pytest.mark.xfail(
    strict=True, reason="the first or last word without an answer is laid beside a chance one"
)
PAIRS = [
    pytest.param(one, two, marks=CHANCE_WORD if (one, two) == (2, 1) else ())
    for one, two in permutations(range(len(SPEECH)), 2)
]
IN_ORDER = [pair for pair in PAIRS if pair.values[0] < pair.values[1]]
TURNED = [pair for pair in PAIRS if pair.values[0] > pair.values[1]]


@pytest.mark.parametrize(("one", "two"), IN_ORDER)
def test_two_sentences_joined_without_a_mark_leave_out_what_lies_between(index, one, two):
    """What lies between is named whole, as left out; two that follow each other leave nothing out."""
    found, edits = verdict(index, f"{SPEECH[one]} {SPEECH[two]}")
    between = " ".join(SPEECH[one + 1 : two]).rstrip(".")
    assert found.source.text == " ".join(SPEECH[one : two + 1]).rstrip(".")
    if not between:
        assert (found.words, edits) == ("verbatim", {})
        return
    assert (found.words, found.source.document, set(edits)) == ("altered", "speech", {"dropped"})
    assert [words.strip(" .") for words in found.left_out] == [between]


@pytest.mark.parametrize(("one", "two"), TURNED)
def test_two_sentences_in_another_order_were_moved(index, one, two):
    """Both stand in the text, the later one first in the quotation: moved, and the passage holds both."""
    found, edits = verdict(index, f"{SPEECH[one]} {SPEECH[two]}")
    assert (found.words, found.source.document, set(edits)) == ("altered", "speech", {"moved"})
    for sentence in (SPEECH[one], SPEECH[two]):
        assert sentence.rstrip(".") in found.source.text


@pytest.mark.parametrize("mark", [" … ", " [...] ", " . . . "])
def test_a_mark_between_two_places_is_no_splice(index, mark):
    """Two sentences of one text in their order, and an ellipsis between: as the quoter says."""
    found, edits = verdict(index, f"{SPEECH[1]}{mark}{SPEECH[3]}")
    assert found.words == "marked", found.edits
    assert set(edits) <= {"omission", "punctuation"}
    assert any(SPEECH[2].rstrip(".") in words for words in found.left_out)


@pytest.mark.parametrize("mark", [" ", " … "])
def test_a_mark_joins_no_two_documents(index, mark):
    """Words of another document were brought in, with an ellipsis between or without."""
    found, edits = verdict(index, f"{SPEECH[3]}{mark}{REPLY[0]}")
    assert found.words == "altered"
    assert "splice" in edits
    spliced = edits["splice"]
    assert spliced.quoted.rstrip(".") in f"{SPEECH[3]} {REPLY[0]}"
    assert any(spliced.source.rstrip(".") in text.text for text in SOURCES)


@settings(max_examples=40)
@given(st.sampled_from(SPEECH), st.sampled_from(REPLY), st.booleans())
def test_whose_words_were_spliced_is_said(index, own, other, first):
    """The part that is another's is named with the words it comes from; both parts can be read off their texts."""
    quote = f"{own} {other}" if first else f"{other} {own}"
    found, edits = verdict(index, quote)
    assert found.words == "altered"
    texts = {source.id: source.text for source in SOURCES}
    brought = texts["reply" if found.source.document == "speech" else "speech"]
    assert edits["splice"].source.rstrip(".") in brought


@pytest.mark.parametrize(("speaker", "source"), [("Ada Marsh", "speech"), ("Rasmus Holt", "reply")])
def test_of_two_documents_the_stated_speakers_is_the_source(index, speaker, source):
    """Whose words it is said to be decides which part was brought in."""
    found, edits = verdict(index, f"{SPEECH[3]} {REPLY[0]}", speaker=speaker)
    assert (found.verdict, found.source.document, found.speaker) == ("altered", source, "confirmed")
    assert "splice" in edits


def test_a_splice_of_two_speakers_contradicts_neither(index):
    """Said to be somebody else's: the words are spliced of two speakers', and that is named first."""
    found, edits = verdict(index, f"{SPEECH[3]} {REPLY[0]}", speaker="Clara Winter")
    assert found.words == "altered"
    assert "splice" in edits


@pytest.mark.parametrize(
    ("text", "quote", "kind"),
    [
        (
            "The harbour masters want the new tariff before the spring comes. The pilots of the outer bay do not want it.",
            "The harbour masters do not want the new tariff before the spring comes.",
            "negation",
        ),
        (
            "The harbour masters did buy the old lighthouse for the widows of the pilots. Of the tug they can not speak.",
            "The harbour masters can not buy the old lighthouse for the widows of the pilots.",
            "negation",
        ),
        (
            "Some thirty pilots signed the letter that the harbour office sent to the capital. Of the clerks two hundred signed.",
            "Two hundred pilots signed the letter that the harbour office sent to the capital.",
            "number",
        ),
        (
            "The pilots will surely sign the letter that the office sends to the capital. The clerks may perhaps sign.",
            "The pilots may perhaps sign the letter that the office sends to the capital.",
            "modality",
        ),
    ],
)
def test_what_turns_the_sense_is_not_called_moved(tmp_path, text, quote, kind):
    """A negation, number or modality put in is named as such, though the same words stand in the next sentence."""
    found, edits = verdict(opened(tmp_path, [Source("d", text)]), quote)
    assert found.words == "altered"
    assert kind in edits, found.edits


def test_two_words_that_stand_beside_the_passage_were_moved(index):
    """Words of no weight that stand in the same sentence were turned round."""
    found, edits = verdict(index, SPEECH[2].replace("poor of the lower town", "lower town of the poor"))
    assert (found.words, set(edits)) == ("altered", {"moved"})


def test_a_turn_of_phrase_comes_from_nowhere(tmp_path):
    """Words that stand in many documents are no part brought in from one of them: they were put in."""
    formula = "with the greatest respect for the house"
    crowd = [
        Source(f"letter{at}", f"Letter {at} is written {formula} and sent on day {at}.") for at in range(60)
    ]
    found, _ = verdict(
        opened(tmp_path, [*SOURCES, *crowd]),
        f"{SPEECH[3].rstrip('.')} {formula}.",
    )
    assert found.source.document == "speech"
    assert [(edit.kind, edit.quoted) for edit in found.edits] == [("added", formula)]
