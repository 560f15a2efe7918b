"""Does a language model only suggest: asked without names and dates, believed in nothing, stored beside?"""

from __future__ import annotations

import json
import socket
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_server import chat, reply, serving, stance
from foresaid.archive.collection import create_collection, reading, writing
from foresaid.archive.entries import entries
from foresaid.errors import InputError, LockedError, UsageError
from foresaid.inquire.suggestions import Prompt, plain, read_answer
from foresaid.model.events import Event
from foresaid.model.inquiries import Before, Finding, Stance, Standing
from foresaid.pipeline import suggesting
from foresaid.pipeline.suggesting import endpoint, suggest, suggestions_of
from foresaid.settings import Settings
from foresaid.text.edtf import parse_edtf
from foresaid.vocabulary import load_vocabulary

DAM = Event(
    name="dam-of-1911",
    statement="the dam will break",
    date=parse_edtf("1911-05-14"),
    claim="nobody foresaw that it broke on Whit Sunday",
    aliases=("the Dunmere disaster",),
    foreseeing=("the wall will give way",),
    denying=("the dam will stand",),
)
TEXTS = (
    "The wall will not outlive the spring.",
    "The dam will stand for centuries.",
    "We walked to the dam.",
)


def finding(text, number=0, **changes):
    """A finding with a speaker and a date that must not be shown."""
    about = {
        "document": f"letters/{number}",
        "start": 0,
        "end": len(text),
        "text": text,
        "speaker": "Edmund Hartley",
        "title": "To the Board of Works",
        "date": "1909-02-03",
        "grade": None,
        "before": Before.CERTAINLY,
        "stance": Stance.FORESEES,
        "machine": Stance.FORESEES,
        "standing": Standing.CANDIDATE,
        "score": 0.5,
        "lead_years": (2.2, 2.3),
        "cluster": str(number),
    }
    return Finding(**{**about, **changes})


@pytest.fixture
def collection(tmp_path):
    """An empty collection; an event's findings are given by hand here."""
    root = tmp_path / "papers"
    create_collection(root, Settings(title="Papers"))
    return root


FINDINGS = [finding(text, number) for number, text in enumerate(TEXTS)]


def asked(collection, url, findings=FINDINGS, **changes):
    """Suggest for some findings without waiting between tries."""
    waits = []
    options = {"limit": 50, "wait": waits.append, **changes}
    key = options.pop("key", "")
    found = suggest(collection, DAM, findings, endpoint(url, "parrot-7b", key=key), **options)
    return found, waits


def stored(collection):
    """The suggestions of the event as they stand."""
    with reading(collection) as opened:
        return suggestions_of(opened.catalogue, DAM.name)


def test_answers_are_stored_with_model_and_prompt(collection):
    """Each finding is asked for once; stance, reason, model and prompt's hash stand in the journal."""
    with serving(stance("foresees"), stance("denies", "“stand for centuries”"), chat("on_topic")) as (
        url,
        seen,
    ):
        found, _ = asked(collection, url)
    assert [path for path, _, _ in seen] == ["/v1/chat/completions"] * 3
    assert (found.asked, found.known, found.findings) == (3, 0, 3)
    assert found.stances == (("foresees", 1), ("denies", 1), ("on_topic", 1))
    assert found.agreeing == 1
    kept = stored(collection)
    assert [each.stance for each in kept] == [Stance.FORESEES, Stance.DENIES, Stance.ON_TOPIC]
    assert [each.exact for each in kept] == list(TEXTS)
    assert kept[1].because == "“stand for centuries”"
    assert {(each.model, each.prompt) for each in kept} == {("parrot-7b", found.prompt)}


def test_the_prompt_shows_no_author_date_or_outcome(collection):
    """Passage, statements and stances go out; nothing of the document, and of the event neither name, date nor claim."""
    with serving(stance("warns")) as (url, seen):
        asked(collection, url)
    for (_, headers, body), text in zip(seen, TEXTS, strict=True):
        said = "\n".join(each["content"] for each in json.loads(body)["messages"])
        assert text in said
        for shown in (DAM.statement, *DAM.foreseeing, *DAM.denying, *Stance):
            assert shown in said
        for hidden in ("Hartley", "1909", "1911", "letters/", "Board", "Dunmere", "Whit Sunday", "2.2"):
            assert hidden not in said
            assert hidden not in str(headers)
        assert "Authorization" not in headers


def test_what_was_answered_is_not_asked_again(collection):
    """The same model and prompt go on where they stopped; another model, or other statements, are asked anew."""
    with serving(stance("foresees")) as (url, seen):
        asked(collection, url, limit=2)
        found, _ = asked(collection, url)
        assert (found.asked, found.known, len(seen)) == (1, 2, 3)
        suggest(collection, DAM, FINDINGS, endpoint(url, "owl-8b"), limit=50)
        assert len(seen) == 6
        other = Event(**{name: getattr(DAM, name) for name in ("name", "statement")}, denying=("no",))
        suggest(collection, other, FINDINGS, endpoint(url, "owl-8b"), limit=50)
        assert len(seen) == 9
    assert len(stored(collection)) == 9


def test_copies_are_not_asked_for(collection):
    """A copy has its original's words, and would be paid for twice."""
    copy = finding(TEXTS[0], 7, carries=False)
    with serving(stance("foresees")) as (url, seen):
        found, _ = asked(collection, url, [*FINDINGS, copy])
    assert (found.findings, len(seen)) == (3, 3)


NO_STANCE = (
    "I would say that it foresees the event, more or less.",
    '{"stance": "certainly foresees", "because": "x"}',
    '{"stance": ["foresees"]}',
    '{"stance": 7}',
    '["foresees"]',
    "",
    "{" * 5_000,
    '{"stance": "\ud800"}',
    "\x1b]0;owned\x07 rm -rf",
    "foresees denies",
)


@pytest.mark.parametrize("said", NO_STANCE, ids=lambda said: repr(said[:20]))
def test_an_answer_without_a_stance_is_undetermined(collection, said):
    """What is none of the stances is stored as undetermined, with the beginning of what was said, printable."""
    with serving(chat(said)) as (url, _):
        found, _ = asked(collection, url, FINDINGS[:1])
    assert found.stances == (("undetermined", 1),)
    because = stored(collection)[0].because
    assert because == plain(said)
    assert len(because) <= 200
    assert because.isprintable()


ANSWERS = {
    "foresees": "foresees",
    "**Denies**.": "denies",
    '```json\n{"stance": "warns", "because": "unless"}\n```': "warns",
    'The answer: {"stance": "PLANS", "because": "we intend"} I hope this helps.': "plans",
    '<think>It says {"stance": "denies"}</think>\n{"stance": "foresees_part"}': "foresees_part",
}


@pytest.mark.parametrize("said", ANSWERS, ids=list(ANSWERS.values()))
def test_the_usual_ways_of_answering_are_understood(said):
    """A stance alone, in a fence, among words, or behind thoughts."""
    assert read_answer(said)[0] == ANSWERS[said]


@given(st.text())
def test_whatever_is_said_gives_a_stance_and_a_printable_reason(said):
    """No answer breaks the reading of it."""
    found, because = read_answer(said)
    assert found in set(Stance)
    assert len(because) <= 200
    assert because.isprintable() or not because


BROKEN = {
    "no JSON": reply(b"<html>Please log in</html>"),
    "no choices": reply(b'{"error": "overloaded"}'),
    "no text": reply(b'{"choices": [{"message": {"content": {"a": 1}}}]}'),
    "deep": reply(b"[" * 100_000),
    "not UTF-8": reply(b"\xff\xfe\x00"),
    "cut off": lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"),
    "no HTTP": lambda handler: handler.wfile.write(b"\x00\x01\x02\r\n\r\n"),
    "gone": lambda handler: handler.connection.shutdown(socket.SHUT_RDWR),
    "busy": reply(b"later", 503),
    "limited": reply(b"slowly", 429, Retry_After="7"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=list(BROKEN))
def test_a_broken_answer_is_tried_again_and_then_told(collection, broken):
    """After three tries the run ends with a message; what was answered before is kept, and the next run goes on."""
    with serving(stance("foresees"), broken) as (url, seen), pytest.raises(InputError) as told:
        asked(collection, url)
    assert len(seen) == 4
    assert "1 of 3 answers are stored; run it again to go on." in str(told.value)
    assert [each.stance for each in stored(collection)] == [Stance.FORESEES]
    with serving(stance("denies")) as (url, seen):
        found, _ = asked(collection, url)
    assert (found.asked, found.known) == (2, 1)


def test_a_server_that_recovers_is_forgiven(collection):
    """A fault of the moment costs a pause, as long as the server asks for within bounds."""
    limited = reply(b"", 429, Retry_After="9999")
    with serving(reply(b"", 500), limited, stance("plans")) as (url, _):
        found, waits = asked(collection, url, FINDINGS[:1])
    assert found.asked == 1
    assert waits == [1.0, 30.0]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(collection, status):
    """Where the endpoint points elsewhere, nothing is sent there."""
    with serving(stance("foresees")) as (other, reached):
        away = reply(b"", status, Location=f"{other}/chat/completions")
        with serving(away) as (url, seen), pytest.raises(InputError, match="no redirect"):
            asked(collection, url)
    assert (len(seen), reached) == (1, [])
    assert stored(collection) == ()


def test_a_refusal_is_told_at_once_and_without_the_key(collection):
    """A wrong key is no fault that waiting mends; what the server says of it is shown without the key and printable."""
    said = b'{"error": "invalid key sk-secret\\u001b[2J \x1b[2J"}'
    with serving(reply(said, 401)) as (url, seen), pytest.raises(InputError) as told:
        asked(collection, url, key="sk-secret")
    assert seen[0][1]["Authorization"] == "Bearer sk-secret"
    assert len(seen) == 1
    assert "HTTP 401" in str(told.value)
    assert "sk-secret" not in str(told.value)
    assert "\x1b" not in str(told.value)


def test_a_key_that_comes_back_is_not_stored(collection):
    """A server that gives the key back in its answer does not bring it into the journal."""
    with serving(chat("your key is sk-secret")) as (url, _):
        asked(collection, url, FINDINGS[:1], key="sk-secret")
    assert "sk-secret" not in stored(collection)[0].because


def test_an_endless_answer_is_cut_off(collection):
    """More than a megabyte is no answer, however it comes."""

    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(1 << 10):
                handler.wfile.write(b" " * (1 << 16))
        except OSError:
            pass  # whoever asked has had enough

    with serving(endless) as (url, _), pytest.raises(InputError, match="more than 1 MB"):
        asked(collection, url)


def test_a_slow_answer_is_given_up(collection, monkeypatch):
    """Who sends a byte now and then is bounded by the whole time that an answer may take."""
    monkeypatch.setattr(suggesting, "DEADLINE", 0.2)

    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(600):
                handler.wfile.write(b" ")
                time.sleep(0.05)
        except OSError:
            pass

    with serving(drip) as (url, seen), pytest.raises(InputError, match="not finished"):
        asked(collection, url)
    assert len(seen) == 3


def test_nobody_there_is_told(collection):
    """An address where nothing listens is an error with the reason, and stores nothing."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(InputError, match="no answer"):
        asked(collection, f"http://127.0.0.1:{port}")
    assert stored(collection) == ()


REFUSED = (
    ("http://192.0.2.7/v1", {}, "leave"),
    ("https://api.example.org/v1", {}, "--allow-remote"),
    ("http://127.0.0.1.example.org", {}, "--allow-remote"),
    ("http://api.example.org", {"allow_remote": True, "key": "k"}, "https"),
    ("file:///etc/passwd", {"allow_remote": True}, "no http"),
    ("ftp://127.0.0.1/", {"allow_remote": True}, "no http"),
    ("127.0.0.1:11434", {}, "no http"),
    ("http://[::1", {}, "no address"),
    ("http://127.0.0.1:99999", {}, "no address"),
    ("http://user:pass@127.0.0.1/v1", {}, "--key-env"),
    ("http://127.0.0.1/v1?key=1", {}, "--key-env"),
    ("http://127.0.0.1/v1\r\nX: y", {}, "http"),
    ("http://127.0.0.1/v1", {"key": "a\r\nHost: b"}, "line break"),
    ("http://127.0.0.1/v1", {"model": " "}, "--model"),
    ("http://127.0.0.1/v1", {"model": "a\nb"}, "--model"),
)


@pytest.mark.parametrize(("url", "changes", "says"), REFUSED, ids=[url for url, _, _ in REFUSED])
def test_an_address_is_checked_before_anything_is_sent(url, changes, says):
    """Passages stay on this machine unless somebody says otherwise, and keys are not sent in the open."""
    model = changes.pop("model", "m") if "model" in changes else "m"
    with pytest.raises(UsageError) as told:
        endpoint(url, model, **changes)
    assert says in str(told.value)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/v1", "http://localhost/v1/", "https://[::1]:8/v1/chat/completions"]
)
def test_loopback_needs_no_leave(url):
    """This machine's own addresses, with or without the path of the chat."""
    to = endpoint(url, "m")
    assert to.local
    assert to.url.endswith("/v1")


def test_no_proxy_stands_before_this_machine(collection, monkeypatch):
    """A proxy of the environment does not see what goes to loopback."""
    with serving(stance("denies")) as (proxy, reached), serving(stance("foresees")) as (url, seen):
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.delenv("no_proxy", raising=False)
        asked(collection, url, FINDINGS[:1])
    assert (len(seen), reached) == (1, [])


def test_an_answer_is_not_lost_to_another_writer(collection):
    """While somebody else writes, answers are held; where he does not end, the message says who he is."""
    waits = []

    def other_ends(seconds):
        waits.append(seconds)
        if len(waits) == 2:
            holder.__exit__(None, None, None)

    holder = writing(collection)
    holder.__enter__()
    with serving(stance("foresees")) as (url, _):
        found, _ = asked(collection, url, FINDINGS[:2], wait=other_ends)
    assert found.asked == 2
    assert len(stored(collection)) == 2
    with writing(collection), serving(stance("foresees")) as (url, _), pytest.raises(LockedError):
        asked(collection, url)


def test_every_stance_is_explained_to_the_model():
    """The table of the prompt has each stance once, and a change of the statements is another prompt."""
    table = load_vocabulary("en").tables["suggesting.stances"]
    assert [each.partition("|")[0] for each in table] == [each.value for each in Stance]
    prompts = {
        Prompt(each, load_vocabulary("en")).digest for each in (DAM, Event("b", "the dam will stand"))
    }
    assert len(prompts) == 2


@given(st.text(max_size=60))
def test_a_passage_cannot_fill_in_the_prompt(passage):
    """Braces and place names in a passage stand as they are."""
    prompt = Prompt(DAM, load_vocabulary("en"))
    shown = "{denying} " + passage
    question = prompt.messages(shown)[1]["content"]
    assert f"<passage>\n{shown}\n</passage>" in question


def test_a_suggestion_changes_nothing_but_itself(collection, foresaid):
    """Suggestions survive a rebuild, and the collection is sound with them."""
    with serving(stance("foresees")) as (url, _):
        asked(collection, url)
    before = stored(collection)
    foresaid("rebuild", collection)
    foresaid("fsck", collection)
    assert stored(collection) == before
    with reading(collection) as opened:
        assert [each["type"] for each in entries(opened.catalogue, "suggestion")] == ["suggestion"] * 3
