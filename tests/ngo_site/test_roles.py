"""Who may do what with which object: an author writes in their own drafts and nowhere else."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db.models.signals import post_migrate
from django.urls import reverse

from articles.models import Article, Byline
from core.audit import AuditEntry
from ngo_site.apps import last_app_with_models
from ngo_site.roles import ROLES, role_of
from publishing import checks, revisions
from publishing.scheduled_changes import ScheduledChange
from tests.factories import long_ago, make_account, make_article, make_person, make_petition

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"


@pytest.fixture
def alice(client):
    user = make_account("author", username="alice")
    client.force_login(user)
    return user


def own_draft(user, **fields):
    article = make_article(published_at=None, title="My own draft", **fields)
    Article.objects.filter(pk=article.pk).update(created_by=user)
    article.refresh_from_db()
    return article


@checks.exempt("a test's own content")
def publish(article):
    article.published_at = long_ago()
    article.save()


def filled(article, **changes) -> dict:
    rows = {"bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0}
    fields = {"title": article.title, "slug": article.slug, "summary": "", "body": "<p>x</p>", "language": "en"}
    return {**fields, **rows, **changes}


def test_there_is_a_group_for_every_role():
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
    assert not Group.objects.get(name="author").permissions.filter(codename__startswith="publish").exists()
    signatures = Group.objects.filter(permissions__codename__endswith="_signature")
    assert not signatures.exists()


def test_migrating_again_mends_a_role_and_changes_nothing_else():
    group = Group.objects.get(name="editor")
    before = set(group.permissions.values_list("pk", flat=True))
    group.permissions.clear()
    sender = last_app_with_models()
    for _time in range(2):
        post_migrate.send(
            sender, app_config=sender, using="default", apps=apps, verbosity=0, interactive=False, plan=[]
        )
    assert set(group.permissions.values_list("pk", flat=True)) == before


def test_what_an_author_begins_is_theirs_and_stays_a_draft(client, alice):
    sent = filled(make_article(), title="By Alice", slug="by-alice")
    client.post(f"{LIST}add/", {**sent, "published_at_0": "2020-01-01", "published_at_1": "10:00"})
    article = Article.objects.get(slug="by-alice")
    assert (article.created_by, article.published_at) == (alice, None)


def test_an_author_does_not_publish(client, alice):
    article = own_draft(alice)
    sent = filled(article, published_at_0="2020-01-01", published_at_1="10:00")
    assert client.post(f"{LIST}{article.pk}/change/", sent).status_code == 302
    client.post(LIST, {"action": "publish_now", "_selected_action": [article.pk]})
    assert Article.objects.get(pk=article.pk).published_at is None


def test_drafts_of_others_are_nowhere(client, alice):
    draft, public = make_article(published_at=None, title="Secret words", slug="secret"), make_article()
    for text in ("<p>one</p>", "<p>two</p>"):
        Article.objects.filter(pk=draft.pk).update(body=text)
        draft.refresh_from_db()
        revisions.keep(draft, make_account("editor") if text == "<p>one</p>" else alice, "")
    own_draft(alice)
    for article in (draft, public):
        pages = [
            f"{article.pk}/{page}/" for page in ("change", "delete", "history", "versions/0/1", "versions/1/restore")
        ]
        answers = [client.get(f"{LIST}{page}") for page in pages]
        assert [answer.status_code in {302, 404} for answer in answers] == [True] * len(pages)
        sent = '{"key": "k", "base": "", "serial": 1, "fields": []}'
        autosave = client.post(f"{LIST}{article.pk}/autosave/", sent, "application/json")
        assert autosave.status_code in {403, 404}
        assert client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}).status_code in {302, 403, 404}
    assert Article.objects.filter(pk=draft.pk).exists()
    chosen = {"action": "delete_selected", "_selected_action": [draft.pk], "post": "yes"}
    client.post(LIST, chosen)
    assert Article.objects.filter(pk=draft.pk).exists()
    listed = client.get(LIST).text
    assert ("My own draft" in listed, "Secret words" in listed) == (True, False)
    field = {"app_label": "articles", "model_name": "article", "field_name": "translation_of", "term": ""}
    assert "Secret" not in client.get("/admin/autocomplete/", field).text
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(public.get_absolute_url()).status_code == 200
    assert "Secret" not in client.get("/search/?q=secret").text
    assert "Secret" not in client.get("/admin/").text


def test_an_author_named_by_an_editor_may_write_too(client, alice):
    article = make_article(published_at=None)
    person = make_person(user=alice)
    Byline.objects.create(article=article, person=person)
    assert client.get(f"{LIST}{article.pk}/change/").status_code == 200
    assert client.get(article.get_absolute_url()).status_code == 200


def test_what_is_public_an_author_reads_and_does_not_change(client, alice):
    article = own_draft(alice)
    assert 'name="_continue"' in client.get(f"{LIST}{article.pk}/change/").text
    publish(article)
    assert 'name="_continue"' not in client.get(f"{LIST}{article.pk}/change/").text
    assert client.post(f"{LIST}{article.pk}/change/", filled(article, title="Changed")).status_code == 403
    assert client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_change_that_an_author_planned_does_not_reach_a_page_made_public_meanwhile(alice):
    article = own_draft(alice)
    plan = ScheduledChange(obj=article, made_by=alice, at=article.created_at, base={}, data={})
    assert plan.obstacle(article) == ""
    publish(article)
    assert plan.obstacle(article) != ""


def test_unsaved_writing_is_nobody_else_s(client, alice):
    draft = own_draft(alice)
    sent = '{"key": "%s", "base": "", "serial": 1, "fields": [["title", "Half a"]]}' % ("k" * 16)
    url = client.post(f"{LIST}{draft.pk}/autosave/", sent, "application/json").json()["url"]
    assert client.get(url).status_code == 200
    client.force_login(make_account("editor"))
    assert client.get(url).status_code == 404


def test_a_role_is_given_in_plain_words(admin_client):
    add = reverse("admin:auth_user_add")
    page = admin_client.get(add).text
    assert ("publishes nothing" in page, "LDAP" in page) == (True, False)
    words = {"username": "bob", "email": "bob@example.org"}
    admin_client.post(add, {**words, "email": "", "role": "editor"})
    assert not Group.objects.get(name="editor").user_set.exists()
    admin_client.post(add, {**words, "role": "editor"})
    bob = Group.objects.get(name="editor").user_set.get()
    assert (bob.username, bob.is_staff, bob.is_superuser) == ("bob", True, False)
    assert (bob.email, bob.has_usable_password()) == ("bob@example.org", False)
    admin_client.post(
        reverse("admin:auth_user_change", args=[bob.pk]), {"username": "bob", "role": "moderator", "is_active": "on"}
    )
    bob.refresh_from_db()
    assert (role_of(bob), bob.groups.count()) == ("moderator", 1)
    assert AuditEntry.objects.filter(detail="editor → moderator", actor__username="admin").exists()
    admin_client.post(
        reverse("admin:auth_user_change", args=[bob.pk]), {"username": "bob", "role": "", "is_active": "on"}
    )
    bob.refresh_from_db()
    assert (bob.is_staff, bob.groups.count()) == (False, 0)


def test_an_administrator_does_not_touch_a_superuser(client, admin_user):
    client.force_login(make_account("administrator"))
    page = reverse("admin:auth_user_change", args=[admin_user.pk])
    assert client.post(page, {"username": "x"}).status_code == 403
    assert client.post(reverse("admin:auth_user_delete", args=[admin_user.pk]), {"post": "yes"}).status_code == 403


def test_a_campaigner_publishes_petitions(client):
    client.force_login(make_account("campaigner"))
    petition = make_petition(published_at=None)
    assert "publish" in client.get("/admin/campaigns/petition/").text
    assert client.get(petition.get_absolute_url()).status_code == 200
