"""Is this an event that can be looked for, and what has changed since it was written down last?

A person writes an event as a table of fields (`FIELDS`); `drawn` makes an Event of it or says everything that is
wrong with it at once. `version_of` names what an event says by its hash, `differences` tells two versions apart.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from foresaid.errors import DateError
from foresaid.model.events import WINDOW_YEARS, Event
from foresaid.text.calendar import read_date
from foresaid.text.edtf import parse_edtf
from foresaid.text.identity import canonical
from foresaid.text.queries import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from foresaid.model.dates import Edtf
    from foresaid.model.words import Vocabulary

# Every field of an event, in the order of the journal's record (model/events.Event says what each is).
FIELDS = (
    *("name", "statement", "date", "claim", "definition", "aliases", "foreseeing", "denying", "false_if"),
    *("window_years", "language"),
)
LISTS = ("aliases", "foreseeing", "denying", "false_if")
_TEXTS = ("name", "statement", "claim", "definition", "language")

# Keys that people and other tools use for a field, where letters alone do not lead from one to the other.
_OTHER_WORDS = {
    **dict.fromkeys(("query", "question", "what", "proposition", "text"), "statement"),
    **dict.fromkeys(("cutoff", "cut_off", "when", "day", "year", "until"), "date"),
    **dict.fromkeys(("event", "id", "title", "label"), "name"),
    **dict.fromkeys(("synonyms", "names", "keywords"), "aliases"),
    **dict.fromkeys(("for", "positive", "supporting", "predicting", "foresees"), "foreseeing"),
    **dict.fromkeys(("against", "negative", "opposing", "counter", "denies"), "denying"),
    **dict.fromkeys(("window", "lookback", "years"), "window_years"),
    **dict.fromkeys(("scope", "description"), "definition"),
}

# A name is a file's name too, and stands in one line of a table. The dev events' longest statement has 88
# characters and 4 statements a list; these bounds only keep a text or a word list from being taken for one.
_LONGEST_NAME, _LONGEST_TEXT, _MOST_STATEMENTS = 100, 2_000, 200
# Longer than any window in which somebody was asked what he foresaw; a typing error such as 19911226 stays out.
_MOST_YEARS = 1_000
_NO_NAMES = ("/", "\\", "\x00")
_FILES = (".toml", ".json")
# Families of events are committed beside events, under keys that begin so (pipeline/families.py).
FAMILY = "family:"
_SHOWN = 60  # characters of a wrong value that a message repeats


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an event as it was given: at which key ("" = at the whole), and what to write instead."""

    key: str
    says: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came of a table of fields: the event, None where there are faults; and how something was read."""

    event: Event | None
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


def drawn(given: Mapping[str, Any], vocabulary: Vocabulary) -> Drawn:
    """The event that a table of fields describes, or all that is wrong with it; the vocabulary reads its date.

    A key that is absent, or null, has its default. Statements that stand twice in one list are taken once and noted.
    """
    faults = [*_unknown(given)]
    notes: list[str] = []
    given = {key: value for key, value in given.items() if value is not None and key in FIELDS}
    fields: dict[str, Any] = {key: _text(key, given.get(key, ""), faults) for key in _TEXTS}
    fields["language"] = fields["language"] or vocabulary.language
    fields |= {key: _listed(key, given.get(key, ()), faults, notes) for key in LISTS}
    fields["date"] = _date(given.get("date"), vocabulary, faults, notes)
    fields["window_years"] = _years(given.get("window_years", WINDOW_YEARS), faults)
    wrong = {fault.key for fault in faults}
    if "name" not in wrong:
        faults += name_faults(fields["name"])
    if "statement" not in wrong and not fields["statement"]:
        faults.append(Fault("statement", "is missing or empty; say in one sentence what came about."))
    elif "statement" not in wrong and not _same(fields["statement"]):
        faults.append(Fault("statement", "holds no word; say in one sentence what came about."))
    faults += _on_both_sides(fields)
    if faults:
        return Drawn(None, tuple(faults), tuple(notes))
    event = Event(**fields)
    return Drawn(event, (), (*notes, *_cautions(event)))


def name_faults(name: str) -> Iterator[Fault]:
    """What keeps a text from being the name of an event."""
    if not name:
        yield Fault("name", "is missing or empty; give the event a short name.")
    elif not name.isprintable() and len(name) <= _LONGEST_NAME and len(name.splitlines()) == 1:
        yield Fault("name", f"holds a sign that cannot be seen: {_shown(name)}; write it anew.")
    elif len(name) > _LONGEST_NAME or not name.isprintable():
        yield Fault("name", f"must be one line of at most {_LONGEST_NAME} characters, not {_shown(name)}.")
    elif name.startswith((".", "-")) or any(sign in name for sign in _NO_NAMES):
        yield Fault("name", f"has no slash and does not begin with a dot or hyphen, unlike {name!r}.")
    elif name.casefold().startswith(FAMILY):
        yield Fault(
            "name", f"must not begin with {FAMILY!r}, which is what families of events are kept by."
        )
    elif name.lower().endswith(_FILES):
        yield Fault("name", f"must not end as a file's does: write {name.rpartition('.')[0]!r}.")


def normal_name(text: str) -> str:
    """A name as it is kept: one spelling, however a keyboard composes its accents."""
    return unicodedata.normalize("NFC", text.strip())


def fields_of(event: Event) -> dict[str, Any]:
    """An event as the journal and the canonical JSON have it: every field, the date as EDTF text or null."""
    fields = {key: getattr(event, key) for key in FIELDS}
    fields |= {key: list(fields[key]) for key in LISTS}
    return {**fields, "date": event.date.text if event.date else None}


def event_of(fields: Mapping[str, Any]) -> Event:
    """The event of a record of the journal, which was checked when it was written."""
    lists = {key: tuple(fields[key]) for key in LISTS}
    date = parse_edtf(fields["date"]) if fields["date"] is not None else None
    return Event(**{**{key: fields[key] for key in FIELDS}, **lists, "date": date})


def version_of(event: Event) -> str:
    """The SHA-256 (lower-case hex) of an event's canonical fields (RFC 8785)."""
    return sha256(canonical(fields_of(event))).hexdigest()


def differences(before: Event, after: Event) -> tuple[tuple[str, str, str], ...]:
    """The fields in which two events differ, each with what it was and what it is, lists as canonical JSON."""
    old, new = fields_of(before), fields_of(after)
    return tuple((key, written(old[key]), written(new[key])) for key in FIELDS if old[key] != new[key])


def written(value: str | int | Sequence[str] | None) -> str:
    """A field's value in one line: text as it is, a list as canonical JSON, nothing as ""."""
    if value is None:
        return ""
    return str(value) if isinstance(value, str | int) else canonical(list(value)).decode("utf-8")


def nearest_field(key: str) -> str | None:
    """The field that somebody may have meant by another key."""
    plain = key.strip().casefold().replace("-", "_").replace(" ", "_")
    near = get_close_matches(plain, FIELDS, n=1)
    return plain if plain in FIELDS else _OTHER_WORDS.get(plain) or (near[0] if near else None)


def _unknown(given: Mapping[str, Any]) -> Iterator[Fault]:
    for key in given:
        if key not in FIELDS:
            near = nearest_field(str(key))
            advice = f"did you mean {near!r}?" if near else f"there are: {', '.join(FIELDS)}."
            yield Fault(str(key), f"is no field of an event; {advice}")


def _text(key: str, value: object, faults: list[Fault]) -> str:
    if not isinstance(value, str):
        faults.append(Fault(key, f"must be text in quotes, not {_shown(value)}."))
        return ""
    if key != "name" and len(value) > _LONGEST_TEXT:
        faults.append(Fault(key, f"has {len(value):,} characters; the most is {_LONGEST_TEXT:,}."))
    elif not _encodable(value):
        faults.append(Fault(key, "holds half a character (a lone surrogate); write it anew."))
    else:
        return normal_name(value) if key == "name" else " ".join(value.split())
    return ""


def _listed(key: str, value: object, faults: list[Fault], notes: list[str]) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        faults.append(Fault(key, f"must be a list, such as [{_shown(value)}]; it may be empty."))
        return ()
    if len(value) > _MOST_STATEMENTS:
        faults.append(Fault(key, f"has {len(value):,} entries; the most is {_MOST_STATEMENTS}."))
        return ()
    kept: dict[str, str] = {}
    for number, entry in enumerate(value, 1):
        if not isinstance(entry, str):
            faults.append(Fault(key, f"entry {number} must be text in quotes, not {_shown(entry)}."))
            continue
        known = len(faults)
        text = _text(key, entry, faults)
        if len(faults) > known:
            continue
        if not _same(text):
            faults.append(Fault(key, f"entry {number} is empty; write a statement or take it out."))
        elif _same(text) in kept:
            notes.append(f"{key}: {text!r} stands twice and was taken once.")
        else:
            kept[_same(text)] = text
    return tuple(kept.values())


def _date(value: object, vocabulary: Vocabulary, faults: list[Fault], notes: list[str]) -> Edtf | None:
    """The date of an event; nothing stated, or empty, is no date."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str):
        faults.append(Fault("date", f"must be text in quotes, such as '1911-05-14', not {_shown(value)}."))
        return None
    try:
        date, note = read_date(value, vocabulary)
    except DateError as error:
        faults.append(Fault("date", f"is none that EDTF knows: {error}"))
        return None
    if note:
        notes.append(f"date: {note}")
    return date


def _years(value: object, faults: list[Fault]) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MOST_YEARS:
        return value
    says = f"must be a whole number of years from 1 to {_MOST_YEARS:,}, not {_shown(value)}."
    faults.append(Fault("window_years", says))
    return WINDOW_YEARS


def _on_both_sides(fields: Mapping[str, Any]) -> Iterator[Fault]:
    """A statement that would count as foreseeing and as denying decides nothing."""
    sides = {_same(text): text for text in (fields["statement"], *fields["foreseeing"]) if text}
    for text in fields["denying"]:
        if _same(text) in sides:
            where = "the statement" if _same(text) == _same(fields["statement"]) else "foreseeing"
            yield Fault("denying", f"has {text!r}, which stands in {where} too; it can count only once.")


def _cautions(event: Event) -> Iterator[str]:
    """What an event lacks, where the answer will be the poorer for it."""
    if event.date is None:
        yield "date: not given, so that nothing is certainly before the event."
    elif event.date.earliest is None:
        yield f"date: {event.date.text} has no first day, so that nothing is certainly before the event."
    if not event.denying:
        yield "denying: empty; who expected the opposite is looked for by the denied statement alone."


def _same(text: str) -> str:
    """What two statements have in common that differ only in case, marks or spaces; "" where there is no word."""
    return " ".join(fold_words(text))


def _encodable(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
