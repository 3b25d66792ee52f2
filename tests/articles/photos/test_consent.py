"""Amina agreed to be shown until Friday; on Saturday her picture is nowhere."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils import timezone

from articles.models import Photo
from articles.photos.consent import tell_editors, withhold_files
from core.mail.outbox import OutboxMail
from publishing import checks
from tests.factories import make_article, make_campaign, make_photo, make_staff

pytestmark = pytest.mark.django_db


def day(number):
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def house():
    """A photograph that is shown in every way there is, and the pages that show it."""
    photo = make_photo(slug="amina", title="Amina", alt="Amina at her loom", consent="given", consent_until=day(0))
    make_article(slug="lead", title="Lead", picture=photo)
    make_article(slug="text", body='<p data-embed="photo:amina"></p><figure><img data-embed="photo:amina"></figure>')
    make_campaign(slug="weavers", picture=photo)
    return photo


PAGES = [
    "/",
    "/photos/",
    "/articles/",
    "/articles/lead/",
    "/articles/text/",
    "/articles/feed/",
    "/campaigns/",
    "/campaigns/weavers/",
    "/sitemap-photo-1.xml",
    "/sitemap-article-1.xml",
    "/oembed/?url=http://testserver/photos/amina/",
    "/search/?q=loom",
]


def shown(client, photo):
    stem = photo.file.name.rpartition(".")[0]
    pages = {path: client.get(path).getvalue().decode() for path in PAGES}
    return [path for path, page in pages.items() if stem in page or "her loom" in page or "/photos/amina/" in page]


def test_until_the_last_day_it_is_everywhere(client, house):
    assert shown(client, house) == PAGES
    assert client.get("/photos/amina/").status_code == 200


@pytest.mark.parametrize("change", [{"consent_until": day(-1)}, {"consent": "withdrawn", "consent_until": None}])
def test_afterwards_it_is_nowhere(client, house, change):
    Photo.objects.update(**change)
    assert shown(client, house) == []
    assert client.get("/photos/amina/").status_code == 404
    assert "<figure" not in client.get("/articles/lead/").text


def test_its_file_moves_to_an_address_nobody_knows(client, house, django_capture_on_commit_callbacks):
    before = house.file.name
    withhold_files()
    assert Photo.objects.get().file.name == before
    Photo.objects.update(consent_until=day(-1))
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            withhold_files()
    photo = Photo.objects.get()
    assert photo.file.name != before
    assert default_storage.exists(photo.file.name)
    assert client.get(f"/media/{before}").status_code == 404
    name = photo.file.name
    photo.consent_until = day(100)
    photo.save()
    assert client.get("/photos/amina/").status_code == 200
    assert (Photo.objects.get().file.name, Photo.objects.get().withheld_at) == (name, None)


def test_editors_are_told_once_thirty_days_before(house):
    make_staff("clara", email="clara@example.org")
    make_staff("dave", email="dave@example.org", is_active=False)
    make_photo(title="Later", consent="given", consent_until=day(31))
    for _ in range(2):
        tell_editors()
    letter = OutboxMail.objects.get()
    assert letter.to == "clara@example.org"
    assert "Amina" in letter.text
    assert "Later" not in letter.text
    assert f"/admin/articles/photo/{house.pk}/change/" in letter.text
    house.refresh_from_db()
    house.consent_until = day(10)
    house.save()
    tell_editors()
    assert OutboxMail.objects.count() == 2


def test_only_a_consent_that_was_given_ends():
    with pytest.raises(ValidationError) as refused:
        Photo(title="x", slug="x", alt="A loom", consent_until=day(1)).clean()
    assert list(refused.value.message_dict) == ["consent_until"]


def test_the_start_page_tells_what_waits(admin_client, house):
    make_photo(alt="", published_at=None)
    page = admin_client.get("/admin/").text
    assert '<a href="/admin/articles/photo/?todo=ends"><b>1</b> picture whose consent ends soon</a>' in page
    assert '<a href="/admin/articles/photo/?todo=describe"><b>1</b> picture to describe</a>' in page


def test_what_nobody_has_answered_is_asked_before_it_is_put_before_the_public():
    photo = make_photo(slug="amina", title="Amina", consent="", published_at=None)
    photo.published_at = timezone.now()
    with pytest.raises(ValidationError, match="nobody has said whether the people shown agree"):
        photo.save()
    for shows in ({"picture": photo}, {"body": '<p data-embed="photo:amina"></p>'}):
        article = make_article(published_at=None, slug="loom" + next(iter(shows)), **shows)
        article.published_at = timezone.now()
        with pytest.raises(ValidationError, match="nobody has said whether the people shown agree"):
            article.save()


def test_what_was_public_unanswered_stays_so_that_an_import_has_its_pictures(client):
    with checks.exempt("public on the old site already"):
        photo = make_photo(slug="amina", title="Amina", consent="")
        article = make_article(body='<p data-embed="photo:amina"></p>')
    assert photo.file.name in client.get(article.get_absolute_url()).text
    article.title = "Changed"
    article.save()
    assert "Describe 1 picture" in editor_sees(client, "/admin/articles/photo/")


def editor_sees(client, path):
    client.force_login(make_staff("clara"))
    return client.get(path).text
