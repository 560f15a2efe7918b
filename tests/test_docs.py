"""Do the documents say what there is: every command, message, table, setting and figure?"""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from foresaid import errors
from foresaid.archive.schema import SCHEMA
from foresaid.cli.entry import COMMANDS
from foresaid.settings import Settings, settings_text

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "foresaid"


def text(name):
    """A document of the repository."""
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_readme(name):
    """README names each command."""
    assert f"`{name}`" in text("README.md") or f" {name}" in text("README.md")


def slugs():
    """Every error class of the tree."""
    found, waiting = [], [errors.ForesaidError]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += one.__subclasses__()
    return found


@pytest.mark.parametrize("error", slugs(), ids=lambda error: error.slug)
def test_every_message_is_explained_with_its_exit_code(error):
    """docs/messages.md has a section for each slug, which begins with the exit code."""
    section = text("docs/messages.md").split(f"### {error.slug}\n", 1)[1]
    assert section.startswith(f"{error.exit_code}. ")


def test_the_error_tree_is_drawn_whole():
    """The drawing at the top of errors.py names every class and its exit code."""
    for error in slugs():
        line = next(line for line in errors.__doc__.splitlines() if error.__name__ in line.split())
        digits = re.findall(r"\b\d\b", line)
        assert not digits or int(digits[0]) == error.exit_code


def test_every_room_stands_in_the_architecture():
    """ARCHITECTURE.md names each folder of the source."""
    for folder in SOURCE.rglob("__init__.py"):
        if folder.parent != SOURCE:
            assert f"{folder.parent.name}/" in text("ARCHITECTURE.md")


def test_every_table_and_column_is_explained():
    """Each table of the catalogue has a comment."""
    for name in re.findall(r"CREATE TABLE (\w+) \((.*)", SCHEMA):
        assert "--" in name[1], name[0]


def test_every_setting_is_explained_where_it_is_written():
    """A new foresaid.toml explains each of its keys."""
    for line, field in zip(settings_text(Settings()).splitlines(), fields(Settings), strict=True):
        assert line.startswith(f"{field.name} = ")
        assert "  # " in line


def test_links_between_documents_lead_somewhere():
    """Each relative link in README, ARCHITECTURE, CHANGELOG and docs/ names a file that is there."""
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_figures_name_commands_that_are_there():
    """Each benchmark or test that docs/figures.md names is in the repository."""
    names = re.findall(r"(?:benchmarks|tests)/[\w/]+\.py", text("docs/figures.md"))
    assert names
    for name in names:
        assert (ROOT / name).exists(), name
