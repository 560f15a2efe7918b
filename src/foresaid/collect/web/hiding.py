"""Which words of a page does no reader see, although they stand in its bytes?

Words can be hidden to be found by machines only; whoever quotes the page never read them. What an element's
own attributes say is believed, with what it inherits; style sheets are not looked into. `aria-hidden` hides
from screen readers only and does not count.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

# Passages shown in notes, and the rest counted; words of a passage that is worth a note (shorter ones are
# labels for screen readers, "opens in a new window"); characters shown of one.
_MOST_SHOWN, _FEWEST_WORDS, _SHOWN = 5, 5, 120
# As far to the side no screen reaches; -9999px and -999em are the usual spells.
_FAR = {"px": 999.0, "pt": 999.0, "em": 99.0, "rem": 99.0, "%": 100.0, "vw": 100.0, "vh": 100.0, "": 999.0}
# Letters of one pixel or point are dots.
_DOT = {"px": 1.0, "pt": 1.0}
# Two colours that differ by so little in each channel are one to the eye (#fefefe on #ffffff).
_SAME_COLOUR = 8
_COLOURS = {
    "black": (0, 0, 0), "silver": (192, 192, 192), "gray": (128, 128, 128), "grey": (128, 128, 128),
    "white": (255, 255, 255), "maroon": (128, 0, 0), "red": (255, 0, 0), "purple": (128, 0, 128),
    "fuchsia": (255, 0, 255), "green": (0, 128, 0), "lime": (0, 255, 0), "olive": (128, 128, 0),
    "yellow": (255, 255, 0), "navy": (0, 0, 128), "blue": (0, 0, 255), "teal": (0, 128, 128),
    "aqua": (0, 255, 255), "snow": (255, 250, 250), "ivory": (255, 255, 240),
}  # fmt: skip
Colour = tuple[int, int, int]
PAPER: Colour = (255, 255, 255)
_SIDES = ("left", "right", "top", "margin-left", "margin-top")
_COLOURED = frozenset({"font", "body", "table", "tr", "td", "th"})
_DOUBT = "its colour is that of white paper, and what is behind it is not known"


@dataclass(frozen=True, slots=True)
class Ink:
    """How the text of an element looks: what it inherits, and what the element itself says.

    `ground` is the colour behind it, None where that is not known. `reason` says why it cannot be seen ("" if
    it can); where it is `doubtful`, the text is kept.
    """

    shown: bool = True
    sized: bool = True
    colour: Colour | None = None
    ground: Colour | None = None
    reason: str = ""
    doubtful: bool = False


@dataclass(slots=True)
class Passages:
    """The hidden passages of a page in order, each with its reason and its first words."""

    shown: list[tuple[str, str]] = field(default_factory=list)
    more: int = 0
    _place: tuple[str, int] = ("", 0)
    _words: list[str] = field(default_factory=list)
    _count: int = 0

    def add(self, reason: str, place: int, text: str) -> None:
        """Hidden words; those of one reason and place are one passage."""
        if (reason, place) != self._place:
            self._close()
            self._place = (reason, place)
        words = text.split()
        self._count += len(words)
        if len(self._words) < _SHOWN:
            self._words += words[:_SHOWN]

    def notes(self) -> tuple[str, ...]:
        """A note for each of the first passages, and how many more there are."""
        self._close()
        notes = tuple(
            f"text that may be hidden was kept: {reason}: “{words}”"
            if reason == _DOUBT
            else f"hidden text left out: {reason}: “{words}”"
            for reason, words in self.shown
        )
        return (*notes, f"{self.more:,} more passages of hidden text") if self.more else notes

    def _close(self) -> None:
        if self._count >= _FEWEST_WORDS:
            words = " ".join(self._words)
            if len(self.shown) < _MOST_SHOWN:
                cut = words if len(words) <= _SHOWN else words[:_SHOWN] + "…"
                self.shown.append((self._place[0], cut))
            else:
                self.more += 1
        self._words, self._count = [], 0


def gone(element: Any, tag: str) -> str:  # noqa: ANN401 - an lxml element
    """Why an element with all that is in it is not on the page, or ""."""
    if element.get("hidden") is not None:
        return "hidden"
    if tag == "dialog" and element.get("open") is None:
        return "a closed dialog"
    style = element.get("style")
    return _gone(style) if style else ""


def inked(ink: Ink, element: Any, tag: str) -> Ink:  # noqa: ANN401 - an lxml element
    """The ink of an element in an element of this ink."""
    style = element.get("style")
    if not style and tag not in _COLOURED:
        return ink
    said = _declarations(style or "")
    attributes = element.attrib if tag in _COLOURED else {}
    own = replace(ink, reason="", doubtful=False)
    own = _sized(_shown(own, said), said)
    own = _coloured(own, said, attributes)
    if own == replace(ink, reason="", doubtful=False):
        return ink
    reason = _unseen(own)
    return replace(own, reason=reason, doubtful=reason == _DOUBT)


@lru_cache(maxsize=256)
def _gone(style: str) -> str:
    said = _declarations(style)
    if said.get("display") == "none":
        return "display:none"
    if _is_zero(said.get("opacity", "1")):
        return "opacity:0"
    clipped = said.get("overflow", "").startswith(("hidden", "clip"))
    if clipped and any(_is_zero(said.get(side, "auto")) for side in ("height", "max-height", "width")):
        return "no height or width"
    if said.get("position") == "absolute" and said.get("clip", "").startswith("rect(0"):
        return "clipped away"
    for side in ("text-indent", *(_SIDES if "position" in said else _SIDES[-2:])):
        number, unit = _length(said.get(side, ""))
        if unit in _FAR and (number <= -_FAR[unit]):
            return f"off the screen ({side}:{said[side]})"
    return ""


def _declarations(style: str) -> dict[str, str]:
    """The properties of a style attribute, in small letters; the last of a name counts."""
    first, *others = style.split("/*")
    style = first + "".join(other.partition("*/")[2] for other in others)
    said: dict[str, str] = {}
    for part in style.casefold().split(";"):
        name, _, value = part.partition(":")
        said[name.strip()] = "".join(value.replace("!important", "").split())
    return said


def _shown(ink: Ink, said: dict[str, str]) -> Ink:
    value = said.get("visibility")
    return replace(ink, shown=value not in {"hidden", "collapse"}) if value else ink


def _sized(ink: Ink, said: dict[str, str]) -> Ink:
    """Whether letters have a size; a share of nothing is nothing, a length is one again."""
    value = said.get("font-size")
    if not value:
        return ink
    number, unit = _length(value)
    if number == 0 or (unit in _DOT and 0 <= number <= _DOT[unit]):
        return replace(ink, sized=False)
    relative = unit in {"em", "%", "ex"} or value in {"smaller", "larger", "inherit"}
    return ink if relative else replace(ink, sized=True)


def _coloured(ink: Ink, said: dict[str, str], attributes: Any) -> Ink:  # noqa: ANN401 - a mapping
    """Colours of the text and of what is behind it; a picture behind it can be of any colour."""
    colour = said.get("color") or attributes.get("color") or attributes.get("text")
    if colour and colour not in {"inherit", "currentcolor"}:
        ink = replace(ink, colour=_colour(colour))
    ground = said.get("background-color") or said.get("background") or attributes.get("bgcolor")
    if ground and ground not in {"transparent", "none", "inherit"}:
        ink = replace(ink, ground=_colour(ground))
    if "background-image" in said or attributes.get("background"):
        ink = replace(ink, ground=None)
    return ink


def _unseen(ink: Ink) -> str:
    """Why text of this ink cannot be seen, "" where it can."""
    if not ink.shown:
        return "visibility:hidden"
    if not ink.sized:
        return "font-size:0"
    if ink.colour is None:
        return ""
    if ink.ground is None:
        return _DOUBT if _alike(ink.colour, PAPER) else ""
    return "its colour is that of its background" if _alike(ink.colour, ink.ground) else ""


def _alike(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= _SAME_COLOUR for a, b in zip(one, other, strict=True))


def _colour(written: str) -> Colour | None:
    """Red, green and blue of a colour as CSS and old HTML write it; None for what is not understood."""
    written = written.strip().casefold()
    if written in _COLOURS:
        return _COLOURS[written]
    digits = written.removeprefix("#")
    if len(digits) == len("fff"):
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) == len("ffffff"):
        try:
            number = int(digits, 16)
        except ValueError:
            return None
        return number >> 16, number >> 8 & 255, number & 255
    if written.startswith("rgb(") and written.endswith(")"):
        parts = written[4:-1].split(",")
        if len(parts) == len(PAPER) and all(part.isascii() and part.isdigit() for part in parts):
            red, green, blue = (min(255, int(part[:4])) for part in parts)
            return red, green, blue
    return None


def _is_zero(value: str) -> bool:
    return _length(value)[0] == 0


def _length(value: str) -> tuple[float, str]:
    """Number and unit of a CSS length; (1, "?") for what is none."""
    number = value.rstrip("abcdefghijklmnopqrstuvwxyz%")
    try:
        return float(number[:20]), value[len(number) :]
    except ValueError:
        return 1.0, "?"
