"""Which options do several commands share?"""

from __future__ import annotations

import os
from pathlib import Path

import click

collection = click.argument("collection", metavar="DIR", type=click.Path(path_type=Path, file_okay=True))
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
as_jsonl = click.option("--jsonl", "as_jsonl", is_flag=True, help="Print one JSON object a line.")
jobs = click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=min(os.cpu_count() or 1, 8),
    show_default=True,
    metavar="N",
    help="How many processes work at once.",
)
as_of = click.option(
    "--as-of",
    metavar="DATE",
    help="Answer as if nothing were held that is not certainly of this date or before (EDTF).",
)
