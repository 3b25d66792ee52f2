"""The operators' lines for production, typed one by one in an empty folder: from `git clone` to a signed petition."""

import os
import re
import shlex
import signal
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.conf import settings
from django.db import connection

from ngo_site.management.commands.demo import answers
from tests.ports import free_port
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.production,
    pytest.mark.skipif(not (settings.BASE_DIR / ".git").exists(), reason="there is nothing to clone"),
]
# What an editor would do at the desk.
PETITION = """
from django.utils import timezone
from campaigns.models import Petition
from publishing import checks

words = {"title": "Free the press", "slug": "press", "addressee": "The Minister", "demand": "Let them print."}
with checks.exempt("a test's own content"):
    Petition.objects.create(**words, published_at=timezone.now())
"""


def lines() -> list[str]:
    """Return the commands of the section, without what is set up around them."""
    text = (settings.BASE_DIR / "docs/operators.md").read_text()
    section = re.search(r"^## Step by step elsewhere\n(.*?)^## ", text, re.M | re.S)[1]
    block = section[section.index("    git clone") : section.index("\n\nThe last two run side by side")]
    return [line.strip() for line in block.splitlines() if line.strip()]


class Terminal:
    """A shell in an empty folder, with nothing of ours in its environment."""

    def __init__(self, folder: Path):
        kept = ("PATH", "HOME", "TMPDIR", "LANG", "PIP_CACHE_DIR", "PIP_INDEX_URL", "PIP_FIND_LINKS", "SSL_CERT_FILE")
        self.folder, self.environment = folder, {name: os.environ[name] for name in kept if name in os.environ}
        # Not the Python of the tests, whose packages are there already.
        folders = [f for f in self.environment["PATH"].split(":") if f != str(Path(sys.executable).parent)]
        self.environment["PATH"] = ":".join(folders)
        self.running = []

    def type(self, line: str):
        """Run a line to its end; one that serves for ever goes on in the background."""
        if line.startswith("export "):
            (pair,) = shlex.split(line.removeprefix("export "))
            name, _, value = pair.partition("=")
            self.environment[name] = value
        elif re.search(r"manage\.py (serve|run_jobs)", line):
            words = shlex.split(line)
            self.running.append(subprocess.Popen(words, cwd=self.folder, env=self.environment, start_new_session=True))
        else:
            options = {"cwd": self.folder, "env": self.environment, "stdin": subprocess.DEVNULL, "text": True}
            done = subprocess.run(["bash", "-c", line], capture_output=True, **options)
            assert done.returncode == 0, done.stdout + done.stderr
            if " && cd " in line:
                self.folder /= line.rpartition(" ")[2]

    def close(self):
        for process in self.running:
            process.send_signal(signal.SIGTERM)
        for process in self.running:
            process.wait(30)


@pytest.fixture
def terminal(tmp_path):
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.close()


@contextmanager
def empty_database():
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE operators")
    yield urlsplit(os.environ["DATABASE_URL"])._replace(path="/operators").geturl()
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE operators WITH (FORCE)")


def ask(url, data=None) -> str:
    with urllib.request.urlopen(urllib.request.Request(url, data), timeout=60) as answer:
        return answer.read().decode()


def press(page: str, url: str, button: str, **typed) -> str:
    """Send the form that has this button, its hidden fields and what was typed; return the page that follows."""
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.S) if button in form)
    tags = re.findall(r'<input[^>]*type="hidden"[^>]*>', form)
    hidden = {re.search('name="(.*?)"', tag)[1]: (re.search('value="(.*?)"', tag) or "  ")[1].strip() for tag in tags}
    action = re.search(r'<form[^>]*action="([^"]+)"', form)
    return ask(urljoin(url, action[1] if action else ""), urlencode(hidden | typed).encode())


@pytest.mark.django_db(transaction=True)
def test_from_git_clone_to_a_signed_petition(terminal, post_office):
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with empty_database() as database:
        yours = {
            "SECRET_KEY": "s" * 50,
            "FINGERPRINT_SECRET": "f" * 50,
            "SITE_URL": url,
            "DATABASE_URL": database,
            "EMAIL_URL": post_office.url,
            "ORGANISATION_PUBLIC_KEY": settings.ORGANISATION_PUBLIC_KEY,
        }
        for line in lines():
            name = line.removeprefix("export ").partition("=")[0]
            line = f"export {name}={shlex.quote(yours[name])}" if name in yours else line
            terminal.type(line.replace("REPOSITORY", str(settings.BASE_DIR)).replace("8000", str(port)))
        wait_until(lambda: answers(f"{url}/healthz"), 120)
        terminal.type(f"python3 manage.py shell --no-imports -c {shlex.quote(PETITION)}")
        sign(url, post_office)
        terminal.close()


def sign(url, office):
    page = ask(f"{url}/petitions/press/")
    told = {"name": "Amina Khalil", "email": "amina@example.org", "country": "KE"}
    assert "Check your mail" in press(page, f"{url}/petitions/press/", "Sign the petition", **told)
    wait_until(lambda: office.letters, 60)
    _envelope, letter = office.letters[0]
    link = re.search(rf"^{re.escape(url)}/petitions/confirm/\S+", letter.get_content(), re.M)[0]
    assert "Thank you. You count." in press(ask(link), link, "Yes, I sign")
    wait_until(lambda: '"count": 1' in ask(f"{url}/petitions/press/count.json"), 60)
