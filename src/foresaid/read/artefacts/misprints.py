"""Which words may be misprinted? Judged by the text itself, and only remarked, never changed.

A name that comes once and is no word of the language, one letter off from a name that comes often; letters for a
name ("WSWWS") with one of them doubled; and a plural that lacks the apostrophe which it has
elsewhere before the same word.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.bodies import ArtefactKind
from foresaid.read.artefacts.damage import Damage
from foresaid.text.literals import Literals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# A word with a capital and at least three more letters; longer ones than 24 letters are no names.
_NAME = re.compile(r"[A-Z]\w{3,24}")
# Words with capitals side by side, whose first letters may be used for them ("World Socialist Web Site").
_NAMES = re.compile(r"[A-Z]\w{1,24}(?: [A-Z]\w{1,24}){2,6}")
# Letters in brackets stand behind the name that they are for.
_EXPLAINED = re.compile(r"\(([A-Z]{4,24})\)")
_POSSESSIVE = re.compile(r"s['’] [a-z]")
_LONGEST_WORD = 24
# A name comes so often before another one is measured by it; short names differ by one letter too easily
# (of 1,000 family names of at most 5 letters that come up in one text, several do).
_OFTEN, _SHORTEST = 4, 7
# Letters for a name: shorter ones are a letter off from one another by chance ("UNDP", "UNEP").
_SHORTEST_LETTERS, _LONGEST_LETTERS, _OFTEN_LETTERS = 4, 9, 2
_FEW = 8
# How often an apostrophe must be there for each time it is not.
_APOSTROPHES = 3


class _Pair(NamedTuple):
    """The word that stands here and the one it may be meant for, with how often that stands in the text."""

    word: str
    meant: str
    times: int


def misprints(text: str, lexicon: frozenset[str]) -> Iterator[Damage]:
    """Possible misprints, in the order of their kinds."""
    counts = Counter(_NAME.findall(text))
    pairs = [*_names(counts, lexicon), *_letters(text, counts, lexicon), *_apostrophes(text)]
    if not pairs:
        return
    meant = {pair.word: pair for pair in pairs}
    for start, end in _places(text, tuple(meant)):
        pair = meant[text[start:end]]
        note = f"elsewhere here: {pair.meant} ({pair.times} times)"
        yield Damage(start, end, ArtefactKind.MISPRINT, None, note)


def _places(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where words stand whole; a few are looked for one by one, which takes less than preparing a search for many."""
    if len(words) > _FEW:
        literals = Literals(words)
        for place in literals.find(text):
            if text[place.start : place.end] == literals.words[place.literal]:
                yield place.start, place.end
        return
    for word in words:
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
                yield start, end
            start = text.find(word, end)


def _names(counts: Mapping[str, int], lexicon: frozenset[str]) -> Iterator[_Pair]:
    """Names that come once and are one letter off, in the middle, from one that comes often."""
    frequent = [
        word
        for word, count in counts.items()
        if count >= _OFTEN and len(word) >= _SHORTEST and not word.isupper()
    ]
    if not frequent:
        return
    near = _neighbours(frequent)
    for word, count in counts.items():
        if count != 1 or len(word) < _SHORTEST or word.isupper() or _is_known(word, lexicon):
            continue
        found = {
            other
            for key in _shortened(word)
            for other in near.get(key, ())
            if other != word and _differs_inside(word, other)
        }
        if len(found) == 1:
            meant = found.pop()
            yield _Pair(word, meant, counts[meant])


def _letters(text: str, counts: Mapping[str, int], lexicon: frozenset[str]) -> Iterator[_Pair]:
    """Letters that come once, are not explained, and have one letter doubled against those of a name."""
    rare = [
        word
        for word, count in counts.items()
        if count == 1
        and word.isupper()
        and _SHORTEST_LETTERS < len(word) <= _LONGEST_LETTERS
        and _undoubled(word)
        and not _is_known(word, lexicon)
    ]
    if rare:
        explained = set(_EXPLAINED.findall(text))
        rare = [word for word in rare if word not in explained]
    if not rare:
        return
    initials = Counter(letters for name in _NAMES.findall(text) for letters in _initials(name))
    for word, count in counts.items():
        if word.isupper() and word not in initials:
            initials[word] = count
    for word in rare:
        if initials[word] > 1:
            continue
        found = [other for other in _undoubled(word) if initials[other] >= _OFTEN_LETTERS]
        if len(found) == 1:
            yield _Pair(word, found[0], initials[found[0]])


def _initials(name: str) -> Iterator[str]:
    """The first letters of a name's words, also without its first words ("The")."""
    letters = "".join(part[0] for part in name.split(" "))
    for start in range(max(1, len(letters) - _SHORTEST_LETTERS + 1)):
        yield letters[start:]


def _apostrophes(text: str) -> Iterator[_Pair]:
    """Plurals without the apostrophe that they have elsewhere before the same word."""
    forms: Counter[tuple[str, str]] = Counter()
    for match in _POSSESSIVE.finditer(text):
        at = match.start() + 1
        first = text[max(0, at - _LONGEST_WORD) : at].rsplit(maxsplit=1)[-1]
        second = text[at + 2 : at + 2 + _LONGEST_WORD].split(maxsplit=1)[0].rstrip(".,;:!?”’\"')")
        if first.isalpha() and second.isalpha():
            forms[first, second] += 1
    plain = {
        f"{first} {second}": count for (first, second), count in forms.items() if count >= _APOSTROPHES
    }
    if not plain:
        return
    literals = Literals(plain)
    lacking = Counter(literals.words[place.literal] for place in literals.find(text))
    for words, count in plain.items():
        if 0 < lacking[words] * _APOSTROPHES <= count:
            first, second = words.split()
            yield _Pair(words, f"{first}’ {second}", count)


def _is_known(word: str, lexicon: frozenset[str]) -> bool:
    folded = word.casefold()
    return folded in lexicon or folded.removesuffix("s") in lexicon


def _neighbours(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in words:
        for key in _shortened(word):
            found.setdefault(key, []).append(word)
    return found


def _shortened(word: str) -> set[str]:
    """The word and every form of it that lacks one letter behind the first."""
    return {word} | _one_less(word)


def _one_less(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(1, len(word))}


def _undoubled(word: str) -> set[str]:
    """The word with one of two like letters left out, at each place that has two."""
    return {word[:at] + word[at + 1 :] for at in range(1, len(word)) if word[at] == word[at - 1]}


def _differs_inside(word: str, other: str) -> bool:
    """Whether two words are one letter apart and begin and end alike, in three letters."""
    return (
        abs(len(word) - len(other)) <= 1
        and word[:2] == other[:2]
        and word[-3:] == other[-3:]
        and _is_one_off(word, other)
    )


def _is_one_off(word: str, other: str) -> bool:
    """Whether one letter is changed, added or left out, no more."""
    if len(word) == len(other):
        return sum(a != b for a, b in zip(word, other, strict=True)) == 1
    longer, shorter = sorted((word, other), key=len, reverse=True)
    return shorter in _one_less(longer)
