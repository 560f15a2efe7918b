"""What was forecast in a collection, by whom, when, and how did it come out as far as anybody has entered?

Entries come one after another in the order of their documents' dates, so that a ledger of any length is never held as a
whole. An outcome binds to its forecast by the annotation's id, or, where a text was read anew since, by its words and place.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING, Any

from foresaid.archive.collection import reading
from foresaid.archive.documents import LATER_KINDS
from foresaid.archive.entries import entries as journal_entries
from foresaid.archive.findings import findings
from foresaid.archive.kinship import links
from foresaid.archive.writing import replacing
from foresaid.inquire.ledger import (
    EvidenceDocument,
    Selection,
    date_of,
    fits,
    holder_of,
    is_resolved,
    is_secondhand,
    is_testimony,
    name_words,
    same_words,
    told_in_retrospect,
    weighed,
)
from foresaid.inquire.probability_words import expected, probability_tables, probability_word
from foresaid.inquire.track_records import track_records
from foresaid.model.bodies import Forecast, ForecastLabel, ForesightKind, Holding, Polarity
from foresaid.model.dates import Grade
from foresaid.model.inquiries import VoiceForecast
from foresaid.model.outcomes import LedgerEntry, Outcome, Result, TrackRecords, Unanchored
from foresaid.pipeline.reading import unread
from foresaid.pipeline.reports import Progress, silent
from foresaid.publish.ledger_tables import write_csv, write_parquet
from foresaid.text.calendar import read_date
from foresaid.text.queries import fold_words
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection as Container
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from foresaid.archive.collection import Collection
    from foresaid.model.annotations import Annotation, Span

LAYER = "forecasts"
FORECAST = ForecastLabel.FORECAST.value
# The seed of the bootstrap where nobody gives another; any number does, so long as it stays the same.
SEED = 1
# Of the words of a quoted forecast, what its source must have: a quotation may leave words out or change some.
_SAME = 0.5
_DOCUMENTS = """SELECT d.number, d.id, d.text, d.speaker, d.date, d.grade, g.kind FROM document d
                LEFT JOIN dating g ON g.document = d.number AND g.rank = 0 WHERE d.number = ?"""
_ORDER = """SELECT number, earliest, latest, id FROM document WHERE number IN
            (SELECT document FROM annotation WHERE layer = ? AND type = ?)"""
_SPOKEN = """SELECT DISTINCT d.number, coalesce(a.speaker, d.speaker) AS holder
             FROM annotation a JOIN document d ON d.number = a.document WHERE a.layer = ? AND a.type = ?"""
_EVIDENCE = "SELECT id, speaker, date, grade FROM document WHERE id = ?"
_WHERE = """SELECT a.id, a.start, a."end", substr(d.text, a.start + 1, a."end" - a.start) AS words
            FROM annotation a JOIN document d ON d.number = a.document
            WHERE d.id = ? AND a.layer = ? AND a.type = ? ORDER BY a.start"""


# Forecasts of a text's own speaker that stand where a quotation was found to come from.
_QUOTED_FROM = """SELECT f.id, coalesce(f.speaker, d.speaker) AS holder,
                  json_extract(f.body, '$.text') AS words FROM annotation q
                  JOIN verification v ON v.annotation = q.id AND v.verdict NOT IN ('misattributed', 'not_found')
                  JOIN document d ON d.id = v.source
                  JOIN annotation f ON f.document = d.number AND f.start < v.source_end AND f."end" > v.source_start
                  WHERE q.document = ? AND q.layer = 'quotations' AND q.start < ? AND q."end" > ?
                  AND f.layer = ? AND f.type = ? AND json_extract(f.body, '$.holding') = 'own' ORDER BY f.start"""


class Ledger:
    """The forecasts of an open collection, with what was entered about them."""

    def __init__(self, collection: Collection) -> None:
        self._catalogue = collection.catalogue
        self._vocabulary = load_vocabulary(collection.settings.language)
        self._tables = probability_tables(self._vocabulary)
        self._kin = _kin(collection)
        self._first: dict[tuple[object, ...], str] = {}
        self._known: dict[str, EvidenceDocument | None] = {}
        self._outcomes, self.unanchored = self._anchored()
        self.documents = self._catalogue.count("document")
        self.unread = unread(self._catalogue, LAYER)

    def entries(
        self, progress: Progress = silent, *, numbers: Container[int] | None = None
    ) -> Iterator[LedgerEntry]:
        """Every forecast, or those of some documents, earliest documents first, undated ones last, in the order of the text."""
        self._first.clear()
        found = self._catalogue.rows(_ORDER, (LAYER, FORECAST))
        rows = sorted(
            (row for row in found if numbers is None or row["number"] in numbers),
            key=lambda row: _day_order(dict(row)),
        )
        for done, row in enumerate(rows, 1):
            yield from self.of_document(row["number"])
            progress("reading the ledger", done, len(rows))

    def of_document(self, number: int) -> Iterator[LedgerEntry]:
        """The forecasts of one document."""
        row = dict(next(self._catalogue.rows(_DOCUMENTS, (number,))))
        claims = [
            each.target
            for _, _, each in findings(self._catalogue, "foresight", document=number)
            if each.body.kind is ForesightKind.LATER_CLAIM
        ]
        for name, _, each in findings(self._catalogue, LAYER, document=number):
            if each.body.label is ForecastLabel.FORECAST:
                span = each.body.sentence
                claimed = any(claim.start < span.end and span.start < claim.end for claim in claims)
                yield self._entry(row, name, each, claimed=claimed)

    def _entry(
        self, row: Mapping[str, Any], name: str, annotation: Annotation[Forecast], *, claimed: bool
    ) -> LedgerEntry:
        forecast, target, text = annotation.body, annotation.target, row["text"]
        sentence = text[forecast.sentence.start : forecast.sentence.end]
        before = text[forecast.sentence.start : target.start]
        holder = stated = holder_of(forecast, row["speaker"])
        word = probability_word(sentence, forecast, self._tables)
        quoted = self._quoted_from(row["number"], forecast, target)
        if quoted is not None:
            holder = quoted[1]
        entry = LedgerEntry(
            *(name, row["id"], target.start, target.end, sentence, forecast, holder, row["date"]),
            Grade(row["grade"]) if row["grade"] else None,
            expects=expected(word, forecast.polarity),
            secondhand=is_secondhand(forecast, stated, row["speaker"]) or row["kind"] in LATER_KINDS,
            retrospective=claimed or told_in_retrospect(before, forecast.text, self._vocabulary),
            word=word,
            status=annotation.status,
            copy_of=quoted[0] if quoted else self._original(row["number"], name, holder, sentence),
        )
        return self._with_outcomes(entry, self._outcomes.get(name, ()))

    def _quoted_from(self, number: int, forecast: Forecast, target: Span) -> tuple[str, str] | None:
        """The forecast that a verified quotation has its words from, and its holder; None where there is none of its words."""
        if forecast.holding is not Holding.QUOTED:
            return None
        rows = self._catalogue.rows(_QUOTED_FROM, (number, target.end, target.start, LAYER, FORECAST))
        alike = [
            (same_words(forecast.text, row["words"]), row["id"], row["holder"])
            for row in rows
            if row["holder"]
        ]
        best = max(alike, default=(0.0, "", ""))
        return best[1:] if best[0] >= _SAME else None

    def _with_outcomes(self, entry: LedgerEntry, entered: Container[Outcome]) -> LedgerEntry:
        if not entered:
            return entry
        judged = [weighed(entry, each, self.evidence(each.evidence)) for each in entered]
        return replace(entry, outcome=judged[-1], superseded=tuple(judged[:-1]))

    def _original(self, number: int, name: str, holder: str | None, sentence: str) -> str | None:
        """The entry that this one is a copy of: the same words of the same holder in an earlier copy of its text."""
        if number not in self._kin:
            return None
        first = self._first.setdefault((self._kin[number], holder, *fold_words(sentence)), name)
        return None if first == name else first

    def evidence(self, document: str) -> EvidenceDocument | None:
        """A document as evidence; None where there is none of this id."""
        if document not in self._known:
            row = next(self._catalogue.rows(_EVIDENCE, (document,)), None)
            self._known[document] = None
            if row is not None:
                date = date_of(row["date"]) if row["date"] else None
                grade = Grade(row["grade"]) if row["grade"] else None
                self._known[document] = EvidenceDocument(row["id"], row["speaker"], date, grade)
        return self._known[document]

    def _anchored(self) -> tuple[dict[str, tuple[Outcome, ...]], tuple[Unanchored, ...]]:
        """Outcomes by the annotation they are about, in the order in which they were entered, and those without one."""
        found: dict[str, list[Outcome]] = defaultdict(list)
        lost = []
        for record in journal_entries(self._catalogue, "outcome"):
            name = self._anchor(record)
            if name is not None:
                found[name].append(_outcome(record, name))
            else:
                place = record["forecast"]
                why = "no forecast of these words is read in it any more"
                if self.evidence(place["document"]) is None:
                    why = "the document is not in the collection any more"
                lost.append(
                    Unanchored(_outcome(record, record["key"]), place["document"], place["exact"], why)
                )
        return {name: tuple(each) for name, each in found.items()}, tuple(lost)

    def _anchor(self, record: Mapping[str, Any]) -> str | None:
        """The annotation that an outcome is about: by its id, else the nearest one of the same words in its document."""
        known = self._catalogue.rows("SELECT 1 FROM annotation WHERE id = ?", (record["key"],))
        if next(known, None) is not None:
            return str(record["key"])
        place = record["forecast"]
        words = place["exact"].split()
        rows = self._catalogue.rows(_WHERE, (place["document"], LAYER, FORECAST))
        same = [
            (abs(row["start"] - place["start"]), row["id"]) for row in rows if row["words"].split() == words
        ]
        return min(same)[1] if same else None


def _outcome(record: Mapping[str, Any], name: str) -> Outcome:
    polarity = record.get("polarity")
    return Outcome(
        *(name, Result(record["result"]), record["evidence"], record["because"], record["by"]),
        *(record["seq"], record["received"], record.get("condition_met")),
        Polarity(polarity) if polarity else None,
    )


def _kin(collection: Collection) -> dict[int, int]:
    """For each document that has copies, or is part of another, the least number of those it hangs together with."""
    leader: dict[int, int] = {}

    def find(number: int) -> int:
        while leader.setdefault(number, number) != number:
            leader[number] = number = leader[leader[number]]
        return number

    for link in links(collection.catalogue):
        one, other = sorted((find(link.document), find(link.kin)))
        leader[other] = one
    return {number: find(number) for number in list(leader)}


def _day_order(row: Mapping[str, Any]) -> tuple[float, float, str]:
    first = inf if row["earliest"] is None else row["earliest"]
    last = inf if row["latest"] is None else row["latest"]
    return (first if first < inf else last), last, row["id"]


@contextmanager
def open_ledger(root: Path, *, as_of: str | None = None) -> Iterator[Ledger]:
    """The ledger of a collection; `as_of` hides every document that is not certainly of that date or before."""
    with reading(root, as_of=as_of) as collection:
        yield Ledger(collection)


@dataclass(frozen=True, slots=True)
class LedgerBounds:
    """What a ledger's answer rests on: documents, those not read yet, and how many entries there are.

    `entries` are all, `fitting` those asked for, `possible` those of which the dates do not tell, `shown` how many came out.
    """

    documents: int
    unread: int
    entries: int
    fitting: int
    possible: int
    shown: int
    as_of: str | None = None


class Listing:
    """The entries that are asked for, one after another; `bounds` counts them and is complete when they are through."""

    def __init__(
        self, ledger: Ledger, selection: Selection, *, limit: int | None = None, as_of: str | None = None
    ) -> None:
        self._ledger, self._selection, self._limit, self._as_of = ledger, selection, limit, as_of
        self._counts = {"entries": 0, "fitting": 0, "possible": 0, "shown": 0}

    def entries(self, progress: Progress = silent) -> Iterator[LedgerEntry]:
        """The entries asked for, at most `limit`; the rest is counted."""
        counts = self._counts
        for entry in self._ledger.entries(progress):
            counts["entries"] += 1
            fitting = fits(entry, self._selection)
            counts["possible"] += fitting is None
            if fitting:
                counts["fitting"] += 1
                if self._limit is None or counts["shown"] < self._limit:
                    counts["shown"] += 1
                    yield entry

    @property
    def bounds(self) -> LedgerBounds:
        """How many there are, as far as they were gone through."""
        return LedgerBounds(self._ledger.documents, self._ledger.unread, **self._counts, as_of=self._as_of)

    @property
    def unanchored(self) -> tuple[Unanchored, ...]:
        """Outcomes whose forecasts are no longer read where they stood."""
        return self._ledger.unanchored


def write_listing(listing: Listing, path: Path, form: str, progress: Progress = silent) -> int:
    """Write the entries asked for as a table, "csv" or "parquet", whole or not at all, and give their number."""
    write = {"csv": write_csv, "parquet": write_parquet}[form]
    with replacing(path) as file:
        return write(file, listing.entries(progress))


def selection(
    root: Path,
    *,
    holder: str | None = None,
    before: str | None = None,
    after: str | None = None,
    resolved: bool | None = None,
    gradable: bool = False,
) -> Selection:
    """What is asked, with dates read as everywhere; DateError says what cannot be read."""
    with reading(root) as collection:
        vocabulary = load_vocabulary(collection.settings.language)
        dates = [read_date(each, vocabulary)[0] if each else None for each in (before, after)]
        return Selection(holder, dates[0], dates[1], resolved, gradable)


def records_of(
    root: Path,
    *,
    holder: str | None = None,
    as_of: str | None = None,
    seed: int = SEED,
    progress: Progress = silent,
) -> TrackRecords:
    """The track records of all holders, or of those whose name has the words of `holder`, out of the whole ledger."""
    with open_ledger(root, as_of=as_of) as ledger:
        found = track_records(ledger.entries(progress), seed=seed)
    wanted = name_words(holder or "")
    shown = (each for each in found.records if set(wanted) <= set(name_words(each.holder)))
    return replace(found, records=tuple(shown))


def other_forecasts(
    collection: Collection,
    voices: Container[str],
    limit: int,
    *,
    besides: Container[tuple[str, int, int]] = (),
) -> tuple[VoiceForecast, ...]:
    """What else these speakers forecast, resolved ones first, then gradable ones, each in order of date.

    `besides` are sentences (document, start, end) that are known already: a forecast that touches one is left out. What
    only opponents report, what is told in retrospect, and copies are left out. An open collection that is a view as of a day gives
    that day's answer.
    """
    wanted = {name_words(each) for each in voices}
    known: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for document, start, end in besides:
        known[document].append((start, end))
    found = []
    rows = collection.catalogue.rows(_SPOKEN, (LAYER, FORECAST))
    numbers = {row["number"] for row in rows if name_words(row["holder"] or "") in wanted}
    for entry in Ledger(collection).entries(numbers=numbers):
        if entry.holder is None or name_words(entry.holder) not in wanted:
            continue
        if is_testimony(entry) and not _touches(entry, known.get(entry.document, ())):
            found.append(entry)
    found.sort(key=lambda entry: (not is_resolved(entry), entry.forecast.gradable is not True))
    return tuple(_voice(entry) for entry in found[:limit])


def _touches(entry: LedgerEntry, spans: Container[tuple[int, int]]) -> bool:
    span = entry.forecast.sentence
    return any(start < span.end and span.start < end for start, end in spans)


def _voice(entry: LedgerEntry) -> VoiceForecast:
    return VoiceForecast(
        entry.holder or "",
        *(entry.document, entry.start, entry.end, entry.forecast.text, entry.date),
        entry.expects or entry.forecast.polarity,
        entry.forecast.gradable,
        entry.outcome.result if entry.outcome else None,
    )
