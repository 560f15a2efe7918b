"""How does a check leave the house as GitHub workflow commands, shown beside the lines of a change?

GitHub, Workflow commands for GitHub Actions: `::warning file=…,line=…,col=…::message`. At most ten of each kind are
shown for a step, so that the gravest come first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.findings import CODES, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.findings import Checked, ManuscriptFinding

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_ORDER = tuple(_COMMANDS)


def workflow_commands(checked: Checked) -> Iterator[str]:
    """One command a finding, the gravest first."""
    for finding in sorted(checked.findings, key=lambda each: _ORDER.index(each.severity)):
        yield f"::{_COMMANDS[finding.severity]} {_parameters(finding)}::{_data(_message(finding))}"


def _parameters(finding: ManuscriptFinding) -> str:
    place = finding.place
    given = {"file": place.path, "line": place.line, "endLine": place.end_line}
    if place.line == place.end_line:  # columns count only where both ends are on one line
        # the last column is that of the last character here, not of the first one behind
        last = place.end_column - 1 if place.end_column is not None else None
        given |= {"col": place.column, "endColumn": last}
    given["title"] = f"{finding.code} {CODES[finding.code].name}"
    return ",".join(f"{key}={_value(str(value))}" for key, value in given.items() if value is not None)


def _message(finding: ManuscriptFinding) -> str:
    lines = [finding.message]
    if finding.quoted:
        lines.append(f"Manuscript: “{' '.join(finding.quoted.split())}”")
    if finding.held is not None:
        held = finding.held
        named = ", ".join(part for part in (held.speaker, held.title, held.date) if part)
        about = f" ({named})" if named else ""
        lines.append(f"Source: {held.passage.document}{about}: “{' '.join(held.passage.text.split())}”")
    place = finding.place
    if place.line is None and (place.page or place.paragraph):
        page = f"page {place.page}, " if place.page else ""
        lines.append(f"Place: {page}paragraph {place.paragraph}")
    return "\n".join(lines)


def _data(text: str) -> str:
    """Text as the runner reads it (actions/toolkit, packages/core, command.ts: escapeData)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    """A parameter's value as the runner reads it (same file: escapeProperty)."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
