"""The desk's first page for somebody new, for somebody who campaigns, and how often it asks the database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Channel, DailyTally, ShareCode, SharedHour, Tally
from core.accounts.dismissals import Dismissal
from publishing import revisions
from publishing.models import Revision
from tests.factories import (
    make_account,
    make_article,
    make_comment,
    make_issue,
    make_mention,
    make_page,
    make_petition,
    make_photo,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 35  # with its session, its account and the account's rights


def steps(client) -> list[tuple[str, bool]] | None:
    found = client.get("/admin/").context["steps"]
    return found and [(step["label"], step["is_done"]) for step in found["steps"]]


def test_first_steps_are_ticked_by_what_was_done(client):
    alice = make_account("author")
    client.force_login(alice)
    labels = [
        "Choose a password of your own",
        "Write an article",
        "Add a photo",
        "Show a draft to somebody by a link",
    ]
    assert steps(client) == [(label, False) for label in labels]
    for step in client.get("/admin/").context["steps"]["steps"]:
        assert client.get(step["url"]).status_code == 200
    make_article(created_by=alice, published_at=None)
    make_photo(created_by=make_account("author", username="bob"))
    assert [label for label, is_done in steps(client) if is_done] == ["Write an article"]
    assert "1 of 4 done" in client.get("/admin/").text


def test_first_steps_go_when_they_are_put_away_and_only_for_whoever_did(client):
    alice, bob = make_account("editor", username="alice"), make_account("editor", username="bob")
    client.force_login(alice)
    assert len(steps(client)) == 5
    assert client.get("/admin/first-steps/put-away/").status_code == 405
    for _twice in range(2):
        assert client.post("/admin/first-steps/put-away/").status_code == 302
    assert (steps(client), Dismissal.objects.count()) == (None, 1)
    client.force_login(bob)
    assert len(steps(client)) == 5


def test_what_was_saved_last_comes_first_and_opens_with_one_click(client):
    client.force_login(make_account("editor"))
    first, second = make_page(title="Contact"), make_article(title="Ink", published_at=None)
    for obj, kind in ((second, "articles/article"), (first, "organisation/page")):
        url = f"/admin/{kind}/{obj.pk}/change/"
        form = client.get(url).context["adminform"].form
        data = {name: value for name, value in form.initial.items() if isinstance(value, str | int)}
        formsets = client.get(url).context["inline_admin_formsets"]
        for formset in formsets:
            prefix = formset.formset.prefix
            data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
        assert client.post(url, {**data, "summary": "In short."}).status_code == 302
    begun = client.get("/admin/").context["begun"]
    assert [(entry["title"], str(entry["state"])) for entry in begun] == [("Contact", "public"), ("Ink", "draft")]
    assert client.get(begun[0]["url"]).status_code == 200


def make_signed(title, today, yesterday):
    petition = make_petition(title=title)
    Tally.objects.create(petition=petition, country="KE", count=900)
    for days, number in enumerate((today, yesterday)):
        day = timezone.now().date() - timedelta(days=days)
        DailyTally.objects.create(petition=petition, day=day, count=number)
    return petition


def test_open_petitions_show_today_yesterday_and_the_ways_people_came(client):
    petition = make_signed("Open the archive", 41, 30)
    make_signed("Free the printers", 5, 3)
    make_petition(title="Long closed", closed_at=timezone.now() - timedelta(days=2))
    for channel, number in ((Channel.MAIL, 12), (Channel.MASTODON, 31)):
        code = ShareCode.objects.create(petition=petition, channel=channel)
        SharedHour.objects.create(code=code, hour=timezone.now(), visits=90, confirmed=number)
    client.force_login(make_account("campaigner"))
    first, second = client.get("/admin/").context["campaigns"]["petitions"]
    assert (first["petition"].title, first["today"], first["yesterday"]) == ("Open the archive", 41, 30)
    assert (first["ways"], first["petition"].signed) == ([("Mastodon", 31), ("mail", 12)], 900)
    assert (second["petition"].title, second["ways"]) == ("Free the printers", [])
    assert client.get(first["url"]).status_code == 200
    client.force_login(make_account("moderator"))
    assert client.get("/admin/").context["campaigns"] is None


def test_who_may_begins_a_first_petition_from_here(client):
    client.force_login(make_account("campaigner"))
    assert "No petition is open." in client.get("/admin/").text


def test_the_page_asks_the_database_as_often_for_much_as_for_little(admin_client):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert admin_client.get("/admin/").status_code == 200
        return len(asked)

    queries()  # what is kept for later requests is asked for once
    few = queries()
    for number in range(3):
        article = make_article(published_at=timezone.now() + timedelta(days=number + 1))
        make_comment(article, is_public=False)
        make_mention(article, status="verified")
        make_signed(f"Petition {number}", 20, 20)
        make_issue(queued_at=None)
    assert queries() <= few + 3 <= MOST_QUERIES + 3


def test_what_was_saved_long_ago_is_not_what_one_has_begun(client):
    editor = make_account("editor")
    client.force_login(editor)
    for title, days in (("Last winter", 100), ("Last week", 7)):
        revision = revisions.keep(make_page(title=title), editor)
        Revision.objects.filter(pk=revision.pk).update(made_at=timezone.now() - timedelta(days=days))
    assert [entry["title"] for entry in client.get("/admin/").context["begun"]] == ["Last week"]
