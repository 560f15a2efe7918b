"""How good are the findings of an inquiry, event by event, on the development data?

    python benchmarks/inquiries.py                      each event with weights that have not seen it
    python benchmarks/inquiries.py --shipped            with the package's own weights, which have seen all of them
    python benchmarks/inquiries.py --hopes              what becomes of hopes and goals in ../shared/data/ungd_inquiry
    python benchmarks/inquiries.py --collection DIR     over a collection of the demo that is there already

Scored on the rows of ../shared/data/inquiries on which both judges agree, over the first 50 findings of an event
(all stances together, best first, said before the event): recall of F degree 2 and of C, nDCG@10 of the findings
labelled as foreseeing (gain 2 for F degree 2, 1 for F degree 1; unjudged ones left out), share of right stances among
judged F, C, P, T findings, and how often F and C are taken for each other.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from importlib.util import module_from_spec, spec_from_file_location
from math import log, log2
from pathlib import Path

from foresaid.archive.collection import reading, writing
from foresaid.inquire.stances import Judge
from foresaid.inquire.topics import topic_of
from foresaid.model.events import Event
from foresaid.model.inquiries import Candidate, Stance
from foresaid.pipeline.demonstrating import demonstrate
from foresaid.pipeline.passages import index_passages, passage_index
from foresaid.read.forecasts.chances import OutlookReader
from foresaid.text.edtf import parse_edtf
from foresaid.vocabulary import load_vocabulary

HERE = Path(__file__).resolve().parent
FIRST, TOP = 50, 10
# Candidates by words and by meaning: recall of dev C rows .55 at 300, .65 at 500, .75 at 800.
LIMIT = 800
UNGD = HERE.parents[1] / "shared" / "data" / "ungd_inquiry"
# The events of ungd_inquiry, with statements as a user would write them.
UNGD_EVENTS = {
    "E1": Event(
        "german unity",
        "Germany will be reunified",
        aliases=("German reunification", "unity of the German nation"),
        foreseeing=("Germany will be reunified", "the German people will regain its unity"),
        denying=("Germany will remain divided", "there will be two German states"),
    ),
    "E2": Event(
        "soviet dissolution",
        "the Soviet Union will be dissolved",
        aliases=("dissolution of the Soviet Union", "end of the USSR"),
        foreseeing=("the Soviet Union will break up", "communist rule in the Soviet Union will end"),
        denying=("the Soviet Union will endure", "the Soviet Union will grow stronger"),
    ),
    "E3": Event(
        "end of apartheid",
        "apartheid in South Africa will end",
        aliases=("end of apartheid", "majority rule in South Africa"),
        foreseeing=("apartheid will be abolished", "the apartheid regime will fall"),
        denying=("apartheid will last", "the apartheid regime will survive"),
    ),
}
LETTER = {
    Stance.FORESEES: "F",
    Stance.FORESEES_PART: "F",
    Stance.DENIES: "C",
    Stance.DENIES_PART: "C",
    Stance.PLANS: "P",
    Stance.ON_TOPIC: "T",
    Stance.WARNS: "W",
    Stance.UNDETERMINED: "U",
}
SCORED = "FCPT"


def training():
    """The benchmark that trains the weights."""
    place = spec_from_file_location("train_stances", HERE / "train_stances.py")
    module = module_from_spec(place)
    place.loader.exec_module(module)
    return module


def findings(index, row, vocabulary, model=None):
    """The findings of an event said before it, best first, as (candidate, judgement)."""
    trained = training()
    event = trained.event_of(row)
    until = parse_edtf(row["cutoff"]).latest - 1
    hits = index.candidates(topic_of(event, vocabulary), until=until, limit=LIMIT)
    passages, _ = index.count(until)
    candidates = [
        Candidate(
            hit.document,
            hit.start,
            hit.end,
            text,
            before,
            hit.words,
            hit.meaning,
            rank,
            tuple(hit.found_by),
        )
        for rank, (hit, (text, before)) in enumerate(zip(hits, index.texts(hits), strict=True))
    ]
    reader = OutlookReader(vocabulary)
    outlooks = [reader.outlook(each.text) for each in candidates]

    def rarity(stem):
        return log(1 + passages / (1 + index.df(stem, until))) / log(1 + passages)

    judge = Judge(event, vocabulary, rarity, model=model)
    judgements = judge.judge(candidates, outlooks)
    pairs = zip(candidates, judgements, strict=True)
    return sorted(pairs, key=lambda pair: (-pair[1].score, pair[0].rank))


def judged(candidate, rows):
    """The agreed row that a finding is, None where it was not judged."""
    for row in rows:
        shared = min(candidate.end, row["end"]) - max(candidate.start, row["start"])
        if row["doc"] == candidate.document and 2 * shared > row["end"] - row["start"]:
            return row
    return None


def gain(row):
    """What a row is worth among the findings that foresee."""
    return row["degree"] if row["label"] == "F" else 0


def ndcg(ranked, every):
    """nDCG@10 of ranked gains; None where nothing is worth anything."""

    def total(gains):
        return sum(each / log2(place + 2) for place, each in enumerate(gains[:TOP]))

    best = total(sorted(every, reverse=True))
    return total(ranked) / best if best else None


def figures(found, rows):
    """The figures of one event: counts as (reached, all), `ndcg`, `confused` as counts of (label, stance)."""
    first = [(each, judged(candidate, rows)) for candidate, each in found[:FIRST]]
    held = [row for _, row in first if row]
    confused = Counter((row["label"], LETTER[each.stance]) for each, row in first if row)
    scored = {key: count for key, count in confused.items() if key[0] in SCORED}
    foreseeing = [gain(row) for each, row in first if row and LETTER[each.stance] == "F"]
    return {
        "F2": (sum(gain(row) == 2 for row in held), sum(gain(row) == 2 for row in rows)),
        "C": (sum(row["label"] == "C" for row in held), sum(row["label"] == "C" for row in rows)),
        "ndcg": ndcg(foreseeing, [gain(row) for row in rows]),
        "stance": (sum(n for (one, other), n in scored.items() if one == other), sum(scored.values())),
        "exchanged": sum(n for key, n in scored.items() if set(key) == {"F", "C"}),
        "foresees": sum(each.stance is Stance.FORESEES for each, _ in first),
        "called": sum(
            each.stance is Stance.FORESEES and row is not None and row["label"] in "TNL"
            for each, row in first[:TOP]
        ),
        "confused": confused,
    }


def totals(every):
    """The figures over all events: counts pooled, nDCG as the mean."""

    def share(name):
        reached, count = (sum(each[name][at] for each in every) for at in (0, 1))
        return reached / max(1, count)

    known = [each["ndcg"] for each in every if each["ndcg"] is not None]
    scored = max(1, sum(each["stance"][1] for each in every))
    return {
        "F2": share("F2"),
        "C": share("C"),
        "ndcg": sum(known) / len(known),
        "stance": share("stance"),
        "exchanged": sum(each["exchanged"] for each in every) / scored,
    }


def measure(root, *, shipped=False):
    """Figures by event over a collection of the demo."""
    trained, vocabulary = training(), load_vocabulary("en")
    data = None if shipped else trained.data_of(vocabulary)
    rows = [row for row in trained.lines(trained.DEV / "qrels_dev.jsonl") if row["agreed"]]
    found = {}
    with writing(root) as collection:
        index_passages(collection)
    with reading(root) as collection:
        index = passage_index(collection)
        for event in trained.lines(trained.DEV / "events_dev.jsonl"):
            model = None if shipped else trained.without(data, event["event"])
            own = [row for row in rows if row["event"] == event["event"]]
            found[event["event"]] = figures(findings(index, event, vocabulary, model), own)
    return found


def hopes():
    """Counts of (event, label, stance) over ../shared/data/ungd_inquiry: no hope or goal is a forecast."""
    trained, vocabulary = training(), load_vocabulary("en")
    reader, found = OutlookReader(vocabulary), Counter()
    for row in trained.lines(UNGD / "dev.jsonl"):
        candidate = Candidate(row["doc"], *row["span"], row["text"], words=1.0)
        judge = Judge(UNGD_EVENTS[row["event"]], vocabulary)
        (judgement,) = judge.judge([candidate], [reader.outlook(row["text"])])
        found[row["event_name"], row["label"], judgement.stance.value] += 1
    return found


def line_of(name, each):
    """One event's figures as a line."""
    value = "  - " if each["ndcg"] is None else f"{each['ndcg']:.2f}"
    confused = " ".join(
        f"{one}>{other}:{n}" for (one, other), n in sorted(each["confused"].items()) if one in SCORED
    )
    counts = "  ".join("{} {}/{}".format(key, *each[key]) for key in ("F2", "C", "stance"))
    return f"{name}  {counts}  nDCG {value}  exchanged {each['exchanged']}  foresees {each['foresees']}  called {each['called']}  {confused}"


def main():
    """Print the figures of each event and of all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--collection", type=Path, help="a collection of the demo")
    parser.add_argument(
        "--shipped", action="store_true", help="the package's weights, which have seen all events"
    )
    parser.add_argument("--hopes", action="store_true", help="hopes and goals of ungd_inquiry")
    options = parser.parse_args()
    if options.hopes:
        for (event, label, stance), count in sorted(hopes().items()):
            sys.stdout.write(f"{event}: {label} judged {stance} {count}\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        root = options.collection or Path(folder) / "sotu"
        if not options.collection:
            demonstrate(root)
        found = measure(root, shipped=options.shipped)
    for name, each in found.items():
        sys.stdout.write(line_of(name, each) + "\n")
    every = totals(list(found.values()))
    sys.stdout.write("all  " + "  ".join(f"{name} {value:.3f}" for name, value in every.items()) + "\n")


if __name__ == "__main__":
    main()
