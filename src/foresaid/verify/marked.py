"""What does a quoter's mark stand for: an ellipsis, a bracket, the frame around a quotation?

Words left out under an ellipsis hide something if they deny or condition the sentence that the quotation goes on with
or broke off; whole sentences between whole sentences hide nothing but themselves. A bracket that puts in a negation, a
number or the like says so, and is named as what it is.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from foresaid.model.evidence import Edit
from foresaid.text.normalize import fold_word, tokenise, words
from foresaid.verify.changes import holds_phrase
from foresaid.verify.conventions import FRAME, OMISSION
from foresaid.verify.kinds import REPLACED, edit_of
from foresaid.verify.numerals import is_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.verify.changes import Changes
    from foresaid.verify.conventions import Mark
    from foresaid.verify.laid import Block, Laid

ELLIPSIS_WITHIN = 20  # characters beside a word in which its own ellipsis stands
_STOPS = ".?!"


def marked_edits(laid: Laid, block: Block, place: int) -> Iterator[Edit]:
    """The edits for words that the mark before a quoted word stands for."""
    mark = laid.reading.gaps[place]
    if mark.kind == FRAME and 0 < place < len(laid.reading.folded):
        yield from _between_parts(laid, mark, block)
        return
    if mark.kind == FRAME:
        yield from _framed(laid, mark, place)
        return
    edit = edit_of(laid, mark.kind, block)
    if mark.kind != OMISSION and len(block.source) > REPLACED:
        yield Edit("dropped", "", edit.source)
        return
    hides = _hides(laid, block)
    yield Edit("omission_hides" if hides else mark.kind, mark.inserted or "…", edit.source, marked=True)
    if mark.inserted:
        kind = _put_in(mark.inserted, edit.source, laid.changes)
        if kind:
            yield Edit(kind, mark.inserted, edit.source, marked=True)


def _hides(laid: Laid, block: Block) -> bool:
    """Whether words left out deny or condition a sentence of which another part is quoted."""
    if not block.source:
        return False
    first, last = block.source[0], block.source[-1]
    left_out = list(block.source)
    stops = [at for at in range(first, last) if _sentence_ends(laid, at)]
    if first and _sentence_ends(laid, first - 1):
        left_out = [at for at in left_out if stops and at > stops[-1]]
    elif stops:
        left_out = [at for at in left_out if at <= stops[0] or at > stops[-1]]
    if _sentence_ends(laid, last):
        bound = stops[0] if stops else last
        left_out = [
            at for at in left_out if at <= bound and not (first and _sentence_ends(laid, first - 1))
        ]
    kept = [laid.folded[at] for at in left_out]
    return any(word in laid.changes.meanings["negation"] for word in kept) or holds_phrase(
        kept, laid.changes.conditions
    )


def _sentence_ends(laid: Laid, place: int) -> bool:
    """Whether a sentence ends behind a source word."""
    end = laid.ends[place]
    following = laid.starts[place + 1] if place + 1 < len(laid.starts) else len(laid.text)
    between = laid.text[end:following]
    capital = following >= len(laid.text) or not laid.text[following].islower()
    return capital and any(stop in between for stop in _STOPS)


def _put_in(inserted: str, replaced: str, changes: Changes) -> str:
    """What words in brackets change of the meaning, or ""."""
    told, stood = (Counter(map(fold_word, words(text, tokenise(text)))) for text in (inserted, replaced))
    changed = [*(told - stood), *(stood - told)]
    if stood and any(is_number(word) for word in changed):
        return "number"
    for kind in ("negation", "number") if stood else ("negation",):
        if any(word in changes.meanings[kind] for word in changed):
            return kind
    return ""


def _between_parts(laid: Laid, mark: Mark, block: Block) -> Iterator[Edit]:
    """The edits for a frame between two parts of a quotation: “We shall,” said Hale, “build it”."""
    told = [folded for word in mark.inserted.split() if (folded := fold_word(word))]
    if told == [laid.folded[at] for at in block.source]:
        return  # the source has the frame as well
    yield Edit("frame", mark.inserted, "")
    if block.source:
        yield edit_of(laid, "dropped", block)


def _framed(laid: Laid, mark: Mark, place: int) -> Iterator[Edit]:
    """The edits for words outside a mark of quotation that has no other half: the quoter's, unless the source has their like."""
    told = [folded for word in mark.inserted.split() if (folded := fold_word(word))]
    answered = laid.answers.get(place) if place == 0 else laid.answers.get(place - 1)
    beside: list[str] = []
    if answered is not None and place == 0:
        beside = laid.folded[max(0, answered - len(told)) : answered]
    elif answered is not None:
        beside = laid.folded[answered + 1 : answered + 1 + len(told)]
    if told == beside:
        return  # the source has the frame as well
    shared = sum((Counter(told) & Counter(beside)).values())
    if 2 * shared < len(told):
        yield Edit("frame", mark.inserted, "")
    else:
        yield Edit("word", mark.inserted, " ".join(beside))


def is_the_sources(laid: Laid, place: int) -> bool:
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
