"""As of when was answered, and from what?"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from foresaid.cli.printing import counted, echo, paragraph
from foresaid.model.dates import iso_day

if TYPE_CHECKING:
    from foresaid.archive.views import View


def viewed(found: Any, view: View | None) -> dict[str, Any]:  # noqa: ANN401 - any report
    """What was found as JSON values, with what was seen for it under "as_of" where that was not all."""
    values = dict(found) if isinstance(found, dict) else asdict(found)
    values.pop("view", None)
    if view is None:
        return values
    seen = {"date": view.date, "last_day": iso_day(view.last_day), "documents": view.documents}
    return values | {"as_of": {**seen, "hidden": _hidden(view)}}


def tell_view(view: View | None, *, err: bool = False) -> None:
    """Say as of when was answered, from how many documents, and how many are hidden because nothing tells."""
    if view is None:
        return
    hidden = [f"{number:,} {what.replace('_', ' ')}" for what, number in _hidden(view).items() if number]
    untold = f" Hidden because their dates do not settle it: {', '.join(hidden)}." if hidden else ""
    text = (
        f"As of {view.date}: seen are {counted(view.documents, 'document')} certainly of"
        f" {iso_day(view.last_day)} or before.{untold} What is certainly later is not counted."
    )
    if err:
        echo(text, err=True)
    else:
        paragraph(text)


def _hidden(view: View) -> dict[str, int]:
    return {"undated": view.undated, "grade_d_or_below": view.leads, "possibly_later": view.unsettled}
