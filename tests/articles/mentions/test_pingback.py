"""Another blog links to us and pings: what is kept, and what it is told."""

import re
import xmlrpc.client
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django_tasks_db.models import DBTaskResult

from articles.models import Mention
from tests.articles.mentions.pinging import SOURCE, ping, url
from tests.factories import make_article

pytestmark = pytest.mark.django_db


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
