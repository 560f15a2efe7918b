"""What does the forecast layer make of one sentence alone, with the chances of all its labels?

The annotator keeps the likeliest label only; an inquiry weighs all of them ("it must be built before it will pay" is
a norm that also says what will come), so it asks for the chances of any sentence that retrieval brings up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.annotations import Context
from foresaid.model.inquiries import Outlook
from foresaid.read.forecasts.annotator import forecast_annotator
from foresaid.read.forecasts.clauses import finites
from foresaid.read.forecasts.features import features
from foresaid.read.forecasts.lexicon import lexicon_of
from foresaid.read.forecasts.scoring import model_of
from foresaid.read.forecasts.words import words_of

if TYPE_CHECKING:
    from foresaid.model.words import Vocabulary


class OutlookReader:
    """Reads the outlook of sentences one by one; holds the prepared word tables and the model, no state of a text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._lexicon = lexicon_of(vocabulary)
        self._model = model_of(vocabulary)
        self._annotator = forecast_annotator(vocabulary)

    def outlook(self, sentence: str) -> Outlook:
        """The chances of a sentence's labels, and the forecast where the layer calls it one.

        The forecast's spans count from the sentence's beginning. It is read without its surroundings, so whose it
        is and its horizon are known only as far as the sentence itself says. Where the text holds several sentences
        the first forecast counts.
        """
        words = words_of(sentence, self._lexicon)
        if not words.low:
            return Outlook()
        first, second, third, fourth = self._model.chances(features(words, finites(words)))
        found = next(iter(self._annotator.annotate(sentence, Context())), None)
        return Outlook((first, second, third, fourth), found.body if found else None)
