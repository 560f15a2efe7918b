"""A small collection to review, and what an inquiry gives back of it."""

from __future__ import annotations

import json

from conftest import run_foresaid
from foresaid.model.dates import Grade
from foresaid.model.events import Commitment, Event
from foresaid.model.inquiries import Before, Bounds, Dossier, Finding, Stance, Standing

FALL = Event(
    "fall", "The Harbour League will be dissolved.", foreseeing=("The League will break up in 1893.",)
)
SAID = {
    "fenn": (
        "Orla Fenn",
        "The Harbour League will be dissolved before the decade is out, as Hallam feared.",
    ),
    "hallam": ("Josias Hallam", "The Harbour League will stand as long as there are ships in 1888."),
    "teague": ("Ines Teague", "The League will break up if the port is closed."),
    "moor": ("Tam Moor", "The Harbour League shall be made to keep its word."),
}
OTHERS = ("The corn will fail.", "Prices will rise.", "The bridge will fall.", "Trade will recover soon.")
STANCES = (Stance.FORESEES, Stance.DENIES, Stance.WARNS, Stance.PLANS)


def build(folder):
    """Four documents that are found for an event and four that are not, all with forecasts read in them."""
    rows = [
        {
            "id": name,
            "speaker": speaker,
            "date": f"188{at}-05-01",
            "text": f"Gentlemen, hear me. {said} I am done.",
        }
        for at, (name, (speaker, said)) in enumerate(SAID.items())
    ]
    rows += [
        {
            "id": f"other{at}",
            "speaker": "Nobody Much",
            "date": "1880",
            "text": f"Hear me. {said} I am done.",
        }
        for at, said in enumerate(OTHERS)
    ]
    (folder / "said.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    root = folder / "papers"
    for command in (
        ("init", root),
        ("add", root, folder / "said.jsonl"),
        ("read", root, "--layer", "forecasts"),
    ):
        assert run_foresaid(*command).returncode == 0
    return root


def dossier(event=FALL):
    """What an inquiry gives back, as far as reviewing looks at it."""
    found = []
    for (name, (speaker, said)), stance in zip(SAID.items(), STANCES, strict=True):
        start = len("Gentlemen, hear me. ")
        found.append(
            Finding(
                *(
                    name,
                    start,
                    start + len(said),
                    said,
                    speaker,
                    f"Speech of {speaker}",
                    "1885-05-01",
                    Grade.C,
                ),
                *(
                    Before.CERTAINLY,
                    stance,
                    stance,
                    Standing.CANDIDATE,
                    1 - len(found) / 10,
                    (8.0, 9.0),
                    name,
                ),
                reasons=("it says so",),
            )
        )
    committed = Commitment(event, "v1", 1, "", "", 8, "test", (), 1)
    bounds = Bounds(8, 8, 5, 0, 0, None, None, (), (), 8, 4, (), "")
    return Dossier(committed, None, bounds, tuple(found), (), (), (), None, None, "")
