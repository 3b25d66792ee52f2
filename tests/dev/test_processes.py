"""The demo's processes: looked after, ended together, and ended by the kernel when nobody is left to do it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent.parent
# Serves for ever beside a worker; both write their process number, and the server has a child of its own.
STORY = """
import sys, time
from pathlib import Path
from dev.processes import Process, Supervisor

folder = Path(sys.argv[1])
note = "import os, sys; open(sys.argv[1], 'a').write(f'{os.getpid()}\\\\n'); "
wait = "import time; time.sleep(600)"
child = f"import subprocess; subprocess.Popen([sys.executable, '-c', {note + wait!r}, sys.argv[1] + '.child']); "
server = Process("The server", [sys.executable, "-c", note + child + wait, folder / "server"])
worker = Process("The worker", [sys.executable, "-c", note + wait, folder / "worker"], restarts=True)


def ready(supervisor):
    while not (folder / "server.child").exists():
        time.sleep(0.01)
    return True


sys.exit(Supervisor([server, worker], say=lambda text: print(text, flush=True)).run(ready))
"""


@pytest.fixture
def story(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", STORY, tmp_path], cwd=BASE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert until(lambda: len(pids(tmp_path)) == 3)
    yield process
    process.kill()
    for pid in alive(tmp_path):
        os.kill(pid, signal.SIGKILL)
    process.communicate(timeout=20)


def pids(folder, name="*"):
    return [int(line) for path in folder.glob(name) for line in path.read_text().split()]


def alive(folder):
    return [pid for pid in pids(folder) if Path(f"/proc/{pid}").exists() and not is_zombie(pid)]


def is_zombie(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_of_it(story, tmp_path, number):
    story.send_signal(number)
    assert story.wait(20) == 0
    assert until(lambda: alive(tmp_path) == [])


def test_a_worker_that_dies_is_reported_and_started_again(story, tmp_path):
    os.kill(pids(tmp_path, "worker")[0], signal.SIGKILL)
    assert story.stdout.readline() == "The worker was ended by SIGKILL; starting it again in 1 s.\n"
    assert until(lambda: len(pids(tmp_path, "worker")) == 2)
    assert len(alive(tmp_path)) == 3


def test_a_server_that_dies_ends_all_of_it(story, tmp_path):
    os.kill(pids(tmp_path, "server")[0], signal.SIGKILL)
    assert story.wait(20) == 1
    assert story.stdout.read() == "The server was ended by SIGKILL; stopping everything.\n"
    assert until(lambda: alive(tmp_path) == [])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
def test_a_killed_supervisor_leaves_no_server_and_no_worker(story, tmp_path):
    story.kill()
    story.wait()
    # The server's own child is the server's business; granian ends its workers when it is ended.
    assert until(lambda: set(alive(tmp_path)) <= set(pids(tmp_path, "server.child")))
