"""What is drawn on a PDF page besides words, and what do words lie under or over?"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium_c

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.collect.pdfium.document import Box, PdfPage

# Objects looked at on one page, and how deep forms may lie in forms: maps have 100,000 lines.
_MOST_OBJECTS, _DEEPEST = 200_000, 6
# Shapes kept to be compared with each text object; where a page has more large ones, all its words are
# looked for in the drawn page.
_MOST_SHAPES = 64
# Of the page's area: smaller shapes cover no line of text; a scan or its strips together cover most of it.
_SMALLEST, PAGE_SIZED = 0.0005, 0.6
# A ground whose channels are all as bright as this lets darker words be seen.
LIGHT = 0xC0
_FIRST_NAME = 16


@dataclass(frozen=True, slots=True)
class _Shape:
    """An image or a filled shape: when it is drawn, where, and whether it is a light ground."""

    order: int
    left: float
    bottom: float
    right: float
    top: float
    light: bool
    page_sized: bool


@dataclass(slots=True)
class Drawing:
    """What a page holds beside its words.

    `images` is the share of it that images cover, `drawn` whether there is anything but words; `order` says when each text object (by its address) is drawn; `layered` are those in optional layers.
    """

    shapes: list[_Shape] = field(default_factory=list)
    order: dict[int, int] = field(default_factory=dict)
    layered: set[int] = field(default_factory=set)
    images: float = 0.0
    drawn: bool = False
    crowded: bool = False

    def over(self, address: int, x: float, y: float) -> bool:
        """Whether a page-sized image is drawn over a text object that stands at x, y."""
        order = self.order.get(address, -1)
        return any(shape.page_sized and shape.order > order >= 0 for shape in self._at(x, y))

    def doubtful(self, address: int, x: float, y: float) -> bool:
        """Whether something may hide a text object that stands at x, y: only the drawn page can tell."""
        if self.crowded or address in self.layered:
            return True
        order = self.order.get(address, -1)
        return any(not shape.light or shape.order > order for shape in self._at(x, y))

    def _at(self, x: float, y: float) -> Iterator[_Shape]:
        for shape in self.shapes:
            if shape.left <= x <= shape.right and shape.bottom <= y <= shape.top:
                yield shape


def survey(page: PdfPage, box: Box) -> Drawing:
    """Everything drawn on a page, in drawing order, forms opened."""
    drawing = Drawing()
    area = box.area or 1.0
    for order, (kind, item, bounds) in enumerate(_objects(page.page)):
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            _note_text(drawing, item, order)
            continue
        drawing.drawn = True
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH and not _filled(item):
            continue
        left, bottom, right, top = bounds
        shown = max(0.0, min(right, box.right) - max(left, box.left)) * max(
            0.0, min(top, box.top) - max(bottom, box.bottom)
        )
        is_image = kind == pdfium_c.FPDF_PAGEOBJ_IMAGE
        if is_image:
            drawing.images += shown / area
        if shown < _SMALLEST * area:
            continue
        if len(drawing.shapes) >= _MOST_SHAPES:
            drawing.crowded = True
            continue
        light = kind == pdfium_c.FPDF_PAGEOBJ_PATH and _light(item)
        sized = is_image and shown >= PAGE_SIZED * area
        drawing.shapes.append(_Shape(order, left, bottom, right, top, light, sized))
    return drawing


def _note_text(drawing: Drawing, item: Any, order: int) -> None:  # noqa: ANN401 - PDFium's handle
    address = ctypes.cast(item, ctypes.c_void_p).value or 0
    drawing.order[address] = order
    for number in range(min(pdfium_c.FPDFPageObj_CountMarks(item), _DEEPEST)):
        mark = pdfium_c.FPDFPageObj_GetMark(item, number)
        name = (pdfium_c.FPDF_WCHAR * _FIRST_NAME)()
        size = ctypes.c_ulong()
        if pdfium_c.FPDFPageObjMark_GetName(mark, name, 2 * _FIRST_NAME, size) and (
            bytes(name)[: size.value] == "OC\0".encode("utf-16-le")
        ):
            drawing.layered.add(address)


def _objects(page: Any) -> Iterator[tuple[int, Any, tuple[float, float, float, float]]]:  # noqa: ANN401
    """Objects of a page in drawing order: kind, handle, bounds; those of forms in the form's place."""
    left = _MOST_OBJECTS
    unit = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    count, get = pdfium_c.FPDFPage_CountObjects(page), pdfium_c.FPDFPage_GetObject
    stack: list[tuple[Any, Any, int, int, tuple[float, ...]]] = [(get, page, 0, count, unit)]
    while stack and left:
        fetch, holder, place, count, matrix = stack.pop()
        if place >= count:
            continue
        stack.append((fetch, holder, place + 1, count, matrix))
        item = fetch(holder, place)
        if not item:
            continue
        left -= 1
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM:
            inside = pdfium_c.FPDFFormObj_CountObjects(item)
            if len(stack) < _DEEPEST and inside > 0:
                inner = _times(_matrix(item), matrix)
                stack.append((pdfium_c.FPDFFormObj_GetObject, item, 0, inside, inner))
            continue
        bounds = (0.0, 0.0, 0.0, 0.0) if kind == pdfium_c.FPDF_PAGEOBJ_TEXT else _bounds(item, matrix)
        yield kind, item, bounds


def _matrix(item: Any) -> tuple[float, ...]:  # noqa: ANN401 - PDFium's handle
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, matrix):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(first: tuple[float, ...], then: tuple[float, ...]) -> tuple[float, ...]:
    """One matrix after another (PDF 32000-1, 8.3.4)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _bounds(item: Any, matrix: tuple[float, ...]) -> tuple[float, float, float, float]:  # noqa: ANN401
    """Where an object lies on the page, upright: left, bottom, right, top."""
    values = [ctypes.c_float() for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetBounds(item, *values):
        return (0.0, 0.0, 0.0, 0.0)
    left, bottom, right, top = (value.value for value in values)
    a, b, c, d, e, f = matrix
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (left, right) for y in (bottom, top)]
    across, up = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(across), min(up), max(across), max(up)


def _filled(item: Any) -> bool:  # noqa: ANN401 - PDFium's handle
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium_c.FPDFPath_GetDrawMode(item, mode, stroked) and mode.value)


def _light(item: Any) -> bool:  # noqa: ANN401 - PDFium's handle
    channels = [ctypes.c_uint() for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetFillColor(item, *channels):
        return False
    return min(channel.value for channel in channels[:3]) >= LIGHT
