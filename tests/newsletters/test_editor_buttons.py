"""Whatever the editor can make, both parts of a mail show."""

import pytest

from core.richtext import cleaning, markup
from core.richtext.editor import CONFIG
from newsletters import rendering
from tests.factories import make_article, make_campaign, make_issue, make_petition, make_photo, make_poster, make_video
from tests.newsletters.mailing import MARK

pytestmark = pytest.mark.django_db


# What each button of the editor puts into a text; a button that is new has to prove that mails keep what it makes.
BUTTONS = {
    "Format": ["<h2>word</h2>", "<h3>word</h3>", "<h4>word</h4>", "<pre>word</pre>", "<p>word</p>"],
    "Styles": [
        '<blockquote class="pull"><p>word</p></blockquote>',
        '<p>x<small data-note="new">word</small></p>',
        "<p><cite>word</cite></p>",
        "<p><code>word</code></p>",
    ],
    "Bold": ["<p><strong>word</strong></p>"],
    "Italic": ["<p><em>word</em></p>"],
    "Link": ['<p><a href="https://example.org/">word</a></p>'],
    "BulletedList": ["<ul><li>word</li></ul>"],
    "NumberedList": ["<ol><li>word</li></ol>"],
    "Blockquote": ["<blockquote><p>word</p></blockquote>"],
    "Library": ['<p data-embed="photo:word"></p>', '<figure><img data-embed="photo:word"></figure>'],
    "Embed": [MARK.format(f"{kind}:word") for kind in ("petition", "poster", "video", "article", "campaign")],
    "Blocks": [
        '<div class="note"><p>word</p></div>',
        '<div class="columns"><div><p>word</p></div><div><p>x</p></div></div>',
        '<div class="columns"><div><p>x</p></div><div><p>word</p></div></div>',
        '<p><a class="button" href="https://example.org/">word</a></p>',
        '<ul class="gallery"><li><p data-embed="photo:word"></p></li></ul>',
    ],
    "Table": ["<table><tr><td>word</td></tr></table>"],
    "HorizontalRule": ["<p>word</p><hr><p>x</p>"],
    "SpecialChar": ["<p>word …</p>"],
}


CHANGE_WHAT_IS_THERE = {"PasteText", "RemoveFormat", "Undo", "Redo", "Maximize", "Source"}


@pytest.mark.parametrize(
    "button",
    [button for group in CONFIG["toolbar_Article"] for button in group["items"] if button not in CHANGE_WHAT_IS_THERE],
)
def test_what_every_button_of_the_editor_makes_is_in_both_parts(button):
    for make in (make_photo, make_petition, make_poster, make_video, make_article, make_campaign):
        make(slug="word", title="word", **({"alt": "word"} if make is make_photo else {}))
    assert len(BUTTONS["Format"]) == len(CONFIG["format_tags"].split(";"))
    assert len(BUTTONS["Styles"]) == len(CONFIG["stylesSet"])
    for html in BUTTONS[button]:
        content = rendering.content_of(make_issue(body=html))
        assert ("word" in content.html, "word" in content.text) == (True, True), html


@pytest.mark.parametrize("tag", sorted(set(cleaning.ALLOWED) - {"img", "br", "hr", "wbr"}))
def test_no_tag_that_a_text_may_contain_loses_its_words(tag):
    around = {"li": "<ul>{}</ul>", "tr": "<table>{}</table>", "td": "<table><tr>{}</tr></table>"}
    around |= {"th": around["td"], "caption": around["tr"], "tbody": around["tr"], "thead": around["tr"]}
    around |= {"tfoot": around["tr"], "dt": "<dl>{}</dl>", "dd": "<dl>{}</dl>"}
    inside = "<tr><td>word</td></tr>" if tag in {"table", "tbody", "thead", "tfoot"} else "word"
    inside = "<td>word</td>" if tag == "tr" else inside
    html = around.get(tag, "{}").format(f"<{tag}>{inside}</{tag}>")
    assert "word" in markup.mail_html(html)
    assert "word" in markup.letter(html)
