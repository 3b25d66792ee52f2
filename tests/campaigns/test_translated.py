"""One petition in several languages: Léa and Amina meet the words they began with; what is decided holds for all."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from campaigns.models import Attempt, Petition, Signature
from core.languages import direction_of, speaking
from core.models import OutboxMail
from publishing.checks import exempt
from publishing.publishable import State
from tests.factories import make_article, make_campaign, make_petition, make_photo, make_poster
from tests.letters import form_token, link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_three_languages")]

LÉA = {"name": "Léa Moreau", "email": "lea@example.org", "country": "FR"}


@pytest.fixture
def english():
    return make_petition(
        slug="no-more-shutdowns", title="No more shutdowns", demand="Keep the lines open.", summary="One demand."
    )


@pytest.fixture
def french(english):
    words = {"title": "Plus de coupures", "demand": "Gardez les lignes ouvertes."}
    return make_petition(slug="plus-de-coupures", language="fr", translation_of=english, **words)


@pytest.fixture
def arabic(english):
    words = {"title": "لا لقطع الإنترنت", "demand": "أبقوا الخطوط مفتوحة."}
    return make_petition(slug="لا-لقطع-الإنترنت", language="ar", translation_of=english, **words)


def address_of(petition):
    with speaking(petition.language):
        return petition.get_absolute_url()


def sign(client, petition):
    fields = {**LÉA, "language": petition.language, "form_token": form_token("SignForm")}
    return client.post(address_of(petition), fields)


@pytest.mark.parametrize("language", ["french", "arabic"])
def test_who_signs_a_translation_meets_its_words_until_the_end(client, english, language, request):
    petition = request.getfixturevalue(language)
    sign(client, petition)
    address = link(OutboxMail.objects.get(), "confirm")
    asked = client.get(address).text
    assert petition.title in asked and petition.demand in asked
    assert f'lang="{petition.language}" dir="{direction_of(petition.language)}"' in asked
    thanks = client.post(address).text
    assert f'href="{address_of(petition)}"' in thanks
    again = client.get(address).text
    back = client.get(address.replace("confirm", "withdraw")).text
    for page in (asked, thanks, again, back):
        assert petition.title in page
        assert english.title not in page and english.slug not in page
    assert list(Signature.objects.values_list("petition", "status")) == [(english.pk, "confirmed")]


def test_a_translation_that_is_gone_leaves_the_words_of_the_original(client, english, french):
    sign(client, french)
    address = link(OutboxMail.objects.get(), "confirm")
    french.delete()
    assert english.demand in client.get(address).text
    assert 'href="/fr/petitions/no-more-shutdowns/"' in client.post(address).text


def test_the_database_does_not_tell_in_which_language_somebody_signed(client, english, french):
    """Boxes are padded, and nothing but the link opens them."""
    sizes = set()
    for petition in (english, french):
        sign(client, petition)
        attempt = Attempt.objects.latest("pk")
        sizes.add(len(attempt.address))
        assert not [name for name, value in vars(attempt).items() if value == french.pk and name != "id"]
    assert len(sizes) == 1


def test_what_is_withdrawn_collects_in_no_language(client, english, french):
    sign(client, french)
    english.withdraw(because="The ministry gave in.")
    french.refresh_from_db()
    assert (french.state, french.is_open) == (State.WITHDRAWN, False)
    assert list(Petition.objects.published()) == []
    page = client.get(address_of(french))
    assert page.status_code == 410
    assert 'lang="en" dir="ltr"' in page.text and "The ministry gave in." in page.text
    assert sign(client, french).status_code == 410
    assert client.get("/search/?q=coupures").text.count("plus-de-coupures") == 0
    english.publish()
    assert client.get(address_of(french)).status_code == 200
    assert set(Petition.objects.published()) == {english, french}


def test_what_is_over_by_the_clock_is_over_in_every_language(client, english, french):
    english.expires_at = timezone.now() - timedelta(minutes=1)
    english.save()
    french.refresh_from_db()
    assert french.state == State.EXPIRED
    assert list(Petition.objects.gone().order_by("pk")) == [english, french]
    assert list(Petition.objects.in_state(State.EXPIRED).order_by("pk")) == [english, french]
    assert client.get(address_of(french)).status_code == 410


@pytest.mark.parametrize("state", list(State))
def test_every_translation_is_in_one_state_and_the_database_says_the_same(english, french, state):
    now, hour = timezone.now(), timedelta(hours=1)
    for of_original in (
        {},
        {"published_at": None},
        {"withdrawn_at": now, "withdrawn_because": "Won."},
        {"expires_at": now - hour},
    ):
        for own in (
            {"published_at": None},
            {"published_at": None, "review_asked_at": now},
            {"published_at": now + hour},
            {"expires_at": now - hour},
            {"withdrawn_at": now, "withdrawn_because": "Mal traduit."},
        ):
            with exempt("states are compared, no words"), transaction.atomic():
                Petition.objects.filter(pk=english.pk).update(**of_original)
                Petition.objects.filter(pk=french.pk).update(**own)
                found = Petition.objects.select_related("translation_of")
                in_it = {one.pk for one in Petition.objects.in_state(state)}
                assert in_it == {one.pk for one in found if one.state == state}
                transaction.set_rollback(True)


def test_campaign_goal_picture_and_dates_are_those_of_the_original(client, english, french):
    campaign = make_campaign(slug="lights", picture=make_photo())
    english.campaign, english.goal, english.closed_at = campaign, 2000, timezone.now() + timedelta(days=1)
    english.save()
    french.refresh_from_db()
    assert (french.campaign, french.goal, french.closed_at) == (campaign, 2000, english.closed_at)
    assert french.share_picture == campaign.picture
    french.goal, french.closed_at, french.title = 5, timezone.now(), "Plus jamais de coupures"
    french.save()
    french.refresh_from_db()
    assert (french.goal, french.is_open, french.title) == (2000, True, "Plus jamais de coupures")
    german = make_petition(slug="licht", language="de", translation_of=english)
    assert (german.goal, german.campaign) == (2000, campaign)


def test_closing_a_translation_at_the_desk_closes_the_petition(admin_client, english, french):
    form = admin_client.get(f"/admin/campaigns/petition/{french.pk}/change/").text
    assert 'name="title"' in form
    assert 'name="goal"' not in form and 'name="closed_at_0"' not in form
    chosen = {"action": "close", "_selected_action": [french.pk]}
    admin_client.post("/admin/campaigns/petition/", chosen)
    for petition in (english, french):
        petition.refresh_from_db()
        assert not petition.is_open and petition.closed_at


def test_lists_name_each_petition_once_in_the_readers_language_where_there_is_one(client, english, french):
    campaign = make_campaign(slug="lights")
    english.campaign = campaign
    english.save()
    for language, petition, other in (("en", english, french), ("fr", french, english), ("ar", english, french)):
        prefix = "" if language == "en" else f"/{language}"
        for path in ("/", "/petitions/", "/campaigns/", "/campaigns/lights/", "/campaigns/lights/kit/"):
            page = client.get(f"{prefix}{path}").text
            assert f'href="{prefix}/petitions/{petition.slug}/' in page or f"embed/petitions/{petition.slug}/" in page
            assert other.slug not in page, (prefix, path)
    another = make_petition(slug="free")
    assert french.title in client.get(f"/fr/petitions/{another.slug}/thanks/").text
    english.closed_at = timezone.now()
    english.save()
    assert french.title in client.get("/fr/petitions/closed/").text
    assert english.title in client.get("/petitions/closed/").text


def links_to_languages(page) -> dict[str, str]:
    head = page.text.partition("<header")[2].partition("</header>")[0]
    return {language: address for address, language in re.findall(r'href="([^"]+)" hreflang="(\w+)"', head)}


def test_who_changes_the_language_is_led_to_the_text_in_it(client, english, french):
    original = make_article(slug="ink")
    make_article(slug="encre", language="fr", translation_of=original)
    make_poster(slug="noir", language="fr", translation_of=make_poster(slug="black"))
    for path, there in (
        ("/petitions/no-more-shutdowns/", "/fr/petitions/plus-de-coupures/"),
        ("/articles/ink/", "/fr/articles/encre/"),
        ("/posters/black/", "/fr/posters/noir/"),
    ):
        assert links_to_languages(client.get(path)) == {"fr": there, "ar": f"/ar{path}"}
        assert links_to_languages(client.get(there))["en"] == path


def test_who_changes_the_language_of_a_list_stays_where_they_are(client):
    make_article(slug="ink", title="Ink and paper")
    for number in range(21):
        make_petition(slug=f"petition-{number}")
    assert links_to_languages(client.get("/search/?q=ink&utm_source=x"))["fr"] == "/fr/search/?q=ink"
    assert links_to_languages(client.get("/petitions/?page=2"))["fr"] == "/fr/petitions/?page=2"
    page = client.get("/fr/petitions/?page=2").text
    for language, address in (("en", "/petitions/"), ("x-default", "/petitions/"), ("fr", "/fr/petitions/")):
        assert f'hreflang="{language}" href="http://testserver{address}?page=2"' in page
    assert page.count('<meta property="og:locale" content="fr_FR">') == 1


@pytest.mark.parametrize("path", ["/", "/join/", "/articles/", "/campaigns/"])
def test_pages_that_are_ours_in_every_language_name_each(client, path):
    for asked in (path, f"/fr{path}"):
        head = client.get(asked).text.partition("</head>")[0]
        named = re.findall(r'hreflang="([\w-]+)" href="http://testserver([^"]+)"', head)
        assert dict(named) == {"en": path, "fr": f"/fr{path}", "ar": f"/ar{path}", "x-default": path}


def test_a_card_of_a_french_address_is_in_french(client, french):
    asked = f"http://testserver{address_of(french)}"
    answer = client.get("/oembed/", {"url": asked}).json()
    assert f'href="{asked}"' in answer["html"]
    frame = re.search(r'src="http://testserver([^"]+)"', answer["html"])[1]
    assert frame == "/fr/embed/cards/petition/plus-de-coupures/"
    card = client.get(frame).text
    assert '<html lang="fr"' in card and "/fr/petitions/plus-de-coupures/" in card
