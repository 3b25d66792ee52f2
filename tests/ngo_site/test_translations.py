"""The interface in other languages: no broken catalogue, and pages and mails of one language throughout."""

import html
import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.utils import translation

from articles.comments import moderation, notifications
from articles.models import Notice
from core.models import OutboxMail
from core.templatetags.site import day
from tests.catalogues import FILES, compiled, messages
from tests.factories import make_article, make_comment, make_petition, make_poster
from tests.letters import form_token, link

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|</?[a-z]+\d?>|https?://\S+")
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.parts[-3])


@pytest.fixture
def in_english_and_french(settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
    with translation.override("en"):  # and back to it afterwards
        yield


def placeholders(text):
    return Counter(PLACEHOLDER.findall(text))


@each_file
def test_what_is_compiled_is_what_is_written(path):
    """After a change: django-admin compilemessages."""
    head, *rest = messages(path)
    assert not [message.msgid for message in rest if "fuzzy" in message.flags]
    written = {key: form for one in rest if one.is_translated for key, form in one.compiled.items()}
    assert {key: form for key, form in compiled(path).items() if key != ""} == written
    assert f"Language: {path.parts[-3]}\n" in head.forms[0]


@each_file
def test_a_translation_keeps_placeholders_and_tags(path):
    for message in messages(path)[1:]:
        if message.is_translated and message.msgid_plural is None:
            assert placeholders(message.forms[0]) == placeholders(message.msgid), message.msgid
        elif message.is_translated:  # “one response” may leave out the number
            every = placeholders(message.msgid_plural)
            assert placeholders(message.forms[max(message.forms)]) == every, message.msgid
            assert all(placeholders(form) <= every for form in message.forms.values()), message.msgid


@each_file
def test_a_translation_begins_and_ends_its_lines_as_the_message_does(path):
    for message in messages(path)[1:]:
        if message.is_translated:
            ends = [(words[0] == "\n", words[-1] == "\n") for words in (message.msgid, *message.forms.values())]
            assert len(set(ends)) == 1, message.msgid


def test_french_is_set_as_french_is():
    """A no-break space before what stands high, and the curved apostrophe."""
    (path,) = [path for path in FILES if path.parts[-3] == "fr"]
    for message in messages(path)[1:]:
        for form in message.forms.values():
            assert not re.search(r" [:;?!»]|« |\w'\w|[“”]", form), form


@pytest.mark.parametrize(
    ("language", "words"), [("en", "2 November 2026"), ("fr", "2 novembre 2026"), ("ru", "2 ноября 2026")]
)
def test_a_date_is_written_as_its_language_writes_it(language, words):
    with translation.override(language):
        assert day(datetime(2026, 11, 2, 12, tzinfo=UTC)) == words


def assert_french_alone(text):
    """Assert that no sentence stands in English there which the catalogue has in French.

    A word that is newer than its translation does no harm.
    """
    shown = " ".join(html.unescape(re.sub(r"<(script|style).*?</\1>", "", text, flags=re.S)).split())
    (path,) = [path for path in FILES if path.parts[-3] == "fr"]
    for message in messages(path)[1:]:
        parts = [" ".join(part.split()) for part in re.split(r"%\(\w+\)[sd]|%[sd]", message.msgid)]
        if message.is_translated and message.forms[0] != message.msgid:
            for part in parts:
                assert len(part) < 18 or part not in shown, part


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english_and_french")
def test_a_page_in_french_is_french_throughout(client):
    make_petition(slug="ink")
    make_comment(make_article(slug="paper"))
    make_poster(slug="wall")
    paths = ["", "articles/paper/", "petitions/ink/", "petitions/ink/kit/", "posters/wall/", "petitions/", "nowhere/"]
    paths += ["search/?q=nothing+at+all", "newsletter/", "join/", "petitions/ink/log/", "articles/", "webmention/"]
    for path in paths:
        page = client.get(f"/fr/{path}").text
        assert '<html lang="fr"' in page, path
        assert_french_alone(page)
    assert "Signer la pétition" in client.get("/fr/petitions/ink/").text
    assert "Sign the petition" in client.get("/petitions/ink/").text


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english_and_french")
def test_a_form_in_french_is_answered_in_french(client):
    make_petition(slug="ink")
    answer = client.post("/fr/petitions/ink/", {"form_token": form_token("SignForm"), "language": "fr"}).text
    assert "Veuillez remplir ce champ." in answer
    assert_french_alone(answer)


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english_and_french")
def test_who_signs_in_french_gets_a_mail_in_french_and_pages_behind_it(client):
    make_petition(slug="ink")
    alice = {"name": "Alice Moreau", "email": "alice@example.org", "country": "FR", "language": "fr", "updates": "on"}
    assert "Consultez votre messagerie" in client.post(
        "/fr/petitions/ink/", {**alice, "form_token": form_token("SignForm")}, follow=True
    ).text.replace("\xa0", " ")

    mail = OutboxMail.objects.get()
    assert mail.subject.startswith("Encore une étape")
    assert_french_alone(mail.text)
    path = link(mail, "confirm")
    assert path.startswith("/fr/")
    assert_french_alone(client.get(path).text)
    assert_french_alone(client.post(path, follow=True).text)
    assert_french_alone(client.get(link(mail, "withdraw")).text)


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english_and_french")
def test_letters_asked_for_in_french_begin_in_french(client):
    clara = {"email": "clara@example.org", "language": "fr", "form_token": form_token("SubscribeForm")}
    assert_french_alone(client.post("/fr/newsletter/", clara, follow=True).text)
    mail = OutboxMail.objects.get()
    assert link(mail, "confirm").startswith("/fr/")
    assert_french_alone(mail.subject + mail.text)


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english_and_french")
@pytest.mark.parametrize("said", [{"language": "fr"}, {}], ids=["said in the form", "the page's"])
def test_who_comments_in_french_is_answered_in_french(client, said):
    article = make_article(slug="paper")
    bob = {"name": "Bob", "email": "bob@example.org", "comment": "Tout à fait.", "followup": "article"}
    answer = client.post(
        "/fr/articles/paper/comments/", {**bob, **said, "form_token": form_token("CommentForm")}, follow=True
    )
    assert_french_alone(answer.text)
    mail = OutboxMail.objects.get()
    assert_french_alone(mail.subject + mail.text)
    for page in (client.get(link(mail, "confirm")), client.post(link(mail, "confirm"), follow=True)):
        assert_french_alone(page.text)
    assert_french_alone(client.get(link(mail, "withdraw")).text)

    OutboxMail.objects.all().delete()
    moderation.decide(make_comment(article, "Why?", is_public=False), "approve", None)
    Notice.objects.update(created_at=datetime(2026, 1, 1, tzinfo=UTC))
    with translation.override("en"):  # as the worker is
        assert notifications.mail_followers() == 1
    mail = OutboxMail.objects.get()
    assert_french_alone(mail.subject + mail.text)
    assert re.findall(r"http://testserver(/\w+/)", mail.text) == ["/fr/"] * 3


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english_and_french")
def test_who_joins_in_french_is_answered_in_french(client):
    david = {"name": "David Okafor", "email": "david@example.org", "country": "NG", "message": "J’imprime."}
    answer = client.post("/fr/join/", {**david, "form_token": form_token("JoinForm")}, follow=True)
    mail = OutboxMail.objects.get()
    pages = [client.get(link(mail, "confirm")), client.post(link(mail, "confirm"), follow=True)]
    assert_french_alone("".join([answer.text, mail.subject, mail.text, *(page.text for page in pages)]))
