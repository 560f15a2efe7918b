"""What stands before a quotation in its sentence, and denies, doubts, conditions or bounds it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.text.normalize import fold_word, tokenise
from foresaid.verify.changes import holds_phrase
from foresaid.verify.laid import CONTEXT
from foresaid.verify.numerals import is_number, number_in

if TYPE_CHECKING:
    from foresaid.verify.changes import Changes

GOVERNING = 3  # words before the cut that may govern what follows it
RANGE = 6  # words before a number in which what bounds it stands: between two and three hundred and
PARENTHESIS = 6  # words between two commas that part a clause: I beseech you
# Words up to and with a "that" in which what denies it is looked for: negation, two words, a verb of saying, and that.
GOVERNS = 7
FACTIVE = 4  # words before a "that" among which what it is said of stands: "no wonder, he said, that"
OPENERS = " \t\r\n\"“‘'«(["


def before_cut(text: str, start: int, first: str, changes: Changes) -> str:
    """What governs the words that begin at `start` with the folded word `first`, or ""."""
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


def _clause(text: str, start: int, changes: Changes) -> list[tuple[int, str]]:
    """The words of the clause that leads up to `start`, without what stands between two commas in it."""
    leading = _leading_words(text, start, ".?!;:")
    parts: list[list[tuple[int, str]]] = [[]]
    for number, (place, word) in enumerate(leading):
        if number and "," in text[leading[number - 1][0] : place]:
            parts.append([])
        parts[-1].append((place, word))
    if leading and "," in text[leading[-1][0] : start]:
        parts.append([])
    whole = parts[0] + parts[-1] if len(parts) > 1 else parts[0]
    # A clause begins with one of these, so that a negation before it denies nothing behind it.
    negation = changes.meanings["negation"]
    ends = [
        at
        for at, (_, word) in enumerate(whole[:-1])
        if word in changes.clause_openers
        and not (at and whole[at - 1][1] in negation)  # nobody who was there
    ]
    return whole[ends[-1] + 1 :] if ends else whole


def _governed(text: str, start: int, changes: Changes) -> str:
    """The clause that denies or doubts what begins after its "that" or its verb of saying, or "".

    An odd number of negations and denials in it deny, an even one affirms ("nobody doubts that"); what is known,
    regretted or wondered at is so whether the verb is denied or not.
    """
    sentence = _leading_words(text, start, ".?!;:")
    told = [word for _, word in sentence]
    for length in range(1, GOVERNS):
        if tuple(told[-length:]) in changes.open_questions:
            return text[sentence[-length][0] : start]
    if told[-1:] and told[-1] in changes.complementisers and _begins(sentence, changes.open_wishes):
        return text[sentence[0][0] : start]
    leading = _clause(text, start, changes)[-GOVERNS:]
    words = [word for _, word in leading]
    if not words or not _opens(words, changes):
        return ""
    if words[-1] in changes.doubting_complementisers:
        return text[leading[max(0, len(leading) - GOVERNING)][0] : start]
    if not changes.factives.isdisjoint(words[-FACTIVE:]) or holds_phrase(words, changes.affirming):
        return ""
    denials = [at for at in range(len(words)) if _denies(words[at:], changes)]
    return text[leading[denials[0]][0] : start] if len(denials) % 2 else ""


def _opens(words: list[str], changes: Changes) -> bool:
    """Whether what is said, thought or doubted follows these words."""
    if words[-1] in changes.saying_words:
        return True
    if words[-1] not in changes.complementisers | changes.doubting_complementisers:
        return False
    # "from that" points at a thing; "what he never understood is that" affirms.
    return len(words) > 1 and words[-2] not in changes.prepositions | changes.copulas


def _denies(words: list[str], changes: Changes) -> bool:
    """Whether words begin with one or several that deny."""
    return words[0] in changes.meanings["negation"] or any(
        tuple(words[:length]) in changes.denials for length in range(1, 4)
    )


def condition_before(text: str, start: int, changes: Changes) -> str:
    """The condition that stands before a quotation in its sentence: up to a comma right before it, or without any."""
    leading = _leading_words(text, start, ".?!;:")
    clause = text[leading[0][0] : start] if leading else ""
    ends = clause.rstrip(OPENERS).rstrip(",")
    comma = clause.rstrip(OPENERS).endswith(",")
    if not leading or (not comma and "," in ends) or len(clause) >= CONTEXT - 1:
        return ""
    whole = changes.openings & changes.governors
    if comma and "," in ends:
        if _begins(leading, whole):
            return clause  # If the ice goes out, and I hope it does, [the pilots will sail]
        last = ends.rindex(",")
        leading = [word for word in leading if word[0] - leading[0][0] > last]
    if not leading or _reports(leading, changes):
        return ""
    held = _begins(leading, changes.openings if comma else whole)
    return text[leading[0][0] : start] if held else ""


def _begins(leading: list[tuple[int, str]], phrases: frozenset[tuple[str, ...]]) -> bool:
    opening = [word for _, word in leading[:4]]
    return any(tuple(opening[:length]) in phrases for length in range(1, len(opening) + 1))


def _reports(leading: list[tuple[int, str]], changes: Changes) -> bool:
    """Whether a clause says who said so, and conditions nothing: As we affirmed in August."""
    words = {word for _, word in leading}
    timing = leading[0][1] in changes.timing_openings
    return (timing and not changes.reporting_words.isdisjoint(words)) or _begins(
        leading, changes.reporting_openings
    )


def _limited_number(text: str, start: int, first: str, changes: Changes) -> str:
    """What bounds the number that a quotation begins with: no more than five, between forty and fifty; or ""."""
    if not is_number(first) and first not in changes.meanings["number"]:
        return ""
    leading = _leading_words(text, start, ".?!;:,")[-RANGE:]
    words = [word for _, word in leading]
    for length in range(len(words), 0, -1):
        if tuple(words[-length:]) in changes.number_limits:
            return text[leading[-length][0] : start]
    spans = [at for at, word in enumerate(words) if word in changes.ranges]
    between = words[spans[-1] + 1 :] if spans else []
    joined = len(between) > 1 and between[-1] in changes.joining
    numbers = [word for word in between[:-1] if is_number(word) or word in changes.meanings["number"]]
    if joined and len(numbers) == len(between) - 1:
        return text[leading[spans[-1]][0] : start]
    return _begun_number(text, start, first, changes)


def _begun_number(text: str, start: int, first: str, changes: Changes) -> str:
    """The first words of a number that a quotation begins in: five hundred and | fifty; or ""."""
    leading = _leading_words(text, start, ".?!;:,")[-2:]
    words = [word for _, word in leading]
    for length in (2, 1):
        if len(words) >= length and words[-length] not in changes.joining:
            whole = number_in([*words[-length:], first], changes)
            if whole is not None and number_in(words[-length:], changes) is not None:
                return text[leading[-length][0] : start]
    return ""


def _parted(text: str, start: int, changes: Changes) -> str:
    """A negation that a parenthesis parts from what it denies: do not, I beseech you, [believe]; or ""."""
    before = text[max(0, start - CONTEXT) : start].rstrip(OPENERS)
    if not before.endswith(","):
        return ""
    comma = before[:-1].rfind(",")
    if comma < 0 or len(before[comma:].split()) > PARENTHESIS:
        return ""
    opened = start - len(text[max(0, start - CONTEXT) : start]) + comma
    words = [word for _, word in _leading_words(text, opened, ".?!;:,")]
    denied = bool(words) and words[-1] in changes.parted
    return text[opened - len(words[-1]) : start] if denied else ""
