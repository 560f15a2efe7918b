"""What is wrong with a collection, where, and what is to be done about it?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding of `foresaid fsck`: the path, what is wrong there, and what to do.

    `damage` is False for what harms nothing, such as the left-overs of a killed run.
    """

    path: str
    what: str
    advice: str
    damage: bool = True


# What Finder and Windows' Explorer leave in every folder that somebody looks into, and the files in which macOS
# keeps what a foreign file system cannot (AppleDouble, RFC 1740: "._" and the name of the file they belong to).
_SYSTEMS_OWN = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_APPLE_DOUBLE = "._"


def excuse_system(fault: Fault) -> Fault:
    """A finding about a file that does not belong, as a notice where an operating system leaves such files."""
    name = Path(fault.path).name
    if name not in _SYSTEMS_OWN and not name.startswith(_APPLE_DOUBLE):
        return fault
    what = f"{fault.what}; the operating system left it"
    return replace(fault, what=what, advice="Nothing; it may be deleted.", damage=False)
