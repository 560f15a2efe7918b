"""Does the kernel stay within its memory? The tests' own input, under the address and undefined-behaviour sanitisers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SANITISERS = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g", "-O1")
# Builds the kernel with both sanitisers into a folder and prints where it is.
BUILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from hatch_build import build_kernel
print("built", build_kernel(Path(sys.argv[2]), extra=tuple(sys.argv[3:])))
"""
# Runs pytest with another build of the kernel in place of the installed one.
RUN = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from fuzz_kernel import loaded
loaded(Path(sys.argv[2]))
import pytest
sys.exit(pytest.main(["-q", "-x", "-s", "-p", "no:cacheprovider", "-k", "not sorted_in_parts", *sys.argv[3:]]))
"""


@pytest.fixture(scope="module")
def sanitised(tmp_path_factory):
    """A kernel with sanitisers, and the environment that it runs in; skipped where the compiler has none."""
    compiler = shutil.which("gcc")
    found = (
        compiler
        and subprocess.run(
            [compiler, "-print-file-name=libasan.so"], capture_output=True, text=True, check=False
        ).stdout.strip()
    )
    if not found or not Path(found).is_absolute():
        pytest.skip("gcc or its sanitisers are absent")
    arguments = [str(ROOT), str(tmp_path_factory.mktemp("kernel")), *SANITISERS]
    done = subprocess.run(
        [sys.executable, "-c", BUILD, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"CC": compiler, "LDSHARED": f"{compiler} -shared"},
    )
    if done.returncode:
        pytest.skip(f"the kernel cannot be built with sanitisers here: {done.stderr[-300:]}")
    path = next(line for line in done.stdout.splitlines() if line.startswith("built ")).removeprefix(
        "built "
    )
    assert b"__asan_report" in Path(path).read_bytes()
    # Python keeps what it once allocated until its end: no leaks of ours could be told from its own.
    environment = os.environ | {
        "LD_PRELOAD": found,
        "ASAN_OPTIONS": "detect_leaks=0",
        "PYTHONMALLOC": "malloc",
    }
    environment.pop("FORESAID_PURE", None)
    return path, environment


def run(sanitised, script, *arguments):
    """A command with the sanitised kernel; its output, once it has ended well."""
    path, environment = sanitised
    command = [sys.executable, *script, *(argument.format(kernel=path) for argument in arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return done.stdout


def test_drawn_input_stays_within_memory(sanitised):
    """Some seconds of input drawn by chance: the same answers as numpy's, and no access out of bounds."""
    script = [str(ROOT / "tests" / "fuzz_kernel.py")]
    out = run(sanitised, script, "--seconds", "8", "--seed", "7", "--kernel", "{kernel}")
    assert "compiled kernel: in use" in out


def test_the_kernels_tests_stay_within_memory(sanitised):
    """So do the tests of the kernel, those of damaged columns and of arguments that do not fit among them."""
    for name in ("test_kernel.py", "test_bm25.py"):
        out = run(sanitised, ["-c", RUN], str(ROOT / "tests"), "{kernel}", str(ROOT / "tests" / name))
        assert "passed" in out
