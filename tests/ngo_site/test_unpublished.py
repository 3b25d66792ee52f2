"""What is not public is told by no page, feed, map, search, card or suggestion; one of each kind, in each state."""

import re
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from django.utils import timezone

from articles.models import Article
from campaigns.models import Petition
from core.search import vocabulary
from publishing.preview_links import PreviewLink
from tests.factories import (
    long_ago,
    make_album,
    make_article,
    make_campaign,
    make_person,
    make_poster,
    make_series,
    make_tag,
    make_video,
)
from tests.ngo_site.everything import make_everything

pytestmark = [pytest.mark.django_db, pytest.mark.crowd]

LATER, EARLIER = timezone.now() + timedelta(days=1), timezone.now() - timedelta(hours=1)
STATES = {
    "a draft": {"published_at": None},
    "in review": {"published_at": None, "review_asked_at": EARLIER},
    "scheduled": {"published_at": LATER},
    "expired": {"published_at": long_ago(), "expires_at": EARLIER},
    "withdrawn": {"published_at": long_ago(), "withdrawn_at": EARLIER, "withdrawn_because": "We erred."},
}
# Pictures and files have no words, and what is below a kit is made of the same.
DRAWN = re.compile(r"^/(media|static|admin|share-pictures|search)/|/kit/.|\.(svg|png|zip|jpg)$|/(report|reply|adopt)/$")
SECRET = "xylophonist"
BY_MACHINES = ["/sitemap.xml", "/petitions.json", "/robots.txt", "/search/?q=press&type=article"]
ASKED = [SECRET, "xylophonst", "xylophonst or prss", f"{SECRET} or press", f'"{SECRET}"', f"press -{SECRET}"]


def make_neighbours(hidden):
    """Return the path of a public article around which everything public stands close to what is hidden."""
    photo, campaign, article, petition, *_others = hidden
    person = next(obj for obj in hidden if obj._meta.model_name == "person")
    series, tag = make_series(), make_tag(name="Press", slug="press")
    kinds = [obj._meta.model_name for obj in hidden if obj._meta.model_name in {"page", "person", "report"}]
    marks = "".join(
        f'<p data-embed="{obj._meta.model_name}:{obj.slug}"></p>' for obj in hidden if obj._meta.model_name not in kinds
    )
    shown = make_article(
        title="A press", slug="press", body=f"<p>Press.</p>{marks}", series=series, series_position=1, tags=[tag],
        authors=[person, make_person(title="Clara")],
    )  # fmt: skip
    Article.objects.filter(pk=article.pk).update(series=series, series_position=2, translation_of=shown, language="fr")
    article.tags.set([tag, make_tag(name=SECRET, slug=SECRET)])
    Article.objects.filter(pk=shown.pk).update(related_ids=[article.pk])
    make_album(title="Pictures", photos=[photo])
    make_poster(campaign=make_campaign(title="Of others"))
    make_video(campaign=campaign)
    Petition.objects.filter(pk=petition.pk).update(campaign=make_campaign(title="Another"))
    return shown.get_absolute_url()


def pages_from(client, *paths):
    """Yield the path and the text of all that can be reached."""
    seen, waiting = set(), set(paths)
    while waiting:
        path = waiting.pop()
        seen.add(path)
        answer = client.get(path)
        text = answer.getvalue().decode(errors="replace")
        yield path, text
        if re.match(r"text/html|application/.*(xml|json)", answer["Content-Type"]):
            found = re.findall(r'(?:href|src|action|loc)="?>?([^"<\s]+)', text)
            found = {urlsplit(urljoin(f"http://testserver{path}", address)) for address in found}
            here = {
                found.path + (f"?{found.query}" if found.query else "")
                for found in found
                if "testserver" in found.netloc
            }
            waiting |= {path for path in here if not DRAWN.search(path)} - seen


@pytest.fixture(params=STATES)
def hidden(request, client):
    """One of each kind that is not public, each shown to a friend by a secret link a moment ago."""
    objs = make_everything(
        title=f"The {SECRET}", slug=f"the-{SECRET}", summary=f"Of a {SECRET}", **STATES[request.param]
    )
    vocabulary.learn_words()
    for obj in objs:
        client.get(f"/share/{PreviewLink.make(obj, None, days=1)}/")
    return objs


def test_no_public_page_feed_or_map_names_it(client, hidden):
    page = make_neighbours(hidden)
    shown = list(pages_from(client, "/", page, *BY_MACHINES))
    assert len(shown) > 30
    assert {path for path, text in shown if SECRET in text.lower()} == set()


def test_whoever_asks_is_not_told_either(client, hidden):
    make_neighbours(hidden)
    for text in ASKED:
        page = client.get("/search/", {"q": text}).text
        assert f"the-{SECRET}" not in page and "Did you mean" not in page, text
    for obj in hidden:
        path = obj.get_absolute_url()
        assert client.get("/oembed/", {"url": f"http://testserver{path}"}).status_code == 404
        assert f"the-{SECRET}" not in client.get(path.replace(f"the-{SECRET}", f"a-{SECRET[:-1]}")).text
        for below in ("feed/", "feed/json/", "count.json", "kit/", "log/"):
            answer = client.get(path + below)
            assert answer.status_code in {404, 410}, path + below
        assert client.get(f"/embed/cards/{obj._meta.model_name}/{obj.slug}/").status_code in {404, 410}
