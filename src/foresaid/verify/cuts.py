"""What do the cuts at both ends of a quotation take away?

The source's sentence is read on past both ends: a limit, a negation or a condition that stands there belongs to what
is quoted, and a quotation that leaves it out is truncated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.evidence import Edit
from foresaid.text.normalize import fold_word, tokenise
from foresaid.verify.changes import holds_phrase, is_number
from foresaid.verify.conventions import OMISSION
from foresaid.verify.laid import CONTEXT

if TYPE_CHECKING:
    from foresaid.verify.changes import Changes
    from foresaid.verify.conventions import Reading

READ_ON = 6  # words of the sentence looked at beyond the cut
GOVERNING = 3  # words before the cut that may govern what follows it
RANGE = 6  # words before a number in which what bounds it stands: between two and three hundred and
PARENTHESIS = 6  # words between two commas that part a clause: I beseech you
# Words up to and with a "that" in which what denies it is looked for: negation, two words, a verb of saying, and that.
GOVERNS = 7
FACTIVE = 4  # words before a "that" among which what it is said of stands: "no wonder, he said, that"
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


def _leading_words(text: str, start: int, stops: str) -> list[tuple[int, str]]:
    """The words of the sentence that leads up to `start`, each with its place, as far as none of the stops parts them."""
    begin = max(0, start - CONTEXT)
    context = text[begin:start]
    tokens = tokenise(context)
    found: list[tuple[int, str]] = []
    done = len(context)
    for opened, closed in reversed(list(zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True))):
        between = context[closed:done]
        if any(mark in between for mark in stops) or "\n\n" in between:
            break
        found.append((begin + opened, fold_word(context[opened:closed])))
        done = opened
    return found[::-1]


def _governed(text: str, start: int, changes: Changes) -> str:
    """The clause that denies or doubts what begins after its "that" or "whether", or "".

    An odd number of negations and denials in it deny, an even one affirms ("nobody doubts that"); what is known,
    regretted or wondered at is so whether the verb is denied or not.
    """
    leading = _leading_words(text, start, ".?!;:")[-GOVERNS:]
    words = [word for _, word in leading]
    ends = [at for at, word in enumerate(words[:-1]) if word in changes.clause_openers]
    leading, words = leading[ends[-1] + 1 :] if ends else leading, words[ends[-1] + 1 :] if ends else words
    if (
        not words[1:]
        or words[-1] not in changes.complementisers | changes.doubting_complementisers
        or words[-2] in changes.prepositions
    ):
        return ""
    if words[-1] in changes.doubting_complementisers:
        return text[leading[max(0, len(leading) - GOVERNING)][0] : start]
    if not changes.factives.isdisjoint(words[-FACTIVE:]) or holds_phrase(words, changes.affirming):
        return ""
    denials = [at for at in range(len(words)) if _denies(words[at:], changes)]
    return text[leading[denials[0]][0] : start] if len(denials) % 2 else ""


def _denies(words: list[str], changes: Changes) -> bool:
    """Whether words begin with one or several that deny."""
    return words[0] in changes.meanings["negation"] or any(
        tuple(words[:length]) in changes.denials for length in range(1, 4)
    )


def _condition_before(text: str, start: int, changes: Changes) -> str:
    """The condition that stands before a quotation in its sentence: up to a comma right before it, or without any."""
    leading = _leading_words(text, start, ".?!;:")
    clause = text[leading[0][0] : start] if leading else ""
    ends = clause.rstrip(_OPENERS)
    comma = ends.endswith(",")
    if not leading or (not comma and "," in ends) or len(clause) >= CONTEXT - 1:
        return ""
    if comma and "," in ends[:-1]:
        last = ends[:-1].rindex(",")
        leading = [word for word in leading if word[0] - leading[0][0] > last]
        clause = text[leading[0][0] : start] if leading else ""
    opening = [word for _, word in leading[:4]]
    begins = [tuple(opening[:length]) for length in range(1, len(opening) + 1)]
    words = {word for _, word in leading}
    reports = opening[0] in changes.timing_openings and not changes.reporting_words.isdisjoint(words)
    if reports or any(begin in changes.reporting_openings for begin in begins):
        return ""
    openings = changes.openings if comma else changes.openings & changes.governors
    return clause if any(begin in openings for begin in begins) else ""


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
    if not _limits(following, changes) and not _limits_across(reading, following, changes):
        return False
    if not between.strip() and (reading.folded[-1], following[0]) in changes.joined_conjunctions:
        return False
    return not (following[0] in changes.contrasts and _is_fragment(reading, changes))


def _limits_across(reading: Reading, following: list[str], changes: Changes) -> bool:
    """Whether the last quoted words begin a limitation that the source goes on with: so far | as."""
    return any(
        (*reading.folded[-behind:], *following[:ahead]) in changes.continuations
        for behind in (1, 2)
        for ahead in (1, 2)
    )


def _is_fragment(reading: Reading, changes: Changes) -> bool:
    """Whether a short quotation holds none of the words that make a clause."""
    return len(reading.folded) <= FRAGMENT and changes.clause_words.isdisjoint(reading.folded)


def _cut_before(text: str, start: int, first: str, changes: Changes) -> str:
    """What governs the quotation just before it, or ""."""
    if first in changes.released:
        return ""
    leading = _leading_words(text, start, ".?!;:,")[-GOVERNING:]
    words = [word for _, word in leading]
    for length in range(len(words), 0, -1):
        if tuple(words[-length:]) in changes.governors:
            return text[leading[0][0] : start]
    return (
        _limited_number(text, start, first, changes)
        or _parted(text, start, changes)
        or _governed(text, start, changes)
    )


def _limited_number(text: str, start: int, first: str, changes: Changes) -> str:
    """What bounds the number that a quotation begins with: no more than five, between forty and fifty; or ""."""
    if not is_number(first) and first not in changes.meanings["number"]:
        return ""
    leading = _leading_words(text, start, ".?!;:,")[-RANGE:]
    words = [word for _, word in leading]
    for length in range(1, len(words) + 1):
        if tuple(words[-length:]) in changes.number_limits:
            return text[leading[-length][0] : start]
    spans = [at for at, word in enumerate(words) if word in changes.ranges]
    between = words[spans[-1] + 1 :] if spans else []
    joined = len(between) > 1 and between[-1] in {"and", "to", "or"}
    numbers = [word for word in between[:-1] if is_number(word) or word in changes.meanings["number"]]
    return text[leading[spans[-1]][0] : start] if joined and len(numbers) == len(between) - 1 else ""


def _parted(text: str, start: int, changes: Changes) -> str:
    """A negation that a parenthesis parts from what it denies: do not, I beseech you, [believe]; or ""."""
    before = text[max(0, start - CONTEXT) : start].rstrip(_OPENERS)
    if not before.endswith(","):
        return ""
    comma = before[:-1].rfind(",")
    if comma < 0 or len(before[comma:].split()) > PARENTHESIS:
        return ""
    opened = start - len(text[max(0, start - CONTEXT) : start]) + comma
    words = [word for _, word in _leading_words(text, opened, ".?!;:,")]
    denied = bool(words) and words[-1] in changes.parted
    return text[opened - len(words[-1]) : start] if denied else ""


def _left_out_at(reading: Reading, place: int) -> bool:
    """Whether an ellipsis says that words are left out before a word, or after the last."""
    return place in reading.gaps and reading.gaps[place].kind == OMISSION


def cut_edits(reading: Reading, text: str, start: int, end: int, changes: Changes) -> list[Edit]:
    """What the cuts at both ends of a passage take away: limits, negations and conditions of its sentence."""
    found: list[Edit] = []
    following = _sentence_after(text, end)
    leading = _cut_before(text, start, reading.folded[0], changes)
    if leading:
        marked = _left_out_at(reading, 0) or 0 in reading.adapted
        found.append(
            Edit("omission_hides" if marked else "cut_before", "", leading.strip(_OPENERS), marked=marked)
        )
    condition = "" if leading else _condition_before(text, start, changes)
    if condition:
        marked = _left_out_at(reading, 0)
        found.append(
            Edit("omission_hides" if marked else "cut_before", "", condition.strip(_OPENERS), marked=marked)
        )
    if following and _cut_after(reading, _between(text, end), following, changes):
        marked = _left_out_at(reading, len(reading.folded))
        found.append(
            Edit("omission_hides" if marked else "cut_after", "", " ".join(following), marked=marked)
        )
    return found
