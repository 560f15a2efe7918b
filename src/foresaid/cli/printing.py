"""How do results look in a terminal, and as JSON?"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
import textwrap
import unicodedata
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WIDEST = 108  # longer lines are hard to read, however wide the window
_NARROWEST = 24  # a last column narrower than four words says nothing; the line then runs over


def width() -> int:
    """How many columns a line may have."""
    return min(shutil.get_terminal_size().columns, _WIDEST)


def plain(text: str) -> str:
    """Text that a terminal shows and does not obey: controls as visible marks, direction marks dropped."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(letter) for letter in text)


def _shown(letter: str) -> str:
    if letter in "\n\t":
        return letter
    if unicodedata.category(letter) in {"Cc", "Cs", "Co", "Cn"}:
        return chr(0x2400 + ord(letter)) if ord(letter) < 0x20 else "\ufffd"  # noqa: PLR2004 - C0 pictures
    return "" if unicodedata.category(letter) == "Cf" and letter != "\u00ad" else letter


def echo(text: str = "", *, err: bool = False, **style: Any) -> None:  # noqa: ANN401 - click's own options
    """A line for people."""
    click.echo(click.style(plain(text), **style) if style else plain(text), err=err)


def echo_json(value: Any) -> None:  # noqa: ANN401
    """One JSON object, one line."""
    # Half a surrogate pair, which JSON can spell and UTF-8 cannot, comes out as "?".
    click.echo(json.dumps(_values(value), ensure_ascii=False).encode("utf-8", "replace"))


def echo_jsonl(values: Iterable[Any]) -> None:
    """One JSON object a line."""
    for value in values:
        echo_json(value)


def _values(value: Any) -> Any:  # noqa: ANN401
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def table(rows: Sequence[Sequence[str]], *, heads: Sequence[str] = (), wrap: bool = False) -> None:
    """Rows in columns, numbers to the right; the last column takes the width that is left.

    What does not fit there is cut, or, with `wrap`, goes on below itself; then the other columns give way as well,
    down to their longest word: names of documents stay whole, so that they can be copied.
    """
    cells = [
        [plain(cell).replace("\n", " ") for cell in row] for row in ([heads] if heads else []) + list(rows)
    ]
    if not cells:
        return
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    body = cells[bool(heads) :]
    numeric = [all(_number(row[column]) for row in body) for column in range(len(widths))]
    if wrap:
        _narrow(widths, [_longest_word(row[column] for row in cells) for column in range(len(widths))])
    room = max(width() - sum(widths[:-1]) - 2 * (len(widths) - 1), _NARROWEST)
    for number, row in enumerate(cells):
        folded = [_folded(cell, size) for cell, size in zip(row[:-1], widths, strict=False)]
        last = _folded(row[-1], room)
        if len(last) > 1 and not wrap:
            last = [textwrap.shorten(row[-1], room, placeholder=" …")]
        elif numeric[-1]:
            last = [last[0].rjust(widths[-1])]
        for line in range(max(map(len, (*folded, last)))):
            parts = [column[line] if line < len(column) else "" for column in folded]
            parts = [
                cell.rjust(size) if right else cell.ljust(size)
                for cell, size, right in zip(parts, widths, numeric, strict=False)
            ]
            text = "  ".join([*parts, last[line] if line < len(last) else ""]).rstrip()
            click.echo(click.style(text, bold=True) if heads and number == 0 else text)


def _narrow(widths: list[int], least: Sequence[int]) -> None:
    """Take from the widest columns but the last what a line has too much."""
    while sum(widths[:-1]) + 2 * (len(widths) - 1) + min(widths[-1], _NARROWEST) > width():
        slack = [size - floor for size, floor in zip(widths[:-1], least, strict=False)]
        if not any(slack):
            return
        widest = max(range(len(slack)), key=lambda column: (slack[column] > 0, widths[column]))
        widths[widest] -= 1


def _longest_word(cells: Iterable[str]) -> int:
    return max((len(word) for cell in cells for word in cell.split()), default=0)


def _folded(cell: str, size: int) -> list[str]:
    return textwrap.wrap(cell, size, break_on_hyphens=False) if len(cell) > size else [cell]


def _number(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "").isdigit()


def paragraph(text: str, *, indent: str = "", first: str | None = None) -> None:
    """Running text, folded to the width of the terminal; `first` stands in front of its first line.

    Names of documents and places are never parted: somebody may want to copy them.
    """
    click.echo(
        textwrap.fill(
            plain(" ".join(text.split())),
            width(),
            initial_indent=indent if first is None else first,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def shell_word(path: object) -> str:
    """A path as it can be copied into a shell: in quotes where it has blanks."""
    return shlex.quote(str(path))


def program() -> str:
    """How to call foresaid from here: by its name where that is found, else by the path it was called by."""
    if shutil.which("foresaid"):
        return "foresaid"
    path = Path(sys.argv[0])
    if path.name == "__main__.py":
        return f"{Path(sys.executable).name} -m foresaid"
    return os.path.relpath(path)


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number and its noun: 1 document, 1,234 documents."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
