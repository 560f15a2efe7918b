"""How are the places of words, their readings, and where they come from put into words?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.cli.printing import echo, paragraph
from foresaid.model.reuse import Origin, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.model.reuse import Attestation, Derivation, Variant
    from foresaid.pipeline.reprints import Reprint

_VARIANTS = 12  # places where texts read differently, shown to people; --json has all


def dated(attestation: Attestation | Reprint) -> str:
    """The date that is shown of a place."""
    return attestation.date or "undated"


def standing_in_words(attestation: Attestation | Reprint) -> str:
    """Where an attestation stands among the dated ones, "" for one that is later than some."""
    if attestation.standing is Standing.UNDATED:
        grade = f" of grade A to C (grade {attestation.grade})" if attestation.date else ""
        return f"no date{grade}: may be earlier than any"
    return {
        Standing.EARLIEST: "earliest of the dated ones held here",
        Standing.POSSIBLY_EARLIEST: "possibly the earliest of the dated ones held here",
        Standing.LATER: "",
    }[attestation.standing]


def origin_in_words(derivation: Derivation) -> str:
    """Where an attestation has its words from, by the number of the other, and why."""
    why = "; ".join(derivation.reasons)
    if derivation.origin is Origin.UNDETERMINED or derivation.source is None:
        return f"where from is undetermined: {why}"
    return f"{derivation.origin} {derivation.source + 1}: {why}"


def show_variants(found: Sequence[Variant]) -> None:
    """Each place where texts read differently, with the numbers of those that have each reading."""
    for variant in found[:_VARIANTS]:
        readings = (f"{reading or 'left out'}: {_numbers(who)}" for reading, who in variant.readings)
        paragraph(f"reads  {'  |  '.join(readings)}", indent="       ")
    if len(found) > _VARIANTS:
        echo(f"       … and {len(found) - _VARIANTS:,} more readings; --json shows them.")


def _numbers(who: Sequence[int]) -> str:
    """Numbers from 1, those in a row as a range: 1, 3–6."""
    rows: list[list[int]] = []
    for number in (each + 1 for each in who):
        if rows and number == rows[-1][-1] + 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    return ", ".join(_row(row) for row in rows)


def _row(row: Sequence[int]) -> str:
    if len(row) <= 2:  # noqa: PLR2004 - two numbers are said, more are a range
        return ", ".join(map(str, row))
    return f"{row[0]}–{row[-1]}"
