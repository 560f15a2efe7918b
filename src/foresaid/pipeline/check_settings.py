"""What is asked of a check: which codes, how grave, against which collection, beside which baseline?"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from foresaid.errors import SettingsError, UsageError
from foresaid.model.findings import CODES, Severity

FILE = "foresaid-check.toml"
# Findings that nobody can switch off: what could not be read was not checked.
_ALWAYS = "FS9"


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """What is asked of a check; the fields are the keys of foresaid-check.toml.

    against: the collection. select: codes or their beginnings to report, instead of those on by default. ignore:
    codes or beginnings not to report. severity: codes with a severity of your own. baseline: the file of findings
    that are known.
    """

    against: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    baseline: Path | None = None

    def reports(self, code: str) -> bool:
        """Whether findings of a code are to be reported."""
        if code.startswith(_ALWAYS):
            return True
        asked = code.startswith(self.select) if self.select else CODES[code].by_default
        return asked and not code.startswith(self.ignore)

    def severity_of(self, code: str) -> Severity:
        """How grave a code is, here."""
        return self.severity.get(code, CODES[code].severity)


def check_codes(codes: tuple[str, ...], where: str) -> tuple[str, ...]:
    """Codes or beginnings of codes as given; UsageError names one that there is not, and the nearest."""
    for code in codes:
        if not code or not any(known.startswith(code) for known in CODES):
            near = get_close_matches(code, CODES, n=1)
            advice = f"did you mean {near[0]}?" if near else f"there are: {', '.join(CODES)}."
            raise UsageError(f"{where}: no finding has the code {code!r}; {advice}")
    return codes


def read_severity(given: Mapping[str, Any], where: str) -> dict[str, Severity]:
    """Severities as given; UsageError names a code or severity that there is not."""
    known = [severity.value for severity in Severity]
    for code, severity in given.items():
        if code not in CODES:
            check_codes((code,), where)
            raise UsageError(f"{where}: {code} is the beginning of several codes; name each.")
        if severity not in known:
            raise UsageError(f"{where}: {severity!r} is no severity; there are: {', '.join(known)}.")
    return {code: Severity(severity) for code, severity in given.items()}


def read_check_settings(path: Path) -> CheckSettings:
    """The settings of one file, its paths taken from the file's own folder; SettingsError names a wrong key or value."""
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}.") from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror or error}.") from error
    known = [field.name for field in fields(CheckSettings)]
    for key in given:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            advice = f"did you mean {near[0]!r}?" if near else f"known keys are {', '.join(known)}."
            raise SettingsError(f"{path}: unknown key {key!r}; {advice}")
    paths = {
        key: path.parent / _text(given[key], path, key) for key in ("against", "baseline") if key in given
    }
    codes = {key: _codes(given[key], path, key) for key in ("select", "ignore") if key in given}
    severity = given.get("severity", {})
    if not isinstance(severity, dict):
        raise SettingsError(f'{path}: severity must be a table such as {{ FS201 = "warning" }}.')
    return CheckSettings(
        against=paths.get("against"),
        select=codes.get("select", ()),
        ignore=codes.get("ignore", ()),
        severity=read_severity(severity, str(path)),
        baseline=paths.get("baseline"),
    )


def _text(value: Any, path: Path, key: str) -> str:  # noqa: ANN401 - whatever TOML holds
    if not isinstance(value, str):
        raise SettingsError(f"{path}: {key} must be text in quotes, not {value!r}.")
    return value


def _codes(value: Any, path: Path, key: str) -> tuple[str, ...]:  # noqa: ANN401
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise SettingsError(f'{path}: {key} must be a list such as ["FS201"], not {value!r}.')
    return check_codes(tuple(value), str(path))
