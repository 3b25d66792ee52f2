"""Nobody makes us ask a host more often than once a minute, or look at a flood."""

import time
from contextlib import suppress

import pytest

from articles.mentions import politeness, receiving
from articles.models import Mention
from core.http import throttle
from core.http.throttle import Throttle
from core.jobs.tasks import Later
from tests.articles.mentions.pinging import SOURCE, html, ping, url
from tests.factories import make_article, make_mention
from tests.loopback import redirect, serving

pytestmark = pytest.mark.django_db


def _throttles_of(scope, key):
    return [throttle.keys_of(scope, key, time.time())[0]]


def test_a_flood_from_one_host_is_cut_and_so_is_one_from_many(client, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_PER_HOST", 3)
    monkeypatch.setattr(receiving, "MOST_IN_ALL", 8)
    article = make_article()
    for number in range(10):
        ping(client, f"https://flood.example/?x={number}", url(article))
    assert Mention.objects.count() == 3
    for number in range(10):
        ping(client, f"https://flood{number}.example/", url(article))
    assert Mention.objects.count() == 8


def test_one_sender_does_not_use_up_what_is_for_all(client, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_PER_NETWORK", 3)
    article = make_article()
    for number in range(10):
        ping(client, f"https://flood{number}.example/", url(article))
    assert Mention.objects.count() == 3
    client.defaults["REMOTE_ADDR"] = "203.0.113.7"
    ping(client, SOURCE, url(article))
    assert Mention.objects.count() == 4


def test_one_host_is_asked_once_a_minute(source):
    article = make_article()
    first, second = (make_mention(article, source_url=source.url(f"/{n}"), status="pending") for n in range(2))
    source.answers |= {"/0": html(url(article)), "/1": html(url(article))}
    receiving.verify.call(first.pk)
    with pytest.raises(Later):
        receiving.verify.call(second.pk)
    assert len(source.requests) == 1


@pytest.mark.crowd
def test_a_thousand_pings_about_one_host_are_one_request_a_minute(client, source):
    article = make_article()
    source.answers |= {f"/?x={n}": html(url(article)) for n in range(1000)}
    for number in range(1000):
        client.defaults["REMOTE_ADDR"] = f"203.0.{number % 250}.7"
        ping(client, source.url(f"/?x={number}"), f"{url(article)}?x={number}")
    assert Mention.objects.count() == receiving.MOST_PER_HOST
    for mention in Mention.objects.all():
        with suppress(Later):
            receiving.verify.call(mention.pk)
    assert len(source.requests) == 1


def test_redirects_do_not_lead_to_one_host_more_often(settings, source):
    """Many hosts of a stranger send us to one that has nothing to do with it."""
    article, victim = make_article(), "127.0.0.2"
    with serving({}, address=victim) as other:
        settings.FETCH_ALLOWED_LOOPBACK = [source.host_port, other.host_port]
        source.answers["/aimed"] = redirect(other.url("/"))
        mention = make_mention(article, source_url=source.url("/aimed"), status="pending")
        receiving.verify.call(mention.pk)
        Throttle.objects.exclude(pk__in=_throttles_of("mention-fetch host", victim)).delete()
        with pytest.raises(Later):
            receiving.verify.call(mention.pk)
        assert (len(source.requests), len(other.requests)) == (2, 1)


def test_many_names_of_one_computer_are_asked_a_few_times_a_minute():
    """A stranger lets a thousand names of their own point to somebody else's computer."""
    asked = [politeness.Visit()(f"name{n}.example", ["192.0.2.7"]) for n in range(20)]
    assert sum(asked) == politeness.MOST_PER_ADDRESS
    assert politeness.Visit()("name.example", ["192.0.2.8"])


def test_one_visit_counts_a_host_once():
    visit = politeness.Visit()
    assert visit("blog.example", ["192.0.2.7"])
    assert visit("blog.example", ["192.0.2.7"])
    assert not politeness.Visit()("blog.example", ["192.0.2.7"])
