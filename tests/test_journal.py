"""Is what happened written down so that nothing of it can be changed or lost without being found?"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.archive import journal as room
from foresaid.archive.journal import Journal
from foresaid.errors import DamageError

COUNT = 6


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    """The lines of a sound journal."""
    root = tmp_path_factory.mktemp("sound")
    journal = Journal(root)
    journal.append([{"type": "note", "text": f"“{n}” é"} for n in range(COUNT)])
    return (root / "000001.jsonl").read_bytes().splitlines(keepends=True)


def journal_of(folder, lines):
    """A journal with these lines in its one segment."""
    (folder / "000001.jsonl").write_bytes(b"".join(lines))
    return Journal(folder)


def damage(journal, **bounds):
    """The number of the line that reading it complains of."""
    with pytest.raises(DamageError) as raised:
        list(journal.records(**bounds))
    return int(re.search(r"000001\.jsonl, line (\d+)", str(raised.value)).group(1))


def test_records_come_back_in_order_over_several_segments(tmp_path, monkeypatch):
    """A full segment is closed and the chain goes on in the next; records after a number are the rest."""
    monkeypatch.setattr(room, "_SEGMENT_BYTES", 300)
    for number in range(9):
        assert Journal(tmp_path).append([{"type": "note", "n": number}]) == number + 1
    assert len(list(tmp_path.glob("*.jsonl"))) > 2
    assert [record["n"] for record in Journal(tmp_path).records()] == list(range(9))
    assert [record["n"] for record in Journal(tmp_path).records(after=7)] == [7, 8]
    assert Journal(tmp_path).last() == 9


@given(place=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_any_flipped_bit_is_found_with_its_line(tmp_path_factory, lines, place, bit):
    """One bit changed anywhere is an error at that line or the next; the seal covers the last line."""
    data = bytearray(b"".join(lines))
    place %= len(data)
    data[place] ^= 1 << bit
    seal = journal_of(tmp_path_factory.mktemp("sealed"), lines).seal
    changed = bytes(data[:place]).count(b"\n") + 1
    journal = journal_of(tmp_path_factory.mktemp("flipped"), [bytes(data)])
    assert abs(damage(journal, after=COUNT, seal=seal) - changed) <= 1


@pytest.mark.parametrize("number", range(COUNT - 1))
def test_a_dropped_line_is_found(tmp_path, lines, number):
    """Without one line, the next does not follow."""
    assert damage(journal_of(tmp_path, lines[:number] + lines[number + 1 :])) == number + 1


@given(order=st.permutations(range(COUNT)))
def test_reordered_lines_are_found(tmp_path_factory, lines, order):
    """Lines in any other order are an error at the first that stands wrong."""
    journal = journal_of(tmp_path_factory.mktemp("order"), [lines[each] for each in order])
    wrong = next((n for n, each in enumerate(order) if n != each), None)
    if wrong is None:
        assert len(list(journal.records())) == COUNT
    else:
        assert damage(journal) == wrong + 1


def test_a_missing_end_is_found_by_whoever_has_seen_it(tmp_path, lines):
    """A journal shorter than what was taken in is an error: rolled back, not merely short."""
    assert damage(journal_of(tmp_path, lines[:-2]), after=COUNT) == COUNT - 2


@pytest.mark.parametrize("line", [b"null\n", b"[]\n", b"\n", b"{}\n", b"\xff\n", b"[" * 100_000 + b"\n"])
def test_lines_that_are_no_records_are_found(tmp_path, lines, line):
    """Whatever else stands in a line is an error at its place, not a crash."""
    assert damage(journal_of(tmp_path, [lines[0], line, *lines[1:]])) == 2


@given(cut=st.integers(1, 10**6))
def test_a_torn_last_line_is_cut_and_nothing_else_lost(tmp_path_factory, lines, cut):
    """The next writer cuts an append that a crash tore, and goes on behind the last whole line."""
    torn = lines[-1][: cut % (len(lines[-1]) - 1) + 1]
    journal = journal_of(tmp_path_factory.mktemp("torn"), [*lines[:-1], torn])
    assert journal.last() == COUNT - 1
    journal.repair()
    assert journal.append([{"type": "note", "text": "again"}]) == COUNT
    texts = [record["text"] for record in journal.records()]
    assert texts == [*(f"“{n}” é" for n in range(COUNT - 1)), "again"]


def test_a_changed_last_line_is_found_by_status_and_add(collection, foresaid, write):
    """The catalogue keeps the hash of the end it took in, so that both commands name the line."""
    source = write("a.txt", "Nobody foresaw it.")
    foresaid("add", collection, source)
    path = collection / "journal" / "000001.jsonl"
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"verb":"add"', b'"verb":"mad"'))
    for command in (("status", collection), ("add", collection, source)):
        foresaid(*command, code=4)
        assert "000001.jsonl, line 3" in foresaid.err
    path.write_bytes(data[:-1] + b"\x0b")
    foresaid("add", collection, source, code=4)
    assert path.read_bytes() == data[:-1] + b"\x0b"
