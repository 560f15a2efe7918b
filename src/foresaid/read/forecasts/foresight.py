"""Who is later said to have foreseen it, or that nobody did, that it came true, that others leave it out?

Each kind has its pattern of word tables within one sentence; nothing is said on whether the claim is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.bodies import ForesightKind
from foresaid.read.forecasts.clauses import HARD, SIGNS, finites
from foresaid.read.forecasts.outcomes import Stretch
from foresaid.read.forecasts.reports import report_of

if TYPE_CHECKING:
    from foresaid.read.forecasts.words import Words

# Words between "nobody" and "could predict": "nobody, including the most sagacious observers, could".
_OBSERVERS = 14
# Words between "could" and "predict", "see" and "coming", "confirmed" and "warning".
_NEAR, _OBJECT = 4, 8
# Words in front of a participle among which the auxiliary of a passive stands.
_AUXILIARY = 3
# Words in front of a verb of foretelling among which its subject and "repeatedly" stand.
_SUBJECT = 6
# Words between "known" and "that": "known, she said afterwards, that", "realised as early as 1871 that".
_INTERRUPTED = 8
# Words of what is said to be foreseen; a longer clause is cut there, so that the time is linear.
_LONGEST = 150
# Signs that end what is said to be foreseen; brackets and dashes only interrupt it.
_ENDS = frozenset(';:"“”?!')
# Words behind "understood that" among which "would" must stand.
_CLAUSE = 14


class Claim(NamedTuple):
    """A claim of foresight: its kind, the words that give it away, and its parts, as words of the sentence."""

    kind: ForesightKind
    marker: Stretch
    content: Stretch | None = None
    observers: Stretch | None = None
    universal: bool = False


def claims_of(words: Words) -> list[Claim]:
    """The claims of a sentence, at most one of each kind, in the order of their markers."""
    readers = (_universal_negative, _later_claim, _vindication, _absence)
    found = [claim for reader in readers for claim in [reader(words)] if claim is not None]
    if any(claim.kind is ForesightKind.UNIVERSAL_NEGATIVE for claim in found):
        found = [claim for claim in found if claim.kind is not ForesightKind.LATER_CLAIM]
    return sorted(found, key=lambda claim: claim.marker.start)


def _universal_negative(words: Words) -> Claim | None:
    """Reads "Nobody … could predict that …", "no one saw this coming", "unable to foresee", "was unforeseen"."""
    for at, classes in enumerate(words.classes):
        if "universal_subjects" in classes:
            found = _nobody(words, at)
            if found is not None:
                return found
        if "ability_denied" in classes:
            verb = _next(words, at + 1, "foreseeing", _NEAR)
            if (
                verb >= 0
                and "but" not in words.low[at:verb]
                and words.low[verb]
                in (
                    "foresee",
                    "predict",
                    "anticipate",
                    "foretell",
                    "forecast",
                    "envisage",
                )
            ):
                observers = Stretch(0, at) if at and "phrase_openers" in words.classes[0] else None
                return Claim(
                    ForesightKind.UNIVERSAL_NEGATIVE,
                    Stretch(at, verb + 1),
                    _rest(words, verb + 1),
                    observers,
                )
        if "unforeseen" in classes and at and _was(words, at):
            return Claim(ForesightKind.UNIVERSAL_NEGATIVE, Stretch(at, at + 1), universal=True)
    return None


def _was(words: Words, at: int) -> bool:
    """Whether a participle is the predicate: "was unforeseen", not "unforeseen costs"."""
    return any(word in ("was", "were", "is", "are", "been") for word in words.low[max(0, at - 2) : at])


def _nobody(words: Words, at: int) -> Claim | None:
    limit = min(len(words.low), at + _OBSERVERS + _NEAR)
    for verb in range(at + 1, limit):
        classes = words.classes[verb]
        if words.low[verb] in HARD:
            return None
        seen = "sight" in classes and _next(words, verb + 1, "coming", _NEAR) >= 0
        if not seen and not ("foreseeing" in classes and _is_past(words, at, verb)):
            continue
        end = _next(words, verb + 1, "coming", _NEAR) + 1 if seen else verb + 1
        content = Stretch(verb + 1, end - 1) if seen else _rest(words, verb + 1)
        return Claim(
            ForesightKind.UNIVERSAL_NEGATIVE,
            Stretch(at, end),
            content,
            Stretch(at, _observers_end(words, at, verb)),
            universal=True,
        )
    return None


def _is_past(words: Words, at: int, verb: int) -> bool:
    """Reads "could predict", "had foreseen", "foresaw": a claim of the past; "nobody can predict" is none."""
    between = words.low[at + 1 : verb]
    if any(word in ("is", "are", "was", "were", "be") for word in between[-_AUXILIARY:]):
        return False  # "few are expected": nobody is said not to have foreseen
    modal = any(
        word in ("could", "had", "did", "would", "might", "ever", "was", "were", "have", "has")
        for word in between
    )
    return modal or words.low[verb] in (
        "foresaw",
        "foretold",
        "predicted",
        "anticipated",
        "imagined",
        "expected",
        "dreamed",
        "dreamt",
        "guessed",
    )


def _observers_end(words: Words, at: int, verb: int) -> int:
    """Where the observers end: in front of the auxiliary or adverb that the verb hangs on."""
    end = verb
    while end > at + 1 and (
        words.low[end - 1] in (*SIGNS, "had", "did", "ever", "has", "have")
        or not words.classes[end - 1].isdisjoint(("could", "would", "may", "past"))
        or words.is_adverb(end - 1)
    ):
        end -= 1
    return end


def denies_foresight(words: Words, at: int) -> bool:
    """Whether the verb at a place says that nobody foresaw, or stands in what nobody foresaw."""
    if words.all_classes.isdisjoint(("universal_subjects", "ability_denied")):
        return False
    claim = _universal_negative(words)
    if claim is None or claim.content is None or claim.observers is None:
        return False
    return min(claim.marker.start, claim.observers.start) <= at < claim.content.end


def _later_claim(words: Words) -> Claim | None:
    """Reads "had repeatedly warned that", "foresaw that … would", "understood that … would not".

    "He warned that … would" is no claim made later: it reports a forecast, and is one (reports.py).
    """
    reported = _is_report(words)
    for at, classes in enumerate(words.classes):
        content: Stretch | None = None
        if "foretelling" in classes and at:
            later = not reported or "seeing_ahead" in classes or _perfect(words, at) or _marked(words, at)
            content = _foretold(words, at) if later else None
        elif "understanding" in classes and words.low[at + 1 : at + 2] == ("that",):
            content = _content(words, at + 2)
            if not _is_unfulfilled(words, content):
                content = None
        elif "knowing" in classes and _marked(words, at):
            content = _known(words, at)
        elif "conclusion" in classes:
            content = _content(words, words.low.index("that", at) + 1)
            if not _is_unfulfilled(words, content):
                content = None
        if content is None:
            continue
        start = max(0, at - _SUBJECT)
        marks = [each for each in range(start, at) if "universal_marks" in words.classes[each]]
        begins = at
        while begins > start and (
            words.low[begins - 1] in ("had", "has", "have", "long") or begins - 1 in marks
        ):
            begins -= 1
        return Claim(ForesightKind.LATER_CLAIM, Stretch(begins, at + 1), content, universal=bool(marks))
    return None


def _is_report(words: Words) -> bool:
    """Whether the sentence reports a forecast made in its time."""
    return "reporting" in words.all_classes and report_of(words, finites(words)) is not None


def _marked(words: Words, at: int) -> bool:
    """Reads "had always", "from the start", "as early as" beside the verb at a place, in its clause."""
    low = max(0, at - _SUBJECT)
    front = any("early_marks" in each or "universal_marks" in each for each in words.classes[low:at])
    behind = any("early_marks" in each for each in words.classes[at + 1 : at + 1 + _NEAR])
    return front or behind


def _known(words: Words, at: int) -> Stretch | None:
    """What somebody "had always known, she said afterwards, that" would come; None if it does not look ahead."""
    for place in range(at + 1, min(len(words.low), at + 1 + _INTERRUPTED)):
        if words.low[place] in HARD:
            return None
        if words.low[place] == "that":
            content = _content(words, place + 1)
            return content if _is_unfulfilled(words, content) else None
    return None


def _foretold(words: Words, at: int) -> Stretch | None:
    """What somebody "warned that", "predicted … would", "warned of"; None where nothing is foretold."""
    word, behind = words.low[at], words.low[at + 1 : at + 1 + _NEAR]
    if _passive(words, at) or not behind or behind[0] in SIGNS or "prepositions" in words.classes[at + 1]:
        return (
            _content(words, at + 2) if word == "warned" and behind[:1] in (("of",), ("against",)) else None
        )
    if "that" in (behind[:1] if word == "warning" else behind):
        return _content(words, at + 2 + behind.index("that"))
    if word in ("warning", "warned", "anticipated") or (word == "foreseen" and not _perfect(words, at)):
        return None
    return _content(words, at + 1)


def _perfect(words: Words, at: int) -> bool:
    """Whether "had", "has" or "have" stands in front of a participle."""
    return any(word in ("had", "has", "have") for word in words.low[max(0, at - 3) : at])


def _passive(words: Words, at: int) -> bool:
    """Reads "is predicted", "was anticipated": nobody is said to have foretold."""
    before = [
        word
        for each, word in enumerate(words.low[max(0, at - 3) : at], max(0, at - 3))
        if not words.is_adverb(each)
    ]
    return bool(before) and before[-1] in (
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "than",
        "as",
        "the",
        "of",
        "a",
    )


def _is_unfulfilled(words: Words, content: Stretch) -> bool:
    """Whether a clause in the past looks ahead: "would not bring", "had to be overthrown"."""
    return any(
        "unfulfilled" in each
        for each in words.classes[content.start : min(content.end, content.start + _CLAUSE)]
    )


def _vindication(words: Words) -> Claim | None:
    """Reads "has been vindicated", "confirmed every warning", "their predictions came true"."""
    named = [
        at
        for at, classes in enumerate(words.classes)
        if "vindicating" in classes and words.low[at + 1 : at + 2] == ("of",)
    ]
    for at, classes in enumerate(words.classes):
        if named and at < named[0]:
            continue
        if "vindicating" in classes and _concerns_foresight(words, at):
            return Claim(
                ForesightKind.VINDICATION,
                Stretch(at, at + _length(words, at, "vindicating")),
                _object(words, at),
                universal=_is_universal(words, at) or _all_of(words, at),
            )
        if "confirming" in classes:
            noun = _next(words, at + 1, "foretold", _OBJECT)
            if noun >= 0:
                return Claim(
                    ForesightKind.VINDICATION,
                    Stretch(at, at + 1),
                    _rest(words, at + 1),
                    universal=_is_universal(words, at, noun),
                )
    return None


def _concerns_foresight(words: Words, at: int) -> bool:
    """Whether what is vindicated is a view: rights are vindicated, laws fulfilled; "not borne out" is the reverse."""
    denied = any("negations" in each for each in words.classes[max(0, at - _NEAR) : at])
    return not denied and any("foretold" in each for each in words.classes)


def _object(words: Words, at: int) -> Stretch | None:
    """What is vindicated: behind "vindication of", else in front of the verb."""
    if words.low[at + 1 : at + 2] == ("of",):
        return _rest(words, at + 2)
    end = at
    while end > 0 and words.low[end - 1] in (
        "has",
        "have",
        "had",
        "been",
        "was",
        "were",
        "is",
        "fully",
        "completely",
        "now",
    ):
        end -= 1
    return Stretch(0, end) if end else None


def _is_universal(words: Words, at: int, end: int = 0) -> bool:
    return any("universal_marks" in each for each in words.classes[max(0, at - 2) : max(at, end) + 1])


def _all_of(words: Words, at: int) -> bool:
    """Reads "Every prophecy of hers was borne out", "All of Lee's predictions came true": all, in the verb's clause."""
    start = at
    while start > 0 and words.low[start - 1] not in SIGNS and words.low[start - 1] != "that":
        start -= 1
    noun = _next(words, start, "foretold", at - start)
    return noun >= 0 and any("universal_marks" in each for each in words.classes[start:noun])


def _length(words: Words, at: int, table: str) -> int:
    """How many words the longest entry of a table has that stands at a place."""
    phrases = words.lexicon.phrases.get(words.low[at], ())
    return max(
        (len(p) for p, name in phrases if name == table and words.low[at : at + len(p)] == p), default=1
    )


def _absence(words: Words) -> Claim | None:
    """Reads "exclude any reference to", "makes no mention of"."""
    for at, classes in enumerate(words.classes):
        if "absences" not in classes or not any("foretold" in each for each in words.classes[at:]):
            continue
        length = _length(words, at, "absences")
        content = _rest(words, at + length)
        observers = Stretch(0, at) if at > 1 else None
        return Claim(
            ForesightKind.ABSENCE,
            Stretch(at, at + length),
            content,
            observers,
            universal="any" in words.low[at : at + length] or "no" in words.low[at : at + length],
        )
    return None


def _next(words: Words, start: int, table: str, reach: int) -> int:
    """The next word of a table within reach; -1 if there is none."""
    for at in range(start, min(len(words.low), start + reach)):
        if table in words.classes[at]:
            return at
    return -1


def _content(words: Words, start: int) -> Stretch:
    """From a word to the sign that ends its clause."""
    end = start
    limit = min(len(words.low), start + _LONGEST)
    while end < limit and words.low[end] not in _ENDS:
        end += 1
    return Stretch(start, end)


def _rest(words: Words, start: int) -> Stretch | None:
    """The clause from a word on; None if nothing is left."""
    content = _content(words, start)
    return content if content.end > content.start else None
