"""What are the parts of one forecast or claim, as places of the text, and whose is it?"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.annotations import Phrase, Span
from foresaid.model.bodies import (
    Forecast,
    ForecastLabel,
    ForesightClaim,
    ForesightKind,
    Holding,
    Speaker,
    SpeakerKind,
)
from foresaid.read.forecasts.branches import alternatives_of, mechanism_of, parts_of
from foresaid.read.forecasts.clauses import SIGNS
from foresaid.read.forecasts.features import leading
from foresaid.read.forecasts.holders import Held, Holders, is_rival
from foresaid.read.forecasts.horizons import gradable_of, horizon_of
from foresaid.read.forecasts.outcomes import Stretch, certainty_of, condition_of, outcome_of, polarity_of
from foresaid.read.forecasts.reports import Report, teller_of
from foresaid.read.forecasts.words import Words, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.model.annotations import Annotation, Context
    from foresaid.model.bodies import Certainty, Polarity, TimeExpression
    from foresaid.read.forecasts.clauses import Finite
    from foresaid.read.forecasts.foresight import Claim
    from foresaid.read.forecasts.lexicon import Lexicon
    from foresaid.read.forecasts.structures import Structure

# Signs between a claim's content and the quoted words that finish it.
_QUOTE = 3
# A subject is no longer than this; "it says today that the editors of the series, who … , warned" names nobody.
_SUBJECT = 16
# Characters between a date and the sentence's beginning or the verb that it belongs to.
_DATE = 24
# Words in front of "that" among which its governor stands, and what may stand between it and its subject.
_GOVERNOR_REACH = 4
_AUXILIARIES = frozenset(
    ("had", "has", "have", "is", "are", "was", "were", "do", "does", "did", "to", "not", "n't")
)
# In front of the date of a foresight, wherever it stands behind the verb.
_EARLY = ("as early as", "as long ago as", "as far back as")
# A paragraph longer than this is read around its sentence only: rivalry is a matter of a few sentences.
_AROUND = 1500


class Sentence(NamedTuple):
    """A sentence's place and its words."""

    span: Span
    words: Words

    def span_of(self, stretch: Stretch) -> Span:
        """Where words of the sentence stand in the text, without signs at their ends."""
        offset = self.span.start
        start, end = stretch
        while end - start > 1 and self.words.low[end - 1] in SIGNS:
            end -= 1
        while end - start > 1 and self.words.low[start] in SIGNS:
            start += 1
        stretch = Stretch(start, end)
        return Span(offset + self.words.starts(stretch.start), offset + self.words.ends(stretch.end - 1))

    def phrase(self, stretch: Stretch | None) -> Phrase | None:
        """Words of the sentence as a phrase of the text."""
        if stretch is None or stretch.end <= stretch.start:
            return None
        span = self.span_of(stretch)
        start = self.span.start
        return Phrase(span.start, span.end, self.words.text[span.start - start : span.end - start])


class Reading:
    """The reading of one text: its quotations, its times, and whose the last reported forecast was."""

    def __init__(self, text: str, context: Context, lexicon: Lexicon) -> None:
        self._text = text
        self._lexicon = lexicon
        self._holders = Holders(context.of("quotations"), context.speaker)
        self._times = sorted(context.of("times"), key=lambda each: each.target.start)
        self._starts = [each.target.start for each in self._times]
        self._reported: tuple[int, Held] | None = None

    def forecast(
        self, sentence: Sentence, found: Sequence[Finite], score: float, report: Report | None = None
    ) -> tuple[Span, Forecast]:
        """A forecast with its parts; `report` where the sentence reports it of somebody."""
        words = sentence.words
        lead = report.lead if report else leading(words, found)
        branches, _ = alternatives_of(words)
        outcome = Stretch(branches[0].start, branches[-1].end) if branches else outcome_of(words, lead)
        if report is not None:  # "predicted [the treaty would not last]"
            outcome = Stretch(max(outcome.start, report.start), outcome.end)
        held = self._held(sentence, outcome, lead, report or Stretch(0, 0))
        condition = condition_of(words)
        told = (polarity_of(words, lead), certainty_of(words, lead))
        span, made = self._made(sentence, outcome, held, told, verb=lead.verb if lead else 0)
        return span, replace(
            made,
            score=score,
            conditional=condition is not None,
            condition=None if branches else sentence.phrase(condition),
        )

    def formed(self, sentence: Sentence, structure: Structure, score: float) -> tuple[Span, Forecast]:
        """A forecast by its form; it states no modal, so it is as certain as the present tense."""
        held = self._held(sentence, structure.outcome, None, structure.holder or Stretch(0, 0))
        told = (structure.polarity, structure.certainty)
        span, made = self._made(sentence, structure.outcome, held, told)
        return span, replace(made, score=score, conditional=bool(made.alternatives))

    def _made(
        self,
        sentence: Sentence,
        outcome: Stretch,
        held: Held,
        told: tuple[Polarity, Certainty],
        *,
        verb: int = 0,
    ) -> tuple[Span, Forecast]:
        """What every forecast has, however it was found: words, branches, horizon, mechanism, holder."""
        words = sentence.words
        branches, exclusive = alternatives_of(words)
        times = self._times_in(sentence.span)
        horizon, value = horizon_of(words, outcome, sentence.span.start, times, verb)
        span = sentence.span_of(outcome)
        polarity, certainty = told
        return span, Forecast(
            ForecastLabel.FORECAST,
            self._text[span.start : span.end],
            sentence.span,
            polarity=polarity,
            certainty=certainty,
            alternatives=_phrases(sentence, branches),
            exclusive=exclusive,
            horizon=horizon,
            horizon_value=value,
            mechanism=sentence.phrase(mechanism_of(words)),
            holder=held.speaker,
            holding=held.holding,
            gradable=gradable_of(words, outcome, certainty, dated=value is not None, exhaustive=exclusive),
            parts=() if branches else _phrases(sentence, parts_of(words, outcome)),
        )

    def claim(self, sentence: Sentence, claim: Claim) -> tuple[Span, ForesightClaim] | None:
        """A claim of foresight; None for a later claim that gives the very words, for those are a quotation.

        Its holder is who is said to have foreseen, for the other kinds who makes the claim.
        """
        marker = sentence.span_of(claim.marker)
        content = sentence.phrase(claim.content)
        quotation = self._holders.covering(Span(content.start, content.end) if content else marker)
        later = claim.kind is ForesightKind.LATER_CLAIM
        if (
            later
            and content is not None
            and self._holders.quoted_in(Span(content.start, content.end + _QUOTE))
        ):
            return None
        if later:
            holder = quotation.body.speaker if quotation else None
            holder = holder or _speaker(sentence, Stretch(0, claim.marker.start))
        else:
            around = self._holders.covering(marker)
            holder = around.body.speaker if around else self._holders.own()
        ends = [each for each in (marker.end, content.end if content else 0) if each]
        span = Span(min(marker.start, content.start if content else marker.start), max(ends))
        dated = self._dated(sentence.span, marker) if later else None
        return span, ForesightClaim(
            claim.kind,
            self._text[span.start : span.end],
            Phrase(marker.start, marker.end, self._text[marker.start : marker.end]),
            holder=holder,
            content=content,
            observers=sentence.phrase(claim.observers),
            universal=claim.universal,
            date=dated[0] if dated else None,
            date_phrase=dated[1] if dated else None,
        )

    def _dated(self, sentence: Span, marker: Span) -> tuple[str, Phrase] | None:
        """When somebody is said to have foreseen: a date at the head of the sentence, or right before the verb."""
        found = [each for each in self._times_in(sentence) if each.body.value]
        for each in sorted(
            found, key=lambda each: each.target.start < marker.end
        ):  # those behind the verb first
            if self._tells(each.target, sentence, marker):
                span = each.target
                return each.body.value or "", Phrase(
                    span.start, span.end, self._text[span.start : span.end]
                )
        return None

    def _tells(self, time: Span, sentence: Span, marker: Span) -> bool:
        """Whether a date is that of the foresight: "predicted in 1920 that", "as early as 1919", "In 1919 he warned".

        One in brackets is a book's; one that a "that" parts from the verb belongs to who tells of it later.
        """
        if time.start >= marker.end:
            between = self._text[marker.end : time.start].lower()
            early = any(between.endswith((each + " ", each)) for each in _EARLY) or time.start == marker.end
            opened = (
                len(between) <= _DATE
                and " that" not in between
                and self._text[time.end :].startswith(" that ")
            )
            inside = self._text[time.start : time.end].lower().startswith(_EARLY)
            return early or opened or inside
        heads = time.start - sentence.start <= _DATE
        near = 0 <= marker.start - time.end <= _DATE
        between = self._text[time.end : marker.start]
        closed = between.startswith(")") or self._text[: time.start].endswith("(")
        return (heads or near) and not closed and " that " not in between

    def _times_in(self, span: Span) -> list[Annotation[TimeExpression]]:
        first = bisect_left(self._starts, span.start)
        return self._times[first : bisect_left(self._starts, span.end)]

    def _held(
        self, sentence: Sentence, outcome: Stretch, lead: Finite | None, named: Stretch | Report
    ) -> Held:
        """Whose a forecast is: by the quotation around it, by what governs it, or by the sentence in front."""
        words, span = sentence.words, sentence.span_of(outcome)
        held = self._holders.of(span)
        if held.holding is Holding.OWN:
            held = self._told(sentence, lead, named) or held
        if held.holding is Holding.REPORTED:
            rival = is_rival(words, words_of(self._around(sentence.span), self._lexicon))
            teller = self._of_teller(sentence, named.teller).speaker if isinstance(named, Report) else None
            subject = (
                held.speaker or teller or (None if isinstance(named, Report) else _distanced(sentence))
            )
            held = Held(subject, Holding.RIVAL if rival else Holding.REPORTED)
            self._reported = (sentence.span.end, held)
        elif held.holding is Holding.RIVAL:
            self._reported = (sentence.span.end, held)
        return held

    def _follows(self, sentence: Sentence) -> bool:
        """Whether nothing stands between a reported forecast and this sentence."""
        return self._reported is not None and not self._text[self._reported[0] : sentence.span.start].strip(
            " "
        )

    def _told(self, sentence: Sentence, lead: Finite | None, named: Stretch | Report) -> Held | None:
        """A forecast outside quotations that is not the document's own; None if it is."""
        if isinstance(named, Report):
            return self._of_teller(sentence, named.teller)
        if named.end:
            return Held(_speaker(sentence, named), Holding.REPORTED)
        if lead is None:
            return None
        governor = _governor(sentence.words, lead)
        if governor is not None:
            return Held(_speaker(sentence, governor), Holding.REPORTED)
        free = lead.kind in ("would", "could") and lead.role == "main"
        if not free or self._reported is None or not self._follows(sentence):
            return None
        # Free indirect speech goes on: "They claimed that … . It would be over in a week." Behind a plain report it
        # may as well be the author's "… . It would last for forty years": then whose it is stays open.
        before = self._reported[1]
        return before if before.holding is Holding.RIVAL else Held(None, Holding.REPORTED)

    def _of_teller(self, sentence: Sentence, teller: Stretch | None) -> Held:
        """A reported forecast as its teller's; of "I" and "we" the document's own."""
        if teller is None:
            return Held(None, Holding.REPORTED)
        if teller.end - teller.start == 1 and sentence.words.low[teller.start] in ("i", "we"):
            return Held(self._holders.own(), Holding.OWN)
        return Held(_speaker(sentence, teller), Holding.REPORTED)

    def _around(self, span: Span) -> str:
        """The paragraph around a sentence, as far as it is near."""
        floor, ceiling = max(0, span.start - _AROUND), min(len(self._text), span.end + _AROUND)
        start = max(self._text.rfind("\n\n", floor, span.start), floor)
        end = self._text.find("\n\n", span.end, ceiling)
        return self._text[start : end if end >= 0 else ceiling]


def _governor(words: Words, lead: Finite) -> Stretch | None:
    """Who believes or expects, in a clause that governs the forecast's; None for the speaker himself and for "it is"."""
    if lead.role != "that" or not lead.governor or lead.opener < 1:
        return None
    place = lead.opener - 1
    floor = max(0, place - _GOVERNOR_REACH)
    while place > floor and lead.governor not in words.classes[place]:
        place -= 1
    end = place
    while end > 0 and (words.is_adverb(end - 1) or words.low[end - 1] in _AUXILIARIES):
        end -= 1
    start = end
    while start > 0 and words.low[start - 1] not in SIGNS and words.low[start - 1] != "that":
        start -= 1
    held = set(words.low[start:end])
    if (
        end <= start
        or held & {"i", "we", "it", "there", "my", "our", "me", "us", "you"}
        or (end == place and lead.governor not in words.classes[place])
    ):
        return None
    return Stretch(start, end)


def _distanced(sentence: Sentence) -> Speaker | None:
    """The subject of a sentence that reports with distance: what stands in front of its verb."""
    for at, classes in enumerate(sentence.words.classes):
        if at and not classes.isdisjoint(("distancing", "celebrating", "asserting")):
            teller = teller_of(sentence.words, at)
            return _speaker(sentence, teller) if teller else None
    return None


def _speaker(sentence: Sentence, stretch: Stretch) -> Speaker | None:
    """Words of the sentence as whose a forecast is; None if there are none."""
    end = stretch.end
    while end > stretch.start and (
        sentence.words.low[end - 1] in SIGNS or sentence.words.is_adverb(end - 1)
    ):
        end -= 1
    phrase = sentence.phrase(Stretch(stretch.start, end))
    if phrase is None or end - stretch.start > _SUBJECT:
        return None
    many = any("collectives" in each for each in sentence.words.classes[stretch.start : end])
    return Speaker(phrase, None, SpeakerKind.COLLECTIVE if many else None)


def _phrases(sentence: Sentence, stretches: Sequence[Stretch]) -> tuple[Phrase, ...]:
    return tuple(phrase for each in stretches for phrase in [sentence.phrase(each)] if phrase is not None)
