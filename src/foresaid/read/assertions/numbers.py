"""Which number do some words write? Figures, words, multiples, ranges and orders of size.

`two hundred and fifty thousand` is built up as English builds it: a part under a thousand grows by adding and by
hundreds, and is then multiplied by thousand, million and so on. Every look is at a bounded number of words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from foresaid.read.assertions.sentence import Sentence
    from foresaid.read.assertions.words import AssertionWords

# The longest number in words has some twenty ("nine hundred and ninety-nine million nine hundred and …").
_LONGEST = 24
_TEN, _TENS, _HUNDRED, _THOUSAND = 10, 20, 100, 1000


class Number(NamedTuple):
    """A number in a sentence, as token numbers: its values (none for "hundreds of"), and what hangs on it.

    `share` marks a part of a whole: "two-thirds". `tail` holds what is tied to it by a hyphen: "minute" of "five-minute", in the same token or the next ones.
    """

    start: int
    end: int
    values: tuple[float, ...]
    tail: str = ""
    vague: bool = False
    in_words: bool = False
    share: bool = False


def number_at(sentence: Sentence, start: int, words: AssertionWords) -> Number | None:
    """The number that begins at a token, with a range where it is one; None where none begins."""
    vague = _vague_at(sentence, start, words)
    if vague is not None:
        return vague
    first = _single_at(sentence, start, words)
    if first is None:
        return None
    share = _share(sentence, first, words)
    if share is not None or first.tail:
        return share or first
    return _range_from(sentence, first, words) or _hyphened(sentence, first)


def _vague_at(sentence: Sentence, start: int, words: AssertionWords) -> Number | None:
    """Orders of size: "millions", "tens of thousands"."""
    end = start
    if sentence.low(start) == "tens" and sentence.low(start + 1) == "of":
        end = start + 2
    if not words.among(sentence.low(end), "vague_numbers"):
        return None
    while sentence.low(end + 1) == "of" and words.among(sentence.low(end + 2), "vague_numbers"):
        end += 2
    return Number(start, end + 1, (), vague=True, in_words=True)


def _single_at(sentence: Sentence, start: int, words: AssertionWords) -> Number | None:
    """One number, in figures or words."""
    token = sentence.low(start)
    if token[:1].isdigit():
        value = _figure(token)
        end = start + 1
        factor = _magnitude(sentence.low(end), words)
        if not factor or sentence.low(end) in ("score", "scores"):
            return Number(start, end, (value,))
        return Number(start, end + 1, (value * factor,), in_words=True)
    return _in_words(sentence, start, words)


def _figure(token: str) -> float:
    """A number in figures: commas part thousands, a stop the decimals."""
    plain = token.replace(",", "")
    head, _, tail = plain.partition(".")
    if "." in tail:  # 1.500.000 with stops for commas
        return float(plain.replace(".", ""))
    return float(f"{head}.{tail or 0}")


def _in_words(sentence: Sentence, start: int, words: AssertionWords) -> Number | None:
    """A number in words; "a" counts in front of a multiple: "a hundred"."""
    total, part, index, tail = 0.0, 0.0, start, ""
    if sentence.low(start) in ("a", "an") and sentence.low(start + 1) in words.magnitudes:
        part, index = 1.0, start + 1
    while index < start + _LONGEST:
        low = sentence.low(index)
        step, tail = _step(low, words)
        if step is not None and (part % _HUNDRED == 0 or (part % _TEN == 0 and step < _TEN)):
            part += step
        elif part and _magnitude(low, words):
            total, part = _multiplied(total, part, _magnitude(low, words))
        elif not (
            low == "and" and (part or total) >= _HUNDRED and _step(sentence.low(index + 1), words)[0]
        ):
            break
        index += 1
        if tail:
            break
    if index == start or total + part == 0:
        return None
    return Number(start, index, (total + part,), tail, in_words=True)


def _magnitude(low: str, words: AssertionWords) -> float:
    """What a word multiplies by, also in the plural ("two millions"); 0 for any other word."""
    return words.magnitudes.get(low) or words.magnitudes.get(low.removesuffix("s"), 0.0)


def _multiplied(total: float, part: float, factor: float) -> tuple[float, float]:
    """Total and part behind a multiple; hundreds, dozens and scores stay in the part."""
    if factor < _THOUSAND:
        return total, part * factor
    return total + part * factor, 0.0


def _step(low: str, words: AssertionWords) -> tuple[float | None, str]:
    """What one word adds, and what is tied to it: "twenty-five" is 25, "five-minute" 5 and "minute"."""
    if low in words.values:
        return words.values[low], ""
    head, hyphen, rest = low.partition("-")
    if not hyphen or head not in words.values:
        return None, ""
    value = words.values[head]
    second, _, behind = rest.partition("-")
    if second in words.values and value % 10 == 0:
        return value + words.values[second], behind
    if second in words.magnitudes:
        return value * words.magnitudes[second], behind
    return value, rest


def _range_from(sentence: Sentence, first: Number, words: AssertionWords) -> Number | None:
    """A second number behind "to", "or", a dash, or "and" after "between"."""
    joint = sentence.low(first.end)
    between = sentence.low(first.start - 1) == "between"
    if joint not in ("to", "or", "-", "–", "—") and not (joint == "and" and between):
        return None
    second = _single_at(sentence, first.end + 1, words)
    if second is None or second.tail or second.values[0] <= first.values[0]:
        return None
    if joint in "-–—" and not sentence.low(first.end + 1)[:1].isdigit():
        return None
    low, high = first.values[0], second.values[0]
    factor = words.magnitudes.get(sentence.low(second.end - 1), 1.0)
    if second.end - second.start > 1 and low < _THOUSAND <= factor:  # "two to three million"
        low *= factor
    return Number(first.start, second.end, (low, high), in_words=first.in_words)


def _share(sentence: Sentence, number: Number, words: AssertionWords) -> Number | None:
    """A part of a whole: "one-half", "two-thirds", "three fourths"; "one quarter" only with a hyphen."""
    parts = words.fractions.get(number.tail)
    end = number.end
    if not number.tail and number.in_words and sentence.low(end).endswith("s"):
        parts = words.fractions.get(sentence.low(end))
        end += 1
    if not parts or number.values[0] >= _TENS:  # "thirty-fourth" is an ordinal
        return None
    return number._replace(end=end, values=(round(number.values[0] / parts, 6),), tail="", share=True)


def _hyphened(sentence: Sentence, number: Number) -> Number:
    """A number in figures with a word tied to it: "70-year", "40-hour"."""
    tokens = sentence.tokens
    end = number.end
    if (
        sentence.low(end) == "-"
        and end + 1 < len(tokens)
        and tokens[end].start == tokens[end - 1].end
        and tokens[end + 1].start == tokens[end].end
        and tokens[end + 1].is_word
    ):
        return number._replace(end=end + 2, tail=tokens[end + 1].low)
    return number
