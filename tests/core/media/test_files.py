"""Files of the media folder, whole and in parts."""

import pytest

from core.media.files import document_name
from organisation.models import Report


@pytest.fixture
def film(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    file = settings.MEDIA_ROOT / "videos" / "film.mp4"
    file.parent.mkdir(parents=True)
    file.write_bytes(bytes(range(100)))
    (tmp_path / "secret.txt").write_text("secret")
    return "/media/videos/film.mp4"


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_file_is_served_whole_and_for_ever(client, film):
    answer = client.get(film)
    assert (answer.status_code, body(answer), answer["Content-Type"]) == (200, bytes(range(100)), "video/mp4")
    assert "immutable" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("wanted", "status", "part", "place"),
    [
        ("bytes=0-9", 206, bytes(range(10)), "bytes 0-9/100"),
        ("bytes=90-", 206, bytes(range(90, 100)), "bytes 90-99/100"),
        ("bytes=-5", 206, bytes(range(95, 100)), "bytes 95-99/100"),
        ("bytes=95-500", 206, bytes(range(95, 100)), "bytes 95-99/100"),
        ("bytes=200-300", 416, b"", "bytes */100"),
    ],
)
def test_players_ask_for_a_part(client, film, wanted, status, part, place):
    answer = client.get(film, headers={"Range": wanted})
    assert (answer.status_code, body(answer), answer["Content-Range"]) == (status, part, place)


@pytest.mark.parametrize(
    "wanted", ["bytes=", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "bytes=9-2", f"bytes={'9' * 5000}-"]
)
def test_an_odd_wish_gets_the_whole_file_or_a_refusal(client, film, wanted):
    assert client.get(film, headers={"Range": wanted}).status_code in {200, 416}


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "videos/../../secret.txt",
        "%2e%2e/secret.txt",
        "videos/",
        "",
        "nothing",
        "a" * 300,
        "a/" * 3000,
        "%00",
    ],
)
@pytest.mark.django_db
def test_nothing_outside_the_folder_is_served(client, film, path):
    answer = client.get(f"/media/{path}")
    assert answer.status_code == 404


def test_documents_get_names_that_are_never_used_twice():
    report = Report(slug="2026")
    names = {document_name(report, "../Annual Report (final).PDF") for _ in range(20)}
    assert len(names) == 20
    assert all(name.startswith("reports/annual-report-final-") and name.endswith(".pdf") for name in names)
