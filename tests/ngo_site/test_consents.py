"""What is kept of a consent is what the form showed: in its language, with page, way and day, whatever is new since."""

import datetime
import re
from html import unescape

import pytest
from django.utils import timezone

from articles.models import CommentOptIn, Follower
from campaigns.models import Attempt, Petition
from core.crypto.sealed_box import open_sealed
from core.models import OutboxMail
from newsletters.models import ConsentWording, Subscriber
from newsletters.models.wording import DEFAULTS
from organisation.models import Volunteer
from tests.factories import make_article, make_campaign, make_petition, make_subscriber
from tests.letters import link
from tests.ngo_site import strangers

pytestmark = pytest.mark.django_db

FORMS = {
    "/newsletter/": ("newsletter", Subscriber),
    "/join/": ("joining", Volunteer),
    "/petitions/free/adopt/": ("updates", Subscriber),
    "/campaigns/free/adopt/": ("newsletter", Subscriber),
    "/articles/ink/comments/follow/": ("comments", Follower),
}


@pytest.fixture(autouse=True)
def _site(settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français"), ("ar", "العربية")]
    make_petition(slug="free", title="Free them")
    make_campaign(slug="free")
    make_article(slug="ink")


def in_language(path, language):
    return path if language == "en" else f"/{language}{path}"


def wording(purpose, language, text, **fields):
    return ConsentWording.objects.create(purpose=purpose, language=language, text=text, **fields)


def shown(client, path):
    """Return the page as a person reads it, and its form as a browser sends it back."""
    html = client.get(path).text
    (form,) = [form for form in strangers.forms(html) if form.find(attrs={"name": "seen"})]
    return unescape(html), form


def send(client, path, form, **typed):
    return client.post(form.get("action") or path, strangers.fill_in(form, **typed))


def today():
    return f"{timezone.now():%Y-%m-%d}"


@pytest.mark.parametrize(("language", "spoken"), [("en", "en"), ("fr", "fr"), ("ar", "en")])
@pytest.mark.parametrize("path", FORMS)
def test_every_form_shows_what_is_kept(client, path, language, spoken):
    purpose, model = FORMS[path]
    # Somebody has signed in English before: its wording is kept, and stays the English one.
    for each in ConsentWording.objects.current("en").values():
        ConsentWording.objects.keep(each)
    here, text = in_language(path, language), DEFAULTS[spoken][purpose]
    page, form = shown(client, here)
    assert text in page
    assert (f'<span lang="{spoken}" dir="auto">{text}' in page) is (language != spoken)
    newer = wording(purpose, language, "NEW: and my money, too.")
    send(client, here, form, email="amina@example.org")
    person = model.objects.get()
    assert person.consent == (
        f"{purpose} {ConsentWording(text=text).hash()} ({spoken}, page {here}, form on the web, button in the mail,"
        f" {today()}): {text}"
    )
    mail = OutboxMail.objects.get()
    assert text in mail.text
    assert text in unescape(client.get(link(mail, "confirm")).text)
    assert newer.text in shown(client, here)[0]


@pytest.mark.parametrize(("language", "text"), [("en", "I sign."), ("fr", "Je signe."), ("ar", "أوقّع")])
def test_words_of_the_editors_come_before_those_of_the_house(client, language, text):
    wording("newsletter", language, text)
    page, form = shown(client, in_language("/newsletter/", language))
    assert text in page
    send(client, in_language("/newsletter/", language), form)
    assert f"({language}, page {in_language('/newsletter/', language)}," in Subscriber.objects.get().consent


def test_a_page_that_was_open_does_not_bring_the_old_words_back(client):
    """The words of the house are kept at their first use, which may come after the editors wrote their own."""
    _page, form = shown(client, "/newsletter/")
    wording("newsletter", "en", "Ours now.")
    send(client, "/newsletter/", form)
    assert ConsentWording.objects.filter(purpose="newsletter").count() == 2
    assert "Ours now." in shown(client, "/newsletter/")[0]


def test_what_was_never_shown_cannot_be_claimed(client):
    later = wording("newsletter", "en", "Tomorrow.", valid_from=timezone.now() + datetime.timedelta(days=1))
    for seen in (later.version, "made-up", "x" * 5000, "'; DROP TABLE", "\0", f"{later.version}\0"):
        _page, form = shown(client, "/newsletter/")
        form.find(attrs={"name": "seen"})["value"] = seen
        send(client, "/newsletter/", form, email="bob@example.org")
        assert DEFAULTS["en"]["newsletter"] in Subscriber.objects.get().consent


def test_who_asks_again_before_the_button_agrees_to_what_was_shown_last(client):
    _page, form = shown(client, "/newsletter/")
    send(client, "/newsletter/", form, email="amina@example.org")
    wording("newsletter", "fr", "Troisième.")
    _page, form = shown(client, "/fr/newsletter/")
    send(client, "/fr/newsletter/", form, email="amina@example.org")
    amina = Subscriber.objects.get()
    assert (amina.language, amina.agreed) == ("fr", "Troisième.")


def test_who_gets_letters_already_changes_their_language_by_a_button(client):
    make_subscriber(email="amina@example.org", language="en", consent="as it was")
    _page, form = shown(client, "/fr/newsletter/")
    send(client, "/fr/newsletter/", form, email="amina@example.org")
    mail = OutboxMail.objects.get()
    assert "Français" in mail.text
    path = link(mail, "confirm-language")
    assert re.search(r"Français\s?\?", client.get(path).text)  # in French, a blank that does not break
    assert Subscriber.objects.get().language == "en"
    client.post(path)
    amina = Subscriber.objects.get()
    assert (amina.language, amina.consent, amina.status) == ("fr", "as it was", "confirmed")
    assert client.post(path.replace("language/", "language/x")).status_code == 404


def test_who_asks_again_in_the_same_language_is_offered_none(client):
    make_subscriber(email="amina@example.org", language="fr")
    _page, form = shown(client, "/fr/newsletter/")
    send(client, "/fr/newsletter/", form, email="amina@example.org")
    assert "confirm-language" not in OutboxMail.objects.get().text


@pytest.mark.parametrize(("language", "spoken"), [("en", "en"), ("fr", "fr"), ("ar", "en")])
def test_a_signature_keeps_what_its_form_showed(client, private_key, language, spoken):
    ConsentWording.objects.keep(ConsentWording.objects.current("en")["signature"])
    path = in_language("/petitions/free/", language)
    page, form = shown(client, path)
    for purpose in ("signature", "updates", "newsletter"):
        assert DEFAULTS[spoken][purpose] in page
        wording(purpose, language, f"NEW {purpose}")
    answers = strangers.fill_in(form, email="amina@example.org") | {"updates": "on", "newsletter": "on"}
    client.post(path, answers)
    consent = open_sealed(Attempt.objects.get().sealed, private_key)["consent"]
    assert {language for _purpose, language, _version in consent["wordings"]} == {spoken}
    assert consent["shown_at"] == path
    client.post(link(OutboxMail.objects.get(), "confirm"))
    kept = {row.topic: row for row in Subscriber.objects.confirmed()}
    assert {row.language for row in kept.values()} == {language}
    assert kept["petition:free"].agreed == DEFAULTS[spoken]["updates"]
    assert f"({spoken}, page {path}, form on the web, button in the mail, {today()})" in kept["petition:free"].consent
    # Beside the newsletter it would tell who signed what.
    assert "free" not in kept[""].consent
    assert kept[""].agreed == DEFAULTS[spoken]["newsletter"]


def test_the_code_from_the_mail_is_the_way_that_is_kept(client):
    _page, form = shown(client, "/petitions/free/")
    answers = strangers.fill_in(form, email="amina@example.org") | {"updates": "on"}
    sent = client.post("/petitions/free/", answers)
    (asked,) = [form for form in strangers.forms(sent.text) if form.find(attrs={"name": "code"})]
    code = re.search(r"^\s+([0-9A-Z]{4} [0-9A-Z]{4})$", OutboxMail.objects.get().text, re.M)[1]
    client.post(asked.get("action"), strangers.fill_in(asked, code=code))
    assert "form on the web, code from the mail" in Subscriber.objects.confirmed().get().consent


def test_who_signs_again_in_another_language_gets_news_in_it_and_agreed_when_they_did(client):
    petition = Petition.objects.get()
    make_subscriber(email="amina@example.org", topic=petition.topic, language="en", consent="as it was")
    _page, form = shown(client, "/fr/petitions/free/")
    client.post("/fr/petitions/free/", strangers.fill_in(form, email="amina@example.org") | {"updates": "on"})
    client.post(link(OutboxMail.objects.get(), "confirm"))
    amina = Subscriber.objects.get()
    assert (amina.language, amina.consent) == ("fr", "as it was")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_commenter_agrees_to_mail_in_the_words_beside_the_choice(client, language):
    path, text = in_language("/articles/ink/", language), DEFAULTS[language]["comments"]
    page, form = shown(client, path)
    assert text in page
    to = in_language("/articles/ink/comments/", language)
    answers = strangers.fill_in(form, email="amina@example.org")
    client.post(to, answers | {"followup": "thread"})
    assert text in OutboxMail.objects.get().text
    client.post(link(OutboxMail.objects.get(), "confirm"))
    assert Follower.objects.get().agreed == text
    client.post(to, answers | {"comment": "And without mail.", "followup": ""})
    assert CommentOptIn.objects.latest("pk").consent == ""


def test_records_of_before_keep_what_they_say(client, admin_client):
    before = "newsletter 226bdb06750f44e9 (en, form on the web and button in a mail): Send me the newsletter."
    row = make_subscriber(email="amina@example.org", consent=before)
    assert row.agreed == "Send me the newsletter."
    assert before in unescape(admin_client.get(f"/admin/newsletters/subscriber/{row.pk}/change/").text)
