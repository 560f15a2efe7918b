"""What does a PDF's information dictionary say of title, author and date, and is it to be believed?

Software fills it in: titles are file names, dates those of a template or of the scan. What is plainly such is
left out; what stays is a lead, no evidence (grade D; notes on trust, §5.2). ModDate says when somebody saved
the file, and is not read at all.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from foresaid.collect.stating import FILE_METADATA, Said
from foresaid.errors import DateError
from foresaid.model.dates import Dating, Grade
from foresaid.model.documents import Statement
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from foresaid.collect.pdfium.document import PdfFile

# D:YYYYMMDDHHmmSS and more (PDF 32000-1, 7.9.4); early software left out the "D:".
_DATE = re.compile(r"(?:D:)?([0-9]{4})(?:([0-9]{2})([0-9]{2})?)?")
# Adobe's first PostScript software is of 1985, PDF of 1993. Earlier dates are clocks that nobody set: the
# epochs of Unix (1970), DOS (1980), the Macintosh (1904) and Windows (1601).
_FIRST_YEAR = 1985
_LONGEST = 500
# What software writes where nobody has written anything.
_NOBODY = frozenset((
    "untitled", "unknown", "anonymous", "none", "null", "title", "document", "user", "owner", "admin",
    "administrator", "default", "powerpoint presentation", "slide 1", "no slide title", "print", "()",
))  # fmt: skip
_MADE = ("microsoft word - ", "microsoft powerpoint - ", "microsoft excel - ", "untitled-", "untitled ")
_FILES = frozenset((
    ".doc", ".docx", ".pdf", ".rtf", ".odt", ".txt", ".tex", ".dvi", ".ps", ".eps", ".indd", ".qxd", ".qxp",
    ".pmd", ".p65", ".wpd", ".wps", ".xls", ".xlsx", ".ppt", ".pptx", ".fm", ".book", ".tif", ".tiff", ".jpg",
    ".jpeg", ".png", ".htm", ".html", ".md", ".pages", ".key", ".pub", ".cdr",
))  # fmt: skip


def stated(document: PdfFile) -> Said:
    """Title, creator and day of making as far as somebody and not the software seems to have stated them.

    The creator is who made the file, often a clerk or a scanner's owner, and never counts as the speaker.
    """
    statements = [
        Statement(field, value, FILE_METADATA)
        for field, key in (("title", "Title"), ("creator", "Author"))
        if (value := _plain(document.stated(key))) and not _made_by_software(value)
    ]
    made = document.stated("CreationDate")
    if not made:
        return Said(tuple(statements))
    dating = _dating(made)
    note = (
        f"the file's CreationDate {made[:40]!r} is no date that it can have been made on; it was left out"
    )
    return Said(tuple(statements), (dating,) if dating else (), () if dating else (note,))


def _plain(value: str) -> str:
    return " ".join(value.split())[:_LONGEST]


def _made_by_software(value: str) -> bool:
    """Whether a title or name is a file's name or a placeholder."""
    folded = value.casefold()
    if folded in _NOBODY or folded.startswith(_MADE) or not any(map(str.isalnum, value)):
        return True
    return (
        PurePath(folded).suffix in _FILES
        or "\\" in value
        or folded.startswith(("http:", "https:", "file:", "/"))
    )


def _dating(made: str) -> Dating | None:
    """The day of CreationDate; None where it does not exist or can only be a clock that nobody set."""
    found = _DATE.match(made)
    if not found or int(found[1]) < _FIRST_YEAR:
        return None
    text = "-".join(part for part in found.groups() if part)
    try:
        date = parse_edtf(text)
    except DateError:
        return None
    note = (
        f"the file says that it was made then (CreationDate {made[:40]}); a scan is younger than its text"
    )
    return Dating("written", date, FILE_METADATA, Grade.D, note=note)
