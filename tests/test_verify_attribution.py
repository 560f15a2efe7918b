"""Do words credit who had them first and who speaks them, and do common words accuse nobody?"""

from __future__ import annotations

import json
from itertools import permutations

import pytest

from foresaid.archive.quotation_index import build_segment, open_index
from foresaid.model.documents import Witness
from foresaid.model.evidence import QuotedWords, Source
from foresaid.text.edtf import parse_edtf
from foresaid.verify.quotations import verify_quotation, verify_quotations
from foresaid.vocabulary import load_vocabulary

ENGLISH = load_vocabulary("en")
WORDS = "The granary of the upper valley will not be opened before the ice has left the river."
CHANGED = WORDS.replace("opened", "emptied")


def opened(folder, sources):
    """An index over sources."""
    build_segment(folder, sources)
    return open_index(folder, {source.id: source for source in sources}.__getitem__)


@pytest.fixture
def verdict(tmp_path):
    """The verdict on a quotation of some sources."""

    def ask(sources, quote=WORDS, speaker=None, date=None, work=None, **known):
        index = opened(tmp_path / str(len(list(tmp_path.iterdir()))), sources)
        asked = QuotedWords("q", quote, speaker, date, work)
        return next(verify_quotations([asked], index, ENGLISH, **known))

    return ask


def said(name, speaker, date="", words=WORDS, **known):
    """A document in which somebody says the words himself."""
    text = f"Here speaks {name}. {words} So much from {name}."
    return Source(name, text, (speaker,), (parse_edtf(date),) if date else (), **known)


def quoting(name, speaker, date, words=WORDS, quoted="Ada Marsh"):
    """A document in which somebody quotes the words from another."""
    text = f'In the year of {name} one remembered: "{words}" That was {name}.'
    start = text.index(words)
    spans = ((start, start + len(words), quoted),)
    return Source(name, text, (speaker,), (parse_edtf(date),), quoted=spans)


def test_an_earlier_speech_is_the_source_before_one_that_quotes_it_changed(verdict):
    """One document alone has the words as quoted, but quotes them: the speech it quotes is what they are judged by."""
    found = verdict(
        [quoting("memoir", "Rasmus Holt", "1931", CHANGED), said("speech", "Ada Marsh", "1904")], CHANGED
    )
    assert (found.words, found.source.document) == ("altered", "speech")
    assert [(edit.quoted, edit.source) for edit in found.edits] == [("emptied", "opened")]
    assert [place.document for place in found.elsewhere] == ["memoir"]


def test_what_two_quote_alike_is_as_they_quote_it(verdict):
    """Two independent documents that quote the same words stay the standard; the speech in other words is named."""
    sources = [
        quoting("memoir", "Rasmus Holt", "1931", CHANGED),
        quoting("letters", "Clara Winter", "1933", CHANGED),
        said("speech", "Ada Marsh", "1904"),
    ]
    found = verdict(sources, CHANGED)
    assert found.words == "verbatim"
    assert found.source.document in {"memoir", "letters"}
    assert "held in other words in speech" in found.reasons["words"]
    assert "speech" in [place.document for place in found.elsewhere]


def test_two_copies_that_quote_alike_are_one_witness(verdict):
    """A reprint of the memoir is no second witness: the speech stays the source."""
    sources = [
        quoting("memoir", "Rasmus Holt", "1931", CHANGED),
        quoting("reprint", "Rasmus Holt", "1950", CHANGED),
        said("speech", "Ada Marsh", "1904"),
    ]
    sources[:2] = [
        Source(**{name: getattr(each, name) for name in Source.__slots__} | {"witness": "m"})
        for each in sources[:2]
    ]
    found = verdict(sources, CHANGED)
    assert (found.words, found.source.document) == ("altered", "speech")


def test_without_the_speech_who_quotes_is_all_there_is(verdict):
    """No document has the words first: they are as the memoir quotes them, credited to whom it quotes."""
    found = verdict([quoting("memoir", "Rasmus Holt", "1931")], speaker="Ada Marsh")
    assert (found.verdict, found.speaker) == ("verbatim", "confirmed")
    assert (
        "memoir quotes them itself; no document that has them first is held here" in found.reasons["words"]
    )
    for stated in ("Rasmus Holt", "Tom Reed"):
        other = verdict([quoting("memoir", "Rasmus Holt", "1931")], speaker=stated)
        assert (other.verdict, other.speaker) == ("verbatim", "undetermined")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_first_of_several_is_the_source_in_any_order(verdict, order):
    """Of three that say the words, the earliest stands as the source, in whatever order they came."""
    sources = [
        said("a", "Ada Marsh", "1904"),
        said("b", "Ada Marsh", "1911"),
        said("c", "Ada Marsh", "1919"),
    ]
    found = verdict([sources[at] for at in order])
    assert found.source.document == "a"
    assert [place.document for place in found.elsewhere] == ["b", "c"]


@pytest.mark.parametrize(
    ("sources", "speaker"),
    [
        # one speaker alone, and two of whom the first is certain: stated otherwise, it is contradicted
        ([("a", "Ada Marsh", "1904")], "contradicted"),
        ([("a", "Ada Marsh", "1904"), ("b", "Rasmus Holt", "1911")], "contradicted"),
        ([("a", "Ada Marsh", "1904"), ("b", "A. Marsh", "1904")], "contradicted"),
        # two without certain order, one of them undated, or three
        ([("a", "Ada Marsh", "1904"), ("b", "Rasmus Holt", "1904")], "undetermined"),
        ([("a", "Ada Marsh", "190X"), ("b", "Rasmus Holt", "1905")], "undetermined"),
        ([("a", "Ada Marsh", "1904"), ("b", "Rasmus Holt", "")], "undetermined"),
        ([("a", "Ada Marsh", "1904"), ("b", "Rasmus Holt", "1911"), ("c", "Clara Winter", "1919")], "undetermined"),
        ([("a", "Ada Marsh", "1904"), ("b", "Rasmus Holt", "1911"), ("c", "Rasmus Holt", "1919")], "contradicted"),
    ],
)  # fmt: skip
def test_common_property_contradicts_no_speaker(verdict, sources, speaker):
    """Words of three speakers, or of two of whom neither is certainly first, are nobody's; their own speaker is confirmed."""
    held = [said(*each) for each in sources]
    found = verdict(held, speaker="Tom Reed")
    assert found.speaker == speaker
    assert found.verdict == ("misattributed" if speaker == "contradicted" else "verbatim")
    for _, name, _ in sources:
        assert verdict(held, speaker=name).speaker == "confirmed"


def test_words_that_another_quotes_are_not_a_second_speakers(verdict):
    """Somebody who quotes the words from their speaker does not make them common."""
    sources = [said("speech", "Ada Marsh", "1904"), quoting("memoir", "Rasmus Holt", "1904")]
    assert verdict(sources, speaker="Tom Reed").speaker == "contradicted"


def debate():
    """A debate whose parts have speakers of their own."""
    parts = [
        ("Ada Marsh", WORDS),
        ("Rasmus Holt", "The millers of the lower town have waited for flour since the autumn."),
    ]
    text = " ".join(f"{name}: {words}" for name, words in parts)
    spans = tuple((text.index(words), text.index(words) + len(words), name) for name, words in parts)
    return Source("debate", text, ("The House",), (parse_edtf("1904"),), spoken=spans)


@pytest.mark.parametrize(
    ("speaker", "agreement"),
    [("Ada Marsh", "confirmed"), ("Rasmus Holt", "contradicted"), ("the House", "contradicted"), ("a member", "undetermined")],
)  # fmt: skip
def test_a_part_of_a_debate_is_its_speakers(verdict, speaker, agreement):
    """Words credit who speaks there, not who speaks elsewhere in the debate."""
    found = verdict([debate()], speaker=speaker)
    assert found.speaker == agreement
    assert found.says.get("speaker", "Ada Marsh") == "Ada Marsh"


def test_words_over_two_speeches_are_no_ones_alone(verdict):
    """A quotation that runs from one speech into the next is not the first speaker's."""
    text = debate().text
    start = text.index("before the ice")
    quote = text[start : start + 90]
    assert verdict([debate()], quote, speaker="Ada Marsh").speaker != "confirmed"


def test_an_editions_wording_is_no_alteration_of_anothers(verdict):
    """Two editions are two documents: each has its own wording, and is quoted as it stands, whoever else reads otherwise."""
    first = said("first", "Ada Marsh", "1904", edition="1")
    second = said("second", "Ada Marsh", "1911", CHANGED, edition="2")
    for words, source in ((WORDS, "first"), (CHANGED, "second")):
        found = verdict([first, second], words, speaker="Ada Marsh")
        assert (found.verdict, found.source.document, found.edits) == ("verbatim", source, ())


def test_a_translation_that_differs_all_along_is_another(verdict):
    """Many changes all along a translation are another translator's; one changed word is a change."""
    held = said("saga", "Ada Marsh", "1904", translator="Clara Winter")
    plain = said("saga", "Ada Marsh", "1904")
    other = "The granary of the high valley shall not be unlocked before the ice has gone from the stream."
    assert verdict([held], other).words == "variant"
    assert verdict([plain], other).words in {"altered", "undetermined"}
    assert verdict([held], CHANGED).words == "altered"


def test_a_date_of_another_edition_makes_a_variant(verdict):
    """The words of one edition under the year of another are a variant, not a contradiction; a year of none is one."""
    second = said("second", "Ada Marsh", "1911", edition_dates=(parse_edtf("1904"),), edition="2")
    assert verdict([second], date="1911").words == "verbatim"
    found = verdict([second], date="1904")
    assert (found.words, found.verdict) == ("variant", "variant")
    assert "another edition of the work is of 1904" in found.reasons["date"]
    assert verdict([second], date="1930").verdict == "misattributed"


def test_a_work_held_in_another_language_cannot_be_compared(verdict):
    """Words of a work that is held in another language only are undetermined; of one that is not held, not found."""
    title = "Letters from the valley"
    held = Source("brev", "Kornet i den øvre dal blir ikke tatt ut før isen er gått.", works=(title,))
    found = verdict([held], work=title, works=[title], foreign=[title])
    assert found.words == "undetermined"
    assert "in another language" in found.reasons["words"]
    assert verdict([held], work=title, works=[title]).words == "not_found"
    assert verdict([held], work="A treatise on oil", works=[title], foreign=[title]).words == "not_found"
    own = verdict([held], held.text, work=title, works=[title], foreign=[title])
    assert (own.words, own.work) == ("verbatim", "confirmed")


@pytest.mark.parametrize(
    ("witness", "quote", "words", "kind"),
    [
        (Witness.OCR, WORDS.replace("river", "rivet"), "undetermined", "misread"),
        (Witness.BORN_DIGITAL, WORDS.replace("river", "rivet"), "altered", "word"),
        (Witness.UNKNOWN, WORDS.replace("river", "rivet"), "altered", "word"),
        (Witness.OCR, WORDS.replace("not be", "be"), "altered", "negation"),
    ],
)
def test_how_a_text_came_to_be_decides_what_a_letter_is_worth(verdict, witness, quote, words, kind):
    """A letter's difference from recognised print cannot be told from misreading; from typed text it is another word."""
    filler = "A rivet held the plates. The rivet was of iron. One rivet broke. Every rivet rusts. No rivet lasts. That rivet went."
    sources = [
        said("print", "Ada Marsh", "1904", witness_class=witness),
        Source("yard", f"{filler} The river froze. Each river. Our river."),
    ]
    found = verdict(sources, quote)
    assert (found.words, {edit.kind for edit in found.edits}) == (words, {kind})
    if words == "undetermined":
        assert "the page decides" in found.reasons["words"]


def test_verdicts_of_one_and_of_many_agree(tmp_path):
    """Asked alone or among others, a quotation gets the same verdict."""
    sources = [
        debate(),
        quoting("memoir", "Rasmus Holt", "1931", CHANGED),
        said("speech", "Clara Winter", "1903"),
    ]
    index = opened(tmp_path, sources)
    asked = [
        QuotedWords(f"{at}{speaker}", quote, speaker)
        for at, quote in enumerate((WORDS, CHANGED))
        for speaker in (None, "Ada Marsh", "Rasmus Holt", "Clara Winter", "Tom Reed")
    ]
    assert list(verify_quotations(asked, index, ENGLISH)) == [
        verify_quotation(each, index, ENGLISH) for each in asked
    ]


DEBATE = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>On the granary</title></titleStmt>
<publicationStmt><date when="1904-02-03"/></publicationStmt><sourceDesc><p>minutes</p></sourceDesc></fileDesc></teiHeader>
<text><body><sp><speaker>Ada Marsh</speaker><p>{}</p></sp>
<sp><speaker>Rasmus Holt</speaker><p>My honourable friend has said: <q>{}</q> The millers cannot wait for the ice.</p></sp></body></text></TEI>
"""


def asked(write, *rows):
    """A file of quotations: the words and who is said to have said them."""
    lines = [
        json.dumps({"id": str(at), "quote": quote, "speaker": speaker})
        for at, (quote, speaker) in enumerate(rows)
    ]
    return write("rows.jsonl", "\n".join(lines))


def test_a_debate_as_tei_credits_who_speaks_there(collection, write, foresaid):
    """In an edition of a debate the words are their speaker's, whoever else spoke that day."""
    foresaid("add", collection, write("debate.xml", DEBATE.format(WORDS, "The lamp is out.")))
    other = "The millers cannot wait for the ice."
    rows = asked(write, *((quote, name) for quote in (WORDS, other) for name in ("Ada Marsh", "Mr. Holt")))
    found = foresaid.jsonl("verify", collection, "--quotations", rows, code=1)
    assert [row["speaker"] for row in found] == ["confirmed", "contradicted", "contradicted", "confirmed"]
    assert [row["verdict"] for row in found] == ["verbatim", "misattributed", "misattributed", "verbatim"]
    assert [row["says"].get("speaker") for row in found] == [None, "Ada Marsh", "Rasmus Holt", None]


def test_who_repeats_anothers_words_in_a_debate_is_not_their_speaker(collection, write, foresaid):
    """Where a speaker quotes one before him, the words stay the first one's; the other place is listed."""
    foresaid("add", collection, write("debate.xml", DEBATE.format(WORDS, WORDS)))
    rows = asked(write, (WORDS, "Ada Marsh"), (WORDS, "Rasmus Holt"))
    first, repeated = foresaid.jsonl("verify", collection, "--quotations", rows, code=1)
    assert (first["speaker"], repeated["speaker"]) == ("confirmed", "contradicted")
    assert first["source"]["start"] < first["elsewhere"][0]["start"]


def test_a_document_added_but_not_read_credits_whom_it_quotes(collection, write, foresaid):
    """Words in quotation marks are not the writer's, before and after the collection has been read."""
    memoir = f'A memoir of the town.\n\nIn that winter Ada Marsh said: "{WORDS}" Nobody answered her that evening.\n'
    table = write("table.csv", "source,id,speaker,date\nmemoir.txt,memoir,Clara Winter,1931\n")
    foresaid("add", collection, write("memoir.txt", memoir), "--metadata", table)
    rows = asked(
        write,
        (WORDS, "Ada Marsh"),
        (WORDS, "Clara Winter"),
        ("Nobody answered her that evening.", "Clara Winter"),
    )
    before = foresaid.jsonl("verify", collection, "--quotations", rows)
    assert [row["speaker"] for row in before] == ["confirmed", "undetermined", "confirmed"]
    assert "memoir quotes them itself" in before[0]["reasons"]["words"]
    foresaid("read", collection)
    assert foresaid.jsonl("verify", collection, "--quotations", rows) == before


def test_the_sentences_around_and_what_is_left_out_come_with_the_verdict(collection, write, foresaid):
    """`before` and `after` are the source's own words on both sides, `left_out` those that the quotation lacks."""
    text = f"Snow lay on the road. I tell you this: {WORDS} The bells rang. It was late."
    foresaid("add", collection, write("letter.txt", text))
    whole, cut, marked, dropped = foresaid.jsonl(
        "verify",
        collection,
        "--quotations",
        asked(
            write,
            (WORDS, None),
            ("The granary of the upper valley will not be opened", None),
            ("The granary … will not be opened before the ice has left the river.", None),
            (WORDS.replace("upper ", ""), None),
        ),
        code=1,
    )
    assert [row["words"] for row in (whole, cut, marked, dropped)] == [
        "verbatim",
        "verbatim",
        "marked",
        "altered",
    ]
    for row in (whole, cut, marked, dropped):
        held = text[row["source"]["start"] : row["source"]["end"]]
        assert held == row["source"]["text"]
        assert text[: row["source"]["start"]].endswith(row["before"])
        assert text[row["source"]["end"] :].startswith(row["after"])
        assert row["before"] == "Snow lay on the road. I tell you this: "
    assert whole["after"] == ". The bells rang."
    assert cut["after"].startswith(" before the ice has left the river.")
    assert (whole["left_out"], cut["left_out"]) == ([], [])
    assert (marked["left_out"], dropped["left_out"]) == (["of the upper valley"], ["upper"])
