"""Who is the subject of a reporting verb, in the words around it?

No parser: a noun phrase is recognised from its edge (a name by its capitals, a plain one by its determiner),
appositives are stepped over, and where no rule applies the answer is None.
Reading order: `subject_before` ("Ann Lee, head of the union, warned"), `subject_behind` ("warned Ann Lee"),
`sentence_subject` (the subject of "…, saying" and "… and added").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.lexicon import Lexicon
    from foresaid.read.wording import Token

# Appositives and parentheses stepped over between a name and its verb.
_LONGEST_DETOUR = 4
# Words of a plain noun phrase: "the newly appointed chief inspector of schools" has 7.
_LONGEST_PHRASE = 8
# A head, a comma and a preposition: what stands in front of an insertion at least.
_SHORTEST_HEAD = 2
_SIGNS = frozenset(",—–-")
# Words behind which a verb has the subject of the verb before it.
_SHARES_SUBJECT = frozenset(("and", "but", "or", "to", "then"))
_SENTENCE_OPENERS = frozenset(("but", "and", "so", "yet", "still", "then"))
_OF = frozenset(("of", "on", "for"))
_INSIDE = frozenset(("of", "for", "and"))
# "…, all repeating": the subject is some noun in front of the comma, and which one cannot be told.
_SHARED_OUT = frozenset(("all", "both"))
# Pronouns that are subjects by their form.
_NOMINATIVES = frozenset(("he", "she", "they", "we", "i"))


class Subject(NamedTuple):
    """A noun phrase by token numbers, `end` behind the last; `name` is its name's part, `pronoun` its kind."""

    start: int
    end: int
    name: tuple[int, int] | None = None
    pronoun: bool = False


def subject_before(tokens: Sequence[Token], verb: int, lexicon: Lexicon) -> Subject | None:
    """The subject that stands in front of a verb."""
    last = _skip_verb_group(tokens, verb - 1, lexicon)
    if tokens[verb].low in lexicon.participles and last >= 0 and _hangs(tokens[last], lexicon):
        shared = any(token.low in _SHARED_OUT for token in tokens[last + 1 : verb])
        return None if shared else _clause_subject(tokens, last, lexicon)
    stepped = relative = False
    for _ in range(_LONGEST_DETOUR):
        if last < 0:
            break
        if tokens[last].low in _SHARES_SUBJECT:
            return _clause_subject(tokens, last, lexicon)
        before = _step_over(tokens, last, lexicon)
        if before == last:
            found = _phrase_ending(tokens, last, lexicon, with_head=not relative)
            back = _insertion_width(tokens, found, lexicon) if found is not None and stepped else 0
            if found is None or not back:
                return found
            before = found.start - back
        elif (named := _name_inserted(tokens, last, lexicon)) is not None:
            return named
        stepped = stepped or tokens[last].text in _SIGNS
        relative = relative or tokens[last].low in lexicon.relatives
        last = before
    return None


def _step_over(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> int:
    """The token in front of the insertion or relative pronoun that ends at `last`; `last` if there is none."""
    token = tokens[last]
    if token.text == ")":
        return _skip_bracket(tokens, last) - 1
    if token.text in _SIGNS:
        return _opening_sign(tokens, last) - 1
    if token.low in lexicon.relatives:
        return last - (2 if last and tokens[last - 1].text in _SIGNS else 1)
    return last


def _hangs(previous: Token, lexicon: Lexicon) -> bool:
    """Whether a participle hangs on another verb: "…, saying", "began by saying"."""
    return not previous.is_word or previous.low in lexicon.complements or previous.low in _SHARES_SUBJECT


def _clause_subject(tokens: Sequence[Token], limit: int, lexicon: Lexicon) -> Subject | None:
    """The subject of "…, saying", "… and said", "… to say": the nearest pronoun, else the sentence's own."""
    for number in range(limit - 1, -1, -1):
        if tokens[number].low in _NOMINATIVES:
            return Subject(number, number + 1, pronoun=True)
    return sentence_subject(tokens, limit, lexicon)


def subject_behind(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> Subject | None:
    """The noun phrase that starts at a token, skipping adverbs: "said quietly the man"."""
    while start < len(tokens) and tokens[start].low in lexicon.adverbs:
        start += 1
    if start >= len(tokens):
        return None
    token = tokens[start]
    if token.low in lexicon.pronouns:
        return Subject(start, start + 1, pronoun=True)
    if is_name_word(token, lexicon):
        return _name_from(tokens, start, start, lexicon)
    if (token.low in lexicon.determiners or token.text.isdecimal()) and token.low not in lexicon.relatives:
        found = _plain_from(tokens, start, lexicon)
        return found if found.end > start + 1 else None
    return None


def sentence_subject(tokens: Sequence[Token], limit: int, lexicon: Lexicon) -> Subject | None:
    """The noun phrase that a sentence starts with, behind its fronted part ("In May, Ann Lee …")."""
    start = 0
    while start < limit and (not tokens[start].is_word or tokens[start].low in _SENTENCE_OPENERS):
        start += 1
    if start < limit and (tokens[start].low in lexicon.function_words or tokens[start].low.endswith("ing")):
        return _behind_comma(tokens, start, limit, lexicon)
    found = subject_behind(tokens[:limit], start, lexicon)
    if found is None or tokens[found.end - 1].low in lexicon.time_nouns:
        return _behind_comma(tokens, start, limit, lexicon)
    following = tokens[found.end] if found.end < limit else None
    if following is not None and following.low in lexicon.time_nouns - lexicon.adverbs:
        return _behind_comma(tokens, start, limit, lexicon)  # "Twelve years ago, Ann Lee …"
    if (
        found.name is not None
        and found.name[0] > found.start
        and following is not None
        and following.text.islower()
    ):
        known = following.low in lexicon.auxiliaries or following.low in lexicon.cues
        return found if known else Subject(found.start, found.end)  # "the Lee campaign …": whose name?
    return found


def _behind_comma(tokens: Sequence[Token], start: int, limit: int, lexicon: Lexicon) -> Subject | None:
    """The noun phrase behind the comma of a fronted part, or of several: "Years ago, in his address, Ann Lee …"."""
    for number in range(start, limit - 1):
        if tokens[number].text == ",":
            found = subject_behind(tokens[:limit], number + 1, lexicon)
            if found is not None and tokens[found.end - 1].low not in lexicon.time_nouns:
                return found
            if found is None and tokens[number + 1].low not in lexicon.complements:
                return None
    return None


def is_name_word(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word may be part of a name."""
    if not token.is_capital or token.low in lexicon.function_words or token.low in lexicon.determiners:
        return False
    return token.low.replace("’", "'").split("'")[0] not in lexicon.pronouns  # also "I'm", "She's"


def _skip_verb_group(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> int:
    while last >= 0 and (
        tokens[last].low in lexicon.auxiliaries
        or tokens[last].low in lexicon.adverbs
        or _is_adverb(tokens[last])
    ):
        last -= 1
    return last


def _is_adverb(token: Token) -> bool:
    return token.low.endswith("ly") and not token.is_capital


def _skip_bracket(tokens: Sequence[Token], last: int) -> int:
    while last > 0 and tokens[last].text != "(":
        last -= 1
    return last


def _opening_sign(tokens: Sequence[Token], last: int) -> int:
    """The comma or dash that opens the insertion which ends at `last`; -1 if there is none."""
    sign = tokens[last].text if last < len(tokens) and tokens[last].text in _SIGNS else ","
    position = last - 1
    while position >= 0 and tokens[position].text != sign:
        position = _skip_bracket(tokens, position) - 1 if tokens[position].text == ")" else position - 1
    return position


def _name_inserted(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> Subject | None:
    """The name that stands as an insertion behind a plain noun: "my successor, Ann Lee, said"."""
    first = _opening_sign(tokens, last) if tokens[last].text in _SIGNS else 0
    if first < 1 or not tokens[first - 1].is_word or tokens[first - 1].is_capital:
        return None
    inserted = range(first + 1, last)
    if not inserted or not all(is_name_word(tokens[number], lexicon) for number in inserted):
        return None
    return Subject(first + 1, last, (first + 1, last))


def _phrase_ending(
    tokens: Sequence[Token], last: int, lexicon: Lexicon, *, with_head: bool
) -> Subject | None:
    """The noun phrase that ends at a token; `with_head`: also what it is tied to ("head of" + "the union")."""
    token = tokens[last]
    if token.low in lexicon.pronouns:
        return Subject(last, last + 1, pronoun=True)
    if not token.is_word:
        return None
    found = (
        _name_ending(tokens, last, lexicon)
        if is_name_word(token, lexicon)
        else _plain_ending(tokens, last, lexicon)
    )
    return _with_head(tokens, found, lexicon) if found is not None and with_head else found


def _name_ending(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> Subject:
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
    if start > 0 and tokens[start - 1].low in lexicon.determiners:
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


def _plain_ending(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> Subject | None:
    """A plain noun phrase back to its determiner; a bare noun alone ("critics")."""
    first = last
    while first >= 0 and last - first < _LONGEST_PHRASE:
        token = tokens[first]
        if token.low in lexicon.determiners or token.low.endswith(("'s", "’s")):
            return Subject(first, last + 1)
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


def _with_head(tokens: Sequence[Token], found: Subject, lexicon: Lexicon) -> Subject | None:
    """A phrase that is tied to a head by a preposition, with that head: "the head of" + "the union"."""
    if found.start < _SHORTEST_HEAD or tokens[found.start - 1].low not in lexicon.complements:
        return found
    before = tokens[found.start - 2]
    if not before.is_word or before.low in lexicon.function_words or before.low in lexicon.cues:
        return found
    if is_name_word(before, lexicon):
        head = _name_ending(tokens, found.start - 2, lexicon)
        return Subject(head.start, found.end, head.name)
    head_phrase = _plain_ending(tokens, found.start - 2, lexicon)
    return Subject(head_phrase.start, found.end) if head_phrase is not None else found


def _insertion_width(tokens: Sequence[Token], found: Subject, lexicon: Lexicon) -> int:
    """How far in front of a phrase its head stands, if the phrase only describes it; 0 if it does not.

    "Ann Lee, head of the union": 2; "Ann Lee, of York": 3.
    """
    if found.pronoun or found.start < _SHORTEST_HEAD:
        return 0
    if (
        found.name is None
        and tokens[found.start - 1].text == ","
        and is_name_word(tokens[found.start - 2], lexicon)
    ):
        return 2
    tied = tokens[found.start - 1].low in lexicon.complements and tokens[found.start - 2].text == ","
    return 3 if tied else 0


def _name_from(tokens: Sequence[Token], start: int, first: int, lexicon: Lexicon) -> Subject:
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
    possessive = tokens[end - 1].low.endswith(("'s", "’s")) or (
        end < len(tokens) and tokens[end].low in ("'s", "’s")
    )
    if possessive and end < len(tokens):
        return Subject(start, min(end + 1, len(tokens)))
    return Subject(start, end, (first, end))


def _plain_from(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> Subject:
    end = start + 1
    while end < len(tokens) and end - start < _LONGEST_PHRASE:
        token = tokens[end]
        stops = (
            not (token.is_word or token.text.isdecimal())
            or token.low in lexicon.function_words
            or token.low in lexicon.complements
        )
        stops = stops or (end + 1 < len(tokens) and (token.low, tokens[end + 1].low) in lexicon.phrasal)
        if stops or token.low in lexicon.cues or token.low in lexicon.auxiliaries or _is_adverb(token):
            break
        if is_name_word(token, lexicon):
            return _name_from(tokens, start, end, lexicon)
        end += 1
    return Subject(start, end)
