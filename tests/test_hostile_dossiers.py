"""Can text that others wrote act in a dossier, or be taken for markup, in any of its forms?"""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.publish.dossier_html import to_html
from foresaid.publish.dossier_json import to_json
from foresaid.publish.dossier_markdown import escaped, to_markdown
from foresaid.publish.dossier_parts import (
    STANCES,
    places,
    visible,
)
from invented_dossier import (
    dossier,
    in_paragraphs,
    walk,
)

_ACCUSING = re.compile(r"\b(lie[sd]?|liar|fabricat|false(?!_)|fake|wrong|fraud)\w*", re.IGNORECASE)


def hostile_dossier(text):
    """A dossier in which every piece of foreign text is the same hostile one."""
    base = dossier()
    bad = {
        "text": text,
        "title": text,
        "speaker": text,
        "document": text,
        "reasons": (text,),
        "horizon": text,
        "suggestion": text,
    }
    findings = tuple(replace(each, **bad, cluster=str(number)) for number, each in enumerate(base.findings))
    event = replace(
        base.commitment.event, name=text, statement=text, claim=text, definition=text, foreseeing=(text,)
    )
    claim = replace(
        base.later_claims[0],
        text=text,
        speaker=text,
        says=text,
        verdict=text,
        dropped=(text,),
        document=text,
    )
    found = replace(
        base,
        findings=findings,
        commitment=replace(
            base.commitment,
            event=event,
            deviations=(replace(base.commitment.deviations[0], before=text, because=text),),
        ),
        later_claims=(claim,),
        voices=(replace(base.voices[0], voice=text, text=text, document=text),),
        answer=text,
        notices=(text,),
    )
    passages = {
        place: replace(context, before=text, text=text, after=text, title=text, speaker=text, basis=text)
        for place, context in in_paragraphs(places(found), {}).items()
    }
    return found, passages


def tags_of(page):
    """The tags of a page in order, with the names of their attributes."""
    return [(tag, sorted(attributes)) for tag, attributes in walk(page).tags]


_PLAIN = "words"
_HOSTILE = (
    "</style></title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<!-- --><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "&lt;script&gt;",
    "\u202ecod.exe\u2066",
    "a\x00b\x1b[31m\x85\ufdd0\ud800",
)


@pytest.mark.parametrize("text", _HOSTILE)
def test_hostile_text_adds_no_markup_to_the_page(text):
    """Whatever stands in texts, names and ids, the page has the tags that it has with plain words."""
    assert tags_of(to_html(*hostile_dossier(text))) == tags_of(to_html(*hostile_dossier(_PLAIN)))


def test_payloads_of_others_add_no_markup(shared):
    """As above for every payload of the DOMPurify collection."""
    plain = tags_of(to_html(*hostile_dossier(_PLAIN)))
    rows = (shared / "data/hostile/xss/dompurify_payloads.jsonl").read_text("utf-8").splitlines()
    for row in rows:
        payload = json.loads(row)["payload"]
        assert tags_of(to_html(*hostile_dossier(payload))) == plain


@given(st.text(max_size=40))
def test_any_text_is_shown_as_it_is(text):
    """Any text comes back from the page as text, apart from what a page may not hold."""
    page = to_html(*hostile_dossier(text))
    quoted = visible(text)
    assert quoted.replace("\r", "\n") in "".join(walk(page).text).replace("\r", "\n") or not quoted.strip()
    page.encode("utf-8")


def test_marks_that_turn_the_reading_order_are_shown():
    """A direction override is written out, a control is replaced; letters of any script stay."""
    assert visible("a\u202eb\x07c\ud800") == "a[U+202E]b\ufffdc\ufffd"
    assert visible("Žižka, Ἀθῆναι, 東京, עברית\n") == "Žižka, Ἀθῆναι, 東京, עברית\n"


@pytest.mark.parametrize(
    "text",
    [
        *_HOSTILE[:6],
        "*a* _b_ `c` [d](http://e.example) ![f](g)",
        "# head\n- item\n> quote\n\n1. one\n    code",
        "| a | b |\n|---|---|",
        "http://x.example www.x.example a@b.example",
        "\\*a\\* &amp; &#42;",
    ],
)
def test_markdown_of_foreign_text_is_text(text):
    """A reader of CommonMark shows foreign text as it is, without one element of its own."""
    reader = pytest.importorskip("markdown_it").MarkdownIt("commonmark", {"html": True}).enable("table")
    (inline,) = [each for each in reader.parse(f"> “{escaped(text)}”") if each.type == "inline"]
    assert {each.type for each in inline.children} <= {"text", "text_special"}
    assert "".join(each.content for each in inline.children) == f"“{' '.join(visible(text).split())}”"


def test_json_of_half_a_surrogate_can_be_written():
    """Text that UTF-8 cannot hold is escaped, and read back the same."""
    found, _ = hostile_dossier("a\ud800b")
    text = to_json(found)
    text.encode("utf-8")
    assert json.loads(text)["answer"] == "a\ud800b"


def test_no_word_of_ours_accuses_anybody():
    """Headings, labels and notes hold no word of lying or of fault (DESIGN §4)."""
    empty, passages = hostile_dossier(_PLAIN)
    for text in (
        to_html(empty, passages),
        to_markdown(empty, passages),
        " ".join(label for _, label in STANCES.values()),
    ):
        shown = re.sub(r"<style>.*</style>", "", text, flags=re.DOTALL)
        assert not _ACCUSING.search(shown)
