"""Films of our own: checked, captioned, framed elsewhere, counted without knowing who watches."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from campaigns.models import VideoCaptions
from campaigns.plays import plays_of, views_of
from ngo_site.lib.checklist import problems
from ngo_site.lib.readership import readership
from tests.desk_forms import opened
from tests.factories import make_video

pytestmark = pytest.mark.django_db
VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\nInk"
BROWSER = {"User-Agent": "Mozilla/5.0 Firefox/140.0"}


def own_film(**fields):
    return make_video(url="", mp4=ContentFile(bytes(range(100)), name="film.mp4"), **fields)


def test_a_film_of_our_own_needs_captions_and_a_transcript():
    missing = {problem.field for problem in problems(own_film(summary="In short."))}
    assert missing == {"captions", "transcript"}
    linked = make_video(summary="In short.")
    assert {problem.field for problem in problems(linked)} == {"transcript"}


def test_publishing_without_captions_is_refused():
    film = own_film(summary="In short.", transcript="Drip.", published_at=None)
    with pytest.raises(ValidationError, match="captions"):
        film.publish()


def test_captions_come_in_several_languages_the_films_own_first(client):
    film = own_film(language="fr", captions=ContentFile(VTT, name="film.vtt"))
    for language in ("en", "ar"):
        VideoCaptions.objects.create(video=film, language=language, file=ContentFile(VTT, name="film.vtt"))
    assert [track[0] for track in film.tracks] == ["fr", "ar", "en"]
    page = client.get(film.get_absolute_url()).text
    assert page.count("<track ") == 3
    assert page.count(" default") == 1


def test_the_frame_may_stand_on_other_sites_and_no_other_page_may(client):
    film = own_film(slug="film")
    frame = client.get("/embed/videos/film/")
    assert "X-Frame-Options" not in frame.headers
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "<video controls" in frame.text
    page = client.get(film.get_absolute_url())
    assert page["X-Frame-Options"] == "DENY"
    assert "sandbox=&quot;allow-scripts" in page.text
    assert "http://testserver/embed/videos/film/" in film.frame_snippet


def test_a_film_from_elsewhere_waits_behind_its_still_in_the_frame_too(client):
    make_video(slug="far", url="https://vimeo.com/76979871")
    frame = client.get("/embed/videos/far/").text
    assert "<iframe" not in frame
    assert 'data-frame="https://player.vimeo.com/video/76979871?autoplay=1&amp;dnt=1"' in frame


def test_the_frame_of_a_draft_is_nobodys(client):
    make_video(slug="secret", published_at=None)
    assert client.get("/embed/videos/secret/").status_code == 404


@pytest.mark.parametrize(
    ("wanted", "plays"), [(None, 1), ("bytes=0-", 1), ("bytes=0-99", 1), ("bytes=0-1", 0), ("bytes=50-", 0)]
)
def test_a_play_is_a_request_for_the_beginning(client, wanted, plays):
    film = own_film()
    readership.flush()
    client.get(film.mp4.url, headers=BROWSER | ({"Range": wanted} if wanted else {}))
    readership.flush()
    assert plays_of(film) == plays


def test_editors_see_the_numbers(admin_client, client):
    film = own_film()
    readership.flush()
    client.get(film.mp4.url, headers=BROWSER)
    readership.flush()
    page = admin_client.get(f"/admin/campaigns/video/{film.pk}/change/").text
    assert "film played 1 times" in page
    assert views_of(film) == 0


def test_the_desk_refuses_a_disguised_film_and_keeps_the_rest(admin_client):
    film = make_video(slug="film")
    data = {
        "title": "A new title", "slug": "film", "language": "en", "alt": "A still", "transcript": "Drip.",
        "mp4": ContentFile(b"\x89PNG\r\n\x1a\n", name="film.mp4"),
        "other_captions-TOTAL_FORMS": 0, "other_captions-INITIAL_FORMS": 0,
    }  # fmt: skip
    answer = admin_client.post(f"/admin/campaigns/video/{film.pk}/change/", data)
    assert answer.status_code == 200
    assert "it looks like PNG" in answer.text
    assert "A new title" in answer.text


def send_with_a_bar(client, film, **changes):
    path = f"/admin/campaigns/video/{film.pk}/change/"
    return client.post(path, {**opened(client, path), **changes}, headers={"Accept": "application/json"})


def test_what_the_bar_sends_is_answered_with_where_to_go_on(admin_client):
    film = make_video(slug="film")
    answer = send_with_a_bar(admin_client, film, title="A new title", _continue="1")
    assert answer.json() == {"location": f"/admin/campaigns/video/{film.pk}/change/"}
    film.refresh_from_db()
    assert film.title == "A new title"


def test_the_bar_is_told_what_is_wrong_and_where(admin_client):
    film = make_video(slug="film")
    picture = ContentFile(b"\x89PNG\r\n\x1a\n", name="film.mp4")
    answer = send_with_a_bar(admin_client, film, title="", mp4=picture, **{
        "other_captions-TOTAL_FORMS": 1, "other_captions-0-language": "fr", "other_captions-0-file": "",
    })  # fmt: skip
    told = {(one["id"], one["label"]) for one in answer.json()["errors"]}
    assert answer.status_code == 422
    assert told == {
        ("id_title", "Title"),
        ("id_mp4", "MP4 file"),
        ("id_captions", "Captions (WebVTT)"),  # the film is public
        ("id_other_captions-0-file", "Captions (WebVTT)"),
    }
    assert "it looks like PNG" in answer.text


def test_two_texts_that_meet_are_shown_on_a_page(admin_client):
    film = make_video(slug="film")
    path = f"/admin/campaigns/video/{film.pk}/change/"
    mine, theirs = opened(admin_client, path), opened(admin_client, path)
    admin_client.post(path, {**theirs, "title": "Theirs"})
    answer = admin_client.post(path, {**mine, "title": "Mine"}, headers={"Accept": "application/json"})
    assert answer.json() == {"again": True}
    film.refresh_from_db()
    assert film.title == "Theirs"
