"""How is a passage shown so that its author, date and outcome do not sway who judges it?

Knowing how things came out changes how a forecast is read, and readers do not notice (B. Fischhoff, Journal of
Experimental Psychology: Human Perception and Performance 1, 1975, 288-299). So names, years and dates are masked, the
order is drawn by lot, and passages that belong to another question are mixed in. What an event's own statements
name stays, for without it nobody could judge.

Masking goes by sight: a name is a word with a capital letter where none is due, a word that the names layer found, or
a part of a speaker's name. It hides rather too much than too little; what a reader can guess from the style
or the matter it cannot hide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from foresaid.text.identity import digest
from foresaid.text.normalize import fold_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from foresaid.model.annotations import Span
    from foresaid.model.events import Event
    from foresaid.model.words import Vocabulary

Shown = TypeVar("Shown")

# At least three of ten passages are decoys (notes/trust.md §5.1); blocks of ten, so that a session broken off has them too.
DECOYS, BLOCK = 3, 10

# A word as far as masking looks at it; 40 letters are more than any name here has, longer ones go in pieces.
_WORD = re.compile(r"[^\W\d_]{1,40}(?:['’-][^\W\d_]{1,40}){0,6}")
# "1953", "1953-54", "1950s", "'56"; numbers of four digits that are no year go with them.
_YEAR = re.compile(r"(?<![\d.$£€])[12]\d{3}(?:[-–/]\d{1,4})?(?:['’]?s)?(?!,?\d)|['’]\d{2}s?\b")
# "83d", "18th": of a congress, a century, an anniversary; with the day's number and the sign that follows.
_ORDINAL = re.compile(r"\b\d{1,4}(?:st|nd|rd|th|d)\b")
_POSSESSIVE = re.compile(r"['’]s?$")
# What ends a sentence, or opens one inside another, right in front of a word; four signs and blanks are looked back at.
_OPENING = frozenset(".!?:;\n“\"‘(['—–*_")
# Words of fewer letters are mostly those that every sentence has ("that", "will", "have").
_CONTENT_WORD = 5
# From so many letters on a part of a name is looked for by itself ("Ford", "Ike"); below it particles and initials.
_SHORTEST_PART = 3
# "a hundred" is no part of a year, and "ten thousand" is none.
_LONGEST_ARTICLE, _NO_YEAR = 2, frozenset(("thousand",))
# Years in words begin with one of these and go on with a number or "hundred": "nineteen fifty-three".
_YEAR_OPENERS = frozenset(range(10, 21))


@dataclass(frozen=True, slots=True)
class Veil:
    """What masking knows: folded parts of `speakers`' names, words of the event (`spared`), of the language (`lexicon`).

    `plain` are words that print often writes with a capital and that name nobody ("Government"); `calendar` the
    months and weekdays, `numbers` the numbers in words, `openers` those that a year begins with, `decades`
    ("sixties") and `ordinals` ("nineteenth") with the `ages` behind them ("century").
    """

    speakers: frozenset[str]
    spared: frozenset[str]
    lexicon: frozenset[str]
    plain: frozenset[str]
    calendar: frozenset[str]
    numbers: frozenset[str]
    openers: frozenset[str]
    decades: frozenset[str]
    ordinals: frozenset[str]
    ages: frozenset[str]


def veil(event: Event, speakers: Iterable[str], vocabulary: Vocabulary) -> Veil:
    """What masking must know for one event in a collection with these speakers and authors."""
    tables = vocabulary.tables
    numbers = dict(_values(tables.get("times.numbers", ())))
    plain = ("names.never_names", "names.organisation_heads", "names.role_nouns", "names.styles")
    dates = (*tables.get("calendar.months", ()), *tables.get("times.weekdays", ()))
    return Veil(
        speakers=frozenset(part for part in _parts(speakers) if len(part) >= _SHORTEST_PART),
        spared=frozenset(_parts((event.statement, *event.aliases, *event.foreseeing, *event.denying))),
        lexicon=vocabulary.lexicon,
        plain=frozenset(_parts(word for name in plain for word in tables.get(name, ()) if " " not in word)),
        calendar=frozenset(_parts(form for entry in dates for form in entry.split("|"))),
        numbers=frozenset(word for word in numbers if len(word) > _LONGEST_ARTICLE),
        openers=frozenset(word for word, value in numbers.items() if float(value) in _YEAR_OPENERS),
        decades=frozenset(word for word, _ in _values(tables.get("times.decades", ()))),
        ordinals=frozenset(word for word, _ in _values(tables.get("times.ordinals", ()))),
        ages=frozenset(word for word, unit in _values(tables.get("times.units", ())) if unit == "CE"),
    )


def _values(entries: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each form of a table's entries ("form|form = value") with its value."""
    for entry in entries:
        forms, _, value = entry.partition(" = ")
        yield from ((form, value) for form in forms.split("|"))


def _parts(names: Iterable[str]) -> Iterator[str]:
    """The folded words of names, without a possessive ending."""
    for name in names:
        for match in _WORD.finditer(name):
            yield _folded(match[0])


def _folded(word: str) -> str:
    return fold_word(_POSSESSIVE.sub("", word))


def likeness(text: str, event: Event) -> int:
    """How many different words of some length a passage shares with an event's statements."""
    statements = (event.statement, *event.aliases, *event.foreseeing, *event.denying)
    return len(_long_words(statements) & _long_words((text,)))


def _long_words(texts: Iterable[str]) -> set[str]:
    return {word for word in _parts(texts) if len(word) >= _CONTENT_WORD}


def always_capital(text: str) -> frozenset[str]:
    """The folded words that a text writes with a capital where none is due, and never with a small letter."""
    capital: set[str] = set()
    small: set[str] = set()
    for match in _WORD.finditer(text):
        word = match[0]
        if word[0].islower():
            small.add(_folded(word))
        elif not word.isupper() and not _is_opening(text, match.start()):
            capital.add(_folded(word))
    return frozenset(capital - small)


def masked(
    texts: Sequence[str],
    seen: Veil,
    names: Sequence[Sequence[Span]] = (),
    capital: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """Stretches of one document with names, years and dates masked; a name is the same number in all of them.

    `names` are for each stretch the places, within it, of names that the names layer found; `capital` the words that
    the document always writes with a capital (`always_capital`), which begin no sentence as plain words.
    """
    numbers: dict[str, int] = {}
    found = names or [()] * len(texts)
    knowing = replace(seen, lexicon=seen.lexicon - capital)
    return tuple(_masked(text, knowing, spans, numbers) for text, spans in zip(texts, found, strict=True))


def _masked(text: str, seen: Veil, names: Sequence[Span], numbers: dict[str, int]) -> str:
    parts: list[str] = []
    end = 0
    for start, stop, kind in _merged(text, sorted([*_numerals(text, seen), *_names(text, seen, names)])):
        if kind == "name":
            number = numbers.setdefault(_folded(text[start:stop]), len(numbers) + 1)
            parts += (text[end:start], f"[name {number}]")
        else:
            parts += (text[end:start], f"[{kind}]")
        end = stop
    return "".join((*parts, text[end:]))


_Place = tuple[int, int, str]


def _numerals(text: str, seen: Veil) -> Iterator[_Place]:
    """Years, decades, centuries, and ordinals in figures."""
    for pattern, kind in ((_YEAR, "year"), (_ORDINAL, "number")):
        yield from ((*match.span(), kind) for match in pattern.finditer(text))
    run: list[re.Match[str]] = []
    before: re.Match[str] | None = None
    for match in _WORD.finditer(text):
        word = fold_word(match[0])
        if word in seen.decades:
            yield *match.span(), "year"
        if before and word in seen.ages and fold_word(before[0]) in seen.ordinals:
            yield before.start(), match.end(), "date"
        before = match
        words = [fold_word(part) for part in match[0].split("-")]
        counts = all(part in seen.numbers for part in words) or (bool(run) and words == ["and"])
        if run and not (counts and text[run[-1].end() : match.start()].isspace()):
            yield from _year_in_words(run, seen)
            run = []
        if counts and (run or words != ["and"]):
            run.append(match)
    yield from _year_in_words(run, seen)


def _year_in_words(run: list[re.Match[str]], seen: Veil) -> Iterator[_Place]:
    while run and fold_word(run[-1][0]) == "and":
        run.pop()
    words = [fold_word(match[0]) for match in run]
    if len(run) > 1 and words[0] in seen.openers and not _NO_YEAR & set(words):
        yield run[0].start(), run[-1].end(), "year"


def _names(text: str, seen: Veil, names: Sequence[Span]) -> Iterator[_Place]:
    """Words with a capital that name somebody or something, or a part of the calendar."""
    shouted = _is_shouted(text)
    inside = bytearray(len(text))
    for span in names:
        inside[span.start : span.end] = b"\1" * (span.end - span.start)
    before = ""
    for match in _WORD.finditer(text):
        word = match[0]
        if word[0].isupper():
            due = shouted or (
                _is_opening(text, match.start()) and not _is_title(before, text, match.start())
            )
            kind = _kind(word, seen, due=due, inside=bool(inside[match.start()]))
            if kind == "date" and due and not _is_dated(text, match):
                kind = None  # "May", "March": verbs that begin a sentence
            if kind:
                yield *match.span(), kind
        before = word


def _kind(word: str, seen: Veil, *, due: bool, inside: bool) -> str | None:
    """What a word with a capital is masked as; `due`: any word would have a capital here."""
    folded = _folded(word)
    if folded in seen.speakers:
        return "name"
    if folded in seen.calendar:
        return "date"
    if folded in seen.spared or (len(folded) == 1 and not inside):
        return None
    if inside:
        return "name"
    if folded in seen.plain or (due and folded in seen.lexicon):
        return None
    return "name"


def _is_dated(text: str, match: re.Match[str]) -> bool:
    """Whether a figure stands right beside a word, as beside a month: "May 8", "8 May"."""
    behind = text[match.end() : match.end() + 3].strip(" .,")
    before = text[max(0, match.start() - 3) : match.start()].strip(" .,")
    return behind[:1].isdigit() or before[-1:].isdigit()


def _is_shouted(text: str) -> bool:
    """Whether most letters are capitals, so that a capital tells nothing."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(letter.isupper() for letter in letters) > len(letters)


def _is_opening(text: str, start: int) -> bool:
    """Whether a capital is due at a place: the text begins there, or a sentence, or a quotation."""
    before = text[max(0, start - 4) : start].rstrip(" ")
    return (
        not before
        or before[-1] in _OPENING
        or before.endswith("--")
        or (before[-1] in "”’»)]" and before[-2:-1] in ".!?")
    )


def _is_title(before: str, text: str, start: int) -> bool:
    """Whether the stop in front of a word shortens it: an initial, or a title as short as "Messrs"."""
    if not text[max(0, start - 4) : start].rstrip(" ").endswith(".") or not before[:1].isupper():
        return False
    return len(before) == 1 or before in _SHORT_TITLES


_SHORT_TITLES = frozenset(
    (
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "St",
        "Messrs",
        "Gen",
        "Sen",
        "Rep",
        "Gov",
        "Col",
        "Capt",
        "Prof",
        "Hon",
        "Rev",
    )
)


def _merged(text: str, places: Iterable[_Place]) -> Iterator[_Place]:
    """Places side by side as one, and none inside another."""
    held: _Place | None = None
    for start, stop, kind in places:
        if held is None:
            held = start, stop, kind
        elif start < held[1] or (kind == held[2] and text[held[1] : start].strip(" .-") == ""):
            held = held[0], max(stop, held[1]), held[2]
        else:
            yield held
            held = start, stop, kind
    if held is not None:
        yield held


def by_lot(shown: Iterable[Shown], names: Iterable[str], *seed: str) -> list[Shown]:
    """Things in an order drawn by lot: that of the hashes of seed and name, the same for the same seed."""
    drawn = sorted(
        zip((digest(*seed, name) for name in names), shown, strict=True), key=lambda pair: pair[0]
    )
    return [each for _, each in drawn]


def mixed(findings: Sequence[Shown], decoys: Sequence[Shown], *seed: str) -> list[Shown]:
    """Findings with decoys among them, three of every ten, in blocks that are each shuffled by lot.

    Where decoys run short the findings behind them are left out: the share is kept, whatever is broken off.
    """
    dealt: list[Shown] = []
    decoy = 0
    share = BLOCK - DECOYS
    for number, start in enumerate(range(0, len(findings), share)):
        block = findings[start : start + share]
        wanted = -(-len(block) * DECOYS // share)  # rounded up
        chosen = decoys[decoy : decoy + wanted]
        if len(chosen) < wanted:
            block = block[: len(chosen) * share // DECOYS]
        decoy += len(chosen)
        together = [*block, *(chosen if block else ())]
        dealt += by_lot(together, map(str, range(len(together))), *seed, str(number))
        if len(chosen) < wanted:
            break
    return dealt


def decoys_needed(findings: int) -> int:
    """How many decoys so many findings take."""
    share = BLOCK - DECOYS
    whole, rest = divmod(findings, share)
    return whole * DECOYS + -(-rest * DECOYS // share)
