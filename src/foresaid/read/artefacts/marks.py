"""Are quotation marks of two kinds mixed, and does a text carry marks of emphasis? Noted, never changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.model.bodies import ArtefactKind
from foresaid.read.artefacts.damage import Damage

if TYPE_CHECKING:
    from collections.abc import Iterator

_CURLY = ("“", "”")
# One curly mark among straight ones may stand in a name or a quotation taken over; two are a habit.
_FEWEST = 2
# Words between marks of emphasis: on one line, no blank inside the marks. Titles have at most 200 characters.
# One pattern for each mark, since a pattern that begins with one sign is searched for much faster.
_EMPHASIS = {
    "*": re.compile(r"\*(?![\s*])[^*\n]{1,200}(?<!\s)\*(?![\w*])"),
    "_": re.compile(r"_(?![\s_])[^_\n]{1,200}(?<!\s)_(?![\w_])"),
}


def mixed_marks(text: str) -> Iterator[Damage]:
    """One remark where straight and curly quotation marks stand side by side; apostrophes are only counted."""
    curly, straight = sum(map(text.count, _CURLY)), text.count('"')
    if min(curly, straight) < _FEWEST:
        return
    first = min(at for at in map(text.find, _CURLY) if at >= 0)
    last_curly = max(map(text.rfind, _CURLY))
    first_straight, last = text.find('"'), text.rfind('"')
    if last < first:
        place, how = first, "straight up to here, curly from here on"
    elif last_curly < first_straight:
        place, how = first_straight, "curly up to here, straight from here on"
    else:
        place = max(first, first_straight)
        how = "both from here on"
    signs = text.count("'"), text.count("‘") + text.count("’")
    note = f"{straight} straight quotation marks and {curly} curly ones (apostrophes: {signs[0]} and {signs[1]}): {how}"
    yield Damage(place, place + 1, ArtefactKind.MIXED_MARKS, None, note)


def emphasis(text: str) -> Iterator[Damage]:
    """One remark for a text that sets words between * or _, with how many."""
    found = {sign: _emphasised(text, sign) for sign in _EMPHASIS}
    places = [span for spans in found.values() for span in spans[:1]]
    if places:
        note = f"{len(found['*'])} stretches between * and {len(found['_'])} between _; the first is marked"
        yield Damage(*min(places), ArtefactKind.EMPHASIS, None, note)


def _emphasised(text: str, sign: str) -> list[tuple[int, int]]:
    if text.count(sign) < 2:  # noqa: PLR2004 - one mark emphasises nothing
        return []
    spans = (match.span() for match in _EMPHASIS[sign].finditer(text))
    return [span for span in spans if not text[span[0] - 1 : span[0]].isalnum()]
