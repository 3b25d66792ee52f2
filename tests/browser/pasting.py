"""What a clipboard or a mouse brings into the text in CKEditor, as browsers hand it over."""

import base64
from io import BytesIO

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from articles.models import Article
from tests.browser.steps import save_form
from tests.factories import make_article

# The event itself, with what the clipboard holds in several forms.
_TRANSFER = """
(element, [kind, forms, files]) => {
  const data = new DataTransfer();
  for (const [type, text] of Object.entries(forms)) data.setData(type, text);
  for (const [name, type, content] of files) {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    data.items.add(new File([bytes], name, { type }));
  }
  const more = { bubbles: true, cancelable: true };
  const box = element.firstElementChild.getBoundingClientRect();
  const at = { clientX: box.right - 2, clientY: box.top + box.height / 2 };
  element.dispatchEvent(
    kind === "paste"
      ? new ClipboardEvent("paste", { clipboardData: data, ...more })
      : new DragEvent("drop", { dataTransfer: data, ...at, ...more }),
  );
}
"""
# The page's policy lets Playwright wait for no expression; the editor itself says when it is ready.
_READY = """
() => new Promise((done) => {
  const editor = CKEDITOR.instances.id_body;
  if (editor?.status === "ready") done();
  else CKEDITOR.on("instanceReady", () => done());
})
"""


def picture_file(color: str = "#2a1fff") -> str:
    """Return a PNG in base64."""
    file = BytesIO()
    Image.new("RGB", (60, 40), color).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def body(desk: Page) -> Locator:
    return desk.frame_locator("iframe.cke_wysiwyg_frame").locator("body")


def open_draft(desk: Page, html: str = "<p>Before.</p>", **fields):
    """Open a new draft with the caret at the end of its text; return the article."""
    if "slug" in fields:  # what a first try has left
        Article.objects.filter(slug=fields["slug"]).delete()
    article = make_article(body=html, published_at=None, **fields)
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.evaluate(_READY)
    body(desk).click()
    desk.keyboard.press("Control+End")
    return article


def transfer(desk: Page, kind: str, files=(), **forms) -> None:
    """Paste or drop: forms such as ``html="<p>…"`` and ``plain="…"``, files as (name, type, base64)."""
    forms = {f"text/{name}": text for name, text in forms.items()}
    body(desk).evaluate(_TRANSFER, [kind, forms, [list(file) for file in files]])


def in_editor(desk: Page) -> str:
    """Return the text as the editor would send it, on one line."""
    return desk.evaluate("CKEDITOR.instances.id_body.getData()").replace("\n", "").replace("\t", "")


def told(desk: Page, text: str) -> None:
    expect(desk.locator(".cke_notification").filter(has_text=text)).to_be_visible()


def save(desk: Page, article) -> str:
    """Press “Save draft” or “Update”; return the text as it is kept, on one line."""
    save_form(desk)
    expect(desk.locator(".messagelist")).to_be_visible()
    desk.evaluate(_READY)
    article.refresh_from_db()
    return article.body.replace("\n", "").replace("\t", "")
