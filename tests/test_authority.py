"""Are names of many documents put together with care, and do a person's edits outlive a new reading?"""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.errors import MetadataError
from foresaid.model.agents import LineageKind
from foresaid.model.annotations import Context, Status
from foresaid.model.bodies import NameKind
from foresaid.read.authority.cells import escaped, items_of, joined, unescaped
from foresaid.read.authority.clusters import Clusterer
from foresaid.read.authority.edits import edited
from foresaid.read.authority.forms import folded, may_be_one
from foresaid.read.authority.gathering import DocumentNames
from foresaid.read.authority.lookup import ids_by_name
from foresaid.read.authority.rows import COLUMNS, edits_from_rows, to_rows
from foresaid.read.names.annotator import name_annotator
from foresaid.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary("en")
ANNOTATOR = name_annotator(VOCABULARY)


def documents(*texts):
    """The names of texts, as documents d0, d1, ..."""
    return [
        DocumentNames(f"d{number}", list(ANNOTATOR.annotate(text, Context())))
        for number, text in enumerate(texts)
    ]


def agents(*texts, edits=()):
    """The records of texts."""
    return Clusterer(VOCABULARY).agents_of(documents(*texts), edits)


def record(found, name):
    """The one record of a name."""
    (agent,) = [each for each in found if each.name == name]
    return agent


def changed(rows, name, /, **cells):
    """Rows with cells of one record changed."""
    return [row | cells if row["name"] == name else row for row in rows]


LETTERS = (
    "The Northern Dockers Alliance (NDA) met in Bristol. Harold W. Tressell spoke.",
    "The NDA struck. Harold Tressell, general secretary of the Northern Dockers Alliance, died in 1931.",
    "Henry Tressell was another. The Northern Dockers Alliance was founded in 1889.",
)


def test_letters_and_initials_join_their_names():
    """An acronym that another document explains is an alias; initials join the name they fit, and count together."""
    found = agents(*LETTERS)
    body = record(found, "Northern Dockers Alliance")
    assert body.aliases == ("NDA",)
    assert (body.documents, body.mentions) == (3, 5)
    man = record(found, "Harold W. Tressell")
    assert man.aliases == ("Harold Tressell",)
    assert [(role.text, role.date) for role in man.roles] == [
        ("general secretary of the Northern Dockers Alliance", None)
    ]


def test_given_names_part_people():
    """Two given names are two people, also with one surname; what fits both joins neither."""
    found = agents(
        "Henry Marsh spoke.", "Edward Marsh spoke.", "H. E. Marsh and E. Marsh wrote. J. Marsh did not."
    )
    names = {agent.name for agent in found}
    assert {"Henry Marsh", "Edward Marsh", "J. Marsh"} <= names
    assert all(not {"Henry Marsh", "Edward Marsh"} <= {agent.name, *agent.aliases} for agent in found)


def test_father_and_son_stay_two():
    """A middle name or "Jr." makes another person until somebody says that it does not."""
    found = agents("John Carver spoke.", "John Quentin Carver spoke.", "Dr. John Carver Jr. spoke.")
    assert all(
        len({agent.name, *agent.aliases} & {"John Carver", "John Quentin Carver"}) < 2 for agent in found
    )


@given(
    st.lists(st.sampled_from(["Ann", "Anna", "A.", "B.", "Bea", "C.", "Carl"]), min_size=1, max_size=3),
    st.data(),
)
def test_fitting_is_mutual_and_keeps_given_names_apart(given_names, data):
    """Whether two names may be one does not depend on their order, and first names that differ are two people's."""
    other = data.draw(
        st.lists(st.sampled_from(["Ann", "Anna", "A.", "B.", "Bea", "C.", "Carl"]), min_size=1, max_size=3)
    )
    one, two = [*given_names, "Lee"], [*other, "Lee"]
    assert may_be_one(one, two) is may_be_one(two, one)
    assert may_be_one(one, one)
    if "." not in one[0] + two[0] and one[0] != two[0]:
        assert not may_be_one(one, two)


def test_a_rare_misprint_joins_its_name():
    """One letter inside a long word, in one of twenty mentions: a misprint; as often as the other: a name."""
    rare = agents("The Weavers Federation met. " * 20, "The Weavers Federatian met.")
    assert "Weavers Federatian" not in {agent.name for agent in rare}
    text = "Mr. Tressell spoke. " * 20
    rare = agents(text, "Mr. Tressall spoke.")
    assert record(rare, "Tressell").aliases == ("Tressall",)
    both = agents(text, "Mr. Tressall spoke. " * 20)
    assert {agent.name for agent in both} == {"Tressell", "Tressall"}


LINES = (
    "The Millers Union, the predecessor of the Grain Workers Federation, was founded in 1870.",
    "The Grain Workers Federation was renamed the Food Workers Federation in 1921.",
    "The Food Workers Federation was dissolved in 1933. The Baking League was a section of the Millers Union.",
)


def test_lines_are_joined_from_both_sides():
    """What one document says of two bodies stands with both, with how, when, and the record of the other."""
    found = agents(*LINES)
    ids = {agent.name: agent.id for agent in found}
    middle = record(found, "Grain Workers Federation")
    assert [(line.kind, line.other, line.other_id, line.date, line.how) for line in middle.lineage] == [
        (LineageKind.PREDECESSOR, "Millers Union", ids["Millers Union"], None, ""),
        (
            LineageKind.SUCCESSOR,
            "Food Workers Federation",
            ids["Food Workers Federation"],
            "1921",
            "renamed",
        ),
    ]
    first = record(found, "Millers Union")
    assert {(line.kind, line.other, line.date) for line in first.lineage} == {
        (LineageKind.FOUNDED, "", "1870"),
        (LineageKind.SUCCESSOR, "Grain Workers Federation", None),
    }
    evidence = middle.lineage[1].evidence
    assert evidence.document == "d1"
    assert LINES[1][evidence.start : evidence.end].startswith("Grain Workers Federation was renamed")


def test_a_lists_order_is_said_to_be_one():
    """A line that only a list gives says so in its cell: somebody may be left out of it."""
    found = agents("Those who inherited Bismarck's mantle—Karl Bremer and Otto Lindner—had no patience.")
    rows = {row["name"]: row for row in to_rows(found)}
    assert rows["Otto Lindner"]["predecessors"] == "Karl Bremer {listed}"
    assert rows["Karl Bremer"]["successors"] == "Otto Lindner {listed}"
    assert edits_from_rows(rows.values(), found) == ()


def test_an_id_stays_when_documents_are_added():
    """A record keeps its id when more documents are read, and in whatever order they come."""
    before = {agent.name: agent.id for agent in agents(*LINES)}
    after = {agent.name: agent.id for agent in agents(*LETTERS, *reversed(LINES))}
    assert before.items() <= after.items()


def test_ambiguous_names_lead_nowhere():
    """A name that two records have leads to neither."""
    found = agents("Henry Marsh spoke.", "Edward Marsh spoke.")
    found = tuple(replace(agent, aliases=("The Doctor",)) for agent in found)
    ids = ids_by_name(found)
    assert (NameKind.PERSON, "The Doctor") not in ids
    assert ids[NameKind.PERSON, "Henry Marsh"] == record(found, "Henry Marsh").id


def test_a_lone_surname_joins_by_office_and_age():
    """A surname with an office joins the one bearer of both in documents of his time; without either it stays alone."""
    text = "President Abel Tressell spoke. Abel Tressell was ill."
    for other, date, joins in (
        ("President Tressell died.", "1861", True),
        ("President Tressell died.", "1990", False),
        ("Mr. Tressell died.", "1861", False),
    ):
        one, two = documents(text, other)
        found = Clusterer(VOCABULARY).agents_of([replace(one, date="1860"), replace(two, date=date)])
        assert ("Tressell" not in {agent.name for agent in found}) is joins


def test_an_alias_that_is_a_record_brings_it_along():
    """A name that a person adds brings the record that has it; taken away again, it is that record as before."""
    found = agents("Harold Tressell spoke.", "The Hermit of Hull wrote. Mr. Hermit wrote.")
    hermit = record(found, "Hermit")
    added = edits_from_rows(changed(to_rows(found), "Harold Tressell", aliases="Hermit"), found)
    made, _ = edited(found, added)
    assert record(made, "Harold Tressell").mentions == 1 + hermit.mentions
    assert "Hermit" not in {agent.name for agent in made}
    removed = edits_from_rows(changed(to_rows(made), "Harold Tressell", aliases=""), made)
    assert edited(found, (*added, *removed))[0] == found


# The table and back


def test_rows_as_given_out_change_nothing():
    """Every column is filled for every record, and the same rows give no edits, also through a CSV file."""
    found = agents(*LETTERS, *LINES)
    rows = to_rows(found)
    assert all(tuple(row) == COLUMNS for row in rows)
    assert edits_from_rows(rows, found) == ()
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    file.seek(0)
    assert edits_from_rows(csv.DictReader(file), found) == ()


HARD = st.text("ab |[]{}#\\;,\"'é", min_size=1, max_size=12).filter(lambda text: text.strip() == text)


@given(st.lists(HARD, max_size=5))
def test_cells_hold_any_name(names):
    """Whatever signs a name has, it comes back from its cell as it was."""
    assert [unescaped(item) for item in items_of(joined(map(escaped, names)))] == names


@given(
    HARD,
    st.lists(HARD, max_size=3, unique=True),
    HARD,
    st.sampled_from([None, "1987-08", "1900/..", "{1900,1902}"]),
)
def test_edited_rows_come_back_as_edited(name, aliases, note, date):
    """Rows that a person changed are the rows given out after the edits are made."""
    found = agents(*LETTERS, *LINES)
    rows = to_rows(found)
    dated = f" [{date}]" if date else ""
    wanted = changed(
        rows,
        "Millers Union",
        aliases=joined(sorted(escaped(each) for each in aliases if each != "Millers Union")),
        note=note,
        status="accepted",
        roles=f"{escaped(name)}{dated}",
        links="https://viaf.org/viaf/1 | wikidata:Q1",
        predecessors=f"{escaped(name)}{dated} {{split}}",
    )
    made, unplaced = edited(found, edits_from_rows(wanted, found))
    assert unplaced == ()
    (row,) = [each for each in to_rows(made) if each["name"] == "Millers Union"]
    (want,) = [each for each in wanted if each["name"] == "Millers Union"]
    assert row.pop("state") != want.pop("state")
    assert {key: sorted(items_of(cell)) for key, cell in row.items()} == {
        key: sorted(items_of(cell)) for key, cell in want.items()
    }
    assert edits_from_rows(to_rows(made), made) == ()


def test_a_row_that_is_out_of_date_is_refused():
    """What was found since a table was written is not undone by it, unless a person says so by an empty state."""
    rows = to_rows(agents(LETTERS[1]))
    found = agents(*LETTERS)
    rows = [
        row | {"id": record(found, "Northern Dockers Alliance").id}
        for row in rows
        if row["name"].endswith("Alliance")
    ]
    with pytest.raises(MetadataError, match="has changed since"):
        edits_from_rows(rows, found)
    meant = edits_from_rows([row | {"state": ""} for row in rows], found)
    assert ("aliases", "remove", "NDA") in {(edit.field, edit.action, edit.value) for edit in meant}


def test_a_separated_name_is_somebody_elses():
    """What a person takes out of the aliases is a record of its own, at once and on the next reading."""
    found = agents(*LETTERS)
    edits = edits_from_rows(changed(to_rows(found), "Harold W. Tressell", aliases=""), found)
    made, _ = edited(found, edits)
    assert record(made, "Harold W. Tressell").aliases == ()
    assert record(made, "Harold Tressell").kind is NameKind.PERSON
    again, unplaced = edited(agents(*LETTERS, edits=edits), edits)
    assert unplaced == ()
    assert (record(again, "Harold Tressell").mentions, record(again, "Harold W. Tressell").mentions) == (
        1,
        1,
    )


def test_two_rows_with_one_id_are_one_record():
    """A person gives one record the other's id: names, counts and lines go together, links to it follow."""
    found = agents(
        "Bernard Shaw wrote.", "G. Bernard Shaw wrote. The Fabian Society was founded by G. Bernard Shaw."
    )
    names = {agent.name for agent in found}
    assert {"Bernard Shaw", "G. Bernard Shaw"} <= names
    target = record(found, "Bernard Shaw")
    edits = edits_from_rows(changed(to_rows(found), "G. Bernard Shaw", id=target.id), found)
    assert [(edit.field, edit.action) for edit in edits] == [("id", "set")]
    made, unplaced = edited(found, edits)
    assert unplaced == ()
    one = record(made, "Bernard Shaw")
    assert one.aliases == ("G. Bernard Shaw",)
    assert one.mentions == 3
    assert [line.other_id for line in record(made, "Fabian Society").lineage] == [target.id]


def test_a_row_without_id_is_a_new_record():
    """A person adds a record that no document names; it is accepted, and lines to it are linked."""
    found = agents(*LINES)
    new = {"kind": "organisation", "name": "Corn Exchange", "successors": "Millers Union [1870]"}
    made, unplaced = edited(found, edits_from_rows([*to_rows(found), new], found))
    assert unplaced == ()
    one = record(made, "Corn Exchange")
    assert one.status is Status.ACCEPTED
    assert [(line.other_id, line.date) for line in one.lineage] == [
        (record(made, "Millers Union").id, "1870")
    ]


def test_edits_outlive_another_clustering():
    """When a fuller name gives a record another id, its edits find it by its name; those of vanished ones are given back."""
    found = agents("Harold Tressell spoke.")
    edits = edits_from_rows(changed(to_rows(found), "Harold Tressell", note="of Hull"), found)
    later = agents("Harold Tressell spoke.", "Harold W. Tressell spoke.")
    assert record(later, "Harold W. Tressell").id != found[0].id
    made, unplaced = edited(later, edits)
    assert record(made, "Harold W. Tressell").note == "of Hull"
    assert unplaced == ()
    nobody, lost = edited(agents("Nobody was there."), edits)
    assert (nobody, lost) == ((), edits)


def test_a_renamed_record_keeps_its_id_and_old_name():
    """A person's name for a record is its name; the machine's stays an alias, and other edits still find it."""
    found = agents(*LINES)
    before = record(found, "Millers Union")
    made, _ = edited(
        found, edits_from_rows(changed(to_rows(found), "Millers Union", name="Union of Millers"), found)
    )
    after = record(made, "Union of Millers")
    assert (after.id, after.aliases) == (before.id, ("Millers Union",))
    assert {line.other_id for line in record(made, "Grain Workers Federation").lineage} >= {before.id}


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"kind": "animal"}, "Row 2, column kind"),
        ({"roles": "clerk [31 June]"}, "Row 2, column roles"),
        ({"predecessors": "Old League {eaten}"}, "Row 2, column predecessors"),
        ({"id": "p-000"}, "Row 2"),
        ({"colour": "red"}, "colour"),
        ({"status": "maybe"}, "Row 2, column status"),
    ],
)
def test_a_row_that_does_not_fit_says_where(cells, says):
    """What cannot be read is refused with its row and column, and nothing is changed."""
    found = agents("Harold Tressell spoke.")
    with pytest.raises(MetadataError, match=says):
        edits_from_rows([to_rows(found)[0] | cells], found)


def test_folding():
    """Case, accents, a leading article and a last stop make no other name."""
    assert folded("The Société Générale") == folded("societe generale")
    assert folded("Lee & Sons Ltd.") == folded("Lee & Sons Ltd")
