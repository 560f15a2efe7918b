"""Does the report of gains and losses count what is new, gone and changed, and nothing else?"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "benchmarks" / "gains.py"


@pytest.fixture(scope="module")
def gains():
    """The program as a module."""
    place = importlib.util.spec_from_file_location("gains", PROGRAM)
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module


def finding(start, end, **body):
    """A finding as one side prints it."""
    return {"document": "d", "layer": "names", "start": start, "end": end, "noun": "Mention", "body": body}


def test_findings_are_same_changed_new_or_gone(gains):
    """At one place with one body they are the same, with another changed; else new or gone."""
    before = [finding(0, 3, name="Ida"), finding(4, 9, name="Rosen"), finding(10, 12, name="Leeds")]
    now = [finding(0, 3, name="Ida"), finding(4, 9, name="Ida Rosen"), finding(20, 24, name="York")]
    found = gains.compared(before, now)["names"]
    assert found["same"] == 1
    assert [(one["body"]["name"], other["body"]["name"]) for one, other in found["changed"]] == [
        ("Rosen", "Ida Rosen")
    ]
    assert [other["body"]["name"] for _, other in found["new"]] == ["York"]
    assert [one["body"]["name"] for one, _ in found["gone"]] == ["Leeds"]


def test_what_both_find_is_no_difference(gains):
    """Equal findings in any order are the same, also several at one place."""
    several = [finding(0, 3, name="A"), finding(0, 3, name="B"), finding(4, 5, name="C")]
    found = gains.compared(several, several[::-1])["names"]
    assert found == {"same": 3, "changed": [], "new": [], "gone": []}


def test_a_side_of_other_code_is_refused(tmp_path):
    """A side that does not run the code of its own folder says so, and compares nothing."""
    done = subprocess.run(
        [sys.executable, PROGRAM, "--side", tmp_path, "--every", "249"],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 1
    assert str(tmp_path) in done.stderr
    assert not done.stdout


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no repository here: there is no other commit")
def test_the_report_runs_against_a_commit(sotu):
    """The working tree against HEAD: every layer is counted, and its examples are what the counts say."""
    command = [sys.executable, PROGRAM, "--json", "--every", "60", "--examples", "2"]
    done = subprocess.run(command, capture_output=True, check=True, text=True, cwd=ROOT)
    report = json.loads(done.stdout)
    assert "quotations" in report
    for row in report.values():
        assert row["before"] == row["same"] + row["changed"] + row["gone"]
        assert row["now"] == row["same"] + row["changed"] + row["new"]
        for kind, examples in row["examples"].items():
            assert len(examples) == min(2, row[kind])
