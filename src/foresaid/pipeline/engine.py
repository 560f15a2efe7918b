"""Where does batch work run? Here, in this process or in several; results in the order of arguments."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Argument = TypeVar("Argument")
Result = TypeVar("Result")

# Tasks handed out ahead of the one awaited: enough to keep every process busy, few enough that results
# waiting for their turn do not fill the memory.
_AHEAD = 4


class LocalEngine:
    """Plain functions over many arguments, in `jobs` processes of this machine."""

    def __init__(self, jobs: int = 1) -> None:
        self._jobs = max(1, jobs)

    def map(
        self, function: Callable[[Argument], Result], arguments: Iterable[Argument]
    ) -> Iterator[Result]:
        """`function` of each argument; with one job nothing is forked and nothing pickled."""
        if self._jobs == 1:
            yield from map(function, arguments)
            return
        waiting = iter(arguments)
        # Spawned, not forked: a child must not inherit the writer's database connection and lock.
        with ProcessPoolExecutor(self._jobs, mp_context=get_context("spawn")) as pool:
            running = [pool.submit(function, each) for each in islice(waiting, self._jobs * _AHEAD)]
            while running:
                first = running.pop(0)
                yield first.result()
                running.extend(pool.submit(function, each) for each in islice(waiting, 1))
