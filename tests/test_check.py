"""Is every quotation of a manuscript verified, each finding in its place, known and ignored ones left out?"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from foresaid.archive.collection import create_collection
from foresaid.errors import InputError, SettingsError, UsageError
from foresaid.model.findings import CODES, Severity
from foresaid.pipeline.check_settings import CheckSettings, check_codes, read_check_settings, read_severity
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.manuscript_reading import Given
from foresaid.pipeline.manuscripts import INSIDE, SHORT, TERM, check_manuscripts
from foresaid.plugins import plugins
from foresaid.settings import Settings

LETTER = """A letter to the harbour board

Ada Example
3 March 1887

The northern wall has stood for eleven winters, and it will fall in the twelfth unless the council pays for stone. I
have no hope that the council will find the money this year. The fishermen of the lower town know the sound of it
better than your surveyors.
"""
SPEECH = """Speech on the harbour

Ben Sample
9 May 1890

Gentlemen, four boats were lost when the northern wall fell, and nobody who heard the warning may call it chance.
"""
CHAPTER = """# The wall

In 1887, Ada Example wrote: "I have no hope that the council will find the money this year." She was the so-called
"prophetess" of the lower town.

Ben Sample said: "Gentlemen, six boats were lost when the northern wall fell."[^1]

Ada Example said: "nobody who heard the warning may call it chance."

On 9 May 1891 Ben Sample said: "Gentlemen, four boats were lost when the northern wall fell."

> The northern wall has stood for eleven winters, and it will fall in the twelfth.

The harbour master said: "I never saw the letter in all my days at the office." "No!" he cried.

[^1]: Ada Example wrote: "The fishermen of the lower town know the sound of it … better than your surveyors."
"""
TEX = r"""\documentclass{article}
\begin{document}
% "words of a comment that stand nowhere at all in the sources"
Ben Sample said: ``Gentlemen, six boats were
  lost when the \emph{northern} wall fell,''\footnote{Ada Example wrote: \enquote{it will stand in the twelfth unless the
  council pays for stone}.} and so it was.
\end{document}
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory):
    """A collection of a letter and a speech."""
    root = tmp_path_factory.mktemp("harbour")
    create_collection(root / "papers", Settings(title="Harbour"))
    for name, text in (("letter.txt", LETTER), ("speech.txt", SPEECH)):
        (root / name).write_text(text, "utf-8")
    collect_documents(root / "papers", [root / "letter.txt", root / "speech.txt"])
    return root / "papers"


@pytest.fixture
def check(harbour, write):
    """Check texts by name; `check({"a.md": "…"}, select=("FS",))`."""

    def checker(texts, *, save=False, **settings):
        given = [Given(str(write(name, text))) for name, text in texts.items()]
        return check_manuscripts(given, CheckSettings(against=harbour, **settings), write=save)

    return checker


def told(checked):
    """Code and line of every finding."""
    return [(each.code, each.place.line) for each in checked.findings]


def test_each_thing_to_decide_is_one_finding(check):
    """Verbatim words are not mentioned; altered, truncated, misattributed and unfound ones are, in their places."""
    checked = check({"chapter.md": CHAPTER})
    assert told(checked) == [("FS101", 6), ("FS103", 8), ("FS104", 10), ("FS102", 12), ("FS201", 14)]
    (manuscript,) = checked.manuscripts
    assert (manuscript.seen, manuscript.checked) == (9, 7)
    assert manuscript.left_out == {TERM: 1, SHORT: 1}
    assert sum(manuscript.verdicts.values()) == manuscript.checked


def test_a_finding_carries_all_that_is_needed_to_decide(check):
    """Place, words, passage, edits, the sentences around, the reason."""
    altered = check({"chapter.md": CHAPTER}).findings[0]
    line = CHAPTER.split("\n")[altered.place.line - 1]
    assert line[altered.place.column - 1 : altered.place.end_column - 1] == altered.quoted
    assert [(edit.kind, edit.quoted, edit.source) for edit in altered.edits] == [("number", "six", "four")]
    assert altered.held.passage.document == "speech"
    assert SPEECH[altered.held.passage.start : altered.held.passage.end] == altered.held.passage.text
    assert (altered.held.speaker, altered.held.date) == ("Ben Sample", "1890-05-09")
    assert "who changed it is not known" in altered.message.lower()
    assert altered.stated["speaker"] == "Ben Sample"


def test_context_is_the_sentence_around(check):
    """How the source's sentence goes on is shown, and no more than that."""
    truncated = next(each for each in check({"chapter.md": CHAPTER}).findings if each.code == "FS102")
    assert truncated.held.after == "unless the council pays for stone."
    assert "unless the council pays for stone." in truncated.message


def test_words_accuse_nobody(check):
    """No finding says that something is false, and not found is not never said."""
    checked = check({"chapter.md": CHAPTER}, select=("FS",))
    words = " ".join(each.message for each in checked.findings) + " ".join(
        f"{code.says} {code.advice}" for code in CODES.values()
    )
    for accusing in ("fabricat", "false", "lie", "wrong", "invent", "fake", "mistake"):
        assert accusing not in words.lower().replace("believe", "")
    unfound = next(each for each in checked.findings if each.code == "FS201")
    assert "does not mean it was not said" in unfound.message


def test_marked_and_minor_differences_are_shown_on_request_and_count_for_nothing(check):
    """--select FS shows them; the exit code stays."""
    text = {
        "a.md": 'Lee wrote: "the northern wall has stood … and it will fall in the twelfth unless the council pays."\n'
    }
    assert check(text).findings == ()
    (marked,) = check(text, select=("FS3",)).findings
    assert (marked.code, marked.counts, marked.severity) == ("FS301", False, Severity.NOTE)


def test_a_hidden_limit_is_told_and_counts_for_nothing(check):
    """An ellipsis that hides the condition is marked: a finding, exit code 0 (DESIGN §6)."""
    text = 'Ada Example wrote: "it will fall in the twelfth … I have no hope that the council will find the money."\n'
    found = check({"a.md": text}).findings
    assert [(each.code, each.counts) for each in found] == [("FS107", False)]
    assert "unless the council pays" in found[0].message


def test_words_joined_from_two_documents_are_a_splice(check):
    """Each part is named with where it stands."""
    text = (
        'It was said: "The fishermen of the lower town know the sound of it better than your surveyors, and nobody who'
        ' heard the warning may call it chance."\n'
    )
    assert "FS106" in {each.code for each in check({"a.md": text}).findings}


def test_a_quotation_inside_one_that_is_checked_is_not_checked_twice(check):
    """The words are part of the outer ones; the report says so."""
    text = 'Ben Sample said: "He told us ‘four boats were lost when the northern wall fell’ and sat down for good."\n'
    (manuscript,) = check({"a.md": text}).manuscripts
    assert manuscript.left_out == {INSIDE: 1}
    assert manuscript.checked == 1


def test_a_manuscript_that_quotes_nothing_says_so(check, harbour, write, foresaid):
    """No quotation, no finding, exit code 0."""
    (manuscript,) = check({"a.txt": "The harbour is quiet.\n"}).manuscripts
    assert (manuscript.seen, manuscript.refused) == (0, "")
    assert "quotes nothing" in foresaid("check", write("a.txt", "It is quiet.\n"), "--against", harbour)


@pytest.mark.skipif(
    "latex" not in plugins("format"), reason="the entry point of the LaTeX format is missing"
)
def test_places_of_latex_are_those_of_its_source(check):
    """Line and column of the .tex, over line ends, commands and notes; comments are no text."""
    checked = check({"a.tex": TEX})
    assert [(each.code, each.place.line) for each in checked.findings] == [("FS101", 4), ("FS101", 5)]
    lines = TEX.split("\n")
    first, second = (each.place for each in checked.findings)
    assert lines[first.line - 1][first.column - 1 :] == "Gentlemen, six boats were"
    assert lines[first.end_line - 1][: first.end_column - 1].endswith("wall fell,")
    assert lines[second.line - 1][second.column - 1 :].startswith("it will stand in the twelfth")
    assert checked.manuscripts[0].seen == 2


def test_a_page_of_html_has_lines_and_comments(check):
    """Entities and tags do not move places; an HTML comment ignores with its reason."""
    page = (
        "<html><body><article><p>It is a long story how the harbour of the town came to its new wall in those years.</p>\n"
        "<p>Ben Sample said: &ldquo;Gentlemen, six boats were lost when the <em>northern</em> wall fell.&rdquo;</p>\n"
        "<p>Ben Sample said: &ldquo;Gentlemen, ten boats were lost when the northern wall fell.&rdquo;"
        " <!-- foresaid: ignore FS101 because of the second edition --></p></article></body></html>\n"
    )
    checked = check({"a.html": page})
    assert told(checked) == [("FS101", 2)]
    place = checked.findings[0].place
    assert page.split("\n")[1][place.column - 1 :].startswith("Gentlemen, six")
    assert [(each.code, because) for each, because in checked.ignored] == [
        ("FS101", "of the second edition")
    ]


def test_a_comment_with_a_reason_ignores_and_others_are_findings(check):
    """Beside the words or right above them; without a reason it ignores nothing; without use it is named."""
    line = 'Ben Sample said: "Gentlemen, six boats were lost when the northern wall fell."'
    text = (
        f"{line} <!-- foresaid: ignore FS101 because the print of 1890 has it -->\n\n"
        f"<!-- foresaid: ignore FS1 because the print has it -->\n{line}\n\n"
        f"<!-- foresaid: ignore FS101 -->\n{line}\n\n"
        f"<!-- foresaid: ignore FS201 because nobody knows -->\n{line}\n\n"
        f"<!-- foresaid: ignore FS999 because nobody knows -->\nText.\n"
    )
    checked = check({"a.md": text})
    assert told(checked) == [("FS401", 6), ("FS101", 7), ("FS402", 9), ("FS101", 10), ("FS401", 12)]
    assert len(checked.ignored) == 2


def test_an_ignored_finding_does_not_come_back_as_unused_when_another_is_selected(check):
    """What a comment is for does not depend on what is reported today."""
    text = (
        'Ben Sample said: "Gentlemen, six boats were lost when the northern wall fell."'
        " <!-- foresaid: ignore FS101 because the print has it -->\n"
    )
    assert check({"a.md": text}, select=("FS4",)).findings == ()


def test_a_baseline_knows_findings_by_words_and_verdict(check, tmp_path):
    """Moved lines and other quotation marks make nothing new; another word does; what has gone is named."""
    baseline = tmp_path / "known.json"
    written = check({"chapter.md": CHAPTER}, baseline=baseline, save=True)
    assert (written.findings, written.known) == ((), 5)
    moved = check({"chapter.md": "A paragraph more.\n\n" + CHAPTER}, baseline=baseline)
    assert (moved.findings, moved.known, moved.vanished) == ((), 5, ())
    changed = CHAPTER.replace("six boats", "ten boats").replace("The harbour master said", "I remember")
    again = check({"chapter.md": changed.replace('"I never saw', "“I never saw")}, baseline=baseline)
    assert [each.code for each in again.findings] == ["FS101"]
    assert [(each.code, each.quoted[:14]) for each in again.vanished] == [("FS101", "Gentlemen, six")]


def test_the_same_finding_twice_is_known_twice(check, tmp_path):
    """A third one is new."""
    baseline = tmp_path / "known.json"
    line = 'Ben Sample said: "Gentlemen, six boats were lost when the northern wall fell."\n\n'
    check({"a.md": line * 2}, baseline=baseline, save=True)
    assert len(check({"a.md": line * 3}, baseline=baseline).findings) == 1


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "x/1", "findings": []}', '{"format": 1'])
def test_what_is_no_baseline_is_said_to_be_none(check, tmp_path, content):
    """The message names the file."""
    baseline = tmp_path / "known.json"
    baseline.write_text(content)
    with pytest.raises(InputError, match=r"known\.json"):
        check({"a.md": CHAPTER}, baseline=baseline)


def test_a_manuscript_that_cannot_be_read_is_a_finding_and_the_others_are_checked(
    check, harbour, tmp_path, write, foresaid
):
    """Missing, a folder, an unknown format, no text: each with its reason; exit code 3."""
    paths = [
        tmp_path / "missing.md",
        tmp_path,
        write("a.xyz", "text"),
        write("b.txt", b"\x00\x01\x02" * 99),
        write("c.md", CHAPTER),
    ]
    checked = check_manuscripts([Given(str(path)) for path in paths], CheckSettings(against=harbour))
    assert [each.code for each in checked.findings[:4]] == ["FS901"] * 4
    assert len(checked.findings) == 9
    reasons = " ".join(each.refused for each in checked.manuscripts)
    for reason in ("no such file", "folder", "no format reads", "binary"):
        assert reason in reasons
    assert "1 manuscript could not be read" in foresaid("check", paths[0], "--against", harbour, code=3)
    selected = CheckSettings(against=harbour, select=("FS2",))
    assert "FS901" in {each.code for each in check_manuscripts([Given(str(paths[0]))], selected).findings}


def test_nothing_is_written_into_the_collection(harbour, check):
    """Every file of the collection is the same before and after; of SQLite's only the readers' table is touched."""

    def state():
        files = [path for path in harbour.rglob("*") if path.is_file()]
        return {path: path.read_bytes() for path in files if path.suffix != ".db-shm"}

    before = state()
    check({"chapter.md": CHAPTER})
    assert state() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_collection_that_nobody_may_write_will_do(harbour, tmp_path, write):
    """Every folder is read-only."""
    copy = shutil.copytree(harbour, tmp_path / "sealed")
    folders = [copy, *(path for path in copy.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        checked = check_manuscripts([Given(str(write("c.md", CHAPTER)))], CheckSettings(against=copy))
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert len(checked.findings) == 5


def test_a_manuscript_that_the_collection_holds_is_not_its_own_source(tmp_path, write):
    """A chapter added to the collection does not attest its own words."""
    create_collection(tmp_path / "own", Settings())
    chapter = write("own.md", 'The master said: "I never saw the letter in all my days at the office."\n')
    collect_documents(tmp_path / "own", [chapter])
    (finding,) = check_manuscripts([Given(str(chapter))], CheckSettings(against=tmp_path / "own")).findings
    assert finding.code == "FS201"


def test_codes_and_severities_can_be_chosen(check):
    """By beginnings, and for each code; unknown ones are named with the nearest."""
    assert {each.code for each in check({"a.md": CHAPTER}, select=("FS10",), ignore=("FS104",)).findings} == {
        "FS101", "FS102", "FS103",
    }  # fmt: skip
    graver = check({"a.md": CHAPTER}, select=("FS201",), severity={"FS201": Severity.ERROR})
    assert [each.severity for each in graver.findings] == [Severity.ERROR]
    with pytest.raises(UsageError, match="did you mean FS20"):
        check_codes(("FS210",), "--select")
    with pytest.raises(UsageError, match="severity"):
        read_severity({"FS201": "grave"}, "--severity")
    with pytest.raises(UsageError, match="several"):
        read_severity({"FS2": "note"}, "--severity")


def test_settings_can_stand_in_a_file(tmp_path):
    """Paths are taken from the file's folder; a wrong key is named with the nearest known one."""
    file = tmp_path / "foresaid-check.toml"
    file.write_text('against = "papers"\nignore = ["FS201"]\nseverity = {FS102 = "error"}\n')
    settings = read_check_settings(file)
    assert settings.against == tmp_path / "papers"
    assert not settings.reports("FS201")
    assert settings.severity_of("FS102") is Severity.ERROR
    for wrong, named in (
        ("agianst = 1", "against"),
        ("ignore = 1", "list"),
        ('select = ["FS77"]', "FS77"),
        ("=", "TOML"),
    ):
        file.write_text(wrong)
        with pytest.raises(UsageError, match=named):
            read_check_settings(file)
    with pytest.raises(SettingsError):
        read_check_settings(tmp_path / "missing.toml")


def test_without_a_collection_the_call_does_not_fit(write, foresaid, tmp_path):
    """Exit code 2, and what to do."""
    foresaid("check", write("a.md", CHAPTER), code=2)
    assert "--against" in foresaid.err
    foresaid("check", write("a.md", CHAPTER), "--against", tmp_path, code=2)
    assert "no foresaid collection" in foresaid.err


def test_standard_input_is_a_manuscript(harbour, foresaid):
    """- is read as plain text, or as what --stdin-filename says; the name stands in its place."""
    found = foresaid.json("check", "-", "--against", harbour, code=1, stdin=CHAPTER.encode())
    assert {each["path"] for each in found["findings"]} == {"-"}
    named = foresaid.json(
        "check", "-", "--stdin-filename", "draft.md", "--against", harbour, code=1, stdin=CHAPTER.encode()
    )
    assert [each["path"] for each in named["manuscripts"]] == ["draft.md"]
    assert named["manuscripts"][0]["seen"] == 9


def test_the_settings_file_of_the_folder_is_read(harbour, tmp_path, foresaid):
    """foresaid-check.toml in the current folder; the command line goes before it."""
    (tmp_path / "foresaid-check.toml").write_text(f'against = "{harbour}"\nselect = ["FS103"]\n')
    (tmp_path / "chapter.md").write_text(CHAPTER)
    out = foresaid("check", "chapter.md", cwd=tmp_path, code=1)
    assert "FS103 speaker" in out
    assert "FS101" not in out
    assert "FS101 altered" in foresaid("check", "chapter.md", "--select", "fs101", cwd=tmp_path, code=1)


def test_every_code_is_explained():
    """docs/findings.md has a heading for each code with its name, and the table its severity and whether it counts."""
    text = (Path(__file__).parents[1] / "docs" / "findings.md").read_text("utf-8")
    for code in CODES.values():
        section = text.split(f"### {code.code}\n", 1)[1]
        assert section.startswith(f"**{code.name}.**")
        row = next(line for line in text.split("\n") if line.startswith(f"| [{code.code}]"))
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells[1:3] == [code.name, code.severity.value]
        assert (cells[3] == "no") is not code.counts
        assert (cells[4] == "on request") is not code.by_default
    assert text.count("### FS") == len(CODES)
