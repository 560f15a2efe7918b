"""What do a text's sentences say of the future, and who later claims to have foreseen it?

Bird's-eye view: Literals find the cue words of the whole text in one pass -> sentences with a cue are cut into
words -> finite verbs and their clauses (clauses.py) -> properties (features.py) -> the label (scoring.py), or a
form of its own (structures.py) -> for forecasts their parts (outcomes.py, branches.py, horizons.py) and whose
they are (holders.py). Claims of foresight have patterns of their own (foresight.py). Start reading from
`ForecastAnnotator.annotate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.annotations import Annotation, Span
from foresaid.model.bodies import Forecast, ForecastLabel
from foresaid.read.forecasts.clauses import finites
from foresaid.read.forecasts.features import features
from foresaid.read.forecasts.foresight import claims_of
from foresaid.read.forecasts.lexicon import lexicon_of
from foresaid.read.forecasts.reading import Reading, Sentence
from foresaid.read.forecasts.scoring import LABELS, Model, model_of
from foresaid.read.forecasts.structures import parts_the_future, structure_of
from foresaid.read.forecasts.words import words_of
from foresaid.text.literals import Literals
from foresaid.text.sentences import SentenceSplitter, sentence_splitter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.model.annotations import Context
    from foresaid.model.bodies import ForesightClaim
    from foresaid.model.words import Vocabulary
    from foresaid.plugins import Annotator, Parser
    from foresaid.read.forecasts.lexicon import Lexicon

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
_FORMS = ("alternative_nouns", "beginnings", "tendencies", "meaning", "outlook_nouns")
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
)
_OTHER = LABELS.index("OTHER")


class _Cued(NamedTuple):
    """A sentence with its cues: for labels or forms, for claims."""

    span: Span
    stated: bool
    claimed: bool


class ForecastAnnotator:
    """Finds statements about the future; holds the prepared word tables and the model, no state of a text."""

    layer = "forecasts"
    generator = "foresaid-forecasts/1"
    needs: tuple[str, ...] = ("quotations", "times")

    def __init__(self, lexicon: Lexicon, model: Model, splitter: SentenceSplitter) -> None:
        self._lexicon = lexicon
        self._model = model
        self._splitter = splitter
        stated = _cue_words(lexicon, (*_CUES, *_FORMS))
        claimed = _cue_words(lexicon, _CLAIMS)
        cues = sorted(stated | claimed)
        self._cues = Literals(cues)
        self._stated = tuple(cue in stated for cue in cues)
        self._claimed = tuple(cue in claimed for cue in cues)

    def annotate(self, text: str, context: Context) -> Iterator[Annotation[Forecast | ForesightClaim]]:
        """The statements about the future and the claims of foresight in a text, in its order."""
        reading = Reading(text, context, self._lexicon)
        for cued in self._candidates(text):
            sentence = Sentence(cued.span, words_of(text[cued.span.start : cued.span.end], self._lexicon))
            if not sentence.words.low:
                continue
            found: list[Annotation[Forecast | ForesightClaim]] = []
            if cued.stated:
                stated = self._stated_in(reading, sentence)
                found += [] if stated is None else [Annotation(*stated, self.generator)]
            if cued.claimed:
                claims = claims_of(sentence.words)
                read = [reading.claim(sentence, each) for each in claims]
                found += [Annotation(*each, self.generator) for each in read if each is not None]
            yield from sorted(found, key=lambda each: (each.target.start, each.target.end))

    def _candidates(self, text: str) -> Iterator[_Cued]:
        """The sentences in which a cue stands."""
        places = sorted(self._cues.find(text), key=lambda place: place.start)
        at, count = 0, len(places)
        for span in self._splitter.spans(text) if places else ():
            stated = claimed = False
            while at < count and places[at].start < span.end:
                if places[at].start >= span.start:
                    stated |= self._stated[places[at].literal]
                    claimed |= self._claimed[places[at].literal]
                at += 1
            if stated or claimed:
                yield _Cued(span, stated, claimed)

    def _stated_in(self, reading: Reading, sentence: Sentence) -> tuple[Span, Forecast] | None:
        """What a sentence says of the future; None if nothing."""
        words = sentence.words
        found = finites(words)
        chances = self._model.chances(features(words, found))
        best = max(range(len(LABELS)), key=chances.__getitem__)
        label = ForecastLabel(LABELS[best]) if best != _OTHER else None
        score = round(chances[best], 3)
        if label is ForecastLabel.COMMITMENT and parts_the_future(words):
            label, score = ForecastLabel.FORECAST, round(chances[0], 3)
        if label is ForecastLabel.FORECAST:
            return reading.forecast(sentence, found, score)
        structure = structure_of(words)
        if structure is not None and label is None and chances[0] >= structure.least:
            return reading.formed(sentence, structure, round(chances[0], 3))
        if label is None:
            return None
        return sentence.span, Forecast(label, words.text, sentence.span, score=score)


def forecast_annotator(vocabulary: Vocabulary, _parser: Parser | None = None) -> Annotator:
    """The annotator of forecasts for one language; KeyError names a word table that is missing."""
    return ForecastAnnotator(lexicon_of(vocabulary), model_of(vocabulary), sentence_splitter(vocabulary))


def _cue_words(lexicon: Lexicon, tables: Iterable[str]) -> set[str]:
    """The words of some tables, as they stand in a text; contracted ones stand behind an apostrophe."""
    words = {word for name in tables for word in lexicon.tables[name]}
    return {word.lstrip("'") for word in words}
