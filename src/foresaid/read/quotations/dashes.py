"""Which words are speech set off by a dash alone, as in Joyce and in most languages but English?

    — Come up, Ann, he called out. It is late.
    She came.

A text is read so only if it sets off speech by dashes often and by marks hardly ever; a dash in front of
a line is otherwise a list or a signature. Where paragraphs are single lines, speech ends with the line.
Where a line holds one sentence (tokenised text), it ends where a sentence tells instead of speaking.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.read.quotations.frames import frame_behind
from foresaid.read.quotations.marks import Family
from foresaid.read.quotations.pairs import Marked
from foresaid.read.wording import words_between
from foresaid.text.segment import last_sentence_start, sentence_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.read.lexicon import Lexicon
    from foresaid.read.quotations.frames import Frame
    from foresaid.read.wording import Token

# A section's number between two dashes is no speech: — II —
_DASH = re.compile(r"(?:\n|^|: )[ \t]{0,4}(?:[—―–]|--)[ ]?(?=[^\W\d_])(?![IVXLC]{1,8} ?(?:[—―–]|--))")
_PAUSE = re.compile(r"[,.!?]")
# Fewer lines than this may be a list; the stretch of a dialogue in the sets has 15 at least.
_FEWEST = 4
# A text that also has marked quotations is read by its marks.
_MOST_MARKED = 0.25
# Of the lines of a dialogue, half break off for a frame or follow a colon (Ulysses 49 %); of a list hardly one.
_FRAMED = 0.25
# Characters of a line in which that frame is looked for.
_LONGEST_LINE = 400
# Sentences that one speech is followed through where a line is a sentence.
_LONGEST_SPEECH = 24
# Tokens from subject to verb of such a frame: "an old man behind them cried" has 6.
_LONGEST_FRAME = 7
# Tokens of a sentence in which a name and its verb stand: "old Peter frowned".
_NAME_AND_VERB = 4
_MODALS = frozenset(("would", "could", "should", "may", "might", "to"))
# Words behind a pause in which a frame's verb stands: "old Peter Roth told the cat on the sill".
_FRAME = 160


def find_dashed(text: str, marked: int, lexicon: Lexicon) -> Iterator[Marked]:
    """The speeches set off by dashes, in order; `marked`: how many quotations in marks the text has."""
    dashes = [match.end() for match in _DASH.finditer(text)]
    if (
        len(dashes) < _FEWEST
        or marked > _MOST_MARKED * len(dashes)
        or not _is_dialogue(text, dashes, lexicon)
    ):
        return
    for number, start in enumerate(dashes):
        limit = dashes[number + 1] if number + 1 < len(dashes) else len(text)
        limit = _without_opening(text, start, limit, lexicon.abbreviations)
        yield from _speeches(text, start, limit, lexicon)


def _is_dialogue(text: str, dashes: Sequence[int], lexicon: Lexicon) -> bool:
    framed = 0
    for start in dashes:
        limit = _line_end(text, start, min(len(text), start + _LONGEST_LINE))
        announced = text[max(0, start - 5) : start].strip(" —―–-").endswith(":")
        framed += announced or _find_frame(text, start, limit, limit, lexicon)[0] >= 0
    return framed >= _FRAMED * len(dashes)


def _without_opening(text: str, start: int, limit: int, abbreviations: frozenset[str]) -> int:
    """The end of what may belong to a speech: its paragraph, without the next dash and the words before it.

    In `… in the face. Ann said with a smile: — Look` the sentence that ends with the colon is not spoken.
    """
    blank = text.find("\n\n", start, limit)
    end = blank if blank >= 0 else limit
    announces = False
    while end > start and (text[end - 1].isspace() or text[end - 1] in "—―–-:"):
        end -= 1
        announces = announces or text[end] == ":"
    return last_sentence_start(text, start, end, abbreviations) if announces and blank < 0 else end


def _speeches(text: str, start: int, limit: int, lexicon: Lexicon) -> Iterator[Marked]:
    """The parts of one speech: it breaks off for frames and ends where the text tells."""
    position, first = start, True
    for _ in range(_LONGEST_SPEECH):
        if position >= limit:
            break
        end = min(
            sentence_end(text, position, limit, lexicon.abbreviations), _line_end(text, position, limit)
        )
        if not first and _tells(words_between(text, position, end, lexicon.abbreviations), lexicon):
            break
        pause, frame_end = _find_frame(text, position, end, limit, lexicon)
        if pause >= 0:
            yield _marked(text, start, pause)
            start = end = _skip_space(text, frame_end, limit)
        position, first = _skip_space(text, end, limit), False
    if position > start:
        yield _marked(text, start, position)


def _find_frame(text: str, start: int, end: int, limit: int, lexicon: Lexicon) -> tuple[int, int]:
    """Where a sentence of speech pauses for a frame, and where that ends; (-1, -1) if it does not."""
    for match in _PAUSE.finditer(text, start, end):
        behind = _skip_space(text, match.end(), limit)
        stop = min(limit, behind + _FRAME, _line_end(text, behind, limit))
        stop = sentence_end(text, behind, stop, lexicon.abbreviations)
        tokens = words_between(text, behind, stop, lexicon.abbreviations)
        if match.group() == "." or not tokens or tokens[0].low in ("i", "you", "we"):
            continue
        frame = frame_behind(tokens, lexicon, paused=True)
        if frame is not None and frame.subject is not None and _is_finite(tokens, frame, lexicon):
            return match.end(), _frame_stop(tokens, max(frame.cue[1], frame.subject.end), stop)
    return -1, -1


def _is_finite(tokens: Sequence[Token], frame: Frame, lexicon: Lexicon) -> bool:
    """Whether a frame tells ("he said", "he had said") instead of being spoken ("he will say")."""
    assert frame.subject is not None
    start, end = min(frame.subject.start, frame.cue[0]), max(frame.subject.end, frame.cue[1])
    if end - start > _LONGEST_FRAME or tokens[frame.cue[0]].low in lexicon.touching:
        return False
    return not any(
        token.low in lexicon.speaking_words or token.low in _MODALS for token in tokens[start:end]
    )


def _frame_stop(tokens: Sequence[Token], number: int, stop: int) -> int:
    """A frame ends with a comma that leads on, or with its sentence."""
    for token in tokens[number:]:
        if token.text == ",":
            return token.end
    return stop


def _tells(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a sentence is the narrator's: it has a past tense and nothing that only speakers say."""
    if tokens and tokens[-1].text in "?!":
        return False
    if any(token.low.split("'")[0].split("’")[0] in lexicon.speaking_words for token in tokens):
        return False
    opens = bool(tokens) and (tokens[0].low in lexicon.telling_openers or tokens[0].low.endswith("ing"))
    reach = tokens if opens else tokens[:_NAME_AND_VERB]
    for number, token in enumerate(reach):
        past = token.low in lexicon.telling_words or token.low.endswith("ed")
        noun = tokens[number - 1].low in lexicon.determiners and token.low not in lexicon.passives
        if past and number and not noun:  # "the wounded" tells nothing; "that was" does
            return True
    return False


def _marked(text: str, start: int, end: int) -> Marked:
    while end > start and text[end - 1].isspace():
        end -= 1
    return Marked(start, end, start, end, Family.DASH)


def _line_end(text: str, start: int, limit: int) -> int:
    end = text.find("\n", start, limit)
    return end if end >= 0 else limit


def _skip_space(text: str, position: int, limit: int) -> int:
    while position < limit and text[position].isspace():
        position += 1
    return position
