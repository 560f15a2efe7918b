"""How many invented sentences get the stance a careful reader would give, and how many stand on the wrong side?

    python benchmarks/reading/stances.py [EVENT_WORD]

The table is tests/tables/stances_invented.toml: invented events and sentences, labelled by somebody who had not read
the code that is judged here; nothing was trained on it. Right: the stance is one of the acceptable ones. Wrong side:
a sentence that can only be read as foreseeing (or its part) is labelled as denying (or its part), or the reverse; its
share is of the sentences that have a side. Nothing is retrieved: every sentence is judged for its own event alone,
once as an inquiry does it (rare words count more; here the sentences of the table are the whole collection), once with
all words alike. With a word, only the events whose name has it are printed.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from math import log
from pathlib import Path
from typing import NamedTuple

from foresaid.inquire.stances import Judge
from foresaid.model.events import Event
from foresaid.model.inquiries import Candidate, Stance
from foresaid.read.forecasts.chances import OutlookReader
from foresaid.text.edtf import parse_edtf
from foresaid.text.stems import stemmer
from foresaid.vocabulary import load_vocabulary

TABLE = Path(__file__).resolve().parents[2] / "tests" / "tables" / "stances_invented.toml"
VOCABULARY = load_vocabulary("en")
OUTLOOKS = OutlookReader(VOCABULARY)
SIDE = {
    Stance.FORESEES: 1,
    Stance.FORESEES_PART: 1,
    Stance.DENIES: -1,
    Stance.DENIES_PART: -1,
}
MIRROR = {
    Stance.FORESEES: Stance.DENIES,
    Stance.FORESEES_PART: Stance.DENIES_PART,
    Stance.DENIES: Stance.FORESEES,
    Stance.DENIES_PART: Stance.FORESEES_PART,
}

KINDS = ("own", "counter", "double", "question", "rejected", "beside", "")


class Case(NamedTuple):
    """A sentence of an event: its acceptable stances (the first is the best), its kind, and what the code says."""

    event: str
    text: str
    accepted: tuple[Stance, ...]
    kind: str
    found: Stance
    reasons: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether the stance found can be defended."""
        return self.found in self.accepted

    @property
    def side(self) -> int:
        """1 where the sentence can only be read as foreseeing or its part, -1 as denying or its part, else 0."""
        sides = {SIDE.get(each, 0) for each in self.accepted}
        return sides.pop() if len(sides) == 1 else 0

    @property
    def wrong_side(self) -> bool:
        """Whether a sentence of one side was put on the other."""
        return self.side * SIDE.get(self.found, 0) < 0


class Framed(NamedTuple):
    """A statement of an event in a frame, the side the statement itself is on, and what the code says."""

    does: str
    frame: str
    event: str
    text: str
    side: int
    found: Stance

    @property
    def right(self) -> bool:
        """Whether the stance can be defended for such a frame."""
        return fits(self.does, self.side, self.found)

    @property
    def wrong_side(self) -> bool:
        """Whether the frame keeps (or turns) the statement's side, and the stance is on the other one."""
        expected = {"keeps": self.side, "turns": -self.side}.get(self.does, 0)
        return expected * SIDE.get(self.found, 0) < 0


def rows() -> list[dict]:
    """The events of the table with their sentences."""
    return tomllib.loads(TABLE.read_text("utf-8"))["event"]


def event_of(row: dict) -> Event:
    """An event as its user wrote it."""
    return _event(row, row["statement"], row["foreseeing"], row["denying"])


def sides(row: dict) -> tuple[Event, Event]:
    """The event and the event asked the other way round, its two lists and its statement exchanged.

    Each list has the statement of its side in it, so that neither question is told what the other is not told.
    """
    one, other = [row["statement"], *row["foreseeing"]], row["denying"]
    return _event(row, one[0], one, other), _event(row, other[0], other, one)


def _event(row: dict, statement: str, foreseeing: list[str], denying: list[str]) -> Event:
    return Event(
        name=row["name"],
        statement=statement,
        date=parse_edtf(row["date"]),
        aliases=tuple(row["aliases"]),
        foreseeing=tuple(foreseeing),
        denying=tuple(denying),
    )


class Rarity:
    """How rare a stem is among the sentences of the table, by the formula of pipeline/retrieving.py (0 to 1)."""

    def __init__(self) -> None:
        stems = stemmer(VOCABULARY).stems
        sentences = [set(stems(each["text"])) for row in rows() for each in row["sentence"]]
        self._holding = Counter(stem for each in sentences for stem in each)
        self._all = len(sentences)

    def __call__(self, stem: str) -> float:
        """The rarity of one stem."""
        return log(1 + self._all / (1 + self._holding[stem])) / log(1 + self._all)


def judged(
    event: Event, texts: list[str], rarity: Rarity | None = None
) -> list[tuple[Stance, tuple[str, ...]]]:
    """The stance of each sentence for an event, with the reasons; all words count alike without `rarity`."""
    candidates = [Candidate(document="d", start=0, end=len(text), text=text) for text in texts]
    outlooks = [OUTLOOKS.outlook(text) for text in texts]
    found = Judge(event, VOCABULARY, rarity).judge(candidates, outlooks)
    return [(each.stance, each.reasons) for each in found]


def cases(row: dict, rarity: Rarity | None = None) -> list[Case]:
    """Every sentence of an event with what is expected and what the code says of it."""
    found = judged(event_of(row), [each["text"] for each in row["sentence"]], rarity)
    return [
        Case(
            row["name"],
            each["text"],
            tuple(map(Stance, each["is"])),
            each.get("kind", ""),
            stance,
            reasons,
        )
        for each, (stance, reasons) in zip(row["sentence"], found, strict=True)
    ]


def all_cases(rarity: Rarity | None = None) -> list[Case]:
    """The cases of all events."""
    return [case for row in rows() for case in cases(row, rarity)]


def statements(row: dict, rarity: Rarity | None = None) -> list[tuple[str, int, Stance]]:
    """An event's own statements, each alone as a sentence, with the side it is on (1, -1) and the stance it gets."""
    said = [(row["statement"], 1)] + [
        (text[:1].upper() + text[1:] + ".", side)
        for side, name in ((1, "foreseeing"), (-1, "denying"))
        for text in row[name]
    ]
    found = judged(event_of(row), [text for text, _ in said], rarity)
    return [(text, side, stance) for (text, side), (stance, _) in zip(said, found, strict=True)]


def frames() -> list[tuple[str, str]]:
    """What a frame does to a statement, and the frame."""
    table = tomllib.loads(TABLE.read_text("utf-8"))["frames"]
    return [(each["does"], frame) for each in table for frame in each["text"]]


def fits(does: str, side: int, found: Stance) -> bool:
    """Whether a stance can be defended for a statement of a side in a frame."""
    if does in ("keeps", "turns"):
        return SIDE.get(found, 0) == (side if does == "keeps" else -side)
    if does == "conditions":
        part = Stance.FORESEES_PART if side > 0 else Stance.DENIES_PART
        return found in (Stance.WARNS, part)
    return found is Stance.PLANS if does == "wishes" else found in (Stance.ON_TOPIC, Stance.UNDETERMINED)


def framed(row: dict, rarity: Rarity | None = None) -> list[Framed]:
    """Every statement of an event in every frame."""
    words = {word for name in ("foreseeing", "denying") for text in row[name] for word in text.split()}
    first, rest = row["statement"].rstrip(".").split(" ", 1)
    plain = f"{first.lower() if first.lower() in words else first} {rest}"  # a name keeps its capital
    said = [(plain, 1)]
    said += [(text, side) for side, name in ((1, "foreseeing"), (-1, "denying")) for text in row[name]]
    asked = [(does, frame, text, side) for does, frame in frames() for text, side in said]
    texts = [frame.format(S=text[:1].upper() + text[1:], s=text) for _, frame, text, _ in asked]
    found = judged(event_of(row), texts, rarity)
    return [
        Framed(does, frame, row["name"], text, side, stance)
        for (does, frame, _, side), text, (stance, _) in zip(asked, texts, found, strict=True)
    ]


def unmirrored(row: dict, rarity: Rarity | None = None) -> list[tuple[str, Stance, Stance]]:
    """Sentences, the table's own and the framed ones, whose stance an exchange of the two sides does not mirror."""
    texts = [each["text"] for each in row["sentence"]] + [each.text for each in framed(row)]
    one, other = (judged(event, texts, rarity) for event in sides(row))
    return [
        (text, first, second)
        for text, (first, _), (second, _) in zip(texts, one, other, strict=True)
        if MIRROR.get(first, first) is not second
    ]


def right(found: list[Case]) -> float:
    """The share of sentences whose stance can be defended."""
    return sum(case.right for case in found) / len(found)


def unread(found: list[Case]) -> float:
    """What `right` would be if every sentence were labelled on_topic: the least a judge must be better than."""
    return sum(Stance.ON_TOPIC in case.accepted for case in found) / len(found)


def wrong_side(found: list[Case]) -> float:
    """The share of the sentences that have a side which stand on the other one."""
    return sum(case.wrong_side for case in found) / sum(case.side != 0 for case in found)


def precision_recall(found: list[Case], side: int) -> tuple[float, float]:
    """Of what is put on a side, the share that belongs there; of what belongs there, the share that is put there.

    A sentence that can be read either way counts in neither where the code's stance is one of the acceptable ones.
    """
    put = [case for case in found if SIDE.get(case.found, 0) == side]
    good = sum(case.side == side or case.right for case in put)
    belong = [case for case in found if case.side == side]
    return good / max(1, len(put)), sum(SIDE.get(case.found, 0) == side for case in belong) / len(belong)


def line(name: str, found: list[Case]) -> str:
    """One line of a table: how many, how many right, how many on the wrong side, and what was said instead."""
    instead = Counter(case.found.value for case in found if not case.right)
    told = ", ".join(f"{count} {stance}" for stance, count in instead.most_common())
    good, sided = sum(case.right for case in found), sum(case.wrong_side for case in found)
    return f"{name[:46]:<46} {good:>3} of {len(found):>3} right, {sided} wrong side   {told}".rstrip()


def groups(table: list[dict], found: list[Case]) -> dict[str, list[tuple[str, list[Case]]]]:
    """The sentences by event, by best stance and by kind."""
    return {
        "event": [(row["name"], [case for case in found if case.event == row["name"]]) for row in table],
        "stance": [(each.value, [case for case in found if case.accepted[0] is each]) for each in Stance],
        "kind": [(each or "other", [case for case in found if case.kind == each]) for each in KINDS],
    }


def print_wrong(found: list[Case]) -> None:
    """Print each sentence whose stance cannot be defended, with the reasons the code gives."""
    print("\nwrong (! = wrong side)")
    for case in found:
        if not case.right:
            expected = " / ".join(each.value for each in case.accepted)
            print(f"{'!' if case.wrong_side else ' '} {expected} -> {case.found.value}: {case.text}")
            print(f"      [{case.kind or 'other'}; {case.event}] {'; '.join(case.reasons)}")


def print_statements(table: list[dict], rarity: Rarity) -> None:
    """Print which of the events' own statements leave their side, and what an exchange of the sides does not mirror."""
    own = [(row["name"], *each) for row in table for each in statements(row, rarity)]
    astray = [each for each in own if SIDE.get(each[3], 0) != each[2]]
    print(f"\nown statements not on their own side: {len(astray)} of {len(own)}")
    for name, text, side, stance in astray:
        print(f"  {'foreseeing' if side > 0 else 'denying'} -> {stance.value}: {text} [{name}]")
    turns = [(row["name"], *each) for row in table for each in unmirrored(row, rarity)]
    count = sum(len(row["sentence"]) + len(framed(row)) for row in table)
    print(f"not mirrored when the sides are exchanged: {len(turns)} of {count}")
    for name, text, first, second in turns:
        print(f"  {first.value} / {second.value}: {text} [{name}]")


def print_frames(found: list[Framed]) -> None:
    """Print for each frame how many statements stand in it as they should, and what was said instead."""
    print("\nby frame, with every statement in it")
    for does, frame in frames():
        part = [each for each in found if each.frame == frame]
        instead = Counter(each.found.value for each in part if not each.right).most_common()
        told = ", ".join(f"{count} {stance}" for stance, count in instead)
        good, sided = sum(each.right for each in part), sum(each.wrong_side for each in part)
        print(
            f"  {does:<10} {frame:<42} {good:>3} of {len(part)} right, {sided:>2} wrong side   {told}".rstrip()
        )
    good, sided = sum(each.right for each in found), sum(each.wrong_side for each in found)
    print(f"  all frames: {good} of {len(found)} right, {sided} wrong side")


def print_totals(found: list[Case], how: str) -> None:
    """Print the figures over all sentences."""
    print(
        f"\n{how}: right {right(found):.3f}, wrong side {wrong_side(found):.3f} of {len(found)} sentences"
    )
    for name, side in (("foreseeing", 1), ("denying", -1)):
        precision, recall = precision_recall(found, side)
        print(f"  {name} side: precision {precision:.3f}, recall {recall:.3f}")


def main() -> None:
    """Print the figures by event, by stance and by kind, and the sentences that are wrong."""
    word = sys.argv[1].casefold() if len(sys.argv) > 1 else ""
    table = [row for row in rows() if word in row["name"].casefold()]
    rarity = Rarity()
    found = [case for row in table for case in cases(row, rarity)]
    for title, parts in groups(table, found).items():
        print(f"\nby {title}")
        for name, part in parts:
            if part:
                print("  " + line(name, part))
    print_wrong(found)
    print_statements(table, rarity)
    print_frames([each for row in table for each in framed(row, rarity)])
    print_totals(found, "as an inquiry judges")
    print_totals([case for row in table for case in cases(row)], "all words alike")
    print(f"everything on_topic would be right {unread(found):.3f}")


if __name__ == "__main__":
    main()
