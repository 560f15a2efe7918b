"""What day was it, as far as anybody can tell?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Edtf:
    """An uncertain date (EDTF, ISO 8601-2): its text and the days it may mean.

    `earliest` and `latest` are day numbers in the proleptic Gregorian calendar (day 1 is 0001-01-01, as
    in `datetime.date.toordinal`; earlier days are 0 and below, so BCE works); None is an open or unknown
    end. `qualifiers` holds "?" (uncertain), "~" (approximate) or "%" (both), wherever they stand.
    """

    text: str
    earliest: int | None
    latest: int | None
    qualifiers: str = ""

    def precedes(self, other: Edtf) -> bool | None:
        """Whether this date lies certainly before the other; None = cannot be told."""
        raise NotImplementedError


class Grade(StrEnum):
    """How good the evidence for a date is (notes on trust, §5.2); only A to C count before an event."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    U = "U"


@dataclass(frozen=True, slots=True)
class Dating:
    """One date of a document and why.

    `kind` is said, written, published, reprinted or captured; `basis` says on what it rests (metadata,
    date line, …); `start` and `end` are the evidence's span in the document's text; `note` shows how a
    date that was not EDTF was read.
    """

    kind: str
    date: Edtf
    basis: str
    grade: Grade
    start: int | None = None
    end: int | None = None
    note: str = ""
