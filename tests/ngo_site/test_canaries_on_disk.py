"""Whoever takes the server's disk does not learn who signed: real processes, a real mail server, a search for bytes.

``CANARIES=1000`` signs as many; a few are enough to see that nothing of anybody is there.
"""

import os
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from dev import postgres
from dev.cluster import Cluster
from tests.canaries import found_in
from tests.letters import form_token
from tests.paths import ROOT
from tests.ports import free_port
from tests.waiting import wait_until

pytestmark = pytest.mark.subprocess

CANARIES = int(os.environ.get("CANARIES", "25"))
WORDS = ["canaryname", "canarymail", "canaryhost", "canarypost", "canarywords"]
PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from tests.factories import make_petition
make_petition(slug="canaries")
"""
# What holds signers back for a closer look is tested elsewhere; here an editor has found them all to be genuine, those
# too that would be looked at only later.
RELEASE = """
INSERT INTO campaigns_quarantine (signature_id, reasons, score, held_at, released_at)
SELECT id, '{}', 0, now(), now() FROM campaigns_signature ON CONFLICT (signature_id) DO UPDATE SET released_at = now();
UPDATE campaigns_signature SET status = 'confirmed', confirmed_at = coalesce(confirmed_at, now()) WHERE status = 'held'
"""
HAND_OVER = """
import sys, django; django.setup()
from campaigns.handover.export import lines
from campaigns.models import Petition
sys.stdout.buffer.writelines(lines(Petition.objects.get()))
"""
# Written and deleted again, as a mail is: the search must find such objects.
LEAK = """
CREATE TABLE leak (words text); INSERT INTO leak VALUES ('canarycontrol'); DELETE FROM leak; DROP TABLE leak;
"""


class PostOffice:
    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


class Machine:
    """A server with its disk: everything that any of its processes writes lies below one folder."""

    def __init__(self, folder: Path, mail_port: int):
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.cluster = Cluster(folder / "postgres")
        self.cluster.start()
        (folder / "tmp").mkdir()
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "ngo_site.settings", "DATABASE_URL": self.cluster.url(), "SITE_URL": self.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}", "NGO_DEMO": "0", "ALLOWED_HOSTS": "127.0.0.1",
            "MEDIA_ROOT": str(folder / "media"), "STATIC_ROOT": str(folder / "static"), "TMPDIR": str(folder / "tmp"),
            "LOG_LEVEL": "DEBUG", "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        self.processes = []
        # As nosy as a database can be: whatever pg_stat_statements, a slow query or an error would write down is there.
        self.psql("ALTER SYSTEM SET log_statement = 'all'")
        self.psql("ALTER SYSTEM SET log_parameter_max_length = -1")
        self.psql("SELECT pg_reload_conf()")

    def python(self, code: str) -> bytes:
        command = [sys.executable, "-c", code]
        return subprocess.run(command, env=self.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout

    def start(self, name: str, *command) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes.append(
                subprocess.Popen(command, env=self.environment, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
            )

    def psql(self, text: str) -> None:
        subprocess.run([postgres.find("psql"), self.cluster.url(), "-qc", text], check=True)

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(20)

    def holds(self, words: list[str]) -> dict[str, set[str]]:
        """Return {word: files} of what lies on the disk or in a dump, plain or in an encoding anybody knows."""
        self.psql("CHECKPOINT")
        with (self.folder / "dump.sql").open("wb") as dump:
            subprocess.run([postgres.find("pg_dump"), self.cluster.url()], stdout=dump, check=True)
        found = {}
        for file in (file for file in self.folder.rglob("*") if file.is_file()):
            for word in found_in(file.read_bytes(), words):
                found.setdefault(word, set()).add(str(file.relative_to(self.folder)))
        return found


@pytest.fixture
def post_office():
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=free_port())
    controller.start()
    office.port = controller.port
    yield office
    controller.stop()


@pytest.fixture
def machine(tmp_path, post_office):
    machine = Machine(tmp_path, post_office.port)
    try:
        machine.python(PREPARE)
        granian = Path(sys.executable).parent / "granian"
        options = ["--interface", "asginl", "--workers", "1", "--port", str(machine.port), "--access-log"]
        machine.start("server", granian, *options, "ngo_site.asgi:application")
        machine.start("jobs", sys.executable, "-m", "django", "run_jobs")
        wait_until(lambda: _answers(f"{machine.url}/healthz"), 60)
        yield machine
    finally:
        machine.stop()
        machine.cluster.leave()


def _answers(url):
    try:
        return urllib.request.urlopen(url, timeout=2).status == 200
    except OSError:
        return False


def post(url: str, **fields) -> int:
    request = urllib.request.Request(url, urllib.parse.urlencode(fields).encode())
    return urllib.request.urlopen(request, timeout=60).status


def sign(machine, number: int) -> None:
    post(
        f"{machine.url}/petitions/canaries/", form_token=form_token("SignForm"), name=f"canaryname{number}",
        email=f"canarymail{number}@canaryhost{number}.example.org", country="KE", postcode=f"canarypost{number}",
        comment=f"canarywords{number}", language="en", **({"updates": "on", "newsletter": "on"} if number % 2 else {}),
    )  # fmt: skip


def confirm(letter) -> None:
    link = re.search(r"http\S+/petitions/confirm/\S+", letter.get_body(("plain",)).get_content())[0]
    post(link, form_token=form_token("ConfirmForm"))


def test_the_disk_tells_nobody_who_signed_and_the_key_tells_everything(machine, post_office, tmp_path, private_key):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: sign(machine, number), range(CANARIES)))
        wait_until(lambda: len(post_office.letters) == CANARIES, 60 + CANARIES / 5)
        list(pool.map(confirm, post_office.letters))
    machine.psql(RELEASE)
    assert machine.holds(WORDS) == {}

    file, key = tmp_path / "file.handover", tmp_path / "key"
    file.write_bytes(machine.python(HAND_OVER))
    assert machine.holds(WORDS) == {}
    key.write_text(private_key)
    command = [sys.executable, "-m", "django", "open_handover", file, "--key", key, "--into", tmp_path / "opened"]
    subprocess.run(command, env=machine.environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    opened = (tmp_path / "opened/signatures.csv").read_text()
    for number in range(CANARIES):
        for word in ("canaryname", "canarymail", "canaryhost", "canarypost"):
            assert f"{word}{number}" in opened
    # The search would find what was deleted in the same way as a mail that was sent.
    machine.psql(LEAK)
    found = machine.holds(["canarycontrol"])["canarycontrol"]
    assert any("pg_wal" in name for name in found) and any(name.endswith(".log") for name in found)
