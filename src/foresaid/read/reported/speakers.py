"""Whose are words that are reported without marks: what do the words for their source stand for?

As for marked words (attribution.py): a name is led back to its fullest form, "I" to the document's own speaker or
that of the turn, "he" and "she" to the speaker named last or the subject of the sentence in front, and to nobody
where these differ or somebody else may be meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.annotations import Phrase, Span
from foresaid.model.bodies import Speaker, SpeakerKind
from foresaid.read.quotations.names import Names
from foresaid.read.quotations.pronouns import subject_in_front
from foresaid.read.quotations.speakers import kind_of
from foresaid.read.quotations.turns import Turn, turn_at, turns
from foresaid.read.wording import words_between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.model.bodies import Quotation
    from foresaid.read.lexicon import Lexicon

# How far back a pronoun finds its speaker (attribution.py).
_REACH = 1500
_HE = ("he", "she")


class Speakers:
    """Who is meant in one text; remembers the marked quotations' speakers as far as the reading has come."""

    def __init__(
        self, text: str, lexicon: Lexicon, own: str | None, outer: Sequence[tuple[Span, Quotation]]
    ) -> None:
        self._text = text
        self._lexicon = lexicon
        self._own = own
        self._names = Names(text, lexicon)
        self._outer = outer
        self._places = [(span.start, span.end) for span, _ in outer]
        self._passed = 0
        self._turns: list[Turn] | None = None

    def speaker(
        self, source: Span, name: Sequence[Span], limits: tuple[Span, int], *, opens: bool
    ) -> Speaker:
        """Who a source is; `name` are the words of its name, `opens` whether it opens its sentence.

        `limits` are the paragraph of the report and where the one in front of it begins. To be asked in text order.
        """
        phrase = Phrase(source.start, source.end, self._text[source.start : source.end])
        self._pass_quotations(source.start)
        low = phrase.text.lower()
        if low == "i":
            return Speaker(phrase, self._first_person(source.start), SpeakerKind.PERSON)
        if low in _HE:
            meant = self._meant(low, source, limits)
        else:
            words = [self._text[span.start : span.end] for span in name]
            meant = self._names.name_of(words, phrase.start, starts_sentence=opens) if words else None
        self._names.speaker_met(meant, phrase.start, inverted=False)
        tokens = words_between(self._text, source.start, source.end, self._lexicon.abbreviations)
        kind = kind_of(tokens, meant, self._names, self._lexicon) if tokens else None
        return Speaker(phrase, meant, kind)

    def _pass_quotations(self, position: int) -> None:
        """Meet the speakers of the marked quotations in front of a place."""
        while self._passed < len(self._outer) and self._outer[self._passed][0].start < position:
            speaker = self._outer[self._passed][1].speaker
            if speaker is not None and speaker.phrase is not None and speaker.phrase.start < position:
                self._names.speaker_met(speaker.name, speaker.phrase.start, inverted=False)
            self._passed += 1

    def _first_person(self, position: int) -> str | None:
        if self._turns is None:
            self._turns = turns(self._text, self._lexicon)
        turn = turn_at(self._turns, position)
        return turn.name if turn is not None else self._own

    def _meant(self, pronoun: str, source: Span, limits: tuple[Span, int]) -> str | None:
        """The name that "he" or "she" stands for: the speaker named last and the subject in front must agree."""
        names = self._names
        start = max(names.last_speaker_at(), source.start - _REACH)
        spoke = names.meant_by(pronoun, self._outside(start, source.start), source.start, _REACH)
        paragraph, above = limits
        mentioned = subject_in_front(
            self._text,
            source.start,
            self._places,
            self._passed,
            (above, paragraph.start),
            pronoun=pronoun,
            lexicon=self._lexicon,
        )
        if mentioned is None:
            return spoke
        outside = self._outside(mentioned.opening, source.start)
        subject = names.person_meant(pronoun, mentioned.words, outside, mentioned.start)
        return subject if spoke is None or subject == spoke else None

    def _outside(self, start: int, end: int) -> str:
        """What stands outside marked quotations between two places."""
        pieces, position = [], end
        for number in range(self._passed - 1, -1, -1):
            opening, close = self._places[number]
            if close <= start:
                break
            if close <= position:
                pieces.append(self._text[close:position])
                position = max(start, opening)
        pieces.append(self._text[start:position])
        return " ".join(reversed(pieces))
