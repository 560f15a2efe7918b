"""How does English measure time? The expressions that units.py reads with, made from the word tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.read.times.words import GAP, any_of

if TYPE_CHECKING:
    from foresaid.read.times.words import TimeWords

# Tables of words that may stand in front of a unit.
_IN_FRONT = (
    *(
        "starts",
        "middles",
        "ends",
        "insides",
        "approximators",
        "vague_amounts",
        "every",
        "this",
        "last",
        "next",
    ),
    *(
        "same",
        "previous",
        "following",
        "other_stretches",
        "past_stretches",
        "coming_stretches",
        "unit_articles",
    ),
)
# Words of the expressions below that stand in no table.
_JOINTS = ("or", "and", "over", "most")
PERIOD = re.compile(rf"{GAP}period(?![^\W_])")
AFTER = re.compile(rf"{GAP}(?P<side>after|before|following|since){GAP}(?=[\w“\"])", re.IGNORECASE)


def shifts(words: TimeWords) -> dict[str, str]:
    """Words behind a measured time that make it a step: "later", "ago"."""
    return {word: key for key in ("ago", "hence", "later", "earlier") for word in words.words(key)}


def known_words(words: TimeWords) -> frozenset[str]:
    """Single words that may stand in front of a unit."""
    phrases = [*words.numbers, *words.ordinals, *_JOINTS]
    phrases += [phrase for table in _IN_FRONT for phrase in words.words(table)]
    return frozenset(word for phrase in phrases for word in phrase.casefold().replace("-", " ").split())


def unit_pattern(words: TimeWords) -> re.Pattern[str]:
    """A unit with all that measures it: "nearly the first ten brutal months", "the four previous weeks later".

    Adjectives that no table has are taken only behind a number, superlatives only behind an article.
    """
    every, vague = any_of(words.words("every")), any_of(words.words("vague_amounts"))
    others = any_of(
        word
        for key in ("other_stretches", "past_stretches", "coming_stretches")
        for word in words.words(key)
    )
    stop = any_of((*words.words("stop_words"), *words.words("every"), "of", "the", "an", *words.units))
    adjective = rf"(?:(?!(?:{stop})\b)[a-z][a-z-]{{2,14}}{GAP})"
    superlative = rf"(?:(?:[a-z]{{3,12}}est|most{GAP}[a-z]{{3,14}}){GAP})"
    about = any_of(words.words("approximators"))
    return re.compile(
        rf"(?<![^\W_])(?<![’'])"
        rf"(?:(?P<edge>{any_of(words.edges)})(?:{GAP}|(?<=-)))?"
        rf"(?:(?P<lean>{any_of(words.leans)}){GAP}"
        rf"|(?:(?P<approx>{about}|over(?={GAP}(?:an?|one|two{GAP}and){GAP})){GAP})?"
        rf"(?:(?P<det>{any_of(words.words('unit_articles'))}|{every}){GAP})?)"
        rf"(?:(?P<stretch>{others}|{words.ordinal_pattern}){GAP})?"
        rf"(?:(?P<amount>{words.number_pattern}|{vague})(?P<join>{GAP}|-)(?:or{GAP}more{GAP})?)?"
        rf"(?:(?P<other>{others}){GAP})?"
        rf"(?(amount){adjective}{{0,2}}|(?(det){superlative}?))"
        rf"(?P<unit>{any_of(words.units)})(?![^\W_]|-(?!long|old)[a-z])"
        rf"(?P<length>(?:{GAP}|-)?(?:{any_of(words.words('lengths'))})(?![^\W_]))?"
        rf"(?:{GAP}(?P<shift>{any_of(shifts(words))})(?![^\W_])(?![-]))?",
        re.IGNORECASE,
    )


def number_before(words: TimeWords) -> re.Pattern[str]:
    """A number in front of another: "between 12 and 18 months"."""
    return re.compile(
        rf"(?<![^\W_])(?<![.,/$£€-])(?P<number>{words.number_pattern}){GAP}?(?:{GAP}(?:or|to|and){GAP}|[-–]{GAP}?)\Z",
        re.IGNORECASE,
    )


def of_date(words: TimeWords) -> re.Pattern[str]:
    """The time of which something is a part: "of August", "in 1915", "of that year"."""
    month, lean = any_of(words.months), any_of(words.leans)
    whole = any_of((*words.units, *words.seasons, "war"))
    year = rf"(?:[12][0-9]{{3}}|(?:{lean}|the){GAP}(?i:{whole}))(?![^\W_])"
    day = rf"(?:[0-9]{{1,2}}{GAP})?(?:{month})(?:{GAP}[0-9]{{1,2}})?(?:,?{GAP}(?:of{GAP})?(?:{year}))?"
    return re.compile(rf"{GAP}(?:of|in){GAP}(?:the{GAP})?(?:{day}|{year})(?![^\W_])")
