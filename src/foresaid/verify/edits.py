"""What kind of change is each difference between quotation and source?

Kinds, from the gravest down:

    meaning       negation, number, date, modality, condition, quantifier, name
    wording       word, dropped, added, moved, contraction, homoglyph, splice
    cut           cut_before, cut_after: what governs or limits the words in their sentence is left out
    doubtful      misread: an OCR source may have taken one word for the other
    marks         omission_hides, omission, insertion, editorial, emphasis: the quoter says so
    accidentals   case, spelling, spacing, ocr, accent, punctuation, hidden, cut_word, frame (words of the quoter's that
                  came along with the quotation), apparatus (an editor's bracket, a note's or paragraph's number)
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from foresaid.model.evidence import Edit
from foresaid.text.normalize import fold_word
from foresaid.verify.apparatus import editors_note, note_mark, page_lines, paragraph_number
from foresaid.verify.changes import MEANINGS
from foresaid.verify.conventions import INSERTION
from foresaid.verify.kinds import edit_of, meaning, same_value, spaced
from foresaid.verify.laid import Block, Laid
from foresaid.verify.marked import is_the_sources, marked_edits
from foresaid.verify.noise import misread_run, noise_kind
from foresaid.verify.numerals import is_number
from foresaid.verify.spellings import negates
from foresaid.verify.surfaces import between_kind, word_kind, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.text.normalize import Tokens


ALTERED = frozenset({*MEANINGS, "word", "dropped", "added", "moved", "contraction", "homoglyph", "splice"})
MARKED = frozenset({"omission", "omission_hides", "insertion", "editorial", "emphasis"})
DOUBTFUL = frozenset({"misread"})
MINOR = frozenset(
    {
        *("case", "spelling", "spacing", "ocr", "accent", "punctuation", "hidden"),
        *("cut_word", "frame", "apparatus"),
    }
)
NUMBER = 12  # words of a number on both sides: two thousand four hundred and twelve, 2,412
JOINS = 3  # words on either side that may be one otherwise divided: nevertheless, never the less


def runs(laid: Laid) -> Iterator[tuple[str, int, Block]]:
    """The pairs in runs: equal words, words under a mark, and others; the number is the next quoted word's."""
    reading, at = laid.reading, 0
    kind, block, begun = "", Block(), 0
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
            kind, block, begun = now, Block(), at
        if quoted is not None:
            block.quoted.append(quoted)
        if source is not None:
            block.source.append(source)
    if block:
        yield kind, begun, block


def _equal_edits(laid: Laid, block: Block) -> Iterator[Edit]:
    """Differences as written between words that are the same."""
    reading = laid.reading
    for quoted, source in zip(block.quoted, block.source, strict=True):
        left, right = _as_written(laid, quoted, source)
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
        left = _uncombined(reading.text[int(ends[quoted]) : int(starts[following])])
        right = _uncombined(laid.text[laid.ends[source] : laid.starts[later]])
        if left == right:
            continue
        numbers = is_number(reading.folded[quoted]) or is_number(reading.folded[following])
        kind = between_kind(left, right, numbers=numbers)
        if kind is not None:
            yield Edit(kind, left.strip(), right.strip())


def _as_written(laid: Laid, quoted: int, source: int) -> tuple[str, str]:
    """A word on both sides, with the accents that stand behind it as characters of their own."""
    left, right = laid.reading.surfaces[quoted], laid.surfaces[source]
    tokens = laid.reading.tokens
    left += written(laid.reading.text, int(tokens.ends[quoted]), int(tokens.ends[quoted]))
    return left, right + written(laid.text, laid.ends[source], laid.ends[source])


def _uncombined(between: str) -> str:
    """What stands between two words, without the accents of the first."""
    return between[len(written(between, 0, 0)) :]


def _peeled(laid: Laid, block: Block) -> tuple[list[Edit], Block]:
    """The differences at the beginning of a block that change no word, and what is left of it."""
    found: list[Edit] = []
    quoted, source = list(block.quoted), list(block.source)
    while quoted and source:
        taken, kind = _first(laid, Block(quoted, source))
        if kind is None:
            break
        found.append(edit_of(laid, kind, taken))
        del quoted[: len(taken.quoted)], source[: len(taken.source)]
    return found, Block(quoted, source)


def _first(laid: Laid, block: Block) -> tuple[Block, str | None]:
    """The first words of a block that are the same but for noise, and how they differ."""
    one = Block(block.quoted[:1], block.source[:1])
    kind = noise_kind(laid, one.quoted[0], one.source[0])
    if kind is not None:
        return one, kind
    for many in range(2, JOINS + 1):
        if laid.recognised and misread_run(laid, block.quoted[0], block.source[:many]):
            return Block(block.quoted[:1], block.source[:many]), "ocr"
        for joined in (
            Block(block.quoted[:1], block.source[:many]),
            Block(block.quoted[:many], block.source[:1]),
        ):
            kind = spaced(laid, joined) or ("spelling" if same_value(laid, joined) else None)
            if kind is not None:
                return joined, kind
    return one, None


def _other_edits(laid: Laid, block: Block) -> Iterator[tuple[Edit, Block | None]]:
    """Edits of a run of unequal words; with the words, where which word it is changes."""
    block = _without_page_lines(laid, block)
    if not block:
        return
    whole = spaced(laid, block) or _apparatus(laid, block) or _unit(laid, block)
    if whole is None and len(block.quoted) + len(block.source) <= NUMBER and same_value(laid, block):
        whole = "spelling"
    if whole is not None:
        yield edit_of(laid, whole, block), None
    elif len(block.quoted) == len(block.source):
        yield from _one_by_one(laid, block)
    else:
        found, rest = _peeled(laid, block)
        yield from ((edit, None) for edit in found)
        if rest:
            yield edit_of(laid, meaning(laid, rest), rest), rest


def _one_by_one(laid: Laid, block: Block) -> Iterator[tuple[Edit, Block | None]]:
    """Edits of as many quoted words as source words: each is the other's, or they are changed together."""
    rest = Block()
    for quoted, source in zip(block.quoted, block.source, strict=True):
        kind = INSERTION if quoted in laid.reading.adapted else noise_kind(laid, quoted, source)
        if kind == INSERTION and negates(laid.reading.folded[quoted], laid.folded[source], laid.changes):
            yield replace(edit_of(laid, "negation", Block([quoted], [source])), marked=True), None
        if kind is None:
            rest.quoted.append(quoted)
            rest.source.append(source)
            continue
        if rest:
            yield edit_of(laid, meaning(laid, rest), rest), rest
            rest = Block()
        yield edit_of(laid, kind, Block([quoted], [source])), None
    if rest:
        yield edit_of(laid, meaning(laid, rest), rest), rest


def _without_page_lines(laid: Laid, block: Block) -> Block:
    """A block without words in page numbers and running heads, of the source or of what quotes it."""
    source = block.source
    if source:
        begin = laid.ends[source[0] - 1] if source[0] else 0
        end = laid.starts[source[-1] + 1] if source[-1] + 1 < len(laid.starts) else len(laid.text)
        printed = page_lines(laid.text[begin:end], laid.whole)
        source = [at for at in source if not _within(laid.starts[at] - begin, printed)]
    quoted = block.quoted
    if quoted and laid.page_lines:
        starts = laid.reading.tokens.starts
        quoted = [at for at in quoted if not _within(int(starts[at]), laid.page_lines)]
    return Block(quoted, source)


def _within(place: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _apparatus(laid: Laid, block: Block) -> str | None:
    """Whether a block is an editor's bracket or a number of the source's, or the number of a note of the quoter's."""
    if not block.quoted:
        start, end = laid.starts[block.source[0]], laid.ends[block.source[-1]]
        weighty = any(laid.changes.has_meaning(laid.folded[place]) for place in block.source)
        apart = paragraph_number(laid.text, start, end) or editors_note(laid.text, start, end, laid.changes)
        return "apparatus" if apart and not weighty else None
    if block.source:
        return None
    starts, ends = laid.reading.tokens.starts, laid.reading.tokens.ends
    start, end = int(starts[block.quoted[0]]), int(ends[block.quoted[-1]])
    return "apparatus" if note_mark(laid.reading.text, start, end) else None


def _unit(laid: Laid, block: Block) -> str | None:
    """Whether a block is a unit in words that the other side has as a sign beside its number: 15%, 15 per cent."""
    if block.quoted and block.source:
        return None
    if block.source:
        words, at = [laid.folded[place] for place in block.source], block.source[0]
        other = next((quoted for quoted, source in laid.answers.items() if source == at - 1), None)
        beside = "" if other is None else _around(laid.reading.text, laid.reading.tokens, other)
    else:
        words, at = [laid.reading.folded[place] for place in block.quoted], block.quoted[0]
        answered = laid.answers.get(at - 1)
        beside = (
            ""
            if answered is None
            else laid.text[max(0, laid.starts[answered] - 12) : laid.ends[answered] + 3]
        )
    return (
        "spelling" if any(sign in beside for sign in laid.changes.units.get(" ".join(words), "")) else None
    )


def _around(text: str, tokens: Tokens, place: int) -> str:
    """A number of the quotation with the signs before and behind it; grouped digits are several words."""
    return text[max(0, int(tokens.starts[place]) - 12) : int(tokens.ends[place]) + 3]


def _moved(laid: Laid, edits: list[tuple[Edit, Block | None]]) -> list[Edit]:
    """Call words moved where all that is missing in one place turns up in another."""
    blocks = [block for _, block in edits if block is not None]
    quoted = Counter(laid.reading.folded[place] for block in blocks for place in block.quoted)
    source = Counter(laid.folded[place] for block in blocks for place in block.source)
    if not quoted or quoted != source:
        return [edit for edit, _ in edits]
    return [Edit("moved", edit.quoted, edit.source) if block is not None else edit for edit, block in edits]


def edits_between(laid: Laid) -> list[Edit]:
    """Every difference between a quotation and the passage it is laid beside, in reading order."""
    found: list[tuple[Edit, Block | None]] = []
    spoken_for: set[int] = set()
    for kind, at, block in runs(laid):
        if kind == "equal":
            found += [(edit, None) for edit in _equal_edits(laid, block)]
        elif kind == "gap":
            spoken_for.add(at)
            found += [(edit, None) for edit in marked_edits(laid, block, at)]
        else:
            found += _other_edits(laid, block)
    for place in sorted(laid.reading.gaps.keys() - spoken_for):
        if not is_the_sources(laid, place):
            found += [(edit, None) for edit in marked_edits(laid, Block(), place)]
    edits = [edit for edit in _moved(laid, found) if edit.kind != "line_break"]
    signs = "".join(
        laid.changes.units.get(fold_word(edit.quoted or edit.source), "")
        for edit in edits
        if edit.kind == "spelling"
    )
    return [
        edit
        for edit in edits
        if not (signs and edit.kind == "number" and (edit.quoted + edit.source) in signs)
    ]
