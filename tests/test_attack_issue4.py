"""Does what verifies and traces stand up to damage, hostile words, and being built in another order?"""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest

from foresaid.archive.collection import create_collection, reading
from foresaid.archive.quotation_index import build_segment, open_index
from foresaid.collect.tex.reading import read_tex
from foresaid.errors import DamageError
from foresaid.model.evidence import QuotedWords, Source, Words
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.rebuilding import rebuild
from foresaid.pipeline.verifying import verify_given
from foresaid.settings import Settings
from foresaid.text.normalize import hash_words
from held_streams import Pure, in_numpy

QUOTED = "The pilots of the outer bay will not sail before the harbour is dredged."
LIMIT = 1 << 20
WARDS = ("pier", "bar", "mole", "quay", "dock", "lamp", "rope", "mast", "keel", "hull", "sail", "oar")


def texts(count=12):
    """Invented speeches of one year each, every one with a passage of the one before it."""
    own = [
        f"In the year {n} the members for ward {n * 7} spoke of the {word} and of the rates, and the clerk wrote it down"
        for n, word in enumerate(WARDS)
    ]
    return [
        f"{QUOTED if n % 3 == 0 else ''} {before}. {here}. Number {n} was then read a second time."
        for n, (before, here) in enumerate(pairwise([own[-1], *own[: count - 1], own[count - 1]]))
    ][:count]


def rows(order):
    """Lines of a collection, in some order; each document keeps its own name and year."""
    held = texts()
    return [
        {"id": f"speech{n}", "text": held[n], "speaker": f"Ada Marsh{n}", "date": str(1800 + n)}
        for n in order
    ]


def built(root, write, *parts):
    """A collection to which the parts were added one after the other."""
    create_collection(root, Settings(title="Papers"))
    for number, part in enumerate(parts):
        lines = "".join(json.dumps(row) + "\n" for row in part)
        assert not collect_documents(root, [write(f"{root.name}{number}.jsonl", lines)]).troubles
    return root


QUOTATIONS = [
    QUOTED,
    QUOTED.replace("not ", ""),
    "spoke of the mole and of the rates … Number 3 was then read a second time",
    "the members for ward 21 spoke of the quay and of the rats, and the clerk wrote",
    "nobody ever said these words of any harbour in any year",
]


def answers(root):
    """Every verdict on the quotations, as shown; documents are named as they were given."""
    with reading(root) as collection:
        return [
            *verify_given(collection, [QuotedWords(str(n), words) for n, words in enumerate(QUOTATIONS)])
        ]


def test_verdicts_do_not_depend_on_the_order_of_adding(tmp_path, write):
    """One file, twelve files or the same backwards: the same verdicts, sources and other places."""
    at_once = answers(built(tmp_path / "once", write, rows(range(12))))
    backwards = answers(built(tmp_path / "back", write, rows(reversed(range(12)))))
    root = built(
        tmp_path / "parts", write, *([row] for row in rows((5, 3, 11, 0, 7, 1, 9, 2, 4, 10, 8, 6)))
    )
    assert at_once[0].words is Words.VERBATIM
    assert at_once[1].words is Words.ALTERED
    assert at_once[4].words is Words.NOT_FOUND
    assert backwards == at_once
    assert answers(root) == at_once
    rebuild(root)
    assert answers(root) == at_once


def test_a_document_that_came_and_went_leaves_no_trace_in_verdicts(tmp_path, write, foresaid):
    """After a withdrawal the answers are those of a collection that never had the document."""
    before = answers(built(tmp_path / "never", write, rows(range(12))))
    extra = [
        {"id": "extra", "text": f"{QUOTED} It was said before.", "speaker": "Tom Reed", "date": "1700"}
    ]
    root = built(tmp_path / "gone", write, extra, rows(range(12)))
    assert answers(root) != before
    foresaid("withdraw", root, "extra", "--because", "added by mistake")
    assert answers(root) == before


@pytest.fixture
def index_folder(tmp_path):
    """The quotation index of a few documents."""
    folder = tmp_path / "quotations"
    build_segment(folder, [Source(f"d{n}", text) for n, text in enumerate(texts())])
    return folder


def opened(folder):
    return open_index(
        folder, lambda name: Source(name, texts()[int(name[1:])]), lambda name: Source(name, "")
    )


@pytest.mark.parametrize("name", ["documents", "starts", "hashes", "directory", "postings", "pairs"])
@pytest.mark.parametrize("shift", [1, 4, 64])
def test_a_moved_column_is_damage(index_folder, name, shift):
    """A description that was changed is told; no array is read from a wrong place."""
    (path,) = index_folder.glob("*/segment.json")
    described = json.loads(path.read_bytes())
    kind, at, count = described["columns"][name]
    described["columns"][name] = [kind, max(0, at - shift) if at else shift, count]
    path.write_text(json.dumps(described), "ascii")
    with pytest.raises(DamageError, match=r"segment.json was changed.*foresaid rebuild"):
        opened(index_folder)


def test_numbers_that_are_no_places_are_damage_without_the_kernel_and_nothing_with_it(index_folder):
    """Postings beyond the stream: numpy stops and says so, the kernel passes them over; neither crashes."""
    (segment,) = index_folder.glob("*/segment.json")
    kind, at, count = json.loads(segment.read_bytes())["columns"]["postings"]
    columns = np.memmap(segment.parent / "columns", np.uint8, mode="r+")
    columns[at : at + count * np.dtype(kind).itemsize] = 0xFE
    columns.flush()
    words = hash_words(QUOTED.lower().split())
    index = opened(index_folder)
    if index._holdings.shelf is not None:
        assert index.seeds(words) == []
        assert list(index.occurrences(words)) == []
    with Pure():
        index = opened(index_folder)
        index.__dict__["_holdings"] = in_numpy(index._holdings)
        for ask in (index.seeds, lambda asked: list(index.occurrences(asked))):
            with pytest.raises(DamageError, match="foresaid fsck"):
                ask(words)


HOSTILE = [
    *(
        "",
        "[",
        "[" * 9000,
        "]" * 9000,
        "[the " * 900,
        "…",
        "… " * 900,
        "the … " * 500,
        "." * 9000,
        "* " * 900,
    ),
    *(
        "“‘" * 900 + "the pilots" + "’”" * 900,
        "“the " * 900,
        "the” " * 900,
        "\ud800 pilots",
        "\u0301" * 900,
    ),
    *(
        "e" + "\u0301" * 9000,
        "\u202epilots\u202c",
        "中文" * 900,
        "😀\u200d" * 900,
        "9" * 9000,
        "1,000 " * 900,
    ),
    *(
        "x" * 90_000,
        "the " * 4000,
        "pilots " * 900,
        "a-\n" * 900,
        "12\n" * 900,
        "not " * 900,
        "rnrn " * 900,
    ),
]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A small collection, for any words."""
    folder = tmp_path_factory.mktemp("small")

    def write(name, content):
        path = folder / name
        path.write_text(content, "utf-8")
        return path

    return built(folder / "papers", write, rows(range(12)))


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_get_a_verdict_that_claims_nothing(small, words):
    """Whatever stands between quotation marks is decided; what is no sentence of anybody's is never called genuine.

    A formula such as "the pilots" between a thousand marks, and a single letter, may well stand there.
    """
    with reading(small) as collection:
        (found,) = verify_given(collection, [QuotedWords("q", words)])
    assert found.words in Words
    if found.source is None:
        assert found.words in {Words.UNDETERMINED, Words.NOT_FOUND}
        assert found.reasons["words"]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("\\[", "\\]"),
        ("$$", "$$"),
        ("\\begin{verbatim}", "\\end{verbatim}"),
        ("\\begin{align}", "\\end{align}"),
    ],
)
def test_a_formula_that_never_ends_swallows_no_quotation(opening, closing):
    """What is opened and not closed is read on as text and named; what is closed is left out as before."""
    said = "``the dam will stand'' he wrote"
    read = read_tex(f"First. {opening} {said}", LIMIT)
    assert "“the dam will stand” he wrote" in read.traced.text
    assert "do not end" in " ".join(read.notes)
    read = read_tex(f"First. {opening} x {closing} {said} {opening} y", LIMIT)
    assert "x" not in read.traced.text
    assert "“the dam will stand” he wrote" in read.traced.text


def test_a_formula_of_a_note_does_not_reach_beyond_it():
    """The closing mark of another stretch closes nothing here, and the words up to it are kept."""
    read = read_tex("one\\footnote{two \\[ three} four \\] five", LIMIT)
    assert {"one", "two", "three", "four", "five"} <= set(read.traced.text.replace("¹", " ").split())
    assert "do not end" in " ".join(read.notes)


def test_a_hundred_thousand_formulae_that_never_end_are_read():
    """One after the other, or each in a note of the one before; what hangs meets the timeout."""
    for source in (
        "\\[ x " * 100_000,
        "\\emph{" + "\\enquote{\\[ x " * 20_000 + "}" * 20_001 + "\\]",
    ):
        assert read_tex(source, LIMIT).traced.text.count("x") >= 20_000
