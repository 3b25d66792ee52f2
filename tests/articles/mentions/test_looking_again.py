"""Mentions are looked at again: when they are told of anew, when their page is ill, and now and then."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.mentions import receiving
from articles.models import Mention
from tests.articles.mentions.pinging import SOURCE, forget_the_throttle, html, ping, url
from tests.factories import make_article, make_mention
from tests.loopback import page

pytestmark = pytest.mark.django_db


def test_asked_again_after_a_while_it_is_looked_at_again(client):
    article = make_article()
    mention = make_mention(article, source_url=SOURCE, asked_at=timezone.now() - timedelta(hours=1))
    for _ in range(4):
        ping(client, SOURCE, url(article))
    _at_once, later = DBTaskResult.objects.filter(task_path__endswith="verify").order_by("enqueued_at")
    assert timedelta(minutes=9) < later.run_after - timezone.now() <= timedelta(minutes=10)
    mention.refresh_from_db()
    assert mention.status == "approved"


def test_what_changes_within_ten_minutes_is_looked_at_when_they_are_over(client, source):
    """Shown at 00:52, its links taken out at 00:56 and told so: gone at 01:02, not a month later."""
    article = make_article()
    source.answers["/post"] = html(url(article))
    ping(client, source.url("/post"), url(article))
    mention = Mention.objects.get()
    receiving.verify.call(mention.pk)
    Mention.objects.get().approve()
    DBTaskResult.objects.all().delete()
    source.answers["/post"] = page("<p>Nothing here any more.")
    for _ in range(3):
        ping(client, source.url("/post"), url(article))
    (planned,) = DBTaskResult.objects.filter(task_path__endswith="verify")
    mention.refresh_from_db()
    assert planned.run_after == mention.asked_at
    assert timedelta(minutes=9) < planned.run_after - timezone.now() <= timedelta(minutes=10)
    forget_the_throttle()
    receiving.verify.call(*planned.args_kwargs["args"])
    mention.refresh_from_db()
    assert mention.status == "failed"


@pytest.mark.parametrize("status", ["503 Service Unavailable", "404 Not Found", "403 Forbidden"])
def test_a_source_that_is_ill_is_taken_down_only_after_three_strikes(source, status):
    mention = make_mention(make_article(), source_url=source.url("/post"))
    source.answers["/post"] = page("", status=status)
    shown = []
    for day in (0, 3, 6):
        forget_the_throttle()
        receiving.verify.call(mention.pk)
        mention.refresh_from_db()
        shown.append(mention.status)
        assert DBTaskResult.objects.filter(task_path__endswith="verify").count() == min(day // 3 + 1, 2)
    assert shown == ["approved", "approved", "failed"]


def test_one_good_answer_forgives_the_strikes(source):
    article = make_article()
    mention = make_mention(article, source_url=source.url("/post"), strikes=2)
    source.answers["/post"] = html(url(article))
    receiving.verify.call(mention.pk)
    mention.refresh_from_db()
    assert mention.strikes == 0


def test_a_source_that_asks_for_patience_gets_it(source):
    mention = make_mention(make_article(), source_url=source.url("/post"), status="pending")
    source.answers["/post"] = page("", "Retry-After: 43200", status="429 Too Many Requests")
    receiving.verify.call(mention.pk)
    planned = DBTaskResult.objects.get(task_path__endswith="verify").run_after
    assert timedelta(hours=11) < planned - timezone.now() < timedelta(hours=13)


def test_what_is_shown_is_looked_at_again_now_and_then(source):
    article, long_ago = make_article(), timezone.now() - timedelta(days=40)
    old = make_mention(article, source_url=source.url("/old"), verified_at=long_ago, asked_at=long_ago)
    make_mention(article, source_url=source.url("/new"), verified_at=timezone.now(), asked_at=long_ago)
    receiving.look_at_old_mentions()
    receiving.look_at_old_mentions()
    jobs = DBTaskResult.objects.filter(task_path__endswith="verify")
    assert [list(job.args_kwargs["args"]) for job in jobs] == [[old.pk]]


@pytest.mark.parametrize("status", ["hidden", "spam"])
def test_what_a_moderator_put_away_does_not_come_back_by_itself(source, status):
    article = make_article()
    mention = make_mention(article, source_url=source.url("/post"), status=status)
    answers = [html(url(article), "New pills: {link}"), page("", status="410 Gone"), html(url(article))]
    answers += [page("", status="404 Not Found")] * 3 + [html(url(article), "And more: {link}")]
    for answer in answers:
        source.answers["/post"] = answer
        forget_the_throttle()
        receiving.verify.call(mention.pk)
        mention.refresh_from_db()
        assert mention.status == status


def test_words_that_change_after_the_approval_wait_for_an_editor_again(client, source):
    article = make_article()
    mention = make_mention(article, source_url=source.url("/post"))
    source.answers["/post"] = html(url(article), "Now with pills: {link}!")
    receiving.verify.call(mention.pk)
    mention.refresh_from_db()
    assert mention.status == "verified"
    assert "pills" not in client.get(article.get_absolute_url()).text


def test_a_mention_of_an_article_that_became_a_draft_waits_until_it_is_public_again(source):
    article = make_article(summary="Why the presses stopped.")
    source.answers["/post"] = html(url(article))
    mention = make_mention(article, source_url=source.url("/post"), status="pending")
    published_at, article.published_at = article.published_at, None
    article.save()
    receiving.verify.call(mention.pk)
    assert source.requests == []
    article.published_at = published_at
    article.save()
    receiving.look_at_old_mentions()
    assert not DBTaskResult.objects.filter(task_path__endswith="verify").exists()
    Mention.objects.update(asked_at=timezone.now() - timedelta(days=2))
    receiving.look_at_old_mentions()
    (job,) = DBTaskResult.objects.filter(task_path__endswith="verify")
    receiving.verify.call(*job.args_kwargs["args"])
    assert Mention.objects.get().status == "verified"
