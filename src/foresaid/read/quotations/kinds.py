"""Is a marked stretch a direct quotation, a mixed one, or only a term in marks?

direct  nothing but marked words is reported: `"We shall see," said Ann`, `Ann wrote: "We shall see."`
mixed   marked words inside a reported clause: `Ann said the plan "shall be seen through"`
term    a coined word, doctrine, event, title or scare quotation: the so-called "second wave"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.bodies import QuotationType
from foresaid.read.quotations.frames import is_closed
from foresaid.read.quotations.speakers import head_noun, kind_of_noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.lexicon import Lexicon
    from foresaid.read.quotations.frames import Frame
    from foresaid.read.wording import Token

# Up to this many words, marks in a reported clause set off a term as a rule: the "opening up" of the market.
LONGEST_TERM = 3
# Without any frame, marked words inside a sentence are a term up to this length, reported words above it.
LONGEST_UNFRAMED = 7
_LONGEST_NAME = 2
# Who speaks for himself: words he sets in marks are a name that he gives or takes up.
_OWN = frozenset(("i", "we", "you"))
# Words between a cue and a short stretch that it reports; farther ones are right in 5 of 10 cases on PolNeAR dev.
_FARTHEST = 18
_ENDS_UTTERANCE = frozenset(".,!?…—–-;:")
_STANDS_BEHIND = frozenset(".,:;!?…—–-()\"'”’»›")
_ASIDE = frozenset(",—–-(")
_ANNOUNCES = frozenset(":—–-")
# Marks and emphasis at the ends of the words, looked through: "_I_ will", "Say, 'What is it?'".
_EDGES = "_* \"'“”‘’«»‹›`"


def type_of(
    quoted: str, before: Sequence[Token], behind: Sequence[Token], frame: Frame | None, lexicon: Lexicon
) -> QuotationType:
    """The type of a marked stretch, by its own words, those around it and its frame."""
    quoted = _bare(quoted)
    count = sum(any(letter.isalnum() for letter in word) for word in quoted.split())
    if frame is None or _says_nobody(frame):
        return _unframed(quoted, count, before, lexicon)
    if frame.naming and not frame.behind and not _is_announced(frame, quoted, count, lexicon):
        return _named(quoted, frame, lexicon)
    if frame.touches:
        return _touched(quoted, before, behind, frame, lexicon)
    if _is_introduced(before, quoted):
        return QuotationType.DIRECT
    if count <= LONGEST_TERM and (_hangs_apart(frame) or not _may_speak(frame, lexicon)):
        return QuotationType.TERM
    return _in_clause(quoted, count, before, behind, lexicon)


def _says_nobody(frame: Frame) -> bool:
    """Whether a frame that does not touch the words names nobody who says them: `it is held that the "…"`."""
    if frame.touches or (frame.naming and not frame.behind):
        return False
    return frame.passive or (frame.naming and frame.subject is None)


def _touched(
    quoted: str, before: Sequence[Token], behind: Sequence[Token], frame: Frame, lexicon: Lexicon
) -> QuotationType:
    """A stretch with a cue beside it: an utterance, if it stands alone and its clause ends with it."""
    # `and "I will!" cried the others`: what is cried is no term, though it is joined to other words
    if frame.behind:
        woven = not _stands(before) and quoted[-1:] not in "!?"
        return _in_clause_before(quoted, before, behind, frame, lexicon) if woven else QuotationType.DIRECT
    if _is_noun(before, frame, lexicon) and _is_title(quoted):
        return QuotationType.TERM
    return QuotationType.MIXED if _runs_on(quoted, behind, lexicon) else QuotationType.DIRECT


def _unframed(quoted: str, count: int, before: Sequence[Token], lexicon: Lexicon) -> QuotationType:
    """A stretch that nothing reports: an utterance if it stands as a sentence does, else a term if it is short."""
    titled = _is_title(quoted) and (_is_apposed(before) or quoted[-1:] == ",")
    if _stands(before) and quoted[:1].isupper() and not titled:
        return _standing(quoted, count)
    if _stands(before) and not _is_apposed(before) and count > LONGEST_TERM and quoted[-1:] in ".!?":
        return QuotationType.DIRECT  # `handed him the coin; "let her pass."`
    return _woven(quoted, count, before, lexicon)


def _is_noun(before: Sequence[Token], frame: Frame, lexicon: Lexicon) -> bool:
    """Whether the cue right in front of the words may be a noun: `the television show "…"`, `a post "…"`."""
    return frame.cue[1] == len(before) and frame.tokens[frame.cue[0]].low in lexicon.nouns_too


def _runs_on(quoted: str, behind: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the clause goes on behind the words: `said "there could be" a line …`, not `said "no" in court`."""
    following = next((token for token in behind if token.text not in _ASIDE), None)
    if quoted[-1:] in _ENDS_UTTERANCE or following is None or not following.is_word or following.is_capital:
        return False
    low = following.low
    if following is not behind[0]:  # `that "every one of them" - the mayor included - signed`
        closes = any(token.text == behind[0].text for token in behind[behind.index(following) :])
        return quoted[:1].islower() and closes
    small = low in lexicon.function_words or low in lexicon.complements or low in lexicon.adverbs
    return low == "of" or not small


def _may_speak(frame: Frame, lexicon: Lexicon) -> bool:
    """Whether a few words may be somebody else's: the subject is no "I" or "we", and somebody who can speak."""
    if frame.subject is None:
        return frame.tokens[frame.cue[0]].low in lexicon.participles
    words = frame.tokens[frame.subject.start : frame.subject.end]
    if frame.subject.pronoun:
        return words[0].low not in _OWN
    return frame.subject.name is not None or kind_of_noun(head_noun(words, lexicon), lexicon) is not None


def _hangs_apart(frame: Frame) -> bool:
    """Whether the words stand far from the cue, or in an adjunct: `told us to wait, calling the rest a "dream"`."""
    rest = frame.tokens[frame.cue[1] :]
    return len(rest) > _FARTHEST or any(
        rest[number].text == "," and token.low.endswith("ing") and not token.is_capital
        for number, token in enumerate(rest[1:])
    )


def _in_clause(
    quoted: str, count: int, before: Sequence[Token], behind: Sequence[Token], lexicon: Lexicon
) -> QuotationType:
    """Words of a reported clause are the speaker's, however few; a title, a name or "the 'opening up' of" is not.

    Of 465 marked stretches up to three words in such clauses of PolNeAR, 440 stand in an annotated content.
    """
    if is_label(quoted) or _is_heralded(before, lexicon):
        return QuotationType.TERM
    known = bool(before) and before[-1].low == "the" and bool(behind) and behind[0].low == "of"
    return QuotationType.TERM if known and count <= LONGEST_TERM else QuotationType.MIXED


def _in_clause_before(
    quoted: str, before: Sequence[Token], behind: Sequence[Token], frame: Frame, lexicon: Lexicon
) -> QuotationType:
    """Words that end a clause in front of its frame: `the move was "a mistake," he said`."""
    words = quoted.split()
    if len(words) > LONGEST_TERM:
        return _mixed_or_term(quoted, len(words))
    lone = len(words) == 1 and quoted[:1].isupper()
    paused = quoted[-1:] in _ENDS_UTTERANCE or (bool(behind) and behind[0].text in _ASIDE)
    if (
        lone
        or not paused
        or _is_title(quoted)
        or _is_heralded(before, lexicon)
        or not is_closed(frame, lexicon)
    ):
        return QuotationType.TERM
    return QuotationType.MIXED


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


def _named(quoted: str, frame: Frame, lexicon: Lexicon) -> QuotationType:
    """`he termed it "…"` credits the words to him; `it is called "…"` and "which they call" to nobody."""
    if frame.passive:
        return QuotationType.TERM
    rest = frame.tokens[frame.cue[1] :]
    near = frame.touches or all(token.low in lexicon.determiners for token in rest)
    if not near:  # `calling the mayor a "liar"` judges; `the so-called "Blue List"` names
        own = frame.subject is not None and frame.tokens[frame.subject.start].low in _OWN
        return QuotationType.TERM if own or is_label(quoted) else QuotationType.MIXED
    subject = frame.tokens[frame.subject.start] if frame.subject is not None else None
    if frame.subject is None or subject is None:
        return QuotationType.TERM
    credited = frame.subject.name is not None or subject.low in ("he", "she")
    return QuotationType.MIXED if credited else QuotationType.TERM  # `an act entitled "…"`


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
    if len(before) > 1 and before[-1].low in lexicon.determiners | {"as"}:
        before = before[:-1]  # `known as the "Blue List"`
        if before[-1].low == "as":
            before = before[:-1]
        return bool(before) and before[-1].low in lexicon.naming_heralds
    return bool(before) and before[-1].low in lexicon.term_heralds


def is_label(quoted: str) -> bool:
    """Whether words in marks are a title, or a name of one or two words, whoever speaks: "Popular Front"."""
    bare = _bare(quoted)
    words = bare.rstrip(",.").split()
    return _is_title(bare) or (len(words) <= _LONGEST_NAME and all(word[0].isupper() for word in words))


def _is_title(quoted: str) -> bool:
    """Whether the words have the capitals of a title: all the longer ones, and there are two at least."""
    longer = [word for word in quoted.split() if len(word) > 3]  # noqa: PLR2004 - "of", "the", "and"
    return len(longer) > 1 and quoted[-1:] not in "!?" and all(word[0].isupper() for word in longer)
