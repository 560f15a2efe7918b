"""ledger and outcome: what was forecast, how did it come out, and how often was somebody right?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foresaid.cli import options
from foresaid.cli.printing import counted, echo, echo_json, echo_jsonl, paragraph, shell_word, table
from foresaid.cli.progress import ProgressLine
from foresaid.errors import UsageError
from foresaid.model.bodies import Polarity
from foresaid.model.outcomes import RIGHT, WRONG, Result, WordClass
from foresaid.pipeline.ledger import SEED, Listing, open_ledger, records_of, selection, write_listing
from foresaid.pipeline.outcomes import Verdict, enter_outcome
from foresaid.publish.ledger_tables import check_parquet, ledger_row

if TYPE_CHECKING:
    from foresaid.model.outcomes import LedgerEntry, Outcome, TableScore, TrackRecord, TrackRecords
    from foresaid.pipeline.ledger import LedgerBounds

# Entries and holders that a terminal gets unless somebody asks for more.
_LIMIT, _HOLDERS = 20, 30
_LETTERS = 12  # of an id in a list: enough to name one, and one can copy it
_LOST = 5
_PLAIN = (Result.OPEN, Result.VOID, Result.UNRESOLVABLE, Result.UNINFORMATIVE, Result.OTHER_MECHANISM)


@click.command(epilog='Example: foresaid ledger papers --holder "Hartley" --gradable --open')
@options.collection
@click.option("--holder", metavar="NAME", help="Only forecasts of holders whose name has these words.")
@click.option("--before", metavar="DATE", help="Only those certainly made before this date.")
@click.option("--after", metavar="DATE", help="Only those certainly made after this date.")
@options.as_of
@click.option("--open", "is_open", is_flag=True, help="Only forecasts without an outcome.")
@click.option("--resolved", is_flag=True, help="Only forecasts with an outcome other than open.")
@click.option(
    "--gradable", is_flag=True, help="Only those that a later reader could tell right from wrong."
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Show at most N (a terminal: 20).")
@click.option("--records", is_flag=True, help="How often each holder was right, instead of the forecasts.")
@click.option(
    "--seed", type=int, default=SEED, show_default=True, help="Seed of the bootstrap of --records."
)
@click.option(
    "--csv", "csv_file", type=click.Path(path_type=Path), metavar="FILE", help="Write a CSV table."
)
@click.option(
    "--parquet", type=click.Path(path_type=Path), metavar="FILE", help="Write a Parquet table ([parquet])."
)
@options.as_json
@options.as_jsonl
def ledger(
    collection: Path,
    holder: str | None,
    before: str | None,
    after: str | None,
    as_of: str | None,
    is_open: bool,
    resolved: bool,
    gradable: bool,
    limit: int | None,
    records: bool,
    seed: int,
    csv_file: Path | None,
    parquet: Path | None,
    as_json: bool,
    as_jsonl: bool,
) -> int:
    """List the forecasts of a collection, how they came out, and whose came true.

    Every sentence that was read as a forecast is an entry: right or wrong, answered or open, vague or exact. They are found by
    a machine and are candidates; outcomes are entered by people (foresaid outcome). Nobody with fewer than 20 resolved
    forecasts is ranked.
    """
    if sum((as_json, as_jsonl, csv_file is not None, parquet is not None)) > 1:
        raise UsageError("--json, --jsonl, --csv and --parquet exclude one another.")
    if is_open and resolved:
        raise UsageError("--open and --resolved exclude each other.")
    if records:
        narrowed = (before, after, csv_file, parquet, is_open or None, resolved or None, gradable or None)
        if any(each is not None for each in narrowed):
            raise UsageError(
                "--records counts every forecast, or the shares would say nothing; only --holder, --as-of, --limit, --seed,"
                " --json and --jsonl go with it."
            )
        _records(collection, holder, as_of, limit, seed=seed, as_json=as_json, as_jsonl=as_jsonl)
        return 0
    if parquet is not None:
        check_parquet()
    state = True if resolved else False if is_open else None
    asked = selection(
        collection, holder=holder, before=before, after=after, resolved=state, gradable=gradable
    )
    plain = not (as_json or as_jsonl or csv_file or parquet)
    with open_ledger(collection, as_of=as_of) as opened:
        listing = Listing(opened, asked, limit=limit or (_LIMIT if plain else None), as_of=as_of)
        if csv_file:
            _write(listing, csv_file, "csv")
        elif parquet:
            _write(listing, parquet, "parquet")
        elif plain:
            _show(collection, listing)
        else:
            _print_json(listing, lines=as_jsonl)
    return 0


def _print_json(listing: Listing, *, lines: bool) -> None:
    with ProgressLine() as progress:
        rows = map(_row, listing.entries(progress))
        if lines:
            echo_jsonl(rows)
            return
        found = list(rows)
    lost = [asdict(each) for each in listing.unanchored]
    echo_json({"entries": found, "bounds": asdict(listing.bounds), "unanchored": lost})


def _row(entry: LedgerEntry) -> dict[str, Any]:
    return ledger_row(entry) | {"superseded": [asdict(each) for each in entry.superseded]}


def _write(listing: Listing, path: Path, form: str) -> None:
    with ProgressLine() as progress:
        rows = write_listing(listing, path, form, progress)
    echo(f"{counted(rows, 'forecast')} written to {path}.")
    _show_lost(listing)


def _show(collection: Path, listing: Listing) -> None:
    with ProgressLine() as progress:
        for entry in listing.entries(progress):
            _show_entry(entry)
    bounds = listing.bounds
    if bounds.documents and bounds.unread == bounds.documents:
        echo(
            f"No document was read for forecasts yet: foresaid read {shell_word(collection)} --layer forecasts"
        )
        return
    echo(_bounded(bounds))
    if bounds.unread:
        echo(
            f"{counted(bounds.unread, 'document')} not read yet: foresaid read {shell_word(collection)} --layer forecasts"
        )
    _show_lost(listing)


def _bounded(bounds: LedgerBounds) -> str:
    as_of = f", as of {bounds.as_of}" if bounds.as_of else ""
    possible = f" Of {bounds.possible:,} more the date does not tell." if bounds.possible else ""
    return (
        f"{bounds.shown:,} of {counted(bounds.fitting, 'forecast')} that fit, of {bounds.entries:,} read in"
        f" {counted(bounds.documents, 'document')}{as_of}; each is a machine's reading until somebody has looked.{possible}"
    )


def _show_entry(entry: LedgerEntry) -> None:
    forecast = entry.forecast
    date = f"{entry.date} ({entry.grade})" if entry.date else "undated"
    later = "no later than " if entry.secondhand and entry.date else ""
    echo(f"{entry.id[:_LETTERS]}  {later}{date}  {_holder(entry)}", bold=True)
    paragraph(f"“{entry.sentence}”", indent="  ")
    told = [
        f"{entry.document}:{entry.start}-{entry.end}",
        f"expects: {entry.expects or 'cannot be told'}",
        str(forecast.certainty or ""),
        f"“{entry.word.phrase}”" if entry.word.phrase else "",
        f"if: {forecast.condition.text}" if forecast.condition else "",
        f"either/or: {' | '.join(each.text for each in forecast.alternatives)}"
        if forecast.alternatives
        else "",
        f"when: {forecast.horizon_value or forecast.horizon.text}" if forecast.horizon else "",
        {True: "gradable", False: "not gradable", None: "gradable: cannot be told"}[forecast.gradable],
        f"copy of {entry.copy_of[:_LETTERS]}" if entry.copy_of else "",
        "told in retrospect, counts nowhere" if entry.retrospective else "",
    ]
    paragraph(" · ".join(each for each in told if each), indent="  ")
    _show_outcome(entry.outcome)
    echo()


def _holder(entry: LedgerEntry) -> str:
    phrase = entry.forecast.holder.phrase if entry.forecast.holder else None
    words = f"not named (“{phrase.text}”)" if phrase else "holder not told"
    name = entry.holder or words
    return f"{name}, {entry.forecast.holding}" if entry.secondhand else name


def _show_outcome(outcome: Outcome | None) -> None:
    if outcome is None:
        return
    by = f", entered by {outcome.by}" if outcome.by else ""
    date = f" ({outcome.evidence_date})" if outcome.evidence_date else ""
    paragraph(
        f"outcome: {outcome.result}, shown by {outcome.evidence}{date}, because {outcome.because}{by}",
        indent="  ",
    )
    for notice in outcome.notices:
        paragraph(f"note: {notice}", indent="  ")


def _show_lost(listing: Listing) -> None:
    lost = listing.unanchored
    for each in lost[:_LOST]:
        paragraph(
            f"An outcome ({each.outcome.result}) has no forecast any more, “{each.exact}” in {each.document}: {each.why}."
        )
    if len(lost) > _LOST:
        echo(f"And {counted(len(lost) - _LOST, 'more such outcome')} (--json lists all).")


def _records(
    collection: Path,
    holder: str | None,
    as_of: str | None,
    limit: int | None,
    *,
    seed: int,
    as_json: bool,
    as_jsonl: bool,
) -> None:
    with ProgressLine() as progress:
        found = records_of(collection, as_of=as_of, seed=seed, progress=progress, holder=holder)
    shown = found.records[:limit] if limit else found.records
    if as_jsonl:
        echo_jsonl(map(_record_row, shown))
    elif as_json:
        echo_json(
            {**asdict(found), "words": dict(found.words), "records": [_record_row(each) for each in shown]}
        )
    else:
        _show_records(found, found.records[: limit or _HOLDERS])


def _record_row(record: TrackRecord) -> dict[str, Any]:
    return asdict(record) | {"results": dict(record.results), "words": dict(record.words)}


def _show_records(found: TrackRecords, shown: tuple[TrackRecord, ...]) -> None:
    heads = ("forecasts", "resolved", *RIGHT, *WRONG, "right", "95 %", "rank", "holder")
    table([_record_line(each) for each in shown], heads=heads, wrap=True)
    echo()
    for record in shown:
        _show_beside(record)
    rest = len(found.records) - len(shown)
    more = f"; {counted(rest, 'more holder')} not shown" if rest else ""
    base = "no base rate" if found.base_rate is None else f"base rate {found.base_rate:.2f}"
    echo(
        f"{counted(found.forecasts, 'forecast')}, {found.resolved:,} resolved ({base}); {found.unnamed:,} without a named"
        f" holder{more}. In order of resolved forecasts, which is no ranking."
    )
    kinds = dict(found.words)
    paragraph(
        f"How probable they are said to be: {kinds[WordClass.TABLE]:,} by a word with a number in a table,"
        f" {kinds[WordClass.UNQUANTIFIED]:,} by one without (possible, may, unless), {kinds[WordClass.WILL]:,} by a bare “will”,"
        f" {kinds[WordClass.NONE]:,} by none."
    )
    for notice in found.notices:
        paragraph(f"note: {notice}")


def _show_beside(record: TrackRecord) -> None:
    """What stands beside a share: results that are neither right nor wrong, what was not counted, and scores."""
    others = [f"{number:,} {name}" for name, number in record.results if name in _PLAIN and number]
    beside = [
        f"{number:,} {what}"
        for number, what in (
            (record.secondhand, "of them reported by others"),
            (record.by_opponents, "reported by opponents, not counted"),
            (record.retrospective, "told in retrospect, not counted"),
            (record.copies, "in copies, counted once"),
            (record.undated, "with an outcome that may be older, not counted"),
        )
        if number
    ]
    entered = sum(number for name, number in record.results if name != Result.OPEN) + record.undated
    if entered:
        paragraph(
            f"{record.holder}: {', '.join((*others, *beside)) or 'none open'}.", indent="  ", first=""
        )
    if record.resolved:
        _show_scores(record.scores)


def _record_line(record: TrackRecord) -> tuple[str, ...]:
    results = dict(record.results)
    known = record.resolved > 0
    return (
        *(f"{record.forecasts:,}", f"{record.resolved:,}"),
        *(f"{results[each]:,}" for each in (*RIGHT, *WRONG)),
        f"{record.mean:.2f}" if known else "–",
        f"{record.low:.2f}–{record.high:.2f}" if known else "–",
        str(record.rank or "–"),
        record.holder,
    )


def _show_scores(scores: tuple[TableScore, ...]) -> None:
    for each in scores:
        if each.brier is None or each.log_score is None or each.reference is None:
            paragraph(f"{each.table}: no resolved forecast has a number in this table.", indent="    ")
            continue
        interval = f" [{each.low:.2f}–{each.high:.2f}]" if each.low is not None else ""
        skill = f", skill {each.skill:+.2f}" if each.skill is not None else ""
        paragraph(
            f"{each.table}: {counted(each.n, 'forecast')} with a number, Brier {each.brier:.3f}{interval} (always the base"
            f" rate: {each.reference:.3f}{skill}), log score {each.log_score:.2f}.",
            indent="    ",
        )


@click.command(
    epilog="Example: foresaid outcome papers 3fa9c2d1 hit --evidence report-1890"
    ' --because "p. 3: the dam broke on 2 May"'
)
@options.collection
@click.argument("forecast")
@click.argument("result", metavar="OUTCOME")
@click.option(
    "--evidence", required=True, metavar="DOCUMENT", help="The document of the collection that shows it."
)
@click.option("--because", required=True, metavar="TEXT", help="The reason, kept for good.")
@click.option("--by", default="", metavar="NAME", help="Who enters it, under a name of their choice.")
@click.option(
    "--condition", type=click.Choice(["met", "unmet"]), help="Whether what the forecast depends on was so."
)
@click.option(
    "--polarity",
    type=click.Choice([each.value for each in Polarity]),
    help="Which way it goes, if read wrongly.",
)
@options.as_json
def outcome(
    collection: Path,
    forecast: str,
    result: str,
    evidence: str,
    because: str,
    by: str,
    condition: str | None,
    polarity: str | None,
    as_json: bool,
) -> int:
    """Enter how a forecast came out, with the document that shows it.

    FORECAST is the id that `ledger` shows, or its first 8 letters or more. OUTCOME: hit and false alarm for what was to come
    about, correct negative and miss for what was not to; void if its condition was not met; uninformative for an either/or that
    leaves no third; unresolvable; "right outcome by another mechanism"; open takes an outcome back. A later outcome takes the
    place of an earlier one, which is kept.
    """
    verdict = Verdict(
        *(result, evidence, because, by),
        None if condition is None else condition == "met",
        Polarity(polarity) if polarity else None,
    )
    entered = enter_outcome(collection, forecast, verdict)
    if as_json:
        before = asdict(entered.before) if entered.before else None
        echo_json(
            {
                "forecast": ledger_row(entered.entry),
                "outcome": asdict(entered.outcome),
                "before": before,
                "new": entered.new,
            }
        )
        return 0
    paragraph(f"“{entered.entry.sentence}”")
    paragraph(f"{entered.entry.document}, {_holder(entered.entry)}, {entered.entry.date or 'undated'}")
    _show_outcome(entered.outcome)
    if not entered.new:
        echo("It stood so already; nothing was entered.")
    elif entered.before is not None:
        echo(f"Before: {entered.before.result}, because {entered.before.because} (kept in the journal).")
    return 0
