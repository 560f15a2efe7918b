"""Which finite verbs does a sentence have, in which kind of clause, and what are their subjects?

A look back from each finite verb to what opens its clause, at most 48 words, so that the time is linear. It is
no parse: with the parse of spaCy's small model instead, the labels were no better (docs/explain/forecasts.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from foresaid.read.forecasts.words import Words

# How far back the opening of a clause is looked for, three lines of print: it keeps the time linear.
_REACH = 48
# Parentheses between a subject and its verb that are passed over.
_PARENTHESES = 2
# Words between a relative pronoun and the verb of its clause: "which, in the end, will", "which the laws inflict".
_RELATIVE_SUBJECT = 4
# Signs that end a clause on either side.
HARD = frozenset(';:()"“”?!') | {"--", "—"}
SIGNS = HARD | {","}
MODALS = ("will", "would", "may", "could", "can", "must", "going", "likely")
_AUXILIARIES = MODALS[:6]
_GOVERNORS = ("hoping", "urging", "promising", "expecting", "believing", "fearing")
_VERBS = frozenset(("acts", "states", "effects", "happenings", "sayings", "be"))
# Tables of words that may be finite verbs.
_FINITE = frozenset((*_AUXILIARIES, *_GOVERNORS, "needs", "present", "past", "letting"))
# Words in front of "that" among which its governor stands: "it is believed by many that".
_GOVERNOR_REACH = 4
# Words looked at behind a modal for its verb.
_VERB_REACH = 7


class Finite(NamedTuple):
    """A finite verb: its place, its kind, and the clause it stands in.

    `kind` is a modal ("will", "would", "may", "could", "can", "must"), "present", "past", "let" or "governor" ("I
    hope"); `role` the clause: main, that, relative, condition, time or purpose. `opener` is the place of the word
    that opens the clause (-1: the sentence does); `subject` the places of its subject's words, from and to;
    `verb` the place of the full verb; `voice` "passive", "perfect", "progressive" or "".
    """

    at: int
    kind: str
    role: str
    opener: int
    subject: tuple[int, int]
    governor: str
    verb: int
    negated: bool
    voice: str


def finites(words: Words) -> list[Finite]:
    """Every finite verb of a sentence, in order."""
    found = _find(words)
    places = dict(found)
    done: list[Finite] = []
    for at, kind in found:
        done.append(_clause(words, at, kind, places, done))
    return done


def _find(words: Words) -> list[tuple[int, str]]:
    """Where finite verbs stand, and their kinds; an auxiliary behind a modal is part of it."""
    found: list[tuple[int, str]] = []
    for at, classes in enumerate(words.classes):
        if not classes or classes.isdisjoint(_FINITE):
            continue
        kind = _kind(words, at)
        if kind is None:
            continue
        if (
            kind in ("present", "past")
            and found
            and found[-1][1] in MODALS
            and _adjoin(words, found[-1][0], at)
        ):
            continue
        found.append((at, kind))
    return found


def _kind(words: Words, at: int) -> str | None:  # noqa: PLR0911 - one answer a kind of verb
    classes = words.classes[at]
    behind = words.low[at + 1] if at + 1 < len(words.low) else ""
    before = words.low[at - 1] if at else ""
    for modal in _AUXILIARIES:
        if modal in classes:
            return None if _is_noun(words, words.low[at], before, behind) else modal
    if "needs" in classes:
        return "must" if behind in words.lexicon.tables["need_followers"] else None
    if "present" in classes:
        return _periphrastic(words, at)
    if "past" in classes:
        return "past"
    if "letting" in classes:
        return "let" if not before or before in SIGNS or "coordinators" in words.classes[at - 1] else None
    governs = bool(at) and not classes.isdisjoint(_GOVERNORS)
    if governs and (before in ("i", "we") or words.is_adverb(at - 1)):
        return "governor"
    return None


def _periphrastic(words: Words, at: int) -> str:
    """What "is" and "are" begin: "is going to", "are likely to", or a plain present."""
    for place in range(at + 1, min(len(words.low), at + _VERB_REACH)):
        if "destined" in words.classes[place]:
            return "going"
        if "likely" in words.classes[place]:
            return "likely"
        if not words.is_adverb(place):
            break
    return "present"


def _is_noun(words: Words, word: str, before: str, behind: str) -> bool:
    """Whether a modal's word is none: "the popular will", "in May 1848", "the might of"."""
    tables = words.lexicon.tables
    if word == "will":
        return (
            behind in tables["will_noun_behind"]
            or before in tables["will_noun_before"]
            or (behind in SIGNS and before in tables["mine"])
        )
    if word == "may":
        return behind[:1].isdigit() or before in tables["may_month_before"]
    return word in ("must", "might", "can") and before in ("the", "of")


def _adjoin(words: Words, modal: int, at: int) -> bool:
    """Whether only adverbs stand between a modal and an auxiliary: "will soon have"."""
    return at - modal <= _GOVERNOR_REACH and all(words.is_adverb(each) for each in range(modal + 1, at))


def _clause(words: Words, at: int, kind: str, places: dict[int, str], done: list[Finite]) -> Finite:
    last = at - 1
    while last >= 0 and words.is_adverb(last):
        last -= 1
    opener, role, last = _opener(words, at, last, places)
    governor = ""
    subject = (opener + 1, last + 1)
    if role == "comma":
        opener, role = _behind_comma(words, opener)
    if role in ("and", "and that"):
        previous = next((each for each in reversed(done) if each.at < opener), None)
        if role == "and" or previous is None:
            role = "main"
        else:
            role, governor, opener, subject = (
                previous.role,
                previous.governor,
                previous.opener,
                previous.subject,
            )
    elif role == "that":
        role, governor = _governed(words, opener)
    if role == "main" and subject[1] - subject[0] > 1:
        role, governor, subject = _bare(words, subject, at, places)
    if at == 0 and "inverting" in words.classes[0]:
        role = "condition"
    verb, negated, voice = _verb(words, at)
    return Finite(at, kind, role, opener, subject, governor, verb, negated, voice)


def _opener(words: Words, at: int, last: int, places: dict[int, str]) -> tuple[int, str, int]:
    """What opens the clause of the verb at `at`: its place, its role, and where the subject ends.

    Parentheses between subject and verb ("the balance, it is expected, will") are passed over, two at most.
    """
    floor, place, parentheses = max(-1, at - _REACH), last, 0
    while place > floor:
        word, classes = words.low[place], words.classes[place]
        if word in SIGNS:
            before = _before_parenthesis(words, place, floor) if place == last else -1
            if before >= 0 and parentheses < _PARENTHESES:
                place = last = before
                parentheses += 1
                continue
            return place, "comma" if word == "," else "main", last
        role = _opens(words, place, last, at, places) if classes else None
        if role is not None:
            return place, role, last
        place -= 1
    return place, "main", last


def _before_parenthesis(words: Words, place: int, floor: int) -> int:
    """The last word in front of the parenthesis that ends at `place`; -1 if there is none."""
    closing = words.low[place]
    if closing not in (",", "--", "—"):
        return -1
    start = place - 1
    while start > floor and words.low[start] not in SIGNS:
        start -= 1
    return start - 1 if start > 0 and words.low[start] == closing else -1


def _opens(words: Words, place: int, last: int, at: int, places: dict[int, str]) -> str | None:  # noqa: PLR0911 - one answer a kind of word
    """The role of the clause that the word at `place` opens for the verb at `at`; None if it opens none for it."""
    word, classes = words.low[place], words.classes[place]
    passed = any(each in places for each in range(place + 1, at))
    if "relatives" in classes:
        return _relative(words, place, last, passed=passed)
    if word == "that":
        if place == 0 or "prepositions" in words.classes[place - 1]:
            return None
        if place != last:
            return None if passed else "that"
        heads = words.low[place - 1] in SIGNS or words.low[place - 1] in ("and", "but")
        return None if heads else "relative"
    if "conditions" in classes:
        return None if passed and _fresh(words, last) else "condition"
    if "times" in classes:
        far = "prepositional" in classes and (passed or last - place > _RELATIVE_SUBJECT)
        return None if far or (passed and _fresh(words, last)) else "time"
    if "coordinators" in classes:
        return _coordinates(words, place, last, places)
    return None


def _fresh(words: Words, last: int) -> bool:
    """Whether a subject right in front of a verb begins a clause: "if we are to win [we] must"."""
    return "phrase_openers" in words.classes[last]


def _relative(words: Words, place: int, last: int, *, passed: bool) -> str | None:
    """Whether a relative pronoun opens the verb's own clause: "which will", "which the laws will", and no farther."""
    between = [each for each in range(place + 1, last + 1) if not words.is_adverb(each)]
    if not between:
        return "relative"
    short = len(between) <= _RELATIVE_SUBJECT and "phrase_openers" in words.classes[between[0]]
    return "relative" if not passed and (short or len(between) <= _RELATIVE_SUBJECT // 2) else None


def _coordinates(words: Words, place: int, last: int, places: dict[int, str]) -> str | None:
    """Whether "and" joins two clauses ("and") or two verbs of one subject ("and that") rather than two nouns."""
    if "contrasting" in words.classes[place]:
        return "and"
    if not any(each in places for each in range(max(0, place - _REACH // 2), place)):
        return None
    if place == last:
        return "and that"
    fresh = "phrase_openers" in words.classes[place + 1] or words.low[place - 1] == ","
    return "and" if fresh else None


def _behind_comma(words: Words, comma: int) -> tuple[int, str]:
    """The clause behind a comma: main, or governed where a condition stands between: "I trust that if …, it will"."""
    place, floor = comma - 1, max(0, comma - _REACH)
    while place >= floor:
        word, classes = words.low[place], words.classes[place]
        if word in SIGNS or word == "that":
            break
        if ("conditions" in classes or "times" in classes) and place and words.low[place - 1] == "that":
            return place - 1, _governed(words, place - 1)[0]
        place -= 1
    return comma, "main"


def _governed(words: Words, that: int) -> tuple[str, str]:
    """The role of a clause behind "that", and by what kind of word it is governed."""
    if that and words.low[that - 1] in ("so", "such", "order", "end"):
        return "purpose", ""
    for place in range(that - 1, max(-1, that - 1 - _GOVERNOR_REACH), -1):
        for name in _GOVERNORS:
            if name in words.classes[place]:
                return "that", name
    return "that", ""


def _bare(
    words: Words, subject: tuple[int, int], at: int, places: dict[int, str]
) -> tuple[str, str, tuple[int, int]]:
    """Clauses without a word that opens them: "I hope [Congress] will", "the budget [I] will submit … will"."""
    first, end = subject
    for place in range(end - 2, first - 1, -1):
        name = next((each for each in _GOVERNORS if each in words.classes[place]), "")
        if name and _governs(words, first, place):
            return "that", name, (place + 1, end)
    before = words.classes[end - 2]
    pronoun = words.low[end - 1] in ("i", "we")
    followed = at != next(reversed(places))
    other = words.is_adverb(end - 2) or "coordinators" in before or "later" in before
    if pronoun and followed and not other and "prepositions" not in words.classes[first]:
        return "relative", "", subject
    return "main", "", subject


def _governs(words: Words, first: int, place: int) -> bool:
    """Whether the word at `place` governs what follows: "I hope", "it is hoped", but not "the savings we propose"."""
    if place == first or words.is_adverb(place - 1):
        return True
    return words.low[place - 1] == "is" or (words.low[place - 1] in ("i", "we") and place - 1 <= first + 1)


def _verb(words: Words, at: int) -> tuple[int, bool, str]:
    """The full verb behind an auxiliary, whether it is negated, and its voice."""
    to = next(
        (each for each in range(at + 1, min(len(words.low), at + _VERB_REACH)) if words.low[each] == "to"),
        at,
    )
    at, start = (to, at) if "present" in words.classes[at] else (at, at)
    limit = min(len(words.low), at + _VERB_REACH)
    verb, negated = _skip(words, _past_phrase(words, at, limit), limit)
    negated |= words.low[start] == "cannot" or any(
        "negations" in words.classes[each] for each in range(start + 1, at)
    )
    if verb >= len(words.low):
        return len(words.low) - 1, negated, ""
    if "be" not in words.classes[verb] and words.low[verb] != "have":
        return verb, negated, ""
    full, also = _skip(words, verb + 1, min(len(words.low), verb + _VERB_REACH))
    if full >= len(words.low):
        return verb, negated or also, ""
    word, classes = words.low[full], words.classes[full]
    if word.endswith(("ed", "en")) or "irregular_participles" in classes:
        voice = "perfect" if words.low[verb] == "have" else "passive"
        return full, negated or also, voice
    if word.endswith("ing") and "be" in words.classes[verb]:
        return full, negated or also, "progressive"
    return verb, negated or also, ""


def _past_phrase(words: Words, at: int, limit: int) -> int:
    """Where to look for a verb: behind what stands between, as in "may in time [come]", "will the Congress [act]"."""
    place, _ = _skip(words, at + 1, limit)
    if place >= len(words.low) or words.classes[place].isdisjoint(("prepositions", "phrase_openers")):
        return at + 1
    if words.low[place] == "to":
        return at + 1
    for each in range(place + 1, min(len(words.low), place + _VERB_REACH)):
        if not words.classes[each].isdisjoint(_VERBS):
            return each
    return at + 1


def _skip(words: Words, place: int, limit: int) -> tuple[int, bool]:
    """The first place that is no adverb and in no parenthesis, and whether a negation was passed."""
    negated = False
    while place < limit:
        if "negations" in words.classes[place]:
            negated |= not (place + 1 < len(words.low) and "undenying" in words.classes[place + 1])
        elif words.low[place] == ",":
            closing = next(
                (
                    each
                    for each in range(place + 1, min(len(words.low), place + _VERB_REACH + 1))
                    if words.low[each] == ","
                ),
                -1,
            )
            if closing < 0:
                break
            place = closing
        elif not words.is_adverb(place):
            break
        place += 1
    return place, negated
