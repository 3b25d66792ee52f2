"""The desk's front page tells each person what waits for them."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Mention
from core.mail.outbox import OutboxMail
from core.readership import DailyReferrers, DailyViews
from organisation.models import Volunteer
from publishing.autosaves import Autosave
from tests.factories import (
    make_account,
    make_article,
    make_comment,
    make_mention,
    make_paper_batch,
    make_petition,
    make_photo,
)

pytestmark = pytest.mark.django_db


def tiles(client) -> list[tuple[int, str]]:
    return [(tile["count"], str(tile["label"])) for tile in client.get(reverse("admin:index")).context["waiting"]]


def make_parked_mail():
    OutboxMail.objects.create(
        to="alice@example.org", content={"subject": "Please confirm"}, kind="x", parked_at=timezone.now(), error="550"
    )


def test_nothing_waits_at_first(admin_client):
    make_comment(make_article(), is_public=True)
    assert tiles(admin_client) == []
    assert "Nothing waits for you." in admin_client.get(reverse("admin:index")).text


def rows_behind(client, tile) -> int:
    """Return how many rows of the tile's kind its page shows: the queue holds comments and mentions."""
    page = client.get(tile["url"])
    if "cl" in page.context:
        return page.context["cl"].result_count
    kind = "comment" if "comment" in str(tile["label"]) else "mention"
    return len([item for item in page.context["page"] if item.kind == kind])


def test_each_tile_leads_to_as_many_rows_as_it_counts(admin_client):
    article = make_article()
    for is_public in (False, False, True):
        make_comment(article, is_public=is_public)
    for status in (Mention.Status.VERIFIED, Mention.Status.APPROVED):
        make_mention(article, status=status)
    for status in ("confirmed", "pending"):
        Volunteer.objects.create(name="Bob", email="bob@example.org", status=status)
    make_parked_mail()
    make_paper_batch(make_petition())
    expected = [
        (1, "batch of paper signatures to approve"),
        (2, "comments to decide on"),
        (1, "mention to decide on"),
        (1, "volunteer to answer"),
        (1, "mail that could not be sent"),
    ]
    assert tiles(admin_client) == expected
    waiting = admin_client.get(reverse("admin:index")).context["waiting"]
    assert [rows_behind(admin_client, tile) for tile in waiting] == [count for count, _words in expected]


def test_a_batch_on_paper_waits_for_everybody_but_whoever_entered_it(client):
    alice, bob = make_account("campaigner", username="alice"), make_account("campaigner", username="bob")
    batch = make_paper_batch(make_petition(), entered_by=alice)
    client.force_login(alice)
    assert tiles(client) == []
    client.force_login(bob)
    assert tiles(client) == [(1, "batch of paper signatures to approve")]
    batch.approve(bob)
    assert tiles(client) == []


def begun(client) -> list[tuple[str, str]]:
    return [(entry["title"], str(entry["state"])) for entry in client.get("/admin/").context["begun"]]


def test_the_first_page_shows_what_one_has_begun_and_nobody_else_s(client):
    alice, bob = make_account("author", username="alice"), make_account("author", username="bob")
    make_article(title="First draft", published_at=None, created_by=alice)
    make_article(title="To be read", published_at=None, created_by=alice, review_asked_at=timezone.now())
    make_article(title="Public", created_by=alice)
    make_article(title="Draft of Bob", published_at=None, created_by=bob)
    kind = ContentType.objects.get_for_model(Article)
    data = [["title", "Typed in the train"]]
    written = {"content_type": kind, "data": data, "written_at": timezone.now()}
    Autosave.objects.create(user=alice, key="alice-key", **written)
    Autosave.objects.create(user=bob, key="bobs-key", **written | {"data": [["title", "Unsaved by Bob"]]})
    client.force_login(alice)
    assert begun(client) == [("Typed in the train", "not saved"), ("To be read", "in review"), ("First draft", "draft")]
    for obj in client.get("/admin/").context["begun"]:
        assert client.get(obj["url"]).status_code == 200


@pytest.mark.parametrize(
    "role, starts",
    [
        ("author", ["Write an article", "Add a photo"]),
        ("moderator", ["Moderate"]),
        ("campaigner", ["Add a photo", "Begin a petition", "Add a poster", "Write a letter"]),
        ("", []),
    ],
)
def test_the_first_page_offers_what_the_role_may_begin(client, role, starts):
    client.force_login(make_account(role))
    page = client.get("/admin/").context
    assert [str(start["label"]) for start in page["starts"]] == starts
    assert [client.get(start["url"]).status_code for start in page["starts"]] == [200] * len(starts)
    assert (page["planned"] is None) == (role in {"moderator", ""})
    assert (client.get("/admin/?month=2026-11").context["month"] is None) == (role in {"moderator", ""})


def test_nobody_is_told_of_what_they_may_not_see(client, django_user_model):
    make_comment(make_article(), is_public=False)
    make_parked_mail()
    alice = django_user_model.objects.create_user("alice", is_staff=True)
    alice.user_permissions.add(Permission.objects.get(codename="view_comment", content_type__app_label="articles"))
    client.force_login(alice)
    assert tiles(client) == [(1, "comment to decide on")]


def test_reviews_and_ending_consents_wait_for_those_who_decide(client):
    make_article(published_at=None, review_asked_at=timezone.now())
    make_photo(consent="given", consent_until=timezone.localdate() + timedelta(days=3))
    client.force_login(make_account("editor"))
    assert tiles(client) == [(1, "article in review"), (1, "picture whose consent ends soon")]
    for tile in client.get("/admin/").context["waiting"]:
        assert client.get(tile["url"]).context["cl"].result_count == 1
    client.force_login(make_account("author"))
    assert tiles(client) == []


def test_the_month_shows_what_is_planned_and_nobody_else_s_drafts(client):
    ahead = timezone.now() + timedelta(days=40)
    make_article(title="Soon public", published_at=ahead)
    month = f"/admin/?month={timezone.localtime(ahead):%Y-%m}"
    client.force_login(make_account("editor"))
    assert "Soon public" in client.get(month).text
    assert [event["title"] for event in client.get("/admin/").context["planned"]] == ["Soon public"]
    assert client.get("/admin/?month=nonsense").status_code == 200
    client.force_login(make_account("author"))
    assert "Soon public" not in client.get(month).text
    assert client.get("/admin/").context["planned"] == []


def test_readers_are_shown_to_those_who_write_and_rare_hosts_to_nobody(client):
    article, today = make_article(title="Ten metres", slug="ten-metres"), timezone.localdate()
    DailyViews.objects.create(path="/articles/ten-metres/", day=today, views=41)
    for host, number in {"known.example": 3, "diary-of-bob.example": 2}.items():
        DailyReferrers.objects.create(host=host, day=today, views=number)
    client.force_login(make_account("editor"))
    page = client.get("/admin/").text
    assert ("41 views" in page, "known.example" in page, "diary-of-bob" in page) == (True, True, False)
    assert "41 views" in client.get(reverse("admin:readers", args=[article.pk])).text
    client.force_login(make_account("moderator"))
    assert "41 views" not in client.get("/admin/").text


def test_the_door_says_who_we_are(client):
    assert "Pass it on." in client.get(reverse("admin:login")).text


def test_every_kind_has_a_plural_that_somebody_may_read():
    """Django adds an s to what is called nothing else: "Deliverys" stood where a letter was deleted."""
    plurals = [str(model._meta.verbose_name_plural) for model in apps.get_models()]
    assert [name for name in plurals if re.search(r"([^aeiou]y|ss|x|ch|sh)s$", name)] == []
