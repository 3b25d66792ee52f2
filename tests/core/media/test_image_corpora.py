"""Every picture somebody broke on purpose is taken without metadata or refused with a sentence: no crash.

The files in tests/data/images go through the upload form as they are. What fuzzers do is made here by code: each good
file is cut off, has bytes changed, and pretends sizes. Name more folders in NGO_TEST_IMAGES (separated by colons).
"""

import os
import random
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.models import Photo
from core.media.pictures import develop
from tests.paths import DATA

pytestmark = pytest.mark.subprocess

HERE = DATA / "images"
FOLDERS = [HERE, *map(Path, filter(None, os.environ.get("NGO_TEST_IMAGES", "").split(":")))]
FILES = sorted(path for folder in FOLDERS for path in folder.rglob("*") if path.is_file())
TELLING = {"exif", "xmp", "XML:com.adobe.xmp", "icc_profile", "comment", "photoshop", "iptc"}


def judge(data: bytes, name: str = "photo.jpg") -> str:
    """Return "taken", or why it was refused; nothing else may happen."""
    try:
        made = develop(ContentFile(data, name=name))
    except ValidationError as refused:
        assert len(refused.messages[0]) > 40
        return refused.code
    written = made.read()
    picture = Image.open(BytesIO(written))
    picture.load()
    assert picture.size == (made.width, made.height)
    assert not TELLING & picture.info.keys()
    assert not dict(picture.getexif())
    assert b"Exif\0" not in written
    assert b"<x:xmpmeta" not in written
    return "taken"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_taken_clean_or_refused(path):
    assert judge(path.read_bytes(), path.name) in {"taken", "format", "broken", "moving", "large"}


@pytest.mark.parametrize("name", ["hopper.jpg", "hopper.webp", "basn3p08.png", "exif_gps.jpg"])
def test_good_files_cut_off_or_damaged(name):
    data, chance = (HERE / name).read_bytes(), random.Random(name)
    for _ in range(4):
        judge(data[: chance.randrange(len(data))])
        damaged = bytearray(data)
        for _byte in range(20):
            damaged[chance.randrange(len(data))] = chance.randrange(256)
        judge(bytes(damaged))


def test_sizes_that_are_not_true():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    for width, height in [(2**31 - 1, 2**31 - 1), (60_000, 60_000), (0, 5), (1, 2**31 - 1)]:
        head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        png = (
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", head)
            + chunk(b"IDAT", zlib.compress(bytes(1000)))
            + chunk(b"IEND", b"")
        )
        assert judge(png) in {"large", "broken", "format"}


def test_a_small_file_that_unpacks_to_a_large_picture():
    bomb = BytesIO()
    Image.new("1", (15_000, 15_000)).save(bomb, "PNG", optimize=True)
    assert len(bomb.getvalue()) < 100_000
    assert judge(bomb.getvalue()) == "large"


@pytest.mark.django_db
def test_many_of_them_through_the_form_at_once(admin_client):
    files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in FILES[:90:3]]
    page = admin_client.post("/admin/articles/photo/upload/", {"language": "en", "files": files})
    assert page.status_code == 200
    assert (refused := page.text.count('class="refused"'))
    assert refused + Photo.objects.count() == len(files)
    assert Photo.objects.exists()
