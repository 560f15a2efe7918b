"""What lies in a zip package (DOCX, EPUB), and may it be read? Nothing is ever unpacked to disk.

Names are looked up, never used as paths. What a member says of its own size is not believed: overlapping
members, members that unpack to far more than they hold, and packages that would take more than
`Budgets` allows are refused before or while they are read (notes on trust, §0.1 and T7: CPython 3.11 itself
unpacks 1,000 MB from a zip of 24 KB whose members lie in one another).
"""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile
import zlib
from typing import TYPE_CHECKING

from foresaid.plugins import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foresaid.budgets import Budgets

# Below a megabyte a member cannot hurt, and a page of blanks is packed a thousandfold by honest programs.
_PLAIN_SAILING = 1 << 20
# The two methods that OPC (ECMA-376 part 2, §7.3) and OCF (EPUB 3.3, §4.2) allow. Others unpack without
# a bound on what one step may produce.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x41  # bits 0 and 6 of the flags (PKWARE APPNOTE §4.4.4): encrypted, strongly encrypted
_UTF8 = 0x800  # bit 11: the name is UTF-8
_SIGNATURE = b"PK\x03\x04"
_ENTRY = b"PK\x01\x02"
_END = b"PK\x05\x06"
_END_LENGTH, _LONGEST_COMMENT = 22, 1 << 16
_LOCAL_LENGTH = 30  # a local header without its name and extra field (APPNOTE §4.3.7)
_SHOWN, _NAMED = 80, 5  # characters of a foreign name in a message, and how many names one holds
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, OverflowError,
    NotImplementedError, RuntimeError,
)  # fmt: skip


class Package:
    """A zip package held in memory; Unreadable says why bytes are none, or why they are not unpacked.

    `names` are those of its members, in the order of its directory; `notes` name what is odd about them.
    """

    def __init__(self, data: bytes, budgets: Budgets) -> None:
        self._budgets = budgets
        self._left = budgets.unpacked
        self._archive = _opened(data, budgets)
        members = [each for each in self._archive.infolist() if not each.is_dir()]
        _refuse_overlaps(data, self._archive)
        together = sum(each.file_size for each in members)
        # Pictures are stored as they are; only what unpacking adds can be a bomb.
        if together - len(data) > budgets.unpacked:
            raise Unreadable(
                f"a zip bomb: {len(data):,} bytes that would unpack to {together:,}; "
                f"at most {budgets.unpacked:,} are read"
            )
        self._members: dict[str, list[zipfile.ZipInfo]] = {}
        for each in members:
            self._members.setdefault(_name(each), []).append(each)
        self._folded: dict[str, list[str]] = {}
        for name in self._members:
            self._folded.setdefault(_fold(name), []).append(name)
        self.names = tuple(self._members)
        self.notes = tuple(_oddities(self._members, self._folded))

    def find(self, name: str) -> str | None:
        """The member of this name; else the only one whose name differs by case or composition of accents."""
        if name in self._members:
            return name
        alike = self._folded.get(_fold(name), [])
        return alike[0] if len(alike) == 1 else None

    def encrypted(self, name: str) -> bool:
        """Whether a member can only be read with a password."""
        return any(each.flag_bits & _ENCRYPTED for each in self._members[name])

    def read(self, name: str, most: int) -> bytes:
        """The bytes of a member found by `find`, at most `most`; Unreadable names it and says why not."""
        shown = f"{name[:_SHOWN]}"
        found = self._members[name]
        if len({(each.CRC, each.file_size) for each in found}) > 1:
            raise Unreadable(f"{len(found)} different members are called {shown}; which one is meant?")
        member = found[-1]
        if member.flag_bits & _ENCRYPTED:
            raise Unreadable(f"encrypted: {shown} can only be read with a password")
        if member.compress_type not in _METHODS:
            raise Unreadable(f"{shown} is packed by method {member.compress_type}; only deflate is read")
        self._refuse_size(member, shown, most)
        try:
            with self._archive.open(member) as stream:
                data = stream.read(most + 1)
        except _BROKEN as error:
            raise Unreadable(f"{shown} is damaged: {_reason(error)}") from error
        self._left -= len(data)
        return data

    def _refuse_size(self, member: zipfile.ZipInfo, shown: str, most: int) -> None:
        """Unreadable where a member would unpack to too much; zipfile produces no more than is declared."""
        size, packed = member.file_size, member.compress_size
        if size > _PLAIN_SAILING and size > packed * self._budgets.ratio:
            raise Unreadable(
                f"a zip bomb: {shown} would unpack from {packed:,} bytes to {size:,}; "
                f"at most {self._budgets.ratio} times as many are read"
            )
        if size > most:
            raise Unreadable(f"{shown} has {size:,} bytes; at most {most:,} are read")
        if size > self._left:
            raise Unreadable(
                f"{shown} is left: {self._budgets.unpacked:,} bytes of the package were unpacked before it"
            )


def is_package(head: bytes) -> bool:
    """Whether bytes begin as a zip package does."""
    return head.startswith(_SIGNATURE)


def listed(names: Iterable[str], most: int = _NAMED) -> str:
    """Names for a message: the first few, shortened, and how many more there are."""
    names = list(names)
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(name[:_SHOWN] for name in names[:most]) + more


def _opened(data: bytes, budgets: Budgets) -> zipfile.ZipFile:
    """The archive's directory, which is counted before it is read: each entry costs a thousand bytes."""
    end = data.rfind(_END, max(0, len(data) - _END_LENGTH - _LONGEST_COMMENT))
    if end < 0:
        cut = "its end is missing; the file is cut off" if is_package(data) else "it has no directory"
        raise Unreadable(f"no zip package: {cut}")
    if end + _END_LENGTH > len(data):
        raise Unreadable("no zip package: its last record is cut off")
    (size,) = struct.unpack_from("<L", data, end + 12)
    entries = data.count(_ENTRY, max(0, end - size), end)
    if entries > budgets.entries:
        raise Unreadable(f"a zip bomb: {entries:,} members; at most {budgets.entries:,} are read")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except UnicodeDecodeError as error:
        raise Unreadable("no zip package: a member's name is said to be UTF-8 and is not") from error
    except _BROKEN as error:
        raise Unreadable(f"no zip package: {_reason(error)}") from error


def _refuse_overlaps(data: bytes, archive: zipfile.ZipFile) -> None:
    """Unreadable where two members share bytes: the shape of a zip bomb (CVE-2024-0450).

    Each must end, by the length of its own header and what its entry says, before the next begins.
    """
    members = sorted(archive.infolist(), key=lambda each: each.header_offset)
    starts = [each.header_offset for each in members]
    for member, following in zip(members, [*starts[1:], archive.start_dir], strict=True):
        header = data[member.header_offset : member.header_offset + _LOCAL_LENGTH]
        if len(header) < _LOCAL_LENGTH or not header.startswith(_SIGNATURE):
            raise Unreadable(f"no zip package: {member.filename[:_SHOWN]} is not where its directory says")
        name_length, extra_length = struct.unpack_from("<HH", header, 26)
        end = member.header_offset + _LOCAL_LENGTH + name_length + extra_length + member.compress_size
        if end > archive.start_dir:
            raise Unreadable(
                f"no zip package: {member.filename[:_SHOWN]} runs over the end of what is there"
            )
        if end > following:
            raise Unreadable(f"a zip bomb: {member.filename[:_SHOWN]} overlaps what follows it")


def _oddities(members: dict[str, list[zipfile.ZipInfo]], folded: dict[str, list[str]]) -> Iterable[str]:
    """What is odd about the names; it can do no harm here, but may elsewhere, and somebody made it so."""
    astray = [each.orig_filename for same in members.values() for each in same if _astray(each)]
    if astray:
        yield f"names that lead out of the package or are no portable paths: {listed(astray)}"
    twice = [name for name, same in members.items() if len(same) > 1]
    if twice:
        yield f"more than one member is called: {listed(twice)}"
    unsaid = [name for name, same in members.items() if any(_undecoded(each) for each in same)]
    if unsaid:
        yield f"names in an encoding that is not stated: {listed(unsaid)}"
    alike = [" / ".join(names) for names in folded.values() if len(names) > 1]
    if alike:
        yield f"names that some computers cannot tell apart: {listed(alike)}"


def _name(member: zipfile.ZipInfo) -> str:
    """A member's name; many programs write UTF-8 without saying so, which zipfile reads as code page 437."""
    return member.filename if _undecoded(member) or _stated(member) else _raw(member).decode("utf-8")


def _stated(member: zipfile.ZipInfo) -> bool:
    return member.filename.isascii() or bool(member.flag_bits & _UTF8)


def _undecoded(member: zipfile.ZipInfo) -> bool:
    """Whether a name has letters beyond ASCII in nobody knows which encoding."""
    if _stated(member):
        return False
    try:
        _raw(member).decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _raw(member: zipfile.ZipInfo) -> bytes:
    return member.filename.encode("cp437", "replace")


def _astray(member: zipfile.ZipInfo) -> bool:
    """Whether a name leads out of the package: absolute, with a drive, upwards, or by another separator."""
    name = member.orig_filename
    return (
        name.startswith("/") or name[1:2] == ":" or "\\" in name or "\0" in name or ".." in name.split("/")
    )


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _reason(error: Exception) -> str:
    words = str(error) or type(error).__name__
    return "it is cut off" if isinstance(error, EOFError) else words[: 2 * _SHOWN]
