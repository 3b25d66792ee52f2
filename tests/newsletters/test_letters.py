"""A letter holds what was put into it: in both parts, by real SMTP, and in the preview word for word the same."""

import re
from email import message_from_bytes, policy
from html import unescape

import pytest
from django.utils import timezone

from campaigns.models import PetitionUpdate, Tally
from core.mail.outbox import OutboxMail, deliver
from core.media import renditions
from core.richtext import cleaning, markup
from core.richtext.editor import CONFIG
from newsletters import rendering
from newsletters.models import Issue, Subscriber
from newsletters.sending import hand_over, send_off
from newsletters.subscribing import subscribe
from tests.factories import (
    make_article,
    make_campaign,
    make_issue,
    make_petition,
    make_photo,
    make_poster,
    make_subscriber,
    make_video,
)
from tests.post import Postman, smtp_server

pytestmark = pytest.mark.django_db

MARK = '<p data-embed="{}"></p>'


def sign(petition, count):
    Tally.objects.create(petition=petition, country="FR", count=count)
    return petition


@pytest.fixture
def sink(settings):
    """A mail server on this machine; its ``letters`` are what it took, parsed."""
    postman = Postman()
    with smtp_server(postman) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield postman


def mailed(sink, issue):
    """Send the letter to one reader; return both parts as a mail program reads them."""
    make_subscriber(topic=issue.topic, language=issue.language)
    assert send_off(issue)
    hand_over.call(issue.pk)
    deliver()
    ((_to, content),) = sink.taken
    letter = message_from_bytes(content, policy=policy.default)
    parts = [letter.get_body([kind]).get_content().replace("\r\n", "\n") for kind in ("plain", "html")]
    return letter, *parts


def links(html):
    return [unescape(address) for address in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', html)]


def test_a_petition_is_a_block_with_title_count_and_button(sink):
    petition = sign(make_petition(title="Free the printers – Освободите"), 1912)
    issue = make_issue(body=f"<p>Sign here:</p>{MARK.format('petition:' + petition.slug)}<p>Thank you.</p>")
    _letter, text, html = mailed(sink, issue)
    address = f"http://testserver{petition.get_absolute_url()}"
    assert (
        "Sign here:\n\nFree the printers – Освободите\n"
        "------------------------------\n\n1,912 people have signed\n\n"
        f"Sign the petition ({address})\n\nThank you.\n"
    ) in text
    assert re.search(rf'<td bgcolor="#[0-9a-f]{{6}}"[^>]*>\s*<a href="{re.escape(address)}"', html)
    assert "<strong>1,912</strong>" in html


def test_a_petition_that_is_over_leads_to_what_became_of_it(sink):
    petition = make_petition(closed_at=timezone.now())
    _letter, text, html = mailed(sink, make_issue(body=MARK.format(f"petition:{petition.slug}")))
    assert "What became of it (http" in text
    assert "Sign the petition" not in html


@pytest.mark.parametrize(
    ("kind", "make", "width"),
    [("poster", make_poster, 320), ("video", make_video, 400), ("campaign", make_campaign, 400),
     ("article", make_article, 400)],
)  # fmt: skip
def test_what_has_a_picture_is_its_picture_its_title_and_one_link(sink, kind, make, width):
    pictured = {} if kind in {"poster", "video"} else {"picture": make_photo(alt="Лист копирки")}
    thing = make(title="What we do – ماذا نفعل", **(pictured or {"alt": "Лист копирки"}))
    _letter, text, html = mailed(sink, make_issue(body=MARK.format(f"{kind}:{thing.slug}")))
    address = f"http://testserver{thing.get_absolute_url()}"
    picture = pictured.get("picture", thing)
    height = round(300 * width / 400)
    shown = f'src="http://testserver{picture.file.url}" width="{width}" height="{height}" alt="Лист копирки"'
    assert shown in html
    assert links(html).count(address) == 1
    assert f"What we do – ماذا نفعل ({address})" in text
    assert "Лист копирки" in text


def test_a_photograph_comes_with_its_caption_and_credit(sink):
    photo = make_photo(alt="A press", caption="In the cellar", credit="Khalil", licence="CC BY 4.0")
    own = f'<figure><img data-embed="photo:{photo.slug}"><figcaption>Ours now</figcaption></figure>'
    _letter, text, html = mailed(sink, make_issue(body=MARK.format(f"photo:{photo.slug}") + own))
    assert "[Picture: A press]\nIn the cellar Khalil · CC BY 4.0" in text
    assert "[Picture: A press]\nOurs now Khalil" in text
    assert html.count(f'src="http://testserver{photo.file.url}"') == 2


def test_old_mail_programs_get_a_jpeg_of_a_size_that_fits():
    photo = make_photo(alt="A press")
    renditions.keep(photo, {("avif", 640): b"a", ("jpeg", 320): b"b", ("jpeg", 640): b"c", ("jpeg", 1920): b"d"})
    type(photo).objects.filter(pk=photo.pk).update(width=4000, height=3000)
    html = markup.mail_html(MARK.format(f"photo:{photo.slug}"))
    stem = photo.file.url.rpartition(".")[0]
    small = markup.mail_html(f'<p><img data-embed="photo:{photo.slug}" width="240" class="left"></p>')
    assert f'src="http://testserver{stem}-640.jpg" width="240" height="180"' in small
    assert f'src="http://testserver{stem}-640.jpg" width="560" height="420"' in html
    assert 'style="max-width:100%;height:auto;border:0"' in html


def test_a_picture_of_ones_own_is_shown_and_keeps_its_link():
    html = markup.mail_html(
        '<p><a href="/petitions/x/"><img src="/media/pictures/a.png" alt="Sign now" width="1120" height="300"></a></p>'
    )
    assert html == (
        '<p><a href="http://testserver/petitions/x/"><img src="http://testserver/media/pictures/a.png" alt="Sign now"'
        ' width="560" height="150" style="max-width:100%;height:auto"></a></p>'
    )
    assert markup.letter(html) == "Sign now (http://testserver/petitions/x/)"


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


# What each button of the editor puts into a text; a button that is new has to prove that mails keep what it makes.
BUTTONS = {
    "Format": ["<h2>word</h2>", "<h3>word</h3>", "<h4>word</h4>", "<pre>word</pre>", "<p>word</p>"],
    "Styles": [
        '<blockquote class="pull"><p>word</p></blockquote>',
        '<p>x<small data-note="new">word</small></p>',
        "<p><cite>word</cite></p>",
        "<p><code>word</code></p>",
    ],
    "Bold": ["<p><strong>word</strong></p>"],
    "Italic": ["<p><em>word</em></p>"],
    "Link": ['<p><a href="https://example.org/">word</a></p>'],
    "BulletedList": ["<ul><li>word</li></ul>"],
    "NumberedList": ["<ol><li>word</li></ol>"],
    "Blockquote": ["<blockquote><p>word</p></blockquote>"],
    "Library": ['<p data-embed="photo:word"></p>', '<figure><img data-embed="photo:word"></figure>'],
    "Embed": [MARK.format(f"{kind}:word") for kind in ("petition", "poster", "video", "article", "campaign")],
    "Table": ["<table><tr><td>word</td></tr></table>"],
    "HorizontalRule": ["<p>word</p><hr><p>x</p>"],
    "SpecialChar": ["<p>word …</p>"],
}
CHANGE_WHAT_IS_THERE = {"Unlink", "PasteText", "RemoveFormat", "Undo", "Redo", "Maximize", "Source"}


@pytest.mark.parametrize(
    "button", [button for group in CONFIG["toolbar_Article"] for button in group if button not in CHANGE_WHAT_IS_THERE]
)
def test_what_every_button_of_the_editor_makes_is_in_both_parts(button):
    for make in (make_photo, make_petition, make_poster, make_video, make_article, make_campaign):
        make(slug="word", title="word", **({"alt": "word"} if make is make_photo else {}))
    assert len(BUTTONS["Format"]) == len(CONFIG["format_tags"].split(";"))
    assert len(BUTTONS["Styles"]) == len(CONFIG["stylesSet"])
    for html in BUTTONS[button]:
        content = rendering.content_of(make_issue(body=html))
        assert ("word" in content.html, "word" in content.text) == (True, True), html


@pytest.mark.parametrize("tag", sorted(set(cleaning.ALLOWED) - {"img", "br", "hr", "wbr"}))
def test_no_tag_that_a_text_may_contain_loses_its_words(tag):
    around = {"li": "<ul>{}</ul>", "tr": "<table>{}</table>", "td": "<table><tr>{}</tr></table>"}
    around |= {"th": around["td"], "caption": around["tr"], "tbody": around["tr"], "thead": around["tr"]}
    around |= {"tfoot": around["tr"], "dt": "<dl>{}</dl>", "dd": "<dl>{}</dl>"}
    inside = "<tr><td>word</td></tr>" if tag in {"table", "tbody", "thead", "tfoot"} else "word"
    inside = "<td>word</td>" if tag == "tr" else inside
    html = around.get(tag, "{}").format(f"<{tag}>{inside}</{tag}>")
    assert "word" in markup.mail_html(html)
    assert "word" in markup.letter(html)


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


def test_a_mailbox_that_does_not_exist_gets_no_more_letters_until_it_is_asked_for_again(sink):
    sink.answers["clara@example.org"] = "550 5.1.1 <clara@example.org>: user unknown"
    for topic in ("", "petition:printers"):
        make_subscriber(email="clara@example.org", topic=topic)
    make_subscriber(email="bob@example.org")
    _send(make_issue())
    assert Subscriber.objects.reached().get().email == "bob@example.org"
    assert Subscriber.objects.by_language("") == {"en": 1}
    _send(make_issue())
    assert (sink.recipients, OutboxMail.objects.count()) == (["bob@example.org"] * 2, 1)
    subscribe("Clara@example.org", "en", "yes")
    assert Subscriber.objects.reached().filter(topic="").count() == 2


def test_a_copy_that_waits_for_its_turn_rests_too():
    clara, issue = make_subscriber(email="clara@example.org"), make_issue()
    assert send_off(issue)
    Subscriber.objects.rest(clara.email)
    hand_over.call(issue.pk)
    assert not OutboxMail.objects.exists()


def test_the_desk_lets_letters_go_to_a_mailbox_again(admin_client):
    clara = make_subscriber(resting_since=timezone.now())
    data = {"action": "let_letters_go_again", "_selected_action": [clara.pk]}
    admin_client.post("/admin/newsletters/subscriber/", data)
    assert Subscriber.objects.reached().get() == clara


def _send(issue):
    assert send_off(issue)
    hand_over.call(issue.pk)
    deliver()
