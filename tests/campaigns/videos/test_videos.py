"""Films of our own: checked, captioned, framed elsewhere, counted without knowing who watches."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from campaigns.models import VideoCaptions
from campaigns.videos.plays import plays_of, views_of
from core.readership import readership
from publishing.checks import problems, suggestions
from tests.desk_forms import opened
from tests.factories import make_video

pytestmark = pytest.mark.django_db
VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\nInk"
BROWSER = {"User-Agent": "Mozilla/5.0 Firefox/140.0"}


def own_film(**fields):
    return make_video(url="", mp4=ContentFile(bytes(range(100)), name="film.mp4"), **fields)


def test_a_film_of_our_own_needs_captions_or_the_reason_why_there_are_none(client):
    film = own_film(summary="In short.", published_at=None)
    assert [problem.field for problem in problems(film)] == ["captions"]
    with pytest.raises(ValidationError, match="captions"):
        film.publish()
    film.no_captions = "Music, no words"
    film.save()
    film.publish()
    page = client.get(film.get_absolute_url()).text
    assert "No captions:" in page
    assert "Music, no words" in page


def test_a_transcript_is_asked_for_counted_and_shown_as_missing_but_no_film_waits_for_it(admin_client, client):
    film = make_video(title="Elsewhere", summary="In short.", published_at=None)
    assert [problem.field for problem in suggestions(film)] == ["transcript"]
    film.publish()
    make_video(title="Written", transcript="Drip.", summary="In short.")
    make_video(title="A draft", summary="In short.", published_at=None)
    assert "This film has no transcript yet." in client.get(film.get_absolute_url()).text
    form = admin_client.get(f"/admin/campaigns/video/{film.pk}/change/").text
    assert "Good to have; it can be public without (1)" in form
    assert "film to transcribe" in admin_client.get("/admin/").text
    listed = admin_client.get("/admin/campaigns/video/?todo=transcript").text
    assert [name in listed for name in ("Elsewhere", "Written", "A draft")] == [True, False, False]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("youtu.be/dQw4w9WgXcQ?t=95", "https://youtu.be/dQw4w9WgXcQ?t=95"),
        ("http://vimeo.com/823141156/90e6d75118", "https://vimeo.com/823141156/90e6d75118"),
    ],
)
def test_an_address_is_taken_as_people_copy_it(admin_client, typed, kept):
    film = make_video(slug="film")
    path = f"/admin/campaigns/video/{film.pk}/change/"
    admin_client.post(path, {**opened(admin_client, path), "url": typed})
    film.refresh_from_db()
    assert film.url == kept


def test_what_is_no_film_is_told_at_the_field(admin_client):
    film = make_video(slug="film")
    path = f"/admin/campaigns/video/{film.pk}/change/"
    answer = admin_client.post(path, {**opened(admin_client, path), "url": "https://vimeo.com/event/4154230"})
    assert "This is a live event of Vimeo" in answer.text


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
    assert answer.json()["location"] == f"/admin/campaigns/video/{film.pk}/change/"
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
        ("id_other_captions-0-file", "Captions in another language 1, Captions (WebVTT)"),
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


def test_public_films_are_listed_the_newest_first(client, django_assert_num_queries):
    assert "There is no film at the moment." in client.get("/videos/").text
    older = make_video(
        title="الطابعة", language="ar", summary="تعمل ليلا", published_at=timezone.now() - timedelta(days=2)
    )
    newer = make_video(title="The press", published_at=timezone.now() - timedelta(days=1))
    make_video(title="A secret", published_at=None)
    make_video(title="In a text alone", published_at=None, in_texts=True)
    with django_assert_num_queries(1):
        page = client.get("/videos/").text
    shown = re.findall(r'<h2>\s*<a href="([^"]+)"', page)
    assert shown == [newer.get_absolute_url(), older.get_absolute_url()]
    assert 'lang="ar" dir="rtl"' in page
    assert '<a href="/videos/">Films</a>' in client.get(newer.get_absolute_url()).text
