"""tantivy, FTS5 and bm25s: the best sentences before a day by BM25 over a topic's words, each with its English stemmer.

    python benchmarks/peers/searched_passages.py ENGINE FOLDER ANSWERS

FOLDER holds passages.tsv (day, tab, sentence) in the order of days, and topics.json: words, bounds and how many are asked for.
Run by benchmarks/inquire.py, one process and one thread each; bm25s in an environment of its own.
"""

from __future__ import annotations

import json
import re
import resource
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

MEMORY = 256_000_000  # bytes of tantivy's writer
ROUNDS = 3
SLOW, SLOW_EVERY = 0.2, 4  # seconds; what takes so long is asked once, and every fourth topic only


def rows(folder):
    with (folder / "passages.tsv").open(encoding="utf-8") as file:
        for line in file:
            day, _, text = line.rstrip("\n").partition("\t")
            yield int(day), text


def tantivy_engine(folder, scratch):
    """English stems, date as a fast field; the words are joined by OR."""
    import tantivy  # noqa: PLC0415

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="en_stem", index_option="freq")
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_integer_field("number", stored=True)
    schema = builder.build()
    index = tantivy.Index(schema, path=scratch)
    writer = index.writer(MEMORY, 1)
    for number, (day, text) in enumerate(rows(folder)):
        writer.add_document(tantivy.Document(text=text, day=day, number=number))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher, query, must = index.searcher(), tantivy.Query, tantivy.Occur.Must

    def ask(words, until, limit):
        asked = index.parse_query(" ".join(words), ["text"])
        bound = query.const_score_query(
            query.range_query(schema, "day", tantivy.FieldType.Integer, 0, until), 0.0
        )
        found = searcher.search(query.boolean_query([(must, asked), (must, bound)]), limit=limit)
        return [searcher.doc(address)["number"][0] for _, address in found.hits]

    return ask


def fts5_engine(folder, scratch):
    """Porter stems; numbers are in the order of days, so that the bound is one on rowid."""
    base = sqlite3.connect(Path(scratch) / "fts5.db")
    base.execute("CREATE VIRTUAL TABLE p USING fts5(text, content='', tokenize='porter unicode61')")
    days = []

    def numbered():
        for number, (day, text) in enumerate(rows(folder)):
            days.append(day)
            yield number, text

    with base:
        base.executemany("INSERT INTO p (rowid, text) VALUES (?, ?)", numbered())

    def ask(words, until, limit):
        import bisect  # noqa: PLC0415

        query = "SELECT rowid FROM p WHERE p MATCH ? AND rowid < ? ORDER BY rank LIMIT ?"
        asked = " OR ".join(words), bisect.bisect_right(days, until), limit
        return [row[0] for row in base.execute(query, asked)]

    return ask


def bm25s_engine(folder, _):
    """Compiled by numba, Snowball stems; a bound is a mask over all passages."""
    import bm25s  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415
    import Stemmer  # noqa: PLC0415

    stemmer = Stemmer.Stemmer("english")
    held = list(rows(folder))
    days = np.array([day for day, _ in held])
    tokens = bm25s.tokenize(
        [text for _, text in held], stopwords="en", stemmer=stemmer, show_progress=False
    )
    engine = bm25s.BM25(backend="numba")
    engine.index(tokens, show_progress=False)
    del tokens, held

    def ask(words, until, limit):
        asked = bm25s.tokenize(
            [" ".join(words)], stopwords="en", stemmer=stemmer, show_progress=False, return_ids=False
        )
        mask = (days <= until).astype(np.float32)
        found = engine.retrieve(
            asked,
            k=min(limit, len(days)),
            show_progress=False,
            weight_mask=mask,
            n_threads=1,
            return_as="documents",
        )
        return found[0].tolist()

    return ask


ENGINES = {"tantivy": tantivy_engine, "fts5": fts5_engine, "bm25s": bm25s_engine}


def main():
    engine, folder, answers = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    given = json.loads((folder / "topics.json").read_text("utf-8"))
    with tempfile.TemporaryDirectory(prefix="foresaid-peer-") as scratch:
        before = time.process_time()
        ask = ENGINES[engine](folder, scratch)
        build = time.process_time() - before
        held = sum(path.stat().st_size for path in Path(scratch).rglob("*") if path.is_file())
        found, spent = [], []
        for place, topic in enumerate(given["topics"]):
            if given["timed"] and place % SLOW_EVERY and spent and spent[0] > SLOW:
                spent.append(None)
                continue
            words = [word for text in topic["texts"] for word in re.findall(r"\w+", text.lower())]
            for until in topic["bounds"]:
                rounds = []
                for _ in range(ROUNDS if given["timed"] else 1):
                    before = time.process_time()
                    numbers = ask(words, until, given["limit"])
                    rounds.append(time.process_time() - before)
                    if rounds[-1] > SLOW:
                        break
                spent.append(min(rounds))
                found.append(numbers)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    answers.write_text(
        json.dumps({"build": build, "disk": held, "peak": peak, "spent": spent, "found": found}), "utf-8"
    )


if __name__ == "__main__":
    main()
