"""Which differences between words change a meaning, and which do not?

The word tables of data/<language>/changes.toml, made ready for look-up. Words are held as folded by
`foresaid.text.normalize`: without case, accents and apostrophes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from foresaid.text.align import letters_changed
from foresaid.text.normalize import fold_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from foresaid.model.words import Vocabulary

Pairs: TypeAlias = "tuple[tuple[str, str], ...]"

MEANINGS = (
    "negation",
    "number",
    "date",
    "modality",
    "condition",
    "quantifier",
    "name",
)  # never minor; the first that fits
SPELLED_WITHIN = 5  # letters from which on a spelling rule may apply inside a word: "for" is not "four"
SPELLED_DOUBLED = 8  # letters: "travelled" is "traveled", "filled" is not "filed"
ONES, SCALES = frozenset({"a", "an"}), frozenset({"100", "1000", "1000000"})
TEN, CENTURIES = 10, range(10, 22)  # years said by century and year
HUNDRED, GROUPS = 100, (1000, 1_000_000, 1_000_000_000)
ORDINALS = frozenset({"", "st", "nd", "rd", "th", "d"})
LONGEST_FIGURE = 15  # digits; more are no count of anything
NEGATED = 3  # letters of a word that a prefix denies: unfit; shorter ones hardly take one
LONGEST_WORD = 40  # letters; a longer run is no word of a language written with spaces
LETTERS_A_MISREADING = (
    6  # letters of a word that one misread letter needs, beside those in the table of confusions
)
YEARS = range(1000, 2200)  # four digits in this range are taken for a year


def _pairs(entries: Iterable[str]) -> Pairs:
    return tuple((left, right) for left, _, right in (entry.partition(">") for entry in entries))


def _by_first_letter(pairs: Iterable[tuple[str, str]]) -> dict[str, Pairs]:
    found: dict[str, set[tuple[str, str]]] = {}
    for left, right in pairs:
        found.setdefault(left[0], set()).add((left, right))
    return {letter: tuple(sorted(known)) for letter, known in found.items()}


def _both_ways(pairs: Pairs) -> Iterator[tuple[str, str]]:
    for left, right in pairs:
        yield left, right
        yield right, left


def _phrases(entries: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(fold_word(word) for word in entry.split()) for entry in entries)


@dataclass(frozen=True, slots=True)
class Changes:
    """The tables of one language: words by what they change, pairs by what they are written for.

    Words in `capitalised` name a day or month only with a capital: May, not may.
    """

    meanings: dict[str, frozenset[str]]
    capitalised: frozenset[str]
    conditions: frozenset[tuple[str, ...]]
    continuations: frozenset[tuple[str, ...]]
    governors: frozenset[tuple[str, ...]]
    openings: frozenset[tuple[str, ...]]
    reporting_openings: frozenset[tuple[str, ...]]
    open_questions: frozenset[tuple[str, ...]]
    saying_words: frozenset[str]
    joining: frozenset[str]
    reports: frozenset[str]
    copulas: frozenset[str]
    reporters: frozenset[str]
    reported_noise: frozenset[str]
    regional: frozenset[str]
    reporting_words: frozenset[str]
    timing_openings: frozenset[str]
    joined_conjunctions: frozenset[tuple[str, ...]]
    contrasts: frozenset[str]
    clause_words: frozenset[str]
    complementisers: frozenset[str]
    doubting_complementisers: frozenset[str]
    denials: frozenset[tuple[str, ...]]
    affirming: frozenset[tuple[str, ...]]
    factives: frozenset[str]
    negating: frozenset[tuple[str, ...]]
    negating_prefixes: tuple[str, ...]
    clause_openers: frozenset[str]
    prepositions: frozenset[str]
    parted: frozenset[str]
    number_limits: frozenset[tuple[str, ...]]
    ranges: frozenset[str]
    determiners: frozenset[str]
    pronouns: frozenset[str]
    units: dict[str, str]
    released: frozenset[str]
    spelling_letters: Pairs
    spelling_sure: Pairs
    spelling_endings: Pairs
    spelling_doubled: Pairs
    spelling_words: dict[str, str]
    numerals: dict[str, str]
    contractions: dict[str, tuple[str, ...]]
    confused_from: dict[str, Pairs]
    homoglyphs: dict[int, str]
    titles: frozenset[str]
    given_names: frozenset[tuple[str, str]]
    title_words: frozenset[str]
    states: frozenset[str]
    bodies: frozenset[str]
    members: frozenset[str]
    addresses: frozenset[str]
    generations: frozenset[str]
    nobody: frozenset[tuple[str, ...]]
    lexicon: frozenset[str]

    def has_meaning(self, word: str) -> bool:
        """Whether a folded word denies, limits or makes more or less certain; a number in brackets does not."""
        return any(
            word in self.meanings[kind] for kind in ("negation", "modality", "condition", "quantifier")
        )


_FOLDED = (
    *(
        "contrasts",
        "clause_words",
        "factives",
        "parted",
        "determiners",
        "pronouns",
        "released",
        "title_words",
    ),
    *("states", "members", "addresses", "generations", "complementisers", "doubting_complementisers"),
    *(
        "clause_openers",
        "prepositions",
        "ranges",
        "reporting_words",
        "timing_openings",
        "saying_words",
        "joining",
    ),
    *("reports", "copulas", "reporters", "reported_noise"),
)
_PHRASES = (
    *("conditions", "continuations", "governors", "openings", "reporting_openings", "joined_conjunctions"),
    *("denials", "affirming", "negating", "number_limits", "nobody", "open_questions"),
)
_MEANT = {
    "negation": "negations",
    "number": "number_words",
    "date": "calendar",
    "modality": "modals",
    "quantifier": "quantifiers",
}


def read_changes(vocabulary: Vocabulary) -> Changes:
    """The tables of a vocabulary; KeyError names one that the language lacks."""
    table = {key.removeprefix("changes."): entries for key, entries in vocabulary.tables.items()}
    folded: dict[str, Any] = {name: frozenset(map(fold_word, table[name])) for name in _FOLDED}
    phrases: dict[str, Any] = {name: _phrases(table[name]) for name in _PHRASES}
    conditions = frozenset(phrase[0] for phrase in phrases["conditions"] if len(phrase) == 1)
    meanings = {kind: frozenset(map(fold_word, table[name])) for kind, name in _MEANT.items()}
    return Changes(
        meanings={**meanings, "condition": conditions},
        capitalised=frozenset(fold_word(word) for word in table["calendar"] if word[:1].isupper()),
        negating_prefixes=table["negating_prefixes"],
        bodies=frozenset(map(fold_word, (*table["bodies"], *table["states"]))),
        titles=frozenset(word for title in table["person_titles"] for word in title.split()),
        given_names=frozenset(_both_ways(_pairs(table["given_names"]))),
        lexicon=vocabulary.lexicon,
        regional=vocabulary.regional,
        **folded,
        **phrases,
        **_spellings(table),
    )


def _spellings(table: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    """The tables of what is written for one another."""
    contractions = {
        fold_word(short): tuple(map(fold_word, full.split()))
        for short, full in _pairs(table["contractions"])
    }
    return {
        "spelling_letters": _pairs(table["spelling_letters"]),
        "spelling_sure": _pairs(table["spelling_sure"]),
        "spelling_endings": _pairs(table["spelling_endings"]),
        "spelling_doubled": _pairs(table["spelling_doubled"]),
        "spelling_words": dict(_pairs(table["spelling_words"])),
        "numerals": dict(_pairs(table["numerals"])),
        "contractions": contractions,
        "confused_from": _by_first_letter(_both_ways(_pairs(table["ocr_confusions"]))),
        "homoglyphs": str.maketrans(dict(_pairs(table["homoglyphs"]))),
        "units": {name: signs for signs, name in _pairs(table["units"])},
    }


def negates(left: str, right: str, changes: Changes) -> bool:
    """Whether one of two folded words is the other with a prefix that denies, or -less for -ful."""
    short, long = sorted((left, right), key=len)
    if len(short) >= NEGATED and any(long == prefix + short for prefix in changes.negating_prefixes):
        return True
    ends = left[-len("less") :], right[-len("ful") :]
    turned = right[-len("less") :], left[-len("ful") :]
    return ("less", "ful") in {ends, turned} and left.removesuffix("less").removesuffix(
        "ful"
    ) == right.removesuffix("less").removesuffix("ful")


def _rewritten(word: str, pairs: Pairs) -> str:
    for left, right in pairs:
        word = word.replace(left, right)
    return word


def standard_spelling(word: str, changes: Changes) -> str:
    """A folded word in the spelling that all its variants share; no claim that anybody writes so."""
    word = changes.spelling_words.get(word, word)
    if len(word) < SPELLED_WITHIN:
        return word
    if len(word) >= SPELLED_DOUBLED:
        word = word[0] + _rewritten(word[1:], changes.spelling_doubled)
    plural = word.endswith("s") and not word.endswith("ss")
    stem = word[:-1] if plural else word
    for left, right in changes.spelling_endings:
        if stem.endswith(left):
            stem = stem.removesuffix(left) + right
            break
    return stem[0] + _rewritten(stem[1:], changes.spelling_letters) + ("s" if plural else "")


def spelled_alike(left: str, right: str, changes: Changes) -> bool:
    """Whether two folded words are spellings of one word.

    Two words that English has on both sides of the ocean are two words, unless they are listed as one: mourning is no
    spelling of morning.
    """
    if changes.spelling_words.get(left, left) == changes.spelling_words.get(right, right):
        return True
    common = all(word in changes.lexicon and word not in changes.regional for word in (left, right))
    if common:
        # What no two words are told apart by: encyclopaedia.
        longest = max(len(left), len(right)) >= SPELLED_DOUBLED
        return longest and _rewritten(left, changes.spelling_sure) == _rewritten(
            right, changes.spelling_sure
        )
    for short, long in ((left, right), (right, left)):
        if long.endswith("ed") and short == long[:-2] + "d" and len(long) >= SPELLED_WITHIN:
            return True  # recover'd
    if standard_spelling(left, changes) == standard_spelling(right, changes):
        return True
    old = (left in changes.lexicon) != (right in changes.lexicon)
    return old and _as_once_spelled(left) == _as_once_spelled(right)


def _as_once_spelled(word: str) -> str:
    """A folded word without what early printers did as they pleased: u and v, i, j and y, doubled letters, a last e."""
    plain = word.replace("vv", "w").replace("v", "u").replace("j", "i").replace("y", "i")
    single = "".join(letter for at, letter in enumerate(plain) if at == 0 or letter != plain[at - 1])
    return single.removesuffix("es") + "s" if single.endswith("es") else single.removesuffix("e")


def same_number(left: str, right: str, changes: Changes) -> bool:
    """Whether two folded words are one number in words and in figures."""
    one, other = changes.numerals.get(left, left), changes.numerals.get(right, right)
    if one == other:
        return True
    # In figures the ending of an ordinal may stand or not: 30 April, 30th April; four is never fourth.
    figures = left[:1].isdigit() and right[:1].isdigit()
    value = ordinal_figure(one)
    return figures and value is not None and value == ordinal_figure(other)


def number_in(words: Sequence[str], changes: Changes) -> int | None:
    """The whole number that folded words stand for, in figures or in words up to the millions; None if they do not.

    As English counts: units add up, hundred multiplies what stands before it, thousand and million close a group; a
    year may be said by its century.
    """
    total = group = 0
    counted = grouped = False
    for at, word in enumerate(words):
        digits = word.isdecimal()
        value = ordinal_figure(changes.numerals.get(word, word))
        if (
            value is None
            and word in ONES
            and changes.numerals.get("".join(words[at + 1 : at + 2])) in SCALES
        ):
            value = 1  # a hundred
        if value is None:
            if word == "and" and counted:
                continue
            return None
        if digits and grouped and len(word) == len("000"):
            group = group * GROUPS[0] + value  # 2,000 is two words
        elif value == HUNDRED and not digits:
            group = max(1, group) * value
        elif group in CENTURIES and TEN <= value < HUNDRED and not digits:
            group = group * HUNDRED + value  # nineteen forty-five
        elif value in GROUPS and not digits:
            total, group = total + max(1, group) * value, 0
        else:
            group += value
        counted, grouped = True, digits
    return total + group if counted else None


def ordinal_figure(word: str) -> int | None:
    """The number of a word in figures, with or without the ending of an ordinal: 22, 22d, 22nd; None for another word."""
    digits = word.rstrip("stndrh")
    if digits.isdecimal() and len(digits) <= LONGEST_FIGURE and word[len(digits) :] in ORDINALS:
        return int(digits)
    return None


def in_full(words: Iterable[str], changes: Changes) -> list[str]:
    """Folded words with contractions written out."""
    return [part for word in words for part in changes.contractions.get(word, (word,))]


def confused(left: str, right: str, changes: Changes) -> bool:
    """Whether two folded words differ only in letters that recognition takes for one another."""
    if max(len(left), len(right)) > LONGEST_WORD:
        return False
    reached, waiting = {(0, 0)}, [(0, 0)]
    while waiting:
        at, place = waiting.pop()
        steps = [
            (at + len(read), place + len(meant))
            for read, meant in changes.confused_from.get(left[at : at + 1], ())
            if left.startswith(read, at) and right.startswith(meant, place)
        ]
        if left[at : at + 1] == right[place : place + 1] != "":
            steps.append((at + 1, place + 1))
        fresh = [step for step in steps if step not in reached]
        reached.update(fresh)
        waiting += fresh
    return (len(left), len(right)) in reached


def as_meant(word: str, changes: Changes) -> list[str]:
    """What a misread word may have been: one confusion undone, at any place."""
    if len(word) > LONGEST_WORD:
        return []
    once = {
        word[:at] + meant + word[at + len(read) :]
        for at, letter in enumerate(word)
        for read, meant in changes.confused_from.get(letter, ())
        if word.startswith(read, at)
    }
    return sorted(once - {word})


def misread(left: str, right: str) -> bool:
    """Whether two folded words differ in so few letters that either may be a misreading of the other.

    First and last letters must agree, where languages put negations, numbers and tenses: unalterable is not
    inalterable, nor unhistoric unhistorical.
    """
    if left[:2] != right[:2] or left[-2:] != right[-2:]:
        return False
    changed = sum(max(len(before), len(after)) for before, after in letters_changed(left, right))
    return changed <= max(len(left), len(right)) // LETTERS_A_MISREADING


def looks_like(left: str, right: str, changes: Changes) -> bool:
    """Whether two different words look the same, by letters of other alphabets."""
    return left != right and left.translate(changes.homoglyphs) == right.translate(changes.homoglyphs)


def is_number(word: str) -> bool:
    """Whether a folded word is written in digits, with at most an ending such as the th of 12th."""
    return any(character.isdigit() for character in word)


def is_year(word: str) -> bool:
    """Whether a folded word is a year in digits."""
    return len(word) == len("1800") and word.isdecimal() and int(word) in YEARS


def holds_phrase(words: Sequence[str], phrases: frozenset[tuple[str, ...]]) -> bool:
    """Whether any of the phrases stands somewhere in the words."""
    longest = max(map(len, phrases), default=0)
    return any(
        tuple(words[start : start + length]) in phrases
        for start in range(len(words))
        for length in range(1, longest + 1)
    )
