"""Is a marked stretch a direct quotation, a mixed one, or only a term in marks?

direct  nothing but marked words is reported: `"We shall see," said Ann`, `Ann wrote: "We shall see."`
mixed   marked words inside a reported clause: `Ann said the plan "shall be seen through"`
term    a coined word, doctrine, event, title or scare quotation: the so-called "second wave"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.annotations import QuotationType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.frames import Frame
    from foresaid.read.lexicon import Lexicon
    from foresaid.read.wording import Token

# Up to this many words, marks in a reported clause set off a term as a rule: the "opening up" of the market.
LONGEST_TERM = 3
# Without any frame, marked words inside a sentence are a term up to this length, reported words above it.
LONGEST_UNFRAMED = 7
_ENDS_UTTERANCE = frozenset(".,!?…—–-;:")
_STANDS_BEHIND = frozenset(".,:;!?…—–-()\"'”’»›")
_ANNOUNCES = frozenset(":—–-")
# Marks and emphasis at the ends of the words, looked through: "_I_ will", "Say, 'What is it?'".
_EDGES = "_* \"'“”‘’«»‹›`"


def type_of(quoted: str, before: Sequence[Token], frame: Frame | None, lexicon: Lexicon) -> QuotationType:
    """The type of a marked stretch, by its own words and its frame."""
    quoted = _bare(quoted)
    count = sum(any(letter.isalnum() for letter in word) for word in quoted.split())
    if (
        frame is not None
        and frame.naming
        and not frame.behind
        and not _is_announced(frame, quoted, count, lexicon)
    ):
        return _named(quoted, count, frame)
    if frame is not None and frame.touches:
        # `and "I will!" cried the others`: what is cried is no term, though it is joined to other words
        whole = not frame.behind or _stands(before) or quoted[-1:] in "!?"
        return QuotationType.DIRECT if whole else _mixed_or_term(quoted, count)
    if frame is not None and frame.subject is not None:
        return QuotationType.DIRECT if _is_introduced(before, quoted) else _mixed_or_term(quoted, count)
    if _stands(before) and quoted[:1].isupper() and not (_is_apposed(before) and _is_title(quoted)):
        return _standing(quoted, count)
    if _stands(before) and not _is_apposed(before) and count > LONGEST_TERM and quoted[-1:] in ".!?":
        return QuotationType.DIRECT  # `handed him the coin; "let her pass."`
    return _woven(quoted, count, before, lexicon)


def _is_announced(frame: Frame, quoted: str, count: int, lexicon: Lexicon) -> bool:
    """Whether a colon leads to an utterance, no verb to a name: `in these terms: "We shall …"`, not `entitled: "…"`."""
    rest = frame.tokens[frame.cue[1] :]
    if not rest or rest[-1].text not in _ANNOUNCES or count <= LONGEST_UNFRAMED or not quoted[:1].isupper():
        return False
    return len(rest) > 1 or frame.tokens[frame.cue[0]].low in lexicon.nouns_too


def _bare(quoted: str) -> str:
    """The words without marks and emphasis at their ends; a comma in front of such marks belongs to them."""
    bare = quoted.strip(_EDGES)
    return bare if quoted.endswith(bare) else bare.rstrip(",")


def _is_introduced(before: Sequence[Token], quoted: str) -> bool:
    """Whether a comma or colon leads to a whole utterance: `wrote in his diary, "We shall see."`"""
    whole = quoted[:1].isupper() and quoted[-1:] in _ENDS_UTTERANCE
    return whole and bool(before) and before[-1].text in ",:" and not _is_title(quoted)


def _stands(before: Sequence[Token]) -> bool:
    """Whether a stretch starts its sentence or follows a sign, instead of being woven into a clause."""
    return not before or before[-1].text in _STANDS_BEHIND


def _is_apposed(before: Sequence[Token]) -> bool:
    """Whether a stretch stands beside a noun, as a title does: `her second book, "…"`."""
    return bool(before) and before[-1].text == ","


def _named(quoted: str, count: int, frame: Frame) -> QuotationType:
    """`he termed it "…"` credits the words to him; `it is called "…"` and "which they call" to nobody."""
    if frame.subject is None or frame.passive:
        return QuotationType.TERM
    subject = frame.tokens[frame.subject.start]
    credited = frame.subject.name is not None or subject.low in ("he", "she", "i")
    if frame.touches and not credited:
        return QuotationType.TERM  # `an act entitled "…"`
    return QuotationType.MIXED if credited else _mixed_or_term(quoted, count)


def _mixed_or_term(quoted: str, count: int) -> QuotationType:
    return QuotationType.TERM if count <= LONGEST_TERM or _is_title(quoted) else QuotationType.MIXED


def _standing(quoted: str, count: int) -> QuotationType:
    """A stretch that starts a sentence or follows a colon: an utterance if it ends as one or is long."""
    ends = quoted[-1:] in _ENDS_UTTERANCE
    return QuotationType.DIRECT if ends or count > LONGEST_UNFRAMED else QuotationType.TERM


def _woven(quoted: str, count: int, before: Sequence[Token], lexicon: Lexicon) -> QuotationType:
    """A stretch inside a sentence without a frame."""
    if count <= LONGEST_UNFRAMED or _is_heralded(before, lexicon) or _is_title(quoted):
        return QuotationType.TERM
    return QuotationType.MIXED


def _is_heralded(before: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a noun in front says that a name or title follows: `the word "…"`, `a copy of "…"`."""
    if len(before) > 1 and before[-1].low == "of" and before[-2].low in lexicon.work_heralds:
        return True
    return bool(before) and before[-1].low in lexicon.term_heralds


def _is_title(quoted: str) -> bool:
    """Whether the words have the capitals of a title: all the longer ones, and there are two at least."""
    longer = [word for word in quoted.split() if len(word) > 3]  # noqa: PLR2004 - "of", "the", "and"
    return len(longer) > 1 and quoted[-1:] not in "!?" and all(word[0].isupper() for word in longer)
