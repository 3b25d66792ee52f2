"""Clara pastes a whole text from Word and from Google Docs: one action each, and nothing of it is lost."""

import base64

import pytest
from playwright.sync_api import expect

from articles.models import Photo
from tests.browser.actions import at_most
from tests.browser.pasting import body, open_draft, picture_file, save
from tests.drawing import drawn
from tests.loopback import page
from tests.paths import DATA

PASTED = DATA / "pasted"
WORDS = (
    "The dry valley", "Forty villages drink from the", "nobody", "What was measured", "the level of eleven wells",
    "what the pumps took", "2025", "4 m", "The licence ends in June", "Minutes of the council",
)  # fmt: skip


def rich_text(*colours):
    """Return what Word puts beside its HTML: the pictures, in hexadecimal."""
    start = r"{\*\shppict{\pict{\*\picprop}\picw120\pich80\pngblip\bliptag-1234567{\*\blipuid "
    pictures = [base64.b64decode(picture_file(colour)).hex() for colour in colours]
    shown = [f"{start}{number:032x}}}{content}}}}}" for number, content in enumerate(pictures)]
    return r"{\rtf1\ansi " + " ".join(shown) + "}"


def pasted_whole(desk, article, notes):
    expect(body(desk).locator("figure img")).to_have_count(2)
    kept = save(desk, article)
    assert [word for word in WORDS if word not in kept] == []
    assert kept.count("<small data-note=") == notes
    assert "<h2>The dry valley</h2>" in kept
    assert '<thead><tr><th scope="col">' in kept
    assert kept.count("<li>") == 2
    assert '<a href="https://example.org/licence" rel="noopener">the paper</a>' in kept
    second, first = Photo.objects.order_by("-pk")[:2]
    assert (first.alt, second.alt) == ("A dry well with a rope", "Women with buckets")
    assert kept.index(first.slug) < kept.index("<table") < kept.index(second.slug)
    expect(desk.get_by_text("left out")).to_have_count(0)
    expect(desk.get_by_text("was not taken")).to_have_count(0)


def test_a_text_of_word(desk):
    article = open_draft(desk)
    desk.keyboard.press("Enter")
    with at_most(1, desk) as hand:
        hand.paste(html=(PASTED / "word_report.html").read_text(), rtf=rich_text("#2a1fff", "#cc0000"))
        pasted_whole(desk, article, notes=2)


def test_a_text_of_google_docs(desk, house):
    html = (PASTED / "google_docs_report.html").read_text()
    html = html.replace("{{ADDRESS}}", house.blog.url("").rstrip("/"))
    house.blog.answers["/docsz/AD_4nXc1?key=x"] = page(drawn("PNG", (120, 80)), content_type="image/png")
    article = open_draft(desk)
    desk.keyboard.press("Enter")
    with at_most(1, desk) as hand:
        hand.paste(html=html.replace("{{INLINE}}", f"data:image/png;base64,{picture_file('#00aa00')}"))
        pasted_whole(desk, article, notes=1)


@pytest.mark.parametrize("answer", [page(status="404 Not Found"), page("<script>", content_type="image/png")])
def test_a_picture_that_google_does_not_hand_out_is_told_at_once(desk, house, answer):
    house.blog.answers["/gone"] = answer
    open_draft(desk)
    with at_most(1, desk) as hand:
        hand.paste(html=f'<p>Words</p><p><img src="{house.blog.url("/gone")}" alt="A well"></p>')
        expect(desk.locator(".cke_notification").filter(has_text="was not taken")).to_be_visible()
    expect(body(desk)).to_contain_text("Words")
