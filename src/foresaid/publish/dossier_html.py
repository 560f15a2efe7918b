"""How does the dossier of an inquiry leave the house as one page that a browser shows and a printer prints?

One file: no script, nothing from outside, one style that a Content-Security-Policy names by its hash. Bounds and answer
first, then what a hit is worth, the five columns, what else was judged; at the foot every passage in its paragraph,
and what was committed. Foreign text is only ever a child of an element, and escaped where the page is written.
"""

from __future__ import annotations

from base64 import b64encode
from collections import defaultdict
from hashlib import sha256
from importlib.resources import files
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
)
from foresaid.publish.dossier_timeline import timeline
from foresaid.publish.markup import Element, Node, element, page_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from foresaid.model.inquiries import Dossier, Finding, LaterClaim, PassageContext, VoiceForecast
    from foresaid.publish.dossier_parts import Columns, Place

_GENERATOR = "foresaid"
_NO_CONTEXT = "The paragraph around these words is not part of this dossier."
_IN_PARAGRAPHS = "Each in its paragraph; the words spoken of above are marked."
_COMMITTED = (
    "The following was written into the collection’s journal before any result was shown. What was changed later is"
    " listed as a deviation."
)


def to_html(dossier: Dossier, passages: Mapping[Place, PassageContext]) -> str:
    """A dossier as one HTML page; `passages` holds what `dossier_parts.places` lists."""
    return _Page(dossier, passages).text()


class _Page:
    """One dossier as a page: the numbers of its passages, and where each is spoken of."""

    def __init__(self, dossier: Dossier, passages: Mapping[Place, PassageContext]) -> None:
        self._dossier = dossier
        self._passages = passages
        self._described = described(dossier)
        self._columns = columns(dossier.findings)
        self._numbers = {place: number for number, place in enumerate(places(dossier), 1)}
        self._mentions: defaultdict[Place, int] = defaultdict(int)

    def text(self) -> str:
        """The whole page."""
        style = files("foresaid").joinpath("publish", "dossier.css").read_text("utf-8")
        digest = b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        event = self._dossier.commitment.event
        head = element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=policy),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="generator", content=_GENERATOR),
            element("meta", name="referrer", content="no-referrer"),
            element("title", f"{event.name}: who foresaw it, who expected the opposite"),
            element("style", style),
        )
        body = element("body", self._header(), element("main", *self._main()), self._foot())
        return page_text(element("html", head, body, lang="en"))

    def _header(self) -> Element:
        event = self._dossier.commitment.event
        date = f" · event of {event.date.text}" if event.date else " · event without a date"
        return element(
            "header",
            element(
                "p", f"Inquiry {self._dossier.commitment.number} of this collection{date}", class_="kicker"
            ),
            element("h1", f"“{event.claim}”" if event.claim else event.name),
            element("p", "The event: ", element("q", event.statement)),
        )

    def _main(self) -> list[Node]:
        found = self._columns
        parts: list[Node] = [self._answer(), self._worth()]
        drawn = timeline(self._dossier, found)
        if drawn is not None:
            parts.append(drawn)
        for name, entries in (
            ("certain", found.certain),
            ("possible", found.possible),
            ("opposite", found.opposite),
        ):
            parts.append(self._column(name, [self._entry(each) for each in entries]))
        parts.append(self._column("voices", [self._voice(each) for each in self._dossier.voices]))
        parts.append(self._column("later", [self._claim(each) for each in self._dossier.later_claims]))
        return [*parts, *self._others(found), self._at_foot(), self._commitment()]

    def _answer(self) -> Element:
        found = self._columns
        many = {
            "certain": len(found.certain),
            "possible": len(found.possible),
            "opposite": len(found.opposite),
            "voices": len(self._dossier.voices),
            "later": len(self._dossier.later_claims),
        }
        tally = [
            element(
                "li", element("strong", f"{number:,}"), element("a", HEADINGS[name][0], href=f"#{name}")
            )
            for name, number in many.items()
        ]
        notices = [element("p", notice, class_="about") for notice in self._dossier.notices]
        return element(
            "section",
            element("h2", "The answer", id="answer"),
            element("p", self._dossier.answer),
            element("ul", *tally, class_="tally"),
            *notices,
            element("h3", "How far it reaches"),
            _pairs(searched(self._dossier)),
            class_="answer",
        )

    def _worth(self) -> Element:
        rows = placebo_rows(self._dossier)
        return element(
            "section",
            element("h2", "What a hit is worth", id="worth"),
            *[element("p", each) for each in conclusions(self._dossier)],
            *([_table("Placebo", PLACEBO_HEADS, rows)] if rows else []),
            element("h3", "Labels by a machine, and those that people accepted"),
            _table("Labels", ("Stance", "Machine", "Accepted"), counted(self._dossier)),
        )

    def _column(self, name: str, entries: Sequence[Element]) -> Element:
        heading, about = HEADINGS[name]
        shown = element("ul", *entries, class_="findings") if entries else element("p", NOTHING[name])
        return element(
            "section", element("h2", heading, id=name), element("p", about, class_="about"), shown
        )

    def _others(self, found: Columns) -> list[Node]:
        if not found.others:
            return []
        parts: list[Node] = [element("h2", OTHERS, id="others")]
        for others in found.others:
            parts.append(element("h3", f"{others.heading} ({len(others.entries) + others.more:,})"))
            parts.append(element("ul", *map(self._entry, others.entries), class_="findings"))
            if others.more:
                parts.append(element("p", left_out(others), class_="about"))
        return [element("section", *parts)]

    def _entry(self, entry: Entry) -> Element:
        finding = entry.finding
        sign, label = STANCES[finding.stance]
        copies = [self._copy(each) for each in entry.copies]
        return element(
            "li",
            element(
                "p",
                element("strong", element("span", sign, aria_hidden="true"), f" {label}"),
                f"{finding.before.value} · {standing(finding)}",
                class_="label",
            ),
            element("blockquote", finding.text, dir="auto"),
            self._source(finding),
            element("p", "; ".join(remarks(finding)), class_="remarks") if remarks(finding) else "",
            *copies,
            class_="finding",
        )

    def _source(self, finding: Finding) -> Element:
        place = place_of(finding)
        told = f"{self._told(place)} · {lead(finding)} · "
        return element("p", told, self._link(place), class_="source")

    def _told(self, place: Place) -> str:
        """The source line of a passage."""
        return " · ".join(sourced(place, self._passages.get(place) or self._described.get(place)))

    def _copy(self, finding: Finding) -> Element:
        place = place_of(finding)
        return element(
            "p", f"The same words stand in {self._told(place)} · ", self._link(place), class_="source"
        )

    def _voice(self, voice: VoiceForecast) -> Element:
        place = (voice.document, voice.start, voice.end)
        outcome = voice.outcome or "no outcome entered"
        gradable = {True: "gradable", False: "not gradable", None: "gradability not told"}[voice.gradable]
        return element(
            "li",
            element("p", element("strong", voice.voice), f"{outcome} · {gradable}", class_="label"),
            element("blockquote", voice.text, dir="auto"),
            element(
                "p",
                f"{self._told(place)} · ",
                self._link(place),
                class_="source",
            ),
            class_="finding",
        )

    def _claim(self, claim: LaterClaim) -> Element:
        place = (claim.document, claim.start, claim.end)
        parts: list[Node] = [
            element(
                "p", element("strong", claim.kind), claim.speaker or "speaker not stated", class_="label"
            ),
            element("blockquote", claim.text, dir="auto"),
            element(
                "p",
                f"{self._told(place)} · ",
                self._link(place),
                class_="source",
            ),
            element("p", element("b", "The record: "), claim.says),
        ]
        if claim.verdict:
            parts.append(
                element("p", f"The quotation, held against its source: {claim.verdict}.", class_="remarks")
            )
        if claim.dropped:
            parts.append(
                element(
                    "p", "What it leaves out of the source: ", *_quoted(claim.dropped), class_="remarks"
                )
            )
        if claim.source:
            told = self._told(claim.source)
            parts.append(element("p", f"The source: {told} · ", self._link(claim.source), class_="source"))
        return element("li", *parts, class_="finding")

    def _link(self, place: Place) -> Element:
        """A link to a passage at the foot, itself a place to come back to."""
        number = self._numbers[place]
        self._mentions[place] += 1
        return element(
            "a", f"passage {number}", href=f"#p{number}", id=f"m{number}-{self._mentions[place]}"
        )

    def _at_foot(self) -> Element:
        return element(
            "section",
            element("h2", "The passages", id="passages"),
            element("p", f"{_IN_PARAGRAPHS} {GRADES}", class_="about"),
            *[self._passage(place, number) for place, number in self._numbers.items()],
        )

    def _passage(self, place: Place, number: int) -> Element:
        context = self._passages.get(place)
        if context is not None:
            marked = element("mark", context.text)
            quoted: list[Node] = [element("blockquote", context.before, marked, context.after, dir="auto")]
        else:
            known = self._described.get(place)
            quoted = [element("blockquote", element("mark", known.text), dir="auto")] if known else []
            quoted.append(element("p", _NO_CONTEXT, class_="about"))
        back: list[Node] = []
        for each in range(1, self._mentions[place] + 1):
            back += [
                " " if back else "",
                element("a", f"back to mention {each}", href=f"#m{number}-{each}"),
            ]
        return element(
            "section",
            element("h3", f"{number}. {(context and context.title) or place[0]}"),
            element("p", self._told(place), class_="source"),
            *quoted,
            element("p", *back, class_="remarks"),
            class_="passage",
            id=f"p{number}",
        )

    def _commitment(self) -> Element:
        made = self._dossier.commitment.deviations
        rows = [(each.received, each.field, each.before, each.after, each.because) for each in made]
        heads = ("When", "What", "Before", "After", "Why")
        deviations = _table("Deviations", heads, rows) if rows else element("p", "No deviation so far.")
        return element(
            "section",
            element("h2", "What was committed before the search", id="commitment"),
            element("p", _COMMITTED, class_="about"),
            _pairs(committed(self._dossier)),
            element("h3", "Deviations"),
            deviations,
        )

    def _foot(self) -> Element:
        return element(
            "footer",
            element(
                "p",
                "Labels are a machine’s until a person has accepted them. Nothing here says that somebody was the"
                " first, or that nobody said so: only what was found in the documents searched.",
            ),
        )


def _pairs(rows: Iterable[tuple[str, str]]) -> Element:
    cells: list[Node] = []
    for name, value in rows:
        cells += [element("dt", name), element("dd", value, dir="auto")]
    return element("dl", *cells)


def _table(name: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Element:
    """A table that scrolls by itself where it is too wide, also by keyboard."""
    head = element("tr", *[element("th", each, scope="col") for each in heads])
    body = [
        element("tr", element("th", row[0], scope="row"), *[element("td", each) for each in row[1:]])
        for row in rows
    ]
    table = element("table", element("thead", head), element("tbody", *body))
    return element("div", table, class_="wide", role="region", aria_label=name, tabindex="0")


def _quoted(texts: Iterable[str]) -> list[Node]:
    parts: list[Node] = []
    for text in texts:
        parts += ["; " if parts else "", element("q", text, dir="auto")]
    return parts
