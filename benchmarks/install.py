"""How large is a bare install, and how fast does `foresaid --help` answer?"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = (
    "pip",
    "setuptools",
    "pkg_resources",
    "_distutils_hack",
)  # those a new venv has before we install
RUNS = 5


def main() -> None:
    """Install into a new environment, weigh it, and time its help."""
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run([sys.executable, "-m", "venv", scratch], check=True)
        python = Path(scratch) / "bin" / "python"
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", str(ROOT)], check=True, stderr=subprocess.DEVNULL
        )
        site = next(Path(scratch).glob("lib/python*/site-packages"))
        size = sum(
            file.stat().st_size
            for file in site.rglob("*")
            if file.is_file() and not file.relative_to(site).parts[0].startswith(PACKAGES)
        )
        times = []
        for _ in range(RUNS + 1):
            start = time.perf_counter()
            subprocess.run([Path(scratch) / "bin" / "foresaid", "--help"], check=True, capture_output=True)
            times.append(time.perf_counter() - start)
    print(f"bare install: {size / 1e6:.1f} MB (goal 130 MB)")
    print(f"foresaid --help: {min(times[1:]):.2f} s, best of {RUNS} (goal 0.3 s)")


if __name__ == "__main__":
    main()
