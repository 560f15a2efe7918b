"""set and withdraw: what did a person decide about a document?"""

from __future__ import annotations

from pathlib import Path

import click

from foresaid.cli import options
from foresaid.cli.printing import counted, echo, echo_json, shell_word
from foresaid.cli.progress import ProgressLine
from foresaid.pipeline.deciding import decide
from foresaid.pipeline.withdrawing import withdraw as withdraw_document

_because = click.option("--because", required=True, metavar="TEXT", help="The reason, kept for good.")
_MOST_NAMES = 5


@click.command(
    name="set",
    epilog='Example: foresaid set papers letters/12 date 1862-03-12 --because "dated on the envelope"',
)
@options.collection
@click.argument("document")
@click.argument("field")
@click.argument("value")
@_because
@options.as_json
def set_field(collection: Path, document: str, field: str, value: str, because: str, as_json: bool) -> int:
    """Decide what a document's title, speaker, author, date, date_kind, type, rights or work is.

    The decision goes into the journal with its reason and counts before tables and before what the
    document says; what these say stays visible. A later decision on the same field takes its place.
    """
    with ProgressLine() as progress:
        found = decide(collection, document, field, value, because=because, progress=progress)
    if as_json:
        echo_json(found)
        return 0
    before = f" (before: {found.before})" if found.before is not None else ""
    echo(f"{found.document}: {found.field} is {found.after}{before}, because {found.because}")
    if found.note:
        echo(f"  {found.note}")
    echo(f"Verdicts that rest on it are made anew by: foresaid verify {shell_word(collection)}")
    return 0


@click.command(epilog='Example: foresaid withdraw papers letters/12 --because "asked for by the heirs"')
@options.collection
@click.argument("document")
@_because
@click.option(
    "--whole-item", is_flag=True, help="Also where its file holds other documents, which go with it."
)
@options.as_json
def withdraw(collection: Path, document: str, because: str, whole_item: bool, as_json: bool) -> int:
    """Delete a document, its file, and all that was computed from them.

    The journal keeps the file's hash, the date and the reason; the same bytes are not taken in again.
    DOCUMENT is an id, or the name that a file came by which could not be read.
    """
    with ProgressLine() as progress:
        found = withdraw_document(
            collection, document, because=because, whole_item=whole_item, progress=progress
        )
    if as_json:
        echo_json(found)
        return 0
    shown = ", ".join(found.documents[:_MOST_NAMES]) + (" …" if len(found.documents) > _MOST_NAMES else "")
    echo(f"Withdrawn: {counted(len(found.documents), 'document')} ({shown or 'none was read'}), because")
    echo(f"  {found.because}")
    echo(f"  SHA-256 {found.item}; its bytes, texts, findings and index entries are deleted.")
    if found.quoted:
        numbers = ", ".join(map(str, found.quoted[:_MOST_NAMES])) + (
            " …" if len(found.quoted) > _MOST_NAMES else ""
        )
        echo(
            f"  {counted(len(found.quoted), 'record')} of the journal ({numbers}) of people's reviews and outcomes quote words"
            " of it. The journal cannot be changed: if these words must go too, make a new collection of the other files."
        )
    echo(
        "Copies outside this collection, such as backups and sites published from it, are yours to delete."
    )
    return 0
