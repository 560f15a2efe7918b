"""Is everything in a collection still what was received and computed? Reads only; changes nothing.

The order keeps a writer at work from looking like damage. It writes the payload first, then the journal, then
the catalogue; so the catalogue is read first, from one state of it, and each check finds at least what the one
before it promised. What can be made anew may be replaced at this very moment: it is looked at again.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from foresaid.archive.catalogue import Catalogue
from foresaid.archive.catalogue_check import (
    JournalComparison,
    broken_pages,
    catalogue_fault,
    changed_documents,
    changed_findings,
)
from foresaid.archive.collection import CATALOGUE, INDEX
from foresaid.archive.faults import Fault, excuse_system
from foresaid.archive.index_check import broken_passages, broken_search, broken_segments, index_fault
from foresaid.archive.journal_check import JournalCheck
from foresaid.archive.payload import Payload
from foresaid.archive.quotation_index import open_index
from foresaid.archive.search_index import SearchIndex
from foresaid.errors import DamageError, NoCollectionError, SettingsError, StoreError
from foresaid.pipeline.indexing import QUOTATIONS, SEARCH
from foresaid.pipeline.reports import Progress, silent
from foresaid.settings import FILE, read_settings
from foresaid.text.queries import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from foresaid.archive.journal import Record
    from foresaid.model.evidence import Source

_COPY = "Restore the file from a copy."
_UNUSED = "Nothing; the next command that indexes makes it again. If it cannot, run `foresaid rebuild`."
_LEFT = "Nothing; the next command that writes clears it away."
_ERASE = "Run `foresaid add` with any file: it finishes what a killed withdrawal began."
# Swapping a rebuilt catalogue and indexes in takes some milliseconds; a segment taken into another as long.
_LOOKS, _PAUSE = 4, 0.25
_EVERY = 64  # documents or files between two reports of progress


@dataclass(slots=True)
class CheckReport:
    """What `fsck` found: damage, what harms nothing, and how much was looked at."""

    damaged: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    items: int = 0
    bytes: int = 0
    records: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing is damaged."""
        return not self.damaged

    def take(self, faults: Iterable[Fault]) -> None:
        """Take findings in, each as what it is."""
        for fault in faults:
            (self.damaged if fault.damage else self.notices).append(fault)


@dataclass(slots=True)
class _Accessions:
    """What the journal says was received: sizes and names by digest, withdrawn ones apart."""

    sizes: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)

    def take_in(self, record: Record) -> None:
        """Apply one record."""
        if record["type"] == "accession":
            self.sizes[record["item"]] = record["size"]
            self.names.setdefault(record["item"], record["source"])
            self.withdrawn.discard(record["item"])
        elif record["type"] == "withdrawal":
            self.withdrawn.add(record["item"])

    def clear(self) -> None:
        """Forget everything."""
        for each in (self.sizes, self.names, self.withdrawn):
            each.clear()


def check_collection(root: Path, *, progress: Progress = silent) -> CheckReport:
    """Look at every file of a collection; NoCollectionError where there is none."""
    if not (root / FILE).exists() and not all((root / name).is_dir() for name in ("payload", "journal")):
        raise NoCollectionError(f"{root} is no foresaid collection; `foresaid init {root}` makes one.")
    report, received = CheckReport(), _Accessions()
    report.take(_settings(root / FILE))
    whole = _catalogue_and_journal(root, report, received, progress)
    report.take(_again(lambda: list(_indexes(root))))
    report.take(_payload(root, report, received, whole=whole, progress=progress))
    report.take(
        Fault(str(path), "is being written, or was left by a killed command", _LEFT, damage=False)
        for path in _being_written(root)
    )
    report.items = len(received.sizes.keys() - received.withdrawn)
    return report


def _being_written(root: Path) -> list[Path]:
    """Files outside the payload that a writer has not finished; folders that it clears away meanwhile are passed."""
    return sorted(
        Path(folder) / name
        for folder, _, names in os.walk(root)
        for name in names
        if name.endswith(".part") and root / "payload" not in (Path(folder), *Path(folder).parents)
    )


def _settings(path: Path) -> Iterator[Fault]:
    try:
        read_settings(path)
    except SettingsError as error:
        yield Fault(str(path), f"{error}", f"Correct it. {_COPY}")


def _again(look: Callable[[], list[Fault]]) -> list[Fault]:
    """What is found wrong each time; a writer may be replacing just this."""
    for _ in range(_LOOKS - 1):
        if not look():
            return []
        time.sleep(_PAUSE)
    return look()


def _catalogue_and_journal(
    root: Path, report: CheckReport, received: _Accessions, progress: Progress
) -> bool:
    """Check both, from one state of the catalogue; whether every record of the journal could be read."""
    opened: list[Catalogue] = []
    report.take(_again(lambda: _opened(root / CATALOGUE, opened)))
    if not opened:
        what = "without a catalogue that can be read nobody can tell whether the last line was changed,"
        what += " or lines behind it are missing"
        report.take([Fault(str(root / "journal"), what, "Compare it with a copy.", damage=False)])
        return _journal(JournalCheck(root / "journal"), report, received, None)
    catalogue = opened[-1]
    try:
        with catalogue.sound():
            catalogue.connection.execute("BEGIN")
            seen, seal = int(catalogue.meta("journal_seq") or 0), catalogue.meta("journal_seal")
            report.take(_contents(catalogue, progress))
            check = JournalCheck(root / "journal", seen, seal if seen else None)
            return _journal(check, report, received, JournalComparison(catalogue))
    except (DamageError, StoreError, ValueError, TypeError) as error:
        report.take([catalogue_fault(catalogue, f"cannot be read ({error.__cause__ or error})")])
        received.clear()
        return _journal(JournalCheck(root / "journal"), report, received, None)
    finally:
        catalogue.close()


def _opened(path: Path, opened: list[Catalogue]) -> list[Fault]:
    try:
        opened.append(Catalogue.open(path, read_only=True))
    except (DamageError, StoreError) as error:
        what = f"cannot be read ({error.__cause__})" if error.__cause__ else str(error)
        return [Fault(str(path), what, f"Run `foresaid rebuild {path.parent}`.")]
    return []


def _contents(catalogue: Catalogue, progress: Progress) -> Iterator[Fault]:
    progress("checking the catalogue", 0, 0)
    yield from broken_pages(catalogue)
    total = catalogue.count("document")
    for done, fault in enumerate(changed_documents(catalogue), 1):
        if done % _EVERY == 0:
            progress("checking texts", done, total)
        if fault:
            yield fault
    yield from changed_findings(catalogue)


def _journal(
    check: JournalCheck, report: CheckReport, received: _Accessions, comparison: JournalComparison | None
) -> bool:
    for record in check.records():
        received.take_in(record)
        if comparison:
            comparison.compare(record)
    check.faults = [excuse_system(fault) for fault in check.faults]
    whole = not any(fault.damage for fault in check.faults)
    if comparison:
        comparison.end(received.sizes, whole=whole)
        report.take(comparison.faults)
    report.take(check.faults)
    report.records = check.count
    return whole


def _indexes(root: Path) -> Iterator[Fault]:
    """What is wrong with the indexes, each compared with what the catalogue says it holds."""
    try:
        catalogue = Catalogue.open(root / CATALOGUE, read_only=True)
    except (DamageError, StoreError):
        return  # told already
    try:
        with catalogue.sound():
            texts = (
                "SELECT count(*) AS n FROM document WHERE text GLOB '*[a-zA-Z]*' AND CAST(number AS TEXT)"
            )
            query = f"{texts} IN (SELECT input FROM step WHERE step = ?)"  # noqa: S608
            words = next(catalogue.rows(query, (SEARCH,)))["n"]
            any_step = "SELECT 1 FROM step WHERE step = ? LIMIT 1"
            relied = next(catalogue.rows(any_step, (SEARCH,)), None) is not None
            keys = catalogue.rows("SELECT input FROM step WHERE step = ?", (QUOTATIONS,))
            names = {row["input"].rpartition("\n")[0] for row in keys}
            known = names | {row["id"] for row in catalogue.rows("SELECT id FROM document")}
    except (DamageError, StoreError):
        return
    finally:
        catalogue.close()
    found = _search_index(root / INDEX / "search", words, relied=relied)
    yield from found if relied else map(_pending, found)
    found = _quotation_index(root / INDEX / "quotations", names, len(known))
    yield from found if names else map(_pending, found)
    yield from broken_passages(root / INDEX / "passages")


def _pending(fault: Fault) -> Fault:
    """What is wrong with an index that nothing has been noted as indexed in, such as one half removed."""
    return replace(fault, advice=_UNUSED, damage=False)


def _search_index(folder: Path, expected: int, *, relied: bool) -> Iterator[Fault]:
    broken = list(broken_search(folder, expected))
    yield from broken
    # With nothing indexed yet, a killed command may have left a folder that is no index; the next makes one of it.
    if relied and not any(fault.damage for fault in broken):
        try:
            SearchIndex(folder).search(Phrase(("a",)), limit=1)
        except DamageError as error:
            yield index_fault(folder, f"cannot be read ({error.__cause__})")


def _quotation_index(folder: Path, names: set[str], known: int) -> Iterator[Fault]:
    """`names`: documents noted as indexed; `known`: how many there are with those still to come."""
    broken = list(broken_segments(folder))
    yield from broken
    if any(fault.damage for fault in broken):
        return
    try:
        index = open_index(folder, _no_text)
    except DamageError as error:
        yield index_fault(folder, str(error))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        yield index_fault(folder, f"is no index any more ({error})")
    else:
        lacking = sorted(name for name in names if index.number(name) is None)
        if lacking:
            yield index_fault(folder, f"lacks {len(lacking)} documents it once held, first {lacking[0]!r}")
        if index.documents > known:
            yield index_fault(folder, f"holds {index.documents} documents, though only {known} are known")


def _no_text(name: str) -> Source:
    raise KeyError(name)


def _payload(
    root: Path, report: CheckReport, received: _Accessions, *, whole: bool, progress: Progress
) -> Iterator[Fault]:
    """Hash every file of the payload; then name what is missing."""
    payload = Payload(root / "payload")
    held = received.sizes.keys() - received.withdrawn
    total = sum(received.sizes[digest] for digest in held)
    missing = set(held)
    if not whole:
        what = "lines of the journal cannot be read: what it says of the payload is not all there"
        yield Fault(str(root / "journal"), what, "Restore journal/ first, then check again.", damage=False)
    try:
        for path, digest in payload.entries():
            missing.discard(digest or "")
            yield from _file(payload, path, digest, report, received)
            progress("checking megabytes of payload", report.bytes // 10**6, total // 10**6)
    except OSError as error:
        yield Fault(
            str(error.filename or payload.root), f"cannot be read: {error.strerror or error}", _COPY
        )
    if missing:
        later = _Accessions()
        for record in JournalCheck(root / "journal").records():
            later.take_in(record)
        missing -= later.withdrawn
    for digest in sorted(missing):
        what = f"is missing: the bytes received as {received.names[digest]!r}"
        yield Fault(str(payload.path(digest)), what, _COPY)


def _file(
    payload: Payload, path: Path, digest: str | None, report: CheckReport, received: _Accessions
) -> Iterator[Fault]:
    """What is wrong with one file of the payload."""
    if digest is None:
        if path.suffix == ".part":
            yield Fault(str(path), "is being written, or was left by a killed command", _LEFT, damage=False)
        else:
            what = "is no file of the payload: its name is no digest"
            yield excuse_system(Fault(str(path), what, "Move it elsewhere."))
        return
    try:
        found, size = payload.measured(path)
    except OSError as error:
        yield Fault(str(path), f"cannot be read: {error.strerror or error}", _COPY)
        return
    report.bytes += size
    name = received.names.get(digest)
    if found != digest:
        other = received.names.get(found)
        what = f"was changed since it was received as {name!r}" if name else "was changed"
        yield Fault(str(path), what + (f"; it holds the bytes of {other!r}" if other else ""), _COPY)
    elif digest in received.withdrawn:
        yield Fault(str(path), "was withdrawn, but is still here", _ERASE, damage=False)
    elif not name:
        what = "is not in the journal: being received, or left by a killed command"
        yield Fault(str(path), what, "Nothing; `foresaid add` of the same file takes it in.", damage=False)
