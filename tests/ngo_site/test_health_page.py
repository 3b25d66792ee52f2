"""An administrator looks how the site does: what is well, what is not, and what to do; nobody else does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus

from campaigns.signatures import counting
from core.cache import nginx_hits
from core.http import health
from core.jobs import registry
from core.jobs.models import ClockRun, Job
from core.jobs.worker import Worker
from core.mail.outbox import OutboxMail
from core.media.renditions import make_renditions
from ngo_site.health import parts as health_parts
from ngo_site.health import rhythms
from ngo_site.health.part import PartState
from ngo_site.health.parts import parts
from tests.factories import make_account

pytestmark = pytest.mark.django_db
PATH = "/admin/health/"


@pytest.fixture
def _at_work(settings):
    """A worker is there and has just called all that is called by the clock; somebody is told what goes wrong."""
    settings.ADMINISTRATORS = ["ops@example.org"]
    worker = Worker()
    worker._be_present()
    now = timezone.now()
    ClockRun.objects.bulk_create(ClockRun(name=task.name, started_at=now) for task in registry.periodic())
    yield
    worker._leave()


def states() -> dict[str, str]:
    return {part.name: part.state.value for part in parts() if part.state != PartState.OK}


def sentence(name) -> str:
    return next(part.sentence for part in parts() if part.name == name)


def make_mail(**fields):
    return OutboxMail.objects.create(
        **{"to": "dorothea@example.org", "content": {"subject": "Secret words", "text": "x"}, "kind": "staff"} | fields
    )


@pytest.mark.usefixtures("_at_work")
def test_a_site_that_is_well_says_so(admin_client):
    page = admin_client.get(PATH)
    assert states() == {}
    assert "All parts work." in page.text
    assert "Postgres 1" in page.text and "Django 5" in page.text and "Python 3" in page.text
    assert "every 2 seconds" in page.text
    assert page.text.index("<h1>Health</h1>") < page.text.index("<h2>Database</h2>")


def test_without_a_worker_it_says_what_to_start(admin_client):
    page = admin_client.get(PATH).text
    assert "Start “manage.py run_jobs”." in page
    assert states() == {"Worker": "bad", "Clock": "warning"}
    assert page.index("<h2>Worker</h2>") < page.index("<h2>Database</h2>")


@pytest.mark.usefixtures("_at_work")
def test_what_waits_too_long_and_what_failed_is_counted_and_leads_to_its_list(admin_client):
    make_renditions.enqueue("articles", "photo", 1)
    make_renditions.enqueue("articles", "photo", 2)
    assert states() == {}
    waiting, failed = Job.objects.order_by("enqueued_at")
    Job.objects.filter(pk=waiting.pk).update(enqueued_at=timezone.now() - timedelta(minutes=20))
    Job.objects.filter(pk=failed.pk).update(status=TaskResultStatus.FAILED)
    assert states() == {"Jobs that wait": "warning", "Jobs that failed": "warning"}
    Job.objects.filter(pk=waiting.pk).update(enqueued_at=timezone.now() - timedelta(hours=7))
    assert states()["Jobs that wait"] == "bad"
    page = admin_client.get(PATH).text
    for url in ("/admin/core/job/?state=failed", "/admin/core/job/?state=waiting"):
        assert f'href="{url}"' in page
        assert admin_client.get(url).status_code == 200
    # A job that shall not run yet waits for nobody.
    Job.objects.filter(pk=waiting.pk).update(run_after=timezone.now() + timedelta(hours=1))
    assert "Jobs that wait" not in states()


@pytest.mark.usefixtures("_at_work")
def test_of_mail_it_tells_numbers_and_neither_address_nor_words(admin_client):
    make_mail(due_at=timezone.now() - timedelta(minutes=20))
    make_mail(attempts=1, error="SMTPDataError: (451, b'4.7.1 dorothea@example.org greylisted')")
    make_mail(attempts=1, parked_at=timezone.now(), error="SMTPRecipientsRefused: dorothea@example.org")
    assert states() == {"Mail that waits": "bad", "Mail given up": "warning", "Mail server": "warning"}
    assert sentence("Mail server") == "It refused a mail that waits (451); it is tried again by itself."
    page = admin_client.get(PATH).text
    assert "dorothea" not in page and "Secret words" not in page and "greylisted" not in page


@pytest.mark.usefixtures("_at_work")
def test_what_the_clock_forgot_is_named():
    name = next(task.name for task in registry.periodic() if task.function is counting.count_signatures)
    ClockRun.objects.filter(name=name).update(started_at=timezone.now() - timedelta(minutes=6))
    assert states() == {"Clock": "warning"}
    assert "Count signatures" in sentence("Clock")
    assert rhythms.rows()[0].is_late
    # A thing of once a day is not late after six minutes.
    ClockRun.objects.update(started_at=timezone.now() - timedelta(minutes=4))
    assert states() == {}


@pytest.mark.usefixtures("_at_work")
def test_disk_nginx_and_keys(settings, monkeypatch):
    monkeypatch.setattr(health_parts, "LITTLE_DISK", 10**18)
    assert states() == {"Disk": "warning"}
    monkeypatch.setattr(health, "DISK_NEEDED", 10**18)
    assert states() == {"Disk": "bad"}
    monkeypatch.undo()
    settings.NGINX_HITS = "127.0.0.1:1"
    assert states() == {"Page cache": "warning"}
    monkeypatch.setattr(nginx_hits, "_heard_at", "127.0.0.1:1")
    assert states() == {}
    make_mail()
    settings.FINGERPRINT_SECRET = "another secret than the one that it was locked with"
    assert states() == {"Keys": "bad"}
    settings.ORGANISATION_PUBLIC_KEY = None
    assert "nobody can sign" in sentence("Keys")


@pytest.mark.django_db(transaction=True)
def test_without_the_database_it_says_that_and_not_a_fault(monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    assert states() == {"Database": "bad"}
    assert "Python" in sentence("Versions")


@pytest.mark.parametrize("role", ["editor", "campaigner", "moderator", "author"])
def test_it_is_for_administrators(client, role):
    client.force_login(make_account(role))
    assert client.get(PATH).status_code == 403
    assert PATH not in client.get("/admin/").text


def test_it_is_in_the_menu_and_found(client):
    client.force_login(make_account("administrator"))
    assert f'href="{PATH}"' in client.get("/admin/").text
    for words in ("health", "monitoring"):
        assert f'href="{PATH}"' in client.get("/admin/find/", {"q": words}).text.partition('id="found"')[2]
    assert client.post(PATH).status_code == 405


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "every second"), (2, "every 2 seconds"), (60, "every minute"), (600, "every 10 minutes"),
     (3600, "every hour"), (86400, "every 24 hours")],
)  # fmt: skip
def test_a_rhythm_in_words(seconds, words):
    assert rhythms.in_words(seconds) == words
