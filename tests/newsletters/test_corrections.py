"""A letter that was sent is corrected in public, or withdrawn with a reason; nobody has to delete it."""

import pytest

from core.mail.outbox import OutboxMail
from core.models import AuditEntry
from newsletters.models import Issue
from newsletters.sending import send_off
from publishing.models import Revision
from tests.factories import make_account, make_issue, make_subscriber

pytestmark = pytest.mark.django_db


def desk(issue, page) -> str:
    return f"/admin/newsletters/issue/{issue.pk}/{page}/"


@pytest.fixture
def sent():
    issue = make_issue(subject="Nine days", body="<p>We had 912 signatures.</p>")
    make_subscriber()
    send_off(issue)
    issue.refresh_from_db()
    return issue


def seen(client, issue) -> str:
    return client.get(desk(issue, "correction")).context["form"].initial["seen"]


def correct(client, issue, **changed):
    form = {"subject": issue.subject, "body": issue.body, "words": "It was 921, not 912."}
    return client.post(desk(issue, "correction"), {**form, "seen": seen(client, issue), **changed})


def test_a_correction_is_seen_with_its_day_and_the_old_words_are_kept(admin_client, client, sent):
    page = admin_client.get(desk(sent, "change"))
    assert desk(sent, "correction") in page.text
    assert desk(sent, "withdrawal") in page.text
    body = "<p>We had 921 signatures — אמת.</p>"
    assert correct(admin_client, sent, body=body, words="921 <b>אמת</b>, not 912.").status_code == 302
    client.logout()
    public = client.get(f"/newsletter/{sent.pk}/").text
    assert "We had 921 signatures" in public
    assert "Corrected on" in public
    assert "921 &lt;b&gt;אמת&lt;/b&gt;, not 912." in public
    assert [v.data["body"] for v in Revision.objects.of(sent)] == [body, "<p>We had 912 signatures.</p>"]


@pytest.mark.parametrize("wrong", [{"words": ""}, {"subject": ""}, {}])
def test_a_correction_says_what_and_changes_something(admin_client, sent, wrong):
    assert correct(admin_client, sent, **wrong).status_code == 422
    assert sent.corrections.count() == 0


def test_two_who_correct_at_once_do_not_overwrite_each_other(admin_client, sent):
    first = seen(admin_client, sent)
    correct(admin_client, sent, body="<p>Hers.</p>")
    answer = correct(admin_client, sent, body="<p>His.</p>", seen=first)
    assert (answer.status_code, Issue.objects.get().body) == (422, "<p>Hers.</p>")
    assert "Somebody corrected this letter meanwhile" in answer.text


def test_a_withdrawn_letter_says_why_and_is_listed_no_more(admin_client, client, sent):
    assert f"/newsletter/{sent.pk}/" in client.get("/sitemap-letters-1.xml").getvalue().decode()
    assert admin_client.post(desk(sent, "withdrawal"), {"because": ""}).status_code == 422
    assert admin_client.post(desk(sent, "withdrawal"), {"because": "It named somebody."}).status_code == 302
    assert AuditEntry.objects.filter(action="withdraw").count() == 1
    client.logout()
    answer = client.get(f"/newsletter/{sent.pk}/")
    assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
    assert "It named somebody." in answer.text
    assert "921" not in answer.text
    assert "Nine days" not in client.get("/newsletter/").text
    assert f"/newsletter/{sent.pk}/" not in client.get("/sitemap-letters-1.xml").getvalue().decode()
    assert "It named somebody." in admin_client.get(desk(sent, "change")).text


def test_copies_that_wait_do_not_leave_after_a_withdrawal(sent):
    sent.withdraw("It was not true.")
    assert OutboxMail.objects.count() == 0


def test_news_for_some_are_withdrawn_at_their_own_address(client):
    issue = make_issue(topic="petition:x", subject="News")
    send_off(issue)
    issue.refresh_from_db()
    assert client.get(issue.get_absolute_url()).status_code == 200
    issue.withdraw("It was not true.")
    assert client.get(issue.get_absolute_url()).status_code == 410


def test_what_was_sent_is_deleted_only_after_it_was_withdrawn_and_its_address_stays_gone(admin_client, client, sent):
    assert admin_client.post(desk(sent, "delete"), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [sent.pk], "post": "yes"}
    admin_client.post("/admin/newsletters/issue/", chosen)
    assert Issue.objects.count() == 1
    sent.withdraw("It named somebody.")
    admin_client.post(desk(sent, "delete"), {"post": "yes"})
    assert (Issue.objects.count(), client.get(f"/newsletter/{sent.pk}/").status_code) == (0, 410)


def test_a_draft_is_neither_corrected_nor_withdrawn(admin_client):
    draft = make_issue()
    for page in ("correction", "withdrawal"):
        assert admin_client.get(desk(draft, page)).status_code == 404
    assert admin_client.post(desk(draft, "delete"), {"post": "yes"}).status_code == 302


@pytest.mark.parametrize("role", ["author", "moderator"])
def test_only_who_writes_letters_corrects_them(client, sent, role):
    client.force_login(make_account(role))
    assert client.get(desk(sent, "correction")).status_code == 403
    assert client.post(desk(sent, "withdrawal"), {"because": "x"}).status_code == 403
