"""How is a family of events shown at the terminal? The conclusion first, then each event by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.cli.printing import counted, echo, paragraph, table

if TYPE_CHECKING:
    from foresaid.inquire.families import FamilyPlacebo, MemberPlacebo
    from foresaid.pipeline.families import FamilyReport


def show_family(report: FamilyReport) -> None:
    """Print a family's report: what was committed and searched, the joint test, and every event."""
    commitment = report.commitment
    echo(f"{report.name}: {report.statement}", bold=True)
    echo(
        f"committed as record {commitment.seq} of the journal, version {commitment.version[:12]}, inquiry"
        f" {commitment.number:,} of this collection"
    )
    searched = f"{counted(report.documents, 'document')}, {report.dated:,} of them certainly dated"
    copies = f"; {counted(report.copies, 'copy', 'copies')} left out" if report.copies else ""
    matched = (
        f"; {counted(report.hits, 'sentence')} of {report.sentences:,} match"
        if report.hits is not None and report.sentences is not None
        else ""
    )
    echo(f"{searched}{copies}{matched}\n")
    for placebo in report.placebos:
        _placebo(placebo)
    for note in report.notes:
        paragraph(note)


def _placebo(placebo: FamilyPlacebo) -> None:
    echo(f"By {placebo.labels} labels:" if placebo.labels != "matcher" else "By the matcher:", bold=True)
    paragraph(placebo.says)
    for name, sets in (("random dates", placebo.random), ("dates of their own eras", placebo.era)):
        if not sets.sets:
            echo(f"  no sets of {name} to hold it against")
            continue
        echo(
            f"  {sets.sets:,} sets of {name}: {sets.share:.1%} with a hit (observed {sets.observed_share:.1%},"
            f" p = {sets.share_p:.3f}); {sets.mean:.1f} hits on average (observed {sets.observed_mean:.1f},"
            f" p = {sets.mean_p:.3f})"
        )
    echo()
    rows = [(each.name, each.date or "undated", *_member(each)) for each in placebo.members]
    table(rows, heads=("event", "date", "hits before", "p", "Holm", "p in its era", "Holm"))
    echo()


def _member(member: MemberPlacebo) -> tuple[str, ...]:
    """An event's hits and its p values, or why it is not compared."""
    if member.observed is None:
        return member.why, "", "", "", ""
    return (
        f"{member.observed:,}",
        *(
            "" if each is None else f"{each:.3f}"
            for each in (member.p, member.adjusted, member.era_p, member.era_adjusted)
        ),
    )
