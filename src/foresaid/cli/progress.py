"""How far is it? On standard error, and only for what takes longer than a moment."""

from __future__ import annotations

import sys
import time
from typing import Self

# People wonder after about two seconds; a line that is not a terminal's gets one report in so many.
_PATIENCE = 1.0
_TERMINAL_EVERY = 0.1
_FILE_EVERY = 10.0


class ProgressLine:
    """Called with (what, done, total): one line that a terminal rewrites, or a line now and then."""

    def __init__(self) -> None:
        self._start = self._last = time.monotonic()
        self._terminal = sys.stderr.isatty()
        self._shown = False

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show how far it is, if it has taken long enough for anybody to wonder."""
        now = time.monotonic()
        every = _TERMINAL_EVERY if self._terminal else _FILE_EVERY
        if now - self._start < _PATIENCE or now - self._last < every:
            return
        self._last = now
        share = f" ({100 * done // total} %)" if total else ""
        line = f"{what}: {done:,} of {total:,}{share}"
        if self._terminal:
            sys.stderr.write(f"\r\x1b[K{line}")
            self._shown = True
        else:
            sys.stderr.write(line + "\n")
        sys.stderr.flush()

    def close(self) -> None:
        """Clear the line."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
