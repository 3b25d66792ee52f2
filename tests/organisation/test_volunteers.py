"""A coordinator answers David, assigns him, notes what was said, and finds whom to write to next."""

import pytest

from core.models import AuditEntry, OutboxMail
from core.privacy import personal_data
from organisation.models import AnswerTemplate, Volunteer
from tests.factories import make_account

pytestmark = pytest.mark.django_db
LIST = "/admin/organisation/volunteer/"


@pytest.fixture
def clara(client):
    clara = make_account("editor", username="clara", first_name="Clara", last_name="Voss", email="clara@example.org")
    client.force_login(clara)
    return clara


def make_volunteer(**fields):
    told = {"name": "David Okafor", "email": "david@example.org", "message": "I print.", "country": "NG"}
    return Volunteer.objects.create(**told | {"status": "confirmed"} | fields)


def page(volunteer) -> str:
    return f"{LIST}{volunteer.pk}/change/"


def test_david_is_answered_with_two_clicks(client, clara):
    david = make_volunteer()
    shown = client.get(page(david))
    assert "<h1>David Okafor</h1>" in shown.text and "I print." in shown.text
    draft = shown.context["answer_form"].initial
    assert "Hello David Okafor," in draft["text"] and "Clara Voss" in draft["text"]
    assert client.post(f"{LIST}{david.pk}/answer/", draft).status_code == 302
    mail = OutboxMail.objects.get()
    assert (mail.to, mail.subject) == ("david@example.org", draft["subject"])
    assert draft["text"] in mail.text
    assert (mail.headers["Reply-To"], mail.headers["Auto-Submitted"]) == ("clara@example.org", "no")
    david.refresh_from_db()
    assert (david.stage, david.assigned_to, david.answered_at is None) == ("contact", clara, False)
    assert draft["text"].splitlines()[2] in client.get(page(david)).text


def test_the_same_answer_leaves_once(client, clara):
    david = make_volunteer()
    words = {"subject": "Thank you", "text": "Line one.\r\nLine two."}
    for _click in range(2):
        client.post(f"{LIST}{david.pk}/answer/", words)
    assert (OutboxMail.objects.count(), david.entries.count()) == (1, 1)
    client.post(f"{LIST}{david.pk}/answer/", {**words, "text": "One more thing."})
    assert (OutboxMail.objects.count(), david.entries.count()) == (2, 2)


def test_an_answer_without_words_keeps_what_was_typed(client, clara):
    david = make_volunteer()
    answer = client.post(f"{LIST}{david.pk}/answer/", {"subject": "", "text": "Kept"})
    assert (answer.status_code, "Kept" in answer.text, OutboxMail.objects.count()) == (422, True, 0)


def test_the_answer_begins_with_a_template_in_the_language_of_the_form(client, clara):
    AnswerTemplate.objects.create(title="Aaa", language="en", subject="Thanks", text="Dear {name}")
    AnswerTemplate.objects.create(title="Merci", language="fr", subject="Merci {name}", text="{me}, {organisation}")
    olga = make_volunteer(name="Olga", consent="joining 0123 (fr, page /join/, form and button, 2026-01-01): Oui.")
    assert client.get(page(olga)).context["answer_form"].initial["subject"] == "Merci Olga"
    other = AnswerTemplate.objects.get(title="Aaa")
    chosen = client.get(f"{page(olga)}?template={other.pk}").context["answer_form"].initial
    assert chosen == {"subject": "Thanks", "text": "Dear Olga"}
    client.post(f"{LIST}{olga.pk}/answer/", chosen)
    assert "Vous recevez" in OutboxMail.objects.get().text


def test_a_volunteer_is_assigned_noted_and_moved_on(client, clara):
    david, bob = make_volunteer(), make_account("editor", username="bob")
    author = make_account("author", username="alice")
    client.post(f"{LIST}{david.pk}/care/", {"stage": "active"})
    client.post(f"{LIST}{david.pk}/care/", {"assigned_to": bob.pk})
    client.post(f"{LIST}{david.pk}/note/", {"note": "Has a press in Lagos."})
    david.refresh_from_db()
    assert (david.stage, david.assigned_to) == ("active", bob)
    assert "Has a press in Lagos." in client.get(page(david)).text
    assert client.post(f"{LIST}{david.pk}/care/", {"assigned_to": author.pk}).status_code == 404
    assert client.post(f"{LIST}{david.pk}/care/", {"stage": "dismissed"}).status_code == 404
    client.post(f"{LIST}{david.pk}/care/", {"assigned_to": ""})
    david.refresh_from_db()
    assert (david.stage, david.assigned_to) == ("active", None)
    assert "Lagos" not in " ".join(AuditEntry.objects.values_list("detail", flat=True))


def found(client, query="") -> list[str]:
    return sorted(volunteer.name for volunteer in client.get(f"{LIST}{query}").context["cl"].queryset)


def test_the_list_opens_with_whom_to_answer(client, clara):
    assert found(client) == []
    make_volunteer(name="Closed", stage="closed", country="FR")
    assert found(client) == ["Closed"]
    make_volunteer(name="New")
    make_volunteer(name="Talked to", stage="contact", assigned_to=clara)
    assert found(client) == ["New", "Talked to"]
    assert found(client, "?stage=closed") == found(client, "?country=FR&stage=all") == found(client, "?q=Closed")
    assert found(client, "?whose=mine") == ["Talked to"]
    text = client.get(LIST).text
    assert ("France" in text, "Nigeria" in text, "Peru" in text) == (True, True, False)


def test_who_asks_is_told_what_was_written_about_them_and_all_of_it_goes(client, clara):
    david = make_volunteer()
    client.post(f"{LIST}{david.pk}/note/", {"note": "Has a press."})
    client.post(f"{LIST}{david.pk}/answer/", {"subject": "Thank you", "text": "When?"})
    told = str(personal_data.find("david@example.org"))
    assert "Has a press." in told and "When?" in told
    personal_data.erase("david@example.org")
    assert (david.entries.count(), personal_data.find("david@example.org")) == (0, [])
