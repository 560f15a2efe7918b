"""How much of a PDF's words is found, in which order, and how fast? Figures on pdf_pairs and hostile files.

The data lie beside the repository, in ../shared, and are not ours to ship. Words are letters and figures in lower case after
compatibility folding (NFKC: ³ is 3), taken from our text and from the reference, which is a cleaned Markdown
conversion. `wide` precision counts the lines taken out (headers, page numbers) as found too. The hostile files
run one by one in a child process with 20 s of processor time and 1,000 MB.

    python benchmarks/pdf.py                 figures on the development half of pdf_pairs
    python benchmarks/pdf.py missing         and which words differ
    python benchmarks/pdf.py hostile         outcomes on hostile PDFs
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path

from rapidfuzz.distance import LCSseq

from foresaid.collect.formats.pdf import Pdf
from foresaid.plugins import Tools, Unreadable
from foresaid.vocabulary import load_vocabulary

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
CPU_SECONDS, ADDRESS_SPACE = 20, 1_000 << 20
# Marks of the references' Markdown: rules between pages, emphasis, headings, links.
MARKDOWN = re.compile(r"^-{3,}$|[*_#]{1,6}|\]\([^)\s]{0,300}\)", re.MULTILINE)


def extract(data):
    """The one extraction of a PDF."""
    return next(iter(Pdf().extract(data, Tools(load_vocabulary("en")))))


def words(text):
    """Words as they are compared."""
    text = re.sub(r"(\w)-\n+(\w)", r"\1\2", unicodedata.normalize("NFKC", text))
    return re.findall(r"\w+", text.lower())


def pairs(split="dev"):
    """The PDFs of one half with their reference texts."""
    folder = SHARED / "data" / "pdf_pairs"
    for row in json.loads((folder / "manifest.json").read_text("utf-8")):
        if row["split"] == split:
            reference = (folder / row["reference_text"]).read_text("utf-8")
            yield row["id"], (folder / row["pdf"]).read_bytes(), MARKDOWN.sub(" ", reference)


def compare(extraction, reference):
    """Recall, precision, precision with the lines taken out, and order, of one text; and the words that differ."""
    ours, theirs = words(extraction.text), words(reference)
    omitted = Counter(words("\n".join(line for page in extraction.pages for line in page.omitted)))
    mine, wanted = Counter(ours), Counter(theirs)
    common = (mine & wanted).total()
    numbers = {word: number for number, word in enumerate({*ours, *theirs})}
    order = LCSseq.similarity([numbers[word] for word in theirs], [numbers[word] for word in ours])
    return {
        "recall": common / len(theirs),
        "recall_wide": ((mine + omitted) & wanted).total() / len(theirs),
        "precision": common / len(ours),
        "order": order / len(theirs),
        "missing": wanted - mine,
        "extra": mine - wanted,
    }


def figures():
    """What `compare` says of each pair of the development half."""
    return {name: compare(extract(data), reference) for name, data, reference in pairs()}


def hostile_files():
    """The hostile PDFs of the development half."""
    folder = SHARED / "data" / "hostile"
    for row in (folder / "MANIFEST.tsv").read_text("utf-8").splitlines()[1:]:
        path, _, _, split, *_ = row.split("\t")
        if split == "dev" and (path.startswith(("pdf/", "gen/pdf_"))):
            yield folder / path


def outcome(path):
    """How a hostile file ends in a child process: a state with its first note, a reason, or a limit."""

    def bound():
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))

    begin = time.monotonic()
    done = subprocess.run(
        [sys.executable, __file__, "one", path], capture_output=True, preexec_fn=bound, check=False
    )
    took = time.monotonic() - begin
    if done.returncode < 0:
        return f"killed by signal {-done.returncode}", took
    lines = done.stdout.decode().strip().splitlines() or done.stderr.decode().strip().splitlines()
    return (lines or ["nothing"])[-1], took


def one(path):
    """Read one file and print how it ended."""
    try:
        found = extract(Path(path).read_bytes())
        print(f"{found.state}: {len(found.text):,} characters; {'; '.join(found.notes)[:200]}")
    except Unreadable as reason:
        print(f"refused: {reason}")
    except MemoryError:
        print("stopped: memory")


def hostile():
    """Outcomes of all hostile files, and how many there are of each kind."""
    kinds = Counter()
    for path in hostile_files():
        what, took = outcome(path)
        kinds[what.split(":")[0]] += 1
        print(f"{path.name:60} {took:5.1f} s  {what}")
    print(dict(kinds))


def report(*, missing=False):
    """The table of figures, and the speed."""
    print(f"{'':34} recall  wide  precision  order")
    for name, found in figures().items():
        print(
            f"{name:34} {found['recall']:.4f} {found['recall_wide']:.4f} {found['precision']:.4f} {found['order']:.4f}"
        )
        if missing:
            print(
                "   missing", found["missing"].most_common(25), "\n   extra", found["extra"].most_common(25)
            )
    begin, size = time.process_time(), 0
    for _, data, _ in pairs():
        size += len(extract(data).text)
    print(f"{size / (time.process_time() - begin) / 1e6:.2f} million characters a second of processor time")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["one", path]:
            one(path)
        case ["hostile"]:
            hostile()
        case _:
            report(missing="missing" in sys.argv)
