"""What is said to have come from what? Statements of cause and effect, each with the words that say so.

Two forms stand here: a preposition with the cause behind it ("because of the drought"), and a conjunction ("because
it rained"). Verbs of causing are in causing_verbs.py. Reasons for an opinion or a demand are no causes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.bodies import AssertionKind
from foresaid.read.assertions.findings import caused, phrase_of
from foresaid.read.assertions.sentence import clause_end, clause_start, is_supposed, short_subject

if TYPE_CHECKING:
    from foresaid.read.assertions.findings import Finding, Words
    from foresaid.read.assertions.sentence import Sentence
    from foresaid.read.assertions.words import AssertionWords

# Commas in front of a marker from which on it cannot be told how far back the effect begins.
_COMMAS = 3
# Words that may stand in front of a cause that opens its clause: "Largely", "This, then,".
_LEADING = 1
# Words looked back over for what "due to" might be owed.
_OWED_REACH = 5


def cause_behind(sentence: Sentence, first: int, last: int, words: AssertionWords) -> Finding | None:
    """`Prices rose because of the drought.`, `Owing to the drought, prices rose.`"""
    before, twice = sentence.low(first - 1), sentence.low(first - 2)
    if words.among(before, "no_causes") or twice == "not" or not _is_causal(sentence, first, words):
        return None
    if is_supposed(sentence, first, words.grammar):
        return None
    end = _cause_end(sentence, last, words)
    start = clause_start(sentence, first, words.grammar)
    front = _trimmed(sentence, start, first, words)
    if first - start <= _LEADING:
        end, effect = _opening(sentence, last, end, words)
    elif _led_by_that(sentence, first, words) or _is_adverbial(sentence, front, words):
        effect = _behind(sentence, end, words)
    else:
        behind = _behind(sentence, end, words) if before == "," else None
        effect = front if front is None or behind is None else _around(sentence, front, behind, words)
    if effect is None or _is_argued(sentence, effect, words):
        return None
    said, cause = sentence.phrase(first, last), phrase_of(sentence, (last, end))
    return caused(sentence, AssertionKind.CAUSE, said, cause, phrase_of(sentence, effect))


def _opening(sentence: Sentence, start: int, end: int, words: AssertionWords) -> tuple[int, Words]:
    """Where the cause ends that opens a sentence, and the effect behind it; the comma between them may be missing."""
    main = _unmarked_clause(sentence, start, end, words)
    if main is not None:
        return main, (main, clause_end(sentence, main, words.grammar))
    if sentence.low(end + 1) in words.grammar.conjunctions:  # "Thanks to his work, and that of his men, …"
        end = clause_end(sentence, end + 1, words.grammar, comma=True)
    return end, _behind(sentence, end, words)


def _unmarked_clause(sentence: Sentence, start: int, end: int, words: AssertionWords) -> int | None:
    """Where the main clause begins without a comma: `As a result of the inquiry the board resigned`."""
    grammar = words.grammar
    small = (
        grammar.prepositions
        | grammar.conjunctions
        | grammar.determiners
        | grammar.relatives
        | grammar.adverbs
    )
    for index in range(start + 2, end):
        low, before = sentence.low(index), sentence.low(index - 1)
        opens = low in grammar.determiners - {"that", "all", "both", "no"} or low in ("it", "there")
        verb = before in grammar.auxiliaries or before.endswith(("ing", "ed"))
        if opens and before not in small and not verb:
            return index
    return None


def _behind(sentence: Sentence, comma: int, words: AssertionWords) -> Words:
    """The clause behind a comma; None where there is no comma."""
    behind = sentence.low(comma + 1)
    if sentence.low(comma) != "," or behind == "of" or behind in words.grammar.conjunctions:
        return None
    return comma + 1, clause_end(sentence, comma + 1, words.grammar)


def _led_by_that(sentence: Sentence, index: int, words: AssertionWords) -> bool:
    """`to see that, largely because of the frost, …`: whether the clause begins at the marker, behind "that"."""
    before = index - 1
    while sentence.low(before) == "," or words.among(sentence.low(before), "cause_adverbs"):
        before -= 1
    return sentence.low(before) == "that"


def _cause_end(sentence: Sentence, start: int, words: AssertionWords) -> int:
    """Where a cause behind a preposition ends: at a comma or mark, or at the verb of the clause around it."""
    limit = clause_end(sentence, start, words.grammar, comma=True)
    for index in range(start, limit):
        low = sentence.low(index)
        if low in words.grammar.relatives:
            return limit
        if low in words.grammar.auxiliaries or low in words.grammar.modals:
            return (
                limit if sentence.low(index - 1) in words.grammar.persons else index
            )  # "the light they have"
    return limit


def _is_adverbial(sentence: Sentence, front: Words, words: AssertionWords) -> bool:
    """`At present, largely because of …`: what stands in front only says when or where."""
    grammar = words.grammar
    if front is None:
        return False
    timed = all(sentence.time_at(sentence.tokens[index].start) is not None for index in range(*front))
    if not timed and sentence.low(front[0]) not in grammar.prepositions:
        return False
    return not any(
        sentence.low(index) in grammar.auxiliaries | grammar.modals | {","} for index in range(*front)
    )


def _around(
    sentence: Sentence, front: tuple[int, int], behind: tuple[int, int], words: AssertionWords
) -> tuple[int, int]:
    """The effect around an insertion; of `has led, due to neglect, to ruin` what stands behind its "to"."""
    verb, link = sentence.low(front[1] - 1), sentence.low(behind[0])
    if words.among(verb, "split_verbs") and words.among(link, "driving_links"):
        return behind[0] + 1, behind[1]
    return front[0], behind[1]


def _is_causal(sentence: Sentence, first: int, words: AssertionWords) -> bool:
    """Whether a preposition gives a cause here: "due to" may say to whom something is owed, "on account of" for what."""
    if not words.among(sentence.low(first), "double_prepositions"):
        return True
    before = sentence.low(first - 1)
    if words.among(before, "cause_adverbs") or before in ("", ",", ";"):
        return True
    if before not in words.grammar.be_forms or before == "be" or _is_person(sentence, first + 2, words):
        return False  # "the protection due to our ships"
    return not any(
        words.among(sentence.low(index), "owed") for index in range(max(0, first - _OWED_REACH), first)
    )


def _is_person(sentence: Sentence, index: int, words: AssertionWords) -> bool:
    """Whether something is due to somebody, or to "so great a people"; then it is owed."""
    if index >= len(sentence.tokens):
        return True
    token, grammar = sentence.tokens[index], words.grammar
    return token.is_capital or token.low in grammar.pronouns or words.among(token.low, "owners")


def _trimmed(sentence: Sentence, start: int, end: int, words: AssertionWords) -> Words:
    """A clause in front of a marker without the adverbs and the comma that lead over to it."""
    while end > start and (
        sentence.low(end - 1) == ","
        or sentence.low(end - 1) in words.grammar.be_forms | words.grammar.prepositions
        or words.among(sentence.low(end - 1), "cause_adverbs")
    ):
        end -= 1
    end = _without_degree(sentence, start, end)
    if sentence.low(start) == "to":
        return None  # "To relax the rule because"
    nested = [index for index in range(start, end) if _opens_content(sentence, index, words)]
    start = nested[-1] + 1 if nested else start
    start = _relative_start(sentence, start, end, words)
    if sum(sentence.low(index) == "," for index in range(start, end)) >= _COMMAS:
        return None
    return (start, end) if end - start > 1 else None


def _without_degree(sentence: Sentence, start: int, end: int) -> int:
    """`is in large part`: without the words that say to what degree, and the verb in front of them."""
    if sentence.low(end - 1) not in ("part", "measure", "degree", "extent"):
        return end
    opening = next(
        (index for index in range(end - 2, max(start, end - 5), -1) if sentence.low(index) in ("in", "to")),
        end,
    )
    while (
        opening < end
        and opening > start
        and sentence.low(opening - 1) in ("is", "was", "are", "were", "been")
    ):
        opening -= 1
    return opening


def _relative_start(sentence: Sentence, start: int, end: int, words: AssertionWords) -> int:
    """`it helps those who left because`: a reason right behind a relative clause is that clause's own."""
    for index in range(end - 1, start, -1):
        low = sentence.low(index)
        if low == ",":
            return start
        if low in ("who", "which"):
            head = short_subject(sentence, index, words.grammar)
            return head[0] if head is not None and head[0] >= start else start
    return start


def _opens_content(sentence: Sentence, index: int, words: AssertionWords) -> bool:
    """Whether "that" or "when" opens a clause: `he assured us that nobody was sent away`."""
    if (
        sentence.low(index) not in ("that", "when", "until", "while", "where")
        or sentence.low(index - 1) in words.grammar.prepositions
    ):
        return False
    following = sentence.low(index + 1)
    return (
        following in words.grammar.determiners or following in words.grammar.persons or following == "there"
    )


def cause_clause(sentence: Sentence, first: int, last: int, words: AssertionWords) -> Finding | None:
    """`The bank closed because it had lent too much.`, `Because it had lent too much, it closed.`"""
    before = sentence.low(first - 1)
    if sentence.low(last) == "of" or words.among(before, "no_causes"):
        return None
    start = clause_start(sentence, first, words.grammar)
    marker = sentence.phrase(first, last)
    if first - start <= _LEADING or before == "that":
        end = clause_end(sentence, last, words.grammar, comma=True)
        effect = _main_clause(sentence, last, end, words)
    else:
        end = _clause_with_list(sentence, last, words)
        effect = _trimmed(sentence, start, first, words)
        comma = clause_end(sentence, last, words.grammar, comma=True)
        if before == "," and comma < end and effect is not None and not _has_verb(sentence, effect, words):
            end, effect = (
                comma,
                (effect[0], end),
            )  # "These lands, because they feed the rivers, are the Nation's"
    if effect is None or sentence.low(last) == "," or _is_argued(sentence, effect, words):
        return None
    if _is_adverbial(sentence, effect, words) or sentence.low(effect[1] - 1) in ("it", "this", "that"):
        return None  # "by billions because", "it is because"
    while end > last and sentence.low(end - 1) in words.grammar.conjunctions:
        end -= 1
    return caused(
        sentence, AssertionKind.CAUSE, marker, phrase_of(sentence, (last, end)), phrase_of(sentence, effect)
    )


def _has_verb(sentence: Sentence, phrase: tuple[int, int], words: AssertionWords) -> bool:
    lows = [sentence.low(index) for index in range(*phrase)]
    verbs = words.grammar.auxiliaries | words.grammar.modals
    return any(low in verbs or low.endswith("ed") or low in words.event_verbs for low in lows)


def _clause_with_list(sentence: Sentence, start: int, words: AssertionWords) -> int:
    """Where a clause ends; `wages, rents, and prices were low` is one, though its last comma has an "and" behind it."""
    end = clause_end(sentence, start, words.grammar)
    for index in range(start, end):
        if sentence.low(index) == "because":  # a second reason
            return index - 1 if sentence.low(index - 1) == "," else index
    listed = any(sentence.low(index) == "," for index in range(start, end))
    if sentence.low(end) == "," and listed:
        return clause_end(sentence, end + 1, words.grammar)
    return end


def _main_clause(sentence: Sentence, cause: int, comma: int, words: AssertionWords) -> Words:
    """What follows `Because it had lent too much,`; None where the comma is one inside the cause."""
    grammar = words.grammar
    behind = sentence.low(comma + 1)
    linking = (grammar.conjunctions, grammar.prepositions, grammar.subordinators, grammar.relatives)
    if sentence.low(comma) != "," or any(behind in table for table in linking):
        return None
    if sentence.low(cause) in grammar.subordinators or sentence.low(cause) == ",":
        return None
    return comma + 1, clause_end(sentence, comma + 1, grammar)


def _is_argued(sentence: Sentence, effect: tuple[int, int], words: AssertionWords) -> bool:
    """`I oppose it because`, `we should wait because`: a reason for an opinion or a demand, not for what was."""
    start, end = effect
    if any(
        words.among(sentence.low(index), "demanding") or sentence.low(index) == "because"
        for index in range(start, end)
    ):
        return True
    return any(
        sentence.low(index) in ("i", "we", "you") and words.among(sentence.low(index + 1), "opinions")
        for index in range(start, end)
    ) or any(
        sentence.low(index) == "not" and sentence.low(index - 1) in words.grammar.be_forms
        for index in range(start, end)
    )
