"""Can a word be seen on the drawn page?"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium_c

from foresaid.plugins import Unreadable

if TYPE_CHECKING:
    from foresaid.collect.pdfium.document import PdfPage

# Two pixels a point: letters of 4 points still have strokes.
_SCALE = 2.0
# Greys that differ by less than this of 255 look the same: a contrast of 1.1 to 1 (WCAG 2.2, "contrast ratio").
_CONTRAST = 12
# Of a line's height the part between base line and the height of small letters, where every word has ink.
_LOW, _HIGH, _SIDE = 0.25, 0.65, 0.02


class Sight:
    """The page as it is drawn, in grey."""

    def __init__(self, page: PdfPage, most_pixels: int) -> None:
        self._page = page.page
        try:
            self._width, self._height, self._grey = page.picture(most_pixels, _SCALE)
        except Unreadable:  # a page of one point by a million cannot be drawn, and nothing be said of it
            self._width, self._height, self._grey = 0, 0, b""

    def sees(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Whether there is any contrast at a place of the page (points, its own axes); True if none can tell."""
        if not self._grey:
            return True
        corners = [self._pixel(left, bottom), self._pixel(right, top)]
        across = sorted(corner[0] for corner in corners)
        down = sorted(corner[1] for corner in corners)
        width, height = across[1] - across[0], down[1] - down[0]
        if width >= height:
            first, last = down[0] + round(height * (1 - _HIGH)), down[1] - round(height * _LOW)
            begin, end = across[0] + round(width * _SIDE), across[1] - round(width * _SIDE)
        else:
            first, last = down[0] + round(height * _SIDE), down[1] - round(height * _SIDE)
            begin, end = across[0] + round(width * _LOW), across[1] - round(width * _LOW)
        rows = range(max(0, first), min(self._height, last + 1))
        strips = [
            self._grey[row * self._width + max(0, begin) : row * self._width + min(self._width, end + 1)]
            for row in rows
        ]
        strips = [strip for strip in strips if strip]
        if not strips:
            return False
        return max(map(max, strips)) - min(map(min, strips)) >= _CONTRAST

    def _pixel(self, x: float, y: float) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(
            self._page, 0, 0, self._width, self._height, 0, x, y, ctypes.byref(across), ctypes.byref(down)
        )
        return across.value, down.value
