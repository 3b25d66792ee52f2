"""What an article's page leads to is found without reading all articles."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.linked_articles import linked_articles
from articles.models import Article
from tests.factories import make_article, make_series


@pytest.mark.django_db
def test_articles_that_have_nothing_to_do_with_it_are_not_read():
    text, now = {"title": "Other", "summary": "Short.", "body": "<p>Text.</p>"}, timezone.now()
    Article.objects.bulk_create(
        Article(slug=f"other-{hours}", published_at=now - timedelta(hours=hours), **text) for hours in range(600)
    )
    article = make_article(series=make_series())
    with CaptureQueriesContext(connection) as queries:
        linked_articles(article)
    [asked] = queries
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_article")
        cursor.execute("SET LOCAL enable_seqscan = off")  # so few are read quicker without an index
        cursor.execute("EXPLAIN ANALYZE " + asked["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "actual" in plan
    assert sum(map(int, re.findall(r"Rows Removed by \S*\s*Filter: (\d+)", plan))) < 5, plan
