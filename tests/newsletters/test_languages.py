"""A letter goes to those who read its language; to everybody only when that is chosen."""

import re

import pytest
from django.utils import timezone

from campaigns.models import PetitionUpdate
from campaigns.petitions import news
from newsletters.models import Delivery
from newsletters.sending import send_off
from tests.factories import make_issue, make_petition, make_subscriber
from tests.newsletters.mailing import part, sent

pytestmark = pytest.mark.django_db


def in_words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def readers(topic="", **numbers):
    for language, number in numbers.items():
        for each in range(number):
            make_subscriber(language=language, topic=topic, email=f"{language}{each}@example.org")


def got_it(issue):
    return sorted(Delivery.objects.filter(issue=issue).values_list("subscriber__language", flat=True))


@pytest.mark.parametrize(("language", "number"), [("en", 3), ("fr", 2), ("ar", 1), ("de", 0)])
def test_its_language_chooses_its_readers(language, number):
    readers(en=3, fr=2, ar=1)
    issue = make_issue(language=language)
    assert send_off(issue)
    assert got_it(issue) == [language] * number


def test_the_desk_says_who_gets_it_and_who_is_left_out(admin_client):
    readers(en=3, fr=2, ar=1)
    make_subscriber(language="fr", status="pending", confirmed_at=None)
    issue = make_issue(language="fr", subject="Bonjour")
    address = f"/admin/newsletters/issue/{issue.pk}/send/"
    page = admin_client.get(address).text
    assert "Français 2 · Bonjour" in in_words(page)
    assert page.index("English: 3") < page.index("العربية: 1")
    assert 'value="Send it to 2 subscribers"' in page
    assert 'name="everybody" value="Send it to everybody, whatever their language (6)"' in page
    assert "on its way to 2 subscribers" in admin_client.post(address, follow=True).text
    assert got_it(issue) == ["fr", "fr"]


def test_a_letter_for_everybody_is_a_choice(admin_client):
    readers(en=3, fr=2, ar=1)
    issue = make_issue(language="de")
    address = f"/admin/newsletters/issue/{issue.pk}/send/"
    page = admin_client.get(address).text
    assert "Goes to 0 people" in in_words(page)
    assert 'class="default"' not in page
    assert "nobody reads this language" in admin_client.post(address, follow=True).text
    assert Delivery.objects.count() == 0
    admin_client.post(address, {"everybody": "yes"})
    assert got_it(issue) == ["ar", "en", "en", "en", "fr", "fr"]


def test_with_one_language_alone_there_is_nothing_to_choose(admin_client):
    readers(en=1)
    page = admin_client.get(f"/admin/newsletters/issue/{make_issue().pk}/send/").text
    assert "whatever their language" not in page
    assert "another language" not in page


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_nobody_who_asked_for_news_is_told_that_they_signed(language):
    petition = make_petition(title="Libérez les imprimeurs", language=language)
    readers(petition.topic, **{language: 1})
    update = PetitionUpdate.objects.create(petition=petition, title="X", body="<p>Y</p>", published_at=timezone.now())
    assert news.send(update, None) == 1
    (letter,) = sent().values()
    for words in (part(letter, "plain"), part(letter, "html")):
        assert "Libérez les imprimeurs" in words
        assert "signed" not in words
        assert "signé" not in words
