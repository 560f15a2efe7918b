"""Are hopes and goals kept apart from forecasts, and does a null come out bounded? Three events over 522 UN speeches.

    python benchmarks/ungd_inquiries.py                    makes a collection of ../shared/data/ungd_1985_1991
    python benchmarks/ungd_inquiries.py --collection DIR   over one that is there already

Whole inquiries, machine labels. Printed per event: findings of each stance before it, the judged sentences of
../shared/data/ungd_inquiry among them and how they are labelled, and the beginning of the answer. A hope or goal counts as
shown as a forecast where it is labelled foresees or foresees_part.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from pathlib import Path

from foresaid.archive.collection import create_collection
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.inquiring import inquire
from foresaid.settings import Settings

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
# As a user would write them; none of these sentences is of the data.
EVENTS = {
    "E1": {
        "name": "German reunification",
        "date": "1990-10-03",
        "statement": "Germany will be reunified.",
        "aliases": ["German unity", "reunification of Germany"],
        "foreseeing": ["the two German States will be united", "Germany will be reunified"],
        "denying": ["Germany will remain divided", "there will be two German States"],
    },
    "E2": {
        "name": "dissolution of the Soviet Union",
        "date": "1991-12-26",
        "statement": "The Soviet Union will be dissolved.",
        "aliases": ["collapse of the Soviet Union", "end of the USSR"],
        "foreseeing": ["the Soviet Union will break up", "the Soviet Union will cease to exist"],
        "denying": ["the Soviet Union will endure", "the Soviet Union will grow stronger"],
    },
    "E3": {
        "name": "end of apartheid",
        "date": "1994-04-27",
        "statement": "Apartheid in South Africa will end.",
        "aliases": ["end of apartheid", "abolition of apartheid", "majority rule in South Africa"],
        "foreseeing": ["apartheid will be dismantled", "apartheid will collapse", "apartheid is doomed"],
        "denying": ["apartheid will survive", "apartheid will be retained"],
    },
}
FORECASTS = ("foresees", "foresees_part")


def rows() -> list[dict]:
    """The judged sentences."""
    return [
        json.loads(line) for line in (DATA / "ungd_inquiry" / "dev.jsonl").read_text("utf-8").splitlines()
    ]


def measure(root: Path, folder: Path) -> dict[str, dict]:
    """For each event its answer, the stances of its findings, and the labels of judged sentences with their stances."""
    found = {}
    for key, fields in EVENTS.items():
        path = folder / f"{key}.json"
        path.write_text(json.dumps(fields), "utf-8")
        dossier = inquire(root, str(path))
        judged = Counter()
        for row in (each for each in rows() if each["event"] == key):
            start, end = row["span"]
            for each in dossier.findings:
                shared = min(each.end, end) - max(each.start, start)
                if each.document == row["doc"] and 2 * shared > end - start:
                    judged[row["label"], str(each.stance)] += 1
        stances = Counter(str(each.stance) for each in dossier.findings if each.carries)
        found[key] = {"answer": dossier.answer, "stances": stances, "judged": judged}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--collection", type=Path, help="a collection of the speeches that is there already"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="foresaid-ungd-") as scratch:
        root = given.collection or Path(scratch) / "ungd"
        if given.collection is None:
            create_collection(root, Settings(title="UN General Debate, 1985 to 1991"))
            collect_documents(root, [DATA / "ungd_1985_1991" / "dev.jsonl"])
        for key, found in measure(root, Path(scratch)).items():
            print(EVENTS[key]["name"], dict(found["stances"]))
            print("  judged:", ", ".join(f"{a}>{b}:{n}" for (a, b), n in sorted(found["judged"].items())))
            hopes = sum(
                n for (a, b), n in found["judged"].items() if a == "hope_or_goal" and b in FORECASTS
            )
            print(f"  hopes or goals shown as forecasts: {hopes}")
            print("  " + found["answer"][:420])


if __name__ == "__main__":
    main()
