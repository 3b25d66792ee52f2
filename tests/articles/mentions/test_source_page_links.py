"""What counts as a link to a page of ours."""

import pytest

from articles.mentions.source_page import read
from tests.articles.mentions.source_pages import LINK, OURS, THEIRS, reading


def test_a_link_of_before_the_move_to_https_counts(settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://ours.example", ["ours.example", "www.ours.example"]
    for old in ["http://ours.example/articles/first/", "http://www.ours.example/articles/first"]:
        assert reading(f'<a href="{old}">this</a>').linked
    assert not reading('<a href="http://shop.ours.example/articles/first/">this</a>').linked


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
