"""What is made anew, where a collection is seen as of a day, so that nothing later has a say in it?"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from foresaid.archive.collection import reading
from foresaid.pipeline.grouping import group_seen
from foresaid.pipeline.reports import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from foresaid.archive.collection import Collection
    from foresaid.archive.views import View


@contextmanager
def seeing(root: Path, as_of: str | None = None, progress: Progress = silent) -> Iterator[Collection]:
    """A collection open for reading, its copies, editions and excerpts linked; with `as_of`, as it was seen then.

    The quotation index is made anew when it is asked for (indexing.py), passages are traced by tracing.py.
    """
    with reading(root, as_of=as_of) as collection:
        if collection.view is not None:
            group_seen(collection.catalogue, progress)
        yield collection


def view_of(root: Path, as_of: str | None) -> View | None:
    """What is seen of a collection as of a date; None without one."""
    if as_of is None:
        return None
    with reading(root, as_of=as_of) as collection:
        return collection.view
