"""What is a language model asked about a passage, and what did it answer?

The prompt stands in data/<language>/suggesting.toml. It shows the passage, the event's statements and the stances;
not the event's name, date, claim or other names, and nothing of the document, because these tell the outcome.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from foresaid.model.inquiries import Stance
from foresaid.text.identity import canonical

if TYPE_CHECKING:
    from foresaid.model.events import Event
    from foresaid.model.words import Vocabulary

# What somebody said is kept to this length: enough to see what went wrong, no place for a text.
_SHOWN = 200
# White space and signs that are not shown may stand in between; more than so many times the length is not looked at.
_LOOKED_AT = 10
# What may stand around a stance that is the whole answer.
_AROUND = " .\"'`*"


class Prompt:
    """What is asked about every passage of an inquiry; `digest` is the SHA-256 of all of it but the passage."""

    def __init__(self, event: Event, vocabulary: Vocabulary) -> None:
        tables = {
            name: vocabulary.tables[f"suggesting.{name}"]
            for name in ("instructions", "stances", "question")
        }
        meanings = dict(each.split("|", 1) for each in tables["stances"])
        stances = "\n".join(f"- {each.value}: {meanings[each.value]}" for each in Stance)
        nothing = vocabulary.tables["suggesting.nothing"]
        self._system = "\n".join(tables["instructions"]).format(stances=stances)
        self._question = "\n".join(tables["question"])
        self._statements = {
            "statement": event.statement,
            "foreseeing": "\n".join(f"- {each}" for each in event.foreseeing or nothing),
            "denying": "\n".join(f"- {each}" for each in event.denying or nothing),
        }
        self.digest = sha256(canonical(self.messages(""))).hexdigest()

    def messages(self, passage: str) -> list[dict[str, str]]:
        """The messages of a chat that ask about one passage."""
        question = self._question.format(passage=passage, **self._statements)
        return [{"role": "system", "content": self._system}, {"role": "user", "content": question}]


def read_answer(said: str) -> tuple[str, str]:
    """The stance that an answer names and its reason; undetermined, and what was said, where it names none.

    An answer is a JSON object with a stance, perhaps with words around it, or the stance alone.
    """
    answer = said.rpartition("</think>")[2].strip()
    if answer.strip(_AROUND).lower() in set(Stance):
        return answer.strip(_AROUND).lower(), ""
    for text in (answer, answer[answer.find("{") : answer.rfind("}") + 1]):
        given = _object(text)
        stance = given.get("stance")
        if isinstance(stance, str) and stance.strip().lower() in set(Stance):
            because = given.get("because")
            return stance.strip().lower(), plain(because) if isinstance(because, str) else ""
    return Stance.UNDETERMINED.value, plain(said)


def _object(text: str) -> dict[str, Any]:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}


def plain(text: str) -> str:
    """The beginning of what somebody else said, as one line of printable text."""
    cut = "".join(letter if letter.isprintable() else " " for letter in text[: _SHOWN * _LOOKED_AT])
    return " ".join(cut.split())[:_SHOWN]
