"""Which words of probability does a sentence use, and which numbers do the published tables give them?

Bird's-eye view: the sentence in small words -> at each place the longest phrase of each table -> left out: what qualifies a
noun ("the likely successor") and what a denial in front takes the number from -> one class for the sentence. A number is
given only where one phrase stands in the sentence, no word without a number beside it, and the forecast layer holds the
forecast for less than certain: else the word speaks of something else. Start reading from `probability_word`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.bodies import Certainty, Polarity
from foresaid.model.outcomes import ProbabilityWord, WordClass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.model.bodies import Forecast
    from foresaid.model.words import Vocabulary

# The published tables, each a key of data/<language>/probability.toml.
TABLES = ("icd_203", "kent_1964", "ipcc_ar4")
_PER_CENT = 100.0
# A phrase speaks against what it is said of where its interval lies in the lower half.
_EVEN = 0.5
# Words in front of a phrase among which a denial belongs to it: "not at all likely".
_REACH = 3
_EDGES = ".,;:!?\"'“”‘()[]*_"
_CONDITION = "unless"
# What may stand between "is" and "likely".
_PASSED = ("degrees", "negations", "between")


@dataclass(frozen=True, slots=True)
class ProbabilityTables:
    """The tables of one language: for each table its phrases, as words, with low and high from 0 to 1.

    `phrases` and `words` are the classes of probability.toml by name (modals, denying; negations, degrees, ...).
    """

    tables: Mapping[str, Mapping[tuple[str, ...], tuple[float, float]]]
    longest: int
    phrases: Mapping[str, frozenset[tuple[str, ...]]]
    words: Mapping[str, frozenset[str]]


class _Found(NamedTuple):
    """A phrase of the tables at a place of a sentence: its words, the numbers of each table, and whether it is denied."""

    words: tuple[str, ...]
    intervals: tuple[tuple[str, float, float], ...]
    denied: bool


def probability_tables(vocabulary: Vocabulary) -> ProbabilityTables:
    """The tables of a language, from data/<language>/probability.toml; ValueError names a line that does not fit."""
    listed = vocabulary.tables
    tables = {
        name: dict(row for line in listed[f"probability.{name}"] for row in _phrases(name, line))
        for name in TABLES
    }
    classes = (
        *("unquantified", "negations", "between", "degrees"),
        *("chances", "adjectives", "followers", "predicating"),
    )
    return ProbabilityTables(
        tables,
        max(len(phrase) for table in tables.values() for phrase in table),
        {
            name: frozenset(tuple(phrase.split()) for phrase in listed[f"probability.{name}"])
            for name in ("modals", "denying")
        },
        {
            "beginnings": frozenset(phrase[0] for table in tables.values() for phrase in table),
            **{name: vocabulary.words(f"probability.{name}") for name in classes},
        },
    )


def _phrases(table: str, line: str) -> Iterator[tuple[tuple[str, ...], tuple[float, float]]]:
    numbers, _, phrases = line.partition(":")
    low, _, high = numbers.partition("-")
    if not (low.strip().isdecimal() and high.strip().isdecimal() and phrases.strip()):
        raise ValueError(f'probability.{table}: {line!r} is not "from-to: phrase, phrase".')
    for phrase in phrases.split(","):
        yield tuple(phrase.split()), (int(low) / _PER_CENT, int(high) / _PER_CENT)


def probability_word(sentence: str, forecast: Forecast, tables: ProbabilityTables) -> ProbabilityWord:
    """The class of what a sentence says of the chance of its forecast, with the numbers that the tables have for it."""
    words = _words(sentence)
    sure = forecast.certainty is Certainty.CERTAIN
    # Where the forecast layer saw no word of probability beside a forecast, those of the sentence speak of something else.
    found = () if sure else tuple(_found(words, tables))
    vague = tuple(dict.fromkeys(word for word in words if word in tables.words["unquantified"]))
    shown = ", ".join(dict.fromkeys(" ".join(each.words) for each in found))
    turns = _turns(found, forecast.polarity, tables)
    if not found and sure and _CONDITION not in vague:
        modal = any(_stands(phrase, words) for phrase in tables.phrases["modals"])
        return ProbabilityWord(WordClass.WILL if modal else WordClass.NONE)
    quantified = len(found) == 1 and not found[0].denied and found[0].intervals and not vague
    chance = found and not tables.words["chances"].isdisjoint(found[0].words)
    if quantified and (chance or forecast.certainty is not Certainty.POSSIBLE):
        return ProbabilityWord(WordClass.TABLE, shown, found[0].intervals, turns)
    if found or vague or forecast.certainty is Certainty.POSSIBLE:
        return ProbabilityWord(WordClass.UNQUANTIFIED, shown or ", ".join(vague), (), turns)
    return ProbabilityWord(WordClass.NONE)


def expected(word: ProbabilityWord, polarity: Polarity | None) -> Polarity | None:
    """Which way a forecast goes, with its word of probability counted; None = cannot be told."""
    if polarity is None or word.turns is None:
        return None
    if not word.turns:
        return polarity
    return Polarity.WILL_NOT if polarity is Polarity.WILL else Polarity.WILL


def probability_of(word: ProbabilityWord, table: str, expects: Polarity | None) -> float | None:
    """The chance that a table gives to what the forecast expects: its interval's middle; None where it has no number.

    "Unlikely that it will" is a number for what is not expected, and is turned round with it; "about even" is of what is
    said to come, and is turned round for a forecast that it will not.
    """
    for name, low, high in word.intervals:
        if name == table and expects is not None:
            middle = (low + high) / 2
            against = high <= _EVEN or (low < _EVEN < high and expects is Polarity.WILL_NOT)
            return 1 - middle if against else middle
    return None


def _words(sentence: str) -> list[str]:
    """The words of a sentence in small letters without the signs around them; "May" inside a sentence is the month."""
    flat = sentence.replace("’", "'").replace("—", " ").replace("–", " ")
    found = [(each.strip(_EDGES), at) for at, each in enumerate(flat.split())]
    return [word.casefold() for word, at in found if word and not (word == "May" and at)]


def _found(words: Sequence[str], tables: ProbabilityTables) -> Iterator[_Found]:
    """The phrases of the tables in a sentence, in its order, none inside another."""
    at = 0
    while at < len(words):
        if words[at] not in tables.words["beginnings"]:
            at += 1
            continue
        length, most = 0, min(tables.longest, len(words) - at)
        intervals: list[tuple[str, float, float]] = []
        for name, phrases in tables.tables.items():
            size = next((n for n in range(most, 0, -1) if tuple(words[at : at + n]) in phrases), 0)
            length = max(length, size)
            if size and words[at - 1 : at] and words[at - 1] in tables.words["degrees"]:
                continue  # "extremely unlikely" is not "unlikely"
            if size:
                intervals.append((name, *phrases[tuple(words[at : at + size])]))
        phrase = tuple(words[at : at + length])
        if length and not _qualifies_a_noun(words, at, length, tables):
            yield _Found(phrase, tuple(intervals), _denied(words, at, tables))
        at += length or 1


def _qualifies_a_noun(words: Sequence[str], at: int, length: int, tables: ProbabilityTables) -> bool:
    """Reads "the likely successor", "doubtful cases": of a thing, not of what will come."""
    end = at + length
    if words[end - 1] not in tables.words["adjectives"]:
        return False
    if end == len(words) or words[end] in tables.words["followers"]:
        return False
    before = at - 1
    while before >= 0 and any(words[before] in tables.words[each] for each in _PASSED):
        before -= 1
    if before < 0 or words[before].endswith(("n't", "'s", "'re")):
        return before < 0
    predicates = (
        words[before] in tables.words["predicating"] or (words[before],) in tables.phrases["modals"]
    )
    return not predicates


def _denied(words: Sequence[str], at: int, tables: ProbabilityTables) -> bool:
    """Whether a denial stands in front of a phrase, with nothing but words of degree between."""
    for before in range(at - 1, max(-1, at - 1 - _REACH), -1):
        word = words[before]
        if word in tables.words["negations"] or word.endswith("n't") or word == "cannot":
            return True
        if word not in tables.words["between"] and word not in tables.words["degrees"]:
            return False
    return False


def _turns(found: Sequence[_Found], polarity: Polarity | None, tables: ProbabilityTables) -> bool | None:
    """Whether the phrases turn a forecast round; None where there are several and one of them might."""
    turning = [_turns_one(each, polarity, tables) for each in found]
    return (
        turning[0] if len(turning) == 1 else None if any(each is not False for each in turning) else False
    )


def _turns_one(phrase: _Found, polarity: Polarity | None, tables: ProbabilityTables) -> bool | None:
    intervals = phrase.intervals or _any_interval(phrase.words, tables)
    against = all(high <= _EVEN for _, _, high in intervals)
    if phrase.denied and phrase.words[-1] not in tables.words["adjectives"]:
        return None  # "the day is not probably far off": whether the denial is of the word cannot be told
    if phrase.denied:  # "not likely" denies; "not improbable" does not affirm enough to turn anything
        return not against and polarity is Polarity.WILL
    if phrase.words in tables.phrases["denying"]:  # reading has counted its denial where it saw one
        return polarity is Polarity.WILL
    return against


def _any_interval(
    words: tuple[str, ...], tables: ProbabilityTables
) -> tuple[tuple[str, float, float], ...]:
    """The numbers of a phrase that a word of degree has deprived of them: they still tell for or against."""
    return tuple((name, *rows[words]) for name, rows in tables.tables.items() if words in rows)


def _stands(phrase: tuple[str, ...], words: Sequence[str]) -> bool:
    """Whether the words of a phrase stand side by side, or end one word ("they'll")."""
    if len(phrase) == 1 and phrase[0].startswith("'"):
        return any(word.endswith(phrase[0]) for word in words)
    return any(tuple(words[at : at + len(phrase)]) == phrase for at in range(len(words)))
