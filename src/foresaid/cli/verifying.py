"""verify: is it real, exact and rightly attributed?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from heapq import nsmallest
from pathlib import Path
from typing import Any

import click

from foresaid.cli import options
from foresaid.cli.printing import echo, echo_json, echo_jsonl, shell_word, table
from foresaid.cli.progress import ProgressLine
from foresaid.cli.verdicts import CLEAN, shorten, show
from foresaid.cli.views import tell_view, viewed
from foresaid.errors import InputError
from foresaid.model.evidence import Passage, QuotedWords, Verification, Words
from foresaid.pipeline.verifying import (
    count_documents,
    held_verdicts,
    verdicts_as_of,
    verify_collection,
    verify_rows,
)
from foresaid.pipeline.viewing import view_of

_FINDINGS = 1
_PROBLEMS = 50  # shown; a file of another kind has one in every line


@click.command(epilog="Example: foresaid verify papers --quotations chapter3.jsonl --jsonl")
@options.collection
@click.option(
    "--quotations",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help='Verify these instead of the collection\'s own: JSONL rows {"id", "quote", "speaker"?, "date"?, "work"?}.',
)
@click.option(
    "--verdict",
    type=click.Choice([*(words.value for words in Words), "misattributed"], case_sensitive=False),
    help="Show only quotations with this verdict.",
)
@click.option(
    "--limit", type=click.IntRange(0), default=20, show_default=True, metavar="N", help="How many to show."
)
@click.option(
    "--details", is_flag=True, help="Show quotation and source side by side, with every difference."
)
@options.as_of
@options.as_json
@options.as_jsonl
def verify(
    collection: Path,
    quotations: Path | None,
    verdict: str | None,
    limit: int,
    details: bool,
    as_of: str | None,
    as_json: bool,
    as_jsonl: bool,
) -> int:
    """Check quotations against the documents of the collection.

    Exit code 1 says that some are neither verbatim, minor, marked nor variant.
    """
    problems: list[str] = []
    counts: Counter[str] = Counter()
    view = view_of(collection, as_of)
    with ProgressLine() as progress:
        if quotations is not None:
            pairs = verify_rows(collection, quotations, problems, as_of=as_of, progress=progress)
        else:
            pairs = _own(collection, as_of, progress)
        rows = _wanted((_Row(*pair) for pair in pairs), verdict, counts)
        if as_jsonl:
            echo_jsonl(row.as_dict() for row in rows)
        elif as_json:
            results = [row.as_dict() for row in rows]
        else:
            shown = (row for row in rows if verdict or row.verdict.verdict not in CLEAN)
            # What can be compared comes before what was not found: there is something to see.
            chosen = nsmallest(
                limit, shown, key=lambda row: (row.verdict.source is None, row.verdict.verdict)
            )
    if as_json:
        report = {"verdicts": dict(counts), "problems": problems, "verifications": results}
        echo_json(viewed(report, view))
    elif not as_jsonl:
        found = counts if verdict is None else {verdict: counts[verdict]}
        _show(
            chosen,
            sum(number for name, number in found.items() if verdict or name not in CLEAN),
            documents=count_documents(collection, as_of) if details else None,
        )
        _sum_up(counts, collection if quotations is None else None)
        tell_view(view)
    else:
        tell_view(view, err=True)
    _tell_problems(problems)
    if problems:
        return InputError.exit_code
    return _FINDINGS if set(counts) - CLEAN else 0


def _own(
    collection: Path, as_of: str | None, progress: ProgressLine
) -> Iterator[tuple[QuotedWords, Verification]]:
    """The verdicts on the collection's own quotations, made where they are not."""
    if as_of is not None:
        return verdicts_as_of(collection, as_of, progress=progress)
    verify_collection(collection, progress=progress)
    return held_verdicts(collection)


def _tell_problems(problems: list[str]) -> None:
    for problem in problems[:_PROBLEMS]:
        echo(f"  problem: {problem}", err=True)
    if len(problems) > _PROBLEMS:
        echo(f"  and {len(problems) - _PROBLEMS:,} more problems", err=True)


def _wanted(rows: Iterable[_Row], verdict: str | None, counts: Counter[str]) -> Iterator[_Row]:
    """The rows with a verdict, or all; every one is counted."""
    for row in rows:
        counts[row.verdict.verdict] += 1
        if verdict in (None, row.verdict.verdict):
            yield row


def _sum_up(counts: Counter[str], collection: Path | None) -> None:
    """How many quotations have which verdict."""
    if not counts and collection is not None:
        echo(f"There is no quotation to verify. Next: foresaid read {shell_word(collection)}")
        return
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    table([(name, f"{number:,}") for name, number in ranked], heads=("verdict", "quotations"))


@dataclass(frozen=True, slots=True)
class _Row:
    """A verdict, the words it is on, and where they are quoted, if in a document of the collection."""

    quoted: QuotedWords
    verdict: Verification

    @property
    def quoting(self) -> Passage | None:
        document, at = self.quoted.document, self.quoted.at
        return Passage(document, *at, self.quoted.quote) if document is not None and at else None

    @property
    def label(self) -> str:
        place = f"{self.quoting.document}:{self.quoting.start}" if self.quoting else self.verdict.id
        return f"{place}  {shorten(self.quoted.quote)}"

    def as_dict(self) -> dict[str, Any]:
        quoting = {"quoting": asdict(self.quoting)} if self.quoting else {}
        return asdict(self.verdict) | {"stated": self.stated} | quoting

    @property
    def stated(self) -> dict[str, str | None]:
        return {"speaker": self.quoted.speaker, "date": self.quoted.date, "work": self.quoted.work}


def _show(chosen: list[_Row], of: int, *, documents: int | None) -> None:
    """The verdicts chosen out of so many: as a table, or one after the other with all that supports them."""
    if not chosen:
        return
    if documents is None:
        lines = [(row.verdict.verdict, _source(row.verdict), row.label) for row in chosen]
        table(lines, heads=("verdict", "source", "quotation"))
    else:
        for row in chosen:
            echo(row.label, bold=True)
            show(row.verdict, row.quoted.quote, documents, row.stated)
            echo()
    if of > len(chosen):
        echo(f"… and {of - len(chosen):,} more; --limit, --verdict, --details and --jsonl show them.")
    echo()


def _source(verdict: Verification) -> str:
    return f"{verdict.source.document}:{verdict.source.start}" if verdict.source else "–"
