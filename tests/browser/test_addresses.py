"""The address that the desk fills in while a title is typed, in any script."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from core.slugs import slugify
from tests.scripts import TITLES

ODD = [
    "  --Two  words__ ",
    "“Free!” (2024)",
    "soft\u00adhyphen zero\u200bwidth",
    "a\u200db",
    "❤\ufe0f 🔥",
    "ß" * 120,
    "а" * 99 + " б",
]


def test_it_is_the_one_the_server_would_make(desk):
    desk.goto("/admin/articles/article/add/")
    titles = [*(title for title, _slug in TITLES.values()), *ODD]
    made = desk.evaluate("titles => titles.map((title) => URLify(title, 100, true))", titles)
    assert dict(zip(titles, made, strict=True)) == {title: slugify(title) for title in titles}


@pytest.mark.parametrize("script", ["vocalised-arabic", "thai", "german"])
def test_a_title_is_typed_saved_and_read(desk, visitor, script):
    title, slug = TITLES[script]
    desk.goto("/admin/articles/article/add/")
    desk.get_by_label("Title").press_sequentially(title)
    desk.keyboard.press("Tab")
    expect(desk.get_by_label("Address:")).to_have_value(slug)
    desk.get_by_label("Summary").fill("In short.")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.get_by_text("was added successfully")).to_be_visible()
    article = Article.objects.get(title=title)
    article.body = "<p>Read me.</p>"
    article.publish()
    visitor.goto(f"/articles/{slug}/")
    expect(visitor.get_by_role("heading", name=title, level=1)).to_be_visible()
