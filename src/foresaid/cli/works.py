"""works: which works do the documents cite?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from foresaid.cli import options
from foresaid.cli.printing import counted, echo, echo_json, shell_word, table
from foresaid.cli.views import tell_view, viewed
from foresaid.pipeline.works import works_cited

if TYPE_CHECKING:
    from foresaid.model.works import Work


@click.command(epilog="Example: foresaid works papers --limit 20")
@options.collection
@click.option("--limit", type=click.IntRange(1), default=40, show_default=True, metavar="N")
@options.as_of
@options.as_json
def works(collection: Path, limit: int, as_of: str | None, as_json: bool) -> int:
    """List the works that the documents cite, one record a work, most often cited first.

    Where the collection holds a document of that title and author, it is named. Dates are as the citations
    state them; what does not fit is noted, never reconciled.
    """
    found = works_cited(collection, as_of)
    if as_json:
        echo_json(viewed(found, found.view))
        return 0
    table(
        [(f"{len(each.citations):,}", each.title, _more(each)) for each in found.works[:limit]],
        heads=("cited", "title", "by, date, where"),
        wrap=True,
    )
    shown = min(limit, len(found.works))
    read = counted(found.documents - found.unread, "document")
    echo(f"{shown:,} of {counted(len(found.works), 'work')} cited in {read}.")
    if found.unread:
        echo(
            f"{counted(found.unread, 'document')} not read yet: foresaid read {shell_word(collection)} --layer works"
        )
    tell_view(found.view)
    return 0


def _more(work: Work) -> str:
    parts = [", ".join(work.agents), ", ".join(work.dates)]
    parts += [f"in {each}" for each in work.part_of]
    parts += [f"also {each}" for each in work.alternatives[:2]]
    parts += [f"held here as {each}" for each in work.documents[:3]]
    return "; ".join(each for each in parts if each)
