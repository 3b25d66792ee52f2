"""From a draft with faults to a public page: the checklist, the preview, a link for somebody else, withdrawing."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.factories import make_article
from tests.waiting import wait_until

BODY = '<p>The first sheet.</p><h4>Too low</h4><p>For the list of printers, <a href="/x/">here</a>.</p>'


def faults(desk):
    """Return what axe finds in our part of the desk's page."""
    desk.evaluate(Axe().axe_script)
    found = desk.evaluate("axe.run('#content-main', { preload: false }).then(({ violations }) => violations)")
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


def open_form(desk, article):
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    expect(desk.frame_locator("iframe.cke_wysiwyg_frame").get_by_role("textbox")).to_be_visible()


def selected_text(desk):
    """Return what is selected in the editor; asked from here, for the page may not evaluate words while it waits."""
    return desk.evaluate("window.CKEDITOR?.instances.id_body?.getSelection()?.getSelectedText()")


def test_the_checklist_leads_to_the_sentence(desk):
    article = make_article(title="Six copies", published_at=None, body=BODY, summary="")
    open_form(desk, article)
    desk.get_by_text("The heading “Too low” leaves out a level").get_by_role("link").click()
    wait_until(lambda: selected_text(desk) == "Too low")
    desk.goto(f"/admin/articles/article/{article.pk}/publication/")
    expect(desk.get_by_text("Not right yet: mend it, or say below why")).to_be_visible()
    expect(desk.get_by_label("Why it is published nevertheless")).to_be_visible()
    assert faults(desk) == []
    desk.get_by_text("The link “here” does not say where it leads").get_by_role("link").click()
    desk.wait_for_url("**/change/?find=*")
    wait_until(lambda: selected_text(desk) == "here")


def test_the_preview_shows_what_is_not_saved_in_three_widths(desk):
    article = make_article(title="Six copies", published_at=None)
    open_form(desk, article)
    desk.get_by_label("Title").fill("Seven copies")
    desk.frame_locator("iframe.cke_wysiwyg_frame").get_by_role("textbox").click()
    desk.keyboard.type("Press hard. ")
    with desk.expect_popup() as opened:
        desk.get_by_role("button", name="Preview", exact=True).first.click()
    preview = opened.value
    page = preview.frame_locator("iframe")
    expect(page.get_by_role("heading", name="Seven copies", level=1)).to_be_visible()
    expect(page.get_by_text("Press hard.")).to_be_visible()
    for width in (320, 768, 1280):
        preview.get_by_role("radio", name=str(width)).check()
        assert preview.locator("iframe").evaluate("frame => frame.contentWindow.innerWidth") == width
    # In the site's own letters, so its style sheet is there.
    assert "Archivo" in page.get_by_role("heading", level=1).evaluate("it => getComputedStyle(it).fontFamily")
    article.refresh_from_db()
    assert article.title == "Six copies"
    preview.close()


def test_somebody_without_an_account_reads_a_draft_by_its_link(desk, visitor):
    article = make_article(title="Six copies", published_at=None)
    desk.goto(f"/admin/articles/article/{article.pk}/share/")
    desk.get_by_label("For whom").fill("Amina")
    desk.get_by_role("button", name="Make the link").click()
    link = desk.get_by_label("The new link").input_value()
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.get_by_role("button", name="Copy").click()
    expect(desk.get_by_text("Copied.")).to_be_visible()
    assert desk.evaluate("navigator.clipboard.readText()") == link
    assert faults(desk) == []
    visitor.goto(link)
    expect(visitor.get_by_role("heading", name="Six copies", level=1)).to_be_visible()
    expect(visitor.get_by_text("shown to you by a link")).to_be_visible()
    assert visitor.goto(article.get_absolute_url()).status == 404
    desk.get_by_role("button", name="Revoke").click()
    assert visitor.goto(link).status == 410
    expect(visitor.get_by_role("heading", name="This link is no longer valid")).to_be_visible()


def test_what_is_withdrawn_says_why(desk, visitor):
    article = make_article(title="Six copies", summary="In short.")
    assert visitor.goto(article.get_absolute_url()).status == 200
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.get_by_role("button", name="Dates or withdrawing…").click()
    desk.get_by_label("Why it is withdrawn").fill("A source asked us to.")
    desk.get_by_role("button", name="Withdraw", exact=True).click()
    expect(desk.get_by_text("Withdrawn: its address now says why.")).to_be_visible()
    # Kept pages are forgotten within a second.
    wait_until(lambda: visitor.goto(article.get_absolute_url()).status == 410, 5)
    expect(visitor.get_by_text("A source asked us to.")).to_be_visible()
    expect(visitor.get_by_role("heading", name="This page was withdrawn")).to_be_visible()
