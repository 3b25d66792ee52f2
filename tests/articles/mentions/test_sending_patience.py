"""A site that is busy is told later, and none is asked often."""

import pytest

from articles.mentions import sending
from articles.models import OutgoingMention
from core.http.throttle import Throttle
from core.jobs.tasks import Later
from tests.articles.mentions.telling import a_minute_later, taking_webmentions, write
from tests.factories import make_article
from tests.loopback import page

pytestmark = pytest.mark.django_db


def test_a_busy_site_is_told_later_when_it_says_so(other):
    taking_webmentions(other, page("", "Retry-After: 7200", status="503 Service Unavailable"))
    write(other)
    a_minute_later()
    sending.look_for_news()
    with pytest.raises(Later) as later:
        sending.tell.call(OutgoingMention.objects.get().pk)
    assert later.value.seconds == 7200
    Throttle.objects.all().delete()
    taking_webmentions(other)
    sending.tell.call(OutgoingMention.objects.get().pk)
    mention = OutgoingMention.objects.get()
    assert (mention.status, mention.attempts, mention.outcome) == ("told", 1, "")


def test_a_site_that_never_answers_is_given_up(other):
    taking_webmentions(other, page("", status="500 Oh"))
    write(other)
    a_minute_later()
    sending.look_for_news()
    waits = []
    for _ in range(5):
        Throttle.objects.all().delete()
        try:
            sending.tell.call(OutgoingMention.objects.get().pk)
        except Later as later:
            waits.append(later.seconds)
    assert waits == [60, 600, 7200, 86400]
    assert OutgoingMention.objects.get().status == "failed"


def test_one_host_is_asked_once_a_minute(other):
    taking_webmentions(other)
    make_article(body="".join(f'<p><a href="{other.url(f"/{n}")}">x</a></p>' for n in range(3)))
    a_minute_later()
    sending.look_for_news()
    later = 0
    for mention in OutgoingMention.objects.all():
        try:
            sending.tell.call(mention.pk)
        except Later:
            later += 1
    assert later == 2


def test_a_link_farm_tells_a_hundred_at_most(other):
    article = make_article(body="".join(f'<p><a href="https://s{n}.example/">x</a></p>' for n in range(150)))
    a_minute_later()
    sending.look_for_news()
    assert article.outgoing_mentions.count() == 100
