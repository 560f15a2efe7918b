"""Do the given names of two persons fit, so that they may be one person's?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def givens_fit(
    one: Sequence[str],
    other: Sequence[str],
    fits: Callable[[str, str], bool],
    is_initial: Callable[[str], bool],
) -> bool:
    """Whether one list of given names is the other with nothing but initials left out, and the first ones fit.

    "J. Q.", "John Q." and "John Quincy" fit; "John" and "John Quincy" do not: a machine takes them for two.
    Neither list is empty; `fits` says whether two given names may be one.
    """
    short, long = sorted((one, other), key=len)
    if not fits(short[0], long[0]):
        return False
    at = 0
    for given in long:
        if at < len(short) and fits(short[at], given):
            at += 1
        elif not is_initial(given):
            return False
    return at == len(short)
