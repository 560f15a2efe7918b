"""Where does batch work run? Here, in this process or in several; results in the order of arguments."""

from __future__ import annotations

import os
import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from foresaid.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor, Future

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
        # Spawned, not forked: a child must not inherit the writer's database connection and lock.
        pool = ProcessPoolExecutor(self._jobs, mp_context=get_context("spawn"), initializer=_follow_parent)
        try:
            yield from _in_order(pool, self._jobs, function, arguments)
        except BrokenProcessPool as error:
            raise InputError(
                "A working process was killed, often because memory ran out. What was acknowledged is kept;"
                " run the command again, with --jobs 1 if it happens again."
            ) from error


class ThreadEngine:
    """Plain functions over many arguments, in `jobs` threads: for work that waits for other processes."""

    def __init__(self, jobs: int = 1) -> None:
        self._jobs = max(1, jobs)

    def map(
        self, function: Callable[[Argument], Result], arguments: Iterable[Argument]
    ) -> Iterator[Result]:
        """`function` of each argument."""
        yield from _in_order(ThreadPoolExecutor(self._jobs), self._jobs, function, arguments)


def _in_order(
    pool: Executor, jobs: int, function: Callable[[Argument], Result], arguments: Iterable[Argument]
) -> Iterator[Result]:
    waiting = iter(arguments)
    try:
        running = deque(_submitted(pool, function, each) for each in islice(waiting, jobs * _AHEAD))
        while running:
            yield running.popleft().result()
            running.extend(_submitted(pool, function, each) for each in islice(waiting, 1))
    finally:
        with _uninterrupted():
            pool.shutdown(cancel_futures=True)


def _submitted(
    pool: Executor, function: Callable[[Argument], Result], argument: Argument
) -> Future[Result]:
    """A task handed in; an interruption waits until that is done.

    The first tasks start the processes. Interrupted there, the pool would have workers that nobody tells to stop,
    and the program would wait for them for ever; and a worker must not meet the interruption before it can ignore
    it: it inherits the blocked signal.
    """
    with _uninterrupted():
        return pool.submit(function, argument)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """A stretch that an interruption at the keyboard waits for, where the system can hold it back."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow_parent() -> None:
    """End this process when its parent does: a killed parent cannot tell its workers to stop.

    An interruption at the keyboard is the parent's to answer; it ends the workers itself.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()
