"""Which name do the words for a speaker stand for?

A surname is led back to the full name that stands earlier in the text, an acronym to its gloss ("Full Name
(FN)"), a pronoun to the last speaker it can mean. What could mean two persons is left as it stands, or None.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.read.quotations.honorifics import Honorifics
from foresaid.text.segment import sentence_end

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from foresaid.read.lexicon import Lexicon

_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ"
_WORD = rf"[{_CAPITAL}](?:[\w’']|-(?=\w)){{1,24}}"
_FULL_NAME = re.compile(
    rf"{_WORD}(?:[ \n](?:[{_CAPITAL}]\.|{_WORD}|of|de|van|von|der|den|del|di|da|la|le|bin|ibn|al)){{1,6}}"
)
_NAME_WORD = re.compile(_WORD)
_NAMESAKE = re.compile(rf"({_WORD})[ \n](?=({_WORD}))")
_TITLED = re.compile(rf"\b(Mr|Sir|Lord|Mrs|Ms|Miss|Lady|Madame|Mme|Monsieur)[ .]{{1,3}}({_WORD})")
_GLOSS = re.compile(rf"\(([{_CAPITAL}][\w&.-]{{1,9}})\)")
# Letters looked back for the words of an acronym; the longest gloss met in the evaluation sets has 74.
_LONGEST_GLOSS = 120
# Longer words in capitals are set so, not abbreviated; UNESCO and NATO have at most 6 letters.
_LONGEST_ACRONYM = 6
# Characters on both sides in which a word is looked for without its capital; bounded, so that time is linear.
_NEARBY = 4000
# Two blank lines: a new scene or chapter, where nobody is "he" yet.
_BREAK = "\n\n\n"
_SMALL = frozenset(("of", "the", "for", "and", "on", "in", "to", "&"))
_HE = frozenset(("mr", "sir", "lord", "king", "prince", "monsieur", "herr"))
_POSSESSIVES = ("'s", "’s", "s'", "s’")
# Possessives of plurals by their form: "the Weavers'", "the Fishermen's", "the People's".
_PLURAL_POSSESSIVES = ("s'", "s’", "men's", "men’s", "people's", "people’s", "children's", "children’s")
_SHE = frozenset(("mrs", "ms", "miss", "lady", "queen", "princess", "madame", "mme", "frau"))


class Names:
    """The names met so far in one text, read only as far as asked: the whole text at most once."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text = text
        self._lexicon = lexicon
        self._honorifics = Honorifics(text, lexicon)
        self._read_to = 0
        self._by_surname: dict[str, dict[str, str]] = {}
        self._by_acronym: dict[str, str] = {}
        self._glossed: set[str] = set()
        self._pronoun_of: dict[str, str] = {}
        self._titled: dict[str, str] = {}
        self._last: tuple[int, str | None] | None = None
        self._voices: set[str] = set()

    def name_of(self, words: Sequence[str], position: int, *, starts_sentence: bool) -> str | None:
        """The name that a capitalised phrase stands for, as fully as the text before `position` gives it."""
        bare = self._without_titles(words)
        if not bare:
            return None
        self._read(position)
        written = " ".join(bare)
        if written in self._by_acronym:
            return self._by_acronym[written]
        if len(bare) == 1:
            if len(written) > _LONGEST_ACRONYM and written.isupper():
                return None  # "WASHINGTON — …": a dateline or a headline
            known = self._by_surname.get(written, {})
            if (
                not known
                and starts_sentence
                and (written.endswith("s") or self._is_common(written, position))
            ):
                return None
            titled = self._with_title(words, written)
            if titled is not None:
                self._note_title(words, titled)
                return titled
            written = self._only(known, words) or written
        self._note_title(words, written)
        return written

    def speaker_met(self, name: str | None, position: int, *, inverted: bool) -> None:
        """Remember who spoke, for the pronouns that follow; None for a speaker without a name."""
        self._last = (position, name)
        if inverted and name is not None:
            self._voices.add(name)

    def meant_by(self, pronoun: str, outside: str, position: int, reach: int) -> str | None:
        """Whom "he" or "she" means: the one person who was named as a speaker lately and may be meant.

        `outside` holds the words between that speaker and the pronoun that are not quoted: whoever else is
        named there may be meant as well, and then nobody is.
        """
        self._read(position)
        name = self.last_speaker(position, reach)
        if name is None or self._gender(name, pronoun) != pronoun or _BREAK in outside:
            return None
        if not (self._follows(outside) or self._may_be_person(name, position)):
            return None
        if self._others(name, pronoun, outside):
            return None
        self._pronoun_of[name] = pronoun
        return name

    def person_meant(self, pronoun: str, words: Sequence[str], outside: str, position: int) -> str | None:
        """The name of a phrase, if it is surely a person's and the one in a stretch that a pronoun can mean."""
        name = self.name_of(words, position, starts_sentence=True)
        if name is None or not self.is_surely_person(words, name):
            return None
        if self._gender(name, pronoun) != pronoun or self._others(name, pronoun, outside):
            return None
        return name

    def is_surely_person(self, words: Sequence[str], name: str) -> bool:
        """Whether a title or a given name shows that a name is a person's: "Sen. Lee", "Ann Lee"."""
        titled = any(word.casefold().rstrip(".") in self._lexicon.persons_titles for word in words[:-1])
        last = name.rsplit(maxsplit=1)[-1].casefold()
        whole = last not in self._lexicon.name_heads and "." not in last  # no "G.K"
        return whole and (titled or self._gender(name, "") != "" or name in self._voices)

    def is_acronym(self, name: str) -> bool:
        """Whether a name is what the text says letters stand for, or such letters: "Central Board of Miners", "CBM"."""
        letters = name.isupper() and 1 < len(name) <= _LONGEST_ACRONYM
        return letters or name in self._glossed

    def _follows(self, outside: str) -> bool:
        """Whether a stretch from speaker to pronoun is the speaker's sentence and the pronoun's, and no other."""
        end = sentence_end(outside, 0, len(outside), self._lexicon.abbreviations)
        return sentence_end(outside, end, len(outside), self._lexicon.abbreviations) == len(outside)

    def _may_be_person(self, name: str, position: int) -> bool:
        """Whether nothing speaks against a speaker's being a person: no lone "Xinhua", no "the Associated Press".

        A lone name is believed behind its verb: `"…," said Montrose` is how stories tell, agencies report.
        """
        if self._gender(name, "") != "" or name in self._voices:
            return True
        words = name.split()
        if len(words) == 1 or words[-1].casefold() in self._lexicon.name_heads:
            return False
        return self._text.find(f"the {name}", max(0, position - _NEARBY), position + _NEARBY) < 0

    def _others(self, name: str, pronoun: str, outside: str) -> bool:
        """Whether a stretch names another person whom a pronoun may mean."""
        mine = set(name.split())
        for match in _NAMESAKE.finditer(outside):
            if match.group(2) in mine and match.group(1) not in mine and self._is_namesake(match.group(1)):
                return True
        for match in _NAME_WORD.finditer(outside):
            word = match.group().removesuffix("'s").removesuffix("’s")
            if word in mine or not self._is_person(word):
                continue
            if self._gender(self._fullest(word), pronoun) == pronoun:
                return True
        return False

    def may_mean_speaker(self, pronoun: str, position: int, reach: int) -> bool:
        """Whether the last speaker has a name and may be meant, whoever else may."""
        name = self.last_speaker(position, reach)
        return name is not None and self._gender(name, pronoun) == pronoun

    def last_speaker(self, position: int, reach: int) -> str | None:
        """Who spoke last, if that is known by name and at most `reach` characters back."""
        if self._last is None or position - self._last[0] > reach:
            return None
        return self._last[1]

    def last_speaker_at(self) -> int:
        """Where the speaker named last was named; 0 if nobody was."""
        return self._last[0] if self._last is not None else 0

    def _gender(self, name: str, otherwise: str) -> str:
        """The pronoun a name is known to go with, by its use, title or given name; else `otherwise`."""
        given = name.split(maxsplit=1)[0].casefold() if name else ""
        if self._titled.get(name) == "":
            return otherwise  # Mr. and Mrs. Lee, both called Lee
        if name in self._pronoun_of:
            return self._pronoun_of[name]
        by_title = self._titled.get(name.rsplit(maxsplit=1)[-1] if name else "")
        return self._gender_of_given(given) or by_title or otherwise

    def _gender_of_given(self, low: str) -> str | None:
        if low in self._lexicon.given_names_he:
            return "he"
        return "she" if low in self._lexicon.given_names_she else None

    def _is_namesake(self, given: str) -> bool:
        """Whether a word in front of a surname is another's given name, no title or sentence's first word."""
        low, lexicon = given.casefold(), self._lexicon
        return not (low in lexicon.titles or low in lexicon.kept_titles or self._is_small(low))

    def _is_small(self, low: str) -> bool:
        return low in self._lexicon.function_words or low in self._lexicon.determiners

    def _is_person(self, word: str) -> bool:
        """Whether a word may be a person's name: a given name, one behind a title, or the last of a full name."""
        low = word.casefold()
        if word in self._titled or self._gender_of_given(low) is not None:
            return True
        return low not in self._lexicon.name_heads and any(
            first.casefold() not in self._lexicon.place_openers for first in self._by_surname.get(word, ())
        )

    def _fullest(self, surname: str) -> str:
        known = self._by_surname.get(surname, {})
        return next(iter(known.values())) if len(known) == 1 else surname

    def _only(self, known: Mapping[str, str], words: Sequence[str]) -> str | None:
        """The one full name known for a surname, if its bearer can have the title: no "Mr." is an Ann."""
        if len(known) != 1:
            return None
        name = next(iter(known.values()))
        titles = {word.casefold().rstrip(".") for word in words}
        wrong = (titles & _HE and self._gender(name, "he") != "he") or (
            titles & _SHE and self._gender(name, "she") != "she"
        )
        return None if wrong else name

    def _with_title(self, words: Sequence[str], surname: str) -> str | None:
        """A lone surname with its title, where the text has two bearers whom only titles tell apart."""
        before = words[words.index(surname) - 1] if surname in words[1:] else ""
        if before.casefold().rstrip(".") not in self._lexicon.persons_titles:
            return None
        return f"{before} {surname}" if self._honorifics.tell_apart(surname) else None

    def _is_common(self, word: str, position: int) -> bool:
        """Whether a word with a capital at a sentence's start is no name: "Frequently Lee called"."""
        low = word.casefold()
        if self._gender_of_given(low) is not None:
            return False
        if low.endswith(("ly", "ing")):
            return True
        return self._text.find(f" {low} ", max(0, position - _NEARBY), position + _NEARBY) >= 0

    def _note_title(self, words: Sequence[str], name: str) -> None:
        titles = {word.casefold().rstrip(".") for word in words}
        if titles & _HE:
            self._pronoun_of[name] = "he"
        elif titles & _SHE:
            self._pronoun_of[name] = "she"

    def _without_titles(self, words: Sequence[str]) -> list[str]:
        """The words of a name behind its last title: "New Jersey Gov. Ann Lee" -> Ann Lee."""
        low = [word.casefold().rstrip(".") for word in words]
        start = 0
        for number, word in enumerate(low):
            if 0 < number == len(low) - 1 and word in self._lexicon.surnames_too:
                continue  # "Howard Dean", "Mr. King"
            if word in self._lexicon.titles or (
                number + 1 < len(low) and self._only_owns(word, low[number + 1 :])
            ):
                start = number + 1
            elif word in self._lexicon.kept_titles:
                start = number  # "His Holiness Pope Francis"
        if start < len(words) and start and low[start] in _SMALL:
            start += 2  # "Secretary of State Ann Lee": the office is two words longer
        bare = [
            word for word in words[start:] if word.casefold().rstrip(".") not in self._lexicon.name_suffixes
        ]
        if bare and bare[-1].endswith(("'s", "’s")):
            bare[-1] = bare[-1][:-2]
        return [word for word in bare if word]

    def _only_owns(self, word: str, rest: Sequence[str]) -> bool:
        """Whether a possessive names whose the rest is: "Lee's aide Joe Day", but not "the Fishermen's League"."""
        if not word.endswith(_POSSESSIVES):
            return False
        several = word.endswith(_PLURAL_POSSESSIVES)
        return not (
            several and (rest[-1] in self._lexicon.name_heads or rest[-1] in self._lexicon.corporate_nouns)
        )

    def _read(self, position: int) -> None:
        if position <= self._read_to:
            return
        for match in _FULL_NAME.finditer(self._text, self._read_to, position):
            self._learn_name(match.group().split(), match.start())
        for match in _TITLED.finditer(self._text, max(0, self._read_to - 12), position):
            self._learn_title(match.group(1).casefold(), match.group(2))
        for match in _GLOSS.finditer(self._text, max(0, self._read_to - 12), position):
            self._learn_gloss(match.group(1), match.start())
        self._read_to = position

    def _learn_name(self, words: list[str], start: int) -> None:
        while words and (
            self._is_small(words[0].casefold()) or words[0].casefold() in self._lexicon.name_openers
        ):
            words = words[1:]  # "Poor Ann Lee", "Certainly Lee"
        bare = self._without_titles(words)
        if "of" in bare:
            bare = bare[: bare.index("of")]  # "Ann Lee of York"
        if (
            len(bare) > 1
            and bare == words
            and self._starts_sentence(start)
            and self._is_common(bare[0], start)
        ):
            bare = bare[1:]  # "Poor Ann", "Certainly Lee"
        if len(bare) > 1 and bare[0].casefold() not in self._lexicon.kept_titles:
            known = self._by_surname.setdefault(bare[-1], {})
            known.setdefault(bare[0], " ".join(bare))

    def _learn_title(self, title: str, name: str) -> None:
        """The pronoun that a title gives a name; "" for one that Mr. and Mrs. Lee share."""
        if name.casefold() in self._lexicon.titles:
            return  # "Mr. President" is nobody's name
        pronoun = "he" if title in _HE else "she"
        bare = name.removesuffix("'s").removesuffix("’s")
        self._titled[bare] = pronoun if self._titled.get(bare, pronoun) == pronoun else ""

    def _starts_sentence(self, start: int) -> bool:
        before = self._text[max(0, start - 4) : start].rstrip()
        return not before[-1:].isalnum() and before[-1:] not in (",", ";")

    def _learn_gloss(self, acronym: str, bracket: int) -> None:
        """The words in front of "(ACR)" whose initials it is."""
        letters = [letter for letter in acronym if letter.isupper()]
        words = self._text[max(0, bracket - _LONGEST_GLOSS) : bracket].replace("*", " ").split()
        taken: list[str] = []
        for word in reversed(words):
            if not letters:
                break
            if word[0].upper() == letters[-1] and (word[0].isupper() or word not in _SMALL):
                letters.pop()
            elif word not in _SMALL:
                return
            taken.append(word)
        if not letters and len(taken) > 1:
            self._by_acronym.setdefault(acronym, " ".join(reversed(taken)))
            self._glossed.add(self._by_acronym[acronym])
