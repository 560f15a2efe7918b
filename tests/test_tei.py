"""Is TEI read as a reader of the edition sees it, and its header as it says?"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.budgets import Budgets
from foresaid.collect.extraction import Choice, extract
from foresaid.collect.formats.tei import Tei
from foresaid.collect.tei.header import name_of, read_dating
from foresaid.collect.xml import parse_xml
from foresaid.model.documents import State, Witness
from foresaid.plugins import Tools
from foresaid.vocabulary import load_vocabulary

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "tei.toml").read_text("utf-8"))
VOCABULARY = load_vocabulary("en")
HEAD = "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>{}</fileDesc>{}</teiHeader>"


def tei(body, file="", profile="", attributes=""):
    """A TEI file with this body, and these parts of its header."""
    header = HEAD.format(file, profile)
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0" {attributes}>{header}<text><body>{body}</body></text></TEI>'


def read(data, **budgets):
    """Every extraction of a file."""
    data = data if isinstance(data, bytes) else data.encode("utf-8")
    return list(extract(data, Choice("file", Tei()), Tools(VOCABULARY, Budgets(**budgets))))


def one(data, **budgets):
    """The one extraction of a file."""
    (found,) = read(data, **budgets)
    return found


def stated(found, field):
    """The values stated for a field."""
    return [each.value for each in found.statements if each.field == field]


@pytest.mark.parametrize("case", TABLE["reading"], ids=lambda case: case["why"])
def test_a_text_is_read_as_it_is_seen(case):
    """The words, and what is said about those not shown."""
    found = one(tei(case["tei"]))
    assert found.text == case["text"]
    for note in case["notes"]:
        assert any(note in each for each in found.notes) if note else not found.notes
    assert (found.state is State.PARTIAL) == case.get("partial", False)


@pytest.mark.parametrize("case", TABLE["date"], ids=lambda case: case["tei"])
def test_a_date_means_what_its_attributes_say(case):
    """Attributes first, else the words."""
    (dating,) = read_dating(
        parse_xml(case["tei"].encode(), Budgets()), "written", "TEI header", VOCABULARY
    ).datings
    assert dating.date.text == case["edtf"]


def test_a_date_of_another_calendar_is_not_read_from_its_words():
    """Words that count by another calendar would be read eleven days off."""
    date = parse_xml(b"<date calendar='#Julian'>12 March 1862</date>", Budgets())
    said = read_dating(date, "written", "TEI header", VOCABULARY)
    assert said.datings == ()
    assert "its calendar is #Julian" in said.notes[0]


@pytest.mark.parametrize("case", TABLE["name"], ids=lambda case: case["tei"])
def test_a_name_is_given_as_it_is_spoken(case):
    """Forenames first where the parts are marked."""
    assert name_of(parse_xml(case["tei"].encode(), Budgets())) == case["name"]


SOURCE = "<sourceDesc><bibl><title>Old</title><date when='1848-05'/></bibl></sourceDesc>"
EDITION = "<publicationStmt><publisher>Press</publisher><availability><licence target='http://l'>CC</licence></availability><date when='1999'/></publicationStmt>"
CREATION = "<profileDesc><creation><date notBefore='1847'/></creation><langUsage><language ident='la'/></langUsage></profileDesc>"


def datings(found):
    """Kind and date of every dating, best first."""
    return [(each.kind, each.date.text, each.basis) for each in found.datings]


def test_the_source_dates_the_text_and_the_edition_reprints_it():
    """Creation, then the source's publication, then the edition's."""
    found = one(tei("<p>x</p>", EDITION + SOURCE, CREATION))
    assert datings(found) == [
        ("written", "[1847..]", "TEI header"),
        ("published", "1848-05", "TEI header"),
        ("reprinted", "1999", "TEI header"),
    ]
    assert datings(one(tei("<p>x</p>", EDITION))) == [("published", "1999", "TEI header")]
    assert stated(found, "rights") == ["CC (http://l)"]
    assert stated(found, "publisher") == ["Press"]
    assert stated(found, "language") == ["la"]
    assert stated(found, "source") == ["Old"]


def test_letters_and_recordings_are_dated_by_when_they_were_sent_or_made():
    """The date of sending, and of recording."""
    sent = "<profileDesc><correspDesc><correspAction type='received'><date when='1801'/></correspAction><correspAction type='sent'><date when='1800'/></correspAction></correspDesc></profileDesc>"
    assert datings(one(tei("<p>x</p>", "", sent))) == [("written", "1800", "TEI header")]
    tape = (
        "<sourceDesc><recordingStmt><recording><date when='1961'/></recording></recordingStmt></sourceDesc>"
    )
    assert datings(one(tei("<p>x</p>", tape))) == [("said", "1961", "TEI header")]


def test_dates_that_cannot_be_read_are_notes():
    """A wrong date is no date."""
    found = one(tei("<p>x</p>", "<publicationStmt><date when='1999-13'/></publicationStmt>"))
    assert found.datings == ()
    assert "was not understood" in found.notes[0]


def test_a_date_line_dates_the_text_where_it_is_the_only_one():
    """Its span is that of the date; several date lines date several letters, not their volume."""
    line = "<dateline><hi>Rome, <date when='1848-05-03'>3 May</date></hi></dateline>"
    found = one(tei(line + "<p>in <date when='1999'/> then</p>"))
    (dating,) = found.datings
    assert (dating.kind, dating.basis, dating.date.text) == ("written", "date line", "1848-05-03")
    assert found.text[dating.start : dating.end] == "3 May"
    plain = one(tei("<opener><dateline>Rome, May 3, 1848.</dateline></opener><p>x</p>"))
    assert plain.text[plain.datings[0].start : plain.datings[0].end] == "May 3, 1848"
    assert len(one(tei(line + line)).datings) == 1
    both = one(tei(line + line.replace("1848", "1849")))
    assert both.datings == ()
    assert "date lines with 2 different dates" in both.notes[0]


PAGES = "<pb n='i'/><fw>Head</fw><p>one<note n='1'>foot</note></p><pb facs='f2'/><p>two</p><pb/><pb n='9' ed='B'/><p>three</p>"


def test_pages_have_labels_and_their_running_heads():
    """@n, else @facs, else a number in brackets; a footnote stands on its page, at the end of the text."""
    found = one(tei(PAGES))
    assert [(page.label, found.text[page.start : page.end], page.omitted) for page in found.pages] == [
        ("i", "one¹", ("Head",)),
        ("f2", "two", ()),
        ("[3]", "three", ()),
        ("i", "¹ foot", ()),
    ]
    assert "page breaks of other editions: 1" in found.notes[0]
    short = one(tei(PAGES), pages=2)
    assert [page.label for page in short.pages] == ["i", "f2", "i"]
    assert "page breaks beyond the first 2: 1" in short.notes[0]


PERSONS = "<profileDesc><particDesc><listPerson><person xml:id='a'><persName><surname>Lee</surname><forename>Ann</forename></persName></person></listPerson></particDesc><settingDesc><setting><date when='1990'/></setting></settingDesc></profileDesc>"


def parts(found):
    """The words of each speech with the name stated for it."""
    spans = [each.value.split(" ", 1) for each in found.statements if each.field == "speaker of part"]
    return [
        (found.text[slice(*map(int, span.split("-")))], name, statement.basis)
        for (span, name), statement in zip(
            spans, (each for each in found.statements if each.field == "speaker of part"), strict=True
        )
    ]


def test_speakers_are_those_the_file_names():
    """By the list of persons, else as printed, else the pointer itself; the printed name is not their word."""
    body = "<note type='speaker'>MISS LEE:</note><u who='#a'><seg>One.</seg><seg>Two.</seg></u><note type='speaker'>BEN:</note><u who='#b'>Three.</u><u who='#c'>Four.</u><u>Five.</u>"
    found = one(tei(body, "", PERSONS))
    assert parts(found) == [
        ("One.\n\nTwo.", "Ann Lee", "TEI u/@who"),
        ("Three.", "BEN", "TEI speaker, as printed"),
        ("Four.", "#c", "TEI u/@who, unresolved"),
    ]
    assert stated(found, "speaker") == []
    assert found.witness is Witness.TRANSCRIPT
    assert datings(found) == [("said", "1990", "TEI header")]


def test_a_printed_name_inside_a_speech_is_not_spoken():
    """Where it opens the speech, the speech begins behind it; in the middle nothing is taken away."""
    name = "<note type='speaker'>Ms Lee:</note>"
    assert parts(one(tei(f"<u who='#a'>{name}<seg>One.</seg></u>", "", PERSONS)))[0][0] == "One."
    later = parts(one(tei(f"<u who='#a'><seg>One.</seg>{name}<seg>Two.</seg></u>", "", PERSONS)))
    assert later == [("One.\n\nMs Lee:\n\nTwo.", "Ann Lee", "TEI u/@who")]


def test_one_speaker_of_everything_speaks_the_document():
    """Only where every speech is hers."""
    assert stated(one(tei("<u who='#a'>One.</u><u who='#a'>Two.</u>", "", PERSONS)), "speaker") == [
        "Ann Lee"
    ]


def test_plays_and_novels_name_who_speaks():
    """Sp and said; a cast list names the persons, the printed name is not part of the speech."""
    body = "<castList><castItem><role xml:id='h'>Hamlet</role></castItem></castList><sp who='#h'><speaker>HAM.</speaker><p>To be.</p></sp><sp><speaker>OPH.</speaker><p>My lord.</p></sp><p>so <said who='#h'>I go</said>.</p>"
    assert parts(one(tei(body))) == [
        ("To be.", "Hamlet", "TEI sp/@who"),
        ("My lord.", "OPH.", "TEI speaker, as printed"),
        ("“I go”", "Hamlet", "TEI said/@who"),
    ]


def test_who_made_a_transcript_is_not_its_author():
    """The words of a debate are its speakers', whoever encoded it."""
    header = "<titleStmt><author>Maker</author></titleStmt>"
    assert stated(one(tei("<u>x</u>", header)), "author") == []
    assert stated(one(tei("<u>x</u>", header)), "editor") == ["Maker"]
    assert stated(one(tei("<p>x</p>", header)), "author") == ["Maker"]


@pytest.mark.parametrize(
    ("words", "witness"),
    [
        ("Text from OCR, uncorrected.", Witness.OCR),
        ("No use of OCR was made.", Witness.READING_EDITION),
        ("Keyed twice.", Witness.READING_EDITION),
    ],
)
def test_recognised_text_is_told_by_the_header(words, witness):
    """An encoding description that names OCR makes the text one that may have its errors."""
    assert one(tei("<p>x</p>", "", f"<encodingDesc><p>{words}</p></encodingDesc>")).witness is witness


def test_a_corpus_is_its_texts():
    """Each text by its id or number, speakers by the corpus's list; corpora in corpora too."""
    first, second = tei("<u who='#a'>One.</u>", attributes="xml:id='t'"), tei("<p>Two.</p>")
    inner = f"<teiCorpus>{tei('<p>Three.</p>')}</teiCorpus>"
    head = f"<teiHeader>{PERSONS}</teiHeader>"
    found = read(f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{head}{first}{second}{inner}</teiCorpus>')
    assert [(each.locator, each.text) for each in found] == [
        ("t", "One."),
        ("TEI 2", "Two."),
        ("TEI 3", "Three."),
    ]
    assert stated(found[0], "speaker") == ["Ann Lee"]
    (none,) = read("<teiCorpus/>")
    assert none.notes == ("a corpus without texts in this file",)


def test_p4_and_other_roots():
    """TEI P4 has another root and no namespace; other roots are refused by their name."""
    old = '<!DOCTYPE TEI.2 SYSTEM "t.dtd" [<!ENTITY % TEI.prose "INCLUDE">]><TEI.2 id="x"><text><p>Old&mdash;words</p></text></TEI.2>'
    assert one(old).text == "Old—words"
    assert Tei().recognises(old.encode()) is True
    (refusal,) = read('<akomaNtoso xmlns="http://x"/>')
    assert refusal.notes == (
        "no TEI: its root element is akomaNtoso (http://x); TEI or teiCorpus is expected",
    )
    assert Tei().recognises(b'<TEI xmlns="http://example.org/other">') is False
    assert one("<TEI><teiHeader/></TEI>").notes == ("no text in it: there is no text element",)


def test_a_text_beyond_its_bound_is_cut_and_says_so():
    """Deep block quotations make no text longer than the bound."""
    deep = "<quote>" * 200 + "<p>" + "x<lb/>" * 500 + "</p>" + "</quote>" * 200
    found = one(tei(deep), text=1000)
    assert len(found.text) <= 1000
    assert found.state is State.PARTIAL
    assert "only the first 1,000 characters are kept" in found.notes


TAGS = [
    "p",
    "q",
    "quote",
    "said",
    "u",
    "sp",
    "note",
    "lb",
    "pb",
    "choice",
    "sic",
    "corr",
    "del",
    "gap",
    "supplied",
    "head",
    "speaker",
    "seg",
    "l",
    "lg",
    "list",
    "item",
    "fw",
    "cit",
    "app",
    "lem",
    "rdg",
    "ref",
]
BODIES = st.recursive(
    st.sampled_from(["word", " two words ", "“", "—", "\n", "<lb/>", "<lb break='no'/>", "<pb n='1'/>", "<gap/>", "é"]),
    lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4)).map(
        lambda pair: f"<{pair[0]} who='#a' n='2' target='#x'>{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=30,
)  # fmt: skip


@given(BODIES)
def test_any_nesting_is_read_and_every_span_lies_in_the_text(body):
    """No element in any other breaks a reading; pages are in order, and no white space stands at the ends."""
    found = one(tei(body))
    assert found.text == found.text.strip(" \n\t")
    for page in found.pages:
        assert 0 <= page.start <= page.end <= len(found.text)
    starts = [page.start for page in found.pages]
    assert starts == sorted(starts)
    assert found == one(tei(body))
    for words, _, _ in parts(found):
        assert words


@given(st.lists(st.sampled_from(["hi", "emph", "name", "unclear", "foreign", "title"]), max_size=5))
def test_inline_markup_changes_no_word(tags):
    """Emphasis, names and the like never part or join words."""
    inside = "".join(f"<{tag}>" for tag in tags) + "b" + "".join(f"</{tag}>" for tag in reversed(tags))
    assert one(tei(f"<p>a{inside}c {inside} d</p>")).text == "abc b d"
