"""What happened, and which statements would have counted as foreseeing it or as denying it?"""

from __future__ import annotations

from dataclasses import dataclass

from foresaid.model.dates import Edtf

# The look-back window where nobody states another (DESIGN §5.6): the ten years before an event.
WINDOW_YEARS = 10


@dataclass(frozen=True, slots=True)
class Event:
    """An event as a class with rules, written down before anybody looks for who foresaw it.

    `statement` says in one sentence what came about ("communist rule will end"), `claim` what is put to the test
    ("nobody foresaw it"); `foreseeing` and `denying` are statements that would count as having foreseen it and as
    having expected the opposite; `false_if` is what would make the event itself not have happened as defined.
    `date` is when it had happened: what was said before its first possible day was said before. None = not dated,
    and nothing is certainly before it. `language` is that of the statements.
    """

    name: str
    statement: str
    date: Edtf | None = None
    claim: str = ""
    definition: str = ""
    aliases: tuple[str, ...] = ()
    foreseeing: tuple[str, ...] = ()
    denying: tuple[str, ...] = ()
    false_if: tuple[str, ...] = ()
    window_years: int = WINDOW_YEARS
    language: str = "en"


@dataclass(frozen=True, slots=True)
class EventVersion:
    """An event as it stood from a record of the journal on; `version` is the SHA-256 of its canonical fields."""

    event: Event
    version: str
    seq: int
    received: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Deviation:
    """A change made to an inquiry after it was committed: which field, what it was, what it is, and why."""

    field: str
    before: str
    after: str
    because: str
    received: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """What was fixed before any result of an inquiry was shown; the journal record `seq` holds all of it.

    `collection` is the hash of the documents searched, `thresholds` every number the answer depends on,
    `generator` what searches and labels. `number` counts the inquiries of the collection up to this one.
    """

    event: Event
    version: str
    seq: int
    received: str
    collection: str
    documents: int
    generator: str
    thresholds: tuple[tuple[str, float], ...]
    number: int
    as_of: Edtf | None = None
    deviations: tuple[Deviation, ...] = ()
