"""What does a verb report in a parsed sentence?

Each way of reporting is one function, tried in this order: a clause ("said that …"; "…, she said, …"), an infinitive
("promised to …", "urged the board to …"), an object with what is said of it ("called it a fraud"), what stands behind
a preposition ("called for …"), an object alone ("denied any part in it"); a passive ("is expected to …") by itself.
Start reading from `report_of_verb`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.bodies import ReportedForm
from foresaid.read.reported.parsed_sources import subject_of
from foresaid.read.reported.parsed_trees import FINITE, Report, Tree, report_of

if TYPE_CHECKING:
    from foresaid.read.reported.lexicon import Reporting

_SUBJECTS = ("nsubj", "nsubjpass", "expl")
# Relations in which a frame may hang below the clause it is inserted in: "the dam, she said, would break".
_INSERTED = frozenset(("parataxis", "ccomp", "dep", "advcl", "conj"))
_PAUSES = frozenset((",", "—", "–", "-", "--"))
# What may stand behind an object and say something of it.
_RESTS = ("prep", "xcomp", "oprd", "acomp", "ccomp")
_OF_IT = frozenset(("for", "as", "of", "over", "with", "to", "against", "about"))
_AS_OR_FOR = frozenset(("as", "for", "than"))


class _Cue(NamedTuple):
    """A verb that may report: its number, its plain form, the same with its particle, and where both stand."""

    number: int
    plain: str
    name: str
    span: tuple[int, int]


def report_of_verb(tree: Tree, number: int, reporting: Reporting) -> Report | None:
    """What a verb reports, or None."""
    plain = reporting.forms.get(tree.words[number].text.lower())
    if plain is None:
        return None
    particle = tree.first(number, "prt")
    if particle is not None and particle == number + 1:
        cue = _Cue(number, plain, f"{plain} {tree.words[particle].text.lower()}", (number, particle + 1))
    else:
        cue = _Cue(number, plain, plain, (number, number + 1))
    if tree.first(number, "nsubjpass", "auxpass") is not None:
        return _passive(tree, cue, reporting)
    return (
        _clause(tree, cue, reporting)
        or _infinitive(tree, cue, reporting)
        or _described(tree, cue, reporting)
        or _about(tree, cue, reporting)
        or _object(tree, cue, reporting)
    )


def _clause(tree: Tree, cue: _Cue, reporting: Reporting) -> Report | None:
    if cue.name not in reporting.clause_verbs:
        return None
    clause = tree.first(cue.number, "ccomp")
    if clause is None:
        content = _around(tree, cue.number)
    elif _is_clause(tree, clause, cue, reporting):
        content = tree.branch(clause, without=_next_cues(tree, clause, cue, reporting))
    else:
        content = None
    if content is None:
        return None
    agent = tree.first(cue.number, "agent")
    source = tree.first(agent, "pobj") if agent is not None else subject_of(tree, cue.number)
    return report_of(tree, _form(cue, reporting), content, cue.span, source)


def _form(cue: _Cue, reporting: Reporting) -> ReportedForm:
    return ReportedForm.THOUGHT if cue.name in reporting.thought_verbs else ReportedForm.CLAUSE


def _is_clause(tree: Tree, clause: int, cue: _Cue, reporting: Reporting) -> bool:
    """Whether a complement is a clause of its own: finite or opened by "that", and with a pause if it stands in front.

    Parsers also take inverted subjects for clauses (`…, said Ann Lee, laughing`) and small ones (`found it broken`).
    """
    verb = cue.number
    helpers = tree.below(clause, "aux", "auxpass")
    if clause > verb and _is_finding(tree, cue, reporting):
        return True  # "a poll shows Lee leading"
    finite = any(tree.words[each].tag in FINITE for each in (clause, *helpers))
    if not finite and tree.first(clause, "mark") is None:
        return False
    if clause > verb:
        return True
    subject = tree.first(verb, *_SUBJECTS)
    first = verb if subject is None or subject > verb else tree.branch(subject)[0]
    return first > 0 and tree.words[first - 1].text in _PAUSES


def _next_cues(tree: Tree, clause: int, cue: _Cue, reporting: Reporting) -> list[int]:
    """Verbs that go on reporting though they hang in the clause: "said it would hold and promised to …", "…, calling it …"."""
    found: list[int] = []
    for each in tree.below(clause, "conj", "advcl"):
        word = tree.words[each]
        if tree.first(each, *_SUBJECTS) is not None or word.text.lower() not in reporting.forms:
            continue
        same = word.relation == "conj" and word.tag == tree.words[cue.number].tag != tree.words[clause].tag
        pauses = word.tag == "VBG" and tree.words[max(0, tree.branch(each)[0] - 1)].text in _PAUSES
        if same or pauses:
            found.append(each)
    return found


def _around(tree: Tree, verb: int) -> list[int] | None:
    """The clause in which a frame is inserted: "the dam, she said, would break"; "if it breaks, she said, we must go"."""
    word = tree.words[verb]
    subject = tree.first(verb, *_SUBJECTS)
    if word.relation not in _INSERTED or word.head == verb:
        return None
    mark = tree.first(verb, "mark")
    if mark is not None and tree.words[mark].text.lower() == "as":
        paused = mark == 0 or tree.words[mark - 1].text in _PAUSES
        holder = subject is not None or tree.first(verb, "agent") is not None
        return tree.branch(word.head, without=(verb,)) if paused and holder else None
    if (
        subject is None
        or tree.words[word.head].tag[:2] not in ("VB", "MD")
        or mark is not None
        or tree.first(verb, "cc") is not None
    ):
        return None
    first = min(verb, tree.branch(subject)[0])
    while first > 0 and tree.words[first - 1].head == verb and tree.words[first - 1].text not in _PAUSES:
        first -= 1
    paused = first > 0 and tree.words[first - 1].text in _PAUSES
    if not paused or tree.first(verb, "dobj", "xcomp") is not None:
        return None
    front = [each for each in tree.branch(verb) if each < first]
    return front + tree.branch(word.head, without=(verb,))


def _infinitive(tree: Tree, cue: _Cue, reporting: Reporting) -> Report | None:
    if cue.name in reporting.infinitive_verbs:
        form = ReportedForm.INFINITIVE
    elif cue.name in reporting.attitude_verbs:
        form = ReportedForm.ATTITUDE
    else:
        return None
    for each in tree.below(cue.number, "xcomp", "ccomp", "advcl"):
        to = tree.first(each, "aux")
        if each < cue.number or to is None or tree.words[to].text.lower() != "to":
            continue
        content = tree.branch(each)
        told = tree.first(cue.number, "dobj")
        if content[0] < cue.number:
            return None
        if told is not None and cue.number < told < each and cue.name not in reporting.addressing_verbs:
            content = tree.branch(told) + content
        return report_of(tree, form, content, cue.span, subject_of(tree, cue.number))
    return None


def _described(tree: Tree, cue: _Cue, reporting: Reporting) -> Report | None:
    """An object with what is said of it; a small clause is both at once."""
    if cue.name not in reporting.described_verbs:
        return None
    thing, small = tree.first(cue.number, "dobj"), tree.first(cue.number, "ccomp", "oprd")
    if small is not None and thing is None:
        content = tree.branch(small)
    elif thing is not None and thing > cue.number:
        rests = [each for each in tree.below(cue.number, *_RESTS) if each > thing and _is_of_it(tree, each)]
        if not rests:
            return None
        content = tree.branch(thing) + [number for each in rests for number in tree.branch(each)]
    else:
        return None
    return _topic(tree, cue, content)


def _is_of_it(tree: Tree, number: int) -> bool:
    word = tree.words[number]
    return word.relation != "prep" or word.text.lower() in _OF_IT


def _about(tree: Tree, cue: _Cue, reporting: Reporting) -> Report | None:
    for preposition in tree.below(cue.number, "prep"):
        if f"{cue.plain} {tree.words[preposition].text.lower()}" in reporting.about_verbs:
            thing = tree.first(preposition, "pobj", "pcomp")
            if thing is not None:
                touches = preposition == cue.number + 1
                span = (cue.number, preposition + 1) if touches else cue.span
                return _topic(tree, cue._replace(span=span), tree.branch(thing))
    return None


def _object(tree: Tree, cue: _Cue, reporting: Reporting) -> Report | None:
    thing = tree.first(cue.number, "dobj")
    stance = cue.name in reporting.stance_verbs and tree.words[cue.number].tag in FINITE
    found = _is_finding(tree, cue, reporting)
    if thing is None or not (stance or found or cue.name in reporting.object_verbs):
        return None
    content = tree.branch(thing)
    if found and thing > cue.number:
        others = tree.below(cue.number, "conj", "parataxis")
        content = [each for each in tree.branch(cue.number, others) if each >= content[0]]
        return _topic(tree, cue, content)
    for each in tree.below(cue.number, *_RESTS, "advcl"):
        if thing < each and tree.branch(each)[0] == max(content) + 1 and _goes_with(tree, each):
            content += tree.branch(each)
    return _topic(tree, cue, content)


def _is_finding(tree: Tree, cue: _Cue, reporting: Reporting) -> bool:
    """Whether a document is said to show something: "the survey found a decline", "a poll shows Lee ahead"."""
    source = tree.first(cue.number, "nsubj")
    if source is None or tree.words[source].text.lower() not in reporting.documents:
        return False
    return cue.name in reporting.evidence_verbs or cue.name in reporting.finding_verbs


def _goes_with(tree: Tree, number: int) -> bool:
    """Whether what stands right behind an object belongs to what is said: "as …", "for …", "to mend it", "mending it"."""
    word = tree.words[number]
    if word.relation == "prep":
        return word.text.lower() in _AS_OR_FOR
    return word.tag in ("VB", "VBG") and tree.first(number, "mark") is None


def _topic(tree: Tree, cue: _Cue, content: list[int]) -> Report | None:
    word = tree.words[cue.number]
    if word.tag == "VBN" and word.relation == "acl":
        return None  # "the plan proposed to the board": the phrase's own noun is what was said
    return report_of(tree, ReportedForm.TOPIC, content, cue.span, subject_of(tree, cue.number))


def _passive(tree: Tree, cue: _Cue, reporting: Reporting) -> Report | None:
    """`It is said that …", "the dam is expected to break", "Ann was asked whether …": the source is the agent, if any."""
    agent = tree.first(cue.number, "agent")
    source = tree.first(agent, "pobj") if agent is not None else None
    clause, infinitive = tree.first(cue.number, "ccomp"), tree.first(cue.number, "xcomp", "oprd")
    subject = tree.first(cue.number, "nsubjpass")
    if cue.name in reporting.convincing_verbs:
        source = subject  # "Ann was convinced that": the thought is hers
    if clause is not None and cue.name in reporting.clause_verbs:
        impersonal = subject is None or tree.words[subject].text.lower() == "it"
        heard = cue.name in (reporting.hearsay_verbs if impersonal else reporting.told_verbs)
        if source is None and not heard:
            return None  # "it is hoped that", "no danger is feared that": nobody's but the writer's
        return report_of(tree, _form(cue, reporting), tree.branch(clause), cue.span, source)
    if source is not None and cue.name in reporting.clause_verbs and (around := _around(tree, cue.number)):
        return report_of(
            tree, _form(cue, reporting), around, cue.span, source
        )  # "as reported by Ann Lee, …"
    if cue.name in reporting.passive_verbs and subject is not None and infinitive is not None:
        heard = source is not None or cue.name in reporting.hearsay_verbs
        form = ReportedForm.INFINITIVE if heard else ReportedForm.ATTITUDE
        content = tree.branch(subject) + tree.branch(infinitive)
        return report_of(tree, form, content, cue.span, source)
    return None
