"""Programs that read files from outside have limits, whatever they do."""

from io import BytesIO

import pytest
from django.core.files import File
from django.core.files.base import ContentFile

from core.media import limited_process

pytestmark = pytest.mark.subprocess


def run(tmp_path, line, file=None, memory=512 * 1024 * 1024):
    file = ContentFile(b"secret") if file is None else file
    program = tmp_path / "program.py"
    program.write_text(f"import os, resource, signal, sys\n{line}\n")
    return limited_process.run(program, file, memory=memory, cpu_seconds=1)


@pytest.mark.parametrize("in_memory", [True, False])
def test_it_reads_what_it_is_given_from_the_beginning(tmp_path, in_memory):
    (tmp_path / "file").write_text("Grüße" * 100_000)
    with (tmp_path / "file").open("rb") as opened:
        file = File(BytesIO(opened.read()) if in_memory else opened)
        file.seek(7)
        assert run(tmp_path, "print(len(sys.stdin.buffer.read()))", file) == b"%d\n" % len("Grüße".encode() * 100_000)


@pytest.mark.parametrize(
    "line",
    [
        "while True: pass",
        "b = bytearray(600 * 1024 * 1024)",
        "os.abort()",
        "os.kill(os.getpid(), signal.SIGSEGV)",
        "sys.exit(3)",
        "print('x' * 100, file=open('taken', 'w'), flush=True)",
        "raise ValueError",
    ],
)
def test_a_program_that_runs_wild_is_ended(tmp_path, line):
    assert run(tmp_path, f"os.chdir({str(tmp_path)!r}); {line}") is None


def test_it_is_told_what_to_do(tmp_path):
    program = tmp_path / "program.py"
    program.write_text("import sys; print(sys.argv[1:], len(sys.stdin.read()))")
    answer = limited_process.run(program, ContentFile(b"x"), "check", "7b", memory=512 * 1024 * 1024, cpu_seconds=1)
    assert answer == b"['check', '7b'] 1\n"


def test_it_sees_no_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("FINGERPRINT_SECRET", "something")
    assert run(tmp_path, "print('FINGERPRINT_SECRET' in os.environ)") == b"False\n"
