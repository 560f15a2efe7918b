"""Does foresaid decide as a careful editor would? Tables of cases, run through real collections.

Each table is a TOML file: some small documents and the quotations that are checked against them, every one
with the verdict that is expected and the reason for it (docs/explain/verdicts.md). A table becomes a
collection of its own in a scratch folder: its documents are received, read and indexed as anybody's are.
"""

from __future__ import annotations

import tempfile
import tomllib
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from foresaid.archive.collection import create_collection, reading
from foresaid.errors import InputError
from foresaid.model.evidence import Agreement, QuotedWords, Verification, Words
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.reading import annotate_documents
from foresaid.pipeline.reports import Progress, silent
from foresaid.pipeline.selftest_files import write_documents
from foresaid.pipeline.verifying import verify_given
from foresaid.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PARTS = ("speaker", "date", "work")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of a table; `witness` says how its text came to be its characters (model/documents.py)."""

    id: str
    text: str
    title: str = ""
    speaker: str = ""
    author: str = ""
    date: str = ""
    date_kind: str = ""
    work: str = ""
    edition: str = ""
    translator: str = ""
    language: str = ""
    witness: str = "unknown"


@dataclass(frozen=True, slots=True)
class Case:
    """A quotation, what it states, the verdict that is expected, and why.

    `words` are the verdicts on the words that are right (nearly always one), `edits` kinds of change that
    must be named, `unnamed` kinds that must not be. `speaker`, `date` and `work` are the agreements that are right,
    `verdict` the one word where it is not given by these; `source` is the document that must be found.
    """

    id: str
    kind: str
    quote: str
    because: str
    words: tuple[str, ...]
    stated_speaker: str | None = None
    stated_date: str | None = None
    stated_work: str | None = None
    speaker: tuple[str, ...] = (Agreement.UNSTATED.value,)
    date: tuple[str, ...] = (Agreement.UNSTATED.value,)
    work: tuple[str, ...] = (Agreement.UNSTATED.value,)
    verdict: str = ""
    edits: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A group of cases with its documents; `background` adds the documents of all other tables beside them."""

    name: str
    about: str
    background: bool
    documents: tuple[Paper, ...]
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case and its verdict; `faults` say where the verdict differs from what is expected."""

    table: str
    case: Case
    verification: Verification
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SelftestReport:
    """Every case that was run, in the order of the tables, and how many documents stood behind them."""

    outcomes: tuple[Outcome, ...]
    tables: int
    documents: int

    @property
    def wrong(self) -> tuple[Outcome, ...]:
        """The cases decided otherwise than expected."""
        return tuple(outcome for outcome in self.outcomes if outcome.faults)

    def by_kind(self) -> dict[str, tuple[int, int]]:
        """For each kind of case, in order of name, how many are decided as expected, and how many there are."""
        kinds = sorted({outcome.case.kind for outcome in self.outcomes})
        tally = {
            kind: [not each.faults for each in self.outcomes if each.case.kind == kind] for kind in kinds
        }
        return {kind: (sum(right), len(right)) for kind, right in tally.items()}


def shipped_tables() -> Path:
    """The folder of our own tables: inside the package, or, in a working copy, where the tests keep them."""
    packaged = Path(str(files("foresaid").joinpath("red_team")))
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "tests" / "tables" / "red_team"


def read_tables(folder: Path) -> tuple[Table, ...]:
    """All tables of a folder in order of name; InputError says which entry cannot be used, and why."""
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise InputError(
            f"{folder} holds no tables of cases (*.toml); `foresaid selftest --tables DIR` reads them."
        )
    tables = tuple(_read_table(path) for path in paths)
    names: dict[str, str] = {}
    for table in tables:
        for case in table.cases:
            if case.id in names:
                raise InputError(
                    f"{table.name}.toml: the case {case.id!r} stands in {names[case.id]}.toml too; rename it."
                )
            names[case.id] = table.name
    return tables


def _read_table(path: Path) -> Table:
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not valid TOML: {error}.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error
    for key in given.keys() - {"about", "background", "document", "case"}:
        raise InputError(
            f"{path}: unknown key {key!r}; a table has about, background, [[document]] and [[case]]."
        )
    documents = tuple(
        _entry(Paper, row, f"{path}, document {number}") for number, row in _rows(given, "document")
    )
    cases = tuple(
        _case(row, f"{path}, case {row.get('id', number)}") for number, row in _rows(given, "case")
    )
    if not documents or not cases:
        raise InputError(f"{path} needs at least one [[document]] and one [[case]].")
    return Table(path.stem, str(given.get("about", "")), bool(given.get("background")), documents, cases)


def _rows(given: dict[str, Any], key: str) -> list[tuple[int, dict[str, Any]]]:
    rows = given.get(key, [])
    return list(enumerate(rows, 1)) if isinstance(rows, list) else []


def _entry(noun: type[_T], row: dict[str, Any], where: str) -> _T:
    """A row as one of the nouns above, with tuples for lists and for one word where several may stand."""
    known = {field.name: str(field.type) for field in fields(noun)}  # type: ignore[arg-type]
    for key in row:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            raise InputError(
                f"{where}: unknown key {key!r}; did you mean {near[0]!r}?"
                if near
                else f"{where}: unknown key {key!r}; known are {', '.join(known)}."
            )
    several = {key for key, kind in known.items() if kind.startswith("tuple")}
    values = {key: _value(value, where, key, several=key in several) for key, value in row.items()}
    try:
        return noun(**values)
    except TypeError as error:
        raise InputError(f"{where}: {str(error).partition(') ')[2] or error}.") from error


def _value(value: object, where: str, key: str, *, several: bool) -> object:
    if isinstance(value, str):
        return (value,) if several else value.strip("\n")
    if several and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    raise InputError(
        f"{where}: {key} must be {'a list of texts' if several else 'text'} in quotes, not {value!r}."
    )


def _case(row: dict[str, Any], where: str) -> Case:
    """A case whose expectations are complete: something is expected of every statement."""
    case = _entry(Case, row, where)
    for value in case.words:
        if value not in set(Words):
            raise InputError(f"{where}: {value!r} is no verdict on words; there are {', '.join(Words)}.")
    for part in _PARTS:
        expected, stated = getattr(case, part), getattr(case, f"stated_{part}")
        for value in expected:
            if value not in set(Agreement):
                raise InputError(f"{where}: {part} = {value!r}; there are {', '.join(Agreement)}.")
        if (stated is None) != (Agreement.UNSTATED in expected):
            raise InputError(
                f"{where}: stated_{part} and the {part} expected go together; one of them is missing."
            )
    return case


def run_selftest(
    tables: Sequence[Table], *, kind: str | None = None, progress: Progress = silent
) -> SelftestReport:
    """Run every case (of one `kind`); each table's documents become a collection in a scratch folder.

    InputError where a table's documents cannot be read, or where there is no such kind.
    """
    chosen = [
        replace(table, cases=tuple(case for case in table.cases if kind in {None, case.kind}))
        for table in tables
    ]
    chosen = [table for table in chosen if table.cases]
    if not chosen:
        kinds = sorted({case.kind for table in tables for case in table.cases})
        raise InputError(f"No case is of kind {kind!r}; there are {', '.join(kinds)}.")
    outcomes: list[Outcome] = []
    documents, total = 0, sum(len(table.cases) for table in chosen)
    with tempfile.TemporaryDirectory(prefix="foresaid-selftest-") as scratch:
        for number, table in enumerate(chosen):
            papers = [*table.documents, *(_background(table, tables) if table.background else ())]
            documents += len(papers)
            outcomes += _outcomes(Path(scratch) / str(number), table, papers)
            progress("checking cases", len(outcomes), total)
    return SelftestReport(tuple(outcomes), len(chosen), documents)


def _background(table: Table, tables: Iterable[Table]) -> list[Paper]:
    """The documents of all other tables, each under a name that tells whose it is."""
    return [
        replace(paper, id=f"{other.name}/{paper.id}")
        for other in tables
        if other.name != table.name
        for paper in other.documents
    ]


def _outcomes(folder: Path, table: Table, papers: Sequence[Paper]) -> list[Outcome]:
    """The verdicts on the cases of one table, by a collection of its documents."""
    root = folder / "collection"
    sources, metadata = write_documents(folder / "sources", papers)
    create_collection(root, Settings(title=f"Cases: {table.name}"))
    report = collect_documents(root, sources, metadata=metadata)
    if report.troubles or report.documents != len(papers):
        why = (
            "; ".join(f"{each.where}: {each.reason}" for each in report.troubles)
            or "two have the same text"
        )
        raise InputError(
            f"{table.name}: {report.documents} of {len(papers)} documents could be read; {why}."
        )
    annotate_documents(root, layer="quotations", parsing=False)
    quoted = [
        QuotedWords(case.id, case.quote, case.stated_speaker, case.stated_date, case.stated_work)
        for case in table.cases
    ]
    with reading(root) as collection:
        verdicts = list(verify_given(collection, quoted))
    return [
        Outcome(table.name, case, verdict, tuple(_faults(case, verdict)))
        for case, verdict in zip(table.cases, verdicts, strict=True)
    ]


def _faults(case: Case, found: Verification) -> list[str]:
    """Where a verdict differs from what is expected, in words."""
    faults = []
    kinds = {edit.kind for edit in found.edits}
    if found.words not in case.words:
        faults.append(f"words: expected {' or '.join(case.words)}, found {found.words}")
    faults += [
        f"{part}: expected {' or '.join(getattr(case, part))}, found {getattr(found, part)}"
        for part in _PARTS
        if getattr(found, part) not in getattr(case, part)
    ]
    wanted = _one_word(case)
    if wanted and found.verdict not in wanted:
        faults.append(f"verdict: expected {' or '.join(wanted)}, found {found.verdict}")
    faults += [f"edit not named: {kind}" for kind in case.edits if kind not in kinds]
    faults += [f"edit named wrongly: {kind}" for kind in case.unnamed if kind in kinds]
    held = found.source.document if found.source else "none"
    if case.source and held != case.source:
        faults.append(f"source: expected {case.source}, found {held}")
    return faults


def _one_word(case: Case) -> tuple[str, ...]:
    """The one-word verdicts that are right: as stated, else as DESIGN §4 derives them."""
    if case.verdict:
        return (case.verdict,)
    expected = (case.speaker, case.date, case.work)
    if (Agreement.CONTRADICTED,) in expected:
        return ("misattributed",)
    possibly = any(Agreement.CONTRADICTED in agreements for agreements in expected)
    return (*case.words, "misattributed") if possibly else case.words
