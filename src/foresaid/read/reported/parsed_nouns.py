"""What does a noun or adjective report in a parsed sentence: "the claim that …", "sure that …"?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.bodies import ReportedForm
from foresaid.read.reported.parsed_sources import owner_of, subject_of
from foresaid.read.reported.parsed_trees import Report, Tree, report_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from foresaid.read.reported.lexicon import Reporting

_OPENINGS = frozenset(("that", "whether"))


def report_of_noun(tree: Tree, noun: int, reporting: Reporting) -> Report | None:
    """What a noun of saying or thinking reports, or None; its source is whoever is said to own it."""
    plain = reporting.plurals.get(tree.words[noun].text.lower())
    if plain is None:
        return None
    cue = (noun, noun + 1)
    for each in tree.below(noun, "acl", "ccomp", "relcl"):
        content = tree.branch(each)
        mark = tree.first(each, "mark")
        if (
            plain in reporting.clause_nouns
            and mark is not None
            and tree.words[mark].text.lower() in _OPENINGS
        ):
            owner = owner_of(tree, noun, reporting)
            if owner is None and plain not in reporting.hearsay_nouns:
                return None  # "in the hope that": nobody's but the writer's
            content = [number for number in content if number >= mark]
            thought = plain in reporting.thought_nouns
            form = ReportedForm.THOUGHT if thought else ReportedForm.CLAUSE
            return report_of(tree, form, content, cue, owner)
        if tree.words[content[0]].text.lower() != "to":
            continue
        for nouns, form in (
            (reporting.infinitive_nouns, ReportedForm.INFINITIVE),
            (reporting.attitude_nouns, ReportedForm.ATTITUDE),
        ):
            owner = owner_of(tree, noun, reporting)
            if plain in nouns and owner is not None:
                return report_of(tree, form, content, cue, owner)
    found = _behind(tree, noun, plain, reporting.about_nouns)
    if found is None:
        return None
    preposition, content = found
    cue = (noun, preposition + 1) if preposition == noun + 1 else cue
    return report_of(tree, ReportedForm.TOPIC, content, cue, owner_of(tree, noun, reporting))


def report_of_adjective(tree: Tree, adjective: int, reporting: Reporting) -> Report | None:
    """What an adjective says that somebody thinks, or None."""
    plain = tree.words[adjective].text.lower()
    cue = (adjective, adjective + 1)
    clause = tree.first(adjective, "ccomp")
    if reporting.forms.get(tree.words[tree.words[adjective].head].text.lower()) == "make":
        return None  # "to make sure that"
    if plain in reporting.clause_adjectives and clause is not None:
        source = subject_of(tree, tree.words[adjective].head)
        return report_of(tree, ReportedForm.THOUGHT, tree.branch(clause), cue, source)
    infinitive = tree.first(adjective, "xcomp")
    if plain in reporting.attitude_adjectives and infinitive is not None:
        source = subject_of(tree, tree.words[adjective].head)
        return report_of(tree, ReportedForm.ATTITUDE, tree.branch(infinitive), cue, source)
    found = _behind(tree, adjective, plain, reporting.about_adjectives)
    if found is None:
        return None
    preposition, content = found
    cue = (adjective, preposition + 1) if preposition == adjective + 1 else cue
    return report_of(tree, ReportedForm.TOPIC, content, cue, subject_of(tree, tree.words[adjective].head))


def _behind(tree: Tree, number: int, plain: str, entries: Collection[str]) -> tuple[int, list[int]] | None:
    """The preposition behind a word that is listed with it, and what stands behind the preposition."""
    for preposition in tree.below(number, "prep"):
        if f"{plain} {tree.words[preposition].text.lower()}" in entries:
            thing = tree.first(preposition, "pobj", "pcomp")
            if thing is not None:
                return preposition, tree.branch(thing)
    return None
