"""Do the commands of docs/howto/keep-a-ledger.md do what the page says?"""

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

PAGE = ROOT / "docs" / "howto" / "keep-a-ledger.md"


def test_keeping_a_ledger(tmp_path):
    """Six entries, three of them copies of the letter's; the outcome stands, is superseded, and is not seen as of a day before."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    blocks = re.findall(r"```\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    said, letter = {}, ""
    for command in (line for line in lines if line.startswith(("foresaid ", "python "))):
        done = subprocess.run(
            shlex.split(command.replace("FORECAST", letter)),
            cwd=tmp_path,
            env={**os.environ, "PATH": path, "COLUMNS": "108"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == int("verify" in command), f"{command}\n{done.stdout}{done.stderr}"
        said[command] = " ".join(done.stdout.split())
        if command == "foresaid ledger dunmere":
            letter = done.stdout[:8]
            assert done.stdout.split("\n")[0].endswith("1862-03-12 (C)  Edmund Hartley")
    listed = said["foresaid ledger dunmere"]
    assert listed.count("copy of") == 3
    assert "6 of 6 forecasts" in listed
    assert "told in retrospect, counts nowhere" in listed
    first, second = (text for command, text in said.items() if " outcome " in command)
    assert "outcome: hit, shown by report (1863-03-04)" in first
    assert "note:" not in first
    assert "Before: hit" in second
    records = said["foresaid ledger dunmere --records"]
    assert "1 unresolvable" in records
    assert "fewer than 20 resolved" in records
    then = said["foresaid ledger dunmere --as-of 1862-10"]
    assert "1 of 1 forecast that fit, of 1 read" in then
    assert "outcome" not in then
    assert (tmp_path / "ledger.csv").read_text("utf-8").startswith("id,document,")
    rows = subprocess.run(
        ["foresaid", "ledger", "dunmere", "--jsonl"],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert [json.loads(row)["outcome"] for row in rows].count("unresolvable") == 1
