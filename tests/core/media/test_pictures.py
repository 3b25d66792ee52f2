"""Pictures come in through the darkroom, and their files come and go with them."""

import time
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.forms import modelform_factory
from PIL import Image, ImageCms, ImageDraw

from articles.models import Photo
from ngo_site.lib import darkroom, renditions
from ngo_site.lib.pictures import develop
from ngo_site.lib.renditions import make_renditions
from organisation.models import Person
from tests.factories import make_person, make_photo

DATA = Path(__file__).parent.parent / "data" / "images"


def upload(name):
    return ContentFile((DATA / name).read_bytes(), name=name)


def drawn(form="PNG", size=(800, 600), colour="#2a1fff", **options):
    """Return the bytes of a picture made for the test."""
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, form, **options)
    return buffer.getvalue()


def photographed(size=(1000, 750)):
    """Return a picture with as many shades as a photograph."""
    buffer = BytesIO()
    Image.effect_noise((size[0] // 8, size[1] // 8), 90).resize(size).convert("RGB").save(buffer, "PNG")
    return buffer.getvalue()


def opened(file):
    file.seek(0)
    return Image.open(BytesIO(file.read()))


@pytest.mark.parametrize("name", ["hopper.jpg", "hopper.webp", "basi6a16.png", "basn0g16.png", "tbrn2c08.png"])
def test_good_pictures_are_taken(name):
    picture = develop(upload(name))
    assert (picture.width, picture.height) == Image.open(DATA / name).size == opened(picture).size


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_the_five_formats_are_taken_whatever_the_name(form):
    picture = develop(ContentFile(drawn(form), name="holiday.exe"))
    assert (picture.width, picture.height, picture.name[-4:]) == (800, 600, ".jpg" if form == "JPEG" else ".png")


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


@pytest.mark.parametrize("form", ["BMP", "TIFF", "PPM", "ICO", "JPEG2000", "PDF"])
def test_formats_that_browsers_or_decoders_are_bad_at_are_refused(form):
    with pytest.raises(ValidationError) as refused:
        develop(ContentFile(drawn(form), name="photo.jpg"))
    assert refused.value.code == "format"


def test_too_many_pixels_and_too_many_bytes_are_refused():
    for size in [(6001, 4000), (16_001, 10)]:
        with pytest.raises(ValidationError) as refused:
            develop(ContentFile(drawn("PNG", size)))
        assert refused.value.code == "large"
    with pytest.raises(ValidationError) as refused:
        develop(ContentFile(drawn("PNG") + bytes(darkroom.LARGEST_FILE)))
    assert refused.value.code == "large"


@pytest.mark.parametrize(
    "line",
    [
        "while True: pass",
        "b = bytearray(10**12)",
        "import os; os.abort()",
        "print('8 8 html\\n<script>'); return",
        "print('refused by nobody'); return",
        "return",
    ],
)
def test_a_decoder_that_runs_wild_is_ended_and_not_believed(line, tmp_path):
    source = Path(darkroom.__file__).read_text().replace("CPU_SECONDS = 20", "CPU_SECONDS = 1")
    wild = tmp_path / "wild.py"
    wild.write_text(source.replace("    try:\n        data,", f"    {line}\n    try:\n        data,", 1))
    began = time.monotonic()
    with pytest.raises(ValidationError) as refused:
        develop(upload("hopper.jpg"), program=str(wild))
    assert refused.value.code == "broken"
    assert time.monotonic() - began < 30  # the limits of the process itself, not the caller's patience


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


@pytest.mark.django_db
def test_a_picture_is_stored_clean_under_a_name_that_tells_nothing():
    photo = make_photo(file=ContentFile((DATA / "hopper.jpg").read_bytes(), name="Alice at home.jpg"))
    assert photo.file.name.startswith("pictures/")
    assert "lice" not in photo.file.name
    assert photo.file.name.endswith(".jpg")
    assert (photo.width, photo.height) == (128, 128)
    assert b"comment" not in photo.file.read()
    assert "comment" not in Image.open(photo.file.path).info


@pytest.mark.django_db
def test_no_way_leads_around_the_darkroom():
    html = ContentFile(b"<script>", name="x.html")
    with pytest.raises(ValidationError), transaction.atomic():
        make_photo(file=html)
    with pytest.raises(ValidationError), transaction.atomic():
        Photo.objects.bulk_create([Photo(title="a", slug="a", file=html)])
    photo = make_photo()
    with pytest.raises(ValidationError):
        photo.file.save("x.html", html)


PhotoForm = modelform_factory(Photo, fields=["title", "slug", "language", "file", "alt", "decorative"])


def form(file=None, model_form=PhotoForm, **data):
    data = {"title": "Hopper", "slug": "hopper", "language": "en", **data}
    return model_form(data, {"file": file} if file else {})


@pytest.mark.django_db
def test_an_editor_reads_beside_the_field_what_is_wrong():
    refused = form(upload("truncated_jpeg.jpg"), alt="A man in a hat")
    assert list(refused.errors) == ["file"]
    assert "damaged" in refused.errors["file"][0]
    assert 'value="A man in a hat"' in refused.as_p()
    assert list(form(alt="A man in a hat").errors) == ["file"]
    assert form(upload("hopper.jpg"), alt="A man in a hat").is_valid()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "alt",
    ["", "  ", "image", "Photo", "IMG_1234", "DSC01234.JPG", "a picture of", "untitled (2)", "12", "…", "my cat.png"],
)
def test_a_description_that_describes_nothing_is_refused(alt):
    assert list(form(upload("hopper.jpg"), alt=alt).errors) == ["alt"]
    assert form(upload("hopper.jpg"), alt=alt, decorative="on").is_valid()


@pytest.mark.parametrize(
    "alt", ["Photograph of Alice", "A poster: “Pass it on”", "Image makers on strike", "12 people"]
)
def test_descriptions_that_say_something_pass(alt):
    Photo(file="pictures/a.jpg", alt=alt).clean()


@pytest.mark.django_db
def test_where_a_picture_is_optional_none_is_needed():
    person_form = modelform_factory(Person, fields=["title", "slug", "language", "file", "alt"])
    assert form(model_form=person_form).is_valid()
    assert list(form(upload("hopper.jpg"), person_form).errors) == ["alt"]
    assert make_person().renditions == {}


@pytest.mark.django_db
def test_renditions_are_made_in_all_widths_up_to_its_own():
    photo = make_photo(file=ContentFile(photographed((1000, 750)), name="x.png"))
    make_renditions.call("articles", "photo", photo.pk)
    photo.refresh_from_db()
    widths = [320, 640, 960, 1000]
    assert photo.renditions == {"avif": widths, "webp": widths, "jpeg": widths}
    for name, kind in [("-640.avif", "AVIF"), ("-640.webp", "WEBP"), ("-640.jpg", "JPEG")]:
        made = Image.open(default_storage.open(photo.file.name.removesuffix(".jpg") + name))
        assert (made.format, made.size) == (kind, (640, 480))
    assert photo.url_at(640).endswith("-640.jpg")
    assert photo.url_at(700).endswith("-960.jpg")
    assert photo.url_at(5000).endswith("-1000.jpg")


@pytest.mark.django_db
def test_lettering_becomes_png_and_no_format_is_kept_that_saves_nothing():
    poster = Image.new("RGB", (900, 1200), "#2a1fff")
    ImageDraw.Draw(poster).text((60, 200), "PASS IT ON", fill="#ffffff", font_size=120)
    made = renditions.encode(poster)
    sizes = {}
    for (kind, _width), data in made.items():
        sizes[kind] = sizes.get(kind, 0) + len(data)
    assert "png" in sizes
    assert "jpeg" not in sizes
    assert list(sizes.values()) == sorted(sizes.values())


@pytest.mark.django_db
def test_a_thin_picture_and_a_tiny_one():
    assert {width for _kind, width in renditions.encode(Image.new("RGB", (2000, 1)))} == {320, 640, 960, 1280, 1920}
    tiny = renditions.encode(Image.new("RGBA", (5, 5)))
    assert {width for _kind, width in tiny} == {5}
    assert "avif" not in {kind for kind, _width in tiny}  # its head alone is larger than the others


@pytest.mark.django_db
def test_the_job_is_written_with_the_picture_and_may_run_twice(django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult

    photo = make_photo()
    assert DBTaskResult.objects.filter(task_path__endswith="make_renditions").count() == 1
    make_renditions.call("articles", "photo", photo.pk)
    first = set(default_storage.listdir("pictures")[1])
    photo.refresh_from_db()
    photo.save()
    assert DBTaskResult.objects.filter(task_path__endswith="make_renditions").count() == 1
    Photo.objects.update(renditions={})
    make_renditions.call("articles", "photo", photo.pk)
    make_renditions.call("articles", "photo", 0)
    assert set(default_storage.listdir("pictures")[1]) == first


def files_of(photo):
    stem = Path(photo.file.name).stem
    return sorted(name for name in default_storage.listdir("pictures")[1] if name.startswith(stem))


@pytest.mark.django_db
def test_a_replaced_picture_takes_its_files_with_it(django_capture_on_commit_callbacks):
    photo = make_photo()
    make_renditions.call("articles", "photo", photo.pk)
    photo.refresh_from_db()
    old = Photo.objects.get()
    assert len(files_of(old)) > 1
    with django_capture_on_commit_callbacks(execute=True):
        photo.file = ContentFile(drawn("JPEG", (64, 48)), name="x.jpg")
        photo.save()
        assert len(files_of(old)) > 1  # the change may still be taken back
    assert files_of(old) == []
    photo.refresh_from_db()
    assert (photo.width, photo.height, photo.renditions) == (64, 48, {})
    assert len(files_of(photo)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "way", [lambda photo: photo.delete(), lambda photo: Photo.objects.filter(pk=photo.pk).delete()]
)
def test_a_deleted_picture_takes_its_files_with_it(django_capture_on_commit_callbacks, way):
    photo, other = make_photo(), make_photo()
    make_renditions.call("articles", "photo", photo.pk)
    photo.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        way(photo)
    assert files_of(photo) == []
    assert len(files_of(other)) == 1


@pytest.mark.django_db
def test_a_picture_replaced_while_the_job_ran_leaves_nothing():
    photo = make_photo()
    Photo.objects.update(file="pictures/new.jpg")
    assert not renditions.keep(photo, {("jpeg", 320): b"made from the old one"})
    assert len(files_of(photo)) == 1
    assert Photo.objects.get().renditions == {}
