"""Does this one line of a head say when the text was said, written or published?

A line does so if it is a date, with nothing else but a place, a weekday, a label ("Published:"), an issue
("Vol. 12, No. 3"), the name of a newspaper, or the occasion of a speech. A year or
season alone is `weak`: it needs a byline above it, because "London, 1884" below a title is as often the scene of
a story.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from foresaid.collect.stating import DATE_LINE
from foresaid.model.dates import Dating, Edtf, Grade
from foresaid.model.documents import Statement
from foresaid.text.calendar import find_dates
from foresaid.text.edtf import parse_edtf
from foresaid.text.years import double_year, find_year

if TYPE_CHECKING:
    from foresaid.model.annotations import Phrase
    from foresaid.model.words import Vocabulary

_MOST_PLACE_WORDS = 5
# "The Philadelphia Evening Bulletin (Postscript Edition)" has six words, "Speech of Mr. Hartley, of Rhode Island,
# delivered in the House of Representatives, in Committee of the Whole on the state of the Union" twenty-one.
_MOST_NAME_WORDS = 8
_MOST_OCCASION_WORDS = 30
_MOST_CITATION_WORDS = 12
_MARKS = " ,;:([–—-"
# "cc1467-510", "12", "XII", "3a"
_NUMBER = re.compile(r"(?:[0-9]{1,6}[a-z]?(?:[-–][0-9]{1,6})?|[ivxlcIVXLC]{1,8})")


@dataclass(frozen=True, slots=True)
class DateAtEnd:
    """A date in a line: its place there (code points), and whether it is a year, season or quarter."""

    start: int
    end: int
    edtf: Edtf
    weak: bool


@dataclass(frozen=True, slots=True)
class DatedLine:
    """What a line states: a dating, the newspaper or record it cites, and how sure it is of itself.

    `weak` lines need a byline above them; in `open` ones no word says what the date dates.
    """

    dating: Dating
    work: Statement | None = None
    weak: bool = False
    open: bool = False


def read_dated_line(line: Phrase, vocabulary: Vocabulary) -> DatedLine | None:
    """The date of a line that is a date line, or None."""
    found = date_in(line.text, vocabulary)
    if found is None:
        return None
    # "### 14 October 1998", "**14 October 1998**": Markdown's marks are no words
    before = line.text[: found.start].strip().lstrip("#").strip(" *_")
    after = line.text[found.end :].strip(" .)]*_")
    work = _cited_work(before, after, vocabulary, bare=found.weak and "-" not in found.edtf.text)
    if work:
        kind, name = work
        start = line.start + line.text.index(name)
        stated = Statement("work", name, DATE_LINE, start, start + len(name))
        return DatedLine(_dating(kind, line, found), stated)
    if after:
        return None
    kind = _occasion(before, vocabulary) or ""
    if kind:
        return DatedLine(_dating(kind, line, found))
    setting = _setting(before, vocabulary)
    if setting is None:
        return None
    labelled = bool(setting) or before.endswith(":") or _is_citation(before, vocabulary)
    dating = _dating(setting or "published", line, found)
    return DatedLine(dating, weak=found.weak and not labelled, open=not setting)


def is_of_others(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a line begins as one does whose date is that of a change or a visit ("Updated 3 March 2020")."""
    first = line.split(None, 1)[0].casefold().strip("*_(:")
    return first in vocabulary.words("heads.labels_of_others")


def is_letterhead(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a line is of a letter's printed head: a telephone number, a box, an address on the net."""
    words = {word.casefold().strip(".,:;") for word in line.split()}
    return "@" in line or "www." in line or bool(words & vocabulary.words("heads.letterheads"))


def is_prose(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a line holds a word of sentences; small letters, or I, so that names are none."""
    words = {word.strip(",;:.()“”\"'") for word in line.split()}
    return "I" in words or bool(words & vocabulary.words("heads.prose"))


def date_in(line: str, vocabulary: Vocabulary) -> DateAtEnd | None:
    """The one date of a line: the only one in words or figures, else the year it ends with."""
    dates = list(islice(find_dates(line, vocabulary, 2), 2))
    if len(dates) > 1:
        return None
    if not dates:
        year = find_year(line, vocabulary)
        return DateAtEnd(year.start, year.end, year.edtf, weak=True) if year else None
    start, end, edtf = dates[0].start, dates[0].end, dates[0].edtf
    if line[end : end + 1] in ("/", "–", "-") and line[end + 1 : end + 2].isdigit():
        doubled = double_year(edtf, line[end:])
        return DateAtEnd(start, end + doubled[1], doubled[0], weak=False) if doubled else None
    doubtful = line[end : end + 1] == "?"
    word = line[:start].rstrip(" ").rpartition(" ")[2].strip("([")
    about = word.casefold() in vocabulary.words("years.about")
    if about or doubtful:
        edtf = parse_edtf(edtf.text + ("%" if about and doubtful else "~" if about else "?"))
        start = line.rindex(word, 0, start) if about else start
    before = "" if about or doubtful else line[:start]
    longer = _two_months(before, edtf, vocabulary) or _two_days(before, edtf, vocabulary)
    start, edtf = longer or (start, edtf)
    return DateAtEnd(start, end + doubtful, edtf, weak=False)


def _two_days(before: str, date: Edtf, vocabulary: Vocabulary) -> tuple[int, Edtf] | None:
    """Where "9 and" or "9–" stands right before "10 September 1998": from there, as an interval."""
    if len(date.text) != len("1998-09-10"):
        return None
    words = before.replace("–", " - ").replace("-", " - ").replace("/", " - ").split()
    links = vocabulary.words("years.and") | {"&", "-"}
    if len(words) < len(("9", "and")) or words[-1].casefold() not in links:
        return None
    first = words[-2].strip("([")
    if not (first.isdigit() and first.isascii() and 0 < int(first[:3]) < int(date.text[8:])):
        return None
    return before.rindex(first), parse_edtf(f"{date.text[:8]}{int(first):02d}/{date.text}")


def _two_months(before: str, date: Edtf, vocabulary: Vocabulary) -> tuple[int, Edtf] | None:
    """Where "January–" stands right before "March 1989": from there, as an interval."""
    if len(date.text) != len("1989-03") or before[-1:] not in ("/", "–", "-"):
        return None
    word = before[:-1].rpartition(" ")[2].strip("([")
    for number, entry in enumerate(vocabulary.tables["calendar.months"], 1):
        if word in entry.split("|") and number < int(date.text[5:]):
            return before.rindex(word), parse_edtf(f"{date.text[:4]}-{number:02d}/{date.text}")
    return None


def _dating(kind: str, line: Phrase, found: DateAtEnd) -> Dating:
    start, end = line.start + found.start, line.start + found.end
    note = how_read(line.text[found.start : found.end], found.edtf)
    return Dating(kind, found.edtf, DATE_LINE, Grade.C, start, end, note)


def how_read(written: str, date: Edtf) -> str:
    """How a date was read, where that is more than another way to write a day, month or year; else ""."""
    plain = date.text.replace("-", "").isdigit() and date.text[5:6] not in ("2", "3")
    known = plain and written[:1] != "[" and any(letter.isdigit() for letter in written)
    return "" if known else f"read {written!r} as {date.text}"


def _cited_work(before: str, after: str, vocabulary: Vocabulary, *, bare: bool) -> tuple[str, str] | None:
    """The kind of date and the name, where a line cites a newspaper or the record of a debate."""
    if (after and not _is_citation(after, vocabulary)) or is_prose(before, vocabulary):
        return None
    name = _without_weekday(before.strip(_MARKS), vocabulary)
    words = name.split()
    if not words or not name[0].isupper() or len(words) > _MOST_NAME_WORDS:
        return None
    if _begins(name, "heads.debate_marks", vocabulary):
        return "said", name
    last = name.partition(",")[0].partition("(")[0].split()
    known = vocabulary.words("heads.periodicals")
    named = len(last) > 1 and (
        last[-1].casefold() in known or (last[0].casefold() in known and last[1] == "of")
    )
    return ("published", name) if not bare and (named or after) else None


def _is_citation(words: str, vocabulary: Vocabulary) -> bool:
    """Whether words say where in a volume something stands: "p. 3", "vol 28 cc1467-510", "Vol. 12, No. 3"."""
    parts = words.replace(",", " ").replace(":", " ").strip(_MARKS).split()
    marks = vocabulary.words("heads.places")
    if not 0 < len(parts) <= _MOST_CITATION_WORDS:
        return False
    marked = False
    for part in parts:
        digits = part.lstrip("abcdefghijklmnopqrstuvwxyz.")
        glued = part[: len(part) - len(digits)] in marks and bool(digits)
        marked = marked or glued or part.casefold() in marks
        if not (
            part.casefold() in marks or _NUMBER.fullmatch(part) or (glued and _NUMBER.fullmatch(digits))
        ):
            return False
    return marked


def _occasion(before: str, vocabulary: Vocabulary) -> str | None:
    """The kind of date where the words before it name a speech or letter: "Delivered before the Senate,"."""
    words = before.split()
    if not words or len(words) > _MOST_OCCASION_WORDS or is_prose(before, vocabulary):
        return None
    tables = (("said", "heads.speech_marks"), ("written", "heads.letter_marks"))
    kind = next((kind for kind, table in tables if _begins(before, table, vocabulary)), None)
    last = words[-1].casefold().strip("(")
    parted = before[-1] in ",(:;–—-" or last in ("on", "in") or len(words) == 1
    return kind if parted else None


def _begins(words: str, table: str, vocabulary: Vocabulary) -> bool:
    folded = words.casefold()
    return any(
        folded.startswith(mark) and not folded[len(mark) : len(mark) + 1].isalnum()
        for mark in vocabulary.tables[table]
    )


def _without_weekday(words: str, vocabulary: Vocabulary) -> str:
    """A name without a weekday behind it: "New York Herald, Monday"."""
    head, _, last = words.rpartition(" ")
    day = last.strip(_MARKS).casefold() in vocabulary.words("heads.labels")
    return head.strip(_MARKS) if head and day and len(last) > len("the") - 1 else words


def _setting(before: str, vocabulary: Vocabulary) -> str | None:
    """The kind of date that a label before it says; "" for a place, weekday or issue; None for other words."""
    words = [word for word in (word.casefold().strip(" ,;:.()[–—-") for word in before.split()) if word]
    kinds = {kind: vocabulary.words(f"heads.labels_{kind}") for kind in ("said", "written", "published")}
    kind = next((kind for kind, known in kinds.items() if known & set(words[:2])), "")
    labels = vocabulary.words("heads.labels").union(*kinds.values())
    if all(word in labels for word in words):
        return kind
    if _is_citation(before, vocabulary):
        return ""
    label, colon, place = before.partition(":")
    if colon and all(word in labels for word in label.casefold().split()):
        before = place.strip()
    if before.partition(" ")[0].casefold() in vocabulary.words("heads.articles"):
        named = vocabulary.words("heads.places_with_articles")
        return kind if before.casefold().strip(_MARKS).partition(",")[0] in named else None
    fits = before[-1:] in tuple(",;–—-") and len(before.split()) <= _MOST_PLACE_WORDS
    return kind if fits and before[0].isupper() else None
