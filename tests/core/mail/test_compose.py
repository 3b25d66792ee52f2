"""Mails as they are written into the outbox."""

import pytest
from django.core import mail as django_mail
from django.db import transaction
from django.test import override_settings

from core.mail.compose import queue_mail
from core.mail.outbox import OutboxMail
from core.mail.sending import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _templates(tmp_path, settings):
    """Two templates that only these tests have."""
    (tmp_path / "tests/mail").mkdir(parents=True)
    (tmp_path / "tests/mail/hello.txt").write_text(
        "{# hello #}Subject: Hello {{ name }}\n\nDear {{ name }},\n\n\n\nread {{ site_url }}/\n"
    )
    (tmp_path / "tests/mail/both.txt").write_text("Subject: Two parts\n\nAs text\n")
    (tmp_path / "tests/mail/both.html").write_text("<p>{{ name }} &amp; all</p>")
    (tmp_path / "tests/mail/nameless.txt").write_text("Dear friend,\n")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]


def write(to="alice@example.org", template="tests/mail/hello", kind="confirm-signature", **more):
    return queue_mail(to, template, {"name": "A & B"}, kind=kind, **more)


def test_text_is_rendered_as_text_and_subject_is_its_first_line():
    write()
    row = OutboxMail.objects.get()
    assert (row.to, row.subject, row.kind) == ("alice@example.org", "Hello A & B", "confirm-signature")
    assert row.text == "Dear A & B,\n\nread http://testserver/\n"
    assert row.html == ""


def test_html_part_is_escaped():
    write(template="tests/mail/both")
    assert OutboxMail.objects.get().html == "<p>A &amp; B &amp; all</p>"


def test_line_breaks_typed_by_a_person_make_no_header():
    queue_mail(
        "alice@example.org", "tests/mail/hello.txt", {"name": "B\r\nBcc: all@example.org"}, kind="confirm-signature"
    )
    message = OutboxMail.objects.get().message().message()
    assert message["Bcc"] is None
    assert OutboxMail.objects.get().subject == "Hello B"


def test_template_without_subject_is_refused():
    with pytest.raises(ValueError, match="Subject"):
        write(template="tests/mail/nameless")


def test_mail_is_a_part_of_the_callers_transaction():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        1 / 0  # noqa: B018
    assert not OutboxMail.objects.exists()


def test_headers_of_automatic_mails_and_of_letters_to_many():
    write(headers={"List-Unsubscribe": "<https://ngo.example/u>"})
    write(kind="newsletter")
    automatic, letter = (row.message().message() for row in OutboxMail.objects.order_by("pk"))
    assert automatic["Auto-Submitted"] == "auto-generated"
    assert automatic["List-Unsubscribe"] == "<https://ngo.example/u>"
    assert automatic["Message-ID"].endswith("@testserver>")
    assert letter["Auto-Submitted"] is None
    assert OutboxMail.objects.get(kind="newsletter").is_bulk


def test_what_people_asked_for_is_not_limited():
    for _ in range(5):
        write(kind="newsletter")
        write(kind="comment-followup")
    assert OutboxMail.objects.count() == 10


def test_personal_mail_leaves_before_letters_to_many():
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        write(kind="newsletter")
        write("bob@example.org")
        assert deliver() == 2
    assert [message.to for message in django_mail.outbox] == [["bob@example.org"], ["alice@example.org"]]


def test_no_address_is_an_error_of_the_caller():
    with pytest.raises(ValueError, match="address"):
        write("nobody")
