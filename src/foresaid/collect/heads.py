"""What does the head of a text say of itself: title, byline, date line?

Conservative: a title is taken only together with a byline or date line right below it, because the
first line of a speech or letter is as often an address. Nothing below the head is looked at.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foresaid.model.annotations import Phrase
from foresaid.model.dates import Dating, Grade
from foresaid.model.documents import Statement
from foresaid.text.calendar import find_dates

if TYPE_CHECKING:
    from foresaid.model.words import Vocabulary

BASIS = "head of the text"
# A head is a handful of short lines; longer lines are prose.
_LINES = 8
_LONGEST_TITLE = 220
_LONGEST_BYLINE = 80
_MOST_NAME_WORDS = 5
_ROMAN = frozenset("IVXLC")
_IN_NAMES = frozenset(".'’-‐")


def read_head(text: str, vocabulary: Vocabulary) -> tuple[tuple[Statement, ...], tuple[Dating, ...]]:
    """Title, author and date as far as the head states them, each with its span."""
    lines = _head_lines(text)
    if not lines or _is_division(lines[0].text, vocabulary):
        return (), ()
    first = _date_line(lines[0], vocabulary)
    if first:  # a letter: "Dunmere, March 12th, 1862" stands above everything else
        return (), (replace(first, kind="written"),)
    statements: list[Statement] = []
    datings: list[Dating] = []
    signed = False  # by a line that says so; a bare name may as well be another heading
    for line in lines[1:]:
        dating = _date_line(line, vocabulary)
        byline = None if dating else _byline(line, vocabulary)
        if dating and not datings:
            datings.append(dating)
        elif byline and not statements:
            statements.append(byline)
            signed = byline.start != line.start
        else:
            break
    titular = _titular(lines[0].text)
    if not datings and not (signed and titular):
        return (), ()
    title = lines[0]
    if titular:
        statements.insert(0, Statement("title", _plain(title.text), BASIS, title.start, title.end))
    return tuple(statements), tuple(datings)


def _head_lines(text: str) -> list[Phrase]:
    """The first lines that are not empty, with their spans, up to the first that is prose."""
    lines: list[Phrase] = []
    start = 0
    while start < len(text) and len(lines) < _LINES:
        end = text.find("\n", start, start + _LONGEST_TITLE * 4)
        end = len(text) if end < 0 else end
        line = text[start:end]
        stripped = line.strip()
        if len(stripped) > _LONGEST_TITLE:
            break
        if stripped:
            begin = start + line.index(stripped)
            lines.append(Phrase(begin, begin + len(stripped), stripped))
        start = end + 1
    return lines


def _titular(line: str) -> bool:
    """Whether a line can be a title: not a sentence, not an address."""
    return line[-1] not in ".:;," or line.endswith("...")


def _is_division(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a line heads a part of a book (Chapter I, Letter 4), so that what follows is its text.

    A letter is one only with a number: "Letter to the Board" is a title.
    """
    first, *rest = _plain(line).split(None, 2)
    word = first.casefold().strip(".:")
    if word in vocabulary.words("heads.divisions"):
        return True
    number = rest[0].strip(".:,") if rest else ""
    numbered = number.isdigit() or (number.isupper() and set(number) <= _ROMAN)
    return numbered and word in vocabulary.words("heads.numbered_divisions")


def _plain(line: str) -> str:
    """A title without Markdown's marks for a heading."""
    return (line.lstrip("#").strip() or line) if line.startswith("#") else line


def _date_line(line: Phrase, vocabulary: Vocabulary) -> Dating | None:
    """A line that is a date, or a place and a date, and nothing else."""
    found = next(iter(find_dates(line.text, vocabulary, 2)), None)
    if found is None:
        return None
    before, after = line.text[: found.start].strip(), line.text[found.end :].strip(" .)]")
    if after or (before and not _place(before, vocabulary)):
        return None
    start = line.start + found.start
    return Dating("published", found.edtf, "date line", Grade.C, start, line.start + found.end)


def _place(words: str, vocabulary: Vocabulary) -> bool:
    """Whether the words before a date are a place, a weekday or a label such as "Published:"."""
    bare = words.strip(" ,;:([-–—").casefold()
    if not bare or bare in vocabulary.words("heads.labels"):
        return True
    return words[-1] in ",;–—-" and len(words.split()) <= _MOST_NAME_WORDS and words[0].isupper()


def _byline(line: Phrase, vocabulary: Vocabulary) -> Statement | None:
    """A line that is "By" and a name, or a name alone."""
    if len(line.text) > _LONGEST_BYLINE:
        return None
    words = line.text.split()
    marked = words[0].casefold() in vocabulary.words("heads.byline_marks")
    name = words[1:] if marked else words
    if not _looks_like_name(name, vocabulary, fewest=1 if marked else 2):
        return None
    start = line.end - len(line.text) + line.text.index(name[0], len(words[0]) if marked else 0)
    return Statement("author", line.text[start - line.start :].strip(), BASIS, start, line.end)


def _looks_like_name(words: list[str], vocabulary: Vocabulary, *, fewest: int) -> bool:
    """At most five capitalised words, initials and particles allowed, no digits, no words of prose."""
    if len(words) > 1 and words[-1].casefold() in vocabulary.words("heads.name_suffixes"):
        words = [*words[:-2], words[-2].rstrip(",")]
    if not fewest <= len(words) <= _MOST_NAME_WORDS:
        return False
    if not all(letter.isalpha() or letter in _IN_NAMES for word in words for letter in word):
        return False
    if words[0].casefold() in vocabulary.words("heads.never_names"):
        return False
    particles = vocabulary.words("heads.name_particles")
    return (
        all(word[0].isupper() or word.casefold() in particles for word in words) and words[0][0].isupper()
    )
