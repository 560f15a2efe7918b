"""What have people decided about an inquiry's findings? Journalled one by one, and never edited."""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from foresaid.archive.collection import reading, writing
from foresaid.archive.entries import entries
from foresaid.archive.journal import now
from foresaid.errors import LockedError, UsageError
from foresaid.inquire.agreement import agreement, decoys, judged, masked_against_unmasked, with_machine
from foresaid.inquire.standings import placed, standings
from foresaid.model.inquiries import Stance, Standing
from foresaid.model.reviews import Decision, ListedReview, LostReview, Review, ReviewerCount, ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from foresaid.archive.catalogue import Catalogue
    from foresaid.archive.collection import Collection
    from foresaid.model.inquiries import Dossier

# A decision is on disk in a moment; somebody else's may be under way, an `add` takes longer and is waited for no more.
_PATIENCE, _PAUSE = 10.0, 0.1
# What of an event makes the question: with another one of these, an earlier stance answers something else.
_QUESTION = ("statement", "definition", "foreseeing", "denying", "false_if")
_SEED = 0  # of the interval of agreement, so that a status repeats its numbers


def reviews_of(catalogue: Catalogue, event: str) -> tuple[Review, ...]:
    """The reviews of an event that are in force, each at its place in the text as it now is.

    Those taken back are left out, and those whose words are lost or whose question has changed (`lost_reviews`).
    """
    return _sorted_out(catalogue, event)[0]


def lost_reviews(catalogue: Catalogue, event: str) -> tuple[LostReview, ...]:
    """The reviews of an event that count nowhere any more though nobody took them back, and why."""
    return _sorted_out(catalogue, event)[1]


def listed_reviews(root: Path, event: str) -> tuple[ListedReview, ...]:
    """Every review of an event in the order of the journal, those taken back and lost among them."""
    with reading(root) as collection:
        undone = _undone(collection.catalogue)
        kept, lost = _sorted_out(collection.catalogue, event)
        places = {review.seq: (review.start, review.end) for review in kept}
        reasons = {each.review.seq: each.why for each in lost}
        return tuple(
            ListedReview(review, undone.get(review.seq), reasons.get(review.seq), places.get(review.seq))
            for review in _recorded(collection.catalogue, event)
        )


def _recorded(catalogue: Catalogue, event: str) -> Iterator[Review]:
    for record in entries(catalogue, "review", event):
        yield _review(record)


def _review(record: dict[str, Any]) -> Review:
    fields = {name: record[name] for name in Review.__dataclass_fields__ if name in record}
    named = {
        "event": record["key"],
        "decision": Decision(record["decision"]),
        "stance": Stance(record["stance"]),
        "machine": Stance(record["machine"]),
    }
    return Review(**{**fields, **named})


def _undone(catalogue: Catalogue) -> dict[int, str]:
    return {int(record["key"]): record["because"] for record in entries(catalogue, "review undone")}


def _sorted_out(catalogue: Catalogue, event: str) -> tuple[tuple[Review, ...], tuple[LostReview, ...]]:
    undone = _undone(catalogue)
    recorded = [review for review in _recorded(catalogue, event) if review.seq not in undone]
    asked = _questions(catalogue, event)
    kept: list[Review] = []
    lost: list[LostReview] = []
    name, text = "", None
    for review in sorted(recorded, key=lambda each: (each.document, each.seq)):
        if review.document != name:
            name, text = review.document, document_text(catalogue, review.document)
        found = placed(review, text)
        earlier = [question for seq, question in asked if seq < review.seq]
        if earlier and earlier[-1] != asked[-1][1]:
            lost.append(LostReview(review, "The event was worded otherwise when this was decided."))
        elif isinstance(found, LostReview):
            lost.append(found)
        else:
            kept.append(found)
    in_order = tuple(sorted(kept, key=lambda each: each.seq))
    return in_order, tuple(sorted(lost, key=lambda each: each.review.seq))


def _questions(catalogue: Catalogue, event: str) -> list[tuple[int, tuple[Any, ...]]]:
    """What was asked under an event's name, from which record of the journal on; the last is what is asked now."""
    records = [record for kind in ("event", "inquiry") for record in entries(catalogue, kind, event)]
    return sorted((record["seq"], _question(record["fields"])) for record in records)


def _question(fields: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(fields.get(name) or () for name in _QUESTION)


def document_text(catalogue: Catalogue, name: str) -> str | None:
    """The text of one document, None where it is not held."""
    row = next(catalogue.rows("SELECT text FROM document WHERE id = ?", (name,)), None)
    return None if row is None else str(row["text"])


def record_review(root: Path, review: Review) -> Review:
    """Journal a decision, durably, before anything else is shown; gives it back with its number and time.

    UsageError where a rejection or correction has no reason that others can judge.
    """
    if review.decision is not Decision.ACCEPT and not review.because.strip():
        raise UsageError(f"To {review.decision} needs a reason that others can judge.")
    record = {
        "type": "review",
        "key": review.event,
        **{name: getattr(review, name) for name in _FIELDS},
        "reviewer": _sound(review.reviewer),
        "because": _sound(review.because),
        "received": now(),
    }
    with _writing(root) as collection:
        collection.journalled([record])
        return _review({**record, "seq": collection.journal.last()})


def _sound(text: str) -> str:
    """Text that UTF-8 can hold: bytes that a terminal sent and that were no UTF-8 become the sign for that."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


_FIELDS = (
    *("document", "start", "end", "exact", "prefix", "suffix", "decision", "stance", "machine"),
    *("reviewer", "because", "blinded", "decoy", "settling"),
)


def undo_review(root: Path, seq: int, *, because: str) -> None:
    """Journal that a review is taken back; the review itself stays in the journal."""
    with _writing(root) as collection:
        if seq in _undone(collection.catalogue):
            raise UsageError(f"Review {seq} has been taken back already.")
        if not any(record["seq"] == seq for record in entries(collection.catalogue, "review")):
            raise UsageError(f"The journal has no review numbered {seq}.")
        collection.journalled(
            [{"type": "review undone", "key": str(seq), "because": because, "received": now()}]
        )


@contextmanager
def _writing(root: Path) -> Iterator[Collection]:
    """The collection open for one decision, waiting a little where somebody else is just writing theirs."""
    began = time.monotonic()
    with ExitStack() as stack:
        collection = None
        while collection is None:
            try:
                collection = stack.enter_context(writing(root))
            except LockedError:
                if time.monotonic() - began > _PATIENCE:
                    raise
                time.sleep(_PAUSE)
        yield collection


def inquiry_name(root: Path, event: str | None) -> str:
    """The event that is meant: the one given, or the only one that was inquired into."""
    if event is not None:
        return event
    with reading(root) as collection:
        names = sorted({record["key"] for record in entries(collection.catalogue, "inquiry")})
    if len(names) == 1:
        return str(names[0])
    if not names:
        raise UsageError(
            f"Nothing has been inquired into here, so that there is nothing to review; begin with"
            f" `foresaid inquire {root} EVENT`."
        )
    raise UsageError(f"There are {len(names)} inquiries here; name one: {', '.join(names)}.")


def review_status(root: Path, dossier: Dossier) -> ReviewStatus:
    """How far the review of an inquiry is, from its findings as the machine has them now."""
    event, findings = dossier.commitment.event.name, dossier.findings
    with reading(root) as collection:
        kept, lost = _sorted_out(collection.catalogue, event)
    reviewed = standings(findings, kept)
    standing = [each.standing for each in reviewed.findings]
    twice = judged(kept)
    return ReviewStatus(
        event=event,
        findings=len(findings),
        accepted=standing.count(Standing.ACCEPTED),
        rejected=standing.count(Standing.REJECTED),
        candidates=standing.count(Standing.CANDIDATE),
        judged_twice=sum(len(unit) > 1 for unit in twice),
        reviewers=tuple(_counts(kept)),
        agreement=agreement(twice, seed=_SEED),
        masked=agreement(judged(kept, blinded=True), seed=_SEED),
        unmasked=agreement(judged(kept, blinded=False), seed=_SEED),
        masked_against_unmasked=agreement(masked_against_unmasked(kept), seed=_SEED),
        with_machine=with_machine(kept, seed=_SEED),
        decoys=decoys(kept),
        disputes=reviewed.disputes,
        lost=lost,
        without_finding=reviewed.without_finding,
    )


def _counts(reviews: Sequence[Review]) -> Iterator[ReviewerCount]:
    for name in sorted({review.reviewer for review in reviews}):
        own = [review for review in reviews if review.reviewer == name and not review.decoy]
        last = list({(each.document, each.start, each.end): each for each in own}.values())
        made = [each.decision for each in last]
        yield ReviewerCount(
            reviewer=name,
            accepted=made.count(Decision.ACCEPT),
            rejected=made.count(Decision.REJECT),
            corrected=made.count(Decision.CORRECT),
            masked=sum(each.blinded for each in last),
        )
