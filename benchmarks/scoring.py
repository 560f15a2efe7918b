"""Was a quotation found where it stands, and is what was called found there at all?

An answer is right if it covers at least half of the passage the quotation was drawn from; or if it is as
good: another place with the same words, or with words no farther from the quotation than those it was
drawn from. Formulae recur, so most short quotations have several right answers. The second half is asked
for quotations in one piece only. One rule for all who are asked.
"""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from spoiling import BROKEN

COVERED = 0.5  # share of the true passage that an answer covers


def folded(text: str) -> str:
    """A text's letters and digits with single spaces, words divided at line ends joined."""
    joined = text.replace("-\n", "").lower()
    kept = "".join(
        character if character.isalnum() else " " for character in joined if character not in "'’"
    )
    return " ".join(kept.split())


def right(row: dict, answer: dict, texts: dict[str, str]) -> bool:
    """Whether an answer says where a quotation stands; one without a span is right by its document alone."""
    if answer["document"] is None:
        return False
    same = answer["document"] == row["document"]
    if answer["start"] is None:
        return same
    start, end = answer["start"], answer["end"]
    shared = min(end, row["end"]) - max(start, row["start"])
    if same and shared >= COVERED * (row["end"] - row["start"]):
        return True
    found = folded(texts[answer["document"]][start:end])
    true = folded(texts[row["document"]][row["start"] : row["end"]])
    if found == true or f" {folded(row['meant'])} " in f" {found} ":
        return True
    if row["kind"] in BROKEN:
        return False
    quoted = folded(row["quote"])
    return Levenshtein.distance(quoted, found) <= Levenshtein.distance(quoted, true)
