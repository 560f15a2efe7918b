"""What do a text's sentences say of the future, and who later claims to have foreseen it?

Bird's-eye view: Literals find the cue words of the whole text in one pass -> sentences with a cue are cut into
words -> finite verbs and their clauses (clauses.py) -> properties (features.py) -> the label (scoring.py), or a
form of its own (structures.py) -> for forecasts their parts (outcomes.py, branches.py, horizons.py) and whose
they are (holders.py). Claims of foresight have patterns of their own (foresight.py) and are a layer of their
own. Start reading from `ForecastAnnotator.annotate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foresaid.model.annotations import Annotation
from foresaid.model.bodies import Forecast, ForecastLabel, Polarity
from foresaid.read.forecasts.candidates import Candidates
from foresaid.read.forecasts.clauses import finites
from foresaid.read.forecasts.features import features, leading
from foresaid.read.forecasts.foresight import claims_of, denies_foresight
from foresaid.read.forecasts.lexicon import lexicon_of
from foresaid.read.forecasts.reading import Reading
from foresaid.read.forecasts.reports import report_of
from foresaid.read.forecasts.scoring import LABELS, Model, model_of
from foresaid.read.forecasts.structures import parts_the_future, structure_of
from foresaid.text.sentences import sentence_splitter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.annotations import Context, Span
    from foresaid.model.bodies import ForesightClaim
    from foresaid.model.words import Vocabulary
    from foresaid.plugins import Annotator, Parser
    from foresaid.read.forecasts.lexicon import Lexicon
    from foresaid.read.forecasts.reading import Sentence
    from foresaid.read.forecasts.structures import Structure

# Without a word of these tables a sentence is no statement about the future.
_CUES = (
    "will",
    "would",
    "may",
    "could",
    "can",
    "must",
    "needs",
    "hoping",
    "urging",
    "needing",
    "expecting",
    "promising",
    "destined",
    "likely",
    "awaiting",
    "fearing",
)
# Nor of these one by its form, or a claim of foresight.
_FORMS = (
    "alternative_nouns",
    "beginnings",
    "tendencies",
    "meaning",
    "outlook_nouns",
    "excluded",
    "asserting",
    "reporting",
)
_CLAIMS = (
    "foretelling",
    "understanding",
    "conclusion",
    "universal_subjects",
    "ability_denied",
    "unforeseen",
    "vindicating",
    "confirming",
    "absences",
    "early_marks",
)
_OTHER = LABELS.index("OTHER")


class ForecastAnnotator:
    """Finds statements about the future; holds the prepared word tables and the model, no state of a text."""

    layer = "forecasts"
    generator = "foresaid-forecasts/1"
    needs: tuple[str, ...] = ("quotations", "times")

    def __init__(self, lexicon: Lexicon, model: Model, candidates: Candidates) -> None:
        self._lexicon = lexicon
        self._model = model
        self._candidates = candidates

    def annotate(self, text: str, context: Context) -> Iterator[Annotation[Forecast]]:
        """The statements about the future in a text, in its order: at most one a sentence."""
        reading = Reading(text, context, self._lexicon)
        found = []
        for sentence in self._candidates.sentences(text):
            stated = self._stated_in(reading, sentence)
            found += [] if stated is None else [Annotation(*stated, self.generator)]
        yield from sorted(found, key=_place)

    def _stated_in(self, reading: Reading, sentence: Sentence) -> tuple[Span, Forecast] | None:
        """What a sentence says of the future; None if nothing."""
        words = sentence.words
        found = finites(words)
        lead = leading(words, found)
        if denies_foresight(words, lead.at if lead else 0):
            return None  # "Nobody could predict that it would": of what came, a claim of foresight
        chances = self._model.chances(features(words, found))
        best = max(range(len(LABELS)), key=chances.__getitem__)
        label = ForecastLabel(LABELS[best]) if best != _OTHER else None
        score = round(chances[best], 3)
        if label is ForecastLabel.COMMITMENT and parts_the_future(words):
            label, score = ForecastLabel.FORECAST, round(chances[0], 3)
        chance = round(chances[0], 3)
        report = report_of(words, found)
        if report is not None and (label is None or lead == report.lead):
            return reading.forecast(sentence, found, chance, report)
        structure = structure_of(words)
        if structure is not None and _is_due(structure, label, chances[0]):
            return reading.formed(sentence, structure, chance)
        if label is ForecastLabel.FORECAST:
            return reading.forecast(sentence, found, score)
        if label is None:
            return None
        return sentence.span, Forecast(label, words.text, sentence.span, score=score)


class ForesightAnnotator:
    """Finds claims of having foreseen, or that nobody could; holds the prepared word tables, no state of a text."""

    layer = "foresight"
    generator = "foresaid-foresight/1"
    needs: tuple[str, ...] = ("quotations", "times")

    def __init__(self, lexicon: Lexicon, candidates: Candidates) -> None:
        self._lexicon = lexicon
        self._candidates = candidates

    def annotate(self, text: str, context: Context) -> Iterator[Annotation[ForesightClaim]]:
        """The claims of foresight in a text, in its order."""
        reading = Reading(text, context, self._lexicon)
        found = []
        for sentence in self._candidates.sentences(text):
            read = [reading.claim(sentence, each) for each in claims_of(sentence.words)]
            found += [Annotation(*each, self.generator) for each in read if each is not None]
        yield from sorted(found, key=_place)


def forecast_annotator(vocabulary: Vocabulary, _parser: Parser | None = None) -> Annotator:
    """The annotator of forecasts for one language; KeyError names a word table that is missing."""
    lexicon = lexicon_of(vocabulary)
    candidates = Candidates(lexicon, (*_CUES, *_FORMS), sentence_splitter(vocabulary))
    return ForecastAnnotator(lexicon, model_of(vocabulary), candidates)


def foresight_annotator(vocabulary: Vocabulary, _parser: Parser | None = None) -> Annotator:
    """The annotator of claims of foresight for one language; KeyError names a word table that is missing."""
    lexicon = lexicon_of(vocabulary)
    return ForesightAnnotator(lexicon, Candidates(lexicon, _CLAIMS, sentence_splitter(vocabulary)))


def _is_due(structure: Structure, label: ForecastLabel | None, chance: float) -> bool:
    """Whether a form decides: where the model sees nothing, and where it names whose it is or what cannot be."""
    if label is None:
        return chance >= structure.least
    named = structure.holder is not None and label is ForecastLabel.FORECAST
    return named or structure.polarity is Polarity.WILL_NOT


def _place(annotation: Annotation[Any]) -> tuple[int, int]:
    return annotation.target.start, annotation.target.end
