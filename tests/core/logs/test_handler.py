"""Nobody waits for whoever reads the log, or does not read it."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.subprocess
WRITES = """
import logging, logging.config, sys
from core import logs
logging.config.dictConfig(logs.configuration())
for number in range({times}):
    logging.getLogger("tests").warning("%d " + {words!r}, number)
print("done", flush=True)
"""


def start(times, words):
    script = WRITES.format(times=times, words=words)
    return subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(settings.BASE_DIR)},
    )


def test_a_pipe_that_nobody_reads_stops_nobody():
    process = start(5000, "x" * 500)
    assert process.stdout.readline() == b"done\n"
    process.communicate(timeout=60)


def test_what_was_said_last_is_written_before_the_end():
    _out, said = start(100, "y").communicate(timeout=60)
    assert b'"message": "99 y"' in said.splitlines()[-1]
