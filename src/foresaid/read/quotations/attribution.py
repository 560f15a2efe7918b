"""Whose words are they: which name do the subject of a frame, its pronoun or its "I" stand for?

A pronoun is led back, in this order: to the subject of what stands in front in its own sentence; to the speaker
named last; to the subject of the sentence in front. Where these disagree, or somebody else may be meant, to nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.annotations import Phrase
from foresaid.model.bodies import Speaker, SpeakerKind
from foresaid.read.quotations.pronouns import subject_in_front
from foresaid.read.quotations.speakers import kind_of
from foresaid.read.quotations.subjects import sentence_subject, subject_behind
from foresaid.read.quotations.turns import Turn, turn_at, turns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.lexicon import Lexicon
    from foresaid.read.quotations.frames import Frame
    from foresaid.read.quotations.names import Names
    from foresaid.read.quotations.places import Place
    from foresaid.read.wording import Token

# How far back a pronoun finds its speaker: about three paragraphs of a newspaper.
_PRONOUN_REACH = 1500


def phrase_of(text: str, tokens: Sequence[Token]) -> Phrase:
    """The words of the text from the first of some tokens to the last."""
    start, end = tokens[0].start, tokens[-1].end
    return Phrase(start, end, text[start:end])


class Attribution:
    """Who is meant in one text; remembers who spoke and which names were met."""

    def __init__(self, text: str, lexicon: Lexicon, names: Names, own: str | None) -> None:
        self._text = text
        self._lexicon = lexicon
        self._names = names
        self._own = own
        self._turns: list[Turn] | None = None

    def speaker(self, frame: Frame, place: Place, outer: Speaker | None) -> Speaker | None:
        """The subject of a frame with its name and kind; `outer` speaks the quotation around this one."""
        subject = frame.subject
        if subject is None or self._is_told(frame):
            return None
        words = frame.tokens[subject.start : subject.end]
        phrase = phrase_of(self._text, words)
        if subject.pronoun and words[0].low == "i":
            return Speaker(phrase, self._first_person(place, outer), SpeakerKind.PERSON)
        if subject.pronoun:
            name = self._meant(words[0], frame, place)
        elif subject.name is None:
            name = None
        else:
            named = [token.text for token in frame.tokens[subject.name[0] : subject.name[1]]]
            name = self._names.name_of(named, phrase.start, starts_sentence=subject.name[0] == 0)
        if place.level == 1:
            inverted = frame.behind and subject.start >= frame.cue[1]
            self._names.speaker_met(name, phrase.start, inverted=inverted)
        return Speaker(phrase, name, kind_of(words, name, self._names, self._lexicon))

    def _first_person(self, place: Place, outer: Speaker | None) -> str | None:
        """Whose "I" it is: inside a quotation its speaker's, in a transcript the turn's, else the document's own."""
        if place.level > 1:
            return outer.name if outer is not None else None
        if self._turns is None:
            self._turns = turns(self._text, self._lexicon)
        turn = turn_at(self._turns, place.marked.start)
        return turn.name if turn is not None else self._own

    def _is_told(self, frame: Frame) -> bool:
        """Whether the subject only hears: `Lee was told that "…"`, `it is agreed that "…"`."""
        return frame.passive and frame.tokens[frame.cue[0]].low not in self._lexicon.passive_sources

    def _meant(self, pronoun: Token, frame: Frame, place: Place) -> str | None:
        """The name a pronoun stands for: the last named speaker, or the subject of the sentence in front."""
        names, reach = self._names, _PRONOUN_REACH
        if pronoun.low not in ("he", "she"):
            return None
        here = self._named_before(pronoun, frame)
        if here is not None:
            return here
        start = max(names.last_speaker_at(), pronoun.start - reach)
        spoke = None
        if place.level == 1:  # inside a quotation "he" is hardly its speaker, who says "I"
            outside = self._outside(place, start, pronoun.start)
            spoke = names.meant_by(pronoun.low, outside, pronoun.start, reach)
        subject = self._subject_meant(pronoun, frame, place)
        if spoke == subject or subject is None:
            return spoke
        # `"…," said Ann. Eve laughed. "…," she said.` may be either's; behind `She said: "…"` stands Eve
        rivals = spoke is not None or names.may_mean_speaker(pronoun.low, pronoun.start, reach)
        return None if frame.behind and rivals else subject

    def _named_before(self, pronoun: Token, frame: Frame) -> str | None:
        """The person who is the subject of what stands in front in the same sentence: `When Ann came in, she said`."""
        before = [token for token in frame.tokens if token.start < pronoun.start]
        fronted = bool(before) and before[0].low in self._lexicon.subordinators
        subject = (
            subject_behind(before, 1, self._lexicon)
            if fronted
            else sentence_subject(before, len(before), self._lexicon)
        )
        if frame.behind or subject is None or subject.name is None or subject.end >= len(before):
            return None
        words = [token.text for token in before[subject.start : subject.end]]
        between = self._text[before[subject.end].start : pronoun.start]
        return self._names.person_meant(pronoun.low, words, between, before[subject.start].start)

    def _subject_meant(self, pronoun: Token, frame: Frame, place: Place) -> str | None:
        """The person by name who is the subject of the sentence in front of the pronoun's own."""
        opening = min(frame.tokens[0].start, place.marked.start)
        mentioned = subject_in_front(
            self._text,
            opening,
            place.siblings,
            place.number,
            (place.above, place.floor),
            pronoun=pronoun.low,
            lexicon=self._lexicon,
        )
        if mentioned is None:
            return None
        outside = self._outside(place, mentioned.opening, pronoun.start)
        return self._names.person_meant(pronoun.low, mentioned.words, outside, mentioned.start)

    def _outside(self, place: Place, start: int, end: int) -> str:
        """What stands outside quotations between two places; the second one is beside the quotation."""
        pieces, position = [], end
        for number in range(place.number - (end < place.marked.start), -1, -1):
            sibling = place.siblings[number]
            if sibling[1] > position:
                continue
            pieces.append(self._text[max(start, sibling[1]) : position])
            position = sibling[0]
            if position <= start:
                break
        pieces.append(self._text[start:position])
        return " ".join(pieces)
