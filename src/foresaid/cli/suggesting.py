"""suggest: what stance would a language model give to the findings of an inquiry?"""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

import click

from foresaid.cli import options
from foresaid.cli.printing import counted, echo, echo_json, shell_word
from foresaid.cli.progress import ProgressLine
from foresaid.errors import UsageError
from foresaid.pipeline.inquiring import findings_of
from foresaid.pipeline.suggesting import endpoint
from foresaid.pipeline.suggesting import suggest as suggest_stances

_HASH = 12  # characters of a hash that tell two prompts apart


@click.command(
    epilog="Example: foresaid suggest papers dam --endpoint http://127.0.0.1:11434/v1 --model llama3.1 --limit 20"
)
@options.collection
@click.argument("event")
@click.option(
    "--endpoint", "url", required=True, metavar="URL", help="Its address, up to /chat/completions."
)
@click.option("--model", required=True, metavar="NAME", help="The model, as the endpoint calls it.")
@click.option(
    "--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N", help="How many findings."
)
@click.option("--key-env", metavar="VAR", help="The environment variable that holds the endpoint's key.")
@click.option("--allow-remote", is_flag=True, help="Send passages to another machine than this one.")
@options.as_json
def suggest(
    collection: Path,
    event: str,
    url: str,
    model: str,
    limit: int,
    key_env: str | None,
    allow_remote: bool,
    as_json: bool,
) -> int:
    """Ask a language model for the stance of findings; what it says counts nowhere.

    An OpenAI-compatible chat endpoint is shown each passage with the event's statements and the stances, without
    author, date or outcome. Its answers are stored as suggestions, with the model's name and the prompt's hash, and
    stand beside the findings; only a person's review counts. What was answered is not asked again.
    """
    to = endpoint(url, model, key=_key(key_env), allow_remote=allow_remote)
    dossier = findings_of(collection, event)
    with ProgressLine() as progress:
        found = suggest_stances(
            collection, dossier.commitment.event, dossier.findings, to, limit=limit, progress=progress
        )
    if as_json:
        echo_json({**asdict(found), "stances": dict(found.stances)})
        return 0
    echo(
        f"{found.model} was asked for {counted(found.asked, 'finding')} of {found.event}; {found.known:,} of"
        f" {found.findings:,} had been answered before. Prompt {found.prompt[:_HASH]}."
    )
    for stance, number in found.stances:
        echo(f"  {stance}: {number:,}")
    echo(f"{found.agreeing:,} of {found.findings:,} are what foresaid's own label says.")
    echo(
        "None of it counts until a person has judged the passage: foresaid review"
        f" {shell_word(collection)} {shell_word(found.event)}"
    )
    return 0


def _key(variable: str | None) -> str:
    if variable is None:
        return ""
    key = os.environ.get(variable, "").strip()
    if not key:
        raise UsageError(f"--key-env {variable}: no such environment variable is set, or it is empty.")
    return key
