"""Which words stand in a part of a Word file (its body, a note, a header), in a reader's order?

One walk over the tree, without recursion. Paragraphs are blocks; of a table, rows are lines and cells are
parted by tabs; what stands in a text box follows the paragraph it is anchored in. Page breaks are kept in
the text as characters that XML cannot hold, until `pages` takes them out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from foresaid.collect.wordprocessing.losses import Losses
from foresaid.collect.wordprocessing.names import attribute, child, name, value
from foresaid.collect.wordprocessing.numbering import Numbering
from foresaid.collect.wordprocessing.pages import HARD, MARKS, RENDERED, unmarked
from foresaid.collect.wordprocessing.styles import PAPER, UNKNOWN, Look, Styles, behind, hidden, in_list
from foresaid.collect.wordprocessing.symbols import symbol

if TYPE_CHECKING:
    from collections.abc import Callable

_MISSING = "\ufffd"
# What a run's empty elements stand for (ECMA-376 part 1, §17.3.3).
_SIGNS = {
    "w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "\u2011", "w:softHyphen": "\u00ad",
    "w:lastRenderedPageBreak": RENDERED, "m:den": "/", "m:sup": "^", "m:sub": "_",
}  # fmt: skip
# Left out with all they hold, and why that is counted; None for what is never text.
_LEFT: dict[str, str | None] = {
    "w:del": "deletion", "w:moveFrom": "move", "w:rt": "phonetic guide", "w:object": "object",
    "w:altChunk": "part", "w:subDoc": "part", "c:chart": "chart", "dgm:relIds": "chart",
    "w:commentReference": "comment", "pic:pic": "picture", "v:imagedata": "picture",
    **dict.fromkeys(
        ("w:rPr", "w:tblPr", "w:trPr", "w:sdtPr", "w:tblGrid", "w:instrText", "w:delText",
         "w:delInstrText", "w:sectPr", "w:footnoteRef", "w:endnoteRef", "w:annotationRef")
    ),
}  # fmt: skip
_COUNTED = {"w:ins": "insertion", "w:moveTo": "insertion", "m:oMath": "formula"}
_FLOWS_ON = frozenset({"continuous", "nextColumn"})  # sections that begin no page (§17.18.77)
_ENDING = " \n\t" + MARKS  # what is no word at the end of a paragraph
_RAISED = str.maketrans("0123456789ivxlcdm", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁱᵛˣˡᶜᵈᵐ")


@dataclass(frozen=True, slots=True)
class Sheets:
    """What all stories of a document share: its styles, its lists, the ground of its pages, and its losses."""

    styles: Styles
    numbering: Numbering
    losses: Losses
    ground: str = PAPER


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while it is read: what stands in it, and the blocks of text boxes anchored in it."""

    look: Look
    label: str = ""
    parts: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    runs_on: bool = False


@dataclass(slots=True)
class _Table:
    """A table while it is read: its rows as (text, whether it is prose), and the ground it gives its cells."""

    ground: str
    rows: list[tuple[str, bool]] = field(default_factory=list)


class Story:
    """The words of one part; `read` is called once."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self._losses = sheets.losses
        plain = sheets.styles.paragraph(None)
        self._sinks: list[list[str]] = [[]]  # the blocks of body, cell or text box, innermost last
        self._paragraphs = [_Paragraph(plain)]  # the first takes what stands in no paragraph
        self._tables: list[_Table] = []
        self._rows: list[list[list[str]]] = []
        self._grounds = [sheets.ground]
        self._unseen: list[str] = []  # for each open run, why it is not seen
        self._fields: list[bool] = []  # for each open field, whether its code is still read
        self._codes = 0  # how many of them
        self._begun: list[str] = []  # what stands in a paragraph whose mark is deleted, so that it runs on
        self._marks: list[list[str]] = [[]]  # page breaks met since the last text; a text box has its own
        self._enter: dict[str, Callable[[Any], bool]] = {
            "w:p": self._open_paragraph, "w:r": self._open_run, "w:t": self._text, "m:t": self._text,
            "w:br": self._break, "w:sym": self._symbol, "w:fldChar": self._field, "w:pPr": self._end_section,
            "w:footnoteReference": self._note, "w:endnoteReference": self._note, "w:tbl": self._open_table,
            "w:tr": self._open_row, "w:tc": self._open_cell, "w:tcPr": self._cell_ground,
            "w:txbxContent": self._open_box, "mc:Choice": _first, "mc:Fallback": _first,
        }  # fmt: skip
        self._leave: dict[str, Callable[[], None]] = {
            "w:p": self._close_paragraph, "w:r": self._close_run, "w:tbl": self._close_table,
            "w:tr": self._close_row, "w:tc": self._close_cell, "w:txbxContent": self._close_box,
        }  # fmt: skip

    def read(self, root: Any) -> list[str]:  # noqa: ANN401 - an lxml element
        """The blocks of a part in order, page breaks marked in them."""
        stack = [("", iter((root,)))]
        while stack:
            element = next(stack[-1][1], None)
            if element is None:
                closed = stack.pop()[0]
                if closed in self._leave:
                    self._leave[closed]()
                continue
            short = name(element)
            if self._entered(short, element):
                stack.append((short, iter(element)))
        self._paragraphs[0].parts += self._begun
        self._close_paragraph()
        if self._codes:
            self._losses.count("field")
        return self._sinks[0]

    def _entered(self, short: str, element: Any) -> bool:  # noqa: ANN401
        """Takes an element in; whether what it holds is walked too."""
        if short in _LEFT:
            if reason := _LEFT[short]:
                self._losses.count(reason)
            return False
        if short in _SIGNS and (short[0] == "w" or len(element)):
            self._put(_SIGNS[short])
        if short in _COUNTED:
            self._losses.count(_COUNTED[short])
        return self._enter[short](element) if short in self._enter else True

    def _put(self, text: str) -> None:
        """Text into the open paragraph, unless it belongs to a field's code or is not seen."""
        if self._codes or not text:
            return
        why = self._unseen[-1] if self._unseen else ""
        if why in {"", "?"} or text in MARKS:
            self._paragraphs[-1].parts.append(text)
        if not why and text not in MARKS:
            self._losses.close()
        elif why == "?":
            self._losses.passage("white text kept, because what is behind it may be dark", text)
        elif why and text not in MARKS:
            self._losses.passage(f"hidden text left out: {why}", text)

    def _text(self, element: Any) -> bool:  # noqa: ANN401
        # A line end inside w:t is a blank to Word.
        self._put((element.text or "").replace("\r\n", " ").replace("\n", " ").replace("\r", " "))
        return False

    def _break(self, element: Any) -> bool:  # noqa: ANN401
        self._put(HARD if attribute(element, "type") == "page" else "\n")
        return False

    def _symbol(self, element: Any) -> bool:  # noqa: ANN401
        found = symbol(attribute(element, "font") or "", attribute(element, "char") or "")
        if found is None:
            self._losses.count("unmatched symbol")
        self._put(_MISSING if found is None else found)
        return False

    def _field(self, element: Any) -> bool:  # noqa: ANN401
        """A field's code is never text, its result is (§17.16.18)."""
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(True)
            self._codes += 1
        elif self._fields and kind in {"separate", "end"}:
            self._codes -= self._fields.pop()
            if kind == "separate":
                self._fields.append(False)
        return False

    def _note(self, element: Any) -> bool:  # noqa: ANN401
        """The mark of a note, as the raised figure a reader sees; it breaks no word and no quotation."""
        kind = "footnote" if name(element) == "w:footnoteReference" else "endnote"
        custom = attribute(element, "customMarkFollows") is not None
        mark = self._losses.refer(kind, attribute(element, "id") or "", counted=not custom)
        self._put(mark.translate(_RAISED))
        return False

    def _open_run(self, element: Any) -> bool:  # noqa: ANN401
        outer = self._unseen[-1] if self._unseen else ""
        look = self._sheets.styles.run(child(element, "w:rPr"), self._paragraphs[-1].look)
        self._unseen.append(outer or hidden(look, self._grounds[-1]))
        return True

    def _close_run(self) -> None:
        self._unseen.pop()

    def _open_paragraph(self, element: Any) -> bool:  # noqa: ANN401
        properties = child(element, "w:pPr")
        look = self._sheets.styles.paragraph(properties)
        runs_on = child(properties, "w:rPr", "w:del") is not None
        paragraph = _Paragraph(look, parts=self._begun, runs_on=runs_on)
        self._begun = []
        if in_list(look):
            paragraph.label = self._sheets.numbering.label(look, value(properties, "w:pStyle"))
        if look.new_page:
            paragraph.parts.append(HARD)
        self._paragraphs.append(paragraph)
        return True

    def _end_section(self, element: Any) -> bool:  # noqa: ANN401
        """The last paragraph of a section holds its properties; most sections end with their page."""
        section = child(element, "w:sectPr")
        if section is not None and value(section, "w:type") not in _FLOWS_ON:
            self._paragraphs[-1].boxes.append(HARD)
        return False

    def _close_paragraph(self) -> None:
        paragraph = self._paragraphs.pop() if len(self._paragraphs) > 1 else self._paragraphs[0]
        self._losses.gap()
        text = "" if paragraph.runs_on else "".join(paragraph.parts)
        if paragraph.runs_on:
            self._begun = paragraph.parts
        elif unmarked(text).strip():
            # In a row, tabs part cells.
            self._emit(_laid_out(text.replace("\t", " ") if self._rows else text, paragraph))
            # A break behind the last word begins the page of what comes next.
            self._marks[-1] += [each for each in text[len(text.rstrip(_ENDING)) :] if each in MARKS]
        else:
            self._marks[-1] += [each for each in text if each in MARKS]
        for box in paragraph.boxes:
            if box == HARD:
                self._marks[-1].append(HARD)
            else:
                self._emit(box)
        paragraph.parts, paragraph.boxes = [], []

    def _emit(self, block: str) -> None:
        self._sinks[-1].append("".join(self._marks[-1]) + block)
        self._marks[-1] = []

    def _open_table(self, element: Any) -> bool:  # noqa: ANN401
        properties = child(element, "w:tblPr")
        ground = behind(child(properties, "w:shd")) or self._grounds[-1]
        if self._sheets.styles.look(value(properties, "w:tblStyle")).tints:
            ground = UNKNOWN  # which cells it colours depends on their place
        self._tables.append(_Table(ground))
        self._grounds.append(ground)
        return True

    def _open_row(self, _: Any) -> bool:  # noqa: ANN401
        self._rows.append([])
        return True

    def _open_cell(self, _: Any) -> bool:  # noqa: ANN401
        self._sinks.append([])
        self._grounds.append(self._grounds[-1])
        return True

    def _cell_ground(self, element: Any) -> bool:  # noqa: ANN401
        self._grounds[-1] = behind(child(element, "w:shd")) or self._grounds[-1]
        return False

    def _close_cell(self) -> None:
        blocks = self._sinks.pop()
        self._grounds.pop()
        if self._rows:
            self._rows[-1].append(blocks)
        else:
            self._sinks[-1] += blocks

    def _close_row(self) -> None:
        """Cells of one row in a line; a row of one cell is a frame around prose, whose paragraphs stay."""
        cells = self._rows.pop()
        filled = [cell for cell in cells if cell]
        if not filled:
            return
        prose = len(filled) == 1 and len(filled[0]) > 1
        if prose:
            line = "\n\n".join(filled[0])
        else:
            line = "\t".join(_once_marked(["\n".join(cell) for cell in cells]))
        if self._tables:
            self._tables[-1].rows.append((line, prose))
        else:
            self._emit(line)

    def _close_table(self) -> None:
        table = self._tables.pop()
        self._grounds.pop()
        pieces: list[str] = []
        before = False
        for row, prose in table.rows:
            pieces += ["\n\n" if prose or before else "\n", row]
            before = prose
        if pieces:
            self._emit("".join(pieces[1:]))

    def _open_box(self, _: Any) -> bool:  # noqa: ANN401
        self._sinks.append([])
        self._marks.append([])
        self._paragraphs.append(_Paragraph(self._sheets.styles.paragraph(None)))
        self._grounds.append(UNKNOWN)  # a shape's fill is drawn, and not looked into
        return True

    def _close_box(self) -> None:
        self._close_paragraph()
        blocks = self._sinks.pop()
        self._marks.pop()
        self._grounds.pop()
        self._paragraphs[-1].boxes += [unmarked(block) for block in blocks]


def _first(element: Any) -> bool:  # noqa: ANN401 - mc:Choice or mc:Fallback
    """Of the same content in several forms (mc:AlternateContent) the first is read: they say the same."""
    return element.getprevious() is None


def _laid_out(text: str, paragraph: _Paragraph) -> str:
    """A paragraph as a block: its number or bullet, and the mark of a block quotation before each line."""
    stripped = text.rstrip(_ENDING)
    start = len(stripped) - len(stripped.lstrip(MARKS))
    block = stripped[:start] + paragraph.label + stripped[start:].lstrip(" \n")
    if paragraph.look.quote:
        block = block[:start] + "\n".join("> " + line for line in block[start:].split("\n"))
    return block


def _once_marked(cells: list[str]) -> list[str]:
    """Cells of a row with the page breaks of one of them: a page that ends ends for the whole row."""
    counts = [sum(map(cell.count, MARKS)) for cell in cells]
    kept = counts.index(max(counts))
    return [cell if place == kept else unmarked(cell) for place, cell in enumerate(cells)]
