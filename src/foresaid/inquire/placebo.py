"""Would the same look-back window before any other date have given a hit as well?

The window of an inquiry is moved to other dates of the same collection, and the hits in it are counted by the same
procedure (DESIGN §5.6; notes on trust, §5.1). Two sets of dates: random ones, and ones of the event's own era.

    a hit in a window      a passage that explicitly foresees the event, all of whose possible days lie in it;
                           copies of one another are one hit
    a date that is drawn   its whole window lies within the coverage (first to last certain day of the documents) and
                           holds a document; near the edges no window is cut, dates are drawn further in
    p = (r + 1) / (n + 1)  r of n dates have at least as many hits as the event (B. Phipson and G. K. Smyth 2010,
                           "Permutation P-values should never be zero")

What was not searched must not be among the documents: a window in which nobody looked would count as one without hits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.inquire.windows import (
    ERA_GAP_YEARS,
    ERA_YEARS,
    Days,
    WindowCounter,
    coverage,
    draws,
    era_of,
    fitting,
    years_before,
)
from foresaid.model.dates import Grade, civil_date
from foresaid.model.inquiries import Placebo, Stance, Standing
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from foresaid.model.dates import Edtf
    from foresaid.model.inquiries import Finding

# DESIGN §5.6 asks for at least 1,000; a share is then told to within three points of a hundred (95 %).
DATES = 1_000
# Fisher's convention; below it a finding is called more than other windows give, and the p stands beside it.
LEVEL = 0.05
# Where more than a quarter of other dates do as well, a finding is called no better than theirs; between that and the
# level it is called not clearly better. The words change there, the p that they stand beside does not.
UNCLEAR = 0.25
# Fewer separate windows than this are named, because 1,000 dates that overlap tell less than they seem to:
# with 20, the smallest share that they can show is the level above.
FEW_WINDOWS = 20


@dataclass(frozen=True, slots=True)
class Ground:
    """What a placebo is counted on: the certain days of the documents searched, and of the hits among them."""

    documents: tuple[Days, ...]
    hits: tuple[Days, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """The window at `n` other dates: the share of them with a hit, the mean count, and p of what was observed."""

    n: int
    share: float
    mean: float
    p: float


@dataclass(frozen=True, slots=True)
class _Told:
    """All that the conclusion rests on."""

    years: int
    observed: int
    wide: Moved
    near: Moved
    hits: int
    held: int
    covered: Days | None
    day: int


def thresholds(dates: int = DATES, seed: int = 0) -> tuple[tuple[str, float], ...]:
    """Every number that a placebo depends on, for the commitment of an inquiry."""
    return (
        ("placebo.dates", dates),
        ("placebo.era_gap_years", ERA_GAP_YEARS),
        ("placebo.era_years", ERA_YEARS),
        ("placebo.level", LEVEL),
        ("placebo.seed", seed),
        ("placebo.unclear", UNCLEAR),
    )


def certain_days(date: Edtf | None, grade: Grade | None) -> Days | None:
    """The first and last possible day of a date with its margins; None below grade C, undated, or open at an end."""
    if date is None or grade is None or grade > Grade.C or date.earliest is None or date.latest is None:
        return None
    return date.earliest - date.start_margin, date.latest + date.end_margin


def hit_days(findings: Iterable[Finding], *, accepted: bool) -> tuple[Days, ...]:
    """The certain days of what explicitly foresees the event, by the machine's labels or by accepted ones.

    A cluster counts once, at the earliest of its places that is no copy.
    """
    first: dict[str, Days] = {}
    for each in findings:
        if each.carries and each.date is not None and _foresees(each, accepted=accepted):
            days = certain_days(parse_edtf(each.date), each.grade)
            if days is not None:
                first[each.cluster] = min(first.get(each.cluster, days), days, key=_by_end)
    return tuple(sorted(first.values()))


def _by_end(days: Days) -> Days:
    return days[1], days[0]


def _foresees(finding: Finding, *, accepted: bool) -> bool:
    if accepted:
        return finding.standing is Standing.ACCEPTED and finding.stance is Stance.FORESEES
    return finding.machine is Stance.FORESEES


def placebo(
    ground: Ground,
    event: Edtf | None,
    window_years: int,
    *,
    labels: str,
    seed: int = 0,
    dates: int = DATES,
) -> Placebo | None:
    """The hits before an event held against those before other dates; None where it has no first possible day.

    `labels` says whose labels the hits have, "machine" or "accepted". The dates drawn depend on the seed and the
    documents, never on the hits. Where no other date can be drawn, n is 0, p is 1 and `says` tells why.
    """
    if event is None or event.earliest is None:
        return None
    day = event.earliest - event.start_margin
    hits = WindowCounter(ground.hits, window_years)
    documents = tuple(set(ground.documents))  # a million documents have a fifth as many days
    runs = fitting(documents, window_years)
    observed = hits.before(day)
    wide = moved(hits, draws(runs, dates, "placebo", str(seed), "random"), observed)
    near = moved(hits, draws(era_of(runs, day), dates, "placebo", str(seed), "era"), observed)
    held = WindowCounter(documents, window_years).before(day)
    told = _Told(window_years, observed, wide, near, len(ground.hits), held, coverage(documents), day)
    return Placebo(
        window_years=window_years,
        n=wide.n,
        observed=observed,
        share=wide.share,
        mean=wide.mean,
        p=wide.p,
        era_n=near.n,
        era_share=near.share,
        era_mean=near.mean,
        era_p=near.p,
        seed=seed,
        labels=labels,
        says=_in_words(told),
    )


def moved(hits: WindowCounter, days: Sequence[int], observed: int) -> Moved:
    """The window before each of some days, held against what was observed before the event."""
    counts = [hits.before(day) for day in days]
    at_least = sum(count >= observed for count in counts)
    if not counts:
        return Moved(0, 0.0, 0.0, 1.0)
    return Moved(
        len(counts),
        sum(count > 0 for count in counts) / len(counts),
        sum(counts) / len(counts),
        (at_least + 1) / (len(counts) + 1),
    )


def _in_words(told: _Told) -> str:
    """The conclusion, with what limits it."""
    return " ".join([_conclusion(told), *_limits(told)])


def _conclusion(told: _Told) -> str:
    window = f"the {years_in_words(told.years)} before the event"
    if told.wide.n == 0:
        return (
            f"Placebo: no comparison. The dated documents searched do not cover {years_in_words(told.years)},"
            f" so that there is no other window to hold {window} against."
        )
    if told.held == 0:
        return f"Placebo: no comparison. No document searched is certainly of {window}."
    if told.hits == 0:
        return (
            "Placebo: no comparison. Nothing that explicitly foresees the event was found in any window of this"
            f" collection, {window} or another."
        )
    if told.observed == 0:
        return (
            f"Placebo: no hit in {window}; {percent(told.wide.share)} of {told.wide.n:,} random windows"
            f" hold one{_era(told)}."
        )
    return _compared(told, window)


def _compared(told: _Told, window: str) -> str:
    """What is concluded where there is a hit in the event's window, and others to hold it against."""
    shares = (
        f"{percent(told.wide.share)} of {told.wide.n:,} random windows hold one too"
        f" (mean {told.wide.mean:.2f}, here {told.observed}; p = {told.wide.p:.3f}){_era(told)}"
    )
    wide, near = better(told.wide.p), better(told.near.p) if told.near.n else None
    if near is None or near == wide:
        holds = "holds" if told.years == 1 else "hold"
        verdict = {
            MORE: f"{window} {holds} more than most other windows of this collection",
            NOT_CLEARLY: "not clearly better than other windows of this collection",
            NO: "no better than any other window of this collection",
        }[wide]
    else:
        verdict = f"{wide} than random windows, and {near} than other windows of its own time"
    return f"Placebo: {verdict}: {shares}."


MORE, NOT_CLEARLY, NO = "better", "not clearly better", "no better"


def better(p: float) -> str:
    """A p in words: whether what was observed is better than other dates give."""
    return MORE if p <= LEVEL else NOT_CLEARLY if p <= UNCLEAR else NO


def _era(told: _Told) -> str:
    if told.near.n == 0:
        return ""
    return (
        f", and {percent(told.near.share)} of {told.near.n:,} windows of its own era"
        f" (mean {told.near.mean:.2f}; p = {told.near.p:.3f})"
    )


def _limits(told: _Told) -> list[str]:
    """What the figures do not tell: an event's window that is cut, an era without dates, few separate windows."""
    if told.covered is None or told.wide.n == 0:
        return []
    first, last = told.covered
    says = []
    begin = years_before(told.day, told.years)
    if told.held and (begin < first or told.day - 1 > last):
        says.append(
            f"The documents searched ({span_in_words(told.covered)}) cover only a part of the event's own window,"
            " so that its count is too low."
        )
    if told.near.n == 0:
        says.append(
            f"Their span allows no window of the event's own era (within {ERA_YEARS} years, not within {ERA_GAP_YEARS})."
        )
    separate = (civil_date(last)[0] - civil_date(first)[0] + 1) // told.years
    if separate < FEW_WINDOWS:
        count = "1 separate window fits" if separate == 1 else f"{separate} separate windows fit"
        says.append(
            f"The windows overlap; only {count} into {span_in_words(told.covered)}, so p is a rough one."
        )
    return says


def years_in_words(years: int) -> str:
    """A number of years as it stands behind "the": 10 years, and year for one."""
    return "year" if years == 1 else f"{years} years"


def percent(share: float) -> str:
    """A share with one decimal, and none where it is whole: "75.5 %"."""
    return f"{share * 100:.1f}".removesuffix(".0") + " %"


def span_in_words(days: Days) -> str:
    """The years from one day to another: "1790 to 2026"."""
    first, last = (_year(civil_date(day)[0]) for day in days)
    return first if first == last else f"{first} to {last}"


def _year(year: int) -> str:
    return str(year) if year > 0 else f"{1 - year} BCE"
