"""Does a dossier leave the house with every sentence one step from its passage, and with nothing that acts?"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from foresaid.model.dates import Grade
from foresaid.model.inquiries import Stance, Standing
from foresaid.publish.dossier_html import to_html
from foresaid.publish.dossier_json import dossier_as_json, to_json
from foresaid.publish.dossier_markdown import to_markdown
from foresaid.publish.dossier_parts import (
    HEADINGS,
    SHOWN,
    columns,
    described,
    place_of,
    places,
)
from invented_dossier import (
    AFTER,
    COPY,
    DENIED,
    FORESEEN,
    MAYBE,
    PLANNED,
    REJECTED,
    WARNED,
    dossier,
    in_paragraphs,
    walk,
)


def words(found):
    """The words of each place as the dossier has them."""
    return {place: context.text for place, context in described(found).items()}


def made(**changes):
    """A dossier and the passages it speaks of."""
    found = dossier(**changes)
    return found, in_paragraphs(places(found), words(found))


def parsed(**changes):
    """The page of a dossier as a tree."""
    return lxml_html.document_fromstring(to_html(*made(**changes)))


def test_every_finding_is_in_one_column_and_copies_stand_with_their_original():
    """The five columns and the rest hold every finding once; a copy is no second witness."""
    found = columns(dossier().findings)
    assert [each.finding for each in found.certain] == [FORESEEN, WARNED]
    assert found.certain[0].copies == (COPY,)
    assert [each.finding for each in found.possible] == [MAYBE]
    assert [each.finding for each in found.opposite] == [DENIED]
    others = {each.heading: [one.finding for one in each.entries] for each in found.others}
    assert others == {
        "Not before the event": [AFTER],
        "Plans or wishes it": [PLANNED],
        "Set aside by a reviewer": [REJECTED],
    }


@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(Stance)), st.sampled_from(list(Standing)), st.integers(0, 3), st.booleans()
        ),
        max_size=12,
    )
)
def test_no_finding_is_lost(rows):
    """Whatever the stances, standings and clusters, every finding stands in the columns exactly once."""
    findings = [
        replace(
            FORESEEN,
            document=f"d{number}",
            stance=stance,
            standing=standing,
            cluster=f"c{cluster}",
            carries=carries,
        )
        for number, (stance, standing, cluster, carries) in enumerate(rows)
    ]
    found = columns(findings)
    entries = [
        *found.certain,
        *found.possible,
        *found.opposite,
        *(entry for others in found.others for entry in others.entries),
    ]
    shown = [each for entry in entries for each in (entry.finding, *entry.copies)]
    assert sorted(each.document for each in shown) == sorted(each.document for each in findings)


def test_of_what_only_speaks_of_the_event_the_first_are_shown_and_the_rest_counted():
    """A page shows some of a kind and says how many more there are; the JSON form has all, and no column is cut."""
    many = tuple(
        replace(PLANNED if number % 2 else DENIED, document=f"d{number}", cluster=f"c{number}")
        for number in range(80)
    )
    found, passages = made(findings=many)
    for text in (to_html(found, passages), to_markdown(found, passages)):
        assert f"And {40 - SHOWN} more, which the JSON form of this dossier lists." in text
        assert text.count(DENIED.text) >= 40
        assert "(40)" in text
    assert len(dossier_as_json(found)["findings"]) == 80
    assert len(columns(many).opposite) == 40


def test_the_page_shows_the_five_columns_in_order_even_when_they_are_empty():
    """An empty column says that none was found in what was searched, not that there is none."""
    page = parsed(findings=(), voices=(), later_claims=())
    ids = [each.get("id") for each in page.iter("h2")]
    assert [each for each in ids if each in HEADINGS] == list(HEADINGS)
    for name in HEADINGS:
        section = page.xpath(f"//section[h2[@id='{name}']]")[0]
        assert "None found" in section.text_content()


def test_every_sentence_links_to_its_passage_and_back():
    """Each finding, voice, claim and source is one link from its words in their paragraph, which lead back."""
    found, passages = made()
    page = lxml_html.document_fromstring(to_html(found, passages))
    targets = {each.get("id") for each in page.xpath("//*[@id]")}
    links = page.xpath("//a/@href")
    assert all(each.startswith("#") and each[1:] in targets for each in links)
    for article in page.xpath("//li[@class='finding']"):
        words = article.find("blockquote").text_content()
        (target,) = set(article.xpath("p[@class='source'][1]/a/@href"))
        passage = page.get_element_by_id(target[1:])
        assert passage.find("blockquote/mark").text == words
        assert passage.find("blockquote").text_content().startswith("It is now certain. ")
    assert len(page.xpath("//section[@class='passage']")) == len(places(found))
    assert all(each.xpath("p[@class='remarks']/a") for each in page.xpath("//section[@class='passage']"))


def test_a_passage_says_where_it_stands_and_on_what_its_date_rests():
    """Id, title, speaker, date with grade and basis, and code points stand under each passage."""
    page = parsed()
    (line,) = page.xpath("//section[@class='passage'][@id='p1']/p[@class='source']")
    told = line.text_content()
    for part in (
        "hale-1901",
        "Letters to the Dunmere Board",
        "A. Hale",
        "1901-03 (grade C, from date line)",
        "code points 100 to 139",
    ):
        assert part in told


def test_a_passage_that_was_not_handed_over_is_said_to_be_missing():
    """Without its paragraph a passage still has its words, and says what is not there."""
    page = lxml_html.document_fromstring(to_html(dossier(), {}))
    passage = page.get_element_by_id("p1")
    assert FORESEEN.text in passage.text_content()
    assert "not part of this dossier" in passage.text_content()
    assert "Letters to the Dunmere Board · A. Hale · 1901-03 (grade C)" in passage.text_content()
    assert "not part of this dossier" in to_markdown(dossier(), {})


def test_hits_and_opposite_forecasts_are_shown_alike():
    """The parts of an entry are the same for what foresees and what expects the opposite."""
    page = parsed()

    def shape(name):
        article = page.xpath(f"//section[h2[@id='{name}']]/ul/li")[0]
        return [
            (each.tag, each.get("class")) for each in article if "same words" not in each.text_content()
        ]

    assert shape("certain") == shape("opposite")


def test_the_page_holds_no_script_and_allows_only_its_own_style():
    """The policy names the one style by its hash; there is no inline style, script, or address outside of the page."""
    page = walk(to_html(*made()))
    (policy,) = [attributes["content"] for _, attributes in page.tags if attributes.get("http-equiv")]
    style = re.search(r"<style>(.*)</style>", to_html(*made()), re.DOTALL)[1]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    for tag, attributes in page.tags:
        assert tag not in {"script", "iframe", "object", "embed", "img", "link", "form", "base"}
        assert not any(name.startswith("on") or name in {"style", "src"} for name in attributes)


def test_markdown_has_a_footnote_for_every_passage():
    """Each footnote is called and defined, and quotes the words in their paragraph."""
    found, passages = made()
    text = to_markdown(found, passages)
    called = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    defined = re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE)
    assert sorted(called, key=int) == defined == [str(number + 1) for number in range(len(places(found)))]
    assert "“It is now certain. **That wall will not hold another winter.** So much for that.”" in text


def test_json_has_the_fields_of_the_contract():
    """The names are those of DESIGN §6; what cannot be told is null."""
    found, passages = made()
    value = json.loads(to_json(found, passages))
    assert value["event"] == "dam"
    assert {"bounds", "findings", "placebo", "later_claims", "answer"} <= set(value)
    first = value["findings"][0]
    wanted = {
        "document",
        "start",
        "end",
        "text",
        "date",
        "grade",
        "stance",
        "standing",
        "lead_years",
        "score",
        "cluster",
    }
    assert wanted <= set(first)
    assert (first["stance"], first["standing"], first["grade"], first["lead_years"]) == (
        "foresees",
        "candidate",
        "C",
        [10.12, 10.2],
    )
    assert value["findings"][4]["lead_years"] is None
    assert {"window_years", "n", "share", "mean", "p", "labels"} <= set(value["placebo"])
    assert value["placebo"]["era_share"] is None
    assert value["accepted_placebo"] is None
    assert value["commitment"]["event"]["date"] == "1911-05-14"
    assert value["later_claims"][0]["source"] == ["hale-1901", 100, 139]
    assert len(value["passages"]) == len(places(found))
    assert value == json.loads(json.dumps(dossier_as_json(found) | {"passages": value["passages"]}))


def test_every_part_has_the_place_of_a_finding():
    """The places handed to who fetches passages are those that the forms use."""
    found = dossier()
    assert {place_of(each) for each in found.findings} <= set(places(found))
    assert ("hale-1903", 4, 40) in places(found)
    assert found.findings[0].grade is Grade.C
