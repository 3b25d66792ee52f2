"""A copy of the site sends nothing, and a new or upgraded one is asked nothing."""

import logging

import pytest
from django.db import connection
from django.utils import timezone

from articles.feeds import hub
from articles.mentions import sending
from articles.models import Article
from core import live_installation
from core.jobs.models import Job
from core.jobs.tasks import Later
from core.jobs.worker import Worker
from core.live_installation import Held, LiveInstallation
from core.mail.outbox import OutboxMail
from core.mail.sending import deliver
from tests.factories import long_ago, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy():
    """The site is a copy: its mark names another database."""
    LiveInstallation.objects.create(pk=1, database="7000000000000000000/16384")


def write_mail(**fields):
    content = {"subject": "Hello", "text": "Hello"}
    return OutboxMail.objects.create(to="alice@example.org", content=content, kind="staff", **fields)


def test_new_site_sends_without_being_asked(mailoutbox):
    write_mail()
    assert deliver() == 1
    assert [mail.subject for mail in mailoutbox] == ["Hello"]
    assert LiveInstallation.objects.get().held() is None


def test_it_goes_on_sending_afterwards(mailoutbox):
    for _each in range(2):
        write_mail()
        assert deliver() == 1
    assert live_installation.held() is None


def test_mark_of_an_earlier_release_learns_which_table_it_is_in():
    live_installation.go_live()
    LiveInstallation.objects.update(table=None)
    assert live_installation.is_live()
    assert LiveInstallation.objects.get().table is not None


def test_mark_in_a_table_that_was_made_anew_is_that_of_a_dump():
    live_installation.go_live()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_liveinstallation RENAME TO before")
        cursor.execute("CREATE TABLE core_liveinstallation AS SELECT * FROM before")
    assert live_installation.held() is Held.TABLE
    assert not live_installation.is_live()


@pytest.mark.usefixtures("copy")
def test_copy_sends_no_mail(mailoutbox):
    write_mail()
    assert (deliver(), deliver(is_personal_only=True)) == (0, 0)
    assert (mailoutbox, OutboxMail.objects.count()) == ([], 1)
    assert live_installation.held() is Held.DATABASE


@pytest.mark.parametrize(("is_copy", "told"), [(False, 1), (True, 0)])
def test_copy_tells_no_other_site(settings, is_copy, told):
    settings.SEND_MENTIONS, settings.WEBSUB_HUB = True, "https://hub.example.org/"
    if is_copy:
        live_installation.hold(timezone.now())
    article = make_article(body='<p><a href="https://example.com/page">a page</a></p>', published_at=timezone.now())
    Article.objects.update(updated_at=long_ago())
    hub.look_for_news()
    assert Job.objects.filter(task_path=hub.tell.module_path).count() == told
    sending.look_for_news()
    assert Job.objects.filter(task_path=sending.tell.module_path).count() == told
    if is_copy:
        # Put in line before the copy was made.
        sending.tell_links(article)
        with pytest.raises(Later):
            sending.tell.call(article.outgoing_mentions.get().pk)
        hub.tell.call(["https://example.org/feed/"])


def test_clone_of_the_disk_is_another_machine():
    live_installation.go_live()
    mark = LiveInstallation.objects.get()
    assert mark.machine == live_installation.this_machine() != []
    assert mark.held() is None
    mark.machine = ["another", *mark.machine[1:]]
    mark.save()
    assert live_installation.held() is Held.MACHINE
    assert live_installation.is_live() is False


@pytest.mark.parametrize(
    ("then", "now", "is_same"),
    [
        (["id", "card"], ["id", "card"], True),
        (["id", "card", "replaced"], ["id", "card", "new"], True),
        (["id"], ["id", "card"], True),  # a container has none of its own
        (["id", "card"], ["id", "card of the clone"], False),
        (["id", "card"], ["id of the clone", "card"], False),
    ],
)
def test_what_makes_a_machine(then, now, is_same):
    assert live_installation._is_same(then, now) is is_same


def test_worker_elsewhere_does_not_know_the_machine_of_postgres(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "HOST", "db.example.org")
    assert live_installation.is_live()
    assert LiveInstallation.objects.get().machine == []
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    assert live_installation.is_live()
    assert LiveInstallation.objects.get().machine == live_installation.this_machine()


@pytest.mark.usefixtures("copy")
def test_it_is_told_where_somebody_looks(client, admin_client, caplog):
    assert client.get("/readyz").json()["live"] is False
    assert "Nothing leaves this site" in admin_client.get("/admin/").text
    worker = Worker()
    with caplog.at_level(logging.INFO, "core.jobs.worker"):
        worker._notice_whether_live()
        worker._notice_whether_live()
        live_installation.go_live()
        worker._notice_whether_live()
    assert [record.levelname for record in caplog.records if record.name == "core.jobs.worker"] == ["WARNING", "INFO"]
    assert client.get("/readyz").json()["live"] is True
    assert "Nothing leaves" not in admin_client.get("/admin/").text
