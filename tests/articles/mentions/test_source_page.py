"""What counts as a link to a page of ours, and what is read around it."""

import json
import time
import unicodedata

import pytest

from articles.mentions.source_page import Reading, read
from tests.paths import DATA

CORPUS = DATA / "xss"
OURS = "https://ours.example/articles/first/"
THEIRS = "https://blog.example/2026/answer/"
LINK = f'<a href="{OURS}">this</a>'


def reading(document, **more):
    return read(document, THEIRS, [OURS], **more)


def test_a_link_of_before_the_move_to_https_counts(settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://ours.example", ["ours.example", "www.ours.example"]
    for old in ["http://ours.example/articles/first/", "http://www.ours.example/articles/first"]:
        assert reading(f'<a href="{old}">this</a>').linked
    assert not reading('<a href="http://shop.ours.example/articles/first/">this</a>').linked


# Is there a link?


@pytest.mark.parametrize(
    "document",
    [
        LINK,
        f"<A HREF={OURS}>x</A>",
        f"<a class='a>b' data-x=\"'\" href='{OURS}'>x</a>",
        f"<a\nhref\n=\n'\t{OURS}\n'\n>x",
        f"<a/href={OURS}/>x",
        f"<a href=x><a href={OURS}>x",
        f'<area href="{OURS}"><p>x',
        f'<img src="{OURS}" alt="">',
        f'<video src="{OURS}"></video>',
        f'<iframe src="{OURS}"></iframe>',
        f'<object data="{OURS}"></object>',
        '<a href="https://ours.example/articles/first">no final slash</a>',
        f'<a href="{OURS}#comment-3">fragment</a>',
        '<a href="HTTPS://Ours.Example:443/articles/first/">capitals and port</a>',
        '<a href="https://ours.example/articles/%66irst/">escapes</a>',
        '<a href="https://ours.example/x/../articles/./first/">dots</a>',
        '<a href="https:\\\\ours.example\\articles\\first\\">backslashes</a>',
        '<a href="//ours.example/articles/first/">no scheme</a>',
        '<a href="https&#58;//ours.example&#x2F;articles&sol;first/">references</a>',
        '<base href="https://ours.example/articles/"><a href="first/">base</a>',
        '<a href="first/">base afterwards</a><base href="https://ours.example/articles/"><base href="/other/">',
        '<base target="_top"><base href="//ours.example/"><a href="articles/first/">x</a>',
        '<base href="javascript:x">' + LINK,
        "<!-->" + LINK + "-->",
        "<!--->" + LINK + "-->",
        "<!-- x --!>" + LINK,
        "<!-- <!-- -->" + LINK,
        "<? x >" + LINK,
        "<![CDATA[ x >" + LINK,
        "</ x >" + LINK,
        "<script>'</scriptx>'</script>" + LINK,
        "<style></STYLE\n>" + LINK,
        "<template><template></template></template>" + LINK,
        "</template>" + LINK,
        "<title>x</title>" + LINK,
        "a < b <3 <" + LINK,
        "<svg><title>x</title></svg>" + LINK,
        "<p hidden>" * 5000 + LINK,
    ],
)
def test_links_in_every_way_of_writing(document):
    assert reading(document).linked


@pytest.mark.parametrize(
    "document",
    [
        "",
        OURS,
        f"<p>{OURS}</p>",
        f"&lt;a href='{OURS}'>x",
        f"<!-- {LINK} -->",
        f"<!-- {LINK}",
        f"<!-- > {LINK} -->",
        f"<script>'{LINK}'</script>",
        f"<script>{LINK}",
        f"<script></scriptx>{LINK}</script>",
        f"<style>{LINK}</style>",
        f"<template>{LINK}</template>",
        f"<template><template></template>{LINK}</template>",
        f"<noscript>{LINK}</noscript>",
        f"<textarea>{LINK}</textarea>",
        f"<textarea></textareas>{LINK}</textarea>",
        f"<title>{LINK}</title>",
        f"<xmp>{LINK}</xmp>",
        f"<iframe>{LINK}</iframe>",
        f"<noembed>{LINK}</noembed>",
        f"<noframes>{LINK}</noframes>",
        f"<plaintext>{LINK}",
        f"<? {LINK}".replace(">", ""),
        f'<a title="<a href={OURS}>">x</a>',
        f"<a title='{LINK}'>x</a>",
        f'<a title="{OURS}" data-href="{OURS}" src="{OURS}">x</a>',
        f'<p href="{OURS}" cite="{OURS}">x</p>',
        f'<link rel="canonical" href="{OURS}">',
        f'<meta property="og:url" content="{OURS}">',
        f'<img alt="" href="{OURS}" srcset="{OURS} 2x">',
        f'<a href="https://evil.example/" href="{OURS}">the first attribute counts</a>',
        '<a href="https://ours.example/articles/first-2/">x</a>',
        '<a href="https://ours.example/articles/first/2/">x</a>',
        '<a href="https://ours.example/articles/firs/">x</a>',
        '<a href="https://ours.example/articles/First/">x</a>',
        '<a href="https://ours.example/articles%2Ffirst/">x</a>',
        f'<a href="{OURS}?page=2">x</a>',
        '<a href="http://ours.example/articles/first/">x</a>',
        '<a href="https://ours.example:8443/articles/first/">x</a>',
        '<a href="https://www.ours.example/articles/first/">x</a>',
        '<a href="https://ours.example.evil.example/articles/first/">x</a>',
        '<a href="https://ours.example@evil.example/articles/first/">x</a>',
        f'<a href="https://evil.example/?{OURS}">x</a>',
        f'<a href="https://evil.example/#{OURS}">x</a>',
        '<a href="/articles/first/">on their own site</a>',
        '<base href="https://evil.example/"><base href="https://ours.example/"><a href="/articles/first/">x</a>',
        f'<a href="javascript:{OURS}">x</a>',
        f'<a href="{OURS}"',
        f'<a href="{OURS}',
        "<a href=" + '"' + OURS,
    ],
)
def test_what_is_no_link(document):
    assert not reading(document).linked


def test_queries_must_be_equal_and_may_be_written_without_references():
    target = "https://ours.example/search/?a=1&copy=2&lt=3"
    for href in ("?a=1&copy=2&lt=3", "?a=1&amp;copy=2&amp;lt=3", "?a=1&#38;copy=2&amp;lt=3"):
        document = f'<base href="https://ours.example/search/"><a href="{href}">x</a>'
        assert read(document, THEIRS, [target]).linked
    assert not read('<a href="https://ours.example/search/?a=1">x</a>', THEIRS, [target]).linked


def test_one_of_several_addresses_is_enough():
    assert read(LINK, THEIRS, ["https://ours.example/old/", OURS]).linked
    assert not read(LINK, THEIRS, []).linked


# What does it say?


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


# Nothing strange comes through


def test_text_has_no_characters_that_command():
    strange = "a\u202eb\u2066c\u200fd\x00e\x1bf\u200bg\ufeffh\u00adi\ue000j\U000e0041k"
    found = reading(f"<title>{strange}</title><meta name=author content='{strange}'><p>{strange} {LINK} {strange}")
    assert found == Reading(True, "abcdefghijk", "abcdefghijk", "[…] abcdefghijk this abcdefghijk […]")


def test_languages_keep_what_they_need():
    text = "می\u200cخواهم 👩\u200d👧 é"
    assert reading(f"<p>{text} {LINK}").excerpt == f"[…] {unicodedata.normalize('NFC', text)} this […]"
    assert reading(f"<title>e\u0301{chr(0x334) * 500}x</title>").title == f"é{chr(0x334) * 4}x"


def _corpus():
    yield from (pair["payload"] for pair in json.loads((CORPUS / "dompurify-expect.json").read_text()))
    for path in sorted(CORPUS.glob("fuzzdb-*.txt")):
        yield from path.read_text(errors="replace").splitlines()


def test_hostile_markup_becomes_harmless_text():
    payloads = list(_corpus())
    assert len(payloads) > 300
    for payload in payloads:
        found = reading(f"<title>{payload}</title></title><p>{payload}</p><p>See {LINK}: {payload}</p>")
        assert len(found.title) <= 200
        assert len(found.excerpt) <= 320
        for text in (found.title, found.excerpt):
            assert not {unicodedata.category(character) for character in text} & {"Cc", "Cs", "Co"}


MANY = 512 * 1024
HOSTILE = {
    "deep": "<div>",
    "formatting": "a<b>",
    "misnested": "<p><b class=x></p>",
    "tables": "<table>",
    "drawings": "<svg>",
    "templates": "<template>",
    "links": LINK,
    "other links": "<a href=x>x</a>",
    "bases": "<base href=x>",
    "open tags": "<a ",
    "open quotes": '<a x="',
    "spaces": "<a" + " " * 1000,
    "equals": "<a " + "=" * 1000,
    "attributes": "a1=1 b=2 ",
    "signs": "<",
    "comments": "<!--",
    "ends": "</",
    "scripts": "<script></script",
    "authors": "<p class=p-author>",
    "cards in cards": "<b class='p-author h-card'>",
    "entries": "<b class=h-entry><i class=p-author></i> ",
    "citations": "<b class='u-in-reply-to h-cite'>x",
    "links in citations": f"<b class='h-cite u-like-of p-name'>{LINK}</b>",
    "references": "&#x",
    "digits": "&#" + "1" * 5000,
    "ampersands": "&",
    "accents": "\u0323\u0334\u0301",
    "white": " \n",
}


@pytest.mark.crowd
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_pages_take_bounded_time(hostile):
    piece = HOSTILE[hostile]
    document = ("<a " if hostile == "attributes" else "<p>") + (piece * (MANY // len(piece) + 1))[:MANY]
    began = time.process_time()
    reading(document + LINK)
    assert time.process_time() - began < 5  # a tree-building parser takes minutes for some
