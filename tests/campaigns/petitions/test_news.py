"""News of a petition go to those who asked, once, in their language."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from campaigns.models import PetitionUpdate
from campaigns.petitions import news
from newsletters.models import Delivery, Issue
from tests.factories import make_account, make_petition, make_staff, make_subscriber
from tests.newsletters.mailing import part, sent
from tests.waiting import sessions_waiting_for_locks, wait_until

pytestmark = pytest.mark.django_db


def make_update(petition, **fields):
    fields = {"title": "They answered", "body": "<p>At last.</p>", "published_at": timezone.now(), **fields}
    return PetitionUpdate.objects.create(petition=petition, **fields)


def make_asked(petition, language="en", **fields):
    return make_subscriber(topic=petition.topic, language=language, **fields)


def test_the_editor_sees_how_many_get_it_and_sends_it_once(admin_client):
    petition = make_petition()
    make_asked(petition)
    make_asked(petition)
    make_asked(petition, status="pending")
    make_subscriber()  # gets the newsletter
    make_asked(make_petition())
    update = make_update(petition)
    address = f"/admin/campaigns/petitionupdate/{update.pk}/send/"
    assert "Send it to 2 people" in admin_client.get(address).text
    assert Issue.objects.count() == 0
    assert "on its way to 2 people" in admin_client.post(address, follow=True).text
    assert "Nothing was sent" in admin_client.post(address, follow=True).text
    assert (Issue.objects.count(), Delivery.objects.count()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_send_it_once():
    petition = make_petition()
    make_asked(petition)
    update = make_update(petition, published_at=None)
    clients = [Client(), Client()]
    for number, client in enumerate(clients):
        client.force_login(make_staff(f"editor{number}"))

    def press(client):
        client.post(f"/admin/campaigns/petitionupdate/{update.pk}/send/", {"send": "Send"})
        connection.close()

    with transaction.atomic():  # both have read it before one of them may go on
        PetitionUpdate.objects.select_for_update().get(pk=update.pk)
        pressing = [threading.Thread(target=press, args=[client]) for client in clients]
        for thread in pressing:
            thread.start()
        wait_until(lambda: sessions_waiting_for_locks() == 2)
    for thread in pressing:
        thread.join()
    assert (Issue.objects.count(), Delivery.objects.count()) == (1, 1)


def test_news_that_are_written_lead_on_to_those_who_get_them(admin_client):
    petition = make_petition()
    make_asked(petition)
    fields = {"petition": petition.pk, "about": "", "title": "They answered", "body": "<p>At last.</p>"}
    fields |= {"translations-TOTAL_FORMS": "0", "translations-INITIAL_FORMS": "0"}
    now = timezone.localtime()
    when = {"published_at_0": f"{now:%Y-%m-%d}", "published_at_1": f"{now:%H:%M:%S}"}
    answer = admin_client.post("/admin/campaigns/petitionupdate/add/", {**fields, **when, "_send": "1"}, follow=True)
    assert answer.redirect_chain[-1][0].endswith(f"/{PetitionUpdate.objects.get().pk}/send/")
    assert "Send it to 1 person" in answer.text


def test_everybody_gets_one_letter_in_the_language_there_is(settings):
    petition = make_petition(title="Free them", language="en")
    other = make_petition(title="Libérez-les", language="fr", translation_of=petition, slug="liberez")
    for language in ("en", "fr", "de"):
        make_asked(petition, language, email=f"{language}@example.org")
    assert news.send(make_update(petition), None, {"fr": ("Ils ont répondu", "<p>Enfin.</p>")}) == 3
    mails = sent()
    assert sorted(mails) == ["de@example.org", "en@example.org", "fr@example.org"]
    assert "Ils ont répondu" in mails["fr@example.org"]["Subject"]
    assert f"{other.get_absolute_url()}#story" in part(mails["fr@example.org"], "plain")
    assert "Enfin." in part(mails["fr@example.org"], "plain")
    for english in ("en", "de"):
        assert "At last." in part(mails[f"{english}@example.org"], "plain")
    assert mails["de@example.org"]["List-Unsubscribe-Post"]


def test_a_page_tells_news_in_the_words_of_the_mail_that_leads_to_it(client, settings):
    petition = make_petition(title="Free them", language="en", slug="free")
    make_petition(title="Libérez-les", language="fr", translation_of=petition, slug="liberez")
    make_petition(title="أطلقوا سراحهم", language="ar", translation_of=petition, slug="hurriya")
    make_asked(petition, "fr", email="fr@example.org")
    update = make_update(petition)
    news.send(update, None, {"fr": ("Ils ont répondu", "<p>Enfin.</p><script>x</script>")})
    told = {language: client.get(f"/petitions/{slug}/").text.partition('id="story"')[2]
            for language, slug in (("en", "free"), ("fr", "liberez"), ("ar", "hurriya"))}  # fmt: skip
    assert '<h3 lang="fr" dir="ltr">Ils ont répondu</h3>' in told["fr"]
    assert "<p>Enfin.</p>" in told["fr"] and "At last." not in told["fr"] and "<script" not in told["fr"]
    for language in ("en", "ar"):  # nobody wrote it in Arabic: the original's words, and said to be so
        assert f'<h3 lang="en" dir="ltr">{update.title}</h3>' in told[language]
        assert "At last." in told[language] and "Enfin" not in told[language]
    assert client.get("/petitions/liberez.json").json()["timeline"][0]["title"] == "Ils ont répondu"


def test_words_that_were_translated_before_are_sent_as_they_are(client):
    client.force_login(make_account("campaigner"))
    petition = make_petition(language="en")
    make_petition(language="fr", translation_of=petition, slug="liberez")
    make_asked(petition, "fr", email="fr@example.org")
    update = make_update(petition)
    update.translations.create(language="fr", title="Ils ont répondu", body="<p>Enfin.</p>")
    page = client.get(f"/admin/campaigns/petitionupdate/{update.pk}/change/").text
    assert 'value="Ils ont répondu"' in page
    assert 'name="fr-title"' not in client.get(f"/admin/campaigns/petitionupdate/{update.pk}/send/").text
    assert news.send(update, None) == 1
    assert [(issue.language, issue.subject) for issue in Issue.objects.filter(language="fr")] == [
        ("fr", "Ils ont répondu")
    ]


def test_what_nobody_sees_yet_is_sent_to_nobody():
    petition = make_petition()
    make_asked(petition)
    assert news.send(make_update(petition, published_at=None), None) == 0
    assert Issue.objects.count() == 0


def test_news_follow_a_petition_to_its_new_address_and_reach_nobody_elses_readers(client):
    petition = make_petition(slug="free")
    make_asked(petition, email="amina@example.org")
    petition.slug = "free-the-printers"
    petition.save()
    namesake = make_petition(slug="free")
    assert news.readers(namesake).count() == 0
    assert news.send(make_update(namesake), None) == 0
    assert news.send(make_update(petition), None) == 1
    make_asked(namesake, email="bob@example.org")
    namesake.delete()
    assert news.readers(make_petition(slug="free")).count() == 0


def test_late_signers_are_led_to_what_happened_before(client):
    petition = make_petition()
    page = client.get(f"{petition.get_absolute_url()}thanks/").text
    assert f'href="{petition.get_absolute_url()}#story"' in page
