"""The smallest valid objects; a test writes only what it is about."""

from datetime import timedelta
from io import BytesIO
from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from PIL import Image

from articles.comments.models.comment import Comment, store
from articles.models import Album, AlbumPlace, Article, Mention, Photo, Series, Tag
from campaigns.models import Campaign, PaperBatch, Petition, Poster, Video
from core.media.documents import CleanedPDF
from core.media.pictures import DevelopedPicture
from newsletters.models import Issue, Subscriber
from organisation.models import Page, Person
from publishing import checks

_number = count(1)


def long_ago():
    return timezone.now() - timedelta(days=1)


def published(fields: dict, kind: str) -> dict:
    """Fill in title, address and a publication date unless the test says otherwise."""
    number = next(_number)
    return {"title": f"{kind} {number}", "slug": f"{kind}-{number}", "published_at": long_ago(), **fields}


def _create(model, fields):
    """Public from the beginning and with nothing but what the test is about: what editors write is tested elsewhere."""
    with checks.exempt("a test's own content"):
        return model.objects.create(**fields)


def make_campaign(**fields):
    return _create(Campaign, published(fields, "campaign"))


def make_petition(**fields):
    fields = {
        "addressee": "The Minister of Justice",
        "demand": "Let them go.",
        **published(fields, "petition"),
    }
    return _create(Petition, fields)


def make_paper_batch(petition, **fields):
    told = {"count": 312, "country": "FR", "place": "Market in Lyon", "collected_on": long_ago().date(), "sealed": b""}
    return PaperBatch.objects.create(petition=petition, **told | fields)


def make_poster(**fields):
    words = {"alt": "A poster", "words": "Pass it on"}
    return _create(Poster, {"file": make_picture_file(), **words, **published(fields, "poster")})


def make_video(**fields):
    still = {"file": make_picture_file(), "alt": "A still"}
    return _create(Video, {**still, "url": "https://vimeo.com/76979871", **published(fields, "video")})


def make_person(**fields):
    return _create(Person, published(fields, "person"))


def make_page(**fields):
    return _create(Page, published(fields, "page"))


def make_issue(**fields):
    return Issue.objects.create(**{"subject": "A letter", "body": "<p>Dear friends</p>", **fields})


def make_subscriber(**fields):
    number = next(_number)
    defaults = {
        "email": f"reader{number}@example.org",
        "status": "confirmed",
        "consent": "yes",
        "confirmed_at": long_ago(),
    }
    return Subscriber.objects.create(**defaults | fields)


def make_picture_file(colour="#2a1fff", size=(400, 300)):
    """A picture that needs no decoder."""
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return DevelopedPicture(buffer.getvalue(), *size, "png")


def make_pdf(content=b"%PDF-1.7", name="report.pdf"):
    """A file that needs no reader."""
    return CleanedPDF(content, name)


def make_photo(**fields):
    fields = {
        "file": make_picture_file(),
        "alt": "A blue sheet of carbon paper",
        "consent": "nobody",
        **published(fields, "photo"),
    }
    return _create(Photo, fields)


def make_album(**fields):
    photos = fields.pop("photos", [])
    album = _create(Album, published(fields, "album"))
    for place, photo in enumerate(photos):
        AlbumPlace.objects.create(album=album, photo=photo, place=place)
    return album


def make_article(**fields):
    fields = {"body": "<p>Read me.</p>", **published(fields, "article")}
    many = {name: fields.pop(name) for name in ("authors", "tags") if name in fields}
    guests = fields.pop("guests", [])
    article = _create(Article, fields)
    for name, value in many.items():
        getattr(article, name).set(value)
    for guest in guests:
        article.bylines.create(guest=guest)
    return article


def make_series(**fields):
    number = next(_number)
    return Series.objects.create(**{"title": f"Series {number}", "slug": f"series-{number}", **fields})


def make_tag(**fields):
    number = next(_number)
    return Tag.objects.create(**{"name": f"Tag {number}", "slug": f"tag-{number}", **fields})


@transaction.atomic
def make_comment(article, text="Well said.", name="Alice", **fields):
    fields = {"is_public": True, **fields}
    is_removed = fields.pop("is_removed", False)
    comment = store(article, name=name, text=text, **fields)
    if is_removed:
        Comment.objects.filter(pk=comment.pk).update(is_removed=True, is_public=False)
        comment.refresh_from_db()
    return comment


def make_mention(target, **fields):
    number = next(_number)
    defaults = {
        "target_url": f"http://testserver{target.get_absolute_url()}",
        "source_url": f"https://blog.example/{number}",
        "kind": "pingback",
        "status": "approved",
        "title": f"Blog {number}",
        "excerpt": "[…] as they say, read this, it is good […]",
        "verified_at": long_ago(),
    }
    return Mention.objects.create(target=target, **defaults | fields)


def make_staff(username="editor", **fields):
    """An administrator; the name shown is that of the account."""
    return get_user_model().objects.create_superuser(username, password="correct horse", **fields)


def make_account(role="", **fields):
    """A person at the desk; without a role one who may do nothing there."""
    user = get_user_model().objects.create_user(fields.pop("username", role or "nobody"), is_staff=True, **fields)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user
