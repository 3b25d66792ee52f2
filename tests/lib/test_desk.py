"""What editors do with anything that can be published."""

import pytest
from django.contrib.admin.models import LogEntry

from articles.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"


def choose(client, action, *things):
    return client.post(LIST, {"action": action, "_selected_action": [thing.pk for thing in things]}, follow=True)


def states(page):
    return [row.split("<")[0] for row in page.text.split('field-state">')[1:]]


def test_the_list_says_what_is_draft_scheduled_and_public(admin_client):
    make_article(title="c", published_at=None)
    make_article(title="b", published_at="2999-01-01T00:00:00Z")
    make_article(title="a")
    assert states(admin_client.get(f"{LIST}?o=1")) == ["public", "scheduled", "draft"]


def test_an_editor_publishes_several_at_once_and_takes_them_back(admin_client):
    draft, public = make_article(published_at=None), make_article()
    since = public.published_at
    assert "public now" in choose(admin_client, "publish_now", draft, public).text
    assert set(Article.objects.published()) == {draft, public}
    public.refresh_from_db()
    assert public.published_at == since
    assert LogEntry.objects.filter(object_id=str(draft.pk)).count() == 1
    assert LogEntry.objects.filter(object_id=str(public.pk)).count() == 0
    assert "a draft again" in choose(admin_client, "back_to_draft", draft, public).text
    assert Article.objects.published().count() == 0


def test_who_may_only_look_publishes_nothing(client, django_user_model):
    bob = django_user_model.objects.create_user("bob", is_staff=True)
    bob.user_permissions.add(*bob.user_permissions.model.objects.filter(codename="view_article"))
    client.force_login(bob)
    draft = make_article(published_at=None)
    choose(client, "publish_now", draft)
    assert Article.objects.published().count() == 0


def test_the_address_follows_the_title_only_while_the_thing_is_new(admin_client):
    assert "#id_slug" in admin_client.get(f"{LIST}add/").text
    assert "#id_slug" not in admin_client.get(f"{LIST}{make_article().pk}/change/").text
