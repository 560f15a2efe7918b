"""Is each entry of a feed a document, dated by when it came out and never by when it was changed?"""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import extract_bytes
from foresaid.budgets import Budgets
from foresaid.collect.formats.feed import Feed
from foresaid.model.documents import State

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>The Daily</title><link>http://daily.example/</link><copyright>CC BY</copyright>
{items}
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Daily</title><author><name>Ada</name></author>
{items}</feed>"""


def read(data, name="file.xml", **tools):
    """Every entry of a feed."""
    return extract_bytes(data, name, **tools)


def only(form, item, **tools):
    """The one entry of a feed of this form."""
    (extraction,) = read(form.replace("{items}", item), **tools)
    return extraction


def stated(extraction):
    """What an extraction states, by field; the first of several."""
    return {each.field: each.value for each in reversed(extraction.statements)}


def test_an_item_of_rss_is_a_document():
    """Title, author, address and date are the item's own; the text is its full content, not the description."""
    extraction = only(
        RSS,
        """<item><title>Closed &amp; barred</title><media:title>No</media:title><link>http://daily.example/1</link>
        <guid isPermaLink="false">tag:daily.example,1989:1</guid><dc:creator>Ada Example</dc:creator>
        <pubDate>Thu, 09 Nov 1989 18:53:00 GMT</pubDate><description>Short.</description>
        <content:encoded><![CDATA[<p>Nobody <b>foresaw</b> it.</p><p>Not one.</p>]]></content:encoded></item>""",
    )
    assert extraction.text == "Nobody foresaw it.\n\nNot one."
    assert extraction.locator == extraction.given == "tag:daily.example,1989:1"
    assert stated(extraction) == {
        "title": "Closed & barred",
        "author": "Ada Example",
        "work": "The Daily",
        "rights": "CC BY",
        "url": "http://daily.example/1",
        "date": "Thu, 09 Nov 1989 18:53:00 GMT",
    }
    (dating,) = extraction.datings
    assert (dating.kind, dating.date.text, dating.grade, dating.basis) == (
        "published",
        "1989-11-09",
        "C",
        "feed",
    )
    assert "read 'Thu, 09 Nov 1989 18:53:00 GMT' as 1989-11-09" in dating.note


def test_an_entry_of_atom_is_a_document():
    """The feed's author stands in where the entry has none; a change is stated and dates nothing."""
    extraction = only(
        ATOM,
        """<entry><id>urn:x:1</id><title type="html">One &amp;amp; two</title>
        <link rel="self" href="http://daily.example/self"/><link href="http://daily.example/1"/>
        <published>1989-11-09T18:53:00Z</published><updated>2020-01-01T00:00:00Z</updated>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Nobody &lt;here&gt;</p><p hidden="">none of
        these many words</p><br/><p>foresaw it.</p></div></content></entry>""",
    )
    assert extraction.text == "Nobody <here>\n\nforesaw it."
    assert extraction.notes == ("hidden text left out: hidden: “none of these many words”",)
    assert [each.date.text for each in extraction.datings] == ["1989-11-09T18:53:00Z"]
    assert stated(extraction)["title"] == "One & two"
    assert stated(extraction)["author"] == "Ada"
    assert stated(extraction)["url"] == "http://daily.example/1"
    assert stated(extraction)["modified"] == "2020-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("<content type='text'>a &lt;b&gt; c</content>", "a <b> c"),
        ("<content>a\nb</content>", "a\nb"),
        ("<content type='html'>a &lt;b>b&lt;/b> c</content>", "a b c"),
        ("<content type='image/png'>iVBORw0KGgo=</content><summary>s</summary>", "s"),
        ("<content src='http://daily.example/a.mp3' type='audio/mpeg'/><summary>s</summary>", "s"),
        ("<title>Only a title</title>", "Only a title"),
    ],
)
def test_content_of_atom_is_read_as_its_type_says(item, text):
    """Text stays as it is, HTML is read as a page is, and other types are no words."""
    extraction = only(ATOM, f"<entry>{item}</entry>")
    assert extraction.text == text
    assert bool(extraction.notes) is ("summary" in item or "title" in item)


def test_an_entry_that_states_only_its_change_has_no_date():
    """A day of a change is not taken for that of the text."""
    extraction = only(ATOM, "<entry><content>a</content><updated>2020-01-01T00:00:00Z</updated></entry>")
    assert extraction.datings == ()


@pytest.mark.parametrize(
    "namespace", ["http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"]
)
def test_items_of_rss_1_stand_beside_the_channel(namespace):
    """RSS 1.0 and 0.9 are RDF; dates and authors come from Dublin Core."""
    data = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{namespace}"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Daily</title></channel>
    <item><title>T</title><description>a</description><dc:date>1999-05-04T10:00+01:00</dc:date></item>
    <item><title>U</title><description>b</description></item></rdf:RDF>"""
    first, second = read(data)
    assert (first.text, second.text, second.locator) == ("a", "b", "entry 2")
    assert stated(first)["work"] == "The Daily"
    assert first.datings[0].date.earliest == first.datings[0].date.latest


def test_authors_of_rss_are_names_not_addresses():
    """RSS 2.0 gives an address with the name in parentheses; an address alone is nobody's name."""
    item = "<item><description>a</description><author>{}</author></item>"
    assert stated(only(RSS, item.format("ada@daily.example (Ada Example)")))["author"] == "Ada Example"
    assert "author" not in stated(only(RSS, item.format("ada@daily.example")))


def test_numbers_that_come_twice_name_no_document():
    """Entries with one id are told apart by their place; a bare number names no document of a collection."""
    item = "<item><guid>{}</guid><description>a</description></item>"
    extractions = read(
        RSS.replace("{items}", "".join(map(item.format, ["x:1", "x:1", "7", "entry 2", "x:2"])))
    )
    assert [each.locator for each in extractions] == ["entry 1", "entry 2", "7", "entry 4", "x:2"]
    assert [each.given for each in extractions] == [None, None, None, None, "x:2"]


def test_a_json_feed_is_read():
    """Entries in JSON are read as well; their text may be HTML or not."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Daily",
        "items": [
            {"id": "x:1", "content_html": "<p>a</p><p>b</p>", "date_published": "1999-05-04T10:00:00Z",
             "authors": [{"name": "Ada"}], "url": "http://daily.example/1"},
            {"id": 2, "content_text": "a <b>\nc", "date_modified": "2020-01-01"},
            {"id": 3},
        ],
    }  # fmt: skip
    first, second, third = read(json.dumps(feed), "feed.json")
    assert (first.text, second.text, third.state) == ("a\n\nb", "a <b>\nc", State.REFUSED)
    assert stated(first) == {
        "author": "Ada", "work": "The Daily", "url": "http://daily.example/1", "date": "1999-05-04T10:00:00Z"
    }  # fmt: skip
    assert second.datings == ()


# Bytes that are no feed, or a broken one, and words of the reason.
REFUSED = [
    (RSS.replace("{items}", ""), "without entries"),
    (RSS[:200], "not well-formed"),
    (
        '<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item><title>&a;</title></item></channel></rss>',
        "entities",
    ),
    ("<rss>" + "<a>" * 9_000, "nested"),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_a_broken_feed_is_refused_with_the_reason(data, reason):
    """What is no well-formed feed gives one refusal."""
    (extraction,) = read(data)
    assert extraction.state is State.REFUSED
    assert reason in extraction.notes[0]


def test_a_broken_entry_harms_no_other():
    """An entry whose HTML costs too much is refused by its place, and the next one is read."""
    item = "<item><title>T</title><description>{}</description></item>"
    first, second = read(RSS.replace("{items}", item.format("&lt;div&gt;" * 9_000) + item.format("a")))
    assert (first.state, first.locator, second.text) == (State.REFUSED, "entry 1", "a")
    assert stated(first)["title"] == "T"


def test_entries_beyond_the_budget_are_refused_by_name():
    """Of a feed with too many entries the first are read, and the others are named."""
    item = "<item><description>a</description></item>"
    extractions = read(RSS.replace("{items}", item * 5), budgets=Budgets(entries=3))
    assert [each.text for each in extractions] == ["a", "a", "a", ""]
    assert extractions[-1].locator == "entry 4 and after"


@pytest.mark.parametrize(
    ("head", "is_feed"),
    [
        (RSS, True),
        (ATOM, True),
        ("<!-- c --><feed xmlns='http://www.w3.org/2005/Atom'>", True),
        ('{"version": "https:\\/\\/jsonfeed.org\\/version\\/1"', True),
        ("<TEI xmlns='http://www.tei-c.org/ns/1.0'>", False),
        ("<feed>", False),
        ('{"id": 1}', False),
        ("words", None),
        ("", None),
    ],
)
def test_a_feed_is_told_by_its_root(head, is_feed):
    """Other XML and JSON is left to others."""
    assert Feed().recognises(head.encode()) is is_feed


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=80))
def test_plain_words_come_through_a_feed_unchanged(words):
    """Whatever plain text an entry holds, it is the text of the document, but for white space at its ends."""
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for each in read(ATOM.replace("{items}", f"<entry><content>{escaped}</content></entry>")):
        assert "".join(each.text.split()) == "".join(words.split())
