"""The tags and filters of ``{% load site %}``."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.db.models.fields.files import FieldFile
from django.template import Context, Template
from django.utils.timezone import override
from pytest_django.asserts import assertHTMLEqual

from core.media.renditions import make_renditions
from organisation.models import Person, Report
from tests.factories import make_person, make_photo


def render(source, **context):
    return Template("{% load site %}" + source).render(Context(context))


@pytest.mark.django_db
def test_a_picture_is_shown_before_its_renditions_are_made():
    photo = make_photo(alt='A "blue" sheet')
    assertHTMLEqual(
        render("{% picture photo %}", photo=photo),
        f'<picture><img src="{photo.file.url}" width="400" height="300" alt="A &quot;blue&quot; sheet"'
        ' loading="lazy" decoding="async"></picture>',
    )


@pytest.mark.django_db
def test_a_picture_is_offered_in_its_renditions():
    photo = make_photo()
    photo.renditions = {"avif": [320, 400], "webp": [320, 400], "jpeg": [320, 400]}
    base = photo.file.url.removesuffix(".png")
    shown = render('{% picture photo sizes="50vw" class="wide" eager=True %}', photo=photo)
    assertHTMLEqual(
        shown,
        "<picture>"
        f'<source type="image/avif" srcset="{base}-320.avif 320w, {base}-400.avif 400w" sizes="50vw">'
        f'<source type="image/webp" srcset="{base}-320.webp 320w, {base}-400.webp 400w" sizes="50vw">'
        f'<img src="{base}-400.jpg" srcset="{base}-320.jpg 320w, {base}-400.jpg 400w" sizes="50vw"'
        ' width="400" height="300" alt="A blue sheet of carbon paper" class="wide" fetchpriority="high"'
        ' decoding="async"></picture>',
    )


@pytest.mark.django_db
def test_every_file_a_page_names_is_there():
    photo = make_photo()
    make_renditions.call("articles", "photo", photo.pk)
    photo.refresh_from_db()
    shown = render("{% picture photo %}", photo=photo)
    names = [word.removeprefix("/media/") for word in shown.replace('"', " ").split() if word.startswith("/media/")]
    assert len(names) > 2
    assert [name for name in names if not photo.file.storage.exists(name)] == []


@pytest.mark.django_db
def test_a_decorative_picture_has_an_empty_alt():
    assert ' alt=""' in render("{% picture photo %}", photo=make_photo(decorative=True, alt="secret"))


@pytest.mark.django_db
def test_a_picture_is_as_wide_as_asked_for_but_never_wider_than_it_is():
    photo = make_photo(alt="A sheet")
    assert 'width="100" height="75"' in render("{% picture photo width=100 %}", photo=photo)
    assert 'width="400" height="300"' in render("{% picture photo width=900 %}", photo=photo)


@pytest.mark.django_db
def test_no_picture_no_markup():
    assert render("{% picture person %}{% picture nobody %}", person=make_person(), nobody=None).strip() == ""
    assert Person.objects.get().width is None


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 22, 18, 43, 23, 123456, UTC), "2026-11-22T18:43:23+00:00"),
        (datetime(2026, 7, 1, 8, 0, 0, 0, timezone(timedelta(hours=5, minutes=30))), "2026-07-01T02:30:00+00:00"),
        (date(2026, 11, 22), "2026-11-22"),
        (None, ""),
    ],
)
def test_times_for_machines(moment, text):
    with override("UTC"):
        assert render("{{ moment|iso }}", moment=moment) == text


def test_texts():
    assert render("{{ html|show }}", html="<h2>A</h2><script>x</script>") == '<h2 id="t-a">A</h2>'
    assert render("{{ text|paragraphs }}", text="<b>") == '<p dir="auto">&lt;b&gt;</p>'
    assert render("{{ html|plain }}", html="<p>1 &lt;b&gt; 2</p>") == "1 &lt;b&gt; 2"
    assert render("{{ html|excerpt:8 }}", html="<p>One two three</p>") == "One two…"
    assert render("{% for one in html|contents %}{{ one.id }}{% endfor %}", html="<h2>A</h2>") == "t-a"


def test_a_download_says_its_kind_and_size_while_the_file_is_there(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "a.pdf").write_bytes(b"x" * 2048)
    file = FieldFile(Report(), Report._meta.get_field("document"), "a.pdf")
    assert render("{{ file|kind_and_size }}", file=file) == "PDF, 2.0\xa0KB"
    (tmp_path / "a.pdf").unlink()
    assert render("{{ file|kind_and_size }}", file=file) == "PDF"
