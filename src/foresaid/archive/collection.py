"""What is a collection on disk? One handle on its folder: payload, journal, catalogue and indexes."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from foresaid.archive.catalogue import Catalogue
from foresaid.archive.journal import Journal, Record, now
from foresaid.archive.lock import WriterLock
from foresaid.archive.payload import Payload
from foresaid.archive.views import SeenCatalogue, View, last_day, lay_view
from foresaid.archive.writing import make_folder, refusing, sweep, sync_folder, write_file
from foresaid.errors import DamageError, NoCollectionError, UsageError
from foresaid.settings import FILE, Settings, read_settings, settings_text
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CATALOGUE = "catalogue.db"
INDEX = "index"
_LOCK = ".lock"
_SQLITE = ("", "-wal", "-shm", "-journal")  # the catalogue, and what SQLite keeps beside it


class Collection:
    """An open collection; `journalled` and everything on `catalogue` that writes need a writer.

    `view` says until which day it is seen; None where all of it is.
    """

    view: View | None = None

    def __init__(self, root: Path, settings: Settings, catalogue: Catalogue) -> None:
        self.root = root
        self.settings = settings
        self.catalogue = catalogue
        self.payload = Payload(root / "payload")
        self.journal = Journal(root / "journal")

    @property
    def index(self) -> Path:
        """The folder of the search and quotation indexes; disposable."""
        return self.root / INDEX

    @property
    def quotations(self) -> Path:
        """The folder of the quotation index."""
        return self.index / "quotations"

    def journalled(self, records: Sequence[Record]) -> None:
        """Write records to the journal, durably, and take them into the catalogue."""
        last = self.journal.append(records)
        with self.catalogue.transaction():
            for offset, record in enumerate(records, last - len(records) + 1):
                self.catalogue.take_in({**record, "seq": offset})
            self.catalogue.set_meta("journal_seal", self.journal.seal)

    def catch_up(self) -> int:
        """Take journal records into the catalogue that it has not seen; how many there were."""
        taken = 0
        with self.catalogue.transaction():
            for record in self._unseen():
                self.catalogue.take_in(record)
                taken += 1
            self.catalogue.set_meta("journal_seal", self.journal.seal)
        return taken

    def replay(self) -> Iterator[Record]:
        """Take the whole journal into a new catalogue, stopping at each run somebody asked for."""
        # What is withdrawn is gone from the start: its bytes are not there to be read, its ids not free.
        self._take_in(record for record in self.journal.records() if record["type"] == "withdrawal")
        self.catalogue.set_meta("journal_seq", "0")
        records: list[Record] = []
        for record in self.journal.records():
            records.append(record)
            if record["type"] == "run":
                self._take_in(records)
                yield record
                records = []
        self._take_in(records)
        self.catalogue.set_meta("journal_seal", self.journal.seal)

    def _take_in(self, records: Iterable[Record]) -> None:
        with self.catalogue.transaction():
            for record in records:
                self.catalogue.take_in(record)

    def last_record(self) -> Record:
        """The last record of the journal; empty in a new one."""
        last: Record = {}
        for record in self.journal.records():
            last = record
        return last

    def check_journal(self) -> int:
        """How many records the journal holds; DamageError where it is not what the catalogue took in."""
        for _ in self._unseen():
            pass
        return self.journal.last()

    def _unseen(self) -> Iterator[Record]:
        seen = int(self.catalogue.meta("journal_seq") or 0)
        return self.journal.records(after=seen, seal=self.catalogue.meta("journal_seal") if seen else None)


def create_collection(root: Path, settings: Settings) -> None:
    """Make a new, empty collection in a new or empty folder."""
    if (root / FILE).exists():
        raise UsageError(f"{root} is a collection already; `foresaid status {root}` shows it.")
    if root.exists() and not _empty(root):
        raise UsageError(f"{root} exists and is not an empty folder; name a new one.")
    with refusing(root):
        for folder in ("payload", "journal", INDEX):
            make_folder(root / folder)
        # Always, because an `init` that was killed may have made the folder, but not its name durable.
        sync_folder(root.absolute().parent)
    with WriterLock(root / _LOCK):
        sweep(root)
        _clear(root / CATALOGUE)
        journal = Journal(root / "journal")
        journal.repair()
        if not journal.last():
            journal.append([{"type": "collection", "title": settings.title, "at": now()}])
        catalogue = Catalogue.create(root / CATALOGUE)
        collection = Collection(root, settings, catalogue)
        collection.catch_up()
        catalogue.close()
        # Last, because this file is what makes the folder a collection.
        write_file(root / FILE, settings_text(settings).encode("utf-8"))


def _empty(root: Path) -> bool:
    """Whether a folder is empty, or holds only what a killed `init` left: no item, and one record at most."""
    if not root.is_dir():
        return False
    entries = {path.name for path in root.iterdir()}
    if not entries:
        return True
    folders = {"payload", "journal", INDEX}
    begun = folders | {_LOCK, *(CATALOGUE + suffix for suffix in _SQLITE)}
    entries = {name for name in entries if not name.startswith(f"{FILE}.")}  # settings half written
    held = [path for name in entries & (folders - {"journal"}) for path in (root / name).iterdir()]
    if held or not entries <= begun or not entries & folders:
        return False
    return sum(1 for _ in Journal(root / "journal").records()) <= 1


@contextmanager
def reading(root: Path, *, as_of: str | None = None) -> Iterator[Collection]:
    """A collection open for reading; any number of readers beside one writer.

    `as_of` is a date: what is not certainly of that date or before is hidden, and what is computed over several
    documents is not there unless made anew (views.py; pipeline/viewing.py makes what a verb needs).
    """
    settings = _settings(root)
    with ExitStack() as stack:
        kind = Catalogue if as_of is None else SeenCatalogue
        catalogue = kind.open(root / CATALOGUE, read_only=True)
        stack.callback(catalogue.close)
        stack.enter_context(catalogue.sound())
        if not isinstance(catalogue, SeenCatalogue) or as_of is None:
            yield Collection(root, settings, catalogue)
            return
        view = lay_view(catalogue, as_of, last_day(as_of, load_vocabulary(settings.language)))
        folder = stack.enter_context(TemporaryDirectory(prefix="foresaid-view-"))
        yield _Seen(root, settings, catalogue, view, Path(folder))


@contextmanager
def writing(root: Path) -> Iterator[Collection]:
    """A collection open for its one writer, brought up to its journal first."""
    settings = _settings(root)
    with ExitStack() as stack:
        stack.enter_context(WriterLock(root / _LOCK))
        sweep(root)
        catalogue = Catalogue.open(root / CATALOGUE, read_only=False)
        stack.callback(catalogue.close)
        stack.enter_context(catalogue.sound())
        collection = Collection(root, settings, catalogue)
        collection.journal.settle()
        # Before repair, because an end that the catalogue has seen is not torn but damaged.
        collection.catch_up()
        collection.journal.repair()
        yield collection


@contextmanager
def remaking(root: Path) -> Iterator[Collection]:
    """A collection with a new, empty catalogue and no indexes; the old ones give way only at the end."""
    settings = _settings(root)
    fresh, fresh_index = root / f"{CATALOGUE}.part", root / f"{INDEX}.part"
    with WriterLock(root / _LOCK):
        sweep(root)
        _clear(fresh)
        with refusing(root):
            shutil.rmtree(fresh_index, ignore_errors=True)
            fresh_index.mkdir()
        catalogue = Catalogue.create(fresh)
        collection = _Remade(root, settings, catalogue)
        try:
            collection.journal.repair()
            yield collection
        except BaseException:
            catalogue.close()
            _clear(fresh)
            shutil.rmtree(fresh_index, ignore_errors=True)
            raise
        catalogue.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        catalogue.close()
        with refusing(root):
            # The catalogue goes first and comes last: with any step missing between, the collection asks
            # for a rebuild rather than answer from a catalogue and indexes that do not fit each other. Each
            # step is made durable, because a power cut could keep a later one without those before it.
            _clear(root / CATALOGUE)
            sync_folder(root)
            shutil.rmtree(root / INDEX, ignore_errors=True)
            fresh_index.replace(root / INDEX)
            sync_folder(root)
            fresh.replace(root / CATALOGUE)
            sync_folder(root)


class _Seen(Collection):
    """A collection as it is seen until a day; its quotation index is made anew in a folder that goes with it."""

    def __init__(
        self, root: Path, settings: Settings, catalogue: SeenCatalogue, view: View, folder: Path
    ) -> None:
        super().__init__(root, settings, catalogue)
        self.view = view
        self._folder = folder

    @property
    def quotations(self) -> Path:
        return self._folder / "quotations"


class _Remade(Collection):
    """A collection whose indexes are being made in a folder beside the old ones."""

    @property
    def index(self) -> Path:
        return self.root / f"{INDEX}.part"


def _clear(path: Path) -> None:
    """Remove a catalogue with the files SQLite keeps beside it."""
    for suffix in _SQLITE:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _settings(root: Path) -> Settings:
    if not (root / FILE).is_file() and (root / "journal").is_dir() and (root / CATALOGUE).exists():
        raise DamageError(
            f"{root / FILE} is missing, though the collection is there; restore it from a copy."
        )
    if not (root / FILE).is_file():
        raise NoCollectionError(f"{root} is no foresaid collection; `foresaid init {root}` makes one.")
    return read_settings(root / FILE)
