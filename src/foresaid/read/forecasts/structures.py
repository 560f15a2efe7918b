"""Which statements about the future have a form of their own, without a modal that a model could weigh?

Seven forms: counted alternatives ("there are only two roads: …"), something hailed "as the beginning of …", what a
process is said to be aimed at ("it was through these measures that … aimed at …"), and what somebody has "warned
that it meant", what rivals are said to be "claiming that" it would, and the outlook of an economy as central banks
report it ("risks were tilted to the downside"), and what it is "impossible that" it should.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.bodies import Certainty, Polarity
from foresaid.read.forecasts.branches import alternatives_of
from foresaid.read.forecasts.clauses import HARD, finites
from foresaid.read.forecasts.outcomes import Stretch
from foresaid.read.forecasts.reports import report_of, teller_of

if TYPE_CHECKING:
    from foresaid.read.forecasts.words import Words

# Words between "celebrated" and "as the beginning", between "it was through" and "that".
_REACH = 16
_NEAR = 4
# Common words of the economy that together make a sentence one on it: one alone ("growth") may be of anything.
_ECONOMY = 2
# Of the sentences of wcb_forward found so, 83 of 120 below this chance are not forward-looking; above it one in four.
_OUTLOOK = 0.03
_EXPECTANT = frozenset(
    (
        "will",
        "would",
        "likely",
        "could",
        "may",
        "must",
        "later",
        "destined",
        "outlook_nouns",
        "promising",
        "needing",
        "hoping",
    )
)


class Structure(NamedTuple):
    """A statement about the future by its form: its outcome, and the words that name whose it is, if it says so.

    `least` is the chance of a forecast that the model must give it beside.
    """

    outcome: Stretch
    holder: Stretch | None = None
    certainty: Certainty = Certainty.CERTAIN
    least: float = 0.0
    polarity: Polarity = Polarity.WILL


def is_formed(words: Words, chance: float) -> bool:
    """Whether a sentence is a forecast by its form, given the chance that the model gives it."""
    if "reporting" in words.all_classes and report_of(words, finites(words)) is not None:
        return True
    found = structure_of(words)
    return found is not None and chance >= found.least


def structure_of(words: Words) -> Structure | None:
    """The form of a sentence; None where it has none of the seven."""
    if "alternative_numbers" in words.all_classes:
        branches, exclusive = alternatives_of(words)
        if branches and exclusive:
            return Structure(Stretch(branches[0].start, branches[-1].end))
    found = _celebrated(words) if "celebrating" in words.all_classes else None
    if found is None and not words.all_classes.isdisjoint(("distancing", "asserting")):
        found = _claimed(words)
    if found is None and "excluded" in words.all_classes:
        found = _excluded(words)
    if found is not None:
        return found
    if "meaning" in words.all_classes and "foretelling" in words.all_classes:
        return _meant(words)
    found = _tendency(words) if "tendencies" in words.all_classes else None
    return found or _outlook(words)


def parts_the_future(words: Words) -> bool:
    """Whether an either/or without a third leaves nothing to the speaker's will: "either they will …, or …"."""
    if "either" not in words.low:
        return False
    branches, exclusive = alternatives_of(words)
    return exclusive and not any(words.low[each.start] in ("i", "we") for each in branches)


def _outlook(words: Words) -> Structure | None:
    """A word of expectation in a sentence on an economy: forward-looking, as such minutes are read."""
    terms = any("economy_terms" in each for each in words.classes)
    if not terms and sum("economy_words" in each for each in words.classes) < _ECONOMY:
        return None
    expected = not words.all_classes.isdisjoint(_EXPECTANT) or any(
        "expecting" in classes and (not at or words.low[at - 1] not in words.lexicon.tables["in_passing"])
        for at, classes in enumerate(words.classes)
    )
    return Structure(Stretch(0, len(words.low)), None, Certainty.PROBABLE, _OUTLOOK) if expected else None


def _meant(words: Words) -> Structure | None:
    """Reads "She had warned that the law meant war and ruin"."""
    that = next(
        (
            at + 1
            for at, classes in enumerate(words.classes)
            if "foretelling" in classes and words.low[at + 1 : at + 2] == ("that",)
        ),
        -1,
    )
    for at in range(that + 1, len(words.low) - 1) if that > 0 else ():
        if "meaning" in words.classes[at]:
            return Structure(Stretch(at + 1, len(words.low)))
    return None


def _celebrated(words: Words) -> Structure | None:
    """Reads "The powers celebrated the fall as the beginning of a new era"."""
    for at, classes in enumerate(words.classes):
        if "celebrating" not in classes or at == 0:
            continue
        for place in range(at + 1, min(len(words.low) - 2, at + _REACH)):
            if words.low[place] == "as" and words.low[place + 1] in ("the", "a"):
                noun = next(
                    (
                        each
                        for each in range(place + 2, min(len(words.low), place + 2 + _NEAR))
                        if "beginnings" in words.classes[each]
                    ),
                    -1,
                )
                if noun > 0:
                    return Structure(Stretch(place + 1, len(words.low)), Stretch(0, at))
    return None


def _claimed(words: Words) -> Structure | None:
    """Reads "They …, claiming that the mark could be saved": with distance, of what was then to come."""
    for at, classes in enumerate(words.classes):
        if classes.isdisjoint(("distancing", "asserting")) or words.low[at + 1 : at + 2] != ("that",):
            continue
        for place in range(at + 2, min(len(words.low), at + _REACH)):
            if not words.classes[place].isdisjoint(("could", "would")):
                possible = "could" in words.classes[place]
                return Structure(
                    Stretch(at + 2, len(words.low)),
                    teller_of(words, at),
                    Certainty.POSSIBLE if possible else Certainty.CERTAIN,
                )
    return None


def _excluded(words: Words) -> Structure | None:
    """Reads "It is impossible that so heavy a charge should long be borne": what is said not to come about."""
    for at, classes in enumerate(words.classes):
        if "excluded" not in classes or words.low[max(0, at - 2) : at] != ("it", "is"):
            continue
        that = next(
            (each for each in range(at + 1, min(len(words.low), at + _NEAR)) if words.low[each] == "that"),
            0,
        )
        for place in range(that + 1, min(len(words.low), that + _REACH)) if that else ():
            if words.low[place] in HARD:
                break
            if words.low[place] in ("should", "can", "could", "will", "shall", "ever"):
                perfect = words.low[place + 1 : place + 2] == ("have",)  # "should have been": of the past
                return (
                    None
                    if perfect
                    else Structure(Stretch(that + 1, len(words.low)), polarity=Polarity.WILL_NOT)
                )
    return None


def _tendency(words: Words) -> Structure | None:
    """Reads "It was through these measures that … aimed at reintroducing …"."""
    if words.low[0] != "it" or "mechanisms" not in frozenset().union(*words.classes[:_NEAR]):
        return None
    for at, classes in enumerate(words.classes):
        if "tendencies" in classes:
            return Structure(Stretch(at + 2, len(words.low)))
    return None
