"""The door: `foresaid` and `python -m foresaid`."""

from __future__ import annotations

from foresaid.cli.entry import main

if __name__ == "__main__":
    main()
