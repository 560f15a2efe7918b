"""Is a later claim of foresight laid beside the record, and is the stance the original's alone?"""

from __future__ import annotations

from dataclasses import replace

from foresaid.inquire.later_claims import Claimed, Quoted, claimed_later, quoted_later
from foresaid.model.annotations import Phrase
from foresaid.model.bodies import ForesightClaim, ForesightKind, Speaker
from foresaid.model.evidence import Agreement, Edit, Passage, Verification, Words
from foresaid.model.inquiries import Stance
from test_answers import finding, paper

SOURCE = replace(finding(Stance.FORESEES), document="vale", start=100, end=160, speaker="Ann Vale")


def quoted(start, end, document="vale", left_out=("If the rain goes on,",)):
    """A quotation whose source stands there."""
    verdict = Verification(
        "q1",
        "truncated",
        Words.TRUNCATED,
        Agreement.CONFIRMED,
        Agreement.UNSTATED,
        Agreement.UNSTATED,
        Passage(document, start, end, "the dam will break"),
        (Edit("cut_before", "", "If the rain goes on,"),),
        (),
        {},
        {},
        left_out=left_out,
    )
    return Quoted(paper("later", "1910"), 5, 25, "the dam will break", verdict)


def claimed(kind, holder=None):
    """A claim of foresight by the document of 1910."""
    speaker = Speaker(Phrase(0, 3, "She"), holder) if holder else None
    claim = ForesightClaim(kind, "foresaw the flood", Phrase(4, 11, "foresaw"), speaker)
    return Claimed(paper("later", "1910"), 0, 20, "She foresaw the flood", claim)


def test_a_quotation_of_a_finding_names_its_source_and_what_it_dropped():
    """The condition that a later quotation leaves out is named, and nothing of it counts twice."""
    (claim,) = quoted_later([quoted(110, 150)], [SOURCE])
    assert (claim.source, claim.verdict, claim.dropped) == (
        ("vale", 110, 150),
        "truncated",
        ("If the rain goes on,",),
    )
    assert "the original's" in claim.says
    assert claim.kind == "quotation"


def test_other_quotations_are_no_later_claims():
    """What is quoted from elsewhere in the document, or from one on topic only, says nothing of foresight."""
    assert quoted_later([quoted(0, 90), quoted(110, 150, "another")], [SOURCE]) == ()
    assert quoted_later([quoted(110, 150)], [replace(SOURCE, stance=Stance.ON_TOPIC)]) == ()


def test_a_claim_needs_a_document_of_the_same_voice():
    """A claim for somebody is borne out only by what is held here of the same voice."""
    (own,) = claimed_later([claimed(ForesightKind.LATER_CLAIM, "Ann Vale")], [SOURCE])
    (other,) = claimed_later([claimed(ForesightKind.LATER_CLAIM, "Bo Wick")], [SOURCE])
    (unnamed,) = claimed_later([claimed(ForesightKind.LATER_CLAIM)], [SOURCE])
    assert own.says == "Held here: vale (1890-03-01, candidate)."
    assert other.says == unnamed.says == "No earlier document in this collection yet."


def test_nobody_could_know_is_held_against_everybody():
    """A universal negative is laid beside whatever foresees the event, whoever said it."""
    (claim,) = claimed_later([claimed(ForesightKind.UNIVERSAL_NEGATIVE)], [SOURCE])
    assert claim.says == "Held here all the same: vale (1890-03-01, candidate)."
    (claim,) = claimed_later([claimed(ForesightKind.UNIVERSAL_NEGATIVE)], [])
    assert "No earlier document" in claim.says
