"""The addresses of the admin's pages."""

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch

from articles.models import Article
from articles.models.byline import Byline
from core.admin_pages import admin_of, admin_url
from tests.factories import make_article


@pytest.mark.django_db
def test_pages_of_objects_and_of_models():
    article = make_article()
    assert admin_url(article) == f"/admin/articles/article/{article.pk}/change/"
    assert admin_url(article, "scheduled_change", 7) == f"/admin/articles/article/{article.pk}/scheduled-changes/7/"
    assert admin_url(Article, "change", 3) == "/admin/articles/article/3/change/"
    assert admin_url(Article, "changelist") == "/admin/articles/article/"


def test_what_has_no_pages():
    assert admin_of(admin.site, Article).model is Article
    assert admin_of(admin.site, Byline) is None
    assert admin_of(admin.site, None) is None
    with pytest.raises(NoReverseMatch):
        admin_url(Byline, "add")
