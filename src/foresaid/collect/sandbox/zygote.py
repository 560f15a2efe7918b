"""Who forks the readers? A process that has loaded every format and holds nothing else worth taking.

Started by `Reader` (reading.py), one document at a time: it forks a child, the child confines itself and
reads, and the answer goes to the caller through a pipe. Forked from here, a reader costs milliseconds where
a new Python would cost half a second (notes on trust, §0.4). It ends when its caller does.
"""

from __future__ import annotations

import encodings
import gc
import os
import select
import signal
import socket
import sys
from importlib import import_module
from pkgutil import iter_modules

from foresaid.budgets import Budgets
from foresaid.collect.extraction import HEAD, choose, extract, noted, readers
from foresaid.collect.sandbox.confinement import (
    LIMITS,
    die_with_parent,
    limit_resources,
    own_code,
    renew_cpu,
    restrict,
)
from foresaid.collect.sandbox.probing import probe
from foresaid.collect.sandbox.recognition import Recognition, RecognitionServer, recogniser_name
from foresaid.collect.sandbox.wire import (
    ALIVE,
    DONE,
    OPENED,
    TEXT,
    Ended,
    Opened,
    Request,
    decode,
    encode,
    read_frame,
    write_frame,
)
from foresaid.plugins import Tools
from foresaid.vocabulary import load_vocabulary

# How a child says that its memory did not suffice, and that its caller stopped listening.
NO_MEMORY, NOBODY_LISTENS = 71, 72
_OCR_LANGUAGES = "recognition.tesseract"


def serve(control: int) -> None:
    """Answer requests until the caller closes its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is the caller's to answer
    _load()
    caller = socket.socket(fileno=control)
    name = recogniser_name()
    while True:
        _, handles, _, _ = socket.recv_fds(caller, 1, 1)
        frame = read_frame(control) if handles else None
        if frame is None:
            break
        request: Request = decode(frame[1], Request)
        load_vocabulary(request.language)
        # A server for each document (1.4 ms): what one reader asked and never heard must not be the next one's text.
        others = (control, handles[0])
        recognition = RecognitionServer(Budgets(**request.budgets), others) if name else None
        ended = _fork(caller, request, handles[0], recognition)
        os.close(handles[0])
        if recognition:
            recognition.stop()
        if ended is None:
            break
        write_frame(control, b"E", encode(ended))


def _load() -> None:
    """Load whatever a reader may come to need, so that no child has to."""
    readers()
    for module in iter_modules(encodings.__path__):
        if not module.name.startswith(("mbcs", "oem")):  # Windows only
            import_module(f"encodings.{module.name}")
    gc.collect()
    gc.freeze()  # a collection in a child would copy every page of memory that it shares


def _fork(
    caller: socket.socket, request: Request, handle: int, recognition: RecognitionServer | None
) -> Ended | None:
    """Let a child read; how it ended, or None where the caller is gone."""
    hear, answer = os.pipe()
    watch, alive = os.pipe()  # closed by the child's end, however that comes
    child = os.fork()
    if not child:
        for other in (caller.fileno(), hear, watch):
            os.close(other)
        _run(request, handle, answer, recognition)
    os.close(answer)
    os.close(alive)
    socket.send_fds(caller, [b"P"], [hear])
    os.close(hear)
    asked = _await(caller.fileno(), watch)
    os.close(watch)
    # Whoever closed its end of the pipe and lives on is ended as well; one that is ending keeps its own code.
    os.kill(child, signal.SIGKILL)
    _, status, cost = os.wait4(child, 0)
    if asked is None:
        return None
    stopped = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    code = 0 if stopped else os.waitstatus_to_exitcode(status)
    scale = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    return Ended(stopped, code, cost.ru_utime + cost.ru_stime, cost.ru_maxrss * scale)


def _await(control: int, watch: int) -> bool | None:
    """Wait for the child: True when it ended, False when the caller wants it stopped, None when that is gone."""
    while True:
        ready, _, _ = select.select([control, watch], [], [])
        if watch in ready:
            return True
        return False if os.read(control, 1) else None


def _run(request: Request, handle: int, answer: int, recognition: RecognitionServer | None) -> None:
    """The child's life; never returns."""
    code = 1
    try:
        for standard in (0, 1, 2):
            os.dup2(_nowhere(), standard)
        die_with_parent(signal.SIGKILL)
        _read(request, handle, answer, recognition)
        code = 0
    except MemoryError:
        code = NO_MEMORY
    except BrokenPipeError:
        code = NOBODY_LISTENS
    finally:
        os._exit(code)


def _read(request: Request, handle: int, answer: int, recognition: RecognitionServer | None) -> None:
    budgets = Budgets(**request.budgets)
    seconds = budgets.cpu_for(request.size)
    limited = limit_resources(cpu=seconds, total_cpu=budgets.total_cpu_seconds, memory=budgets.memory)
    layers = (*((LIMITS,) if limited else ()), *restrict(read=own_code()))
    if request.probe:
        write_frame(answer, TEXT, encode(probe()))
        return
    with os.fdopen(handle, "rb") as file:
        data = file.read()
    vocabulary = load_vocabulary(request.language)
    recogniser = None
    if recognition and (name := recogniser_name()):
        languages = "+".join(vocabulary.tables.get(_OCR_LANGUAGES, ("eng",)))
        recogniser = Recognition(name, languages, *recognition.handles())
    tools = Tools(vocabulary, budgets, recogniser, lambda: write_frame(answer, ALIVE))
    choice = choose(request.sources, data[:HEAD])
    reader = choice.reader.name if choice.reader else ""
    version = noted(choice, recognition=recogniser is not None)
    write_frame(answer, OPENED, encode(Opened(choice.source, version, reader, layers)))
    for extraction in extract(data, choice, tools):
        write_frame(answer, TEXT, encode(extraction))
        renew_cpu(seconds)
    write_frame(answer, DONE)


def _nowhere() -> int:
    return os.open(os.devnull, os.O_RDWR)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
