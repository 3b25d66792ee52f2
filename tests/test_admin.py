"""The desk's front page tells each person what waits for them."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from articles.models import Mention
from ngo_site.lib.outbox import OutboxMail
from organisation.models import Volunteer
from tests.factories import make_article, make_comment, make_mention

pytestmark = pytest.mark.django_db


def tiles(client) -> list[tuple[int, str]]:
    return [(tile["count"], str(tile["words"])) for tile in client.get(reverse("admin:index")).context["waiting"]]


def make_parked_mail():
    OutboxMail.objects.create(
        to="alice@example.org", subject="Please confirm", text="…", kind="x", parked_at=timezone.now(), error="550"
    )


def test_nothing_waits_at_first(admin_client):
    make_comment(make_article(), is_public=True)
    assert tiles(admin_client) == []
    assert "Nothing waits for you." in admin_client.get(reverse("admin:index")).text


def test_each_tile_leads_to_as_many_rows_as_it_counts(admin_client):
    article = make_article()
    for is_public in (False, False, True):
        make_comment(article, is_public=is_public)
    for status in (Mention.Status.VERIFIED, Mention.Status.APPROVED):
        make_mention(article, status=status)
    for status in ("confirmed", "pending"):
        Volunteer.objects.create(name="Bob", email="bob@example.org", status=status)
    make_parked_mail()
    assert tiles(admin_client) == [
        (2, "comments to decide on"),
        (1, "mention to decide on"),
        (1, "volunteer to answer"),
        (1, "mail that could not be sent"),
    ]
    for tile in admin_client.get(reverse("admin:index")).context["waiting"]:
        assert admin_client.get(tile["url"]).context["cl"].result_count == tile["count"]


def test_nobody_is_told_of_what_they_may_not_see(client, django_user_model):
    make_comment(make_article(), is_public=False)
    make_parked_mail()
    alice = django_user_model.objects.create_user("alice", is_staff=True)
    alice.user_permissions.add(Permission.objects.get(codename="view_comment", content_type__app_label="articles"))
    client.force_login(alice)
    assert tiles(client) == [(1, "comment to decide on")]


def test_shelves_stand_in_the_order_of_a_day_s_work(admin_client):
    shelves = [shelf["app_label"] for shelf in admin_client.get(reverse("admin:index")).context["app_list"]]
    assert shelves == ["articles", "campaigns", "newsletters", "organisation", "auth", "sites", "lib"]


def test_the_door_says_who_we_are(client):
    assert "Pass it on." in client.get(reverse("admin:login")).text
