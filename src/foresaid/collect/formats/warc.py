"""How is a web archive (WARC) read? One document for each page or plain text that was captured.

The date of the capture is when a crawler came by: it comes last, of grade D, after what the page says of
itself. `Budgets.entries` does not bound the records, for an honest crawl has more of them; the time for an
item does, and each record by itself is held to the bounds for packed members.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from foresaid.collect.dating.heads import read_head
from foresaid.collect.encodings import decode
from foresaid.collect.stating import Said
from foresaid.collect.web import pages
from foresaid.collect.web.http_messages import (
    Message,
    charset,
    media_type,
    read_message,
    unchunked,
    unpacked,
)
from foresaid.collect.web.inflating import GZIP_MAGIC, first_bytes
from foresaid.collect.web.statements import one_line, plain_date, state_web_date, state_web_value
from foresaid.collect.web.warc_records import Losses, Record, records
from foresaid.model.dates import Grade
from foresaid.model.documents import Extraction, State
from foresaid.plugins import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.words import Vocabulary
    from foresaid.plugins import Tools

BASIS = "capture record"
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_TEXT = "text/plain"
# Records about the crawl, not of the web.
_ABOUT = frozenset({"warcinfo", "request", "metadata"})
_READ = frozenset({"response", "resource", "conversion"})
_SUCCESS = range(200, 300)
_MOST_TYPES = 8  # media types named in a note, the commonest first
_PEEK = 1_024
_MAGIC, _ARC = b"WARC/", b"filedesc:"


@dataclass(frozen=True, slots=True)
class _Capture:
    """A record that is a document: what answered, of which media type, at which address and time."""

    record: Record
    message: Message
    kind: str
    address: str
    date: str

    @property
    def number(self) -> str:
        """The id that the record gives itself."""
        return one_line(self.record.headers.get("warc-record-id", "")).strip("<>")

    @property
    def at_time(self) -> str:
        """The address with the time of the capture."""
        return f"{self.address} {self.date}"


@dataclass(slots=True)
class _Survey:
    """What a first pass over the file found: which ids are unique, and what is left out, by kind."""

    numbers: Counter[str] = field(default_factory=Counter)
    names: Counter[bytes] = field(
        default_factory=Counter
    )  # digests of addresses, with and without the time
    other: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    revisits: int = 0
    losses: Losses = field(default_factory=Losses)

    def notes(self) -> tuple[str, ...]:
        """What of the file is in none of its documents."""
        found = []
        for counted, what in (
            (self.other, "records of other types"),
            (self.failed, "answers without a page"),
        ):
            named = ", ".join(f"{kind}: {count:,}" for kind, count in counted.most_common(_MOST_TYPES))
            if counted:
                found.append(f"{counted.total():,} {what} left out ({named})")
        if self.revisits:
            found.append(
                f"{self.revisits:,} revisits left out: the same as an earlier capture, not kept again"
            )
        return tuple(f"in this web archive: {each}" for each in (*found, *self.losses.notes()))


class Warc:
    """Web archives in WARC, plain or packed with gzip; those in ARC, its forerunner, are refused by name."""

    name = "warc"
    version = pages.VERSION
    suffixes = (".warc", ".warc.gz", ".arc", ".arc.gz")

    def recognises(self, head: bytes) -> bool | None:
        """Whether it begins with a record, of which a packed file gives up to 1 KiB."""
        if head.startswith(GZIP_MAGIC):
            return first_bytes(head, 0, _PEEK).startswith((_MAGIC, _ARC))
        return True if head.startswith((_MAGIC, _ARC)) else None

    def extract(self, data: bytes, tools: Tools) -> Iterator[Extraction]:
        """Every page and plain text; what is left out of the file is noted with the first."""
        if _ARC in (data[: len(_ARC)], first_bytes(data, 0, len(_ARC))):
            raise Unreadable("an ARC file; only WARC is read, and `warcio recompress` makes one of it")
        survey, any_record = _surveyed(data, tools)
        if not any_record:
            raise Unreadable("; ".join(("no record of a web archive in it", *survey.losses.notes())))
        notes = survey.notes()
        for record in records(data, tools.budgets, Losses()):
            capture = _capture(record)
            if isinstance(capture, _Capture):
                tools.alive()
                found = self._document(capture, survey, tools)
                yield replace(found, notes=(*found.notes, *notes))
                notes = ()
        if not sum(survey.numbers.values()):
            reason = "no page or plain text in this web archive"
            yield self._refused("", (reason, *notes))

    def _document(self, capture: _Capture, survey: _Survey, tools: Tools) -> Extraction:
        number, place = capture.number, f"byte {capture.record.place}"
        unique = number and survey.numbers[number] == 1
        locator = number if unique else f"{number} at {place}" if number else place
        names = (capture.address, capture.at_time)
        given = next((each for each in names if survey.names[_short(each)] == 1), None)
        about = _stated(capture, tools.vocabulary)
        try:
            body, problems = _body(capture, tools)
            found = self._text(capture, body, tools)
        except Unreadable as reason:
            found, problems = self._refused("", (str(reason),)), ()
        cut = bool(problems) and found.state is State.COMPLETE
        return replace(
            found,
            locator=locator,
            given=given if capture.address else None,
            statements=(*found.statements, *about.statements),
            datings=(*found.datings, *about.datings),
            state=State.PARTIAL if cut else found.state,
            notes=(*problems, *found.notes, *about.notes),
        )

    def _text(self, capture: _Capture, body: bytes, tools: Tools) -> Extraction:
        extractor = f"{self.name}/{self.version}"
        stated = capture.message.headers.get("content-type") or capture.record.headers.get(
            "content-type", ""
        )
        if capture.kind in _PAGES:
            return pages.read_page(body, tools, extractor, charset=charset(stated))
        decoded = decode(body, charset(stated))
        if not decoded.text:
            raise Unreadable(decoded.note or "there is no text in it")
        statements, datings = read_head(decoded.text, tools.vocabulary)
        notes = (decoded.note,) if decoded.note else ()
        return Extraction(
            "",
            decoded.text,
            extractor,
            decoded.encoding,
            statements,
            datings,
            state=decoded.state,
            notes=notes,
        )

    def _refused(self, locator: str, notes: tuple[str, ...]) -> Extraction:
        extractor = f"{self.name}/{self.version}"
        return Extraction(locator, "", extractor, "none", state=State.REFUSED, notes=notes)


def _short(name: str) -> bytes:
    """A name as few bytes; a crawl has millions of them."""
    return hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=16).digest()


def _surveyed(data: bytes, tools: Tools) -> tuple[_Survey, bool]:
    """A first pass that reads no body."""
    survey, any_record = _Survey(), False
    for record in records(data, tools.budgets, survey.losses):
        any_record = True
        tools.alive()
        capture = _capture(record)
        if isinstance(capture, _Capture):
            survey.numbers[capture.number] += 1
            survey.names.update((_short(capture.address), _short(capture.at_time)))
        elif capture == "revisit":
            survey.revisits += 1
        elif capture.isdigit():
            survey.failed[capture] += 1
        elif capture not in _ABOUT:
            survey.other[capture] += 1
    return survey, any_record


def _capture(record: Record) -> _Capture | str:
    """A record as a document to be, or why it is none: its kind, status or media type."""
    kind = record.headers.get("warc-type", "").casefold()
    if kind not in _READ:
        return one_line(kind)[:40] or "without type"
    stated = record.headers.get("content-type", "")
    message = Message(None, {}, record.block)
    if media_type(stated) == "application/http" or kind == "response":
        message = read_message(record.block)
        stated = message.headers.get("content-type", stated if message.status is None else "")
    if message.status is not None and message.status not in _SUCCESS:
        return str(message.status)
    media = media_type(stated) or _looked_at(message.raw)
    if media not in _PAGES and media != _TEXT:
        return one_line(media)[:60]
    address = one_line(record.headers.get("warc-target-uri", "").strip("<>"))
    return _Capture(record, message, media, address, plain_date(record.headers.get("warc-date", "")))


def _looked_at(body: bytes) -> str:
    """The media type of a body whose server stated none."""
    body = first_bytes(body, 0, _PEEK) if body.startswith(GZIP_MAGIC) else body[:_PEEK]
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower()
    return "text/html" if start.startswith((b"<!doctype html", b"<html")) else "no media type"


def _stated(capture: _Capture, vocabulary: Vocabulary) -> Said:
    """What the record says: the address and the day of the capture."""
    url = state_web_value("url", capture.address, BASIS)
    if not capture.date:
        return url
    day = state_web_date(capture.date, BASIS, vocabulary, kind="captured", grade=Grade.D)
    return Said(url.statements + day.statements, day.datings, url.notes + day.notes)


def _body(capture: _Capture, tools: Tools) -> tuple[bytes, tuple[str, ...]]:
    """The body as the server meant it, and what was wrong with the record or the body."""
    record, message = capture.record, capture.message
    joined, broken = unchunked(message)
    differs = _digest_notes(record, (message.raw, joined))
    body, damaged = unpacked(message, joined, tools.budgets)
    return body, tuple(filter(None, (*record.notes, *differs, broken, damaged)))


def _digest_notes(record: Record, payloads: tuple[bytes, ...]) -> Iterator[str]:
    """Which digests of a record are not those of its bytes; that of a payload may count its chunks or not."""
    for name, what, blocks in (
        ("warc-block-digest", "block", (record.block,)),
        ("warc-payload-digest", "payload", payloads),
    ):
        algorithm, _, stated = record.headers.get(name, "").partition(":")
        algorithm = algorithm.strip().casefold().replace("-", "")
        if not stated or algorithm not in {"sha1", "sha256", "md5"}:
            continue
        if not any(_is_digest(stated.strip(), algorithm, block) for block in blocks):
            yield f"the bytes are not those whose {algorithm} the record states ({what}); they were changed or cut"


def _is_digest(stated: str, algorithm: str, block: bytes) -> bool:
    """Whether a digest in base 32 or 16 is that of the bytes."""
    digest = hashlib.new(algorithm, block, usedforsecurity=False)
    based = base64.b32encode(digest.digest()).decode().rstrip("=")
    return stated.upper().rstrip("=") in {based, digest.hexdigest().upper()}
