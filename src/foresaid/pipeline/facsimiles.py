"""Which page images have their text in a file beside them (ALTO, hOCR), and so need no reading of their own?"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from foresaid.collect.extraction import readers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.archive.collection import Collection

# The formats that hold the recognised text of page images.
_TEXTS = ("alto/", "hocr/")
# Where the two lie apart, as in "tif/0001.tif" and "alto/0001.xml", and what is added to the text's name.
_FOLDERS = frozenset({"alto", "hocr", "ocr", "xml"})
_IMAGE_FOLDERS = frozenset(
    {"tif", "tiff", "jpg", "jpeg", "jp2", "png", "img", "image", "images", "scans", "master"}
)
_ENDINGS = (".alto", ".hocr", "_alto", "_hocr", "-alto", "-hocr")
FACSIMILE = "facsimile/1"


def link_facsimiles(collection: Collection) -> None:
    """Note for each page image without a text of its own the item that holds it.

    An image that was recognised before its text came keeps its document; grouping finds that they agree.
    """
    texts = dict(_named(collection, _TEXTS))
    if not texts:
        return
    catalogue = collection.catalogue
    query = (
        """SELECT item FROM document UNION SELECT item FROM facsimile UNION SELECT item FROM withdrawal"""
    )
    settled = {row["item"] for row in catalogue.rows(query)}
    with catalogue.transaction():
        for key, item in _images(collection):
            if key in texts and item not in settled:
                catalogue.connection.execute(
                    "INSERT OR REPLACE INTO facsimile VALUES (?, ?)", (item, texts[key])
                )
                catalogue.connection.execute("DELETE FROM refusal WHERE item = ?", (item,))
                catalogue.connection.execute(
                    "INSERT OR REPLACE INTO reading SELECT ?, source, ?, 'complete', '' FROM accession"
                    " WHERE item = ? ORDER BY seq LIMIT 1",
                    (item, FACSIMILE, item),
                )


def page_key(source: str) -> tuple[str, str]:
    """What a page image and the file with its text have in common: the folder, and the name without endings."""
    path = PurePosixPath(source)
    folder = path.parent.parent if path.parent.name.casefold() in _FOLDERS else path.parent
    stem = path.stem
    for ending in _ENDINGS:
        stem = stem.removesuffix(ending)
    return folder.as_posix(), stem


def _named(collection: Collection, versions: tuple[str, ...]) -> Iterator[tuple[tuple[str, str], str]]:
    query = """SELECT a.source, a.item FROM accession a JOIN reading r ON r.item = a.item
               WHERE substr(r.version, 1, 5) IN (?, ?) AND r.state != 'refused' ORDER BY a.seq"""
    for row in collection.catalogue.rows(query, versions):
        yield page_key(row["source"]), row["item"]


def _images(collection: Collection) -> Iterator[tuple[tuple[str, str], str]]:
    """Page images by their names' key, those in a folder for images also by that of the folder above it."""
    for row in collection.catalogue.rows("SELECT source, item FROM accession ORDER BY seq"):
        if is_image(row["source"]):
            folder, stem = page_key(row["source"])
            yield (folder, stem), row["item"]
            if PurePosixPath(folder).name.casefold() in _IMAGE_FOLDERS:
                yield (PurePosixPath(folder).parent.as_posix(), stem), row["item"]


def is_image(source: str) -> bool:
    """Whether a name is that of a page image."""
    image = readers().get("image")
    return image is not None and PurePosixPath(source).suffix.lower() in image.suffixes
