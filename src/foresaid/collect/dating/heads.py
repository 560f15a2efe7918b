"""What does the head of a text say of itself: title, author, date, imprint?

Conservative: a title is taken only together with a byline or date line right below it, because the
first line of a speech or letter is as often an address. Nothing below the head or title page is looked at, so
no date is ever taken from prose.

Reading order: `read_head` asks first for the block of a letter or e-mail (collect/dating/letterheads.py), then whether
the first line is a date line (collect/dating/datelines.py), then for the lines below a title, and last for the imprint
of a title page (collect/dating/imprints.py).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foresaid.collect.dating.datelines import is_letterhead, is_of_others, is_prose, read_dated_line
from foresaid.collect.dating.imprints import read_imprints
from foresaid.collect.dating.letterheads import BASIS, read_letterhead
from foresaid.model.annotations import Phrase
from foresaid.model.documents import Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.collect.dating.datelines import DatedLine
    from foresaid.model.dates import Dating
    from foresaid.model.words import Vocabulary

# A head is a handful of short lines, a title page has more of them; longer lines are prose.
_LINES = 8
_TITLE_PAGE_LINES = 30
_LONGEST_TITLE = 220
_LONGEST_ON_TITLE_PAGE = 120
_LONGEST_BYLINE = 80
_MOST_NAME_WORDS = 5
_MOST_KIND_WORDS = 3
_ROMAN = frozenset("IVXLC")
_IN_NAMES = frozenset(".'’-‐")

_Head = tuple[tuple[Statement, ...], tuple["Dating", ...]]


def read_head(text: str, vocabulary: Vocabulary) -> _Head:
    """Title, author and datings as far as the head states them, each with its span."""
    if letter := read_letterhead(text, vocabulary):
        return letter
    lines = _head_lines(text)
    if not lines or _is_division(lines[0].text, vocabulary):
        return (), ()
    first = read_dated_line(lines[0], vocabulary)
    if first and not first.weak and not is_of_others(lines[0].text, vocabulary):
        # "Dunmere, March 12th, 1862" above everything else begins a letter
        return ((first.work,) if first.work else ()), (_of_letter(first),)
    statements, datings = _below_title(lines[:_LINES], vocabulary)
    if not datings:
        datings = _below_letterhead(lines[:_LINES], vocabulary)
    signed = any(each.field == "author" for each in statements)
    page = _title_page(lines, vocabulary)
    signed = signed or any(_byline(line, vocabulary, marked_only=True) for line in page)
    imprints = read_imprints(page, vocabulary, signed=signed)
    # a date line at the same place is the weaker reading of it
    taken = {each.end for each in imprints}
    datings = tuple(each for each in datings if each.end not in taken)
    return statements, (*imprints, *datings)


def _below_title(lines: Sequence[Phrase], vocabulary: Vocabulary) -> _Head:
    """Title, byline and date line, one right below the other.

    A line such as "Press Release" may stand between; what is above it is then a body as often as a title.
    """
    author: Statement | None = None
    works: list[Statement] = []
    datings: list[Dating] = []
    titular = _titular(lines[0].text)
    signed = False  # by a line that says so; a bare name may as well be another heading
    for line in lines[1:]:
        dated = read_dated_line(line, vocabulary)
        byline = None if dated else _byline(line, vocabulary)
        if dated and is_of_others(line.text, vocabulary):
            continue
        if dated and not datings and (author or not dated.weak):
            datings.append(dated.dating)
            works += [dated.work] if dated.work else []
        elif byline and not author:
            author, signed = byline, byline.start != line.start
        elif not (datings or author) and _names_a_kind(line.text, vocabulary):
            titular = False
        else:
            break
    if not datings and not (signed and titular):
        return (), ()
    title = lines[0]
    named = (Statement("title", _plain(title.text), BASIS, title.start, title.end),) if titular else ()
    return (*named, *((author,) if author else ()), *works), tuple(datings)


def _names_a_kind(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a line says no more than what kind of text this is: "Press Release"."""
    words = [word.strip("*_#.").casefold() for word in line.split()]
    return len(words) <= _MOST_KIND_WORDS and bool(vocabulary.words("heads.never_in_names") & set(words))


def _of_letter(dated: DatedLine) -> Dating:
    """The dating of a line that begins a letter: that of its writing, unless the line says otherwise."""
    return replace(dated.dating, kind="written") if dated.open and dated.work is None else dated.dating


def _below_letterhead(lines: Sequence[Phrase], vocabulary: Vocabulary) -> tuple[Dating, ...]:
    """The date line below a printed letterhead, of which at least one line must be known as one."""
    known = False
    for line in lines:
        dated = read_dated_line(line, vocabulary)
        if dated and known and not dated.weak:
            return (_of_letter(dated),)
        known = known or is_letterhead(line.text, vocabulary)
        if is_prose(line.text, vocabulary):
            break
    return ()


def _title_page(lines: Sequence[Phrase], vocabulary: Vocabulary) -> list[Phrase]:
    """The lines that may belong to a title page: short, no sentences, before the first chapter."""
    page = []
    over = vocabulary.words("imprints.over")
    for line in lines:
        text = line.text
        if (
            len(text) > _LONGEST_ON_TITLE_PAGE
            or is_prose(text, vocabulary)
            or _is_division(text, vocabulary)
        ):
            break
        if _plain(text).casefold().strip(" .:") in over:
            break
        page.append(line)
    return page


def _head_lines(text: str) -> list[Phrase]:
    """The first lines that are not empty, with their spans, up to the first that is too long for any head."""
    lines: list[Phrase] = []
    start = 0
    while start < len(text) and len(lines) < _TITLE_PAGE_LINES:
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


def _byline(line: Phrase, vocabulary: Vocabulary, *, marked_only: bool = False) -> Statement | None:
    """A line that is "By" and a name, or a name alone (unless only marked ones are asked for)."""
    if len(line.text) > _LONGEST_BYLINE:
        return None
    words = line.text.split()
    marked = words[0].casefold() in vocabulary.words("heads.byline_marks")
    name = words[1:] if marked else words
    if marked_only and not marked:
        return None
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
    if fewest > 1 and any(word.casefold() in vocabulary.words("heads.never_in_names") for word in words):
        return False
    particles = vocabulary.words("heads.name_particles")
    return (
        all(word[0].isupper() or word.casefold() in particles for word in words) and words[0][0].isupper()
    )
