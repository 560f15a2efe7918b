"""How well are attributions found in news? F1 by type on PolNeAR, and how far their speakers are right.

What is matched: our `content` (rows of `annotate`: content_start, content_end) against the span that covers all
pieces of an annotated content; a match is an intersection over union of at least half; one to one, best overlap
first. "Contents once" counts several quoted pieces of one content as one; "statements" are the indirect ones that
give a wording, against all annotated ones. For "all" and "direct or mixed" types are not asked; for a single type both sides are of that type. Terms
are no attributions. A speaker is right if our phrase shares a character with the annotated source. The data lie
beside the repository, in ../shared, and are not ours to ship. tests/eval/test_read_polnear.py holds the floors.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

from foresaid.model.annotations import Context
from foresaid.parsers import load_parser
from foresaid.read.quotation_layer import quotation_layer
from foresaid.vocabulary import load_vocabulary

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SAME = 0.5  # intersection over union from which two contents are the same (issue 5)
TYPES = ("direct", "mixed", "indirect")
QUOTED = ("direct", "mixed")
STATEMENTS = ("clause", "infinitive")  # forms of indirect quotations that give a wording, not only a topic


def rows(every=1):
    """The development rows, or each of some number, for a quick look."""
    text = (SHARED / "data" / "polnear" / "dev.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()[::every]]


def annotations(annotator):
    """A function from a text to its attributions: (type, start, end, speaker phrase or None, form or None)."""

    def found(text):
        for each in annotator.annotate(text, Context()):
            body = each.body
            if body.type != "term":
                phrase = body.speaker.phrase if body.speaker else None
                yield str(body.type), body.content.start, body.content.end, phrase, body.form

    return found


def annotated(row):
    """The attributions of a row: (type, start, end, source pieces, cue pieces), each content covered by one span."""
    for each in row["attributions"]:
        if each["content"]:
            start = min(piece[0] for piece in each["content"])
            end = max(piece[1] for piece in each["content"])
            yield each["type"], start, end, each["source"], each["cue"]


def matched(ours, theirs):
    """Pairs (our number, their number) one to one, the best overlap first."""
    pairs = []
    for number, (start, end) in enumerate(each[1:3] for each in ours):
        for other, (begins, ends) in enumerate(each[1:3] for each in theirs):
            common = min(end, ends) - max(start, begins)
            share = common / (max(end, ends) - min(start, begins)) if common > 0 else 0.0
            if share >= SAME:
                pairs.append((-share, number, other))
    taken, given, found = set(), set(), []
    for _, number, other in sorted(pairs):
        if number not in taken and other not in given:
            taken.add(number)
            given.add(other)
            found.append((number, other))
    return found


def once(found):
    """The same attributions with each content counted once: three quoted pieces of one clause are one of it."""
    seen, kept = set(), []
    for each in found:
        if each[1:3] not in seen:
            seen.add(each[1:3])
            kept.append(each)
    return kept


def speaker_right(ours, theirs):
    """Whether the phrase for the speaker shares a character with the annotated source."""
    phrase = ours[3]
    return phrase is not None and any(phrase.start < end and start < phrase.end for start, end in theirs[3])


def of(types, found):
    """The attributions of some types."""
    return [each for each in found if each[0] in types]


def count(found, gold, counts):
    """Count one text's attributions, by type and altogether."""
    for name, types in (("all", TYPES), ("direct or mixed", QUOTED), *((name, (name,)) for name in TYPES)):
        ours, theirs = of(types, found), of(types, gold)
        counts[name, "ours"] += len(ours)
        counts[name, "theirs"] += len(theirs)
        counts[name, "right"] += len(matched(ours, theirs))
    stated = [each for each in found if each[0] == "indirect" and each[4] in STATEMENTS]
    counts["statements", "ours"] += len(stated)
    counts["statements", "theirs"] += len(gold)
    counts["statements", "right"] += len(matched(stated, gold))
    ours = once(found)
    counts["contents once", "ours"] += len(ours)
    counts["contents once", "theirs"] += len(gold)
    counts["contents once", "right"] += len(matched(ours, gold))
    for number, other in matched(found, gold):
        kind = gold[other][0]
        if gold[other][3]:
            counts[kind, "sources"] += 1
            counts[kind, "named"] += found[number][3] is not None
            counts[kind, "speakers"] += speaker_right(found[number], gold[other])


def polnear(annotate, texts):
    """Precision, recall and F1 of contents by type, speakers on matched ones, and characters a second."""
    counts: Counter = Counter()
    spent = 0.0
    for row in texts:
        start = time.process_time()
        found = list(annotate(row["text"]))
        spent += time.process_time() - start
        count(found, list(annotated(row)), counts)
    reached = {}
    for name in ("all", "contents once", "direct or mixed", *TYPES, "statements"):
        right = counts[name, "right"]
        reached[name] = {
            "precision": right / max(1, counts[name, "ours"]),
            "recall": right / max(1, counts[name, "theirs"]),
            "f1": 2 * right / max(1, counts[name, "ours"] + counts[name, "theirs"]),
            "ours": counts[name, "ours"],
            "theirs": counts[name, "theirs"],
        }
    for name in TYPES:
        sources = max(1, counts[name, "sources"])
        reached[name]["speaker"] = counts[name, "speakers"] / sources
        reached[name]["speaker where one is named"] = counts[name, "speakers"] / max(
            1, counts[name, "named"]
        )
    reached["speed"] = {"MB/s": sum(len(row["text"]) for row in texts) / 1e6 / max(spent, 1e-9)}
    return reached


def table(reached):
    """The figures as lines of text."""
    return [
        f"{name:16}"
        + "  ".join(f"{key} {value:.3f}".rstrip("0").rstrip(".") for key, value in each.items())
        for name, each in reached.items()
    ]


def main():
    """Print all figures, by rules alone and with a parser; a number N as argument takes each Nth text only."""
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    if not SHARED.exists():
        print("../shared is absent: nothing to measure with")
        return
    texts, vocabulary = rows(every), load_vocabulary("en")
    for name, parser in (("rules", None), ("parser", load_parser("en"))):
        if name == "rules" or parser is not None:
            print(f"{name}, {len(texts)} texts")
            print("\n".join(table(polnear(annotations(quotation_layer(vocabulary, parser)), texts))))


if __name__ == "__main__":
    main()
