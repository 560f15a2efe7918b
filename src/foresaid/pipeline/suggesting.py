"""What stance would a language model give to findings? Stored as suggestions; counts nowhere.

The only room that calls a chat endpoint, and only when somebody asks. A passage goes out with the event's statements
and the stances, without author, date or outcome (data/<language>/suggesting.toml); what comes back is one of the
stances, or undetermined. Each answer is journalled with the model's name and the prompt's hash as soon as it is there,
and is not asked for again.

The endpoint is trusted with nothing: no redirect is followed, no proxy stands before a loopback address, answers are
bounded in bytes, silences and bodies in time, and nothing that it says reaches a terminal or the journal but printable text.
"""

from __future__ import annotations

import http.client
import json
import time
from collections import Counter
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, cast
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from foresaid.archive.collection import reading, writing
from foresaid.archive.entries import entries
from foresaid.archive.journal import now
from foresaid.errors import InputError, LockedError, UsageError
from foresaid.inquire.suggestions import Prompt, plain, read_answer
from foresaid.model.inquiries import Stance
from foresaid.model.reviews import Suggestion
from foresaid.pipeline.reports import Progress, silent
from foresaid.text.identity import canonical
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from foresaid.archive.catalogue import Catalogue
    from foresaid.archive.journal import Record
    from foresaid.model.events import Event
    from foresaid.model.inquiries import Finding

_TYPE = "suggestion"
_PATH = "/chat/completions"
# No model's name is longer; a longer one is a text that came into the wrong place.
_LONGEST_NAME = 200
# An answer has some 300 bytes; with the token probabilities that some servers add, some ten thousand.
MOST_BYTES = 1 << 20
# A large model on a processor needs about a minute for an answer; who is silent for so long, or has not finished after
# twice that, is asked again.
SILENCE, DEADLINE = 60.0, 120.0
# Seconds to wait before each further try; a server that names a time itself is given it up to the longest.
_PAUSES = (1.0, 4.0)
_LONGEST_PAUSE = 30.0
# Too early, too many, and the server's own faults: the same question may do better later (RFC 9110, RFC 6585).
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
# Forty words and a JSON object around them, and room for a model that thinks aloud first.
_MOST_TOKENS = 1_000
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A chat endpoint: its address up to and without "/chat/completions", the model's name, and a key if it needs one.

    `local` tells that it is this machine's own loopback address.
    """

    url: str
    model: str
    local: bool
    key: str = ""


@dataclass(frozen=True, slots=True)
class SuggestReport:
    """What was suggested: of how many findings, how many asked now and known before, and how often each stance.

    `agreeing` counts the suggestions that are the machine's own label; neither says which of them is right.
    """

    event: str
    model: str
    prompt: str
    findings: int
    asked: int
    known: int
    stances: tuple[tuple[str, int], ...]
    agreeing: int


class _AgainError(Exception):
    """This try failed, another may do better; `pause` is how long the server wants us to wait."""

    def __init__(self, says: str, pause: float | None = None) -> None:
        super().__init__(says)
        self.pause = pause


def endpoint(url: str, model: str, *, key: str = "", allow_remote: bool = False) -> Endpoint:
    """Check an address before anything is sent to it; UsageError says what is wrong with it."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise UsageError(f"--endpoint {url!r} is no address: {error}.") from error
    advice = "write it as http://127.0.0.1:11434/v1"
    if parts.scheme not in ("http", "https") or not host or port == 0:
        raise UsageError(f"--endpoint {url!r} is no http or https address; {advice}.")
    if "@" in parts.netloc or parts.query or parts.fragment or not url.strip().isprintable():
        raise UsageError(
            f"--endpoint has a user, a query or a fragment in it; {advice}, keys by --key-env."
        )
    local = _loopback(host)
    if not local and not allow_remote:
        raise UsageError(
            f"{host} is not this machine: passages of your documents would leave it. If their rights allow that,"
            " say so by --allow-remote."
        )
    if key and not local and parts.scheme == "http":
        raise UsageError(
            f"The key would go to {host} for everybody on the way to read; use an https address."
        )
    if not key.isprintable() or not key.isascii():
        raise UsageError("The key holds a line break or a sign that is not ASCII; look at how it was set.")
    name = model.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise UsageError(
            f"--model is one line of 1 to {_LONGEST_NAME} characters: the name by which the endpoint knows it."
        )
    return Endpoint(url.strip().rstrip("/").removesuffix(_PATH), name, local, key)


def suggest(
    root: Path,
    event: Event,
    findings: Sequence[Finding],
    to: Endpoint,
    *,
    limit: int,
    progress: Progress = silent,
    wait: Callable[[float], None] = time.sleep,
) -> SuggestReport:
    """Ask for a stance for the first `limit` findings of an inquiry, copies left out, and journal each answer.

    InputError where the endpoint gives none; what it had answered before that is kept.
    """
    prompt = Prompt(event, load_vocabulary(event.language))
    wanted = [each for each in findings if each.carries][:limit]
    with reading(root) as collection:
        known = _known(collection.catalogue, event.name, to.model, prompt.digest)
    asking = [each for each in wanted if _place(each) not in known]
    pending: list[Record] = []
    given: dict[tuple[str, int, int, str], str] = {}
    try:
        for done, finding in enumerate(asking):
            progress("asking", done, len(asking))
            said = _asked(to, prompt.messages(finding.text), wait)
            stance, because = read_answer(said)
            given[_place(finding)] = stance
            pending.append(_record(event.name, finding, (stance, because), (to.model, prompt.digest)))
            pending = _kept(root, pending)
    except InputError as error:
        raise InputError(
            f"{error} {len(given)} of {len(asking)} answers are stored; run it again to go on."
        ) from error
    finally:
        _keep_all(root, pending, wait)
    stood = {place: stance for place, stance in known.items() if place in {_place(each) for each in wanted}}
    both = {**stood, **given}
    counts = Counter(both.values())
    return SuggestReport(
        event=event.name,
        model=to.model,
        prompt=prompt.digest,
        findings=len(wanted),
        asked=len(given),
        known=len(stood),
        stances=tuple((each.value, counts[each.value]) for each in Stance if counts[each.value]),
        agreeing=sum(both.get(_place(each)) == each.machine for each in wanted),
    )


def suggestions_of(catalogue: Catalogue, event: str) -> tuple[Suggestion, ...]:
    """What models have suggested for the passages of an event, in the order in which it came."""
    return tuple(
        Suggestion(
            event=event,
            document=each["document"],
            start=each["start"],
            end=each["end"],
            exact=each["exact"],
            stance=Stance(each["stance"]),
            model=each["model"],
            prompt=each["prompt"],
            because=each["because"],
            seq=each["seq"],
            received=each["received"],
        )
        for each in entries(catalogue, _TYPE, event)
    )


def _settings(model: str) -> dict[str, Any]:
    """What stands in a request beside the messages; the least chance that a model can be asked for."""
    return {"model": model, "temperature": 0, "max_tokens": _MOST_TOKENS, "stream": False}


def _known(
    catalogue: Catalogue, event: str, model: str, prompt: str
) -> dict[tuple[str, int, int, str], str]:
    return {
        (each.document, each.start, each.end, each.exact): each.stance.value
        for each in suggestions_of(catalogue, event)
        if (each.model, each.prompt) == (model, prompt)
    }


def _place(finding: Finding) -> tuple[str, int, int, str]:
    return finding.document, finding.start, finding.end, finding.text


def _record(event: str, finding: Finding, answer: tuple[str, str], source: tuple[str, str]) -> Record:
    document, start, end, exact = _place(finding)
    return {
        "type": _TYPE,
        "key": event,
        "document": document,
        "start": start,
        "end": end,
        "exact": exact,
        "stance": answer[0],
        "because": answer[1],
        "model": source[0],
        "prompt": source[1],
        "received": now(),
    }


def _kept(root: Path, pending: list[Record]) -> list[Record]:
    """Journal what is pending; it stays so where somebody else is writing just now."""
    try:
        with writing(root) as collection:
            collection.journalled(pending)
    except LockedError:
        return pending
    return []


def _keep_all(root: Path, pending: list[Record], wait: Callable[[float], None]) -> None:
    """Journal what is pending, with patience; LockedError where another writer does not end."""
    for pause in _PAUSES:
        if not pending:
            return
        wait(pause)
        pending = _kept(root, pending)
    if pending:
        with writing(root) as collection:
            collection.journalled(pending)


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"  # RFC 6761 §6.3: that name is loopback


def _asked(to: Endpoint, messages: list[dict[str, str]], wait: Callable[[float], None]) -> str:
    """What the endpoint says to some messages, asked again where that may help."""
    body = canonical({**_settings(to.model), "messages": messages})
    for pause in (*_PAUSES, None):
        try:
            return _content(_answer(to, body))
        except _AgainError as error:
            if pause is None:
                raise InputError(f"{to.url}: {error} (asked {len(_PAUSES) + 1} times).") from error
            wait(min(max(pause, error.pause or 0.0), _LONGEST_PAUSE))
    raise AssertionError


def _answer(to: Endpoint, body: bytes) -> bytes:
    """The body of the endpoint's answer; _AgainError where another try may do better, InputError where not."""
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if to.key:
        headers["Authorization"] = f"Bearer {to.key}"
    until = time.monotonic() + DEADLINE
    try:
        request = Request(to.url + _PATH, body, headers, method="POST")  # noqa: S310 - checked in `endpoint`
        with _opener(to).open(request, timeout=SILENCE) as response:
            return _without_key(to, _read(response, until))
    except HTTPError as error:
        with error:  # its connection is still open
            raise _refused(to, error, until) from error
    except (URLError, OSError, http.client.HTTPException, ValueError) as error:
        reason = error.reason if isinstance(error, URLError) else error
        raise _AgainError(f"no answer, {plain(str(reason) or type(reason).__name__)}") from error


def _opener(to: Endpoint) -> OpenerDirector:
    """What opens http and https alone, follows no redirect, and goes through no proxy to this machine itself."""
    opener = OpenerDirector()
    handlers = (HTTPHandler(), HTTPSHandler(), HTTPDefaultErrorHandler(), HTTPErrorProcessor())
    for handler in (ProxyHandler({} if to.local else None), *handlers):
        opener.add_handler(handler)
    return opener


def _read(response: http.client.HTTPResponse, until: float) -> bytes:
    data = bytearray()
    while chunk := response.read1(_CHUNK):
        data += chunk
        if len(data) > MOST_BYTES:
            raise InputError(
                f"The endpoint's answer has more than {MOST_BYTES >> 20} MB; that is no answer to this."
            )
        if time.monotonic() > until:
            raise TimeoutError(f"not finished after {DEADLINE:.0f} seconds")
    if response.length:
        raise http.client.IncompleteRead(bytes(data), response.length)
    return bytes(data)


def _without_key(to: Endpoint, data: bytes) -> bytes:
    """What came back, where it gives the key back; a message or the journal is no place for it."""
    return data.replace(to.key.encode("ascii"), b"(key)") if to.key else data


def _refused(to: Endpoint, error: HTTPError, until: float) -> Exception:
    """What an answer with another status than 200 means."""
    try:
        data = _without_key(to, _read(cast("http.client.HTTPResponse", error.fp), until))
    except (OSError, http.client.HTTPException, InputError):
        data = b""
    said = plain(data.decode("utf-8", "replace"))
    if error.code in _LATER:
        pause = error.headers.get("Retry-After", "")
        return _AgainError(
            f"HTTP {error.code} {said}", float(pause) if pause.isdecimal() and pause.isascii() else None
        )
    more = " It points elsewhere, and foresaid follows no redirect." if error.code // 100 == 3 else ""  # noqa: PLR2004
    return InputError(f"{to.url}{_PATH} answers HTTP {error.code}: {said or 'nothing more'}.{more}")


def _content(data: bytes) -> str:
    """What the model said; _AgainError where the answer is not one of a chat endpoint."""
    try:
        message = json.loads(data)["choices"][0]["message"]
        said = message["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        shown = plain(data[:_CHUNK].decode("utf-8", "replace"))
        raise _AgainError(f"the answer is not one of a chat endpoint: {shown!r}") from error
    if said is None:
        return ""
    if not isinstance(said, str):
        raise _AgainError("the answer is not one of a chat endpoint: its content is no text")
    return said
