"""What is said to come about, does it or does it not, how surely, and on which condition?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.bodies import Certainty, Polarity
from foresaid.read.forecasts.clauses import HARD, SIGNS, Finite

if TYPE_CHECKING:
    from foresaid.read.forecasts.words import Words

# Words in front of a modal and behind it among which "probably", "by no means" belong to it.
_BEFORE, _AFTER = 4, 4
_FEW = 3
# Words of a subject, from its end, and in front of "that", among which a negation counts.
_SUBJECT, _GOVERNOR = 5, 6
# In front of a modal, outside its subject: "never will it", "nor will they".
_INVERTING = frozenset(("never", "nor", "neither"))
# "Beyond doubt that it will", "without question that": a doubt denied.
_BEYOND = frozenset(("beyond", "without", "past"))
# A clause shorter than this is not ended by a comma: "they will, in time, come".
_SHORTEST = 3


class Stretch(NamedTuple):
    """Words of a sentence, from and to."""

    start: int
    end: int


def polarity_of(words: Words, lead: Finite | None) -> Polarity:
    """Whether something is said to come about or not to; two negations cancel out ("cannot fail to")."""
    if lead is None:
        denied = any(_denies(words, at) for at in range(len(words.low)))
        return Polarity.WILL_NOT if denied else Polarity.WILL
    start, end = lead.subject
    negations = (
        lead.negated,
        any("nobody" in words.classes[at] for at in range(max(start, end - _SUBJECT), end)),
        any(
            words.low[at] in _INVERTING
            for at in range(max(0, lead.at - _FEW), lead.at)
            if at not in range(start, end)
        ),
        "cancelling" in words.classes[lead.verb] and lead.negated,
        words.low[lead.verb + 1 : lead.verb + 2] == ("impossible",),
        _governor_denied(words, lead),
    )
    return Polarity.WILL_NOT if sum(negations) % 2 else Polarity.WILL


def _denies(words: Words, at: int) -> bool:
    """Reads "By no means", "not likely", "not expected": what denies where no modal stands."""
    if words.low[at : at + 3] == ("by", "no", "means"):
        return True
    behind = words.classes[at + 1] if at + 1 < len(words.low) else frozenset[str]()
    return words.low[at] in ("not", "never") and not behind.isdisjoint(
        ("expecting", "likely", "destined", "probably")
    )


def _governor_denied(words: Words, lead: Finite) -> bool:
    """Reads "It is not to be expected that it will": the denial governs; of "no doubt that" two denials cancel out."""
    if not lead.governor or lead.role != "that":
        return False
    front = range(max(0, lead.opener - _GOVERNOR), max(0, lead.opener))
    denied = any("negations" in words.classes[at] or words.low[at] in _BEYOND for at in front)
    doubted = any("doubting" in words.classes[at] for at in front)
    return denied != doubted


def certainty_of(words: Words, lead: Finite | None) -> Certainty:
    """How sure a forecast is of itself: by its modal, by words beside it, and by what governs it."""
    if lead is None:
        possible = not words.all_classes.isdisjoint(("possible_adverbs", "possible_nouns"))
        return Certainty.POSSIBLE if possible else Certainty.PROBABLE
    near = words.classes[max(0, lead.at - _BEFORE) : lead.verb + _AFTER]
    governing = words.classes[max(0, lead.opener - _GOVERNOR) : lead.opener] if lead.role == "that" else ()
    if lead.kind in ("may", "could") or (lead.kind == "can" and not lead.negated):
        expected = any("expecting" in each for each in governing)
        return Certainty.PROBABLE if expected else Certainty.POSSIBLE
    if any("possible_adverbs" in each for each in near) or any(
        "possible_nouns" in each for each in governing
    ):
        return Certainty.POSSIBLE
    before = words.classes[: lead.at]
    probable = any("probable_governors" in each for each in (*near, *before))
    if probable or lead.kind == "likely" or any("probable_nouns" in each for each in governing):
        return Certainty.PROBABLE
    return Certainty.CERTAIN


def condition_of(words: Words) -> Stretch | None:
    """The clause on which a forecast is made to depend; None if it depends on none."""
    for at, classes in enumerate(words.classes):
        if "condition_openers" in classes and not _is_no_condition(words, at):
            return Stretch(at, _condition_end(words, at))
        if "inverting" in classes and _inverted(words, at):
            return Stretch(at, _condition_end(words, at))
    return None


def _is_no_condition(words: Words, at: int) -> bool:
    """Reads "as if", "even if", "if any", "see if"."""
    before = words.classes[at - 1] if at else frozenset[str]()
    behind = words.classes[at + 1] if at + 1 < len(words.low) else frozenset[str]()
    return words.low[at] == "if" and ("no_condition_before" in before or "no_condition_behind" in behind)


def _inverted(words: Words, at: int) -> bool:
    """Reads "should it fail", "had we not come": an auxiliary that opens a clause, its subject behind it."""
    opens = at == 0 or words.low[at - 1] in SIGNS or words.low[at - 1] in ("and", "but", "that")
    follows = at + 1 < len(words.low) and "phrase_openers" in words.classes[at + 1]
    return opens and follows and not words.text.rstrip("\"'”’").endswith("?")


def _condition_end(words: Words, start: int) -> int:
    """Where a condition ends: at a comma or harder sign behind its verb, or at the sentence's end."""
    for at in range(start + _SHORTEST, len(words.low)):
        if words.low[at] in SIGNS:
            return at
    return len(words.low)


def outcome_of(words: Words, lead: Finite | None) -> Stretch:
    """The shortest clause that says what is to come about, and stands by itself."""
    if lead is None:
        return Stretch(0, len(words.low))
    start = _outcome_start(words, lead)
    return Stretch(start, _outcome_end(words, lead))


def _outcome_start(words: Words, lead: Finite) -> int:
    start, end = lead.subject
    if end <= start:  # "and will": with the pronoun that it hangs on, or from the verb on
        start = lead.opener if lead.role == "relative" and lead.opener >= 0 else lead.at
    while start < lead.at and ("leads_in" in words.classes[start] or words.low[start] in SIGNS):
        start += 1
    return start


def _outcome_end(words: Words, lead: Finite) -> int:
    for at in range(lead.verb + 1, len(words.low)):
        word, classes = words.low[at], words.classes[at]
        if word in HARD or not classes.isdisjoint(("clause_enders", "condition_openers")):
            return at - 1 if words.low[at - 1] == "," else at
        if (
            word == ","
            and at + 1 < len(words.low)
            and at - lead.verb >= _SHORTEST
            and _goes_on(words, at + 1)
        ):
            return at
    return len(words.low)


def _goes_on(words: Words, at: int) -> bool:
    """Whether another clause begins behind a comma."""
    classes = words.classes[at]
    if "coordinators" in classes:
        return at + 1 < len(words.low) and not words.classes[at + 1].isdisjoint(
            ("phrase_openers", "will", "would")
        )
    return words.low[at].endswith("ing") or not classes.isdisjoint(("relatives", "leads_in", "times"))
