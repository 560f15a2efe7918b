"""How does a check leave the house as SARIF 2.1.0, the form that code hosts and editors show findings from?

OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0; the sections named below are its. What GitHub
shows of it: fingerprints (so that a finding stays the same one when lines move), help, regions.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from foresaid.model.findings import CODES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foresaid.model.findings import Checked, Code, Held, ManuscriptFinding, Place

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# The name under which GitHub keeps a fingerprint; the number is raised when what it is made of changes.
_FINGERPRINT = "foresaidFinding/v1"
_RULES = tuple(CODES)
# Findings about the tool's own reading, no results about words (§3.20.21): their manuscripts were not checked.
_NOTIFICATIONS = frozenset({"FS901", "FS902"})


def sarif_log(checked: Checked, *, version: str, exit_code: int) -> dict[str, Any]:
    """A whole check as one SARIF log with one run."""
    results = [each for each in checked.findings if each.code not in _NOTIFICATIONS]
    unread = [each for each in checked.findings if each.code in _NOTIFICATIONS]
    seen = Counter[tuple[str, str]]()
    run = {
        "tool": {
            "driver": {
                "name": "foresaid",
                "semanticVersion": version,
                "rules": [_rule(code) for code in CODES.values()],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not any(each.code == "FS901" for each in unread),
                "exitCode": exit_code,
                "toolExecutionNotifications": [_notification(each) for each in unread],
            }
        ],
        "artifacts": [{"location": _address(each.path)} for each in checked.manuscripts],
        "results": [_result(each, seen) for each in results],
        "properties": {
            "against": checked.collection,
            "documents": checked.documents,
            "known": checked.known,
            "ignored": len(checked.ignored),
            "quotations": {
                "seen": sum(each.seen for each in checked.manuscripts),
                "checked": sum(each.checked for each in checked.manuscripts),
            },
        },
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: Code) -> dict[str, Any]:
    return {
        "id": code.code,
        "name": "".join(part.capitalize() for part in code.name.split("-")),
        "shortDescription": {"text": code.says},
        "fullDescription": {"text": code.says},
        "help": {"text": f"{code.says} {code.advice} (docs/findings.md, {code.code})"},
        "defaultConfiguration": {"level": code.severity.value, "enabled": code.by_default},
    }


def _result(finding: ManuscriptFinding, seen: Counter[tuple[str, str]]) -> dict[str, Any]:
    key = (finding.place.path, finding.fingerprint)
    seen[key] += 1
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": _RULES.index(finding.code),
        "level": finding.severity.value,
        "message": {"text": _message(finding)},
        "locations": [_location(finding.place, finding.quoted)],
        # Two findings on the same words are told apart by their order, as GitHub's own line hashes are.
        "partialFingerprints": {_FINGERPRINT: f"{finding.fingerprint}:{seen[key]}"},
        "properties": _properties(finding),
    }
    if finding.held is not None:
        result["relatedLocations"] = [_source(finding.held)]
    return result


def _message(finding: ManuscriptFinding) -> str:
    """The message with both wordings: most viewers show nothing else."""
    parts = [finding.message]
    if finding.quoted:
        parts.append(f"Manuscript: “{_flat(finding.quoted)}”.")
    if finding.held is not None:
        parts.append(f"Source, {_named(finding.held)}: “{_flat(finding.held.passage.text)}”.")
    return " ".join(parts)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _named(held: Held) -> str:
    told = (held.speaker, held.title, held.date, f"[{held.passage.document}]")
    return ", ".join(each for each in told if each)


def _location(place: Place, quoted: str) -> dict[str, Any]:
    """A place; where a format has no lines, page and paragraph as a logical location (§3.33)."""
    physical: dict[str, Any] = {"artifactLocation": _address(place.path)}
    if place.line is not None:
        region: dict[str, Any] = {"startLine": place.line}
        if place.column is not None and place.end_line is not None and place.end_column is not None:
            region |= {
                "startColumn": place.column,
                "endLine": place.end_line,
                "endColumn": place.end_column,
            }
        if quoted:
            region["snippet"] = {"text": quoted}
        physical["region"] = region
    location: dict[str, Any] = {"physicalLocation": physical}
    page = f"page {place.page}" if place.page else ""
    parts = (place.member, page, f"paragraph {place.paragraph}" if place.paragraph else "")
    named = ", ".join(part for part in parts if part)
    if named:
        location["logicalLocations"] = [
            {"fullyQualifiedName": f"{place.path}, {named}", "kind": "paragraph"}
        ]
    return location


def _source(held: Held) -> dict[str, Any]:
    """The passage in the collection; its document has an id, and no address outside the collection."""
    passage = held.passage
    return {
        "message": {"text": f"{_named(held)}: “{_flat(passage.text)}”"},
        "logicalLocations": [
            {"fullyQualifiedName": f"{passage.document}:{passage.start}-{passage.end}", "kind": "document"}
        ],
    }


def _properties(finding: ManuscriptFinding) -> dict[str, Any]:
    verdict, held = finding.verification, finding.held
    found: dict[str, Any] = {"quoted": finding.quoted, "stated": dict(finding.stated or {})}
    if verdict is not None:
        found |= {
            "verdict": verdict.verdict,
            "words": verdict.words.value,
            "speaker": verdict.speaker.value,
            "date": verdict.date.value,
            "work": verdict.work.value,
            "edits": [
                {"kind": edit.kind, "quoted": edit.quoted, "source": edit.source} for edit in verdict.edits
            ],
        }
    if held is not None:
        found["source"] = {
            "document": held.passage.document,
            "start": held.passage.start,
            "end": held.passage.end,
            "before": held.before,
            "after": held.after,
        }
    return found


def _notification(finding: ManuscriptFinding) -> dict[str, Any]:
    return {
        "descriptor": {"id": finding.code, "index": _RULES.index(finding.code)},
        "level": finding.severity.value,
        "message": {"text": finding.message},
        "locations": [_location(finding.place, "")],
    }


def _address(path: str) -> Mapping[str, str]:
    """A path as given, as a relative reference where it is one (RFC 3986 §4.2), with `/` and percent signs."""
    return {"uri": quote(path.replace("\\", "/"))}
