"""How are foresaid and its peers run on one corpus, one after the other, each in its own environment?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PEERS = Path(__file__).resolve().parent / "peers"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}
REASON = "why-not-installed.txt"  # what pip said, beside the environment
LONGEST = 3600  # seconds an adapter may take; the slowest measured, Quid, takes some five minutes


@dataclass(frozen=True, slots=True)
class Peer:
    """A program asked for quotations: its adapter's name, and what it is called on the page.

    `counts` says how many quotations it is asked at each size, so that a run ends within minutes; a size that
    is not in it is not measured, for the reason `why_not`. `goals` are the times that foresaid is to be faster,
    `points` what its recall is to be above the peer's at least.
    `corpus` is the size it is always measured at, if not the run's.
    """

    name: str
    adapter: str
    counts: dict[str, int]
    goals: dict[str, float]
    why_not: str = ""
    points: float | None = None
    corpus: str = ""

    def pins(self) -> list[str]:
        """The versions it is measured at."""
        return (PEERS / f"{self.adapter}.txt").read_text("utf-8").split()

    def python(self, environments: Path) -> Path:
        """The interpreter of its environment."""
        return environments / self.adapter / "bin" / "python"


ALL = (
    Peer(
        "rapidfuzz partial_ratio_alignment, scan with rising cutoff",
        "rapidfuzz_scan",
        {"2M": 40, "12M": 400, "91M": 40},
        {"12M": 1000, "91M": 10_000},
        "a scan grows with the text: 80 times the time of 12 MB by construction",
        points=-1,
    ),
    Peer(
        "gtrex SourceIndex over the joined text",
        "gtrex_index",
        {"2M": 40, "12M": 400},
        {"12M": 150},
        "its index takes 170 bytes of memory a text byte, 16 GB at 91 MB",
    ),
    Peer(
        "tantivy, best 30 passages, + rapidfuzz",
        "tantivy_passages",
        {"2M": 200, "12M": 1600, "91M": 800, "1G": 400},
        {"12M": 15},
        points=0,
    ),
    Peer(
        "krokai check",
        "krokai_check",
        {"2M": 40, "12M": 200},
        {"12M": 500},
        "it reads the whole text for each quotation, several times",
    ),
    Peer(
        "Quid compare, at 1.4 MB",
        "quid_compare",
        {"12M": 80},
        {"12M": 5000},
        "at 1.4 MB it takes minutes; --size 12M measures it there",
        points=15,
        corpus="1.4M",
    ),
)


class NotMeasuredError(Exception):
    """Why a peer has no figures in this run."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one program answered on one corpus: by quotation, and about itself."""

    answers: dict[str, dict]
    about: dict

    def spent(self, ids: list[str], clock: str = "cpu") -> float:
        """Milliseconds for each of these quotations."""
        return 1000 * sum(self.answers[key][clock] for key in ids) / max(1, len(ids))

    def slow(self, ids: list[str]) -> float:
        """Milliseconds of CPU that 95 of 100 of these quotations do not exceed."""
        return 1000 * sorted(self.answers[key]["cpu"] for key in ids)[int(0.95 * (len(ids) - 1))]


def install(peer: Peer, environments: Path) -> str:
    """Make a peer's environment with the versions of its requirements file; says what went wrong, if anything."""
    folder = environments / peer.adapter
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    command = [str(peer.python(environments)), "-m", "pip", "install", "--quiet", "-r"]
    command.append(str(PEERS / f"{peer.adapter}.txt"))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
    reason = "" if not done.returncode else (errors or ["pip ended without a message"])[-1]
    (folder / REASON).write_text(reason, "utf-8")
    return reason


def check(peer: Peer, size: str, environments: Path) -> None:
    """A peer is measured at this size, and its environment has the versions that are pinned."""
    if size not in peer.counts:
        raise NotMeasuredError(peer.why_not or "not measured at this size")
    python = peer.python(environments)
    if not python.exists():
        raise NotMeasuredError(f"no environment {python.parent.parent}; make it with --install")
    done = subprocess.run([str(python), "-m", "pip", "freeze"], capture_output=True, text=True, check=False)
    missing = set(peer.pins()) - set(done.stdout.split())
    if missing:
        reason = python.parent.parent / REASON
        why = reason.read_text("utf-8") if reason.exists() else ""
        raise NotMeasuredError(f"its environment lacks {', '.join(sorted(missing))}. {why}".rstrip())


def _run(command: list[str], answers: Path, more: dict[str, str]) -> Run:
    environment = os.environ | ONE_THREAD | more
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env=environment, timeout=LONGEST
        )
    except subprocess.TimeoutExpired as error:
        raise NotMeasuredError(f"did not end within {LONGEST} seconds") from error
    if done.returncode:
        last = (done.stderr.strip() or "no message").splitlines()[-1]
        raise NotMeasuredError(f"ended with code {done.returncode}: {last}")
    about = json.loads(answers.read_text("utf-8"))
    return Run({answer["id"]: answer for answer in about.pop("answers")}, about)


def ask_peer(peer: Peer, size: str, corpus: Path, environments: Path, answers: Path) -> Run:
    """Ask a peer in its own environment; NotMeasuredError says why there is no answer."""
    command = [str(peer.python(environments)), str(PEERS / f"{peer.adapter}.py"), str(corpus), str(answers)]
    command += ["--count", str(peer.counts[size]), "--rounds", "3"]
    return _run(command, answers, {})


def ask_foresaid(corpus: Path, answers: Path, *, asks: str, count: int) -> Run:
    """Ask foresaid in this environment, in a process like any peer's: `asks` is "verdict" or "place"."""
    command = [sys.executable, str(PEERS / "foresaid_here.py"), str(corpus), str(answers)]
    command += ["--count", str(count), "--least", "1"]
    return _run(command, answers, {"FORESAID_ASKS": asks})
