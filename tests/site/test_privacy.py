"""Alice asks what is kept about her, and has it erased."""

import pytest

from articles import commenting, following, moderation
from articles.models import Ban, CommentOptIn, CommentPass, Follower
from ngo_site.lib import personal_data
from ngo_site.lib.models import AuditEntry
from tests.articles.test_comments import everything_stored
from tests.factories import make_article, make_comment, make_subscriber

pytestmark = pytest.mark.django_db

ALICE = "alice@example.org"


def remember(email=ALICE, text="Her words"):
    article = make_article(title="The press")
    tag = commenting.address_tag(email)
    comment = make_comment(article, text, "Alice B.")
    CommentOptIn.objects.create(comment=comment, address_tag=tag, status="confirmed")
    CommentPass.objects.create(token_hash=text.encode(), address_tag=tag)
    following.follow(article, 0, email, tag, "en")
    return comment


def test_everything_kept_about_an_address_is_found_and_nothing_about_others(admin_client):
    remember()
    remember("bob@example.org", "His words")
    make_subscriber(email=ALICE)
    page = admin_client.post("/admin/privacy/", {"email": "Alice@Example.org"}).text
    for words in ("Her words", "Alice B.", "The press", "1 keys", "newsletter"):
        assert words in page, words
    assert "His words" not in page
    assert personal_data.find("nobody@example.org") == []


def test_it_is_erased_and_what_others_wrote_stays(admin_client):
    comment = remember()
    make_comment(comment.content_object, "An answer", parent=comment)
    remember("bob@example.org", "His words")
    make_subscriber(email=ALICE)
    moderation.ban(commenting.address_tag(ALICE), None)
    admin_client.post("/admin/privacy/", {"email": ALICE, "erase": "yes"})
    stored = everything_stored()
    assert "Her words" not in stored
    assert ALICE not in stored
    assert "His words" in stored
    assert "An answer" in stored
    assert [follower.address for follower in Follower.objects.all()] == ["bob@example.org"]
    assert Ban.objects.count() == 1
    assert personal_data.find(ALICE)[0][1][0].startswith("A mark")


def test_the_log_says_who_looked_and_not_for_whom(admin_client, admin_user):
    remember()
    admin_client.post("/admin/privacy/", {"email": ALICE})
    entry = AuditEntry.objects.get(action="privacy-look-up")
    assert entry.actor == admin_user
    assert "alice" not in str(vars(entry)).lower()


def test_only_administrators_may_ask_and_nonsense_is_told(client, admin_client, django_user_model):
    assert client.get("/admin/privacy/").status_code == 302
    client.force_login(django_user_model.objects.create_user("bob", is_staff=True))
    assert client.post("/admin/privacy/", {"email": ALICE}).status_code == 403
    assert "valid email" in admin_client.post("/admin/privacy/", {"email": "alice"}).text
    assert admin_client.get("/admin/privacy/").status_code == 200
