"""Can a reader of foreign bytes do harm? A foreign format tries everything; the next file is read as ever."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from foresaid.budgets import Budgets
from foresaid.collect.sandbox.confinement import ALL_LAYERS, landlock_version
from foresaid.collect.sandbox.reading import Reader, Readers
from foresaid.errors import StoreError
from foresaid.model.documents import State

# What a hostile or broken plug-in may do with the bytes it is given.
FAULTY = '''
import ctypes, os, signal, socket, time
from pathlib import Path
from foresaid.model.documents import Extraction, Page

class Faulty:
    """Does what the bytes say, after a first text of its own."""
    name, version, suffixes = "faulty", "1", (".fault",)

    def recognises(self, head):
        return None

    def extract(self, data, tools):
        yield Extraction("first", "the first text", "faulty/1", "none")
        deed, _, argument = data.decode().partition(" ")
        yield Extraction("second", str(getattr(self, deed)(argument)), "faulty/1", "none")

    def say(self, word): return word
    def hang(self, _): time.sleep(600)
    def spin(self, _):
        while True: pass
    def allocate(self, _): return len(bytearray(4 << 30))
    def crash(self, _): ctypes.string_at(0)
    def leave(self, code): os._exit(int(code))
    def kill_itself(self, _): os.kill(os.getpid(), signal.SIGKILL)
    def fork(self, _): return os.fork()
    def run(self, path): os.execv(path, [path])
    def read(self, path): return Path(path).read_text()
    def write(self, path): return Path(path).write_text("was here")
    def change(self, path): os.chmod(path, 0o777)
    def connect(self, port): socket.create_connection(("127.0.0.1", int(port)), 1)
    def send(self, port): socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", int(port)))
    def raise_error(self, _): raise KeyError("nobody expects this")
    def flood(self, _): return "x" * (1 << 20)
    def misplace(self, _): raise SystemExit(3)
    def overlap(self, _): return Extraction("third", "text", "faulty/1", "none", pages=(Page("1", 0, 99),))
'''


@pytest.fixture
def faulty(tmp_path, monkeypatch):
    """A plug-in installed beside ours, found by its entry point."""
    folder = tmp_path / "plugins"
    (folder / "faulty-1.dist-info").mkdir(parents=True)
    (folder / "faulty_format.py").write_text(FAULTY)
    (folder / "faulty-1.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: faulty\nVersion: 1\n"
    )
    (folder / "faulty-1.dist-info" / "entry_points.txt").write_text(
        "[foresaid.format]\nfaulty = faulty_format:Faulty\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(folder))


@pytest.fixture
def read(tmp_path, faulty):
    """Have a deed done by a reader that may spend little."""
    reader = Reader(Budgets(cpu_seconds=1, silent_seconds=4, memory=400 << 20))

    def reading(deed, name="deed.fault"):
        path = tmp_path / "deed"
        path.write_text(deed)
        with path.open("rb") as file:
            return reader.read(file.fileno(), [name], "en")

    yield reading
    reader.close()


STOPPED = {
    "hang": "no sign of life for 4 s",
    "spin": "more than 1 s of processor time",
    "crash": "it crashed (SIGSEGV)",
    "leave 7": "it ended with code 7",
    "misplace": "it ended with code 1",
}


@pytest.mark.parametrize("deed", STOPPED)
def test_a_reader_that_fails_is_stopped_and_the_next_file_is_read(read, deed):
    """What came before is kept, the reason is said, and nothing else is harmed."""
    first, refusal = read(deed).extractions
    assert first.text == "the first text"
    assert refusal.state is State.REFUSED
    assert refusal.locator == "after first"
    assert STOPPED[deed] in refusal.notes[0]
    assert [each.text for each in read("say well").extractions] == ["the first text", "well"]


FAILING = {
    "allocate": "needs more than 400 MB",
    "raise_error": "the faulty reader failed: KeyError: 'nobody expects this'",
}


@pytest.mark.parametrize("deed", FAILING)
def test_an_error_of_a_reader_is_a_refusal_with_its_name(read, deed):
    """Errors of Python end the reading of one file, in words."""
    first, refusal = read(deed).extractions
    assert first.text == "the first text"
    assert FAILING[deed] in refusal.notes[0]


def test_an_answer_that_is_no_extraction_is_not_believed(read):
    """What a reader gives in place of an extraction is refused."""
    assert read("overlap").extractions[-1].text.startswith("Extraction(")
    assert len(read("flood").extractions[-1].text) == 1 << 20


needs_kernel = pytest.mark.skipif(
    not landlock_version(), reason="this kernel has no Landlock: readers are not kept from files"
)


@needs_kernel
@pytest.mark.parametrize("deed", ["read", "write", "change", "run", "fork", "kill_itself"])
def test_a_reader_reaches_no_file_and_no_process(read, tmp_path, deed):
    """Neither the secret beside the file, nor programs, nor other processes; permissions stay as they are."""
    secret = tmp_path / "secret"
    secret.write_text("#!/bin/sh\necho a secret\n")
    secret.chmod(0o700)
    reading = read(f"{deed} {secret}")
    assert reading.layers == ALL_LAYERS
    assert "PermissionError" in reading.extractions[-1].notes[0]
    assert "a secret" not in repr(reading)
    assert secret.read_text().startswith("#!")
    assert secret.stat().st_mode & 0o777 == 0o700


@needs_kernel
def test_a_reader_reaches_no_network(read):
    """Neither TCP nor UDP: what listens here hears nothing."""
    for kind, deed in ((socket.SOCK_STREAM, "connect"), (socket.SOCK_DGRAM, "send")):
        with socket.socket(socket.AF_INET, kind) as listener:
            listener.bind(("127.0.0.1", 0))
            if deed == "connect":
                listener.listen()
            listener.setblocking(False)
            note = read(f"{deed} {listener.getsockname()[1]}").extractions[-1].notes[0]
            assert "PermissionError" in note
            with pytest.raises(BlockingIOError):
                listener.accept() if deed == "connect" else listener.recv(1)


def test_a_confined_process_tries_and_is_refused():
    """`doctor` says what it tried; on a kernel with all layers every attempt is refused."""
    reader = Reader()
    tried = reader.probe()
    reader.close()
    assert len(tried) == 9
    if landlock_version():
        assert set(tried.values()) == {"refused"}


def test_a_zygote_that_was_killed_is_named_and_the_next_call_starts_another(read):
    """Whoever kills the process that reads gets an error that says so, and nothing hangs."""
    assert read("say one").extractions[-1].text == "one"
    zygote = read.__closure__[0].cell_contents._process
    zygote.kill()
    zygote.wait()
    with pytest.raises(StoreError, match="ended unexpectedly"):
        read("say two")
    assert read("say three").extractions[-1].text == "three"


def test_readers_end_with_whoever_started_them(tmp_path, faulty):
    """A killed `add` leaves no process behind, even with a child that hangs."""
    path = tmp_path / "deed"
    path.write_text("hang")
    script = (
        "from foresaid.collect.sandbox.reading import Reader\n"
        "import sys\nreader = Reader()\nfile = open(sys.argv[1], 'rb')\n"
        "import threading\nthreading.Thread(target=reader.read, args=(file.fileno(), ['a.fault'], 'en')).start()\n"
        "import time\nwhile reader._process is None: time.sleep(0.01)\nprint(reader._process.pid, flush=True)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True)
    zygote = int(process.stdout.readline())
    time.sleep(1)
    process.kill()
    process.wait()
    process.stdout.close()
    deadline = time.monotonic() + 20
    while Path(f"/proc/{zygote}").exists() and _running(zygote) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _running(zygote)


def _running(pid):
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_several_threads_read_at_once(tmp_path):
    """Each gets its own answer."""
    paths = [tmp_path / f"{number}.txt" for number in range(12)]
    for path in paths:
        path.write_text(f"Text of {path.name}")
    answers = {}
    with Readers(3) as readers:

        def work(path):
            with path.open("rb") as file:
                answers[path.name] = readers.read(file.fileno(), [path.name], "en").extractions[0].text

        threads = [threading.Thread(target=work, args=(path,)) for path in paths]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == {path.name: f"Text of {path.name}" for path in paths}


def test_what_may_pass_is_marked_for_another_try(read):
    """A child that ends without a reason of its own is read again by the next run; one that met a bound is not."""
    assert read("leave 7").version.endswith(" interrupted")
    assert not read("crash").version.endswith(" interrupted")
    assert not read("spin").version.endswith(" interrupted")
