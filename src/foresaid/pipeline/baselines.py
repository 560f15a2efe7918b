"""Which findings are known already, so that only new ones are reported?

A baseline is bound to words and verdict: a line that moves, or a paragraph more above it, makes nothing new; a
changed word, or another verdict, does.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from foresaid.archive.writing import write_file
from foresaid.errors import InputError
from foresaid.model.findings import Known

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from foresaid.model.findings import ManuscriptFinding

_FORMAT = "foresaid-check-baseline/1"
# Characters of a quotation kept in a baseline, so that a person sees what it is about.
_SHOWN = 120


def read_baseline(path: Path) -> tuple[Known, ...]:
    """The known findings of a baseline; InputError says what is wrong with it."""
    try:
        given = json.loads(path.read_bytes())
    except OSError as error:
        advice = " --write-baseline makes one." if isinstance(error, FileNotFoundError) else ""
        raise InputError(
            f"The baseline {path} cannot be read: {error.strerror or error}.{advice}"
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"The baseline {path} is no JSON: {error}. Write it anew with --write-baseline."
        ) from error
    try:
        if given["format"] != _FORMAT:
            raise InputError(
                f"The baseline {path} has the format {given['format']!r}; this foresaid reads {_FORMAT}."
            )
        return tuple(_known(entry) for entry in given["findings"])
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"The baseline {path} is none: {error!r} is missing or wrong. Write it anew with --write-baseline."
        ) from error


def _known(entry: Any) -> Known:  # noqa: ANN401 - whatever JSON holds
    return Known(
        str(entry["fingerprint"]),
        int(entry["count"]),
        str(entry["code"]),
        str(entry["path"]),
        str(entry["quoted"]),
    )


def write_baseline(path: Path, findings: Iterable[ManuscriptFinding]) -> int:
    """Write the findings as known ones, in an order that makes small differences small; how many there are."""
    grouped: Counter[tuple[str, str, str, str]] = Counter()
    for each in findings:
        shown = " ".join(each.quoted.split())[:_SHOWN]
        grouped[each.place.path, each.code, shown, each.fingerprint] += 1
    entries = [
        {"path": place, "code": code, "quoted": quoted, "fingerprint": fingerprint, "count": count}
        for (place, code, quoted, fingerprint), count in sorted(grouped.items())
    ]
    text = json.dumps({"format": _FORMAT, "findings": entries}, ensure_ascii=False, indent=1) + "\n"
    write_file(path, text.encode("utf-8", "replace"))
    return grouped.total()


def without_known(
    findings: Sequence[ManuscriptFinding], known: Sequence[Known], paths: frozenset[str]
) -> tuple[tuple[ManuscriptFinding, ...], tuple[Known, ...]]:
    """The findings that no baseline knows, and the known ones of these manuscripts that are there no more."""
    left = Counter[str]()
    for entry in known:
        left[entry.fingerprint] += entry.count
    fresh = []
    for each in findings:
        if left[each.fingerprint] > 0:
            left[each.fingerprint] -= 1
        else:
            fresh.append(each)
    vanished = []
    for entry in known:
        missing = min(entry.count, left[entry.fingerprint])
        left[entry.fingerprint] -= missing
        if missing and entry.path in paths:
            vanished.append(Known(entry.fingerprint, missing, entry.code, entry.path, entry.quoted))
    return tuple(fresh), tuple(vanished)
