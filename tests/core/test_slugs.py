"""Addresses in any script: what they are made of, and in which one spelling."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError

from articles.models import Article, Series, Tag
from core import slugs
from tests.factories import make_article
from tests.scripts import TITLES


@pytest.mark.parametrize(("title", "slug"), TITLES.values(), ids=TITLES)
def test_a_title_makes_an_address_in_its_own_script(title, slug):
    expected = unicodedata.normalize("NFC", slug)
    assert slugs.slugify(title) == expected
    assert slugs.slugify(unicodedata.normalize("NFD", title)) == expected
    assert slugs.is_slug(expected)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("  --Two  words__ ", "two-words"),
        ("“Free!” (2024)", "free-2024"),
        ("soft\u00adhyphen, zero\u200bwidth, left\u200eright\u200f", "softhyphen-zerowidth-leftright"),
        ("a\u200db", "ab"),  # a joiner that joins nothing
        ("heart ❤\ufe0f 🔥", "heart"),
        ("🔥", ""),
        ("", ""),
    ],
)
def test_signs_and_what_nobody_sees_are_left_out(title, slug):
    assert slugs.slugify(title) == slug


def test_an_address_is_cut_by_characters_and_never_ends_in_a_hyphen():
    assert slugs.slugify("ж" * 150) == "ж" * 100
    assert slugs.slugify("а" * 99 + " второе слово") == "а" * 99
    assert slugs.slugify("สื่อ " * 20, 10) == "สื่อ-สื่อ-"[:10].rstrip("-")


def test_a_taken_address_gets_a_number_within_the_length():
    taken = {"а" * 100, "а" * 98 + "-2"}
    assert slugs.free("а" * 100, taken.__contains__) == "а" * 98 + "-3"
    assert slugs.free("free", taken.__contains__) == "free"


@pytest.mark.parametrize("slug", ["two words", "a/b", "a.b", "a?b", "../etc", "a%20b", "<b>", "a\n", "свобода!"])
def test_what_is_no_address_is_refused(slug):
    assert not slugs.is_slug(slug)
    with pytest.raises(ValidationError, match="letters of any script"):
        Tag(name="Tag", slug=slug).full_clean(validate_unique=False, exclude=["name"])


@pytest.mark.django_db
def test_there_is_one_spelling_whatever_the_door():
    apart, together = "cafe\u0301", "caf\u00e9"
    make_article(slug=apart)
    Tag.objects.create(name="Coffee", slug=apart)
    Series.objects.create(title="Coffee", slug=f"{apart}\u200b")
    for model in (Article, Tag, Series):
        assert model.objects.get(slug=apart).slug == together


@pytest.mark.django_db
def test_words_by_no_door_become_an_address_that_leads_nowhere():
    article = Article(title="Two words", slug="two words", summary="In short.", body="<p>Read me.</p>")
    with pytest.raises(ValidationError) as refused:
        article.publish()
    assert list(refused.value.message_dict) == ["slug"]
