"""Pictures come in through the decoder, and their files come and go with them."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.forms import modelform_factory
from PIL import Image, ImageDraw

from articles.models import Photo
from core.media import pictures, renditions
from core.media.renditions import make_renditions
from organisation.models import Person
from tests.drawing import DATA, drawn, photographed, upload
from tests.factories import make_person, make_photo


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
def test_no_way_leads_around_the_decoder():
    html = ContentFile(b"<script>", name="x.html")
    with pytest.raises(ValidationError), transaction.atomic():
        make_photo(file=html)
    with pytest.raises(ValidationError), transaction.atomic():
        Photo.objects.bulk_create([Photo(title="a", slug="a", file=html)])
    photo = make_photo()
    with pytest.raises(ValidationError):
        photo.file.save("x.html", html)


@pytest.mark.django_db
def test_every_form_with_a_picture_offers_what_can_be_taken():
    for model in apps.get_models():
        if issubclass(model, pictures.Picture):
            field = modelform_factory(model, fields=["file"])().fields["file"]
            accepted = field.widget.attrs["accept"].split(",")
            assert {"image/heic", ".heic", "image/tiff", ".tif", "image/jpeg"} <= set(accepted)
            assert "image/svg+xml" not in accepted


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
    # The checklist asks for its description, once the person is to be public.
    assert form(upload("hopper.jpg"), person_form).is_valid()
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
