"""What do the cuts at both ends of a quotation take away?

The source's sentence is read on past both ends: a limit, a negation or a condition that stands there belongs to what
is quoted, and a quotation that leaves it out is truncated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.evidence import Edit
from foresaid.text.normalize import fold_word, tokenise
from foresaid.verify.conventions import OMISSION
from foresaid.verify.governing import OPENERS, before_cut, condition_before
from foresaid.verify.laid import CONTEXT
from foresaid.verify.numerals import number_in

if TYPE_CHECKING:
    from foresaid.verify.changes import Changes
    from foresaid.verify.conventions import Reading

READ_ON = 8  # words of the sentence looked at beyond the cut
FRAGMENT = (
    12  # words; a longer stretch without any of the words that make a clause has a full verb of its own
)
_CLOSERS = "\"”’'»)]"
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


def _between(text: str, end: int) -> str:
    """What stands between the end of a passage and the next word."""
    begin = next((at for at in range(end, min(len(text), end + CONTEXT)) if text[at].isalnum()), end)
    return text[end:begin]


def _limits(following: list[str], changes: Changes) -> bool:
    """Whether words that follow begin with a limitation."""
    meant = [changes.spelling_words.get(word, word) for word in following]
    if meant and meant[0].replace("f", "s") in changes.continuation_heads:
        meant[0] = meant[0].replace("f", "s")  # unlefs, as a long s is misread
    begins = (tuple(meant[:length]) for length in range(1, 5))
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


def _number_goes_on(reading: Reading, between: str, following: list[str], changes: Changes) -> bool:
    """Whether the number that ends a quotation goes on in the source: four hundred | and twelve."""
    last = reading.folded[-1]
    if between.strip() or number_in([last], changes) is None:
        return False
    return any(
        number_in([last, *following[:length]], changes) is not None
        and number_in(following[length - 1 : length], changes) is not None
        for length in (1, 2)
        if len(following) >= length
    )


def _denied_behind(text: str, start: int, following: list[str], changes: Changes) -> bool:
    """Whether a report that is quoted is called false behind: the report that [the fort fell] is an invention."""
    lead = [fold_word(word) for word in text[max(0, start - CONTEXT) : start].split()[-2:]]
    if len(lead) < 2 or lead[1] not in changes.complementisers or lead[0] not in changes.reports:  # noqa: PLR2004 - report that
        return False
    is_said = bool(following) and following[0] in changes.copulas
    return is_said and any(
        word in changes.meanings["negation"] or (word,) in changes.denials for word in following[1:]
    )


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


def _left_out_at(reading: Reading, place: int) -> bool:
    """Whether an ellipsis says that words are left out before a word, or after the last."""
    return place in reading.gaps and reading.gaps[place].kind == OMISSION


def cut_edits(reading: Reading, text: str, start: int, end: int, changes: Changes) -> list[Edit]:
    """What the cuts at both ends of a passage take away: limits, negations and conditions of its sentence."""
    found: list[Edit] = []
    following = _sentence_after(text, end)
    leading = before_cut(text, start, reading.folded[0], changes)
    if leading:
        marked = _left_out_at(reading, 0) or 0 in reading.adapted
        found.append(
            Edit("omission_hides" if marked else "cut_before", "", leading.strip(OPENERS), marked=marked)
        )
    condition = "" if leading else condition_before(text, start, changes)
    if condition:
        marked = _left_out_at(reading, 0)
        found.append(
            Edit("omission_hides" if marked else "cut_before", "", condition.strip(OPENERS), marked=marked)
        )
    between = _between(text, end)
    cut = following and (
        _cut_after(reading, between, following, changes)
        or _number_goes_on(reading, between, following, changes)
        or _denied_behind(text, start, following, changes)
    )
    if cut:
        marked = _left_out_at(reading, len(reading.folded))
        found.append(
            Edit("omission_hides" if marked else "cut_after", "", " ".join(following), marked=marked)
        )
    return found
