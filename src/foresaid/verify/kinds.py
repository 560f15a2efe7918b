"""What kind of change is it when one word, or a run of words, stands for another?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from unicodedata import normalize

from foresaid.model.evidence import Edit
from foresaid.verify.changes import MEANINGS, holds_phrase, in_full
from foresaid.verify.conventions import JOINED
from foresaid.verify.noise import capital
from foresaid.verify.numerals import is_number, is_year, number_in
from foresaid.verify.spellings import negates

if TYPE_CHECKING:
    from foresaid.verify.laid import Block, Laid

CLAUSE = 5  # words; so many dropped or added are a clause that is gone, whatever words it holds
_GROUPING = frozenset(" ,'’\u00a0\u2009\u202f\n")  # between digits of one number
REPLACED = 12  # words that one bracket may stand for; more is a passage left out under its cover


def _is_noun(laid: Laid, block: Block, word: str) -> bool:
    """Whether a modal word stands as a noun: her will, the might of the crown."""
    sides = ((block.quoted, laid.reading.folded), (block.source, laid.folded))
    found = [(at, folded) for places, folded in sides for at in places if folded[at] == word]
    return bool(found) and all(at and folded[at - 1] in laid.changes.determiners for at, folded in found)


def _named(laid: Laid, block: Block) -> bool:
    """Whether a name stands for a name; one that is dropped or added is a word dropped or added."""
    reading = laid.reading
    starts = reading.tokens.starts
    quoted = any(
        capital(reading.surfaces, reading.text, place, int(starts[place])) for place in block.quoted
    )
    return quoted and any(
        capital(laid.surfaces, laid.text, place, laid.starts[place]) for place in block.source
    )


def _dated(laid: Laid, block: Block, word: str) -> bool:
    """Whether a word of the calendar is written as one."""
    if word not in laid.changes.capitalised:
        return True
    quoted = (laid.reading.surfaces[at] for at in block.quoted if laid.reading.folded[at] == word)
    source = (laid.surfaces[at] for at in block.source if laid.folded[at] == word)
    return any(surface[:1].isupper() for surface in (*quoted, *source))


def meaning(laid: Laid, block: Block) -> str:
    """The gravest kind that the words of a block can have."""
    left = Counter(laid.reading.folded[place] for place in block.quoted)
    right = Counter(laid.folded[place] for place in block.source)
    changed = [*(left - right), *(right - left)]
    if not changed:
        return "moved"
    if len(block.quoted) > REPLACED and not block.source:
        return "added"
    if len(block.source) > REPLACED and not block.quoted:
        return "dropped"
    if Counter(in_full(left.elements(), laid.changes)) == Counter(in_full(right.elements(), laid.changes)):
        return "contraction"
    if _negated(laid, block, left - right, right - left):
        return "negation"
    return _guarded(laid, block, changed)


def _negated(laid: Laid, block: Block, left: Counter[str], right: Counter[str]) -> bool:
    """Whether a block denies by a prefix (possible, impossible) or by several words (far from)."""
    if any(negates(one, other, laid.changes) for one in left for other in right):
        return True
    quoted = [laid.reading.folded[place] for place in block.quoted]
    source = [laid.folded[place] for place in block.source]
    if len(quoted) + len(source) >= CLAUSE:
        return False  # "far from the public gaze" denies nothing
    return holds_phrase(quoted, laid.changes.negating) != holds_phrase(source, laid.changes.negating)


def _guarded(laid: Laid, block: Block, changed: list[str]) -> str:
    """The kind of a block by the words that changed in it."""
    if min(len(block.quoted), len(block.source)) == 0 and len(block.quoted) + len(block.source) >= CLAUSE:
        grave = laid.changes.meanings["negation"] | laid.changes.meanings["condition"]
        changed = [word for word in changed if word in grave]
    changed = [laid.changes.spelling_words.get(word, word) for word in changed]
    if any(is_number(word) for word in changed):
        return "date" if any(is_year(word) for word in changed) else "number"
    one_sided = not (block.quoted and block.source)
    for kind in MEANINGS:
        table = laid.changes.meanings.get(kind, frozenset())
        if kind == "condition" and one_sided:
            table -= laid.changes.contrasts  # a "but" that is gone with its clause conditions nothing
        meant = [
            word
            for word in changed
            if word in table and not (kind == "modality" and _is_noun(laid, block, word))
        ]
        if any(kind != "date" or _dated(laid, block, word) for word in meant):
            return kind
    if _named(laid, block):
        return "name"
    return "word" if block.quoted and block.source else "added" if block.quoted else "dropped"


def spaced(laid: Laid, block: Block) -> str | None:
    """Whether a block is the same letters divided otherwise: to-day, today."""
    quoted = "".join(laid.reading.folded[place] for place in block.quoted)
    source = "".join(laid.folded[place] for place in block.source)
    if not quoted or quoted != source:
        return None
    if quoted.isdecimal() and not _same_number(laid, block):
        return None
    starts, ends = laid.reading.tokens.starts, laid.reading.tokens.ends
    written = laid.reading.text[int(starts[block.quoted[0]]) : int(ends[block.quoted[-1]])]
    stood = laid.text[laid.starts[block.source[0]] : laid.ends[block.source[-1]]]
    return "line_break" if "\n" in written or "\n" in stood else "spacing"


def same_value(laid: Laid, block: Block) -> bool:
    """Whether a block is one number on both sides: 37, thirty-seven."""
    value = number_in([laid.reading.folded[place] for place in block.quoted], laid.changes)
    stood = number_in([laid.folded[place] for place in block.source], laid.changes)
    return value is not None and value == stood


def _same_number(laid: Laid, block: Block) -> bool:
    """Whether digits are only grouped otherwise (1,500 and 1500): points and colons stand at the same digits."""
    tokens = laid.reading.tokens
    quoted = laid.reading.text[int(tokens.starts[block.quoted[0]]) : int(tokens.ends[block.quoted[-1]])]
    source = laid.text[laid.starts[block.source[0]] : laid.ends[block.source[-1]]]
    left, right = (
        "".join(mark for mark in normalize("NFKC", text).replace("⁄", "/") if mark not in _GROUPING)
        for text in (quoted, source)
    )
    return left == right


def edit_of(laid: Laid, kind: str, block: Block) -> Edit:
    """A difference of one kind between the words of a block, as both sides write them."""
    reading = laid.reading
    quoted = source = ""
    if block.quoted:
        first, last = block.quoted[0], block.quoted[-1]
        quoted = reading.text[int(reading.tokens.starts[first]) : int(reading.tokens.ends[last])]
    if block.source:
        source = laid.text[laid.starts[block.source[0]] : laid.ends[block.source[-1]]]
    return Edit(kind, quoted.replace(JOINED, ""), source)
