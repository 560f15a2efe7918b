"""Does foresaid install with a compiler and without one, and does it say which kernel it runs?"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from foresaid.text import compiled

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "src" / "foresaid" / "text" / "kernel").glob("*.[ch]"))


def built(folder, **environment):
    """The wheel that pip makes, and what is in it."""
    command = [sys.executable, "-m", "pip", "wheel", "--verbose", "--no-deps", "--no-build-isolation"]
    environment = {key: value for key, value in os.environ.items() if key != "FORESAID_PURE"} | environment
    done = subprocess.run(
        [*command, "--wheel-dir", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    (wheel,) = folder.glob("*.whl")
    return wheel.name, zipfile.ZipFile(wheel).namelist(), done.stdout + done.stderr


def test_a_wheel_with_a_compiler_holds_the_kernel(tmp_path):
    """It is one for all Pythons from 3.11 on, and carries no sources in C."""
    if not shutil.which("cc") or not find_spec("setuptools"):
        pytest.skip("no C compiler, or no setuptools")
    name, files, _ = built(tmp_path)
    assert "-cp311-abi3-" in name
    assert [file for file in files if "_kernel." in file and not file.endswith(".pyi")]
    assert not [file for file in files if file.endswith((".c", ".h"))]


@pytest.mark.parametrize(
    "environment", [{"CC": "/nowhere/cc"}, {"FORESAID_PURE": "1"}], ids=["none", "unwanted"]
)
def test_a_wheel_without_a_compiler_is_for_all_machines(tmp_path, environment):
    """It holds no kernel; where one was wanted the build says so and what to do."""
    name, files, said = built(tmp_path, **environment)
    assert name.endswith("-py3-none-any.whl")
    assert not [file for file in files if file.endswith((".so", ".pyd"))]
    assert ("Install a C compiler" in said) == ("CC" in environment)


def test_a_missing_compiler_can_be_made_an_error(tmp_path):
    """Whoever makes wheels for others asks for it."""
    with pytest.raises(subprocess.CalledProcessError):
        built(tmp_path, CC="/nowhere/cc", FORESAID_KERNEL="required")


@pytest.mark.parametrize(("value", "expected"), [("1", "FORESAID_PURE is set"), ("0", compiled.notice)])
def test_the_environment_keeps_the_kernel_out(value, expected):
    """FORESAID_PURE=1 does, 0 does not, and the notice says it."""
    command = [
        sys.executable,
        "-c",
        "from foresaid.text import compiled; print(compiled.notice, compiled.kernel)",
    ]
    environment = os.environ | {"FORESAID_PURE": value}
    if value == "1" and compiled.kernel is None:
        pytest.skip("there is no kernel to keep out")
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    assert expected in done.stdout
    assert done.stdout.rstrip().endswith("None") == (value == "1" or compiled.kernel is None)


def test_a_kernel_of_other_sources_is_not_used(monkeypatch):
    """After an update that was not installed again, numpy answers, and the notice says what to do."""
    if compiled.kernel is None:
        pytest.skip("there is no kernel")
    monkeypatch.setattr(compiled, "INTERFACE", -1)
    kernel, notice = compiled._loaded()
    assert kernel is None
    assert "install foresaid again" in notice


def test_a_changed_kernel_is_set_up_anew(tmp_path, monkeypatch):
    """dev.py's stamp is another one when any source of the kernel has changed."""
    monkeypatch.syspath_prepend(str(ROOT))
    import dev  # noqa: PLC0415 - no package of ours

    folder = tmp_path / "src" / "foresaid" / "text" / "kernel"
    shutil.copytree(SOURCES[0].parent, folder)
    for name in ("pyproject.toml", "hatch_build.py"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    assert len(SOURCES) > 5
    before = dev.setup_stamp()
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    assert dev.setup_stamp() == before
    for path in sorted(folder.iterdir()):
        kept = path.read_bytes()
        path.write_bytes(kept + b" ")
        assert dev.setup_stamp() != before
        path.write_bytes(kept)
