"""How is a verdict shown? In words that accuse nobody (DESIGN §4), quotation and source side by side."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from foresaid.cli.printing import counted, echo, paragraph, plain, width
from foresaid.model.evidence import Agreement
from foresaid.verify.edits import MINOR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foresaid.model.evidence import Passage, Verification

# Verdicts that are no finding: the words stand in the source, or differ only as editors may differ.
CLEAN = frozenset({"verbatim", "minor", "marked", "variant"})
_KINDS = {
    "cut_before": "left out before the quotation",
    "cut_after": "left out after the quotation",
    "dropped": "left out without a mark",
    "added": "not in the source",
    "omission": "left out, marked",
    "omission_hides": "left out, marked, and it limits the words",
    "insertion": "put in, in brackets",
    "case": "capital or small letter",
}
_MOST_ELSEWHERE = 5
_EDITS_SHOWN = 8


def sentence(verdict: Verification, documents: int) -> str:
    """What the verdict means, in a sentence."""
    place = verdict.source.document if verdict.source else ""
    links = {"speaker": "under", "date": "on", "work": "in"}
    held = ", ".join(f"{link} {verdict.says[part]}" for part, link in links.items() if part in verdict.says)
    sentences = {
        "misattributed": f"Held here {held or f'in {place}'}.",
        "not_found": verdict.reasons.get("words")
        or f"Not found in these {counted(documents, 'document')}; that does not mean it was not said.",
        "truncated": _cut(verdict),
        "altered": "Differs from the text held here; who changed it is not known.",
        "undetermined": verdict.reasons.get("words", "Cannot be told."),
        "variant": f"Another edition or translation of the same work stands in {place}.",
    }
    return sentences.get(verdict.verdict, f"Stands in {place}.")


def show(
    verdict: Verification, quote: str, documents: int, stated: Mapping[str, str | None] | None = None
) -> None:
    """One verdict with everything that supports it, and what the quoter stated."""
    colour = "green" if verdict.verdict in CLEAN else "yellow"
    echo(f"{verdict.verdict}: {sentence(verdict, documents)}", fg=colour, bold=True)
    if verdict.source is None:
        paragraph(quote, indent="  ")
    else:
        side_by_side(quote, verdict)
    for part in ("speaker", "date", "work"):
        agreement: Agreement = getattr(verdict, part)
        if agreement is not Agreement.UNSTATED:
            reason = verdict.reasons.get(part) or verdict.says.get(part, "")
            claim = f"stated: {(stated or {}).get(part)}. " if (stated or {}).get(part) else ""
            paragraph(f"{part}: {agreement} – {claim}{reason}", indent="  ")
    show_edits(verdict)
    for passage in verdict.elsewhere[:_MOST_ELSEWHERE]:
        echo(f"  also: {place_of(passage)}  {shorten(passage.text)}")
    if len(verdict.elsewhere) > _MOST_ELSEWHERE:
        echo(f"  and {counted(len(verdict.elsewhere) - _MOST_ELSEWHERE, 'more place')}")


def _cut(verdict: Verification) -> str:
    """What the cut at either end leaves out, in the source's words."""
    parts = []
    for edit in verdict.edits:
        if edit.kind == "cut_before":
            parts.append(f"The source begins: “{shorten(edit.source)} …”")
        elif edit.kind == "cut_after":
            parts.append(f"The source continues: “{shorten(verdict.after.lstrip(' ,;'))}”")
    return " ".join(parts) or "The source says more in the same sentence."


def show_edits(verdict: Verification) -> None:
    """The differences, the gravest first, each with its kind in words."""
    edits = [edit for edit in verdict.edits if edit.kind not in MINOR]
    for edit in edits[:_EDITS_SHOWN]:
        kind = _KINDS.get(edit.kind, edit.kind.replace("_", " "))
        named = "" if edit.kind in _KINDS else f" ({kind})"
        if edit.quoted and edit.source:
            paragraph(f"{kind}: “{shorten(edit.quoted)}” – source: “{shorten(edit.source)}”", indent="  ")
        elif edit.source:
            paragraph(
                f"{_KINDS.get(edit.kind, _KINDS['dropped'])}{named}: “{shorten(edit.source)}”", indent="  "
            )
        else:
            paragraph(
                f"{_KINDS.get(edit.kind, _KINDS['added'])}{named}: “{shorten(edit.quoted)}”", indent="  "
            )
    if len(edits) > _EDITS_SHOWN:
        echo(f"  and {counted(len(edits) - _EDITS_SHOWN, 'more difference')}")
    for kind in sorted({edit.kind for edit in verdict.edits if edit.kind in MINOR}):
        words = [
            f"“{shorten(edit.quoted)}” for “{shorten(edit.source)}”"
            for edit in verdict.edits
            if edit.kind == kind
        ]
        more = f" and {len(words) - _EDITS_SHOWN:,} more" if len(words) > _EDITS_SHOWN else ""
        paragraph(f"{_KINDS.get(kind, kind)}: {', '.join(words[:_EDITS_SHOWN])}{more}", indent="  ")


def side_by_side(quote: str, verdict: Verification, *, heads: tuple[str, str] = ("as quoted", "")) -> None:
    """Quotation and source in two columns; one below the other where the window is narrow."""
    source = verdict.source
    assert source is not None
    right = heads[1] or f"source: {place_of(source)}"
    before, after = shorten(verdict.before, tail=True), shorten(verdict.after)
    words = f"{'[' + before + '] ' if before else ''}{source.text}{' [' + after + ']' if after else ''}"
    half = (width() - 5) // 2
    if half < 34:  # noqa: PLR2004 - columns of fewer than five words cannot be compared
        paragraph(f"{heads[0]}: {quote}", indent="  ")
        paragraph(f"{right}: {words}", indent="  ")
        return
    columns = [
        [head, *textwrap.wrap(plain(" ".join(text.split())), half)]
        for head, text in ((heads[0], quote), (right, words))
    ]
    for number in range(max(map(len, columns))):
        left, other = (column[number] if number < len(column) else "" for column in columns)
        line = f"  {left.ljust(half)} │ {other}".rstrip()
        click.echo(click.style(line, bold=True) if number == 0 else line)


def place_of(passage: Passage) -> str:
    """A passage as a place: document, and its span in code points."""
    return f"{passage.document}:{passage.start}-{passage.end}"


def shorten(text: str, *, tail: bool = False) -> str:
    """A few words of a text, its first or its last."""
    longest = 90
    flat = " ".join(text.split())
    if len(flat) <= longest:
        return flat
    return "… " + flat[-longest:].split(" ", 1)[-1] if tail else flat[:longest].rsplit(" ", 1)[0] + " …"
