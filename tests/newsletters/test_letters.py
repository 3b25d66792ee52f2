"""A letter holds what was put into it: in both parts, and in the preview word for word the same."""

import re
from html import unescape

import pytest
from django.utils import timezone

from campaigns.models import PetitionUpdate
from core.mail.outbox import OutboxMail
from core.richtext import markup
from newsletters.models import Issue, Subscriber
from tests.factories import make_issue, make_petition, make_photo, make_poster, make_subscriber
from tests.newsletters.mailing import MARK, links, mailed, sign

pytestmark = pytest.mark.django_db


def test_a_footnote_is_a_number_with_its_words_at_the_end():
    html = (
        '<p>By night<small data-note="abcd">See <a href="/r/">here</a>.</small>,'
        ' and<small data-note="abce">Ü</small></p>'
    )
    assert markup.letter(html) == "By night[1], and[2]\n\n* * *\n\n[1] See here (http://testserver/r/).\n\n[2] Ü"


def test_all_addresses_are_whole_and_lead_to_no_other_host_for_pictures(sink):
    body = (
        '<p><a href="//example.org/x">a</a> <a href="/join/">b</a> <a href="petitions/">c</a> <a href="?x=1">d</a>'
        ' <a href="mailto:a@example.org">a@example.org</a></p><img src="https://evil.example/pixel.gif" alt="x">'
        + MARK.format(f"poster:{make_poster().slug}")
        + MARK.format(f"photo:{make_photo().slug}")
    )
    _letter, text, html = mailed(sink, make_issue(body=body))
    assert all(re.match(r"https?://[a-z]|mailto:", address) for address in links(html))
    assert all(address.startswith("http://testserver/") for address in re.findall(r'\bsrc="([^"]*)"', html))
    assert re.findall(r"url\(|@import|<link|<script", html) == []
    assert "a (http://example.org/x) b (http://testserver/join/)" in text
    assert "a@example.org\n" in text


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fa", "rtl"), ("en", "ltr"), ("fr", "ltr")])
def test_a_letter_says_its_language_and_from_where_to_where_it_is_read(sink, settings, language, direction):
    settings.ORGANISATION = settings.ORGANISATION | {"address": "12 rue de l’Imprimerie, 69001 Lyon"}
    issue = make_issue(subject="أخبار من المطبعة", body="<p>مرحبا</p>", language=language)
    letter, text, html = mailed(sink, issue)
    assert f'<html lang="{language}"{" dir=" + chr(34) + "rtl" + chr(34) if direction == "rtl" else ""}>' in html
    assert f'<div class="letter" lang="{language}" dir="{direction}">' in html
    assert 'mso-hide:all">مرحبا</div>' in html  # what a list of mails shows
    for part in (text, html):
        assert "12 rue de l’Imprimerie, 69001 Lyon" in part
        assert "/newsletter/unsubscribe/" in part
        assert f"/newsletter/{issue.pk}/" in part
    assert len(html) < 5000
    assert letter["Subject"].strip() == "أخبار من المطبعة"


def test_news_of_a_petition_can_be_read_in_the_browser_by_those_who_have_the_link(sink, client):
    petition = make_petition(title="Free the printers")
    issue = make_issue(topic=petition.topic, body="<p>They answered.</p>")
    _letter, text, html = mailed(sink, issue)
    address = re.search(r"http://testserver(/newsletter/news/\S+)", text)[1]
    assert address in html
    assert "because you asked for news of “Free the printers”" in text
    page = client.get(address)
    assert ("They answered." in page.text, page["X-Robots-Tag"]) == (True, "noindex")
    assert client.get("/newsletter/news/garbage/").status_code == 404
    assert client.get(f"/newsletter/{issue.pk}/").status_code == 404


def test_the_preview_is_what_is_sent(sink, admin_client):
    petition = sign(make_petition(title="Free <the> printers"), 12)
    issue = make_issue(body=f"<h2>Über uns</h2><ul><li>eins</li></ul>{MARK.format('petition:' + petition.slug)}")
    page = admin_client.get(f"/admin/newsletters/issue/{issue.pk}/send/")
    shown_html = unescape(re.search(r'srcdoc="([^"]*)"', page.text)[1])
    shown_text = unescape(re.search(r'<pre class="mail-text"[^>]*>([^<]*)</pre>', page.text)[1])
    _letter, text, html = mailed(sink, issue)
    own = re.compile(r"http://testserver/newsletter/(?:unsubscribe/[^/]+/)?(?=[\s\"])")
    assert own.sub("LEAVE", shown_html).strip() == own.sub("LEAVE", html).strip()
    assert own.sub("LEAVE", shown_text).strip() == own.sub("LEAVE", text).strip()
    assert "style-src 'self' 'unsafe-inline'" in page["Content-Security-Policy"]
    assert re.search(r"script-src 'self'(?:;|$)", page["Content-Security-Policy"])


@pytest.mark.parametrize("state", ["draft", "withdrawn", "missing"])
def test_what_readers_would_not_see_is_named_and_nothing_is_sent(admin_client, state):
    withdrawn = {"withdrawn_at": timezone.now(), "withdrawn_because": "A mistake"}
    fields = {"draft": {"published_at": None}, "withdrawn": withdrawn}.get(state)
    petition = make_petition(title="Not yet", slug="soon", **fields) if fields else None
    make_subscriber()
    issue = make_issue(body=MARK.format("petition:soon"))
    address = f"/admin/newsletters/issue/{issue.pk}/send/"
    page = admin_client.get(address).text
    assert "Send it to 1 subscriber" not in page
    assert "Publish it first" in page
    if petition:
        assert f'href="/admin/campaigns/petition/{petition.pk}/change/" dir="auto">Not yet</a>' in page
        assert f"({state})" in page
    else:
        assert "<code>petition:soon</code>" in page
    assert "Nothing was sent" in admin_client.post(address, follow=True).text
    assert (Issue.objects.get().queued_at, OutboxMail.objects.count()) == (None, 0)


def test_news_with_a_draft_in_them_are_not_sent_either(admin_client):
    petition = make_petition()
    make_subscriber(topic=petition.topic)
    poster = make_poster(title="Not yet", published_at=None)
    update = PetitionUpdate.objects.create(
        petition=petition, title="New", body=MARK.format(f"poster:{poster.slug}"), published_at=timezone.now()
    )
    page = admin_client.post(f"/admin/campaigns/petitionupdate/{update.pk}/send/", follow=True).text
    assert "Not yet" in page
    assert "Publish it first" in page
    assert Issue.objects.count() == 0


@pytest.mark.parametrize(
    ("topic", "identifier"),
    [
        ("", "<newsletter.testserver>"),
        ("petition:free-the-printers", "<petition.free-the-printers.testserver>"),
        ("petition:свобода-печати", "<petition.xn----7sbbbenjz1cboqx2e.testserver>"),
    ],
)
def test_mail_programs_find_the_list_and_the_way_to_leave_it(sink, topic, identifier):
    letter, _text, _html = mailed(sink, make_issue(topic=topic))
    assert letter["List-Id"] == identifier
    leave = letter["List-Unsubscribe"]
    assert leave == f"<http://testserver{Subscriber.objects.get().unsubscribe_path}>"
    assert f"List-Unsubscribe: {leave}\r\n".encode() in sink.taken[0][1]
