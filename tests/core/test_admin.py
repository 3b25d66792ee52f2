"""What editors see of what the system does."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from django_tasks.base import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult

from core.jobs.models import Job
from core.mail.outbox import OutboxMail
from core.redirects import Redirect
from tests.core.jobs import sample_jobs

pytestmark = pytest.mark.django_db


def make_failed_job():
    sample_jobs.fail.enqueue("alice@example.org")
    report = "Traceback\nValueError: bob@example.org\n"
    report = "Traceback\nValueError: bob@example.org\n"
    Job.objects.update(status=Status.FAILED, worker_ids=["a"], traceback=report)
    return Job.objects.get()


def make_parked_mail():
    return OutboxMail.objects.create(
        to="alice@example.org",
        content={"subject": "Please confirm", "text": "https://ngo.example/confirm/secret/"},
        kind="x",
        parked_at=timezone.now(),
        error="550",
    )


def pages_of(model, pk):
    name = f"admin:core_{model}"
    return [reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[pk])]


def test_package_has_no_page_of_its_own():
    assert not admin.site.is_registered(DBTaskResult)
    assert admin.site.is_registered(Job)


def test_failed_job_is_shown_without_addresses_and_tried_again(admin_client):
    job = make_failed_job()
    for url in pages_of("job", job.pk):
        text = admin_client.get(url).content.decode()
        assert "Fail" in text
        assert "ValueError: [address]" in text
        assert "example.org" not in text
    admin_client.post(pages_of("job", job.pk)[0], {"action": "try_again", "_selected_action": [job.pk]})
    assert Job.objects.get().status == Status.READY


@pytest.mark.parametrize(("state", "count"), [("failed", 1), ("waiting", 0), ("running", 0), ("done", 0)])
def test_jobs_by_state(admin_client, state, count):
    make_failed_job()
    response = admin_client.get(reverse("admin:core_job_changelist"), {"state": state})
    assert response.context["cl"].result_count == count


def test_parked_mail_is_shown_without_address_or_link_and_sent_again(admin_client):
    mail = make_parked_mail()
    for url in pages_of("outboxmail", mail.pk):
        text = admin_client.get(url).content.decode()
        assert "a…@example.org" in text
        assert "alice" not in text
        assert "secret" not in text
    admin_client.post(pages_of("outboxmail", mail.pk)[0], {"action": "try_again", "_selected_action": [mail.pk]})
    assert OutboxMail.objects.due().get() == mail


def test_mail_can_be_deleted(admin_client):
    mail = make_parked_mail()
    admin_client.post(reverse("admin:core_outboxmail_delete", args=[mail.pk]), {"post": "yes"})
    assert not OutboxMail.objects.exists()


def test_who_may_only_look_cannot_try_again(client, django_user_model):
    bob = django_user_model.objects.create_user("bob", is_staff=True)
    bob.user_permissions.add(Permission.objects.get(codename="view_outboxmail"))
    client.force_login(bob)
    mail = make_parked_mail()
    url = reverse("admin:core_outboxmail_changelist")
    assert client.get(url).status_code == 200
    client.post(url, {"action": "try_again", "_selected_action": [mail.pk]})
    assert OutboxMail.objects.parked().exists()
    assert client.get(reverse("admin:core_job_changelist")).status_code == 403


def test_redirect_written_by_hand_is_tidied_or_refused(admin_client):
    url = reverse("admin:core_redirect_add")
    assert admin_client.post(url, {"old_path": "/our%20story/", "new_path": "/story/"}).status_code == 302
    assert admin_client.post(url, {"old_path": "/x/", "new_path": "//evil.example/"}).status_code == 200
    redirect = Redirect.objects.get()
    assert redirect.old_path == "/our story/"
    url = reverse("admin:core_redirect_change", args=[redirect.pk])
    assert admin_client.post(url, {"old_path": "/story/", "new_path": "/other/"}).status_code == 302
    assert list(Redirect.objects.values_list("old_path", "new_path")) == [("/story/", "/other/")]
