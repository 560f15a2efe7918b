"""What does a whole inquiry cost over many passages, and what the placebo over a million documents?

    python benchmarks/whole_inquiry.py                         a million passages (about 20 minutes to build)
    python benchmarks/whole_inquiry.py --passages 100000       fewer
    python benchmarks/whole_inquiry.py --collection DIR        over a collection that is there already

The collection holds documents of a hundred sentences each, halves of sentences of the State of the Union addresses put
together anew (benchmarks/inquire.py), with days drawn by chance. Each event is asked twice: the first time the passages
are indexed and the inquiry is committed, the second time (warm) it is searched, judged, held against 1,000 random and
1,000 era-matched dates and answered. Nothing of it has been read, so that later claims and other forecasts are not among
what is measured; over the demo collection they are (--collection). Wall-clock seconds.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from pathlib import Path

from foresaid.archive.collection import create_collection
from foresaid.inquire.placebo import Ground, placebo
from foresaid.model.dates import iso_day
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.demonstrating import EVENT
from foresaid.pipeline.inquiring import inquire
from foresaid.settings import Settings
from foresaid.text.edtf import parse_edtf
from inquire import DATA, FIRST, LAST, passages

SEED, DOCUMENTS, HITS = 7, 1_000_000, 20_000


def build(root: Path, count: int) -> None:
    """A collection of so many sentences."""
    create_collection(root, Settings(title=f"{count:,} sentences"))
    source = root.parent / "sentences.jsonl"
    with source.open("w", encoding="utf-8") as out:
        for number, each in enumerate(passages(count, SEED)):
            row = {"id": f"d{number:06}", "text": " ".join(each.texts), "date": iso_day(each.latest)}
            out.write(json.dumps(row) + "\n")
    start = time.perf_counter()
    collect_documents(root, [source])
    print(f"{count:,} sentences added in {time.perf_counter() - start:.0f} s")


def events(folder: Path) -> list[str]:
    """The demo's event, and the development events where they are there, as files."""
    files = [str(EVENT)]
    if DATA.is_dir():
        for line in (DATA / "events_dev.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            fields = {"name": row["event"], "date": row["cutoff"], "statement": row["query"]}
            fields |= {key: row[key] for key in ("claim", "aliases", "foreseeing", "denying")}
            path = folder / f"{row['event']}.json"
            path.write_text(json.dumps(fields), "utf-8")
            files.append(str(path))
    return files


def ask(root: Path, folder: Path) -> None:
    """Ask every event twice and print what it cost."""
    first, again = [], []
    for event in events(folder):
        for spent in (first, again):
            start = time.perf_counter()
            inquire(root, event)
            spent.append(time.perf_counter() - start)
    again.sort()
    print(f"first inquiry, passages indexed: {first[0]:.1f} s")
    print(f"warm: median {again[len(again) // 2]:.2f} s, slowest {again[-1]:.2f} s, of {len(again)} events")


def chance() -> None:
    """Print what 1,000 random and 1,000 era-matched dates over a million documents cost."""
    draw = random.Random(SEED)
    days = tuple((day, day) for day in sorted(draw.randrange(FIRST, LAST) for _ in range(DOCUMENTS)))
    hits = tuple(sorted(draw.sample(days, HITS)))
    start = time.perf_counter()
    found = placebo(Ground(days, hits), parse_edtf("1929-10-29"), 10, labels="machine")
    spent = time.perf_counter() - start
    print(f"placebo: {found.n:,} and {found.era_n:,} dates over {DOCUMENTS:,} documents in {spent:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--collection", type=Path, help="a collection that is there already")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="foresaid-inquiry-") as scratch:
        root = given.collection or Path(scratch) / "papers"
        if given.collection is None:
            build(root, given.passages)
        ask(root, Path(scratch))
    chance()


if __name__ == "__main__":
    main()
