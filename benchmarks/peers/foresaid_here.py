"""How is foresaid itself asked: for the whole verdict, or for the place alone?

`FORESAID_ASKS=verdict` gives every quotation to verify_quotations; `FORESAID_ASKS=place` stops where most
peers do: the exact place, else the best of the likely places by the words laid beside it.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import asking

from foresaid.archive.quotation_index import build_segment, open_index
from foresaid.model.evidence import QuotedWords, Source
from foresaid.text.align import likeness
from foresaid.text.compiled import notice
from foresaid.verify.changes import read_changes
from foresaid.verify.conventions import read_by_conventions
from foresaid.verify.laid import lay_reading
from foresaid.verify.quotations import verify_quotations
from foresaid.verify.search import Search, likely_places
from foresaid.vocabulary import load_vocabulary

ALIKE = 0.6  # as foresaid.verify.standing has it
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
    _opened.append(open_index(index_folder, lambda name: Source(name, _read(paths[name]))))
    about.update(tokens=_opened[0].tokens)
    return forget()


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def forget():
    """A new way to ask, which knows nothing of what was asked before."""
    return _places(_opened[0]) if os.environ.get("FORESAID_ASKS") == "place" else _verdicts(_opened[0])


def _verdicts(index):
    waiting: list[QuotedWords] = []
    verdicts = verify_quotations(iter(waiting.pop, None), index, load_vocabulary("en"))

    def ask(quote):
        waiting.append(QuotedWords("asked", quote))
        verdict = next(verdicts)
        about["verdicts"][quote] = verdict.verdict
        place = verdict.source
        return (place.document, place.start, place.end) if place else None

    return ask


def _places(index):
    changes = read_changes(load_vocabulary("en"))
    counts: dict[str, int] = {}

    def ask(quote):
        reading = read_by_conventions(quote)
        exact = next(iter(index.occurrences(reading.tokens.hashes)), None)
        if exact is not None:
            return index.about(exact[0]).id, exact[1], exact[2]
        search = Search(QuotedWords("asked", quote), index, counts)
        weights = search.weights(reading)
        best = None
        for place in likely_places(search, reading, changes, lambda _: False, 0.0):
            source = index.source(place.document)
            span = place.start, place.end
            laid = lay_reading(reading, source, span, changes, search.frequency, exact=False)
            answered = [at for _, at in laid.pairs if at is not None]
            equal = sum(
                weights[quoted]
                for quoted, at in laid.pairs
                if quoted is not None
                and at is not None
                and likeness(reading.folded[quoted], laid.folded[at]) >= ALIKE
            )
            if answered and (best is None or equal > best[0]):
                span = place.start + laid.starts[answered[0]], place.start + laid.ends[answered[-1]]
                best = equal, source.id, *span
        return best[1:] if best else None

    return ask


if __name__ == "__main__":
    asking.run(build, forget=forget, about=lambda: about)
