"""Every public address is visited; nothing of what was hidden, drafted or entrusted to us stands on any of them."""

import hashlib
import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from articles.comments import moderation, notifications, submissions
from articles.comments.models.comment import Comment
from articles.models import CommentOptIn, Decision, Follower
from tests.factories import make_article, make_comment, make_mention, make_person, make_petition, make_staff
from tests.ngo_site.everything import make_everything

pytestmark = [pytest.mark.django_db, pytest.mark.crowd]

START = (
    ["/", "/articles/", "/articles/feed/", "/articles/feed/atom/", "/sitemap.xml", "/robots.txt", "/search/?q=canary"]
    + [
        "/photos/",
        "/campaigns/",
        "/petitions/",
        "/people/",
        "/reports/",
        "/newsletter/",
        "/join/",
        "/posters/",
        "/videos/",
    ]
    + ["/healthz", "/readyz", "/pingback/", "/webmention/"]
)
# What is asked by those who look for more than a page shows.
DRAFT, UNPUBLISHED = "/articles/unseen-notes/", "petitions/unseen-wishes/"
ASKED = [
    "/articles/unseen-note/",
    *(f"{DRAFT}{page}" for page in ("", "feed/", "feed/json/", "comments/", "follow/")),
]
ASKED += [f"/{UNPUBLISHED}{page}" for page in ("", "count.json", "log/", "kit/", "thanks/", "qr.svg")]
ASKED += [f"/embed/{UNPUBLISHED}{page}" for page in ("", "card.svg", "badge.svg", "sign/")]
ASKED += ["/share-pictures/article/unseen-notes/1.jpg", "/search/?q=whales"]
ASKED += [f"/oembed/?url=http://testserver{path}" for path in (DRAFT, f"/{UNPUBLISHED}")]
MAIL, STAFF, USER_ID = "canary-mail@example.org", "canary-staff@example.org", 918_273_645
HASHES = ("md5", "sha1", "sha256")
ADDRESS = re.compile(
    r"""(?:href|src|action)=["']([^"'#]+)|content=["'](https?:[^"'#]+)|<(?:loc|link|guid|id)[^>]*>([^<]+)<"""
    r'|"(https?://testserver[^"#]*)"'
)


def visited(client) -> dict[str, str]:
    """Follow every address that a page, feed or list names; return what each says, headers and all."""
    waiting, found = START + ASKED, {}
    while waiting:
        path = waiting.pop()
        if path in found or path.startswith(("/media/", "/static/")):
            continue
        response = client.get(path)
        text = "" if response.streaming else response.content.decode(errors="replace")
        found[path] = f"{response.status_code} {dict(response.headers)}\n{text}"
        for match in ADDRESS.finditer(text):
            parts = urlsplit(urljoin(f"http://testserver{path}", unescape(next(filter(None, match.groups()))).strip()))
            if parts.netloc == "testserver" and parts.scheme.startswith("http"):
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def seed() -> dict[str, str]:
    """Put canaries wherever something must not get out; return them by what they stand for."""
    make_everything()
    article = make_article(title="Open to all")
    draft = make_article(title="canary-draft whales", slug="unseen-notes", published_at=None)
    clara = make_staff("canary-account", pk=USER_ID, first_name="Clara", email=STAFF)
    article.bylines.create(person=make_person(title="Clara", user=clara))
    submissions.post_as_staff(article, clara, text="We agree.")
    tag = submissions.address_tag(MAIL)
    public = make_comment(article, "Well said.", "Alice")
    CommentOptIn.objects.create(comment=public, address_tag=tag, status="confirmed")
    hidden = make_comment(article, "canary-hidden whales", "canary-hidden-name")
    make_comment(article, "Not at all!", parent=hidden)
    moderation.decide(hidden, "hide", clara, "insult")
    spam = make_comment(article, "canary-spam", is_public=False)
    moderation.decide(spam, "spam", clara)
    make_comment(article, "canary-waiting", is_public=False)
    make_comment(draft, "canary-below-draft")
    make_mention(article, title="canary-mention", status="verified")
    make_petition(title="canary-petition", slug="unseen-wishes", published_at=None)
    notifications.follow(article, 0, MAIL, tag, "en")
    return {
        "what was hidden, drafted or is an address": "canary",
        "the tag of a mailbox": tag.hex(),
        "its beginning": tag.hex()[:16],
        "the locked address": bytes(Follower.objects.get().locked_address).hex(),
        "a user's number": str(USER_ID),
        **{
            f"the {name} of {address}": hashlib.new(name, address.encode()).hexdigest()
            for name in HASHES
            for address in (MAIL, STAFF)
        },
        "a moderator's reason": str(Decision.Reason.INSULT.label),
    }


def test_no_canary_sings_on_any_public_address(client):
    canaries = seed()
    found = visited(client)
    assert len(found) > 60
    assert any("/report/" in path for path in found)
    for what, canary in canaries.items():
        told = {path for path, text in found.items() if canary in text}
        # Which says again what it was asked for.
        assert told - {"/search/?q=canary"} == set(), what
    # No worker runs here, and readyz says so.
    assert [path for path, text in found.items() if text[0] == "5"] == ["/readyz"]


def test_the_numbers_of_other_comments_lead_nowhere(client):
    seed()
    article = next(a for a in type(make_article()).objects.published() if a.title == "Open to all")
    numbers = set(Comment.objects.values_list("pk", flat=True))
    assert len(numbers) > 3
    for pk in numbers | {min(numbers) - 1, max(numbers) + 1}:
        for path in (f"comments/{pk}/reply/", f"comments/{pk}/report/", f"responses/comment-{pk}/"):
            response = client.get(article.get_absolute_url() + path)
            assert "canary" not in response.text + str(dict(response.headers)), path


def test_the_crawl_would_hear_a_canary(client):
    make_article(title="canary-public")
    assert sum("canary-public" in text for text in visited(client).values()) > 3
