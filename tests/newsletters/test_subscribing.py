"""Clara asks for the newsletter, reads it, and leaves."""

import pytest
from django.contrib.admin.models import LogEntry

from core.models import OutboxMail
from newsletters.models import Delivery, Issue, Subscriber
from newsletters.sending import send_off
from tests.factories import make_issue, make_petition, make_subscriber
from tests.letters import form_token, link
from tests.newsletters.mailing import part, sent

pytestmark = pytest.mark.django_db


def form_for(email="clara@example.org", **fields):
    return {"email": email, "form_token": form_token("SubscribeForm"), **fields}


def test_clara_subscribes_and_confirms(client):
    assert client.post("/newsletter/", form_for()).status_code == 302
    mail = OutboxMail.objects.get()
    assert client.get(link(mail, "confirm")).status_code == 200
    assert Subscriber.objects.get().status == "pending"
    client.post(link(mail, "confirm"))
    subscriber = Subscriber.objects.get()
    assert (subscriber.status, subscriber.email) == ("confirmed", "clara@example.org")
    assert subscriber.consent


def test_somebody_who_never_asked_is_erased_by_the_link_in_the_first_mail(client):
    client.post("/newsletter/", form_for())
    path = link(OutboxMail.objects.get(), "withdraw")
    client.get(path)
    assert Subscriber.objects.get().email == "clara@example.org"
    client.post(path)
    assert Subscriber.objects.get().email == ""


def test_subscribing_twice_answers_the_same_and_makes_one_row(client):
    first = client.post("/newsletter/", form_for())
    second = client.post("/newsletter/", form_for("CLARA@example.org"))
    Subscriber.objects.update(status="confirmed")
    third = client.post("/newsletter/", form_for())
    assert first.content == second.content == third.content
    assert first["Location"] == second["Location"] == third["Location"]
    assert Subscriber.objects.count() == 1


def test_an_address_that_left_may_come_back(client):
    make_subscriber(email="clara@example.org").withdraw()
    client.post("/newsletter/", form_for())
    assert sorted(Subscriber.objects.values_list("email", "status")) == [
        ("", "withdrawn"),
        ("clara@example.org", "pending"),
    ]


def test_an_issue_goes_once_to_everybody_who_is_subscribed():
    clara, _left, _waiting = make_subscriber(), make_subscriber(status="withdrawn"), make_subscriber(status="pending")
    make_subscriber(topic="petition:printers")
    issue = make_issue()

    assert send_off(issue) is True
    assert send_off(issue) is False

    assert [mail.address for mail in OutboxMail.objects.all()] == list(sent()) == [clara.email]
    assert Delivery.objects.count() == 1


def test_who_leaves_while_an_issue_is_on_its_way_gets_nothing():
    subscriber = make_subscriber()
    issue = make_issue()
    send_off(issue)
    subscriber.withdraw()
    assert (sent(), OutboxMail.objects.count()) == ({}, 0)


def test_the_mail_programs_own_button_unsubscribes_at_once(client):
    make_subscriber()
    issue = make_issue()
    send_off(issue)
    (letter,) = sent().values()
    url = letter["List-Unsubscribe"].strip("<>")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in part(letter, "plain")

    client.get(url)
    client.head(url)
    assert Subscriber.objects.get().status == "confirmed"
    answer = client.post(url, {"List-Unsubscribe": "One-Click"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 204
    assert (Subscriber.objects.get().status, Subscriber.objects.get().email) == ("withdrawn", "")


def test_a_reader_unsubscribes_with_the_button_on_the_page(client):
    subscriber = make_subscriber()
    assert subscriber.email not in client.get(subscriber.unsubscribe_path).text
    client.post(subscriber.unsubscribe_path)
    assert Subscriber.objects.get().status == "withdrawn"


def test_only_sent_newsletters_can_be_read_on_the_site(client):
    draft, update = make_issue(), make_issue(topic="petition:printers")
    sent = make_issue(subject="Unmistakable")
    Issue.objects.exclude(pk=draft.pk).update(queued_at=sent.created_at)
    assert client.get(f"/newsletter/{sent.pk}/").status_code == 200
    assert client.get(f"/newsletter/{draft.pk}/").status_code == 404
    assert client.get(f"/newsletter/{update.pk}/").status_code == 404
    assert "Unmistakable" in client.get("/newsletter/").text


def test_an_editor_writes_an_issue_and_sends_it_off(admin_client):
    make_subscriber()
    fields = {"subject": "Hello", "body": "<p>Text<script>alert(1)</script></p>", "topic": "", "language": "en"}
    answer = admin_client.post("/admin/newsletters/issue/add/", {**fields, "_send": "1"}, follow=True)
    issue, page = Issue.objects.get(), answer.redirect_chain[-1][0]
    assert "Send it to 1 subscriber" in answer.text
    assert issue.queued_at is None
    admin_client.post(page)
    assert "nobody gets it twice" in admin_client.post(page, follow=True).text
    issue.refresh_from_db()
    assert issue.queued_at is not None
    assert issue.deliveries.count() == 1
    assert "script" not in issue.body
    # What was sent stays as it was.
    admin_client.post(f"/admin/newsletters/issue/{issue.pk}/change/", {**fields, "subject": "Other"})
    assert Issue.objects.get().subject == "Hello"


def test_an_editor_chooses_among_those_who_want_letters(admin_client):
    make_petition(slug="printers", title="Free the printers")
    make_subscriber(topic="petition:printers", email="alice@example.org")
    make_subscriber(topic="petition:printers", email="bob@example.org")
    make_subscriber(topic="petition:printers", email="carol@example.org", status="pending")
    make_subscriber(topic="petition:nobody", email="dave@example.org", status="pending")
    page = admin_client.get("/admin/newsletters/issue/add/")
    assert page.context["adminform"].form.fields["topic"].widget.choices == [
        ("", "everybody who gets the newsletter (0)"),
        ("petition:printers", "Free the printers (2)"),
    ]
    earlier = make_issue(topic="petition:gone")
    assert (
        '<option value="petition:gone" selected>'
        in admin_client.get(f"/admin/newsletters/issue/{earlier.pk}/change/").text
    )


def test_the_desks_history_does_not_remember_whose_address_was_deleted(admin_client):
    subscriber = make_subscriber(email="clara@example.org")
    admin_client.post(f"/admin/newsletters/subscriber/{subscriber.pk}/delete/", {"post": "yes"})
    assert Subscriber.objects.count() == 0
    assert LogEntry.objects.get().object_repr == "c…@example.org"


def test_the_desk_shows_no_address_and_looks_for_none(admin_client):
    clara = make_subscriber(email="clara@clara-schmidt.example", topic="petition:printers")
    make_subscriber(email="dora@gmail.com", topic="petition:printers")
    make_subscriber(email="bob@example.org")
    listed = admin_client.get("/admin/newsletters/subscriber/")
    shown = [subscriber.masked_address for subscriber in listed.context["cl"].result_list]
    assert sorted(shown) == ["b…@example.org", "c…@…", "d…@gmail.com"]
    found = admin_client.get("/admin/newsletters/subscriber/", {"q": "clara@clara-schmidt.example"})
    assert found.context["cl"].result_count == 3
    assert "/admin/privacy/" in listed.text
    one = admin_client.get(f"/admin/newsletters/subscriber/{clara.pk}/change/")
    admin_client.post(f"/admin/newsletters/subscriber/{clara.pk}/delete/", {"post": "yes"})
    for text in (listed.text, one.text, LogEntry.objects.get().object_repr):
        assert "clara-schmidt" not in text
