"""When does a text say that things are, were or will be, and by what does it tell?

Bird's-eye view: finding.py finds the expressions (dates.py, days.py, units.py, ages.py, clocks.py, feasts.py,
anniversaries.py, plain.py read one kind each), resolving.py gives each its value in the text's order, ranges.py joins
what are the two ends of one range. Start reading from `TimeAnnotator.annotate`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from foresaid.errors import DateError
from foresaid.model.annotations import Annotation, Span
from foresaid.model.bodies import Quotation, TimeExpression
from foresaid.read.times.events import TextEvents
from foresaid.read.times.feasts import feast_day
from foresaid.read.times.finding import Finder
from foresaid.read.times.forms import Form, Kind
from foresaid.read.times.marks import head_day, is_record, marked
from foresaid.read.times.narrative import Narrative, Quoted, speaks
from foresaid.read.times.points import point_of
from foresaid.read.times.ranges import Ranges
from foresaid.read.times.resolving import Resolver
from foresaid.read.times.values import DOCUMENT
from foresaid.read.times.words import GAP, TimeWords, any_of, words_of
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.model.annotations import Context
    from foresaid.model.words import Vocabulary
    from foresaid.plugins import Annotator, Parser
    from foresaid.read.times.points import Point
    from foresaid.read.times.values import Value

# A year that an anniversary is said to fall in stands in the same sentence, so near: "In August of 1987, speaking on
# the occasion of the 47th anniversary".
_SENTENCE = 120


class TimeAnnotator:
    """Finds time expressions and their values; holds the prepared word tables, no state of a text.

    Where the context has quotations, "today" inside one is the day on which it was said.
    """

    layer = "times"
    generator = "foresaid-times/1"
    needs: tuple[str, ...] = ()

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._words: TimeWords = words_of(vocabulary)
        self._finder = Finder(self._words)
        self._ranges = Ranges(self._words)
        self._until = re.compile(
            rf"(?<![^\W_])(?:{any_of(self._words.words('until'))}){GAP}(?:the{GAP})?\Z", re.IGNORECASE
        )
        self._ahead = re.compile(
            rf"(?<![^\W_])(?:{any_of(self._words.words('ahead'))})(?![^\W_])", re.IGNORECASE
        )

        self._record = re.compile(rf"(?<![^\W_])(?i:{any_of(self._words.words('record_words'))})(?![^\W_])")
        self._head_words = frozenset(self._words.words("head_words"))

    def __reduce__(self) -> tuple[type[TimeAnnotator], tuple[Vocabulary]]:
        return TimeAnnotator, (self._vocabulary,)

    def annotate(self, text: str, context: Context) -> Iterator[Annotation[TimeExpression]]:
        """The time expressions of a text in its order."""
        forms = self._finder.find(text)
        document, head, record = self._document(text, forms, context)
        narrative = Narrative(
            text,
            self._ahead,
            self._until,
            document,
            record or speaks(forms),
            tuple(_quoted(context)),
            marked(text),
            record,
        )
        events = TextEvents(text, forms, self._finder.named)
        resolver = Resolver(narrative, events, lambda rule, year: feast_day(rule, year, self._words))
        values = [
            resolver.resolve(form, self._ranges.runs_on(text, forms, number))
            for number, form in enumerate(forms)
        ]
        found = [
            (form, _checked(text, forms, values, number))
            if form.kind is Kind.ANNIVERSARY
            else (form, values[number])
            for number, form in enumerate(forms)
        ]
        for form, value, interval in self._ranges.joined(text, found):
            event = self._ranges.event(text, form)
            body = TimeExpression(
                value.type,
                text[form.start : form.end],
                value.edtf,
                value.rule,
                duration=value.duration,
                anchor=text[event.start : event.end] if event else _anchor(value, head),
                anchor_place=event or value.place or (head if value.anchor == DOCUMENT else None),
                note=value.note,
                likely=value.likely,
                interval=interval,
                relation=self._ranges.relation(text, form),
            )
            yield Annotation(Span(form.start, form.end), body, self.generator)

    def _document(
        self, text: str, forms: Sequence[Form], context: Context
    ) -> tuple[Point | None, Span | None, bool]:
        """The document's day, where its head gives that, and whether it is minutes or a letter by its head.

        A date from elsewhere goes first unless it is coarser.
        """
        given = point_of(context.date)
        head = head_day(text, forms, self._head_words)
        if head is None:
            return given, None, False
        record = is_record(text, head[1].end, self._record)
        if context.date is not None and (
            given is None or given.day is not None or not head[0].edtf.startswith(given.edtf)
        ):
            return given, None, record
        return *head, record


def time_annotator(vocabulary: Vocabulary, _parser: Parser | None = None) -> Annotator:
    """The annotator of time expressions for one language; KeyError names a word table that is missing."""
    return TimeAnnotator(vocabulary)


def _anchor(value: Value, head: Span | None) -> str:
    """What told a value, in words; the document's date where its own head gives it."""
    return f"{value.anchor}, given in its head" if head and value.anchor == DOCUMENT else value.anchor


def _quoted(context: Context) -> Iterator[Quoted]:
    """The quotations of a context with their dates, as far as these are days, months or years."""
    for annotation in context.of("quotations"):
        body = annotation.body
        if not isinstance(body, Quotation) or body.level != 1:
            continue
        stated = body.circumstances.date if body.circumstances else None
        try:
            date = point_of(parse_edtf(stated)) if stated else None
        except DateError:
            date = None
        yield Quoted(annotation.target, date)


def _checked(text: str, forms: Sequence[Form], values: Sequence[Value], number: int) -> Value:
    """An anniversary's value with a note where it does not fit the year that its own sentence gives."""
    form, value = forms[number], values[number]
    years = int(form.amount or 0)
    for at in range(number - 1, -1, -1):
        if forms[at].start < form.start - _SENTENCE:
            break
        stated = forms[at].year
        if (
            stated is None
            or forms[at].kind is not Kind.CALENDAR
            or _parted(text, forms[at].end, form.start)
        ):
            continue
        if value.edtf is None:
            return replace(
                value, note=f"{stated} - {years} is {stated - years}; no date of the event was recognised"
            )
        event = int(value.edtf[: value.edtf.find("-", 1) if "-" in value.edtf[1:] else None]) - years
        if event + years != stated:
            return replace(value, note=f"{event} + {years} is {event + years}, not {stated}")
        return value
    return value


def _parted(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends between two places."""
    return any(mark in text[start:end] for mark in (". ", ".\n", "? ", "! ", "\n\n"))
