"""A coordinator answers David, assigns him, notes what was said, and finds whom to write to next."""

import pytest
from django.test import Client

from core.models import AuditEntry, OutboxMail
from core.privacy import personal_data
from organisation.models import AnswerTemplate, Volunteer, VolunteerEntry
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
    seen = david.entries.get().pk
    client.post(f"{LIST}{david.pk}/answer/", {**words, "text": "One more thing.", "seen": seen})
    assert (OutboxMail.objects.count(), david.entries.count()) == (2, 2)


def shown(client, volunteer) -> dict:
    """Return the fields of the page as a browser would send them."""
    context = client.get(page(volunteer)).context
    return {"seen": context["seen"], "note": "", **context["answer_form"].initial}


def test_two_do_not_answer_the_same_person_without_knowing(client, clara):
    david = make_volunteer()
    bob = Client()
    bob.force_login(make_account("editor", username="bob"))
    hers, his = shown(client, david), shown(bob, david)
    client.post(f"{LIST}{david.pk}/answer/", {**hers, "text": "Come on Monday."})
    refused = bob.post(f"{LIST}{david.pk}/answer/", {**his, "text": "Come on Tuesday."})
    assert (refused.status_code, OutboxMail.objects.count()) == (409, 1)
    assert "Clara Voss has answered meanwhile" in refused.text
    assert "“Come on Monday.”" in refused.text
    assert refused.context["answer_form"].initial["text"] == "Come on Tuesday."
    again = {**his, "text": "Come on Tuesday.", "seen": refused.context["seen"]}
    assert bob.post(f"{LIST}{david.pk}/answer/", again).status_code == 302
    assert OutboxMail.objects.count() == 2


def test_a_note_that_came_meanwhile_is_read_before_the_answer_leaves(client, clara):
    david = make_volunteer()
    begun = shown(client, david)
    VolunteerEntry.objects.create(volunteer=david, text="Does not want mail; call.")
    refused = client.post(f"{LIST}{david.pk}/answer/", {**begun, "text": "Hello"})
    assert (refused.status_code, OutboxMail.objects.count()) == (409, 0)
    assert "Somebody has noted meanwhile" in refused.text


@pytest.mark.parametrize(
    ("button", "pressed"),
    [("care", {"stage": "active"}), ("care", {"assigned_to": ""}), ("note", {"note": "Has a press."})],
)
def test_no_other_button_loses_what_was_typed_as_an_answer(client, clara, button, pressed):
    david = make_volunteer()
    typed = {**shown(client, david), "text": "Come on\r\nMonday.", **pressed}
    again = client.post(f"{LIST}{david.pk}/{button}/", typed)
    assert again.status_code == 200
    assert "Come on\nMonday.</textarea>" in again.text
    # The note is kept once, and not offered again; whoever asks for the page again keeps no second one.
    client.post(f"{LIST}{david.pk}/{button}/", typed)
    assert [entry.text for entry in david.entries.all()] == ([pressed["note"]] if "note" in pressed else [])
    assert "Has a press.</textarea>" not in again.text


def test_a_note_is_not_lost_when_the_answer_is_sent(client, clara):
    david = make_volunteer()
    again = client.post(f"{LIST}{david.pk}/answer/", {**shown(client, david), "note": "Half a no"})
    assert OutboxMail.objects.count() == 1
    assert "Half a no</textarea>" in again.text
    assert client.post(f"{LIST}{david.pk}/care/", {**shown(client, david), "stage": "active"}).status_code == 302


def test_whoever_moves_somebody_on_assigns_nobody(client, clara):
    david = make_volunteer()
    client.post(f"{LIST}{david.pk}/care/", {**shown(client, david), "stage": "active", "assigned_to": clara.pk})
    david.refresh_from_db()
    assert (david.stage, david.assigned_to) == ("active", None)


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
    seen = david.entries.get().pk
    client.post(f"{LIST}{david.pk}/answer/", {"subject": "Thank you", "text": "When?", "seen": seen})
    told = str(personal_data.find("david@example.org"))
    assert "Has a press." in told and "When?" in told
    personal_data.erase("david@example.org")
    assert (david.entries.count(), personal_data.find("david@example.org")) == (0, [])
