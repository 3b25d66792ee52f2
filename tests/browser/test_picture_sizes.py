"""On every page with pictures, browsers fetch the file that is as wide as it is shown, and what is seen first first."""

import os
from io import BytesIO
from itertools import product

import pytest
from PIL import Image

from articles.models import Photo
from campaigns.models import Poster, PosterSeries, Video
from core.media.pictures import DevelopedPicture
from organisation.models import Person, Report
from publishing import checks
from tests.factories import (
    make_album,
    make_article,
    make_campaign,
    make_page,
    make_person,
    make_petition,
    make_photo,
    make_poster,
    make_series,
    make_tag,
    make_video,
    published,
)
from tests.waiting import wait_until

# Each picture with the file that was fetched; which would be too small for the dots it is shown with, and which smaller
# one would have done. A little less is no fault, nor is a picture of which a part is cut off.
PICTURES = """async () => {
  const found = [];
  for (const img of document.querySelectorAll("picture > img")) {
    if (!img.checkVisibility()) continue;
    img.loading = "eager";
    await img.decode();
    const sets = [...img.parentElement.querySelectorAll("source"), img].map((element) => element.srcset.split(", ")
      .map((one) => one.split(" ")).map(([url, wide]) => [new URL(url, location.href).href, parseInt(wide)]));
    const files = sets.map((set) => new Map(set)).find((set) => set.has(img.currentSrc));
    const file = files.get(img.currentSrc), widths = [...files.values()];
    const { width, height } = img.getBoundingClientRect(), ratio = img.naturalWidth / img.naturalHeight;
    const isCut = getComputedStyle(img).objectFit === "cover";
    const needed = isCut ? Math.max(width, height * ratio) : Math.min(width, height * ratio);
    const least = Math.min(0.93 * Math.min(width, needed) * devicePixelRatio, Math.max(...widths));
    const enough = widths.find((other) => other < file && other >= 1.1 * needed * devicePixelRatio);
    found.push({
      where: img.closest("[class]")?.className, dots: Math.round(needed * devicePixelRatio), file,
      fault: file < least ? "too small" : enough ? `${enough} is enough` : "",
    });
  }
  return found;
}"""

# The pictures that are seen before one scrolls.
AT_FIRST = """() => [...document.querySelectorAll("picture > img")]
  .filter((img) => img.checkVisibility() && img.getBoundingClientRect().top < innerHeight)
  .map((img) => [img.loading === "lazy", img.fetchPriority])"""


def picture(width=2400, height=1600):
    buffer = BytesIO()
    Image.new("RGB", (width, height), "teal").save(buffer, "JPEG")  # one colour is soon made smaller
    return DevelopedPicture(buffer.getvalue(), width, height, "jpg")


@pytest.fixture(scope="module")
@checks.exempt("a test's own content")
def addresses(house):
    photos = [make_photo(slug=f"photo-{number}", file=picture()) for number in range(4)]
    people = [make_person(file=picture(1200, 1600), alt="A portrait", body="<p>Reads.</p>") for _number in range(4)]
    campaign, other = (make_campaign(picture=photo) for photo in photos[:2])
    make_petition(campaign=campaign)
    make_petition(campaign=other)
    series = PosterSeries.objects.create(slug="all", title="All")
    for _number in range(4):
        make_poster(file=picture(1600, 2263), campaign=campaign, series=series)
    film = make_video(slug="film", file=picture(), campaign=campaign, url="https://vimeo.com/76979871")
    Report.objects.create(**published({"slug": "report", "file": picture(1600, 2263), "alt": "Cover"}, "report"))
    make_page(slug="about", title="About")
    tag, parts = make_tag(slug="ink"), make_series(slug="parts")
    body = '<p>Words.</p><p data-embed="photo:photo-3"></p><p data-embed="video:film"></p>'
    for photo in photos:
        article = make_article(picture=photo, body=body, tags=[tag], series=parts, authors=people[:1])
    album = make_album(photos=photos)
    models = (Photo, Person, Poster, Video, Report)
    wait_until(lambda: not any(model.objects.exclude(file="").filter(renditions={}) for model in models), 300)
    return {
        "home": "/", "articles": "/articles/", "tag": "/articles/tags/ink/", "series": "/articles/series/parts/",
        "month": f"/articles/{article.published_at:%Y/%m}/", "person": people[0].get_absolute_url(),
        "photographs": "/photos/", "album": album.get_absolute_url(), "photograph": photos[0].get_absolute_url(),
        "people": "/people/", "reports": "/reports/", "report": "/reports/report/", "campaigns": "/campaigns/",
        "campaign": campaign.get_absolute_url(), "posters": "/posters/", "series of posters": "/posters/series/all/",
        "poster": series.posters.first().get_absolute_url(), "film": film.get_absolute_url(),
        "article": article.get_absolute_url(),
    }  # fmt: skip


# A telephone with fine dots and a desk with coarse ones; with ``ALL_PAGES=1`` the other two as well.
SCREENS = [*product([390, 1280], [1, 2])] if os.environ.get("ALL_PAGES") else [(390, 2), (1280, 1)]


@pytest.fixture(scope="module", params=SCREENS, ids=lambda given: f"{given[0]}x{given[1]}")
def context(request, browser, house):
    width, dots = request.param
    size = {"width": width, "height": 844}
    with browser.new_context(base_url=house.url, viewport=size, device_scale_factor=dots) as context:
        yield context


def test_pictures_are_as_wide_as_they_are_shown_and_the_first_is_not_lazy(context, addresses):
    wrong = []
    for name, address in addresses.items():
        page = context.new_page()
        page.goto(address)
        at_first, pictures = page.evaluate(AT_FIRST), page.evaluate(PICTURES)
        assert pictures, name
        wrong += [(name, shown) for shown in pictures if shown["fault"]]
        if at_first and at_first[0] != [False, "high"]:
            wrong.append((name, "lazy"))
        assert at_first.count([False, "high"]) <= 1
        page.close()
    assert "\n".join(map(str, wrong)) == ""
