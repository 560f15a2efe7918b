"""Which words and phrases tell time by themselves, as they stand in the tables?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.read.times.forms import Form, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.read.times.words import TimeWords

_LEAD = 16


class PlainReader:
    """Reads table entries such as "now", "yesterday", "daily", "at that time"."""

    def __init__(self, words: TimeWords) -> None:
        self._forms: dict[str, tuple[Kind, str, str]] = {}
        for lean in ("present", "past", "future"):
            for phrase in words.words(lean):
                self._forms[phrase.casefold()] = (Kind.REFERENCE, lean, "")
        for phrase in words.words("weather_seasons"):
            self._forms[phrase.casefold()] = (Kind.REFERENCE, "season", "")
        for phrase in words.words("times_alone"):
            self._forms[phrase.casefold()] = (Kind.REFERENCE, "vague", "")
        for phrase in words.words("times"):
            self._forms[phrase.casefold()] = (Kind.REFERENCE, "then", "")
        self._sets = words.values("sets")
        for phrase in self._sets:
            self._forms[phrase] = (Kind.SET, "", self._sets[phrase])
        for phrase, value in words.values("days").items():
            self._forms[phrase] = (Kind.POINT, "today", value)
        self._leads = frozenset(words.words("time_leads"))

    @property
    def phrases(self) -> tuple[str, ...]:
        """What is to be looked for."""
        return tuple(self._forms)

    def read(self, text: str, start: int, end: int) -> Iterator[Form]:
        """The form of a phrase that stands from `start` to `end`."""
        phrase = text[start:end].casefold()
        kind, lean, value = self._forms[phrase]
        if text[end : end + 2] in {"’s", "'s"} and kind is Kind.REFERENCE and lean != "present":
            return
        if not self._stands(text, start, end, phrase, lean):
            return
        lead = next((word for word in ("up to ", "to ", "until ") if phrase.startswith(word)), "")
        start += len(lead)
        if kind is Kind.POINT:
            part = (
                phrase.partition(" ")[2]
                if phrase.startswith("this ")
                else "night"
                if "night" in phrase
                else ""
            )
            yield Form(start, end, kind, unit="D", lean=lean, days=int(value), day_part=part)
        else:
            yield Form(start, end, kind, lean=lean, name=value)

    def _stands(self, text: str, start: int, end: int, phrase: str, lean: str) -> bool:
        lead = text[max(0, start - _LEAD) : start].split()[-1:] or [""]
        if lean == "then":
            return lead[0].casefold() in self._leads
        if phrase in {"the past", "the present"}:
            return not text[end : end + 2].lstrip(" -").isalnum()
        if phrase in {"former", "future", "current", "recent"}:
            return text[start].islower() and text[end : end + 1] in {" ", "\n", ",", "-", ".", ";"}
        return text[start - 1 : start] != "-"
