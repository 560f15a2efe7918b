r"""What do LaTeX's quotations, notes and environments make of the words inside them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.collect.tex import commands as known
from foresaid.collect.traced_text import TracingText

if TYPE_CHECKING:
    from foresaid.collect.tex.walk import Frame, Walk

_OUTER, _INNER = ("“", "”"), ("‘", "’")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def quote(walk: Walk, frame: Frame, name: str, place: int, *, starred: bool) -> None:
    """The commands of csquotes: words in marks, or set off as a block."""
    source, block = walk.source, name in known.BLOCK_QUOTES
    before = known.BLOCK_QUOTES[name] if block else known.INLINE_QUOTES[name]
    frame.at = source.behind_options(source.behind_arguments(source.behind_options(frame.at), before))
    if block:
        _set_off(walk)
        walk.inside(frame, lambda: _set_back(walk))
        return
    opens, closes = _INNER if starred or walk.quotes % 2 else _OUTER
    walk.quotes += 1
    walk.put(frame, opens, place)
    found = source.argument(frame.at)
    end = found[1] if found is not None else place

    def leave() -> None:
        walk.quotes -= 1
        walk.attach(frame, closes, end)

    walk.inside(frame, leave)


def _set_off(walk: Walk) -> None:
    walk.sink.running.level += 1
    walk.sink.running.block()


def _set_back(walk: Walk) -> None:
    walk.sink.running.level = max(0, walk.sink.running.level - 1)
    walk.sink.running.block()


def note(walk: Walk, frame: Frame, kind: str, place: int) -> None:
    """A note: a raised number where it is called, its words behind the text, under that number."""
    frame.at = walk.source.behind_options(frame.at)
    if walk.source.argument(frame.at) is None:
        return
    number = str(len(walk.notes) + 1)
    walk.attach(frame, number.translate(_RAISED), place)
    text = TracingText(walk.limit)
    text.put(f"[{kind}", place, still=True)
    text.running.space()
    text.put(f"{number}]", place, still=True)
    text.running.space()
    walk.notes.append(text)
    walk.sinks.append(text)
    walk.inside(frame, lambda: _leave_sink(walk))


def _leave_sink(walk: Walk) -> None:
    walk.sinks.pop()


def state(walk: Walk, frame: Frame, stated: str) -> None:
    r"""\title, \author, \date: what the source says of itself; printed by a command of its own."""
    frame.at = walk.source.behind_options(frame.at)
    walk.sinks.append(TracingText(walk.limit))

    def leave() -> None:
        words = walk.sinks.pop().running.text
        if words:
            walk.stated.append((stated, " ".join(words.split())))

    walk.inside(frame, leave)


def bracket(walk: Walk, frame: Frame, place: int, *, omitted: bool) -> None:
    """The marks of csquotes for an omission and an insertion: […], [… words], [words]."""
    found = walk.source.argument(frame.at)
    walk.put(frame, "[…" if omitted else "[", place, sign=True)
    if omitted and found is not None and found[0] < found[1]:
        walk.sink.running.space()
    end = found[1] if found is not None else place
    walk.inside(frame, lambda: walk.attach(frame, "]", end))


def environment(walk: Walk, frame: Frame, *, opens: bool) -> None:
    """The beginning or end of an environment."""
    source = walk.source
    named = source.argument(frame.at)
    if named is None:
        return
    name, frame.at = source.text[named[0] : named[1]].strip(), named[2]
    if name == "document":
        _document(walk, opens=opens)
    elif opens and name in known.UNREAD:
        walk.skip_to(frame, f"\\end{{{name}}}", frame.at)
    elif name in known.QUOTING:
        if opens:
            frame.at = source.behind_arguments(source.behind_options(frame.at), known.QUOTING[name])
            frame.at = source.behind_options(frame.at)
            _set_off(walk)
        else:
            _set_back(walk)
    else:
        if opens:
            frame.at = (
                source.behind_options(frame.at) if source.text.startswith("[", frame.at) else frame.at
            )
            frame.at = source.behind_arguments(frame.at, known.ARGUMENTS.get(name, 0))
        walk.sink.running.block()


def _document(walk: Walk, *, opens: bool) -> None:
    """Only what stands between beginning and end of the document is printed; before it, the source states and defines."""
    if opens:
        walk.sinks[:] = [TracingText(walk.limit)]
        walk.notes.clear()
    else:
        for each in walk.frames:
            each.at = each.end
