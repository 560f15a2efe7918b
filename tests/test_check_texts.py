"""What does a manuscript say, where does it stand, and what does it ask to ignore?"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.collect.manuscript_texts import MarkupOrigins, markdown_manuscript, plain_manuscript
from foresaid.model.annotations import Context
from foresaid.model.bodies import QuotationType
from foresaid.pipeline.manuscript_reading import ManuscriptText
from foresaid.read.lexicon import lexicon_of
from foresaid.read.quotations.annotator import quotation_annotator
from foresaid.read.quotations.ignores import find_ignores
from foresaid.read.quotations.stated import StatedReader
from foresaid.vocabulary import load_vocabulary

STATED = tomllib.loads((Path(__file__).parent / "tables" / "check_stated.toml").read_text("utf-8"))["case"]
VOCABULARY = load_vocabulary("en")
ANNOTATOR = quotation_annotator(VOCABULARY)
MARKDOWN = st.sampled_from(
    ["word ", '"', "<!-- ", "-->", "`", "```\n", "\n", "[", "](", ")", "[^1]", "<em>", "&amp;", "&ldquo;", "\\*", "> ",
     "---\n", "![", "[a]: b\n", "“", "”", "\n\n", "~~~\n", "&#8220;"]
)  # fmt: skip


def stated(text):
    """What a text states of its first quotation that is no term."""
    found = list(ANNOTATOR.annotate(text, Context()))
    wanted = next(each for each in found if each.body.type is not QuotationType.TERM)
    reader = StatedReader(
        text, [each.target for each in found if each.body.level == 1], VOCABULARY, lexicon_of(VOCABULARY)
    )
    return reader.read(wanted, ManuscriptText("x", "", text, text).paragraph(wanted.target.start))


@pytest.mark.parametrize("case", STATED, ids=lambda case: case["because"])
def test_what_a_text_states_of_a_quotation(case):
    """Date and work are read in their plain forms, and nothing is read in others."""
    found = stated(case["text"])
    work = found.work.text if found.work else None
    assert (found.date, work, found.relayed) == (
        case.get("date"),
        case.get("work"),
        case.get("relayed", False),
    )
    for phrase in (found.date_phrase, found.work):
        assert phrase is None or case["text"][phrase.start : phrase.end] == phrase.text


def test_markdown_without_what_no_reader_sees():
    """Front matter, code, comments, tags, targets and marks of notes are no text; entities are their signs."""
    source = (
        '---\ntitle: "A title of many words"\n---\nLee wrote: &ldquo;don&rsquo;t go[^1] <em>there</em>&rdquo;'
        ' <!-- "a comment in marks" --> and `f("no quotation")`, [the dam](http://x.example "A title here").\n'
        '\n```python\nx = "no quotation either"\n```\n\n[^1]: See "the note".\n[a]: http://x.example "Title"\n'
    )
    text = markdown_manuscript(source).text
    assert "Lee wrote: “don’t go there”" in text
    assert "the dam." in text
    assert 'See "the note".' in text
    for gone in ("title", "comment", "quotation", "http", "Title", "[", "`"):
        assert gone not in text


@given(st.lists(MARKDOWN, max_size=40).map("".join))
def test_every_word_of_a_manuscript_stands_in_its_file(source):
    """Any Markdown ends as a text, and each of its words is found where it is said to stand."""
    traced = markdown_manuscript(source)
    at = traced.text.find("word")
    while at >= 0:
        assert source[traced.origin(at) : traced.origin_of_end(at + 4)] == "word"
        at = traced.text.find("word", at + 1)
    assert all(0 <= traced.origin(at) < len(source) for at in range(len(traced.text)))


@given(st.lists(MARKDOWN, max_size=40).map("".join))
def test_plain_text_is_as_it_stands(source):
    """Plain text without comments is the file itself."""
    assert plain_manuscript(source).text == source


def test_lines_that_speak_to_foresaid_are_no_text():
    """They are left out, and the lines behind them keep their places."""
    source = 'One.\nforesaid: ignore FS201 because of "a reason given"\nTwo.\n'
    traced = plain_manuscript(source)
    assert traced.text == "One.\nTwo.\n"
    assert traced.origin(traced.text.index("Two")) == source.index("Two")


@pytest.mark.parametrize(
    "unit", ["<!--", "<a ", "`", "[^", "![a](", "](", "&amp;", "\\*", "```\n", "[a]: b\n", '](a "']
)
def test_half_a_megabyte_of_any_mark_ends(unit):
    """No mark of Markdown or HTML makes reading slow; what hangs meets the timeout."""
    source = unit * (500_000 // len(unit))
    assert len(markdown_manuscript(source).text) <= len(source)
    assert MarkupOrigins(source, "never there").span(0, 5) is None


def test_words_of_a_page_lead_back_to_its_markup():
    """Tags inside words, entities and repetitions do not mislead: the second place is the second one."""
    source = "<p>Lee: <q>the <em>d</em>am can&rsquo;t hold</q>, and once more: the dam can&#8217;t hold</p>"
    text = "Lee: “the dam can’t hold”, and once more: the dam can’t hold"
    origins = MarkupOrigins(source, text)
    first, second = text.index("the dam"), text.rindex("the dam")
    found = [origins.span(start, start + len("the dam can’t hold")) for start in (first, second)]
    assert [source[slice(*span)] for span in found] == [
        "the <em>d</em>am can&rsquo;t hold",
        "the dam can&#8217;t hold",
    ]


@pytest.mark.parametrize(
    ("source", "kind", "codes", "because", "alone"),
    [
        ("<!-- foresaid: ignore FS101 because so -->", "html", ("FS101",), "so", True),
        (
            'x "y" <!-- foresaid: ignore FS101, FS2 because of\n it -->',
            "html",
            ("FS101", "FS2"),
            "of it",
            False,
        ),
        ("<!-- foresaid: ignore FS101 -->", "html", ("FS101",), "", True),
        ("<!-- foresaid: ignore because I can -->", "html", (), "I can", True),
        ("text % foresaid: ignore FS201 because so\nmore", "tex", ("FS201",), "so", False),
        ("%% foresaid: ignore FS201 because so\nmore", "tex", ("FS201",), "so", True),
        ("foresaid: ignore FS201 because so\nmore", "plain", ("FS201",), "so", True),
    ],
)
def test_comments_are_read(source, kind, codes, because, alone):
    """Codes, reason, and whether the comment means the next line."""
    (found,) = find_ignores(source, kind)
    assert (found.codes, found.because, found.alone) == (codes, because, alone)
    assert 0 <= found.start < found.end <= len(source)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Write foresaid: ignore FS101 because so", "html"),
        ("we say foresaid: ignore FS101 because so", "plain"),
        ("we say foresaid: ignore FS101 because so", "tex"),
    ],
)
def test_words_in_running_text_are_no_comments(source, kind):
    """Only a comment of the format asks to ignore anything."""
    assert list(find_ignores(source, kind)) == []
