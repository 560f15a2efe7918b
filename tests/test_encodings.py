"""Are bytes read as the characters they stand for, and is every doubt said?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.collect.encodings import decode
from foresaid.model.documents import State

ENGLISH = "“Nobody foresaw it,” he said – not even Zoë.\n"
RUSSIAN = "Никто не предвидел этого, сказал он вчера вечером в городе, и все замолчали.\n"
GREEK = "Η αλήθεια είναι ότι κανείς δεν το περίμενε αυτό το απόγευμα στην πόλη.\n"

# What is written, in which encoding, what the file declares, and how the answer begins.
READ = [
    (ENGLISH, "utf-8", None, "utf-8 (strict)"),
    (ENGLISH, "utf-8-sig", None, "utf-8 (byte order mark)"),
    (ENGLISH, "utf-16", None, "utf-16 (byte order mark)"),
    (ENGLISH, "utf-32", None, "utf-32 (byte order mark)"),
    (ENGLISH, "utf-16-le", None, "utf-16-le (detected"),
    (ENGLISH, "utf-16-be", None, "utf-16-be (detected"),
    (ENGLISH, "cp1252", None, "cp1252 (detected)"),
    (ENGLISH, "cp1252", "windows-1252", "cp1252 (declared)"),
    (ENGLISH, "cp1252", "ISO-8859-1", "cp1252 (declared)"),
    (ENGLISH, "cp1252", "us-ascii", "cp1252 (declared)"),
    (ENGLISH, "cp1252", "utf-16", "cp1252 (detected)"),
    (ENGLISH, "cp1252", "no-such-codec", "cp1252 (detected)"),
    (ENGLISH, "cp1252", "rot13", "cp1252 (detected)"),
    (ENGLISH, "utf-8", "iso-8859-1", "utf-8 (strict)"),
    (RUSSIAN, "koi8-r", "koi8-r", "koi8-r (declared)"),
    (RUSSIAN * 4, "koi8-r", None, "koi8_r (detected)"),
    (RUSSIAN * 4, "cp1251", None, "cp1251 (detected)"),
    (GREEK * 4, "cp1253", None, "cp1253 (detected)"),
    ("plain ASCII +ADw-b+AD4-", "ascii", "utf-7", "utf-8 (strict)"),
    ("before\x00after, two NULs\x00", "utf-8", None, "utf-8 (strict)"),
]

# Bytes, the state they end in, and words of the note.
DOUBTFUL = [
    (b"", State.REFUSED, "0 bytes"),
    (bytes(range(32)) * 40, State.REFUSED, "binary"),
    (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02",
        State.REFUSED,
        "binary",
    ),
    (
        "naïve café ".encode() * 9 + b"\xff end",
        State.PARTIAL,
        "1 byte(s) are not UTF-8, the first at byte 117",
    ),
    (b"\xff\xfea\x00b\x00c", State.PARTIAL, "do not fit utf-16"),
    (b"\xef\xbb\xbfgood \xff", State.PARTIAL, "do not fit utf-8"),
    (
        b"line \xc0\xaf\nline \xed\xa0\x80\nline \xf4\x90\x80\x80\nline \xfe\xff",
        State.PARTIAL,
        "could not be told",
    ),
]


@pytest.mark.parametrize(("text", "codec", "declared", "said"), READ, ids=[f"{r[1]}-{r[2]}" for r in READ])
def test_text_is_read_and_its_encoding_said(text, codec, declared, said):
    """Every character comes back, and the answer says which encoding it was and how that was known."""
    decoded = decode(text.encode(codec), declared)
    assert (decoded.text, decoded.state, decoded.note) == (text, State.COMPLETE, "")
    assert decoded.encoding.startswith(said)


@pytest.mark.parametrize(("data", "state", "note"), DOUBTFUL, ids=[row[2] for row in DOUBTFUL])
def test_what_is_lost_is_said(data, state, note):
    """What is no text is refused; what is damaged is read in part, with the place or number."""
    decoded = decode(data)
    assert decoded.state is state
    assert note in decoded.note
    assert (decoded.text is None) == (state is State.REFUSED)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_utf_8_is_always_read_as_it_stands(text):
    """No other reading is ever preferred to sound UTF-8."""
    data = text.encode("utf-8")
    assert decode(data).text in (text, text.removeprefix("\ufeff"))


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "latin-1", "utf-7", "zip", "", "x" * 40]))
def test_any_bytes_end_in_text_or_a_reason(data, declared):
    """No bytes and no declaration make decoding fail; text or reason, always with the encoding."""
    decoded = decode(data, declared)
    assert decoded.encoding
    assert decoded.note or decoded.state is State.COMPLETE
    assert (decoded.text is None) == (decoded.state is State.REFUSED)
