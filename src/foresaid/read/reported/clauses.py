"""What does a sentence report without marks, as far as its words and signs alone show it?

No parser. Four forms are read, each from its cue outwards:

behind a cue      "Ann Lee warned (them) that …", "asked whether …", "the claim that …", "promised to …", and without
                  "that" where a subject and an auxiliary follow: "said the dam would break"
around a frame    "…, she said, …", "…, said the engineer.", "…, records show."
behind a source   "according to Ann Lee, …" and "…, according to Ann Lee"

A clause is taken to its sentence's end, or to a semicolon. Start reading from `clauses`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.bodies import ReportedForm
from foresaid.read.quotations.cues import is_cue
from foresaid.read.quotations.nouns import Subject
from foresaid.read.quotations.subjects import subject_before, subject_behind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.lexicon import Lexicon
    from foresaid.read.reported.lexicon import Reporting
    from foresaid.read.wording import Token

# Words between a cue and its "that" or "to": "told the Leeds evening paper on Tuesday that" has 6 (contents.py).
_FARTHEST_OPENING = 7
# Words from a cue to the auxiliary that shows a clause without "that": a noun phrase of 8 words and its verb.
_FARTHEST_AUXILIARY = 9
# Words of a frame behind its comma: "the keeper of the town's archive said" has 7.
_LONGEST_FRAME = 12
# Words of a content at least; "he said so" and "as Ann says" have one.
_SHORTEST = 3
# Words in front of an inserted frame: "The harvest, the agent reported, was lost".
_SHORTEST_HALF = 2
# Openings that may stand at some distance from their verb: "asked the minister of war whether".
_FAR = frozenset(("that", "whether"))
_ACCORDING = "according"
_PAUSES = frozenset(",—–-")
_ENDS = frozenset(".!?…")
_BARRIERS = frozenset(".!?;:()—–")
# Pronouns that open a clause by their form; "it" and "this" may be an object ("wrote it down").
_NOMINATIVES = frozenset(("he", "she", "they", "we", "i", "there"))
_EITHER = frozenset(("it", "this", "these", "those"))


class Clause(NamedTuple):
    """Reported words by token numbers: what, in which form, by which cue, and their source.

    `sides` are what a frame between commas leaves of them.
    """

    form: ReportedForm
    start: int
    end: int
    cue: tuple[int, int]
    subject: Subject | None
    by_noun: bool = False
    sides: tuple[tuple[int, int], ...] = ()

    @property
    def parts(self) -> tuple[tuple[int, int], ...]:
        """The words without the frame, if one interrupts them."""
        return self.sides or ((self.start, self.end),)


def _length(side: tuple[int, int]) -> int:
    return side[1] - side[0]


def clauses(tokens: Sequence[Token], lexicon: Lexicon, reporting: Reporting) -> list[Clause]:
    """What the words of one sentence report, in their order and not overlapping; an earlier cue comes first."""
    found: list[Clause] = []
    last = 0
    forms, plurals = reporting.forms, reporting.plurals
    for number, token in enumerate(tokens):
        low = token.low
        if number < last or not (low in forms or low in plurals or low == _ACCORDING):
            continue
        each = _from_cue(tokens, number, lexicon, reporting)
        if each is not None and each.end - each.start >= _SHORTEST and each.start >= last:
            found.append(each)
            last = max(each.end, each.cue[1])
    return found


def _from_cue(
    tokens: Sequence[Token], number: int, lexicon: Lexicon, reporting: Reporting
) -> Clause | None:
    low = tokens[number].low
    if low == _ACCORDING:
        return _according(tokens, number, lexicon)
    if low in reporting.plurals and not _is_verb(tokens, number, lexicon, reporting):
        return _behind_noun(tokens, number, lexicon, reporting)
    plain = reporting.forms.get(low)
    if plain is None or not _is_verb(tokens, number, lexicon, reporting):
        return None
    return (
        _around(tokens, number, plain, lexicon, reporting)
        or _behind_opening(tokens, number, plain, lexicon, reporting)
        or _behind_bare(tokens, number, plain, lexicon, reporting)
    )


def _is_verb(tokens: Sequence[Token], number: int, lexicon: Lexicon, reporting: Reporting) -> bool:
    """Whether a form stands for its verb here: by the rules for cues where it is one, else by what is in front."""
    token = tokens[number]
    if token.low not in reporting.forms:
        return False
    if token.low in lexicon.cues:
        return is_cue(tokens, number, lexicon)
    if token.is_capital or number == 0:
        return False
    before = tokens[number - 1].low
    return before not in lexicon.determiners and before not in lexicon.complements


def _form(plain: str, reporting: Reporting) -> ReportedForm:
    return ReportedForm.THOUGHT if plain in reporting.thought_verbs else ReportedForm.CLAUSE


def _own(tokens: Sequence[Token], number: int, subject: Subject | None, plain: str) -> bool:
    """Whether the words are the writer's own: "I believe that …" in the present."""
    if subject is None or not subject.pronoun or tokens[subject.start].low not in ("i", "we"):
        return False
    return tokens[number].low == plain


def _behind_opening(
    tokens: Sequence[Token], number: int, plain: str, lexicon: Lexicon, reporting: Reporting
) -> Clause | None:
    """A clause that "that" or a question word opens, or an infinitive."""
    for place in range(number + 1, min(len(tokens), number + 1 + _FARTHEST_OPENING)):
        low = tokens[place].low
        if tokens[place].text in _BARRIERS or (low in reporting.forms and low not in reporting.plurals):
            return None
        near = place <= number + 2
        if low in reporting.openings and (low in _FAR or near) and plain in reporting.clause_verbs:
            if low == "that" and _is_pronoun(tokens, place, lexicon):
                return None
            form = _form(plain, reporting)
        elif low == "to" and plain in reporting.infinitive_verbs and _is_infinitive(tokens, place, lexicon):
            form = ReportedForm.INFINITIVE
        else:
            continue
        subject = subject_before(tokens, number, lexicon) if number else None
        if subject is None or _own(tokens, number, subject, plain):
            return None
        if tokens[number - 1].low == "to" or _is_impersonal(tokens, number, subject, plain, reporting):
            return None
        source = None if _is_in_relative(tokens, subject, number, lexicon) else subject
        return Clause(form, place, _clause_end(tokens, place), (number, number + 1), source)
    return None


def _is_in_relative(tokens: Sequence[Token], subject: Subject, number: int, lexicon: Lexicon) -> bool:
    """Whether a relative clause stands between: "the paper prints letters by Ann that … and warned": who warned?"""
    between = tokens[subject.end : number - 1]
    return any(token.low in lexicon.relatives for token in between)


def _is_impersonal(
    tokens: Sequence[Token], number: int, subject: Subject, plain: str, reporting: Reporting
) -> bool:
    """`It is hoped that …`: nobody's but the writer's; `it is said that …` is hearsay."""
    return (
        tokens[subject.start].low == "it"
        and tokens[number].low not in (plain, f"{plain}s")
        and plain not in reporting.hearsay_verbs
    )


def _is_pronoun(tokens: Sequence[Token], place: int, lexicon: Lexicon) -> bool:
    """Whether "that" stands alone ("said that.") or is a relative pronoun ("the plan that was")."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    return following is None or not following.is_word or following.low in lexicon.auxiliaries


def _is_infinitive(tokens: Sequence[Token], place: int, lexicon: Lexicon) -> bool:
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following is None or not following.is_word or following.is_capital:
        return False
    return following.low not in lexicon.determiners and following.low not in lexicon.pronouns


def _behind_bare(
    tokens: Sequence[Token], number: int, plain: str, lexicon: Lexicon, reporting: Reporting
) -> Clause | None:
    """A clause without "that": "said she would come", "said the dam had held"."""
    if plain not in reporting.bare_verbs or number + 1 >= len(tokens) or not number:
        return None
    first = tokens[number + 1]
    opens = (
        first.low in _NOMINATIVES
        or first.low in _EITHER
        or first.low in lexicon.determiners
        or first.is_capital
    )
    if not opens or first.low in lexicon.relatives:
        return None
    for place in range(number + 2, min(len(tokens), number + 1 + _FARTHEST_AUXILIARY)):
        if tokens[place].text in _BARRIERS or tokens[place].text == ",":
            break
        if tokens[place].low in lexicon.auxiliaries or first.low in _NOMINATIVES:
            subject = subject_before(tokens, number, lexicon)
            if subject is None or _own(tokens, number, subject, plain):
                return None
            end = _clause_end(tokens, number + 1)
            return Clause(_form(plain, reporting), number + 1, end, (number, number + 1), subject)
    return None


def _behind_noun(
    tokens: Sequence[Token], noun: int, lexicon: Lexicon, reporting: Reporting
) -> Clause | None:
    """`made the claim that …`; not where the noun is a subject, whose clause ends nobody knows where."""
    plain = reporting.plurals[tokens[noun].low]
    if plain not in reporting.clause_nouns or noun + 2 >= len(tokens) or tokens[noun + 1].low != "that":
        return None
    front = noun - 1
    while front >= 0 and tokens[front].is_word and tokens[front].low not in lexicon.complements:
        if tokens[front].low in reporting.forms:
            break
        front -= 1
    if front < 0 or _is_pronoun(tokens, noun + 1, lexicon):
        return None
    subject = None
    if reporting.forms.get(tokens[front].low) in reporting.owning_verbs:
        subject = subject_before(tokens, front, lexicon)
    end = _clause_end(tokens, noun + 1)
    for place in range(noun + 3, end - 1):
        if tokens[place].text == "," and tokens[place + 1].low.endswith("ing"):
            end = place  # ", spinning cobwebs over it": the sentence goes on with its own verb
            break
    form = ReportedForm.THOUGHT if plain in reporting.thought_nouns else ReportedForm.CLAUSE
    return Clause(form, noun + 1, end, (noun, noun + 1), subject, by_noun=True)


def _around(
    tokens: Sequence[Token], number: int, plain: str, lexicon: Lexicon, reporting: Reporting
) -> Clause | None:
    """A frame between commas, or behind the last one: "the dam, she said, would break", "…, said the keeper."."""
    comma = number - 1
    while comma > 0 and number - comma < _LONGEST_FRAME and tokens[comma].text not in _PAUSES:
        comma -= 1
    if plain not in reporting.clause_verbs or comma < _SHORTEST_HALF or tokens[comma].text not in _PAUSES:
        return None
    subject, close = _inserted_subject(tokens, comma, number, lexicon)
    if subject is None or _own(tokens, number, subject, plain):
        return None
    if _is_impersonal(tokens, number, subject, plain, reporting):
        return None
    cue = (number, number + 1)
    if close >= len(tokens) or tokens[close].text in _ENDS:
        return Clause(_form(plain, reporting), 0, comma, cue, subject)
    if tokens[close].text in _PAUSES and close + 1 < len(tokens):
        return _interrupted(
            tokens, (comma, close), Clause(_form(plain, reporting), 0, 0, cue, subject), lexicon
        )
    return None


def _interrupted(
    tokens: Sequence[Token], frame: tuple[int, int], clause: Clause, lexicon: Lexicon
) -> Clause:
    """A clause with a frame in it; of "In March, the agent reported, …" the front is a circumstance, not said.

    Rules tell by its auxiliary that a side states something; without one, the longer side is kept.
    """
    comma, close = frame
    front = tokens[:comma]
    low = front[0].low
    adverbial = low in lexicon.function_words and low not in lexicon.subordinators
    if adverbial and not any(token.low in lexicon.auxiliaries for token in front):
        return clause._replace(start=close + 1, end=_clause_end(tokens, close + 1))
    end = _clause_end(tokens, close)
    sides = sorted(((0, comma), (close + 1, end)), key=_length)
    stated = [
        side for side in sides if any(token.low in lexicon.auxiliaries for token in tokens[slice(*side)])
    ]
    return clause._replace(end=end, sides=tuple(sorted(stated or sides[-1:])))


def _inserted_subject(
    tokens: Sequence[Token], comma: int, verb: int, lexicon: Lexicon
) -> tuple[Subject | None, int]:
    """The subject of a frame that begins behind a comma, and where the frame ends."""
    if comma == verb - 1:
        subject = subject_behind(tokens, verb + 1, lexicon)
        return subject, subject.end if subject is not None else verb
    found = subject_before(tokens[comma + 1 :], verb - comma - 1, lexicon)
    if found is None or found.start:
        return None, verb  # ", for which the keeper said …": no frame by itself
    by = comma + 1
    name = (found.name[0] + by, found.name[1] + by) if found.name is not None else None
    return Subject(found.start + by, found.end + by, name, found.pronoun), verb + 1


def _according(tokens: Sequence[Token], number: int, lexicon: Lexicon) -> Clause | None:
    """`According to Ann, the dam would break` and `The dam would break, according to Ann`."""
    if number + 2 >= len(tokens) or tokens[number + 1].low != "to":
        return None
    subject = subject_behind(tokens, number + 2, lexicon)
    cue = (number, number + 2)
    if number and tokens[number - 1].text not in _PAUSES:
        return None  # "built according to the plan of 1840"
    if number == 0:
        comma = next((place for place, token in enumerate(tokens) if token.text == ","), len(tokens))
        return Clause(ReportedForm.CLAUSE, comma + 1, _clause_end(tokens, comma), cue, subject)
    return Clause(ReportedForm.CLAUSE, 0, number - 1, cue, subject)


def _clause_end(tokens: Sequence[Token], start: int) -> int:
    """Where a clause ends: at a semicolon or the end of its sentence, whose stop is left out."""
    end = start
    while end < len(tokens) and tokens[end].text != ";":
        end += 1
    while end > start and not tokens[end - 1].text[-1].isalnum() and tokens[end - 1].text not in "%)":
        end -= 1
    return end
