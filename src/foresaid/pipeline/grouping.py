"""Which documents are copies, editions or excerpts of one another, and so one witness and not several?

Every document stays what it is; it is only linked. Documents linked as the same text, however set or read, are
one group, called after the first of their ids. Where a document stands inside another one, that stretch of the
other is its witness too. What comes out depends on the documents alone, not on when they came.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from foresaid.archive.kinship import (
    APART,
    Link,
    compared,
    drop_links,
    fingerprints,
    forget_gone,
    links,
    put_fingerprint,
    put_links,
    unprinted,
)
from foresaid.model.dates import Grade
from foresaid.text.edtf import parse_edtf
from foresaid.text.normalize import tokenise
from foresaid.text.shingles import SHORTEST, VERSION, Kind, Worded, fingerprint, kinship, likely_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.archive.catalogue import Catalogue
    from foresaid.archive.collection import Collection
    from foresaid.archive.kinship import Printed
    from foresaid.model.dates import Edtf
    from foresaid.pipeline.reports import Progress

GROUP = "group"
# Documents or pairs whose results go into the catalogue in one durable write.
_BATCH = 256
# Characters of texts in memory while pairs are compared, least recently used out first; some 100 MB with tokens.
_KEPT_CHARACTERS = 32_000_000
_LAST_GRADE = (
    Grade.C
)  # weaker dates decide no order: the date of a file says nothing of its text (DESIGN.md)


def group_documents(collection: Collection, progress: Progress) -> None:
    """Link new and changed documents with their copies, editions and excerpts; links of those gone are dropped."""
    catalogue = collection.catalogue
    pending = [row["text_digest"] for row in catalogue.rows(_UNMARKED, (GROUP, VERSION))]
    stale = [row["input"] for row in catalogue.rows(_GONE, (GROUP,))]
    if not pending and not stale:
        return
    _print_texts(catalogue, progress)
    with catalogue.transaction():
        forget_gone(catalogue)
    _compare(catalogue, progress)
    with catalogue.transaction():
        catalogue.forget(GROUP, VERSION)
        for each in stale:
            catalogue.unmark(GROUP, each)
        catalogue.mark(GROUP, VERSION, pending)


def group_seen(catalogue: Catalogue, progress: Progress) -> None:
    """Link what is seen of a collection as if there were no more: the others may have stood between its documents."""
    _compare(catalogue, progress)


_UNMARKED = """SELECT text_digest FROM document WHERE NOT EXISTS
               (SELECT 1 FROM step WHERE step = ? AND version = ? AND input = text_digest)"""
_GONE = "SELECT input FROM step WHERE step = ? AND input NOT IN (SELECT text_digest FROM document)"


def _print_texts(catalogue: Catalogue, progress: Progress) -> None:
    """Take the fingerprints that are missing."""
    missing = unprinted(catalogue)
    for begin in range(0, len(missing), _BATCH):
        batch = missing[begin : begin + _BATCH]
        with catalogue.transaction():
            for number, text_digest in batch:
                hashes = _worded(catalogue, number).tokens.hashes
                put_fingerprint(catalogue, number, text_digest, fingerprint(hashes))
        progress("taking fingerprints", begin + len(batch), len(missing))


def _worded(catalogue: Catalogue, number: int) -> Worded:
    """A document's text and tokens."""
    text = next(catalogue.rows("SELECT text FROM document WHERE number = ?", (number,)))["text"]
    return Worded(text, tokenise(text))


def _compare(catalogue: Catalogue, progress: Progress) -> None:
    """Compare likely pairs that were never compared, and drop what is no likely pair any more."""
    firsts, equal = _streams(fingerprints(catalogue))
    numbers = [each.number for each in firsts]
    likely = [(numbers[a], numbers[b]) for a, b in likely_pairs([each.fingerprint for each in firsts])]
    known = set(compared(catalogue))
    keep = {
        *likely,
        *((kin, number) for number, kin in likely),
        *((link.document, link.kin) for link in equal),
    }
    with catalogue.transaction():
        drop_links(catalogue, known - keep)
        put_links(catalogue, equal)
    known |= {
        (kin, number) for number, kin in known
    }  # a part stands before its whole, whichever came first
    texts = _Texts(catalogue)
    words = {each.number: each.fingerprint.words for each in firsts}
    # By the longer text, so that a volume of millions of words is cut into words once for all that stand in it.
    pending = [
        (max(pair, key=lambda number: (words[number], number)), pair)
        for pair in likely
        if pair not in known
    ]
    pending.sort()
    for begin in range(0, len(pending), _BATCH):
        batch = pending[begin : begin + _BATCH]
        found = [_link(texts, *pair, longer=longer) for longer, pair in batch]
        with catalogue.transaction():
            put_links(catalogue, found)
        progress("comparing texts", begin + len(batch), len(pending))


def _streams(printed: list[Printed]) -> tuple[list[Printed], list[Link]]:
    """The first document of each stream of words, and links of the others to it; texts too short to tell are left out."""
    firsts: dict[str, Printed] = {}
    equal = []
    for each in printed:
        if each.fingerprint.words < SHORTEST:
            continue
        first = firsts.setdefault(each.fingerprint.stream, each)
        if first is not each:
            equal.append(Link(each.number, first.number, Kind.SAME, 1.0))
    return list(firsts.values()), equal


class _Texts:
    """Texts and their tokens, kept while their neighbours are compared."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._kept: OrderedDict[int, Worded] = OrderedDict()
        self._size = 0

    def worded(self, number: int) -> Worded:
        """A document's text and tokens."""
        if number in self._kept:
            self._kept.move_to_end(number)
            return self._kept[number]
        worded = self._kept[number] = _worded(self._catalogue, number)
        self._size += len(worded.text)
        while self._size > _KEPT_CHARACTERS and len(self._kept) > 2:  # noqa: PLR2004 - the two compared now
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest.text)
        return worded


def _link(texts: _Texts, one: int, other: int, *, longer: int) -> Link:
    """What the comparison of two documents found; the longer stays at hand."""
    texts.worded(longer)
    found = kinship(texts.worded(one), texts.worded(other))
    if found is None:
        return Link(one, other, APART, 0.0)
    if found.stretch is None:
        return Link(one, other, found.kind, found.share)
    part, whole = (one, other) if found.whole else (other, one)
    tokens, (first, last) = texts.worded(whole).tokens, found.stretch
    return Link(part, whole, found.kind, found.share, int(tokens.starts[first]), int(tokens.ends[last - 1]))


@dataclass(frozen=True, slots=True)
class Relative:
    """A document that holds the same text, seen from another one, with what is known of it.

    `relation` is "same", "near", "part of" (the other document stands in this one) or "holds" (it holds this
    one); `share` is None where both are linked through a third only. `start` and `end` say where the part
    stands, in the whole's code points. `order` says whether this document is certainly "earlier", "later" or
    neither ("same date"); None where dates do not tell.
    """

    document: str
    relation: str
    share: float | None
    date: str | None
    witness: str
    start: int | None
    end: int | None
    order: str | None

    def in_words(self) -> str:
        """The relation as a reader is told it."""
        share = "" if self.share is None else f" ({100 * self.share:.0f} %)"
        return {
            "same": f"same text as {self.document}{_ORDER[self.order]}",
            "near": f"same text as {self.document}, otherwise set, read or edited{share}{_ORDER[self.order]}",
            "part of": f"contained in {self.document}{share}",
            "holds": f"contains {self.document}{share}",
        }[self.relation]


# A text that is held twice may have been said twice: who copied whom is more than dates can tell.
_ORDER = {
    "earlier": ", which is earlier: this is a copy, reprint or repetition of it",
    "later": ", which is later: a copy, reprint or repetition of this",
    "same date": ", of the same date",
    None: "; dates do not tell which is earlier",
}


@dataclass(frozen=True, slots=True)
class Group:
    """A document among its copies, editions and excerpts.

    `relatives` come group first, then wholes and parts, each by id. Of the group's documents, `earliest` certainly
    precedes all others (None where no date says so), `possibly_earliest` are those that no other certainly precedes,
    and `reprint_of` are those that certainly precede this document, of which it is a copy or reprint.
    """

    document: str
    group: str
    relatives: tuple[Relative, ...]
    earliest: str | None
    possibly_earliest: tuple[str, ...]
    reprint_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Which independent witness each document, and each stretch of one, is; a witness has the id of its group.

    `groups` maps document numbers to groups, `parts` maps them to the stretches in which another document stands,
    shortest first, in code points.
    """

    groups: Mapping[int, str]
    parts: Mapping[int, tuple[tuple[int, int, str], ...]]

    def at(self, document: int, start: int, end: int) -> str:
        """The witness of the words at a place: what stands there as a document of its own, else the document.

        The middle of the place decides: a stretch may be some words short at its ends.
        """
        middle = (start + end) // 2
        for first, last, group in self.parts.get(document, ()):
            if first <= middle < last:
                return group
        return self.groups[document]


def witnesses(collection: Collection) -> Witnesses:
    """The witnesses of a collection, as far as its documents were grouped."""
    return Kindred(collection.catalogue).witnesses


def describe_group(collection: Collection, document: str) -> Group | None:
    """A document's copies, editions, wholes and parts; None where there is no document of this id."""
    kindred = Kindred(collection.catalogue)
    number = kindred.number(document)
    return None if number is None else kindred.describe(number)


class Kindred:
    """The links of a collection, read once to be asked about many documents."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._dates: dict[int, Edtf | None] = {}

    @cached_property
    def _names(self) -> dict[int, str]:
        return {row["number"]: row["id"] for row in self._catalogue.rows("SELECT number, id FROM document")}

    @cached_property
    def _links(self) -> dict[int, list[Link]]:
        """Every document's links, from either side."""
        table: dict[int, list[Link]] = {}
        for link in links(self._catalogue):
            table.setdefault(link.document, []).append(link)
            table.setdefault(link.kin, []).append(link)
        return table

    @cached_property
    def _members(self) -> dict[int, list[int]]:
        """The documents of each document's group, where it has one."""
        members: dict[int, list[int]] = {}
        for number in self._links:
            if number not in members:
                group = self._reached(number)
                members.update(dict.fromkeys(group, group))
        return members

    def _reached(self, number: int) -> list[int]:
        """Every document reached by links between equal texts, in order of id."""
        reached, waiting = {number}, [number]
        while waiting:
            for link in self._links.get(waiting.pop(), ()):
                if link.kind != Kind.PART:
                    waiting += {link.document, link.kin} - reached
                    reached |= {link.document, link.kin}
        return sorted(reached, key=self._names.__getitem__)

    @cached_property
    def witnesses(self) -> Witnesses:
        """Which independent witness each document, and each stretch of one, is."""
        groups = {number: self._group(number) for number in self._names}
        parts: dict[int, list[tuple[int, int, str]]] = {}
        for number, found in self._links.items():
            for link in found:
                if link.kin == number and link.start is not None and link.end is not None:
                    parts.setdefault(number, []).append((link.start, link.end, groups[link.document]))
        order = {
            number: tuple(sorted(spans, key=lambda span: (span[1] - span[0], span)))
            for number, spans in parts.items()
        }
        return Witnesses(groups, order)

    def number(self, document: str) -> int | None:
        """The number of a document by its id."""
        row = next(self._catalogue.rows("SELECT number FROM document WHERE id = ?", (document,)), None)
        return None if row is None else int(row["number"])

    def _group(self, number: int) -> str:
        return self._names[self._members.get(number, [number])[0]]

    def describe(self, number: int) -> Group:
        """A document's copies, editions, wholes and parts."""
        members = self._members.get(number, [number])
        direct = {link.document + link.kin - number: link for link in self._links.get(number, ())}
        copies = [self._relative(number, kin, direct.get(kin)) for kin in members if kin != number]
        others = sorted(set(direct).difference(members), key=self._names.__getitem__)
        first = self._possibly_first(members)
        return Group(
            document=self._names[number],
            group=self._group(number),
            relatives=(*copies, *(self._relative(number, kin, direct[kin]) for kin in others)),
            earliest=self._names[first[0]] if len(first) == 1 < len(members) else None,
            possibly_earliest=tuple(self._names[kin] for kin in first),
            reprint_of=tuple(self._names[kin] for kin in members if self._precedes(kin, number)),
        )

    def _possibly_first(self, members: Sequence[int]) -> list[int]:
        """The documents that no other certainly precedes: what any precedes, the one that ends first does."""
        ends = []
        for number in members:
            date = self._date(number)
            if date is not None and date.latest is not None:
                ends.append((date.latest + date.end_margin, number))
        if not ends:
            return list(members)
        _, soonest = min(ends)
        return [number for number in members if not self._precedes(soonest, number)]

    def _relative(self, number: int, kin: int, link: Link | None) -> Relative:
        """A document as a relative of another one."""
        relation = "near" if link is None else link.kind
        if link is not None and link.kind == Kind.PART:
            relation = "part of" if link.kin == kin else "holds"
        row = next(self._catalogue.rows("SELECT date, witness FROM document WHERE number = ?", (kin,)))
        return Relative(
            document=self._names[kin],
            relation=str(relation),
            share=link.share if link else None,
            date=row["date"],
            witness=row["witness"],
            start=link.start if link else None,
            end=link.end if link else None,
            order=self._order(kin, number),
        )

    def _order(self, one: int, other: int) -> str | None:
        """Whether one document is certainly earlier or later than another, or neither; None where dates do not tell."""
        forward, backward = self._precedes(one, other), self._precedes(other, one)
        if forward or backward:
            return "earlier" if forward else "later"
        return None if None in {forward, backward} else "same date"

    def _precedes(self, one: int, other: int) -> bool | None:
        """Whether one document is certainly earlier than another; None where dates do not tell."""
        before, after = self._date(one), self._date(other)
        return None if before is None or after is None else before.precedes(after)

    def _date(self, number: int) -> Edtf | None:
        """The best-founded date of a text, as far as it may decide an order; a capture dates the copy alone."""
        if number not in self._dates:
            query = "SELECT date FROM dating WHERE document = ? AND kind != 'captured' AND grade <= ? ORDER BY rank"
            row = next(self._catalogue.rows(query, (number, _LAST_GRADE)), None)
            self._dates[number] = parse_edtf(row["date"]) if row else None
        return self._dates[number]
