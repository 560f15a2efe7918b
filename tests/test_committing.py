"""Is an inquiry fixed before its first result, once, with everything that it rests on?"""

from __future__ import annotations

from hashlib import sha256

import pytest

from foresaid.archive.collection import create_collection, reading, writing
from foresaid.archive.documents import find_document
from foresaid.archive.entries import entries
from foresaid.inquire.events import version_of
from foresaid.model.events import Event, EventVersion
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.committing import anachronisms, collection_hash, commit, commitments, inquiries
from foresaid.pipeline.deciding import decide
from foresaid.settings import Settings
from foresaid.text.edtf import parse_edtf
from foresaid.text.identity import canonical

DAM = Event("dam", "the dam will break", parse_edtf("1911-05-14"), denying=("the dam will stand",))
MILL = Event("mill", "the mill will burn", parse_edtf("1920"))
SETTINGS = {"limit": 500, "least": 0.5}
LETTERS = {
    "before": ("1909-02-03", "The wall of the dam weeps, and the masons shrug."),
    "after": ("1912-08-01", "The collapse of the dam was a disaster, as the masons know."),
    "undated": ("", "The masons never speak of a disaster."),
}


@pytest.fixture
def letters(tmp_path, write):
    """Make a collection of some letters, in the order given."""

    def make(*names, root=None):
        root = root or tmp_path / ("-".join(names) or "none")
        if not root.exists():
            create_collection(root, Settings(title="Letters"))
        files = [write(f"{name}.txt", LETTERS[name][1]) for name in names]
        rows = "".join(f"{name},{LETTERS[name][0]}\n" for name in names)
        if names:
            collect_documents(root, files, metadata=write("table.csv", "id,date\n" + rows))
        return root

    return make


def made(root, event=DAM, as_of=None, thresholds=SETTINGS, seen=None):
    """The commitment of an inquiry into an event."""
    version = EventVersion(event, version_of(event), 1, "")
    date = parse_edtf(as_of) if as_of else None
    with writing(root) as collection:
        return commit(collection, version, as_of=date, thresholds=thresholds, seen=seen)


def told(commitment):
    """The fields in which an inquiry departs from those before."""
    return [each.field for each in commitment.deviations]


def test_a_commitment_holds_all_that_the_answer_rests_on(letters):
    """Event, documents, day, machine and every number stand in the journal; the hash is of canonical JSON."""
    root = letters("before")
    found = made(root, as_of="1910")
    with reading(root) as collection:
        record = next(entries(collection.catalogue, "inquiry", "dam"))
        letter = find_document(collection.catalogue, "before")
    content = canonical([[letter.id, letter.text_digest, "1909-02-03", "C"]])
    assert (found.collection, found.documents) == (sha256(content).hexdigest(), 1)
    assert record["fields"]["statement"] == DAM.statement
    assert (record["version"], record["as_of"], record["documents"]) == (version_of(DAM), "1910", 1)
    assert record["thresholds"] == SETTINGS
    assert (found.event, found.seq, found.number, found.deviations) == (DAM, record["seq"], 1, ())
    assert found.thresholds == (("least", 0.5), ("limit", 500))


def test_the_same_inquiry_again_is_the_same_commitment(letters):
    """A rerun adds nothing to the journal, whichever inquiry came between."""
    root = letters("before")
    first, other = made(root), made(root, MILL)
    with reading(root) as collection:
        records = collection.journal.last()
    assert made(root) == first
    assert made(root, MILL) == other
    with reading(root) as collection:
        assert collection.journal.last() == records
        assert inquiries(collection.catalogue) == 2
        standing = commit(
            collection, EventVersion(DAM, version_of(DAM), 1, ""), as_of=None, thresholds=SETTINGS
        )
        assert standing == first


def test_other_documents_or_settings_are_deviations(letters):
    """What is otherwise than in the last inquiry into the same event is named, and is no new question."""
    root = letters("before")
    made(root)
    letters("after", root=root)
    second = made(root)
    assert told(second) == ["collection"]
    assert "documents: 1" in second.deviations[0].before
    assert "documents: 2" in second.deviations[0].after
    third = made(root, thresholds={"limit": 100, "lead": 1.0})
    assert told(third) == ["collection", "thresholds.lead", "thresholds.least", "thresholds.limit"]
    change = third.deviations[3]
    assert (change.before, change.after) == ("500", "100")
    assert {each.number for each in (second, third)} == {1}


def test_another_day_to_look_from_is_no_deviation(letters):
    """Views as of two days stand side by side; each is compared with the last of its own day."""
    root = letters("before")
    whole, early = made(root), made(root, as_of="1910")
    assert (whole.deviations, early.deviations) == ((), ())
    assert made(root, as_of="1910", thresholds={"limit": 500}).deviations[0].field == "thresholds.least"


def test_inquiries_are_counted_by_question(letters):
    """Another event, or another version of one, is another inquiry; another day or setting is not."""
    root = letters("before")
    later = Event("dam", "the dam will burst", DAM.date)
    numbers = [
        made(root).number,
        made(root, as_of="1910").number,
        made(root, MILL).number,
        made(root, later).number,
        made(root, thresholds={}).number,
    ]
    assert numbers == [1, 1, 2, 3, 3]
    with reading(root) as collection:
        assert [each.number for each in commitments(collection.catalogue)] == numbers
        assert [each.number for each in commitments(collection.catalogue, "mill")] == [2]


def test_the_hash_is_of_texts_and_dates(letters):
    """The order of arrival changes nothing, a title changes nothing, a date does."""
    root, other = letters("before", "after"), letters("after")
    letters("before", root=other)
    hashes = []
    for change in (None, ("title", "A letter"), ("date", "1909-02-04")):
        if change:
            decide(root, "before", *change, because="so it stands")
        with reading(root) as collection:
            hashes.append(collection_hash(collection.catalogue)[0])
    with reading(other) as collection:
        assert collection_hash(collection.catalogue) == (hashes[0], 2)
    assert hashes[0] == hashes[1] != hashes[2]


def test_an_earlier_view_is_committed_as_it_was(letters, tmp_path):
    """What is certainly later than the day of the view changes nothing in the commitment but its time."""
    small, large = letters("before"), letters("before", root=tmp_path / "large")
    letters("after", "undated", root=large)
    found = []
    for root in (small, large):
        with reading(root, as_of="1910") as view:
            found.append(made(root, as_of="1910", seen=view.catalogue))
    assert [(each.collection, each.documents) for each in found] == [(found[0].collection, 1)] * 2


def test_commitments_survive_a_rebuild(letters, foresaid):
    """They come from the journal, numbers and deviations too."""
    root = letters("before")
    made(root)
    made(root, thresholds={})
    with reading(root) as collection:
        before = commitments(collection.catalogue)
    foresaid("rebuild", root)
    with reading(root) as collection:
        assert commitments(collection.catalogue) == before
    assert len(before[1].deviations) == 2


def hindsight(root, event, until=None):
    """The words that only later documents have."""
    with reading(root) as collection:
        return anachronisms(collection, event, until)


def test_words_of_hindsight_are_named(letters):
    """A word that only documents after the event have is named; one that an earlier or undated one has is not."""
    root = letters("before", "after", "undated")
    event = Event(
        "dam",
        "the dam will break",
        DAM.date,
        aliases=("collapse of the dam", "disaster"),
        denying=("no ruin",),
    )
    assert hindsight(root, event) == ("collapse",)


def test_no_word_is_of_hindsight_without_a_date_or_later_documents(letters):
    """Where nothing is certainly later, nothing can be told; as of a day before, the later ones are not there."""
    root = letters("before", "after")
    assert "collapse" in hindsight(root, Event("dam", "collapse", DAM.date))
    assert hindsight(root, Event("dam", "collapse")) == ()
    assert hindsight(root, Event("dam", "collapse", parse_edtf("1912"))) == ()
    assert hindsight(root, Event("dam", "collapse", parse_edtf("1911/.."))) == ()
    assert hindsight(root, Event("dam", "collapse", DAM.date), parse_edtf("1911-12-31").latest) == ()
    assert hindsight(letters("before"), Event("dam", "collapse", DAM.date)) == ()


def test_an_empty_collection_can_be_asked(letters):
    """No documents are a collection too."""
    root = letters()
    found = made(root)
    assert found.documents == 0
    assert hindsight(root, DAM) == ()
