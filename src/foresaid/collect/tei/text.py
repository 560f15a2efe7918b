"""What does a reader of a TEI edition see, and where in it do pages, speeches and date lines stand?

One reading is made of what TEI encodes twice, and the rest is counted, so that nothing is lost in silence:

* choice: the editor's reading (corr, reg, expan), as printed editions and the TEI Stylesheets show it, for
  that is what people quote from; app: the lemma, else the first reading. add is kept, del is left out.
* note inside a line (a footnote): at the end of the text, under its mark, so that a quotation across it
  stays whole; the mark in the line is a raised number, which is no word. A note between paragraphs (a
  transcriber's, or a gathered endnote) stays where it is; inside a speech it gets brackets.
* gap: […]; supplied: in brackets. Both as in print.
* quote, q, said: a block is set off as a block quotation; inside a line the file's own marks are kept, and
  “ ” are added where it has none, because a reader would see some.
* fw (running heads, page numbers) belongs to its page and not to the text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from foresaid.budgets import Budgets
from foresaid.collect.running_text import RunningText
from foresaid.collect.tei import elements as tei
from foresaid.collect.tei.elements import Heard, Leaf, Reading, among_blocks, first_sign, note_sign
from foresaid.collect.tei.header import flat
from foresaid.collect.xml import local, walk

Closing = Callable[[], None]


def _skip() -> None:
    """The closing of an element that is left out; known by its identity."""


def read_text(text: Any, budgets: Budgets, marks: str = "") -> Reading:  # noqa: ANN401 - an lxml element
    """The words of a text element in order; `marks` is quotation/@marks of its header ("all", "none", …)."""
    reader = _Reader(Reading(RunningText(budgets.text)), budgets, marks, _edition(text))
    reader.render(text)
    reader.end_page()
    reader.render_notes()
    return reader.found


def _edition(text: Any) -> str | None:  # noqa: ANN401 - an lxml element
    """Of which edition the page breaks are counted, where those of several are marked: the first one's."""
    return next((each.get("ed") for each in text.iter("{*}pb")), None)


@dataclass(slots=True)
class _Reader:
    """Walks through a text, one method for each kind of element; a method gives what is to be done at its end."""

    found: Reading
    budgets: Budgets
    marks: str
    edition: str | None
    leaf: Leaf | None = None
    printed: str = ""
    # Which of the notes at the end is being written; None before that.
    place: int | None = None
    speaking: list[Heard] = field(default_factory=list)
    notes: list[tuple[str, Any, str]] = field(default_factory=list)
    # The alternatives that are open, each with the one that is read; quotations inside a line; date lines.
    kept: list[tuple[Any, Any]] = field(default_factory=list)
    nested: int = 0
    dating: int = 0

    def render(self, root: Any) -> None:  # noqa: ANN401
        """Writes an element and everything in it, but not what follows it."""
        words, closings = self.found.words, list[Any]()
        steps = walk(root)
        for event, element in steps:
            if event == "start":
                closing = self.begin(element, local(element), element is root)
                closings.append(closing)
                if closing is _skip:
                    steps.skip_subtree()
                else:
                    words.write(element.text)
                continue
            closing = closings.pop()
            if closing is not None:
                closing()
            if element is not root:
                words.write(element.tail)

    def render_notes(self) -> None:
        """The notes at the end, each on its page."""
        words, self.place = self.found.words, 0
        while self.place < len(self.notes):  # a note may have notes of its own
            sign, note, label = self.notes[self.place]
            words.block()
            mark = words.open()
            words.put(sign)
            words.space()
            self.render(note)
            words.close(mark)
            if label:
                self.found.leaves.append(Leaf(label, mark))
            self.place += 1

    def begin(self, element: Any, name: str, is_root: bool) -> Closing | None:  # noqa: ANN401
        """What an element does where it begins; gives what it does where it ends."""
        if self.kept and element.getparent() is self.kept[-1][0] and element is not self.kept[-1][1]:
            return _skip
        if name in tei.UNSEEN:
            self.found.counts[tei.UNSEEN[name]] += 1
            return _skip
        if name == "note" and is_root:
            return None
        if name in _METHODS:
            return _METHODS[name](self, element)
        return self.plain(element, name)

    def plain(self, element: Any, name: str) -> Closing | None:  # noqa: ANN401
        """Blocks, lines and what stands in a line."""
        words = self.found.words
        if name in tei.BLOCKS or (name in tei.DUAL and among_blocks(element)):
            words.block()
            return words.block
        if name in tei.LINES:
            words.line()
            return words.line
        return None

    def bracketed(self, element: Any) -> Closing:  # noqa: ANN401
        """A block or words in brackets: what nobody said and no author wrote."""
        words = self.found.words
        block = among_blocks(element)
        if block:
            words.block()
        own = first_sign(element) in tei.BRACKETS or not first_sign(element)
        if not own:
            words.put("[")
            words.glue()

        def closing() -> None:
            if not own:
                words.attach("]")
            if block:
                words.block()

        return closing

    def alternatives(self, element: Any) -> Closing:  # noqa: ANN401
        """Of several readings the one that is shown."""
        name, children = local(element), [child for child in element if local(child)]
        ranked = [child for wanted in tei.READ[name] for child in children if local(child) == wanted]
        chosen = next(iter(ranked or children), None)
        self.found.counts[f"other readings ({name})"] += max(0, len(children) - 1)
        self.kept.append((element, chosen))
        return lambda: self.kept.pop() and None

    def note(self, element: Any) -> Closing | None:  # noqa: ANN401
        """A note in its place, or kept for the end of the text with its mark."""
        words = self.found.words
        if element.get("type") == "speaker":
            return self.speaker(element)
        if any(local(each.element) == "u" for each in self.speaking) or element.get("place") == "inline":
            return self.bracketed(element)
        sign = note_sign(element.get("n") or str(len(self.notes) + 1))
        if among_blocks(element) or local(element.getparent()) == "note":
            words.block()
            if element.get("place") in tei.AT_THE_FOOT:
                words.put(sign)
                words.space()
            return words.block
        self.mark_note(sign)
        self.notes.append((sign, element, self.leaf.label if self.leaf else ""))
        return _skip

    def mark_note(self, sign: str) -> None:
        """The mark of a note in the line; one that would be read as a word is left out."""
        if any(each.isalpha() for each in sign):
            self.found.counts["marks of notes that are letters and not shown in the line"] += 1
        elif self.found.words.fresh:
            self.found.words.put(sign)
        else:
            self.found.words.attach(sign)

    def quotation(self, element: Any) -> Closing | None:  # noqa: ANN401
        """A quotation or speech, as a block or between marks."""
        words, name = self.found.words, local(element)
        spoken = self.speech(element) if name == "said" else None
        first = local(element[0]) if len(element) else ""
        if name != "soCalled" and (among_blocks(element) or first in tei.INSIDE_QUOTES):
            return self.set_off(name, spoken)
        if self.has_marks(element):
            return spoken
        self.found.counts["quotations given marks “ ”, having none"] += 1
        words.put("‘" if self.nested % 2 else "“")
        words.glue()
        self.nested += 1

        def closing() -> None:
            self.nested -= 1
            words.attach("’" if self.nested % 2 else "”")
            if spoken:
                spoken()

        return closing

    def has_marks(self, element: Any) -> bool:  # noqa: ANN401
        """Whether a quotation in a line has marks of its own, inside it or right before it."""
        if self.marks in ("all", "none"):
            return self.marks == "all"
        first, words = first_sign(element), (element.text or "").strip()
        if first in tei.APOSTROPHES and not len(element) and words[-1:] not in tei.APOSTROPHES:
            first = ""  # ’Tis
        return first in tei.OPENING or self.found.words.last() in tei.MARKS

    def set_off(self, name: str, spoken: Closing | None) -> Closing:
        """A block quotation; speech in paragraphs of its own is no quotation from elsewhere."""
        words, deeper = self.found.words, int(name != "said")
        words.block()
        words.level += deeper

        def closing() -> None:
            words.block()
            words.level -= deeper
            if spoken:
                spoken()

        return closing

    def speech(self, element: Any) -> Closing:  # noqa: ANN401
        """Notes where somebody speaks, and under which printed name."""
        heard = Heard(element, self.found.words.open(), self.printed)
        self.printed = ""
        self.found.heard.append(heard)
        self.speaking.append(heard)
        return lambda: self.found.words.close(self.speaking.pop().mark)

    def end_page(self) -> None:
        """The page that is open is over."""
        if self.leaf:
            self.found.words.close(self.leaf.mark)
            self.leaf = None

    def utterance(self, element: Any) -> Closing:  # noqa: ANN401
        """An utterance, or a speech of a play: a block of its own."""
        words = self.found.words
        words.block()
        spoken = self.speech(element)
        return _in_turn(spoken, words.block)

    def speaker(self, element: Any) -> Closing:  # noqa: ANN401
        """The printed name before a speech: a block; a speech that it opens begins behind it."""
        words, speech = self.found.words, self.speaking[-1] if self.speaking else None
        words.block()
        opens = speech is not None and words.awaits(speech.mark)

        def closing() -> None:
            words.block()
            if speech is not None and opens:
                speech.printed = flat(element)
                words.reopen(speech.mark)
            else:
                self.printed = flat(element)

        return closing

    def segment(self, element: Any) -> Closing | None:  # noqa: ANN401
        """A paragraph of an utterance; in any other place a piece of a line."""
        if local(element.getparent()) != "u":
            return None
        self.found.words.block()
        return self.found.words.block

    def line_break(self, element: Any) -> None:  # noqa: ANN401
        """A new line; inside a word the word goes on, behind its hyphen on the next line if it has one."""
        words = self.found.words
        if element.get("break") == "no" and words.last() not in tei.HYPHENS:
            words.glue()
        else:
            words.line()

    def page_break(self, element: Any) -> None:  # noqa: ANN401
        """A new page, unless it is one of another edition, or there are too many."""
        found = self.found
        if element.get("break") == "no":
            found.words.glue()
        else:
            found.words.space()
        if element.get("ed") != self.edition:
            found.counts["page breaks of other editions"] += 1
        elif self.place is not None:
            found.counts["page breaks inside footnotes"] += 1
        elif len(found.leaves) >= self.budgets.pages:
            found.counts[f"page breaks beyond the first {self.budgets.pages:,}"] += 1
        else:
            self.end_page()
            label = element.get("n") or element.get("facs") or f"[{len(found.leaves) + 1}]"
            self.leaf = Leaf(label, found.words.open())
            found.leaves.append(self.leaf)

    def running_head(self, element: Any) -> Closing:  # noqa: ANN401
        """A running head, page number or catchword: it belongs to the page."""
        if self.leaf:
            self.leaf.omitted.append(flat(element))
        else:
            self.found.counts["running heads outside any page (fw)"] += 1
        return _skip

    def gap(self, element: Any) -> Closing:  # noqa: ANN401
        """Words that are missing; what is said about them is counted."""
        self.found.words.put("[…]")
        said = any(element.get(each) for each in ("reason", "extent", "quantity")) or len(element) > 0
        self.found.gaps[(element.get("reason") or "missing") if said else ""] += 1
        return _skip

    def supplied(self, element: Any) -> Closing | None:  # noqa: ANN401
        """The editor's words for words that are missing."""
        if first_sign(element) in tei.BRACKETS:
            return None
        self.found.words.put("[")
        self.found.words.glue()
        return lambda: self.found.words.attach("]")

    def cell(self, _: Any) -> None:  # noqa: ANN401
        """Cells are parted by tabs."""
        self.found.words.tab()

    def token(self, element: Any) -> Closing | None:  # noqa: ANN401
        """A word or mark that says with which neighbour it is written together (att.linguistic, @join)."""
        join = element.get("join")
        if join in ("left", "both"):
            self.found.words.glue()
        return self.found.words.glue if join in ("right", "both") else None

    def glyph(self, element: Any) -> None:  # noqa: ANN401
        """A letter that the file has no character for."""
        if not (element.text or "").strip():
            self.found.counts["letters without a character (g)"] += 1

    def reference(self, element: Any) -> Closing | None:  # noqa: ANN401
        """A reference; the bare number of a note becomes a raised one, which is no word."""
        number = (element.text or "").strip()
        target = element.get("target") or ""
        if len(element) or not target.startswith("#") or not (number.isascii() and number.isdecimal()):
            return None
        self.found.words.attach(number.translate(tei.RAISED))
        return _skip

    def date_line(self, element: Any) -> Closing:  # noqa: ANN401
        """A line that dates the text."""
        words = self.found.words
        words.block()
        mark = words.open()
        self.found.dated.append((element, mark))
        self.dating += 1

        def closing() -> None:
            self.dating -= 1
            words.close(mark)
            words.block()

        return closing

    def date(self, element: Any) -> Closing | None:  # noqa: ANN401
        """A date, kept where it stands in a line that dates the text; those in prose are many."""
        if not self.dating:
            return None
        mark = self.found.words.open()
        self.found.dates[element] = mark
        return lambda: self.found.words.close(mark)


_METHODS: dict[str, Callable[[_Reader, Any], Closing | None]] = {
    **dict.fromkeys(tei.READ, _Reader.alternatives),
    **dict.fromkeys(tei.QUOTED, _Reader.quotation),
    **dict.fromkeys(tei.OBSERVED, _Reader.bracketed),
    **dict.fromkeys(("u", "sp"), _Reader.utterance),
    **dict.fromkeys(("w", "pc"), _Reader.token),
    **dict.fromkeys(("dateline", "docDate"), _Reader.date_line),
    "note": _Reader.note,
    "speaker": _Reader.speaker,
    "seg": _Reader.segment,
    "lb": _Reader.line_break,
    "pb": _Reader.page_break,
    "fw": _Reader.running_head,
    "gap": _Reader.gap,
    "supplied": _Reader.supplied,
    "cell": _Reader.cell,
    "g": _Reader.glyph,
    "ref": _Reader.reference,
    "date": _Reader.date,
}


def _in_turn(*steps: Closing) -> Closing:
    """Several closings as one."""

    def closing() -> None:
        for step in steps:
            step()

    return closing
