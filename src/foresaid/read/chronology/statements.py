"""How does an event that was read in a text become a statement that can be put in order?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.errors import DateError
from foresaid.model.annotations import Span
from foresaid.model.bodies import Assertion, AssertionKind
from foresaid.model.dates import Edtf
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.model.annotations import Annotation


@dataclass(frozen=True, slots=True)
class EventStatement:
    """One statement of an event: the document that makes it, where it stands, its words and its date."""

    document: str
    span: Span
    text: str
    date: Edtf | None


def event_statements(
    document: str, assertions: Iterable[Annotation[Assertion]]
) -> Iterator[EventStatement]:
    """The statements of events among a document's assertions, in text order."""
    for each in assertions:
        if each.body.kind is AssertionKind.EVENT:
            yield EventStatement(document, each.target, each.body.text, _date(each.body.date))


def _date(value: str | None) -> Edtf | None:
    try:
        return parse_edtf(value) if value else None
    except DateError:
        return None
