"""What comes in as a picture, and what becomes of it; with files as large as cameras make them."""

from io import BytesIO

import pillow_heif
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageCms

from core.media import pictures
from core.media.pictures import develop
from tests.drawing import DATA, drawn, opened, photographed, saved, sky, upload

pytestmark = pytest.mark.subprocess

pillow_heif.register_heif_opener()  # to draw small ones; encoding a large one takes minutes, so those lie in DATA


@pytest.mark.parametrize("name", ["hopper.jpg", "hopper.webp", "basi6a16.png", "basn0g16.png", "tbrn2c08.png"])
def test_good_pictures_are_taken(name):
    picture = develop(upload(name))
    assert (picture.width, picture.height) == Image.open(DATA / name).size == opened(picture).size


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF", "TIFF"])
def test_the_seven_formats_are_taken_whatever_the_name(form):
    picture = develop(ContentFile(drawn(form), name="holiday.exe"))
    ending = ".jpg" if form in {"JPEG", "HEIF"} else ".png"
    assert (picture.width, picture.height, picture.name[-4:]) == (800, 600, ending)


def developed(image, form, **options):
    return develop(ContentFile(saved(image, form, **options), name="IMG_0042"))


def colours(file):
    """Return the colours near the upper and the lower edge."""
    image = opened(file).convert("RGB")
    return [image.getpixel((image.width // 2, row)) for row in (2, image.height - 3)]


def is_the_sky(file) -> bool:
    above, below = colours(file)
    return above[0] < 16 and below[0] > 239


@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
def test_what_a_telephone_takes_is_kept_in_full(form):
    kept = developed(sky((5712, 4284)), form)  # the default of an iPhone 15: 24.5 million pixels
    assert (kept.width, kept.height) == (5712, 4284) == opened(kept).size
    assert is_the_sky(kept)


def test_the_heic_pictures_of_a_telephone_are_taken_panoramas_included():
    kept = develop(upload("telephone.heic"))
    assert (kept.width, kept.height, kept.name) == (5712, 4284, "picture.jpg")
    assert is_the_sky(kept)
    kept = develop(upload("panorama.heic"))  # 16,382 × 3900, the widest of an iPhone
    assert (kept.width, kept.height, is_the_sky(kept)) == (8191, 1950, True)


@pytest.mark.parametrize(
    ("form", "mode", "size", "expected"),
    [
        ("JPEG", "RGB", (8064, 6048), (5887, 4415)),  # 48 million pixels: a telephone's finest
        ("JPEG", "CMYK", (12_000, 9000), (5887, 4415)),
        ("JPEG", "RGB", (14_142, 10_606), (5887, 4415)),  # 150 million
        ("PNG", "P", (12_000, 9000), (4000, 3000)),
        ("TIFF", "RGB", (12_000, 9000), (4000, 3000)),
        ("JPEG", "RGB", (30_000, 1000), (16_000, 533)),
    ],
)
def test_what_is_larger_is_made_smaller_within_the_memory_it_may_use(form, mode, size, expected):
    options = {"PNG": {"compress_level": 1}, "TIFF": {"compression": "tiff_adobe_deflate"}}.get(form, {})
    kept = developed(sky(size, mode), form, **options)
    assert (kept.width, kept.height) == expected == opened(kept).size
    assert is_the_sky(kept)


def test_what_shows_through_does_so_in_a_smaller_copy_too():
    picture = sky((8064, 6048))
    picture.putalpha(Image.linear_gradient("L").resize(picture.size, Image.Resampling.NEAREST))
    kept = opened(developed(picture, "PNG", compress_level=1))
    assert (kept.size, kept.mode) == ((5887, 4415), "RGBA")
    assert kept.getpixel((9, 9))[3] < 9 < 240 < kept.getpixel((9, 4400))[3]


@pytest.mark.parametrize(("form", "size"), [("JPEG", (8000, 4000)), ("TIFF", (8000, 4000)), ("HEIF", (400, 200))])
def test_a_picture_in_a_new_format_or_size_is_turned_upright(form, size):
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = developed(sky(size), form, exif=exif.tobytes())
    assert kept.width / kept.height == pytest.approx(0.5, abs=0.001)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("truncated_jpeg.jpg", "broken"),
        ("broken_data_stream.png", "broken"),
        ("decompression_bomb.gif", "large"),
        ("apng_sequence_start.png", "moving"),
        ("ORIGIN.md", "format"),
        *((path.name, "broken") for path in sorted(DATA.glob("x[cdls]*.png")) if path.name not in {"xcsn0g01.png"}),
    ],
)
def test_others_are_refused_with_the_reason(name, reason):
    with pytest.raises(ValidationError) as refused:
        develop(upload(name))
    assert refused.value.code in ({reason, "format"} if name.startswith("x") else {reason})
    assert len(refused.value.messages[0]) > 40


@pytest.mark.parametrize(
    "disguised",
    [
        b"<!DOCTYPE html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"%PDF-1.7\n",
        b"BM" + bytes(200),
        b"II*\x00" + bytes(200),
        b"\x00\x00\x00\x18ftypheic" + bytes(200),
        b"GIF89a/*" + b"\x00" * 40 + b"*/=1;alert(1)",
        b"",
    ],
)
def test_other_files_that_call_themselves_pictures_are_refused(disguised):
    with pytest.raises(ValidationError):
        develop(ContentFile(disguised, name="photo.jpg"))


def refusal(content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        develop(ContentFile(content, name="photo.jpg"))
    return refused.value.code


@pytest.mark.parametrize("form", ["BMP", "PPM", "ICO", "JPEG2000"])
def test_formats_that_browsers_or_decoders_are_bad_at_are_refused(form):
    assert refusal(drawn(form)) == "format"


def test_what_is_no_picture_by_itself_is_told_apart():
    assert refusal(b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>') == "svg"
    assert refusal(b'\xef\xbb\xbf<svg onload="alert(1)"/>') == "svg"
    assert refusal(drawn("PDF")) == "pdf"
    assert refusal(b"II*\0\x10\0\0\0CR\2\0" + bytes(200)) == "raw"
    assert refusal(b"\0\0\0\x18ftypcrx " + bytes(200)) == "raw"
    thumbnail = drawn("TIFF", (160, 120), tiffinfo={254: 1})  # so begin the raw files of Nikon, Sony and others
    assert refusal(thumbnail) == "raw"
    pages = BytesIO()
    Image.new("RGB", (80, 60)).save(pages, "TIFF", save_all=True, append_images=[Image.new("RGB", (80, 60), "red")])
    assert refusal(pages.getvalue()) == "pages"
    assert refusal(saved(Image.new("F", (80, 60)), "TIFF")) == "format"


def test_too_many_pixels_and_too_many_bytes_are_refused():
    for form, size in [("JPEG", (12_240, 16_320)), ("PNG", (65_536, 10)), ("AVIF", (8000, 6300))]:
        options = {"speed": 10} if form == "AVIF" else {}
        assert refusal(saved(Image.new("L", size), form, **options)) == "large"
    assert refusal(drawn("PNG") + bytes(pictures.LARGEST_FILE)) == "large"


@pytest.mark.parametrize(
    "says", ["8 8 html\\n<script>", "refused by nobody", "refused nonsense", "", "8 8 jpg and more"]
)
def test_a_decoder_that_was_taken_over_is_not_believed(says, tmp_path):
    wild = tmp_path / "wild.py"
    wild.write_text(f"print('{says}')")
    with pytest.raises(ValidationError) as refused:
        develop(upload("hopper.jpg"), program=wild)
    assert refused.value.code == "broken"


def test_nothing_is_left_of_where_and_by_whom_it_was_taken():
    before = (DATA / "exif_gps.jpg").read_bytes()
    assert b"Exif" in before
    assert 0x8825 in Image.open(DATA / "exif_gps.jpg").getexif()  # GPS
    after = develop(upload("exif_gps.jpg")).read()
    assert b"Exif" not in after
    assert dict(Image.open(BytesIO(after)).getexif()) == {}
    assert "comment" in Image.open(DATA / "hopper.jpg").info
    assert "comment" not in opened(develop(upload("hopper.jpg"))).info


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_no_metadata_in_any_format(form):
    exif = Image.Exif()
    exif[0x010E] = "ALICE WAS HERE"
    source = drawn(form, exif=exif.tobytes(), **({} if form == "PNG" else {"xmp": b"<x>ALICE WAS HERE</x>"}))
    assert b"ALICE WAS HERE" in source
    picture = develop(ContentFile(source + b"<script>ALICE WAS HERE</script>"))
    assert b"ALICE" not in picture.read()
    assert {"exif", "xmp", "icc_profile", "comment"} & opened(picture).info.keys() == set()


def test_a_picture_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # "turn me a quarter to the right"
    picture = develop(ContentFile(drawn("JPEG", (80, 60), exif=exif.tobytes())))
    assert (picture.width, picture.height) == (60, 80)


def test_colours_are_converted_to_srgb():
    # sRGB with red and green changed over: what such a profile calls red is green on every screen.
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace(b"rXYZ", b"tXYZ").replace(b"gXYZ", b"rXYZ").replace(b"tXYZ", b"gXYZ")
    red, green, blue = opened(develop(ContentFile(drawn(colour="#ff0000", icc_profile=profile)))).getpixel((4, 4))
    assert green > 200 > 60 > max(red, blue)
    assert develop(ContentFile(drawn(icc_profile=b"no profile"))).width == 800
    cmyk = BytesIO()
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(cmyk, "JPEG")
    red, green, blue = opened(develop(ContentFile(cmyk.getvalue()))).convert("RGB").getpixel((4, 4))
    assert red > 200 > 60 > max(green, blue)


def test_sixteen_bits_become_eight_and_transparency_stays():
    grey = Image.new("I;16", (8, 8), 32768)
    buffer = BytesIO()
    grey.save(buffer, "PNG")
    assert opened(develop(ContentFile(buffer.getvalue()))).convert("L").getpixel((4, 4)) in {127, 128}
    assert opened(develop(upload("tbrn2c08.png"))).mode == "RGBA"


def test_photographs_become_jpeg_and_lettering_stays_sharp():
    assert develop(ContentFile(photographed())).name == "picture.jpg"
    assert develop(ContentFile(drawn("WEBP", lossless=True))).name == "picture.png"
