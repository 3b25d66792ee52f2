"""What is read around the link: excerpt, title, author, and whether it wants to be listed."""

import pytest

from tests.articles.mentions.source_pages import LINK, OURS, reading


def test_excerpt_has_a_hundred_characters_each_side_at_word_ends():
    before = " ".join(f"before{number:02}" for number in range(30))
    after = " ".join(f"after{number:02}" for number in range(30))
    excerpt = reading(f"<p>Else.</p><p>{before} <a href='{OURS}'>these <b>words</b></a>, {after}</p><p>Else.").excerpt
    assert excerpt == (
        "[…] "
        + " ".join(f"before{number:02}" for number in range(19, 30))
        + " these words, "
        + " ".join(f"after{number:02}" for number in range(12))
        + " […]"
    )


@pytest.mark.parametrize(
    ("document", "excerpt"),
    [
        (f"<p>So {LINK}, then.</p>", "[…] So this, then. […]"),
        (f"<p>So\n\n  <em>{LINK}</em>&nbsp;\t&amp; then.</p>", "[…] So this & then. […]"),
        (f"<div>Not this<p>So {LINK}<br>then</p>nor this</div>", "[…] So this then […]"),
        (f"<ul><li>One<li>So {LINK}<li>Three</ul>", "[…] So this […]"),
        (f"<nav>{LINK}</nav><p>So {LINK} then</p><p>And {LINK} again</p>", "[…] So this then […]"),
        (f"<nav>{LINK}</nav><nav><a href='{OURS}'>that</a></nav>", "[…] this […]"),
        (f"<p><img src='{OURS}' alt='x'></p>", ""),
        (f"<p>A poster: <a href='{OURS}'><img src=x alt=y></a> hang it</p>", "[…] A poster: hang it […]"),
        (f"<a href='{OURS}'><div><h2>A title</h2><p>And a text</p></div></a>", "[…] A title […]"),
        (f"<p>So <svg><title>Icon</title><g><path/></g></svg>{LINK} then</p>", "[…] So this then […]"),
        (f"<p><svg><p>So {LINK} then</p>", "[…] So this then […]"),
        (f"<p>So<script>alert(1)</script><!-- x --> {LINK}<style>p</style> then", "[…] So this then […]"),
        (f"<p>&lt;script&gt;alert(1)&lt;/script&gt; {LINK}</p>", "[…] <script>alert(1)</script> this […]"),
        (f"<p>{'前' * 300}{LINK}{'后' * 300}</p>", f"[…] {'前' * 100}this{'后' * 100} […]"),
        ("<p>nothing</p>", ""),
    ],
)
def test_excerpt_is_the_paragraph_around_the_link(document, excerpt):
    assert reading(document).excerpt == excerpt


@pytest.mark.parametrize(
    ("document", "title", "author"),
    [
        ("<title> An\n answer </title>", "An answer", ""),
        ("<title>Answer &amp; Blog</title><meta property='og:title' content='Answer'>", "Answer", ""),
        ("<meta property='og:title' content=''><title>One</title><title>Two</title>", "One", ""),
        ("<svg><title>Menu</title></svg><title>One</title>", "One", ""),
        ("<title><b>bold</b></title>", "<b>bold</b>", ""),
        ("<title>" + "word " * 100 + "</title>", ("word " * 40).strip(), ""),
        ("<meta name=Author content=' Alice  B. '>", "", "Alice B."),
        ("<meta name=author content=Bob><p>by <a class='h-card p-author' href=x>Alice</a> on Monday", "", "Alice"),
        ("<div class=p-author><div>Alice <span>B.</span></div></div><div class=p-author>Bob</div>", "", "Alice B."),
        ("<img class=p-author alt=x><p>Alice", "", "x"),
        ("<span class=p-author>" + "Alice " * 100, "", ""),
    ],
)
def test_title_and_author(document, title, author):
    found = reading(document)
    assert (found.title, found.author) == (title, author)


@pytest.mark.parametrize(
    ("document", "robots", "unlisted"),
    [
        ("", [], False),
        ("<meta name=robots content='index, follow, max-snippet:50'>", ["nofollow"], False),
        ("<meta name=ROBOTS content='NoIndex,follow'>", [], True),
        ("<meta name=robots content=noarchive>", [], True),
        ("", ["none"], True),
        ("", ["nofollow", "noindex, nofollow"], True),
        ("", ["somebot: noindex"], False),
        ("", ["noindex, unavailable_after: 25 Jun 2030 15:00:00 GMT"], True),
        ("<!-- <meta name=robots content=noindex> -->", [], False),
    ],
)
def test_pages_that_ask_not_to_be_listed(document, robots, unlisted):
    assert reading(document, robots=robots).unlisted is unlisted
