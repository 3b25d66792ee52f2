"""Documents are looked into before they are kept, and removed when they are replaced."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from core.media import webm
from core.media.documents import ContentValidator, recognise
from core.media.unused_files import remove_lost_files
from ngo_site.demo.seeding.content import PICTURES
from organisation.models import Report
from tests.core.media.test_unused_files import age
from tests.factories import make_video

MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2\x00\x00\x00\x08moov"
WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"%PDF-1.7", "PDF"),
        (MP4, "MP4"),
        (b"\x00\x00\x00\x14ftypqt  ", "QuickTime (MOV)"),
        (WEBM, "WebM"),
        (WEBM.replace(b"webm", b"matr"), "Matroska (MKV)"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "WEBP"),
        (b"<!DOCTYPE html>", "HTML"),
        (b"", ""),
    ],
)
def test_files_are_known_by_their_beginning(head, name):
    assert recognise(head) == name


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        ("pdf", b"<html><script>", "looks like HTML"),
        ("mp4", b"\x89PNG\r\n\x1a\n", "looks like PNG"),
        ("mp4", b"\x00\x00\x00\x14ftypqt  ", "looks like QuickTime (MOV)"),
        ("mp4", MP4[:-8], "cut off or damaged"),
        ("mp4", MP4[:-8] + b"<html><script>alert(1)</script>", "cut off or damaged"),
        ("mp4", MP4 + b"\x00\x00\x10\x00mdat" + bytes(100), "cut off or damaged"),
        ("mp4", MP4[:-8] + b"\x00\x00\x00\x01moov\xff\xff\xff\xff\xff\xff\xff\xff", "cut off or damaged"),
        ("webm", b"just words", "no WebM file"),
        ("vtt", b"MZ\x90", "looks like Windows program"),
        ("vtt", b"WEBVTT\n" * 160_000, "at most 1"),
        ("vtt", b"WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nInk", "Line 3"),
    ],
)
def test_a_disguised_file_is_refused_with_what_it_is(kind, data, words):
    with pytest.raises(ValidationError) as refused:
        ContentValidator(kind)(ContentFile(data, name=f"film.{kind}"))
    assert words in " ".join(refused.value.messages)


def test_a_file_that_is_too_large_is_told_so(settings):
    settings.LARGEST_FILM = 1
    with pytest.raises(ValidationError, match="at most 1"):
        ContentValidator("mp4")(ContentFile(MP4 + bytes(1024 * 1024), name="film.mp4"))


def test_every_shape_of_a_whole_film_is_taken():
    long, to_the_end = b"\x00\x00\x00\x01mdat" + (20).to_bytes(8, "big") + b"film", b"\x00\x00\x00\x00mdat" + bytes(50)
    for film in (MP4, MP4[:24] + long + MP4[24:], MP4 + to_the_end, MP4 + bytes(7), MP4 + bytes(100)):
        ContentValidator("mp4")(ContentFile(film, name="film.mp4"))
    with (PICTURES / "ten-seconds-of-ink.mp4").open("rb") as file:
        ContentValidator("mp4")(File(file))


def box(kind, *contents):
    whole = b"".join(contents)
    return (8 + len(whole)).to_bytes(4, "big") + kind + whole


def filmed(*tracks, version=0):
    """Return a film by a phone: place, model and dates beside its pictures."""
    dates = bytes([version, 0, 0, 0]) + b"DATEDATE" * (version + 1) + b"rest"
    udta = box(b"udta", box(b"\xa9xyz", b"+52.5163+013.3777/ canary"))
    track = box(b"trak", box(b"tkhd", dates), udta, box(b"mdia", box(b"mdhd", dates), box(b"minf", b"tables")))
    moov = box(b"moov", box(b"mvhd", dates), track, *tracks, udta, box(b"meta", b"Phone 9 canary"))
    return MP4[:24] + moov + box(b"mdat", b"DATEDATE pictures") + box(b"uuid", b"XMP canary" * 200_000)


@pytest.mark.django_db
@pytest.mark.parametrize("version", [0, 1])
def test_where_when_and_with_what_a_film_was_made_is_blanked_and_nothing_moves(version):
    film = filmed(version=version)
    ContentValidator("mp4")(ContentFile(film, name="film.mp4"))
    video = make_video(mp4=ContentFile(film, name="film.mp4"))
    kept = video.mp4.open().read()
    assert b"canary" not in kept and b"xyz" not in kept
    assert kept.count(b"DATEDATE") == 1  # among the pictures
    assert (len(kept), kept.index(b"mdat"), kept.index(b"tables")) == (
        len(film), film.index(b"mdat"), film.index(b"tables"),
    )  # fmt: skip
    assert kept.count(b"rest") == 3
    ContentValidator("mp4")(ContentFile(kept, name="film.mp4"))


def test_a_film_that_says_its_way_is_refused():
    gps = box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", box(b"stsd", bytes(8), box(b"gpmd", bytes(8)))))))
    with pytest.raises(ValidationError, match="where the camera was"):
        ContentValidator("mp4")(ContentFile(filmed(gps), name="film.mp4"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "film", [b"first", MP4[:30], MP4 + b"\x00\x00\x00\x01udta", MP4[:-8] + b"\0\0\0\0moov" + box(b"trak")]
)
def test_what_is_no_whole_film_is_left_as_it_is(film):
    assert make_video(mp4=ContentFile(film, name="film.mp4")).mp4.open().read() == film


def element(kind, *contents, size=None):
    whole = b"".join(contents)
    size = (len(whole) | 1 << 56).to_bytes(8, "big") if size is None else size
    return bytes.fromhex(kind) + size + whole


@pytest.mark.django_db
@pytest.mark.parametrize("size", [None, b"\x01" + b"\xff" * 7])
def test_where_when_and_with_what_a_webm_film_was_made_is_blanked_and_nothing_moves(size):
    programs = element("4d80", b"canary", size=b"\x86"), element("5741", b"canary 9")
    info = element("1549a966", element("7ba9", b"canary", size=b"\x86"), *programs, element("2ad7b1", b"scale"))
    tags = element("1254c367", b"LOCATION canary" * 50)
    head = WEBM + b"B\x87\x81\x04B\x85\x81\x02"
    film = head + element("18538067", info, tags, element("1654ae6b", b"tracks"), element("1f43b675", b"x"), size=size)
    video = make_video(webm=ContentFile(film, name="film.webm"))
    kept = video.webm.open().read()
    assert b"canary" not in kept
    assert (len(kept), kept.index(b"scale"), kept.index(b"tracks")) == (
        len(film), film.index(b"scale"), film.index(b"tracks"),
    )  # fmt: skip
    kinds = [kind for kind, *_place in webm._elements(BytesIO(kept), kept.index(info[:4]), len(kept))]
    assert kinds == [0x1549A966, 0xEC, 0x1654AE6B, 0x1F43B675]


@pytest.mark.django_db
def test_what_is_no_webm_film_is_left_as_it_is():
    for film in (
        b"first",
        WEBM,
        WEBM + b"\x18\x53",
        WEBM + b"\x00" * 50,
        WEBM + element("18538067", b"\x12\x54\xc3\x67"),
    ):
        assert make_video(webm=ContentFile(film, name="film.webm")).webm.open().read() == film


@pytest.mark.django_db
def test_what_is_right_is_taken():
    video = make_video(url="", mp4=None)
    video.mp4 = ContentFile(MP4, name="film.mp4")
    video.webm = ContentFile(WEBM, name="film.webm")
    video.captions = ContentFile(b"WEBVTT\n\n00:01.000 --> 00:02.000\nInk", name="film.vtt")
    video.full_clean()


@pytest.mark.django_db
def test_the_old_file_goes_when_a_new_one_is_certain(django_capture_on_commit_callbacks):
    video = make_video(published_at=None)
    video.mp4.save("film.mp4", ContentFile(b"first"))
    first = video.mp4.name
    with django_capture_on_commit_callbacks(execute=True):
        video.mp4 = ContentFile(b"second", name="film.mp4")
        video.save()
        assert default_storage.exists(first)
    second = video.mp4.name
    assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)
    with django_capture_on_commit_callbacks(execute=True):
        video.title = "Another title"
        video.save()
    assert default_storage.exists(second)
    with django_capture_on_commit_callbacks(execute=True):
        video.delete()
    assert not default_storage.exists(second)


@pytest.mark.django_db
def test_lost_documents_are_swept_and_no_others():
    kept = Report.objects.create(title="Report", slug="report", document=ContentFile(b"%PDF-1.7", name="report.pdf"))
    lost = default_storage.save("reports/lost-0123.pdf", ContentFile(b"%PDF-1.7"))
    for name in (lost, kept.document.name):
        age(name)
    remove_lost_files.call()
    assert (default_storage.exists(lost), default_storage.exists(kept.document.name)) == (False, True)
