"""What do the tests make words from that no real text holds?"""

from __future__ import annotations

SYLLABLES = (
    "ba",
    "con",
    "der",
    "el",
    "fan",
    "gor",
    "hin",
    "it",
    "jus",
    "ker",
    "lam",
    "mor",
    "nat",
    "or",
    "pre",
)
