"""Clara gives an article its lead picture: from the library, from her computer, by mouse and by keyboard."""

import base64

import pytest
from playwright.sync_api import expect

from articles.models import Article, Photo
from publishing.models import Autosave
from tests.browser.looking import STICKING_OUT, Watch, violations
from tests.browser.pasting import open_draft, picture_file, save
from tests.factories import make_album, make_photo
from tests.waiting import wait_until

DROP = """(element, files) => {
  const data = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    data.items.add(new File([bytes], name, { type: "image/png" }));
  }
  element.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def png(name, color="#c00"):
    return {"name": name, "mimeType": "image/png", "buffer": base64.b64decode(picture_file(color))}


def field(desk):
    return desk.get_by_role("group", name="Lead picture")


def picture_of(article):
    return Article.objects.get(pk=article.pk).picture


def test_a_lead_picture_is_found_by_its_words_and_seen(desk, house):
    press = make_photo(title="The press", alt="A press under a lamp.")
    make_photo(title="Another")
    article = open_draft(desk)
    watch = Watch(desk, house.url)
    field(desk).get_by_role("button", name="Choose a picture").click()
    dialog = desk.get_by_role("dialog", name="Choose a picture")
    dialog.get_by_role("searchbox", name="Search").fill("lamp")
    expect(dialog.get_by_role("listitem")).to_have_count(1)
    dialog.get_by_role("button", name="The press").click()
    expect(field(desk).get_by_role("img", name="A press under a lamp.")).to_be_visible()
    expect(field(desk).get_by_role("button", name="Change")).to_be_focused()
    save(desk, article)
    assert picture_of(article) == press
    expect(field(desk).get_by_role("img", name="A press under a lamp.")).to_be_visible()
    field(desk).get_by_role("button", name="Take away").click()
    expect(field(desk).get_by_role("img")).to_have_count(0)
    save(desk, article)
    assert picture_of(article) is None
    assert watch.troubles == []


def test_four_actions_bring_a_described_picture_from_the_computer(desk):
    article = open_draft(desk)
    field(desk).get_by_role("button", name="Choose a picture").click()  # 1
    with desk.expect_file_chooser() as chooser:
        desk.get_by_role("button", name="Upload pictures").click()  # 2
    chooser.value.set_files([png("night shift.png")])
    desk.keyboard.type("Printers at work.")  # 3
    desk.keyboard.press("Enter")  # 4
    expect(field(desk).get_by_role("img", name="Printers at work.")).to_be_visible()
    save(desk, article)
    photo = picture_of(article)
    assert (photo.title, photo.alt, photo.created_by.username) == ("night shift", "Printers at work.", "clara")


def test_of_several_dropped_pictures_one_is_chosen_and_what_is_refused_is_said(desk):
    article = open_draft(desk)
    before = Photo.objects.count()
    files = [("one.png", picture_file()), ("two.png", picture_file("#0c0")), ("broken.png", picture_file()[:60])]
    field(desk).evaluate(DROP, files)
    dialog = desk.get_by_role("dialog", name="Choose a picture")
    expect(dialog.get_by_role("textbox", name="one.png")).to_be_focused()
    dialog.get_by_role("button", name="Upload", exact=True).click()
    expect(dialog.get_by_role("alert").last).to_contain_text("damaged or incomplete")
    expect(dialog.get_by_text("They are in the library now. Please choose one.")).to_be_visible()
    dialog.get_by_role("button", name="two").first.click()
    save(desk, article)
    assert (picture_of(article).title, Photo.objects.count()) == ("two", before + 2)


def test_what_is_chosen_is_kept_before_it_is_saved(desk):
    photo = make_photo(title="Kept at once", alt="A lamp.")
    article = open_draft(desk)
    choose_by_keyboard(desk, "Kept at once")
    kept = Autosave.objects.filter(object_id=article.pk, data__contains=[["picture", str(photo.pk)]])
    wait_until(kept.exists, 20)
    desk.goto(f"/admin/articles/article/{article.pk}/change/?autosave={kept.get().pk}")
    expect(field(desk).get_by_role("img", name="A lamp.")).to_be_visible()
    assert picture_of(article) is None


def choose_by_keyboard(desk, title):
    """Choose without a mouse."""
    field(desk).get_by_role("button", name="Choose a picture").press("Enter")
    expect(desk.get_by_role("dialog").get_by_role("searchbox")).to_be_focused()
    desk.keyboard.type(title)
    choice = desk.get_by_role("dialog").get_by_role("listitem").get_by_role("button")
    expect(choice).to_have_count(1)
    choice.press("Enter")


def test_rows_of_an_album_choose_each_for_itself(desk):
    photo = make_photo(title="In the album", alt="A sheet.")
    album = make_album()
    desk.goto(f"/admin/articles/album/{album.pk}/change/")
    desk.get_by_role("button", name="Add another").click()
    row = desk.locator("#places-3")
    row.get_by_role("button", name="Choose a picture").click()
    desk.get_by_role("dialog").get_by_role("button", name="In the album").click()
    expect(row.get_by_role("img", name="A sheet.")).to_be_visible()
    desk.locator("[name=_continue]").click()
    expect(desk.locator(".messagelist")).to_be_visible()
    assert list(album.photos.all()) == [photo]


@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_use_it(desk, width):
    make_photo(title=f"Broad {width}", alt="A wall.")
    desk.set_viewport_size({"width": width, "height": 900})
    open_draft(desk)
    choose_by_keyboard(desk, f"Broad {width}")
    expect(field(desk).get_by_role("img")).to_be_visible()
    assert (desk.evaluate(STICKING_OUT), violations(desk)) == ([], [])
    field(desk).evaluate(DROP, [("one.png", picture_file())])
    expect(desk.get_by_role("dialog").get_by_role("listitem").last).to_be_visible()
    assert desk.evaluate(STICKING_OUT) == []
