"""Which office does a text give somebody beside the name, and in which body?

In front of the name ("Soviet historian Ann Lee", "Acme Corp. spokeswoman Ann Lee"), behind it in commas ("Ann Lee,
national secretary of the Dam League,") or behind "of" ("Professor Ann Lee of the London School of Mines").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.model.words import Vocabulary
    from foresaid.read.lexicon import Lexicon
    from foresaid.read.wording import Token

# Words of an office in front of a name and behind it: "first secretary of the central committee of the Party of Labour
# and chairman of the presidium of the people's assembly of Albania" has twenty-one.
_IN_FRONT, _BEHIND = 6, 30
_ARTICLES = frozenset(("a", "an", "the", "then"))
_POSSESSIVES = ("'s", "’s")


class Office(NamedTuple):
    """Token numbers (first, one behind the last) of an office and of the body it is held in; None where unsaid."""

    role: tuple[int, int] | None
    body: tuple[int, int] | None


class Offices:
    """Finds offices by the word tables of one language."""

    def __init__(self, vocabulary: Vocabulary, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._no_roles = vocabulary.words("circumstances.no_roles")
        titles = lexicon.titles | lexicon.persons_titles
        self._roles = (vocabulary.words("circumstances.roles") | titles) - self._no_roles
        self._bodies = vocabulary.words("circumstances.body_words") | lexicon.name_heads
        self._ends = vocabulary.words("circumstances.phrase_ends")
        self._belonging = vocabulary.words("circumstances.belonging")

    def beside(self, tokens: Sequence[Token], name: str) -> Office:
        """What stands beside a name in a sentence; the first place where something does counts."""
        words = set(name.split())
        last = name.rsplit(maxsplit=1)[-1]
        for number, token in enumerate(tokens):
            if _bare(token.text) == last:
                start = number
                while start and tokens[start - 1].text in words:
                    start -= 1
                if start == number and self._is_another(tokens, start):
                    continue
                office = self._around(tokens, start, number + 1)
                if office.role is not None or office.body is not None:
                    return office
        return Office(None, None)

    def _is_another(self, tokens: Sequence[Token], start: int) -> bool:
        """Whether a lone surname has somebody else's given name in front of it."""
        before = tokens[start - 1] if start else None
        if before is None or not before.is_capital or start < 2:  # noqa: PLR2004  a sentence's first word has a capital too
            return False
        return not self._is_role(before.low) and before.low.rstrip(".") not in self._no_roles

    def _around(self, tokens: Sequence[Token], start: int, end: int) -> Office:
        role, body = self._in_front(tokens, start)
        behind, other = self._apposition(tokens, end)
        belongs = self._belongs(tokens, end)
        return Office(behind or role, belongs or other or body)

    def _in_front(
        self, tokens: Sequence[Token], name: int
    ) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        """`Soviet historian Ann Lee`, `the League's secretary Ann Lee`."""
        if not name or not self._is_role(tokens[name - 1].low):
            return None, None
        first = name - 1
        while first and name - first < _IN_FRONT and self._goes_on(tokens, first - 1):
            first -= 1
        body = None
        owner = tokens[first - 1] if first else None
        if owner is not None and owner.is_capital and owner.text.endswith(_POSSESSIVES):
            body = self._run_to(tokens, first - 1)
        end = first
        while end < name - 1 and tokens[end].is_capital:
            end += 1
        while end > first and not self._is_body(tokens[end - 1 : end]):
            end -= 1  # "Senate Minority Leader" is of the Senate
        if end > first and not self._is_role(tokens[end - 1].low):
            return (end, name), (first, end)
        return (first, name), body

    def _goes_on(self, tokens: Sequence[Token], number: int) -> bool:
        token = tokens[number]
        if token.low == "of":  # "Secretary of State Ann Lee"
            return number > 0 and self._is_role(tokens[number - 1].low)
        small = token.low in self._lexicon.function_words or token.low in self._lexicon.determiners
        return (
            token.is_word
            and not small
            and not token.text.endswith(_POSSESSIVES)
            and (token.low not in self._lexicon.cues or token.low.endswith("ing"))
            and token.low not in self._lexicon.auxiliaries
            and token.low not in self._lexicon.complements
            and token.low not in self._lexicon.adverbs
        )

    def _apposition(
        self, tokens: Sequence[Token], end: int
    ) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        """`Ann Lee, national secretary of the Dam League,`."""
        if end >= len(tokens) or tokens[end].text not in (",", "—", "–"):
            return None, None
        first = end + 1
        while first < len(tokens) and tokens[first].low in _ARTICLES:
            first += 1
        last = first
        while last < min(len(tokens), first + _BEHIND) and self._in_apposition(tokens[last]):
            last += 1
        while last > first and (
            self._is_small(tokens[last - 1].low) or tokens[last - 1].low in self._belonging
        ):
            last -= 1
        if first < last and tokens[first].low.endswith("ing") and not self._is_role(tokens[first].low):
            return None, None  # "said Ann Lee, pushing back her chair"
        head = first
        while head < last and tokens[head].low not in self._lexicon.complements:
            head += 1
        if not any(self._is_role(_bare(token.low)) for token in tokens[first:head]):
            return None, None
        return (first, last), self._inside(tokens, first, last)

    def _in_apposition(self, token: Token) -> bool:
        low = token.low
        if not (token.is_word or token.text[0].isdigit() or token.text in ("&", "'", "’")):
            return False
        plain = token.is_capital or low in self._lexicon.bases or low in self._lexicon.nouns_too
        return not (
            (low in self._lexicon.cues and not plain and not self._is_role(low))
            or low in self._lexicon.auxiliaries
            or low in self._lexicon.relatives
            or low in self._ends
        )

    def _inside(self, tokens: Sequence[Token], first: int, last: int) -> tuple[int, int] | None:
        """The body inside an office: `secretary of the Dam League`, `the Dam League's secretary`."""
        for number in range(first, last - 1):
            if tokens[number].low in self._belonging:
                body = self._run_from(tokens, number + 1, last)
                if body is not None:
                    return body
            if tokens[number].is_capital and tokens[number].text.endswith(_POSSESSIVES):
                return self._run_to(tokens, number)
        return None

    def _belongs(self, tokens: Sequence[Token], end: int) -> tuple[int, int] | None:
        """`Ann Lee of the London School of Mines`; a place is no body: `Ann Lee of York`."""
        if end >= len(tokens) or tokens[end].low not in self._belonging:
            return None
        return self._run_from(tokens, end + 1, min(len(tokens), end + 1 + _BEHIND))

    def _run_from(self, tokens: Sequence[Token], start: int, last: int) -> tuple[int, int] | None:
        """A body's name that begins at a token, an article in front of it left out."""
        article = start < last and tokens[start].low == "the"
        start += article
        end = start
        while end < last and (tokens[end].is_capital or (end > start and self._links(tokens, end, last))):
            end += 1
        while end > start and not tokens[end - 1].is_capital:
            end -= 1
        lone = end - start == 1 and not article and not tokens[start].text.isupper()  # "secretary of State"
        return (start, end) if not lone and self._is_body(tokens[start:end]) else None

    def _run_to(self, tokens: Sequence[Token], last: int) -> tuple[int, int] | None:
        start = last
        while start and tokens[start - 1].is_capital:
            start -= 1
        while start < last and self._is_small(tokens[start].low):
            start += 1
        return (start, last + 1) if self._is_body(tokens[start : last + 1]) else None

    def _is_small(self, low: str) -> bool:
        return low in self._lexicon.function_words or low in self._lexicon.determiners

    def _links(self, tokens: Sequence[Token], number: int, last: int) -> bool:
        return tokens[number].low in ("of", "for", "and", "the", "&") and any(
            each.is_capital for each in tokens[number + 1 : min(last, number + 3)]
        )

    def _is_body(self, run: Sequence[Token]) -> bool:
        """Whether a run of capitals names a body: by a word such as "League", or as an acronym."""
        bare = [_bare(token.text) for token in run]
        acronym = any(word.isupper() and len(word) > 1 and word.isalpha() for word in bare)
        return acronym or any(word.casefold().rstrip(".") in self._bodies for word in bare)

    def _is_role(self, low: str) -> bool:
        return low.rstrip(".") in self._roles


def _bare(word: str) -> str:
    for ending in _POSSESSIVES:
        word = word.removesuffix(ending)
    return word
