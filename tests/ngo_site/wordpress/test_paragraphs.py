"""Texts of the classic editor get the paragraphs that WordPress gives them when it shows them."""

import re

import pytest

from ngo_site.wordpress import converting
from ngo_site.wordpress.paragraphs import add_paragraphs

SHOWN = {
    "two paragraphs and a line break": (
        "Первая строка.\nВторая строка.\n\nНовый абзац.",
        "<p>Первая строка.<br>Вторая строка.</p><p>Новый абзац.</p>",
    ),
    "lines of Windows, of old Macs, and lines of spaces": (
        "a\r\n\r\nb\r \t\rc\n&nbsp;\nd",
        "<p>a</p><p>b</p><p>c</p><p>d</p>",
    ),
    "words below a heading": (
        "<h2>ماذا حدث</h2>\nالسطر الأول.\nالسطر الثاني.\n\nالتالي",
        "<h2>ماذا حدث</h2><p>السطر الأول.<br>السطر الثاني.</p><p>التالي</p>",
    ),
    "a heading below words": ("Words.\n<h3>Heading</h3>\nMore.", "<p>Words.</p><h3>Heading</h3><p>More.</p>"),
    "a list below words": (
        "Before:\n<ul>\n<li>one</li>\n\n<li>two</li>\n</ul>\nAfter.",
        "<p>Before:</p><ul><li>one</li><li>two</li></ul><p>After.</p>",
    ),
    "a list in a list": (
        "<ol>\n<li>one\n<ul>\n<li>two</li>\n</ul>\n</li>\n</ol>",
        "<ol><li>one<ul><li>two</li></ul></li></ol>",
    ),
    "paragraphs and lines in an item": (
        "<ul><li>a\n\nb</li><li>c\nd</li></ul>",
        "<ul><li><p>a</p><p>b</p></li><li>c<br>d</li></ul>",
    ),
    "a list without items": ("<ol>\n1/ un,\n2/ deux\n</ol>", "<ol><li>1/ un,<br>2/ deux</li></ol>"),
    "a table below words": (
        "तालिका:\n<table>\n<tr>\n<td>क</td>\n<td>ख\nग</td>\n</tr>\n</table>\nबाद में",
        "<p>तालिका:</p><table><tr><td>क</td><td>ख<br>ग</td></tr></table><p>बाद में</p>",
    ),
    "a quotation of one and of two paragraphs": (
        "<blockquote>Un.</blockquote>\nEntre.\n<blockquote>Deux.\n\nTrois.</blockquote>",
        "<blockquote><p>Un.</p></blockquote><p>Entre.</p><blockquote><p>Deux.</p><p>Trois.</p></blockquote>",
    ),
    "a definition list": (
        "<dl>\n<dt>ein</dt>\n<dd>zwei\ndrei</dd>\n</dl>",
        "<dl><dt>ein</dt><dd>zwei<br>drei</dd></dl>",
    ),
    "preformatted text": (
        "Code:\n<pre>def f():\n\n    return 1\n\n\n# <b>x</b></pre>\nDone.",
        "<p>Code:</p><pre>def f():\n\n    return 1\n\n\n# <b>x</b></pre><p>Done.</p>",
    ),
    "breaks that are written out": ("ก<br />ข<br>\nค<br><br>ง", "<p>ก<br />ข<br>ค</p><p>ง</p>"),
    "paragraphs that are written out": (
        "<p>one\n\ntwo</p>three\n\n<p>four",
        "<p>one</p><p>two</p><p>three</p><p>four</p>",
    ),
    "a paragraph that a heading ends": ("<p>open\n<h2>Title</h2>", "<p>open</p><h2>Title</h2>"),
    "items and cells that the next one ends": (
        "<ul>\n<li>a\n<li>b\n</ul>\n<table><tr><td>c<td>d<tr><td>e</table>",
        "<ul><li>a</li><li>b</li></ul><table><tr><td>c</td><td>d</td></tr><tr><td>e</td></tr></table>",
    ),
    "a line break within a tag": ('a <a\nhref="/x">b</a>', '<p>a <a href="/x">b</a></p>'),
    "a division with a line, and with more": (
        "<div>one</div>\n<div>two\n<ul><li>x</li></ul>\nthree</div>",
        "<div>one</div><div><p>two</p><ul><li>x</li></ul><p>three</p></div>",
    ),
    "a picture with its caption": (
        "<figure>\n<img src='x'>\n<figcaption>a\nb</figcaption>\n</figure>",
        "<figure><img src='x'><figcaption>a<br>b</figcaption></figure>",
    ),
    "ends of what was never begun": ("</p>one</div>two</ul>", "<p>one</p></div><p>two</p></ul>"),
    "nothing": (" \n\n&nbsp;\n", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_a_text_is_shown_as_wordpress_shows_it(name):
    written, shown = SHOWN[name]
    assert _without_breaks_between_tags(add_paragraphs(written)) == shown


def _without_breaks_between_tags(html):
    parts = re.split(r"(<pre>.*?</pre>)", html, flags=re.S)
    return "".join(part if part.startswith("<pre>") else re.sub(r"(?<=>)\n|\n(?=<)", "", part) for part in parts)


def test_what_came_through_once_comes_through_unchanged():
    for written, _shown in SHOWN.values():
        once = add_paragraphs(written)
        if "</div>two" not in written:  # ends of nothing are left to the cleaner
            assert _without_breaks_between_tags(add_paragraphs(once)) == _without_breaks_between_tags(once)


def test_a_text_of_the_block_editor_has_its_paragraphs_already():
    text = "<!-- wp:paragraph -->\n<p>Один.\nДва.</p>\n<!-- /wp:paragraph -->\n\n<ul><li>x</li></ul>"
    body, remarks = converting.body(text)
    assert (body.split(), remarks) == (["<p>Один.", "Два.</p>", "<ul><li>x</li></ul>"], [])


def test_words_that_lose_their_tag_get_a_paragraph_and_keep_their_lines():
    text = "<!-- wp:group --><address>1 Улица<br>Город</address><blockquote><p>Q</p><cite>Кто</cite></blockquote>\nb\nc"
    body, remarks = converting.body(text)
    shown = "<p>1 Улица<br>Город</p><blockquote><p>Q</p><p><cite>Кто</cite></p></blockquote><p>b\nc</p>"
    assert (_without_breaks_between_tags(body), remarks) == (shown, [])


def test_comments_scripts_and_empty_paragraphs_leave_no_gaps():
    body, _remarks = converting.body("One\n<!--more-->\nTwo<script>\n\nx()\n\n</script>\n\n<p>&nbsp;</p>\n<p></p>")
    assert body.split() == ["<p>One</p>", "<p>Two</p>"]
