"""Who foresaw an event, who expected the opposite, and what is that worth? The whole way of an inquiry.

Bird's-eye view: the event is read (events.py) and committed before anything is searched (committing.py) -> sentences
that speak of it, certainly or possibly before it, and what each says (retrieving.py) -> findings, copies collapsed,
what people decided laid over them (inquire/standings.py) -> the same search over all dates, for the placebo and for
later claims -> bounds and answer. Start from `inquire`.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from foresaid.archive.collection import writing
from foresaid.inquire.answers import answer_of
from foresaid.inquire.copies import cluster_name, copies
from foresaid.inquire.coverage import bounds_of
from foresaid.inquire.later_claims import claimed_later, quoted_later
from foresaid.inquire.placebo import Ground, certain_days, hit_days, placebo
from foresaid.inquire.placebo import thresholds as chance_thresholds
from foresaid.inquire.precedence import lead_years, standing_before
from foresaid.inquire.standings import label, standings
from foresaid.model.dates import Grade
from foresaid.model.inquiries import Before, Dossier, Finding, Stance, Standing
from foresaid.pipeline.committing import anachronisms, commit, inquiries
from foresaid.pipeline.events import read_event
from foresaid.pipeline.ledger import other_forecasts
from foresaid.pipeline.passages import index_passages
from foresaid.pipeline.reading import unread
from foresaid.pipeline.reports import Progress, silent
from foresaid.pipeline.retrieving import Judged, Retriever, thresholds
from foresaid.pipeline.reviewing import reviews_of
from foresaid.pipeline.suggesting import suggestions_of
from foresaid.pipeline.viewing import seeing
from foresaid.pipeline.witnessing import claiming, quoting, witnessed
from foresaid.text.calendar import read_date
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from foresaid.archive.collection import Collection
    from foresaid.model.dates import Edtf
    from foresaid.model.events import Commitment, Event, EventVersion
    from foresaid.model.inquiries import Bounds, LaterClaim, Placebo, VoiceForecast, Witnessed
    from foresaid.model.reviews import Review

_DOING = "searching and judging"
# Voices whose other forecasts are shown, and how many forecasts: the fourth column is to be read, not to be searched.
_VOICES, _FORECASTS = 12, 40
# Of the weight of an event's words, so much must stand in the sentence of a later claim: of the demo's event it is two
# words that name it ("Soviet Union") and one more.
_TOPICAL = 0.15
_FORESEEN = frozenset({Stance.FORESEES, Stance.FORESEES_PART})
_OPPOSITE = frozenset({Stance.DENIES, Stance.DENIES_PART})
_SIDES = _FORESEEN | _OPPOSITE


def inquire(
    root: Path, event: str, *, as_of: str | None = None, seed: int = 0, progress: Progress = silent
) -> Dossier:
    """Commit an inquiry into an event, and answer it; `event` is the name of an event or a TOML or JSON file.

    The same event over the same documents is the same inquiry: asked again, it is not committed again. Findings come
    best first by score, all stances together; `seed` draws the placebo dates.
    """
    with ExitStack() as held:
        with writing(root) as collection:
            entered = read_event(collection, event)
            index_passages(collection, progress)
            seen = held.enter_context(seeing(root, as_of))
            commitment = _committed(collection, seen, entered.version, as_of, seed)
            # From here on another writer changes nothing of what was committed: catalogue and index are held as they are.
            if not seen.catalogue.connection.in_transaction:  # an earlier view is in one already
                seen.catalogue.connection.execute("BEGIN")
            inquest = Inquest(seen, commitment.event)
        dossier = inquest.dossier(commitment, seed, progress)
        if inquest.vectors is not None:
            with writing(root):
                inquest.vectors.keep()
        return replace(dossier, notices=(*entered.notes, *dossier.notices))


def findings_of(root: Path, event: str) -> Dossier:
    """The dossier of an event as it now stands, for those who review its findings or ask others about them."""
    return inquire(root, event)


def finder(
    root: Path, as_of: str | None = None, progress: Progress = silent
) -> Callable[[Event], list[Finding]]:
    """What gives the findings of one event of a committed family over all documents seen, whenever they are of."""
    with writing(root) as collection:
        index_passages(collection, progress)

    def find(event: Event) -> list[Finding]:
        with seeing(root, as_of) as seen:
            return Inquest(seen, event).ever()

    return find


def _committed(
    collection: Collection, seen: Collection, version: EventVersion, as_of: str | None, seed: int
) -> Commitment:
    bound = read_date(as_of, load_vocabulary(seen.settings.language))[0] if as_of else None
    fixed = {**thresholds(), **dict(chance_thresholds(seed=seed))}
    return commit(collection, version, as_of=bound, thresholds=fixed, seen=seen.catalogue)


class Inquest:
    """One event over a collection as it is seen: what all parts of an inquiry look at. Commit first."""

    def __init__(self, collection: Collection, event: Event) -> None:
        self._collection, self._catalogue, self._event = collection, collection.catalogue, event
        self._documents = witnessed(self._catalogue)
        self._retriever = Retriever(collection, event)
        self.vectors = self._retriever.vectors
        self._reviews = reviews_of(self._catalogue, event.name)

    def dossier(self, commitment: Commitment, seed: int, progress: Progress) -> Dossier:
        """The report: findings before the event, the five columns, the placebo and the bounded answer."""
        progress(_DOING, 0, 3)
        findings = [each for each in self.before() if each.before is not Before.NOT]
        progress(_DOING, 1, 3)
        ever = self.ever()
        progress(_DOING, 2, 3)
        machine, accepted = (
            self._placebo(ever, seed, accepted=False),
            self._placebo(ever, seed, accepted=True),
        )
        bounds = self._bounds(findings)
        dossier = Dossier(
            commitment=commitment,
            cutoff=self._event.date,
            bounds=bounds,
            findings=tuple(findings),
            counts=_counts(findings),
            voices=self._voices(findings),
            later_claims=self._later(findings, ever),
            placebo=machine,
            accepted_placebo=accepted,
            answer=answer_of(self._event, findings, bounds, machine),
            notices=self._notices(commitment),
        )
        progress(_DOING, 3, 3)
        return dossier

    def before(self) -> list[Finding]:
        """What is certainly or possibly before the event; weighed by what is certainly before it alone."""
        return self._found(self._retriever.before())

    def ever(self) -> list[Finding]:
        """What the same search brings up whenever it was said: the ground of the placebo."""
        return self._found(self._retriever.ever())

    def _found(self, judged: Iterable[Judged]) -> list[Finding]:
        """Judged sentences of documents that are seen, as findings, best first."""
        seen = [each for each in judged if each.candidate.document in self._documents]
        made = [_finding(each, self._documents[each.candidate.document], self._event.date) for each in seen]
        decided = standings(self._clustered(made), self._reviews).findings
        return sorted(
            self._suggested(decided),
            key=lambda each: (-each.score, each.date or "", each.document, each.start),
        )

    def _clustered(self, made: Sequence[Finding]) -> list[Finding]:
        """Findings that share their words in one cluster; the first by date carries the stance, copies follow it."""
        ordered = sorted(made, key=self._order)
        origins = copies([each.text for each in ordered], [_side(each.machine) for each in ordered])
        return [
            replace(
                each,
                cluster=cluster_name(ordered[origin].document, ordered[origin].start),
                carries=origin == at,
            )
            for at, (each, origin) in enumerate(zip(ordered, origins, strict=True))
        ]

    def _order(self, finding: Finding) -> tuple[float, str, int]:
        """By the last day that it can be of; what is not dated, or by a mere lead, comes last."""
        document = self._documents[finding.document]
        strong = document.date is not None and document.grade is not None and document.grade <= Grade.C
        latest = document.date.latest if strong and document.date else None
        return float("inf") if latest is None else latest, finding.document, finding.start

    def _suggested(self, findings: Iterable[Finding]) -> list[Finding]:
        """Findings with what an outside model suggested for them; shown, and counted nowhere."""
        said: dict[tuple[str, str], list[str]] = {}
        for each in suggestions_of(self._catalogue, self._event.name):
            said.setdefault((each.document, each.exact), []).append(f"{each.stance} ({each.model})")
        return [
            replace(each, suggestion="; ".join(said.get((each.document, each.text), ())) or None)
            for each in findings
        ]

    def _placebo(self, ever: Sequence[Finding], seed: int, *, accepted: bool) -> Placebo | None:
        """The test against other dates; of accepted labels only where people accepted any."""
        if accepted and not any(each.standing is Standing.ACCEPTED for each in ever):
            return None
        days = (certain_days(each.date, each.grade) for each in self._documents.values())
        ground = Ground(tuple(day for day in days if day is not None), hit_days(ever, accepted=accepted))
        labels = "accepted" if accepted else "machine"
        return placebo(ground, self._event.date, self._event.window_years, labels=labels, seed=seed)

    def _bounds(self, findings: Sequence[Finding]) -> Bounds:
        told = (self._retriever.told, self._recall())
        return bounds_of(
            list(self._documents.values()),
            self._event.date,
            passages=self._retriever.passages,
            judged=len(findings),
            told=told,
        )

    def _recall(self) -> str:
        """What is known of how much was missed: what reviewers said of decoys, which are no random sample, or nothing."""
        last: dict[tuple[str, str, int], Review] = {}
        for each in self._reviews:
            if each.decoy:
                last[each.reviewer, each.document, each.start] = each
        if not last:
            return "not audited"
        taken = sum(label(each) in _SIDES for each in last.values())
        return (
            f"{taken} of {len(last)} judgements on passages from outside the findings took a side (decoys of a blind"
            " review, half of them chosen for their likeness: no random sample)"
        )

    def _voices(self, findings: Sequence[Finding]) -> tuple[VoiceForecast, ...]:
        """What else those forecast who took a side before the event, best findings first."""
        sided = [
            each.speaker for each in findings if each.stance in _SIDES and each.carries and each.speaker
        ]
        voices = list(dict.fromkeys(sided))[:_VOICES]
        known = {(each.document, each.start, each.end) for each in findings}
        return other_forecasts(self._collection, voices, _FORECASTS, besides=known)

    def _later(self, findings: Sequence[Finding], ever: Sequence[Finding]) -> tuple[LaterClaim, ...]:
        """Quotations of the findings, and claims of foresight that speak of the event, each beside the record."""
        sources = {
            each.document
            for each in findings
            if each.stance in _SIDES or each.stance in (Stance.WARNS, Stance.UNDETERMINED)
        }
        told = list(claiming(self._catalogue, self._documents))
        holding = {each.document.id for each in told}
        topical: dict[str, list[Finding]] = {}
        for each in ever:
            if each.document in holding and self._retriever.share(each.text) >= _TOPICAL:
                topical.setdefault(each.document, []).append(each)
        claims = [
            each
            for each in told
            if any(
                one.start < each.end and each.start < one.end for one in topical.get(each.document.id, ())
            )
        ]
        quoted = quoting(self._collection, self._documents, sources)
        return quoted_later(quoted, findings) + claimed_later(claims, findings, self._event.date)

    def _quotes(self) -> bool:
        """Whether any quotation was read."""
        query = "SELECT 1 FROM annotation WHERE layer = 'quotations' LIMIT 1"
        return any(True for _ in self._catalogue.rows(query))

    def _notices(self, commitment: Commitment) -> tuple[str, ...]:
        """What the answer lacks, and how to get it."""
        notices, root = list(self._retriever.notices), self._collection.root
        # An earlier view was opened before this inquiry was committed.
        if (asked := max(inquiries(self._catalogue), commitment.number)) > 1:
            notices.append(
                f"{asked:,} inquiries were put to this collection so far: of many, some find something by chance."
            )
        view = self._collection.view
        if late := anachronisms(self._collection, self._event, until=view.last_day if view else None):
            notices.append(
                "Words of the event's statements that no document held here uses before it: "
                + ", ".join(late)
                + ". Statements in words of the time find more."
            )
        # An earlier view hides what is not dated, and what was refused has no date.
        if view is None and (refused := self._catalogue.count("refusal")):
            notices.append(
                f"{refused:,} of what was received could not be read, and was not searched; `foresaid status {root}` lists it."
            )
        if missing := unread(self._catalogue, "foresight"):
            notices.append(
                f"{missing:,} documents are not read for later claims; run `foresaid read {root}`."
            )
        if missing := unread(self._catalogue, "quotations"):
            notices.append(
                f"{missing:,} documents are not read for quotations, so later ones of the findings may be missing; run"
                f" `foresaid read {root}` and `foresaid verify {root}`."
            )
        elif view is None and self._quotes() and not self._catalogue.count("verification"):
            notices.append(
                f"Quotations are not verified, so later ones of the findings are not listed; run `foresaid verify {root}`."
            )
        return tuple(notices)


def _finding(judged: Judged, document: Witnessed, date: Edtf | None) -> Finding:
    candidate, judgement, forecast = judged.candidate, judged.judgement, judged.outlook.forecast
    return Finding(
        document=candidate.document,
        start=candidate.start,
        end=candidate.end,
        text=candidate.text,
        speaker=document.speaker,
        title=document.title,
        date=document.date.text if document.date else None,
        grade=document.grade,
        before=standing_before(document, date),
        stance=judgement.stance,
        machine=judgement.stance,
        standing=Standing.CANDIDATE,
        score=judgement.score,
        lead_years=lead_years(document, date),
        cluster="",
        found_by=candidate.found_by,
        reasons=judgement.reasons,
        conditional=bool(forecast and forecast.conditional),
        horizon=forecast.horizon.text if forecast and forecast.horizon else None,
    )


def _side(stance: Stance) -> int:
    """Which side a stance takes: 1 foreseen, -1 the opposite, 0 neither."""
    return (stance in _FORESEEN) - (stance in _OPPOSITE)


def _counts(findings: Sequence[Finding]) -> tuple[tuple[str, int, int], ...]:
    """For each stance, how many findings the machine labelled so, and how many people did; copies count once."""
    carried = [each for each in findings if each.carries]
    accepted = [each for each in carried if each.standing is Standing.ACCEPTED]
    return tuple(
        (
            str(stance),
            sum(each.machine is stance for each in carried),
            sum(each.stance is stance for each in accepted),
        )
        for stance in Stance
    )
