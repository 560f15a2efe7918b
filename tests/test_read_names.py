"""Does the layer of names find who and what is named, what is explained, and how names hang together?"""

from __future__ import annotations

import pickle
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.model.annotations import Annotation, Context, Phrase, Span
from foresaid.model.bodies import (
    Citation,
    Gloss,
    GlossKind,
    Mention,
    NameKind,
    Relation,
    RelationKind,
    TimeExpression,
    TimeType,
)
from foresaid.read.names.annotator import name_annotator
from foresaid.read.names.variants import is_variant, spelling_variants
from foresaid.vocabulary import load_vocabulary

CASES = tomllib.loads((Path(__file__).parent / "tables" / "names.toml").read_text("utf-8"))["case"]
ANNOTATOR = name_annotator(load_vocabulary("en"))


def read(text, context=None):
    """Every finding in a text."""
    return list(ANNOTATOR.annotate(text, context or Context()))


def bodies(text, kind, context=None):
    """The bodies of one class, in text order."""
    return [each.body for each in read(text, context) if isinstance(each.body, kind)]


def written_name(body):
    """A mention as the table writes it."""
    name = "?" if body.name is None else body.name
    return f"{body.text} = {body.kind.value}" + ("" if name == body.text else f" = {name}")


def written_gloss(body):
    """A gloss as the table writes it."""
    return f"{body.kind.value}: {body.term.text} = {body.gloss.text if body.gloss else ''}"


def written_relation(body):
    """A relation as the table writes it."""
    first, second = (each.text if each else "" for each in (body.first, body.second))
    return f"{first} | {body.kind.value} | {second} | {body.date or ''}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_table(case):
    """Each case of tests/tables/names.toml is read as a person read it."""
    if "names" in case:
        assert [written_name(body) for body in bodies(case["text"], Mention)] == case["names"]
    if "glosses" in case:
        assert [written_gloss(body) for body in bodies(case["text"], Gloss)] == case["glosses"]
    if "relations" in case:
        assert sorted(map(written_relation, bodies(case["text"], Relation))) == sorted(case["relations"])


def phrases(body):
    """Every phrase of a body."""
    return [each for name in body.__slots__ if isinstance(each := getattr(body, name), Phrase)]


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "Ann Lee",
                    "President",
                    "Mr.",
                    "of",
                    "the",
                    "(",
                    ")",
                    "(WHO)",
                    "*",
                    "“",
                    "”",
                    ",",
                    ".",
                    "\n",
                    "\n\n",
                ),
                *(
                    "was founded in 1900",
                    "the predecessor of",
                    "Workers League",
                    "CPSU",
                    "—",
                    "'s",
                    "U.",
                    "S.",
                    "I",
                    "É",
                ),
                *(
                    "led by",
                    "what",
                    "termed",
                    "In 1899",
                    "king",
                    "\ud800",
                    "\x00",
                    "Gorbymania",
                    "Gorbomania",
                    "Lincoln",
                ),
            ]
        ),
        max_size=60,
    )
)
def test_findings_stand_where_they_say(words):
    """Spans lie inside the text in order, phrases and texts are the text's own, and a second reading says the same."""
    text = " ".join(words)
    found = read(text)
    assert [each.target.start for each in found] == sorted(each.target.start for each in found)
    for each in found:
        assert 0 <= each.target.start < each.target.end <= len(text)
        for phrase in phrases(each.body):
            assert text[phrase.start : phrase.end] == phrase.text
        if not isinstance(each.body, Gloss):
            assert each.body.text == text[each.target.start : each.target.end]
    assert read(text) == found


def test_another_process_finds_the_same():
    """An annotator that was sent to another process finds what this one does, whatever it read before."""
    text = "Ann Lee of the Workers League met Gen. May in Paris. Lee left."
    sent = pickle.loads(pickle.dumps(ANNOTATOR))
    read("Mary Lee was somebody else.")
    assert list(sent.annotate(text, Context())) == read(text)


def test_what_stands_before_an_excerpt_counts():
    """A surname is led back to a full name in front of the excerpt, and to the document's own speaker."""
    before = bodies("Trevanion wrote again.", Mention, Context(before="A letter of Rosa Trevanion."))
    assert [body.name for body in before] == ["Rosa Trevanion"]
    own = bodies("Trevanion wrote again.", Mention, Context(speaker="Rosa Trevanion"))
    assert [body.name for body in own] == ["Rosa Trevanion"]


def test_dates_come_from_the_times():
    """A date that the layer of times has resolved is taken for a relation, with its words."""
    text = "Three years later the Reform League was founded."
    time = TimeExpression(TimeType.DATE, "Three years later", "1956", "relative")
    found = {"times": [Annotation(Span(0, 17), time, "foresaid-times/1")]}
    relation = bodies(text, Relation, Context(found=found))[0]
    assert (relation.kind, relation.date, relation.date_phrase) == (
        RelationKind.FOUNDED,
        "1956",
        Phrase(0, 17, "Three years later"),
    )


def test_offices_beside_a_name():
    """The office in front of a name or behind it is kept with it, article and all left out."""
    text = "Soviet historian Pavel Orlov met Anna Lind, the treasurer of the Reform League, and Secretary of State Holm."
    found = {body.text: body.role.text for body in bodies(text, Mention) if body.role}
    assert found == {
        "Pavel Orlov": "Soviet historian",
        "Anna Lind": "treasurer of the Reform League",
        "Holm": "Secretary of State",
    }


def test_letters_near_a_name_are_noted():
    """Letters that miss the initials of a name by one say so, and explain nothing."""
    text = "The Free City Peace Forum Council has moved. Nobody answers at FCPFFC."
    gloss = bodies(text, Gloss)[0]
    assert gloss.gloss is None
    assert "Free City Peace Forum Council" in gloss.note


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("gorbymania", "gorbomania", True),
        ("gorbachev", "gorbachov", True),
        ("colours", "colors", True),
        ("chinaman", "chinamen", False),
        ("romans", "romany", False),
        ("jansen", "hansen", False),
        ("serbia", "serbias", False),
        ("berlin", "berlin", False),
        ("montana", "montanna", True),
        ("abcdef", "abxyef", False),
    ],
)
def test_variants_differ_inside(one, other, same):
    """Two spellings of one word differ by one letter that is neither the first nor at the end."""
    assert is_variant(one, other) is same
    assert is_variant(other, one) is same


@given(st.lists(st.text("abcde", min_size=7, max_size=9), max_size=30, unique=True))
def test_variants_are_all_pairs_one_letter_apart(words):
    """What is found by shared rests is what comparing every word with every other finds."""
    found = {frozenset(pair) for pair in spelling_variants(words)}
    assert found == {
        frozenset((one, other))
        for one in words
        for other in words
        if one < other and is_variant(one, other)
    }


HOSTILE = {
    "capitals": "A" * 60_000,
    "capital words": "Aa " * 20_000,
    "letters with stops": "A." * 30_000,
    "brackets": "(" * 60_000,
    "empty brackets": "(A) " * 15_000,
    "emphasis": "*a* (b) " * 7_500,
    "cues": "was founded in 1900 " * 3_000,
    "names": "Ann Lee, " * 7_000,
    "small words": "Bank of the of the of the " * 2_000,
    "apostrophes": "A’s’s’s " * 7_500,
    "surrogates": "\ud800A" * 20_000,
    "line ends": "A\n" * 30_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_ends(name):
    """Sixty thousand signs of any kind are read to their end."""
    text = HOSTILE[name]
    assert all(each.target.end <= len(text) for each in read(text))


def test_nothing_in_nothing():
    """An empty text names nobody."""
    assert read("") == []


# The rows of the acceptance table that are about names


@pytest.fixture(scope="module")
def seed(shared):
    """The seed's text and its findings."""
    text = (shared / "seed" / "seed.txt").read_text("utf-8")
    return text, [each.body for each in read(text)]


def relations(seed, kind):
    """The seed's relations of one kind, as the table writes them."""
    return [written_relation(body) for body in seed[1] if isinstance(body, Relation) and body.kind is kind]


def glosses(seed, kind):
    """The seed's glosses of one kind, as the table writes them."""
    return [written_gloss(body) for body in seed[1] if isinstance(body, Gloss) and body.kind is kind]


def test_s12_a_role_is_valid_at_a_date(seed):
    """S12: the speaker of August 1987 is national secretary of his league then, and nothing is said of other years."""
    held = [body for body in seed[1] if isinstance(body, Relation) and body.kind is RelationKind.ROLE]
    assert [(body.first_name, body.second_name, body.date) for body in held] == [
        ("David North", "national secretary of the Workers League", "1987-08")
    ]


def test_s13_predecessor(seed):
    """S13: one body is the predecessor of another; the text gives no date for it, and none is invented."""
    assert relations(seed, RelationKind.PREDECESSOR) == [
        "Workers League | predecessor of | Socialist Equality Party (US) | "
    ]


def test_s25_coined(seed):
    """S25: the term is the historian's, under his full name."""
    coined = [body for body in seed[1] if isinstance(body, Relation) and body.kind is RelationKind.COINED]
    assert [(body.first_name, body.second.text) for body in coined] == [
        ("Vadim Rogovin", "political genocide")
    ]


def test_s26_foreign_terms(seed):
    """S26: both foreign terms have their gloss, language and place."""
    found = [body for body in seed[1] if isinstance(body, Gloss) and body.kind is GlossKind.TRANSLATION]
    assert [(body.term.text, body.gloss.text, body.language) for body in found] == [
        ("glasnost", "openness", "ru"),
        ("perestroika", "restructuring", "ru"),
    ]
    assert all(seed[0][body.term.start : body.term.end] == body.term.text for body in found)


def test_s27_letters(seed):
    """S27: letters are led to their full names; those that the text never explains are flagged."""
    found = glosses(seed, GlossKind.ACRONYM)
    assert "acronym: WRP = Workers Revolutionary Party" in found
    assert "acronym: ICFI = International Committee of the Fourth International" in found
    assert "acronym: CPSU = " in found
    named = {body.name for body in seed[1] if isinstance(body, Mention) and body.text == "ICFI"}
    assert named == {"International Committee of the Fourth International"}


def test_s28_variants(seed):
    """S28: the coined word's two spellings are one; the misprinted letters are noted beside the name they miss."""
    assert glosses(seed, GlossKind.VARIANT) == ["variant: Gorbomania = Gorbymania"]
    notes = [body.note for body in seed[1] if isinstance(body, Gloss) and body.term.text == "WSWWS"]
    assert len(notes) == 1
    assert "World Socialist Web Site" in notes[0]


def test_s32_another_title(seed):
    """S32: the short title is another name of the long one."""
    assert glosses(seed, GlossKind.ALIAS) == [
        "alias: Transitional Program = The Death Agony of Capitalism and the Tasks of the Fourth International"
    ]


def test_s53_genealogy(seed):
    """S53: foundings have their dates; the line of successors is as the text lists it, and says what it leaves open."""
    assert relations(seed, RelationKind.FOUNDED) == [
        " | founded | International Committee of the Fourth International | 1953",
        "sections of the ICFI | founded | Socialist Equality Parties | 1995/..",
        "ICFI | founded | World Socialist Web Site | 1998",
    ]
    line = [body for body in seed[1] if isinstance(body, Relation) and body.kind is RelationKind.SUCCESSOR]
    assert [(body.first_name, body.second_name) for body in line] == [
        ("Brezhnev", "Joseph Stalin"),
        ("Andropov", "Brezhnev"),
        ("Mikhail Gorbachev", "Andropov"),
    ]
    assert all(body.date is None and "not stated" in body.note for body in line)


def test_the_seeds_people(seed):
    """Every person whom the seed names in full is found, and each surname leads to its one bearer."""
    people = {body.name for body in seed[1] if isinstance(body, Mention) and body.kind is NameKind.PERSON}
    assert people == {
        *(
            "John Malvar",
            "Mikhail Gorbachev",
            "Vladislav M. Zubok",
            "Adolf Hitler",
            "Leon Trotsky",
            "David North",
        ),
        *("Vladimir Lenin", "Joseph Stalin", "Vadim Rogovin", "Ramón Mercader", "Nikita Khrushchev"),
        *("Michel Pablo", "Ernest Mandel", "Brezhnev", "Andropov"),
    }


def test_titles_of_works_hold_no_names():
    """What works found to be a title names no place or body; around it names are found."""
    text = "Lee Marsh read The Siege of Hull in Leeds."
    start = text.index("The")
    title = Annotation(Span(start, text.index(" in")), Citation("The Siege of Hull"), "t/1")
    found = bodies(text, Mention, Context(found={"works": [title]}))
    assert [each.name for each in found] == ["Lee Marsh", "Leeds"]
    assert "Siege of Hull" in [each.name for each in bodies(text, Mention)]
