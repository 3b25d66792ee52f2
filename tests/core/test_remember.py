"""A block that is put together once for each set of values."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from articles.models import Article, Photo
from articles.models.article import ON_ITS_PAGE
from campaigns.models import Petition
from campaigns.petitions.models.petition import WITH_COUNT
from core.prepared import Prepared
from core.templatetags.remember import UNKNOWN, row
from tests.factories import make_article, make_petition, make_photo


class Counted:
    """Counts how often a template looks at it."""

    def __init__(self):
        self.looks = 0

    def __str__(self):
        self.looks += 1
        return "words"


def test_the_block_is_rendered_once_for_each_set_of_values():
    template = Template("{% load remember %}{% remember a b %}{{ a }}{{ counted }}{% endremember %}")
    counted = Counted()
    for a, b in [(1, "x"), (1, "x"), (2, "x"), (1, "y"), (2, "x")]:
        assert template.render(Context({"a": a, "b": b, "counted": counted})) == f"{a}words"
    assert counted.looks == 3


def test_each_language_has_its_own():
    template = Template("{% load remember i18n %}{% remember 1 %}{% translate 'Yes' %}{% endremember %}")
    with override("en"):
        assert template.render(Context()) == "Yes"
    with override("de"):
        assert template.render(Context()) == "Ja"


def test_dictionaries_and_missing_values_are_values_too():
    template = Template("{% load remember %}{% remember a %}{{ a.x }}{% endremember %}")
    assert template.render(Context({"a": {"x": 1}})) == "1"
    assert template.render(Context({"a": {"x": 2}})) == "2"
    assert template.render(Context()) == ""


def test_what_strangers_wrote_is_still_escaped():
    template = Template("{% load remember %}{% remember a %}{{ a }}{% endremember %}")
    assert template.render(Context({"a": "<b>"})) == template.render(Context({"a": "<b>"})) == "&lt;b&gt;"


def test_memory_is_bounded():
    template = Template("{% load remember %}{% remember a %}{{ a }}{% endremember %}")
    for number in range(2500):
        template.render(Context({"a": number}))
    assert len(template.nodelist[-1].kept) <= 1000


def test_long_blocks_are_fewer():
    template = Template("{% load remember %}{% remember a %}{{ a }}{{ long }}{% endremember %}")
    for number in range(5, 15):
        template.render(Context({"a": number, "long": "x" * 1_000_000}))
    assert len(template.nodelist[-1].kept) <= 3


RETOLD = Template("{% load remember %}{% remember article|row %}{{ article.title }}{% endremember %}")


def retold(article) -> str:
    return RETOLD.render(Context({"article": article}))


@pytest.mark.django_db
def test_what_was_read_is_a_value():
    """An object that is changed in memory shows whether what was made of its row is used again."""
    prepared = Prepared(lambda: Article.objects.with_names(), ON_ITS_PAGE)
    make_article(title="First", picture=make_photo())
    [article] = prepared.ask()
    assert retold(article) == "First"
    article.title = "Not what was read"
    assert retold(article) == "First"
    Article.objects.update(title="Second")
    [article] = prepared.ask()
    assert retold(article) == "Second"


@pytest.mark.django_db
def test_whether_a_picture_is_shown_makes_a_difference():
    make_article(picture=make_photo())
    [article] = Prepared(lambda: Article.objects.with_names(), ON_ITS_PAGE).ask()
    before = row(article)
    article.picture.consent = Photo.Consent.WITHDRAWN
    assert row(article) != before


@pytest.mark.django_db
def test_bytes_are_values():
    make_petition()
    prepared = Prepared(lambda: Petition.objects.for_page(), WITH_COUNT)
    assert row(prepared.ask()[0]) == row(prepared.ask()[0])
    assert row([*prepared.ask(), None]) == row([*prepared.ask(), None])


@pytest.mark.django_db
def test_nothing_is_remembered_of_what_was_read_in_another_way():
    article = make_article(title="First")
    assert retold(article) == "First"
    article.title = "Second"
    assert retold(article) == "Second"
    assert row([article]) is UNKNOWN
