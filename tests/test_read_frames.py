"""Are speakers' names led back as far as the text allows, and no further?"""

from __future__ import annotations

import pytest

from foresaid.read.lexicon import lexicon_of
from foresaid.read.quotations.frames import find_frame
from foresaid.read.quotations.names import Names
from foresaid.read.wording import QUOTE, words_before, words_between
from foresaid.vocabulary import load_vocabulary

LEXICON = lexicon_of(load_vocabulary("en"))


def named(text, phrase, *, starts_sentence=False):
    """The name that a phrase at the end of a text stands for."""
    return Names(text, LEXICON).name_of(phrase.split(), len(text), starts_sentence=starts_sentence)


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("Hanna Ewald taught.", "Ewald", "Hanna Ewald"),
        ("Hanna Ewald met Georg Ewald.", "Ewald", "Ewald"),
        ("Hanna M. Ewald met Hanna Ewald.", "Ewald", "Hanna M. Ewald"),
        ("", "New York Gov. Ann Lee", "Ann Lee"),
        ("", "Secretary of State Ann Lee", "Ann Lee"),
        ("", "Pope Francis", "Pope Francis"),
        ("", "Ann Lee Jr.", "Ann Lee"),
        ("", "Tribune’s Ann Lee", "Ann Lee"),
        ("", "President", None),
        ("", "BERLIN-MITTE", None),
        ("the Central Board of Miners (CBM)", "CBM", "Central Board of Miners"),
        ("the Board of Miners (XYZ)", "XYZ", "XYZ"),
    ],
)
def test_names(text, phrase, expected):
    """Surnames and acronyms go back to what the text says of them; titles, owners and datelines are no names."""
    assert named(text, phrase) == expected


def test_a_capital_at_a_sentence_start_proves_no_name():
    """A plural that begins a sentence is a name only if the text knows it as one."""
    assert named("", "Critics", starts_sentence=True) is None
    assert named("Ann Sanders came.", "Sanders", starts_sentence=True) == "Ann Sanders"


def frame(before, behind, quoted="So it is,"):
    """Subject and cue of a quotation between two pieces of text."""
    text = f"{before}{QUOTE}{behind}"
    left = words_between(text, 0, len(before), LEXICON.abbreviations)
    right = words_between(text, len(before) + 1, len(text), LEXICON.abbreviations)
    found = find_frame(left, right, quoted, LEXICON)
    if found is None or found.subject is None:
        return None
    words = found.tokens[found.subject.start : found.subject.end]
    return text[words[0].start : words[-1].end], text[
        found.tokens[found.cue[0]].start : found.tokens[found.cue[1] - 1].end
    ]


@pytest.mark.parametrize(
    ("before", "behind", "expected"),
    [
        ("Ann Lee said, ", ".", ("Ann Lee", "said")),
        ("", " Ann Lee has often said.", ("Ann Lee", "said")),
        ("", " said party treasurer Ann Lee.", ("party treasurer Ann Lee", "said")),
        ("", " Ann Lee, 43, a nurse at York, told the court.", ("Ann Lee", "told")),
        ("", " the old man went on.", ("the old man", "went on")),
        ("", " critics say.", ("critics", "say")),
        ("", " was said by Ann Lee.", ("Ann Lee", "said")),
        ("Ann Lee of the House of Commons wrote: ", "", ("Ann Lee of the House of Commons", "wrote")),
        ("Ann Lee, of York, wrote: ", "", ("Ann Lee", "wrote")),
        ("My successor, Ann Lee, wrote: ", "", ("Ann Lee", "wrote")),
        ("Two years later, Ann Lee was tired and said: ", "", ("Ann Lee", "said")),
        ("As the Lees left, the neighbours chanted, ", "", ("the neighbours", "chanted")),
        ("Ann Lee (born in York) said: ", "", ("Ann Lee", "said")),
        ("The United States of the report ", " fell.", None),
        ("in the state of the order ", " fell.", None),
    ],
)
def test_frames(before, behind, expected):
    """Appositives, ages, brackets and fronted parts are stepped over; nouns that look like verbs are not taken."""
    assert frame(before, behind) == expected


def test_masked_quotations_keep_the_sentence_together():
    """The words before a second quotation reach over the first one to the subject."""
    text = 'It rained. Ann said the "old" mill was "new" again.'
    first, second = text.index('"old"'), text.index('"new"')
    siblings = [(first, first + 5), (second, second + 5)]
    tokens = words_before(text, 1, siblings, 0, LEXICON.abbreviations)
    assert [token.text for token in tokens] == ["Ann", "said", "the", QUOTE, "mill", "was"]
