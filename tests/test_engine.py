"""Does batch work come back whole, in order, or with an error; never not at all?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from foresaid.errors import InputError
from foresaid.pipeline.engine import LocalEngine


def slow_first(number):
    """Early arguments take longest, so that results are ready in another order."""
    time.sleep(0.02 * max(0, 5 - number))
    return number * number


def failing(number):
    """Fail on one argument."""
    if number == 3:
        raise ValueError("three")
    return number


def killed(number):
    """Die as a process that the system kills does."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def running(pid):
    """Whether a process runs; one that has ended and that nobody has buried yet does not."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return bool(state.stdout.strip()) and not state.stdout.startswith("Z")


@pytest.mark.parametrize("jobs", [0, 1, 2])
def test_results_come_in_the_order_of_arguments(jobs):
    """However many processes work, and however long each takes, order is kept."""
    assert list(LocalEngine(jobs).map(slow_first, range(20))) == [n * n for n in range(20)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_arguments_give_no_results(jobs):
    """Nothing to do is done."""
    assert list(LocalEngine(jobs).map(slow_first, [])) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_the_work_surfaces(jobs):
    """An exception in a worker is raised here, after the results before it."""
    results = LocalEngine(jobs).map(failing, range(50))
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="three"):
        next(results)


def test_a_killed_worker_is_an_error_and_no_hang():
    """A worker that the system kills ends the run with advice."""
    with pytest.raises(InputError, match="--jobs 1"):
        list(LocalEngine(2).map(killed, range(50)))


def test_workers_end_with_a_killed_parent(tmp_path):
    """When the parent is killed without warning, its workers do not wait for ever."""
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, time\n"
        "from foresaid.pipeline.engine import LocalEngine\n"
        "def pid(n):\n    time.sleep(0.1)\n    return os.getpid()\n"
        "if __name__ == '__main__':\n"
        "    for each in LocalEngine(2).map(pid, range(1000)):\n        print(each, flush=True)\n",
        "utf-8",
    )
    parent = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    until = time.monotonic() + 10
    while running(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not running(worker)
