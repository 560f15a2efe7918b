"""What is an event about, and what does a sentence say becomes of it?"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from foresaid.inquire.clauses import clause_at, clauses_of, sense_at
from foresaid.inquire.cues import cues_of, wording_of
from foresaid.inquire.topics import Subject, bearing_of, topic_of
from foresaid.model.events import Event
from foresaid.model.words import Vocabulary
from foresaid.vocabulary import load_vocabulary

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "stances.toml").read_text("utf-8"))
VOCABULARY = load_vocabulary("en")
CUES = cues_of(VOCABULARY)
TUNNEL = Event(
    "tunnel",
    "a tunnel will be opened under the strait",
    aliases=("strait tunnel",),
    foreseeing=("a tunnel under the strait will be built",),
    denying=("the tunnel is impossible",),
)


def bearing(text, leading=None, event=TUNNEL):
    """How a sentence bears on an event, all words alike."""
    subject = Subject(event, CUES, lambda _stem: 1.0)
    return bearing_of(wording_of(text, CUES), subject, wording_of(leading, CUES) if leading else None)


@pytest.mark.parametrize(("thing", "sentence", "sign"), TABLE["senses"])
def test_senses(thing, sentence, sign):
    """Each sentence of the table says that the thing comes or goes on, or that it ends or does not come."""
    wording = wording_of(sentence, CUES)
    sense = sense_at(wording, clauses_of(wording), wording.low.index(thing))
    assert (sense > 0) == (sign == "+")


def test_clauses_cover_every_word():
    """Each word stands in one clause, whatever signs are between them."""
    wording = wording_of(
        "If it fails -- and it may -- the tunnel, which is long, will not be built; nor should it.", CUES
    )
    clauses = clauses_of(wording)
    for at, word in enumerate(wording.low):
        if word.isalpha():
            found = clauses[clause_at(clauses, at)]
            assert found.start <= at < found.end


def test_a_topic_holds_the_words_of_all_texts_and_no_empty_ones():
    """Words that several texts name weigh more, function words are left out, aliases are phrases."""
    topic = topic_of(TUNNEL, VOCABULARY)
    weights = dict(topic.terms)
    assert weights["tunnel"] > weights["strait"] > 0
    assert not {"a", "the", "will", "be"} & set(weights)
    assert topic.phrases == (("strait", "tunnel"),)
    assert topic.statements == (TUNNEL.statement, *TUNNEL.foreseeing, *TUNNEL.denying)


def test_the_sentence_in_front_lends_its_topic_to_this_and_it():
    """Where a sentence names nothing of the topic, "this" stands for what the one in front names, and counts half."""
    alone = bearing("This will be completed next year.")
    led = bearing("This will be completed next year.", "The tunnel under the strait makes progress.")
    named = bearing("The tunnel under the strait will be completed next year.")
    assert alone.coverage == 0
    assert 0 < led.coverage < named.coverage
    assert 0 < led.direction < named.direction


def test_words_of_one_family_count():
    """Communists speak of communism; a community does not."""
    event = Event(
        "x", "communism will end", foreseeing=("communism will end",), denying=("communism will last",)
    )
    assert bearing("The communists will fail.", event=event).coverage > 0
    assert bearing("The community will fail.", event=event).coverage == 0


def test_names_alone_give_no_direction():
    """A sentence that only names what the event is about takes no side; a statement's own verb gives it one."""
    event = Event(
        "x",
        "the dockers will strike",
        foreseeing=("the dockers will strike",),
        denying=("the dockers will stay",),
    )
    assert bearing("The dockers will see the king on Monday.", event=event).direction == 0
    assert bearing("The dockers will strike on Monday.", event=event).direction > 0
    assert bearing("Nobody believes that the dockers will strike.", event=event).direction < 0


def test_an_event_without_lists_is_judged_by_its_statement():
    """Where no foreseeing statement is given the event's own sentence is one."""
    event = Event("x", "the bridge will be built")
    assert bearing("The bridge will be built soon.", event=event).direction > 0
    assert bearing("The bridge will never be built.", event=event).direction < 0


def test_a_language_without_tables_says_so():
    """No tables of inquiries is a KeyError that names the language."""
    with pytest.raises(KeyError, match="xx"):
        cues_of(Vocabulary("xx", {}))
