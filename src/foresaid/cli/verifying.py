"""verify: is it real, exact and rightly attributed?"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from foresaid.cli import options
from foresaid.cli.printing import echo, echo_json, echo_jsonl, table
from foresaid.cli.progress import ProgressLine
from foresaid.cli.verdicts import CLEAN, shorten, show
from foresaid.errors import InputError
from foresaid.model.evidence import Passage, QuotedWords, Verification, Words
from foresaid.pipeline.verifying import count_documents, held_verdicts, verify_collection, verify_rows

_FINDINGS = 1


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
@options.as_json
@options.as_jsonl
def verify(
    collection: Path,
    quotations: Path | None,
    verdict: str | None,
    limit: int,
    details: bool,
    as_json: bool,
    as_jsonl: bool,
) -> int:
    """Check quotations against the documents of the collection.

    Exit code 1 says that some are neither verbatim, minor, marked nor variant.
    """
    problems: list[str] = []
    with ProgressLine() as progress:
        if quotations is None:
            verify_collection(collection, progress=progress)
            rows = [_Row(*pair) for pair in held_verdicts(collection)]
        else:
            found = verify_rows(collection, quotations, problems, progress=progress)
            rows = [_Row(*pair) for pair in found]
    counts = Counter(row.verdict.verdict for row in rows)
    wanted = [row for row in rows if verdict in (None, row.verdict.verdict)]
    if as_jsonl:
        echo_jsonl(row.as_dict() for row in wanted)
    elif as_json:
        results = [row.as_dict() for row in wanted]
        echo_json({"verdicts": dict(counts), "problems": problems, "verifications": results})
    else:
        chosen = [row for row in wanted if verdict or row.verdict.verdict not in CLEAN]
        _show(chosen, limit, collection if details else None)
        table(
            [(name, f"{number:,}") for name, number in counts.most_common()],
            heads=("verdict", "quotations"),
        )
    for problem in problems:
        echo(f"  problem: {problem}", err=True)
    if problems:
        return InputError.exit_code
    return _FINDINGS if set(counts) - CLEAN else 0


def _sum_up(counts: Counter[str], collection: Path | None) -> None:
    """How many quotations have which verdict."""
    if not counts and collection is not None:
        echo(f"There is no quotation to verify. Next: foresaid read {collection}")
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


def _show(rows: list[_Row], limit: int, details: Path | None) -> None:
    """The first `limit` verdicts: as a table, or one after the other with all that supports them."""
    # What can be compared comes before what was not found: there is something to see.
    chosen = sorted(rows, key=lambda row: (row.verdict.source is None, row.verdict.verdict))[:limit]
    if not chosen:
        return
    if details is None:
        lines = [(row.verdict.verdict, _source(row.verdict), row.label) for row in chosen]
        table(lines, heads=("verdict", "source", "quotation"))
    else:
        documents = count_documents(details)
        for row in chosen:
            echo(row.label, bold=True)
            show(row.verdict, row.quoted.quote, documents, row.stated)
            echo()
    if len(rows) > limit:
        echo(f"… and {len(rows) - limit:,} more; --limit, --verdict, --details and --jsonl show them.")
    echo()


def _source(verdict: Verification) -> str:
    return f"{verdict.source.document}:{verdict.source.start}" if verdict.source else "–"
