"""A PDF of a few lines, written byte by byte: what the tests of the PDF reader read.

A page is a string of drawing operators, made by `show` and its like; places are in points from the lower left
corner of the page.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, field

from conftest import extract_bytes

WIDTH, HEIGHT = 595, 842


def show(x, y, words, size=10, *, before="", matrix=""):
    """Draw words at a place; `before` sets colour or mode, `matrix` turns them (a b c d)."""
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    place = f"{matrix} {x} {y} Tm" if matrix else f"{x} {y} Td"
    return f"q {before} BT /F {size} Tf {place} ({escaped}) Tj ET Q\n"


def lines(x, y, rows, size=10, lead=12):
    """Draw rows of words one below another."""
    return "".join(show(x, y - number * lead, row, size) for number, row in enumerate(rows))


def box(x, y, width, height, colour="0 g"):
    """Draw a filled rectangle."""
    return f"q {colour} {x} {y} {width} {height} re f Q\n"


def image(x=0, y=0, width=WIDTH, height=HEIGHT):
    """Draw the document's picture."""
    return f"q {width} 0 0 {height} {x} {y} cm /I Do Q\n"


@dataclass
class Writer:
    """A PDF: `pages` of operators, and what else it may have.

    `meanings` maps bytes of the font to what they mean (a ToUnicode table); `picture` is width, height and
    grey bytes; `rotate` turns every page; `labels` is the catalogue's PageLabels entry; `password` encrypts
    (RC4, 40 bits: PDF 32000-1, 7.6.3), where "" opens without asking.
    """

    pages: list[str]
    info: dict[str, str] = field(default_factory=dict)
    meanings: dict[int, str] = field(default_factory=dict)
    picture: tuple[int, int, bytes] = (1, 1, b"\xff")
    rotate: int = 0
    size: tuple[int, int] = (WIDTH, HEIGHT)
    labels: str = ""
    password: str | None = None
    more: str = ""

    def made(self):
        """The whole file."""
        key = self._key() if self.password is not None else None
        bodies = [self._body(number, key) for number in range(1, 5 + 2 * len(self.pages) + 2)]
        made, places = b"%PDF-1.4\n", []
        for number, body in enumerate(bodies, 1):
            places.append(len(made))
            made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
        table += b"".join(b"%010d 00000 n \n" % place for place in places)
        trailer = f"/Size {len(bodies) + 1} /Root 1 0 R /Info 5 0 R"
        if key:
            trailer += f" /Encrypt << {self._encryption()} >> /ID [<{'00' * 16}> <{'00' * 16}>]"
        return made + table + f"trailer << {trailer} >>\nstartxref\n{len(made)}\n%%EOF\n".encode()

    def _body(self, number, key):
        first = 7
        if number >= first:
            place, second = divmod(number - first, 2)
            return (
                _stream(self.pages[place].encode("latin-1"), "", number, key)
                if second
                else self._page(number)
            )
        if number == 4:
            return self._image(number, key)
        if number == 6:
            return _stream(self._to_unicode(), "", number, key)
        kids = " ".join(f"{first + 2 * place} 0 R" for place in range(len(self.pages)))
        entries = " ".join(f"/{name} {_string(value, number, key)}" for name, value in self.info.items())
        meanings = "/ToUnicode 6 0 R" if self.meanings else ""
        return {
            1: f"<< /Type /Catalog /Pages 2 0 R {self.labels} >>",
            2: f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} >>",
            3: f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding {meanings} >>",
            5: f"<< {entries} >>",
        }[number].encode()

    def _image(self, number, key):
        width, height, grey = self.picture
        head = (
            f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 8"
            " /ColorSpace /DeviceGray /Filter /FlateDecode"
        )
        return _stream(zlib.compress(grey), head, number, key)

    def _page(self, number):
        return (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {self.size[0]} {self.size[1]}] /Rotate {self.rotate}"
            f" /Contents {number + 1} 0 R /Resources << /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >>"
            f" {self.more} >>"
        ).encode()

    def _to_unicode(self):
        rows = "".join(
            f"<{code:02x}> <{text.encode('utf-16-be').hex()}>\n" for code, text in self.meanings.items()
        )
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def\n"
            "1 begincodespacerange <00> <ff> endcodespacerange\n"
            f"{len(self.meanings)} beginbfchar\n{rows}endbfchar\nendcmap end end"
        ).encode()

    def _owner(self):
        padded = _padded("owner")
        return _rc4(hashlib.md5(padded).digest()[:5], _padded(self.password))

    def _key(self):
        everything = (-4).to_bytes(4, "little", signed=True)
        return hashlib.md5(_padded(self.password) + self._owner() + everything + bytes(16)).digest()[:5]

    def _encryption(self):
        user = _rc4(self._key(), _padded(""))
        return f"/Filter /Standard /V 1 /R 2 /P -4 /O <{self._owner().hex()}> /U <{user.hex()}>"


def _padded(password):
    filling = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    return (password.encode() + filling)[:32]


def _rc4(key, data):
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    made, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        made.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(made)


def _sealed(data, number, key):
    if key is None:
        return data
    own = hashlib.md5(key + number.to_bytes(3, "little") + bytes(2)).digest()[:10]
    return _rc4(own, data)


def _stream(data, head, number, key):
    data = _sealed(data, number, key)
    return f"<< {head} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _string(value, number, key):
    text = b"\xfe\xff" + value.encode("utf-16-be")
    return f"<{_sealed(text, number, key).hex()}>"


_TEXT = (
    "The Committee began by discussing recent developments, and the outlook for prices in the "
    "countries that had been visited during the spring, where harvests were late and ports were "
    "closed for want of coal. It was said that nobody had seen this coming, although three members "
    "had written about it in the preceding year, and one of them in print. The chairman replied that "
    "the letters had been laid before the meeting in March and that the minutes would show as much. "
    "After some debate it was agreed to print the correspondence in an appendix, with the names of "
    "those who had signed it, and to send copies to the ministers concerned before the end of May. "
)
PROSE = _TEXT.split()


def prose(characters, rows, start=0):
    """So many rows of running prose, each nearly `characters` long, from a word of it on."""
    made, place = [], start
    for _ in range(rows):
        row = PROSE[place % len(PROSE)]
        place += 1
        while len(row) + 1 + len(PROSE[place % len(PROSE)]) <= characters:
            row += " " + PROSE[place % len(PROSE)]
            place += 1
        made.append(row)
    return made


def read_pdf(*pages, **tools):
    """The one extraction of pages of operators, or of a writer's PDF."""
    writer = pages[0] if isinstance(pages[0], Writer) else Writer(list(pages))
    (extraction,) = extract_bytes(writer.made(), "paper.pdf", **tools)
    return extraction


def noted(extraction, *words):
    """Whether one note has all the words."""
    return any(all(word in note for word in words) for note in extraction.notes)
