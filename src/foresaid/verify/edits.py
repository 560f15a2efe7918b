"""What kind of change is each difference between quotation and source?

Kinds, from the gravest down:

    meaning       negation, number, date, modality, condition, quantifier, name
    wording       word, dropped, added, moved, contraction, homoglyph, splice
    cut           cut_before, cut_after: what governs or limits the words in their sentence is left out
    marks         omission_hides, omission, insertion, editorial, emphasis: the quoter says so
    doubtful      misread: an OCR source may have taken one word for the other
    accidentals   case, spelling, spacing, ocr, accent, punctuation, hidden, apparatus
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from foresaid.model.evidence import Edit
from foresaid.text.align import likeness
from foresaid.verify.apparatus import editors_note, page_lines
from foresaid.verify.changes import (
    MEANINGS,
    Changes,
    confused,
    holds_phrase,
    in_full,
    is_number,
    is_year,
    looks_like,
    misread,
    same_number,
    spelled_alike,
)
from foresaid.verify.conventions import INSERTION, JOINED, OMISSION, Reading
from foresaid.verify.surfaces import between_kind, word_kind

if TYPE_CHECKING:
    from collections.abc import Iterator


ALTERED = frozenset({*MEANINGS, "word", "dropped", "added", "moved", "contraction", "homoglyph", "splice"})
MARKED = frozenset({"omission", "omission_hides", "insertion", "editorial", "emphasis"})
DOUBTFUL = frozenset({"misread"})
MINOR = frozenset({"case", "spelling", "spacing", "ocr", "accent", "punctuation", "hidden", "apparatus"})
SELDOM = 200  # times rarer: then a word that can be a misreading is one ("tbe" beside "the"); "band" for "hand" is not
ELLIPSIS_WITHIN = 20  # characters after a word in which its own ellipsis begins
# From half the letters on a word may be a misprint of the other (text/align.py ALIKE); of words of one or two letters
# nobody can tell.
SHORTEST_MISREAD, MISREAD_LIKE = 3, 0.5
REPLACED = 12  # words that one bracket may stand for; more is a passage left out under its cover


@dataclass(frozen=True, slots=True)
class Laid:
    """A quotation's reading laid beside the words of a passage.

    `after` is what follows the passage in its document, `whole` that document's text; `frequency` says how often
    a word occurs, `recognised` that the source is what optical character recognition made of a page.
    """

    reading: Reading
    text: str
    after: str
    surfaces: list[str]
    folded: list[str]
    starts: list[int]
    ends: list[int]
    pairs: tuple[tuple[int | None, int | None], ...]
    changes: Changes
    frequency: Callable[[str], int]
    whole: str = ""
    recognised: bool = False


@dataclass(slots=True)
class _Block:
    """A run of words that do not answer to one another."""

    quoted: list[int] = field(default_factory=list)
    source: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.quoted or self.source)


def _noise_kind(laid: Laid, quoted: str, source: str) -> str | None:
    """The kind of a difference that does not change which word it is; None if it may."""
    if looks_like(quoted, source, laid.changes):
        return "homoglyph"
    if spelled_alike(quoted, source, laid.changes) or same_number(quoted, source, laid.changes):
        return "spelling"
    if quoted.isdecimal() or source.isdecimal():
        return None
    often, other = laid.frequency(quoted), laid.frequency(source)
    if confused(quoted, source, laid.changes) and min(often, other) * SELDOM <= max(often, other):
        return "ocr"
    if misread(quoted, source) and (often == 0 or other <= 1 < often):
        return "ocr"
    return _recognised_kind(laid, quoted, source) if laid.recognised else None


def _recognised_kind(laid: Laid, quoted: str, source: str) -> str | None:
    """The kind of a difference from a word that recognition may have misread; None if it can hardly have.

    What stands nowhere else in the collection is no word, and so noise; a known word may be the page's own.
    """
    if min(len(quoted), len(source)) < SHORTEST_MISREAD or likeness(quoted, source) < MISREAD_LIKE:
        return None
    return "ocr" if laid.frequency(source) <= 1 and not laid.changes.has_meaning(source) else "misread"


def _capital(surfaces: tuple[str, ...] | list[str], text: str, place: int, start: int) -> bool:
    """Whether a word has a capital that no beginning of a sentence explains."""
    word = surfaces[place]
    before = text[:start].rstrip(" \n\"“'‘(")
    return word[:1].isupper() and word != "I" and bool(before) and before[-1] not in ".?!:;"


def _named(laid: Laid, block: _Block) -> bool:
    reading = laid.reading
    quoted = any(
        _capital(reading.surfaces, reading.text, place, int(reading.tokens.starts[place]))
        for place in block.quoted
    )
    source = any(_capital(laid.surfaces, laid.text, place, laid.starts[place]) for place in block.source)
    return quoted and (source or not block.source) if block.quoted else source


def _dated(laid: Laid, block: _Block, word: str) -> bool:
    """Whether a word of the calendar is written as one."""
    if word not in laid.changes.capitalised:
        return True
    quoted = (laid.reading.surfaces[at] for at in block.quoted if laid.reading.folded[at] == word)
    source = (laid.surfaces[at] for at in block.source if laid.folded[at] == word)
    return any(surface[:1].isupper() for surface in (*quoted, *source))


def _meaning(laid: Laid, block: _Block) -> str:
    """The gravest kind that the words of a block can have."""
    left = Counter(laid.reading.folded[place] for place in block.quoted)
    right = Counter(laid.folded[place] for place in block.source)
    changed = [*(left - right), *(right - left)]
    if not changed:
        return "moved"
    if Counter(in_full(left.elements(), laid.changes)) == Counter(in_full(right.elements(), laid.changes)):
        return "contraction"
    if any(is_number(word) for word in changed):
        return "date" if any(is_year(word) for word in changed) else "number"
    for kind in MEANINGS:
        words = laid.changes.meanings.get(kind, frozenset())
        meant = [word for word in changed if word in words]
        if any(kind != "date" or _dated(laid, block, word) for word in meant):
            return kind
    if _named(laid, block):
        return "name"
    return "word" if block.quoted and block.source else "added" if block.quoted else "dropped"


def _spaced(laid: Laid, block: _Block) -> str | None:
    """Whether a block is the same letters divided otherwise: to-day, today."""
    quoted = "".join(laid.reading.folded[place] for place in block.quoted)
    source = "".join(laid.folded[place] for place in block.source)
    if not quoted or quoted != source:
        return None
    if quoted.isdecimal() and not _same_number(laid, block):
        return None
    surfaces = [laid.reading.surfaces[place] for place in block.quoted]
    surfaces += [laid.surfaces[place] for place in block.source]
    return "line_break" if any("\n" in word for word in surfaces) else "spacing"


def _same_number(laid: Laid, block: _Block) -> bool:
    """Whether digits are only grouped otherwise (1,500 and 1500): no point or colon on one side alone."""
    tokens = laid.reading.tokens
    quoted = laid.reading.text[int(tokens.starts[block.quoted[0]]) : int(tokens.ends[block.quoted[-1]])]
    source = laid.text[laid.starts[block.source[0]] : laid.ends[block.source[-1]]]
    points = [[character for character in text if character in ".:·"] for text in (quoted, source)]
    return points[0] == points[1]


def _edit(laid: Laid, kind: str, block: _Block) -> Edit:
    reading = laid.reading
    quoted = source = ""
    if block.quoted:
        first, last = block.quoted[0], block.quoted[-1]
        quoted = reading.text[int(reading.tokens.starts[first]) : int(reading.tokens.ends[last])]
    if block.source:
        source = laid.text[laid.starts[block.source[0]] : laid.ends[block.source[-1]]]
    return Edit(kind, quoted.replace(JOINED, ""), source)


def _marked(laid: Laid, block: _Block, place: int) -> Edit:
    """The edit for words that the mark before a quoted word stands for."""
    mark = laid.reading.gaps[place]
    left_out = [laid.folded[word] for word in block.source]
    edit = _edit(laid, mark.kind, block)
    if mark.kind != OMISSION and len(left_out) > REPLACED:
        return Edit("dropped", "", edit.source)
    hides = any(word in laid.changes.meanings["negation"] for word in left_out)
    hides = hides or holds_phrase(left_out, laid.changes.conditions)
    return Edit("omission_hides" if hides else mark.kind, mark.inserted or "…", edit.source)


def _is_the_sources(laid: Laid, place: int) -> bool:
    """Whether the ellipsis before a quoted word stands in the source as well, so that nobody left anything out."""
    mark = laid.reading.gaps[place]
    answers = {quoted: source for quoted, source in laid.pairs if quoted is not None}
    left, right = answers.get(place - 1), answers.get(place)
    if mark.kind != OMISSION or mark.inserted or left is None:
        return False
    end = len(laid.text) if right is None else laid.starts[right]
    between = laid.text[laid.ends[left] : end] + (laid.after if right is None else "")
    bare = "".join(between[:ELLIPSIS_WITHIN].split())
    return bare.lstrip("\"'”’").startswith(("...", "…"))


def _runs(laid: Laid) -> Iterator[tuple[str, int, _Block]]:
    """The pairs in runs: equal words, words under a mark, and others; the number is the next quoted word's."""
    reading, at = laid.reading, 0
    kind, block, begun = "", _Block(), 0
    for quoted, source in laid.pairs:
        if quoted is None:
            now = "gap" if at in reading.gaps else "other"
        else:
            at = quoted + 1
            equal = source is not None and reading.folded[quoted] == laid.folded[source]
            now = "equal" if equal else "other"
        if now != kind or (now == "other" and quoted in reading.gaps):
            if block:
                yield kind, begun, block
            kind, block, begun = now, _Block(), at
        if quoted is not None:
            block.quoted.append(quoted)
        if source is not None:
            block.source.append(source)
    if block:
        yield kind, begun, block


def _equal_edits(laid: Laid, block: _Block) -> Iterator[Edit]:
    """Differences as written between words that are the same."""
    reading = laid.reading
    for quoted, source in zip(block.quoted, block.source, strict=True):
        left, right = reading.surfaces[quoted], laid.surfaces[source]
        kind = word_kind(left, right) if left != right else None
        if quoted in reading.adapted:
            kind = INSERTION
        if kind is not None:
            yield Edit(kind, left, right)
    starts, ends = reading.tokens.starts, reading.tokens.ends
    for (quoted, following), (source, later) in zip(
        pairwise(block.quoted), pairwise(block.source), strict=True
    ):
        if following in reading.gaps:
            continue
        left = reading.text[int(ends[quoted]) : int(starts[following])]
        right = laid.text[laid.ends[source] : laid.starts[later]]
        if left == right:
            continue
        numbers = is_number(reading.folded[quoted]) or is_number(reading.folded[following])
        kind = between_kind(left, right, numbers=numbers)
        if kind is not None:
            yield Edit(kind, left.strip(), right.strip())


def _other_edits(laid: Laid, block: _Block) -> Iterator[tuple[Edit, _Block | None]]:
    """Edits of a run of unequal words; with the words, where which word it is changes."""
    block = _without_page_lines(laid, block)
    if not block:
        return
    spaced = _spaced(laid, block)
    if spaced is None and not block.quoted and _is_editors(laid, block):
        spaced = "apparatus"
    if spaced is not None:
        yield _edit(laid, spaced, block), None
        return
    rest = _Block()
    paired = (
        list(zip(block.quoted, block.source, strict=False))
        if len(block.quoted) == len(block.source)
        else []
    )
    for quoted, source in paired:
        one = _Block([quoted], [source])
        kind = _noise_kind(laid, laid.reading.folded[quoted], laid.folded[source])
        kind = INSERTION if quoted in laid.reading.adapted else kind
        if kind is None:
            rest.quoted.append(quoted)
            rest.source.append(source)
            continue
        if rest:
            yield _edit(laid, _meaning(laid, rest), rest), rest
            rest = _Block()
        yield _edit(laid, kind, one), None
    rest = block if not paired else rest
    if rest:
        yield _edit(laid, _meaning(laid, rest), rest), rest


def _without_page_lines(laid: Laid, block: _Block) -> _Block:
    """A block without the source's words in page numbers and running heads."""
    if not block.source:
        return block
    first, last = block.source[0], block.source[-1]
    begin = laid.ends[first - 1] if first else 0
    end = laid.starts[last + 1] if last + 1 < len(laid.starts) else len(laid.text)
    around = laid.text[begin:end]
    printed = page_lines(around, laid.whole)
    kept = [
        place
        for place in block.source
        if not any(start <= laid.starts[place] - begin < stop for start, stop in printed)
    ]
    return _Block(block.quoted, kept)


def _is_editors(laid: Laid, block: _Block) -> bool:
    """Whether a quotation left out an editor's bracket of the source, without a change of meaning."""
    start, end = laid.starts[block.source[0]], laid.ends[block.source[-1]]
    weighty = any(laid.changes.has_meaning(laid.folded[place]) for place in block.source)
    return not weighty and editors_note(laid.text, start, end)


def _moved(laid: Laid, edits: list[tuple[Edit, _Block | None]]) -> list[Edit]:
    """Call words moved where all that is missing in one place turns up in another."""
    blocks = [block for _, block in edits if block is not None]
    quoted = Counter(laid.reading.folded[place] for block in blocks for place in block.quoted)
    source = Counter(laid.folded[place] for block in blocks for place in block.source)
    if not quoted or quoted != source:
        return [edit for edit, _ in edits]
    return [Edit("moved", edit.quoted, edit.source) if block is not None else edit for edit, block in edits]


def edits_between(laid: Laid) -> list[Edit]:
    """Every difference between a quotation and the passage it is laid beside, in reading order."""
    found: list[tuple[Edit, _Block | None]] = []
    spoken_for: set[int] = set()
    for kind, at, block in _runs(laid):
        if kind == "equal":
            found += [(edit, None) for edit in _equal_edits(laid, block)]
        elif kind == "gap":
            spoken_for.add(at)
            found.append((_marked(laid, block, at), None))
        else:
            found += _other_edits(laid, block)
    for place in sorted(laid.reading.gaps.keys() - spoken_for):
        if not _is_the_sources(laid, place):
            found.append((_marked(laid, _Block(), place), None))
    return [edit for edit in _moved(laid, found) if edit.kind != "line_break"]
