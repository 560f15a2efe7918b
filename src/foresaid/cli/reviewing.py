"""review: what do people say of the findings of an inquiry, and how far do they agree?"""

from __future__ import annotations

from pathlib import Path

import click

from foresaid.cli import options
from foresaid.cli.progress import ProgressLine
from foresaid.cli.review_session import ReviewSession
from foresaid.cli.review_status import show_reviews, show_status
from foresaid.errors import UsageError
from foresaid.pipeline.inquiring import findings_of
from foresaid.pipeline.presenting import open_docket
from foresaid.pipeline.reviewing import inquiry_name, listed_reviews, review_status


@click.command(epilog='Example: foresaid review papers "the crash" --reviewer Ada --blind --limit 40')
@options.collection
@click.argument("event", required=False)
@click.option(
    "--reviewer",
    envvar="FORESAID_REVIEWER",
    metavar="NAME",
    help="The name you choose; also from the environment variable FORESAID_REVIEWER.",
)
@click.option("--blind", is_flag=True, help="Hide author, date and outcome, mask names, mix in decoys.")
@click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="Draw another order.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the next N passages.")
@click.option("--disputed", is_flag=True, help="Only passages on which two others differ, to settle them.")
@click.option("--status", is_flag=True, help="Show how far the review is and how far reviewers agree.")
@click.option("--list", "as_list", is_flag=True, help="List every review, those taken back among them.")
@options.as_json
@options.as_jsonl
def review(
    collection: Path,
    event: str | None,
    reviewer: str | None,
    blind: bool,
    seed: int,
    limit: int | None,
    disputed: bool,
    status: bool,
    as_list: bool,
    as_json: bool,
    as_jsonl: bool,
) -> int:
    """Accept, reject or correct the findings of an inquiry, one at a time.

    Each passage is shown in its context with the stance that the machine gave it; one key decides, and the
    decision is on disk before the next passage is shown. EVENT may be left out where there is one inquiry.
    Keys on a terminal are taken at once; from a pipe each answer is a line. What the machine found is kept
    beside what people say, and no model learns from reviews.
    """
    name = inquiry_name(collection, event)
    if not (status or as_json or as_jsonl or as_list) and not (reviewer or "").strip():
        raise UsageError("A review needs a name, one that you choose: --reviewer NAME.")
    if as_list and not Path(name).is_file():
        show_reviews(listed_reviews(collection, name), as_json=as_json, as_jsonl=as_jsonl)
        return 0
    with ProgressLine() as progress:
        progress("Searching", 0, 0)
        dossier = findings_of(collection, name)
    if as_list or as_jsonl:
        found = listed_reviews(collection, dossier.commitment.event.name)
        show_reviews(found, as_json=as_json, as_jsonl=as_jsonl)
        return 0
    if status or as_json:
        show_status(review_status(collection, dossier), collection, as_json=as_json)
        return 0
    docket = open_docket(
        collection, dossier, reviewer or "", blind=blind, settling=disputed, seed=seed, limit=limit
    )
    ReviewSession(docket).run()
    return 0
