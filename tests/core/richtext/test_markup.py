"""What a text may contain, and what strangers' words become."""

import json
import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.richtext import markup
from tests.paths import DATA

XSS = DATA / "xss"
TAGS = """
    a abbr b bdi blockquote br caption cite code dd del div dl dt em figcaption figure h2 h3 h4 hr i img ins kbd li
    mark ol p pre q s small span strong sub sup table tbody td tfoot th thead time tr ul wbr
"""


def attacks():
    payloads = [case["payload"] for case in json.loads((XSS / "dompurify-expect.json").read_text())]
    for file in sorted(XSS.glob("fuzzdb-*.txt")):
        payloads += file.read_text(encoding="utf-8", errors="replace").splitlines()
    return payloads


class Danger(HTMLParser):
    """Another parser than the cleaner's, which notes what no page of ours may contain."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        if tag not in TAGS.split():
            self.found.append(tag)
        for name, value in ((name, value or "") for name, value in attributes):
            if name.startswith("on") or name in {"style", "srcset", "srcdoc", "action", "formaction", "xlink:href"}:
                self.found.append(f"{tag} {name}")
            if name == "href" and not re.match(r"(https?:|mailto:|tel:|[^:]*$|[^:]*[/?#])", value.strip(), re.I):
                self.found.append(f"{tag} {name}={value}")
            if name == "src" and not value.startswith("/media/"):
                self.found.append(f"{tag} {name}={value}")

    handle_startendtag = handle_starttag

    def handle_comment(self, data):
        self.found.append(f"comment {data}")

    @classmethod
    def in_html(cls, html):
        reader = cls()
        try:
            reader.feed(html)
            reader.close()
        except AssertionError:  # Python's parser gives up on some
            reader.found.append("unreadable")
        return reader.found


def test_the_oracle_sees_the_attacks_before_they_are_cleaned():
    assert sum(bool(Danger.in_html(attack)) for attack in attacks()) > 400


@pytest.mark.parametrize("way", [markup.clean, markup.show, markup.paragraphs])
def test_no_attack_survives(way):
    found = {attack: Danger.in_html(way(attack)) for attack in attacks()}
    assert {attack: danger for attack, danger in found.items() if danger} == {}


def test_cleaning_twice_changes_nothing_in_any_attack():
    assert [attack for attack in attacks() if markup.clean(markup.clean(attack)) != markup.clean(attack)] == []


PIECES = """
< | > | & | " | ' | &amp; | &lt; | &nbsp; | <p> | </p> | <p><b> | <h1> | </h1> | <h2 id="x"> | </h2> | <pre>
 | </pre> | <table> | <tr> | <td>x | </table> | <a href="#x"> | <a href="//e.org"> | </a> | <img>
 | <img src="/media/a.jpg"> | <p data-embed="a:b"> | <figure> | </figure> | <li> | <ul> | <svg> | <style> | <math>
 | <mi> | <template> | </template> | <!-- | --> | <![CDATA[ | ]]> | <noscript> | <select> | <option> | <div> | </div>
"""
pieces = st.sampled_from(PIECES.strip().split(" | "))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(pieces, st.text(max_size=4)), max_size=25).map("".join))
def test_cleaning_twice_changes_nothing(html):
    once = markup.clean(html)
    assert markup.clean(once) == once
    assert Danger.in_html(once) == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<h1>Title</h1><h5>Small</h5>", "<h2>Title</h2><h4>Small</h4>"),
        ('<blockquote class="pull wild">Q</blockquote>', '<blockquote class="pull">Q</blockquote>'),
        ('<figure class="right wild">F</figure>', '<figure class="right">F</figure>'),
        ('<ul class="gallery right"><li>L</li></ul>', '<ul class="gallery"><li>L</li></ul>'),
        ('<p class="left">P</p>', "<p>P</p>"),
        ('<p style="color:red" onclick="x()" class="y">a</p>', "<p>a</p>"),
        ('<p lang="fr" dir="rtl">a</p><p lang="&quot;">b</p>', '<p lang="fr" dir="rtl">a</p><p>b</p>'),
        ('<th scope="col" colspan="2">a</th>', "a"),
        ('<a href="/x/" target="_blank">a</a>', '<a href="/x/">a</a>'),
        ('<a href="https://e.org/">a</a>', '<a href="https://e.org/" rel="noopener">a</a>'),
        ('<a href="//e.org/">a</a>', '<a href="//e.org/" rel="noopener">a</a>'),
        ('<a href="http://testserver/x/" rel="me">a</a>', '<a href="http://testserver/x/">a</a>'),
        ('<a href="data:text/html,x">a</a><a href="ftp://e.org">b</a>', "<a>a</a><a>b</a>"),
        (
            '<a href="mailto:a@e.org">a</a><a href="tel:+33">b</a>',
            '<a href="mailto:a@e.org">a</a><a href="tel:+33">b</a>',
        ),
        ('<img src="/media/pictures/a.jpg" srcset="https://e.org/b 2x">', '<img src="/media/pictures/a.jpg" alt="">'),
        ('<img src="http://testserver/media/a.jpg" alt="A">', '<img src="/media/a.jpg" alt="A">'),
        ('<img src="https://e.org/track.gif"><img src="data:image/png;base64,x"><img src="/media/../admin/">', ""),
        ('<img src="/media/%2e%2e/admin/logout/"><img src="/media.evil/x">', ""),
        ('<p data-embed="petition:free-them"></p>', '<p data-embed="petition:free-them"></p>'),
        ('<p data-embed="petition:a b">x</p><p data-embed="x">y</p>', "<p>x</p><p>y</p>"),
        ('<p id="main">a</p><a href="#main">b</a>', '<p id="t-main">a</p><a href="#t-main">b</a>'),
        (
            '<p id="a">1</p><p id="a">2</p><a href="#comments">3</a>',
            '<p id="t-a">1</p><p>2</p><a href="#comments">3</a>',
        ),
        ("<iframe src='https://e.org'></iframe><form><input></form>", ""),
        ("a\x00b\ud800c\x08", "abc"),
        (None, ""),
    ],
)
def test_what_is_kept(written, kept):
    assert markup.clean(written) == kept


def test_no_text_can_tell_other_sites_where_our_pingbacks_go():
    trap = '<link rel="pingback" href="https://e.org/">'
    for text in (trap, f"<p title='{trap}'>x</p>", f"<a title='{trap}' href='/'>x</a>", f"<pre>{trap}</pre>"):
        assert '<link rel="pingback"' not in markup.show(text)
    assert '<link rel="pingback"' not in markup.paragraphs(trap)


@pytest.mark.parametrize("bomb", ["<div>" * 50_000, "<b><p>" * 20_000, "<p>x " * 20_000, "<" * 100_000, "<p " * 50_000])
def test_endless_nesting_takes_no_endless_time(bomb):
    began = time.process_time()
    markup.show(bomb)
    markup.plain(bomb)
    assert time.process_time() - began < 5


def test_headings_get_ids_that_are_the_same_each_time():
    text = (
        '<h2>What we saw</h2><h3 lang="fr">Été &amp; <em>hiver</em></h3>'
        '<h2>What we saw</h2><h2 id="own">Own</h2><h2>!</h2>'
    )
    assert markup.show(text) == (
        '<h2 id="t-what-we-saw">What we saw</h2><h3 id="t-été-hiver" lang="fr">Été &amp; <em>hiver</em></h3>'
        '<h2 id="t-what-we-saw-2">What we saw</h2><h2 id="t-own">Own</h2><h2 id="t-part">!</h2>'
    )
    assert [(one.level, one.id, one.text) for one in markup.contents(text)] == [
        (2, "t-what-we-saw", "What we saw"),
        (3, "t-été-hiver", "Été & hiver"),
        (2, "t-what-we-saw-2", "What we saw"),
        (2, "t-own", "Own"),
        (2, "t-part", "!"),
    ]


def test_an_id_from_a_heading_spares_ids_that_come_later():
    assert markup.show('<h2>A</h2><p id="a">x</p>') == '<h2 id="t-a-2">A</h2><p id="t-a">x</p>'


def test_what_a_template_wrote_on_several_lines_stands_on_one():
    assert markup.one_line("\n  Lettres\u00a0:\n  <b>une</b>\n") == "Lettres\u00a0: <b>une</b>"


def test_plain_words():
    text = (
        '<h2>A &amp; B</h2><p>One<br>two&nbsp;three</p><p data-embed="petition:x">card</p>'
        "<ul><li>x</li><li>y</li></ul><script>z</script>"
    )
    assert markup.plain(text) == "A & B\n\nOne\ntwo three\n\nx\n\ny"


def test_a_letter_keeps_the_addresses_of_links():
    text = (
        '<p>Read <a href="/a/?x=1&amp;y=2"><em>this</em></a>,'
        ' <a href="https://e.org/">https://e.org/</a> <a href="#n">n</a></p>'
    )
    assert markup.letter(text) == "Read this (http://testserver/a/?x=1&y=2), https://e.org/ n"


@pytest.mark.parametrize(
    ("html", "characters", "short"),
    [
        ("<p>Short enough.</p>", 20, "Short enough."),
        ("<p>One two three, four five</p>", 16, "One two three…"),
        ("<p>One two three</p>", 8, "One two…"),
        ("<p>言論の自由は基本的人権である</p>", 8, "言論の自由は基…"),
    ],
)
def test_excerpts_end_between_words(html, characters, short):
    assert markup.excerpt(html, characters) == short
    assert len(short) <= characters


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hello\r\nyou\r\n \r\n\r\nBye", '<p dir="auto">Hello<br>you</p>\n<p dir="auto">Bye</p>'),
        ("<b>1 & 2</b>", '<p dir="auto">&lt;b&gt;1 &amp; 2&lt;/b&gt;</p>'),
        (
            "> you said\n> so\n\nNo.",
            '<blockquote dir="auto"><p>you said<br>so</p></blockquote>\n<p dir="auto">No.</p>',
        ),
        ("\u202eevil\u202c \u2066x\u2069 \u200fא", '<p dir="auto">evil x \u200fא</p>'),
        ("  \n\n ", ""),
        ("a\x00\x07b\ud800", '<p dir="auto">ab</p>'),
    ],
)
def test_strangers_words_become_paragraphs(text, html):
    assert markup.paragraphs(text) == html


@pytest.mark.parametrize(
    ("text", "address", "after"),
    [
        ("See https://e.org/a?b=1&c=2.", "https://e.org/a?b=1&amp;c=2", "."),
        ("(https://e.org/a_(b))", "https://e.org/a_(b)", ")"),
        ("HTTP://E.ORG, then", "HTTP://E.ORG", ", then"),
        ('https://e.org/"onclick="x', "https://e.org/", "&quot;onclick=&quot;x"),
    ],
)
def test_web_addresses_become_links_that_vouch_for_nothing(text, address, after):
    link = f'<a href="{address}" rel="ugc nofollow noopener">{address}</a>{after}'
    assert link in markup.paragraphs(text)


@pytest.mark.parametrize("text", ["javascript:alert(1)", "data:text/html,x", "https://", "www.e.org", "vbscript:x"])
def test_nothing_else_becomes_a_link(text):
    assert "<a" not in markup.paragraphs(text)


def test_a_table_that_scrolls_is_within_the_keyboards_reach():
    table = '<table id="t-sums"><tbody><tr><td>&lt;table&gt;</td></tr></tbody></table>'
    assert markup.show(table) == table.replace("<table", '<table tabindex="0"')
    assert markup.clean(markup.show(table)) == table
