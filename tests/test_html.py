"""Is a web page read as its reader sees it, without what stands around its article, and described by itself?"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import extract_bytes
from foresaid.budgets import Budgets
from foresaid.collect.web.markup import parse_markup, visible_text
from foresaid.collect.web.statements import plain_date
from foresaid.model.documents import State

TABLES = Path(__file__).parent / "tables"
PAGES = tomllib.loads((TABLES / "pages.toml").read_text("utf-8"))["page"]
HEADS = tomllib.loads((TABLES / "page_heads.toml").read_text("utf-8"))["head"]
SENTENCE = "“Nobody foresaw it,” said Zoë."
SAYING = "the harbour was closed in winter and no ship came to the town for many weeks after"
WORDS = SAYING.split()


def prose(length, seed):
    """A paragraph of so many words."""
    return " ".join(WORDS[(place * seed) % len(WORDS)] for place in range(length)).capitalize() + "."


# What the words in capitals in pages.toml stand for.
PARTS = {
    "MENU": "<ul>" + "".join(f"<li><a href=/{n}>Menu item {n}</a>" for n in range(10)) + "</ul>",
    "TEASERS": "".join(f"<h3><a href=/{n}>Headline {n}</a></h3><p>A sentence on it.</p>" for n in range(4)),
    "P1": prose(60, 3), "P2": prose(45, 5), "P3": prose(30, 7),
}  # fmt: skip


def filled(words, *, paragraphs=False):
    """Words with the parts in capitals put in."""
    for name, part in PARTS.items():
        words = words.replace(name, f"<p>{part}</p>" if paragraphs and name[0] == "P" else part)
    return words


def only(page, **tools):
    """The one extraction of a page."""
    (extraction,) = extract_bytes(page, "file.html", **tools)
    return extraction


def stated(extraction):
    """What an extraction states, by field; the first of several."""
    return {each.field: each.value for each in reversed(extraction.statements)}


# HTML, and the text a reader sees.
SEEN = [
    ("<p>one</p><p>two</p>", "one\n\ntwo"),
    ("<p>one\n  two\tthree", "one two three"),
    ("one<br>two<BR/>three", "one\ntwo\nthree"),
    ("<pre>one\n  two\r\nthree</pre>four\nfive", "one\ntwo\nthree\n\nfour five"),
    ("AT&amp;T &eacute; &#8220;x&#x201D; &lt;b&gt;", "AT&T é “x” <b>"),
    ("a<!-- hidden --> b<?php hidden ?> c", "a b c"),
    ("a<script>if (a<b && c>d) x('</p>')</script> b<style>p{}</style>", "a b"),
    ("<nav>menu</nav><p>text</p><template>t</template><svg><text>s</text></svg>", "text"),
    ("<p hidden>no</p><p style='Display : None'>no</p><p>yes</p>", "yes"),
    ("<ul><li>one<li>two</ul><table><tr><td>a<td>b</table>", "one\n\ntwo\n\na\n\nb"),
    ("<p>un<b>clo<i>sed", "unclosed"),
    ("wordless<wbr>break, in<b>side</b> a w<i>or</i>d", "wordlessbreak, inside a word"),
    ("<p>one</p>tail<div>two</div>", "one\n\ntail\n\ntwo"),
    ("<title>T</title><p>text</p>", "text"),
    ("before\x00after", "before\ufffdafter"),
]


@pytest.mark.parametrize(("page", "text"), SEEN, ids=[text for _, text in SEEN])
def test_html_is_what_a_reader_sees(page, text):
    """Blocks are parted, entities read, and what no reader sees is left out."""
    assert only(page).text == text


def test_html_states_its_head():
    """Title and meta are stated; of several values of a kind the first counts."""
    page = (
        '<title> A\n page </title><meta name="Author" content="Ada"><meta name=author content=Carl>'
        '<meta property="article:published_time" content="1989-11-09"><p>text</p>'
    )
    assert stated(only(page)) == {"title": "A page", "author": "Ada", "date": "1989-11-09"}


def test_html_declares_its_encoding():
    """A declared encoding is believed where the bytes are not UTF-8, Latin-1 meaning Windows-1252."""
    page = f"<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'><p>{SENTENCE}</p>"
    assert only(page.encode("cp1252")).text == SENTENCE
    assert only(page.encode("utf-8")).text == SENTENCE
    assert only(page.encode("utf-16")).text == SENTENCE


# Pages made to exhaust a parser: the bytes, and the state they end in.
HEAVY = {
    "nested": (b"<div>" * 100_000 + b"x", State.REFUSED),
    "nested behind end tags": (b"</x>" * 9_000 + b"<div>" * 9_000 + b"x", State.REFUSED),
    "nested without end tags": (b"<p>first</p>" + b"<dd>" * 100_000 + b"x", State.PARTIAL),
    "many attributes": (b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">x", State.REFUSED),
    "over 20 MB": (b"<p>" + b"word " * 4_300_000, State.REFUSED),
    "one long text": (b"<p>" + b"word " * 3_000_000 + b"</p><p>END</p>", State.COMPLETE),
    "deep, but read": (b"<div>" * 500 + b"END", State.COMPLETE),
    "code that looks like tags": (b"<script>" + b"a<b;" * 9_000 + b"</script><p>END", State.COMPLETE),
    "a comment with tags": (b"<!--" + b"<div>" * 9_000 + b"--><p>END", State.COMPLETE),
}


@pytest.mark.parametrize("name", HEAVY)
def test_heavy_pages_end_in_time_and_lose_nothing_silently(name):
    """Within seconds a page is read to its end, or what is missing is said."""
    data, state = HEAVY[name]
    extraction = only(data)
    assert extraction.state is state
    assert extraction.text.endswith("END") if state is State.COMPLETE else extraction.notes


def test_quotations_marked_by_tags_get_the_marks_a_reader_sees():
    """<q> comes with quotation marks, <blockquote> with the mark of a block quotation."""
    page = b"<p>She said <q>It is over.</q> and left.</p><blockquote><p>One.</p><p>Two.</p></blockquote><p>End.</p>"
    assert only(page).text == "She said “It is over.” and left.\n\n> One.\n\n> Two.\n\nEnd."


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case["name"])
def test_the_article_stays_and_what_is_around_it_goes(case):
    """Of each page in the table all words of its article are kept, and none of those around it."""
    extraction = only(filled(case["html"], paragraphs=True))
    text = " ".join(extraction.text.split())
    assert [words for words in map(filled, case["kept"]) if words not in text] == []
    assert [words for words in map(filled, case["left"]) if words in text] == []
    assert extraction.state is State.COMPLETE


def test_what_is_around_an_article_is_named():
    """A note counts the words left out and shows the first of them; menus in <nav> are not counted."""
    page = "<nav>MENU</nav><main><h1>A</h1>P1 P2</main><footer>The last page of this long site</footer>"
    (note,) = only(filled(page, paragraphs=True)).notes
    assert note == "7 words around the article left out: “The last page of this long site”"


@pytest.mark.parametrize("case", HEADS, ids=lambda case: case["name"])
def test_a_page_states_what_the_table_says(case):
    """Each statement of the table is made; datings are those, in that order, and all of grade C."""
    extraction = only(f"<html>{case['html']}<p>Some words of the text.</p>")
    states = [(each.field, each.value) for each in extraction.statements]
    assert [each for each in map(tuple, case["states"]) if each not in states] == []
    found = [[each.kind, each.date.text, each.basis] for each in extraction.datings]
    assert found == case["datings"]
    assert all(each.grade == "C" for each in extraction.datings)


# A style, and whether words in it can be seen on a page without style sheets.
STYLES = [
    ("display:none", False),
    ("DISPLAY : none !important", False),
    ("display:/**/none", False),
    ("visibility:hidden", False),
    ("opacity:0.0", False),
    ("font-size:0px", False),
    ("font-size:1px", False),
    ("color:#fff", False),
    ("color:rgb(255, 255, 255)", False),
    ("color:#000;background:black", False),
    ("position:absolute;left:-9999px", False),
    ("text-indent:-99em", False),
    ("position:absolute;clip:rect(0 0 0 0)", False),
    ("height:0;overflow:hidden", False),
    ("color:#fff;background-color:#123456", True),
    ("font-size:0.8em", True),
    ("font-size:10px", True),
    ("opacity:0.5", True),
    ("left:-9999px", True),
    ("text-indent:-2em", True),
    ("display:block", True),
    ("height:0", True),
    ("color:", True),
]


@pytest.mark.parametrize(("style", "seen"), STYLES, ids=[style for style, _ in STYLES])
def test_hidden_words_are_left_out_and_named(style, seen):
    """What a style hides is no word of the text, and a note shows it."""
    words = "these words were put here for machines"
    extraction = only(f"<p>Before.</p><p style='{style}'>{words}</p><p>After.</p>")
    assert (words in extraction.text) is seen
    assert any(words in note for note in extraction.notes) is (not seen)
    assert extraction.text.startswith("Before.")
    assert extraction.text.endswith("After.")


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p style='visibility:hidden'>no<b style='visibility:visible'>yes</b></p>", "yes"),
        ("<div style='font-size:0'>no<span style='font-size:16px'>yes</span></div>", "yes"),
        ("<div style='font-size:0'>no<span style='font-size:2em'>no</span></div><p>yes", "yes"),
        ("<div style='background:#000'><p style='color:#fff'>yes</p></div>", "yes"),
        ("<body bgcolor=black text=white><p>yes<font color=black>no</font>", "yes"),
        ("<body bgcolor=white><p>yes<font color='#FEFEFE'>no</font>", "yes"),
        ("<p aria-hidden=true>yes", "yes"),
        ("<dialog>no</dialog><p>yes<select><option>no</select><button>no</button>", "yes"),
        ("<h2><button>yes</button></h2>", "yes"),
        ("<p hidden>no<i>no</i></p>yes", "yes"),
    ],
)
def test_what_is_hidden_is_inherited_as_in_a_browser(page, text):
    """Children show again what their parent hides where CSS says so."""
    assert only(page).text == text


def test_white_words_on_unknown_ground_are_kept_and_named():
    """With a style sheet nobody knows what is behind white letters."""
    words = "these words may be white on white"
    for page in (
        f"<style>p {{color: red}}</style><p style='color:#fff'>{words}",
        f"<p style='color:#fff;background-image:url(night.png)'>{words}",
    ):
        extraction = only(page)
        assert extraction.text == words
        assert extraction.notes[0].startswith("text that may be hidden was kept")


def test_many_hidden_passages_are_counted():
    """Five passages are shown and the others counted; labels of a few words are not named."""
    page = "<p hidden>opens in new window</p>" + "<p hidden>one two three four five six</p>" * 12
    notes = only(f"<p>Seen.</p>{page}").notes
    assert len(notes) == 6
    assert notes[-1] == "7 more passages of hidden text"


def test_xhtml_parsed_as_xml_is_read_as_well(extracted):
    """The name space of XHTML does not matter to the words."""
    etree = pytest.importorskip("lxml.etree")
    page = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>T</title></head><body><p>a</p><p>b</p></body></html>"
    assert visible_text(etree.fromstring(page)) == "a\n\nb"


# A date as programs write it, and as it is read.
WRITTEN = [
    ("Thu, 09 Nov 1989 18:53:00 GMT", "1989-11-09"),
    ("9 Nov 1989 18:53 +0100", "1989-11-09"),
    ("Thu, 09 Nov 89 18:53:00 EST", "1989-11-09"),
    ("Mon, 04 Jan 21 10:00:00 Z", "2021-01-04"),
    ("19891109", "1989-11-09"),
    ("19891109T185300Z", "1989-11-09"),
    ("20140103030321", "2014-01-03"),
    ("1989/11", "1989-11"),
    ("1989-11-09", "1989-11-09"),
    ("9 Nov 89", "9 Nov 89"),
    ("1234567890", "1234567890"),
    ("November 9, 1989", "November 9, 1989"),
]


@pytest.mark.parametrize(("written", "read"), WRITTEN)
def test_dates_of_the_web_are_put_plainly(written, read):
    """Three forms are rewritten; all others are left to the calendar."""
    assert plain_date(written) == read


# A page without a stated date, the day proposed (None: none) and on which basis.
PROPOSED = [
    ("<p class=x>Posted on March 12, 1862 by Ada</p>", "1862-03-12", "dated line"),
    ("<p>Updated on March 12, 1862 by Ada</p>", None, None),
    ("<p>03/04/1990</p>", None, None),
    ("<p>© 1999</p>", None, None),
    ("<link rel=canonical href=/2012/03/15/a.html>", None, None),
    ("<p>" + "In those days, " * 9 + "on March 12, 1862, they met.</p>", None, None),
    ("<p>word</p>" * 20 + "<p>Battle: 3 July 1863</p>" + "<p>word</p>" * 20, None, None),
    ("<p>Born on 4 May 1820</p><p>Died on 5 June 1879</p>", None, None),
    (
        "<p>Born on 4 May 1820</p><p class=post-date>Posted on March 12, 1862 by Ada</p>",
        None,
        None,
    ),
]


@pytest.mark.parametrize(("page", "day", "basis"), PROPOSED, ids=[str(n) for n in range(len(PROPOSED))])
def test_a_day_is_proposed_only_where_a_short_line_writes_it_out(page, day, basis):
    """The only such day is of grade D and stands at its place; of several none is chosen."""
    extraction = only(f"<p>Some words.</p>{page}<p>More words.</p>")
    found = [(each.date.text, each.basis, each.grade) for each in extraction.datings]
    assert found == ([(day, basis, "D")] if day else [])
    assert all("1862" in extraction.text[each.start : each.end] for each in extraction.datings)


def test_what_a_page_states_goes_before_what_is_proposed():
    """A page with a date of its own gets no proposal."""
    page = (
        "<meta name=date content=1999-05-04><p>Words.</p><p class=date>Posted on March 12, 1862 by Ada</p>"
    )
    assert [each.basis for each in only(page).datings] == ["HTML meta"]


def test_a_date_of_a_change_in_the_head_of_the_text_dates_nothing():
    """A line that says when the page was updated, below its title, is no date of the document."""
    page = "<h1>The speech</h1><p>Updated: 3 March 2020</p><p>By Ada Example</p><p>" + prose(60, 3)
    assert only(page).datings == ()


def test_a_page_opens_no_file():
    """Whatever a page needs is loaded before the sandbox closes."""
    page = (
        "<p>Words.<p>Born on 4 May 1820</p><p class=date>Posted on 12 March 1862</p><p>12. M\u00e4rz 1862"
    )
    code = f"""
import sys
from foresaid.collect.formats.html import Html
from foresaid.plugins import Tools
from foresaid.vocabulary import load_vocabulary
reader, tools = Html(), Tools(load_vocabulary("en"))
opened = []
sys.addaudithook(lambda event, what: opened.append(what) if event in ("open", "socket.connect") else None)
print(len(list(reader.extract({page!r}.encode(), tools))), opened)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1 []"


@given(st.lists(st.sampled_from(["<p>", "</p>", "<main>", "<article>", "</article>", "<h1>", "<a href=/>",
    "</a>", "<div class=share>", "</div>", "<footer>", "word ", "more words here ", "<nav>", "</nav>",
    "<p hidden>", "<i style=color:white>", "<script>", "</script>", "<blockquote>", "<br>"])))  # fmt: skip
def test_no_word_of_a_page_is_made_up(pieces):
    """Whatever tags a page has, each of its words stands in its source, in that order."""
    page = "".join(pieces)
    (extraction,) = extract_bytes(f"<body>{page}", "a.html")
    words = page.replace("<", " <").replace(">", "> ")
    source = iter(words.split())
    assert all(word in source for word in extraction.text.replace("> ", " ").split())


def test_the_end_of_a_text_beyond_the_budget_is_said():
    """A text is cut where the budget says, and that it was is noted."""
    extraction = only("<p>one two three", budgets=Budgets(text=7))
    assert (extraction.text, extraction.state) == ("one two", State.PARTIAL)
    assert "only the first 7 characters" in extraction.notes[0]


def test_what_a_server_says_of_the_encoding_goes_first():
    """The charset of an answer wins over that of a page."""
    page = "<meta charset=iso-8859-2><p>¿Qué?".encode("cp1252")
    assert visible_text(parse_markup(page, Budgets(), "windows-1252").root) == "¿Qué?"
