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
from itertools import pairwise
from typing import TYPE_CHECKING

from foresaid.model.evidence import Edit
from foresaid.text.normalize import fold_word
from foresaid.verify.apparatus import editors_note, note_mark, page_lines, paragraph_number
from foresaid.verify.changes import MEANINGS, holds_phrase, is_number
from foresaid.verify.conventions import FRAME, INSERTION, JOINED, OMISSION
from foresaid.verify.kinds import REPLACED, meaning, spaced
from foresaid.verify.laid import Block, Laid
from foresaid.verify.noise import noise_kind
from foresaid.verify.surfaces import between_kind, word_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.verify.conventions import Mark

ALTERED = frozenset({*MEANINGS, "word", "dropped", "added", "moved", "contraction", "homoglyph", "splice"})
MARKED = frozenset({"omission", "omission_hides", "insertion", "editorial", "emphasis"})
DOUBTFUL = frozenset({"misread"})
MINOR = frozenset(
    {
        *("case", "spelling", "spacing", "ocr", "accent", "punctuation", "hidden"),
        *("cut_word", "frame", "apparatus"),
    }
)
ELLIPSIS_WITHIN = 20  # characters beside a word in which its own ellipsis stands
JOINS = 3  # words on either side that may be one otherwise divided: nevertheless, never the less


def _edit(laid: Laid, kind: str, block: Block) -> Edit:
    reading = laid.reading
    quoted = source = ""
    if block.quoted:
        first, last = block.quoted[0], block.quoted[-1]
        quoted = reading.text[int(reading.tokens.starts[first]) : int(reading.tokens.ends[last])]
    if block.source:
        source = laid.text[laid.starts[block.source[0]] : laid.ends[block.source[-1]]]
    return Edit(kind, quoted.replace(JOINED, ""), source)


def _marked(laid: Laid, block: Block, place: int) -> Edit:
    """The edit for words that the mark before a quoted word stands for."""
    mark = laid.reading.gaps[place]
    if mark.kind == FRAME:
        return _framed(laid, mark, place)
    left_out = [laid.folded[word] for word in block.source]
    edit = _edit(laid, mark.kind, block)
    if mark.kind != OMISSION and len(left_out) > REPLACED:
        return Edit("dropped", "", edit.source)
    hides = any(word in laid.changes.meanings["negation"] for word in left_out)
    hides = hides or holds_phrase(left_out, laid.changes.conditions)
    return Edit("omission_hides" if hides else mark.kind, mark.inserted or "…", edit.source)


def _framed(laid: Laid, mark: Mark, place: int) -> Edit:
    """The edit for words outside a mark of quotation that has no other half: the quoter's, unless the source has their like."""
    told = [folded for word in mark.inserted.split() if (folded := fold_word(word))]
    answered = laid.answers.get(place) if place == 0 else laid.answers.get(place - 1)
    if answered is None:
        return Edit("frame", mark.inserted, "")
    beside = (
        laid.folded[max(0, answered - len(told)) : answered]
        if place == 0
        else laid.folded[answered + 1 : answered + 1 + len(told)]
    )
    if told == beside:
        return Edit(
            "line_break", mark.inserted, mark.inserted
        )  # no change: the source has the frame as well
    shared = sum((Counter(told) & Counter(beside)).values())
    if 2 * shared < len(told):
        return Edit("frame", mark.inserted, "")
    return Edit("word", mark.inserted, " ".join(beside))


def _is_the_sources(laid: Laid, place: int) -> bool:
    """Whether the ellipsis before a quoted word stands in the source as well, so that nobody left anything out."""
    mark = laid.reading.gaps[place]
    if mark.kind != OMISSION or mark.inserted:
        return False
    left, right = laid.answers.get(place - 1), laid.answers.get(place)
    if place == 0:
        return right is not None and _dots(_before(laid, right)[::-1])
    if left is None:
        return False
    end = len(laid.text) if right is None else laid.starts[right]
    return _dots(laid.text[laid.ends[left] : end] + (laid.after if right is None else ""))


def _before(laid: Laid, source: int) -> str:
    """What stands before a source word, at most as far as its own ellipsis may begin."""
    at = laid.begin + laid.starts[source]
    return laid.whole[max(0, at - ELLIPSIS_WITHIN) : at]


def _dots(between: str) -> bool:
    """Whether an ellipsis is the first that stands in a text between words."""
    bare = "".join(between[:ELLIPSIS_WITHIN].split())
    return bare.lstrip("\"'”’“‘([").startswith(("...", "…"))


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


def _peeled(laid: Laid, block: Block) -> tuple[list[Edit], Block]:
    """The differences at the beginning of a block that change no word, and what is left of it."""
    found: list[Edit] = []
    quoted, source = list(block.quoted), list(block.source)
    while quoted and source:
        taken, kind = _first(laid, Block(quoted, source))
        if kind is None:
            break
        found.append(_edit(laid, kind, taken))
        del quoted[: len(taken.quoted)], source[: len(taken.source)]
    return found, Block(quoted, source)


def _first(laid: Laid, block: Block) -> tuple[Block, str | None]:
    """The first words of a block that are the same but for noise, and how they differ."""
    one = Block(block.quoted[:1], block.source[:1])
    kind = noise_kind(laid, one.quoted[0], one.source[0])
    if kind is not None:
        return one, kind
    for many in range(2, JOINS + 1):
        for joined in (
            Block(block.quoted[:1], block.source[:many]),
            Block(block.quoted[:many], block.source[:1]),
        ):
            kind = spaced(laid, joined)
            if kind is not None:
                return joined, kind
    return one, None


def _other_edits(laid: Laid, block: Block) -> Iterator[tuple[Edit, Block | None]]:
    """Edits of a run of unequal words; with the words, where which word it is changes."""
    block = _without_page_lines(laid, block)
    if not block:
        return
    whole = spaced(laid, block) or _apparatus(laid, block)
    if whole is not None:
        yield _edit(laid, whole, block), None
    elif len(block.quoted) == len(block.source):
        yield from _one_by_one(laid, block)
    else:
        found, rest = _peeled(laid, block)
        yield from ((edit, None) for edit in found)
        if rest:
            yield _edit(laid, meaning(laid, rest), rest), rest


def _one_by_one(laid: Laid, block: Block) -> Iterator[tuple[Edit, Block | None]]:
    """Edits of as many quoted words as source words: each is the other's, or they are changed together."""
    rest = Block()
    for quoted, source in zip(block.quoted, block.source, strict=True):
        kind = INSERTION if quoted in laid.reading.adapted else noise_kind(laid, quoted, source)
        if kind is None:
            rest.quoted.append(quoted)
            rest.source.append(source)
            continue
        if rest:
            yield _edit(laid, meaning(laid, rest), rest), rest
            rest = Block()
        yield _edit(laid, kind, Block([quoted], [source])), None
    if rest:
        yield _edit(laid, meaning(laid, rest), rest), rest


def _without_page_lines(laid: Laid, block: Block) -> Block:
    """A block without words in page numbers and running heads, of the source or of what quotes it."""
    source = block.source
    if source:
        begin = laid.ends[source[0] - 1] if source[0] else 0
        end = laid.starts[source[-1] + 1] if source[-1] + 1 < len(laid.starts) else len(laid.text)
        printed = page_lines(laid.text[begin:end], laid.whole)
        source = [at for at in source if not _within(laid.starts[at] - begin, printed)]
    quoted = block.quoted
    if quoted and "\n" in laid.reading.text:
        printed = page_lines(laid.reading.text, "")
        quoted = [at for at in quoted if not _within(int(laid.reading.tokens.starts[at]), printed)]
    return Block(quoted, source)


def _within(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _apparatus(laid: Laid, block: Block) -> str | None:
    """Whether a block is an editor's bracket or a number of the source's, or the number of a note of the quoter's."""
    if not block.quoted:
        start, end = laid.starts[block.source[0]], laid.ends[block.source[-1]]
        weighty = any(laid.changes.has_meaning(laid.folded[place]) for place in block.source)
        apart = paragraph_number(laid.text, start, end) or editors_note(laid.text, start, end)
        return "apparatus" if apart and not weighty else None
    if block.source:
        return None
    starts, ends = laid.reading.tokens.starts, laid.reading.tokens.ends
    start, end = int(starts[block.quoted[0]]), int(ends[block.quoted[-1]])
    return "apparatus" if note_mark(laid.reading.text, start, end) else None


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
            found.append((_marked(laid, block, at), None))
        else:
            found += _other_edits(laid, block)
    for place in sorted(laid.reading.gaps.keys() - spoken_for):
        if not _is_the_sources(laid, place):
            found.append((_marked(laid, Block(), place), None))
    return [edit for edit in _moved(laid, found) if edit.kind != "line_break"]
