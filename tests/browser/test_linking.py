"""Clara links to a page of ours, to a file and to what she types, by keyboard and by mouse."""

import pytest
from playwright.sync_api import expect

from organisation.models import Document
from tests.browser.actions import at_most
from tests.browser.looking import STICKING_OUT, violations
from tests.browser.pasting import body, in_editor, open_draft, transfer
from tests.factories import make_petition


def dialog(desk):
    return desk.get_by_role("dialog", name="Link")


def test_a_page_of_ours_is_linked_by_a_few_letters(desk):
    make_petition(title="Save the river Lea", slug="lea")
    open_draft(desk, "<p>Please sign</p>")
    desk.keyboard.press("Shift+Home")
    with at_most(3, desk) as hand:
        hand.press("Control+k")
        expect(dialog(desk).get_by_role("textbox")).to_be_focused()
        hand.type("river lea")
        expect(dialog(desk).get_by_role("listitem")).to_have_count(1)
        hand.press("Enter")
    expect(dialog(desk)).to_have_count(0)
    assert in_editor(desk) == '<p><a href="/petitions/lea/">Please sign</a></p>'
    # It is shown again, and can be taken away.
    body(desk).get_by_role("link").dblclick()
    expect(dialog(desk).get_by_role("textbox")).to_have_value("/petitions/lea/")
    dialog(desk).get_by_role("button", name="Take the link away").click()
    assert in_editor(desk) == "<p>Please sign</p>"


def test_what_is_typed_is_looked_at_before_it_is_taken(desk):
    open_draft(desk, "<p>Write to</p>")
    desk.keyboard.type(" ")
    desk.keyboard.press("Control+k")
    desk.keyboard.type("javascript:alert(1)")
    expect(dialog(desk).get_by_role("status")).to_contain_text("web pages, mail and telephones")
    desk.keyboard.press("Enter")
    dialog(desk).get_by_role("textbox").fill("amina@example.org")
    desk.keyboard.press("Enter")
    expect(dialog(desk)).to_have_count(0)
    desk.keyboard.type(" today.")
    assert (
        in_editor(desk).replace("&nbsp;", " ")
        == '<p>Write to <a href="mailto:amina@example.org">amina@example.org</a> today.</p>'
    )


def test_a_file_is_put_into_the_document_library_and_linked(desk):
    open_draft(desk, "<p>See</p>")
    desk.keyboard.type(" ")
    desk.locator(".cke_button__link").click()
    with desk.expect_file_chooser() as chooser:
        dialog(desk).get_by_role("button", name="Link to a file").click()
    chooser.value.set_files([{"name": "levels.html", "mimeType": "text/html", "buffer": b"<html>"}])
    expect(dialog(desk).get_by_role("status")).to_contain_text("levels.html: ")
    dialog(desk).locator("[type=file]").set_input_files(
        [{"name": "levels.csv", "mimeType": "text/csv", "buffer": b"day,level\n1,2\n"}]
    )
    expect(dialog(desk)).to_have_count(0)
    address = Document.objects.latest("pk").file.url
    assert in_editor(desk).replace("&nbsp;", " ") == f'<p>See <a href="{address}">levels</a></p>'


@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_use_the_dialog(desk, width):
    make_petition(title=f"A river of a very long name {width}", slug=f"long-{width}")
    desk.set_viewport_size({"width": width, "height": 900})
    open_draft(desk)
    desk.keyboard.press("Control+k")
    expect(dialog(desk).get_by_role("listitem").first).to_be_visible()
    assert (desk.evaluate(STICKING_OUT), violations(desk)) == ([], [])


def test_an_address_pasted_over_chosen_words_makes_a_link_of_them(desk):
    open_draft(desk, "<p>Please sign</p>")
    desk.keyboard.press("Shift+Home")
    with at_most(1, desk) as hand:
        hand.paste(plain="https://example.org/?a=1&b=2")
    linked = '<p><a href="https://example.org/?a=1&amp;b=2">Please sign</a></p>'
    assert in_editor(desk) == linked
    # What is no address takes the place of the words, and without chosen words an address is text.
    desk.keyboard.press("Control+z")
    assert in_editor(desk) == "<p>Please sign</p>"
    desk.keyboard.press("End")
    desk.keyboard.type(": ")
    transfer(desk, "paste", plain="https://example.org/x")
    assert in_editor(desk).replace("&nbsp;", " ") == "<p>Please sign: https://example.org/x</p>"


def test_a_line_break_is_nothing_to_make_a_link_of(desk):
    open_draft(desk, "<p>One</p><p>Two</p>")
    desk.evaluate("""() => {
      const editor = CKEDITOR.instances.id_body;
      const [one, two] = editor.editable().find("p").toArray();
      const range = editor.createRange();
      range.setStart(one, 1);
      range.setEnd(two, 0);
      range.select();
    }""")
    desk.keyboard.press("Control+k")
    expect(dialog(desk)).to_be_visible()
    expect(dialog(desk).get_by_text("“”")).to_have_count(0)
    desk.keyboard.type("amina@example.org")
    desk.keyboard.press("Enter")
    expect(dialog(desk)).to_have_count(0)
    assert in_editor(desk) == '<p>One<a href="mailto:amina@example.org">amina@example.org</a></p><p>Two</p>'
