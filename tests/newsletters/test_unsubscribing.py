"""Clara leaves: what ended is named, what goes on too, and the link in any letter works for good."""

import pytest
from django.core import signing
from django.urls import reverse

from core.mail.double_opt_in import hash_token
from core.mail.erased_links import is_quiet
from core.models import OutboxMail
from newsletters.models import Subscriber
from newsletters.sending import send_off
from newsletters.subscribing import begin_letters, drop_topic, rename_topic, subscribe
from tests.factories import make_issue, make_petition, make_subscriber
from tests.letters import link
from tests.newsletters.mailing import part, sent
from tests.newsletters.test_subscribing import form_for

pytestmark = pytest.mark.django_db
CLARA = "clara@example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def subscribed(email=CLARA, topic=""):
    begin_letters(topic, email, "en", "yes")
    return Subscriber.objects.of(email).get(topic=topic)


def topics(email=CLARA):
    return set(Subscriber.objects.of(email).confirmed().values_list("topic", flat=True))


def letter(topic="", email=CLARA):
    """Return the text of a new letter's copy that goes to this address, or None."""
    OutboxMail.objects.all().delete()
    issue = make_issue(topic=topic)
    send_off(issue)
    copy = sent().get(email)
    return part(copy, "plain") if copy else None


@pytest.mark.parametrize("kind", ["unsubscribe", "withdraw"])
@pytest.mark.parametrize("spoilt", ["garbage", "cut", "of another secret"])
def test_a_link_that_is_none_says_so_and_changes_nothing(client, kind, spoilt, settings):
    path = subscribed().unsubscribe_path.replace("unsubscribe", kind)
    if spoilt == "of another secret":
        settings.FINGERPRINT_SECRET = "the one of another site, or one that was lost"
    path = {"garbage": f"/newsletter/{kind}/garbage/", "cut": path[:-9] + "/"}.get(spoilt, path)
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 404
        assert "This link does not work" in answer.text and "Nothing was changed" in answer.text
        assert "left" not in answer.text.lower().split("</header>")[0].split("<main")[-1]
    if kind == "unsubscribe":
        assert client.post(path, ONE_CLICK).status_code == 404
    assert Subscriber.objects.confirmed().count() == 1


def test_leaving_one_topic_names_it_and_what_goes_on_and_offers_to_leave_all(client):
    petition = make_petition(title="Свобода печати", slug="svoboda")
    newsletter = subscribed()
    subscribed(topic=petition.topic)
    subscribed("bob@example.org")
    path = newsletter.unsubscribe_path
    before = client.get(path).text
    assert "the newsletter" in before and "news of “Свобода печати”" in before and CLARA not in before
    page = client.post(path).text
    ended, _still, going_on = page.partition("This address still gets")
    assert "You have left" in ended and "the newsletter" in ended and "Свобода печати" not in ended
    assert "news of “Свобода печати”" in going_on and "Leave all letters" in going_on
    assert topics() == {petition.topic}
    again = client.get(path).text
    assert "You have left already" in again and "news of “Свобода печати”" in again
    page = client.post(path, {"everything": "yes"}).text
    assert "No other letters of ours" in page and "news of “Свобода печати”" in page
    assert topics() == set() and topics("bob@example.org") == {""}


def test_somebody_elses_letters_are_not_named(client):
    petition = make_petition(title="Free them")
    subscribed("bob@example.org", petition.topic)
    assert "Free them" not in client.post(subscribed().unsubscribe_path).text


@pytest.mark.parametrize("way", ["page", "one click"])
def test_the_link_in_an_old_letter_works_after_leaving_and_coming_back(client, way, settings):
    subscribed()
    old = link(letter(), "unsubscribe")
    client.post(old, ONE_CLICK)
    assert letter() is None
    client.post("/newsletter/", form_for())
    client.post(link(OutboxMail.objects.get(), "confirm"))
    assert letter() is not None
    settings.SECRET_KEY = "a new one, for the old one was in a backup that got lost"
    answer = client.post(old, ONE_CLICK if way == "one click" else {})
    assert (answer.status_code, topics()) == (204 if way == "one click" else 200, set())
    assert client.post(old, ONE_CLICK).status_code == 204  # it is so
    assert letter() is None


def test_a_petition_with_a_new_address_keeps_the_links_of_its_old_letters(client):
    petition = make_petition(slug="free", title="Free them")
    subscribed(topic="petition:free")
    old = link(letter("petition:free"), "unsubscribe")
    for slug in ("free-them", "free-them-now"):
        petition.slug = slug
        petition.save()
    assert "Free them" in client.get(old).text
    client.post(old)
    assert topics() == set()
    # Clara comes back under the new address, and a letter of the old one ends it still.
    subscribed(topic="petition:free-them-now")
    client.post(old, ONE_CLICK)
    assert topics() == set()


def test_a_topic_that_is_no_more_leaves_no_names_behind():
    rename_topic("petition:a", "petition:b")
    drop_topic("petition:b")
    from newsletters.models import FormerTopic

    assert not FormerTopic.objects.exists()


def test_links_of_before_work_as_long_as_their_row_does_and_tell_what_they_cannot_know(client):
    row = subscribed()
    old = reverse("newsletters:unsubscribe", args=[signing.dumps(row.pk, salt="unsubscribe")])
    assert client.get(old).status_code == 200
    assert client.post(old, ONE_CLICK).status_code == 204
    assert topics() == set()
    subscribed()
    page = client.get(old).text
    assert "You have left already" in page and "use the link in the newest letter" in page
    token = "t" * 22
    other = make_subscriber(token_hash=hash_token(token))
    client.post(f"/newsletter/withdraw/{token}/")
    other.refresh_from_db()
    assert other.status == "withdrawn"


def test_the_first_of_two_mails_erases_what_the_second_confirmed(client):
    for _ in range(2):
        client.post("/newsletter/", form_for())
    first, second = OutboxMail.objects.order_by("pk")
    client.post(link(second, "confirm"))
    assert topics() == {""}
    page = client.post(link(first, "withdraw")).text
    assert "You have left" in page and "the newsletter" in page
    assert topics() == set()
    assert "You have left already" in client.get(link(second, "withdraw")).text


@pytest.mark.parametrize("body", [ONE_CLICK, {}])
def test_the_link_of_a_letter_ends_a_new_wish_too_and_keeps_no_mail_away(client, body):
    subscriber = subscribed()
    path = subscriber.unsubscribe_path
    subscriber.withdraw()
    subscribe(CLARA, "en", "yes")
    answer = client.post(path, body)
    assert answer.status_code in {200, 204} and "It was not confirmed" not in answer.text
    assert not Subscriber.objects.active().exists() and not is_quiet(CLARA)
