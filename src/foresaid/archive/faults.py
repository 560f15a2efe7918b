"""What is wrong with a collection, where, and what is to be done about it?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding of `foresaid fsck`: the path, what is wrong there, and what to do.

    `damage` is False for what harms nothing, such as the left-overs of a killed run.
    """

    path: str
    what: str
    advice: str
    damage: bool = True
