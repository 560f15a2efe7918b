"""Where does a noun phrase begin or end: a name known by its capitals, a plain one by its determiner?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.read.quotations.phrasal import phrasal_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.lexicon import Lexicon
    from foresaid.read.wording import Token

# Words of a plain noun phrase: "the newly appointed chief inspector of schools" has 7.
_LONGEST_PHRASE = 8
# A head and a preposition: what stands in front of what is tied to it.
_SHORTEST_HEAD = 2
_OF = frozenset(("of", "on", "for"))
_INSIDE = frozenset(("of", "for", "and"))
# Endings of a possessive, as Token.low has them: "Lee's", "the Weavers'".
POSSESSIVES = ("'s", "s'")


class Subject(NamedTuple):
    """A noun phrase by token numbers, `end` behind the last; `name` is its name's part, `pronoun` its kind."""

    start: int
    end: int
    name: tuple[int, int] | None = None
    pronoun: bool = False


def is_name_word(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word may be part of a name."""
    if not token.is_capital or token.low in lexicon.function_words or token.low in lexicon.determiners:
        return False
    return token.low.split("'")[0] not in lexicon.pronouns  # also "I'm", "She's"


def has_name(tokens: Sequence[Token], subject: Subject, inserted: int) -> bool:
    """Whether a subject has a name of its own, with so many words inserted behind it.

    "The bank's CFO, Luke Hartmann," has none: letters with an owner or article in front may be an office.
    """
    if subject.name is None:
        return False
    first, end = subject.name
    letters = end - first == 1 and tokens[first].text.isupper() and first > subject.start
    return not (letters and inserted > 1)


def is_adverb(token: Token) -> bool:
    """Whether a word is an adverb by its form."""
    return token.low.endswith("ly") and not token.is_capital


def name_ending(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> Subject:
    """The name that ends at a token, with its article: "the House of Commons"."""
    first = last
    while first > 0:
        before = tokens[first - 1]
        if is_name_word(before, lexicon):
            first -= 1
        elif (
            before.low in lexicon.name_particles
            and first > 1
            and _joins(tokens[first - 2], before, lexicon)
        ):
            first -= 2
        elif before.low == "the" and _joins_over_article(tokens, first - 2, lexicon):
            first -= 3
        else:
            break
    start = first
    if start > 0 and tokens[start - 1].low in lexicon.determiners and tokens[start - 1].low != "that":
        start -= 1
    return Subject(start, last + 1, (first, last + 1))


def _joins(word: Token, particle: Token, lexicon: Lexicon) -> bool:
    """Whether a particle belongs to the name: "House of Commons", "Anna de Vries", but not "Ann Lee of York"."""
    if not is_name_word(word, lexicon):
        return False
    return particle.low not in _OF or word.low in lexicon.name_heads


def _joins_over_article(tokens: Sequence[Token], of: int, lexicon: Lexicon) -> bool:
    """Whether "of the" belongs to the name: "Committee of the United Weavers"."""
    return of > 0 and tokens[of].low == "of" and _joins(tokens[of - 1], tokens[of], lexicon)


def plain_ending(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> Subject | None:
    """A plain noun phrase back to its determiner; a bare noun alone ("critics")."""
    first = last
    while first >= 0 and last - first < _LONGEST_PHRASE:
        token = tokens[first]
        if token.low in lexicon.determiners or token.low.endswith(POSSESSIVES):
            conjunction = token.low == "that" and first < last and is_bare_plural(tokens[last], lexicon)
            return Subject(first + conjunction, last + 1)  # "noting that donors feel"
        if token.text == ",":
            return Subject(first + 1, last + 1)
        if not token.is_word or (token.low in lexicon.function_words and token.low not in _INSIDE):
            break
        if token.low in lexicon.cues and token.low not in lexicon.nouns_too:
            break
        first -= 1
    return Subject(last, last + 1) if is_bare_plural(tokens[last], lexicon) else None


def is_bare_plural(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word may be a subject without determiner: "critics", "people", but not "rash" in "rash counsels"."""
    return token.low in lexicon.bare_plurals or (
        token.low.endswith("s") and token.low not in lexicon.function_words
    )


def tied_to_head(tokens: Sequence[Token], found: Subject, lexicon: Lexicon) -> Subject | None:
    """A phrase that is tied to a head by a preposition, with that head: "the head of" + "the union"."""
    if found.start < _SHORTEST_HEAD or tokens[found.start - 1].low not in lexicon.complements:
        return found
    before = tokens[found.start - 2]
    if not before.is_word or before.low in lexicon.function_words or before.low in lexicon.cues:
        return found
    if is_name_word(before, lexicon):
        head = name_ending(tokens, found.start - 2, lexicon)
        return Subject(head.start, found.end, head.name)
    head_phrase = plain_ending(tokens, found.start - 2, lexicon)
    return Subject(head_phrase.start, found.end) if head_phrase is not None else found


def name_from(tokens: Sequence[Token], start: int, first: int, lexicon: Lexicon) -> Subject:
    """The phrase that starts at a token and whose name starts at `first`: "Lee spokesman Joe Day"."""
    end = first + 1
    while end < len(tokens):
        token = tokens[end]
        following = tokens[end + 1] if end + 1 < len(tokens) else None
        if is_name_word(token, lexicon):
            end += 1
        elif following is not None and token.low in lexicon.titles and is_name_word(following, lexicon):
            end, first = end + 2, end + 1  # "Lee spokesman Joe Day": the last name is meant
        elif (
            token.low in lexicon.name_particles
            and following is not None
            and _joins(tokens[end - 1], token, lexicon)
        ):
            if not is_name_word(following, lexicon):
                break
            end += 2
        else:
            break
    possessive = tokens[end - 1].low.endswith(POSSESSIVES) or (
        end < len(tokens) and tokens[end].low == "'s"
    )
    if not possessive and start == first:
        return Subject(start, end, (first, end))
    behind = _plain_run(tokens, end, lexicon)
    if behind == end:
        return Subject(start, end) if possessive else Subject(start, end, (first, end))
    named = behind  # "a Tory adviser Ann Lee", "Lee's aide Ann Lee"
    while named < len(tokens) and is_name_word(tokens[named], lexicon):
        named += 1
    return Subject(start, named, (behind, named) if named > behind else None)


def _plain_run(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> int:
    """The end of the plain nouns and adjectives behind a name that only describes: "the Lee campaign"."""
    end = start
    while end < len(tokens) and end - start < _LONGEST_PHRASE:
        token = tokens[end]
        if not (token.is_word or token.low == "'s") or token.is_capital or _ends_phrase(token, lexicon):
            break
        end += 1
    return end


def _ends_phrase(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word stands behind a noun phrase, or opens the next one."""
    low = token.low
    tables = (
        lexicon.function_words,
        lexicon.complements,
        lexicon.cues,
        lexicon.auxiliaries,
        lexicon.adverbs,
    )
    return (
        any(low in table for table in tables)
        or low in lexicon.relatives
        or low in lexicon.pronouns
        or is_adverb(token)
    )


def plain_from(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> Subject:
    """The phrase that starts with a determiner: "the newly appointed inspector"."""
    end = start + 1
    while end < len(tokens) and end - start < _LONGEST_PHRASE:
        token = tokens[end]
        stops = (
            not (token.is_word or token.text.isdecimal() or token.low == "'s")
            or token.low in lexicon.function_words
            or token.low in lexicon.complements
        )
        if (
            stops
            or phrasal_width(tokens, end, lexicon)
            or token.low in lexicon.cues
            or token.low in lexicon.auxiliaries
            or is_adverb(token)
        ):
            break
        if is_name_word(token, lexicon):
            return name_from(tokens, start, end, lexicon)
        end += 1
    return Subject(start, end)
