"""Does a text begin as a letter, memorandum or e-mail does: "From: … To: … Date: … Subject: …"?

The lines may stand apart, in any order, among others such as "Message-ID:"; a heading such as MEMORANDUM may stand
above them. A date and a sender or addressee are needed: "From:" alone begins many lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.collect.dating.datelines import date_in, how_read
from foresaid.collect.stating import DATE_LINE
from foresaid.collect.web.statements import plain_date
from foresaid.errors import DateError
from foresaid.model.dates import Dating, Edtf, Grade
from foresaid.model.documents import Statement
from foresaid.text.calendar import read_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.words import Vocabulary

BASIS = "head of the text"
# E-mails carry up to some twenty lines of routing before "Date:"; a printed head has fewer.
_MOST_LINES, _MOST_LETTERS = 60, 8_000
_MOST_HEADINGS = 3
_LONGEST_HEADING = 80
# RFC 5322 names of header fields, and "Date" in any spelling of a typist.
_FIELD = re.compile(r"[*_ \t]{0,4}([A-Za-z][A-Za-z-]{0,30})[*_ \t]{0,4}:[*_]{0,2}[ \t]{0,80}")
# A date with its weekday, time and zone has some 50 characters.
_LONGEST_DATE = 120
_CLOCK = re.compile(
    r",?(?: ?(?:at )?[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?[A-Z]{2,5}| ?[+-][0-9]{4})?"
    r"(?: \([^()]{0,40}\))?)?"
)

_Fields = dict[str, tuple[int, str]]


def read_letterhead(
    text: str, vocabulary: Vocabulary
) -> tuple[tuple[Statement, ...], tuple[Dating, ...]] | None:
    """Author, title and date of writing as the block states them; None where there is no such block.

    A date that cannot be read in one way only stays a statement and dates nothing.
    """
    found = _fields(text, vocabulary)
    if "date" not in found or not {"from", "to"} & set(found):
        return None
    statements = []
    if "from" in found and (author := _name(*found["from"])):
        statements.append(author)
    if "subject" in found:
        start, value = found["subject"]
        statements.append(Statement("title", value, BASIS, start, start + len(value)))
    start, value = found["date"]
    read = _read_days(value, vocabulary)
    if read is None:
        return (*statements, Statement("date", value, BASIS, start, start + len(value))), ()
    date, length = read
    note = how_read(value[:length], date)
    return tuple(statements), (Dating("written", date, DATE_LINE, Grade.C, start, start + length, note),)


def _fields(text: str, vocabulary: Vocabulary) -> _Fields:
    """Where each field's value stands, and the value; the first of each."""
    names = {
        word: field
        for field in ("from", "to", "date", "subject")
        for word in vocabulary.tables[f"heads.memo_{field}"]
    }
    found: _Fields = {}
    headings, any_field = 0, False
    for start, line in _lines(text):
        match = _FIELD.match(line)
        if match is None:
            # Folded header lines begin with a blank (RFC 5322 §2.2.3).
            if not line.strip() or (any_field and line[0] in " \t"):
                continue
            headings += 1
            if any_field or headings > _MOST_HEADINGS or len(line) > _LONGEST_HEADING:
                break
            continue
        any_field = True
        field, value = names.get(match[1].casefold()), line[match.end() :].strip(" \t\r*_")
        if field and value:
            found.setdefault(field, (start + line.index(value, match.end()), value))
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for _ in range(_MOST_LINES):
        end = text.find("\n", start, _MOST_LETTERS)
        if end < 0:
            if start < len(text) <= _MOST_LETTERS:
                yield start, text[start:]
            return
        yield start, text[start:end]
        start = end + 1


def _name(start: int, value: str) -> Statement | None:
    """A sender's name without address and quotation marks; the address where there is no name."""
    name = value.partition("<")[0].strip(" \"'") or value.strip("<> ")
    at = start + value.index(name)
    return Statement("author", name, BASIS, at, at + len(name)) if name else None


def _read_days(value: str, vocabulary: Vocabulary) -> tuple[Edtf, int] | None:
    """The date of a value and how much of the value it takes; a time of day and a zone may follow."""
    written = plain_date(value)
    try:
        return read_date(written, vocabulary)[0], len(value)
    except DateError:
        found = date_in(value[:_LONGEST_DATE], vocabulary)
    if found is None or not _CLOCK.fullmatch(value[found.end :].strip(" .")):
        return None
    lead = value[: found.start].casefold().strip(" ,.(")
    return (found.edtf, found.end) if not lead or lead in vocabulary.words("heads.labels") else None
