"""One picture for another would be a wrong face under a story: an address means one upload, or none."""

from unicodedata import normalize
from urllib.parse import quote

import pytest

from ngo_site.wordpress.uploads import Uploads, width_in

SITE = "https://old.example"
FOLDER = f"{SITE}/wp-content/uploads/2020/04"
LONG = "акция-протеста-у-здания-суда-в-столице-зимой"


def known(*names, home=SITE):
    uploads = Uploads(home)
    for name in names:
        uploads.add(name if "://" in name else f"{FOLDER}/{name}", name)
    return uploads


@pytest.mark.parametrize(
    "address",
    [
        f"{FOLDER}/photo.jpg",
        f"{FOLDER}/photo-300x225.jpg",
        f"{FOLDER}/photo-300x225.jpg".replace("https://old", "http://www.old"),
        f"{FOLDER}/photo.jpg?w=300&h=200&crop=1",
        "/wp-content/uploads/2020/04/photo.jpg",
        "//old.example/wp-content/uploads/2020/04/photo.jpg",
        "https://i2.wp.com/old.example/wp-content/uploads/2020/04/photo.jpg?resize=300%2C200&ssl=1",
        " https://OLD.example/wp-content/uploads/2020/04/photo.jpg",
    ],
)
def test_spellings_and_sizes_of_one_picture_are_one(address):
    assert known("photo.jpg", "other.jpg").find(address) == "photo.jpg"


def test_what_differs_behind_two_hundred_characters_is_two():
    uploads = known(f"{LONG}-1.jpg", f"{LONG}-2.jpg")
    assert [uploads.find(f"{FOLDER}/{LONG}-{number}.jpg") for number in (1, 2)] == [f"{LONG}-1.jpg", f"{LONG}-2.jpg"]


def test_a_size_in_the_name_of_an_original_is_a_part_of_it():
    uploads = known("banner-300x250.png", "banner-728x90.png", "photo.jpg", "photo-1024x768.jpg")
    for name in ("banner-300x250.png", "banner-728x90.png", "photo.jpg", "photo-1024x768.jpg"):
        assert uploads.find(f"{FOLDER}/{name}") == name
    assert uploads.find(f"{FOLDER}/photo-1024x768-300x225.jpg") == "photo-1024x768.jpg"
    assert uploads.find(f"{FOLDER}/banner-160x600.png") is None
    assert uploads.find(f"{FOLDER}/banner.png") is None


def test_what_was_made_smaller_on_arrival_is_found_by_the_names_of_its_copies():
    uploads = known("big-scaled.jpg", "lying-rotated.jpg")
    for name, found in [
        ("big-scaled.jpg", "big-scaled.jpg"),
        ("big-1024x683.jpg", "big-scaled.jpg"),
        ("big.jpg", "big-scaled.jpg"),
        ("lying-150x150.jpg", "lying-rotated.jpg"),
    ]:
        assert uploads.find(f"{FOLDER}/{name}") == found


def test_a_query_may_name_another_file():
    uploads = known(f"{SITE}/file.php?id=1", f"{SITE}/file.php?id=2")
    assert uploads.find(f"{SITE}/file.php?id=2") == f"{SITE}/file.php?id=2"
    assert uploads.find(f"{SITE}/file.php?id=3") is None
    assert uploads.find(f"{SITE}/file.php") is None


def test_the_same_path_on_another_host_is_another_picture():
    uploads = known("photo.jpg")
    assert uploads.find("https://ministry.example/wp-content/uploads/2020/04/photo.jpg") is None
    assert not uploads.is_ours("https://ministry.example/wp-content/uploads/2020/04/photo.jpg")


def test_a_host_of_files_of_its_own_counts_for_what_lies_there():
    uploads = known("https://files.example/a/photo.jpg", "photo.jpg")
    assert uploads.find("https://files.example/a/photo-300x200.jpg") == "https://files.example/a/photo.jpg"
    assert uploads.find(f"{SITE}/a/photo.jpg") is None


@pytest.mark.parametrize("script", ["صورة", "Фото", "รูป", "चित्र", "Straße", "café"])
def test_names_of_any_script_are_found_escaped_or_not_composed_or_not(script):
    uploads = known(f"{quote(normalize('NFC', script))}.jpg")
    for spelling in (script, normalize("NFD", script), quote(normalize("NFD", script))):
        assert uploads.find(f"{FOLDER}/{spelling}-300x200.jpg") is not None


@pytest.mark.parametrize(
    "address", ["", "data:image/png;base64,AAAA", "http://[", "javascript:1", "mailto:a@b.example"]
)
def test_what_is_no_address_of_the_web_is_nothing(address):
    assert known("photo.jpg").find(address) is None


def test_the_width_of_a_copy_is_in_its_name():
    assert (width_in(f"{FOLDER}/a-150x100.jpg?x=1"), width_in(f"{FOLDER}/a.jpg")) == (150, None)
