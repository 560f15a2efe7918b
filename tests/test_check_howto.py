"""Do the commands of docs/howto/check-a-manuscript.md do what the page says?"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

PAGE = ROOT / "docs" / "howto" / "check-a-manuscript.md"


def commands():
    """The commands of the page, in order."""
    blocks = re.findall(r"```\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return [
        line for block in blocks for line in block.splitlines() if line.startswith(("foresaid ", "python "))
    ]


def test_checking_a_manuscript(tmp_path):
    """Four findings as told; none beside the baseline; each format says the same."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    said = {}
    for command in commands():
        done = subprocess.run(
            shlex.split(command),
            cwd=tmp_path,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        finds = " check " in command and "baseline" not in command
        assert done.returncode == int(finds), f"{command}\n{done.stdout}{done.stderr}"
        said[
            command.removeprefix("foresaid check examples/dunmere_chapter.md --against dunmere").strip()
        ] = done.stdout
    text = said[""]
    for told in (
        "FS101 altered",
        "FS102 truncated",
        "FS103 speaker",
        "FS201 not-found",
        "“third”",
        "“second”",
    ):
        assert told in text
    assert "unless the sluices are opened before the autumn" in text
    assert "4 findings in the baseline" in said["--baseline known.json"]
    whole = json.loads(said["--format json"])
    assert [each["code"] for each in whole["findings"]] == ["FS101", "FS102", "FS103", "FS201"]
    assert len(json.loads(said["--format sarif"])["runs"][0]["results"]) == 4
    assert said["--format github"].count("\n") == 4
