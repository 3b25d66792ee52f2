"""Clara types: a footnote is left by Enter and arrows, a table is made and its menu opened, nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.pasting import body, in_editor, open_draft
from tests.factories import make_petition, make_photo

NOTE = '<small data-note="abcd">نعم</small>'
PUT = """
(isEnd) => {
  const editor = CKEDITOR.instances.id_body;
  const range = editor.createRange();
  const note = editor.editable().findOne("small");
  if (isEnd) range.moveToElementEditEnd(note);
  else range.moveToElementEditStart(note);
  range.select();
}
"""


def test_a_footnote_is_written_and_the_text_goes_on(desk):
    open_draft(desk, "<p>They printed at night.</p>")
    desk.click(".cke_combo__styles a")
    desk.frame_locator(".cke_combopanel iframe").get_by_text("Footnote").click()
    desk.keyboard.type("See the report.")
    desk.keyboard.press("ArrowRight")
    desk.keyboard.type(" And on.")
    desk.keyboard.press("Enter")
    desk.keyboard.type("Next.")
    assert in_editor(desk) == (
        '<p>They printed at night.<small data-note="new">See the report.</small> And on.</p><p>Next.</p>'
    )


@pytest.mark.parametrize(
    ("html", "is_end", "key", "after"),
    [
        (f"<p>One{NOTE}</p>", True, "Enter", f"<p>One{NOTE}</p><p>X</p>"),
        (f"<p>One{NOTE} two</p>", True, "Enter", f"<p>One{NOTE}X two</p>"),
        (f"<p>One{NOTE} two</p>", False, "Enter", f"<p>One{NOTE}X two</p>"),
        (f"<p>One{NOTE} two</p>", True, "ArrowRight", f"<p>One{NOTE}X two</p>"),
        (f"<p>One{NOTE} two</p>", False, "ArrowLeft", f"<p>OneX{NOTE} two</p>"),
        (f"<p>{NOTE}</p>", False, "ArrowLeft", f"<p>X{NOTE}</p>"),
        (f'<p dir="rtl">واحد{NOTE} اثنان</p>', True, "ArrowLeft", f'<p dir="rtl">واحد{NOTE}X اثنان</p>'),
    ],
)
def test_a_note_is_left_by_enter_and_by_arrows(desk, html, is_end, key, after):
    open_draft(desk, html)
    desk.evaluate(PUT, is_end)
    desk.keyboard.press(key)
    desk.keyboard.type("X")
    assert in_editor(desk) == after


def test_typing_while_a_picture_is_chosen_goes_on_below_it(desk):
    make_photo(slug="typed", title="The press", alt="A press.")
    open_draft(desk, '<p>One</p><p data-embed="photo:typed"></p>')
    expect(body(desk).locator("figure img")).to_have_attribute("alt", "A press.")
    body(desk).locator("figure img").click()
    desk.keyboard.type("Below.")
    assert in_editor(desk) == '<p>One</p><p data-embed="photo:typed"></p><p>Below.</p>'


def test_a_new_table_has_a_row_of_headers_and_its_menu_is_a_menu(desk):
    open_draft(desk)
    desk.click(".cke_button__table")
    desk.locator(".cke_dialog_ui_button_ok").click()
    expect(body(desk).locator("thead th[scope=col]")).to_have_count(2)
    body(desk).locator("td").first.click(button="right")
    menu = desk.locator(".cke_menu_panel")
    expect(menu).to_be_visible()
    expect(menu.frame_locator("iframe").get_by_text("Table Properties")).to_be_visible()
    assert 100 < menu.bounding_box()["width"] < 400


def test_signs_at_the_beginning_of_a_line_give_it_its_format(desk):
    open_draft(desk, "<p>One</p>")
    desk.keyboard.type("\n## Two\nthree\n> four")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    desk.keyboard.type("- five\n- six\n")
    desk.keyboard.press("Enter")
    desk.keyboard.type("1. seven")
    assert in_editor(desk) == (
        "<p>One</p><h2>Two</h2><p>three</p><blockquote><p>four</p></blockquote>"
        "<ul><li>five</li><li>- six</li></ul><ol><li>seven</li></ol>"
    )


def test_the_signs_come_back_with_undo(desk):
    open_draft(desk, "<p>One</p>")
    desk.keyboard.type("\n## ")
    desk.keyboard.press("Control+z")
    assert in_editor(desk).replace("&nbsp;", " ").replace("\xa0", " ") == "<p>One</p><p>## </p>"


def test_a_slash_in_an_empty_line_asks_what_to_put_in(desk):
    open_draft(desk, "<p>One</p>")
    desk.keyboard.type(" and/or\n/")
    dialog = desk.get_by_role("dialog", name="Insert a block")
    expect(dialog).to_be_visible()
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    desk.keyboard.type("articles/")
    assert in_editor(desk) == "<p>One and/or</p><p>/articles/</p>"
    desk.keyboard.type("\n/")
    dialog.get_by_role("button", name="Pull quote").click()
    desk.keyboard.type("Ink is not a weapon.")
    assert in_editor(desk).endswith(
        '<p>/articles/</p><blockquote class="pull"><p>Ink is not a weapon.</p></blockquote>'
    )


def test_enter_after_the_title_goes_on_writing(desk):
    desk.goto("/admin/articles/article/add/")
    desk.wait_for_selector("iframe.cke_wysiwyg_frame")
    desk.keyboard.type("Six copies")
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Summary")).to_be_focused()


def test_the_words_of_a_text_are_counted_without_those_of_cards(desk):
    make_petition(title="Free the four printers", slug="printers")
    open_draft(desk, '<p>They printed at night.</p><p data-embed="petition:printers"></p><p>Чай и 印刷工.</p>')
    expect(body(desk).get_by_text("Free the four printers")).to_be_visible()
    counted = desk.locator(".word-count")
    first = int(counted.inner_text().removeprefix("Words: "))
    assert 7 <= first <= 9  # how many words three signs without spaces are, dictionaries tell
    body(desk).click(position={"x": 5, "y": 5})
    desk.keyboard.press("Home")
    desk.keyboard.type("Once more ")
    expect(counted).to_have_text(f"Words: {first + 2}")
