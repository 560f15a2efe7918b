"""What does a reviewer get to see, in which order, and with what hidden?

A docket is the list of passages of one session, made once; each passage is then read from the collection when its turn
comes. Other reviewers' decisions are in it only where a dispute is to be settled.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from foresaid.archive.collection import reading
from foresaid.archive.entries import entries
from foresaid.errors import InputError, UsageError
from foresaid.inquire.blinding import (
    BLOCK,
    DECOYS,
    always_capital,
    by_lot,
    decoys_needed,
    likeness,
    masked,
    mixed,
    veil,
)
from foresaid.inquire.standings import is_of, same_place, standings
from foresaid.model.annotations import Span
from foresaid.model.events import Event
from foresaid.model.inquiries import Finding, Stance
from foresaid.model.reviews import Decision, Review
from foresaid.pipeline.reviewing import document_text, reviews_of
from foresaid.text.identity import digest
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.archive.catalogue import Catalogue
    from foresaid.model.inquiries import Dossier

# How many letters on either side are shown: three or four sentences, as much as a screen holds.
_AROUND = 500
# The selector's surroundings (W3C Text Quote Selector), as W3C's own examples and Hypothesis have them.
_SURROUNDINGS = 32
# The lot is drawn among so many of the best findings at a time: what an inquiry is read for comes first, in no order.
_BEST = 50
# Rows of the forecast layer drawn for each decoy that is wanted, so that the nearest in subject can be taken.
_DRAWN = 12


@dataclass(frozen=True, slots=True)
class Slip:
    """One passage of a docket: where it is, and the stance that is put to the reviewer."""

    document: str
    start: int
    end: int
    shown: Stance
    finding: Finding | None = None

    @property
    def decoy(self) -> bool:
        """Whether it was mixed in."""
        return self.finding is None


@dataclass(frozen=True, slots=True)
class Docket:
    """The passages of one session in their order, those decided before among them, and how it is run."""

    root: Path
    event: Event
    reviewer: str
    blind: bool
    settling: bool
    slips: tuple[Slip, ...]
    own: tuple[Review, ...] = ()
    others: tuple[Review, ...] = ()
    speakers: tuple[str, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as a reviewer sees it: what is around it and what it says, masked where the session is blind.

    `review` is the decision as it would be recorded if the stance shown were accepted; `said` what others decided
    (only where a dispute is to be settled).
    """

    before: str
    text: str
    behind: str
    heading: tuple[str, ...]
    reasons: tuple[str, ...]
    review: Review
    said: tuple[Review, ...] = ()


def open_docket(
    root: Path,
    dossier: Dossier,
    reviewer: str,
    *,
    blind: bool = False,
    settling: bool = False,
    seed: int = 0,
    limit: int | None = None,
) -> Docket:
    """The passages that a reviewer is to see, best first; blind in an order drawn by lot, three decoys in every ten.

    The lot is drawn from the reviewer's name, the event as it was committed and the seed, so that a session that was
    broken off goes on in the same order.
    """
    event = dossier.commitment.event
    with reading(root) as collection:
        catalogue = collection.catalogue
        reviews = reviews_of(catalogue, event.name)
        known = _spelled(catalogue, reviewer)
        # A copy is no witness of its own: it stands where its original does.
        findings = [each for each in dossier.findings if each.carries]
        if settling:
            findings = _disputed(findings, reviews, known)
        own = tuple(each for each in reviews if each.reviewer == known)
        # What the reviewer has judged masked comes last: a second look serves only to compare both ways.
        findings = sorted(findings, key=lambda finding: any(is_of(each, finding) for each in own))
        docket = Docket(
            root=root,
            event=event,
            reviewer=known,
            blind=blind,
            settling=settling,
            slips=tuple(Slip(each.document, each.start, each.end, each.machine, each) for each in findings),
            own=own,
            others=tuple(each for each in reviews if each.reviewer != known) if settling else (),
        )
        if blind:
            lot = ("review", known, dossier.commitment.version, str(seed))
            docket = _blinded(catalogue, docket, dossier, lot)
    return docket if limit is None else _limited(docket, limit)


def _limited(docket: Docket, limit: int) -> Docket:
    """A docket with only the next so many passages that wait, three decoys in ten kept; those decided stay."""
    waiting = [slip for slip in docket.slips if pending(docket, slip, docket.own)]
    if docket.blind:
        decoys = -(-limit * DECOYS // BLOCK)
        chosen = [slip for slip in waiting if slip.decoy][:decoys]
        chosen += [slip for slip in waiting if not slip.decoy][: limit - len(chosen)]
    else:
        chosen = waiting[:limit]
    left = set(waiting) - set(chosen)
    return replace(docket, slips=tuple(slip for slip in docket.slips if slip not in left))


def pending(docket: Docket, slip: Slip, own: Sequence[Review]) -> bool:
    """Whether a passage still waits for this reviewer's decision, given in the same way (masked or not)."""
    return not any(
        review.document == slip.document
        and review.blinded == docket.blind
        and (review.settling or not docket.settling)
        and same_place((review.start, review.end), (slip.start, slip.end))
        for review in own
    )


def present(docket: Docket, slip: Slip) -> Passage:
    """One passage as its reviewer sees it, read from the collection now."""
    with reading(docket.root) as collection:
        text = document_text(collection.catalogue, slip.document)
        if text is None:
            raise InputError(
                f"The document {slip.document} was withdrawn meanwhile; begin the review again."
            )
        names = _names(collection.catalogue, slip) if docket.blind else []
        language = collection.settings.language
    low, high = _around(text, slip)
    stretches = [text[low : slip.start], text[slip.start : slip.end], text[slip.end : high]]
    if docket.blind:
        seen = veil(docket.event, docket.speakers, load_vocabulary(language))
        edges = (low, slip.start, slip.end, high)
        inside = [_within(names, edges[at], edges[at + 1]) for at in range(3)]
        stretches = list(masked(stretches, seen, inside, always_capital(text)))
    finding = slip.finding
    before, within, behind = stretches
    return Passage(
        before=_joined(("…" if low else "") + before),
        text=_joined(within),
        behind=_joined(behind + ("…" if high < len(text) else "")),
        heading=_heading(finding) if finding and not docket.blind else (),
        reasons=finding.reasons if finding and not docket.blind else (),
        review=_draft(docket, slip, text),
        said=tuple(each for each in docket.others if finding and is_of(each, finding)),
    )


def question(docket: Docket) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """What the reviewer is asked: the event's statement, and what counts as foreseeing and as denying it.

    In a blind session years and dates are masked in them; that it came about, its name and its claim are never shown.
    """
    event = docket.event
    if not docket.blind:
        return event.statement, event.foreseeing, event.denying
    seen = veil(event, (), load_vocabulary(event.language))
    statement, *rest = masked((event.statement, *event.foreseeing, *event.denying), seen)
    return statement, tuple(rest[: len(event.foreseeing)]), tuple(rest[len(event.foreseeing) :])


def _draft(docket: Docket, slip: Slip, text: str) -> Review:
    return Review(
        event=docket.event.name,
        document=slip.document,
        start=slip.start,
        end=slip.end,
        exact=text[slip.start : slip.end],
        prefix=text[max(0, slip.start - _SURROUNDINGS) : slip.start],
        suffix=text[slip.end : slip.end + _SURROUNDINGS],
        decision=Decision.ACCEPT,
        stance=slip.shown,
        machine=slip.shown,
        reviewer=docket.reviewer,
        because="",
        blinded=docket.blind,
        decoy=slip.decoy,
        seq=0,
        received="",
        settling=docket.settling,
    )


def _heading(finding: Finding) -> tuple[str, ...]:
    """Who said it where and when, and how good the date is."""
    grade = f"grade {finding.grade}" if finding.grade else "no date"
    lead = ""
    if finding.lead_years:
        least, most = finding.lead_years
        lead = f", {least:.1f} to {most:.1f} years before"
    who = " · ".join(each for each in (finding.speaker, finding.title, finding.document) if each)
    return who, f"{finding.date or 'undated'} ({grade}), {finding.before.value}{lead}"


def _joined(text: str) -> str:
    """A stretch as running text, its paragraphs parted by a sign."""
    return " ¶ ".join(" ".join(part.split()) for part in text.split("\n\n")).strip(" ¶")


def _around(text: str, slip: Slip) -> tuple[int, int]:
    """What is shown around a passage, cut at a blank."""
    low, high = max(0, slip.start - _AROUND), min(len(text), slip.end + _AROUND)
    if low:
        low = text.find(" ", low, slip.start) + 1 or slip.start
    if high < len(text):
        high = max(text.rfind(" ", slip.end, high), slip.end)
    return low, high


def _names(catalogue: Catalogue, slip: Slip) -> list[tuple[int, int]]:
    """Where the names layer found a name around a passage."""
    query = """SELECT start, "end" FROM annotation WHERE layer = 'names'
               AND type IN ('person', 'organisation', 'place', 'event')
               AND document = (SELECT number FROM document WHERE id = ?) AND start < ? AND start >= ?"""
    around = (slip.document, slip.end + _AROUND, slip.start - _AROUND)
    return [(row["start"], row["end"]) for row in catalogue.rows(query, around)]


def _within(places: Sequence[tuple[int, int]], low: int, high: int) -> list[Span]:
    cut = [(max(start, low) - low, min(end, high) - low) for start, end in places]
    return [Span(start, end) for start, end in cut if start < end]


def _spelled(catalogue: Catalogue, reviewer: str) -> str:
    """A reviewer's name as it was first written here: "ann" is "Ann", and no second reviewer."""
    name = " ".join(reviewer.split())
    if not name:
        raise UsageError("A review needs a name, one that you choose: --reviewer NAME.")
    for record in entries(catalogue, "review"):
        if record["reviewer"].casefold() == name.casefold():
            return str(record["reviewer"])
    return name


def _disputed(findings: Sequence[Finding], reviews: Sequence[Review], reviewer: str) -> list[Finding]:
    """The findings in dispute that this reviewer has no part in."""
    disputes = standings(findings, reviews).disputes
    mine = [
        each
        for each in disputes
        if (each.open or (each.settled_by and each.settled_by.reviewer == reviewer))
        and not any(review.reviewer == reviewer for review in each.reviews if review is not each.settled_by)
    ]
    return [
        finding
        for finding in findings
        if any(
            each.document == finding.document
            and same_place((each.start, each.end), (finding.start, finding.end))
            for each in mine
        )
    ]


def _blinded(catalogue: Catalogue, docket: Docket, dossier: Dossier, lot: tuple[str, ...]) -> Docket:
    """A docket in an order drawn by lot, with decoys among its findings."""
    findings: list[Slip] = []
    for start in range(0, len(docket.slips), _BEST):
        best = docket.slips[start : start + _BEST]
        findings += by_lot(best, (f"{each.document} {each.start} {each.end}" for each in best), *lot)
    places = _decoys(catalogue, dossier, decoys_needed(len(findings)), lot)
    if findings and not places:
        raise UsageError(
            "There is nothing to mix in: this collection has no forecasts apart from these findings. Run"
            f" `foresaid read {docket.root} --layer forecasts`, or review without --blind."
        )
    decoys = [Slip(*place, _beside(findings, number, *lot).shown) for number, place in enumerate(places)]
    slips = tuple(mixed(findings, decoys, *lot, "order"))
    query = "SELECT DISTINCT value FROM statement WHERE field IN ('speaker', 'author')"
    speakers = tuple(row["value"] for row in catalogue.rows(query))
    shown = sum(not slip.decoy for slip in slips)
    return replace(docket, slips=slips, speakers=speakers, left_out=len(findings) - shown)


def _beside(findings: Sequence[Slip], number: int, *lot: str) -> Slip:
    """One of the findings that a decoy stands among; it takes over the stance shown, so that none tells it apart."""
    share = BLOCK - DECOYS
    start = min(number // DECOYS * share, (len(findings) - 1) // share * share)
    block = findings[start : start + share]
    return block[_drawn(len(block), *lot, "stance", str(number))]


_Place = tuple[str, int, int]


def _decoys(catalogue: Catalogue, dossier: Dossier, wanted: int, lot: tuple[str, ...]) -> list[_Place]:
    """Passages that are no findings, in an order drawn by lot: reviewed ones of other events, and forecasts.

    Half of the forecasts are the nearest in wording to the event among those drawn, of whatever date and outlook: what
    the same question meets elsewhere. The others are any.
    """
    taken: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for finding in dossier.findings:
        taken[finding.document].append((finding.start, finding.end))
    of_others = [
        (record["document"], record["start"], record["end"])
        for record in entries(catalogue, "review")
        if record["key"] != dossier.commitment.event.name and not record["decoy"]
    ]
    drawn = _drawn_forecasts(catalogue, dossier, wanted * _DRAWN, lot)
    near = sorted(drawn, key=lambda place: -drawn[place])[: wanted // 2]
    pool = [*by_lot(of_others, map(str, of_others), *lot)[: wanted // 3], *near, *drawn]
    free = list(dict.fromkeys(place for place in pool if not _touches(place, taken[place[0]])))[:wanted]
    return by_lot(free, map(str, free), *lot, "decoys")


def _touches(place: _Place, taken: Sequence[tuple[int, int]]) -> bool:
    return any(place[1] < end and start < place[2] for start, end in taken)


def _drawn_forecasts(
    catalogue: Catalogue, dossier: Dossier, wanted: int, lot: tuple[str, ...]
) -> dict[_Place, float]:
    """Forecasts drawn by lot, each with how near its words are to the event's.

    An annotation's id is a hash, so that the next ones behind a hash drawn are drawn by lot too: the whole layer need not
    be read.
    """
    as_of = dossier.commitment.as_of
    latest = None if as_of is None else as_of.latest
    first = digest(*lot, "forecasts")
    found: dict[_Place, float] = {}
    for low, high in ((first, "g"), ("", first)):  # "g" comes behind every digit of a hash
        given = (low, high, latest, latest, wanted - len(found))
        for row in catalogue.rows(_FORECASTS, given):
            body = json.loads(row["body"])
            place = row["document"], body["sentence"]["start"], body["sentence"]["end"]
            found[place] = likeness(body["text"], dossier.commitment.event)
    return found


_FORECASTS = """SELECT d.id AS document, a.body FROM annotation a JOIN document d ON d.number = a.document
                WHERE a.layer = 'forecasts' AND a.type = 'FORECAST' AND a.id >= ? AND a.id < ?
                AND (? IS NULL OR (d.latest <= ? AND d.grade <= 'C')) ORDER BY a.id LIMIT ?"""


def _drawn(size: int, *seed: str) -> int:
    return int(digest(*seed)[:12], 16) % size
