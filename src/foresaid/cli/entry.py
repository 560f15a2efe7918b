"""Which command was called? Loads only that one, so that `--help` answers at once."""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from typing import Any

import click

from foresaid import __version__
from foresaid.errors import ForesaidError

# name -> (module, what it does); the sentence is the command's own first line (tests/test_cli.py).
COMMANDS = {
    "init": ("collecting", "Make a new, empty collection."),
    "add": ("collecting", "Receive files and folders and read the documents in them."),
    "set": (
        "deciding",
        "Decide what a document's title, speaker, author, date, date_kind, type, rights or work is.",
    ),
    "withdraw": ("deciding", "Delete a document, its file, and all that was computed from them."),
    "read": (
        "reading",
        "Annotate the documents: who is quoted, when, names, works, assertions, forecasts.",
    ),
    "verify": ("verifying", "Check quotations against the documents of the collection."),
    "check": ("checking", "Verify every quotation in manuscripts against a collection."),
    "trace": ("tracing", "Find passages that stand in several documents, and where first."),
    "whence": ("tracing", "Find who had words first, as far as the documents held tell."),
    "export": ("exporting", "Write what was found in a standard form of others."),
    "authority": (
        "authority",
        "Show, export and edit the names of a collection: people, organisations, places, events.",
    ),
    "works": (
        "works",
        "List the works that the documents cite, one record a work, most often cited first.",
    ),
    "chronology": ("chronology", "List what is said to have happened, in the order of its dates."),
    "event": ("events", "Write down what happened, and which statements would count as foreseeing it."),
    "inquire": (
        "inquiring",
        "Find who foresaw an event, who expected the opposite, and what that is worth.",
    ),
    "suggest": (
        "suggesting",
        "Ask a language model for the stance of findings; what it says counts nowhere.",
    ),
    "review": ("reviewing", "Accept, reject or correct the findings of an inquiry, one at a time."),
    "ledger": ("ledger", "List the forecasts of a collection, how they came out, and whose came true."),
    "outcome": ("ledger", "Enter how a forecast came out, with the document that shows it."),
    "search": ("searching", "Find words and phrases, with a bound on when they were said."),
    "annotate": ("reading", "Annotate plain files or JSON lines without a collection."),
    "status": ("keeping", "Show what is in a collection and what is still to do."),
    "fsck": ("keeping", "Check that every file is still what was received and computed."),
    "rebuild": ("keeping", "Make everything computed again from payload and journal."),
    "doctor": ("keeping", "Show what this installation has and lacks."),
    "selftest": ("selftesting", "Decide a table of hard cases and compare with what an editor expects."),
    "demo": ("demo", "Build and verify a collection of 249 real addresses, and ask who foresaw an event."),
}
_INTERRUPTED = 130


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """One command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"foresaid.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, "set_field" if cmd_name == "set" else cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: foresaid init papers && foresaid add papers texts/ && foresaid read papers"
    " && foresaid verify papers",
)
@click.version_option(__version__, prog_name="foresaid")
def foresaid() -> None:
    """Who said what, when, and can it be shown?

    Results go to standard output, progress to standard error. Exit codes: 0 clean, 1 findings, 2 usage,
    3 could not check or read, 4 collection damaged, 130 interrupted.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    color: Any = False if os.environ.get("NO_COLOR") else None
    try:
        code = foresaid.main(arguments, prog_name="foresaid", standalone_mode=False, color=color)
        sys.exit(code if isinstance(code, int) else 0)
    except ForesaidError as error:
        click.echo(f"foresaid: {error} [{error.slug}]", err=True)
        sys.exit(error.exit_code)
    except click.exceptions.Abort:
        click.echo(
            "foresaid: interrupted; what was acknowledged is kept, run the command again to go on.",
            err=True,
        )
        sys.exit(_INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, EOFError):
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has had enough; nothing of ours is wrong.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - must stay open until exit
        sys.exit(0)
    except Exception:  # noqa: BLE001 - exit code 1 means findings; a fault of ours must not look like one
        traceback.print_exc()
        click.echo(
            "foresaid: this is a fault of foresaid itself; please report it with the lines above.", err=True
        )
        sys.exit(ForesaidError.exit_code)
