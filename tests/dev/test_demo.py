"""`manage.py demo` as a newcomer meets it: started, read, shared, stopped, killed, started again."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

from dev.cluster import Cluster

BASE = Path(__file__).resolve().parents[2]
PATIENCE = 240  # seconds; a loaded computer needs a minute to write the demo's content


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of the site in a path with a space and an accent, in which nothing was ever started."""
    copy = tmp_path_factory.mktemp("demo") / "sixième copie"
    leave_out = shutil.ignore_patterns(".*", "__pycache__", "tests", "bench", "node_modules")
    shutil.copytree(BASE, copy, ignore=leave_out)
    shutil.rmtree(copy / "media", ignore_errors=True)
    return copy


class Demo:
    """One `manage.py demo` on a free port, in the Python that runs the tests, typed in the folder above."""

    def __init__(self, checkout):
        self.checkout = checkout
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, checkout / "manage.py", "demo", "127.0.0.1:0"],
            cwd=checkout.parent,
            env={**kept, "NGO_SITE_NO_VENV": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""

    def wait_for_the_banner(self):
        """Read what it says until it tells how to stop it."""
        watch = threading.Timer(PATIENCE, self.process.kill)
        watch.start()
        while "Ctrl-C stops everything" not in self.said:
            line = self.process.stdout.readline()
            self.said += line
            assert line, self.said
        watch.cancel()
        self.url = re.search(r"is open: (http://127\.0\.0\.1:\d+)/", self.said)[1]
        self.password = re.search(r"user editor, password (\S+)", self.said)[1]
        return self

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            return answer.read().decode()

    def log_in(self):
        """Return the page of the admin that the printed password opens."""
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = browser.open(self.url + "/admin/login/?next=/admin/", timeout=30).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        form = {"username": "editor", "password": self.password, "csrfmiddlewaretoken": token, "next": "/admin/"}
        headers = {"Referer": self.url + "/admin/login/"}
        request = urllib.request.Request(self.url + "/admin/login/?next=/admin/", urlencode(form).encode(), headers)
        return browser.open(request, timeout=30).read().decode()

    def end(self, number):
        self.process.send_signal(number)
        self.said += self.process.communicate(timeout=60)[0]
        return self.process.returncode


@pytest.fixture
def demo(checkout):
    started = []

    def start():
        started.append(Demo(checkout))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()


def running(checkout):
    """The processes that have the checkout's folder in their command line or as their working directory."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.joinpath("stat").read_text().rpartition(")")[2].split()[0] == "Z":
                continue
            command = process.joinpath("cmdline").read_text()
            if str(checkout) in command or os.readlink(process / "cwd") == str(checkout):
                found.append(command.replace("\0", " "))
        except OSError:  # it ended, or is not ours
            continue
    return found


def until_nothing_runs(checkout, seconds=20):
    end = time.monotonic() + seconds
    while running(checkout) and time.monotonic() < end:
        time.sleep(0.05)
    return running(checkout)


def is_down(url):
    try:
        urllib.request.urlopen(url, timeout=5)
    except urllib.error.HTTPError:
        return False
    except OSError:
        return True
    return False


def test_a_newcomer_starts_reads_logs_in_and_stops(demo, checkout):
    first = demo().wait_for_the_banner()
    for path in ("/", "/articles/", "/campaigns/", "/demo/mail/"):
        assert "<h1" in first.get(path)
    assert 'action="/admin/logout/"' in first.log_in()
    assert (checkout / ".demo/editor").stat().st_mode & 0o077 == 0
    assert first.end(signal.SIGINT) == 0
    assert until_nothing_runs(checkout) == []
    assert is_down(first.url)
    assert not Cluster(checkout / ".postgres").is_running()


def test_two_at_once_share_everything_and_end_one_by_one(demo, checkout):
    alice, bob = demo(), demo()
    alice.wait_for_the_banner()
    bob.wait_for_the_banner()
    assert "Writing the demo" not in alice.said + bob.said
    assert "Collecting static files" not in alice.said + bob.said
    assert alice.password == bob.password
    assert alice.url != bob.url
    assert alice.end(signal.SIGTERM) == 0
    assert "<h1" in bob.get("/articles/")
    assert bob.end(signal.SIGTERM) == 0
    assert until_nothing_runs(checkout) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
def test_killed_without_warning_it_leaves_nothing_behind(demo, checkout):
    carol = demo().wait_for_the_banner()
    carol.process.kill()
    carol.process.wait()
    assert until_nothing_runs(checkout) == []
    assert not Cluster(checkout / ".postgres").is_running()


def test_when_the_server_dies_all_ends_and_it_is_said(demo, checkout):
    dave = demo().wait_for_the_banner()
    children = Path(f"/proc/{dave.process.pid}/task/{dave.process.pid}/children").read_text().split()
    server = next(pid for pid in children if "granian" in Path(f"/proc/{pid}/cmdline").read_text())
    os.kill(int(server), signal.SIGKILL)
    dave.said += dave.process.communicate(timeout=60)[0]
    assert dave.process.returncode == 1
    assert "The server was ended by SIGKILL; stopping everything." in dave.said
    assert until_nothing_runs(checkout) == []
