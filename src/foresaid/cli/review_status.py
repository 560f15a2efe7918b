"""How far is the review of an inquiry, who agrees with whom, and what did everybody decide?"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from foresaid.cli.printing import (
    counted,
    echo,
    echo_json,
    echo_jsonl,
    paragraph,
    program,
    shell_word,
    table,
)
from foresaid.model.reviews import Decision

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any

    from foresaid.model.reviews import Agreement, Dispute, ListedReview, ReviewStatus

_MOST_SHOWN = 20  # of what needs a person; --json has all


def show_reviews(reviews: Sequence[ListedReview], *, as_json: bool, as_jsonl: bool) -> None:
    """Every review, one a row: as it was recorded, and what became of it."""
    if as_json:
        echo_json({"reviews": [_row(each) for each in reviews]})
    elif as_jsonl:
        echo_jsonl(_row(each) for each in reviews)
    elif not reviews:
        echo("No reviews yet.")
    else:
        heads = ("review", "reviewer", "decision", "document", "state", "because")
        table([_cells(each) for each in reviews], heads=heads, wrap=True)


def _row(listed: ListedReview) -> dict[str, Any]:
    fates = {"taken_back": listed.taken_back, "lost": listed.lost, "now_at": listed.now_at}
    return {**asdict(listed.review), **fates}


def _cells(listed: ListedReview) -> tuple[str, ...]:
    review = listed.review
    state = "taken back" if listed.taken_back is not None else "lost" if listed.lost else "in force"
    decision = (
        review.decision if review.decision is Decision.REJECT else f"{review.decision}: {review.stance}"
    )
    notes = [name for name in ("blinded", "decoy", "settling") if getattr(review, name)]
    return (
        str(review.seq),
        review.reviewer,
        decision,
        review.document,
        ", ".join([state, *notes]),
        review.because or "–",
    )


def show_status(status: ReviewStatus, root: Path, *, as_json: bool) -> None:
    """How far the review is, for people or as one JSON object."""
    if as_json:
        echo_json(status)
        return
    echo(f"Review of {status.event!r}", bold=True)
    echo(
        f"{counted(status.findings, 'finding')}: {status.accepted} accepted, {status.rejected} rejected,"
        f" {status.candidates} still the machine's alone or in dispute."
    )
    _show_reviewers(status)
    echo()
    _show_agreement("Agreement", status.agreement)
    if status.masked.passages or status.masked_against_unmasked.passages:
        _show_agreement("  among masked decisions", status.masked)
        _show_agreement("  among unmasked decisions", status.unmasked)
        _show_agreement("  masked against unmasked", status.masked_against_unmasked)
    if status.with_machine.passages:
        _show_agreement("  with the stance shown", status.with_machine)
    _show_disputes(status, root)
    _show_strays(status)


def _show_reviewers(status: ReviewStatus) -> None:
    if not status.reviewers:
        echo("Nobody has decided anything yet.")
        return
    taken = {each.reviewer: f"{each.taken} of {each.shown}" for each in status.decoys}
    heads = (
        "reviewer",
        "accepted",
        "rejected",
        "corrected",
        "of these masked",
        "decoys believed",
    )
    rows = [
        (
            each.reviewer,
            *map(str, (each.accepted, each.rejected, each.corrected, each.masked)),
            taken.get(each.reviewer, "–"),
        )
        for each in status.reviewers
    ]
    table(rows, heads=heads)


def _show_agreement(title: str, found: Agreement) -> None:
    alpha = "–" if found.alpha is None else f"{found.alpha:.3f}"
    interval = "" if found.low is None else f" [{found.low:.3f}, {found.high:.3f}]"
    pairs = counted(found.passages, "passage judged twice", "passages judged twice")
    over = counted(found.passages, "decision") if "machine" in found.reviewers else pairs
    paragraph(
        f"Krippendorff's alpha {alpha}{interval} over {over}. {found.says}",
        first=f"{title}: ",
        indent="  ",
    )


def _show_disputes(status: ReviewStatus, root: Path) -> None:
    waiting = [each for each in status.disputes if each.open]
    if status.disputes:
        echo()
        echo(
            f"{counted(len(status.disputes), 'passage')} on which reviewers differ, {len(waiting)} of them open."
        )
    for dispute in status.disputes[:_MOST_SHOWN]:
        paragraph(_differing(dispute), first="  ", indent="    ")
    _cut(len(status.disputes))
    if waiting:
        where = f"{program()} review {shell_word(root)} {shell_word(status.event)}"
        echo(f"A third person settles them: {where} --disputed --reviewer NAME")


def _differing(dispute: Dispute) -> str:
    said = ", ".join(
        f"{each.reviewer} {'rejected' if each.decision is Decision.REJECT else each.stance}"
        for each in dispute.reviews
    )
    settled = f" Settled by {dispute.settled_by.reviewer}." if dispute.settled_by else ""
    return f"{dispute.document} {dispute.start}-{dispute.end}: {said}.{settled} “{dispute.exact}”"


def _show_strays(status: ReviewStatus) -> None:
    if status.lost:
        echo()
        echo(f"{counted(len(status.lost), 'review')} that count nowhere now:")
        for each in status.lost[:_MOST_SHOWN]:
            paragraph(
                f"review {each.review.seq} by {each.review.reviewer}: {each.why} “{each.review.exact}”",
                first="  ",
                indent="    ",
            )
        _cut(len(status.lost))
    if status.without_finding:
        echo()
        number = counted(len(status.without_finding), "review")
        echo(f"{number} of passages that are no findings of this inquiry any more (--list shows them).")


def _cut(number: int) -> None:
    if number > _MOST_SHOWN:
        echo(f"  and {number - _MOST_SHOWN} more; --json has all.")
