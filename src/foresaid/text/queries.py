"""What does somebody search for? Words, "phrases", pre*, AND, OR, NOT and brackets.

    query    = either { "OR" either }
    either   = each { ["AND"] each }          words side by side must all occur
    each     = "NOT" each | "-" each | "(" query ")" | phrase | word; its last word may end in "*"

Operators are written in capitals, so that "and" stays a word. A word that folds to several tokens
(e-mail) is a phrase. Quotation marks of any kind open and close a phrase.
"""

from __future__ import annotations

from dataclasses import dataclass

from foresaid.errors import QueryError
from foresaid.text.normalize import fold_word, tokenise, words

_MARKS = '"“”„«»'
_OPERATORS = frozenset({"AND", "OR", "NOT"})
# Nobody writes deeper brackets by hand; the bound keeps hostile input off the stack.
_DEEPEST = 40
# Longer queries are pasted texts; `whence` is made for those.
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must follow one another; a single word is a phrase of one."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that must follow one another, of which the last only begins so: predict*, "in the fut*"."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Both:
    """All of these."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any of these."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """None of this."""

    part: Query


Query = Phrase | Prefix | Both | Either | Without

# Inclusive bounds on a document's earliest and on its latest day (day numbers, model/dates.py).
Window = tuple[tuple[int | None, int | None], tuple[int | None, int | None]]
ANY_TIME: Window = ((None, None), (None, None))


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph that answers a search: its document's number, its span in code points, and a score."""

    document: int
    start: int
    end: int
    score: float


def fold_words(text: str) -> list[str]:
    """The words of a text in the form in which search compares them."""
    return [fold_word(word) for word in words(text, tokenise(text))]


def parse_query(text: str) -> Query:
    """A search as a tree; QueryError says what cannot be read, and where."""
    if len(text) > _LONGEST:
        raise QueryError(
            f"The search is {len(text):,} characters long; at most {_LONGEST:,} can be searched as words."
            " For a passage use `foresaid whence DIR TEXT`."
        )
    parser = _Parser(_split(text))
    query = parser.query(0)
    if parser.ahead is not None:
        raise QueryError(f"The search has a {parser.ahead!r} too many.")
    if not _positive(query):
        raise QueryError("A search needs something to find, not only NOT; add a word or a phrase.")
    return query


def query_words(query: Query) -> tuple[Phrase | Prefix, ...]:
    """What must be marked in a hit: every phrase and prefix that is not behind a NOT."""
    match query:
        case Phrase() | Prefix():
            return (query,)
        case Both(parts) | Either(parts):
            return tuple(word for part in parts for word in query_words(part))
        case Without():
            return ()


def _split(text: str) -> list[str]:
    """Tokens of a search: brackets, operators, words, and phrases with a leading mark."""
    tokens, place = [], 0
    while place < len(text):
        letter = text[place]
        if letter in _MARKS:
            end = next((n for n in range(place + 1, len(text)) if text[n] in _MARKS), None)
            if end is None:
                raise QueryError(
                    f"The quotation mark at character {place + 1} of the search has no partner."
                )
            tokens.append('"' + text[place + 1 : end])
            place = end + 1
        elif letter in "()":
            tokens.append(letter)
            place += 1
        elif letter.isspace():
            place += 1
        else:
            end = place
            while end < len(text) and not text[end].isspace() and text[end] not in _MARKS + "()":
                end += 1
            tokens.append(text[place:end])
            place = end
    return tokens


class _Parser:
    """Recursive descent over the tokens, one method a rule of the grammar above."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._place = 0

    @property
    def ahead(self) -> str | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def query(self, depth: int) -> Query:
        if depth > _DEEPEST:
            raise QueryError(f"The search has brackets more than {_DEEPEST} deep.")
        parts = [self._either(depth)]
        while self.ahead == "OR":
            self._place += 1
            parts.append(self._either(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _either(self, depth: int) -> Query:
        parts = [self._each(depth)]
        while self.ahead not in (None, "OR", ")"):
            if self.ahead == "AND":
                self._place += 1
            parts.append(self._each(depth))
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _each(self, depth: int) -> Query:
        word = self.ahead
        if word is None:
            raise QueryError("The search is empty or ends too early; a word or a phrase must follow.")
        self._place += 1
        if word in {"NOT", "-"}:
            if depth >= _DEEPEST:
                raise QueryError(f"The search has NOT more than {_DEEPEST} deep.")
            return Without(self._each(depth + 1))
        if word == "(":
            inner = self.query(depth + 1)
            if self.ahead != ")":
                raise QueryError("An opening bracket of the search has no partner.")
            self._place += 1
            return inner
        if word == ")" or word in _OPERATORS:
            raise QueryError(f"{word!r} stands where a word or a phrase must stand.")
        return self._words(word)

    def _words(self, token: str) -> Query:
        bare = token.lstrip("-")
        if bare and bare != token:
            return Without(self._words(bare)) if (len(token) - len(bare)) % 2 else self._words(bare)
        words = fold_words(token.lstrip('"'))
        if not words:
            raise QueryError(
                f"{token.lstrip(chr(34))!r} holds no letter or digit, so nothing can be found by it."
            )
        if "*" in token.rstrip("*"):
            raise QueryError(f"{token.lstrip(chr(34))!r}: a star is understood only at the end of a word.")
        if token.endswith("*"):
            return Prefix(tuple(words))
        return Phrase(tuple(words))


def _positive(query: Query) -> bool:
    """Whether the query finds something by itself rather than only leaving out."""
    match query:
        case Without():
            return False
        case Both(parts):
            return any(_positive(part) for part in parts)
        case Either(parts):
            return all(_positive(part) for part in parts)
        case _:
            return True
