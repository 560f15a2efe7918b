"""How much may one item of foreign bytes cost? One frozen value; what goes beyond it is named, never silent."""

from __future__ import annotations

from dataclasses import dataclass

_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Budgets:
    """What the reading of one document may take; every bound met becomes a reason a reader can see.

    cpu_seconds: processor time for one document; large items get `cpu_seconds_a_megabyte` more for each
      megabyte beyond `plain_sailing`, because an honest book of 100 MB is no bomb (notes on trust, §0.5:
      hostile files of under 1 MB take seconds or for ever, honest ones 0.02 s for the median PDF).
    total_cpu_seconds: for all documents of an item together; a web archive holds thousands.
    silent_seconds: time without a sign of life after which a reader counts as hanging.
    longest_seconds: time for one item whatever signs of life it gives; a day of pages for the recogniser.
    memory: address space of the reading process in bytes, its libraries included.
    text: characters one document may have; beyond it the rest is left out.
    entries, unpacked, ratio, depth: members of a package, their bytes together, how many times larger than
      packed a member may be (beyond a megabyte), and how deep packages may lie in packages (T7 there).
    nesting: how deep the elements of a marked-up text may lie in each other.
    html, xml: bytes of one HTML or XML file; its tree takes about ten times as much. line: bytes of one
      JSON line.
    pages, pixels: pages of one document, and pixels of one page image (40 megapixels are A3 at 600 dpi).
    ocr_seconds: processor time for the recognition of one page (2.2 s is usual; notes on nlp, §8).
    """

    cpu_seconds: int = 18
    cpu_seconds_a_megabyte: float = 1.0
    plain_sailing: int = 4 * _MEGABYTE
    total_cpu_seconds: int = 3_600
    silent_seconds: int = 180
    longest_seconds: int = 86_400
    memory: int = 1_000 * _MEGABYTE
    text: int = 200_000_000
    entries: int = 10_000
    unpacked: int = 300 * _MEGABYTE
    ratio: int = 200
    depth: int = 3
    nesting: int = 512
    html: int = 20 * _MEGABYTE
    xml: int = 64 * _MEGABYTE
    line: int = 16 * _MEGABYTE
    pages: int = 20_000
    pixels: int = 40_000_000
    ocr_seconds: int = 60

    def cpu_for(self, size: int) -> int:
        """Seconds of processor time for a document in an item of `size` bytes."""
        beyond = max(0, size - self.plain_sailing) / _MEGABYTE
        return self.cpu_seconds + int(beyond * self.cpu_seconds_a_megabyte)
