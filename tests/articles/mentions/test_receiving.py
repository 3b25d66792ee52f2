"""Another blog links to us: over real HTTP, from its ping to the page, with a worker that goes and looks."""

import re
import time
import xmlrpc.client
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.mentions import politeness, receiving
from articles.models import Article, Mention
from core import redirects
from core.http import throttle
from core.http.throttle import Throttle
from core.jobs.tasks import Later
from tests.factories import make_article, make_mention, make_photo
from tests.loopback import page, redirect, serving
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db


def ping(client, source, target, path="/pingback/"):
    body = xmlrpc.client.dumps((source, target), "pingback.ping")
    return client.post(path, body, content_type="text/xml")


def url(obj):
    return f"http://testserver{obj.get_absolute_url()}"


def forget_the_throttle():
    Throttle.objects.all().delete()


def _throttles_of(scope, key):
    return [throttle._hmac(scope, key, time.time())]


SOURCE = "https://blog.example/post"


def test_a_ping_is_kept_and_its_source_is_to_be_looked_at(client):
    article = make_article()
    response = ping(client, SOURCE, url(article))
    ((answer,), _method) = xmlrpc.client.loads(response.content)
    assert "Thank you" in answer
    mention = Mention.objects.get()
    assert (mention.target, mention.source_url, mention.kind, mention.status) == (
        article,
        SOURCE,
        "pingback",
        "pending",
    )
    assert [list(job.args_kwargs["args"]) for job in DBTaskResult.objects.filter(task_path__endswith="verify")] == [
        [mention.pk]
    ]


@pytest.mark.parametrize("path", ["/pingback/", "/xmlrpc.php"])
def test_both_addresses_answer_and_set_no_cookie(client, path):
    response = ping(client, SOURCE, url(make_article()), path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/xml; charset=utf-8")
    assert not response.cookies
    assert client.get(path).status_code == 405
    assert Mention.objects.count() == 1


def test_the_answer_tells_nothing(client):
    draft, closed, article = make_article(published_at=None), make_article(mentions_open=False), make_article()
    answers = {
        ping(client, source, target).content
        for source, target in [
            (SOURCE, url(article)),
            (SOURCE, url(article)),
            ("nonsense", url(article)),
            ("file:///etc/passwd", url(article)),
            ("http://127.0.0.1:5432/", url(article)),
        ]
    }
    assert len(answers) == 1
    refusals = {
        ping(client, SOURCE, target).content
        for target in [
            url(draft),
            url(closed),
            "http://testserver/articles/nothing/",
            "http://testserver/admin/",
            "http://evil.example/?http://testserver/articles/",
            "nonsense",
            "",
        ]
    }
    assert len(refusals) == 1
    with pytest.raises(xmlrpc.client.Fault) as fault:
        xmlrpc.client.loads(refusals.pop())
    assert fault.value.faultCode == 0x0021  # "either doesn't exist, or is not a pingback-enabled resource"
    assert sorted(Mention.objects.values_list("source_url", flat=True)) == ["http://127.0.0.1:5432/", SOURCE]


def test_our_own_links_are_no_news(client):
    ping(client, url(make_article()), url(make_article()))
    assert Mention.objects.count() == 0


def test_the_same_source_in_two_spellings_is_one_mention_fetched_once(client):
    article = make_article()
    for source in (SOURCE, "HTTPS://Blog.Example:443/post#there"):
        ping(client, source, url(article))
    assert Mention.objects.count() == 1
    assert DBTaskResult.objects.filter(task_path__endswith="verify").count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_pings_at_once_are_one_mention_fetched_once():
    article = make_article()

    def send(_):
        try:
            return ping(Client(), SOURCE, url(article)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(send, range(20))) == {200}
    assert Mention.objects.count() == 1
    assert DBTaskResult.objects.filter(task_path__endswith="verify").count() == 1


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


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", -32700),
        (b"<!DOCTYPE x><methodCall/>", -32700),
        (b"<methodCall><methodName>system.multicall</methodName></methodCall>", -32601),
        (b"<methodCall><methodName>pingback.ping</methodName></methodCall>", -32602),
        (b"x" * 60_000, -32700),
    ],
)
def test_what_is_no_ping_gets_a_fault(client, body, code):
    response = client.post("/pingback/", body, content_type="text/xml")
    with pytest.raises(xmlrpc.client.Fault) as fault:
        xmlrpc.client.loads(response.content)
    assert fault.value.faultCode == code


def test_what_is_larger_than_any_ping_is_not_read(client):
    assert client.post("/pingback/", b"x" * 100_000, content_type="text/xml").status_code == 413


def test_methods_are_listed(client):
    body = xmlrpc.client.dumps((), "system.listMethods")
    ((methods,), _) = xmlrpc.client.loads(client.post("/pingback/", body, content_type="text/xml").content)
    assert "pingback.ping" in methods


def test_an_article_says_where_pingbacks_go_once_in_the_header_and_once_in_the_page(client):
    response = client.get(
        make_article(body='<p>&lt;link rel="pingback" href="http://evil.example/"&gt;</p>').get_absolute_url()
    )
    assert response["X-Pingback"] == "http://testserver/pingback/"
    # The pattern of the specification, to the letter.
    assert re.findall(r'<link rel="pingback" href="([^"]+)" ?/?>', response.text) == ["http://testserver/pingback/"]
    closed = client.get(make_article(mentions_open=False).get_absolute_url())
    assert "X-Pingback" not in closed
    assert "pingback" not in closed.text


def html(target, around="They wrote it down: {link}, and it is worth reading."):
    link = f'<a href="{target}">The press in the cellar</a>'
    return page(f"<title>A reader’s blog</title><p>{around.format(link=link)}</p>")


@pytest.fixture
def source(settings):
    """A blog on this computer, which the one door is allowed to reach."""
    with serving({}) as server:
        settings.FETCH_ALLOWED_LOOPBACK = [server.host_port]
        yield server


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


def test_words_that_change_after_the_approval_wait_for_an_editor_again(client, source):
    article = make_article()
    mention = make_mention(article, source_url=source.url("/post"))
    source.answers["/post"] = html(url(article), "Now with pills: {link}!")
    receiving.verify.call(mention.pk)
    mention.refresh_from_db()
    assert mention.status == "verified"
    assert "pills" not in client.get(article.get_absolute_url()).text


def test_a_page_that_asks_not_to_be_listed_is_linked_without_its_words(source):
    article = make_article()
    mention = make_mention(article, source_url=source.url("/post"), status="pending", title="", excerpt="")
    source.answers["/post"] = page(
        f'<meta name="robots" content="noindex"><p>Look: <a href="{url(article)}">here</a></p>'
    )
    receiving.verify.call(mention.pk)
    mention.refresh_from_db()
    assert (mention.status, mention.title, mention.excerpt) == ("verified", "", "")


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


def test_an_address_inside_the_house_is_never_asked(client):
    article = make_article()
    with serving({"/": html(url(article))}) as server:
        ping(client, server.url("/"), url(article))
        receiving.verify.call(Mention.objects.get().pk)
        assert server.requests == []
    assert Mention.objects.get().status == "failed"


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


@pytest.mark.django_db(transaction=True)
def test_the_real_worker_does_it(client, source, start_worker):
    article = make_article()
    source.answers["/post"] = html(url(article))
    start_worker(FETCH_ALLOWED_LOOPBACK=source.host_port)
    ping(client, source.url("/post"), url(article))
    wait_until(lambda: Mention.objects.get().status == "verified")
    assert len(source.requests) == 1
