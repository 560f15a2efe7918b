"""What do the cuts at both ends of a quotation take away?

The source's sentence is read on past both ends: a limit, a negation or a condition that stands there belongs to what
is quoted, and a quotation that leaves it out is truncated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.evidence import Edit
from foresaid.text.normalize import fold_word, tokenise
from foresaid.verify.conventions import OMISSION
from foresaid.verify.laid import CONTEXT

if TYPE_CHECKING:
    from foresaid.verify.changes import Changes
    from foresaid.verify.conventions import Reading

READ_ON = 6  # words of the sentence looked at beyond the cut
GOVERNING = 3  # words before the cut that may govern what follows it
FRAGMENT = (
    12  # words; a longer stretch without any of the words that make a clause has a full verb of its own
)
_CLOSERS = "\"”’'»)]"
_OPENERS = " \t\r\n\"“‘'«(["
_STOPS = ".?!"


def _ends_sentence(between: str, following: str) -> bool:
    """Whether a sentence ends in the characters before the word that follows."""
    if "\n\n" in between or "\n \n" in between:
        return True
    stop = max(between.rfind(mark) for mark in _STOPS)
    return stop >= 0 and between[stop + 1 :].strip(_CLOSERS) != "" and not following[:1].islower()


def _sentence_after(text: str, end: int) -> list[str]:
    """The next folded words of the sentence that goes on at `end`."""
    context = text[end : end + CONTEXT]
    tokens = tokenise(context)
    found: list[str] = []
    done = 0
    for start, close in zip(tokens.starts.tolist()[:READ_ON], tokens.ends.tolist(), strict=False):
        if _ends_sentence(context[done:start], context[start:close]):
            break
        found.append(fold_word(context[start:close]))
        done = close
    return found


def _sentence_before(text: str, start: int) -> list[str]:
    """The last folded words of the clause that leads up to `start`."""
    begin = max(0, start - CONTEXT)
    context = text[begin:start]
    tokens = tokenise(context)
    spans = list(zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True))[-GOVERNING:]
    found: list[str] = []
    done = len(context)
    for opened, closed in reversed(spans):
        if any(mark in context[closed:done] for mark in ".?!;:,\n"):
            break
        found.append(fold_word(context[opened:closed]))
        done = opened
    return found[::-1]


def _condition_before(text: str, start: int, changes: Changes) -> str:
    """The clause that conditions a quotation and ends in a comma right before it, or ""."""
    context = text[max(0, start - CONTEXT) : start].rstrip(_OPENERS)
    if not context.endswith(","):
        return ""
    tokens = tokenise(context)
    spans = list(zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True))
    first = len(spans)
    for number in range(len(spans) - 1, 0, -1):
        first = number
        between = context[spans[number - 1][1] : spans[number][0]]
        if any(mark in between for mark in ".?!;:\n"):
            break
    else:
        first = 0 if len(context) < CONTEXT else len(spans)  # the clause goes back further than we read
    opening = [fold_word(context[opened:closed]) for opened, closed in spans[first : first + 4]]
    begins = [tuple(opening[:length]) for length in range(1, len(opening) + 1)]
    if any(begin in changes.reporting_openings for begin in begins):
        return ""
    if any(begin in changes.openings for begin in begins):
        return context[spans[first][0] :]
    return ""


def _between(text: str, end: int) -> str:
    """What stands between the end of a passage and the next word."""
    begin = next((at for at in range(end, min(len(text), end + CONTEXT)) if text[at].isalnum()), end)
    return text[end:begin]


def _limits(following: list[str], changes: Changes) -> bool:
    """Whether words that follow begin with a limitation."""
    begins = (tuple(following[:length]) for length in range(1, 5))
    return any(phrase in changes.continuations for phrase in begins)


def _cut_after(reading: Reading, between: str, following: list[str], changes: Changes) -> bool:
    """Whether the sentence goes on with a limitation of what is quoted.

    Not where the next word makes one conjunction with the last one; nor does a contrast limit a fragment, which
    asserts nothing.
    """
    if not _limits(following, changes):
        return False
    if not between.strip() and (reading.folded[-1], following[0]) in changes.joined_conjunctions:
        return False
    return not (following[0] in changes.contrasts and _is_fragment(reading, changes))


def _is_fragment(reading: Reading, changes: Changes) -> bool:
    """Whether a short quotation holds none of the words that make a clause."""
    return len(reading.folded) <= FRAGMENT and changes.clause_words.isdisjoint(reading.folded)


def _cut_before(leading: list[str], first: str, changes: Changes) -> bool:
    """Whether what governs the quotation stands just before it."""
    if first in changes.released:
        return False
    return any(tuple(leading[-length:]) in changes.governors for length in range(1, len(leading) + 1))


def _left_out_at(reading: Reading, place: int) -> bool:
    """Whether an ellipsis says that words are left out before a word, or after the last."""
    return place in reading.gaps and reading.gaps[place].kind == OMISSION


def cut_edits(reading: Reading, text: str, start: int, end: int, changes: Changes) -> list[Edit]:
    """What the cuts at both ends of a passage take away: limits, negations and conditions of its sentence."""
    found: list[Edit] = []
    leading, following = _sentence_before(text, start), _sentence_after(text, end)
    if _cut_before(leading, reading.folded[0], changes):
        marked = _left_out_at(reading, 0) or 0 in reading.adapted
        found.append(Edit("omission_hides" if marked else "cut_before", "", " ".join(leading)))
    condition = _condition_before(text, start, changes)
    if condition:
        marked = _left_out_at(reading, 0)
        found.append(Edit("omission_hides" if marked else "cut_before", "", condition))
    if following and _cut_after(reading, _between(text, end), following, changes):
        marked = _left_out_at(reading, len(reading.folded))
        found.append(Edit("omission_hides" if marked else "cut_after", "", " ".join(following)))
    return found
