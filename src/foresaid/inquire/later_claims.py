"""Who says later that it had been said, or that nobody could have known, and does the record bear it out?

Two kinds of later claims: documents that quote an earlier passage, verified against it, and sentences that claim
foresight for somebody, or deny it to everybody. Neither counts as foresight itself: the stance is the original's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.inquire.precedence import standing_before
from foresaid.model.bodies import ForesightClaim, ForesightKind
from foresaid.model.dates import Grade
from foresaid.model.evidence import Verification
from foresaid.model.inquiries import Before, LaterClaim, Stance, Witnessed
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from foresaid.model.dates import Edtf
    from foresaid.model.inquiries import Finding

# What of the record a later claim can lean on.
FORESEEING = frozenset({Stance.FORESEES, Stance.FORESEES_PART, Stance.WARNS})
_JUDGING = FORESEEING | {Stance.DENIES, Stance.DENIES_PART, Stance.UNDETERMINED}
# What the kinds of edits that hide a part of the source are called (verify/): their words are dropped words.
_CUTS = ("cut_before", "cut_after", "omission_hides", "condition", "omission")
_HELD = 3  # passages named in one sentence; more are counted


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in a document, with the verdict on it."""

    document: Witnessed
    start: int
    end: int
    text: str
    verification: Verification


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim of foresight in a document, with the sentence it stands in."""

    document: Witnessed
    start: int
    end: int
    text: str
    claim: ForesightClaim


def quoted_later(quotations: Iterable[Quoted], findings: Sequence[Finding]) -> tuple[LaterClaim, ...]:
    """Quotations whose source is one of the findings, each with its verdict and what it leaves out."""
    by_document: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.stance in _JUDGING:
            by_document.setdefault(finding.document, []).append(finding)
    found = []
    for each in quotations:
        source = each.verification.source
        if source is None or source.document == each.document.id:
            continue
        for finding in by_document.get(source.document, ()):
            if finding.start < source.end and source.start < finding.end:
                found.append(_quotation(each, finding))
                break
    return tuple(found)


def claimed_later(
    claims: Iterable[Claimed], findings: Sequence[Finding], event: Edtf | None = None
) -> tuple[LaterClaim, ...]:
    """Claims of foresight, or that there was none, each beside what the record holds of the same voice or of anybody.

    Only what is earlier than the claim bears on it. A claim that is itself earlier than the event is said to be.
    """
    return tuple(_claim(each, findings, event) for each in claims)


def _quotation(quoted: Quoted, finding: Finding) -> LaterClaim:
    verdict = quoted.verification
    source = verdict.source
    assert source is not None
    dropped = tuple(
        dict.fromkeys((*verdict.left_out, *(e.source for e in verdict.edits if e.kind in _CUTS)))
    )
    named = ", ".join(part for part in (finding.speaker, finding.date) if part)
    says = f"Quotes {finding.document} ({named or 'no speaker or date stated'}): {verdict.verdict}."
    if dropped:
        says += " The source has also: " + "; ".join(f"“{words}”" for words in dropped if words) + "."
    says += f" Its stance ({finding.stance}) is the original's and is counted there, once."
    return LaterClaim(
        document=quoted.document.id,
        start=quoted.start,
        end=quoted.end,
        text=quoted.text,
        speaker=quoted.document.speaker,
        date=quoted.document.date.text if quoted.document.date else None,
        kind="quotation",
        says=says,
        source=(source.document, source.start, source.end),
        verdict=verdict.verdict,
        dropped=tuple(words for words in dropped if words),
    )


def _claim(claimed: Claimed, findings: Sequence[Finding], event: Edtf | None) -> LaterClaim:
    claim = claimed.claim
    held = [finding for finding in findings if finding.stance in FORESEEING and finding.carries]
    held = [finding for finding in held if finding.document != claimed.document.id]
    if claim.kind is ForesightKind.UNIVERSAL_NEGATIVE:
        without = "No earlier document in this collection says otherwise."
        says = _told(claimed, held, "Held here all the same", without)
    else:
        holder = (claim.holder.name if claim.holder else None) or None
        own = [finding for finding in held if holder and finding.speaker == holder]
        says = _told(claimed, own, "Held here", "No earlier document in this collection yet.")
    if standing_before(claimed.document, event) is Before.CERTAINLY:
        says += " It was said before the event itself."
    return LaterClaim(
        document=claimed.document.id,
        start=claimed.start,
        end=claimed.end,
        text=claimed.text,
        speaker=claimed.document.speaker,
        date=claimed.document.date.text if claimed.document.date else None,
        kind=str(claim.kind),
        says=says,
    )


def _told(claimed: Claimed, found: list[Finding], begins: str, without: str) -> str:
    """What the record holds that is earlier, the first passages named; machine labels are said to be candidates."""
    earlier = [_earlier(each, claimed.document) for each in found]
    held = [each for each, before in zip(found, earlier, strict=True) if before]
    open_ones = [each for each, before in zip(found, earlier, strict=True) if before is None]
    if not held and open_ones:
        held, begins = open_ones, f"{begins}, though the dates do not tell whether earlier"
    if not held:
        return without
    named = ", ".join(
        f"{each.document} ({each.date or 'undated'}, {each.standing})" for each in held[:_HELD]
    )
    more = f" and {len(held) - _HELD} more" if len(held) > _HELD else ""
    return f"{begins}: {named}{more}."


def _earlier(finding: Finding, document: Witnessed) -> bool | None:
    """Whether a finding is earlier than a document; None where dates of grade A to C do not tell."""
    strong = finding.date is not None and finding.grade is not None and finding.grade <= Grade.C
    if not strong or document.date is None or document.grade is None or document.grade > Grade.C:
        return None
    return parse_edtf(finding.date or "").precedes(document.date)
