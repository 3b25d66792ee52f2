"""What people see behind our forms and mails is HTML without an error, too; with test_html.py, every public page."""

import re
from datetime import timedelta

import pytest
from django.urls import get_resolver, resolve

from articles.comments import notifications, submissions
from articles.models import Article, Photo
from campaigns.models import PosterSeries
from newsletters import subscribing
from publishing.preview_links import PreviewLink
from tests.factories import (
    make_album,
    make_article,
    make_comment,
    make_mention,
    make_page,
    make_petition,
    make_poster,
    make_series,
    make_subscriber,
)
from tests.ngo_site import strangers, test_html
from tests.ngo_site.everything import make_everything, make_sent_issue, make_tag_of
from tests.nu import errors_in

pytestmark = [pytest.mark.django_db, pytest.mark.subprocess]

FORMS = (
    "/newsletter/", "/join/", "/petitions/sample/", "/petitions/sample/adopt/", "/campaigns/sample/adopt/",
    "/articles/sample/",
    "/articles/sample/comments/follow/", "/articles/sample/comments/{comment}/reply/",
    "/articles/sample/comments/{comment}/report/", "/webmention/", "/embed/petitions/sample/sign/",
)  # fmt: skip


class Folder:
    """Keeps each page that was seen as a file, and the names of the URLs under which it lives."""

    def __init__(self, path):
        self.path, self.names = path, set()

    def keep(self, path: str, answer):
        self.names.add(resolve(path.partition("?")[0].partition("#")[0]).view_name)
        if answer["Content-Type"].startswith("text/html") and answer.content:
            number = len(list(self.path.iterdir()))
            name = re.sub(r"\W+", "_", path)[:80]
            (self.path / f"{number}-{answer.status_code}-{name}.html").write_text(answer.text)
        return answer

    def secret_links(self) -> list[str]:
        """Return where the pages lead that only the one who got a mail sees: to change or to add words."""
        text = "".join(file.read_text() for file in self.path.glob("*confirm*.html"))
        return re.findall(r'href="(/articles/[^"]+/(?:edit|write)/[^"]+)"', text)


# What answers with something else than a page of ours to people.
NO_PAGES = {
    "admin", "embed-library", "link-targets", "privacy-desk", "healthz", "readyz", "oembed", "media", "report-file",
    "metrics", "theme",
    "short-link", "short-link-petition", "mail-list", "mail-detail", "pingback", "xmlrpc", "trackback", "robots",
    "security-txt", "sitemap", "sitemap-section", "share-picture", "site-picture",
}  # fmt: skip
NO_PAGE = re.compile(r"\.(json|xml|svg|png|zip|jpg|txt|webp)$|feed/")


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


@pytest.fixture
def comment(client):
    """Below an article that stands in a series, and beside a mention."""
    make_everything(slug="sample")
    article = Article.objects.get()
    make_mention(article)
    make_tag_of(article)
    Article.objects.update(series=make_series(slug="parts"))
    return make_comment(article)


def send_all_forms(client, folder, path):
    """Fill in what the page asks and keep what it answers; an empty form is refused, that page is kept, too."""
    for form in strangers.forms(folder.keep(path, client.get(path)).text):
        to = form.get("action") or path
        folder.keep(to, client.post(to.partition("#")[0], {}))
        answer = folder.keep(to, client.post(to.partition("#")[0], strangers.fill_in(form)))
        if "Location" in answer:
            there = answer["Location"].removeprefix("http://testserver")
            folder.keep(there, client.get(there))


def the_rest(comment) -> list[str]:
    """Return the addresses of lists, of secret links, of what is over and of what was taken back."""
    at, photo = Article.objects.values_list("published_at", flat=True).get(), Photo.objects.get()
    gone, draft = make_article(slug="gone"), make_article(published_at=None, body="<h2>One</h2><p>Two</p>")
    gone.withdraw("We erred.")
    make_poster(series=PosterSeries.objects.create(title="Carbon", slug="carbon"))
    make_petition(slug="late", closed_at=at, published_at=at - timedelta(days=9))
    make_page(slug="privacy")
    album = make_album(photos=[photo]).get_absolute_url()
    follower = notifications.follow(gone, 0, "dora@example.org", submissions.address_tag("dora@example.org"), "en")
    return [
        "/articles/archive/", f"/articles/{at:%Y}/", f"/articles/{at:%Y/%m}/", "/articles/series/parts/",
        album, f"{album}{photo.slug}/", "/posters/series/carbon/", "/videos/", "/petitions/closed/", "/privacy/",
        "/articles/tags/carbon/", f"/newsletter/{make_sent_issue().pk}/",
        make_sent_issue(topic="petition:sample").get_absolute_url(),
        "/petitions/late/", "/petitions/sample/log/", "/embed/videos/sample/", "/articles/gone/",
        "/campaigns/sample/kit/",
        f"/share/{PreviewLink.make(draft, None, days=1)}/", "/share/x:y/", make_subscriber().unsubscribe_path,
        subscribing.language_path(make_subscriber().pk, "fr"),
        follower.unsubscribe_path, "/newsletter/unsubscribe/nobody/", "/articles/comments/unsubscribe/nobody/",
        "/join/withdraw/nobody/", "/mails-again/nobody/", f"/articles/sample/responses/comment-{comment.pk}/",
    ]  # fmt: skip


def test_every_kind_of_page_is_without_error(client, folder, comment):
    for path in FORMS:
        send_all_forms(client, folder, path.format(comment=comment.pk))
    seen, links = set(), strangers.mailed()
    while links := [path for path in links if path not in seen]:
        for path in links:
            seen.add(path)
            send_all_forms(client, folder, path)
            folder.keep(path, client.get(path))
        links = [*strangers.mailed(), *folder.secret_links()]  # a button in a mail may bring another mail
    for path in the_rest(comment):
        folder.keep(path, client.get(path))
    assert errors_in(folder.path) == []
    objs = [obj.get_absolute_url() for obj in make_everything(slug="another")]
    shown = {resolve(path.partition("?")[0]).view_name for path in [*test_html.LISTS, *objs] if "nowhere" not in path}
    assert public_pages() - folder.names - shown == set()


def public_pages(patterns=None, path="", app="") -> set[str]:
    """Return the names of all URLs under which people find pages."""
    names = set()
    for pattern in patterns or get_resolver().url_patterns:
        here = path + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            if pattern.app_name != "admin":
                names |= public_pages(pattern.url_patterns, here, f"{pattern.app_name}:" if pattern.app_name else app)
        elif pattern.name not in NO_PAGES and not NO_PAGE.search(here):
            names.add(app + pattern.name)
    return names
