"""What does a parsed sentence report without marks?

Every word that may report is tried (parsed_verbs.py, parsed_nouns.py, `_according` here); of contents that overlap,
reported clauses and infinitives come before mere topics, then the outer before the inner. Start reading from `reports`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.bodies import ReportedForm
from foresaid.read.reported.parsed_nouns import report_of_adjective, report_of_noun
from foresaid.read.reported.parsed_trees import FINITE, Report, Tree, report_of
from foresaid.read.reported.parsed_verbs import report_of_verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.reported.lexicon import Reporting

_OWN = frozenset(("i", "we", "me", "us", "my", "our", "you", "your"))
# Forms that give no wording: they make way for those that do.
_WEAK = frozenset((ReportedForm.TOPIC, ReportedForm.ATTITUDE))
# Relations in which a bare verb, or a bare participle, is no report of its own.
_BARE = frozenset(("ccomp", "xcomp"))
_STATES = frozenset(("acomp", "oprd", "acl", "ccomp", "xcomp", "amod"))
# Tags of sources that may be things: "the flood showed", "this proved".
_THINGS = frozenset(("NN", "DT"))
_ASKING = frozenset(("who", "what", "which", "whom"))
# Forms in which the writer tells of earlier words: "I recommended", "we have asked".
_PAST = frozenset(("VBD", "VBN"))
_PRESENT = frozenset(("VBP", "VBZ"))
_PAUSES = frozenset((",", ":", "(", "—", "–", "-", "--"))
# Relations whose clause may be all that a phrase behind it is the source of: "…, who number 40 according to Ann".
_OPENING = frozenset(("relcl", "advcl", "acl"))


def reports(tree: Tree, reporting: Reporting) -> list[Report]:
    """Everything that a sentence reports, in its order, no content inside another."""
    found: list[Report] = []
    for number, word in enumerate(tree.words):
        each = None
        if word.tag.startswith("VB"):
            each = report_of_verb(tree, number, reporting)
        elif word.tag in ("NN", "NNS"):
            each = report_of_noun(tree, number, reporting)
        elif word.tag.startswith("JJ"):
            each = report_of_adjective(tree, number, reporting)
        if each is None and word.text.lower() == "according":
            each = _according(tree, number, reporting)
        if each is not None and _is_reported(tree, each, reporting):
            found.append(each)
    return _apart(found)


def _is_reported(tree: Tree, report: Report, reporting: Reporting) -> bool:
    """Whether somebody is told to have said or thought it.

    Not reported are the writer's own statement ("I hope that …", "we shall ask for …"), what the reader knows, a
    command ("note that …"), what nobody has said yet ("it is too early to predict whether …"), and what could or
    should be said.
    """
    cue = report.cue[0]
    word = tree.words[cue]
    weak = report.form in _WEAK
    if not weak and _is_unreal(tree, cue):
        return False
    if report.source is None:
        bare = word.tag == "VB" and tree.first(cue, "nsubj", "nsubjpass") is None
        plain = reporting.forms.get(word.text.lower())
        bare = bare or (word.tag == "VBG" and plain not in reporting.hearsay_verbs)  # "assuming that"
        return not bare
    low = tree.words[report.source].text.lower()
    if low in _OWN:
        now = any(tree.words[each].tag in _PRESENT for each in tree.below(cue, "auxpass"))
        return word.tag in _PAST and low in ("i", "we") and not weak and not now
    if low in _ASKING or low in reporting.no_sources:
        return False
    evidence = not weak and reporting.forms.get(word.text.lower()) in reporting.evidence_verbs
    thing = tree.words[report.source].tag in _THINGS
    return not evidence or not thing or low in reporting.documents


def _is_unreal(tree: Tree, cue: int) -> bool:
    """Whether a verb only could, should or is to report, or does not: "must recognize that", "never said that"."""
    word = tree.words[cue]
    helpers = [tree.words[each] for each in tree.below(cue, "aux")]
    mark = tree.first(cue, "mark")
    if any(helper.tag == "MD" for helper in helpers) or tree.first(cue, "neg") is not None:
        return True
    if mark is not None and tree.words[mark].text.lower() == "if":
        return True
    if word.tag == "VB" and not helpers and word.relation in _BARE:
        return True  # "makes them believe that"
    if word.tag == "VBN" and not helpers and word.relation in _STATES:
        return tree.first(cue, "auxpass", "agent") is None  # "may rest assured that"
    purpose = word.relation != "xcomp" or not tree.words[word.head].tag.startswith("VB")
    return (
        any(helper.tag == "TO" for helper in helpers) and purpose
    )  # "in order to show"; but "went on to say"


def _apart(found: Sequence[Report]) -> list[Report]:
    """Reports that do not overlap: clauses before topics, outer before inner."""
    kept: list[Report] = []
    for each in sorted(found, key=_rank):
        if all(
            each.content[1] <= other.content[0] or other.content[1] <= each.content[0] for other in kept
        ):
            kept.append(each)
    return sorted(kept, key=lambda report: report.content)


def _rank(report: Report) -> tuple[bool, int, int]:
    start, end = report.content
    return report.form in _WEAK, start - end, start


def _according(tree: Tree, number: int, reporting: Reporting) -> Report | None:
    """`According to Ann, the dam would break`; `The dam would break, according to Ann`: the clause up to the phrase."""
    words = tree.words
    to = tree.first(number, "prep")
    source = tree.first(to, "pobj") if to is not None else None
    if to is None or source is None or words[source].text.lower() in reporting.measures:
        return None
    cue = (number, to + 1)
    phrase = tree.branch(number)
    if number and words[number - 1].text not in _PAUSES:
        return None  # "built according to the plan of 1840"
    if number == 0 or words[number - 1].text == ":":
        content = list(range(phrase[-1] + 1, len(words)))
        return report_of(tree, ReportedForm.CLAUSE, content, cue, source)
    clause = words[number].head
    while words[clause].relation not in _OPENING and words[clause].head != clause:
        clause = words[clause].head
    content = [each for each in tree.branch(clause, without=(number,)) if each < number]
    if words[clause].head == clause:
        content = list(range(number))
    if not any(words[each].tag in FINITE for each in content):
        content = tree.branch(clause, without=(number,))  # "The war, according to Ann, was over"
    return report_of(tree, ReportedForm.CLAUSE, content, cue, source)
