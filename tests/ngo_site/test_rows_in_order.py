"""Where rows have an order, a new one comes last until somebody gives it a place."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import models

from articles.models import Album
from campaigns.models import Poster, PosterSeries
from organisation.models import Menu, Person
from tests.desk_forms import opened
from tests.factories import make_article, make_person, make_photo, make_poster

pytestmark = pytest.mark.django_db


def test_no_row_has_a_place_before_somebody_gave_it_one():
    places = [
        field
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, models.PositiveSmallIntegerField) and field.name.endswith(("place", "position"))
    ]
    assert len(places) == 6
    assert [(field, field.default, field.null) for field in places] == [
        (field, models.NOT_PROVIDED, True) for field in places
    ]


def add_row(client, path, rows, **row):
    """Send the form as it is opened, with a new row filled in and the rest of it left alone."""
    form = opened(client, path)
    number = int(form[f"{rows}-INITIAL_FORMS"])
    sent = {f"{rows}-{number}-{name}": value for name, value in row.items()}
    assert set(sent) <= set(form) | {f"{rows}-{number}-photo"}
    assert client.post(path, {**form, **sent}).status_code == 302


def test_a_new_author_is_named_last(admin_client):
    article = make_article()
    for position, name in enumerate(["Amina", "Boris"], 1):
        article.bylines.create(guest=name, position=position)
    add_row(admin_client, f"/admin/articles/article/{article.pk}/change/", "bylines", guest="Clara")
    assert [byline.guest for byline in article.bylines.all()] == ["Amina", "Boris", "Clara"]


def test_a_new_link_stands_last_in_its_menu(admin_client):
    menu = Menu.objects.create(title="Top", slug="top")
    menu.links.create(label="One", address="/", position=1)
    row = {"label": "Two", "address": "https://example.org/"}
    add_row(admin_client, f"/admin/organisation/menu/{menu.pk}/change/", "links", **row)
    assert [link.label for link in menu.links.all()] == ["One", "Two"]


def test_a_new_photograph_comes_last_in_its_album(admin_client):
    album = Album.objects.create(title="Ink", slug="ink")
    first, new = make_photo(slug="first"), make_photo(slug="new")
    album.places.create(photo=first, place=7)
    add_row(admin_client, f"/admin/articles/album/{album.pk}/change/", "places", photo=new.pk)
    assert list(album.shown) == [first, new]


def test_a_place_that_nobody_gave_is_emptied_where_nobody_gave_one():
    numbered, unnumbered = (PosterSeries.objects.create(title=name, slug=name) for name in ("one", "two"))
    kept = make_poster(slug="kept", series=numbered, place=0)
    make_poster(slug="second", series=numbered, place=1)
    emptied = [make_poster(slug="in-two", series=unnumbered, place=0), make_poster(slug="alone", place=0)]
    import_module("campaigns.migrations.0006_places_nobody_gave").forget_places(apps, None)
    assert set(Poster.objects.filter(place=None)) == set(emptied)
    assert Poster.objects.get(place=0) == kept

    forget_people = import_module("organisation.migrations.0004_places_nobody_gave").forget_places
    clara = make_person(slug="clara", position=0)
    bob = make_person(slug="bob", position=2)
    forget_people(apps, None)
    assert Person.objects.get(position=0) == clara
    bob.delete()
    forget_people(apps, None)
    assert Person.objects.get(position=None) == clara
