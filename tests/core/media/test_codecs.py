"""MP4 films that many browsers would not play are told, with what to do. Tried with films of a third of a second."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile

from core.media import codecs
from core.media.documents import ContentValidator
from tests.paths import DATA

FILMS = DATA / "films"


@pytest.mark.parametrize("name", ["plain", "mp3", "fragments"])
def test_what_all_browsers_play_is_taken(name):
    with (FILMS / f"{name}.mp4").open("rb") as film:
        ContentValidator("mp4")(File(film))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("hevc", "pictures of this film are in HEVC"),
        ("hevc-ten-bits", "pictures of this film are in HEVC"),
        ("av1", "pictures of this film are in AV1"),
        ("vp9", "pictures of this film are in VP9"),
        ("mpeg4", "pictures of this film are in MPEG-4"),
        ("ac3", "sound of this film is in Dolby Digital "),
        ("eac3", "sound of this film is in Dolby Digital Plus"),
        ("yuv444", "8 bits, 4:4:4"),
        ("yuv422", "8 bits, 4:2:2"),
        ("ten-bits", "10 bits, 4:2:0"),
        ("sound", "no moving picture"),
    ],
)
def test_what_some_do_not_play_is_told_with_what_to_do(name, told):
    with (FILMS / f"{name}.mp4").open("rb") as film, pytest.raises(ValidationError, match=told) as refused:
        ContentValidator("mp4")(File(film))
    assert refused.value.code == "codec"
    assert "Please export" in refused.value.messages[0]


@pytest.mark.parametrize("name", ["plain", "yuv444", "ac3"])
def test_a_film_with_bytes_changed_raises_nothing(name):
    content = (FILMS / f"{name}.mp4").read_bytes()
    start = content.find(b"moov")
    for place in range(start, min(start + 900, len(content)), 3):
        changed = bytearray(content)
        changed[place] ^= 0xFF
        codecs.fault(ContentFile(bytes(changed)))
