"""Which stretches, steps and turns of time does a text measure in years, months, weeks, days or hours?

The reader is called at every word that names a unit ("three years later": at "years"). What stands around it decides
whether so much time is meant ("for three years"), a step from another time ("three years later", "two days after the
siege began"), a turn that something points to ("that year", "last week"), or a repetition ("per month").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.read.times.forms import Form, Kind
from foresaid.read.times.unit_grammar import (
    AFTER,
    PERIOD,
    known_words,
    number_before,
    of_date,
    shifts,
    unit_pattern,
)
from foresaid.read.times.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.read.times.words import TimeWords

# "most of the rest of the four previous and relatively peaceful" in front, "of the American Revolutionary War" behind.
BEFORE, BEHIND = 64, 24
# Words of an event that a time is measured from: "after the ROK Army crossed the 38th-parallel border" has seven.
_EVENT_WORDS, _EVENT_CHARACTERS, _MORE_WORDS = 9, 110, 4
_DATE_TAIL = 48
# Words between a number and its unit that no table has: "ten brutal months", "two long bloody weeks".
_ADJECTIVES = 2


class UnitReader:
    """Reads what is measured in units; holds the expressions made from the word tables."""

    def __init__(self, words: TimeWords) -> None:
        self._words = words
        self._edges, self._leans = words.edges, words.leans
        self._shifts = shifts(words)
        self._vague = frozenset(words.words("vague_amounts"))
        self._every = frozenset(words.words("every"))
        self._past = frozenset(words.words("past_stretches"))
        self._coming = frozenset(words.words("coming_stretches"))
        self._stop = frozenset(words.words("stop_words"))
        self._owners = frozenset(words.words("owners")) - {"the"}
        self._phrases = Phrases(
            frozenset(words.words("pronouns")),
            frozenset(words.words("determiners")),
            frozenset(words.words("joining")),
        )
        self._known = known_words(words)
        self._pattern, self._number_before = unit_pattern(words), number_before(words)
        self._of_date = of_date(words)

    def read(self, text: str, start: int, end: int) -> Iterator[Form]:
        """The form around a unit that stands from `start` to `end`."""
        if text[start].isupper() and self._is_name(text, start):
            return
        for match in self._pattern.finditer(
            text, self._leftmost(text, start), min(len(text), end + BEHIND)
        ):
            if match.end() < end:
                continue
            form = self._form(text, match) if match.start("unit") == start else None
            if (
                form is not None
                and form.kind is Kind.STRETCH
                and form.start == start
                and text[start].isupper()
            ):
                return  # a heading: "MINUTES of the board"
            if form is not None:
                yield from self._first_number(text, match, form)
                yield form
            return

    def _first_number(self, text: str, match: re.Match[str], form: Form) -> Iterator[Form]:
        """The first of two numbers: "between 12 and 18 months", "ten or fifteen years"."""
        if form.amount is None or not match["amount"] or match.start("amount") != form.start:
            return
        window = text[max(0, form.start - len("seventy-seven through ")) : form.start]
        first = self._number_before.search(window)
        amount = self._words.number(first["number"]) if first else None
        if first and amount is not None and amount < form.amount:
            at = form.start - len(window) + first.start("number")
            yield Form(at, at + len(first["number"]), Kind.STRETCH, amount=amount, unit=form.unit)

    def _leftmost(self, text: str, start: int) -> int:
        """Where a form that holds a unit may begin: at the farthest word in front of it that can be part of one.

        Two words that no table has may stand between (adjectives: "two long bloody weeks"). Without it the expression
        would be tried at every letter.
        """
        floor = max(0, start - BEFORE)
        begin = at = start
        strange = 0
        while at > floor and strange <= _ADJECTIVES:
            end = at
            while end > floor and text[end - 1] in " \t\n\r\u00a0-":
                end -= 1
            at = end
            while at > floor and text[at - 1] not in " \t\n\r\u00a0-":
                at -= 1
            word = text[at:end].strip("*_").casefold()
            if word in self._known or word[:1].isdigit():
                begin = at
            elif word.isalpha():
                strange += 1
            else:
                break
        return begin

    def _is_name(self, text: str, start: int) -> bool:
        """Whether a unit with a capital letter is part of a name: "May Day", "Year of the Dragon"."""
        before = text[start - 1 : start]
        return (
            not (
                start == 0
                or before in {"\n", "“", '"'}
                or text[max(0, start - 2) : start].strip(" ")[-1:] in {".", "!", "?"}
            )
            and not text[max(0, start - 4) : start].strip(" ")[-1:].isdigit()
        )

    def _form(self, text: str, match: re.Match[str]) -> Form | None:
        groups = match.groupdict()
        unit = self._words.units[match["unit"].casefold()]
        plural = match["unit"].casefold().endswith("s")
        amount, vague = self._amount(groups, plural=plural)
        lean = self._leans.get(folded(groups["lean"])) if groups["lean"] else ""
        stretch = folded(groups["stretch"] or groups["other"] or "")
        edge = self._edges.get(folded(groups["edge"])) if groups["edge"] else None
        begin = match.start()
        hyphened = groups["join"] == "-" or (groups["length"] or "").startswith("-")
        period = PERIOD.match(text, match.end())
        if hyphened and not period:
            begin = match.start("amount") if groups["amount"] else match.start("unit")
        elif groups["det"] and folded(groups["det"]) in self._owners:
            begin = match.end("det") + 1
        if (unit == "N" and amount is None) or (unit == "CE" and self._words.ordinal(stretch)):
            return None
        base = Form(
            begin,
            period.end() if hyphened and period else match.end(),
            Kind.STRETCH,
            unit=unit,
            amount=amount,
            vague=vague,
            edge=edge,
            name=stretch,
            about=bool(groups["approx"]),
            lean=lean or "",
        )
        if groups["length"] or hyphened:
            return base
        if groups["shift"] and (amount is not None or vague or groups["det"]):
            return self._shifted(text, match, base)
        return (
            self._tailed(text, base)
            or self._within(text, base)
            or self._classified(text, base, groups, plural=plural)
        )

    def _amount(self, groups: dict[str, str | None], *, plural: bool) -> tuple[float | None, bool]:
        written = groups["amount"]
        if written and folded(written) not in self._vague:
            return self._words.number(written), False
        if written or plural:
            return None, True
        return (
            (1.0, False) if folded(groups["det"] or "") in {"a", "an", "another", "any"} else (None, False)
        )

    def _shifted(self, text: str, match: re.Match[str], base: Form) -> Form:
        """A step from another time; "before" and "after" may lead on to an event instead."""
        shift = folded(match["shift"])
        lean = self._shifts[shift]
        if shift in {"before", "since", "on", "back", "prior", "after that"}:
            plain = base._replace(end=match.end("unit"))
            tailed = self._tailed(text, plain)
            if tailed is not None:
                return tailed
            if shift != "before":
                return plain
        amount = base.amount if base.amount is not None or base.vague else 1.0
        return base._replace(kind=Kind.SHIFT, lean=lean, amount=amount)

    def _tailed(self, text: str, base: Form) -> Form | None:
        """A step from an event that is named: "two days after the siege began"; None if there is none."""
        side = AFTER.match(text, base.end)
        if side is None or not (
            base.amount is not None
            or base.vague
            or base.name
            or text[base.start : base.start + 3].casefold() == "the"
        ):
            return None
        stop = event_end(text, side.end(), frozenset(), self._phrases)
        if stop is None:
            return None
        if side["side"].casefold() == "since":  # so long, up to now
            return base._replace(end=stop, lean="since", event=(side.end(), stop))
        lean = "earlier" if side["side"].casefold() == "before" else "later"
        amount = 1.0 if base.amount is None and not base.vague else base.amount
        return base._replace(kind=Kind.SHIFT, end=stop, lean=lean, amount=amount, event=(side.end(), stop))

    def _within(self, text: str, base: Form) -> Form | None:
        """As in "Within months of his secret speech": later than an event by less than the next larger unit."""
        lead = text[max(0, base.start - len("within ")) : base.start]
        if (
            lead.casefold() != "within "
            or text[base.end : base.end + 4] != " of "
            or base.name
            or not base.vague
        ):
            return None
        stop = event_end(text, base.end + 4, self._stop, self._phrases)
        if stop is None:
            return None
        start = base.start - len(lead)
        return base._replace(
            kind=Kind.SHIFT, start=start, end=stop, lean="within", event=(base.end + 4, stop)
        )

    def _classified(
        self, text: str, base: Form, groups: dict[str, str | None], *, plural: bool
    ) -> Form | None:
        """What a form without a step or an event is: a repetition, a stretch or a turn; None for no time."""
        det = folded(groups["det"])
        if det in self._every:
            return base._replace(kind=Kind.SET, amount=base.amount or 1.0, vague=False)
        measured = base.amount is not None or base.vague
        if base.name in self._past and (measured or det == "the"):
            amount = base.amount if measured else 1.0
            return self._of(text, base._replace(lean="past", amount=amount))
        if base.name in self._coming and measured:
            return base._replace(lean="coming")
        if base.lean and not plural and base.amount is None:
            return base._replace(kind=Kind.POINT)
        return self._plain(text, base, det, measured=measured)

    def _plain(self, text: str, base: Form, det: str, *, measured: bool) -> Form | None:
        if base.name or measured:
            return self._of(text, base if measured else base._replace(amount=1.0))
        if det == "the" or base.edge:
            return self._of(text, base._replace(kind=Kind.POINT, lean="same" if base.edge else "the"))
        return None  # a unit without number or article: "day labour", "leap year"

    def _of(self, text: str, base: Form) -> Form:
        """With what it is a part of: "the last week of August", "ten months of the Battle of Verdun"."""
        dated = self._of_date.match(text, base.end, min(len(text), base.end + _DATE_TAIL))
        if dated:
            place = self._words.places.get(base.name) or self._words.ordinal(base.name) or 0
            return base._replace(end=dated.end(), event=(base.end, dated.end()), place=place)
        if text[base.end : base.end + 4] == " of " and base.name:
            stop = event_end(text, base.end + 4, self._stop)
            if stop is not None:
                return base._replace(end=stop, event=(base.end + 4, stop))
        return base


@dataclass(frozen=True, slots=True)
class Phrases:
    """Words by which the beginning of a clause is seen."""

    pronouns: frozenset[str]
    determiners: frozenset[str]
    joining: frozenset[str]

    def begins(self, last: str, word: str, *, second: bool) -> bool:
        """Whether a clause begins with a word that follows another; `second`: it is the second word of all.

        A first word in -ing is a verb ("after relieving the siege"), a later one a noun ("the wedding | the house").
        """
        if word in self.pronouns:
            return last not in self.joining
        return (
            word in self.determiners
            and last not in self.joining
            and not last.endswith(("ed", "ing") if second else "ed")
        )


_WORD = re.compile(r"[ \t\u00a0]?(?P<word>[\w’'\"“”.-]{1,24})")
_CLOSES = frozenset(",.;:()[]—–\n!?")


def event_end(text: str, start: int, stop: frozenset[str], phrase: Phrases | None = None) -> int | None:
    """Where the words of an event end: at a mark, a stop word or the next clause, None if not within some words.

    `phrase` tells where a clause begins without a mark: at a pronoun, or at an article that follows no preposition and
    no verb ("after the miller's wedding | the house stood empty").
    """
    at = start
    last = "the"
    for number in range(_EVENT_WORDS + (0 if stop else _MORE_WORDS)):
        match = _WORD.match(text, at, min(len(text), start + _EVENT_CHARACTERS))
        if match is None:
            return at if at > start else None
        word = match["word"]
        low = word.casefold()
        if low in stop or (stop and word.endswith("ed") and word.islower()):
            return at if at > start else None
        if phrase is not None and number and phrase.begins(last, low, second=number == 1):
            return at
        last = low
        bare = word.rstrip(".\"”’'")
        at = match.start("word") + len(bare)
        if bare != word or text[at : at + 1] in _CLOSES or at >= len(text):
            return at
    return at if stop else None
