"""Are two words one word, spelled otherwise, misread, or only alike to the eye?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.text.align import letters_changed

if TYPE_CHECKING:
    from foresaid.verify.changes import Changes, Pairs

SPELLED_WITHIN = 5  # letters from which on a spelling rule may apply inside a word: "for" is not "four"
SPELLED_DOUBLED = 8  # letters: "travelled" is "traveled", "filled" is not "filed"
NEGATED = 3  # letters of a word that a prefix denies: unfit; shorter ones hardly take one
LONGEST_WORD = 40  # letters; a longer run is no word of a language written with spaces
LETTERS_A_MISREADING = 6  # of a word that one misread letter needs, beside those in the table of confusions


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
