"""Clara puts blocks into a text: each is offered with a picture of what it is, can be left again, and is kept."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import STICKING_OUT, violations
from tests.browser.pasting import body, in_editor, open_draft, save
from tests.factories import make_petition, make_photo
from tests.waiting import wait_until


def put(desk, name):
    desk.locator(".cke_button__blocks").click()
    dialog = desk.get_by_role("dialog", name="Insert a block")
    dialog.get_by_role("button", name=name, exact=True).click()
    expect(dialog).to_be_hidden()
    if name not in {"Pictures side by side", "Button"}:  # which ask for more
        # The caret follows a moment later, sooner than anybody types.
        wait_until(lambda: desk.evaluate("document.activeElement.tagName") == "IFRAME")


def test_a_note_and_columns_are_written_in_and_left(desk):
    article = open_draft(desk)
    put(desk, "Note in a box")
    desk.keyboard.type("Mind the gap.")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    desk.keyboard.type("Between.")
    put(desk, "Two columns")
    desk.keyboard.type("Left.")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    desk.keyboard.type("Right.")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    desk.keyboard.type("After.")
    kept = (
        '<p>Before.</p><div class="note"><p>Mind the gap.</p></div><p>Between.</p>'
        '<div class="columns"><div><p>Left.</p></div><div><p>Right.</p></div></div><p>After.</p>'
    )
    assert save(desk, article) == kept
    assert in_editor(desk) == kept


def test_a_pull_quote_and_a_footnote_are_left_by_typing_on(desk):
    article = open_draft(desk)
    put(desk, "Footnote")
    desk.keyboard.type("Minutes, page 3.")
    desk.keyboard.press("Enter")
    put(desk, "Pull quote")
    desk.keyboard.type("We stay.")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    desk.keyboard.type("After.")
    kept = save(desk, article)
    assert kept.startswith("<p>Before.<small data-note=")
    quote = '<blockquote class="pull"><p>We stay.</p></blockquote>'
    assert kept.endswith(f">Minutes, page 3.</small></p>{quote}<p>After.</p>")


def test_pictures_side_by_side_are_chosen_in_one_go(desk):
    for slug in ("gallery-one", "gallery-two"):
        make_photo(slug=slug, title=slug, alt="A wall.")
    article = open_draft(desk)
    put(desk, "Pictures side by side")
    dialog = desk.get_by_role("dialog", name="Pictures side by side")
    dialog.get_by_role("button", name="gallery-two").click()
    dialog.get_by_role("button", name="gallery-one").click()
    expect(dialog.get_by_role("button", name="gallery-one")).to_have_attribute("aria-pressed", "true")
    dialog.get_by_role("button", name="Put the chosen ones into the text").click()
    expect(body(desk).locator(".gallery figure img")).to_have_count(2)
    items = "".join(f'<li><p data-embed="photo:gallery-{which}"></p></li>' for which in ("two", "one"))
    assert f'<ul class="gallery">{items}</ul>' in save(desk, article)


def test_a_button_leads_to_a_page_of_ours(desk):
    make_petition(title="Save the mill", slug="mill")
    article = open_draft(desk)
    put(desk, "Button")
    dialog = desk.get_by_role("dialog", name="Button")
    desk.keyboard.type("Sign now")
    dialog.get_by_placeholder("Words of a page, or an address").fill("mill")
    dialog.get_by_role("button", name="Save the mill").click()
    assert '<p><a class="button" href="/petitions/mill/">Sign now</a></p>' in save(desk, article)


def test_cards_are_shown_as_readers_see_them(desk):
    make_petition(title="Save the pier", slug="pier")
    open_draft(desk, '<p>Before.</p><p data-embed="petition:pier"></p><p>After.</p>')
    card = body(desk).locator(".embed-card .petition-card")
    expect(card.get_by_role("link", name="Sign the petition", include_hidden=True)).to_be_visible()
    assert in_editor(desk) == '<p>Before.</p><p data-embed="petition:pier"></p><p>After.</p>'


def test_the_menu_of_a_table_fits_beside_the_pointer(desk):
    desk.set_viewport_size({"width": 390, "height": 900})
    open_draft(
        desk, "<table><thead><tr><th>Year</th></tr></thead><tbody><tr><td>1948</td></tr></tbody></table><p>x</p>"
    )
    body(desk).get_by_text("1948").click(button="right")
    menu = desk.locator(".cke_menu_panel")
    expect(menu).to_be_visible()
    box = menu.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_use_the_blocks(desk, width):
    desk.set_viewport_size({"width": width, "height": 900})
    open_draft(desk)
    desk.locator(".cke_button__blocks").click()
    expect(desk.get_by_role("dialog", name="Insert a block").get_by_role("listitem")).to_have_count(9)
    assert (desk.evaluate(STICKING_OUT), violations(desk)) == ([], [])
