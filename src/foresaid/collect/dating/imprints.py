"""What does an imprint say: who published this, where, and in which year?

"London: John Murray, 1862", "Printed for T. Cadell. MDCCXCI", or a title page whose last lines are place,
publisher and year. Years stand in many titles too ("Berlin: The Downfall, 1945"), so a publisher must be known
as one by a word ("Press", "and Sons"), or a byline must stand above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foresaid.collect.dating.datelines import date_in, how_read, is_prose
from foresaid.collect.stating import IMPRINT
from foresaid.model.annotations import Phrase
from foresaid.model.dates import Dating, Edtf, Grade
from foresaid.text.edtf import parse_edtf
from foresaid.text.years import roman_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.model.words import Vocabulary

_MOST_PLACE_WORDS = 4
# Below "LONDON:" stand a publisher's name, its address, and who else sells the book.
_MOST_LINES = 4
_LONGEST = 220
# First publication, this edition, its reprint.
_MOST_YEARS = 3
# "Published on", "First issued"
_MOST_LABEL_WORDS = 2
_PARTS = re.compile(r"[.;] (?=[A-Z])")


@dataclass(frozen=True, slots=True)
class _Year:
    """The date with which a line ends; `month` where it names one, as date lines do."""

    start: int
    end: int
    edtf: Edtf
    month: bool
    roman: bool = False


def read_imprints(lines: Sequence[Phrase], vocabulary: Vocabulary, *, signed: bool) -> tuple[Dating, ...]:
    """The datings of a title page, line by line; `signed` where a byline stands on it.

    A date of first publication beside a later one has grade E: the words in hand are those of the later
    edition (notes on trust, §5.2). More dates than a title page has are a list of books, and none is taken.
    """
    found: list[tuple[str, Dating]] = []
    for number, line in enumerate(lines):
        marked = _of_marks(line, vocabulary)
        found += marked
        if marked or len(line.text) > _LONGEST:
            continue
        whole = imprint_line(line, vocabulary, signed=signed and number > 0)
        below = whole or _below(lines[max(0, number - _MOST_LINES) : number], line, vocabulary)
        found += [("published", below)] if below else []
    if len({dating.date.text for _, dating in found}) > _MOST_YEARS:
        return ()
    later = {dating.date.text for mark, dating in found if mark != "first"}
    return tuple(
        replace(dating, grade=Grade.E) if mark == "first" and later - {dating.date.text} else dating
        for mark, dating in found
    )


def imprint_line(line: Phrase, vocabulary: Vocabulary, *, signed: bool) -> Dating | None:
    """The dating of a line that is a whole imprint: place, publisher, year."""
    year = _year(line.text, vocabulary)
    if year is None or year.month or is_prose(line.text, vocabulary):
        return None
    before = line.text[: year.start].strip(" ,.;([")
    place, colon, publisher = before.partition(":")
    if not colon:
        place, _, publisher = before.partition(",")
    known = _has_publisher(publisher, vocabulary)
    if not _is_place(place, vocabulary) or not _is_publisher(publisher, vocabulary):
        return None
    # Without a colon or a word for a publisher it may be a place with its country, or a title.
    return (
        _dating("published", line, year) if known or (signed and (colon or " and " in publisher)) else None
    )


def _of_marks(line: Phrase, vocabulary: Vocabulary) -> list[tuple[str, Dating]]:
    """The datings of "First published 1957. Reprinted 1963", "Printed by A. Strahan, 1791", each with its mark."""
    found, start = [], 0
    whole = line.text[:_LONGEST]
    marks = ("first", "reprinted", "published")
    cuts = [
        part.start()
        for part in _PARTS.finditer(whole)
        if any(_begins(whole[part.end() :], kind, vocabulary) for kind in marks)
    ]
    for end in (*cuts, len(line.text)):
        text = line.text[start:end]
        lead = len(text) - len(text.lstrip(" .;"))
        part = Phrase(line.start + start + lead, line.start + end, text[lead:])
        start = end
        year = _year(part.text, vocabulary)
        if year is None or len(part.text) > _LONGEST or is_prose(part.text, vocabulary):
            continue
        before = part.text[: year.start].strip(" ,:([")
        if year.month and len(before.split()) <= _MOST_LABEL_WORDS:
            continue  # "Published: 28 December 2021" is a date line
        kind = next((kind for kind in marks if _begins(before, kind, vocabulary)), "")
        if kind:
            found.append((kind, _dating("published" if kind == "first" else kind, part, year)))
    return found


def _begins(before: str, kind: str, vocabulary: Vocabulary) -> bool:
    folded = before.casefold()
    return any(
        folded.startswith(mark) and not folded[len(mark) : len(mark) + 1].isalnum()
        for mark in vocabulary.tables[f"imprints.{kind}"]
    )


def _below(above: Sequence[Phrase], line: Phrase, vocabulary: Vocabulary) -> Dating | None:
    """The dating of a line that is a year alone, below a place or publisher."""
    year = _year(line.text, vocabulary)
    if year is None or year.month or line.text[: year.start].strip("([ ") or not above:
        return None
    nearest = above[-1].text
    plain = nearest.strip(" .,:")
    if year.roman and _is_place(plain, vocabulary) and len(plain.split()) <= _MOST_PLACE_WORDS:
        return _dating("published", line, year)
    for each in reversed(above):
        if is_prose(each.text, vocabulary) or len(each.text) > _LONGEST:
            return None
        place, colon, publisher = each.text.partition(":")
        headed = colon and _is_place(place, vocabulary) and _is_publisher(publisher or place, vocabulary)
        if headed or (_has_publisher(each.text, vocabulary) and _is_publisher(each.text, vocabulary)):
            return _dating("published", line, year)
    return None


def _year(text: str, vocabulary: Vocabulary) -> _Year | None:
    """The year or date with which a line ends, in figures or a roman numeral."""
    body = text.rstrip(" .")
    word = body.rpartition(" ")[2]
    if number := roman_year(word):
        return _Year(len(body) - len(word), len(body), parse_edtf(str(number)), month=False, roman=True)
    found = date_in(text, vocabulary)
    if found is None or text[found.end :].strip(" .)]"):
        return None
    return _Year(found.start, found.end, found.edtf, month=not found.weak)


def _dating(kind: str, line: Phrase, year: _Year) -> Dating:
    note = how_read(line.text[year.start : year.end], year.edtf)
    start, end = line.start + year.start, line.start + year.end
    return Dating(kind, year.edtf, IMPRINT, Grade.C, start, end, note)


def _is_place(words: str, vocabulary: Vocabulary) -> bool:
    """One to four capitalised words: "London", "New York and London", "Cambridge, Mass."."""
    parts = words.replace("&", " ").replace(",", " ").split()
    never = vocabulary.words("heads.never_names") - {"new"}
    return (
        0 < len(parts) <= _MOST_PLACE_WORDS
        and all(part[0].isupper() or part == "and" for part in parts)
        and all(letter.isalpha() or letter in ".'’-" for part in parts for letter in part)
        and parts[0].casefold() not in never
    )


def _is_publisher(words: str, vocabulary: Vocabulary) -> bool:
    """Names: capitalised words and the small ones between them, not begun as a title is."""
    parts = words.replace("&", " ").replace(",", " ").replace(";", " ").strip(" .").split()
    small = vocabulary.words("imprints.small_words")
    if not parts or not all(
        part[0].isupper() or part.casefold() in small or part[0].isdigit() for part in parts
    ):
        return False
    return _has_publisher(words, vocabulary) or parts[0].casefold() not in vocabulary.words(
        "heads.never_names"
    )


def _has_publisher(words: str, vocabulary: Vocabulary) -> bool:
    folded = {part.casefold().strip(",;:()") for part in words.split()}
    known = vocabulary.words("imprints.publishers")
    return any(part in known or part.rstrip(".") in known for part in folded)
