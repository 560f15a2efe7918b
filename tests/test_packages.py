"""Is a zip package read within its bounds, and is every trick with zips named?"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.budgets import Budgets
from foresaid.collect.packages import Package
from foresaid.plugins import Unreadable

BUDGETS = Budgets()
MOST = 1 << 20


def zipped(*members, method=zipfile.ZIP_DEFLATED):
    """A package of (name, bytes)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def overlapping(copies):
    """Members that all lie at the same place: one local header, many entries of the directory."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(bytes(100_000)) + packed.flush()
    sizes = struct.pack("<LLL", zlib.crc32(bytes(100_000)), len(body), 100_000)
    local = (
        b"PK\3\4" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", 1, 0) + b"0" + body
    )
    entry = b"PK\1\2" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes
    entry += struct.pack("<HHHHHLL", 1, 0, 0, 0, 0, 0, 0) + b"0"
    end = b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, copies, copies, len(entry) * copies, len(local), 0)
    return local + entry * copies + end


def test_members_are_read_by_their_names():
    """Names come in order; a name found by case or by composed accents is the same member."""
    package = Package(zipped(("b.xml", b"two"), ("Á.xml", b"one")), BUDGETS)
    assert package.names == ("b.xml", "Á.xml")
    assert package.read(package.find("B.XML"), MOST) == b"two"
    assert package.find("A\u0301.xml") == "Á.xml"
    assert package.find("c.xml") is None
    assert not package.notes


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it has no directory"),
        (b"plain text", "it has no directory"),
        (zipped(("a", b"x" * 500))[:60], "its end is missing; the file is cut off"),
        (zipped(("a", b"x"))[:-4], "its last record is cut off"),
        (overlapping(30), "a zip bomb: 0 overlaps what follows it"),
        (zipped(*((str(number), b"") for number in range(50))), "a zip bomb: 50 members; at most 40"),
        (zipped(("a", bytes(900_000)), ("b", bytes(900_000))), "a zip bomb: "),
    ],
    ids=["empty", "text", "cut", "cut at the end", "overlap", "many", "large"],
)
def test_what_cannot_be_opened_is_refused_with_the_reason(data, reason):
    """Broken packages and bombs are told apart, and told before anything is unpacked."""
    with pytest.raises(Unreadable, match=reason):
        Package(data, Budgets(entries=40, unpacked=1_000_000))


def test_a_member_that_unpacks_to_far_more_than_it_holds_is_not_read():
    """The bound on the ratio is named with the member; its neighbours are read."""
    package = Package(zipped(("bomb.xml", bytes(5_000_000)), ("good.xml", b"good")), BUDGETS)
    with pytest.raises(
        Unreadable, match=r"a zip bomb: bomb\.xml would unpack from [\d,]+ bytes to 5,000,000"
    ):
        package.read("bomb.xml", 10_000_000)
    assert package.read("good.xml", MOST) == b"good"


def test_a_declared_size_that_lies_produces_no_more():
    """A member that says it is small yields at most what it says, and is refused by its checksum."""
    data = zipped(("a.xml", bytes(3_000_000)))
    lie = data.replace(struct.pack("<L", 3_000_000), struct.pack("<L", 10))
    with pytest.raises(Unreadable, match=r"a\.xml is damaged: Bad CRC"):
        Package(lie, BUDGETS).read("a.xml", MOST)


def test_what_all_members_unpack_to_is_bounded_too():
    """Reading goes on until the budget of the package is used up, not beyond."""
    body = zlib.compress(bytes(range(256)) * 100, 0)  # hardly packs any further
    package = Package(zipped(("a", body), ("b", body), method=zipfile.ZIP_STORED), Budgets(unpacked=30_000))
    package.read("a", MOST)
    with pytest.raises(Unreadable, match="b is left: 30,000 bytes"):
        package.read("b", MOST)


def test_a_large_member_is_refused_by_the_bound_of_its_reader():
    """Whoever asks for a member says how much of it can be used."""
    package = Package(zipped(("a.xml", b"x" * 2000)), BUDGETS)
    with pytest.raises(Unreadable, match=r"a\.xml has 2,000 bytes; at most 1,000 are read"):
        package.read("a.xml", 1000)


@pytest.mark.parametrize(
    ("offset", "value", "reason"),
    [
        (8, 1, "encrypted: a.xml can only be read with a password"),
        (10, 12, "a.xml is packed by method 12; only deflate is read"),
    ],
)
def test_encrypted_and_oddly_packed_members_are_named(offset, value, reason):
    """A password or a method other than deflate is a reason, not an error."""
    data = bytearray(zipped(("a.xml", b"words")))
    struct.pack_into("<H", data, data.index(b"PK\1\2") + offset, value)
    package = Package(bytes(data), BUDGETS)
    assert package.encrypted("a.xml") == (value == 1)
    with pytest.raises(Unreadable, match=reason):
        package.read("a.xml", MOST)


def test_a_damaged_member_is_named():
    """One changed byte is found by the checksum."""
    data = zipped(("a.xml", b"words of a document"), method=zipfile.ZIP_STORED)
    with pytest.raises(Unreadable, match=r"a\.xml is damaged: Bad CRC-32"):
        Package(data.replace(b"words", b"Words"), BUDGETS).read("a.xml", MOST)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_odd_names_are_named():
    """Names that lead elsewhere, stand twice or look alike are notes; they are never paths."""
    package = Package(
        zipped(
            ("../up", b"1"),
            ("/etc/abs", b"2"),
            ("c:x", b"3"),
            ("a", b"4"),
            ("A", b"5"),
            ("b", b"6"),
            ("b", b"7"),
        ),
        BUDGETS,
    )
    astray, twice, alike = package.notes
    assert "../up, /etc/abs, c:x" in astray
    assert twice.endswith("called: b")
    assert "a / A" in alike
    assert package.find("a") == "a"
    with pytest.raises(Unreadable, match="2 different members are called b; which one is meant"):
        package.read("b", MOST)


def test_names_in_utf8_that_does_not_say_so_are_read():
    """Many programs write UTF-8 without the flag; what is neither is noted."""
    data = zipped(("é.xml", b"1"))
    unflagged = bytearray(data)
    for place in (data.index(b"PK\3\4") + 6, data.index(b"PK\1\2") + 8):
        struct.pack_into("<H", unflagged, place, 0)
    package = Package(bytes(unflagged), BUDGETS)
    assert package.names == ("é.xml",)
    assert package.read("é.xml", MOST) == b"1"
    latin = bytes(unflagged).replace("é".encode(), b"\xe9\xe8")
    assert "an encoding that is not stated" in Package(latin, BUDGETS).notes[0]


@given(
    st.binary(max_size=400),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 255)), max_size=6),
    st.booleans(),
)
def test_any_damage_ends_as_bytes_or_a_reason(content, changes, cut):
    """Whatever is changed in a package, nothing but Unreadable comes of it, and what is read is what was put in."""
    data = bytearray(zipped(("a.xml", content), ("b.xml", b"words")))
    for place, value in changes:
        data[place % len(data)] = value
    broken = bytes(data[: len(data) // 2] if cut else data)
    with suppress(Unreadable):
        package = Package(broken, BUDGETS)
        for name in package.names:
            with suppress(Unreadable):
                assert package.read(name, MOST) in {content, b"words"}


@pytest.mark.parametrize(
    "name", ["zip_overlap_1GB.zip", "zip_quoted_overlap_1GB.zip", "zip_bomb_100MB.zip"]
)
def test_the_bombs_of_the_hostile_collection_are_refused(shared, name):
    """Overlap and ratio are both met before memory is."""
    data = (shared / "data" / "hostile" / "gen" / name).read_bytes()
    with pytest.raises(Unreadable, match="a zip bomb: "):
        Package(data, BUDGETS).read("b.txt", 1 << 30)
