"""A site that asks for a little work: the browser does it by itself, and without JavaScript a moderator looks first."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from articles.comments.models.comment import Comment
from tests.browser import house as site
from tests.factories import make_article


@pytest.fixture(scope="module")
def house(transactional_db, alone):
    with site.opened(COMMENTS_PROOF_OF_WORK="8") as url:
        yield SimpleNamespace(url=url)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_sum_is_done_where_there_are_scripts(browser, house, scripts):
    article = make_article()
    context = browser.new_context(base_url=house.url, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(article.get_absolute_url())
    page.get_by_label("Your name").fill("Alice")
    page.get_by_label("Your e-mail address").fill("worker@example.org")
    page.get_by_label("Your comment").fill("Two lines\nand “quotes”")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()
    comment = Comment.objects.of(article).select_related("judgement").get()
    signs = [reason[0] for reason in comment.judgement.reasons] if hasattr(comment, "judgement") else []
    assert ("no-work" in signs) != scripts
    context.close()
