"""What are the lines of a page whose text was recognised, when their places are not known?"""

from __future__ import annotations

from foresaid.collect.layout.places import Line, PageLines

# Places as a typewriter would have given them: lines 10 points high, letters 5 points wide.
_HEIGHT, _WIDTH = 10.0, 5.0


def recognised_lines(text: str) -> PageLines:
    """The lines of a recogniser's text, one after another; an empty line parts paragraphs.

    Widths are counted in characters, which tells a short last line from a full one.
    """
    rows = [" ".join(row.split()) for row in text.replace("\f", "\n").split("\n")]
    edge = max(map(len, rows), default=0) * _WIDTH
    lines: list[Line] = []
    opens = True
    for row in rows:
        if not row:
            opens = True
            continue
        base = (len(lines) + 1) * _HEIGHT
        first = len(row.split(" ", 1)[0]) * _WIDTH
        lines.append(Line(row, 0.0, len(row) * _WIDTH, base, _HEIGHT, edge=edge, first=first, opens=opens))
        opens = False
    return PageLines((len(lines) + 1) * _HEIGHT, lines)
