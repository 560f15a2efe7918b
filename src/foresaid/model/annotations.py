"""What was found in a text, where, and by whom? What the findings of every layer share.

What a finding says stands in model/bodies.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from foresaid.model.dates import Edtf

Body_co = TypeVar("Body_co", covariant=True)


class Status(StrEnum):
    """Where a finding stands: a machine finding is a candidate until a person decides."""

    CANDIDATE = "candidate"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text, in code points; `end` is the first one behind it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the text and where they stand; `text` is the text from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Annotation(Generic[Body_co]):
    """One finding: the span it is about, what it says, and the generator ("name/version")."""

    target: Span
    body: Body_co
    generator: str
    status: Status = Status.CANDIDATE


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a text before it is read.

    `speaker` is the document's own, for its first person; `date` when it was said or written, as far as that
    is known; `before` what stands in front of the text, where it is an excerpt; `pages` its pages. `found`
    holds, by layer, the findings of the layers that an annotator needs (`Annotator.needs`), in text order.
    """

    speaker: str | None = None
    date: Edtf | None = None
    before: str = ""
    pages: tuple[Span, ...] = ()
    found: Mapping[str, Sequence[Annotation[Any]]] = field(default_factory=dict)

    def of(self, layer: str) -> Sequence[Annotation[Any]]:
        """The findings of another layer in this text; none where it was not read."""
        return self.found.get(layer, ())
