"""How does a file of unknown content get read? By a confined child; whatever becomes of it, an answer comes.

One `Reader` is one zygote and reads one item at a time; `Readers` keeps several for use by threads.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from queue import SimpleQueue
from typing import TYPE_CHECKING, Self

from foresaid.budgets import Budgets
from foresaid.collect.extraction import refusal, unread
from foresaid.collect.sandbox.wire import (
    DONE,
    OPENED,
    TEXT,
    BrokenFrameError,
    Ended,
    Opened,
    Request,
    decode,
    decode_text,
    encode,
    read_frame,
    write_frame,
)
from foresaid.errors import StoreError
from foresaid.model.documents import Extraction

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType


# Exit codes of a child (zygote.py): its memory did not suffice.
_NO_MEMORY = 71
# Signals by which C and C++ libraries end when they cannot go on, want of memory among the reasons.
_CRASHES = frozenset({signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGTRAP})


# Seconds a zygote has to say how its child ended; measured: under 10 ms.
_LAST_WORDS = 10
# What a zygote needs of the environment; what else is there may be secret, and a parser could put it into a text.
_NEEDED = (
    "PATH",
    "HOME",
    "LANG",
    "LC_",
    "PYTHON",
    "VIRTUAL_ENV",
    "TESSDATA",
    "TMPDIR",
    "SYSTEMROOT",
    "LD_LIBRARY_PATH",
    "DYLD_",
    "COVERAGE_",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading one item: the name it was read by, under which version, and its texts.

    `layers` are those of the confinement that held; `cpu_seconds` and `memory` (bytes) what it cost.
    """

    source: str
    version: str
    extractions: tuple[Extraction, ...]
    layers: tuple[str, ...]
    cpu_seconds: float
    memory: int


# Signals by which others end a process: a person, an administrator, the system when memory runs out.
_OUTSIDE = frozenset({signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGPIPE})
_PASSING = " interrupted"


class _Silence(Exception):  # noqa: N818 - an event, not a fault
    """A reader gave no sign of life for as long as it may."""


class Reader:
    """A zygote, started at the first reading and again after a failure of its own."""

    def __init__(self, budgets: Budgets | None = None) -> None:
        self.budgets = budgets or Budgets()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def read(self, handle: int, sources: Sequence[str], language: str) -> Reading:
        """Every text in an open file that came by these names.

        A child that was killed from outside, or could not answer, is asked once more; if that fails too, the
        reading is of no version that counts, and the next run tries again.
        """
        found, passing = self._read(handle, sources, language)
        if passing:
            found, passing = self._read(handle, sources, language)
        return replace(found, version=f"{found.version}{_PASSING}") if passing else found

    def _read(self, handle: int, sources: Sequence[str], language: str) -> tuple[Reading, bool]:
        """One reading, and whether it ended for a reason that may pass."""
        os.lseek(handle, 0, os.SEEK_SET)
        request = Request(tuple(sources), os.fstat(handle).st_size, language, asdict(self.budgets))
        opened: Opened | None = None
        texts: list[Extraction] = []
        why = cut = ""
        done, until = False, time.monotonic() + self.budgets.longest_seconds
        answer = self._ask(handle, request)
        try:
            while frame := read_frame(answer, lambda: self._wait(answer, until)):
                letter, content = frame
                if letter == OPENED:
                    opened = _opened(opened, decode(content, Opened), request)
                elif letter == TEXT:
                    texts.append(decode_text(content))
                elif letter == DONE:
                    done = True
                    break
        except _Silence:
            why = f"no sign of life for {self.budgets.silent_seconds} s"
        except BrokenFrameError as error:
            cut = f"its answer was cut off or senseless: {error}"
        finally:
            os.close(answer)
        ended = self._end(stop=bool(why or cut))
        told = why or _why_ended(ended, request, self.budgets)
        if not (done or told or cut):
            cut = "it ended before it was done"
        passing = not why and (bool(cut) or ended.signal in _OUTSIDE or ended.code not in {0, _NO_MEMORY})
        return self._reading(request, opened, texts, told or cut, ended), passing

    def probe(self) -> dict[str, str]:
        """What a confined child can still do: each attempt, "refused" or "possible"."""
        with open(os.devnull, "rb") as nothing:  # noqa: PTH123
            answer = self._ask(nothing.fileno(), Request((), 0, "en", asdict(self.budgets), probe=True))
        try:
            frame = read_frame(
                answer, lambda: self._wait(answer, time.monotonic() + self.budgets.silent_seconds)
            )
            found: dict[str, str] = decode(frame[1], dict[str, str]) if frame else {}
        finally:
            os.close(answer)
        self._end(stop=False)
        return found

    def close(self) -> None:
        """End the zygote."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            try:
                self._process.wait(_LAST_WORDS)
            except subprocess.TimeoutExpired:  # stopped, or busy with a child that does not end
                self._process.kill()
                self._process.wait()
        self._process = self._control = None

    def _reading(
        self, request: Request, opened: Opened | None, texts: list[Extraction], why: str, ended: Ended
    ) -> Reading:
        source, version, reader, layers = (
            (opened.source, opened.version, opened.reader, opened.layers)
            if opened
            else (request.sources[0], unread(), "", ())
        )
        if why:
            last = texts[-1].locator if texts else ""
            place = (f"after {last}" if last else "the rest") if texts else ""
            texts.append(refusal(version, f"the {reader or 'file'} reader was stopped: {why}", place))
        return Reading(source, version, tuple(texts), layers, ended.cpu_seconds, ended.memory)

    def _ask(self, handle: int, request: Request) -> int:
        """Send a request; the handle that its answer comes from."""
        if self._process is None:
            self._start()
        assert self._control is not None
        try:
            socket.send_fds(self._control, [b"R"], [handle])
            write_frame(self._control.fileno(), b"R", encode(request))
            _, handles, _, _ = socket.recv_fds(self._control, 1, 1)
        except OSError:
            handles = []
        if not handles:
            self.close()
            raise StoreError(
                "The process that reads files ended unexpectedly; what was acknowledged is kept. Run the"
                " command again, and `foresaid doctor` if it happens again."
            )
        return handles[0]

    def _end(self, *, stop: bool) -> Ended:
        """How the child ended, stopped where it would not by itself."""
        assert self._control is not None
        try:
            if stop:
                self._control.send(b"K")
            control = self._control.fileno()
            until = time.monotonic() + _LAST_WORDS
            frame = read_frame(control, lambda: self._wait(control, until))
        except (OSError, BrokenFrameError, _Silence):
            frame = None
        if stop or frame is None:
            # A stop may cross with an end; a new zygote has no letters left in its box.
            self.close()
        return decode(frame[1], Ended) if frame else Ended(signal.SIGKILL, 0, 0.0, 0)

    def _wait(self, answer: int, until: float) -> None:
        left = min(self.budgets.silent_seconds, until - time.monotonic())
        if left <= 0 or not select.select([answer], [], [], left)[0]:
            raise _Silence

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "foresaid.collect.sandbox.zygote", str(theirs.fileno())]
        self._process = subprocess.Popen(  # noqa: S603 - this very Python, with our own module
            command,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env=_plain(),
        )
        theirs.close()
        self._control = ours


class Readers:
    """As many readers as threads may want at once; each is started when it is first needed."""

    def __init__(self, jobs: int, budgets: Budgets | None = None) -> None:
        self._idle: SimpleQueue[Reader] = SimpleQueue()
        self._all = [Reader(budgets) for _ in range(jobs)]
        for reader in self._all:
            self._idle.put(reader)

    def read(self, handle: int, sources: Sequence[str], language: str) -> Reading:
        """As `Reader.read`, by whichever is idle."""
        reader = self._idle.get()
        try:
            return reader.read(handle, sources, language)
        finally:
            self._idle.put(reader)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for reader in self._all:
            reader.close()


def _plain() -> dict[str, str]:
    """The environment without what a reader has no need of."""
    return {name: value for name, value in os.environ.items() if name.startswith(_NEEDED)}


def _opened(before: Opened | None, now: Opened, request: Request) -> Opened:
    """What a reader said first; it says it once, and reads an item by one of its names."""
    if before is not None or now.source not in request.sources:
        raise BrokenFrameError("it named itself twice, or by a name that the file does not have")
    return now


def _why_ended(ended: Ended, request: Request, budgets: Budgets) -> str:
    """Why a child did not come to its end, in words; "" where it did."""
    if ended.signal == signal.SIGXCPU:
        return f"more than {budgets.cpu_for(request.size)} s of processor time"
    if ended.code == _NO_MEMORY:
        return f"more than {budgets.memory >> 20:,} MB of memory"
    if ended.signal in _CRASHES:
        return f"it crashed ({signal.Signals(ended.signal).name}), perhaps for want of memory"
    if ended.signal:
        return f"it was ended by signal {ended.signal}"
    return f"it ended with code {ended.code}" if ended.code else ""
