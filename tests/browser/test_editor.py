"""Clara writes an article in CKEditor, in Chromium: the relaxed policy lets it work, and only there."""

import re
from html import escape

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article, Photo
from tests.browser.steps import save_form
from tests.factories import make_article, make_petition, make_photo, make_staff
from tests.paths import DATA

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(browser, live_server):
    page = browser.new_page(base_url=live_server.url)
    page.troubles, page.hosts = [], set()
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.on("console", lambda line: "Content Security" in line.text and page.troubles.append(line.text))
    page.on("request", lambda request: page.hosts.add(request.url.split("/")[2]))
    yield page
    page.close()


@pytest.fixture
def desk(page):
    make_staff("clara")
    page.goto("/admin/login/")
    page.fill("#id_username", "clara")
    page.fill("#id_password", "correct horse")
    page.click("[type=submit]")
    return page


def test_a_draft_with_a_picture_from_the_library(desk, live_server):
    make_photo(slug="press", title="The press", alt="A press under a lamp.")
    make_photo(slug="other", title="Another")
    desk.goto("/admin/articles/article/add/")
    desk.fill("#id_title", "Written in the browser")
    text = desk.frame_locator("iframe.cke_wysiwyg_frame").locator("body")
    text.click()
    desk.keyboard.type("Before the picture.")
    desk.click(".cke_button__library")
    desk.fill("dialog.library input[type=search]", "lamp")
    expect(desk.locator("dialog li")).to_have_count(1)
    desk.click("dialog li button")
    expect(text.locator("figure img")).to_have_attribute("alt", "A press under a lamp.")
    desk.keyboard.type("After it.")
    desk.click("[name=_continue]")
    desk.wait_for_url("**/change/")
    article = Article.objects.get()
    photo = 'data-embed="photo:press"'
    assert article.slug == "written-in-the-browser"
    assert (
        article.body.index("Before the picture.</p>") < article.body.index(photo) < article.body.index("<p>After it.")
    )
    assert article.body.count("<p") == 3
    assert desk.troubles == []
    assert desk.hosts == {live_server.url.removeprefix("http://")}


def test_the_rest_of_the_desk_works_under_the_strict_policy(desk):
    for path in (
        "",
        "articles/article/",
        "articles/comment/",
        "articles/mention/",
        "articles/photo/add/",
        "articles/tag/add/",
    ):
        desk.goto(f"/admin/{path}")
    desk.type("#id_name", "Samizdat")
    expect(desk.locator("#id_slug")).to_have_value("samizdat")
    assert desk.troubles == []


def test_without_javascript_the_text_is_a_plain_field(live_server, client):
    client.force_login(make_staff("bob"))
    assert '<textarea name="body"' in client.get("/admin/articles/article/add/").text


def body(desk):
    return desk.frame_locator("iframe.cke_wysiwyg_frame").locator("body")


def saved(desk):
    save_form(desk)
    desk.wait_for_load_state()
    return Article.objects.get().body


def test_a_petition_is_put_into_the_text_by_keyboard_and_shown_as_a_card(desk):
    make_petition(slug="free-them", title="Free the printers")
    make_petition(slug="later", title="Printers of tomorrow", published_at=None)
    desk.goto("/admin/articles/article/add/")
    desk.fill("#id_title", "Written in the browser")
    desk.fill("#id_slug", "written")
    body(desk).click()
    desk.keyboard.type("Sign this.")
    desk.click(".cke_button__embed")
    dialog = desk.get_by_role("dialog", name="Put something of ours into the text")
    desk.keyboard.type("printers")
    expect(dialog.get_by_role("button", name="Free the printers")).to_be_visible()
    expect(dialog.get_by_text("Readers do not see this now (draft).")).to_be_visible()
    desk.keyboard.press("Tab")
    desk.keyboard.type("Petition")
    expect(dialog.locator("li")).to_have_count(2)
    for _stop in ("the button for uploads", "the newest", "the other"):
        desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    card = body(desk).locator(".embed-card")
    expect(card).to_contain_text("Free the printers")
    desk.keyboard.type("And pass it on.")
    html = saved(desk)
    assert html.replace("\n", "") == '<p>Sign this.</p><p data-embed="petition:free-them"></p><p>And pass it on.</p>'
    expect(body(desk).locator(".embed-card")).to_contain_text("Free the printers")
    assert desk.troubles == []


def test_an_answer_that_comes_late_does_not_take_the_focus_from_the_list(desk):
    make_petition(slug="free-them", title="Free the printers")
    make_petition(slug="later", title="Printers of tomorrow", published_at=None)
    desk.goto("/admin/articles/article/add/")
    body(desk).click()
    desk.click(".cke_button__embed")
    dialog = desk.get_by_role("dialog", name="Put something of ours into the text")
    expect(dialog.locator("li")).to_have_count(2)
    held = []
    desk.route(re.compile(r"[?&]q=printers"), lambda route: held.append(route))
    with desk.expect_request(re.compile(r"[?&]q=printers")):
        desk.keyboard.type("printers")
    dialog.get_by_role("button", name="Free the printers").focus()
    with desk.expect_response(re.compile(r"[?&]q=printers")):
        held[0].continue_()
    expect(dialog.get_by_role("button", name="Free the printers")).to_be_focused()


def test_marks_show_what_they_stand_for_and_warn_of_what_readers_do_not_see(desk):
    make_petition(slug="later", title="Printers of tomorrow", published_at=None)
    make_photo(slug="press", title="The press", alt="A press.")
    text = (
        '<p data-embed="petition:later"></p><p data-embed="poster:gone"></p><p data-embed="photo:press"></p>'
        '<figure><img data-embed="photo:press" alt=""><figcaption>At <em>night</em></figcaption></figure>'
        '<p>In a sentence<small data-note="abcd">A note.</small>.</p>'
    )
    article = make_article(body=text)
    before = article.body
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    expect(body(desk).get_by_text("Readers do not see this now (draft).")).to_be_visible()
    expect(body(desk).get_by_text("There is nothing of this name")).to_be_visible()
    expect(body(desk).get_by_alt_text("A press.")).to_have_count(2)
    expect(body(desk).get_by_text("Printers of tomorrow")).to_be_visible()
    described = '<img alt="A press." data-embed="photo:press">'
    kept = before.replace('<img data-embed="photo:press" alt="">', described)
    assert "".join(saved(desk).split("\n")) == kept


def test_a_picture_gets_a_caption_of_its_own(desk, client):
    make_photo(slug="press", title="The press", alt="A press.", credit="Bob")
    article = make_article(body='<p data-embed="photo:press"></p>')
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    caption = body(desk).locator("figcaption")
    caption.click()
    desk.keyboard.type("At night, in the cellar")
    assert "<figcaption>At night, in the cellar</figcaption>" in saved(desk)
    desk.goto(article.get_absolute_url())
    expect(desk.locator("figcaption")).to_have_text("At night, in the cellar Bob")


def test_a_picture_keeps_its_width_its_side_and_its_place_in_a_gallery(desk):
    make_photo(slug="press", title="The press", alt="A press.")
    image = '<img alt="A press." data-embed="photo:press" width="120"'
    text = (
        f'<p>{image} class="right"></p>'
        f'<figure class="left">{image}><figcaption>At night</figcaption></figure>'
        f'<ul class="gallery"><li><figure>{image}><figcaption>One</figcaption></figure></li></ul>'
    )
    article = make_article(body=text)
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    expect(body(desk).locator("figure.left img")).to_have_attribute("width", "120")
    kept = saved(desk)
    for piece in ('class="right"', 'figure class="left"', 'ul class="gallery"'):
        assert kept.count(piece) == 1
    assert kept.count('width="120"') == 3


def test_words_become_a_footnote(desk):
    article = make_article(body="<p>They printed at night.</p>")
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    body(desk).locator("p").click()
    desk.keyboard.press("End")
    desk.click(".cke_combo__styles a")
    desk.frame_locator(".cke_combopanel iframe").get_by_text("Footnote").click()
    desk.keyboard.type("See the report.")
    assert 'data-note="' in saved(desk)
    desk.goto(article.get_absolute_url())
    desk.click("[role=doc-noteref]")
    expect(desk.locator("li:target")).to_contain_text("See the report.")
    desk.click("[role=doc-backlink]")
    expect(desk.locator("[role=doc-noteref]:target")).to_have_text("1")


def test_many_pictures_are_sent_with_a_bar_each_and_described_in_one_list(desk, live_server):
    images = DATA / "images"
    desk.goto("/admin/articles/photo/upload/")
    desk.set_input_files("#files", [images / "hopper.jpg", images / "truncated_jpeg.jpg", images / "basn3p08.png"])
    expect(desk.locator(".uploads li a")).to_have_count(2, timeout=30_000)
    expect(desk.locator(".uploads .refused")).to_contain_text("damaged or incomplete")
    desk.get_by_role("link", name="Now describe them").click()
    desk.get_by_label("Description for those who cannot see it").first.fill("Grace Hopper in uniform")
    desk.get_by_role("button", name="Save the descriptions").click()
    expect(desk.get_by_text("1 picture is described.")).to_be_visible()
    # Whether she agreed nobody has said yet.
    expect(desk.locator(".described")).to_have_count(2)
    assert [photo.alt for photo in Photo.objects.order_by("pk")] == ["Grace Hopper in uniform", ""]
    assert desk.troubles == []


def test_a_click_on_the_picture_sets_what_stays_in_sight(desk):
    photo = make_photo()
    desk.goto(f"/admin/articles/photo/{photo.pk}/change/")
    picture = desk.locator(".focus-picker img")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.2, "y": box["height"] * 0.75})
    expect(desk.locator("#id_focus_x")).to_have_value("20")
    expect(desk.locator("#id_focus_y")).to_have_value("75")
    desk.fill("#id_focus_x", "90")
    assert desk.locator(".focus-picker span").evaluate("mark => mark.style.left") == "90%"
    assert desk.troubles == []


def test_arrow_keys_lead_through_the_gallery(page):
    now = timezone.now()
    for slug in ("one", "two", "three"):
        make_photo(slug=slug, title=slug.title(), published_at=now)
    page.goto("/photos/two/")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/photos/three/")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/photos/two/")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/photos/one/")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", level=1)).to_have_text("One")


def test_every_tool_of_the_editor_works_without_inline_scripts(desk):
    desk.goto("/admin/articles/article/add/")
    desk.fill("#id_title", "Written in the browser")
    text = body(desk)
    text.click()
    desk.keyboard.type("Printed at night")
    desk.keyboard.press("Control+A")
    desk.click(".cke_button__bold")
    expect(text.locator("strong")).to_have_text("Printed at night")
    desk.locator(".cke_button__bold").focus()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Enter")  # italic, by keyboard
    expect(text.locator("em")).to_have_text("Printed at night")
    desk.click(".cke_combo__format a")
    panel = desk.frame_locator(".cke_combopanel iframe")
    panel.get_by_text("Heading 2").click()
    expect(text.locator("h2")).to_have_text("Printed at night")
    desk.keyboard.press("End")
    desk.keyboard.press("Enter")
    desk.click(".cke_button__specialchar")
    desk.locator(".cke_dialog .cke_specialchar").get_by_text("§", exact=True).click()
    expect(text.locator("p")).to_have_text("§")
    desk.click(".cke_button__table")
    desk.locator(".cke_dialog_ui_button_ok").click()
    expect(text.locator("td, th")).to_have_count(6)
    text.locator("td").first.click(button="right")
    desk.frame_locator(".cke_menu_panel iframe").get_by_text("Delete Table").click()
    expect(text.locator("table")).to_have_count(0)
    desk.click(".cke_button__maximize")
    expect(desk.locator(".cke_maximized")).to_have_count(1)
    desk.click(".cke_button__maximize")
    desk.click(".cke_button__source")
    expect(desk.locator("textarea.cke_source")).to_have_value(re.compile("<h2>.*Printed at night.*</h2>.*§", re.S))
    desk.click(".cke_button__source")
    expect(text.locator("h2")).to_have_text("Printed at night")
    assert desk.troubles == []


def test_words_about_scripts_stay_as_they_are_written(desk):
    words = 'Write <a onclick="return false;"> or onclick="CKEDITOR.tools.callFunction(1)"'
    desk.goto("/admin/articles/article/add/")
    desk.fill("#id_title", "Written in the browser")
    desk.fill("#id_slug", "written")
    body(desk).click()
    desk.keyboard.type(words)
    assert escape(words, quote=False) in saved(desk).replace("&quot;", '"').replace("&nbsp;", " ")
    expect(body(desk).locator("p")).to_have_text(words)
    assert desk.troubles == []
