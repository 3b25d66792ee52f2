"""A restored site is quiet while the original goes on; go_live makes it the live one."""

import datetime
import subprocess

import pytest
from django.db import connection
from django.utils import timezone

from core import live_installation
from core.alerts import Alert
from core.live_installation import Held
from core.mail.outbox import OutboxMail
from core.mail.sending import deliver
from ngo_site.backup import database, postgres
from ngo_site.health.alerts import tell_administrators
from tests.ngo_site.backup.conftest import in_database, make, run
from tests.post import Postman, smtp_server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.subprocess]


@pytest.fixture
def postman(settings):
    postman = Postman()
    with smtp_server(postman) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield postman


def write_mail(to, *, hours=0, **fields):
    moment = timezone.now() - datetime.timedelta(hours=hours)
    content = {"subject": "Hello", "text": "Hello"}
    OutboxMail.objects.create(to=to, content=content, kind="staff", created_at=moment, due_at=moment, **fields)


def write_dump(file, url=None):
    def write():
        with database.snapshot() as moment, moment.dump() as stream:
            file.write_bytes(stream.read())

    in_database(url, write) if url else write()


def bring_back(file, url, *options):
    program = postgres.program("pg_restore", postgres.major_of(connection))
    subprocess.run([program, "--no-owner", *options, f"--dbname={url}", file], check=True)


def test_copy_sends_nothing_while_the_original_goes_on(place, keys, empty, postman):
    write_mail("bob@example.org")
    run("restore", make(place).path, "--key", keys.file, "--into", empty)
    assert in_database(empty, lambda: (deliver(), live_installation.held())) == (0, Held.RESTORED)
    assert postman.recipients == []
    assert deliver() == 1
    assert postman.recipients == ["bob@example.org"]
    assert in_database(empty, deliver) == 0
    assert postman.recipients == ["bob@example.org"]


def test_copy_alarms_nobody(settings):
    settings.ORGANISATION_PUBLIC_KEY = ""  # trouble that an administrator is told of
    live_installation.hold(timezone.now())
    tell_administrators()
    assert Alert.objects.count() == 0
    live_installation.go_live()
    tell_administrators()
    assert "keys" in {alert.key for alert in Alert.objects.all()}


def test_dump_restored_by_hand_into_the_sites_own_database_sends_nothing(place, keys, empty, postman, tmp_path):
    """What was unsent when it was made has left since."""
    write_mail("bob@example.org")
    run("restore", make(place).path, "--key", keys.file, "--into", empty)
    in_database(empty, live_installation.go_live)
    write_dump(tmp_path / "dump", empty)
    assert in_database(empty, deliver) == 1
    bring_back(tmp_path / "dump", empty, "--clean")
    assert in_database(empty, lambda: (deliver(), live_installation.held())) == (0, Held.TABLE)
    assert postman.recipients == ["bob@example.org"]
    in_database(empty, live_installation.go_live)
    assert in_database(empty, live_installation.held) is None


def test_dump_restored_by_hand_sends_nothing_either(empty, postman, tmp_path):
    write_mail("bob@example.org")
    deliver()  # the mark is written with the first mail
    write_mail("carol@example.org")
    write_dump(tmp_path / "dump")
    bring_back(tmp_path / "dump", empty)
    assert in_database(empty, lambda: (deliver(), live_installation.held())) == (0, Held.DATABASE)
    assert deliver() == 1
    assert postman.recipients == ["bob@example.org", "carol@example.org"]


def test_what_becomes_of_mail_from_before(place, keys, empty, postman):
    write_mail("old@example.org", hours=25)
    write_mail("young@example.org", hours=23)
    write_mail("reader@example.org", is_bulk=True)
    run("restore", make(place).path, "--key", keys.file, "--into", empty)

    def take_over():
        write_mail("new-reader@example.org", is_bulk=True)
        said = run("go_live")
        deliver()
        return said

    said = in_database(empty, take_over)
    assert "1 copies of letters, 2 personal mails" in said
    assert "2 unsent mails were dropped" in said
    assert sorted(postman.recipients) == ["new-reader@example.org", "young@example.org"]
    assert in_database(empty, lambda: run("go_live")) == "This is the live site already.\n"


@pytest.mark.parametrize(("unsent", "sent"), [("send", ["bob@example.org"]), ("drop", [])])
def test_whoever_knows_better_says_so(postman, unsent, sent):
    write_mail("bob@example.org", is_bulk=True)
    live_installation.hold(timezone.now())
    run("go_live", "--unsent", unsent)
    deliver()
    assert postman.recipients == sent


def test_new_site_is_live_already(postman):
    write_mail("bob@example.org")
    assert run("go_live") == "This is the live site already.\n"
    assert deliver() == 1
