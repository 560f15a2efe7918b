"""What does the model see of a sentence? Names of properties, each of which it gives a weight.

Most are about the *leading* modal: the one that most likely carries what the sentence asserts, in a main clause
before a governed one, in a governed one before a relative or conditional one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.read.forecasts.clauses import MODALS, SIGNS, Finite

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.read.forecasts.words import Words

# Which clause is read first; a "that" behind a word of believing or expecting only says who holds it.
_ORDER = {"main": 2, "that": 3, "relative": 6, "purpose": 6, "condition": 8, "time": 8}
_SAID = 4
_HOLDING = frozenset(("believing", "expecting", "hoping", "fearing"))
_SHORT = {"main": "M", "that": "T", "relative": "R"}
# Tables whose mere presence is a property.
_PRESENT = (
    "hoping", "urging", "needing", "believing", "expecting", "fearing", "promising", "destined", "likely", "courtesies",
    "awaiting", "surely", "probably", "possibly", "depending", "later", "must",
)  # fmt: skip
_MEANINGS = ("sayings", "states", "acts", "effects", "happenings")
# Words behind a verb among which "to you", "before Congress" stand.
_BEHIND = 10
# Words of a subject, from its end, that tell whose it is.
_SUBJECT = 8
_FEW = 3


def leading(words: Words, found: Sequence[Finite]) -> Finite | None:
    """The modal that carries what a sentence asserts; None if it has no modal."""
    modals = [each for each in found if each.kind in MODALS]
    return min(modals, key=lambda each: (_rank(words, each), each.at), default=None)


def _rank(words: Words, finite: Finite) -> int:
    verb = words.classes[finite.verb]
    if finite.role == "main" and finite.negated and "cancelling" in verb:
        return _SAID  # "it can not be doubted that it will"
    if finite.role == "that" and finite.governor in _HOLDING:
        return 1
    return _ORDER[finite.role]


def features(words: Words, found: Sequence[Finite]) -> set[str]:
    """The properties of a sentence."""
    names = set(_plain(words))
    names.update(_frame(words, found))
    lead = leading(words, found)
    if lead is None:
        names.add("no modal")
        return names
    names.update(_leading(words, lead, found))
    names.update(
        f"also {each.kind} {_SHORT.get(each.role, 'S')}"
        for each in found
        if each.kind in MODALS and each is not lead
    )
    return names


def _plain(words: Words) -> Iterator[str]:
    """Properties of the sentence as a whole."""
    for name in _PRESENT:
        if name in words.all_classes:
            yield name
    if words.text.rstrip("\"'”’ )*_").endswith("?"):
        yield "question"
    if words.low and "questions" in words.classes[0]:
        yield "asks"
    for word, classes in zip(words.low, words.classes, strict=True):
        if "words_apart" in classes:
            yield f"word {word}"
    for at, word in enumerate(words.low[:-1]):
        if word == "let" and words.low[at + 1] == "us":
            yield "let us"


def _frame(words: Words, found: Sequence[Finite]) -> Iterator[str]:
    """Properties of the main clause's first verb and of what governs."""
    main = [each for each in found if each.role == "main"]
    yield f"head {main[0].kind if main else 'none'}"
    if main:
        yield f"head {main[0].kind} {subject_class(words, main[0])}"
    for each in main:
        yield f"main {each.kind}"
    past = sum(each.kind == "past" for each in found)
    if past:
        yield f"past {min(past, 2)}"
    for name in ("hoping", "urging", "expecting", "promising", "needing"):
        at = next((place for place, classes in enumerate(words.classes) if name in classes), None)
        if at is not None:
            yield from _governing(words, name, at)


def _governing(words: Words, name: str, at: int) -> Iterator[str]:
    """Who governs: "I hope", "it is hoped", "it was hoped", "hope that"."""
    before = words.low[max(0, at - _FEW) : at]
    if "i" in before or "we" in before:
        yield f"{name} by us"
    if "is" in before or "are" in before or "be" in before:
        yield f"{name} passive"
    if "was" in before or "were" in before or "had" in before:
        yield f"{name} past"
    if "that" in words.low[at + 1 : at + 1 + _FEW]:
        yield f"{name} that"
    if at + 1 < len(words.low) and words.low[at + 1] == "to":
        yield f"{name} to"
    if at < _FEW + _FEW:
        yield f"{name} early"


def _leading(words: Words, lead: Finite, found: Sequence[Finite]) -> Iterator[str]:
    """Properties of the leading modal: its clause, subject and verb, and what stands with them."""
    kind, role = lead.kind, _SHORT.get(lead.role, "S")
    subject = subject_class(words, lead)
    yield from (
        kind,
        f"{kind} {role}",
        f"{kind} {role} {subject}",
        f"{kind} {subject}",
        f"subject {subject}",
    )
    for meaning in _meanings(words, lead):
        yield from (f"{kind} {role} {meaning}", f"verb {meaning}", f"{kind} {subject} {meaning}")
    if lead.negated:
        yield from (f"{kind} not", f"{kind} not {subject}")
    if lead.governor:
        yield f"{kind} by {lead.governor}"
    if role != "M":
        main = next((each for each in found if each.role == "main"), None)
        yield f"{kind} {role} under {main.kind if main else 'none'}"
    for name in ("depending", "later", "believing", "expecting"):
        if name in words.all_classes:
            yield f"{kind} with {name}"
    near = frozenset().union(*words.classes[max(0, lead.at - 2) : lead.verb + 1])
    for name in ("awaiting", "surely", "probably", "possibly"):
        if name in near:
            yield f"{kind} {name}"
    yield from _around(words, lead, found)


def _around(words: Words, lead: Finite, found: Sequence[Finite]) -> Iterator[str]:
    """Whom the verb addresses, and whether "would" may be a past's future."""
    behind = frozenset().union(*words.classes[lead.verb : lead.verb + _BEHIND])
    if "destinations" in behind:
        yield f"{lead.kind} to you"
    if lead.kind == "would" and any(each.kind == "past" for each in found):
        yield "would in the past"


def _meanings(words: Words, lead: Finite) -> list[str]:
    """What the verb of a modal means, as far as the tables tell."""
    classes = words.classes[lead.verb]
    if lead.voice == "passive":
        names = [f"passive {name}" for name in ("administering", "sayings", "effects") if name in classes]
        return names or ["passive"]
    if lead.voice == "perfect":
        return ["perfect"]
    if words.low[lead.verb] in ("be", "have"):
        return [_complement(words, lead)]
    return [name for name in _MEANINGS if name in classes] or ["unknown"]


def _complement(words: Words, lead: Finite) -> str:
    """What stands behind "be" or "have": a judgement, "able", or anything else."""
    verb = words.low[lead.verb]
    for at in range(lead.verb + 1, min(len(words.low), lead.verb + _FEW + _FEW)):
        if words.low[at] in SIGNS:
            break
        if "judgements" in words.classes[at]:
            return f"{verb} judged"
        if "needing" in words.classes[at]:
            return f"{verb} needed"
        if "able" in words.classes[at]:
            return f"{verb} able"
    return verb


def subject_class(words: Words, finite: Finite) -> str:  # noqa: C901, PLR0911, PLR0912 - one answer a kind of subject
    """Whose the subject of a finite verb is: "I", "we", "you", an institution's, a measure's, …"""
    start, end = finite.subject
    while end > start and words.is_adverb(end - 1):
        end -= 1
    if end <= start:
        return "relative" if finite.role == "relative" else "none"
    last, classes = words.low[end - 1], words.classes[end - 1]
    if last in ("i", "we", "there", "it", "you"):
        return last
    if "third" in classes:
        return "they"
    if "demonstrative" in classes:
        return "this"
    first = words.classes[start]
    held = frozenset().union(*words.classes[max(start, end - _SUBJECT) : end])
    head = frozenset().union(*words.classes[max(start, end - _FEW) : end])
    if "addressed" in head:
        return "congress"
    if "institutions" in head and ("mine" in held or "near" in held):
        return "our office"
    if "nobody" in first:
        return "nobody"
    if words.low[start] == "to" or (words.low[start].endswith("ing") and end - start > _FEW):
        return "doing"
    for name in ("documents", "amounts"):
        if name in held:
            return name
    if "near" in first:
        return "this thing"
    for name in ("proposals", "mine", "institutions"):
        if name in held:
            return name
    return "thing"
