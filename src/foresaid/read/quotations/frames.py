"""Which words around a quotation say who is quoted, and by which verb?

Order of belief, strongest first:
1. the cue touches the quotation in front: `Ann wrote: "…"`, `argued that "…"`, `according to Ann, "…"`;
2. the cue stands behind: `"…," said Ann`, `"…," Ann Lee, a nurse, wrote`, `"…," according to Ann`;
3. the nearest cue before it in the sentence: `Ann said the plan "…"`.
Start reading from `find_frame`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foresaid.read.quotations.cues import cue_width
from foresaid.read.quotations.nouns import Subject, has_name, is_bare_plural, is_name_word
from foresaid.read.quotations.phrases import opening_clause
from foresaid.read.quotations.subjects import subject_before, subject_behind
from foresaid.read.wording import QUOTE, Token

if TYPE_CHECKING:
    from foresaid.read.lexicon import Lexicon

# Cue verbs tried from the quotation outwards; a third one belongs to another clause.
_CUES_TRIED = 3
# Tokens of a frame that is a sentence of its own: "President Lee said."
_SHORTEST_FRAME, _LONGEST_SHORT_FRAME = 3, 4
# Words between a name and its verb behind a quotation: `"…," Ann Lee, a nurse at St. Mary's in York, said`.
_LONGEST_INSERTION = 25
# Words of a complement without commas: "Ann Lee of the London School of Economics said".
_LONGEST_COMPLEMENT = 8
_ASIDE = frozenset(",:—–-(")
_OPENERS = frozenset(("there", "here", "so", "all", "both"))
_BREAKS = frozenset(",;—–-")
PAUSES = frozenset(",?!—–-…")


@dataclass(frozen=True, slots=True)
class Frame:
    """Speaker and cue as tokens.

    `touches`: nothing but a sign or "that" stands between cue and quotation; `behind`: the cue stands behind
    it; `naming`: the cue names ("termed"); `passive`: nobody in particular does ("is known as").
    """

    tokens: Sequence[Token]
    subject: Subject | None
    cue: tuple[int, int]
    touches: bool
    behind: bool
    naming: bool = False
    passive: bool = False


def find_frame(
    before: Sequence[Token], behind: Sequence[Token], quoted: str, lexicon: Lexicon
) -> Frame | None:
    """The frame of a quotation, or None."""
    left = _frame_before(before, lexicon)
    leads_in = (
        left is not None and left.subject is not None and (left.touches or _introduces(before, quoted))
    )
    if leads_in and not quoted.endswith(","):
        return left
    # `"No." He said that …` starts a new sentence
    if not quoted.endswith(".") or _is_short_sentence(behind):
        paused = quoted[-1:] in PAUSES or (bool(behind) and behind[0].text in _ASIDE)
        right = frame_behind(behind, lexicon, paused=paused)
        if right is not None:
            return right
    if left is None or left.subject is None:
        return _frame_at_end(behind, lexicon) or left
    return left


def _frame_at_end(tokens: Sequence[Token], lexicon: Lexicon) -> Frame | None:
    """The frame that ends a clause in which quoted words stand: `The "free" trade has ruined them, Ann Lee said.`"""
    for number in range(len(tokens) - 1, 0, -1):
        if tokens[number].text != ",":
            continue
        frame = frame_behind(tokens[number:], lexicon, paused=True)
        if frame is not None and frame.subject is not None and is_closed(frame, lexicon):
            return replace(frame, touches=False)
    return None


def is_closed(frame: Frame, lexicon: Lexicon) -> bool:
    """Whether a frame behind the words reports nothing else: `he said.`, not `he said that the road is gone`."""
    end = max(frame.cue[1], frame.subject.end if frame.subject is not None else 0)
    if frame.tokens[frame.cue[0]].low in lexicon.touching or frame.subject is None:
        return False
    if end >= len(frame.tokens):
        return True
    following = frame.tokens[end]
    if not following.is_word:
        return following.text != QUOTE
    if following.low == "to" and end + 1 < len(frame.tokens):  # `said to Ann`, not `ventured to speak`
        hearer = frame.tokens[end + 1]
        return (
            hearer.is_capital or hearer.low in lexicon.determiners or hearer.low in lexicon.object_pronouns
        )
    if following.low in _OPENERS:
        return False  # `he said there …`
    told = frame.tokens[frame.cue[0]].low in lexicon.addressing
    return told or following.low in lexicon.complements or following.low in lexicon.adverbs


def _is_short_sentence(tokens: Sequence[Token]) -> bool:
    """`"No." Ann said.`: a sentence of two or three words can only be the frame."""
    return _SHORTEST_FRAME <= len(tokens) <= _LONGEST_SHORT_FRAME and tokens[-1].text == "."


def _introduces(before: Sequence[Token], quoted: str) -> bool:
    """Whether a frame ends with a comma or colon before a whole utterance: `wrote in his diary, "We …"`."""
    return bool(before) and before[-1].text in ",:" and quoted[:1].isupper()


def _frame_before(tokens: Sequence[Token], lexicon: Lexicon) -> Frame | None:
    source = _source_before(tokens, lexicon) or _name_and_colon(tokens, lexicon)
    if source is not None:
        return source
    fallback: Frame | None = None
    tried = 0
    for number in range(len(tokens) - 1, -1, -1):
        width = cue_width(tokens, number, lexicon)
        if not width:
            continue
        frame = _cue_before(tokens, number, width, lexicon)
        if not frame.touches and tokens[number].low in lexicon.touching:
            continue
        if frame.subject is not None and not _is_unreal(tokens, number, lexicon):
            return _with_participle(fallback, frame, lexicon)
        if fallback is None or (fallback.subject is None and frame.subject is not None):
            fallback = frame
        tried += 1
        if tried == _CUES_TRIED:
            break
    return fallback


def _with_participle(nearer: Frame | None, frame: Frame, lexicon: Lexicon) -> Frame:
    """A participle nearer to the words reports them, with the subject of the verb: `Ann agreed, adding that "…"`."""
    if nearer is None or nearer.subject is not None or frame.passive:
        return frame
    joined = nearer.tokens[nearer.cue[0]].low in lexicon.participles
    return replace(nearer, subject=frame.subject) if joined else frame


def _is_unreal(tokens: Sequence[Token], number: int, lexicon: Lexicon) -> bool:
    """Whether a verb only could or should report: `you can't yell "fire"`; then an outer one is looked for."""
    return any(token.low in lexicon.modals for token in tokens[max(0, number - 2) : number])


def _cue_before(tokens: Sequence[Token], number: int, width: int, lexicon: Lexicon) -> Frame:
    """A cue in front of the quotation: its subject in front of it, or behind it (`"…," said Ann, "…"`)."""
    cue = (number, number + width)
    naming = tokens[number].low in lexicon.naming
    if _is_inverted(tokens, number) and tokens[number].low not in lexicon.participles:
        after = _inverted_subject(tokens, number + width, lexicon)
        if after is not None and (number == 0 or all(_leads_on(token) for token in tokens[after.end :])):
            return Frame(tokens, after, cue, touches=True, behind=False, naming=naming)
    subject = subject_before(tokens, number, lexicon) if number else None
    passive = _is_passive(tokens, number, lexicon)
    touches = _touches(tokens, number + width) or _joins(tokens, number + width)
    return Frame(tokens, subject, cue, touches=touches, behind=False, naming=naming, passive=passive)


def _is_passive(tokens: Sequence[Token], number: int, lexicon: Lexicon) -> bool:
    """Whether nobody in particular reports: "is known as", "it is generally conceded that"."""
    before = number - 1
    while before > 0 and (tokens[before].low in lexicon.adverbs or tokens[before].low.endswith("ly")):
        before -= 1
    return (
        before >= 0
        and tokens[before].low in lexicon.passives
        and tokens[number].low not in lexicon.participles
    )


def _is_inverted(tokens: Sequence[Token], number: int) -> bool:
    """Whether a cue opens the frame: first in its sentence, or right behind another quotation."""
    signs = number - 1
    while signs >= 0 and tokens[signs].text in _ASIDE:
        signs -= 1
    return signs < 0 or tokens[signs].text == QUOTE


def _touches(tokens: Sequence[Token], start: int) -> bool:
    """Whether only signs and "that" follow, or the frame ends with a colon."""
    rest = tokens[start:]
    if rest and rest[-1].text == ":":
        return True
    return all(token.text in _ASIDE or token.low == "that" for token in rest)


def _leads_on(token: Token) -> bool:
    return token.text in _ASIDE or token.low == "and"


def _joins(tokens: Sequence[Token], start: int) -> bool:
    """Whether a frame behind one quotation joins another to it: `"…," Ann cried, and "…!"`."""
    return start < len(tokens) and tokens[0].text == QUOTE and all(map(_leads_on, tokens[start:]))


def joins_two(behind: Sequence[Token]) -> bool:
    """Whether nothing but signs and an "and" stands between a quotation and the next one: `"…" and "…"`."""
    between = behind[:-1]
    joined = any(token.low == "and" for token in between) and all(map(_leads_on, between))
    return joined and behind[-1].text == QUOTE


def _source_before(tokens: Sequence[Token], lexicon: Lexicon) -> Frame | None:
    """`According to Ann Lee, "…"`, anywhere in the sentence in front."""
    for number in range(len(tokens)):
        width = _source_phrase(tokens, number, lexicon)
        if width:
            subject = subject_behind(tokens, number + width, lexicon)
            end = subject.end if subject is not None else number + width
            rest = tokens[end:]  # `according to his book "…"` has no sign: the marks hold the book's title
            touches = bool(rest) and all(token.text in _ASIDE or token.low == "that" for token in rest)
            if touches or number == 0:
                return Frame(tokens, subject, (number, number + width), touches=touches, behind=False)
    return None


def _name_and_colon(tokens: Sequence[Token], lexicon: Lexicon) -> Frame | None:
    """`Ann Lee: "…"`: a name and nothing else in front of a colon; the colon is the cue."""
    last = len(tokens) - 1
    if last < 1 or tokens[last].text != ":":
        return None
    start = last
    while start > 0 and tokens[start - 1].text not in _BREAKS:
        start -= 1
    subject = subject_behind(tokens, start, lexicon)
    if subject is None or subject.end != last or subject.name is None:
        return None
    return Frame(tokens, subject, (last, last + 1), touches=True, behind=False)


def _source_phrase(tokens: Sequence[Token], number: int, lexicon: Lexicon) -> int:
    """How many words a source phrase at a token has; 0 if there is none."""
    if number >= len(tokens):
        return 0
    for phrase in lexicon.source_phrases.get(tokens[number].low, ()):
        if tuple(token.low for token in tokens[number : number + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def frame_behind(tokens: Sequence[Token], lexicon: Lexicon, *, paused: bool) -> Frame | None:
    """The frame behind a quotation; `paused`: the quotation ends with a sign that lets a frame follow."""
    start = 0
    while start < len(tokens) and tokens[start].text in _ASIDE:
        start += 1
    if paused and start + 1 < len(tokens) and tokens[start].low == "as":
        start += 1  # `"slowly, slowly," as the weavers say`
    width = _source_phrase(tokens, start, lexicon)
    if width:
        return Frame(
            tokens,
            subject_behind(tokens, start + width, lexicon),
            (start, start + width),
            touches=True,
            behind=True,
        )
    verb = _skip_verb_group(tokens, start, lexicon)
    width = cue_width(tokens, verb, lexicon) if verb < len(tokens) and not tokens[verb].is_capital else 0
    if width and tokens[verb].low in lexicon.participles:
        return None  # `"…," accusing it of …`: the sentence goes on, nobody is named
    if width and (paused or tokens[verb].low not in lexicon.touching):
        by = verb + width < len(tokens) and tokens[verb + width].low == "by"
        subject = _inverted_subject(tokens, verb + width + by, lexicon)
        if subject is not None:
            return Frame(tokens, subject, (verb, verb + width), touches=True, behind=True)
    return _plain_order_behind(tokens, start, lexicon, paused=paused)


def _skip_verb_group(tokens: Sequence[Token], number: int, lexicon: Lexicon) -> int:
    while number < len(tokens) and (
        tokens[number].low in lexicon.auxiliaries
        or tokens[number].low in lexicon.adverbs
        or tokens[number].low.endswith("ly")
    ):
        number += 1
    return number


def _inverted_subject(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> Subject | None:
    """The subject of "said …": also a role without determiner, "said party treasurer Ann Lee"."""
    found = subject_behind(tokens, start, lexicon)
    if found is not None:
        return found
    for number in range(start, min(start + 5, len(tokens))):
        token = tokens[number]
        if not token.is_word or token.low in lexicon.function_words or token.low in lexicon.complements:
            return None
        if token.is_capital:
            named = subject_behind(tokens, number, lexicon)
            return None if named is None else Subject(start, named.end, named.name)
    return None


def _plain_order_behind(
    tokens: Sequence[Token], start: int, lexicon: Lexicon, *, paused: bool
) -> Frame | None:
    """`"…," Ann Lee, a nurse, has said`: subject, then at most one insertion, then the cue."""
    subject = _bare_noun(tokens, start, lexicon) or _inverted_subject(tokens, start, lexicon)
    if subject is not None and (frame := _at_verb(tokens, subject, lexicon, paused=paused)) is not None:
        return frame
    opened = opening_clause(tokens, start, lexicon, cue_width) if paused else None
    if opened is not None and not _takes_object(tokens, opened.cue[0], 1, lexicon):
        return Frame(tokens, opened.subject, opened.cue, touches=True, behind=True)
    return _bare_verb_behind(tokens, start, subject) if paused and subject is not None else None


def _at_verb(tokens: Sequence[Token], subject: Subject, lexicon: Lexicon, *, paused: bool) -> Frame | None:
    """A subject with the cue that stands behind it, or behind one insertion."""
    for place in _verb_places(tokens, subject.end):
        number = _skip_verb_group(tokens, place, lexicon)
        width = cue_width(tokens, number, lexicon) if number < len(tokens) else 0
        # `the duty "to report" I shall not mention` and `"Well?" Ann showed a letter` are no frames
        if width and (paused or number == place) and not _takes_object(tokens, number, width, lexicon):
            named = _name_inserted(tokens, subject, place, lexicon)
            return Frame(tokens, named, (number, number + width), touches=True, behind=True)
    return None


def _name_inserted(tokens: Sequence[Token], subject: Subject, place: int, lexicon: Lexicon) -> Subject:
    """A subject with the name that stands as an insertion behind it: "the chief clerk, Ann Lee, said"."""
    inserted = range(subject.end + 1, place - 1)
    if (
        has_name(tokens, subject, len(inserted))
        or not inserted
        or not all(is_name_word(tokens[n], lexicon) for n in inserted)
    ):
        return subject
    return subject._replace(end=place - 1, name=(subject.end + 1, place - 1))


def _bare_verb_behind(tokens: Sequence[Token], start: int, subject: Subject) -> Frame | None:
    """A subject and a verb of any kind, and nothing else: `"…," the grocer calculated.`"""
    for end in (subject.end, subject.end - 1):
        if end > start + (subject.name is None and end < subject.end) and _is_bare_verb(tokens, end):
            return Frame(tokens, subject._replace(end=end), (end, end + 1), touches=True, behind=True)
    return None


def _is_bare_verb(tokens: Sequence[Token], number: int) -> bool:
    """Whether a past form stands at a token, and behind it a sign or nothing."""
    if number >= len(tokens) or not tokens[number].low.endswith("ed") or tokens[number].is_capital:
        return False
    return number + 1 == len(tokens) or tokens[number + 1].text in ".,;:—–-"


def _takes_object(tokens: Sequence[Token], number: int, width: int, lexicon: Lexicon) -> bool:
    """Whether a verb that seldom reports has an object of its own here."""
    if tokens[number].low not in lexicon.touching or number + width >= len(tokens):
        return False
    following = tokens[number + width]
    return following.low in lexicon.determiners or following.is_capital


def _bare_noun(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> Subject | None:
    """A plural without determiner right before a cue: "critics say"."""
    for number in range(start, min(start + 3, len(tokens) - 1)):
        token = tokens[number]
        if not token.is_word or token.is_capital or _is_small(token, lexicon):
            return None
        if tokens[number + 1].low in lexicon.cues and is_bare_plural(token, lexicon):
            return Subject(start, number + 1)
    return None


def _is_small(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word can be no bare noun: a function word, pronoun, auxiliary or adverb."""
    low = token.low
    return (
        low in lexicon.function_words
        or low in lexicon.pronouns
        or low in lexicon.auxiliaries
        or low in lexicon.adverbs
    )


def _verb_places(tokens: Sequence[Token], end: int) -> list[int]:
    """Where the verb of a subject that ends at a token may stand: right there, or behind an insertion."""
    places = [end]
    if end < len(tokens) and (
        tokens[end].text in ",(—–" or tokens[end].low in ("who", "of", "for", "at", "from", "in")
    ):
        last = min(len(tokens), end + _LONGEST_INSERTION)
        places += [number + 1 for number in range(end + 1, last) if tokens[number].text in ",)—–"]
        if tokens[end].low in ("of", "for", "at", "from", "in"):
            places += range(end + 2, min(last, end + _LONGEST_COMPLEMENT))
    return places
