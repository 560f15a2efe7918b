"""What text does a character of a PDF stand for?"""

from __future__ import annotations

ILLEGIBLE = "\ufffd"

# PDFium gives 0 for a glyph whose meaning the font does not tell: a letter that is lost, and no blank.
# Line ends end a stretch too; beside them all blanks and controls part words, but not PDFium's mark 0x02.
LINE_ENDS = frozenset((0x0A, 0x0D))
PARTS_WORDS = frozenset(range(1, 0x21)) - {0x02} | {0xA0, 0x3000, *range(0x2000, 0x200C)}
_PLAIN = range(0x21, 0x7F)
# PDFium's marks for a hyphen at a line end, and soft ones; ligatures; Symbol's and Wingdings' bullets as Word
# writes them.
_SPELT = {
    0x02: "-", 0xFFFE: "-", 0xAD: "-",
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "ſt", 0xFB06: "st",
    0xF0B7: "•", 0xF0A7: "▪", 0xF02D: "–",
}  # fmt: skip
# What no text holds: controls, surrogates, private use, and numbers beyond Unicode.
_CONTROLS, _NO_TEXT, _END = range(0x7F, 0xA0), range(0xD800, 0xF900), 0x110000


def spelt(code: int) -> str:
    """The text of a character: ligatures are opened; what has no meaning is U+FFFD."""
    if code in _PLAIN:
        return chr(code)
    if code in _SPELT:
        return _SPELT[code]
    if not code or code in _CONTROLS or code in _NO_TEXT or code >= _END:
        return ILLEGIBLE
    return chr(code)
