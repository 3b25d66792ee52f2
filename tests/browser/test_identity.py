"""Clara gives the site another name, a colour and a logo; readers see them, and mails are signed with the name."""

import pytest
from PIL import Image
from playwright.sync_api import expect

from core.cache import generations
from core.identity.models import Identity
from tests.browser.looking import STICKING_OUT, violations
from tests.browser.steps import open_letter, reload_until

GREEN = "#0b6e4f"


@pytest.fixture
def as_before():
    yield
    Identity.objects.all().delete()
    generations.forget_pages()


def test_a_name_a_colour_and_a_logo_are_put_in_and_seen(desk, visitor, tmp_path, as_before):
    logo = tmp_path / "logo.png"
    Image.new("RGB", (200, 160), GREEN).save(logo)
    desk.goto("/admin/")
    desk.get_by_role("link", name="Put in your logo and colours").click()
    desk.get_by_label("Name:").fill("Ink & Sons")
    desk.get_by_label("Colour:").fill(GREEN)
    expect(desk.locator(f'.identity-preview rect[fill="{GREEN}"]')).not_to_have_count(0)
    expect(desk.locator(".preview-name").first).to_have_text("INK & SONS")
    desk.get_by_label("Logo:").set_input_files(logo)
    assert violations(desk) == []
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Saved.")).to_be_visible()
    desk.get_by_role("link", name="See your site").click()
    expect(desk.get_by_role("banner").get_by_role("link", name="Ink & Sons")).to_be_visible()
    visitor.goto("/newsletter/")
    home = visitor.get_by_role("banner").get_by_role("link", name="Ink & Sons")
    reload_until(visitor, home)
    assert home.locator("img").evaluate("image => image.naturalWidth") > 0
    assert visitor.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--signal')") == GREEN
    visitor.get_by_label("E-mail").fill("alice@example.org")
    visitor.get_by_role("button", name="Send me the letters").click()
    open_letter(visitor, "alice@example.org", "Please confirm: letters from Ink & Sons")


def test_a_colour_that_cannot_be_read_is_refused_and_the_form_comes_back(desk, as_before):
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto("/admin/core/identity/")
    assert desk.evaluate(STICKING_OUT) == []
    desk.get_by_label("Name:").fill("Ink & Sons")
    desk.get_by_label("Colour by night:").fill("#333333")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("link", name="Colour by night")).to_be_visible()
    expect(desk.get_by_text("the contrast is 1.3:1 and has to be 4.5:1").first).to_be_visible()
    expect(desk.get_by_label("Name:")).to_have_value("Ink & Sons")
    assert desk.evaluate(STICKING_OUT) == []
