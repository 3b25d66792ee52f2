"""The menu on every page."""

import re

import pytest

from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("below", "state"), [("", "page"), ("{slug}/", "true")])
def test_the_menu_says_where_one_is(client, below, state):
    article = make_article()
    page = client.get("/articles/" + below.format(slug=article.slug)).text
    assert re.search(r"<header.*?</header>", page, re.S)[0].count("aria-current") == 1
    assert f'<a href="/articles/" aria-current="{state}">' in page
