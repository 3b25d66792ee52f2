"""Clara puts a picture into a text in two actions; what nobody has said of it is asked there, and kept."""

import base64

import pytest
from playwright.sync_api import expect

from articles.models import Photo
from tests.browser.actions import at_most
from tests.browser.looking import STICKING_OUT, violations
from tests.browser.pasting import body, open_draft, picture_file, save
from tests.factories import make_photo
from tests.waiting import wait_until


def waiting(desk):
    return desk.get_by_role("region", name="Pictures in this text that wait for their words")


def test_a_picture_is_in_the_text_and_described_in_two_actions(desk):
    article = open_draft(desk)
    with at_most(2, desk) as hand:
        hand.drop([("march.png", "image/png", picture_file())])
        expect(body(desk).locator("figure img")).to_be_visible()
        hand.write(waiting(desk).get_by_label("What is to be seen?"), "Women with banners before the ministry.")
    # Going on with the text keeps the words.
    body(desk).click()
    photo = Photo.objects.latest("pk")
    wait_until(lambda: Photo.objects.get(pk=photo.pk).alt == "Women with banners before the ministry.")
    expect(body(desk).get_by_alt_text("Women with banners before the ministry.")).to_be_visible()
    # Whether they agree was asked, too, and nothing was answered for her.
    consent = waiting(desk).get_by_label("People who can be recognised")
    expect(consent).to_have_value("")
    consent.select_option(label="all who can be recognised have agreed")
    body(desk).click()
    expect(waiting(desk)).to_be_hidden()
    assert Photo.objects.get(pk=photo.pk).consent == "given"
    assert f'data-embed="photo:{photo.slug}"' in save(desk, article)


def test_the_editors_own_dialog_takes_uploads_and_asks_their_words(desk):
    open_draft(desk)
    desk.locator(".cke_button__library").click()
    dialog = desk.get_by_role("dialog", name="Choose a picture")
    files = [{"name": "night.png", "mimeType": "image/png", "buffer": base64.b64decode(picture_file("#060"))}]
    with desk.expect_file_chooser() as chooser:
        dialog.get_by_role("button", name="Upload pictures").click()
    chooser.value.set_files(files)
    desk.keyboard.type("A cellar by night.")
    expect(dialog.get_by_label("People who can be recognised")).to_have_value("")
    dialog.get_by_label("People who can be recognised").select_option(label="nobody can be recognised")
    dialog.get_by_role("button", name="Upload", exact=True).click()
    expect(body(desk).get_by_alt_text("A cellar by night.")).to_be_visible()
    photo = Photo.objects.latest("pk")
    assert (photo.title, photo.alt, photo.consent) == ("night", "A cellar by night.", "nobody")
    expect(waiting(desk)).to_be_hidden()


def test_what_is_no_description_is_refused_where_it_is_written(desk):
    photo = make_photo(slug="wordless", title="Wordless", alt="", consent="", published_at=None)
    open_draft(desk, '<p>Before.</p><p data-embed="photo:wordless"></p>')
    row = waiting(desk).get_by_role("listitem")
    row.get_by_label("What is to be seen?").fill("image")
    row.get_by_label("People who can be recognised").select_option(label="nobody can be recognised")
    expect(row.get_by_role("status")).to_have_text("This says only that there is a picture. Please say what it shows.")
    row.get_by_label("Only decoration").check()
    row.get_by_label("What is to be seen?").fill("")
    body(desk).click(position={"x": 5, "y": 5})
    expect(waiting(desk)).to_be_hidden()
    photo.refresh_from_db()
    assert (photo.alt, photo.decorative, photo.consent) == ("", True, "nobody")


@pytest.mark.parametrize("width", [390, 1280])
def test_dialog_and_questions_can_be_used_by_everybody(desk, width):
    desk.set_viewport_size({"width": width, "height": 900})
    make_photo(slug=f"wordless-{width}", alt="", consent="", published_at=None)
    open_draft(desk, f'<p>Before.</p><p data-embed="photo:wordless-{width}"></p>')
    expect(waiting(desk)).to_be_visible()
    assert (desk.evaluate(STICKING_OUT), violations(desk)) == ([], [])
    desk.emulate_media(color_scheme="light")
    desk.locator(".cke_button__library").click()
    dialog = desk.get_by_role("dialog", name="Choose a picture")
    dialog.locator("input[type=file]").set_input_files(
        [{"name": "a.png", "mimeType": "image/png", "buffer": base64.b64decode(picture_file())}]
    )
    expect(dialog.get_by_label("People who can be recognised")).to_be_visible()
    wait_until(lambda: desk.evaluate("document.getAnimations().length") == 0)
    assert (desk.evaluate(STICKING_OUT), violations(desk)) == ([], [])
