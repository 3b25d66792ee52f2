"""manage.py on a bare machine: makes its .venv, repairs it, and says in a paragraph what it cannot mend."""

import ast
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile

import pytest

from dev import bootstrap
from tests.dev.small_checkout import BASE, PYTHON, environment, manage, paragraph, require, venv_of


@pytest.fixture(scope="module")
def started(small, tmp_path_factory):
    """The first start of a checkout: the folder, and what the terminal showed."""
    folder = shutil.copytree(small, tmp_path_factory.mktemp("started") / small.name)
    return folder, manage(folder, "greet", "--name=Zoë")


@pytest.fixture
def ready(started, tmp_path):
    """A copy of the started checkout; a .venv may be copied."""
    return shutil.copytree(started[0], tmp_path / "started", symlinks=True)


# Python


@pytest.mark.parametrize("name", ["manage.py", "dev/bootstrap.py"])
def test_old_pythons_can_read_what_tells_them_that_they_are_old(name):
    ast.parse((BASE / name).read_text(), feature_version=(3, 6))


def test_an_old_python_is_told_so(checkout):
    code = (
        "import runpy, sys; sys.version_info = (3, 8, 10, 'final', 0); sys.version = '3.8.10 (main)'; "
        "sys.argv = ['manage.py', 'demo']; runpy.run_path('manage.py', run_name='__main__')"
    )
    command = [PYTHON, "-c", code]
    done = subprocess.run(command, cwd=checkout, env=environment(PATH="/nowhere"), capture_output=True, text=True)
    assert paragraph(done) == (
        "This site needs Python 3.11 or later, and this is Python 3.8.10. "
        "Install a newer one and type the same with it."
    )


# .venv


def test_first_start_makes_the_venv_and_the_second_finds_it(started):
    folder, first = started
    assert first.stdout == f"ran ['greet', '--name=Zoë'] in {folder / '.venv'}\n", first.stderr
    assert "Installing 1 package into .venv with pip" in first.stderr
    second = manage(folder, "greet")
    assert venv_of(second) == str(folder / ".venv")
    assert second.stderr == ""


def test_changed_requirements_are_installed(ready):
    require(ready, "tiny", version="1.1")
    assert "Installing 1 package" in manage(ready, "greet").stderr
    command = [ready / ".venv/bin/python", "-c", "import tiny; print(tiny.version)"]
    assert subprocess.check_output(command, text=True) == "1.1\n"


def test_what_is_there_stays_and_the_rest_is_fetched_side_by_side(ready):
    names = ["tiny", *(f"Tiny_{number}" for number in range(6))]
    require(ready, *names, version="1.0")
    (ready / "wheels/tiny-1.0-py3-none-any.whl").unlink()
    assert "Installing 7 packages" in manage(ready, "greet").stderr
    code = "; ".join(f"import {name}; print({name}.version)" for name in names)
    assert subprocess.check_output([ready / ".venv/bin/python", "-c", code], text=True) == "1.0\n" * 7
    assert not (ready / ".venv/fetched").exists()


def test_a_package_that_does_not_match_its_hash_is_refused(ready):
    require(ready, "tiny", version="1.1")
    with zipfile.ZipFile(ready / "wheels/tiny-1.1-py3-none-any.whl", "a") as archive:
        archive.writestr("evil.py", "")
    said = paragraph(manage(ready, "greet"))
    assert "The packages of requirements.txt could not be installed." in said
    assert "do not match the hashes" in said.lower()


def test_two_first_starts_at_once_make_one_venv(checkout):
    starts = [
        subprocess.Popen(
            [PYTHON, "manage.py", "greet"],
            cwd=checkout,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [start.communicate(timeout=120) for start in starts]
    assert [out for out, _ in said] == [f"ran ['greet'] in {checkout / '.venv'}\n"] * 2, said
    assert sorted(err.count("Making .venv …") for _, err in said) == [0, 1]


def test_an_installation_that_was_killed_is_begun_again(checkout, tmp_path):
    """The uv of this story makes the .venv, begins to install, and is still at it when the power fails."""
    (tmp_path / "bin").mkdir()
    uv = tmp_path / "bin/uv"
    make = f'if [ "$1" = venv ]; then exec "{PYTHON}" -m venv --without-pip "$PWD/.venv"; fi'
    uv.write_text(f"#!/bin/sh\n{make}\ntouch half\nexec sleep 60\n")
    uv.chmod(0o755)
    start = subprocess.Popen(
        [PYTHON, "manage.py", "greet"],
        cwd=checkout,
        env=environment(PATH=f"{tmp_path / 'bin'}:/usr/bin:/bin"),
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while not (checkout / "half").exists() and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(start.pid, signal.SIGKILL)
    start.wait()
    assert (checkout / ".venv/bin/python").exists()
    again = manage(checkout, "greet")
    assert venv_of(again) == str(checkout / ".venv")
    assert "Removing .venv, which is incomplete or broken" in again.stderr


def test_a_venv_whose_python_is_gone_is_made_anew(checkout):
    (checkout / ".venv/bin").mkdir(parents=True)
    (checkout / ".venv/pyvenv.cfg").write_text("home = /gone\n")
    (checkout / ".venv/bin/python").symlink_to("/gone/python3")
    assert venv_of(manage(checkout, "greet")) == str(checkout / ".venv")


def test_a_venv_of_the_python_before_a_newer_system_is_made_anew(ready):
    (packages,) = (ready / ".venv/lib").glob("python3.*")
    packages.rename(packages.with_name("python3.0"))
    again = manage(ready, "greet")
    assert venv_of(again) == str(ready / ".venv")
    assert "Removing .venv, which is incomplete or broken" in again.stderr


def test_what_python_compiles_lies_in_the_venv(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    bootstrap.keep_bytecode(tmp_path / ".venv")
    (tmp_path / "tiny.py").write_text("")
    subprocess.run([PYTHON, "-c", "import tiny"], cwd=tmp_path, check=True)
    assert list((tmp_path / ".venv/pycache").rglob("tiny.*.pyc"))
    assert not (tmp_path / "__pycache__").exists()


# The disk


def test_a_full_disk_is_said(checkout, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    script = 'mount -t tmpfs -o size=2m none "$1" && cp -r "$2/." "$1" && cd "$1" && exec "$3" manage.py greet'
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", disk, checkout, PYTHON]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True)
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip(f"no small disk can be made here: {done.stderr.strip()}")
    assert paragraph(done).startswith("The disk is full: ")


@pytest.mark.parametrize(
    ("arguments", "cores", "spread"),
    [
        ([], 4, True),
        ([], 1, False),
        (["--fast", "-x"], 4, True),
        (["tests/campaigns", "-k", "withdraw"], 4, True),
        (["tests/test_admin.py"], 4, False),
        (["-x", "tests/test_admin.py::test_it[1]"], 4, False),
        (["tests/test_admin.py", "tests/test_flushing.py"], 4, True),
        (["--ignore=tests/test_admin.py"], 4, True),
    ],
)
def test_tests_run_on_all_cores_unless_one_is_enough(monkeypatch, arguments, cores, spread):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(cores)), raising=False)
    assert ("-n" in bootstrap.on_all_cores(arguments)) == spread
