"""Are received bytes kept once, unchanged, and is any change found?"""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.archive.payload import Payload
from foresaid.errors import DamageError


def test_the_same_bytes_are_kept_once(tmp_path):
    """Bytes lie under their SHA-256, read-only; putting them again changes no file."""
    payload = Payload(tmp_path)
    item = payload.put(b"ash nazg")
    path = payload.path(item.digest)
    before = path.stat()
    assert (item.digest, item.size) == (sha256(b"ash nazg").hexdigest(), 8)
    assert payload.put(b"ash nazg") == item
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert before.st_mode & 0o777 == 0o444
    assert payload.get(item.digest) == b"ash nazg"


def test_items_are_listed_in_order_without_left_overs(tmp_path):
    """Every item is listed once, in order of digest, and temporary files are none."""
    payload = Payload(tmp_path)
    kept = sorted(payload.put(bytes([number])).digest for number in range(20))
    (payload.path(kept[0]).parent / "rest.1.part").write_bytes(b"half")
    assert [digest for _, digest in payload.entries() if digest] == kept


@given(data=st.binary(min_size=1, max_size=300), place=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_one_flipped_bit_is_found_and_the_path_named(tmp_path_factory, data, place, bit):
    """Any one bit changed on disk is an error that names the file, for reading and for putting again."""
    payload = Payload(tmp_path_factory.mktemp("payload"))
    path = payload.path(payload.put(data).digest)
    changed = bytearray(data)
    changed[place % len(data)] ^= 1 << bit
    path.chmod(0o644)
    path.write_bytes(changed)
    for act in (lambda: payload.get(sha256(data).hexdigest()), lambda: payload.put(data)):
        with pytest.raises(DamageError) as raised:
            act()
        assert str(path) in str(raised.value)


def test_missing_and_unreadable_bytes_are_damage(tmp_path):
    """A file that is gone or cannot be read is named with its path."""
    payload = Payload(tmp_path)
    path = payload.path(payload.put(b"here").digest)
    path.unlink()
    with pytest.raises(DamageError, match=r"is missing"):
        payload.get(sha256(b"here").hexdigest())
    path.mkdir()
    with pytest.raises(DamageError, match=r"cannot be read"):
        payload.get(sha256(b"here").hexdigest())


def test_damaged_bytes_are_never_read_as_a_document(collection, foresaid, write):
    """A rebuild from payload that changed stops with exit code 4 and keeps the old catalogue."""
    foresaid("add", collection, write("a.txt", "Nobody foresaw it."))
    record = foresaid.json("status", collection, "--record")["record"]
    path = next(each for each in (collection / "payload").rglob("*") if each.is_file())
    path.chmod(0o644)
    path.write_bytes(b"Everybody foresaw it.")
    foresaid("rebuild", collection, code=4)
    assert str(path) in foresaid.err
    assert foresaid.json("status", collection, "--record")["record"] == record
