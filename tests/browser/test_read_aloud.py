"""Clara does not see the desk: she writes, puts in a picture and publishes by what her screen reader tells her."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.browser.reading import Reader
from tests.factories import make_article, make_petition, make_photo


@pytest.fixture
def reader(desk):
    return Reader(desk)


def test_an_article_is_written_and_published_by_ear(desk, reader):
    make_photo(title="The press", alt="A press under a lamp.")
    desk.goto("/admin/articles/article/add/")
    desk.wait_for_selector("iframe.cke_wysiwyg_frame")
    assert reader.focus() == "textbox, Title:"
    desk.keyboard.type("By ear")
    desk.keyboard.press("Tab")
    assert reader.focus() == "textbox, Summary:, One or two sentences for lists, search engines and shared links."
    desk.keyboard.type("In short.")
    desk.keyboard.press("Tab")
    assert reader.focus() == "textbox, Text"
    desk.keyboard.type("Press hard, she said.")
    reader.listen_for("Saved ")
    # To the tools as CKEditor has it, and along them with the arrows.
    desk.keyboard.press("Alt+F10")
    assert reader.walk("ArrowRight", "Picture from the library") == [
        "button, Normal, Format, Paragraph Format",
        "button, Styles, Formatting Styles",
        "button, Bold, Keyboard shortcut Ctrl+B",
        "button, Italic, Keyboard shortcut Ctrl+I",
        "button, Link, Keyboard shortcut Ctrl+K",
        "button, Insert/Remove Bulleted List",
        "button, Insert/Remove Numbered List",
        "button, Block Quote",
        "button, Insert a block",
        "button, Picture from the library",
    ]
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
    assert reader.walk("Tab", "The press") == [
        "searchbox, Search",
        "combobox, Kind",
        "button, Upload pictures",
        "button, A press under a lamp. The press",
    ]
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    assert reader.focus() == "textbox, Text"
    # What was begun gets a page of its own, on which she is where she was.
    desk.keyboard.press("Control+s")
    reader.listen_for("The article “By ear” was added successfully.")
    desk.wait_for_selector("iframe.cke_wysiwyg_frame")
    desk.keyboard.type("And harder.")
    assert reader.focus() == "textbox, Text"
    reader.heard.clear()
    desk.keyboard.press("Control+s")
    reader.listen_for("was changed successfully.")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_url("**/publication/")
    assert desk.title().startswith("By ear | Publication")
    desk.keyboard.press("Control+Enter")
    reader.listen_for("By ear: It is public now.")
    body = Article.objects.published().get(title="By ear").body
    assert [words in body for words in ("Press hard", 'data-embed="photo:', "And harder.")] == [True, True, True]


def test_the_library_gives_the_focus_back(desk, reader):
    desk.goto("/admin/articles/article/add/")
    desk.get_by_role("button", name="Choose a picture").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog")).to_be_visible()
    assert reader.focus() == "searchbox, Search"
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    assert reader.focus() == "button, Choose a picture"


@pytest.mark.parametrize(
    "path", ["", "articles/article/", "articles/article/add/", "articles/article/{}/publication/", "find/?q=e"]
)
def test_every_control_of_the_desk_has_a_name_and_no_heading_skips_a_level(desk, reader, path):
    article = make_article(published_at=None)
    desk.goto(f"/admin/{path.format(article.pk)}")
    levels = [level for level, _words in reader.headings()]
    assert reader.nameless() == []
    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_a_petition_is_signed_by_ear(visitor):
    visitor.goto(make_petition(title="Ink").get_absolute_url())
    reader = Reader(visitor)
    assert reader.nameless() == []
    visitor.get_by_label("Your name").focus()
    assert [words.partition(",")[0] for words in reader.walk("Tab", "Sign the petition")] == [
        *("textbox", "textbox", "combobox", "textbox", "textbox", "checkbox", "checkbox", "checkbox", "button"),
    ]
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_title(re.compile("^Error: Ink"))
    email = next(words for words in reader.controls() if "Your e-mail address" in words)
    assert "Please" in email
