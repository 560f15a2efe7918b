"""Is a line the headline kind of report, a source and a colon: "Adler: the guilds cannot be saved", "Poll: …"?

The label must be somebody whom the text quotes elsewhere, or a document (reported.toml); any other label may be a
heading of its own ("Notes: …").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.annotations import Span
from foresaid.model.bodies import ReportedForm
from foresaid.read.reported.reports import Reported

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from foresaid.model.bodies import Quotation

# Characters of the longest line read as a headline; longer ones are turns of a transcript.
_LONGEST = 160
# Words of a label at most ("NY Daily News" has three) and of what is reported at least.
_MOST_WORDS, _FEWEST_WORDS = 4, 3
_SIGN = ": "
_INNER_STOPS = (". ", "! ", "? ", "\n")


def known_labels(outer: Iterable[tuple[Span, Quotation]]) -> frozenset[str]:
    """The names of all who are quoted with marks, each whole and by its last word."""
    names = {body.speaker.name for _, body in outer if body.speaker is not None and body.speaker.name}
    return frozenset(names | {name.split()[-1] for name in names})


def headline(text: str, limit: Span, known: Collection[str], documents: Collection[str]) -> Reported | None:
    """What a paragraph reports if it is a headline with a source in front of a colon, or None."""
    if limit.end - limit.start > _LONGEST:
        return None
    line = text[limit.start : limit.end].rstrip()
    label, sign, rest = line.partition(_SIGN)
    words = label.split()
    if not sign or not 0 < len(words) <= _MOST_WORDS or len(rest.split()) < _FEWEST_WORDS:
        return None
    if any(stop in rest for stop in _INNER_STOPS) or not words[0][0].isupper():
        return None
    named = label in known
    if not named and words[-1].lower() not in documents:
        return None
    start = limit.start + len(label) + len(_SIGN)
    content = Span(start, limit.start + len(line.rstrip(".!?…")))
    source = Span(limit.start, limit.start + len(label))
    cue = Span(source.end, source.end + 1)
    name = tuple(_words(label, limit.start)) if named else ()
    return Reported(content, content, ReportedForm.CLAUSE, cue, source, name, opens=named, by_verb=False)


def _words(label: str, offset: int) -> Iterable[Span]:
    place = 0
    for word in label.split():
        place = label.index(word, place)
        yield Span(offset + place, offset + place + len(word))
        place += len(word)
