"""A portrait, a cover, a still that was copied from the library goes when its photograph may be shown no more."""

import re
from datetime import timedelta

import pytest
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.html import escape

from articles.models import Photo
from articles.photos import consent
from campaigns.models import Video
from organisation.models import Person, Report
from tests.desk_forms import opened
from tests.factories import make_pdf, make_person, make_photo, make_picture_file, make_video, published

pytestmark = pytest.mark.django_db


def make_report(**fields):
    return Report.objects.create(document=make_pdf(), summary="In short.", **published(fields, "report"))


MAKERS = {"organisation.person": make_person, "organisation.report": make_report, "campaigns.video": make_video}


@pytest.fixture
def photo():
    return make_photo(title="Amina at her loom", slug="loom", alt="Amina smiles.", consent="given")


def path(obj, rest="change/"):
    return f"/admin/{obj._meta.app_label}/{obj._meta.model_name}/{obj.pk}/{rest}"


def make_copy(client, photo, label="organisation.person"):
    """Choose the photograph in the form of an object, as Clara does, and return the object."""
    obj = MAKERS[label](title="Amina")
    form = {**opened(client, path(obj)), "file-library": f"photo:{photo.slug}", "alt": "Amina smiles."}
    assert client.post(path(obj), form).status_code == 302
    obj.refresh_from_db()
    assert obj.copied_from == f"articles.photo:{photo.pk}"
    return obj


def withdraw(photo):
    photo.consent = photo.Consent.WITHDRAWN
    photo.save()


@pytest.mark.parametrize("label", MAKERS)
def test_copies_go_with_the_consent_and_their_files_with_them(
    admin_client, photo, label, django_capture_on_commit_callbacks
):
    obj = make_copy(admin_client, photo, label)
    other = MAKERS[label](title="Bob", slug="bob")
    storage, name, kept = obj.file.storage, obj.file.name, other.file.name
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(photo)
    obj.refresh_from_db()
    assert obj.file.name != name
    assert not storage.exists(name)
    assert (obj.alt, obj.copied_from) == ("", "")
    assert obj.is_published
    # A film has a drawn still again, for it may not have none.
    assert bool(obj.file) is (label == "campaigns.video")
    other.refresh_from_db()
    assert other.file.name == kept


def test_the_public_page_shows_it_no_more_at_once(client, admin_client, photo):
    person = make_copy(admin_client, photo)
    assert "Amina smiles." in client.get(person.get_absolute_url()).text
    withdraw(photo)
    assert "Amina smiles." not in client.get(person.get_absolute_url()).text


def test_who_withdraws_is_told_where_it_was_taken_off(admin_client, photo):
    person = make_copy(admin_client, photo)
    assert escape(path(person)) in admin_client.get(path(photo)).text  # before, it stands in the list of places
    form = {**opened(admin_client, path(photo)), "consent": "withdrawn"}
    page = admin_client.post(path(photo), form, follow=True).text
    assert told_of(page) == [f'<a href="{path(person)}" dir="auto">Amina</a>']


def told_of(page):
    told = page.partition("It was taken off these as well")[2].partition("</li>")[0]
    return re.findall("<a .*?</a>", told)


def test_so_is_who_withdraws_it_on_the_page_for_publishing(admin_client, photo):
    person = make_copy(admin_client, photo)
    seen = re.search(r'name="seen" value="([^"]+)"', admin_client.get(path(photo, "publication/")).text)[1]
    form = {"act": "withdraw", "because": "She asked us to.", "seen": seen}
    page = admin_client.post(path(photo, "publication/"), form, follow=True).text
    assert told_of(page) == [f'<a href="{path(person)}" dir="auto">Amina</a>']
    assert not Person.objects.get(pk=person.pk).file


def test_a_consent_that_ends_by_itself_takes_the_copies_too(admin_client, photo):
    person = make_copy(admin_client, photo)
    Photo.objects.update(consent_until=timezone.localdate() - timedelta(days=1))
    consent.withhold_files()
    assert not Person.objects.get(pk=person.pk).file


def test_another_picture_is_no_copy_any_more(admin_client, photo):
    report = make_copy(admin_client, photo, "organisation.report")
    report.file = make_picture_file()
    report.save()
    assert Report.objects.get().copied_from == ""
    withdraw(photo)
    assert Report.objects.get().file


def test_what_has_copies_is_in_use(admin_client, photo):
    make_copy(admin_client, photo, "campaigns.video")
    with pytest.raises(ProtectedError):
        photo.delete()
    Video.objects.all().delete()
    photo.delete()
