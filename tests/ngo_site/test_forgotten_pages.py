"""Which finished pages are made anew when something changes that only some of them show."""

import pytest

from articles.models import Article, Comment, Mention, Photo
from articles.related import relate
from campaigns.models import Campaign, Petition, Poster, Video
from tests.core.cache.cached_site import body
from tests.factories import make_article, make_comment, make_mention

pytestmark = pytest.mark.django_db

CANARY = "canary9"


@pytest.fixture
def answered(pages):
    """The paths of all public pages; whatever can be answered has a response of each kind with a word of its own."""
    article = Article.objects.get()
    make_comment(article, f"A {CANARY}.", name=CANARY)
    for comment in Comment.objects.all():
        comment.rewrite(f"A {CANARY}.")
    for kind in (Article, Photo, Campaign, Petition, Poster, Video):
        target = kind.objects.get()
        make_mention(target, excerpt=CANARY, title=CANARY)
        make_mention(target, excerpt=CANARY, title=CANARY, relation="like")
    return [path.encode().decode("latin-1") for path in pages.values()]


@pytest.mark.parametrize("take_down", [lambda obj: obj.hide(), lambda obj: obj.wait_again()])
def test_no_page_shows_a_response_that_was_taken_down(front, answered, take_down):
    front.look()
    before = {path for path in answered if CANARY in body(front, path)}
    assert len(before) == 11
    for response in [*Comment.objects.all(), *Mention.objects.all()]:
        take_down(response)
    front.look()
    assert [path for path in answered if CANARY in body(front, path)] == []


def test_a_comment_that_is_approved_is_seen_and_other_pages_stay(front, site):
    one, other = make_article(slug="one"), make_article(slug="other")
    pages = [one.get_absolute_url(), other.get_absolute_url(), "/", "/articles/"]
    comment = make_comment(one, CANARY, is_public=False)
    front.look()
    assert not any(CANARY in body(front, page) for page in pages)
    comment.approve()
    front.look()
    before = site.calls
    assert [CANARY in body(front, page) for page in pages] == [True, False, False, False]
    assert site.calls == before + 1


def test_a_comment_that_its_writer_changes_or_takes_back_is_forgotten(front):
    article = make_article()
    comment = make_comment(article, CANARY)
    front.look()
    assert CANARY in body(front, article.get_absolute_url())
    comment.rewrite("Other words.")
    front.look()
    assert "Other words." in body(front, article.get_absolute_url())
    comment.erase()
    front.look()
    assert "Other words." not in body(front, article.get_absolute_url())


def test_what_is_no_longer_related_goes_and_other_pages_stay(front, site):
    one, two = (make_article(slug=slug, title="Samizdat", body="<p>Carbon paper</p>") for slug in ("one", "two"))
    Article.objects.filter(pk=one.pk).update(related_ids=[two.pk])
    pages = ["/articles/one/", "/articles/two/", "/"]
    front.look()
    before = [body(front, page) for page in pages]
    relate.func(one.pk, spread=False)
    front.look()
    calls = site.calls
    assert [body(front, page) != old for page, old in zip(pages, before, strict=True)] == [True, False, False]
    assert site.calls == calls + 1
