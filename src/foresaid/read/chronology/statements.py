"""How does an event that was read in a text become a statement that can be ordered and compared?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.errors import DateError
from foresaid.model.bodies import Assertion, AssertionKind
from foresaid.read.assertions.words import words_of
from foresaid.read.chronology.same_event import EventStatement
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from foresaid.model.annotations import Annotation, Phrase, Span
    from foresaid.model.dates import Edtf
    from foresaid.model.words import Vocabulary
    from foresaid.read.assertions.words import AssertionWords


def event_statements(
    vocabulary: Vocabulary,
) -> Callable[[str, Iterable[Annotation[Assertion]]], list[EventStatement]]:
    """A function of a document's id and its assertions that gives its statements of events, in text order."""
    words = words_of(vocabulary)

    def statements(document: str, assertions: Iterable[Annotation[Assertion]]) -> list[EventStatement]:
        return [
            _statement(document, each.target, each.body, words)
            for each in assertions
            if each.body.kind is AssertionKind.EVENT
        ]

    return statements


def _statement(document: str, span: Span, body: Assertion, words: AssertionWords) -> EventStatement:
    kind = _kind(body.marker, words)
    heads = _heads(body.subject or body.agent, words)
    names = _names(body.subject, words) | _names(body.agent, words) | _names(body.place, words)
    once = words.among(kind, "once_events")
    common = bool(heads) and words.among(heads[0], "common_heads")
    return EventStatement(document, span, body.text, kind, once, heads, names, _date(body.date), common)


def _kind(marker: Phrase | None, words: AssertionWords) -> str:
    """The event noun that a marker belongs to; its last word where the tables no longer hold it."""
    if marker is None:
        return ""
    told = tuple(marker.text.casefold().split())
    phrase = words.event_phrases.get((told[0], told[1])) if len(told) > 1 else None
    if phrase is not None:
        return phrase[1]
    return words.event_verbs.get(told[-1]) or words.event_nouns.get(told[-1]) or told[-1]


def _date(value: str | None) -> Edtf | None:
    try:
        return parse_edtf(value) if value else None
    except DateError:
        return None


def _plain(phrase: Phrase | None) -> list[str]:
    """The words of a phrase, without marks, emphasis and possessive endings."""
    if phrase is None:
        return []
    pieces = phrase.text.replace("’s", " ").replace("'s", " ").replace("-", " ").split()
    return [piece.strip(".,;:*_\"'“”‘’()[]") for piece in pieces]


def _heads(phrase: Phrase | None, words: AssertionWords) -> tuple[str, ...]:
    """The content words of a noun phrase in small letters, its head first: the last one in front of "of" or its like."""
    kept: list[str] = []
    head = ""
    for word in _plain(phrase):
        low = word.casefold()
        if low in words.grammar.prepositions and kept:
            head = head or kept[-1]
        if low and not _is_small(low, words):
            kept.append(low)
    head = head or (kept[-1] if kept else "")
    return tuple(dict.fromkeys([head, *kept])) if head else ()


def _names(phrase: Phrase | None, words: AssertionWords) -> frozenset[str]:
    """The capitals of a phrase, in small letters; a small word that opens a sentence is none."""
    capitals = [word for word in _plain(phrase) if word[:1].isupper()]
    return frozenset(word.casefold() for word in capitals if not _is_small(word.casefold(), words))


def _is_small(low: str, words: AssertionWords) -> bool:
    grammar = words.grammar
    return (
        low in grammar.determiners
        or low in grammar.pronouns
        or low in grammar.prepositions
        or low in grammar.conjunctions
    )
