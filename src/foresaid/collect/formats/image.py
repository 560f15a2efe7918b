"""How is a picture of a page read? By text recognition, where there is any; its size is looked at first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.collect.dating.heads import read_head
from foresaid.collect.layout.paragraphs import flow
from foresaid.collect.layout.recognised import recognised_lines
from foresaid.collect.layout.running import take_out
from foresaid.collect.page_images import picture_sizes
from foresaid.model.documents import Extraction, Witness
from foresaid.plugins import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.budgets import Budgets
    from foresaid.plugins import Tools

_MEGAPIXEL = 1_000_000


class PageImage:
    """A picture of one page, or a TIFF of several."""

    name = "image"
    version = "1"
    uses_recogniser = True
    suffixes = (
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
        ".bmp",
        ".pnm",
        ".pgm",
        ".pbm",
        ".ppm",
        ".webp",
        ".jp2",
    )

    def recognises(self, head: bytes) -> bool | None:
        """Whether it begins as one of the kinds of pictures does."""
        return picture_sizes(head, 1) is not None

    def extract(self, data: bytes, tools: Tools) -> Iterator[Extraction]:
        """The one text of the picture; Unreadable says why there is none."""
        _check_size(data, tools.budgets)
        if tools.recogniser is None:
            raise Unreadable("an image; no text recognition (tesseract) is installed")
        tools.alive()
        recognised = tools.recogniser.recognise(data)
        pages = [recognised_lines(part) for part in recognised.removesuffix("\f").split("\f")]
        take_out(pages)
        text, spans = flow(pages, [str(number) for number in range(1, len(pages) + 1)])
        if not text:
            raise Unreadable("an image, in which the text recognition found no text")
        statements, datings = read_head(text, tools.vocabulary)
        yield Extraction(
            locator="",
            text=text,
            extractor=f"{self.name}/{self.version}+{tools.recogniser.name}",
            encoding="image",
            statements=statements,
            datings=datings,
            pages=spans,
            witness=Witness.OCR,
        )


def _check_size(data: bytes, budgets: Budgets) -> None:
    """Refuse what would take more room than allowed, before anybody unpacks it."""
    sizes = picture_sizes(data, budgets.pages)
    if not sizes:
        raise Unreadable("an image, but broken: its header does not tell its size")
    if len(sizes) > budgets.pages:
        raise Unreadable(f"an image of more than {budgets.pages:,} pages")
    for width, height in sizes:
        if not 0 < width * height <= budgets.pixels:
            most = budgets.pixels / _MEGAPIXEL
            raise Unreadable(
                f"an image of {width:,} × {height:,} pixels; at most {most:g} megapixels are read"
            )
