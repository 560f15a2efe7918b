"""check: is every quotation in this manuscript real, exact and rightly attributed?"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foresaid import __version__
from foresaid.cli import options
from foresaid.cli.findings import show_checked
from foresaid.cli.printing import counted, echo, echo_json
from foresaid.cli.progress import ProgressLine
from foresaid.errors import InputError, UsageError
from foresaid.pipeline.check_settings import (
    FILE,
    CheckSettings,
    check_codes,
    read_check_settings,
    read_severity,
)
from foresaid.pipeline.manuscript_reading import STDIN, listed
from foresaid.pipeline.manuscripts import check_manuscripts
from foresaid.publish.check_json import check_as_json
from foresaid.publish.sarif import sarif_log
from foresaid.publish.workflow_commands import workflow_commands

if TYPE_CHECKING:
    from foresaid.model.findings import Checked, Severity

_FINDINGS = 1
_FORMATS = ("text", "json", "sarif", "github")


@click.command(epilog="Example: foresaid check thesis.tex notes.md paper.docx --against papers")
@click.argument("manuscripts", metavar="MANUSCRIPT...", nargs=-1, required=True)
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The collection that holds the sources.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    show_default=True,
    help="text for people; json, sarif (2.1.0) or github (workflow commands) for programs.",
)
@options.as_json
@click.option(
    "--select", metavar="CODES", help="Report only these: codes or beginnings, such as FS1,FS201."
)
@click.option("--ignore", metavar="CODES", help="Do not report these: codes or beginnings of codes.")
@click.option(
    "--severity",
    multiple=True,
    metavar="CODE=LEVEL",
    help="Make a code an error, warning or note; repeatable.",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Findings in this file are known and not reported again.",
)
@click.option(
    "--write-baseline", is_flag=True, help="Write all findings into the baseline instead of reporting them."
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=f"Settings; without it {FILE} in the current folder, where there is one.",
)
@click.option(
    "--stdin-filename",
    metavar="NAME",
    default="",
    help="A name for - (standard input) that tells its format.",
)
def check(
    manuscripts: tuple[str, ...],
    against: Path | None,
    form: str,
    as_json: bool,
    select: str | None,
    ignore: str | None,
    severity: tuple[str, ...],
    baseline: Path | None,
    write_baseline: bool,
    config: Path | None,
    stdin_filename: str,
) -> int:
    """Verify every quotation in manuscripts against a collection.

    Reads Word, Markdown, LaTeX, plain text, HTML, PDF and whatever `add` reads; - is standard input. Nothing is
    written into the collection. docs/findings.md explains every code. Exit code 1 says that somebody must look
    at something, 3 that a manuscript could not be read; the others are checked all the same.
    """
    settings = _settings(config)
    settings = replace(
        settings,
        against=against or settings.against,
        select=_codes(select, "--select") if select is not None else settings.select,
        ignore=settings.ignore + (_codes(ignore, "--ignore") if ignore is not None else ()),
        severity={**settings.severity, **_severities(severity)},
        baseline=baseline or settings.baseline,
    )
    data = sys.stdin.buffer.read() if STDIN in manuscripts else None
    with ProgressLine() as progress:
        given = listed(manuscripts, data, stdin_filename)
        checked = check_manuscripts(given, settings, write=write_baseline, progress=progress)
    code = _exit_code(checked)
    if as_json or form == "json":
        echo_json(check_as_json(checked, version=__version__, exit_code=code))
    elif form == "sarif":
        echo_json(sarif_log(checked, version=__version__, exit_code=code))
    elif form == "github":
        for command in workflow_commands(checked):
            echo(command)
    else:
        show_checked(checked)
    if write_baseline:
        echo(f"{counted(checked.known, 'finding')} written to {settings.baseline}.", err=True)
    return code


def _settings(config: Path | None) -> CheckSettings:
    if config is not None:
        return read_check_settings(config)
    return read_check_settings(Path(FILE)) if Path(FILE).is_file() else CheckSettings()


def _codes(given: str, option: str) -> tuple[str, ...]:
    return check_codes(tuple(code.strip().upper() for code in given.split(",")), option)


def _severities(given: tuple[str, ...]) -> dict[str, Severity]:
    pairs = [each.partition("=") for each in given]
    for code, sign, _ in pairs:
        if not sign:
            raise UsageError(f"--severity: {code!r} needs a level, such as {code or 'FS201'}=warning.")
    return read_severity({code.upper(): level.lower() for code, _, level in pairs}, "--severity")


def _exit_code(checked: Checked) -> int:
    if any(each.refused for each in checked.manuscripts):
        return InputError.exit_code
    return _FINDINGS if any(each.counts for each in checked.findings) else 0
