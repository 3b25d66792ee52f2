"""The demo organisation moves in: all of it, once, and every link in it leads somewhere."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sites.models import Site
from django.core.files import File
from django.core.management import call_command
from django.db import transaction
from PIL import Image
from pypdf import PdfReader

from articles.comments.models.comment import Comment
from articles.models import Article, Mention, Photo
from campaigns.models import Campaign, Petition, Poster, Signature, Video
from core.crypto.sealed_box import open_sealed
from core.media import pdfs
from core.media.documents import ContentValidator
from core.media.pictures import develop
from core.models import OutboxMail
from newsletters.models import Delivery, Issue, Subscriber
from ngo_site.demo.seeding import seed
from ngo_site.demo.seeding.adding import add
from ngo_site.demo.seeding.content import PICTURES, articles, content
from organisation.models import Page, Person, Report

pytestmark = [pytest.mark.django_db, pytest.mark.subprocess]

# Which attributes make a browser fetch something by itself; links that only a click follows are not among them.
RESOURCES = {
    "img": ["src", "srcset"],
    "source": ["src", "srcset"],
    "script": ["src"],
    "iframe": ["src"],
    "video": ["src", "poster"],
    "audio": ["src"],
    "track": ["src"],
    "embed": ["src"],
    "object": ["data"],
}
FETCHED_LINKS = {"stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload", "preconnect"}


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker):
    """What the seeding said; the tests of this file share the site it made."""
    lines = []
    with django_db_blocker.unblock(), transaction.atomic():
        seed(lines.append)
        with django_db_blocker.block():
            yield lines
        transaction.set_rollback(True)


class Links(HTMLParser):
    """The links of one page, what it fetches, and its ids."""

    def __init__(self, html):
        super().__init__()
        self.links, self.resources, self.ids = set(), set(), set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = {name: value or "" for name, value in attributes}
        self.ids.add(attributes.get("id"))
        if tag == "a":
            self.links.add(attributes.get("href", ""))
        if tag == "link":
            rel = set(attributes.get("rel", "").split())
            if "pingback" not in rel:  # where servers call, by POST
                (self.resources if rel & FETCHED_LINKS else self.links).add(attributes["href"])
        for name in RESOURCES.get(tag, []):
            if name in attributes:
                places = attributes[name].split(",") if name == "srcset" else [attributes[name]]
                self.resources |= {place.split()[0] for place in places}


def is_ours(url):
    return url.startswith(f"{settings.SITE_URL}/")


def crawl(client):
    """Return {url: answer} of all that can be reached from the site map, and {page: Links}."""
    sitemap = client.get("/sitemap.xml").text
    waiting = set(re.findall(r"<loc>([^<]+)</loc>", sitemap))
    answers, pages = {}, {}
    while waiting:
        url = waiting.pop()
        short = "/s/" in url  # leads on to the petition
        answer = answers[url] = client.get(url.removeprefix(settings.SITE_URL), follow=short)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            pages[url] = Links(answer.text)
            targets = {urldefrag(urljoin(url, link)).url for link in pages[url].links | pages[url].resources}
            waiting |= {target for target in targets if is_ours(target)} - answers.keys()
        if answer.streaming:  # read to its end, a file closes itself
            content = b"".join(answer.streaming_content)
            assert content
            if url.endswith(".xml"):  # a part of the site map
                waiting |= set(re.findall(r"<loc>([^<]+)</loc>", content.decode())) - answers.keys()
    return answers, pages


def test_every_link_leads_somewhere_and_nothing_comes_from_elsewhere(said, client):
    answers, pages = crawl(client)
    assert {url: answer.status_code for url, answer in answers.items() if answer.status_code != 200} == {}

    every_resource = {(urljoin(page, place), page) for page, links in pages.items() for place in links.resources}
    assert [pair for pair in sorted(every_resource) if not is_ours(pair[0])] == []

    broken = {
        (page, link)
        for page, links in pages.items()
        for link in links.links
        for target, fragment in [urldefrag(urljoin(page, link))]
        if fragment and target in pages and fragment not in pages[target].ids
    }
    assert broken == set()
    # It did look around: pages that only links and not the site map name are among them.
    assert len(pages) > 80
    assert {"/articles/the-sixth-copy/", "/reports/", "/tags/samizdat/"} <= {
        urlsplit(url).path.replace("/articles/tags/", "/tags/") for url in pages
    }


def test_style_sheets_fetch_nothing_from_elsewhere():
    for path in Path(settings.BASE_DIR, "static").rglob("*.css"):
        assert re.findall(r"url\(\s*[\"']?(?:https?:)?//|@import(?! url)", path.read_text()) == []


def test_a_second_run_adds_nothing(said):
    def inventory():
        rows = {model._meta.label: model._base_manager.count() for model in apps.get_models()}
        return rows, sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*"))

    before = inventory()
    call_command("seed_demo", verbosity=0)
    assert inventory() == before


def test_everything_of_the_words_is_there(said):
    expected = {
        Article: len(articles()),
        Campaign: len(content("campaigns")["campaign"]),
        Petition: len(content("petitions")["petition"]),
        Poster: len(content("posters")["poster"]),
        Video: len(content("videos")["video"]),
        Person: len(content("people")["person"]),
        Page: len(content("pages")["page"]),
        Comment: sum(len(thread["comment"]) for thread in content("comments")["thread"]),
        Mention: len(content("comments")["pingback"]),
        Issue: len(content("newsletter")["issue"]),
        Report: 1,
        Subscriber: 12,
    }
    assert {model: model.objects.count() for model in expected} == expected
    assert Photo.objects.published().count() >= len(content("photos")["photo"])
    assert [line for line in said if line.startswith("left out")] == []
    assert all(obj.file for model in (Person, Poster, Video, Report) for obj in model.objects.all())
    assert all(poster.printable for poster in Poster.objects.all())
    assert [name.name for name in Article.objects.get(slug="ten-metres").names] == ["Henrike Vaal"]
    assert Site.objects.get_current().domain == "testserver"


def test_drafts_and_what_is_planned_wait(said):
    assert Article.objects.filter(published_at=None).count() == 1
    assert Article.objects.published().count() == len(articles()) - 2
    assert Comment.objects.waiting().count() == 2
    assert Mention.objects.waiting().count() == 1
    assert Mention.objects.public().count() == 2
    assert Issue.objects.sent().count() == 1


def test_signatures_are_as_many_as_the_words_say_and_counted(said, private_key):
    for entry in content("petitions")["petition"]:
        petition = Petition.objects.with_count().get(slug=entry["slug"])
        plan = entry["signatures"]
        by_status = Counter(petition.signatures.values_list("status", flat=True))
        assert by_status == {status: plan[status] for status in ("confirmed", "pending", "withdrawn")}
        assert petition.signed == plan["confirmed"]
        named = petition.signatures.confirmed().exclude(display_name="").count()
        assert named / plan["confirmed"] == pytest.approx(plan["public_share"], abs=0.05)

    assert Signature.objects.expired().count() == 0
    assert not Signature.objects.filter(created_at__lt=petition.published_at, petition=petition).exists()
    one = petition.signatures.confirmed().exclude(display_name="").first()
    contact = open_sealed(one.sealed, private_key)
    assert contact["email"].endswith("@example.org")
    assert contact["consent"]["petition"] == petition.slug
    assert contact["name"].startswith(one.display_name.split()[0])


def test_no_mail_leaves(said):
    assert OutboxMail.objects.count() == 0
    assert Delivery.objects.count() > 0


def test_the_files_are_such_as_an_upload_would_leave(said):
    """Seeding trusts them: of a size that is kept, upright, without a word of where they were made, and titled."""
    for model in (Person, Photo, Poster, Video, Report):
        for obj in model.objects.exclude(file=""):
            with obj.file.open() as file, Image.open(file) as image:
                assert (obj.width, obj.height) == image.size
                assert not {"exif", "icc_profile", "xmp"} & image.info.keys()
    for path in (path for path in PICTURES.iterdir() if path.suffix in {".jpg", ".webp"}):
        with path.open("rb") as file, Image.open(path) as image:
            developed = develop(File(file))
            assert (developed.width, developed.height) == image.size
    for path in PICTURES.glob("*.pdf"):
        with path.open("rb") as file:
            assert pdfs.fault(File(file)) is None
            assert PdfReader(file).metadata.title
    for path in (path for path in PICTURES.iterdir() if path.suffix in {".mp4", ".webm", ".vtt"}):
        with path.open("rb") as file:
            ContentValidator(path.suffix.removeprefix("."))(File(file, path.name))


def test_a_picture_that_is_not_there_is_said(db):
    lines = []
    entry = {"slug": "moon", "title": "Moon", "alt": "The moon above a roof", "picture": "moon.jpg", "days_ago": 1}
    assert add(Photo, [entry], "photographs", lines.append) == []
    assert lines == ["left out moon: moon.jpg is not there", "photographs 0/1"]
