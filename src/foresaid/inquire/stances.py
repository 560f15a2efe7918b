"""What does a sentence say about whether an event will come, and how high does it belong in the list?

Bird's-eye view: words and stems of the sentence with what they do (cues.py) -> clauses, each with its sense
(clauses.py) -> the topic's words in it and what becomes of them, as against the event's statements (topics.py) ->
properties of expecting, wanting and telling (outlooks.py) -> how likely each (ranking.py) -> the stance, here. What a
sentence is about and in which direction it points are kept apart from whether it expects anything at all; the direction
alone tells `foresees` from `denies`, and it changes its sign exactly where the event's two lists are exchanged.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, NamedTuple

from foresaid.inquire.cues import cues_of, wording_of
from foresaid.inquire.outlooks import properties_of
from foresaid.inquire.ranking import KINDS, model_of, share_logarithm
from foresaid.inquire.topics import Subject, bearing_of
from foresaid.model.inquiries import Judgement, Stance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from foresaid.inquire.cues import Cues, Wording
    from foresaid.inquire.ranking import Model
    from foresaid.inquire.topics import Bearing, Rarity
    from foresaid.model.events import Event
    from foresaid.model.inquiries import Candidate, Outlook
    from foresaid.model.words import Vocabulary

EXPECTS, WANTS, TELLS = range(len(KINDS))
# Less of a topic than this is none: one faint word of a statement.
LEAST_TOPIC = 0.1
# A direction weaker than this is none.
LEAST_DIRECTION = 0.03
# From here on a sentence says the same, or the opposite, of what a statement says, not of a part of it.
WHOLE_DIRECTION = 0.5
# A whole statement also needs the expectation to be likelier than this.
WHOLE_EXPECTATION = 0.75
# A plain statement of the future holds at least this share of a statement's words, and the forecast layer finds a
# forecast likelier than this: of 0.3 and 0.5, which were looked at, the lower one loses fewer forecasts.
STATED_TOPIC = 0.5
STATED_FORECAST = 0.3
THRESHOLDS = (
    ("stance least topic", LEAST_TOPIC),
    ("stance least direction", LEAST_DIRECTION),
    ("stance whole direction", WHOLE_DIRECTION),
    ("stance whole expectation", WHOLE_EXPECTATION),
    ("stance stated topic", STATED_TOPIC),
    ("stance stated forecast", STATED_FORECAST),
)


class Seen(NamedTuple):
    """What is seen of one sentence: how it bears on the event, its properties, and the chances of KINDS."""

    wording: Wording
    bearing: Bearing
    properties: Mapping[str, float]
    chances: tuple[float, ...]


class Judge:
    """Judges sentences for one event; holds the prepared event, tables and models, no state of a text.

    `rarity` tells how rare a stem is in what was searched (such as its inverse document frequency); without it all
    words of a topic count alike; `model` is the language's own unless another is given. Nobody's name, office or date is looked at.
    """

    def __init__(
        self,
        event: Event,
        vocabulary: Vocabulary,
        rarity: Rarity | None = None,
        *,
        model: Model | None = None,
    ) -> None:
        self._cues = cues_of(vocabulary)
        self._model = model or model_of(vocabulary)
        self._subject = Subject(event, self._cues, rarity or _alike)
        self._own = _own_statements(event, self._cues)

    def judge(self, candidates: Sequence[Candidate], outlooks: Sequence[Outlook]) -> list[Judgement]:
        """A judgement for each candidate, in their order.

        The stance depends on the sentence and the event alone; the score also on how the candidate's retrieval
        compares with the best one's, so scores are comparable within one call.
        """
        best = max((each.words for each in candidates), default=0.0) or 1.0
        return [
            self._judgement(candidate, self.seen(candidate.text, outlook, candidate.leading), best)
            for candidate, outlook in zip(candidates, outlooks, strict=True)
        ]

    def seen(self, text: str, outlook: Outlook, leading: str = "") -> Seen:
        """What is seen of one sentence; `leading` is the sentence in front of it."""
        wording = wording_of(text, self._cues)
        before = wording_of(leading, self._cues) if leading else None
        bearing = bearing_of(wording, self._subject, before)
        properties = properties_of(wording, bearing, outlook)
        chances = self._model.chances(properties)
        if any(each in f" {' '.join(wording.stems)} " for each in self._own):
            properties["own statement"] = 1.0  # for the stance alone: the model has not been asked about it
        return Seen(wording, bearing, properties, chances)

    def _judgement(self, candidate: Candidate, seen: Seen, best: float) -> Judgement:
        score = self._model.score(measures_of(seen, candidate.words / best, candidate.meaning))
        stance, reasons = stance_of(seen)
        return Judgement(stance, round(score, 4), reasons)


def measures_of(seen: Seen, words: float, meaning: float) -> dict[str, float]:
    """What the order of findings is made of; `words` is the share of the best candidate's BM25 score."""
    bearing, expects = seen.bearing, seen.chances[EXPECTS]
    return {
        "expects": log(max(expects, 1e-3) / max(1 - expects, 1e-3)),
        "words": share_logarithm(words),
        "meaning": max(0.0, meaning),
        "coverage": share_logarithm(bearing.coverage),
        "breadth": share_logarithm(bearing.breadth),
        "direction": abs(bearing.direction),
        "named": float(bearing.named),
    }


def stance_of(seen: Seen) -> tuple[Stance, tuple[str, ...]]:
    """The stance of a sentence, with the reasons in words."""
    kind = kind_of(seen)
    if seen.bearing.coverage < LEAST_TOPIC:
        return Stance.ON_TOPIC, ("little of the event's own words",)
    if kind == TELLS:
        return Stance.ON_TOPIC, _reasons(seen, "tells, expects nothing")
    if kind == WANTS:
        return Stance.PLANS, _reasons(seen, "a wish, demand or intention")
    if _warns(seen):
        return Stance.WARNS, _reasons(seen, "it will come unless something is done")
    return _directed(seen)


# Words of wanting beside the topic.
_WANTING = ("near hoping", "near urging", "near intending")


def kind_of(seen: Seen) -> int:
    """Whether a sentence expects, wants or tells: what its grammar leaves no doubt of, else the likeliest by the model.

    A topic and what becomes of it, stated in one clause with a plain future, is an expectation; a question is none.
    """
    if seen.properties.get("asked") or seen.properties.get("question"):
        return max((WANTS, TELLS), key=seen.chances.__getitem__)
    if stated(seen):
        return EXPECTS
    if seen.properties.get("I or we want") and any(map(seen.properties.get, _WANTING)):
        return (
            WANTS  # "we seek a Europe in which the nation will regain its unity": what governs it is a wish
        )
    return max(range(len(KINDS)), key=seen.chances.__getitem__)


def stated(seen: Seen) -> bool:
    """Whether a statement with a plain future says what becomes of the topic, or is one of the event's own."""
    has = seen.properties.get
    barred = ("wanted", "supposed", "submitted", "near hoping", "I or we want")
    if any(map(has, barred)) or seen.bearing.coverage < STATED_TOPIC:
        return False
    future = has("stated subject spoken") or has("stated object spoken")
    return bool(has("own statement")) or bool(future and has("chance forecast", 0.0) >= STATED_FORECAST)


def _directed(seen: Seen) -> tuple[Stance, tuple[str, ...]]:
    """The stance of an expectation: by the sign of its direction, and how far it goes."""
    direction = seen.bearing.direction
    if abs(direction) < LEAST_DIRECTION:
        return Stance.UNDETERMINED, _reasons(seen, "an expectation, but not in which direction")
    sure = seen.chances[EXPECTS] >= WHOLE_EXPECTATION or stated(seen)
    whole = abs(direction) >= WHOLE_DIRECTION and sure
    whole = (
        whole and seen.bearing.named and seen.bearing.spoken and not seen.properties.get("near conditions")
    )
    if direction > 0:
        return (Stance.FORESEES if whole else Stance.FORESEES_PART), _reasons(
            seen, "expects what the event is"
        )
    return (Stance.DENIES if whole else Stance.DENIES_PART), _reasons(seen, "expects the opposite")


def _warns(seen: Seen) -> bool:
    has = seen.properties.get
    return bool(has("unless") or (has("near warning") and has("near conditions")))


def _reasons(seen: Seen, first: str) -> tuple[str, ...]:
    """The reasons of a stance: what decided, and which marks stand with the topic's words."""
    marks = [words for name, words in _MARKS if seen.properties.get(name)]
    return (first, *marks)


_MARKS = (
    ("near inevitable", "as bound to come"),
    ("near nearing", "as near, or at a named time"),
    ("near expecting", "with a word of expectation"),
    ("presumed", "taken for settled"),
    ("near hoping", "with a word of hope"),
    ("near urging", "with a word of demand"),
    ("near intending", "with a word of intention"),
    ("near conditions", "under a condition"),
    ("near telling", "of the past"),
)


def _own_statements(event: Event, cues: Cues) -> tuple[str, ...]:
    """The stems of the statements of both sides, as they stand in a sentence that repeats one word for word."""
    texts = (*(event.foreseeing or (event.statement,)), *event.denying)
    found = (" ".join(wording_of(text.rstrip("."), cues).stems) for text in texts)
    return tuple(f" {each} " for each in found if each)


def _alike(_stem: str) -> float:
    return 1.0
