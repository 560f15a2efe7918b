"""Which words of a sentence tell an event, and which of its dates is whose?

A date belongs to the nearest event in reach, with no new clause and no other event's verb between them; of a date
that another word holds ("the treaty of 1856", "the year ended June 30") no event is dated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.errors import DateError
from foresaid.model.bodies import TimeType
from foresaid.read.assertions.sentence import CLAUSE_MARKS, clause_start
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.model.annotations import Phrase
    from foresaid.model.dates import Edtf
    from foresaid.read.assertions.sentence import Sentence
    from foresaid.read.assertions.words import AssertionWords

# Words between an event and its date. "culminated in the assassination of … in Coyoacan, Mexico, on August 20" has 11.
_REACH = 22
# Words between an event and a date that is its own and no other's: "approved on the March 3".
_TOUCHING = 3
# Days by which "by the end of the year" may reach beyond the document's date.
_SAME_YEAR = 366
# Words in front of a date that opens its clause: "Then, early in".
_OPENING = 3


class Dated(NamedTuple):
    """A date and its words; `start` and `end` are token numbers, or -1 where it stands in another sentence."""

    start: int
    end: int
    value: str
    phrase: Phrase


class Trigger(NamedTuple):
    """A word for an event, as token numbers, and the noun that names its kind."""

    first: int
    last: int
    family: str
    verb: bool


def dates_of(sentence: Sentence) -> list[Dated]:
    """The dates of a sentence whose value is known, in order."""
    found = []
    for time in sentence.times:
        if time.body.value and time.body.type in (TimeType.DATE, TimeType.TIME):
            start, end = sentence.index_at(time.target.start), sentence.index_at(time.target.end)
            if start < end:
                found.append(Dated(start, end, time.body.value, sentence.phrase(start, end)))
    return found


def lies_ahead(value: str, written: Edtf | None) -> bool:
    """Whether a date reaches beyond the day on which the document was written."""
    if written is None or written.latest is None:
        return False
    try:
        date = parse_edtf(value)
    except DateError:
        return True
    if date.earliest is not None:
        return date.earliest > written.latest
    return date.latest is not None and date.latest > written.latest + _SAME_YEAR


def takes_over(sentence: Sentence, words: AssertionWords) -> bool:
    """Whether a sentence says that it is about the time of the one in front: "that same day"."""
    lows = [token.low for token in sentence.tokens]
    return any(
        " ".join(lows[index : index + length]) in words.sets["same_time"]
        for index in range(len(lows))
        if lows[index] in words.openings["same_time"]
        for length in (2, 3)
    )


def triggers_in(sentence: Sentence, words: AssertionWords) -> Iterator[Trigger]:
    """The words for events in a sentence, in order."""
    verbs, nouns, phrases = words.event_verbs, words.event_nouns, words.openings["event_phrases"]
    done = 0
    for index, token in enumerate(sentence.tokens):
        low = token.low
        if index < done:
            continue
        if low in phrases:
            told = words.event_phrases.get((low, sentence.low(index + 1)))
            if (
                told is not None
                and tuple(t.low for t in sentence.tokens[index : index + len(told[0])]) == told[0]
            ):
                done = index + len(told[0])
                yield Trigger(index, done, told[1], verb=low != "rise")
                continue
        if low in verbs:
            yield Trigger(index, index + 1, verbs[low], verb=True)
        elif (
            low in nouns
            and _is_common(sentence, index)
            and (low[-3:] != "ing" or sentence.low(index + 1) == "of")
        ):
            yield Trigger(index, index + 1, nouns[low], verb=False)


def _is_common(sentence: Sentence, index: int) -> bool:
    """Whether a word is no part of a name; "the Battle of Arden" is an event all the same."""
    return not sentence.tokens[index].is_capital or sentence.low(index + 1) == "of"


def date_for(
    sentence: Sentence,
    trigger: Trigger,
    dates: Sequence[Dated],
    triggers: Sequence[Trigger],
    words: AssertionWords,
) -> Dated | None:
    """The nearest date in the trigger's reach with no mark and no other event's verb between them."""
    if dates[0].start < 0:
        return dates[0]
    fitting = [date for date in dates if _fits(sentence, trigger, date, triggers, words)]
    return min(fitting, key=lambda date: _distance(trigger, date), default=None)


def _distance(trigger: Trigger, date: Dated) -> int:
    return date.start - trigger.last if date.start >= trigger.last else trigger.first - date.end


def _fits(
    sentence: Sentence, trigger: Trigger, date: Dated, triggers: Sequence[Trigger], words: AssertionWords
) -> bool:
    """Whether a date may be an event's: in reach, not another word's, and with no new clause between them."""
    behind = date.start >= trigger.last
    start, end = (trigger.last, date.start) if behind else (date.end, trigger.first)
    if not 0 <= end - start <= _REACH or _is_held(sentence, trigger, date, triggers, words):
        return False
    if not behind and not (trigger.verb and _opens(sentence, date, words)):
        return False
    if not trigger.verb and any(sentence.low(index).endswith("ed") for index in range(end - 2, end)):
        return False  # "the completion of the work begun and suspended last year"
    if behind and not trigger.verb and any(_turns(sentence, index, words) for index in range(start, end)):
        return False
    parted = any(_parts(sentence, index, words, behind=behind) for index in range(start, end))
    rivals = behind and any(other.verb and start <= other.first < end for other in triggers)
    return not parted and not rivals


def _turns(sentence: Sentence, index: int, words: AssertionWords) -> bool:
    """`the purchase of bonds, the surplus on 30 November`: whether another noun phrase follows a comma."""
    return sentence.low(index) == "," and sentence.low(index + 1) in words.grammar.determiners


def _opens(sentence: Sentence, date: Dated, words: AssertionWords) -> bool:
    """Whether a date stands at the head of its clause, behind a preposition or an adverb or two."""
    start = clause_start(sentence, date.start, words.grammar)
    while start < date.start and sentence.time_at(sentence.tokens[start].start) is not None:
        start += 1  # "Forty years ago, on 3 March 1815,"
    return date.start - start <= _OPENING


def _is_held(
    sentence: Sentence, trigger: Trigger, date: Dated, triggers: Sequence[Trigger], words: AssertionWords
) -> bool:
    """Whether a date belongs to another word: "the treaty of 1856", "the year ended June 30", "act approved March 3"."""
    place = date.start - 1 if sentence.low(date.start - 1) == "the" else date.start
    before, noun = sentence.low(place - 1), sentence.low(place - 2)
    of_other = before == "of" and not words.among(noun, "day_parts") and trigger.last != place - 1
    ends_term = words.among(noun, "date_limits") and noun not in ("than", "to")
    if (
        of_other
        or ends_term
        or words.among(before, "date_limits")
        or _is_attributive(sentence, date, words)
    ):
        return True
    if before == "-" or _is_bare(sentence, date, words):
        return True  # the second half of "1835-36"; "they passed the severe winter"
    if before in ("and", "to") and sentence.time_at(sentence.tokens[place - 2].start) is not None:
        return True  # "between March and May": neither month alone
    if before in ("since", "before", "after") and "/" not in date.value:
        return True  # "released since 1969": from then on, and not then
    if date.start >= trigger.last and sentence.low(date.end) in words.grammar.modals:
        return True  # "began the work, 1974 must": the date is a subject
    nearest = [other for other in triggers if other.last <= date.start <= other.last + _TOUCHING]
    return bool(nearest) and nearest[-1] != trigger


def _is_bare(sentence: Sentence, date: Dated, words: AssertionWords) -> bool:
    """Whether a date is one word without a figure and nothing in front leads over to it: a season, a month."""
    if (
        date.end - date.start > 1
        or any(map(str.isdigit, date.phrase.text))
        or date.phrase.text[-2:] == "ay"
    ):
        return False
    before = sentence.low(date.start - 1)
    return (
        before not in words.grammar.prepositions
        and before not in words.grammar.determiners
        and before != ""
    )


def _is_attributive(sentence: Sentence, date: Dated, words: AssertionWords) -> bool:
    """Whether a year behind "the" only tells which: "the 1972 presidential election"."""
    if not date.phrase.text.isdigit() or date.end >= len(sentence.tokens):
        return False
    if sentence.low(date.start - 1) != "the":
        return False
    behind, grammar = sentence.tokens[date.end], words.grammar
    small = (
        behind.low in grammar.prepositions
        or behind.low in grammar.auxiliaries
        or behind.low in grammar.conjunctions
    )
    return behind.is_word and not small


def _is_infinitive(sentence: Sentence, index: int, words: AssertionWords) -> bool:
    """`adjourned, to meet in June`: whether "to" opens what was yet to be done."""
    if sentence.low(index) != "to" or index + 1 >= len(sentence.tokens):
        return False
    behind = sentence.tokens[index + 1]
    noun = (
        behind.is_capital
        or behind.low in words.grammar.determiners
        or sentence.time_at(behind.start) is not None
    )
    return behind.is_word and not noun and sentence.low(index - 1) == ","


def _parts(sentence: Sentence, index: int, words: AssertionWords, *, behind: bool) -> bool:
    """Whether a new clause begins at a token between an event and its date."""
    low, following = sentence.low(index), sentence.low(index + 1)
    if low in CLAUSE_MARKS or (low == "," and (following in ("and", "but") or following.endswith("ing"))):
        return True
    if behind and (words.among(low, "plain_verbs") or _is_infinitive(sentence, index, words)):
        return True
    grammar = words.grammar
    if behind and (low in grammar.auxiliaries or low in words.currencies or low in words.magnitudes):
        return True
    if not behind:
        return low in grammar.relatives - {"that"} or low in grammar.subordinators
    if low in grammar.subordinators:
        return sentence.time_at(sentence.tokens[index + 1].start) is None
    return low.replace("’", "'").partition("'")[0] in (
        "i",
        "we",
        "he",
        "she",
        "they",
        "that",
        "which",
        "who",
    )
