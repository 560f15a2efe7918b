"""Does the demo find what it promises?"""

from __future__ import annotations

import shlex

from foresaid.archive.collection import reading
from foresaid.archive.findings import verifications


def pair(collection):
    """The verdict on what the address of 1990 quotes from that of 1953."""
    with reading(collection) as opened:
        return next(
            (verdict, annotation)
            for verdict, document, annotation in verifications(opened.catalogue)
            if document.startswith("1990") and verdict.source and verdict.source.document.startswith("1953")
        )


def test_the_address_of_1990_quotes_that_of_1953_without_its_condition(sotu_collection):
    """The quotation is found under its speaker, and the clause it leaves out is named."""
    verdict, annotation = pair(sotu_collection)
    assert (verdict.verdict, verdict.words.value) == ("truncated", "truncated")
    assert annotation.body.speaker.name.endswith("Harry Truman")
    assert verdict.speaker.value == "confirmed"
    (cut,) = [edit for edit in verdict.edits if edit.kind == "cut_before"]
    assert cut.quoted == ""
    assert cut.source.startswith("As we continue to confound")


def test_the_demo_prints_counts_the_pair_and_next_commands(sotu_collection, foresaid):
    """What a newcomer reads: how much there is, the pair side by side, and what to try, which works."""
    out = foresaid("demo", "--out", sotu_collection)
    assert "249 documents by 43 speakers, 1790 to 2026" in out
    assert "1953-01-07" in out
    assert "As we continue to confound" in " ".join(out.split())

    commands = [shlex.split(line) for line in out.split("Try next:\n", 1)[1].splitlines()]
    calls = [command[command.index(str(sotu_collection)) - 1 :] for command in commands]
    assert [call[0] for call in calls] == ["search", "whence", "verify", "chronology", "works"]
    for (name, *rest), code in zip(calls, (0, 0, 1, 0, 0), strict=True):
        found = foresaid(name, *rest, code=code)
        assert name not in {"search", "whence"} or ("1990-01-31" in found and "1953-01-07" in found)


def test_every_address_has_a_date_and_a_speaker(sotu_collection, foresaid):
    """249 addresses, all dated at grade C or better and attributed."""
    status = foresaid.json("status", sotu_collection)
    assert (status["documents"], status["undated"], status["speakers"]) == (249, 0, 43)
    assert set(status["grades"]) <= {"A", "B", "C"}
