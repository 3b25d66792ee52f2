"""What goes wrong is told to the administrators by mail: once when it begins, once when it is over."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django_tasks.base import TaskResultStatus

from core.alerts import Alert
from core.http import health
from core.jobs.models import Job
from core.mail import email_url
from core.mail.limits import MailLimitCount
from core.mail.outbox import OutboxMail
from core.mail.sending import deliver
from core.mail.session import ServerAway
from core.media.renditions import make_renditions
from ngo_site.health import alerts, certificate, recipients
from ngo_site.health import parts as health_parts
from ngo_site.health.parts import parts
from tests.factories import make_account
from tests.post import Postman, smtp_server

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def amina():
    account = make_account("administrator")
    account.email = "amina@example.org"
    account.save()
    return account


@pytest.fixture
def postman(settings):
    postman = Postman()
    with smtp_server(postman) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
        postman.port = port
        yield postman


def look(after: timedelta = timedelta()) -> list[tuple[str, str]]:
    """Let so much time pass, look, and return to whom which mail is written."""
    for alert in Alert.objects.all():
        told = alert.told_at and alert.told_at - after
        began, seen = alert.began_at - after, alert.seen_at - after
        Alert.objects.filter(pk=alert.pk).update(began_at=began, seen_at=seen, told_at=told)
    alerts.tell_administrators()
    mails = OutboxMail.objects.filter(kind="alert").order_by("pk")
    found = [(mail.to, mail.subject) for mail in mails]
    mails.delete()
    return found


def fail_a_job():
    make_renditions.enqueue("articles", "photo", 1)
    Job.objects.update(status=TaskResultStatus.FAILED)


MINUTE = timedelta(minutes=1)
BEGUN = [("amina@example.org", "The site needs attention: Jobs that failed")]
OVER = [("amina@example.org", "Working again: Jobs that failed")]


def test_a_trouble_that_lasts_is_told_once_and_once_when_it_is_over():
    assert look() == []
    fail_a_job()
    assert look() == []
    assert look(MINUTE) == BEGUN
    assert [look(MINUTE) for _minute in range(5)] == [[]] * 5
    Job.objects.all().delete()
    assert look(MINUTE) == []
    assert look(10 * MINUTE) == OVER
    assert look(MINUTE) == []
    assert not Alert.objects.exists()


def a_backup_of_long_ago(settings, tmp_path, monkeypatch):
    settings.BACKUP_FOLDER = tmp_path
    (tmp_path / "2026-01-01T031500Z").mkdir()


def make_old_mails(number, **fields):
    ago = timezone.now() - timedelta(minutes=11)
    for _number in range(number):
        OutboxMail.objects.create(to="clara@example.org", kind="staff", created_at=ago, **{"due_at": ago, **fields})


def mail_that_nobody_tries(settings, tmp_path, monkeypatch):
    make_old_mails(1)


def mails_that_are_put_off(settings, tmp_path, monkeypatch):
    make_old_mails(10, attempts=3, due_at=timezone.now() + timedelta(minutes=1), error="SMTPDataError: 451")


def a_disk_that_is_nearly_full(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(health_parts, "LITTLE_DISK", 10**18)


def a_certificate_that_ends(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(certificate, "ends_at", lambda: timezone.now() + timedelta(days=10))


def a_job_that_failed(settings, tmp_path, monkeypatch):
    fail_a_job()


def mails_above_the_limit(settings, tmp_path, monkeypatch):
    MailLimitCount.objects.create(hour=timezone.now(), limit=MailLimitCount.Limit.SITE, late=3)


@pytest.mark.parametrize(
    ("begin", "named"),
    [
        (a_backup_of_long_ago, "Backup"),
        (mail_that_nobody_tries, "Mail that waits"),
        (mails_that_are_put_off, "Mail that waits"),
        (a_disk_that_is_nearly_full, "Disk"),
        (a_certificate_that_ends, "Certificate"),
        (a_job_that_failed, "Jobs that failed"),
        (mails_above_the_limit, "Mail that forms asked for"),
    ],
)
def test_each_trouble_that_cannot_wait_is_told(settings, tmp_path, monkeypatch, begin, named):
    begin(settings, tmp_path, monkeypatch)
    look()
    assert [subject for _to, subject in look(MINUTE)] == [f"The site needs attention: {named}"]


def test_a_few_mails_that_are_put_off_are_usual():
    make_old_mails(9, attempts=3, error="SMTPDataError: 451")
    assert (look(), look(MINUTE)) == ([], [])


def test_what_mends_itself_within_a_minute_and_what_comes_and_goes_is_not_told_again():
    fail_a_job()
    assert look() == []
    Job.objects.all().delete()
    assert look(MINUTE) == []
    fail_a_job()
    assert (look(), look(MINUTE)) == ([], BEGUN)
    Job.objects.all().delete()
    assert look(5 * MINUTE) == []
    fail_a_job()
    assert (look(MINUTE), look(MINUTE)) == ([], [])


def test_the_mail_says_what_the_page_says_and_nothing_of_a_mail():
    OutboxMail.objects.create(
        to="dorothea@example.org", content={"subject": "Secret words", "text": "x"}, kind="staff",
        due_at=timezone.now() - timedelta(minutes=11),
    )  # fmt: skip
    alerts.tell_administrators()
    Alert.objects.update(began_at=timezone.now() - MINUTE)
    alerts.tell_administrators()
    mail = OutboxMail.objects.get(kind="alert")
    assert mail.subject == "The site needs attention: Mail that waits"
    assert "Nobody has tried to send it for ten minutes: look at worker and mail server." in mail.text
    assert "http://testserver/admin/health/" in mail.text
    assert "dorothea" not in mail.text and "Secret" not in mail.text
    # It leaves first, and does not itself count as mail that is stuck.
    assert OutboxMail.objects.due()[0] == mail
    OutboxMail.objects.filter(kind="staff").delete()
    assert health.mail_moves()


def test_who_is_told(settings, amina):
    make_account("editor")
    assert recipients.recipients() == ["amina@example.org"]
    assert recipients.part().state == "ok"
    settings.ADMINISTRATORS = ["ops@example.org", "office@example.org"]
    assert recipients.recipients() == ["ops@example.org", "office@example.org"]
    settings.ADMINISTRATORS = []
    amina.is_active = False
    amina.save()
    assert recipients.recipients() == []
    assert recipients.part().state == "warning"


def test_mail_above_the_hours_limit_is_told():
    now = timezone.now()
    MailLimitCount.objects.create(hour=now - timedelta(hours=5), limit="site", late=3)
    MailLimitCount.objects.create(hour=now, limit="network", late=3)
    assert (look(), look(MINUTE)) == ([], [])
    MailLimitCount.objects.create(hour=now, limit="site", late=3, dropped=2)
    assert (look(), look(MINUTE)) == (
        [],
        [("amina@example.org", "The site needs attention: Mail that forms asked for")],
    )
    assert "5 have to wait" in next(part.sentence for part in parts() if part.key == "mail-limit")


@pytest.mark.parametrize("answer", ["554 Relay access denied", "550 5.7.1 account suspended"])
def test_a_relay_that_takes_nothing_from_us_is_told_and_all_leaves_when_it_is_well(postman, client, amina, answer):
    people = [f"alice{number}@example.org" for number in range(6)]
    postman.answers = dict.fromkeys([*people, "amina@example.org"], answer)
    for address in people:
        OutboxMail.objects.create(to=address, content={"subject": "Hello", "text": "x"}, kind="staff")
    with pytest.raises(ServerAway):
        deliver()
    assert OutboxMail.objects.parked().count() == 0
    client.force_login(amina)
    page = client.get("/admin/health/").text
    assert f"It takes nothing from us ({answer[:3]}), whoever it is for." in page
    assert not any(address in page for address in people)
    assert (look(), look(MINUTE)) == ([], [("amina@example.org", "The site needs attention: Mail server")])
    # The few that were tried come back soon, however often they were refused.
    OutboxMail.objects.filter(attempts=1).update(attempts=12)
    for mail in OutboxMail.objects.filter(attempts=12):
        mail.postpone("554", server_refuses_us=True)
    assert not OutboxMail.objects.filter(due_at__gt=timezone.now() + timedelta(minutes=23)).exists()
    postman.answers.clear()
    OutboxMail.objects.update(due_at=timezone.now())
    assert deliver() == 6
    assert sorted(postman.recipients) == people
    assert (look(MINUTE), look(10 * MINUTE)) == ([], [("amina@example.org", "Working again: Mail server")])


def test_another_way_out_takes_alerts_past_the_outbox(postman, settings):
    settings.EMAIL_HOST = "127.0.0.1"
    settings.ALERTS_EMAIL = email_url.connection(f"smtp://127.0.0.1:{postman.port}")
    settings.EMAIL_PORT = 1
    fail_a_job()
    assert (look(), look(MINUTE)) == ([], [])
    assert postman.recipients == ["amina@example.org"]
    assert b"Jobs that failed" in postman.taken[0][1]
    # When that one is away, too, it waits in the outbox.
    settings.ALERTS_EMAIL = email_url.connection("smtp://127.0.0.1:1")
    Alert.objects.all().delete()
    assert (look(), look(MINUTE)) == ([], BEGUN)


@pytest.mark.parametrize("url", ["console://", "file:///tmp/x", "nonsense"])
def test_the_other_way_out_is_a_mail_server(url):
    assert email_url.connection("") == {}
    with pytest.raises(ImproperlyConfigured):
        email_url.connection(url)
