"""Whose is a work, by its sentence?

`Lee's *…*`, `*…* by Ann Lee`, `Lee published *…*`, `In his book *…*, Lee wrote`, `Ann Lee, author of *…*`. A
pronoun is nobody here: who "he" is, is not guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.annotations import Phrase
from foresaid.model.bodies import Speaker, SpeakerKind
from foresaid.read.quotations.names import Names
from foresaid.read.wording import QUOTE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.lexicon import Lexicon
    from foresaid.read.wording import Token
    from foresaid.read.works.frames import Frames, Genre
    from foresaid.read.works.windows import Window
    from foresaid.read.works.words import WorkWords

# Words of the longest name with office looked at: "Professor Vladislav M. Zubok of the London School of Economics"
# has nine; behind its title the verb stands within as many again.
_NAME, _TO_VERB = 10, 14
# Words between a possessive and its work: "Trotsky's last unfinished 1940 book" has four.
_OWNED = 5
_POSSESSIVES = ("'s", "’s", "s'", "s’")
_ANYWHERE = frozenset(("at", "by", "and", "or", "the", "a", "an"))
_PRONOUNS = frozenset(("his", "her", "their", "its"))


class Agents:
    """Finds the agents of the works of one text."""

    def __init__(self, text: str, words: WorkWords, lexicon: Lexicon, frames: Frames) -> None:
        self._text = text
        self._words = words
        self._lexicon = lexicon
        self._names = Names(text, lexicon)
        self._frames = frames

    def of(self, window: Window, genre: Genre | None) -> tuple[Speaker, ...]:
        """The agents that the window states; none where it does not."""
        run = (
            self._behind_by(window)
            or self._owner(window, genre)
            or self._maker(window)
            or self._reporter(window)
            or self._own_genre(window, genre)
            or self._author_of(window)
            or self._in_bibliography(window)
            or self._around(window, genre)
        )
        runs = self._together(run, window) if run else []
        found = (self._speaker(each, window) for each in runs)
        return tuple(speaker for speaker in found if speaker is not None)

    def _together(self, run: Sequence[Token], window: Window) -> list[Sequence[Token]]:
        """A name and the one it is joined to: `Ann Lee and Ben Crane wrote *…*`, `*…* by Ann Lee and Ben Crane`."""
        first = next(n for n, token in enumerate(window.tokens) if token is run[0])
        last = first + len(run)
        before = self._run_to(window, first - 2) if first > 1 and window.low(first - 1) == "and" else ()
        behind = self._run_from(window, last + 1) if window.low(last) == "and" and first > window.at else ()
        return [each for each in (before, run, behind) if each]

    def owner(self, window: Window) -> tuple[Speaker, ...]:
        """Whose periodical the title's is: `the League's *Bulletin*`."""
        run = self._owner(window, None)
        speaker = self._speaker(run, window) if run else None
        return (speaker,) if speaker is not None else ()

    def _behind_by(self, window: Window) -> Sequence[Token]:
        """`*…* by Ann Lee`, `*…*, a novel by Ann Lee`, `*…* (by Ann Lee)`."""
        for number in range(window.at + 1, min(len(window.tokens), window.at + 1 + _OWNED + 1)):
            low = window.low(number)
            if low == "by":
                return self._run_from(window, number + 1)
            if (
                low in (",", "(")
                or low in self._words.genres
                or low in ("a", "an", "the", "written", "edited")
            ):
                continue
            return ()
        return ()

    def _owner(self, window: Window, genre: Genre | None) -> Sequence[Token]:
        """`Lee's *…*`, `Lee's 1862 book *…*`."""
        start = genre.at if genre is not None and genre.at < window.at else window.at
        for back in range(start - 1, max(-1, start - 1 - _OWNED), -1):
            token = window.tokens[back]
            if token.low in self._words.making or self._is_inside_name(window, back):
                return ()  # `the Fishermen's League published *…*`
            if token.low in ("'s", "’s"):
                return self._run_to(window, back - 1)
            if token.is_capital and token.low.endswith(_POSSESSIVES):
                return self._run_to(window, back)
            if not (token.is_word or token.text[0].isdigit()) or token.low in self._lexicon.cues:
                return ()
            if token.low in self._words.about or token.low in _ANYWHERE:
                return ()
        return ()

    def _is_inside_name(self, window: Window, number: int) -> bool:
        """Whether a possessive is part of a longer name: "the Bakers' Union", "the Fishermen's League"."""
        token, following = window.tokens[number], window.low(number + 1)
        if not token.low.endswith(_POSSESSIVES) or number + 1 >= len(window.tokens):
            return False
        return window.tokens[number + 1].is_capital and following in self._lexicon.name_heads

    def _maker(self, window: Window) -> Sequence[Token]:
        """`Lee published *…*`, `Lee has written a book called *…*`."""
        at = self._frames.made_by_verb(window)
        return self._subject(window, at) if at is not None else ()

    def _reporter(self, window: Window) -> Sequence[Token]:
        """`Lee wrote in *…*`."""
        at = self._frames.reported_in(window)
        return self._subject(window, at) if at is not None and window.low(at) in self._words.making else ()

    def _own_genre(self, window: Window, genre: Genre | None) -> Sequence[Token]:
        """`Lee said in her 1862 memoir, "…"`: "her" is whoever says it."""
        if genre is None or genre.at > window.at:
            return ()
        owner = next(
            (
                n
                for n in range(genre.at - 1, max(-1, genre.at - 1 - _OWNED), -1)
                if window.low(n) in _PRONOUNS
            ),
            None,
        )
        if owner is None or window.low(owner - 1) != "in":
            return ()
        for back in range(owner - 2, max(-1, owner - 2 - _OWNED), -1):
            if window.low(back) in self._lexicon.cues:
                return self._subject(window, back)
            if not window.tokens[back].is_word:
                return ()
        return ()

    def _author_of(self, window: Window) -> Sequence[Token]:
        """`Ann Lee, author of *…*`, `Ann Lee, the author of *…*`."""
        if not self._frames.author_of(window):
            return ()
        at = window.at - 1
        while window.low(at) not in self._words.makers:
            at -= 1
        at -= 1
        if window.low(at) in ("the", "an", "co"):
            at -= 1
        return self._run_to(window, at - 1) if window.low(at) == "," else ()

    def _in_bibliography(self, window: Window) -> Sequence[Token]:
        """`Ann Lee, *…*, vol. 1 (London, 1887)`."""
        comma = self._frames.in_bibliography(window)
        return self._run_to(window, comma - 1) if comma is not None else ()

    def _around(self, window: Window, genre: Genre | None) -> Sequence[Token]:
        """`In *…*, Lee wrote`, `Ann Lee, in her book *…*, wrote`."""
        if self._frames.opens_with(window, genre):
            return self._speaking_behind(window)
        if window.low(window.at - 1) == "(":  # `Ann Lee (*…*, p. 3) says`
            return self._run_to(window, window.at - 2)
        if window.low(window.at - 1) == "in" and window.low(window.at - 2) == ",":  # `Lee, in *…*, wrote`
            return self._run_to(window, window.at - 3) if self._verb_follows(window, window.at + 1) else ()
        front = genre.at if genre is not None and genre.at < window.at else window.at
        for back in range(front - 1, max(-1, front - 1 - _OWNED), -1):
            low = window.low(back)
            if low == "in" and window.low(back - 1) == "," and window.low(back + 1) in _PRONOUNS:
                return self._run_to(window, back - 2)
        return ()

    def _speaking_behind(self, window: Window) -> Sequence[Token]:
        """The name right behind the phrase that the sentence opens with, if a reporting verb follows it."""
        for number in range(window.at + 1, min(len(window.tokens), window.at + 1 + _TO_VERB)):
            if window.low(number) != "," and number > window.at + 1:
                continue
            first = number + 1 if window.low(number) == "," else number
            if window.low(first) in ("the", "a", "an"):
                first += 1
            run = self._run_from(window, first)
            if run and self._verb_follows(window, first + len(run)):
                return run
        return ()

    def _verb_follows(self, window: Window, start: int) -> bool:
        for number in range(start, min(len(window.tokens), start + _TO_VERB)):
            low = window.low(number)
            if low in self._lexicon.cues:
                return True
            if low in (QUOTE, ";", ":", "."):
                return False
        return False

    def _subject(self, window: Window, verb: int) -> Sequence[Token]:
        """The name that ends right in front of a verb, or in front of an apposition there."""
        at = verb - 1
        while window.low(at) in self._lexicon.auxiliaries or window.low(at) in self._lexicon.adverbs:
            at -= 1
        if window.low(at) == ",":
            at = next((n for n in range(at - 1, max(-1, at - _NAME), -1) if window.low(n) == ","), 0) - 1
        return self._run_to(window, at)

    def _run_from(self, window: Window, start: int) -> Sequence[Token]:
        """The name that begins at a token."""
        end = start
        while end < min(len(window.tokens), start + _NAME) and self._in_name(window, end, start):
            end += 1
        while end > start and not window.tokens[end - 1].is_capital:
            end -= 1
        return window.tokens[start:end]

    def _run_to(self, window: Window, last: int) -> Sequence[Token]:
        """The name that ends with a token."""
        if last < 0 or not window.tokens[last].is_capital:
            return ()
        start = last
        while start > max(0, last - _NAME) and self._in_name(window, start - 1, 0):
            start -= 1
        while start < last and (not window.tokens[start].is_capital or self._is_small(window.low(start))):
            start += 1
        return window.tokens[start : last + 1]

    def _in_name(self, window: Window, number: int, start: int) -> bool:
        token = window.tokens[number]
        if token.is_capital:
            return not (
                number > start and token.low in self._lexicon.function_words
            ) or token.text.endswith(".")
        return token.low in self._lexicon.name_particles and number > start

    def _is_small(self, low: str) -> bool:
        return low in self._lexicon.function_words or low in self._lexicon.determiners

    def _speaker(self, run: Sequence[Token], window: Window) -> Speaker | None:
        start, end = run[0].start, run[-1].end
        written = [token.text for token in run]
        for ending in _POSSESSIVES[:2]:
            if written[-1].endswith(ending):
                written[-1] = written[-1][: -len(ending)]
                end -= len(ending)
        if self._is_small(written[0].casefold()) or not written[-1]:
            return None
        starts = run[0] is window.tokens[0]
        name = self._names.name_of(written, start, starts_sentence=starts)
        if name is None:
            return None
        if len(written) == 1 and written[0].casefold() in self._lexicon.titles | self._lexicon.kept_titles:
            name = written[0]  # Pope, the poet, is not the "Protestant Pope" further in front
        return Speaker(Phrase(start, end, self._text[start:end]), name, self._kind(written, name))

    def _kind(self, written: Sequence[str], name: str) -> SpeakerKind | None:
        """What bears a name, where its words tell."""
        first, last = name.split(maxsplit=1)[0].casefold(), name.rsplit(maxsplit=1)[-1].casefold()
        low = [word.casefold().rstrip(".") for word in written]
        if first in self._lexicon.given_names_he | self._lexicon.given_names_she:
            return SpeakerKind.PERSON
        if any(word in self._lexicon.persons_titles for word in low[:-1]):
            return SpeakerKind.PERSON
        acronym = len(written) == 1 and written[0].isupper() and len(written[0]) > 1
        if acronym or last in self._lexicon.name_heads:
            return SpeakerKind.CORPORATE
        return None
