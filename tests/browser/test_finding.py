"""Clara finds by Ctrl-K and never takes her hands off the keyboard; without JavaScript it is a page."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import violations
from tests.factories import make_article


@pytest.fixture(scope="module")
def zebras(house):
    return make_article(title="Zebra on paper"), make_article(title="Zebra in ink")


def test_ctrl_k_finds_an_article_and_enter_opens_it(desk, zebras):
    first, second = zebras
    desk.goto("/admin/")
    desk.keyboard.press("Control+k")
    words = desk.get_by_role("combobox")
    expect(words).to_be_focused()
    desk.keyboard.type("zebra")
    options = desk.get_by_role("option")
    expect(options).to_have_text(["Zebra in ink Article", "Zebra on paper Article"])
    assert violations(desk) == []
    desk.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert words.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/article/{first.pk}/change/")
    desk.goto("/admin/articles/article/")
    desk.get_by_role("link", name="Find").click()
    expect(desk.get_by_role("dialog")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_be_hidden()
    desk.emulate_media(color_scheme="light")  # or links would still fade from the night of the first look
    desk.goto("/admin/find/?q=zebra+ink")
    link = desk.get_by_role("link", name="Zebra in ink")
    assert link.get_attribute("href") == f"/admin/articles/article/{second.pk}/change/"
    assert violations(desk) == []
