"""What is made beside the code goes with the folders that README names."""

import contextlib
import subprocess
import sys
from pathlib import Path

from dev.venv import locked

HOLD = """
import sys
from dev.venv import locked
with locked(sys.argv[1]):
    print("held", flush=True)
    input()
"""


def test_two_starts_wait_for_each_other_and_leave_no_file(tmp_path):
    folder = tmp_path / "сайт"
    folder.mkdir()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "held\n"
    waited = []

    @contextlib.contextmanager
    def waiting():
        waited.append(holder.poll())
        holder.communicate("\n", timeout=30)
        yield

    with locked(folder, waiting):
        assert (waited, holder.returncode, list(folder.iterdir())) == ([None], 0, [])


def test_what_pytest_remembers_lies_in_the_environment(pytestconfig):
    assert Path(pytestconfig.getini("cache_dir")).parts[0] == ".venv"
