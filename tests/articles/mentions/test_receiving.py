"""We look at the page that links to us, over real HTTP: what it says, and whether it may be shown."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.mentions import receiving
from articles.models import Article, Mention
from core import redirects
from tests.articles.mentions.pinging import forget_the_throttle, html, ping, url
from tests.factories import make_article, make_mention, make_photo
from tests.loopback import page, serving
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db


def test_the_job_reads_the_other_page_and_an_editor_lets_it_stand(client, source):
    article = make_article(title="The press")
    source.answers["/post"] = html(url(article))
    ping(client, source.url("/post"), url(article))
    mention = Mention.objects.get()
    receiving.verify.call(mention.pk)
    mention.refresh_from_db()
    assert (mention.status, mention.title) == ("verified", "A reader’s blog")
    assert mention.excerpt == "[…] They wrote it down: The press in the cellar, and it is worth reading. […]"
    assert "reader" not in client.get(article.get_absolute_url()).text
    assert mention.approve()
    assert not mention.approve()
    assert mention.excerpt in client.get(article.get_absolute_url()).text


def test_a_photograph_can_be_mentioned_too(client, source):
    photo = make_photo()
    source.answers["/post"] = html(url(photo))
    ping(client, source.url("/post"), url(photo))
    receiving.verify.call(Mention.objects.get().pk)
    assert Mention.objects.get().status == "verified"


@pytest.mark.parametrize(
    "answer",
    [
        page("<p>No link at all</p>"),
        page("", status="410 Gone"),
        page("%PDF-1.4", content_type="application/pdf"),
    ],
)
def test_a_source_without_the_link_is_not_shown_any_more(source, answer):
    article = make_article()
    mention = make_mention(article, source_url=source.url("/post"))
    source.answers["/post"] = answer
    receiving.verify.call(mention.pk)
    mention.refresh_from_db()
    assert mention.status == "failed"


@pytest.mark.parametrize(
    ("document", "relation", "excerpt"),
    [
        (
            '<a class="u-in-reply-to" href="{link}">x</a><div class="e-content">I agree <b>fully</b>.</div>',
            "reply",
            "I agree fully.",
        ),
        (
            '<div class="h-cite u-in-reply-to"><p><a href="{link}">it</a></p></div><p class="e-content">No.</p>',
            "reply",
            "No.",
        ),
        ('<p>Liked: <a class="u-like-of" href="{link}">it</a></p>', "like", "[…] Liked: it […]"),
        ('<p>Again: <a class="u-url u-repost-of" href="{link}">it</a></p>', "repost", "[…] Again: it […]"),
        ('<p>Kept: <a class="u-bookmark-of" href="{link}">it</a></p>', "bookmark", "[…] Kept: it […]"),
        (
            '<a class="u-like-of" href="https://other.example/">o</a><p>Read <a href="{link}">it</a></p>',
            "mention",
            "[…] Read it […]",
        ),
    ],
)
def test_the_microformats_say_what_the_other_page_does_with_ours(client, source, document, relation, excerpt):
    article = make_article()
    mention = make_mention(article, source_url=source.url("/post"), status="pending", relation="mention")
    source.answers["/post"] = page("<title>T</title>" + document.format(link=url(article)))
    receiving.verify.call(mention.pk)
    mention.refresh_from_db()
    assert (mention.relation, mention.excerpt) == (relation, excerpt)
    mention.approve()
    shown = {"reply": "Replies", "like": "Liked by", "repost": "Passed on by", "bookmark": "Kept by"}
    assert shown.get(relation, "") in client.get(article.get_absolute_url()).text


def test_a_link_to_where_the_article_lived_before_is_a_link_to_it(client, source):
    article = make_article(slug="before")
    old = url(article)
    kept = make_mention(article, source_url=source.url("/kept"), target_url=old, status="pending")
    Article.objects.filter(pk=article.pk).update(slug="after")
    redirects.remember("/articles/before/", "/articles/after/")
    article.refresh_from_db()
    ping(client, source.url("/post"), old)
    new = Mention.objects.get(source_url=source.url("/post"))
    # One page was changed since, the other was written when the article had moved.
    source.answers |= {"/kept": html(url(article)), "/post": html(old)}
    for mention in (kept, new):
        forget_the_throttle()
        receiving.verify.call(mention.pk)
        mention.refresh_from_db()
        assert (mention.target, mention.status) == (article, "verified")


def test_told_with_another_spelling_a_mention_without_a_link_is_looked_at_anew(client, source):
    article = make_article()
    source.answers["/post"] = html(url(article) + "?utm_source=mail")
    for target in (url(article), url(article) + "?utm_source=mail"):
        ping(client, source.url("/post"), target)
        Mention.objects.update(asked_at=timezone.now() - timedelta(hours=1))
        forget_the_throttle()
        receiving.verify.call(Mention.objects.get().pk)
    assert Mention.objects.get().status == "verified"


def test_a_page_that_asks_not_to_be_listed_is_linked_without_its_words(source):
    article = make_article()
    mention = make_mention(article, source_url=source.url("/post"), status="pending", title="", excerpt="")
    source.answers["/post"] = page(
        f'<meta name="robots" content="noindex"><p>Look: <a href="{url(article)}">here</a></p>'
    )
    receiving.verify.call(mention.pk)
    mention.refresh_from_db()
    assert (mention.status, mention.title, mention.excerpt) == ("verified", "", "")


def test_an_address_inside_the_house_is_never_asked(client):
    article = make_article()
    with serving({"/": html(url(article))}) as server:
        ping(client, server.url("/"), url(article))
        receiving.verify.call(Mention.objects.get().pk)
        assert server.requests == []
    assert Mention.objects.get().status == "failed"


@pytest.mark.django_db(transaction=True)
def test_the_real_worker_does_it(client, source, start_worker):
    article = make_article()
    source.answers["/post"] = html(url(article))
    start_worker(FETCH_ALLOWED_LOOPBACK=source.host_port)
    ping(client, source.url("/post"), url(article))
    wait_until(lambda: Mention.objects.get().status == "verified")
    assert len(source.requests) == 1
