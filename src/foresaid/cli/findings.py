"""How is a check shown to people? With quotation and source side by side, then what was looked at."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from foresaid.cli.printing import counted, echo, paragraph, table
from foresaid.cli.verdicts import side_by_side
from foresaid.model.evidence import Agreement
from foresaid.model.findings import CODES, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foresaid.model.findings import Checked, Manuscript, ManuscriptFinding, Place

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_PARTS = ("speaker", "date", "work")
# Places of a source listed beside the best one; --format json has all.
_ELSEWHERE = 3
# Characters shown of a quotation that was not found.
_QUOTED = 200
# Notices of formats shown for a manuscript.
_NOTICES = 5


def show_checked(checked: Checked) -> None:
    """All findings, then what was seen, checked and left out."""
    previous: ManuscriptFinding | None = None
    for finding in checked.findings:
        _show(finding, previous)
        previous = finding
    if checked.findings:
        _show_codes(checked.findings)
    for manuscript in checked.manuscripts:
        _show_manuscript(manuscript)
    for finding, because in checked.ignored:
        paragraph(f"ignored: {_where(finding.place)}: {finding.code}, because {because}")
    for known in checked.vanished:
        paragraph(f"no longer there: {known.code} in {known.path}: “{known.quoted}” ({known.count})")
    if checked.known:
        echo(f"{counted(checked.known, 'finding')} in the baseline.")
    echo(_conclusion(checked))


def _where(place: Place) -> str:
    """A place as editors jump to it, or page and paragraph."""
    if place.line is not None:
        return f"{place.path}:{place.line}:{place.column}"
    page = f"page {place.page}" if place.page else ""
    parts = (place.member, page, f"paragraph {place.paragraph}" if place.paragraph else "")
    named = ", ".join(part for part in parts if part)
    return f"{place.path}: {named}" if named else place.path


def _show(finding: ManuscriptFinding, previous: ManuscriptFinding | None) -> None:
    """One finding; a second one on the same words does not print them again."""
    same = previous is not None and finding.verification is not None
    same = same and previous is not None and previous.verification is finding.verification
    name = CODES[finding.code].name
    echo(
        f"{_where(finding.place)}: {finding.code} {name}",
        fg=_COLOURS[finding.severity],
        bold=True,
    )
    paragraph(finding.message, indent="  ")
    if not same:
        _show_words(finding)
    echo()


def _show_words(finding: ManuscriptFinding) -> None:
    verdict, held = finding.verification, finding.held
    if verdict is None:
        return
    if verdict.source is None or held is None:
        paragraph(f"“{_first_words(finding.quoted)}”", indent="  │ ")
    else:
        told = ", ".join(each for each in (held.speaker, held.title, held.date) if each)
        place = f"{held.passage.document}:{held.passage.start}-{held.passage.end}"
        side_by_side(finding.quoted, verdict, heads=("manuscript", f"source: {place}"))
        if told:
            paragraph(f"source: {told}", indent="  ")
    for part in _PARTS:
        agreement: Agreement = getattr(verdict, part)
        if agreement in (Agreement.CONFIRMED, Agreement.UNDETERMINED) and verdict.source is not None:
            paragraph(f"{part}: {agreement}. {verdict.reasons.get(part, '')}", indent="  ")
    for passage in verdict.elsewhere[:_ELSEWHERE]:
        echo(f"  also: {passage.document}:{passage.start}-{passage.end}")


def _first_words(text: str) -> str:
    """Enough of a quotation to find it by; there is no source to compare it with."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _QUOTED else flat[:_QUOTED].rsplit(" ", 1)[0] + " …"


def _show_codes(findings: Iterable[ManuscriptFinding]) -> None:
    counts = Counter(each.code for each in findings)
    rows = [(code, CODES[code].name, f"{counts[code]:,}", CODES[code].advice) for code in sorted(counts)]
    table(rows, heads=("code", "finding", "times", "what to do"), wrap=True)
    echo()


def _show_manuscript(manuscript: Manuscript) -> None:
    if manuscript.refused:
        return
    if not manuscript.seen:
        echo(f"{manuscript.path}: quotes nothing.")
    else:
        reasons = [f"{why} ({number:,})" for why, number in (manuscript.left_out or {}).items()]
        left = f"; left out: {', '.join(reasons)}" if reasons else ""
        paragraph(
            f"{manuscript.path}: {counted(manuscript.seen, 'quotation')} seen, {manuscript.checked:,} checked{left}."
        )
        verdicts = ", ".join(f"{number:,} {name}" for name, number in (manuscript.verdicts or {}).items())
        if verdicts:
            paragraph(f"verdicts: {verdicts}", indent="  ")
        speakers = ", ".join(f"{number:,} {name}" for name, number in (manuscript.speakers or {}).items())
        if speakers:
            paragraph(f"stated speakers: {speakers}", indent="  ")
    for notice in manuscript.notices[:_NOTICES]:
        paragraph(f"note: {notice}", indent="  ")
    if len(manuscript.notices) > _NOTICES:
        echo(f"  and {counted(len(manuscript.notices) - _NOTICES, 'more note')}")


def _conclusion(checked: Checked) -> str:
    against = f"against {counted(checked.documents, 'document')} in {checked.collection}"
    unread = sum(bool(each.refused) for each in checked.manuscripts)
    missed = f" {counted(unread, 'manuscript')} could not be read." if unread else ""
    if not checked.documents:
        return (
            f"The collection {checked.collection} holds no document, so nothing can be found in it.{missed}"
        )
    counted_ones = sum(each.counts for each in checked.findings)
    if counted_ones:
        return f"{counted(counted_ones, 'finding')} to look at, {against}.{missed}"
    if not any(each.checked for each in checked.manuscripts):
        return f"No quotation was checked {against}.{missed}"
    return f"Nothing to look at, {against}.{missed}"
