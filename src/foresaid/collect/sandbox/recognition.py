"""Who reads the words on a page image? Tesseract, where it is installed, in a confined process of its own.

A parser may start no program, so it asks a server that was forked before it was confined, over two pipes.
The server may run programs and read what they are made of, and nothing else: no network, no file written.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import struct
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from foresaid.collect.page_images import picture_sizes
from foresaid.collect.sandbox.confinement import die_with_parent, own_code, restrict
from foresaid.collect.sandbox.wire import BrokenFrameError, read_exactly, write_all
from foresaid.plugins import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foresaid.budgets import Budgets

PROGRAM = "tesseract"
# Where programs, their libraries and their models lie on Linux; and where Homebrew and local builds put them.
_PROGRAM_FOLDERS = ("/usr", "/lib", "/lib64", "/bin", "/opt", "/etc/ld.so.cache", "/nix/store")
_HEAD = struct.Struct(">?Q")
_SIZE = struct.Struct(">Q")
_LONGEST_REASON = 200
# Names of models, as tesseract joins them: eng+frk, script/Fraktur.
_LANGUAGES = re.compile(rb"[A-Za-z0-9_/]{1,40}(\+[A-Za-z0-9_/]{1,40}){0,9}")
_LONGEST_LANGUAGES = 410


@cache
def program() -> str | None:
    """Where tesseract is installed, or None."""
    return shutil.which(PROGRAM)


@cache
def recogniser_name() -> str | None:
    """What recognises text here, with its version ("tesseract/5.3.0"), or None."""
    found = program()
    if found is None:
        return None
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    first = (said.stdout or said.stderr).split("\n", 1)[0].split()
    return f"{PROGRAM}/{first[1].removeprefix('v')}" if len(first) > 1 else None


class RecognitionServer:
    """The process that runs the recogniser; one page at a time."""

    def __init__(self, budgets: Budgets, others: Iterable[int] = ()) -> None:
        asked, self._ask = os.pipe()
        self._hear, answer = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            os.close(self._ask)
            os.close(self._hear)
            for other in others:  # the caller's socket and the document are none of its business
                os.close(other)
            _serve(asked, answer, budgets)
        os.close(asked)
        os.close(answer)

    def handles(self) -> tuple[int, int]:
        """The two pipe ends that a parser needs: to ask, and to hear the answer."""
        return self._ask, self._hear

    def stop(self) -> None:
        """End the server; whatever it was asked is forgotten."""
        os.close(self._ask)
        os.close(self._hear)
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)


@dataclass(frozen=True, slots=True)
class Recognition:
    """The parser's side of the server: a recogniser as formats know it."""

    name: str
    languages: str
    ask: int
    hear: int

    def recognise(self, image: bytes) -> str:
        """The text of one page image; Unreadable says why there is none."""
        languages = self.languages.encode()
        write_all(self.ask, _SIZE.pack(len(languages)) + languages + _SIZE.pack(len(image)))
        write_all(self.ask, image)
        head = read_exactly(self.hear, _HEAD.size)
        if head is None:
            raise Unreadable("the text recognition ended without an answer")
        well, length = _HEAD.unpack(head)
        text = (read_exactly(self.hear, length) or b"").decode("utf-8", "replace")
        if not well:
            raise Unreadable(f"the text recognition failed: {text}")
        return text


def _serve(asked: int, answer: int, budgets: Budgets) -> None:
    """Answer until nobody asks; never returns."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        die_with_parent(signal.SIGKILL)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        folders = [*map(Path, _PROGRAM_FOLDERS), *filter(None, [_models()])]
        restrict(read=own_code(), run=[*folders, Path(program() or PROGRAM).resolve().parent])
        while (languages := _part(asked, _LONGEST_LANGUAGES)) is not None:
            image = _part(asked, budgets.memory) or b""
            if picture_sizes(image, 1) and _LANGUAGES.fullmatch(languages):
                well, said = _recognised(image, languages.decode("ascii"), budgets)
            else:  # tesseract takes text for a list of files, and reads these
                well, said = False, b"no picture, or no languages"
            write_all(answer, _HEAD.pack(well, len(said)))
            write_all(answer, said)
    except (OSError, BrokenFrameError, MemoryError):
        pass
    finally:
        os._exit(0)


def _models() -> Path | None:
    """The folder of models that somebody set, which may lie anywhere."""
    folder = os.environ.get("TESSDATA_PREFIX")
    return Path(folder) if folder else None


def _part(handle: int, most: int) -> bytes | None:
    head = read_exactly(handle, _SIZE.size)
    if head is None:
        return None
    size = _SIZE.unpack(head)[0]
    if size > most:
        raise BrokenFrameError
    return read_exactly(handle, size)


def _recognised(image: bytes, languages: str, budgets: Budgets) -> tuple[bool, bytes]:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (budgets.ocr_seconds, budgets.ocr_seconds + 1))
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_AS, (budgets.memory, budgets.memory))

    done = subprocess.run(  # noqa: S603 - our own program; this process has one thread
        [program() or PROGRAM, "stdin", "stdout", "-l", languages],
        input=image,
        capture_output=True,
        check=False,
        preexec_fn=limit,
        env={"OMP_THREAD_LIMIT": "1", **{k: v for k, v in os.environ.items() if k.startswith("TESSDATA")}},
    )
    if done.returncode == 0:
        return True, done.stdout
    if done.returncode < 0:
        killed = -done.returncode == signal.SIGXCPU
        why = f"more than {budgets.ocr_seconds} s of processor time" if killed else "it crashed"
        return False, f"one page: {why}".encode()
    lines = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    return False, (lines[-1] if lines else f"exit code {done.returncode}")[:_LONGEST_REASON].encode()
