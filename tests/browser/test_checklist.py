"""Clara writes: the checklist follows her, mends what a machine can mend, and saving leaves her where she is."""

from playwright.sync_api import expect

from articles.models import Article
from tests.factories import make_article

FAULTY = """<h4>Low</h4><p>See <a href="https://a.example/?utm_source=us&amp;page=2">the list</a>.</p>
<table><tbody><tr><td>Year</td><td>Sheets</td></tr></tbody></table>"""


def test_the_checklist_mends_and_follows_what_is_written(desk):
    article = make_article(title="Six copies", published_at=None, summary="", body=FAULTY)
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    text = desk.frame_locator("iframe.cke_wysiwyg_frame").locator("body")
    expect(text).to_contain_text("Year")
    checklist = desk.locator("#checklist")
    checklist.get_by_role("button", name="Make the first row the header").click()
    expect(text.get_by_role("columnheader")).to_have_text(["Year", "Sheets"])
    checklist.get_by_role("button", name="Set the levels of the headings right").click()
    expect(text.get_by_role("heading", level=2)).to_have_text("Low")
    checklist.get_by_role("button", name="Take that out of the address").click()
    checklist.get_by_role("link", name="Summary").click()
    expect(desk.get_by_label("Summary")).to_be_focused()
    desk.keyboard.type("In short.")
    expect(checklist).to_have_text("Nothing is missing.")
    expect(desk.locator("#writing-left")).to_have_text("Nothing is missing.")
    article.refresh_from_db()
    assert article.summary == ""  # so far it is kept for her alone
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator("#writing-status")).to_have_class("saved")
    article.refresh_from_db()
    assert 'href="https://a.example/?page=2"' in article.body


def test_saving_leaves_the_page_and_the_caret_where_they_are(desk):
    article = make_article(title="Six copies", published_at=None, summary="In short.", body="<p>Press hard.</p>")
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    text = desk.frame_locator("iframe.cke_wysiwyg_frame").locator("body")
    text.click()
    desk.keyboard.press("Control+End")
    desk.evaluate("window.isTheSamePage = true")
    for words in (" Once.", " Twice."):
        desk.keyboard.type(words)
        desk.keyboard.press("Control+s")
        expect(desk.locator("#writing-status")).to_have_class("saved")
    assert desk.evaluate("window.isTheSamePage")
    assert Article.objects.get(pk=article.pk).body == "<p>Press hard. Once. Twice.</p>"
    desk.get_by_label("Title").fill("")
    desk.keyboard.press("Control+s")
    expect(desk.locator(".error-summary")).to_be_focused()
    desk.locator(".error-summary").get_by_role("link", name="Title").click()
    expect(desk.get_by_label("Title")).to_be_focused()


def test_nothing_is_unsaved_after_saving_what_stands_beside_the_text(desk):
    article = make_article(title="Six copies", published_at=None, summary="In short.", body="<p>Press hard.</p>")
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    expect(desk.frame_locator("iframe.cke_wysiwyg_frame").locator("body")).to_have_text("Press hard.")
    desk.get_by_label("Summary").fill("Shorter.")
    desk.keyboard.press("Control+s")
    status = desk.locator("#writing-status")
    expect(status).to_have_class("saved")
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as when the window is left: it looks now
    assert status.get_attribute("class") == "saved"
    article.refresh_from_db()
    assert article.summary == "Shorter."
