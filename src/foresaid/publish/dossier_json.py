"""How does the dossier of an inquiry leave the house as one JSON object?

The names of fields are those of DESIGN §6 (`inquire --json`), with more beside them; dates are EDTF, places code points.
What cannot be told is null: a lead time that the dates do not allow, the shares of a placebo without dates.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from foresaid.model.dates import Edtf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foresaid.model.events import Commitment, Event
    from foresaid.model.inquiries import Dossier, Finding, PassageContext, Placebo

# A passage's place: document, start, end.
_Place = tuple[str, int, int]


def to_json(dossier: Dossier, passages: Mapping[_Place, PassageContext] | None = None) -> str:
    """A dossier as readable JSON text; with `passages`, every place it names with the words around it."""
    value = dossier_as_json(dossier)
    if passages is not None:
        value["passages"] = [
            {"document": document, "start": start, "end": end, **_plain(asdict(context))}
            for (document, start, end), context in sorted(passages.items())
        ]
    text = json.dumps(value, ensure_ascii=False, indent=2)
    # JSON can spell half a surrogate pair, UTF-8 cannot; the escape of both is the same.
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def dossier_as_json(dossier: Dossier) -> dict[str, Any]:
    """A dossier as JSON values; `event` is its name, `commitment` holds all of it."""
    return {
        "event": dossier.commitment.event.name,
        "answer": dossier.answer,
        "bounds": asdict(dossier.bounds),
        "as_of": dossier.commitment.as_of.text if dossier.commitment.as_of else None,
        "cutoff": dossier.cutoff.text if dossier.cutoff else None,
        "counts": [
            {"stance": stance, "machine": machine, "accepted": accepted}
            for stance, machine, accepted in dossier.counts
        ],
        "placebo": _placebo(dossier.placebo),
        "accepted_placebo": _placebo(dossier.accepted_placebo),
        "findings": [_finding(each) for each in dossier.findings],
        "voices": [asdict(each) for each in dossier.voices],
        "later_claims": [asdict(each) for each in dossier.later_claims],
        "notices": list(dossier.notices),
        "commitment": _commitment(dossier.commitment),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return _plain(asdict(finding))


def _placebo(placebo: Placebo | None) -> dict[str, Any] | None:
    if placebo is None:
        return None
    value = asdict(placebo)
    for n, fields in (("n", ("share", "mean", "p")), ("era_n", ("era_share", "era_mean", "era_p"))):
        if not value[n]:
            value |= dict.fromkeys(fields)
    return value


def _commitment(commitment: Commitment) -> dict[str, Any]:
    return {
        "event": _event(commitment.event),
        "version": commitment.version,
        "seq": commitment.seq,
        "received": commitment.received,
        "collection": commitment.collection,
        "documents": commitment.documents,
        "generator": commitment.generator,
        "thresholds": dict(commitment.thresholds),
        "number": commitment.number,
        "as_of": commitment.as_of.text if commitment.as_of else None,
        "deviations": [asdict(each) for each in commitment.deviations],
    }


def _event(event: Event) -> dict[str, Any]:
    return {name: _value(getattr(event, name)) for name in type(event).__dataclass_fields__}


def _value(value: Any) -> Any:  # noqa: ANN401 - any field of an event
    if isinstance(value, Edtf):
        return value.text
    return list(value) if isinstance(value, tuple) else value


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    """Values of enumerations as their text, tuples as lists."""
    return {
        name: str(each) if isinstance(each, str) else list(each) if isinstance(each, tuple) else each
        for name, each in value.items()
    }
