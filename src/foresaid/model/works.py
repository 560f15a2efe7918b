"""What is a work that documents cite: one record, however often and under whatever title it is named?"""

from __future__ import annotations

from dataclasses import dataclass

from foresaid.model.annotations import Span


@dataclass(frozen=True, slots=True)
class CitedAt:
    """One place where a document names a work: the title's span, with the date and agents stated there."""

    document: str
    span: Span
    title: str
    date: str | None = None
    agents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A work as the documents cite it.

    `id` is made of the folded title and the agents' surnames (of their full names where two works would be told apart
    by nothing else), so that it mostly stays when citations are added; `title` is the fullest form met most often, `alternatives` every other one. `dates` are EDTF, each as
    some citation states it, and `serial` those of its coming out part after part: nothing is reconciled. `part_of`
    names the series or periodical. `documents` are those of the collection that may be this work (title and, where
    both have one, author agree). `notes` say what does not fit: two citations with dates that exclude each other.
    """

    id: str
    title: str
    genre: str = ""
    alternatives: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    serial: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    citations: tuple[CitedAt, ...] = ()
    documents: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
