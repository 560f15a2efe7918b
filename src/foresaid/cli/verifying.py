"""verify and whence: is it real, exact and rightly attributed, and where is it from?"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foresaid.archive.collection import reading
from foresaid.archive.findings import verifications
from foresaid.cli import options
from foresaid.cli.printing import counted, echo, echo_json, echo_jsonl, paragraph, table
from foresaid.cli.progress import ProgressLine
from foresaid.cli.verdicts import CLEAN, as_row, shorten, show
from foresaid.errors import InputError
from foresaid.pipeline.verifying import verify_collection, verify_rows
from foresaid.pipeline.verifying import whence as find_whence

if TYPE_CHECKING:
    from foresaid.model.evidence import Verification

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
    "--verdict", metavar="NAME", help="Show only quotations with this verdict (altered, not_found, …)."
)
@click.option(
    "--limit", type=click.IntRange(0), default=20, show_default=True, metavar="N", help="How many to show."
)
@options.as_json
@options.as_jsonl
def verify(
    collection: Path,
    quotations: Path | None,
    verdict: str | None,
    limit: int,
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
            rows = _own(collection)
        else:
            found = list(verify_rows(collection, quotations, problems, progress=progress))
            rows = [(each, "") for each in found]
    counts = Counter(each.verdict for each, _ in rows)
    wanted = [pair for pair in rows if verdict in (None, pair[0].verdict)]
    if as_jsonl:
        echo_jsonl(as_row(each) for each, _ in wanted)
    elif as_json:
        echo_json(
            {
                "verdicts": dict(counts),
                "problems": problems,
                "verifications": [as_row(each) for each, _ in wanted],
            }
        )
    else:
        _show(wanted, counts, limit, verdict)
    for problem in problems:
        echo(f"  problem: {problem}", err=True)
    if problems:
        return InputError.exit_code
    return _FINDINGS if set(counts) - CLEAN else 0


def _own(collection: Path) -> list[tuple[Verification, str]]:
    """The collection's verdicts, each with where the quotation stands."""
    with reading(collection) as opened:
        return [
            (each, f"{document}:{annotation.target.start}  {shorten(annotation.body.text)}")
            for each, document, annotation in verifications(opened.catalogue)
        ]


def _show(
    rows: list[tuple[Verification, str]], counts: Counter[str], limit: int, wanted: str | None
) -> None:
    chosen = [pair for pair in rows if wanted or pair[0].verdict not in CLEAN]
    # What can be compared comes before what was not found: there is something to see.
    chosen.sort(key=lambda pair: (pair[0].source is None, pair[0].verdict))
    if chosen[:limit]:
        table(
            [(each.verdict, _source(each), text or each.id) for each, text in chosen[:limit]],
            heads=("verdict", "source", "quotation"),
        )
        if len(chosen) > limit:
            echo(f"… and {len(chosen) - limit:,} more; --limit, --verdict and --jsonl show them.")
        echo()
    table([(name, f"{number:,}") for name, number in counts.most_common()], heads=("verdict", "quotations"))


def _source(verdict: Verification) -> str:
    return f"{verdict.source.document}:{verdict.source.start}" if verdict.source else "–"


@click.command(epilog='Example: foresaid whence papers "then inevitably there will come a time of change"')
@options.collection
@click.argument("text")
@options.as_json
def whence(collection: Path, text: str, as_json: bool) -> int:
    """Find where words come from, whoever quotes them.

    Every place that holds them is listed, earliest first; undated documents come last.
    """
    verdict, found, documents = find_whence(collection, text)
    if as_json:
        echo_json(
            {**as_row(verdict), "attestations": [asdict(each) for each in found], "documents": documents}
        )
    else:
        for each in found:
            echo(
                f"{each.date or 'undated'}  {each.speaker or 'speaker not stated'}  {each.title or ''}"
                f"  [{each.document}:{each.start}-{each.end}]",
                bold=True,
            )
            paragraph(each.text, indent="  ")
        if found:
            echo(
                f"\n{counted(len(found), 'place')} in a search of {counted(documents, 'document')}; nearest wording:"
            )
        show(verdict, text, documents)
    return 0 if verdict.verdict in CLEAN else _FINDINGS
