"""How does the dossier of an inquiry leave the house as Markdown, each passage in a footnote?

CommonMark with the footnotes and tables of GitHub's dialect. Foreign text never begins a line, and every sign that could
be markup is escaped, so that it stays text in any reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.publish.dossier_parts import (
    GRADES,
    HEADINGS,
    NOTHING,
    OTHERS,
    PLACEBO_HEADS,
    STANCES,
    Entry,
    columns,
    committed,
    conclusions,
    counted,
    described,
    lead,
    left_out,
    place_of,
    placebo_rows,
    places,
    remarks,
    searched,
    sourced,
    standing,
    visible,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from foresaid.model.inquiries import Dossier, LaterClaim, PassageContext, VoiceForecast
    from foresaid.publish.dossier_parts import Place

# Signs that mean something inside a line of CommonMark or of GitHub's dialect ($ is mathematics there, @ a name, # an
# issue); CommonMark §2.4 lets any of them stand behind a backslash. A colon is one only in an address.
_MEANS = frozenset("\\`*_[]<>&|~$@#!{}^=")
_ADDRESSES = (("://", "\\://"), ("www.", "www\\."))
_NO_CONTEXT = "The paragraph around these words is not part of this dossier."


def to_markdown(dossier: Dossier, passages: Mapping[Place, PassageContext]) -> str:
    """A dossier as Markdown text; `passages` holds what `dossier_parts.places` lists."""
    return "\n".join(_Notes(dossier, passages).lines()) + "\n"


def escaped(text: str) -> str:
    """Text on one line that any reader of Markdown shows as it is."""
    flat = " ".join(visible(text).split())
    flat = "".join(f"\\{letter}" if letter in _MEANS else letter for letter in flat)
    for sign, harmless in _ADDRESSES:
        flat = flat.replace(sign, harmless)
    return flat


class _Notes:
    """One dossier as lines; the number of a passage is that of its footnote."""

    def __init__(self, dossier: Dossier, passages: Mapping[Place, PassageContext]) -> None:
        self._dossier = dossier
        self._passages = passages
        self._described = described(dossier)
        self._numbers = {place: number for number, place in enumerate(places(dossier), 1)}

    def lines(self) -> Iterator[str]:
        """Every line of the text."""
        yield from self._head()
        yield from self._worth()
        found = columns(self._dossier.findings)
        for name, entries in (
            ("certain", found.certain),
            ("possible", found.possible),
            ("opposite", found.opposite),
        ):
            yield from self._column(name, map(self._entry, entries))
        yield from self._column("voices", map(self._voice, self._dossier.voices))
        yield from self._column("later", map(self._claim, self._dossier.later_claims))
        if found.others:
            yield from ("", f"## {OTHERS}")
        for others in found.others:
            yield from ("", f"### {others.heading} ({len(others.entries) + others.more:,})")
            for entry in others.entries:
                yield from self._entry(entry)
            if others.more:
                yield from ("", left_out(others))
        yield from self._committed()
        yield from self._footnotes()

    def _head(self) -> Iterator[str]:
        event = self._dossier.commitment.event
        yield f"# {f'“{escaped(event.claim)}”' if event.claim else escaped(event.name)}"
        date = f", event of {event.date.text}" if event.date else ", event without a date"
        yield from ("", f"Inquiry {self._dossier.commitment.number} of this collection{date}.")
        yield from ("", f"The event: “{escaped(event.statement)}”")
        yield from ("", "## The answer", "", escaped(self._dossier.answer))
        for notice in self._dossier.notices:
            yield from ("", f"Note: {escaped(notice)}")
        yield from ("", "### How far it reaches", "")
        yield from _table(("Bounds", ""), searched(self._dossier))

    def _worth(self) -> Iterator[str]:
        yield from ("", "## What a hit is worth")
        for each in conclusions(self._dossier):
            yield from ("", escaped(each))
        rows = placebo_rows(self._dossier)
        if rows:
            yield ""
            yield from _table(PLACEBO_HEADS, rows)
        yield from ("", "### Labels by a machine, and those that people accepted", "")
        yield from _table(("Stance", "Machine", "Accepted"), counted(self._dossier))

    def _column(self, name: str, entries: Iterable[Iterable[str]]) -> Iterator[str]:
        heading, about = HEADINGS[name]
        yield from ("", f"## {heading}", "", about)
        empty = True
        for entry in entries:
            empty = False
            yield from entry
        if empty:
            yield from ("", NOTHING[name])

    def _entry(self, entry: Entry) -> Iterator[str]:
        finding = entry.finding
        sign, label = STANCES[finding.stance]
        place = place_of(finding)
        told = [finding.before.value, standing(finding), lead(finding), *remarks(finding)]
        yield from ("", f"**{sign} {label}** · {self._line(place)}", "")
        yield f"> “{escaped(finding.text)}”{self._note(place)}"
        yield from ("", _sentence(told))
        for copy in entry.copies:
            other = place_of(copy)
            yield from ("", f"The same words stand in {self._line(other)}.{self._note(other)}")

    def _voice(self, voice: VoiceForecast) -> Iterator[str]:
        place = (voice.document, voice.start, voice.end)
        gradable = {True: "gradable", False: "not gradable", None: "gradability not told"}[voice.gradable]
        yield from ("", f"**{escaped(voice.voice)}** · {self._line(place)}", "")
        yield f"> “{escaped(voice.text)}”{self._note(place)}"
        yield from ("", f"{escaped(voice.outcome or 'no outcome entered')}; {gradable}.")

    def _claim(self, claim: LaterClaim) -> Iterator[str]:
        place = (claim.document, claim.start, claim.end)
        yield from ("", f"**{escaped(claim.kind)}** · {self._line(place)}", "")
        yield f"> “{escaped(claim.text)}”{self._note(place)}"
        yield from ("", f"The record: {escaped(claim.says)}")
        if claim.verdict:
            yield from ("", f"The quotation, held against its source: {escaped(claim.verdict)}.")
        if claim.dropped:
            left = "; ".join(f"“{escaped(each)}”" for each in claim.dropped)
            yield from ("", f"What it leaves out of the source: {left}.")
        if claim.source:
            yield from ("", f"The source: {self._line(claim.source)}.{self._note(claim.source)}")

    def _line(self, place: Place) -> str:
        return escaped(" · ".join(sourced(place, self._passages.get(place) or self._described.get(place))))

    def _note(self, place: Place) -> str:
        return f"[^{self._numbers[place]}]"

    def _committed(self) -> Iterator[str]:
        yield from ("", "## What was committed before the search", "")
        yield from _table(("Committed", ""), committed(self._dossier))
        yield from ("", "### Deviations", "")
        made = self._dossier.commitment.deviations
        if not made:
            yield "No deviation so far."
            return
        rows = [(each.received, each.field, each.before, each.after, each.because) for each in made]
        yield from _table(("When", "What", "Before", "After", "Why"), rows)

    def _footnotes(self) -> Iterator[str]:
        yield from ("", "## The passages", "", GRADES)
        for place, number in self._numbers.items():
            context = self._passages.get(place)
            yield from ("", f"[^{number}]: {self._line(place)}.", "")
            if context is not None:
                around = (escaped(context.before), f"**{escaped(context.text)}**", escaped(context.after))
                yield f"    “{' '.join(each for each in around if each)}”"
            else:
                known = self._described.get(place)
                quoted = f"“{escaped(known.text)}” " if known else ""
                yield f"    {quoted}{_NO_CONTEXT}"


def _sentence(parts: Sequence[str]) -> str:
    told = escaped("; ".join(parts))
    return f"{told[:1].upper()}{told[1:]}."


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table; a cell is one line, and a bar in it is escaped."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(map(escaped, row))} |"
