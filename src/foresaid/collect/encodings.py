"""Which characters do these bytes stand for, and how do we know?

In this order: a byte order mark; UTF-8, strictly; what the source declares; what is detected. UTF-7 is
never tried. The answer always says which it was.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from itertools import pairwise

from charset_normalizer import from_bytes
from charset_normalizer.utils import is_multi_byte_encoding

from foresaid.model.documents import State

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What Python calls an encoding and no browser does: it spells letters with others, so that what is shown differs.
_NO_CHARACTER_SETS = frozenset(
    {
        "unicode-escape",
        "unicode_escape",
        "raw-unicode-escape",
        "raw_unicode_escape",
        "punycode",
        "idna",
        "undefined",
    }
)
# Enough to know a code page by, and little enough to look at in a few milliseconds.
_SAMPLE = 1 << 16
# Latin text in UTF-16 has a NUL in every other byte; other text has none at all.
_NUL_SHARE = 0.4
# With this many sound multi-byte sequences to one broken byte, the file is UTF-8 that was damaged, not
# a one-byte code page: a random Latin-1 letter pair is valid UTF-8 in about 1 of 50 cases.
_SOUND_PER_BROKEN = 10
# Control characters other than white space do not occur in text; a few stray ones do in old exports.
_CONTROL_SHARE, _FEW_CONTROLS = 0.01, 4
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f\v\x1a\x1b\b")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding and how it was known, and what was lost; `text` is None for what is not text."""

    text: str | None
    encoding: str
    state: State = State.COMPLETE
    note: str = ""


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of bytes, or the reason why they are none."""
    if not data:
        return Decoded(None, "none", State.REFUSED, "empty: the file has 0 bytes")
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _lenient(data, codec, f"{codec.removesuffix('-sig')} (byte order mark)")
    wide = _wide(data)
    if wide:
        return _lenient(data, wide, f"{wide} (detected by its zero bytes)")
    if _binary(data):
        return Decoded(None, "none", State.REFUSED, "not text: it holds binary control bytes")
    try:
        return Decoded(data.decode("utf-8"), "utf-8 (strict)")
    except UnicodeDecodeError as error:
        return _not_utf8(data, declared, error.start)


def _not_utf8(data: bytes, declared: str | None, place: int) -> Decoded:
    for codec in _meant(declared):
        try:
            return Decoded(data.decode(codec), f"{codec} (declared)")
        except (UnicodeDecodeError, LookupError):
            continue
    mended = data.decode("utf-8", "replace")
    broken = mended.count("\ufffd")
    sound = sum(1 for byte in data if byte >= 0xC0) - broken  # noqa: PLR2004 - UTF-8 lead bytes
    if sound >= _SOUND_PER_BROKEN * broken:
        note = f"{broken} byte(s) are not UTF-8, the first at byte {place:,}; shown as \ufffd"
        return Decoded(mended, "utf-8 (damaged)", State.PARTIAL, note)
    return _detected(data, place) or Decoded(
        mended,
        "utf-8 (assumed: no other encoding fits)",
        State.PARTIAL,
        f"the encoding could not be told; {broken} byte(s) are shown as \ufffd",
    )


def _detected(data: bytes, place: int) -> Decoded | None:
    """Windows-1252 where it fits, else what the detector finds and recognises a language in."""
    if _western(data):
        try:
            return Decoded(data.decode("cp1252"), "cp1252 (detected)")
        except UnicodeDecodeError:
            pass
    start = max(0, place - _SAMPLE // 2)
    best = from_bytes(data[start : start + _SAMPLE]).best()
    if best is None:
        return None
    # Without a language that fits, a one-byte code page is a guess among fifty: wrong letters, silently.
    sure = best.coherence > 0
    if not sure and not is_multi_byte_encoding(best.encoding):
        return None
    try:
        text = data.decode(best.encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    if sure:
        return Decoded(text, f"{best.encoding} (detected)")
    note = "the encoding was guessed; letters beyond ASCII may be wrong"
    return Decoded(text, f"{best.encoding} (guessed)", State.PARTIAL, note)


def _western(data: bytes) -> bool:
    """Whether the bytes beyond ASCII are mostly what Windows-1252 uses for quotes, dashes and é-like letters.

    In English and western European text these bytes stand alone among ASCII letters; in Cyrillic or
    Greek code pages they make up whole words.
    """
    high = [byte >= 0x80 for byte in data[:_SAMPLE]]  # noqa: PLR2004 - beyond ASCII
    pairs = sum(1 for first, second in pairwise(high) if first and second)
    return pairs * 4 < sum(high)


def _lenient(data: bytes, codec: str, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(codec), encoding)
    except UnicodeDecodeError as error:
        note = f"bytes from {error.start:,} on do not fit {codec}; shown as \ufffd"
        return Decoded(data.decode(codec, "replace"), encoding, State.PARTIAL, note)


def _wide(data: bytes) -> str | None:
    sample = data[: _SAMPLE - _SAMPLE % 2]
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > _NUL_SHARE * half and sample[::2].count(0) < half // 10:
        return "utf-16-le"
    if sample[::2].count(0) > _NUL_SHARE * half and sample[1::2].count(0) < half // 10:
        return "utf-16-be"
    return None


def _binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    controls = sum(1 for byte in sample if byte in _CONTROLS)
    return controls > max(_FEW_CONTROLS, _CONTROL_SHARE * len(sample))


def _meant(declared: str | None) -> tuple[str, ...]:
    """The codecs that a declaration means; none for UTF-7, and for what is no character set.

    Whoever declares Latin-1 or ASCII means Windows-1252, with its curly quotes (WHATWG Encoding §4.2);
    UTF-16 cannot be declared inside a file whose declaration was read as ASCII (WHATWG HTML §13.2.3.2).
    """
    try:
        found = codecs.lookup(declared or "")
    except LookupError:
        return ()
    if found.name in _NO_CHARACTER_SETS or not found._is_text_encoding:  # noqa: SLF001
        return ()
    if found.name.startswith(("utf-7", "utf-16", "utf-32")):
        return ()
    return ("cp1252", found.name) if found.name in {"iso8859-1", "ascii"} else (found.name,)
