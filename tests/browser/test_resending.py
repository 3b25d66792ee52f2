"""Nora logs in anew in a second tab; what she typed in the first one is saved all the same."""

from playwright.sync_api import expect

from articles.models import Tag
from tests.browser.steps import log_in
from tests.factories import make_staff

NAME = "Печать, حرية, 自由"


def test_what_was_typed_in_the_first_tab_is_saved_with_one_more_press(browser, house):
    make_staff("nora")
    with browser.new_context(base_url=house.url) as context:
        first, second = context.new_page(), context.new_page()
        log_in(first, "nora", "correct horse")
        first.goto("/admin/articles/tag/add/")
        first.locator("#id_name").fill(NAME)
        second.goto("/admin/")
        second.locator("#logout-form button").click()
        log_in(second, "nora", "correct horse")
        first.get_by_role("button", name="Save", exact=True).first.click()
        expect(first.get_by_role("heading", name="Please press once more")).to_be_visible()
        expect(first.get_by_text(NAME)).to_be_visible()
        expect(first.get_by_text("You are logged in as nora")).to_be_visible()
        assert not Tag.objects.filter(name=NAME).exists()
        first.get_by_role("button", name="Send it again").click()
        first.wait_for_url("**/admin/articles/tag/")
    assert Tag.objects.filter(name=NAME).exists()
