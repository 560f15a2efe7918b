"""How is any program asked for quotations, so that all are asked alike?

An adapter beside this file runs in its peer's own environment, as one process on one processor:

    python ADAPTER.py CORPUS ANSWERS.json --count 80 --rounds 3 [--least 6]

It builds once, is warmed up with two quotations, then asked the same ones in each round; of a
quotation's times the least counts. CPU seconds are the process's own, all its threads and children in it.
Only the standard library is used, since every environment has to import this file.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path

WARMING = (
    "the people of the two countries have always wanted peace",
    "a sentence nobody has ever said of turnips",
)


def cpu() -> float:
    """CPU seconds of this process and of its ended children."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def peak() -> int:
    """Bytes of memory this process had at most; Linux's own count, since getrusage keeps the parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return 1024 * int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def documents(folder: Path) -> dict[str, str]:
    """The texts of a corpus by name, in order."""
    return {
        path.stem: path.read_bytes().decode("utf-8") for path in sorted((folder / "documents").iterdir())
    }


def chosen(folder: Path, count: int, least: int) -> list[dict]:
    """The first quotations of a corpus of at least so many words, one absent to four present."""
    lines = (folder / "quotations.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if len(row["quote"].split()) >= least]
    absent = [row for row in rows if row["document"] is None][: count // 5]
    return [row for row in rows if row["document"] is not None][: count - len(absent)] + absent


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--count", type=int, default=80)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--least", type=int, default=6, help="words of a quotation at least")
    parser.add_argument("--seconds", type=float, default=240, help="no further round is begun after these")
    return parser.parse_args()


def run(build, *, in_one=False, forget=None, about=dict) -> None:
    """Build and ask, and write answers and times.

    `build(folder)` gives a function from a quotation to (document, start, end) or None; start and end are
    None where the peer does not say them. With `in_one` that function takes all quotations and gives a list.
    `forget()` gives a new function for every round, where answers are kept and the next round would cost nothing;
    `about()` is called at the end for what only the adapter knows.
    """
    given = _arguments()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    began, spent = time.perf_counter(), cpu()
    ask = build(given.corpus)
    built = {"build": cpu() - spent, "build_wall": time.perf_counter() - began}
    rows = chosen(given.corpus, given.count, given.least)
    answers = _ask_together(ask, rows, given) if in_one else _ask_each(ask, rows, given, forget)
    written = {**built, "peak": peak(), "answers": answers, **about()}
    given.answers.write_text(json.dumps(written), "utf-8")


def _answer(row: dict, found, spent: float, wall: float) -> dict:
    place = dict(zip(("document", "start", "end"), found or (None, None, None), strict=True))
    return {"id": row["id"], **place, "cpu": spent, "wall": wall}


def _ask_each(ask, rows: list[dict], given: argparse.Namespace, forget) -> list[dict]:
    best: dict[str, dict] = {}
    began = time.perf_counter()
    for _ in range(given.rounds):
        if forget is not None:
            ask = forget()
        for warming in WARMING:
            ask(warming)
        for row in rows:
            wall, spent = time.perf_counter(), cpu()
            found = ask(row["quote"])
            answer = _answer(row, found, cpu() - spent, time.perf_counter() - wall)
            known = best.setdefault(row["id"], answer)
            known["cpu"] = min(known["cpu"], answer["cpu"])
            known["wall"] = min(known["wall"], answer["wall"])
        if time.perf_counter() - began > given.seconds:
            break
    return list(best.values())


def _ask_together(ask, rows: list[dict], given: argparse.Namespace) -> list[dict]:
    best, found = (float("inf"), float("inf")), []
    began = time.perf_counter()
    for _ in range(given.rounds):
        wall, spent = time.perf_counter(), cpu()
        found = ask([row["quote"] for row in rows])
        best = min(best, (cpu() - spent, time.perf_counter() - wall))
        if time.perf_counter() - began > given.seconds:
            break
    share = [value / len(rows) for value in best]
    return [_answer(row, place, *share) for row, place in zip(rows, found, strict=True)]
