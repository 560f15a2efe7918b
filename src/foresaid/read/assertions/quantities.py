"""What does a text count, and in which unit? Numbers with their unit and with how exact they are said to be.

A number without a unit, inside a date, or that numbers a page or a section is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.annotations import Span
from foresaid.model.bodies import Assertion, AssertionKind, TimeType
from foresaid.read.assertions.numbers import Number, number_at
from foresaid.read.assertions.sentence import STOPS

if TYPE_CHECKING:
    from foresaid.read.assertions.sentence import Sentence
    from foresaid.read.assertions.words import AssertionWords

# Words between a number and the noun it counts: "three large iron ships".
_REACH = 3
# A number of four figures without a comma may be a year.
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
# The longest qualifier has five words ("to the number of" has four).
_LONGEST_QUALIFIER = 5
# "the two Houses" counts nothing new; larger numbers behind "the" do.
_SMALL = 10
# What stands in front of a known tail in spite of its naming something elsewhere: "a seven-volume work".
_COUNTED_TAILS = frozenset(("volume", "page", "act"))
# Figures of a year.
_YEAR = 4
# A plural has three letters at least: "is" and "as" are none.
_PLURAL = 3
# A comma in a number parts groups of three figures.
_GROUP = 3


class _Unit(NamedTuple):
    """The unit's words, from one token to another, and what they mean where a sign stands for them."""

    start: int
    end: int
    text: str


def quantity_at(sentence: Sentence, index: int, words: AssertionWords) -> tuple[Span, Assertion] | None:
    """The quantity whose number begins at a token; None where it counts nothing."""
    start = _opening(sentence, index, words)
    number = number_at(sentence, start, words)
    if number is None or _is_numbering(sentence, number, words):
        return None
    currency = _currency(sentence, number, words)
    unit = currency or _unit_behind(sentence, number, words)
    if unit is None or _is_dated(sentence, number, unit, words) or _is_known(sentence, number, unit, words):
        return None
    first = min(number.start, unit.start)
    opening, qualifier = _qualified(sentence, first, words)
    if number.vague:
        qualifier = " ".join(filter(None, (qualifier, sentence.phrase(number.start, number.end).text)))
    phrase = sentence.phrase(opening, max(number.end, unit.end))
    marker = sentence.phrase(number.start, number.end)
    return Span(phrase.start, phrase.end), Assertion(
        AssertionKind.QUANTITY,
        phrase.text,
        marker=marker,
        amount=number.values,
        unit=unit.text,
        qualifier=" ".join(qualifier.split()),
    )


def _opening(sentence: Sentence, index: int, words: AssertionWords) -> int:
    """Where a number begins whose multiple was met: at "a" of "a hundred", at "tens" of "tens of thousands"."""
    low = sentence.low(index)
    if low in words.magnitudes and sentence.low(index - 1) in ("a", "an"):
        return index - 1
    if (
        words.among(low, "vague_numbers")
        and sentence.low(index - 1) == "of"
        and sentence.low(index - 2) == "tens"
    ):
        return index - 2
    return index


def _currency(sentence: Sentence, number: Number, words: AssertionWords) -> _Unit | None:
    """The currency whose sign stands in front of a number."""
    sign = sentence.low(number.start - 1)
    if (
        sign not in words.currencies
        or sentence.tokens[number.start].start - sentence.tokens[number.start - 1].end > 1
    ):
        return None
    return _Unit(number.start - 1, number.end, words.currencies[sign])


def _unit_behind(sentence: Sentence, number: Number, words: AssertionWords) -> _Unit | None:
    """The noun that a number counts; None where there is none, and the number is none of a whole or of an order of size."""
    index = number.end
    if number.tail:
        return _tied(number, words)
    if number.vague or number.share:
        return _unit_of(sentence, number, words) or _Unit(index, index, "")
    low, following = sentence.low(index), sentence.low(index + 1)
    for wide, written in ((1, low), (2, f"{low} {following}")):
        if words.among(written, "percents"):
            return _Unit(index, index + wide, "per cent")
    if number.values == (1.0,):
        return _Unit(index, index + 1, low) if words.among(low, "measures") and low != "day" else None
    if low == "of" and words.among(sentence.low(index - 1), "vague_numbers"):
        return _unit_of(sentence, number, words)  # "ten millions of dollars"
    return None if low == "of" else _counted(sentence, index, words)  # "five hundred of them"


def _unit_of(sentence: Sentence, number: Number, words: AssertionWords) -> _Unit | None:
    """What a share or an order of size is of: "two-thirds of the members", "millions of people"."""
    index = number.end
    if sentence.low(index) != "of":
        return _counted(sentence, index, words) if number.share else None
    behind = index + 2 if sentence.low(index + 1) in words.grammar.determiners else index + 1
    return _counted(sentence, behind, words)


def _tied(number: Number, words: AssertionWords) -> _Unit | None:
    """The unit tied to a number by a hyphen: "five-minute", "70-year-old", "seven-volume"."""
    if number.in_words and number.tail in words.ordinals:
        return None  # "forty-first session"
    if words.among(number.tail.partition("-")[0], "no_units") or (
        words.among(number.tail, "numbering_words") and number.tail not in _COUNTED_TAILS
    ):
        return None
    unit = "per cent" if words.among(number.tail, "percents") else number.tail.removesuffix("-old")
    return _Unit(number.end, number.end, unit)


def _counted(sentence: Sentence, start: int, words: AssertionWords) -> _Unit | None:
    """The plural noun within a few words, with what stands in front of it."""
    for index in range(start, min(start + _REACH + 1, len(sentence.tokens))):
        token = sentence.tokens[index]
        if not token.is_word or token.low in STOPS or _is_small_word(token.low, words):
            return None
        if sentence.time_at(token.start) is not None and index > start:
            return None
        if _is_plural(token.low, words) and not _goes_on(sentence, index, words):
            return _Unit(start, index + 1, sentence.phrase(start, index + 1).text)
    return None


def _goes_on(sentence: Sentence, index: int, words: AssertionWords) -> bool:
    """Whether the noun counted is the next one: "300 sails ships"; two plurals in a row."""
    following = sentence.tokens[index + 1] if index + 1 < len(sentence.tokens) else None
    return (
        following is not None
        and following.is_word
        and _is_plural(following.low, words)
        and following.low not in words.event_verbs
    )


def _is_small_word(low: str, words: AssertionWords) -> bool:
    grammar = words.grammar
    return (
        low in grammar.prepositions
        or low in grammar.determiners
        or low in grammar.pronouns
        or low in grammar.conjunctions
        or low in grammar.auxiliaries
        or low in grammar.modals
        or low in grammar.subordinators
    )


def _is_plural(low: str, words: AssertionWords) -> bool:
    if words.among(low, "counted_nouns"):
        return True
    if words.among(low, "no_units") or len(low) < _PLURAL or not low.endswith("s"):
        return False
    return not low.endswith(("ss", "us", "is", "'s", "’s", "ous"))


def _is_numbering(sentence: Sentence, number: Number, words: AssertionWords) -> bool:
    """Whether a number names instead of counting, or is damaged: "page 5", "10:30", "1/2", "47th", "$35, 860"."""
    if (
        sentence.low(number.end) == ","
        and _is_group(sentence.low(number.end + 1))
        and len(sentence.low(number.start)) <= _GROUP
    ):
        return True
    before = sentence.low(number.start - 1)
    if words.among(before.rstrip("."), "numbering_words"):
        return not number.tail or not number.in_words
    behind = sentence.low(number.end)
    tokens = sentence.tokens
    touching = number.end < len(tokens) and tokens[number.end].start == tokens[number.end - 1].end
    if touching and not number.tail and behind and (behind[0].isalpha() or behind in ":/'’"):
        return True
    touched = number.start > 0 and tokens[number.start - 1].end == tokens[number.start].start
    return touched and (before[-1].isalnum() or before in ":/-#.")


def _is_group(low: str) -> bool:
    """Whether a token is the three figures that follow a comma in a number."""
    return low.isdigit() and len(low) == _GROUP


def _is_dated(sentence: Sentence, number: Number, unit: _Unit, words: AssertionWords) -> bool:
    """Whether a number belongs to a date, or may: a duration is a quantity, "Three years later" a date."""
    place = sentence.tokens[number.start].start
    time = sentence.time_at(place)
    if time is not None and time.body.type is not TimeType.DURATION:
        return True
    value = number.values[0] if number.values else 0
    plain = len(sentence.low(number.start)) == _YEAR and sentence.low(number.start).isdigit()
    if not plain or not _FIRST_YEAR <= value <= _LAST_YEAR or unit.start < number.start:
        return False
    before = sentence.low(number.start - 1)
    return before in words.grammar.prepositions or before == ","


def _is_known(sentence: Sentence, number: Number, unit: _Unit, words: AssertionWords) -> bool:
    """Whether a small number only points back: "the two Houses", "these three laws"."""
    if (
        sentence.low(number.start - 1) in ("every", "each")
        and _singular(unit.text) not in words.sets["measures"]
    ):
        return True  # "4 out of every 10 men"
    if number.share or number.tail or unit.start < number.start:
        return False
    if not number.values or number.values[0] > _SMALL:
        return False
    if _singular(unit.text) in words.sets["measures"] or unit.text == "per cent":
        return False
    return sentence.low(number.start - 1) in words.grammar.determiners - {
        "some",
        "every",
        "each",
        "another",
    }


def _singular(noun: str) -> str:
    low = noun.lower()
    if low == "feet":
        return "foot"
    return low.removesuffix("ies") + "y" if low.endswith("ies") else low.removesuffix("s")


def _qualified(sentence: Sentence, first: int, words: AssertionWords) -> tuple[int, str]:
    """Where the words begin that say how exact a number is, and those words."""
    for length in range(_LONGEST_QUALIFIER, 0, -1):
        start = first - length
        if start < 0:
            continue
        if sentence.low(start) not in words.openings["number_qualifiers"]:
            continue
        said = " ".join(token.low for token in sentence.tokens[start:first])
        if words.among(said, "number_qualifiers"):
            return start, sentence.phrase(start, first).text
    return first, ""


def ordinal_at(sentence: Sentence, index: int, words: AssertionWords) -> tuple[Span, Assertion] | None:
    """The quantity in an ordinal in front of its unit: "the 47th anniversary", "thirtieth birthday"."""
    value, start = _ordinal(sentence, index, words)
    if value is None:
        return None
    phrase = sentence.phrase(start, index + 1)
    marker = sentence.phrase(start, index)
    return Span(phrase.start, phrase.end), Assertion(
        AssertionKind.QUANTITY,
        phrase.text,
        marker=marker,
        amount=(float(value),),
        unit=sentence.low(index),
        qualifier="ordinal",
    )


def _ordinal(sentence: Sentence, index: int, words: AssertionWords) -> tuple[int | None, int]:
    low, before = sentence.low(index - 1), sentence.low(index - 2)
    if before.isdigit() and low in ("th", "st", "nd", "rd", "d"):
        return int(before), index - 2
    tens, _, ones = low.rpartition("-")
    if ones in words.ordinals:
        if not tens:
            return words.ordinals[ones], index - 1
        if tens in words.values:
            return int(words.values[tens]) + words.ordinals[ones], index - 1
    return None, index
