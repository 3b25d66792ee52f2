"""The editor writes: a letter to the subscribers, and an article with a picture that the public sees."""

from io import BytesIO

from PIL import Image, ImageDraw
from playwright.sync_api import expect

from articles.models import Article
from tests.browser.pasting import open_draft
from tests.browser.steps import choose, follow, open_letter, reload_until
from tests.factories import make_article


def write(desk, words):
    text = desk.frame_locator("iframe").get_by_role("textbox")
    text.click()
    desk.keyboard.type(words)


def test_a_letter_is_asked_for_written_received_and_given_up(visitor, desk):
    visitor.goto("/newsletter/")
    visitor.get_by_label("Your e-mail address").fill("bob@example.org")
    visitor.get_by_role("button", name="Send me the letters").click()
    expect(visitor.get_by_role("heading", name="Check your mail")).to_be_visible()
    open_letter(visitor, "bob@example.org", "Please confirm: letters")
    follow(visitor, "/newsletter/confirm/")
    desk.goto("/admin/newsletters/subscriber/?status__exact=confirmed")
    expect(desk.get_by_role("link", name="b…@example.org")).to_have_count(0)
    visitor.get_by_role("button", name="Yes, send them").click()
    expect(visitor.get_by_role("heading", name="Welcome")).to_be_visible()

    desk.goto("/admin/newsletters/issue/add/")
    desk.get_by_label("Subject").fill("News from the press")
    write(desk, "Dear friends, the press runs again.")
    desk.get_by_role("button", name="Save and go on to sending").click()
    desk.get_by_role("button", name="Send it to 1 subscriber").click()
    expect(desk.get_by_text("It is on its way to 1 subscriber.")).to_be_visible()

    open_letter(visitor, "bob@example.org", "News from the press")
    expect(visitor.get_by_text("Dear friends, the press runs again.").first).to_be_visible()
    letter = visitor.url
    follow(visitor, "/newsletter/unsubscribe/")
    desk.goto("/admin/newsletters/subscriber/")
    expect(desk.get_by_role("link", name="b…@example.org")).to_be_visible()
    visitor.get_by_role("button", name="Leave").click()
    expect(visitor.get_by_role("heading", name="You have left")).to_be_visible()
    desk.reload()
    expect(desk.get_by_role("link", name="b…@example.org")).to_have_count(0)
    visitor.goto(letter)
    visitor.get_by_role("link", name="/newsletter/unsubscribe/").click()
    expect(visitor.get_by_role("heading", name="You have left")).to_be_visible()


def test_an_article_with_a_picture_from_the_first_word_to_the_public(visitor, desk):
    make_article(title="An older piece")
    visitor.goto("/articles/")
    desk.goto("/admin/articles/photo/add/")
    desk.get_by_label("Title").fill("Carbon sheet")
    upload(desk)
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".error-summary")).to_contain_text("Please say what the picture shows")
    upload(desk)
    desk.get_by_label("Description for those who cannot see it").fill("A blue sheet of carbon paper on a desk")
    desk.locator("#id_consent").select_option("nobody")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.get_by_text("was added successfully")).to_be_visible()

    desk.goto("/admin/articles/article/add/")
    desk.get_by_label("Title").fill("Six sheets at a time")
    write(desk, "Press hard, she said.")
    desk.get_by_role("button", name="Picture from the library").click()
    dialog = desk.get_by_role("dialog", name="Choose a picture")
    dialog.get_by_role("searchbox").fill("carbon")
    dialog.get_by_role("button", name="A blue sheet of carbon paper on a desk").click()
    expect(desk.frame_locator("iframe").get_by_alt_text("A blue sheet of carbon paper on a desk")).to_be_visible()
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.get_by_text("was added successfully")).to_be_visible()

    assert visitor.goto("/articles/six-sheets-at-a-time/").status == 404
    visitor.goto("/articles/")
    expect(visitor.get_by_role("link", name="An older piece")).to_be_visible()
    expect(visitor.get_by_text("Six sheets at a time")).to_have_count(0)
    desk.goto("/admin/articles/article/")
    choose(desk, "Six sheets at a time", "Publish…")
    # The checklist finds that the summary is missing, and its link leads there.
    desk.get_by_role("link", name="Summary").click()
    expect(desk.get_by_label("Summary")).to_be_focused()
    desk.get_by_label("Summary").fill("Carbon paper, and what it is good for.")
    desk.get_by_role("button", name="Publish…").click()
    expect(desk.get_by_text("Nothing is missing.")).to_be_visible()
    desk.get_by_role("button", name="Publish now").click()
    expect(desk.get_by_text("It is public now.")).to_be_visible()
    # The list was kept for thirty seconds; publishing made every process forget it.
    reload_until(visitor, visitor.get_by_role("link", name="Six sheets at a time"), seconds=2)

    visitor.get_by_role("link", name="Six sheets at a time").click()
    expect(visitor.get_by_text("Press hard, she said.")).to_be_visible()
    picture = visitor.get_by_alt_text("A blue sheet of carbon paper on a desk")
    expect(picture).to_be_visible()
    # A job makes the renditions, and the page kept without them is forgotten then.
    reload_until(visitor, visitor.locator("source[type='image/avif'] ~ img"), seconds=20)
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("async picture => { await picture.decode(); return picture.currentSrc }").endswith(".avif")


def upload(desk):
    picture, buffer = Image.new("RGB", (1400, 900), "#2a1fff"), BytesIO()
    ImageDraw.Draw(picture).line([(0, 0), (1400, 900)], fill="#fff", width=40)
    picture.save(buffer, "JPEG")
    file = {"name": "DSC_0001.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}
    desk.get_by_label("Picture", exact=False).and_(desk.locator("input[type=file]")).set_input_files(file)


def test_ctrl_s_saves_and_ctrl_enter_leads_on_in_the_editor_too(desk):
    desk.goto("/admin/articles/article/add/")
    desk.get_by_label("Title").fill("By the keys alone")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Control+s")
    expect(desk.get_by_text("was added successfully")).to_be_visible()
    write(desk, "Press hard.")
    desk.keyboard.press("Control+s")
    expect(desk.get_by_text("was changed successfully")).to_be_visible()
    assert Article.objects.get(title="By the keys alone").body == "<p>Press hard.</p>"
    write(desk, " Harder.")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("heading", name="Publication")).to_be_visible()
    assert "Harder." in Article.objects.get(title="By the keys alone").body


def test_the_tools_stay_in_sight_in_a_long_text(desk):
    article = make_article(body="<p>Press hard, she said.</p>" * 80)
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.frame_locator("iframe").get_by_text("Press hard, she said.").last.scroll_into_view_if_needed()
    expect(desk.locator(".cke_top")).to_be_in_viewport(ratio=1)
    expect(desk.get_by_role("button", name="Update")).to_be_in_viewport(ratio=1)


def test_on_a_phone_the_text_begins_within_the_first_screen(desk):
    desk.set_viewport_size({"width": 390, "height": 844})
    open_draft(desk, "<p>They printed at night.</p>")
    desk.evaluate("scrollTo(0, 0)")
    frame = desk.locator("iframe.cke_wysiwyg_frame").bounding_box()
    assert frame["y"] < 560
