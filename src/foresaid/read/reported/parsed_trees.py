"""What hangs on which word of a parsed sentence?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.bodies import ReportedForm  # noqa: TC001 - a field's type

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from foresaid.model.parses import ParsedSentence, ParsedWord

# Tags of finite verbs.
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
# What a content may begin and end with beside letters and digits.
_OPENS, _CLOSES = frozenset("($£€#@'‘“\""), frozenset(")%'’”\"")


class Report(NamedTuple):
    """Reported words by the numbers of a sentence's words: what, by which cue, and the head of the source's words.

    `parts` are the content without the frame that interrupts it: "The dam was old, she said, and would break".
    """

    form: ReportedForm
    content: tuple[int, int]
    cue: tuple[int, int]
    source: int | None
    parts: tuple[tuple[int, int], ...]


class Tree:
    """A sentence with the words below each word, by their numbers."""

    def __init__(self, sentence: ParsedSentence) -> None:
        self.words = sentence.words
        self._below: list[list[int]] = [[] for _ in self.words]
        for number, word in enumerate(self.words):
            if word.head != number:
                self._below[word.head].append(number)

    def below(self, number: int, *relations: str) -> list[int]:
        """The words right below a word in their order, of some relations or of all."""
        found = self._below[number]
        return [each for each in found if self.words[each].relation in relations] if relations else found

    def first(self, number: int, *relations: str) -> int | None:
        """The first word below a word that has one of the relations."""
        return next(iter(self.below(number, *relations)), None)

    def branch(self, number: int, without: Collection[int] = ()) -> list[int]:
        """A word and all below it, in their order; the branches of the words in `without` are left out."""
        found, waiting = [], [number]
        while waiting:
            each = waiting.pop()
            if each not in without:
                found.append(each)
                waiting += self._below[each]
        return sorted(found)

    def above(self, number: int) -> Iterator[int]:
        """The words above a word, nearest first."""
        while self.words[number].head != number:
            number = self.words[number].head
            yield number

    def trimmed(self, numbers: list[int]) -> list[int]:
        """Word numbers without the signs at both ends."""
        start, end = 0, len(numbers)
        while end > start and not _ends(self.words[numbers[end - 1]]):
            end -= 1
        while start < end and not _begins(self.words[numbers[start]]):
            start += 1
        return numbers[start:end]


def _begins(word: ParsedWord) -> bool:
    return word.text[0].isalnum() or word.text[0] in _OPENS


def _ends(word: ParsedWord) -> bool:
    return word.text[-1].isalnum() or word.text[-1] in _CLOSES or word.text.isalpha()


def report_of(
    tree: Tree, form: ReportedForm, content: list[int], cue: tuple[int, int], source: int | None
) -> Report | None:
    """A report whose content reaches from the first to the last of some words; None if only signs are left of it."""
    numbers = tree.trimmed(sorted(content))
    if not numbers:
        return None
    return Report(form, (numbers[0], numbers[-1] + 1), cue, source, tuple(_parts(tree, numbers, cue[0])))


def _parts(tree: Tree, numbers: list[int], cue: int) -> list[tuple[int, int]]:
    """What stands on either side of a cue among the words of a content; a side without a verb of its own is no report.

    Of "The dam, she said, would break" it is "would break"; if neither side has a finite verb, the longer one.
    """
    sides = [[each for each in numbers if each < cue], [each for each in numbers if each > cue]]
    trimmed = [side for side in map(tree.trimmed, sides) if side]
    stated = [side for side in trimmed if any(tree.words[each].tag in FINITE for each in side)]
    return [(side[0], side[-1] + 1) for side in stated or sorted(trimmed, key=len)[-1:]]
