"""Does a sentence expect, want, warn or only tell? Named properties, each worth what the model gives it.

All of them are blind to which side of the question is the foreseeing one.
"""

from __future__ import annotations

import re
from math import log
from typing import TYPE_CHECKING

from foresaid.inquire.clauses import clause_at, clauses_of
from foresaid.model.bodies import Certainty, ForecastLabel

if TYPE_CHECKING:
    from foresaid.inquire.clauses import Clause
    from foresaid.inquire.cues import Wording
    from foresaid.inquire.topics import Bearing
    from foresaid.model.inquiries import Outlook

# Tables whose presence is a property.
_PRESENT = (
    "expecting", "inevitable", "nearing", "hoping", "urging", "intending", "warning", "conditions",
)  # fmt: skip
# Words between a modal and the topic that still belong together: "will of course, in due time, be built".
_NEAR = 8
# Words around the topic that may work on it.
_REACH = 12
# Words behind "when" among which "shall be" stands.
_PRESUMED = 12
# Times that the table of the past has to speak until a sentence is mostly of the past.
_MOSTLY = 3
# Words behind a modal, or in front of a clause, that may belong to it.
_FRAMED = 6
# A clause behind these is not said to be so.
_SUPPOSING = frozenset(("if", "unless", "lest", "provided"))
# What a word of the future makes of its clause.
_FUTURES = {
    "will": "stated", "shall": "stated", "'ll": "stated", "wo": "stated", "going": "stated",
    "would": "imagined", "may": "possible", "might": "possible", "can": "possible", "could": "possible",
    "cannot": "stated",
}  # fmt: skip
_YEAR = re.compile(r"[12][0-9]{3}$")
_FLOOR = 0.01


def properties_of(wording: Wording, bearing: Bearing, outlook: Outlook) -> dict[str, float]:
    """The properties of a sentence by name; absent ones are 0."""
    found = {f"has {name}": 1.0 for name in _PRESENT if wording.has(name)}
    found.update(_chances(outlook))
    found.update(_modals(wording, bearing))
    found.update(_grammar(wording, bearing))
    close = _close(wording, bearing)
    for name in (*_PRESENT, "modals", "telling", "must", "first_person"):
        if any(name in wording.classes[at] for at in bearing.near & close):
            found[f"near {name}"] = 1.0
            if bearing.named:
                found[f"named {name}"] = 1.0
    past = sum("telling" in classes for classes in wording.classes)
    found["past"] = min(past, _MOSTLY) / _MOSTLY
    found["named"] = float(bearing.named)
    found["due"] = float(bearing.due)
    found["spoken due"] = float(bearing.spoken)
    found["named due"] = float(bearing.named and bearing.due)
    found["coverage"] = bearing.coverage
    found["breadth"] = bearing.breadth
    found["mentioned"] = float(bool(bearing.places))
    found["question"] = float("?" in wording.low[-2:])
    found["presumed"] = float(_presumes(wording, bearing))
    noun = _comes_as_noun(wording, bearing)
    found["nominal"] = float(noun)
    found["nominal due"] = float(noun and bearing.due)
    for name in ("nearing", "expecting", "hoping", "inevitable", "telling"):
        found[f"nominal {name}"] = float(noun and bool(found.get(f"near {name}")))
    alone = not found.get("near modals")
    for name in ("expecting", "nearing", "inevitable"):
        found[f"{name} alone"] = float(alone and bool(found.get(f"near {name}")))
    found["forecast due"] = float(bearing.spoken) * outlook.chances[0]
    found["forecast close"] = outlook.chances[0] * float(found.get("near modals", 0.0))
    found["by a year"] = float(_by_a_year(wording))
    found["I or we want"] = float(_wants(wording))
    found["length"] = log(1 + len(wording.low)) / log(100)
    return found


def _chances(outlook: Outlook) -> dict[str, float]:
    """What the forecast layer makes of the sentence."""
    forecast, commitment, norm, _ = outlook.chances
    found = {"chance forecast": forecast, "chance commitment": commitment, "chance norm": norm}
    if outlook.forecast is not None:
        label = outlook.forecast.label
        found[f"label {label.value}"] = 1.0
        if label is ForecastLabel.FORECAST:
            found["certain"] = float(outlook.forecast.certainty is Certainty.CERTAIN)
            found["conditional"] = float(outlook.forecast.conditional)
    return found


def _modals(wording: Wording, bearing: Bearing) -> dict[str, float]:
    """Whether a word of the future stands with the topic, and whose."""
    modals = [at for at, classes in enumerate(wording.classes) if "modals" in classes]
    if not modals:
        return {}
    found = {"future": 1.0}
    if any(0 < at - place <= _NEAR for at in modals for place in bearing.places):
        found["topic will"] = 1.0
    if any(0 < place - at <= _NEAR for at in modals for place in bearing.places):
        found["will topic"] = 1.0
    if any(at and "first_person" in wording.classes[at - 1] for at in modals):
        found["we will"] = 1.0
    return found


def _grammar(wording: Wording, bearing: Bearing) -> dict[str, float]:
    """How the clauses that hold the topic are built: stated as coming, supposed, wanted, asked, possible."""
    clauses = clauses_of(wording)
    held = sorted({clause_at(clauses, place) for place in bearing.places})
    if not held:
        return {}
    found: dict[str, float] = {}
    roles = [_role(wording, clauses, here) for here in held]
    for here, role in zip(held, roles, strict=True):
        clause = clauses[here]
        places = [place for place in bearing.places if clause.start <= place < clause.end]
        for name in _futures(wording, clause, places):
            found[f"{name} {role}".strip()] = 1.0
            if clause.spoken and name.startswith("stated"):
                found[f"{name} spoken {role}".strip()] = 1.0
    found["unless"] = float(any(_unless(wording, clause) for clause in clauses))
    for name in ("supposed", "wanted", "asked"):
        if all(role == name for role in roles):
            found[name] = 1.0
    return found


def _unless(wording: Wording, clause: Clause) -> bool:
    """Whether a clause says "unless", "lest", or "if ... not": what comes otherwise is a warning."""
    inside = range(clause.start, clause.end)
    opener = wording.low[clause.start]
    if opener in ("unless", "lest"):
        return True
    return opener == "if" and any("negations" in wording.classes[at] for at in inside)


def _role(wording: Wording, clauses: list[Clause], here: int) -> str:
    """What a clause is to its sentence: "" a statement, else supposed ("if"), asked ("whether") or wanted ("hope that")."""
    clause = clauses[here]
    before = range(max(0, clause.start - _FRAMED), clause.start)
    words = [wording.low[at] for at in before]
    opener = wording.low[clause.start]
    if "whether" in (*words, *wording.low[clause.start : clause.end]):
        return "asked"
    if opener in _SUPPOSING:
        return "supposed"
    frame = clauses[here - 1] if here and clause.opened else clause
    until = min([frame.end, *(at for at in wording.places("modals") if at >= frame.start)])
    wanting = ("hoping", "urging")
    if any(not wording.classes[at].isdisjoint(wanting) for at in range(frame.start, until)):
        return "wanted"
    return ""


def _futures(wording: Wording, clause: Clause, places: list[int]) -> set[str]:
    """The futures in a clause that stand with the topic: a plain one, a possible one, somebody's own intention."""
    found = set()
    for at in range(clause.start, clause.end):
        name = _FUTURES.get(wording.low[at])
        if name is None or not any(abs(at - place) <= _REACH for place in places):
            continue
        behind = range(at + 1, min(clause.end, at + 1 + _FRAMED))
        verbs = {wording.stems[place] for place in behind}
        first = any("first_person" in wording.classes[place] for place in range(max(0, at - 2), at))
        if any("submitting" in wording.classes[place] for place in behind):
            found.add("submitted")
        elif first and not any("befalling" in wording.classes[place] for place in behind):
            found.add("own will")
        elif any(place < at for place in places):
            found.add(f"{name} subject")
        elif verbs:
            found.add(f"{name} object")
    return found


def _close(wording: Wording, bearing: Bearing) -> frozenset[int]:
    """Places within reach of a word of the topic."""
    return frozenset(
        at
        for place in bearing.places
        for at in range(max(0, place - _REACH), min(len(wording.low), place + _REACH + 1))
    )


def _presumes(wording: Wording, bearing: Bearing) -> bool:
    """Whether the topic stands in a "when it shall be" or "after its completion"."""
    for at in wording.places("presuming"):
        behind = range(at + 1, min(len(wording.low), at + 1 + _PRESUMED))
        near = any(place in behind for place in bearing.places)
        if near and any("coming" in wording.classes[place] for place in behind):
            return True
    return False


def _comes_as_noun(wording: Wording, bearing: Bearing) -> bool:
    """Whether a coming or an end of the topic is spoken of as a noun: "the completion of the canal"."""
    for place in bearing.places:
        for at in range(max(1, place - _NEAR // 2), place):
            if wording.low[at] == "of" and not wording.classes[at - 1].isdisjoint(("rising", "falling")):
                return True
    return False


def _by_a_year(wording: Wording) -> bool:
    return any(
        _YEAR.match(word) and at and wording.low[at - 1] in ("by", "before", "until")
        for at, word in enumerate(wording.low)
    )


def _wants(wording: Wording) -> bool:
    """Whether "I" or "we" stands right in front of a word of hoping, urging or intending."""
    wanting = ("hoping", "urging", "intending")
    return any(
        "first_person" in wording.classes[at]
        and any(
            not wording.classes[place].isdisjoint(wanting)
            for place in range(at + 1, min(len(wording.low), at + 4))
        )
        for at in range(len(wording.low))
    )
