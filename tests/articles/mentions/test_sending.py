"""We tell other sites that we link to them, in the protocol that they speak: real servers on this computer."""

import xmlrpc.client

import pytest

from articles.models import Article, OutgoingMention
from tests.articles.mentions.telling import a_minute_later, posted, taking_webmentions, tell, write
from tests.loopback import page, serving

pytestmark = pytest.mark.django_db


def test_a_published_link_is_told_by_webmention_and_the_editor_sees_it(other, admin_client):
    taking_webmentions(other)
    article = write(other)
    a_minute_later()
    tell()
    expected = {"source": f"http://testserver{article.get_absolute_url()}", "target": other.url("/post")}
    assert posted(other) == [expected]
    mention = OutgoingMention.objects.get()
    assert (mention.status, mention.protocol, mention.status_url) == ("told", "webmention", other.url("/status/7"))
    shown = admin_client.get(f"/admin/articles/article/{article.pk}/change/").text
    assert other.url("/post") in shown
    tell()
    assert len(posted(other)) == 1


def test_without_a_webmention_endpoint_it_is_told_by_pingback(other):
    answer = xmlrpc.client.dumps(("Thanks.",), methodresponse=True)
    other.answers["/post"] = page("", f"X-Pingback: {other.url('/xmlrpc.php')}")
    other.answers["/xmlrpc.php"] = page(answer, content_type="text/xml")
    article = write(other)
    a_minute_later()
    tell()
    call = next(request for request in other.requests if request.startswith(b"POST"))
    assert xmlrpc.client.loads(call.partition(b"\r\n\r\n")[2]) == (
        (f"http://testserver{article.get_absolute_url()}", other.url("/post")),
        "pingback.ping",
    )
    mention = OutgoingMention.objects.get()
    assert (mention.status, mention.protocol) == ("told", "pingback")


@pytest.mark.parametrize(
    ("fault", "status"), [(xmlrpc.client.Fault(48, "Had it."), "told"), (xmlrpc.client.Fault(17, "No link."), "failed")]
)
def test_a_pingback_that_was_known_before_counts_as_told(other, fault, status):
    other.answers["/post"] = page("", f"X-Pingback: {other.url('/xmlrpc.php')}")
    other.answers["/xmlrpc.php"] = page(xmlrpc.client.dumps(fault), content_type="text/xml")
    write(other)
    a_minute_later()
    tell()
    mention = OutgoingMention.objects.get()
    assert (mention.status, mention.outcome) == (status, "" if status == "told" else "No link.")


@pytest.mark.parametrize(
    "body", ["", "<", "<!DOCTYPE x [<!ENTITY a 'b'>]><methodResponse>&a;</methodResponse>", "<html/>"]
)
def test_an_answer_that_is_no_xml_rpc_is_a_refusal(other, body):
    other.answers["/post"] = page("", f"X-Pingback: {other.url('/x')}")
    other.answers["/x"] = page(body, content_type="text/xml")
    write(other)
    a_minute_later()
    tell()
    assert OutgoingMention.objects.get().status == "failed"


def test_a_page_that_takes_neither_is_left_alone(other):
    other.answers["/post"] = page("<p>Hello</p>")
    write(other)
    a_minute_later()
    tell()
    assert OutgoingMention.objects.get().status == "deaf"
    Article.objects.update(published_at=None)
    tell()
    assert [request.split()[0] for request in other.requests] == [b"GET"]


def test_a_site_that_refuses_is_not_asked_again(other):
    taking_webmentions(other, page("", status="400 Bad Request"))
    write(other)
    a_minute_later()
    tell()
    mention = OutgoingMention.objects.get()
    assert (mention.status, mention.outcome) == ("failed", "The other site answered with 400.")


def test_an_endpoint_inside_the_house_is_never_asked(other, settings):
    with serving({"/e": page("")}) as inside:
        other.answers["/post"] = page("", f"Link: <{inside.url('/e')}>; rel=webmention")
        write(other)
        a_minute_later()
        tell()
        assert inside.requests == []
    assert OutgoingMention.objects.get().status == "failed"
