"""Does the house keep its own rules: sizes, first lines, names, libraries in their rooms, one write path?"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "foresaid"
MODULES = sorted(SOURCE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

LONGEST_FILE, LONGEST_BODY, LONGEST_FIRST_LINE, MOST_POSITIONAL = 400, 40, 108, 5
FORBIDDEN_NAMES = {"utils", "helpers", "misc", "core", "common", "manager"}

# Each third-party library has its rooms, named by the beginning of the path below src/foresaid.
ROOMS = {
    "ahocorasick_rs": ("text/literals.py",),
    "charset_normalizer": ("collect/encodings.py",),
    "click": ("cli/",),
    "lxml": ("collect/web/markup.py", "collect/xml.py"),
    "msgspec": ("archive/documents.py", "archive/findings.py", "collect/sandbox/wire.py"),
    "numpy": (
        "text/",
        "verify/",
        "trace/",
        "encoders.py",
        "archive/columns.py",
        "archive/passage_",
        "archive/quotation_",
        "archive/sentence_vectors.py",
    ),
    "pypdfium2": ("collect/pdfium/",),
    "rapidfuzz": ("text/align.py",),
    "tantivy": ("archive/search_index.py",),
}
STANDARD = {
    "sqlite3": (
        "archive/catalogue.py",
        "archive/documents.py",
        "archive/findings.py",
        "pipeline/examining.py",
    )
}

# Calls that write files; only the archive's one write path may make them (and the shell's own output).
WRITING_CALLS = {
    "write_text",
    "write_bytes",
    "rename",
    "replace",
    "unlink",
    "mkdir",
    "rmtree",
    "touch",
    "symlink_to",
}
MAY_WRITE = {
    "archive/writing.py": "the one write path",
    "archive/collection.py": "makes the folder, swaps a rebuilt catalogue in",
    "archive/lock.py": "the lock file itself",
    "archive/search_index.py": "makes the folder that tantivy writes into; disposable",
    "pipeline/demonstrating.py": "a metadata table in a scratch folder outside the collection",
    "cli/entry.py": "gives up standard output when its reader has gone",
}


def room(path):
    """A module's path below src/foresaid."""
    return path.relative_to(SOURCE).as_posix()


def tree(path):
    """A module as a syntax tree."""
    return ast.parse(path.read_text("utf-8"))


def functions(path):
    """Every function of a module."""
    return [
        node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


@pytest.mark.parametrize("path", MODULES + TESTS, ids=str)
def test_files_are_short(path):
    """No file is longer than 400 lines."""
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", MODULES, ids=room)
def test_first_line_says_what_the_room_is_for(path):
    """Each module begins with one line, of at most 108 characters, that ends as a sentence does."""
    first = (ast.get_docstring(tree(path)) or "").split("\n")[0]
    assert first
    assert first[-1] in ".?!:)"
    assert len(first) <= LONGEST_FIRST_LINE


@pytest.mark.parametrize("path", MODULES, ids=room)
def test_functions_are_short_and_take_few_positional_arguments(path):
    """No body is longer than 40 lines without its docstring, none takes more than 5 positional arguments."""
    for function in functions(path):
        body = function.body[1:] if ast.get_docstring(function) else function.body
        lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
        assert lines <= LONGEST_BODY, function.name
        decorated = any(
            "click" in ast.unparse(each) or "options" in ast.unparse(each)
            for each in function.decorator_list
        )
        positional = [each for each in function.args.args if each.arg not in {"self", "cls"}]
        assert decorated or len(positional) <= MOST_POSITIONAL, function.name


@pytest.mark.parametrize("path", MODULES, ids=room)
def test_names_say_what_a_thing_is(path):
    """No module is called utils, helpers, core, common, misc or manager."""
    assert not FORBIDDEN_NAMES & {part.removesuffix(".py") for part in path.relative_to(SOURCE).parts}


@pytest.mark.parametrize("path", MODULES, ids=room)
def test_libraries_stay_in_their_rooms(path):
    """A third-party library is imported only where its room is."""
    for node in ast.walk(tree(path)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        for name in names:
            top = name.split(".")[0]
            rooms = ROOMS.get(top) or STANDARD.get(top)
            if rooms:
                assert room(path).startswith(rooms), f"{top} in {room(path)}"


@pytest.mark.parametrize("path", MODULES, ids=room)
def test_there_is_one_write_path(path):
    """Only the rooms listed here make calls that write files."""
    if room(path) in MAY_WRITE:
        return
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, owner = node.func.attr, ast.unparse(node.func.value)
            # str.replace takes two arguments, dataclasses.replace is no attribute call on a path
            harmless = name == "replace" and len(node.args) != 1
            assert name not in WRITING_CALLS or harmless, f"{owner}.{name} in {room(path)}"
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "open":
            modes = [
                each.value
                for each in node.args
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            ]
            assert not any(set(mode) & set("wax+") and len(mode) <= 3 for mode in modes), room(path)


@pytest.mark.parametrize("path", [path for path in TESTS if path.name.startswith("test_")], ids=str)
def test_every_test_says_what_holds(path):
    """Each test function has a sentence."""
    for function in functions(path):
        if function.name.startswith("test_"):
            assert ast.get_docstring(function), function.name


def test_third_party_libraries_are_declared():
    """Every library with a room is a declared dependency, and every dependency has a room."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    block = text.split("dependencies = [", 1)[1].split("]", 1)[0]
    declared = {
        line.split('"')[1].split(">")[0].replace("-", "_").lower()
        for line in block.splitlines()
        if '"' in line
    }
    assert declared == set(ROOMS)
