"""The text part of a mail: what stands in the HTML part stays readable without it."""

import pytest

from core.mail.plain_text import text_of
from core.richtext.html_tokens import tokens


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2>Überschrift</h2><p>Größe &amp; Maß</p>", "Überschrift\n===========\n\nGröße & Maß"),
        ("<h3>什么</h3><h4>ü</h4>", "什么\n---\n\nü\n---"),
        ("<p>One<br>two</p><hr><p>three</p>", "One\ntwo\n\n* * *\n\nthree"),
        ("<p>a</p><ul><li>x</li><li><p>y</p></li></ul><p>b</p>", "a\n\n- x\n- y\n\nb"),
        ('<ol start="9"><li>nine</li><li>ten<br>more</li></ol>', "9. nine\n10. ten\n    more"),
        ("<ol reversed><li>a</li></ol><ul><li>الصحافة</li></ul>", "1. a\n\n- الصحافة"),
        (
            "<ul><li>a<ol><li>b<ul><li>c</li></ul></li><li>d</li></ol></li><li>e</li></ul>",
            "- a\n  1. b\n     - c\n  2. d\n- e",
        ),
        ("<ul><li></li><li>a<p>b</p></li></ul>", "- a\n\n  b"),
        ("<blockquote><p>a</p><ul><li>b</li></ul></blockquote><p>c</p>", "> a\n>\n> - b\n\nc"),
        ("<p>x</p><blockquote>a<br>b<blockquote>c</blockquote></blockquote>", "x\n\n> a\n> b\n>\n> > c"),
        ("<pre>  one\n    two</pre><p>three</p>", "  one\n    two\n\nthree".strip()),
        ("<dl><dt>Term</dt><dd>what it is</dd></dl>", "Term\n  what it is"),
        ("<p>He said <q>no</q>.</p>", "He said “no”."),
        ('<p><img alt="A gate" src="/a.jpg"><img alt="" src="/b.jpg"></p>', "[Picture: A gate]"),
        ("<p>  a \n b&nbsp;c </p>", "a b c"),
    ],
)
def test_blocks(html, text):
    assert text_of(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<a href="https://e.org/x">this</a>', "this (https://e.org/x)"),
        ('<a href="https://e.org/">https://e.org</a>', "https://e.org"),
        ('<a href="mailto:a@e.org">a@e.org</a>', "a@e.org"),
        ('<a href="mailto:a@e.org?subject=Hi%20you">Write to us</a>', "Write to us (a@e.org)"),
        ('<a href="tel:+33123">+33 1 23</a>', "+33 1 23 (+33123)"),
        ('<a href="#t-below">below</a>', "below"),
        ('<a href="https://e.org/s"><img alt="Sign now" src="/a.png"></a>', "Sign now (https://e.org/s)"),
        ('<a href="https://e.org/s"><img alt="" src="/a.png"></a>', "https://e.org/s"),
        (
            '<a href="https://e.org/s"><img alt="A gate" src="/a.png"><br>Go</a>',
            "[Picture: A gate]\nGo (https://e.org/s)",
        ),
        ('<a href="https://e.org/s"><h3>Title</h3></a>', "Title\n-----\n\nhttps://e.org/s"),
        ("<ul><li>a <a href='https://e.org/'>b</a></li></ul>", "- a b (https://e.org/)"),
    ],
)
def test_links_have_their_address_behind_their_words(html, text):
    assert text_of(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<table><caption>Where</caption><tr><th>Town</th><th>Date</th></tr><tr><td>Lyon</td><td>4 May</td></tr>"
            "<tr><td>Köln</td><td></td></tr></table><p>end</p>",
            "Where\nTown: Lyon | Date: 4 May\nTown: Köln\n\nend",
        ),
        ("<table><tr><td>Lyon</td><td>4 May</td></tr></table>", "Lyon | 4 May"),
        ("<table><tr><th>Town</th><td>Lyon</td><td>Paris</td></tr></table>", "Town: Lyon | Paris"),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td rowspan=2>1</td><td>2</td></tr><tr><td>3</td></tr></table>",
            "A: 1 | B: 2\nA: 1 | B: 3",
        ),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td colspan=2>both</td></tr></table>",
            "A: both",
        ),
        (
            "<table><tr><td><p>one</p><ul><li>two</li></ul></td><td><a href='https://e.org/'>x</a></td></tr></table>",
            "one / - two | x (https://e.org/)",
        ),
        (
            "<table><tr><td>a<table><tr><td>in</td><td>side</td></tr></table></td><td>b</td></tr></table>",
            "a / in | side | b",
        ),
        ("<table><tr><td colspan=99999999999>a</td></tr></table>", "a"),
        ('<table role="presentation"><tr><td><h3>T</h3><p>x</p></td></tr></table>', "T\n---\n\nx"),
    ],
)
def test_each_row_of_a_table_is_one_line(html, text):
    assert text_of(html) == text


def test_a_text_nested_without_end_costs_no_more_than_its_length():
    html = "<blockquote>" * 400 + "a" + "</blockquote>" * 400
    assert text_of(html) == "> " * 400 + "a"
    assert sum(1 for _token in tokens(html)) == 801


@pytest.mark.parametrize("html", ["</li></td></table></a></ol>a", "<td>a", "<li>a", "<table>a", "<a href=x>a"])
def test_what_is_not_well_formed_loses_no_words(html):
    assert "a" in text_of(html)
