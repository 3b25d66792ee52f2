"""What is pasted or sent: films in the place of their addresses, a sentence for each kind of markup that was lost."""

import json
import time

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages

from articles.models import Article
from campaigns.models import Video
from core.richtext import dropped, markup, pasting
from tests.factories import make_account, make_article
from tests.paths import DATA

pytestmark = pytest.mark.django_db

PATH = "/admin/embeds.json"
PASTED = DATA / "pasted"
FILM = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
FILM_ALONE = f"<p>{FILM}</p>"


def paste(client, html, **more):
    answer = client.post(PATH, json.dumps({"html": html, **more}), content_type="application/json")
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.parametrize(
    "address",
    [
        f"<p>{FILM}</p>",
        "<p> youtu.be/dQw4w9WgXcQ?si=abc&nbsp;</p>",
        f'<p><a href="{FILM}">{FILM}</a></p>',
        '<iframe width="560" src="https://www.youtube.com/embed/dQw4w9WgXcQ?si=x" title="YouTube"></iframe>',
        '<p><iframe src="//www.youtube-nocookie.com/embed/dQw4w9WgXcQ"></iframe></p>',
    ],
)
def test_the_address_of_a_film_becomes_a_film_that_readers_can_play(admin_client, client, address):
    before = paste(admin_client, f"<p>过去</p>{address}<p>以后</p>", title="Печать", language="ru")
    film = Video.objects.get()
    assert before == {"html": f'<p>过去</p><p data-embed="video:{film.slug}"></p><p>以后</p>', "told": []}
    assert (film.url, film.language, film.published_at) == (FILM, "ru", None)
    assert paste(admin_client, address, title="Печать")["html"] == f'<p data-embed="video:{film.slug}"></p>'
    article = make_article(body=before["html"])
    page = client.get(article.get_absolute_url()).text
    assert 'data-frame="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&amp;rel=0"' in page
    # its own page is for whoever publishes it, and no list tells of a draft
    assert client.get(film.get_absolute_url()).status_code == 404
    assert film.get_absolute_url() not in page
    assert film.title not in client.get("/videos/").text
    assert FILM in markup.letter(article.body)
    Video.objects.update(expires_at=article.published_at)
    assert "youtube" not in client.get(make_article(body=before["html"]).get_absolute_url()).text


@pytest.mark.parametrize(
    "html",
    [
        f"<p>See {FILM}</p>",
        f'<p><a href="{FILM}">A film</a></p>',
        f'<p><a href="https://example.org/">{FILM}</a></p>',
        "<p>https://example.org/</p>",
        "<p>https://www.youtube.com/@channel</p>",
    ],
)
def test_other_addresses_stay_words(admin_client, html):
    assert paste(admin_client, html)["html"].replace(' rel="noopener"', "") == html
    assert not Video.objects.exists()


def test_who_may_add_no_film_gets_a_link(client):
    client.force_login(make_account("author"))
    taken = paste(client, f'<iframe src="{FILM.replace("watch?v=", "embed/")}"></iframe>')
    assert taken["html"] == (
        '<p><a href="https://www.youtube.com/embed/dQw4w9WgXcQ" rel="noopener">'
        "https://www.youtube.com/embed/dQw4w9WgXcQ</a></p>"
    )
    assert ["a link to it stands in its place" in sentence for sentence in taken["told"]] == [True]
    assert not Video.objects.exists()


def test_the_film_of_a_draft_tells_no_other_text_its_title(admin_client, client):
    paste(admin_client, FILM_ALONE, title="密谋")
    body = paste(admin_client, FILM_ALONE, title="Other")["html"]
    page = client.get(make_article(body=body).get_absolute_url()).text
    assert "Film in “Other”" in page
    assert "密谋" not in page
    film = Video.objects.get(title="Film in “密谋”")
    film.summary = "In short."
    film.publish()
    assert paste(admin_client, FILM_ALONE, title="Third")["html"] == f'<p data-embed="video:{film.slug}"></p>'


def test_an_author_is_told_that_a_film_stays_an_address_and_sees_an_editors_as_readers_do(client, admin_client):
    body = paste(admin_client, FILM_ALONE, title="禁")["html"]
    client.force_login(make_account("author"))
    assert paste(client, FILM_ALONE)["html"] == FILM_ALONE
    (told,) = paste(client, FILM_ALONE)["told"]
    assert told.startswith(f"The film at {FILM} stays an address")
    (obj,) = client.get(PATH, {"mark": body.split('"')[1]}).json()["entries"]
    assert (obj["title"], obj["warning"]) == ("Film in “禁”", "")


def test_spaces_after_an_address_are_read_in_bounded_time():
    began = time.process_time()
    pasting.take_in("<p>https://example.org" + "&nbsp;" * 30_000 + "<b>b</b></p>", None)
    assert time.process_time() - began < 5


def test_a_text_of_word_is_taken_in_and_its_picture_named(admin_client):
    taken = paste(admin_client, (PASTED / "word.html").read_text())
    assert taken["html"].count("<small data-note=") == 2
    assert [sentence.partition(".")[0] for sentence in taken["told"]] == [
        "1 picture was left out, for its file did not come along",
        "The first row of a table became its header, which it needs for those who cannot see it",
    ]
    (picture,) = paste(admin_client, (PASTED / "google_docs.html").read_text())["told"]
    assert "lh7-rt.googleusercontent.com" in picture
    assert "drop the file into the text" in picture


def test_only_the_desk_takes_in_and_only_what_the_editor_sends(client, admin_client, django_user_model):
    assert client.post(PATH, "{}", content_type="application/json").status_code == 302
    for sent in ("x", "[]", "1", '{"html": 1}', "[" * 100_000):
        assert admin_client.post(PATH, sent, content_type="application/json").status_code == 400
    admin_client.handler.enforce_csrf_checks = True
    assert admin_client.post(PATH, '{"html": "a"}', content_type="application/json").status_code == 403


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<p style="margin:0" class="MsoNormal">नमस्ते <b>b</b></p><img data-embed="photo:a" src="data:x">', []),
        ('<img src="/media/a.jpg"><a href="/x/">x</a><a href="www.example.org">y</a><a href="tel:1">z</a>', []),
        ('<img src="blob:x"><img src="cid:1">', ["2 pictures were left out, for their files"]),
        ('<img src="https://e.org/a.png">', ["1 picture was left out: it lies at e.org"]),
        ('<object data="https://e.org/a.swf"></object>', ["1 frame or player (e.org)"]),
        ("<form><input name=a><button>b</button></form>", ["A form was left out"]),
        ("<svg><path></svg>", ["A drawing"]),
        ('<script>a</script><p onclick="x">b</p>', ["Scripts were left out"]),
        ('<p style="color: red"><font face="Arial">a</font></p>', ["Colours, fonts"]),
        ('<a href="javascript:x">a</a>', ["A link lost its address “javascript:x”"]),
        ('<p data-embed="petition:a b"></p>', ["“petition:a b” names nothing"]),
        ("<table><tr><td>a<tr><td>b</table>" * 2, ["The first rows of 2 tables"]),
    ],
)
def test_what_is_left_out_is_told(html, words):
    told = dropped.told(html)
    assert [sentence.startswith(begin) for sentence, begin in zip(told, words, strict=True)] == [True] * len(words)
    assert dropped.told("" if told else html) == []


def test_saving_a_form_tells_it_once_and_takes_films_in_without_the_editor(admin_client):
    article = make_article(body="<p>قبل</p>", published_at=None)
    address = f"/admin/articles/article/{article.pk}/change/"
    form = admin_client.get(address).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {"comments_open": "on", "_continue": "1", "picture": "", "tags": [], "expires_at": "", "published_at": ""}
    rows = {"bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0}
    body = f'<p>قبل</p><p>{FILM}</p><p style="color:red"><img src="https://e.org/a.png"></p>'
    answer = admin_client.post(address, sent | rows | {"body": body})
    assert answer.status_code == 302, answer.context["errors"]
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert [sentence for sentence in said if "left out" in sentence] == dropped.told(body)
    body = Article.objects.get().body
    assert body == f'<p>قبل</p><p data-embed="video:{Video.objects.get().slug}"></p>'
    assert "left out" in admin_client.get(address).text
    admin_client.post(address, sent | rows | {"body": body})
    assert "left out" not in admin_client.get(address).text


def test_an_author_needs_no_more_than_the_desk(client):
    bob = make_account("author")
    client.force_login(bob)
    assert not bob.user_permissions.filter(pk__in=Permission.objects.all()).exists()
    assert paste(client, "<p>a<b>b</b></p>") == {"html": "<p>a<b>b</b></p>", "told": []}
