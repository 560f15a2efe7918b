"""How fast are quotations located and judged, how many are found, and how do named peers do on the same?

    python benchmarks/texts.py fetch /tmp/foresaid-texts      once: text that is in no address
    python benchmarks/verify.py --install                     once: an environment for each peer
    python benchmarks/verify.py --size 2M                     under a minute, for anyone to try
    python benchmarks/verify.py --size 12M --seed 9901        the figures of docs/figures.md
    python benchmarks/verify.py --size 91M | 1G

One process on one processor for each program, one after the other; CPU seconds of that process, wall beside
them, the least of three rounds. A peer builds once and is asked the first of the same quotations, the number
given as n; foresaid's time and recall beside it are those on just these. "Place" is locating alone, which is
what most peers do; "verdict" is all of verify_quotations. Recall is of answers in the right place
(scoring.py) among the quotations that stand in the text. Rules and thresholds were tuned on seed 11: report
on others. Quotations for peers are of 6 words and more, on clean text; the tables by kind and length are on
paged text as well (texts.py), where page numbers and running heads may stand inside a quotation.

A peer without an environment, or not measured at a size, is listed with the reason. The run of 12 MB takes a
quarter of an hour, most of it the peers'; that of 1 GB some 4 GB of memory and of disk.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import scoring
import texts
from measuring import ALL, NotMeasuredError, Peer, Run, ask_foresaid, ask_peer, check, install

LENGTH_NAMES = ("3-5", "6-10", "11-20", "21-40", "41-80")
# Of each kind and length; a cell of 100 moves by a point with one quotation.
EACH = {"2M": 20, "12M": 100, "91M": 100, "1G": 50, "1.4M": 100}
# In what layouts quality is measured: the small run within a minute, and walked text is never paged.
LAYOUTS = {"2M": ("paged",), "1G": ("clean",)}
EXACT = ("verbatim", "typographic", "marked")
NOISY = ("ocr3", "ocr8", "alter10", "alter25", "mixed")
FLOORS = {"verbatim": 0.99, "marked": 0.99, "ocr8": 0.98}  # recall from 11 words on
MOST_FALSE = 0.01
FASTER_BUILD, INDEX_BYTES = 4.0, 3.0
GROWTH = {"exact": 1.5, "noisy": 2.5}


def say(what: str) -> None:
    sys.stdout.flush()
    print(f"… {what}", file=sys.stderr, flush=True)


def met(reached: bool) -> str:
    return "met" if reached else "MISSED"


class Bench:
    """The corpora and answers of one run, in one scratch folder."""

    def __init__(self, given: argparse.Namespace, folder: Path) -> None:
        self.given, self.folder = given, folder
        self._rows: dict[Path, dict[str, dict]] = {}
        self._runs: dict[tuple[str, str, str], Run] = {}
        self._right: dict[tuple[Path, str], dict[str, bool]] = {}

    def corpus(self, size: str, layout: str) -> Path:
        """The folder of a corpus, made when it is first asked for."""
        path = self.folder / f"{size}-{self.given.seed}-{layout}"
        if not path.exists():
            say(f"making {path.name}")
            wanted = texts.Wanted(size, self.given.seed, layout, EACH[size])
            texts.make(path, wanted, self.given.packages)
        return path

    def rows(self, corpus: Path) -> dict[str, dict]:
        if corpus not in self._rows:
            self._rows[corpus] = {row["id"]: row for row in texts.quotations(corpus)}
        return self._rows[corpus]

    def foresaid(self, size: str, layout: str, asks: str) -> Run:
        """Foresaid's answers to every quotation of a corpus."""
        if (size, layout, asks) not in self._runs:
            corpus = self.corpus(size, layout)
            say(f"foresaid, {asks}, {corpus.name}")
            count = 2 * len(self.rows(corpus))
            answers = self.folder / f"{corpus.name}-{asks}.json"
            self._runs[size, layout, asks] = ask_foresaid(corpus, answers, asks=asks, count=count)
        return self._runs[size, layout, asks]

    def right(self, corpus: Path, run: Run) -> dict[str, bool]:
        """Whether each quotation that stands in the text was found there."""
        rows = self.rows(corpus)
        held = {answer["document"] for answer in run.answers.values()} | {
            row["document"] for row in rows.values()
        }
        known = {name: texts.document(corpus, name) for name in held if name is not None}
        return {
            key: scoring.right(rows[key], answer, known)
            for key, answer in run.answers.items()
            if rows[key]["document"] is not None
        }


def share(values: list[bool]) -> float:
    return sum(values) / len(values) if values else float("nan")


def peers(bench: Bench) -> dict[str, Run]:
    """Print each peer beside foresaid on the same quotations; gives what was measured."""
    runs: dict[str, Run] = {}
    print(
        "\n## Peers: milliseconds of CPU for each quotation (wall), recall, on clean text, 6 words and more"
    )
    for peer in ALL:
        if bench.given.peers and peer.adapter not in bench.given.peers:
            continue
        size = peer.corpus or bench.given.size
        try:
            check(peer, bench.given.size, bench.given.environments)
            corpus = bench.corpus(size, "clean")
            say(f"{peer.adapter} on {corpus.name}")
            answers = bench.folder / f"{corpus.name}-{peer.adapter}.json"
            run = ask_peer(peer, bench.given.size, corpus, bench.given.environments, answers)
        except NotMeasuredError as error:
            print(f"\n{peer.name}: not measured: {error}")
            continue
        runs[peer.adapter] = run
        print(f"\n{peer.name} ({', '.join(peer.pins())}), {size}")
        _beside(bench, run, (size, corpus), peer)
    return runs


def _beside(bench: Bench, run: Run, where: tuple[str, Path], peer: Peer) -> None:
    """One peer's row, and foresaid's two on the same quotations."""
    size, corpus = where
    ids, theirs = list(run.answers), bench.right(corpus, run)
    recall, goal = share(list(theirs.values())), peer.goals.get(bench.given.size)
    one = 100 / max(1, len(theirs))
    print(
        f"  n {len(ids)}, {len(theirs)} of them present: one is {one:.2f} points of recall; the peer builds in "
        f"{run.about['build']:.2f} s and takes {run.about['peak'] / 1e6:.0f} MB"
    )
    print("              CPU ms    95 % under     wall ms   recall   absent answered")
    print(f"  peer     {_row(run, ids, theirs)}")
    for asks in ("place", "verdict"):
        ours = bench.foresaid(size, "clean", asks)
        right = bench.right(corpus, ours)
        found = {key: right[key] for key in theirs}
        ratio = run.spent(ids) / max(ours.spent(ids), 1e-9)
        points = 100 * (share(list(found.values())) - recall)
        print(
            f"  {asks:8} {_row(ours, ids, found)}   {ratio:,.1f} times as fast, {points:+.1f} points",
            end="",
        )
        if goal:
            print(f"; goal {goal:,.0f} {met(ratio >= goal)}", end="")
        if goal and peer.points is not None:
            print(f", {peer.points:+g} points {met(points >= peer.points)}", end="")
        print()
    whole, ours = _whole(run, ids), _whole(bench.foresaid(size, "clean", "verdict"), ids)
    print(
        f"  built and asked these {len(ids)} once: {whole:.3f} ms each, foresaid's verdict {ours:.3f}: "
        f"{whole / ours:,.1f} times as fast"
    )


def _whole(run: Run, ids: list[str]) -> float:
    """Milliseconds for each quotation with the building shared among them."""
    return run.spent(ids) + 1000 * run.about["build"] / len(ids)


def _row(run: Run, ids: list[str], present: dict[str, bool]) -> str:
    """Costs, recall, and the share of the absent that were given a place: who does not judge gives all one."""
    absent = [run.answers[key]["document"] is not None for key in ids if key not in present]
    return (
        f"{run.spent(ids):10.3f}    {run.slow(ids):10.3f}  {run.spent(ids, 'wall'):10.3f}   "
        f"{share(list(present.values())):6.3f}   {share(absent):15.2f}"
    )


def building(bench: Bench, runs: dict[str, Run]) -> None:
    """Print how fast the index is built and how large it is, beside tantivy's."""
    corpus = bench.corpus(bench.given.size, "clean")
    size = texts.about(corpus)["bytes"] / 1e6
    ours = bench.foresaid(bench.given.size, "clean", "verdict").about
    print("\n## Build")
    print(
        f"foresaid: {size / ours['index_build']:.1f} MB/s CPU, {ours['index_bytes']:.2f} bytes a text byte "
        f"(goal {INDEX_BYTES:g}: {met(ours['index_bytes'] <= INDEX_BYTES)}), {ours['tokens']:,} words, "
        f"peak {ours['peak'] / 1e6:.0f} MB with all that was asked"
    )
    if "tantivy_passages" in runs:
        theirs = runs["tantivy_passages"].about
        ratio = theirs["index_build"] / ours["index_build"]
        print(
            f"tantivy: {size / theirs['index_build']:.1f} MB/s CPU, {theirs['index_bytes']:.2f} bytes a text byte; "
            f"foresaid builds {ratio:.1f} times as fast (goal {FASTER_BUILD:g}: {met(ratio >= FASTER_BUILD)})"
        )


def quality(bench: Bench, layout: str, asks: str) -> None:
    """Print recall by kind and length, and how often something is found that stands nowhere."""
    size = bench.given.size
    corpus = bench.corpus(size, layout)
    run = bench.foresaid(size, layout, asks)
    right, rows = bench.right(corpus, run), bench.rows(corpus)
    cells: dict[str, dict[int, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for key, answer in run.answers.items():
        good = right[key] if key in right else answer["document"] is not None
        cells[rows[key]["kind"]][rows[key]["length"]].append(good)
    print(f"\n## {asks.capitalize()}, {layout} text, {size}: recall@1 by words  {'  '.join(LENGTH_NAMES)}")
    false: list[bool] = []
    for kind, by_length in cells.items():
        figures = "  ".join(f"{share(by_length[length]):.2f}" for length in range(len(LENGTH_NAMES)))
        spent = run.spent([key for key in run.answers if rows[key]["kind"] == kind])
        long = [good for length in (2, 3, 4) for good in by_length[length]]
        goal = FLOORS.get(kind) if asks == "verdict" else None
        judged = (
            f"   from 11 words {share(long):.3f} (goal {goal}: {met(share(long) >= goal)})" if goal else ""
        )
        print(f"  {kind:14} {figures}   {spent:7.3f} ms, n {len(by_length[0])} a cell{judged}")
        if kind.startswith("absent"):
            false += [good for length in range(1, len(LENGTH_NAMES)) for good in by_length[length]]
    if asks == "verdict":
        print(
            f"  found though absent, from 6 words: {sum(false)} of {len(false)} = {share(false):.4f} "
            f"(goal {MOST_FALSE:g}: {met(share(false) <= MOST_FALSE)}); of the absent, lower is better"
        )


def growth(bench: Bench) -> None:
    """Print what a quotation costs in this collection against one of 12 MB, for the same quotations."""
    small, large = (bench.foresaid(size, "clean", "verdict") for size in ("12M", bench.given.size))
    rows = bench.rows(bench.corpus("12M", "clean"))
    print(f"\n## Growth: verdict, CPU ms for each quotation at 12M and at {bench.given.size}")
    for name, kinds in (("exact", EXACT), ("noisy", NOISY), ("absent", ("absent brown", "absent bible"))):
        ids = [key for key in large.answers if key in small.answers and rows[key]["kind"] in kinds]
        before, after = small.spent(ids), large.spent(ids)
        goal = GROWTH.get(name) if bench.given.size == "1G" else None
        judged = f"   goal {goal}: {met(after <= goal * before)}" if goal else ""
        print(f"  {name:7} {before:8.3f} {after:8.3f}   {after / before:.2f}x, n {len(ids)}{judged}")


def head(bench: Bench) -> None:
    """Print what was measured on what."""
    about = texts.about(bench.corpus(bench.given.size, "clean"))
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"# verify, size {about['size']} ({about['bytes']:,} bytes), seed {about['seed']}")
    print(f"texts {about['sha256'][:16]}…, quotations {about['quotations'][:16]}…")
    ours = bench.foresaid(bench.given.size, "clean", "verdict").about
    print(f"foresaid at commit {_commit()}; {ours['kernel']}")
    print(
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors, load {load:.1f}"
    )


def _commit() -> str:
    command = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() or "unknown"


def measure(bench: Bench) -> None:
    """One run."""
    head(bench)
    runs = peers(bench)
    building(bench, runs)
    for layout in LAYOUTS.get(bench.given.size, ("clean", "paged")):
        for asks in ("verdict", "place"):
            quality(bench, layout, asks)
    if bench.given.size in {"91M", "1G"}:
        growth(bench)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", choices=("2M", "12M", "91M", "1G"), default="12M")
    parser.add_argument("--seed", type=int, default=9901)
    parser.add_argument("--peers", nargs="*", choices=[peer.adapter for peer in ALL], help="only these")
    parser.add_argument("--install", action="store_true", help="make the peers' environments and end")
    parser.add_argument("--environments", type=Path, default=Path(tempfile.gettempdir()) / "foresaid-peers")
    parser.add_argument("--packages", type=Path, default=Path(tempfile.gettempdir()) / "foresaid-texts")
    parser.add_argument("--keep", type=Path, help="a folder for corpora and answers, to look at misses")
    given = parser.parse_args()
    if given.install:
        for peer in ALL:
            say(f"installing {peer.adapter}: {install(peer, given.environments) or 'done'}")
        return
    folder = given.keep or Path(tempfile.mkdtemp(prefix="foresaid-verify-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        measure(Bench(given, folder))
    except NotMeasuredError as error:
        raise SystemExit(f"foresaid {error}") from error
    finally:
        if given.keep is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
