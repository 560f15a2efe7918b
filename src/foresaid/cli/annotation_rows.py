"""How does a finding look as a row of JSON, and as a line for people? (the contract of DESIGN §6)"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from foresaid.model.annotations import Phrase, Span
from foresaid.model.bodies import Forecast, Quotation, Speaker, TimeExpression, TimeType

if TYPE_CHECKING:
    from foresaid.model.annotations import Annotation

# What a line for people shows of a finding, in this order, as far as it is filled.
_SHOWN = (
    *(
        "name",
        "value",
        "title",
        "polarity",
        "certainty",
        "first_name",
        "second_name",
        "date",
        "amount",
        "unit",
    ),
    *("agents", "repaired", "note"),
)


def annotation_row(name: str, layer: str, annotation: Annotation[Any], text: str) -> dict[str, Any]:
    """One row on a text: where it stands, its noun's fields, its generator and status; offsets are code points."""
    body = annotation.body
    row: dict[str, Any] = {
        "id": name,
        "layer": layer,
        "start": annotation.target.start,
        "end": annotation.target.end,
        "text": text[annotation.target.start : annotation.target.end],
        "noun": type(body).__name__,
    }
    for field in fields(body):
        value = getattr(body, field.name)
        if field.name == "text":
            continue
        if isinstance(value, Span):
            row |= {f"{field.name}_start": value.start, f"{field.name}_end": value.end}
        else:
            row[field.name] = _plain(value)
    if isinstance(body, TimeExpression):
        lasting = body.type in (TimeType.DURATION, TimeType.SET)
        row["value"] = body.value or (body.duration if lasting else None)
    if isinstance(body, Forecast):
        row["horizon"] = body.horizon.text if body.horizon else ""
    row |= {"generator": annotation.generator, "status": annotation.status.value}
    return row


def annotation_line(row: dict[str, Any]) -> str:
    """One line: place, what it is, what it says, and the words."""
    sort = row.get("type") or row.get("kind") or row.get("label") or row["noun"].casefold()
    words = " ".join(str(row["text"]).split())
    place = f"{row['id']}:{row['start']}-{row['end']}"
    if row["noun"] == Quotation.__name__:
        whose = (row["speaker"] or {}).get("name") or "–"
        return f"{place}  {sort}  {whose}: {words}"
    more = [_words(row[key]).strip() for key in _SHOWN if row.get(key)]
    shown = ", ".join(dict.fromkeys(each for each in more if each and each != words))
    return f"{place}  {sort}  {words}" + (f"  [{shown}]" if shown else "")


def _words(value: object) -> str:
    if isinstance(value, list):
        return " and ".join(_words(each) for each in value)
    if isinstance(value, dict):
        return str(value.get("name") or value.get("text") or "–")
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,}"
    return str(value)


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a noun holds
    """A value as JSON: a phrase as its place and words, a speaker with name and kind beside them."""
    if isinstance(value, Speaker):
        phrase = value.phrase
        place = {
            "start": phrase.start if phrase else None,
            "end": phrase.end if phrase else None,
            "text": phrase.text if phrase else None,
        }
        return place | {"name": value.name, "kind": value.kind}
    if isinstance(value, Phrase | Span) or is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value
