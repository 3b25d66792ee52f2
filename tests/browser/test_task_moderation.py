"""Clara decides by one key each, takes back the last decision when no card is left, and replies where she reads."""

import pytest
from playwright.sync_api import expect

from articles.comments.models.comment import Comment
from tests.browser.actions import at_most
from tests.browser.looking import STICKING_OUT, violations
from tests.factories import make_article, make_comment

QUEUE = "/admin/articles/comment/queue/"


@pytest.fixture
def article(house):
    article = make_article(title="The press")
    yield article
    Comment.objects.all().delete()


@pytest.mark.parametrize(("key", "state"), [("a", "public"), ("h", "hidden"), ("s", "spam")])
def test_a_comment_is_decided_on_by_one_key_and_taken_back_by_one(desk, article, key, state):
    comment = make_comment(article, "Who typed it?", "Bob", is_public=False)
    desk.goto(QUEUE)
    with at_most(1, desk) as hand:
        hand.press(key)
    expect(desk.get_by_text("Nothing waits for you.")).to_be_visible()
    assert Comment.objects.get(pk=comment.pk).state == state
    with at_most(1, desk) as hand:
        hand.press("u")
    expect(desk.locator("[data-item]")).to_have_count(1)
    assert Comment.objects.get(pk=comment.pk).state == "waiting"


def test_a_reply_is_written_where_the_comment_is_read(desk, article):
    make_comment(article, "Who typed it?", "Bob", is_public=False)
    desk.goto(QUEUE)
    with at_most(3, desk) as hand:
        hand.press("r")
        hand.type("Alice did, and u and x are letters here.")
        hand.click(desk.get_by_role("button", name="Approve, and publish the reply"))
    expect(desk.get_by_text("Your reply is public.")).to_be_visible()
    desk.goto(article.get_absolute_url())
    expect(desk.get_by_text("Alice did, and u and x are letters here.")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_replying_and_editing_fit_and_everybody_can_use_them(desk, article, width):
    comment = make_comment(article, "Who typed it?", "Bob", is_public=False)
    desk.set_viewport_size({"width": width, "height": 900})
    desk.emulate_media(color_scheme="light")
    desk.goto(QUEUE)
    desk.keyboard.press("r")
    assert (desk.evaluate(STICKING_OUT), violations(desk)) == ([], [])
    desk.emulate_media(color_scheme="light")
    desk.goto(f"/admin/articles/comment/{comment.pk}/edit/")
    assert (desk.evaluate(STICKING_OUT), violations(desk)) == ([], [])
