"""Is every page of a web archive read, each once, whatever its lengths, packing and digests say?"""

from __future__ import annotations

import base64
import gzip
import hashlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import extract_bytes
from foresaid.budgets import Budgets
from foresaid.collect.formats.warc import Warc
from foresaid.collect.web.warc_records import Losses, records
from foresaid.model.documents import State

PAGE = b"<title>T</title><p>Nobody foresaw it.</p>"
URI = "http://site.example/page"


def record(block, kind="response", *, uri=URI, length=None, number="", **headers):
    """A record of a web archive."""
    fields = {
        "WARC-Type": kind,
        "WARC-Target-URI": uri,
        "WARC-Date": "2014-01-03T03:03:21Z",
        "WARC-Record-ID": f"<urn:uuid:{number or hashlib.md5(block + uri.encode()).hexdigest()}>",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block) if length is None else length),
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return b"WARC/1.0\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"


def answer(body=PAGE, media="text/html", status="200 OK", **headers):
    """What a server answers."""
    fields = {"Content-Type": media} | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def read(data, **tools):
    """Every document of a web archive."""
    return extract_bytes(data, "file.warc", **tools)


def only(data, **tools):
    """The one document of a web archive."""
    (extraction,) = read(data, **tools)
    return extraction


def sha1(block):
    """A digest as web archives write it."""
    return f"sha1:{base64.b32encode(hashlib.sha1(block).digest()).decode()}"


def test_a_capture_is_a_page_with_its_address_and_day():
    """What the page states comes first; the capture gives the address, and a day of grade D."""
    page = PAGE + b"<meta name=date content=1999-05-04>"
    extraction = only(record(answer(page), WARC_Payload_Digest=sha1(page)))
    assert (extraction.text, extraction.given) == ("Nobody foresaw it.", URI)
    assert extraction.locator.startswith("urn:uuid:")
    assert [(each.field, each.value) for each in extraction.statements if each.field != "date"] == [
        ("title", "T"),
        ("url", URI),
        ("captured", "2014-01-03T03:03:21Z"),
    ]
    dates = [(each.kind, each.date.text, each.grade) for each in extraction.datings]
    assert dates == [("published", "1999-05-04", "C"), ("captured", "2014-01-03T03:03:21Z", "D")]
    assert (extraction.state, extraction.notes) == (State.COMPLETE, ())


CHUNKED = b"".join(b"%x;a=b\r\n%s\r\n" % (len(p), p) for p in (PAGE[:7], PAGE[7:])) + b"0\r\n\r\n"
RAW = zlib.compressobj(wbits=-15)
# The body of an answer, its headers, and what is noted.
BODIES = {
    "plain": (PAGE, {}, ""),
    "in chunks": (CHUNKED, {"Transfer_Encoding": "chunked"}, ""),
    "chunks joined before": (PAGE, {"Transfer_Encoding": "chunked"}, ""),
    "gzip": (gzip.compress(PAGE), {"Content_Encoding": "gzip"}, ""),
    "deflate": (zlib.compress(PAGE), {"Content_Encoding": "deflate"}, ""),
    "raw deflate": (RAW.compress(PAGE) + RAW.flush(), {"Content_Encoding": "deflate"}, ""),
    "unpacked before": (PAGE, {"Content_Encoding": "br"}, ""),
    "packed twice": (gzip.compress(zlib.compress(PAGE)), {"Content_Encoding": "deflate, gzip"}, ""),
    "chunks cut off": (CHUNKED[:-9], {"Transfer_Encoding": "chunked"}, "last chunk is cut off"),
    "chunks damaged": (CHUNKED[:-5] + b"zz\r\n", {"Transfer_Encoding": "chunked"}, "chunks are damaged"),
    "gzip cut off": (gzip.compress(PAGE)[:-8], {"Content_Encoding": "gzip"}, "packed bytes are cut off"),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_is_read_however_it_was_sent(name):
    """Chunks are joined and packing is undone; damage is said, and what is left is read."""
    body, headers, note = BODIES[name]
    extraction = only(record(answer(body, **headers)))
    assert extraction.text.startswith("Nobody foresaw it.")
    assert [note in each for each in extraction.notes] == ([True] if note else [])
    assert extraction.state is (State.PARTIAL if note else State.COMPLETE)


# A record that gives no text, and words of the reason.
REFUSED = {
    "brotli": (record(answer(b"\x0b\x02\x80", Content_Encoding="br")), "packed with br"),
    "zstd": (record(answer(b"\x28\xb5\x2f\xfd", Content_Encoding="zstd")), "packed with zstd"),
    "packed over and over": (record(answer(PAGE, Content_Encoding="gzip," * 9)), "packed 9 times"),
    "an image": (record(answer(b"\x89PNG", "image/png")), "image/png: 1"),
    "an error": (record(answer(status="404 Not Found")), "404: 1"),
    "a redirect": (record(answer(status="302 Found")), "302: 1"),
    "a revisit": (record(answer(b""), "revisit"), "1 revisits"),
    "a request": (record(b"GET / HTTP/1.1\r\n\r\n", "request"), "no page or plain text"),
    "no web archive": (b"WARC/1.0 is a format.", "no record of a web archive"),
    "the format before": (b"filedesc://a.arc 0.0.0.0 19970101000000 text/plain 76\n1 0 A\n", "an ARC file"),
    "packed, the format before": (gzip.compress(b"filedesc://a.arc 0.0.0.0"), "an ARC file"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_page_is_refused_with_the_reason(name):
    """A web archive without any text is refused, and says what is in it."""
    data, reason = REFUSED[name]
    extraction = only(data)
    assert extraction.state is State.REFUSED
    assert any(reason in note for note in extraction.notes)


def test_what_is_left_out_is_counted_with_the_first_page():
    """Other types, errors and revisits are counted once for the file; records about the crawl are not."""
    pictures = b"".join(record(answer(b"x", "image/png"), uri=f"{URI}/{n}") for n in range(3))
    style = record(answer(b"x", "text/css"))
    about = record(b"software: x\r\n", "warcinfo") + record(b"GET / HTTP/1.1\r\n\r\n", "request")
    gone = record(answer(status="410 Gone")) + record(answer(b""), "revisit")
    first, second = read(
        about + pictures + style + gone + record(answer()) + record(answer(), uri=URI + "2")
    )
    assert first.notes == (
        "in this web archive: 4 records of other types left out (image/png: 3, text/css: 1)",
        "in this web archive: 1 answers without a page left out (410: 1)",
        "in this web archive: 1 revisits left out: the same as an earlier capture, not kept again",
    )
    assert second.notes == ()


def test_plain_text_and_conversions_are_read():
    """Plain text is read as it stands, from a server, as a resource and as the text of a conversion."""
    text = "Élan\r\n\r\nvital".encode("cp1252")
    for data in (
        record(answer(text, "text/plain; charset=windows-1252")),
        record(text, "resource", Content_Type="text/plain;charset=windows-1252"),
        record(text, "conversion", Content_Type="text/plain; charset=windows-1252"),
    ):
        assert only(data).text == "Élan\r\n\r\nvital"


def test_the_same_address_captured_twice_makes_two_documents():
    """An address that comes twice is told apart by its time, an id that comes twice by its place."""
    later = {"WARC_Date": "2015-01-03T03:03:21Z"}
    extractions = read(
        record(answer(), number="1")
        + record(answer(), number="1", **later)
        + record(answer(), number="2", **later)
    )
    assert [each.given for each in extractions] == [f"{URI} 2014-01-03T03:03:21Z", None, None]
    assert len({each.locator for each in extractions}) == 3
    assert extractions[2].locator == "urn:uuid:2"


def test_a_changed_byte_is_noted():
    """A digest that is not that of the bytes is said; one over the chunks as sent is right as well."""
    block = answer(CHUNKED, Transfer_Encoding="chunked")
    for payload in (CHUNKED, PAGE):
        assert (
            only(record(block, WARC_Block_Digest=sha1(block), WARC_Payload_Digest=sha1(payload))).notes
            == ()
        )
    extraction = only(record(block, WARC_Block_Digest=sha1(b"x"), WARC_Payload_Digest="sha1:abc"))
    assert extraction.state is State.PARTIAL
    assert "(block)" in extraction.notes[0]
    assert "(payload)" in extraction.notes[1]


@pytest.mark.parametrize("length", ["", "0", "5", "70", "400", "1000000000000", "-1", "x", "9" * 40])
@pytest.mark.parametrize("packed", [False, True])
def test_a_lying_length_swallows_no_other_record(length, packed):
    """Of three records the middle one lies about its length; all three are read, and the lie is noted."""
    parts = [
        record(answer(PAGE + b"<p>%d" % n), uri=f"{URI}/{n}", length=length if n == 1 else None)
        for n in range(3)
    ]
    data = b"".join(map(gzip.compress, parts)) if packed else b"".join(parts)
    extractions = read(data)
    assert [each.given for each in extractions] == [f"{URI}/{n}" for n in range(3)]
    assert [each.state for each in extractions] == [State.COMPLETE, State.PARTIAL, State.COMPLETE]
    assert "it was ended" in extractions[1].notes[0] or "its file ends" in extractions[1].notes[0]
    assert [each.text[-1] for each in extractions] == ["0", "1", "2"]


def test_a_length_over_two_whole_records_is_found_out_by_the_message():
    """A record that claims the next one too is ended where its HTTP message ends."""
    second = record(answer(), uri=f"{URI}/2")
    block = answer(Content_Length=str(len(PAGE)))
    first = record(block, length=len(block) + 4 + len(second) - 4)
    assert [each.given for each in read(first + second)] == [URI, f"{URI}/2"]


def test_a_page_that_shows_a_record_is_no_record():
    """A record of honest length may hold what looks like one, which is said."""
    shown = b"<pre>\r\n\r\n" + record(answer(b"inner")) + b"</pre>"
    extraction = only(record(answer(shown, Content_Length=str(len(shown)))))
    assert "inner" in extraction.text
    assert "looks like another record" in extraction.notes[0]


def test_damaged_members_lose_no_others():
    """A damaged or cut gzip member costs its own record only, and the loss is reported with its place."""
    parts = [
        gzip.compress(record(answer(PAGE + b"<p>%d" % n), uri=f"{URI}/{n}"), mtime=0) for n in range(4)
    ]
    damaged = bytearray(parts[1])
    damaged[40:60] = b"\xff" * 20
    data = parts[0] + bytes(damaged) + b"\0" * 8 + parts[2] + b"junk" + parts[3][:-30]
    extractions = read(data)
    assert [each.given for each in extractions if each.text.endswith(("0", "2"))] == [
        f"{URI}/0",
        f"{URI}/2",
    ]
    notes = " ".join(extractions[0].notes)
    assert f"byte {len(parts[0]):,}: its packed bytes are damaged" in notes
    assert "4 bytes from byte" in notes
    assert "cut off" in notes


def test_a_record_cut_into_members_is_one_record():
    """Some writers end a gzip member inside a record; the next one that begins no record goes on with it."""
    data = record(answer())
    for place in range(20, len(data), 40):
        assert only(gzip.compress(data[:place]) + gzip.compress(data[place:])).text == "Nobody foresaw it."


def test_a_member_that_unpacks_to_too_much_is_cut():
    """What may be unpacked is bounded for each member, and the others are read."""
    bomb = gzip.compress(record(answer(b"<p>" + b"a" * (9 << 20)), uri=f"{URI}/bomb"))
    extractions = read(bomb + gzip.compress(record(answer())), budgets=Budgets(ratio=20))
    assert extractions[-1].given == URI
    assert any("more than 20 times as large" in note for note in extractions[0].notes)


def test_a_body_that_unpacks_to_too_much_is_cut():
    """A body is unpacked as far as the budgets allow, and what is missing is said."""
    bomb = gzip.compress(b"<p>" + b"a" * (30 << 20))
    extraction = only(record(answer(bomb, Content_Encoding="gzip")))
    assert extraction.state is State.PARTIAL
    assert len(extraction.text) < len(bomb) * 201
    assert extraction.notes == ("unpacked it is more than 200 times as large",)


def test_a_packed_archive_is_told_by_its_first_bytes():
    """A name ending in .gz is enough for a web archive, and makes none of other packed files."""
    data = gzip.compress(record(answer()))
    assert extract_bytes(data, "crawl.warc.gz")[0].text == "Nobody foresaw it."
    assert Warc().recognises(data[:65536]) is True
    assert Warc().recognises(gzip.compress(b"text")) is False
    assert Warc().recognises(b"WARC/1.1\r\n") is True
    assert Warc().recognises(b"\x1f\x8b") is None


@given(st.data())
def test_no_byte_of_an_archive_is_lost_silently(data):
    """Whatever is cut out of an archive, the records untouched are all found."""
    packed = data.draw(st.booleans())
    parts = [record(answer(PAGE * (n + 1)), uri=f"{URI}/{n}", number=str(n)) for n in range(4)]
    parts = [gzip.compress(part, mtime=0) for part in parts] if packed else parts
    hit = data.draw(st.integers(0, 3))
    start = data.draw(st.integers(0, len(parts[hit]) - 1))
    end = data.draw(st.integers(start, len(parts[hit]) - 1))
    junk = data.draw(st.binary(max_size=30))
    torn = parts[hit][:start] + junk + parts[hit][end:]
    whole = b"".join([*parts[:hit], torn, *parts[hit + 1 :]])
    losses = Losses()
    found = {
        each.headers.get("warc-target-uri") for each in records(whole, Budgets(), losses) if not each.notes
    }
    assert {f"{URI}/{n}" for n in range(4) if n != hit} <= found


def test_honest_archives_are_read_as_another_reader_reads_them(shared):
    """On the sound archives of the development data, warcio finds the same records and blocks."""
    iterator = pytest.importorskip("warcio.archiveiterator").ArchiveIterator
    names = ("warc/warcio_example.warc", "warc/warcio_example.warc.gz", "archive/tika_cc.warc.gz")
    for name in (*names, "warc/warcio_example-iana.org-chunked.warc", "warc/tika_testWARC_multiple.warc"):
        path = shared / "data" / "hostile" / name
        losses = Losses()
        ours = [
            (each.headers["warc-type"], each.block)
            for each in records(path.read_bytes(), Budgets(), losses)
        ]
        with path.open("rb") as stream:
            theirs = [
                (each.rec_type, len(each.raw_stream.read()))
                for each in iterator(stream, no_record_parse=True)
            ]
        assert [(kind, len(block)) for kind, block in ours] == theirs
        assert losses.notes() == ()
