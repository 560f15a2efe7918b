"""Does fsck name every file of an index that is not what was last written, and never one that is?"""

from __future__ import annotations

import json
import random
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from fault_injection import Stages, strace_works
from foresaid.archive.collection import create_collection
from foresaid.archive.quotation_index import open_index
from foresaid.archive.search_index import SearchIndex
from foresaid.errors import DamageError, StoreError
from foresaid.pipeline import checking
from foresaid.pipeline.checking import check_collection
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.rebuilding import rebuild
from foresaid.pipeline.searching import search_documents
from foresaid.pipeline.withdrawing import withdraw
from foresaid.settings import Settings

TEXT = "Letter {0}. The harbour will be closed before the winter of 18{0} comes, unless the council pays.\n"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    """No writer is at work here, so that nothing is waited for or looked at again."""
    monkeypatch.setattr(checking, "_LOOKS", 1)


def add(root, *numbers, times=1):
    """Add letters by number."""
    folder = root.with_name("letters")
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{number}.txt" for number in numbers]
    for number, path in zip(numbers, paths, strict=True):
        path.write_text(TEXT.format(number) * times, "utf-8")
    collect_documents(root, paths)


@pytest.fixture
def papers(tmp_path):
    """A collection whose indexes have two segments each, and deletions in neither."""
    root = tmp_path / "papers"
    create_collection(root, Settings())
    add(root, 10, times=3)
    add(root, 20)
    return root


def files(folder):
    """Every file of an index that holds something: locks and tantivy's list of what may be deleted do not."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return sorted(found)


def named(root):
    """The paths that fsck calls damaged, below the collection's folder; all advise the same."""
    damaged = check_collection(root).damaged
    assert all(fault.what and "foresaid rebuild" in fault.advice for fault in damaged)
    return [Path(fault.path).relative_to(root).as_posix() for fault in damaged]


def noticed(root):
    """The paths of what is no damage."""
    return [Path(fault.path).relative_to(root).as_posix() for fault in check_collection(root).notices]


def below(root, path):
    """A path below the collection's folder."""
    return path.relative_to(root).as_posix()


def place_of(root, path):
    """Where a change of a file shows: the quotation index's own list is opened by its folder."""
    return "index/quotations" if path.name == "segments.json" else below(root, path)


def flip(path, data, place):
    """Change one bit of a file."""
    path.write_bytes(data[:place] + bytes([data[place] ^ 1 << place % 8]) + data[place + 1 :])


@pytest.mark.parametrize("name", ["quotations", "search", "search.json"])
def test_every_flipped_byte_of_an_index_is_found_with_its_path(tmp_path, name):
    """Each byte of each file in turn: exactly this file is named, and reading ends well or says what to do."""
    papers = tmp_path / "papers"
    create_collection(papers, Settings())
    add(papers, 10)
    folder = papers / "index" / name
    count = 0
    for path in files(folder) if folder.is_dir() else [folder]:
        data = path.read_bytes()
        for place in range(len(data)):
            flip(path, data, place)
            assert named(papers) == [place_of(papers, path)], f"byte {place} of {path}"
            if name == "quotations":
                with suppress(DamageError):
                    open_index(folder, str)
            count += 1
        path.write_bytes(data)
    assert count > 400
    assert named(papers) == noticed(papers) == []


def test_a_file_that_is_cut_or_gone_is_found(papers):
    """Each file of both indexes, cut in half, or missing, is named; without its sums the search index is noticed."""
    for path in files(papers / "index"):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2])
        assert named(papers) == [place_of(papers, path)]
        path.unlink()
        if path.name == "search.json":
            assert (named(papers), noticed(papers)) == ([], ["index/search"])
        elif path.name == "chance.json":
            assert named(papers) == []  # what is missing is fitted again
        else:
            assert named(papers) == [place_of(papers, path)]
        path.write_bytes(data)
    assert named(papers) == []


@pytest.mark.parametrize("name", ["search", "quotations"])
def test_an_index_that_is_gone_is_found(papers, name):
    """Without its folder an index would answer that nothing is there."""
    shutil.rmtree(papers / "index" / name)
    (found,) = named(papers)
    assert found.startswith(f"index/{name}")


def test_a_search_index_of_texts_in_other_scripts_is_missed_too(tmp_path):
    """What is relied upon is known from the steps, not from Latin letters in the texts."""
    root = tmp_path / "papers"
    create_collection(root, Settings())
    (tmp_path / "letter.txt").write_text("Гавань закроют до зимы.\n", "utf-8")
    collect_documents(root, [tmp_path / "letter.txt"])
    assert named(root) == []
    for path in (root / "index/search.json", root / "index/search/meta.json"):
        path.unlink()
        (found,) = named(root) or ["index/search"]
        assert found.startswith("index/search")
    assert named(root) == ["index/search"]


@pytest.mark.parametrize("name", ["search", "quotations", "."])
def test_an_older_copy_of_an_index_is_found(papers, tmp_path, name):
    """Put back from before the last documents came, it is named, whatever number of rows it has."""
    folder = papers / "index" / name
    shutil.copytree(folder, tmp_path / "older")
    add(papers, 30)
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "older", folder)
    assert named(papers)
    if name == "search":
        assert named(papers) == ["index/search/meta.json"]


def test_a_copy_that_still_holds_what_was_withdrawn_is_found(papers, tmp_path):
    """An index from before a withdrawal would give words away that are gone."""
    shutil.copytree(papers / "index/quotations", tmp_path / "older")
    withdraw(papers, "20.txt", because="a mistake")
    assert named(papers) == []
    shutil.rmtree(papers / "index/quotations")
    shutil.copytree(tmp_path / "older", papers / "index/quotations")
    assert named(papers) == ["index/quotations"]


def test_nothing_is_added_to_another_search_index_than_the_last(papers, tmp_path):
    """What an older copy lacks would pass for indexed; a rebuild makes it good."""
    shutil.copytree(papers / "index/search", tmp_path / "older")
    add(papers, 30)
    shutil.rmtree(papers / "index/search")
    shutil.copytree(tmp_path / "older", papers / "index/search")
    with pytest.raises(DamageError, match="rebuild"):
        add(papers, 40)
    rebuild(papers)
    assert named(papers) == noticed(papers) == []
    assert (
        search_documents(papers, "harbour").certain_total == search_documents(papers, "harbour").documents
    )


def test_a_changed_segment_is_not_taken_into_another(papers):
    """Merged, its damage would get a sum of its own; the rebuild that the message asks for makes it good."""
    path = max(papers.glob("index/quotations/*/columns"))
    flip(path, path.read_bytes(), path.stat().st_size - 1)
    with pytest.raises(DamageError, match="rebuild"):
        add(papers, 30, times=9)
    assert below(papers, path) in named(papers)
    rebuild(papers)
    assert named(papers) == noticed(papers) == []


def test_no_command_makes_a_sound_index_look_damaged(papers):
    """After every addition, merge, withdrawal and rebuild fsck finds nothing at all."""
    chance = random.Random(1989)
    merged = set()
    for number in range(30, 42):
        add(papers, number, times=chance.randrange(1, 9))
        merged.add(len(list(papers.glob("index/quotations/*/segment.json"))))
        assert named(papers) == noticed(papers) == []
    assert len(merged) > 1
    for step in (lambda: withdraw(papers, "30.txt", because="a mistake"), lambda: rebuild(papers)):
        step()
        assert named(papers) == noticed(papers) == []
        add(papers, 50, 10)
        assert named(papers) == noticed(papers) == []


def test_a_search_index_from_before_sums_is_noticed_and_used(papers):
    """It is no damage, is still checked as far as it can be, and gets sums with what is added."""
    (papers / "index/search.json").unlink()
    assert (named(papers), noticed(papers)) == ([], ["index/search"])
    for file in files(papers / "index/search"):
        data = file.read_bytes()
        if file.suffix != ".json":
            file.write_bytes(data[: len(data) // 2])
            assert named(papers) == [below(papers, file)]
            file.write_bytes(data)
    add(papers, 30)
    assert named(papers) == noticed(papers) == []


def test_a_quotation_index_of_an_older_version_is_refused_until_it_is_made_anew(papers):
    """Its arrays would be misread; the message says what to do, and that makes it good."""
    path = papers / "index/quotations/segments.json"
    content = json.loads(path.read_bytes())
    path.write_text(json.dumps({"segments": content["segments"], "version": 2}), "utf-8")
    assert named(papers) == ["index/quotations"]
    with pytest.raises(DamageError, match=r"another version.*`foresaid rebuild`"):
        add(papers, 30)
    rebuild(papers)
    assert named(papers) == noticed(papers) == []


def test_a_half_removed_index_that_nothing_relies_on_is_a_notice(papers, monkeypatch):
    """A withdrawal forgets what was indexed, then removes the indexes; killed there, it is made good by the next."""

    def killed(folder):
        for path in files(folder)[::2]:
            path.unlink()
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("foresaid.pipeline.withdrawing.remove_folder", killed)
        with pytest.raises(KeyboardInterrupt):
            withdraw(papers, "20.txt", because="a mistake")
    assert named(papers) == []
    assert noticed(papers)
    add(papers, 30)
    assert named(papers) == noticed(papers) == []


@pytest.mark.parametrize("moment", ["_settle", "sync_folder", "commit"])
def test_a_command_that_ends_while_the_search_index_changes_leaves_no_damage(papers, monkeypatch, moment):
    """Before tantivy's commit, after it, or with only the sums still to be noted: the next run makes it good."""

    def ends(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        if moment == "commit":
            patched.setattr("foresaid.archive.search_index._rows", ends)
        elif moment == "sync_folder":
            patched.setattr("foresaid.archive.search_index.sync_folder", ends)
        else:
            patched.setattr(SearchIndex, moment, ends)
        with pytest.raises(StoreError, match="No space"):
            add(papers, 30)
    assert named(papers) == []
    assert json.loads((papers / "index/search.json").read_bytes())["settled"] is False
    add(papers, 30)
    assert named(papers) == noticed(papers) == []
    assert search_documents(papers, "harbour").documents == 3


def test_kills_around_the_notes_on_the_search_index_leave_no_damage(tmp_path):
    """Killed at the renames of its last steps, where notes and lists take the place of older ones."""
    if not strace_works():
        pytest.skip("strace is absent, or may not trace here")
    stages = Stages(tmp_path / "work")
    points = [point for point in stages.points("add") if point.call == "rename"]
    assert len(points) > 9
    for point in points[-6:-2]:  # behind them come but the files of the quotation index
        assert stages.broken("add", point) == [], str(point)
