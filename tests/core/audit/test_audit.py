"""The log of who did what."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import InternalError, transaction

from articles.models import Article
from core.audit import Action, AuditEntry, record
from tests.factories import make_account, make_article, make_comment

pytestmark = pytest.mark.django_db

LOG = "/admin/core/auditentry/"


def make_user(name, **fields):
    return get_user_model().objects.create_user(name, password="secret-words", **fields)


def rows(**conditions):
    entries = AuditEntry.objects.filter(**conditions).order_by("pk")
    return list(entries.values_list("actor_name", "action", "object_name"))


def test_record_names_the_person_the_deed_and_the_thing():
    entry = record(make_user("alice"), Action.PUBLISH, make_article(title="Ten metres"), "at once")
    assert (entry.actor_name, entry.action, entry.kind, entry.object_name, entry.detail) == (
        "alice", "publish", "articles.article", "Ten metres", "at once",
    )  # fmt: skip


def test_what_visitors_wrote_is_named_by_number_only():
    comment = make_comment(make_article())
    entry = record(None, Action.MODERATE, comment)
    assert (entry.object_id, entry.object_name) == (str(comment.pk), "")


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_nobody_changes_the_log(deed):
    entry = record(None, Action.EXPORT, Article)
    with pytest.raises(InternalError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(detail="") if deed == "update" else entry.delete()
    assert AuditEntry.objects.count() == 1


def test_the_log_outlives_the_account():
    alice = make_user("alice")
    record(alice, Action.PUBLISH)
    alice.delete()
    assert rows() == [("alice", "publish", "")]


def test_logins_are_recorded_and_what_was_typed_at_a_failed_one_is_not(client):
    make_user("alice", is_staff=True)
    client.post("/admin/login/", {"username": "my-password-by-mistake", "password": "x"})
    client.post("/admin/login/", {"username": "alice", "password": "secret-words"})
    client.post("/admin/logout/")
    assert rows() == [("", "login-failed", ""), ("alice", "login", ""), ("alice", "logout", "")]
    assert "mistake" not in str(list(AuditEntry.objects.values()))


def test_forms_deletions_and_list_actions_record_themselves(admin_client):
    article = make_article(title="Ten metres", published_at=None)
    chosen = {"action": "ask_review", "_selected_action": [article.pk]}
    admin_client.post("/admin/articles/article/", chosen)
    admin_client.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"})
    assert rows(action__in=["run", "delete"]) == [("admin", "run", ""), ("admin", "delete", "Ten metres")]


def test_a_list_action_that_asks_first_is_recorded_once_when_it_is_done(admin_client):
    article = make_article()
    chosen = {"action": "back_to_draft", "_selected_action": [article.pk]}
    assert admin_client.post("/admin/articles/article/", chosen).status_code == 200
    assert admin_client.post("/admin/articles/article/", {"action": "back_to_draft", "index": 0}).status_code == 302
    assert rows(action="run") == []
    admin_client.post("/admin/articles/article/", {**chosen, "confirmed": "yes"})
    assert [entry.detail for entry in AuditEntry.objects.filter(action="run")] == [f"back_to_draft: {article.pk}"]


def test_whoever_gives_a_role_or_changes_a_password_is_named(admin_client):
    anna = make_account("author")
    role = {"username": anna.username, "role": "editor", "is_active": "on"}
    admin_client.post(f"/admin/auth/user/{anna.pk}/change/", role)
    assert {name for name, _action, obj in rows(action="permission", object_name=anna.username)[-2:]} == {"admin"}
    words = {"old_password": "password", "new_password1": "a longer secret", "new_password2": "a longer secret"}
    assert admin_client.post("/admin/password_change/", words).status_code == 302
    assert rows(action="permission")[-1] == ("admin", "permission", "admin")


def test_a_changed_right_is_recorded():
    alice = make_user("alice")
    alice.groups.add(Group.objects.create(name="readers"))
    alice.user_permissions.add(Permission.objects.first())
    assert rows(action="permission", object_name="alice") == [("", "permission", "alice")] * 2


def test_only_who_may_sees_the_log_and_nobody_writes_in_it(client, admin_client):
    entry = record(None, Action.EXPORT, Article, "all of it")
    assert "all of it" in admin_client.get(LOG).text
    assert "all of it" in admin_client.get(f"{LOG}?action=export").text
    assert "all of it" not in admin_client.get(f"{LOG}?action=login").text
    assert admin_client.get(f"{LOG}{entry.pk}/change/").status_code == 200
    assert [admin_client.post(f"{LOG}{way}").status_code for way in ("add/", f"{entry.pk}/delete/")] == [403, 403]
    client.force_login(make_user("bob", is_staff=True))
    assert client.get(LOG).status_code == 403
