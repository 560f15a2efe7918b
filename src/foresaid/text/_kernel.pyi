"""What does the compiled kernel offer? (Sources: kernel/*.c; each function's twin in Python explains it.)"""

# ruff: noqa: ANN401, PYI021 - numbers come as any buffer; the module has no Python that could hold its docstrings

from typing import Any

INTERFACE: int

class Folding:
    """The fold table as the kernel reads it: normalize._folding."""

    def __init__(self, table: Any, codes: Any, offsets: Any, letters: Any) -> None: ...
    def tokens(self, text: str) -> tuple[bytes, bytes, bytes] | None:
        """Starts, ends and hashes (u32) of the tokens of a block: normalize._tokens_of_block.

        None where a character is neither in `table` nor among `codes`.
        """

def build_grams(hashes: Any) -> tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes]:
    """The columns of grams.Grams in their order; rests are u16 where the directory has 2^16 buckets or more."""

def pack(hashes: Any, bounds: Any, words: int, part: int, parts: int) -> bytearray:
    """Grams as u64, unsorted: trace/joining.pack."""

def join(grams: Any, hashes: Any, bounds: Any, words: int, few: int, chained: bool) -> bytearray:
    """Joins of sorted grams, as u64: trace/joining.join, in another order."""

def runs(joins: Any, hashes: Any, bits: Any, bounds: Any, words: int, near: int, least: int) -> bytes:
    """Rows of trace/joining.Runs as i64: trace/joining.runs_of."""

def settle(
    hashes: Any,
    lengths: Any,
    bits: Any,
    bounds: Any,
    first: Any,
    second: Any,
    length: Any,
    told: Any,
    ones: Any,
    others: Any,
) -> bytes:
    """The passages around runs, rows of trace/passages.Shared as i64: trace/passages.settle."""

def lay(
    quoted: list[str], source: list[str], gaps: dict[int, int], anywhere: bool, likenesses: bool
) -> tuple[tuple[tuple[int | None, int | None], ...], int, int, int]:
    """The fields of an align.SideBySide: align._laid."""

def weigh(terms: list[Any], first: int, count: int) -> bytearray:
    """Scores of passages, as i32, from each term's passages, shapes and table: bm25.weigh."""

def best(scores: Any, limit: int) -> bytes:
    """Places of the best scores, as u32: bm25.best."""

def nearest(codes: Any, asked: Any, words: int, most: int) -> tuple[bytes, bytes]:
    """Places (u32) and distances (u16) of the nearest codes, of so many 64-bit words each: codes.nearest."""

def products(rows: Any, asked: Any, width: int, places: Any) -> bytes:
    """Products of the rows at these places with each row that is asked, as i32: codes.cosines."""

class Shelf:
    """The streams of a Holdings as the kernel holds them (holdings._columns); its arrays stay open as long as it lives."""

    def __init__(
        self,
        parts: list[Any],
        vocabulary: Any,
        frequencies: Any,
        rare_in: Any,
        frequent_in: Any,
        tokens: int,
    ) -> None: ...
    def frequencies(self, hashes: Any) -> bytes:
        """holdings.word_frequencies, as i64."""
    def gram_frequencies(self, hashes: Any, length: int) -> bytes:
        """holdings.gram_frequencies, as i64."""
    def occurrences(self, number: int, hashes: Any) -> tuple[bytes, int]:
        """Rows (document, start, end) as i64 from a stream on, and the next: occurrences.find_occurrences."""
    def places(self, hashes: Any) -> list[tuple[int, int, int, float]]:
        """seeds.find_places."""
