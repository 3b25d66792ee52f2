"""What other people's pages show of a petition: card, badge, form; light, live, and without anything that follows."""

import re

import pytest
from defusedxml import ElementTree
from django.urls import get_resolver, reverse
from django.utils.html import escape

from campaigns.models import ShownOn, Signature, Tally
from campaigns.sharing import cards, embed_stats, kit, share_codes
from core.cache.page_cache import PageCache
from core.mail.outbox import OutboxMail
from tests.factories import make_campaign, make_petition, make_poster, make_video
from tests.ngo_site.everything import make_everything
from tests.ngo_site.public_pages import names

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"
LONG = "Give back the press and everything that was printed on it since the first of January of last year"


@pytest.fixture
def petition():
    petition = make_petition(title="Free them <now>", slug="free", campaign=make_campaign(signal="pink"))
    Tally.objects.create(petition=petition, country="KE", count=12_345)
    share_codes.make_missing_codes()
    return petition


def code_in(petition):
    return share_codes.codes_of(petition)["embed"][0].code


def test_card_and_snippet_are_five_kilobytes_together_and_live(client, petition):
    card = kit.pieces(petition_with_count(petition), None)[0]
    answer = client.get(card.path)
    assert len(answer.content) + len(card.snippet.encode()) <= 5000
    assert "12,345" in answer.text
    Tally.objects.update(count=12_346)
    assert "12,346" in client.get(card.path).text
    assert answer["Cache-Control"] == "public, max-age=0, s-maxage=2"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


def petition_with_count(petition):
    return type(petition).objects.with_count().select_related("campaign").get(pk=petition.pk)


@pytest.mark.parametrize("name", ["card", "badge"])
def test_pictures_tell_in_words_and_run_nothing(client, petition, name):
    answer = client.get(f"/embed/petitions/free/{name}.svg")
    drawn = ElementTree.fromstring(answer.text)
    said = " ".join(drawn.itertext())
    assert "Free them <now>" in said and "12,345" in said
    assert drawn.get("role") == "img"
    assert {element.tag.removeprefix(SVG) for element in drawn.iter()} <= {
        "svg", "title", "desc", "style", "path", "text", "tspan"
    }  # fmt: skip
    assert "#ff6fae" in answer.text  # the campaign's colour
    assert "prefers-color-scheme:dark" in answer.text
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert cards.hash_of(drawn.find(f"{SVG}style").text) in policy


def test_a_card_from_right_to_left_begins_on_the_right(client, petition, settings):
    settings.LANGUAGES = [("en", "English"), ("ar", "العربية")]
    text = client.get("/ar/embed/petitions/free/card.svg").text
    assert 'direction="rtl"' in text and 'x="456"' in text


@pytest.mark.parametrize(
    "title",
    ["", "x" * 200, LONG, "言論の自由を守るためにすべての印刷機を返してください" * 3, "الحق في حرية الرأي والتعبير"],
)
def test_a_title_takes_four_lines_at_most(title):
    lines = cards.wrapped(title)
    assert 1 <= len(lines) <= cards.MOST_LINES
    assert max(map(cards.width_of, lines)) <= cards.LINE
    assert lines[-1].endswith("…") == ("".join(lines).replace(" ", "") != title.replace(" ", ""))


def token(page):
    return re.search(r'name="form_token" value="([^"]+)"', page.text)[1]


def fields(page, **more):
    given = {"name": "Amina", "email": "amina@example.org", "country": "KE", "language": "en"}
    return {**given, "form_token": token(page), **more}


def test_the_form_in_a_frame_signs_without_cookie(client, petition):
    code = code_in(petition)
    address = f"/embed/petitions/free/sign/?via={code}"
    page = client.get(address, headers={"sec-fetch-site": "cross-site", "sec-fetch-dest": "iframe"})
    assert f'name="via" value="{code}"' in page.text
    # The page in the frame is ours, so browsers call what it sends same-origin, whatever is around it.
    own = {"sec-fetch-site": "same-origin", "origin": "http://testserver"}
    sent = client.post(address, fields(page, via=code), headers=own, follow=True)
    assert (sent.status_code, sent.redirect_chain) == (200, [])
    assert not client.cookies
    assert Signature.objects.get().status == "pending"
    assert OutboxMail.objects.get().to == "amina@example.org"


def test_somebody_elses_page_cannot_send_the_form_itself(client, petition):
    page = client.get("/embed/petitions/free/sign/")
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://blog.example"}):
        assert client.post("/embed/petitions/free/sign/", fields(page), headers=headers).status_code == 403
    assert not Signature.objects.exists()


def test_the_framed_form_comes_back_filled_in(client, petition):
    page = client.get("/embed/petitions/free/sign/")
    again = client.post("/embed/petitions/free/sign/", fields(page, email="amina at example"))
    assert again.status_code == 422
    assert 'value="Amina"' in again.text and "looks like name@example.org" in again.text
    assert "frame-ancestors *" in again["Content-Security-Policy"]


def test_drafts_and_strangers_codes_show_nothing(client):
    make_petition(slug="draft", title="Secret", published_at=None)
    for end in ("", "card.svg", "badge.svg", "sign/", "check-your-mail/"):
        answer = client.get(f"/embed/petitions/draft/{end}")
        assert answer.status_code == 404
        assert "Secret" not in answer.text


def test_what_is_below_embed_may_be_framed_and_nothing_else(client):
    make_everything(slug="sample")
    for name in names(get_resolver()):
        for arguments in ([], ["sample"]):
            try:
                path = reverse(name, args=arguments)
            except Exception:
                continue
            answer = client.get(path)
            may_be_framed = "frame-ancestors *" in answer.get("Content-Security-Policy", "")
            is_html = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
            if is_html:
                assert may_be_framed == path.startswith("/embed/"), path
                assert ("X-Frame-Options" in answer) != may_be_framed, path
            else:
                assert not may_be_framed or path.startswith("/embed/"), path


def test_the_kit_shows_all_there_is_with_a_code_of_its_own(client, petition):
    campaign = petition.campaign
    poster, video = make_poster(campaign=campaign), make_video(campaign=campaign)
    make_poster(campaign=campaign, title="Unfinished", published_at=None)
    for path in ("/petitions/free/kit/", f"/campaigns/{campaign.slug}/kit/"):
        page = client.get(path)
        assert f"http://testserver/s/{code_in(petition)}/" in page.text
        for text in ("card.svg", "badge.svg", "&lt;iframe", poster.title, video.title, "WordPress"):
            assert text in page.text
        assert "Unfinished" not in page.text
        for snippet in (poster.snippet, video.snippet, video.frame_snippet):
            assert escape(str(snippet)) in page.text
        assert f'<iframe class="kit-player" src="/embed/videos/{video.slug}/"' in page.text  # as it will look
        assert f'href="{page.context["adopt_path"]}"' in page.text
    make_campaign(slug="bare")
    assert client.get("/campaigns/bare/kit/").status_code == 200


def test_sites_that_show_it_are_counted_by_day(client, petition):
    embed_stats.shown._waiting.clear()
    answers = [("200 OK", [("Content-Type", "image/svg+xml"), ("Cache-Control", "public")])]

    def app(environ, start_response):
        start_response(*answers[0])
        return [b"<svg/>"]

    front = PageCache(app, is_watching=False, count=embed_stats.count)
    front._is_watching = True

    def ask(path, referrer, agent="Mozilla/5.0"):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "wsgi.url_scheme": "http", "HTTP_HOST": "testserver"}
        list(front(environ | {"HTTP_REFERER": referrer, "HTTP_USER_AGENT": agent}, lambda *_answer: None))

    for _reader in range(3):
        ask("/embed/petitions/free/card.svg", "https://www.blog.example/")
    ask("/embed/petitions/free/sign/", "https://blog.example/a/long/path")
    ask("/embed/petitions/free/", "https://other.example/")
    ask("/embed/petitions/nowhere/", "https://other.example/")
    ask("/embed/petitions/free/", "https://other.example/", "curl/8")
    ask("/embed/petitions/free/", "http://testserver/petitions/free/kit/")
    embed_stats.shown.flush()
    assert dict(ShownOn.objects.values_list("host", "views")) == {"blog.example": 4, "other.example": 1}
