"""What does a whole dossier look like? An invented one, with every kind of part, and the passages it speaks of."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from foresaid.model.dates import Grade
from foresaid.model.events import Commitment, Deviation, Event
from foresaid.model.inquiries import (
    Before,
    Bounds,
    Dossier,
    Finding,
    LaterClaim,
    PassageContext,
    Placebo,
    Stance,
    Standing,
    VoiceForecast,
)
from foresaid.text.edtf import parse_edtf

EVENT = Event(
    name="dam",
    statement="The dam at Dunmere will break.",
    date=parse_edtf("1911-05-14"),
    claim="Nobody foresaw that the dam would break",
    definition="The wall of 1898 gives way along its whole length.",
    aliases=("Dunmere flood",),
    foreseeing=("The wall will not hold.", "The valley will be flooded."),
    denying=("The wall will stand.",),
    false_if=("Only the sluice fails.",),
)
_COMMITMENT = Commitment(
    event=EVENT,
    version="a" * 64,
    seq=41,
    received="2026-11-24T20:00:00Z",
    collection="b" * 64,
    documents=40,
    generator="foresaid-inquire/1",
    thresholds=(("placebo.dates", 1000), ("score.least", 0.5)),
    number=3,
    deviations=(
        Deviation(
            "foreseeing",
            '["The wall will not hold."]',
            '["The wall will not hold.", "…"]',
            "forgotten",
            "2026-11-25",
        ),
    ),
)
_BOUNDS = Bounds(
    documents=40,
    searched=31,
    authors=12,
    undated=2,
    weak_dates=1,
    first="1890-01-02",
    last="1911-05-13",
    years_without=(1893, 1902),
    by_decade=((1890, 9), (1900, 18), (1910, 4)),
    passages=2_310,
    judged=500,
    retrieval=("words", "meaning"),
    recall="not audited",
)
_PLACEBO = Placebo(
    window_years=10,
    n=1_000,
    observed=2,
    share=0.755,
    mean=1.4,
    p=0.312,
    era_n=0,
    era_share=0.0,
    era_mean=0.0,
    era_p=1.0,
    seed=0,
    labels="machine",
    says="Placebo: no better than any other window of this collection.",
)


def finding(document, text, stance, **changes):
    """A finding of the invented inquiry; all that is not given is as for a letter of 1901."""
    made = Finding(
        document=document,
        start=100,
        end=100 + len(text),
        text=text,
        speaker="A. Hale",
        title="Letters to the Dunmere Board",
        date="1901-03",
        grade=Grade.C,
        before=Before.CERTAINLY,
        stance=stance,
        machine=stance,
        standing=Standing.CANDIDATE,
        score=0.9,
        lead_years=(10.12, 10.2),
        cluster=f"{document}-{text[:12]}",
        found_by=("words", "meaning"),
        reasons=("future tense", "the event's own verb"),
    )
    return replace(made, **changes)


FORESEEN = finding(
    "hale-1901", "That wall will not hold another winter.", Stance.FORESEES, horizon="1901/1902"
)
COPY = replace(FORESEEN, document="digest-1903", start=7, end=46, date="1903", carries=False)
WARNED = finding(
    "moor-1904",
    "Unless the footing is renewed, the wall must give way.",
    Stance.WARNS,
    conditional=True,
    standing=Standing.ACCEPTED,
    machine=Stance.FORESEES,
)
MAYBE = finding(
    "undated-7",
    "The valley will be flooded.",
    Stance.FORESEES,
    before=Before.POSSIBLY,
    date=None,
    grade=None,
    lead_years=None,
)
DENIED = finding("board-1905", "The dam will stand for centuries.", Stance.DENIES, suggestion="denies")
PLANNED = finding("plan-1906", "We intend to raise the wall.", Stance.PLANS)
AFTER = finding(
    "press-1912",
    "It will break again.",
    Stance.FORESEES,
    before=Before.NOT,
    date="1912",
    lead_years=(-1.64, -0.6),
)
REJECTED = finding(
    "song-1900", "The wall will fall, my love.", Stance.FORESEES_PART, standing=Standing.REJECTED
)
_VOICE = VoiceForecast(
    "A. Hale", "hale-1903", 4, 40, "The railway will never reach Dunmere.", "1903", "will_not", True
)
_CLAIM = LaterClaim(
    document="memoir-1920",
    start=12,
    end=80,
    text="I told them that the wall would not hold.",
    speaker="A. Hale",
    date="1920",
    kind="quotation",
    says="Held here in hale-1901, dated 1901-03.",
    source=(FORESEEN.document, FORESEEN.start, FORESEEN.end),
    verdict="truncated",
    dropped=("another winter",),
)


def dossier(**changes):
    """The invented dossier, with whatever a test changes in it."""
    made = Dossier(
        commitment=_COMMITMENT,
        cutoff=None,
        bounds=_BOUNDS,
        findings=(FORESEEN, DENIED, WARNED, COPY, MAYBE, PLANNED, AFTER, REJECTED),
        counts=(("foresees", 2, 0), ("warns", 0, 1), ("denies", 1, 0)),
        voices=(_VOICE,),
        later_claims=(_CLAIM,),
        placebo=_PLACEBO,
        accepted_placebo=None,
        answer="In the 31 documents by 12 authors: one passage labelled as an explicit forecast of it.",
        notices=("“footing” is first attested after the event.",),
    )
    return replace(made, **changes)


def in_paragraphs(places, words):
    """Every place with a paragraph around its words; `words` maps places to them."""
    return {
        place: PassageContext(
            "It is now certain. ",
            words.get(place, "That wall will not hold another winter."),
            " So much for that.",
            "Letters to the Dunmere Board",
            "A. Hale",
            "1901-03",
            Grade.C,
            "date line",
        )
        for place in places
    }


class _Walk(HTMLParser):
    """All tags with their attributes, and the text between them."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.text = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)


def walk(page):
    """What a browser's parser would meet on a page."""
    reader = _Walk()
    reader.feed(page)
    reader.close()
    return reader
