"""Who is the subject of a reporting verb, in the words around it?

No parser: a noun phrase is recognised from its edge (a name by its capitals, a plain one by its determiner),
appositives are stepped over, and where no rule applies the answer is None.
Reading order: `subject_before` ("Ann Lee, head of the union, warned"), `subject_behind` ("warned Ann Lee"),
`sentence_subject` (the subject of "…, saying" and "… and added").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.read.quotations.nouns import (
    Subject,
    is_adverb,
    is_name_word,
    name_ending,
    name_from,
    plain_ending,
    plain_from,
    tied_to_head,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.lexicon import Lexicon
    from foresaid.read.wording import Token

# Appositives and parentheses stepped over between a name and its verb.
_LONGEST_DETOUR = 4
# A head, a comma and a preposition: what stands in front of an insertion at least.
_SHORTEST_HEAD = 2
# Tokens of a dateline up to its dash: "ST. PETERSBURG, Fla., March 3 (AP) —" has 10.
_LONGEST_DATELINE = 11
_DASHES = frozenset("—–-")
_SIGNS = frozenset(",—–-")
# Words behind which a verb has the subject of the verb before it.
_SHARES_SUBJECT = frozenset(("and", "but", "or", "to", "then"))
_SENTENCE_OPENERS = frozenset(("but", "and", "so", "yet", "still", "then"))
# "…, all repeating": the subject is the noun in front of the comma, with what it is tied to.
_SHARED_OUT = frozenset(("all", "both"))
# Pronouns that are subjects by their form.
_NOMINATIVES = frozenset(("he", "she", "they", "we", "i"))


def subject_before(tokens: Sequence[Token], verb: int, lexicon: Lexicon) -> Subject | None:
    """The subject that stands in front of a verb."""
    last = _skip_verb_group(tokens, verb - 1, lexicon)
    if tokens[verb].low in lexicon.participles and last >= 0 and _hangs(tokens[last], lexicon):
        shared = any(token.low in _SHARED_OUT for token in tokens[last + 1 : verb])
        return _shared_out(tokens, last, lexicon) if shared else _clause_subject(tokens, last, lexicon)
    stepped = relative = False
    for _ in range(_LONGEST_DETOUR):
        if last < 0:
            break
        if tokens[last].low in _SHARES_SUBJECT:
            return _clause_subject(tokens, last, lexicon)
        before = _step_over(tokens, last, lexicon)
        if before == last:
            found = _phrase_ending(tokens, last, lexicon, with_head=not relative)
            if found is not None and tokens[found.end - 1].low in lexicon.time_nouns:
                last = found.start - 1  # "Lee in recent days has said"
                last -= last >= 0 and tokens[last].low in lexicon.complements
                continue
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


def _shared_out(tokens: Sequence[Token], comma: int, lexicon: Lexicon) -> Subject | None:
    """The noun phrase in front of "…, all repeating": "a chorus from both the press and the clubs", with no name."""
    found = plain_ending(tokens, comma - 1, lexicon) if comma else None
    for _ in range(_LONGEST_DETOUR):
        if found is None or found.start < _SHORTEST_HEAD:
            break
        start = found.start
        while start > _SHORTEST_HEAD and tokens[start - 1].low in lexicon.determiners:
            start -= 1
        if tokens[start - 1].low not in lexicon.complements:
            break
        head = plain_ending(tokens, start - 2, lexicon)
        if head is None:
            break
        found = Subject(head.start, found.end)
    return found


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
    if previous.low in lexicon.subordinators or previous.low in _SHARES_SUBJECT:
        return True
    return not previous.is_word or previous.low in lexicon.complements


def _clause_subject(tokens: Sequence[Token], limit: int, lexicon: Lexicon) -> Subject | None:
    """The subject of "…, saying", "… and said", "… to say": the nearest pronoun, else the sentence's own."""
    for number in range(limit - 1, -1, -1):
        if tokens[number].low in _NOMINATIVES:
            return Subject(number, number + 1, pronoun=True)
        if number > 1 and tokens[number - 1].low in _SHARES_SUBJECT and tokens[number - 2].text == ",":
            found = subject_behind(tokens[:limit], number, lexicon)  # "…, and Ann Lee joined us by asking"
            if (
                found is not None
                and found.name is not None
                and found.end < limit
                and tokens[found.end].text.islower()
            ):
                return found
    return sentence_subject(tokens, limit, lexicon)


def subject_behind(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> Subject | None:
    """The noun phrase that starts at a token, skipping adverbs: "said quietly the man"."""
    while start < len(tokens) and tokens[start].low in lexicon.adverbs:
        start += 1
    if start >= len(tokens):
        return None
    token = tokens[start]
    if start + 2 < len(tokens) and tokens[start + 1].low == "of" and not token.is_capital:
        found = subject_behind(tokens, start + 2, lexicon)  # "one of the colts"
        return Subject(start, found.end) if found is not None else None
    if token.low in lexicon.pronouns:
        return Subject(start, start + 1, pronoun=True)
    if is_name_word(token, lexicon):
        return name_from(tokens, start, start, lexicon)
    if (token.low in lexicon.determiners or token.text.isdecimal()) and token.low not in lexicon.relatives:
        found = plain_from(tokens, start, lexicon)
        return found if found.end > start + 1 else None
    return None


def sentence_subject(tokens: Sequence[Token], limit: int, lexicon: Lexicon) -> Subject | None:
    """The noun phrase that a sentence starts with, behind its fronted part ("In May, Ann Lee …")."""
    start = _behind_dateline(tokens, limit)
    while start < limit and (not tokens[start].is_word or tokens[start].low in _SENTENCE_OPENERS):
        start += 1
    if start < limit and tokens[start].low in lexicon.subordinators:
        found = subject_behind(tokens[:limit], start + 1, lexicon)
        if found is not None and _shares_clause(tokens, found.end, limit):
            return found  # "When Lee came in and said"
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


def _shares_clause(tokens: Sequence[Token], start: int, limit: int) -> bool:
    """Whether no comma ends the clause between two places."""
    return all(token.text != "," for token in tokens[start:limit])


def _behind_dateline(tokens: Sequence[Token], limit: int) -> int:
    """Where a sentence begins behind the place it was sent from: "PARIS, May 2 — Ann Lee …"."""
    if limit and tokens[0].text.isupper() and len(tokens[0].text) > 1:
        for number in range(1, min(limit, _LONGEST_DATELINE)):
            if tokens[number].text in _DASHES:
                return number + 1
    return 0


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


def _skip_verb_group(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> int:
    while last >= 0 and (
        tokens[last].low in lexicon.auxiliaries
        or tokens[last].low in lexicon.adverbs
        or is_adverb(tokens[last])
    ):
        last -= 1
    return last


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
        name_ending(tokens, last, lexicon)
        if is_name_word(token, lexicon)
        else plain_ending(tokens, last, lexicon)
    )
    return tied_to_head(tokens, found, lexicon) if found is not None and with_head else found


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
