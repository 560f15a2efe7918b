"""How is foresaid itself asked: for the whole verdict, or for the place alone?

`FORESAID_ASKS=verdict` gives every quotation to verify_quotations; `FORESAID_ASKS=place` stops where most
peers do: the exact place, else the one that holds most of the words (verify/locating.py).
"""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path

import asking

from foresaid.archive.quotation_index import build_segment, open_index
from foresaid.model.evidence import QuotedWords, Source
from foresaid.text.compiled import notice
from foresaid.verify.chance import Chance, calibrate
from foresaid.verify.changes import read_changes
from foresaid.verify.locating import locate
from foresaid.verify.quotations import verify_quotations
from foresaid.vocabulary import load_vocabulary

SCRATCH = tempfile.TemporaryDirectory(prefix="foresaid-verify-")
about: dict = {"verdicts": {}, "kernel": notice}
_opened: list = []


def build(folder):
    paths = {path.stem: path for path in sorted((folder / "documents").iterdir())}
    index_folder = Path(SCRATCH.name)
    spent = asking.cpu()
    size = sum(path.stat().st_size for path in paths.values())
    build_segment(index_folder, (Source(name, _read(path)) for name, path in paths.items()))
    held = sum(path.stat().st_size for path in index_folder.rglob("*") if path.is_file())
    about.update(index_bytes=held / size, index_build=asking.cpu() - spent)
    _opened.append(
        open_index(
            index_folder, lambda name: Source(name, _read(paths[name])), lambda name: Source(name, "")
        )
    )
    about.update(tokens=_opened[0].tokens)
    return forget()


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def forget():
    """A new way to ask, which knows nothing of what was asked before."""
    return _places(_opened[0]) if os.environ.get("FORESAID_ASKS") == "place" else _verdicts(_opened[0])


def _verdicts(index):
    waiting: list[QuotedWords] = []
    english = load_vocabulary("en")
    if "chance" not in about:
        fitted = calibrate(index, read_changes(english), _shuffled(index))
        about["chance"] = (fitted.rate, fitted.scale)
    chance = Chance(*about["chance"])
    verdicts = verify_quotations(iter(waiting.pop, None), index, english, chance=chance)

    def ask(quote):
        waiting.append(QuotedWords("asked", quote))
        verdict = next(verdicts)
        about["verdicts"][quote] = verdict.verdict
        place = verdict.source
        return (place.document, place.start, place.end) if place else None

    return ask


def _shuffled(index):
    """Passages of the text's words in any order, as pipeline/calibrating.py draws them."""
    draw = random.Random(7)
    numbers = draw.sample(range(index.documents), min(60, index.documents))
    pool = [word for number in numbers for word in index.source(number).text[:20_000].split()]
    return [" ".join(draw.choices(pool, k=length)) for length in (10, 20, 40) for _ in range(60)]


def _places(index):
    def ask(quote):
        found = locate(quote, index)
        if found is None:
            return None
        return found.passage.document, found.passage.start, found.passage.end

    return ask


if __name__ == "__main__":
    asking.run(build, forget=forget, about=lambda: about)
