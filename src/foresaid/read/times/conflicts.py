"""Which statements date the same event so that they exclude each other, within a text and across documents?

A statement is a sentence with one date of its own. Two are taken to be of the same event where they share three words
and more, most of the words of the shorter one, and not names alone. Which of two dates is right is not asked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.model.annotations import Annotation, Span
from foresaid.model.bodies import TimeExpression, TimeType
from foresaid.model.dates import Edtf
from foresaid.text.edtf import parse_edtf
from foresaid.text.segment import last_sentence_start, sentence_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from foresaid.model.words import Vocabulary

# What two statements must share: words in all, a part of the words of the shorter one, and words that tell one event
# from another: no more than one statement in fifty has them (four in a small set). benchmarks/reading/times.py: one pair
# among the statements of WikiWars and TempEval-3 (dev), ten in all State of the Union addresses, of which one is a slip
# (the treaty with Spain, 20 or 27 October 1795) and the others are different acts in like words.
_SHARED, _SHARE, _TELLING = 3, 0.6, 2
_RARE, _FEW = 50, 4
# A word of more statements than this brings none together; it bounds the pairs that are compared.
_COMMON = 60
# Words to each side of a date that tell its event; a longer sentence tells more than one.
_AROUND = 12
# Events that come again (elections, budgets, feasts) differ by a year and more; so statements are only compared where
# their dates lie nearer than that.
_NEAR_DAYS = 300
# Words in front of a date that opens its sentence: "On", "On the".
_OPENING = 2
_LETTERS = 3
# Characters to each side in which a sentence ends.
_REACH = 400
# A month or day of a known year.
_DATED = re.compile(r"-?[0-9]{4}-(?:0[1-9]|1[0-2])")
_WORD = re.compile(r"[^\W\d_][\w’'-]{1,40}")
# Endings that a word loses, the longest first, so that "lowered" meets "lowering" and "flags" meets "flag".
_ENDINGS = ("ings", "ing", "ied", "ies", "ed", "es", "s", "’s", "'s")


@dataclass(frozen=True, slots=True)
class DatedStatement:
    """An event as one document dates it: the document's id, the words that tell the event, the date, where it stands.

    `words` are those of the sentence or clause around the date, as they stand.
    """

    document: str
    words: str
    date: Edtf
    span: Span


@dataclass(frozen=True, slots=True)
class DateConflict:
    """Two statements of what seems to be one event, with dates that exclude each other, and the words they share."""

    one: DatedStatement
    other: DatedStatement
    shared: tuple[str, ...]


def dated_statements(
    document: str,
    text: str,
    times: Iterable[Annotation[TimeExpression]],
    abbreviations: frozenset[str] = frozenset(),
) -> Iterator[DatedStatement]:
    """The sentences of a text that tell one date of their own, to the month or the day, with the words around it.

    A sentence with several dates is left out: which word belongs to which cannot be told without a parser; so is one
    that does not end within 400 characters. The words reach from the sentence's beginning, or twelve words in front of
    the date, to the first comma behind it; a comma right behind a date that opens the sentence ends nothing.
    """
    found: dict[Span, list[Annotation[TimeExpression]]] = defaultdict(list)
    for each in times:
        if each.body.value is not None and each.body.type in (TimeType.DATE, TimeType.TIME):
            sentence = _sentence(text, each.target, abbreviations)
            if sentence is not None:
                found[sentence].append(each)
    for sentence, dates in found.items():
        if len(dates) == 1 and _DATED.match(dates[0].body.value or ""):
            target, value = dates[0].target, dates[0].body.value or ""
            before = text[sentence.start : target.start].split()[-_AROUND:]
            opens = target.end + (len(before) <= _OPENING)  # "On 26 December, [the flag was lowered]"
            cut = next((at for at in range(opens, sentence.end) if text[at] in ",;:"), sentence.end)
            behind = text[target.end : cut].split()[:_AROUND]
            words = [*before, *text[target.start : target.end].split(), *behind]
            yield DatedStatement(document, " ".join(words), parse_edtf(value), target)


def _sentence(text: str, span: Span, abbreviations: frozenset[str]) -> Span | None:
    """The sentence around a date; None for one that is too long."""
    paragraph = text.rfind("\n\n", max(0, span.start - _REACH), span.start)
    floor = max(paragraph, span.start - _REACH, 0)
    start = last_sentence_start(text, floor, span.start, abbreviations)
    limit = min(len(text), span.end + _REACH)
    end = sentence_end(text, span.end, limit, abbreviations)
    cut = (start == floor > 0 and paragraph < 0) or (end == limit < len(text))
    return None if cut else Span(start, end)


def empty_words(vocabulary: Vocabulary) -> frozenset[str]:
    """The words of a language that tell no event: those of its table, and the names of months and weekdays."""
    names = [*vocabulary.tables["calendar.months"], *vocabulary.tables["times.weekdays"]]
    dated = {form.casefold() for entry in names for form in entry.split("|")}
    return vocabulary.words("times.empty_words") | dated


def date_conflicts(
    statements: Iterable[DatedStatement], empty: frozenset[str] = frozenset()
) -> list[DateConflict]:
    """The pairs of statements that date one event differently, in the order of the statements.

    `empty` are words that tell no event (`empty_words`). Time grows with the statements: a word that more than
    sixty of them have brings no two together.
    """
    rows = list(statements)
    keys = [_keys(row.words, empty) for row in rows]
    holders = _holders(keys)
    found = []
    for first, second in _pairs(holders, rare=max(_FEW, len(rows) // _RARE)):
        shared = set(keys[first]) & set(keys[second])
        fewest = min(len(keys[first]), len(keys[second]))
        telling = sum(len(holders[key]) <= max(_FEW, len(rows) // _RARE) for key in shared)
        deed = any(not (keys[first][key] or keys[second][key]) for key in shared)
        alike = len(shared) >= _SHARED and len(shared) >= _SHARE * fewest and telling >= _TELLING and deed
        if alike and _excluded(rows[first].date, rows[second].date):
            found.append(DateConflict(rows[first], rows[second], tuple(sorted(shared))))
    return found


def _holders(keys: Sequence[dict[str, bool]]) -> dict[str, list[int]]:
    """The statements that have each word."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(keys):
        for word in words:
            holders[word].append(number)
    return holders


def _pairs(holders: dict[str, list[int]], rare: int) -> list[tuple[int, int]]:
    """Pairs of statements that share a rare word, in order, each once."""
    return sorted(
        {
            (first, second)
            for numbers in holders.values()
            if len(numbers) <= min(rare, _COMMON)
            for at, first in enumerate(numbers)
            for second in numbers[at + 1 :]
        }
    )


def _keys(words: str, empty: frozenset[str]) -> dict[str, bool]:
    """The words that tell an event, without endings, and whether each may be a name (has a capital)."""
    keys: dict[str, bool] = {}
    for match in _WORD.finditer(words):
        word = match.group()
        low = word.casefold()
        if len(low) < _LETTERS or low in empty:
            continue
        stem = next(
            (
                low[: -len(end)]
                for end in _ENDINGS
                if low.endswith(end) and len(low) - len(end) >= _LETTERS - 1
            ),
            low,
        )
        keys[stem] = keys.get(stem, False) or word[0].isupper()
    return keys


def _excluded(one: Edtf, other: Edtf) -> bool:
    """Whether no day can be both, though the dates lie near enough to be of one event."""
    if None in (one.earliest, one.latest, other.earliest, other.latest):
        return False
    if not (one.precedes(other) or other.precedes(one)):
        return False
    gap = max((other.earliest or 0) - (one.latest or 0), (one.earliest or 0) - (other.latest or 0))
    return gap < _NEAR_DAYS
