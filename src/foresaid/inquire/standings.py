"""Where does a finding stand after people have looked at it, and where do they differ?

A review is held by the words of its passage and by its place. Both are looked for again in the text as it is now; a
review whose words are gone, or stand in several places that cannot be told apart, counts nowhere and is listed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from foresaid.model.inquiries import Standing
from foresaid.model.reviews import Decision, Dispute, LostReview, Review, Reviewed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from foresaid.model.inquiries import Finding

# What a rejected passage counts as where labels are compared; no stance has this name.
REJECTED = "rejected"
# How much of two spans must be common for a review to be of a finding: a closing mark or a note's number may have come or
# gone, but not a clause, for that may turn a stance round.
_SAME = 0.8
# White space between two words that an extractor may have made of one blank: a line end, a page break, an indent.
_SPACE = r"\s{1,16}"


def label(review: Review) -> str:
    """What a review calls its passage: a stance, or that it is no finding."""
    return REJECTED if review.decision is Decision.REJECT else review.stance.value


def placed(review: Review, text: str | None) -> Review | LostReview:
    """A review with its place in a text as it now is; None = the document is not held any more.

    The old place counts where its words still stand there; else the place whose surroundings agree best.
    """
    if text is None:
        return LostReview(review, f"The document {review.document} is not in the collection any more.")
    if text[review.start : review.end] == review.exact:
        return review
    pattern = _SPACE.join(re.escape(word) for word in review.exact.split())
    spans = [match.span() for match in re.finditer(pattern, text)] if pattern else []
    if not spans:
        return LostReview(review, f"Its words do not stand in {review.document} as it is now read.")
    fits = [_surroundings(review, text, *span) for span in spans]
    best = [span for span, fit in zip(spans, fits, strict=True) if fit == max(fits)]
    if len(best) > 1 and max(fits) < len(_squeezed(review.prefix)) + len(_squeezed(review.suffix)):
        return LostReview(
            review,
            f"Its words stand {len(best)} times in {review.document}, and what is around them changed.",
        )
    start, end = min(best, key=lambda span: abs(span[0] - review.start))
    return replace(review, start=start, end=end)


def _surroundings(review: Review, text: str, start: int, end: int) -> int:
    """How many letters right before and behind a place are those that stood there at the review."""
    before = _squeezed(text[max(0, start - 2 * len(review.prefix)) : start])
    behind = _squeezed(text[end : end + 2 * len(review.suffix)])
    return _common(_squeezed(review.prefix)[::-1], before[::-1]) + _common(_squeezed(review.suffix), behind)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _common(left: str, right: str) -> int:
    pairs = zip(left, right, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(left), len(right)))


def standings(findings: Sequence[Finding], reviews: Iterable[Review]) -> Reviewed:
    """Findings with the standing and stance that people gave them; decoys count for nothing.

    `reviews` are those in force, each at its place in the text as it now is. One reviewer's word is enough, and the
    last word of each counts; where two differ the passage stays a candidate until a third has decided. A copy stands
    where its original does.
    Finding by finding every review of the same document is looked at, so that the cost is that of their product
    within a document, not in the collection.
    """
    of_document: dict[str, list[Review]] = defaultdict(list)
    for review in sorted(reviews, key=lambda each: each.seq):
        if not review.decoy:
            of_document[review.document].append(review)
    used: set[int] = set()
    decided: list[Finding] = []
    reviewed: list[bool] = []
    disputes: list[Dispute] = []
    for finding in findings:
        its = [each for each in of_document[finding.document] if is_of(each, finding)]
        used.update(each.seq for each in its)
        dispute = dispute_of(its)
        if dispute:
            disputes.append(dispute)
        decided.append(_decided(finding, its, dispute))
        reviewed.append(bool(its))
    decided = _with_copies(decided, reviewed)
    rest = tuple(each for group in of_document.values() for each in group if each.seq not in used)
    return Reviewed(tuple(decided), tuple(disputes), tuple(sorted(rest, key=lambda each: each.seq)))


def _with_copies(findings: Sequence[Finding], reviewed: Sequence[bool]) -> list[Finding]:
    """Findings of which copies stand where their original stands, unless somebody reviewed the copy itself."""
    originals = {each.cluster: each for each in findings if each.carries}
    found: list[Finding] = []
    for finding, own in zip(findings, reviewed, strict=True):
        original = None if finding.carries or own else originals.get(finding.cluster)
        found.append(
            finding
            if original is None
            else replace(finding, stance=original.stance, standing=original.standing)
        )
    return found


def is_of(review: Review, finding: Finding) -> bool:
    """Whether a review speaks of a finding: nearly all of both spans is common."""
    return review.document == finding.document and same_place(
        (review.start, review.end), (finding.start, finding.end)
    )


def same_place(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans are one passage as far as a stance goes."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    whole = max(one[1], other[1]) - min(one[0], other[0])
    return common > 0 and common >= _SAME * whole


def last_words(reviews: Iterable[Review]) -> dict[str, Review]:
    """The last decision of each reviewer on one passage."""
    return {review.reviewer: review for review in sorted(reviews, key=lambda each: each.seq)}


def dispute_of(reviews: Iterable[Review]) -> Dispute | None:
    """Where the reviewers of one passage differ: who decided what, and who settled it; None where they agree.

    The first who decides while others differ, and is none of them, settles it; a later decision of theirs replaces
    the earlier one. Whoever takes a decision back thereby also takes back what it settled.
    """
    held: dict[str, Review] = {}
    settled: Review | None = None
    for review in sorted(reviews, key=lambda each: each.seq):
        outside = review.reviewer not in held and _differ(held.values())
        again = settled is not None and settled.reviewer == review.reviewer
        if again or (settled is None and outside):
            settled = review
        held[review.reviewer] = review
    if settled is None and not _differ(held.values()):
        return None
    last = max(held.values(), key=lambda each: each.seq)
    order = tuple(sorted(held.values(), key=lambda each: each.seq))
    return Dispute(last.document, last.start, last.end, last.exact, order, settled)


def _differ(reviews: Iterable[Review]) -> bool:
    return len({label(review) for review in reviews}) > 1


def _decided(finding: Finding, reviews: Sequence[Review], dispute: Dispute | None) -> Finding:
    """A finding as it stands: undisputed reviews decide, and in a dispute whoever settled it."""
    as_found = replace(finding, stance=finding.machine, standing=Standing.CANDIDATE)
    deciding = (dispute.settled_by if dispute else reviews[-1]) if reviews else None
    if deciding is None:
        return as_found
    if deciding.decision is Decision.REJECT:
        return replace(as_found, standing=Standing.REJECTED)
    return replace(as_found, stance=deciding.stance, standing=Standing.ACCEPTED)


def passages(reviews: Iterable[Review]) -> Iterator[list[Review]]:
    """Reviews gathered by passage, in the order of their places; decoys and findings apart."""
    groups: dict[tuple[str, bool], list[list[Review]]] = defaultdict(list)
    for review in sorted(reviews, key=lambda each: (each.start, each.end, each.seq)):
        its = groups[review.document, review.decoy]
        if its and same_place((its[-1][0].start, its[-1][0].end), (review.start, review.end)):
            its[-1].append(review)
        else:
            its.append([review])
    for key in sorted(groups):
        yield from groups[key]
