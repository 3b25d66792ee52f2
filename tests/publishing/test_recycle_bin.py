"""What is deleted lies in the bin for thirty days; who was writing in it loses no word."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from articles.models import Article, Photo
from core.media.unused_files import remove_lost_files
from core.models import BinItem
from newsletters.models import Issue
from publishing import recycle_bin, revisions
from publishing.models import Autosave, Revision
from tests.core.media.test_unused_files import age
from tests.desk_forms import fields, opened
from tests.factories import (
    make_account,
    make_article,
    make_issue,
    make_person,
    make_petition,
    make_photo,
    make_series,
    make_staff,
    make_tag,
)
from tests.publishing.test_autosaves import report

pytestmark = pytest.mark.django_db

BIN = "/admin/core/binitem/"


def path(obj, rest="change/"):
    return f"/admin/{obj._meta.app_label}/{obj._meta.model_name}/{obj.pk}/{rest}"


def delete(client, obj):
    answer = client.post(path(obj, "delete/"), {"post": "yes"})
    assert answer.status_code == 302
    return answer


def act(client, action):
    chosen = list(BinItem.objects.values_list("pk", flat=True))
    return client.post(BIN, {"action": action, "_selected_action": chosen}, follow=True)


def titles(client) -> list[str]:
    return [str(item) for item in client.get(BIN).context["cl"].result_list]


def test_a_deleted_draft_comes_back_whole_with_its_versions(admin_client):
    tag, photo, person = make_tag(), make_photo(), make_person()
    article = make_article(title="فارسی", slug="سلام", body="<p>Text</p>", tags=[tag], picture=photo, published_at=None)
    article.bylines.create(person=person, position=1)
    article.bylines.create(guest="Ай-кын", position=2, note="Бишкек")
    admin_client.post(path(article), {**opened(admin_client, path(article)), "summary": "In short."})
    kept, numbers = article.pk, list(Revision.objects.of(article).values_list("number", flat=True))
    assert "It goes to the bin" in admin_client.get(path(article, "delete/")).text
    delete(admin_client, article)
    revisions.sweep()
    assert (Article.objects.count(), titles(admin_client)) == (0, ["فارسی"])
    answer = act(admin_client, "bring_back")
    assert "It is a draft again." in answer.text
    back = Article.objects.get()
    assert (back.pk, back.title, back.slug, back.body, back.summary) == (
        kept, "فارسی", "سلام", "<p>Text</p>", "In short.",
    )  # fmt: skip
    assert (list(back.tags.all()), back.picture, back.state) == ([tag], photo, "draft")
    assert [(str(one), one.note) for one in back.bylines.all()] == [(person.title, ""), ("Ай-кын", "Бишкек")]
    assert set(numbers) <= set(Revision.objects.of(back).values_list("number", flat=True))
    assert not BinItem.objects.exists()


def test_what_was_public_comes_back_as_a_draft(admin_client, client):
    article = make_article(slug="old", summary="In short.")
    delete(admin_client, article)
    act(admin_client, "bring_back")
    back = Article.objects.get()
    assert (back.state, client.get("/articles/old/").status_code) == ("draft", 410)
    back.publish()
    assert client.get("/articles/old/").status_code == 200


def test_a_letter_that_was_withdrawn_comes_back_unsent_and_unseen(admin_client, client):
    letter = make_issue(body="<p>Её имя</p>", queued_at=timezone.now())
    letter.withdraw("It named somebody.")
    delete(admin_client, letter)
    assert "It is a draft again." in act(admin_client, "bring_back").text
    back = Issue.objects.get()
    assert (back.body, back.queued_at, back.withdrawn_because) == ("<p>Её имя</p>", None, "")
    assert client.get(letter.get_absolute_url()).status_code == 410


def test_an_address_that_was_taken_meanwhile_gets_a_number_and_lost_things_are_told(admin_client):
    tag, series = make_tag(), make_series()
    article = make_article(slug="one", tags=[tag], series=series, published_at=None)
    delete(admin_client, article)
    make_article(slug="one")
    tag.delete()
    series.delete()
    answer = act(admin_client, "bring_back")
    assert "Its address was taken" in answer.text
    assert "could not come back: Series, Tags." in answer.text
    assert Article.objects.get(slug="one-2").series is None


@pytest.mark.parametrize("make", [make_petition, make_photo, make_person, make_issue])
def test_every_kind_comes_back(admin_client, make):
    obj = make() if make is make_issue else make(published_at=None)
    before = {
        field.name: getattr(obj, field.attname) for field in obj._meta.fields if field.name in {"title", "subject"}
    }
    delete(admin_client, obj)
    act(admin_client, "bring_back")
    back = type(obj).objects.get()
    assert {name: getattr(back, name) for name in before} == before


def test_a_list_action_deletes_into_the_bin_too(admin_client):
    issues = [make_issue(subject="One"), make_issue(subject="Two")]
    chosen = {"action": "delete_selected", "_selected_action": [issue.pk for issue in issues], "post": "yes"}
    admin_client.post("/admin/newsletters/issue/", chosen)
    assert (Issue.objects.count(), sorted(titles(admin_client))) == (0, ["One", "Two"])


def test_a_picture_keeps_its_file_where_nobody_can_fetch_it(admin_client, client, django_capture_on_commit_callbacks):
    photo = make_photo()
    name, address = photo.file.name, photo.file.url
    assert client.get(address).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        delete(admin_client, photo)
    age(f".bin/{name}")
    remove_lost_files.call()
    assert (default_storage.exists(name), default_storage.exists(f".bin/{name}")) == (False, True)
    assert (client.get(address).status_code, client.get(f"/media/.bin/{name}").status_code) == (404, 404)
    act(admin_client, "bring_back")
    assert Photo.objects.get().file.name == name
    with django_capture_on_commit_callbacks(execute=True):
        delete(admin_client, Photo.objects.get())
        act(admin_client, "delete_for_good")
    assert (default_storage.exists(f".bin/{name}"), default_storage.exists(name)) == (False, False)
    assert not BinItem.objects.exists()


def test_after_thirty_days_it_is_gone_with_its_versions(admin_client, django_capture_on_commit_callbacks):
    photo = make_photo()
    name = photo.file.name
    with django_capture_on_commit_callbacks(execute=True):
        delete(admin_client, photo)
        recycle_bin.empty()
        assert BinItem.objects.count() == 1
        BinItem.objects.update(deleted_at=timezone.now() - timedelta(days=31))
        recycle_bin.empty()
    assert (BinItem.objects.count(), Revision.objects.count(), default_storage.exists(name)) == (0, 0, False)


def test_everybody_sees_there_what_they_could_write(client, admin_client):
    ada = make_account("author", username="ada")
    make_account("moderator")
    hers, other = make_article(title="Hers", created_by=ada, published_at=None), make_article(title="Other")
    petition = make_petition(title="Petition", published_at=None)
    for obj in (hers, other, petition):
        delete(admin_client, obj)
    assert titles(admin_client) == ["Petition", "Other", "Hers"]
    seen = {}
    for role in ("ada", "campaigner", "editor"):
        client.force_login(ada if role == "ada" else make_account(role))
        seen[role] = sorted(titles(client))
    assert seen == {"ada": ["Hers"], "campaigner": ["Petition"], "editor": ["Hers", "Other", "Petition"]}
    client.force_login(ada)
    act(client, "bring_back")
    assert [article.title for article in Article.objects.all()] == ["Hers"]


def test_who_was_writing_loses_nothing(admin_client):
    alice = Client()
    alice.force_login(make_staff("alice"))
    article = make_article(title="Old", slug="old", published_at=None)
    form = opened(alice, path(article))
    report(alice, path(article, "autosave/"), form, title="Begun")
    assert "alice is writing here" in admin_client.get(path(article, "delete/")).text
    delete(admin_client, article)
    told = report(alice, path(article, "autosave/"), form, serial=2000, title="Begun – дальше").json()
    assert "admin deleted this" in told["newer"]
    sent = {**form, "title": "Begun – дальше и дальше", "_serial": "3000"}
    page = alice.post(path(article), sent, follow=True)
    assert "Your words are kept" in page.text
    assert "Begun – дальше и дальше" in page.text
    copy = Autosave.objects.get(user__username="alice")
    assert "not saved" in alice.get("/admin/").text
    filled = opened(alice, f"/admin/articles/article/add/?autosave={copy.pk}")
    assert (filled["title"], filled["slug"]) == ("Begun – дальше и дальше", "old")
    assert alice.post("/admin/articles/article/add/", filled).status_code == 302
    assert Article.objects.get().title == "Begun – дальше и дальше"


def test_brought_back_the_unsaved_words_are_in_their_place_again(admin_client):
    alice = Client()
    alice.force_login(make_staff("alice"))
    article = make_article(title="Old", published_at=None)
    report(alice, path(article, "autosave/"), opened(alice, path(article)), title="Begun")
    delete(admin_client, article)
    act(admin_client, "bring_back")
    copy = Autosave.objects.get(user__username="alice")
    assert opened(alice, f"{path(article)}?autosave={copy.pk}")["title"] == "Begun"
    assert fields(alice.get("/admin/articles/article/add/"))["title"] == ""
