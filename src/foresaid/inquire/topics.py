"""What is an event about, and what does a sentence say becomes of it?

A statement's topic is its words without those of time, coming and ending; each stands in it with a sense ("communist
rule will end": rule -). A sentence that holds these words with the same sense agrees with the statement, with the
other sense it contradicts it. Foreseeing and denying statements count alike, with opposite signs: nothing here prefers
one side, so exchanging them exchanges the outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from foresaid.inquire.clauses import around, clause_at, clauses_of, sense_at, speaking_for
from foresaid.inquire.cues import cues_of, wording_of
from foresaid.model.inquiries import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from foresaid.inquire.clauses import Clause
    from foresaid.inquire.cues import Cues, Wording
    from foresaid.model.events import Event
    from foresaid.model.words import Vocabulary

# How rare a stem is among what was searched, such as its inverse document frequency.
Rarity = Callable[[str], float]

# What a word of time, degree or place ("year", "national") counts beside one that names something.
FAINT = 0.25
# A word that n of an event's texts name weighs n to this power: recall at 800 of dev C rows .75, with n itself .65, with
# weights that do not grow .55 to .60.
REPEATED = 0.5
# What a mention counts for direction where nothing of the future stands with it.
ASIDE = 0.25
# What a topic counts for that stands in the sentence in front only.
CARRIED = 0.5
# Tables that put their clause into the future, or make it an expectation.
_DUE = frozenset(("modals", "expecting", "inevitable", "nearing"))
# Two stems are of one family that share all but the last letter ("communism", "communist"; not "community"), or of which
# one goes on where the other ends ("hawaii", "hawaiian").
_SHARED, _REST = 5, 3


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of an event: the weight and the sense of each word of its topic."""

    terms: Mapping[str, tuple[float, float]]
    weight: float
    side: int  # +1 foreseeing, -1 denying, 0 an alias
    head: str = ""  # its own verb, where no word of the tables speaks in it: "the dockers will strike"
    polarity: int = 1  # -1 where that verb is denied


def topic_of(event: Event, vocabulary: Vocabulary) -> Topic:
    """What an event is looked for by: stems of all its words, weighted; the words of its aliases; its statements."""
    cues = cues_of(vocabulary)
    statements = _sentences(event)
    weights: dict[str, float] = {}
    for text in (*event.aliases, *statements):
        wording = wording_of(text, cues)
        named = {}
        for at in _content(wording, predicates=True):
            named[wording.stems[at]] = _weight(wording, at)
        for root, weight in named.items():
            weights[root] = weights.get(root, 0.0) + weight
    phrases = tuple(
        phrase for alias in event.aliases if len(phrase := tuple(wording_of(alias, cues).stems)) > 1
    )
    weights = {root: weight**REPEATED for root, weight in weights.items()}
    return Topic(tuple(sorted(weights.items())), phrases, statements)


def statements_of(event: Event, cues: Cues, rarity: Rarity) -> tuple[Statement, ...]:
    """The statements that tell what an event is about and in which direction; aliases tell the topic alone.

    `event.statement` counts only where no foreseeing statement is given: two sides can be exchanged then, and one
    sentence more on either would tip the scales.
    """
    foreseeing = event.foreseeing or (event.statement,)
    listed = [(text, 0) for text in event.aliases]
    listed += [(text, 1) for text in foreseeing]
    listed += [(text, -1) for text in event.denying]
    made = [_statement(wording_of(text, cues), side, rarity) for text, side in listed]
    return tuple(each for each in made if each.terms)


def predicates_of(event: Event, cues: Cues) -> frozenset[str]:
    """The event's own words of coming and ending, of the texts that `statements_of` reads."""
    texts = (*event.aliases, *(event.foreseeing or (event.statement,)), *event.denying)
    return frozenset(
        wording.stems[at]
        for wording in (wording_of(text, cues) for text in texts)
        for at in _content(wording, predicates=True)
        if _is_predicate(wording, at)
    )


def _sentences(event: Event) -> tuple[str, ...]:
    return tuple(text for text in (event.statement, *event.foreseeing, *event.denying) if text)


def _statement(wording: Wording, side: int, rarity: Rarity) -> Statement:
    clauses = clauses_of(wording)
    terms: dict[str, tuple[float, float]] = {}
    for at in _content(wording) or _content(wording, predicates=True):
        terms[wording.stems[at]] = (
            _weight(wording, at) * rarity(wording.stems[at]),
            sense_at(wording, clauses, at),
        )
    total = sum(weight for weight, _ in terms.values())
    head = None if any(sense for _, sense in terms.values()) else _head(wording)
    if head is None:
        return Statement(terms, total, side)
    polarity = clauses[clause_at(clauses, head)].polarity
    return Statement(terms, total, side, wording.stems[head], polarity)


def _head(wording: Wording) -> int | None:
    """Where the own verb of a statement stands: the first word behind "will" or "is" that names something."""
    verb = next(wording.places("verbs"), None)
    if verb is None:
        return None
    behind = [at for at in _content(wording, predicates=True) if at > verb]
    return next((at for at in behind if "faint" not in wording.classes[at]), next(iter(behind), None))


def _content(wording: Wording, *, predicates: bool = False) -> list[int]:
    """Where words stand that name something."""
    return [
        at
        for at, word in enumerate(wording.low)
        if word[0].isalnum()
        and wording.classes[at].isdisjoint(("empty", "negations"))
        and at not in wording.covered
        and (predicates or not _is_predicate(wording, at))
    ]


def _is_predicate(wording: Wording, at: int) -> bool:
    return not wording.classes[at].isdisjoint(("rising", "falling"))


def _weight(wording: Wording, at: int) -> float:
    return FAINT if "faint" in wording.classes[at] else 1.0


class Families:
    """Finds which words of a sentence are words of a topic, or of one family with them."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._exact = frozenset(terms)
        self._heads: dict[str, list[str]] = {}
        for term in sorted(self._exact):
            if len(term) >= _SHARED:
                self._heads.setdefault(term[:_SHARED], []).append(term)

    def of(self, root: str) -> tuple[str, ...]:
        """The topic's words that a stem belongs to."""
        akin = tuple(term for term in self._heads.get(root[:_SHARED], ()) if _akin(term, root))
        return akin if root in akin or root not in self._exact else (root, *akin)


def _akin(one: str, other: str) -> bool:
    shared = next(
        (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )
    short, long = sorted((len(one), len(other)))
    return shared >= _SHARED and (shared >= long - 1 or (shared == short and long - short <= _REST))


class Subject:
    """An event made ready: its statements, the families of their words, its own words of coming and ending."""

    def __init__(self, event: Event, cues: Cues, rarity: Rarity) -> None:
        self.statements = statements_of(event, cues, rarity)
        self.families = Families({term for each in self.statements for term in each.terms})
        self.heads = Families({each.head for each in self.statements if each.head})
        self.predicates = predicates_of(event, cues) | {each.head for each in self.statements if each.head}


@dataclass(frozen=True, slots=True)
class Bearing:
    """How a sentence bears on an event.

    `coverage` is the greatest weighted share of a statement's or alias's words that stand together in it, `breadth`
    the share of all the event's words in the sentence; `direction` in [-1, 1] what it says becomes of them: + as
    foreseen, - as denied; `named` whether a statement's own word of coming or ending stands with them; `places` where
    the topic's words stand, `near` the words around them.
    """

    coverage: float
    breadth: float
    direction: float
    named: bool
    places: tuple[int, ...]
    near: frozenset[int]
    due: bool  # with a word of the future or of expectation
    spoken: bool  # with a word of coming or ending in a clause of the future or of expectation


class Mention(NamedTuple):
    """A word of the topic in a sentence: its place, the words around it, and what becomes of it there."""

    term: str
    at: int
    near: range
    sense: float
    due: bool  # a word of the future or of expectation stands with it
    spoken: bool  # a word of coming or ending does, or a statement's own verb
    heads: frozenset[str]  # the statements' own verbs around it
    polarity: int


def mentions_of(wording: Wording, subject: Subject, leading: Sequence[str] = ()) -> list[Mention]:
    """The words of a topic in a sentence, in order.

    Where it has none, "this" and "it" stand for those of the sentence in front (`leading`).
    """
    clauses = clauses_of(wording)
    places = [(at, subject.families.of(root)) for at, root in enumerate(wording.stems)]
    if leading and not any(terms for _, terms in places):
        places = [(at, tuple(leading)) for at in wording.places("anaphors")]
    verbs = [subject.heads.of(root) for root in wording.stems]
    return [_mention(wording, clauses, term, at, verbs) for at, terms in places for term in terms]


def _mention(
    wording: Wording, clauses: list[Clause], term: str, at: int, verbs: list[tuple[str, ...]]
) -> Mention:
    here = clause_at(clauses, at)
    near = around(clauses, here)
    clause = clauses[here]
    heads = frozenset(head for place in range(clause.start, clause.end) for head in verbs[place])
    return Mention(
        term,
        at,
        near,
        sense_at(wording, clauses, at),
        any(not wording.classes[place].isdisjoint(_DUE) for place in near),
        bool(heads) or clauses[speaking_for(clauses, here)].spoken,
        heads,
        clause.polarity,
    )


def bearing_of(wording: Wording, subject: Subject, leading: Wording | None = None) -> Bearing:
    """What a sentence says of the event's topic, and in which direction; `leading` is the sentence in front of it."""
    statements, families = subject.statements, subject.families
    before = sorted({term for root in leading.stems for term in families.of(root)}) if leading else []
    mentions = mentions_of(wording, subject, before)
    own = any(families.of(root) for root in wording.stems)
    held = {each.term for each in mentions}
    near = frozenset().union(*(each.near for each in mentions)) if mentions else frozenset()
    groups = {each.near: {one.term for one in mentions if one.near == each.near} for each in mentions}
    coverage = max(
        (_share(statement, group) for statement in statements for group in groups.values()), default=0.0
    )
    total = sum(each.weight for each in statements)
    breadth = sum(each.weight * _share(each, held) for each in statements) / total if total else 0.0
    return Bearing(
        coverage if own else coverage * CARRIED,
        breadth if own else breadth * CARRIED,
        _direction(statements, mentions) * (1.0 if own else CARRIED),
        any(wording.stems[at] in subject.predicates for at in near),
        tuple(sorted({each.at for each in mentions})),
        near,
        any(each.due for each in mentions),
        any(each.due and each.spoken for each in mentions),
    )


def _share(statement: Statement, held: set[str]) -> float:
    """The weighted share of a statement's words among those held."""
    return sum(weight for term, (weight, _) in statement.terms.items() if term in held) / statement.weight


def _direction(statements: Sequence[Statement], mentions: Sequence[Mention]) -> float:
    """Foreseeing less denying: of each side the strongest agreement or contradiction of a sentence with a statement."""
    told = {1: 0.0, -1: 0.0}
    for statement in statements:
        if statement.side:
            value = _agreement(statement, mentions)
            told[statement.side] = max(told[statement.side], value, key=lambda each: (abs(each), each))
    return max(-1.0, min(1.0, told[1] - told[-1]))


def _agreement(statement: Statement, mentions: Sequence[Mention]) -> float:
    """How far a sentence says the same (+) or the opposite (-) of a statement's words, by their weight."""
    senses: dict[str, list[tuple[float, float]]] = {}
    for each in mentions:
        if each.term in statement.terms and (each.term != statement.head or len(statement.terms) == 1):
            senses.setdefault(each.term, []).append((1.0 if each.due else ASIDE, _same(statement, each)))
    agreed = held = 0.0
    for term, told in senses.items():
        weight, _ = statement.terms[term]
        mean = sum(trust * value for trust, value in told) / sum(trust for trust, _ in told)
        agreed, held = agreed + weight * mean, held + weight
    whole = statement.weight
    if len(statement.terms) > 1 and statement.head in statement.terms:
        whole -= statement.terms[statement.head][0]
    return agreed / whole * held / whole if whole else 0.0


def _same(statement: Statement, mention: Mention) -> float:
    """Whether what becomes of a word in a sentence is what the statement says (+), or its opposite (-); 0 where neither speaks."""
    if statement.head:
        return float(statement.polarity * mention.polarity) if statement.head in mention.heads else 0.0
    return statement.terms[mention.term][1] * mention.sense
