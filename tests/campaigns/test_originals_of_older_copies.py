"""Pictures that were copied before copies noted their originals are told by their bytes."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.storage import default_storage

from tests.factories import make_person, make_photo, make_picture_file, make_video

pytestmark = pytest.mark.django_db
migration = import_module("campaigns.migrations.0004_originals_of_older_copies")


def noted(*pictures):
    migration.note_originals(apps, None)
    for picture in pictures:
        picture.refresh_from_db()
    return [picture.copied_from for picture in pictures]


def test_a_copy_is_told_by_its_bytes():
    photo = make_photo(file=make_picture_file("red"))
    make_photo(slug="other")
    person = make_person(file=make_picture_file("red"), alt="Amina")
    film = make_video(file=make_picture_file("green"), alt="Ink")
    assert noted(person, film) == [f"articles.photo:{photo.pk}", ""]


def test_where_two_photographs_are_alike_nobody_can_tell():
    for slug in ("one", "two"):
        make_photo(slug=slug, file=make_picture_file("red"))
    assert noted(make_person(file=make_picture_file("red"), alt="Amina")) == [""]


def test_a_lost_file_hinders_nothing():
    photo = make_photo(file=make_picture_file("red"))
    lost = make_person(slug="lost", file=make_picture_file("red"), alt="Amina")
    default_storage.delete(lost.file.name)
    person = make_person(slug="kept", file=make_picture_file("red"), alt="Amina")
    assert noted(lost, person) == ["", f"articles.photo:{photo.pk}"]
