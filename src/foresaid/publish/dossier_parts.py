"""What stands in which part of a dossier, under which heading and in which words, whatever form it takes?

The five columns of DESIGN §5.5 are always there, empty ones too, hits and opposite forecasts alike. What belongs to
none of them is listed behind them, so that nothing found is lost. No word here accuses anybody (DESIGN §4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from foresaid.model.inquiries import Before, Finding, PassageContext, Stance, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.model.dates import Grade
    from foresaid.model.inquiries import Dossier, Placebo

# A passage's place: document, first code point, and the one behind its last.
Place: TypeAlias = tuple[str, int, int]

FORESEEING = (Stance.FORESEES, Stance.FORESEES_PART, Stance.WARNS)
OPPOSITE = (Stance.DENIES, Stance.DENIES_PART)

# What each stance is called, and a sign beside it, so that nothing is told by colour alone.
STANCES = {
    Stance.FORESEES: ("●", "foresees it"),
    Stance.FORESEES_PART: ("◐", "foresees a part of it"),
    Stance.WARNS: ("△", "warns of it, under a condition"),
    Stance.DENIES: ("■", "expects the opposite"),
    Stance.DENIES_PART: ("◧", "expects the opposite in part"),
    Stance.PLANS: ("▷", "plans or wishes it"),
    Stance.ON_TOPIC: ("○", "speaks of it"),
    Stance.UNDETERMINED: ("?", "cannot be told"),
}
GRADES = (
    "Grades of dates: A an independent anchor; B its imprint and a second source; C its own date line, or a catalogue"
    " or table; D file metadata; E a later text; U none. Only A to C count as before or after the event."
)
HEADINGS = {
    "certain": ("Certainly before", "Foreseen in a document that is certainly earlier than the event."),
    "possible": (
        "Possibly before",
        "Foreseen in a document whose date does not settle whether it is earlier.",
    ),
    "opposite": (
        "Expected the opposite",
        "Forecasts against it, certainly or possibly earlier than the event.",
    ),
    "voices": (
        "The same voices’ other forecasts",
        "What else those above forecast, and how it came out as far as anybody has entered it.",
    ),
    "later": ("Later claims of having said so", "Each held against the record of this collection."),
}
OTHERS = "What else was judged"
# Of what belongs to no column, mostly passages that only speak of the event, so many of a kind are shown: of the 1,000
# findings of the demo some 900 are such, and a dossier is to be read.
SHOWN = 12
NOTHING = {
    "certain": "None found in what was searched; that does not mean that nobody said so.",
    "possible": "None found in what was searched.",
    "opposite": "None found in what was searched; that does not mean that nobody expected it.",
    "voices": "None found of these voices in this collection.",
    "later": "None found in this collection.",
}
# Directions and other marks without ink that can make a line read otherwise than it is stored: shown by their number.
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CONTROLS = (0x20, 0x7F, 0xA0)  # C0 ends before a space; DEL and C1 lie between the other two
_SURROGATES, _NONCHARACTERS = range(0xD800, 0xE000), range(0xFDD0, 0xFDF0)
_PLANE, _LAST_TWO = 0x10000, 0xFFFE


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding with the copies of its words, which are one witness with it."""

    finding: Finding
    copies: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Others:
    """Findings that belong to no column, and why: the first of them, and how many more only the JSON form lists."""

    heading: str
    entries: tuple[Entry, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Columns:
    """The findings of a dossier by column, and those of none."""

    certain: tuple[Entry, ...]
    possible: tuple[Entry, ...]
    opposite: tuple[Entry, ...]
    others: tuple[Others, ...]


def columns(findings: Iterable[Finding]) -> Columns:
    """Every finding in its column, in the order given; copies stand with the one they have their words from.

    Of those that belong to none, `SHOWN` of a kind are kept and the rest counted.
    """
    parts: dict[str, list[Entry]] = {}
    for entry in _entries(list(findings)):
        parts.setdefault(_part(entry.finding), []).append(entry)
    certain, possible, opposite = (
        tuple(parts.pop(name, ())) for name in ("certain", "possible", "opposite")
    )
    others = (
        Others(name, tuple(entries[:SHOWN]), len(entries[SHOWN:]))
        for name, entries in sorted(parts.items())
    )
    return Columns(certain, possible, opposite, tuple(others))


def _entries(findings: list[Finding]) -> Iterator[Entry]:
    carriers = {each.cluster for each in findings if each.carries}
    copies: dict[str, list[Finding]] = {}
    for each in findings:
        if not each.carries and each.cluster in carriers:
            copies.setdefault(each.cluster, []).append(each)
    for each in findings:
        if each.carries:
            yield Entry(each, tuple(copies.pop(each.cluster, ())))
        elif each.cluster not in carriers:
            yield Entry(each)


def _part(finding: Finding) -> str:
    if finding.standing is Standing.REJECTED:
        return "Set aside by a reviewer"
    if not finding.carries:
        return "Copies of an earlier passage"
    if finding.before is Before.NOT:
        return "Not before the event"
    if finding.stance in OPPOSITE:
        return "opposite"
    if finding.stance in FORESEEING:
        return "certain" if finding.before is Before.CERTAINLY else "possible"
    return STANCES[finding.stance][1].capitalize()


def left_out(others: Others) -> str:
    """How many of a kind are not shown, and where they are."""
    return f"And {others.more:,} more, which the JSON form of this dossier lists." if others.more else ""


def place_of(finding: Finding) -> Place:
    """Where a finding stands."""
    return finding.document, finding.start, finding.end


def places(dossier: Dossier) -> tuple[Place, ...]:
    """Every passage that a page speaks of, in the order in which it does; what `passages` must hold."""
    parts = columns(dossier.findings)
    entries = [*parts.certain, *parts.possible, *parts.opposite]
    behind = [entry for others in parts.others for entry in others.entries]
    found = [*_of_entries(entries)]
    found += [(each.document, each.start, each.end) for each in dossier.voices]
    for claim in dossier.later_claims:
        found.append((claim.document, claim.start, claim.end))
        if claim.source is not None:
            found.append(claim.source)
    return tuple(dict.fromkeys([*found, *_of_entries(behind)]))


def _of_entries(entries: Iterable[Entry]) -> Iterator[Place]:
    for entry in entries:
        yield place_of(entry.finding)
        yield from map(place_of, entry.copies)


def described(dossier: Dossier) -> dict[Place, PassageContext]:
    """Every passage as far as the dossier itself tells of it, for those that were handed over without their paragraph."""
    found = {
        (each.document, each.start, each.end): PassageContext(
            "", each.text, "", speaker=each.speaker, date=each.date
        )
        for each in dossier.later_claims
    }
    found |= {
        (each.document, each.start, each.end): PassageContext(
            "", each.text, "", speaker=each.voice, date=each.date
        )
        for each in dossier.voices
    }
    return found | {
        place_of(each): PassageContext("", each.text, "", each.title, each.speaker, each.date, each.grade)
        for each in dossier.findings
    }


def dated(date: str | None, grade: Grade | None, basis: str = "") -> str:
    """A date with its grade and what it rests on."""
    if date is None:
        return "undated"
    told = [f"grade {grade.value}"] if grade is not None else []
    if basis:
        told.append(f"from {basis}")
    return f"{date} ({', '.join(told)})" if told else date


def sourced(place: Place, context: PassageContext | None) -> list[str]:
    """The parts of a passage's source line: id, title, speaker, date with grade and basis, code points."""
    parts = [place[0]]
    if context is not None:
        parts += [each for each in (context.title, context.speaker) if each]
        parts.append(dated(context.date, context.grade, context.basis))
    return [*parts, f"code points {place[1]:,} to {place[2]:,}"]


def lead(finding: Finding) -> str:
    """The lead time in words, from the least to the most that the dates allow."""
    if finding.lead_years is None:
        return "lead time: the dates do not allow one"
    least, most = finding.lead_years
    if most < 0:
        return f"{_years(-most, -least)} after the event"
    return f"lead time {_years(least, most)}"


def _years(least: float, most: float) -> str:
    low, high = (f"{each:.2f}".rstrip("0").rstrip(".") for each in (least, most))
    return f"{low} years" if low == high else f"{low} to {high} years"


def standing(finding: Finding) -> str:
    """Whose label it is, and what the machine's was where a person has put another in its place."""
    if finding.standing is Standing.CANDIDATE:
        return "a machine’s label, not reviewed"
    told = "accepted by a reviewer" if finding.standing is Standing.ACCEPTED else "rejected by a reviewer"
    return (
        told
        if finding.machine is finding.stance
        else f"{told}; the machine’s label was “{STANCES[finding.machine][1]}”"
    )


def remarks(finding: Finding) -> list[str]:
    """What else is known of a finding: condition, horizon, why it was labelled so, how it was found, a suggestion."""
    told = ["under a condition"] if finding.conditional else []
    if finding.horizon:
        told.append(f"horizon {finding.horizon}")
    if finding.reasons:
        told.append(f"labelled so because: {'; '.join(finding.reasons)}")
    if finding.found_by:
        told.append(f"found by {', '.join(finding.found_by)}")
    if finding.suggestion:
        told.append(f"an outside model suggests “{finding.suggestion}”, which counts nowhere")
    return told


def placebo_rows(dossier: Dossier) -> list[tuple[str, ...]]:
    """The placebos as rows: whose labels, hits in the window, random dates with a hit, mean, p; the same for the era."""
    return [
        (
            each.labels,
            f"{each.observed:,}",
            *_moved(each.n, each.share, each.mean, each.p),
            *_moved(each.era_n, each.era_share, each.era_mean, each.era_p),
        )
        for each in (dossier.placebo, dossier.accepted_placebo)
        if each is not None
    ]


PLACEBO_HEADS = (
    "Labels",
    "Hits before the event",
    "Random windows with a hit",
    "their mean",
    "p",
    "Windows of its era with a hit",
    "their mean",
    "p",
)


def _moved(n: int, share: float, mean: float, p: float) -> tuple[str, str, str]:
    if not n:
        return "none to compare", "–", "–"
    return f"{share * 100:.1f} % of {n:,}", f"{mean:.2f}", f"{p:.3f}"


def conclusions(dossier: Dossier) -> list[str]:
    """What the placebos say, each with whose labels were counted."""
    found: list[Placebo] = [
        each for each in (dossier.placebo, dossier.accepted_placebo) if each is not None
    ]
    told = [(each.labels.capitalize(), each.says.removeprefix("Placebo: ")) for each in found]
    return [f"{labels} labels: {says}" for labels, says in told] or [
        "No placebo: without the event’s date no look-back window can be drawn."
    ]


def searched(dossier: Dossier) -> list[tuple[str, str]]:
    """The bounds of an answer as pairs of what and how much."""
    bounds, as_of = dossier.bounds, dossier.commitment.as_of
    span = f"{bounds.first} to {bounds.last}" if bounds.first else "no certain date"
    gaps = ", ".join(map(str, bounds.years_without)) or "none"
    return [
        ("Documents searched", f"{bounds.searched:,} of {bounds.documents:,}"),
        ("Authors", f"{bounds.authors:,}"),
        ("Dates", span),
        ("Undated documents", f"{bounds.undated:,}"),
        ("Documents dated below grade C", f"{bounds.weak_dates:,}"),
        ("Years without a document", gaps),
        ("By decade", "; ".join(f"{decade}s: {many:,}" for decade, many in bounds.by_decade) or "–"),
        ("Sentences searched", f"{bounds.passages:,}"),
        ("Sentences judged", f"{bounds.judged:,}"),
        ("Searched by", ", ".join(bounds.retrieval) or "–"),
        ("Recall", bounds.recall),
        *([("As of", as_of.text)] if as_of else []),
    ]


def committed(dossier: Dossier) -> list[tuple[str, str]]:
    """What was fixed before any result was shown, as pairs of what and which."""
    made = dossier.commitment
    event = made.event
    rows = [
        ("Event", event.name),
        ("Statement", event.statement),
        ("Put to the test", event.claim),
        ("Definition", event.definition),
        ("Date", event.date.text if event.date else "none"),
        ("Would count as foreseeing it", "; ".join(event.foreseeing)),
        ("Would count as expecting the opposite", "; ".join(event.denying)),
        ("Would make it not have happened", "; ".join(event.false_if)),
        ("Look-back window", f"{event.window_years} years"),
        ("Version of the event (SHA-256)", made.version),
        ("Collection (SHA-256)", f"{made.collection}, documents: {made.documents:,}"),
        ("Journal record", f"{made.seq}, entered {made.received}"),
        ("Inquiry number of this collection", str(made.number)),
        ("Searched and labelled by", made.generator),
        ("Thresholds", ", ".join(f"{name} {number:g}" for name, number in made.thresholds)),
    ]
    return [(name, value) for name, value in rows if value]


def counted(dossier: Dossier) -> list[tuple[str, str, str]]:
    """Rows of stance, machine labels and accepted labels."""
    names = {stance.value: label for stance, (_, label) in STANCES.items()}
    return [(names.get(stance, stance), f"{one:,}", f"{other:,}") for stance, one, other in dossier.counts]


def visible(text: str) -> str:
    """Text with what a page may not hold, or what would turn its reading order, in a form that can be seen.

    Controls, surrogates and non-characters become U+FFFD (HTML forbids them), direction marks their number in brackets.
    """
    return text if text.isascii() and text.isprintable() else "".join(map(_visible, text))


def _visible(letter: str) -> str:
    if letter in "\n\t":
        return letter
    code = ord(letter)
    if code < _CONTROLS[0] or _CONTROLS[1] <= code < _CONTROLS[2]:
        return "\ufffd"
    if code in _SURROGATES or code in _NONCHARACTERS or code % _PLANE >= _LAST_TWO:
        return "\ufffd"
    return f"[U+{code:04X}]" if letter in _TURNING else letter
