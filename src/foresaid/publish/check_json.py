"""How does a check leave the house as JSON? One object; docs/findings.md explains each field."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from foresaid.model.findings import CODES

if TYPE_CHECKING:
    from foresaid.model.findings import Checked, ManuscriptFinding

# Raised whenever a field changes its name or meaning; a new field raises nothing.
FORMAT = "foresaid-check/1"
_AGREEMENTS = ("speaker", "date", "work")


def check_as_json(checked: Checked, *, version: str, exit_code: int) -> dict[str, Any]:
    """A whole check as JSON values."""
    return {
        "format": FORMAT,
        "foresaid": version,
        "against": checked.collection,
        "documents": checked.documents,
        "exit_code": exit_code,
        "manuscripts": [asdict(each) for each in checked.manuscripts],
        "findings": [finding_as_json(each) for each in checked.findings],
        "ignored": [finding_as_json(each) | {"because": because} for each, because in checked.ignored],
        "known": checked.known,
        "vanished": [asdict(each) for each in checked.vanished],
    }


def finding_as_json(finding: ManuscriptFinding) -> dict[str, Any]:
    """One finding as JSON values; what it has nothing to say of is null."""
    code, verdict, held = CODES[finding.code], finding.verification, finding.held
    return {
        "code": finding.code,
        "name": code.name,
        "severity": finding.severity.value,
        "counts": finding.counts,
        **asdict(finding.place),
        "message": finding.message,
        "advice": code.advice,
        "quoted": finding.quoted,
        "stated": dict(finding.stated or {}),
        "verdict": verdict.verdict if verdict else None,
        "words": verdict.words.value if verdict else None,
        **{part: getattr(verdict, part).value if verdict else None for part in _AGREEMENTS},
        "reasons": dict(verdict.reasons) if verdict else {},
        "says": dict(verdict.says) if verdict else {},
        "similarity": round(verdict.similarity, 4) if verdict and verdict.source else None,
        "source": _held(finding) if held else None,
        "edits": [asdict(edit) for edit in finding.edits],
        "all_edits": [asdict(edit) for edit in verdict.edits] if verdict else [],
        "elsewhere": [asdict(place) for place in verdict.elsewhere] if verdict else [],
        "fingerprint": finding.fingerprint,
    }


def _held(finding: ManuscriptFinding) -> dict[str, Any]:
    held = finding.held
    assert held is not None
    return asdict(held.passage) | {
        "title": held.title,
        "speaker": held.speaker,
        "date": held.date,
        "before": held.before,
        "after": held.after,
    }
