"""Which words stand on a PDF page, where, and can a reader see them?

PDFium gives characters in drawing order, with spaces and line ends where the distances ask for them, and
right-to-left script in the order of reading. Here they become words with places, and each word a reader
cannot see is told from those he can: drawn invisible, too small, beyond the page, or without contrast. The
last is not computed from colours: the page is drawn, and the place of the word looked at.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium_c

from foresaid.collect.layout.places import SLANTED, Word
from foresaid.collect.pdfium.characters import ILLEGIBLE, LINE_ENDS, PARTS_WORDS, spelt
from foresaid.collect.pdfium.drawing import LIGHT, PAGE_SIZED, Drawing, survey
from foresaid.collect.pdfium.visibility import Sight

if TYPE_CHECKING:
    from foresaid.collect.pdfium.document import Box, PdfPage

# Letters below this size (points) cannot be read in print; where most of a page is set so small it is a
# reduced page, and figures of up to three digits are note marks.
_TINY = 4.0
_MARK_LENGTH = 3
# Angles that count as upright or a quarter turn, in degrees: scans are skewed by less, watermarks by more.
_SKEW = 8.0
# Raised marks: so much smaller, raised by so much of the size beside; after words of four letters or a
# punctuation mark they are note marks and words of their own, after shorter ones exponents (km², 10⁶).
_SMALLER, _LIFT, _EXPONENT = 0.8, 0.2, 4
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED_FIGURES = str.maketrans("0123456789", _RAISED)
# The same letter drawn again within this part of its size is bold made by printing twice.
_TWICE = 0.1
# A stretch ends where letters move by more than this part of their size off the line.
_OFF_LINE = 0.6
_MARKS = frozenset("0123456789*†‡§")
_MARKS_ALONE = frozenset("*†‡§" + _RAISED)

# A broadsheet page of small print has 60,000; a page with more than this is no page.
MOST_CHARACTERS = 500_000

_Box4 = tuple[float, float, float, float]


@dataclass(slots=True)
class PageWords:
    """What was found on a page: `words` to be read, `hidden` ones with the reason, and its measures.

    `ocr` says that the words are an invisible layer over a picture of the page; `images` is the share of the
    page under images, `drawn` says that it holds more than words; `illegible` counts characters whose meaning the file does not tell.
    """

    words: list[Word] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    height: float = 0.0
    images: float = 0.0
    drawn: bool = False
    ocr: bool = False
    characters: int = 0
    illegible: int = 0
    overfull: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    """How a text object is drawn. `quarter` counts quarter turns, 4 = slanted by cos and sin."""

    quarter: int
    cos: float
    sin: float
    size: float
    base: float
    reason: str
    doubt: bool
    unknown: bool


@dataclass(slots=True)
class _Drawn:
    """A word as it is being put together, with its place on the page itself and its style."""

    letters: list[str]
    frame: _Box4
    place: _Box4
    base: float
    style: _Style
    run: int
    raised: bool = False

    @property
    def text(self) -> str:
        return "".join(self.letters)


def read_words(page: PdfPage, most_pixels: int) -> PageWords:
    """Every word of a page; those that no reader sees apart, with the reason."""
    box = page.box
    drawing = survey(page, box)
    drawn = _Reader(page, box, drawing).read()
    found = PageWords(images=drawing.images, drawn=drawing.drawn or bool(drawing.order and not drawn))
    found.overfull = pdfium_c.FPDFText_CountChars(page.text) > MOST_CHARACTERS
    found.characters = sum(len(word.letters) for word in drawn)
    found.illegible = sum(
        len(word.letters) if word.style.unknown else word.letters.count(ILLEGIBLE) for word in drawn
    )
    reasons = _reasons(page, drawn, found.characters, most_pixels)
    shown = [word for word, reason in zip(drawn, reasons, strict=True) if not reason]
    layer = [word for word, reason in zip(drawn, reasons, strict=True) if reason == "invisible"]
    if layer and drawing.images >= PAGE_SIZED and _letters(layer) >= _letters(shown):
        found.ocr = True
        reasons = ["" if reason == "invisible" else reason for reason in reasons]
        shown = [word for word, reason in zip(drawn, reasons, strict=True) if not reason]
    upright = _upright(shown)
    found.height = (box.right - box.left) if upright % 2 else (box.top - box.bottom)
    found.words, seen = _once(shown, upright)
    for word, reason in zip(drawn, reasons, strict=True):
        if reason and not seen & _near(word):
            found.hidden.append((reason, word.text))
    return found


def _letters(words: list[_Drawn]) -> int:
    return sum(len(word.letters) for word in words)


def _upright(words: list[_Drawn]) -> int:
    """How most words of the page are turned."""
    counts = Counter({0: 0})
    for word in words:
        if word.style.quarter != SLANTED:
            counts[word.style.quarter] += len(word.letters)
    return max(counts, key=lambda quarter: (counts[quarter], -quarter))


def _once(drawn: list[_Drawn], upright: int) -> tuple[list[Word], set[tuple[str, int, int]]]:
    """Words in drawing order, each once where it is drawn again in its place; and the places taken."""
    words: list[Word] = []
    seen: set[tuple[str, int, int]] = set()
    for each in drawn:
        if seen & _near(each):
            continue
        seen.add((each.text, round(each.place[0]), round(each.place[1])))
        quarter = each.style.quarter
        turn = quarter if quarter == SLANTED else (quarter - upright) % 4
        left, top, right, bottom = each.frame
        words.append(Word(each.text, left, top, right, bottom, each.base, each.style.size, each.run, turn))
    return words, seen


def _near(word: _Drawn) -> set[tuple[str, int, int]]:
    """Where the same word would stand if it were drawn a second time."""
    text, x, y = word.text, round(word.place[0]), round(word.place[1])
    return {(text, x + across, y + up) for across in (-1, 0, 1) for up in (-1, 0, 1)}


def _reasons(page: PdfPage, drawn: list[_Drawn], characters: int, most_pixels: int) -> list[str]:
    """Why each word cannot be seen; "" where it can."""
    tiny = sum(len(word.letters) for word in drawn if word.style.size < _TINY)
    reduced = 2 * tiny > characters
    sight: Sight | None = None
    reasons: list[str] = []
    seen = True
    for word in drawn:
        reason = word.style.reason
        if not reason and word.style.size < _TINY and not reduced and not _is_mark(word.text):
            reason = f"smaller than {_TINY:.0f} points"
        if not reason and word.style.doubt:
            if any(letter.isalnum() for letter in word.letters):
                sight = sight or Sight(page, most_pixels)
                seen = sight.sees(*word.place)
            reason = "" if seen else "of the colour of its ground or covered"
        reasons.append(reason)
    return reasons


def _is_mark(text: str) -> bool:
    return len(text) <= _MARK_LENGTH and not any(letter.isalpha() for letter in text)


class _Reader:
    """Puts the characters of one page together to words; makes one pass over them."""

    def __init__(self, page: PdfPage, box: Box, drawing: Drawing) -> None:
        self._text = page.text
        self._shown = box
        self._drawing = drawing
        self._styles: dict[int, _Style] = {}
        self._words: list[_Drawn] = []
        self._word: _Drawn | None = None
        self._last = 0
        self._run = 0
        self._rect = pdfium_c.FS_RECTF()
        self._place = ctypes.byref(self._rect)

    def read(self) -> list[_Drawn]:
        """The words in drawing order.

        Within one text object PDFium gives a space wherever letters stand apart, so that only the first and
        last letter of a word are asked for their places: asking for all takes three times as long.
        """
        text, handle = self._text, ctypes.cast(self._text, ctypes.c_void_p).value
        unicode = pdfium_c.FPDFText_GetUnicode
        # The handle as a number: pointers made by ctypes cannot be compared, and take three times as long.
        object_at = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
            ctypes.cast(pdfium_c.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
        )
        address = 0
        for number in range(min(pdfium_c.FPDFText_CountChars(text), MOST_CHARACTERS)):
            code = unicode(text, number)
            now = 0 if code in PARTS_WORDS else object_at(handle, number) or 0
            if not now:
                self._end()
                self._run += code in LINE_ENDS
                continue
            word = self._word
            if word and now == address and not word.raised:
                word.letters.append(spelt(code))
                self._last = number
            else:
                self._add(spelt(code), number, now)
                address = now
        self._end()
        return self._words

    def _box(self, number: int) -> _Box4:
        """The place of a character on the page."""
        pdfium_c.FPDFText_GetLooseCharBox(self._text, number, self._place)
        rect = self._rect
        return rect.left, rect.bottom, rect.right, rect.top

    def _add(self, letter: str, number: int, address: int) -> None:
        """A letter that begins a word, or is drawn in another way than the one before it."""
        box = self._box(number)
        style = self._styles.get(address) or self._style(address, number, box)
        frame = _frame(box, style, self._shown)
        word, raised = self._word, False
        if word:
            before = _frame(self._box(self._last), word.style, self._shown)
            if word.style is not style and word.letters[-1] == letter and _twice(before, frame, style.size):
                return
            if _apart(before, frame) > style.size or not self._goes_on(word, letter, style):
                raised = _is_raised(word, letter, style)
                self._end()
                word = None
        if word is None:
            word = self._word = _Drawn([], frame, box, style.base, style, self._run, raised)
        word.letters.append(letter.translate(_RAISED_FIGURES) if word.raised else letter)
        self._last = number

    def _end(self) -> None:
        """A word is whole: it takes the place from its first letter to its last."""
        word, self._word = self._word, None
        if word:
            box = self._box(self._last)
            word.frame = _both(word.frame, _frame(box, word.style, self._shown))
            word.place = _both(word.place, box)
            self._words.append(word)

    def _goes_on(self, word: _Drawn, letter: str, style: _Style) -> bool:
        """Whether a letter belongs to the word before it; exponents do, raised note marks do not."""
        before = word.style
        if before is style:
            word.raised = word.raised and word.letters[0] in _MARKS_ALONE
            return True
        off = abs(word.base - style.base) > _OFF_LINE * max(before.size, style.size)
        if off or before.quarter != style.quarter:
            self._run += 1
            return False
        if (before.reason, before.doubt) != (style.reason, style.doubt):
            return False
        if word.raised:  # a note mark ends where letters are large again, an exponent does not
            word.raised = style.size < before.size or word.letters[0] in _MARKS_ALONE
            return style.size * _SMALLER < before.size
        word.raised = _is_raised(word, letter, style) and (
            len(word.letters) < _EXPONENT and word.letters[-1].isalnum() and letter.isdigit()
        )
        return word.raised or not _is_raised(word, letter, style)

    def _style(self, address: int, number: int, box: _Box4) -> _Style:
        """How the text object is drawn that begins with a character."""
        text = self._text
        matrix = pdfium_c.FS_MATRIX()
        pdfium_c.FPDFText_GetMatrix(text, number, matrix)
        quarter, cos, sin = _turn(matrix)
        size = pdfium_c.FPDFText_GetFontSize(text, number) * math.hypot(matrix.c, matrix.d)
        height = (box[2] - box[0]) if quarter % 2 else (box[3] - box[1])
        if not math.isfinite(size) or size < height / 2:  # Type 3 fonts have scales of their own
            size = height * 0.85
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium_c.FPDFText_GetCharOrigin(text, number, x, y)
        turned = _Style(quarter, cos, sin, size, 0.0, "", doubt=False, unknown=False)
        base = _frame((x.value, y.value, x.value, y.value), turned, self._shown)[1]
        across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        reason, doubt = self._hides(address, number, across, up)
        # Blanks have no mapping in many scans with recognised text; nothing is lost by that.
        blank = pdfium_c.FPDFText_GetUnicode(text, number) in PARTS_WORDS
        unknown = not blank and pdfium_c.FPDFText_HasUnicodeMapError(text, number) == 1
        style = _Style(quarter, cos, sin, size, base, reason, doubt=doubt, unknown=unknown)
        self._styles[address] = style
        return style

    def _hides(self, address: int, number: int, across: float, up: float) -> tuple[str, bool]:
        """Why an object cannot be seen ("" if it can), and whether only the drawn page can tell."""
        box, text = self._shown, self._text
        if not (box.left <= across <= box.right and box.bottom <= up <= box.top):
            return "outside the page", False
        mode = pdfium_c.FPDFTextObj_GetTextRenderMode(pdfium_c.FPDFText_GetTextObject(text, number))
        invisible = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)
        if mode in invisible or self._drawing.over(address, across, up):
            return "invisible", False
        stroke = mode == pdfium_c.FPDF_TEXTRENDERMODE_STROKE
        colour: Any = pdfium_c.FPDFText_GetStrokeColor if stroke else pdfium_c.FPDFText_GetFillColor
        channels = [ctypes.c_uint() for _ in range(4)]
        if not colour(text, number, *channels):
            return "", True
        *rgb, alpha = (channel.value for channel in channels)
        faint = min(rgb) >= LIGHT or alpha < 0xFF - LIGHT
        return "", faint or self._drawing.doubtful(address, across, up)


def _turn(matrix: Any) -> tuple[int, float, float]:  # noqa: ANN401 - PDFium's structure
    """By how many quarters text is turned against the page's axes; 4 with cos and sin where it is slanted."""
    angle = (
        math.degrees(math.atan2(matrix.b, matrix.a)) % 360 if math.isfinite(matrix.a + matrix.b) else 0.0
    )
    quarter = round(angle / 90)
    if abs(angle - 90 * quarter) <= _SKEW:
        return quarter % 4, 1.0, 0.0
    return SLANTED, math.cos(math.radians(angle)), math.sin(math.radians(angle))


def _frame(place: _Box4, style: _Style, box: Box) -> _Box4:
    """A place on the page as left, top, right, bottom from the corner where its text begins to be read."""
    left, bottom, right, top = place
    match style.quarter:
        case 0:
            return left - box.left, box.top - top, right - box.left, box.top - bottom
        case 1:
            return bottom - box.bottom, left - box.left, top - box.bottom, right - box.left
        case 2:
            return box.right - right, bottom - box.bottom, box.right - left, top - box.bottom
        case 3:
            return box.top - top, box.right - right, box.top - bottom, box.right - left
    x, y = (left + right) / 2, (bottom + top) / 2
    along, down = x * style.cos + y * style.sin, x * style.sin - y * style.cos
    return along, down, along, down


def _is_raised(word: _Drawn, letter: str, style: _Style) -> bool:
    """Whether a letter is a small mark above the line of a word."""
    size = word.style.size
    return style.size <= _SMALLER * size and word.base - style.base >= _LIFT * size and letter in _MARKS


def _twice(last: _Box4, frame: _Box4, size: float) -> bool:
    return abs(last[0] - frame[0]) < _TWICE * size and abs(last[3] - frame[3]) < _TWICE * size


def _apart(one: _Box4, other: _Box4) -> float:
    """How much white lies between two places on a line."""
    return max(other[0] - one[2], one[0] - other[2])


def _both(one: _Box4, other: _Box4) -> _Box4:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
