"""How is the answer to "who had the words first?" shown and put into words?"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from foresaid.cli.attestations import origin_in_words, show_variants, standing_in_words
from foresaid.cli.printing import counted, echo, paragraph
from foresaid.cli.verdicts import shorten, show
from foresaid.model.evidence import Words
from foresaid.model.reuse import Origin, Standing

if TYPE_CHECKING:
    from foresaid.model.reuse import Attestation
    from foresaid.pipeline.attesting import Answer, Whence

# Words that stand in the places listed as they were given, or but for accidentals and a cut.
_HELD = frozenset({Words.VERBATIM, Words.MINOR, Words.TRUNCATED})
# Texts of which each may be the first that are named; --json names all.
_NAMED = 3


def as_dict(found: Whence) -> dict[str, Any]:
    """Everything that was found as JSON values: the verdict, the places, the answer and in words."""
    rest = asdict(found.provenance)
    for at, exact, (before, after) in zip(rest["attestations"], found.exact, found.around, strict=True):
        at.update(exact=exact, before=before, after=after)
    answer = asdict(found.answer) | {"in_words": answer_in_words(found)}
    return {**rest.pop("verdict"), **rest, "answer": answer}


def show_provenance(found: Whence, text: str) -> None:
    """The places with their sentences, how they differ, how many there are, and the answer in words."""
    provenance = found.provenance
    derived = {each.attestation: each for each in provenance.derivations}
    for number, each in enumerate(provenance.attestations):
        _show_place(number, each, found)
        origin = derived.get(number)
        # That a place is later by date alone is seen from the order.
        if origin is not None and (origin.origin is not Origin.POSSIBLY_FROM or len(origin.reasons) > 1):
            paragraph(origin_in_words(origin), indent="     ")
    for chain in provenance.chains:
        echo(f"     chain: {' from '.join(str(number + 1) for number in chain)}")
    show_variants(provenance.variants)
    listed = len(provenance.attestations)
    first = f"; the first {listed:,} are listed" if provenance.places > listed else ""
    more = " or more" if provenance.bounded else ""
    if listed:
        echo()
    paragraph(
        f"{counted(provenance.places, 'place')}{more} in {counted(provenance.witnesses, 'text')}{first}, in a search"
        f" of {counted(provenance.documents, 'document')}."
    )
    if provenance.places:
        paragraph(answer_in_words(found))
    if provenance.verdict.words not in _HELD:
        echo()
        show(provenance.verdict, text, provenance.documents)


def _show_place(number: int, at: Attestation, found: Whence) -> None:
    parts = (at.date or "undated", at.speaker or "speaker not stated", at.title or "")
    named = "  ".join(part for part in parts if part)
    echo(f"{number + 1:>3}  {named}  [{at.document}:{at.start}-{at.end}]", bold=True)
    if where := standing_in_words(at):
        echo(f"     {where}")
    if at.quoted:
        echo(f"     quoted there{f' from {at.voice}' if at.voice else ''}")
    if found.answer.exact and not found.exact[number]:
        echo("     like words, not the very ones")
    before, after = found.around[number]
    left = f"[{shorten(before, tail=True)}] " if before.strip() else ""
    right = f" [{shorten(after)}]" if any(letter.isalnum() for letter in after) else ""
    paragraph(f"{left}{at.text}{right}", indent="     ")


def answer_in_words(found: Whence) -> str:
    """Who had the words first, in sentences that claim no more than the dates of what is held."""
    answer, documents = found.answer, counted(found.provenance.documents, "document")
    if not found.provenance.places:
        return f"Nothing like these words is held in these {documents}; that does not mean it was not said."
    sentences = [] if answer.exact else ["The words as given stand nowhere here; like words do."]
    sentences.append(_first(answer))
    quoting = [at for at in answer.first if at.quoted]
    if quoting and len(quoting) == len(answer.first):
        voices = ", ".join(dict.fromkeys(at.voice for at in quoting if at.voice))
        sentences.append(
            f"It is quoted there{f' from {voices}' if voices else ''}: look for an older text."
        )
    if answer.alike is not None:
        sentences.append(f"Like words, not the very ones, stand earlier: {_named(answer.alike)}.")
    if answer.undated and answer.first:
        sentences.append(
            f"{counted(answer.undated, 'text')} with the words"
            f" {'has' if answer.undated == 1 else 'have'} no date of grade A to C and may be earlier."
        )
    sentences.append("A text that is not held here may be earlier than all.")
    return " ".join(sentences)


def _first(answer: Answer) -> str:
    if not answer.first:
        return "No place has a date of grade A to C, so which is the first cannot be told."
    if answer.first[0].standing is Standing.EARLIEST:
        which = "held here" if answer.exact else "of these"
        return f"Earliest {which}: {_named(answer.first[0])}."
    some = "; ".join(_named(at) for at in answer.first[:_NAMED])
    more = f"; and {len(answer.first) - _NAMED:,} more" if len(answer.first) > _NAMED else ""
    return f"Dates do not tell which of {counted(len(answer.first), 'text')} had the words first: {some}{more}."


def _named(at: Attestation) -> str:
    """A place in a sentence: who, in what, when, on what footing."""
    said = ", ".join(part for part in (at.speaker, at.title, at.date) if part)
    grade = f", grade {at.grade}" if at.date and at.grade else ""
    return f"{said}{grade} [{at.document}:{at.start}-{at.end}]"
