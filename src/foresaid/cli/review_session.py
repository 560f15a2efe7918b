"""How does a person decide on one passage after another, by keys on a terminal or by lines from a pipe?"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from foresaid.cli.printing import counted, echo, paragraph, program, shell_word
from foresaid.model.inquiries import Stance
from foresaid.model.reviews import Decision
from foresaid.pipeline.presenting import pending, present, question
from foresaid.pipeline.reviewing import record_review, undo_review

if TYPE_CHECKING:
    from foresaid.model.reviews import Review
    from foresaid.pipeline.presenting import Docket, Passage

# What each stance says, in the order of their numbers.
STANCES = {
    Stance.FORESEES: "it will come",
    Stance.FORESEES_PART: "a part of it will come",
    Stance.WARNS: "it will come if something is done or left undone",
    Stance.DENIES: "it will not come, or its opposite will",
    Stance.DENIES_PART: "a part of it will not come",
    Stance.PLANS: "somebody intends it or ought to bring it about",
    Stance.ON_TOPIC: "the same matter, but nothing of what will come",
    Stance.UNDETERMINED: "cannot be told from the passage",
}
_KEYS = {
    "a": ("accept", "the passage takes the stance shown"),
    "r": ("reject", "it is no evidence on this event; asks why"),
    "c": ("correct", "it takes another stance; asks which, by number or name, and why"),
    "w": ("why", "write the reason for the decision that follows"),
    "s": ("skip", "leave it for later"),
    "b": ("back", "take back your last decision, or go back to what you skipped"),
    "?": ("help", "show this"),
    "q": ("quit", "stop; every decision is kept already"),
}
_PROMPT = "a accept, r reject, c correct, w why, s skip, b back, ? help, q quit: "
_TAKEN_BACK = "taken back by the reviewer in a session"


class Answers:
    """What a person answers: single keys where standard input is a terminal, else one line an answer."""

    def __init__(self) -> None:
        self._terminal = sys.stdin.isatty()

    def key(self, prompt: str) -> str:
        """One of the keys; "q" where input ends, "" for anything else."""
        click.echo(prompt, nl=False)
        if not self._terminal:
            return self._named(sys.stdin.readline())
        letter = click.getchar()
        click.echo(letter if letter.isprintable() else "")
        return "q" if letter in {"\x04", "\x1a"} else self._named(letter)

    def line(self, prompt: str) -> str:
        """A line of text without the space around it; "" where nothing is written or input ends."""
        click.echo(prompt, nl=False)
        written = sys.stdin.readline()
        if not self._terminal:
            click.echo()
        return " ".join(written.split())

    def _named(self, written: str) -> str:
        if not self._terminal:
            click.echo()
        if not written:
            return "q"
        word = written.strip().casefold()
        named = {key for key, (name, _) in _KEYS.items() if word in {key, name}}
        return named.pop() if named else ""


class ReviewSession:
    """One reviewer's way through a docket; what was decided is on disk before the next passage is shown."""

    def __init__(self, docket: Docket, answers: Answers | None = None) -> None:
        self._docket = docket
        self._answers = answers or Answers()
        self._own = list(docket.own)
        self._at = 0
        self._trail: list[tuple[int, Review | None]] = []
        self._reason = ""
        self._made: list[Review] = []

    def run(self) -> None:
        """Show passage after passage until all are decided or skipped, or the reviewer quits."""
        self._introduce()
        while self._one(waiting[0], len(waiting)) if (waiting := self._waiting()) else self._ended():
            pass
        self._conclude()

    def _waiting(self) -> list[int]:
        slips = self._docket.slips
        return [at for at in range(self._at, len(slips)) if pending(self._docket, slips[at], self._own)]

    def _introduce(self) -> None:
        docket = self._docket
        statement, foreseeing, denying = question(docket)
        paragraph(statement, first="What is asked of each passage: does it say that … ", indent="  ")
        for title, statements in (("foreseeing it", foreseeing), ("denying it", denying)):
            if statements:
                paragraph("; ".join(statements), first=f"Would count as {title}: ", indent="  ")
        if docket.blind:
            paragraph(
                "Blind: who said it, when and where is hidden, names and years are masked, the order is drawn by lot. Three"
                " passages in ten are mixed in from elsewhere; the stance shown with those is not the machine's."
            )
        if docket.left_out:
            paragraph(
                f"{counted(docket.left_out, 'finding')} left out, because there are too few other forecasts here to mix in;"
                " review those without --blind."
            )
        if docket.settling:
            paragraph("Others differ on these passages; what you decide settles it.")

    def _one(self, at: int, left: int) -> bool:
        """Show one passage and take decisions until it is left; False to quit."""
        self._at = at
        slip = self._docket.slips[at]
        passage = present(self._docket, slip)
        total = len(self._docket.slips)
        echo()
        echo(f"Passage {total - left + 1} of {total}", bold=True)
        self._show(passage)
        while True:
            key = self._answers.key(_PROMPT)
            if key == "q":
                return False
            if key == "s":
                self._trail.append((at, None))
                self._at, self._reason = at + 1, ""
                return True
            if key == "b" and self._back():
                return True
            decided = self._decided(key, passage)
            if decided is not None:
                self._keep(at, decided)
                return True

    def _ended(self) -> bool:
        """Offer the way back from the last passage; False to end."""
        if not self._trail and not self._own:
            return False
        return self._answers.key("No more passages. b back, q quit: ") == "b" and self._back()

    def _show(self, passage: Passage) -> None:
        for line in passage.heading:
            paragraph(line, indent="  ", first="")
        echo()
        for stretch, indent in (
            (passage.before, "    "),
            (passage.text, "  > "),
            (passage.behind, "    "),
        ):
            if stretch:
                paragraph(stretch, indent=indent)
        echo()
        whose = "Stance to judge" if passage.review.blinded else "The machine's stance"
        shown = passage.review.machine
        echo(f"{whose}: {shown} ({STANCES[shown]})")
        for reason in passage.reasons:
            paragraph(reason, first="  because ", indent="  ")
        for number, review in enumerate(passage.said, 1):
            decided = "rejected" if review.decision is Decision.REJECT else review.stance.value
            paragraph(
                f"{decided}: {review.because or 'no reason given'}",
                first=f"  reviewer {number}: ",
                indent="  ",
            )

    def _decided(self, key: str, passage: Passage) -> Review | None:
        """The decision a key makes; None where it makes none (yet)."""
        if key == "a":
            return replace(passage.review, because=self._reason)
        if key == "w":
            self._reason = self._answers.line("Why: ")
        elif key == "r":
            because = self._because()
            if because:
                return replace(passage.review, decision=Decision.REJECT, because=because)
        elif key == "c":
            return self._corrected(passage.review)
        elif key != "b":
            self._help(known=key == "?")
        return None

    def _corrected(self, review: Review) -> Review | None:
        for number, (each, meaning) in enumerate(STANCES.items(), 1):
            echo(f"  {number} {each}: {meaning}")
        named = self._answers.line("Stance, by number or name: ")
        stance = stance_named(named)
        if stance is None:
            echo(f"No stance is called {named!r}." if named else "Not corrected.")
            return None
        because = self._because()
        if not because:
            return None
        decision = Decision.ACCEPT if stance is review.machine else Decision.CORRECT
        return replace(review, decision=decision, stance=stance, because=because)

    def _because(self) -> str:
        because = self._reason or self._answers.line("Why (others will judge it): ")
        if not because:
            echo("Not decided: a reason is needed.")
        return because

    def _help(self, *, known: bool) -> None:
        if not known:
            echo("No such key.")
        for key, (name, meaning) in _KEYS.items():
            echo(f"  {key}  {name}: {meaning}")

    def _keep(self, at: int, review: Review) -> None:
        kept = record_review(self._docket.root, review)
        self._own.append(kept)
        self._made.append(kept)
        self._trail.append((at, kept))
        self._reason = ""
        self._at = at + 1
        echo(f"Kept: {_told(kept)}.")

    def _back(self) -> bool:
        """Go back one step, taking back what was decided there; False where there is nothing to go back to."""
        at, review = self._trail.pop() if self._trail else self._earlier()
        if at is None:
            echo("Nothing to go back to.")
            return False
        if review is not None:
            undo_review(self._docket.root, review.seq, because=_TAKEN_BACK)
            self._own = [each for each in self._own if each.seq != review.seq]
            self._made = [each for each in self._made if each.seq != review.seq]
            echo(f"Taken back: {_told(review)}.")
        self._reason = ""
        self._at = at
        return True

    def _earlier(self) -> tuple[int | None, Review | None]:
        """The reviewer's last decision from an earlier session, and where it is in this docket."""
        for review in sorted(self._own, key=lambda each: -each.seq):
            rest = [each for each in self._own if each.seq != review.seq]
            for at, slip in enumerate(self._docket.slips):
                if pending(self._docket, slip, rest) and not pending(self._docket, slip, [review]):
                    return at, review
        return None, None

    def _conclude(self) -> None:
        self._at = 0
        made = [each.decision for each in self._made]
        echo()
        told = ", ".join(
            f"{made.count(decision)} {word}"
            for decision, word in (
                (Decision.ACCEPT, "accepted"),
                (Decision.REJECT, "rejected"),
                (Decision.CORRECT, "corrected"),
            )
        )
        echo(
            f"{counted(len(made), 'decision')} kept: {told}; {counted(len(self._waiting()), 'passage')} left in this session."
        )
        if self._docket.blind:
            return  # an event's name may tell how it came out
        where = f"{program()} review {shell_word(self._docket.root)} {shell_word(self._docket.event.name)}"
        echo(f"How far it is, and who agrees: {where} --status")


def stance_named(written: str) -> Stance | None:
    """The stance that a number or name means, however it is written ("3", "warns", "foresees part"); None for others."""
    if written.isdecimal() and 1 <= int(written) <= len(STANCES):
        return list(STANCES)[int(written) - 1]
    name = written.casefold().replace(" ", "_").replace("-", "_")
    return next((stance for stance in STANCES if stance == name), None)


def _told(review: Review) -> str:
    if review.decision is Decision.REJECT:
        return "rejected"
    return f"{'accepted' if review.decision is Decision.ACCEPT else 'corrected'} as {review.stance}"
