"""Who is the source of a report, by which words, and which of them are a name?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from foresaid.read.lexicon import Lexicon
    from foresaid.read.reported.lexicon import Reporting
    from foresaid.read.reported.parsed_trees import Tree

_SUBJECTS = ("nsubj", "nsubjpass")
# Relations in which a verb shares the subject of the verb it hangs on: "and warned", "claiming", "to say".
_SHARING = frozenset(("conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "aux", "acomp", "attr"))
# "It is too early to predict": whoever predicts is not said.
_NOBODY = frozenset(("it", "there"))
# What hangs in front of a noun and is no part of the phrase that names it.
_APART = frozenset(
    (
        "relcl",
        "acl",
        "appos",
        "advcl",
        "punct",
        "parataxis",
        "ccomp",
        "dep",
        "cc",
        "preconj",
        "conj",
        "prep",
    )
)
_NAMES = ("NNP", "NNPS")
# Prepositions that belong to a phrase: "the head of the union", "spokesman for the Treasury".
_TYING = frozenset(("of", "for"))
# Digits of a year, which a parser draws to the noun behind it: "By 1848 Adler had said".
_YEAR = 4
_BY = frozenset(("by", "from"))


class Source(NamedTuple):
    """A source by the numbers of its words; `name` are those of its name, None if it has none here."""

    start: int
    end: int
    name: tuple[int, int] | None


def subject_of(tree: Tree, verb: int) -> int | None:
    """The subject of a verb: its own, or that of the verb it hangs on."""
    for each in (verb, *tree.above(verb)):
        subject = tree.first(each, *_SUBJECTS)
        if subject is not None:
            nobody = each != verb and tree.words[subject].text.lower() in _NOBODY
            return None if nobody else _antecedent(tree, subject)
        relation = tree.words[each].relation
        if relation == "acl":
            return tree.words[each].head
        if relation not in _SHARING:
            return None
    return None


def _antecedent(tree: Tree, subject: int) -> int:
    """What a relative pronoun stands for; of "statements by the union that warned" it is the union."""
    word = tree.words[subject]
    if word.tag not in ("WP", "WDT") and word.text.lower() != "that":
        return subject
    for each in tree.above(subject):
        if tree.words[each].relation == "relcl":
            head = tree.words[each].head
            return _author(tree, head) or head
    return subject


def _author(tree: Tree, noun: int) -> int | None:
    for preposition in tree.below(noun, "prep", "agent"):
        if tree.words[preposition].text.lower() in _BY:
            return tree.first(preposition, "pobj")
    return None


def owner_of(tree: Tree, noun: int, reporting: Reporting) -> int | None:
    """Whose a noun of saying is: "Ann's claim", "a claim by Ann", "Ann made the claim"; None where it is not said."""
    owner = tree.first(noun, "poss")
    if owner is None:
        owner = _author(tree, noun)
    if owner is not None:
        return owner
    word = tree.words[noun]
    head = tree.words[word.head]
    if word.relation == "dobj" and reporting.forms.get(head.text.lower()) in reporting.owning_verbs:
        return subject_of(tree, word.head)
    if word.relation == "pobj" and head.text.lower() in reporting.owned_by:
        verb = head.head if tree.words[head.head].tag.startswith("VB") else tree.words[head.head].head
        return subject_of(tree, verb)
    return None


def source_phrase(tree: Tree, head: int, lexicon: Lexicon) -> Source:
    """The phrase around a noun, pronoun or name: with what stands in front of it, and what ties it to another noun."""
    words = tree.words
    numbers = {head}
    for each in tree.below(head):
        word = words[each]
        tied = word.relation == "prep" and word.text.lower() in _TYING and each == head + 1
        year = word.relation == "nummod" and len(word.text) == _YEAR and word.text.isdecimal()
        if tied or (word.relation not in _APART and each < head and not year):
            numbers.update(tree.branch(each))
        elif word.relation == "conj":
            numbers.update(number for number in tree.branch(each) if words[number].relation not in _APART)
    name = _name(tree, head, lexicon)
    start, end = min(numbers), max(numbers) + 1
    if name is not None and name[0] <= end:
        end = max(end, name[1])
    return Source(start, end, name)


def _name(tree: Tree, head: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The run of name words that ends with the head, or with a noun set beside it: "her successor, Ann Lee"."""
    words = tree.words
    if words[head].tag not in _NAMES:
        beside = tree.first(head, "appos")
        if beside is None or words[beside].tag not in _NAMES:
            return None
        head = beside
    if tree.first(head, "conj") is not None:
        return None
    start, end = head, head + 1
    while start > 0 and words[start - 1].tag in _NAMES:
        start -= 1
    while (longer := _prolonged(tree, end, lexicon)) > end:
        end = longer
    return start, end


def _prolonged(tree: Tree, end: int, lexicon: Lexicon) -> int:
    """Where a name ends that goes on with "of": "Committee of the Fourth Congress", but not "Ann Lee of York"."""
    words = tree.words
    if end + 1 >= len(words) or words[end].text.lower() != "of":
        return end
    if words[end - 1].text.lower() not in lexicon.name_heads:
        return end
    number = end + 1
    if words[number].text.lower() == "the":
        number += 1
    first = number
    while number < len(words) and (words[number].tag in _NAMES or words[number].text[0].isupper()):
        number += 1
    return number if number > first else end
