"""Clara publishes: how many actions it takes her, with the mouse and with the keys alone."""

from playwright.sync_api import expect

from tests.browser.actions import at_most
from tests.factories import make_article

READY = {"published_at": None, "summary": "In short.", "body": "<p>Press hard.</p>"}


def open_form(desk, article):
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.wait_for_selector("iframe.cke_wysiwyg_frame")


def test_an_article_is_published_in_two(desk):
    article = make_article(title="Six copies", **READY)
    open_form(desk, article)
    with at_most(2, desk) as hand:
        hand.click(desk.get_by_role("button", name="Publish…"))
        hand.click(desk.get_by_role("button", name="Publish now"))
    expect(desk.get_by_text("It is public now.")).to_be_visible()


def test_an_article_is_scheduled_in_three(desk):
    article = make_article(title="Embargo", **READY)
    open_form(desk, article)
    with at_most(3, desk) as hand:
        hand.click(desk.get_by_role("button", name="Publish…"))
        hand.write(desk.get_by_label("Public from: date"), "2999-12-10")
        hand.click(desk.get_by_role("button", name="Schedule for 10 Dec 2999, 09:00"))
    expect(desk.get_by_text("It appears by itself on 10 Dec 2999, 09:00")).to_be_visible()
    article.refresh_from_db()
    assert article.state == "scheduled"


def test_writing_and_publishing_with_the_keys_alone(desk):
    desk.goto("/admin/articles/article/add/")
    desk.wait_for_selector("iframe.cke_wysiwyg_frame")
    expect(desk.get_by_label("Title")).to_be_focused()
    with at_most(9, desk) as hand:
        hand.type("By keys alone")
        hand.press("Tab")
        hand.type("In short.")
        hand.press("Tab")
        hand.type("Press hard, she said.")
        hand.press("Control+s")
        expect(desk.get_by_text("was added successfully")).to_be_visible()
        hand.press("Control+Enter")
        expect(desk.get_by_text("Nothing is missing.")).to_be_visible()
        hand.press("Control+Enter")
    expect(desk.get_by_text("It is public now.")).to_be_visible()


def test_the_preview_beside_the_text_follows_it(desk):
    article = make_article(title="Six copies", **READY)
    open_form(desk, article)
    desk.get_by_role("button", name="Preview beside").click()
    beside = desk.get_by_role("complementary", name="Preview of the page")
    page = beside.frame_locator("iframe")
    expect(page.get_by_role("heading", name="Six copies", level=1)).to_be_visible()
    desk.locator("#id_title").fill("Seven copies")
    expect(page.get_by_role("heading", name="Seven copies", level=1)).to_be_visible()
    for width, name in ((390, "telephone"), (768, "tablet"), (1280, "desktop")):
        beside.get_by_role("radio", name=name).check()
        assert beside.locator("iframe").evaluate("frame => frame.contentWindow.innerWidth") == width
    desk.keyboard.press("Escape")
    expect(beside).to_be_hidden()
    article.refresh_from_db()
    assert article.title == "Six copies"
