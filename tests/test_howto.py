"""Do the commands of the how-to guides do what the guides say?"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from foresaid.collect.sandbox.recognition import program

# Commands that end with another code than 0, as the guide says.
CODES = {"foresaid verify dunmere": 1, "foresaid verify dunmere --details": 1}


def commands(name):
    """The commands of a guide, in order."""
    text = (ROOT / "docs" / "howto" / name).read_text("utf-8")
    blocks = re.findall(r"```\n(.*?)```", text, re.DOTALL)
    return [
        line for block in blocks for line in block.splitlines() if line.startswith(("foresaid ", "python "))
    ]


@pytest.mark.skipif(program() is None, reason="tesseract is not installed: the telegram stays unread")
def test_the_first_collection(tmp_path):
    """Every command ends as told; the report's changed word, the decisions and the withdrawal show."""
    said = {}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for command in commands("first-collection.md"):
        arguments = shlex.split(command.replace("examples/", f"{ROOT}/examples/"))
        done = subprocess.run(
            arguments,
            cwd=tmp_path,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == CODES.get(command, 0), f"{command}\n{done.stdout}{done.stderr}"
        said[command] = done.stdout
    assert (
        "16 files received, 16 documents read."
        in said["foresaid add dunmere mixed/papers --metadata mixed/metadata.csv"]
    )
    assert "“first” – source: “second”" in said["foresaid verify dunmere --details"]
    assert "unless the sluices are opened" in said["foresaid verify dunmere --details"]
    assert "Edmund Hartley" in said['foresaid whence dunmere "the puddle wall weeps"']
    assert said["foresaid fsck dunmere"].startswith("Clean: 15 items")


def test_who_when_which(tmp_path):
    """The people, the two days of one closing and the book come out as the guide says."""
    script = "set -e\n" + "\n".join(commands("who-when-which.md"))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PATH": path, "COLUMNS": "108"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for said in ("Harbour Improvement Board", "Ann Lee", "0 edits to", "1880-05-03", "1880-05-05"):
        assert said in done.stdout
    assert "1 conflict among" in done.stdout
    assert "The Silted Canal" in done.stdout
