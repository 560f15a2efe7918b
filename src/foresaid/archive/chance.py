"""Where does a collection keep how much evidence chance gives in it?

    index/quotations/chance.json    rate and scale (verify/chance.py), and the state of the texts they were fitted on

Disposable: what is missing or of another state is fitted again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.archive.manifests import read_manifest, write_manifest

if TYPE_CHECKING:
    from pathlib import Path

CHANCE = "chance.json"


def read_chance(folder: Path, state: str) -> tuple[float, float] | None:
    """Rate and scale as fitted on texts of this state; None where they are not known."""
    held = read_manifest(folder / CHANCE)
    return (held["rate"], held["scale"]) if held.get("state") == state else None


def write_chance(folder: Path, state: str, rate: float, scale: float) -> None:
    """Keep rate and scale in the place of those before."""
    write_manifest(folder / CHANCE, {"state": state, "rate": rate, "scale": scale})
