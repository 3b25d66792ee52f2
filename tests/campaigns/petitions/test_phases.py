"""From open to won or lost: what each date does, how the page tells it, and one count in all languages."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from campaigns.models import Petition, PetitionUpdate, Signature
from campaigns.petitions import timeline
from campaigns.signatures.counting import count_signatures
from campaigns.signatures.retention import destroy_salts
from campaigns.signatures.signing import sign
from tests.factories import long_ago, make_petition, make_photo

pytestmark = pytest.mark.django_db
EARLIER, LATER = long_ago(), timezone.now() + timedelta(days=1)


def put_a_name_to(petition, email="amina@example.org", **fields):
    sign(petition, **{"name": "Amina Khalil", "email": email, "country": "KE", **fields})


@pytest.mark.parametrize(
    ("dates", "phase"),
    [
        ({}, "open"),
        ({"paused_at": EARLIER}, "paused"),
        ({"paused_at": LATER}, "open"),
        ({"closed_at": EARLIER}, "closed"),
        ({"closed_at": LATER}, "open"),
        ({"closed_at": EARLIER, "delivered_at": EARLIER}, "delivered"),
        ({"closed_at": EARLIER, "delivered_at": LATER}, "closed"),
        ({"delivered_at": EARLIER, "answered_at": EARLIER}, "answered"),
        ({"answered_at": EARLIER, "decided_at": EARLIER, "outcome": "won"}, "won"),
        ({"decided_at": EARLIER, "outcome": "lost"}, "lost"),
    ],
)
def test_the_dates_say_how_far_it_is_and_whether_one_can_sign(client, dates, phase):
    petition = make_petition(**dates)
    assert (petition.phase, petition.is_open) == (phase, phase == "open")
    assert list(Petition.objects.open()) == ([petition] if phase == "open" else [])
    assert list(Petition.objects.over()) == ([petition] if phase not in {"open", "paused"} else [])
    shown = client.get(petition.get_absolute_url()).text
    assert ("<form" in shown) is (phase == "open")
    since = date_format(timezone.localtime(EARLIER), "j F Y")
    assert (f"{petition.phase.label.capitalize()}, {since}</a>" in shown) is (phase != "open")
    response = client.post(petition.get_absolute_url(), {"name": "Amina", "email": "amina@example.org"})
    assert response.status_code == 422
    assert not Signature.objects.exists()


def test_an_outcome_needs_its_date_and_a_date_its_outcome():
    petition = make_petition()
    for fields in ({"outcome": "won"}, {"decided_at": EARLIER}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Petition.objects.filter(pk=petition.pk).update(**fields)


def test_what_is_handed_over_is_closed():
    assert make_petition(delivered_at=EARLIER).closed_at == EARLIER


def test_what_is_over_moves_to_its_own_page(client):
    make_petition(title="Free the printers")
    make_petition(title="Open the archive", decided_at=EARLIER, outcome="won")
    shown, over = client.get("/petitions/").text, client.get("/petitions/closed/").text
    assert "Free the printers" in shown
    assert "Open the archive" not in shown
    assert "What became of the one that is over" in shown
    assert "Open the archive" in over
    assert "<strong>won</strong>" in over
    assert "Free the printers" not in over


def test_a_petition_whose_key_is_destroyed_opens_no_more():
    petition = make_petition(closed_at=timezone.now() - timedelta(days=40))
    assert destroy_salts() == 1
    petition.refresh_from_db()
    petition.closed_at = None
    assert not petition.is_open
    with pytest.raises(ValidationError):
        petition.full_clean()
    with pytest.raises(ValueError, match="closed"):
        put_a_name_to(petition)


def test_the_story_tells_dates_news_and_corrections_newest_first(client, django_assert_num_queries):
    def days(number):
        return timezone.now() - timedelta(days=number)

    petition = make_petition(published_at=days(9), delivered_at=days(4), answered_at=days(2), addressee="The Minister")
    PetitionUpdate.objects.create(
        petition=petition, about="answered", title="“We will look into it”", body="<p>They wrote.</p>",
        answered_by="Ana Prun, Ministry of Justice", published_at=days(2), picture=make_photo(alt="The letter"),
    )  # fmt: skip
    PetitionUpdate.objects.create(petition=petition, title="A thousand", published_at=days(6))
    PetitionUpdate.objects.create(petition=petition, title="Not yet", published_at=None)
    PetitionUpdate.objects.create(petition=petition, title="Tomorrow", published_at=LATER)
    with django_assert_num_queries(1):
        story = [(event.label, event.update and event.update.title) for event in timeline.of(petition, [])]
    assert story == [
        ("Answered", "“We will look into it”"),
        ("Handed over to The Minister", None),
        ("Closed for signatures", None),
        ("News", "A thousand"),
        ("Opened for signatures", None),
    ]
    shown = client.get(petition.get_absolute_url()).text
    assert "Answered by <bdi>Ana Prun, Ministry of Justice</bdi>" in shown
    assert "They wrote." in shown
    assert 'alt="The letter"' in shown
    assert "Not yet" not in shown
    assert "Tomorrow" not in shown


def test_signed_words_change_in_public_only(client, admin_client):
    petition = make_petition(demand="Free the three printer.")
    petition.demand = "Free the three printers!"
    petition.save()
    put_a_name_to(petition)
    petition.demand = "Free the printers of Harrow Street."
    with pytest.raises(ValidationError, match="signed these words"), transaction.atomic():
        petition.save()
    petition.refresh_from_db()
    address = f"/admin/campaigns/petition/{petition.pk}/correct/"
    assert "Correct it in public" in admin_client.get(f"/admin/campaigns/petition/{petition.pk}/change/").text
    assert admin_client.get(address).status_code == 200
    assert "required" in admin_client.post(address, {"demand": "Free the three printers.", "reason": ""}).text
    response = admin_client.post(address, {"demand": "Free the three printers.", "reason": "A slip of the pen."})
    assert response.status_code == 302
    shown = client.get(petition.get_absolute_url()).text
    assert "Free the three printers." in shown
    assert "A slip of the pen." in shown
    assert "<del>Free the three printers!</del>" in shown


def test_who_may_not_change_petitions_corrects_none(client, django_user_model):
    django_user_model.objects.create_user("mallory", password="correct horse", is_staff=True)
    petition = make_petition()
    client.login(username="mallory", password="correct horse")
    response = client.post(f"/admin/campaigns/petition/{petition.pk}/correct/", {"demand": "x", "reason": "y"})
    assert response.status_code == 403
    petition.refresh_from_db()
    assert petition.demand == "Let them go."


def test_a_translations_corrections_are_told_on_its_own_page(client, pair):
    english, french = pair
    put_a_name_to(french)
    french.correct("Libérez-les.", "Une faute de frappe.")
    english.correct("Free them.", "A slip of the pen.")
    for petition, own, other in ((english, "A slip", "Une faute"), (french, "Une faute", "A slip")):
        shown = client.get(petition.get_absolute_url()).text
        assert shown.count(own) == 2  # below the demand, and in the story
        assert other not in shown


def test_words_nobody_has_read_may_be_changed_although_the_original_is_signed(pair):
    english, _french = pair
    put_a_name_to(english)
    words = {"title": "Freiheit", "summary": "Lasst sie frei.", "language": "de"}
    german = make_petition(**words, translation_of=english, published_at=None)
    german.demand = "Lasst sie frei."
    german.save()
    german.publish()
    for act in (lambda: None, german.back_to_draft):
        act()
        german.demand = "Lasst sie laufen."
        with pytest.raises(ValidationError, match="signed these words"), transaction.atomic():
            german.save()
        german.refresh_from_db()


@pytest.fixture
def pair():
    english = make_petition(slug="free", title="Free the printers", language="en")
    french = make_petition(slug="libres", title="Libérez les imprimeurs", language="fr", translation_of=english)
    return english, french


def test_one_petition_in_two_languages_has_one_count(client, pair):
    english, french = pair
    put_a_name_to(english, "amina@example.org")
    put_a_name_to(french, "bob@example.org", language="fr")
    put_a_name_to(french, "Amina@Example.org", language="fr")
    assert Signature.objects.count() == 2
    assert set(Signature.objects.values_list("petition", flat=True)) == {english.pk}
    Signature.objects.update(status="confirmed", confirmed_at=timezone.now(), display_name="Amina K.")
    count_signatures()
    for petition in pair:
        assert client.get(f"{petition.get_absolute_url()}count.json").json()["count"] == 2
        shown = client.get(petition.get_absolute_url()).text
        assert "Amina K." in shown
        assert 'hreflang="' in shown


def test_a_translation_goes_the_way_of_its_original(client, pair):
    english, french = pair
    Petition.objects.filter(pk=english.pk).update(closed_at=EARLIER)
    french.refresh_from_db()
    assert not french.is_open
    assert "<form" not in client.get(french.get_absolute_url()).text
    assert french.topic == "petition:free"


def test_lists_show_each_petition_once(client, pair):
    assert client.get("/petitions/").text.count("<article") == 1


def test_a_draft_translation_is_named_nowhere(client, pair):
    english, french = pair
    Petition.objects.filter(pk=french.pk).update(published_at=None)
    assert "libres" not in client.get(english.get_absolute_url()).text


def test_a_translation_of_a_translation_or_into_the_same_language_is_refused(pair):
    english, french = pair
    for fields in ({"translation_of": french, "language": "de"}, {"translation_of": english, "language": "en"}):
        petition = make_petition()
        for name, value in fields.items():
            setattr(petition, name, value)
        with pytest.raises(ValidationError):
            petition.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_petition(language="fr", translation_of=english)
