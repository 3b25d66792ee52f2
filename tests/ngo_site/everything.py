"""One of each object that has a page, public or not."""

from articles.models import Tag
from campaigns.models import Poster, Video
from newsletters.models import Issue
from organisation.models import Report
from publishing import checks
from tests import factories
from tests.factories import long_ago, make_pdf, make_picture_file, published


@checks.exempt("a test's own content")
def make_everything(**fields) -> list:
    """Return one object of each publishable kind, their slugs and titles alike."""
    picture = {"file": make_picture_file(), "alt": "A press"}
    photo = factories.make_photo(**fields)
    campaign = factories.make_campaign(picture=photo, **fields)

    def mine(kind):
        return published({"campaign": campaign, **picture, **fields}, kind)

    return [
        photo,
        campaign,
        factories.make_article(picture=photo, **fields),
        factories.make_petition(campaign=campaign, **fields),
        factories.make_page(**fields),
        factories.make_person(**fields),
        Poster.objects.create(words="Pass it on", **mine("poster")),
        Video.objects.create(url="https://vimeo.com/76979871", **mine("video")),
        Report.objects.create(document=make_pdf(), **published({**picture, **fields}, "report")),
    ]


def make_tag_of(article):
    tag = Tag.objects.create(name="Carbon", slug="carbon")
    article.tags.add(tag)
    return tag


def make_sent_issue(**fields):
    return Issue.objects.create(subject="A letter", body="<p>Dear friends</p>", queued_at=long_ago(), **fields)
