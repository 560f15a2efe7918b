"""Did this speaker say it, on that date, in that work?

A speaker is contradicted only when both names can be resolved to a person or body and the two are distinct
(verify/names.py); "the minister" resolves to nobody here.
A date contradicts only when it and every date of the source exclude each other; a title only when the
collection holds a work of that title, and the source is none of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foresaid.errors import DateError
from foresaid.model.dates import Edtf
from foresaid.model.evidence import Agreement, QuotedWords
from foresaid.text.calendar import read_date
from foresaid.text.normalize import fold_word, tokenise, words
from foresaid.verify.names import SHORT_FORM, is_nobody, own_words, same_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.model.evidence import Source
    from foresaid.model.words import Vocabulary
    from foresaid.verify.changes import Changes

SAME_WORK = 0.6  # share of a stated title's words that the source's title has: "Gettysburg address (1863)"
VALUE = {Agreement.CONFIRMED: 1, Agreement.CONTRADICTED: -1}  # of an agreement; of any other, nothing


@dataclass(frozen=True, slots=True)
class Claim:
    """What a quoter states, read once for all sources.

    `date` is None where none is stated or it cannot be read; `work_known` says that the collection holds a
    work of the stated title, `speaker_known` that the stated name can be somebody's, `speaker_held` that it is, to the letter, that of a speaker of
    the collection.
    """

    quoted: QuotedWords
    date: Edtf | None
    work_known: bool = False
    speaker_known: bool = True
    speaker_held: bool = False


@dataclass(frozen=True, slots=True)
class Attribution:
    """How a source agrees with a stated speaker, date and work; why; and what it states instead.

    `other_edition` says that the stated date is that of another edition of the work.
    """

    speaker: Agreement
    date: Agreement
    work: Agreement
    reasons: dict[str, str]
    says: dict[str, str]
    other_edition: bool = False

    @property
    def contradicted(self) -> bool:
        """Whether the source contradicts anything stated."""
        return Agreement.CONTRADICTED in {self.speaker, self.date, self.work}

    @property
    def closeness(self) -> int:
        """How much of what is stated the source confirms, less what it contradicts; the speaker counts double."""
        return 2 * VALUE.get(self.speaker, 0) + VALUE.get(self.date, 0) + VALUE.get(self.work, 0)


def read_claim(
    quoted: QuotedWords,
    vocabulary: Vocabulary,
    changes: Changes,
    *,
    works: Sequence[frozenset[str]] = (),
    names: frozenset[str] | None = None,
    speakers: frozenset[tuple[str, ...]] = frozenset(),
) -> Claim:
    """A quoter's statements, with the date read as EDTF or in words.

    `works` are titles as `telling_words`; `names` are the words of all names that the collection knows: of a
    stated speaker with one name only, nobody can tell who that is unless it is among them.
    """
    date = None
    if quoted.date and quoted.date.strip():
        try:
            date = read_date(quoted.date, vocabulary)[0]
        except DateError:
            date = None
    stated = telling_words(quoted.work or "", changes)
    name = own_words(quoted.speaker or "", changes.titles)
    known = names is None or len(name) > 1 or not names.isdisjoint(name)
    return Claim(
        quoted=quoted,
        date=date,
        work_known=any(same_work(stated, work) for work in works),
        speaker_known=known,
        speaker_held=len(name) > 1 and tuple(name) in speakers,
    )


def _speaker(claim: Claim, source: Source, changes: Changes) -> tuple[Agreement, str]:
    stated = claim.quoted.speaker
    if not stated or not stated.strip():
        return Agreement.UNSTATED, "No speaker is stated."
    if not source.speakers or all(is_nobody(known, changes) for known in source.speakers):
        return Agreement.UNDETERMINED, "The source names no speaker."
    answers = {same_name(stated, known, changes) for known in source.speakers}
    if True in answers:
        return Agreement.CONFIRMED, f"Held here under {'; '.join(source.speakers)}."
    if None in answers and not (claim.speaker_held and _both_in_full(stated, source.speakers, changes)):
        return (
            Agreement.UNDETERMINED,
            f"{stated!r} and {'; '.join(source.speakers)!r} cannot be told apart.",
        )
    if not claim.speaker_known:
        return Agreement.UNDETERMINED, f"Who {stated!r} is cannot be told."
    return Agreement.CONTRADICTED, f"Held here under {'; '.join(source.speakers)}."


def _both_in_full(stated: str, known: tuple[str, ...], changes: Changes) -> bool:
    """Whether a held speaker's name and a source's have given names that only begin alike: Paul, Paula."""
    left = own_words(stated, changes.titles)
    rights = [own_words(name, changes.titles) for name in known]
    return all(
        right != left
        and len(right) == len(left) > 1
        and right[-1] == left[-1]
        and min(len(left[0]), len(right[0])) > SHORT_FORM
        for right in rights
    )


def _excluded(stated: Edtf, known: Edtf) -> bool:
    return stated.precedes(known) is True or known.precedes(stated) is True


def _date(claim: Claim, source: Source) -> tuple[Agreement, str]:
    if not claim.quoted.date or not claim.quoted.date.strip():
        return Agreement.UNSTATED, "No date is stated."
    if claim.date is None:
        return Agreement.UNDETERMINED, f"The date {claim.quoted.date!r} cannot be read."
    agreement, held = _dated(claim.date, source.dates)
    if agreement is Agreement.CONTRADICTED and source.edition_dates:
        other, editions = _dated(claim.date, source.edition_dates)
        if other is not Agreement.CONTRADICTED:
            return other, f"Held here under {held}; another edition of the work is of {editions}."
    if agreement is Agreement.UNDETERMINED:
        if not held:
            return agreement, "The source is not dated."
        return agreement, f"Held here under {held}, which does not settle {claim.date.text}."
    return agreement, f"Held here under {held}."


def _dated(stated: Edtf, dates: tuple[Edtf, ...]) -> tuple[Agreement, str]:
    """Whether a stated date agrees with one of several, and these in words."""
    dated = [date for date in dates if date.earliest is not None or date.latest is not None]
    held = ", ".join(date.text for date in dated)
    open_dates = [date for date in dated if not _excluded(stated, date)]
    if dated and not open_dates:
        return Agreement.CONTRADICTED, held
    confirmed = any(_within(stated, date) for date in open_dates)
    return Agreement.CONFIRMED if confirmed else Agreement.UNDETERMINED, held


def _within(stated: Edtf, known: Edtf) -> bool:
    """Whether one of two dates lies wholly in the other, both with two ends."""
    ends = (stated.earliest, stated.latest, known.earliest, known.latest)
    if None in ends:
        return False
    first, last, known_first, known_last = (end or 0 for end in ends)
    return (first <= known_first and known_last <= last) or (known_first <= first and last <= known_last)


def telling_words(title: str, changes: Changes) -> frozenset[str]:
    """The words of a title that tell works apart, folded; all of them where none does."""
    folded = {fold_word(word) for word in words(title, tokenise(title))}
    return frozenset(folded - changes.title_words) or frozenset(folded)


def _shared(stated: frozenset[str], known: frozenset[str]) -> float:
    return len(stated & known) / max(1, min(len(stated), len(known)))


def same_work(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether titles, as telling words, are one work's."""
    return _shared(one, other) >= SAME_WORK


def _work(claim: Claim, source: Source, changes: Changes) -> tuple[Agreement, str]:
    if not claim.quoted.work or not claim.quoted.work.strip():
        return Agreement.UNSTATED, "No work is stated."
    if not source.works:
        return Agreement.UNDETERMINED, "The source has no title."
    stated = telling_words(claim.quoted.work, changes)
    share = max(_shared(stated, telling_words(work, changes)) for work in source.works)
    held = "; ".join(source.works)
    if share >= SAME_WORK:
        return Agreement.CONFIRMED, f"Held here in {held}."
    if share > 0 or not claim.work_known:
        return (
            Agreement.UNDETERMINED,
            f"Held here in {held}; whether that is the stated work cannot be told.",
        )
    return Agreement.CONTRADICTED, f"Held here in {held}."


def unsettled(attribution: Attribution, why: str) -> Attribution:
    """An attribution in which nothing is contradicted: what was is undetermined, for the reason `why`."""
    parts = {"speaker": attribution.speaker, "date": attribution.date, "work": attribution.work}
    doubtful = {part for part, agreement in parts.items() if agreement is Agreement.CONTRADICTED}
    reasons = attribution.reasons | {part: f"{attribution.reasons[part]} {why}" for part in doubtful}
    speaker, date, work = (
        Agreement.UNDETERMINED if part in doubtful else agreement for part, agreement in parts.items()
    )
    return Attribution(speaker, date, work, reasons, attribution.says, attribution.other_edition)


def attribute_quoted(claim: Claim, source: Source, quoted: str | None, changes: Changes) -> Attribution:
    """How a passage that its source quotes from somebody else (`quoted`, None = cannot be told) agrees.

    Words credit who is quoted, not who quotes; the document's own speaker, date and work settle nothing.
    """
    about = replace(source, speakers=(quoted,) if quoted else ())
    why = f"But {source.id} quotes these words from {quoted or 'somebody else'}."
    return unsettled(attribute(claim, about, changes), why)


def attribute_own_words(claim: Claim, source: Source, changes: Changes) -> Attribution:
    """How a passage agrees in which its speaker quotes himself: the words are his; he had them before, who knows when."""
    found = attribute(claim, source, changes)
    earlier = unsettled(found, f"But {source.id} quotes its own speaker there, from some earlier day.")
    reasons = {**earlier.reasons, "speaker": found.reasons["speaker"]}
    return replace(earlier, speaker=found.speaker, reasons=reasons)


def attribute(claim: Claim, source: Source, changes: Changes) -> Attribution:
    """How a source agrees with what a quoter states."""
    speaker, why_speaker = _speaker(claim, source, changes)
    date, why_date = _date(claim, source)
    work, why_work = _work(claim, source, changes)
    says: dict[str, str] = {}
    if speaker != Agreement.CONFIRMED and source.speakers:
        says["speaker"] = "; ".join(source.speakers)
    if date is not Agreement.CONFIRMED and source.dates:
        says["date"] = ", ".join(date.text for date in source.dates)
    if work is not Agreement.CONFIRMED and source.works:
        says["work"] = "; ".join(source.works)
    by_edition = (
        bool(source.edition_dates)
        and claim.date is not None
        and _dated(claim.date, source.dates)[0] is Agreement.CONTRADICTED
        and date is not Agreement.CONTRADICTED
    )
    reasons = {"speaker": why_speaker, "date": why_date, "work": why_work}
    return Attribution(speaker, date, work, reasons, says, by_edition)
