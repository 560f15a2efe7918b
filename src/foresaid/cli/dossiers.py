"""How is a dossier shown at the terminal? The answer, then the five columns, each with its best findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.cli.printing import counted, echo, paragraph, program, shell_word, table
from foresaid.model.inquiries import Before, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from foresaid.model.inquiries import Dossier, Finding, Placebo

# Findings of one stance on the terminal: hits and opposites alike; the dossier in HTML has all of them.
_SHOWN = 3
_FORECASTS, _CLAIMS = 5, 5
_LONGEST = 400  # letters of a sentence; what is cut shows "…", the place tells where it stands
_FORESEEING = (Stance.FORESEES, Stance.FORESEES_PART, Stance.WARNS)
_OPPOSITE = (Stance.DENIES, Stance.DENIES_PART)


def show_dossier(dossier: Dossier, collection: Path) -> None:
    """Print a dossier: commitment, answer, five columns, placebo, both numbers, notices, what to do next."""
    commitment = dossier.commitment
    event = commitment.event
    echo(f"{event.name}: {event.statement}", bold=True)
    echo(
        f"event {event.date.text if event.date else 'not dated'}; committed as record {commitment.seq} of the journal,"
        f" version {commitment.version[:12]}, inquiry {commitment.number:,} of this collection"
    )
    for change in commitment.deviations:
        paragraph(
            f"changed since: {change.field} from “{change.before}” to “{change.after}” ({change.because})",
            indent="  ",
        )
    echo()
    paragraph(dossier.answer)
    certain = [each for each in dossier.findings if each.before is Before.CERTAINLY and each.carries]
    possible = [each for each in dossier.findings if each.before is Before.POSSIBLY and each.carries]
    _column("1 Certainly before", certain, _FORESEEING)
    _column("2 Possibly before (the date does not settle it)", possible, (*_FORESEEING, *_OPPOSITE))
    _column("3 Expected the opposite", certain, _OPPOSITE)
    _voices(dossier)
    _claims(dossier)
    _chance(dossier.placebo, "machine labels")
    _chance(dossier.accepted_placebo, "accepted labels")
    echo()
    shown = [(name, f"{machine:,}", f"{accepted:,}") for name, machine, accepted in dossier.counts]
    table(shown, heads=("stance", "machine", "accepted"))
    for notice in dossier.notices:
        echo()
        paragraph(notice)
    place = shell_word(collection)
    echo("\nNext:")
    echo(f"  {program()} review {place} {shell_word(event.name)}")
    echo(f"  {program()} inquire {place} {shell_word(event.name)} --format html --out dossier.html")


def _column(title: str, findings: Sequence[Finding], stances: Iterable[Stance]) -> None:
    """One column: how many of each stance, and the best of them."""
    groups = [(stance, [each for each in findings if each.stance is stance]) for stance in stances]
    echo(f"\n{title}: " + ", ".join(f"{len(group):,} {stance}" for stance, group in groups), bold=True)
    if not any(group for _, group in groups):
        echo("  none found in these documents")
    for stance, group in groups:
        for each in group[:_SHOWN]:
            _finding(stance, each)
        if len(group) > _SHOWN:
            echo(f"  … {len(group) - _SHOWN:,} more {stance}")


def _finding(stance: Stance, finding: Finding) -> None:
    lead = finding.lead_years
    when = (
        f"{lead[0]:g} to {lead[1]:g} years before"
        if lead and lead[0] != lead[1]
        else f"{lead[0]:g} years before"
        if lead
        else ""
    )
    told = [
        finding.date or "undated",
        finding.speaker or "speaker not stated",
        when,
        f"{stance}, {finding.standing}",
    ]
    echo("  " + "  ".join(part for part in told if part), bold=True)
    paragraph(_cut(finding.text), indent="    ")
    why = "; ".join(finding.reasons[:2])
    echo(f"    [{finding.document}:{finding.start}-{finding.end}]" + (f" {why}" if why else ""))


def _voices(dossier: Dossier) -> None:
    echo(f"\n4 The same voices' other forecasts: {len(dossier.voices):,}", bold=True)
    if not dossier.voices:
        echo("  none found, or nobody took a side")
    for each in dossier.voices[:_FORECASTS]:
        echo(f"  {each.date or 'undated'}  {each.voice}: {each.outcome or 'outcome not entered'}")
        paragraph(f"{_cut(each.text)} [{each.document}:{each.start}-{each.end}]", indent="    ")
    if len(dossier.voices) > _FORECASTS:
        echo(f"  … {len(dossier.voices) - _FORECASTS:,} more; `{program()} ledger` lists all")


def _claims(dossier: Dossier) -> None:
    echo(f"\n5 Later claims, each checked against the record: {len(dossier.later_claims):,}", bold=True)
    if not dossier.later_claims:
        echo("  none found in these documents")
    for each in dossier.later_claims[:_CLAIMS]:
        echo(f"  {each.date or 'undated'}  {each.speaker or 'speaker not stated'}, {each.kind}")
        paragraph(f"“{_cut(each.text)}” [{each.document}:{each.start}-{each.end}]", indent="    ")
        paragraph(each.says, indent="    ")
    if len(dossier.later_claims) > _CLAIMS:
        echo(f"  … {len(dossier.later_claims) - _CLAIMS:,} more")


def _chance(placebo: Placebo | None, labels: str) -> None:
    if placebo is None:
        return
    echo(f"\nBy chance ({labels}):", bold=True)
    if not (placebo.observed or placebo.share or placebo.era_share):
        paragraph(placebo.says, indent="  ")  # nothing was found in any window: there is nothing to compare
        return
    before = f"{counted(placebo.observed, 'explicit forecast')} in the {counted(placebo.window_years, 'year')} before; "
    if not placebo.n:
        echo(f"  {before}there is no other date to hold them against")
        return
    era = (
        f"; of {counted(placebo.era_n, 'date')} of its era {placebo.era_share:.1%}, p = {placebo.era_p:.2f}"
        if placebo.era_n
        else "; none of its own era"
    )
    echo(
        f"  {before}of {counted(placebo.n, 'other date')}"
        f" {placebo.share:.1%} have one, {placebo.mean:.1f} on average, p = {placebo.p:.2f}{era}"
    )


def _cut(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= _LONGEST else folded[: _LONGEST - 1].rsplit(" ", 1)[0] + " …"
