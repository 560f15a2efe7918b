"""Where, and on what occasion, does a frame say that words were spoken?

`in a speech at the Mechanics' Institute`, `speaking on the 47th anniversary of the flood`, `told a rally in Leeds`.
A place that may belong to anything else in the sentence is not taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.read.wording import QUOTE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.model.words import Vocabulary
    from foresaid.read.lexicon import Lexicon
    from foresaid.read.wording import Token

# Words of a place or occasion: "47th anniversary of the assassination of Leon Trotsky by an agent of the Stalinist
# GPU" has fourteen.
_LONGEST = 16
# Words between the reporting verb and "at": "told the assembled reporters on Monday at" has five.
_TO_PLACE = 5
_OF_DAYS = frozenset(
    ("anniversary", "centenary", "bicentenary", "centennial", "occasion", "eve", "opening")
)
_ARTICLES = frozenset(("a", "an", "the", "his", "her", "their", "its", "our", "my"))
_STOPS = frozenset(',;:—–.!?()"“”‘' + QUOTE)
_DATING = frozenset(("in", "on", "last", "next", "of", "this", "that"))  # in front of a date
_LINKS = frozenset(("of", "the", "for", "in", "on", "and", "to", "a", "an", "at", "by", "with", "between"))


class Setting(NamedTuple):
    """Token numbers (first, one behind the last) of a venue and of an occasion; None where unsaid."""

    venue: tuple[int, int] | None
    occasion: tuple[int, int] | None


class Venues:
    """Finds venues and occasions by the word tables of one language."""

    def __init__(self, vocabulary: Vocabulary, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._occasions = vocabulary.words("circumstances.occasions")
        self._speeches = vocabulary.words("circumstances.speeches")
        self._speaking = vocabulary.words("circumstances.speaking")
        self._ends = vocabulary.words("circumstances.phrase_ends")
        self._leading = vocabulary.words("circumstances.leading")
        self._times = lexicon.time_nouns | frozenset(
            part.casefold()
            for table in ("calendar.months", "works.weekdays")
            for entry in vocabulary.tables[table]
            for part in entry.split("|")
        )
        self._bodies = vocabulary.words("circumstances.body_words") | lexicon.name_heads

    def read(self, tokens: Sequence[Token], cue: tuple[int, int] | None) -> Setting:
        """The venue and the occasion that the words of a frame state; `cue` are the numbers of the reporting verb."""
        venue = occasion = None
        for number, token in enumerate(tokens):
            told = cue is not None and number == cue[1] - 1 and token.low in self._lexicon.addressing
            if not (token.low in self._leading or told):
                continue
            first, last = self._phrase(tokens, number + 1)
            if first == last:
                continue
            spoken = number > 0 and tokens[number - 1].low in self._speeches | self._speaking
            held = None
            if (
                spoken
                or told
                or (token.low not in ("before", "to") and self._is_attached(tokens, number, cue))
            ):
                held = self._occasion(tokens, first, last, token.low)
            if held is not None:
                occasion = occasion or held
            elif not told and self._is_place(tokens, number, (first, last), cue):
                venue = venue or (first, last)
        return Setting(venue, occasion or self._subject(tokens))

    def _phrase(self, tokens: Sequence[Token], start: int) -> tuple[int, int]:
        """The noun phrase that begins at a token, without its article."""
        first = start
        while first < len(tokens) and tokens[first].low in _ARTICLES:
            first += 1
        end = first
        while end < min(len(tokens), first + _LONGEST) and self._in_phrase(tokens, end):
            end += 1
        while end > first and (tokens[end - 1].low in _LINKS or tokens[end - 1].low in _ARTICLES):
            end -= 1
        return first, end

    def _in_phrase(self, tokens: Sequence[Token], number: int) -> bool:
        """Whether a word goes on with the words of a place or occasion; dates, verbs and clauses end them."""
        token = tokens[number]
        low, lexicon = token.low, self._lexicon
        ends = (
            low in self._ends
            or low in lexicon.relatives
            or low in lexicon.auxiliaries
            or low in lexicon.pronouns
        )
        if ends or token.text in _STOPS:
            return False
        if low in lexicon.cues and not token.is_capital and low not in self._occasions:
            return False
        behind = tokens[number + 1] if number + 1 < len(tokens) else None
        following = behind.low if behind is not None else ""
        ordinal = behind is not None and behind.start == token.end and behind.is_word  # "47" "th"
        if low in self._times or (token.text.isdigit() and not ordinal):
            return False
        return not (low in _DATING and (following in self._times or following[:4].isdigit()))

    def _occasion(
        self, tokens: Sequence[Token], first: int, last: int, leading: str
    ) -> tuple[int, int] | None:
        head = next((n for n in range(first, last) if tokens[n].low in _LINKS), last) - 1
        if head < first:
            return None
        word = tokens[head].low
        if word == "interview" and leading in ("in", "during"):
            return head, last
        if not self._is_occasion(tokens, first, head, leading):
            return None
        alone = last - first == 1 and not tokens[first].is_capital
        if word != "occasion":
            return None if alone and first and tokens[first - 1].low not in _ARTICLES else (first, last)
        start = head + 1
        if head + 1 >= last or tokens[head + 1].low != "of":
            return None
        while start < last and tokens[start].low in _LINKS:
            start += 1
        return (start, last) if start < last else None

    def _is_attached(self, tokens: Sequence[Token], number: int, cue: tuple[int, int] | None) -> bool:
        """Whether "at …" goes with the speaking, not with a noun: no `his performance at Saturday's debate`."""
        before = tokens[number - 1] if number else None
        if before is None or not before.is_word or tokens[number].low == "during":
            return True
        if before.low in self._times or before.low in self._lexicon.cues:
            return True
        return cue is not None and cue[1] <= number <= cue[1] + _TO_PLACE + 1

    def _is_occasion(self, tokens: Sequence[Token], first: int, head: int, leading: str) -> bool:
        """Whether a phrase names an occasion; "Congress" alone is a body, "leaving Congress" neither, "March 1887" a date."""
        word, opening = tokens[head].low, tokens[first].low
        if head > first and f"{tokens[head - 1].low} {word}" in self._occasions:
            return leading != "on"
        if word not in self._occasions or (leading == "on" and word not in _OF_DAYS):
            return False
        if opening.endswith("ing") and opening not in self._occasions:
            return False
        return not tokens[head].is_capital or (first < head and tokens[head - 1].text[:1].isalnum())

    def _is_place(
        self, tokens: Sequence[Token], number: int, phrase: tuple[int, int], cue: tuple[int, int] | None
    ) -> bool:
        """Whether "at …" is where the words were spoken: behind a word for speaking, or close behind the verb."""
        first, last = phrase
        if self._is_first_of_several(tokens, first, last):
            return False
        named = any(token.is_capital for token in tokens[first:last])
        before = tokens[number - 1].low if number else ""
        body = any(token.low.rstrip(".") in self._bodies for token in tokens[first:last])
        if before in self._speeches or before in self._speaking:
            audience = tokens[number].low == "to" and body and before in self._speeches
            return named and (audience or tokens[number].low in ("at", "before", "in"))
        if tokens[number].low != "at" or not (named and body):
            return False
        opens = all(not token.is_word for token in tokens[:number])
        return opens or (
            cue is not None
            and cue[1] <= number <= cue[1] + _TO_PLACE
            and all(token.is_word for token in tokens[cue[1] : number])
        )

    def _is_first_of_several(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        """Whether a lone name is followed by others behind a comma: `at Lee, Crane & Berg`."""
        behind = tokens[last : last + 2]
        listed = len(behind) > 1 and behind[0].text == "," and behind[1].is_capital
        return listed and last - first == 1 and tokens[first].low not in self._bodies

    def _subject(self, tokens: Sequence[Token]) -> tuple[int, int] | None:
        """`The 30th anniversary of the flood has heard …`: an anniversary that is the sentence's own subject."""
        start = next((n for n, token in enumerate(tokens) if token.is_word), 0)
        if start >= len(tokens) or tokens[start].low != "the":
            return None
        first, last = self._phrase(tokens, start)
        head = next((n for n in range(first, last) if tokens[n].low in _LINKS), last) - 1
        if head <= first or tokens[head].low not in _OF_DAYS:
            return None
        return first, last
