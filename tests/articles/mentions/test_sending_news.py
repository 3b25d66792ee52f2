"""Which changes of an article are told to the sites it links to, and when."""

import urllib.parse
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from articles.mentions import sending
from articles.models import Article, OutgoingMention
from publishing import checks
from tests.articles.mentions.telling import a_minute_later, posted, taking_webmentions, tell, write
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_drafts_planned_articles_links_to_ourselves_and_previews_tell_nobody(other):
    taking_webmentions(other)
    write(other, published_at=None)
    write(other, published_at=timezone.now() + timedelta(hours=1))
    make_article(body='<p><a href="/articles/">ours</a> <a href="http://testserver/x/">ours</a> <a>none</a></p>')
    a_minute_later()
    tell()
    assert (other.requests, OutgoingMention.objects.count()) == ([], 0)


def test_the_demo_and_a_staging_site_tell_nobody(other, settings):
    settings.SEND_MENTIONS = False
    taking_webmentions(other)
    write(other)
    a_minute_later()
    tell()
    assert (other.requests, OutgoingMention.objects.count()) == ([], 0)


def test_an_imported_article_is_told_only_after_somebody_changes_it(other):
    taking_webmentions(other)
    article = write(other)
    a_minute_later()
    Article.objects.update(links_told_at=F("updated_at"))
    tell()
    assert not posted(other)
    article.save()
    a_minute_later()
    Article.objects.update(links_told_at=timezone.now() - timedelta(hours=1))
    tell()
    assert len(posted(other)) == 1


def test_what_is_published_by_its_date_is_told_when_the_date_has_come(other):
    taking_webmentions(other)
    article = write(other, published_at=timezone.now() + timedelta(hours=1))
    a_minute_later()
    tell()
    assert not posted(other)
    with checks.exempt("the hour has come"):
        Article.objects.filter(pk=article.pk).update(published_at=timezone.now())
    tell()
    assert len(posted(other)) == 1


def test_an_editor_who_corrects_twice_tells_once(other):
    taking_webmentions(other)
    write(other)
    tell()
    assert not posted(other)
    a_minute_later()
    tell()
    assert len(posted(other)) == 1


def test_after_a_change_all_are_told_again_the_removed_link_too(other):
    taking_webmentions(other)
    other.answers["/second"] = other.answers["/post"]
    article = write(other)
    a_minute_later()
    tell()
    article.body = f'<p><a href="{other.url("/second")}">another</a></p>'
    article.save()
    a_minute_later()
    tell()
    assert [form["target"] for form in posted(other)] == [other.url("/post"), other.url("/second"), other.url("/post")]
    assert set(OutgoingMention.objects.values_list("status", "is_linked")) == {("told", True), ("told", False)}


@pytest.mark.parametrize("end", ["withdraw", "draft", "delete"])
def test_what_is_withdrawn_is_told_once_more(other, end):
    taking_webmentions(other)
    article = write(other)
    a_minute_later()
    tell()
    if end == "delete":
        article.delete()
    elif end == "draft":
        Article.objects.update(published_at=None)
    else:
        Article.objects.update(withdrawn_at=timezone.now(), withdrawn_because="A mistake.")
    tell()
    tell()
    assert len(posted(other)) == 2
    assert posted(other)[0] == posted(other)[1]


def test_what_is_withdrawn_while_it_is_told_of_a_change_is_told_as_well(other):
    taking_webmentions(other)
    article = write(other)
    a_minute_later()
    tell()
    sending.tell_links(article)
    Article.objects.update(withdrawn_at=timezone.now(), withdrawn_because="A mistake.")
    tell()
    assert len(posted(other)) == 2
    assert set(OutgoingMention.objects.values_list("status", "is_linked")) == {("told", False)}


@pytest.mark.parametrize("end", ["withdraw", "delete"])
def test_who_looks_after_that_finds_410(other, client, end):
    taking_webmentions(other)
    article = write(other)
    a_minute_later()
    tell()
    source = urllib.parse.urlsplit(OutgoingMention.objects.get().source_url).path
    assert client.get(source).status_code == 200
    if end == "delete":
        article.delete()
    else:
        Article.objects.update(withdrawn_at=timezone.now(), withdrawn_because="A mistake.")
    assert client.get(source).status_code == 410


def test_after_a_move_the_new_address_is_told(other):
    taking_webmentions(other)
    article = write(other, slug="before")
    a_minute_later()
    tell()
    article.slug = "after"
    article.save()
    a_minute_later()
    tell()
    assert [form["source"].rpartition("/articles/")[2] for form in posted(other)] == ["before/", "after/"]


def test_a_change_while_it_is_being_told_is_told_as_well(other):
    """The answer of the first telling must not cover up that there is something new."""
    taking_webmentions(other)
    article = write(other)
    a_minute_later()
    sending.look_for_news()
    mention = OutgoingMention.objects.get()
    sending.tell_links(article)
    assert not mention.settle("told", "")
    assert OutgoingMention.objects.get().status == "waiting"
