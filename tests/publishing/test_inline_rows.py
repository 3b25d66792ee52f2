"""The names over an article are rows of their own, and kept like its words."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from publishing import scheduled_changes
from publishing.models import Autosave, Revision, ScheduledChange
from tests.desk_forms import fields, opened, planned_for
from tests.factories import make_article, make_person, make_staff

pytestmark = pytest.mark.django_db


def path(article, rest="change/"):
    return f"/admin/articles/article/{article.pk}/{rest}"


def names(article):
    return [(byline.person_id, byline.guest) for byline in article.bylines.all()]


def with_guest(form, name, number=0):
    return {**form, "bylines-TOTAL_FORMS": str(number + 1), f"bylines-{number}-guest": name}


@pytest.fixture
def article():
    article = make_article(title="Old", summary="Short.")
    article.bylines.create(guest="Amina")
    return article


def test_names_are_part_of_a_version_and_come_back_with_it(admin_client, article):
    person = make_person()
    form = {**opened(admin_client, path(article)), "bylines-0-guest": "", "bylines-0-person": person.pk}
    assert admin_client.post(path(article), form).status_code == 302
    assert names(article) == [(person.pk, "")]
    assert Revision.objects.of(article).first().changed == ["bylines"]
    page = admin_client.get(path(article, "versions/1/restore/"))
    assert f"<del>{person.title}</del><ins>Amina</ins>" in page.text.replace("</del> <ins>", "</del><ins>")
    admin_client.post(path(article, "versions/1/restore/"), {"now": page.context["now"]})
    assert names(article) == [(None, "Amina")]
    assert Revision.objects.of(article).count() == 3


def test_names_not_saved_yet_come_back_into_the_form(admin_client, article):
    form = {**opened(admin_client, path(article)), "bylines-0-guest": "Amina K.", "bylines-1-guest": "Boris"}
    sent = {"key": form["_key"], "base": form["_base"], "serial": 5, "fields": [[k, v] for k, v in form.items()]}
    url = admin_client.post(path(article, "autosave/"), json.dumps(sent), content_type="application/json").json()["url"]
    assert "Boris" in admin_client.get(url).text
    filled = opened(admin_client, f"{path(article)}?autosave={Autosave.objects.get().pk}")
    assert (filled["bylines-0-guest"], filled["bylines-1-guest"]) == ("Amina K.", "Boris")
    assert names(article) == [(None, "Amina")]
    refused = admin_client.post(path(article), {**filled, "title": ""})
    assert names(article) == [(None, "Amina")]
    assert admin_client.post(path(article), {**fields(refused), "title": "Now"}).status_code == 302
    assert names(article) == [(None, "Amina K."), (None, "Boris")]
    assert [v.changed for v in Revision.objects.of(article)] == [["title", "bylines"], []]


@pytest.mark.parametrize(("choice", "kept"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_two_who_change_the_names_are_asked(admin_client, article, choice, kept):
    bob = Client()
    bob.force_login(make_staff("bob"))
    mine, theirs = opened(admin_client, path(article)), opened(bob, path(article))
    assert bob.post(path(article), {**theirs, "bylines-0-guest": "Theirs"}).status_code == 302
    asked = admin_client.post(path(article), {**mine, "bylines-0-guest": "Mine", "title": "New"})
    assert asked.status_code == 409
    assert names(article) == [(None, "Theirs")]
    saved = admin_client.post(path(article), {**fields(asked), "_choice_bylines": choice})
    assert saved.status_code == 302
    article.refresh_from_db()
    assert (article.title, names(article)) == ("New", [(None, kept)])


def test_names_that_only_the_other_changed_stand(admin_client, article):
    bob = Client()
    bob.force_login(make_staff("bob"))
    mine, theirs = opened(admin_client, path(article)), opened(bob, path(article))
    bob.post(path(article), {**theirs, "bylines-0-DELETE": "on", "bylines-1-guest": "Boris"})
    asked = admin_client.post(path(article), {**mine, "title": "New"})
    assert admin_client.post(path(article), fields(asked)).status_code == 302
    assert names(article) == [(None, "Boris")]


def test_names_can_be_planned(admin_client, article):
    later = timezone.now().replace(year=timezone.now().year + 1).strftime("%Y-%m-%dT%H:%M")
    form = {**opened(admin_client, path(article)), "bylines-0-guest": "Later", "_schedule": "1"} | planned_for(later)
    assert admin_client.post(path(article), form).status_code == 302
    assert names(article) == [(None, "Amina")]
    ScheduledChange.objects.update(at=timezone.now())
    scheduled_changes.apply_due()
    assert ScheduledChange.objects.get().problem == ""
    assert names(article) == [(None, "Later")]
