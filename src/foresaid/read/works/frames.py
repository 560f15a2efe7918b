"""What does the sentence around a title say of it: what it is, and that it is one?

`his 1936 book on the dams of Kent, *…*`, `*…*, a novel by Ann Lee`, `a film called "…"`. Everything here looks at
the words of one window (windows.py) and at a bounded number of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.read.wording import QUOTE

if TYPE_CHECKING:
    from foresaid.read.lexicon import Lexicon
    from foresaid.read.works.windows import Window
    from foresaid.read.works.words import WorkWords

# Words between "book" and its title: "book on the nature of the Soviet Union and Stalinism," has nine.
_SUBJECT = 14
# Words between a title and what it is, in apposition: ", the last and longest of her novels" has six.
_APPOSITION = 6
# Words between a verb and what it makes: "published in the same year a book called *…*".
_OBJECT = 8
_ARTICLES = frozenset(("a", "an", "the", "his", "her", "their", "its", "my", "our"))
_PLACES = frozenset(("with", "on", "to", "at", "by", "from", "about"))
# Words of an author's name in a bibliography.
_NAME_WORDS = 5
_STOPS = frozenset(".;:!?—–()" + QUOTE)


class Genre(NamedTuple):
    """The word that says what a work is, its number in the window, and whether it touches the title."""

    word: str
    at: int
    direct: bool


class Frames:
    """Reads windows by the word tables of one language."""

    def __init__(self, words: WorkWords, lexicon: Lexicon) -> None:
        self._words = words
        self._lexicon = lexicon

    def genre(self, window: Window) -> Genre | None:
        """What the window says that the title is; None if it does not."""
        return self._genre_in_front(window) or self._genre_behind(window)

    def _genre_in_front(self, window: Window) -> Genre | None:
        at = window.at - 1
        if window.low(at) == ",":
            at -= 1
        while window.low(at) in self._words.entitled:
            at -= 1
        if window.low(at) in self._words.genres and not self._is_verb(window, at):
            return Genre(self._words.genres[window.low(at)], at, direct=at == window.at - 1)
        for back in range(at - 1, max(-1, at - _SUBJECT), -1):
            token = window.tokens[back]
            if token.low in _STOPS or token.low == "," or self._is_finite(token.low):
                return None
            if token.low in self._words.genres and window.low(back + 1) in self._words.about:
                # `a letter to the *Times*` is not called so
                near = window.low(window.at - 1) == "," or window.low(window.at - 1) in self._words.entitled
                return Genre(self._words.genres[token.low], back, direct=False) if near else None
        return None

    def _genre_behind(self, window: Window) -> Genre | None:
        at = window.at + 1
        if window.low(at) in self._words.genres and not self._is_verb(window, at):
            return Genre(self._words.genres[window.low(at)], at, direct=True)
        if not (window.low(at) in ("is", "was", ",", "(") and window.low(at + 1) in _ARTICLES):
            return None
        at += 1
        for number in range(at + 1, at + 1 + _APPOSITION):
            low = window.low(number)
            if low in self._words.genres:
                return Genre(self._words.genres[low], number, direct=False)
            if not low or low in _STOPS or low == "," or self._is_finite(low):
                return None
        return None

    def _is_verb(self, window: Window, at: int) -> bool:
        """Whether a word such as "play" or "report" is a verb where it stands: behind "to", "they", "will"."""
        before = window.low(at - 1)
        return before == "to" or before in self._lexicon.pronouns or before in self._lexicon.auxiliaries

    def _is_finite(self, low: str) -> bool:
        return low in self._lexicon.auxiliaries or (
            low in self._lexicon.cues and low not in self._words.genres
        )

    def made_by_verb(self, window: Window) -> int | None:
        """The number of the verb whose object the title is: `Lee published in 1862 *…*`; None if there is none."""
        for back in range(window.at - 1, max(-1, window.at - 1 - _OBJECT), -1):
            low = window.tokens[back].low
            if low in self._words.making or low in self._words.founding:
                return back
            if low in _STOPS or low == "," or self._is_finite(low) or low in self._lexicon.relatives:
                return None
        return None

    def directly_made(self, window: Window) -> bool:
        """Whether a verb of making or using touches the title but for small words: `starred in "…"`, `wrote "…"`."""
        at = window.at - 1
        while window.low(at) in ("in", "the", "on", "to", "a", "for", "by"):
            at -= 1
        low = window.low(at)
        return low in self._words.making or low in self._words.using

    def reported_in(self, window: Window) -> int | None:
        """The number of the reporting verb of `Lee wrote in *…*` or `said on "…"`; None if there is none."""
        at = self._before_owner(window)
        if at < window.at - 1 and (teller := self._told(window, at)) is not None:
            return teller
        if window.low(at) == "the" or window.low(at) in self._lexicon.determiners:
            at -= 1
        if window.low(at) not in ("in", "on"):
            return None
        for back in range(at - 1, max(-1, at - 1 - _OBJECT), -1):
            low = window.tokens[back].low
            if low in self._lexicon.cues or low in self._words.making:
                return back
            if low in _STOPS or low == "," or low in self._lexicon.auxiliaries:
                return None
        return None

    def _before_owner(self, window: Window) -> int:
        """The number of the token in front of a title and whoever owns it: `on NBC's "…"`."""
        at = window.at - 1
        if not self.owned(window):
            return at
        while at >= 0 and (window.tokens[at].is_capital or window.low(at) in ("'s", "’s", "of")):
            at -= 1
        return at

    def _told(self, window: Window, at: int) -> int | None:
        """`told NBC's "…"`, `an interview with NBC's "…"`: what is told so is a broadcast or a paper."""
        if window.low(at) in self._lexicon.addressing or window.low(at) in self._lexicon.cues:
            return at
        return at if window.low(at) in ("with", "to") and window.low(at - 1) in self._words.spoken else None

    def reports(self, window: Window) -> bool:
        """Whether the title is itself what reports: `the *Tribune* wrote`, `*Pravda* is publishing today`."""
        at = window.at + 1
        while window.low(at) in self._lexicon.auxiliaries or window.low(at) in self._lexicon.adverbs:
            at += 1
        finite = at > window.at + 1 or not window.low(at).endswith("ing")
        return finite and (window.low(at) in self._lexicon.cues or window.low(at) in self._words.making)

    def opens_with(self, window: Window, genre: Genre | None = None) -> bool:
        """Whether the sentence begins with "In *…*" or "In his book on …, *…*"; not `In an interview on "…"`."""
        first = next((n for n, token in enumerate(window.tokens) if token.is_word), 0)
        if window.tokens[first].low != "in":
            return False
        front = genre.at if genre is not None and genre.at < window.at else window.at
        return all(
            token.low not in _STOPS and not self._is_finite(token.low)
            for token in window.tokens[first + 1 : window.at]
        ) and all(
            token.low not in _PLACES and (number == front or token.low not in self._words.spoken)
            for number, token in enumerate(window.tokens[first + 1 : front], first + 1)
        )

    def made_by_name(self, window: Window) -> bool:
        """Whether "by" and a name follow the title: `*…*, by Ann Lee`."""
        at = window.at + 1
        if window.low(at) in (",", "("):
            at += 1
        following = window.tokens[at + 1 : at + 2]
        return window.low(at) == "by" and bool(following) and following[0].is_capital

    def author_of(self, window: Window) -> bool:
        """Whether "author of" stands in front of the title."""
        at = window.at - 1
        if window.low(at) in _ARTICLES:
            at -= 1
        return window.low(at) == "of" and window.low(at - 1) in self._words.makers

    def is_located(self, window: Window) -> bool:
        """Whether a page, a volume or a year in brackets follows: `*…*, p. 3`, `*…* (1862)`."""
        low = [window.low(window.at + number).rstrip(".") for number in (1, 2, 3)]
        year = low[1].isdigit() and len(low[1]) == len("1862") and low[2] == ")"
        return (low[0] == "," and low[1] in self._words.located) or (low[0] == "(" and year)

    def in_bibliography(self, window: Window) -> int | None:
        """`Ann Lee, *…*, vol. 1 (London, 1887), p. 23`: the number of the comma behind the author; None if it is none."""
        comma = window.at - 1
        behind = window.low(window.at + 1), window.low(window.at + 2)
        place = behind[1].rstrip(".") in self._words.located or behind[1].isdigit() or behind[1] == QUOTE
        cited = behind[0] in ("(", QUOTE) or (behind[0] == "," and place)
        if window.low(comma) != "," or not cited:
            return None
        first = comma
        while first and comma - first < _NAME_WORDS and window.tokens[first - 1].is_capital:
            first -= 1
        lead = window.low(first - 1) if first else ""
        return (
            comma
            if first < comma and (not lead or not lead[0].isalpha() or lead in self._words.see)
            else None
        )

    def owned(self, window: Window) -> bool:
        """Whether a possessive with a capital touches the title: `Lee's *…*`."""
        if window.at == 0:
            return False
        token = window.tokens[window.at - 1]
        return (token.is_capital and token.low.endswith(("'s", "’s", "s'", "s’"))) or (
            token.low in ("'s", "’s") and window.at > 1 and window.tokens[window.at - 2].is_capital
        )

    def is_attribute(self, window: Window) -> bool:
        """Whether a title in marks is the attribute of a noun behind it: `the "Be Kind" initiative`."""
        following = window.tokens[window.at + 1 : window.at + 2]
        if not following or not following[0].is_word or following[0].is_capital:
            return False
        low, lexicon = following[0].low, self._lexicon
        return not (
            low in lexicon.function_words
            or low in lexicon.complements
            or low in lexicon.auxiliaries
            or low in lexicon.adverbs
            or low in lexicon.relatives
            or low in lexicon.pronouns
            or low in lexicon.determiners
            or low in lexicon.cues
            or low in self._words.genres
            or low in self._words.making
            or low in self._words.founding
        )

    def is_broadcast(self, window: Window, genre: Genre) -> bool:
        """Whether a "program" is one of radio or television, by its owner or by the words in front of it."""
        near = {window.low(genre.at - back) for back in (1, 2)}
        set_apart = genre.at > window.at + 1  # `"Stone Age", the old series`
        return set_apart or self.owned(window) or bool(near & self._words.airing)

    def is_held(self, window: Window) -> bool:
        """Whether a title in marks is aired, shown or titled so: `on the BBC's "…"`, `an episode of "…"`, `titled "…"`."""
        at = self._before_owner(window)
        if at < window.at - 1:
            owner = window.tokens[window.at - 1].low.removesuffix("'s").removesuffix("’s") or window.low(
                window.at - 2
            )
            if owner in self._words.airing:
                return True
        of = window.low(at) == "of" and window.low(at - 1) in self._words.held
        met = window.low(at) == "with" and window.low(at - 1) == "interview"
        return of or met or window.low(window.at - 1) in self._words.titled

    def is_ship(self, window: Window) -> bool:
        """Whether what stands in front names a ship: `the steamer *…*`, `H.M.S. *…*`."""
        near = [window.low(window.at - back).replace(".", "") for back in (1, 2, 3)]
        return any(low in self._words.ships for low in near)
