"""How does a family of events, written in one file, come out against the other dates of a collection?

    read the file -> commit it to the journal -> find each event's hits -> inquire/families.py compares

With a matcher the sentences of every text are looked at once, copies of documents left out, and a sentence that stands
in several documents counts once, in the earliest. Without one, each event's own findings are asked for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from foresaid.archive.collection import writing
from foresaid.errors import InputError, UsageError
from foresaid.inquire.events import version_of
from foresaid.inquire.families import FamilyPlacebo, Member, family_placebo
from foresaid.inquire.family_files import Family, family_of, thresholds_of
from foresaid.inquire.placebo import certain_days, hit_days, thresholds
from foresaid.inquire.windows import Days
from foresaid.inquire.wordings import Wording
from foresaid.model.dates import Grade
from foresaid.model.events import Commitment, EventVersion
from foresaid.pipeline.committing import commit
from foresaid.pipeline.holders import Texts, read_holders
from foresaid.pipeline.reports import Progress, silent
from foresaid.pipeline.viewing import seeing
from foresaid.text.calendar import read_date
from foresaid.text.identity import digest
from foresaid.text.sentences import sentence_splitter
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from foresaid.archive.collection import Collection
    from foresaid.model.events import Event
    from foresaid.model.inquiries import Finding
    from foresaid.pipeline.holders import Holders

# Finds what foresees one event of a family: pipeline/inquiring.py, given by the command line.
Finder = Callable[["Event"], "Sequence[Finding]"]
# 200 events with 200 statements each are far below this; a larger file is something else.
_MOST_BYTES = 8 << 20
_SEARCHING = "Searching"
_MATCHER, _MACHINE, _ACCEPTED = "matcher", "machine", "accepted"


@dataclass(frozen=True, slots=True)
class FamilyReport:
    """What became of a family: what was committed, the documents searched, and the placebo for each kind of labels.

    `documents` were searched, of which `dated` certainly (grades A to C); `copies` were left out, `sentences` looked at
    and `hits` found by a matcher, None where each event had its own findings. `notes` say how dates were read.
    """

    name: str
    statement: str
    claim: str
    commitment: Commitment
    documents: int
    dated: int
    copies: int
    sentences: int | None
    hits: int | None
    placebos: tuple[FamilyPlacebo, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Matched:
    """What a matcher found: sentences looked at, and the certain days of the hits."""

    sentences: int
    hits: tuple[Days, ...]


def read_family(path: Path, language: str = "en") -> tuple[Family, tuple[str, ...]]:
    """The family in a TOML file, with notes on how its dates were read; errors name the file."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise InputError(f"{path} has more than {_MOST_BYTES >> 20} MB; a family is one small file.")
        given = tomllib.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is not valid TOML in UTF-8: {str(error).rstrip('.')}.") from error
    try:
        return family_of(given, load_vocabulary(language))
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from error


def inquire_family(
    root: Path,
    path: Path,
    *,
    seed: int | None = None,
    as_of: str | None = None,
    find: Finder | None = None,
    progress: Progress = silent,
) -> FamilyReport:
    """Commit a family of events and hold it against the other dates of the collection.

    `seed` takes the place of the file's. `find` gives the findings of one event over all documents seen, those after
    it too, and is asked only where the family has no matcher.
    """
    with seeing(root, as_of, progress) as collection:
        family, notes = read_family(path, collection.settings.language)
        if seed is not None:
            family = replace(family, seed=seed)
        if family.groups is None and find is None:
            raise UsageError(f"{path}: no [matcher], and nothing that would search by statements here.")
        commitment = _commit(root, collection, family, as_of)
        holders = read_holders(collection.catalogue)
        days = {number: _days(holders, number) for number in holders.order}
        documents = tuple(each for each in days.values() if each is not None)
        matched: _Matched | None = None
        placebos: tuple[FamilyPlacebo, ...]
        if family.groups is not None:
            matched = _match(collection, Wording(family.groups), days, progress)
            placebos = (_placebo(family, documents, _MATCHER, [matched.hits] * len(family.events)),)
        else:
            placebos = _by_findings(family, documents, find, progress)
    return FamilyReport(
        name=family.name,
        statement=family.statement,
        claim=family.claim,
        commitment=commitment,
        documents=len(holders.order),
        dated=len(documents),
        copies=len(holders.by_number) - len(holders.order),
        sentences=matched.sentences if matched else None,
        hits=len(matched.hits) if matched else None,
        placebos=placebos,
        notes=notes,
    )


def _commit(root: Path, seen: Collection, family: Family, as_of: str | None) -> Commitment:
    """Journal the family before anything of it is searched; the same one again is no new inquiry."""
    event = family.committed()
    version = EventVersion(event, version_of(event), 0, "")
    fixed = {name: number for name, number in thresholds(seed=family.seed) if name != "placebo.dates"}
    with writing(root) as collection:
        return commit(
            collection,
            version,
            as_of=read_date(as_of, load_vocabulary(seen.settings.language))[0] if as_of else None,
            thresholds={**fixed, **dict(thresholds_of(family))},
            seen=seen.catalogue,
        )


def _days(holders: Holders, number: int) -> Days | None:
    """The certain days of a document; the dates of holders are of grade C or better already."""
    return certain_days(holders.by_number[number].date, Grade.C)


def _match(
    collection: Collection, wording: Wording, days: Mapping[int, Days | None], progress: Progress
) -> _Matched:
    """The hits in every dated text, documents by their earliest copy, in order of date."""
    texts, sentences = Texts(collection.catalogue), 0
    splitter = sentence_splitter(load_vocabulary(collection.settings.language))
    seen: set[str] = set()
    hits: list[Days] = []
    for done, (number, day) in enumerate(days.items()):
        progress(_SEARCHING, done, len(days))
        if day is None:
            continue
        text = texts[number]
        for span in splitter.spans(text):
            sentences += 1
            words = wording.words_of(text[span.start : span.end])
            if words is not None and (name := digest(*words)) not in seen:
                seen.add(name)
                hits.append(day)
    return _Matched(sentences, tuple(sorted(hits)))


def _by_findings(
    family: Family, documents: tuple[Days, ...], find: Finder | None, progress: Progress
) -> tuple[FamilyPlacebo, ...]:
    """Each event by its own findings: machine labels held against machine labels, accepted against accepted ones."""
    assert find is not None
    machine, accepted = [], []
    for done, event in enumerate(family.events):
        progress(_SEARCHING, done, len(family.events))
        findings = find(event)
        machine.append(hit_days(findings, accepted=False))
        accepted.append(hit_days(findings, accepted=True))
    return (
        _placebo(family, documents, _MACHINE, machine),
        _placebo(family, documents, _ACCEPTED, accepted),
    )


def _placebo(
    family: Family, documents: tuple[Days, ...], labels: str, hits: Sequence[tuple[Days, ...]]
) -> FamilyPlacebo:
    members = [
        Member(event.name, event.date, days) for event, days in zip(family.events, hits, strict=True)
    ]
    return family_placebo(
        documents, members, family.window_years, labels=labels, seed=family.seed, sets=family.sets
    )


def as_record(report: FamilyReport) -> dict[str, Any]:
    """A report as JSON values: the conclusion first, what was committed last; null where nothing is compared."""
    made = report.commitment
    return {
        "family": report.name,
        "answer": " ".join(f"By {each.labels}: {each.says}" for each in report.placebos),
        "placebos": [_placebo_record(each) for each in report.placebos],
        "statement": report.statement,
        "claim": report.claim,
        "documents": report.documents,
        "dated": report.dated,
        "copies": report.copies,
        "sentences": report.sentences,
        "hits": report.hits,
        "notes": list(report.notes),
        "commitment": {
            "seq": made.seq,
            "number": made.number,
            "version": made.version,
            "collection": made.collection,
            "as_of": made.as_of.text if made.as_of else None,
            "thresholds": dict(made.thresholds),
            "deviations": [asdict(each) for each in made.deviations],
        },
    }


def _placebo_record(placebo: FamilyPlacebo) -> dict[str, Any]:
    return {
        "labels": placebo.labels,
        "says": placebo.says,
        "window_years": placebo.window_years,
        "seed": placebo.seed,
        "random": asdict(placebo.random) if placebo.random.sets else None,
        "era": asdict(placebo.era) if placebo.era.sets else None,
        "events": [asdict(each) for each in placebo.members],
    }
