"""Text from Word, LibreOffice, Google Docs and others, as their clipboards hold it, by whatever door it comes."""

import time

import pytest

from core.richtext import markup
from tests.paths import DATA

PASTED = DATA / "pasted"


def clean(html):
    """Return what is kept, without the keys of notes, which follow from their words."""
    cleaned = markup.clean(html)
    assert markup.clean(cleaned) == cleaned
    return "".join(
        part.partition('"')[2] if number else part for number, part in enumerate(cleaned.split(' data-note="'))
    )


def test_a_text_of_word_keeps_its_footnotes_and_loses_its_bookmarks():
    kept = " ".join(clean((PASTED / "word.html").read_text()).split())
    assert "<h2>О суде</h2>" in kept
    first, second = "<small>Протокол, <i>лист 3</i>.</small>", "<small>Там же.<br>И далее.</small>"
    assert f"Их судили <b>ночью</b>{first}, без свидетелей{second}.</p>" in kept
    assert '<a href="https://www.memorial.example.org/дело" rel="noopener">о деле</a>' in kept
    assert '<a href="mailto:press@example.org">пресс-служба</a>' in kept
    assert (
        '<thead><tr><th scope="col"><p><b>Год</b></p></th><th scope="col"><p><b>Число</b></p></th></tr></thead>' in kept
    )
    assert not [rest for rest in ("ftn", "Toc", "GoBack", "<hr", "<img", "[1]") if rest in kept]


def test_a_text_of_google_docs_keeps_what_its_styles_said():
    assert clean((PASTED / "google_docs.html").read_text()) == (
        "<p><strong>जेल में</strong><em> लिखा</em> गया.</p><ul><li>एक</li></ul>"
        '<p><a href="https://example.org/%E0" rel="noopener">स्रोत</a></p><p></p>'
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        # LibreOffice
        (
            '<p>كتب<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>.</p>'
            '<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" '
            'href="#sdfootnote1anc">1</a>المصدر</p></div>',
            "<p>كتب<small>المصدر</small>.</p>",
        ),
        # Word's endnotes, with a number in another script, and Google Docs' own page
        (
            '<p>写道<a href="#_edn1" name="_ednref1">[一]</a>。</p><div id="edn1"><p><a href="#_ednref1" name="_edn1">'
            "[一]</a> 来源。</p></div>",
            "<p>写道<small>来源。</small>。</p>",
        ),
        (
            '<p>So<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p><hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]'
            "</a><span>&nbsp;Why</span></p></div>",
            "<p>So<small>Why</small></p>",
        ),
        # Pandoc
        (
            '<p>So<a href="#fn1" id="fnref1"><sup>1</sup></a></p><section><hr><ol><li id="fn1"><p>Why<a'
            '  href="#fnref1" role="doc-backlink">↩︎</a></p></li></ol></section>',
            "<p>So<small>Why</small></p>",
        ),
        # one whose words were not copied is no link any more
        ('<p>So<a href="#_ftn1" name="_ftnref1">[1]</a>.</p>', "<p>So[1].</p>"),
        # bookmarks: those of Word go, unless something leads there; those of people stay
        ('<p><a name="_Hlk12">a</a><a name="OLE_LINK1"></a>b</p>', "<p>ab</p>"),
        (
            '<p><a href="#_Toc1">I</a></p><h2><a name="_Toc1">One</a></h2>',
            '<p><a href="#t-_Toc1">I</a></p><h2><span id="t-_Toc1">One</span></h2>',
        ),
        ('<p><a name="вывод">Вывод</a></p>', '<p><span id="t-вывод">Вывод</span></p>'),
        # no footnotes: links with words of their own
        (
            '<p><a href="#b" id="x">See the end</a></p><p id="b"><a href="#x">Back to the start</a></p>',
            '<p><a href="#t-b" id="t-x">See the end</a></p><p id="t-b"><a href="#t-x">Back to the start</a></p>',
        ),
        ('<p><i style="font-style:normal">a</i><b style="vertical-align:super">2</b></p>', "<p>a<b>2</b></p>"),
        ('<p><span style="vertical-align:super;color:red">2</span></p>', "<p><sup>2</sup></p>"),
        (
            '<b style="font-weight:normal" id="docs-internal-guid-1"><p dir="rtl">ا</p><p dir="ltr">b</p></b>',
            '<p dir="rtl">ا</p><p dir="ltr">b</p>',
        ),
    ],
)  # fmt: skip
def test_notes_and_bookmarks(written, kept):
    assert clean(written) == kept


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("www.example.org", "https://www.example.org"),
        ("example.org/page?a=1", "https://example.org/page?a=1"),
        ("пример.рф/дело", "https://пример.рф/дело"),
        ("例子.中国", "https://例子.中国"),
        ("press@example.org", "mailto:press@example.org"),
        ("https://press@example.org", "mailto:press@example.org"),
        ("सूचना@उदाहरण.भारत", "mailto:सूचना@उदाहरण.भारत"),
        ("https://www.google.com/url?q=https://example.org/a&amp;sa=D", "https://example.org/a"),
        # addresses of this site, of files, and of nothing stay as they are
        ("/articles/", "/articles/"),
        ("report.pdf", "report.pdf"),
        ("notes.md", "notes.md"),
        ("../other/", "../other/"),
        ("#part", "#part"),
        ("?page=2", "?page=2"),
        ("https://example.org", "https://example.org"),
        ("tel:+33", "tel:+33"),
    ],
)
def test_links_get_the_scheme_that_they_lack(address, kept):
    assert clean(f'<a href="{address}">x</a>').partition('"')[2].partition('"')[0] == kept


@pytest.mark.parametrize(
    ("table", "kept"),
    [
        (
            "<table><tr><td>年</td><td>数</td></tr><tr><td>1948</td><td>12</td></tr></table>",
            '<table><thead><tr><th scope="col">年</th><th scope="col">数</th></tr></thead>'
            "<tbody><tr><td>1948</td><td>12</td></tr></tbody></table>",
        ),
        (
            "<table><caption>C</caption><tr><td rowspan=2>A</td><td>B</td></tr><tr><td>1</td></tr></table>",
            '<table><caption>C</caption><tbody><tr><th rowspan="2" scope="col">A</th><th scope="col">B</th></tr>'
            "<tr><td>1</td></tr></tbody></table>",
        ),
        (
            "<table><thead><tr><td>A</td></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
            '<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>',
        ),
        # headers somewhere already, one row, an empty first row
        ("<table><tbody><tr><td>A</td></tr><tr><th>1</th></tr></tbody></table>",) * 2,
        ("<table><tbody><tr><td>A</td><td>B</td></tr></tbody></table>",) * 2,
        ("<table><tbody><tr><td>&nbsp;</td><td></td></tr><tr><td>1</td><td>2</td></tr></tbody></table>",) * 2,
    ],
)
def test_the_first_row_of_a_table_is_its_header(table, kept):
    assert clean(table) == kept


def test_many_links_and_tables_are_read_in_bounded_time():
    links = "".join(f'<a href="#a" name="b">{number}</a>' for number in range(3000))
    assert clean(f"<p>{links}</p>").count("<a ") == 3000
    assert clean("<table><tr><td>" * 200).count("<table>") == 200
    began = time.process_time()
    note = '<p>w<a href="#f" name="r">[1]</a></p>' + "<br>" * 10_000 + '<p id="f"><a href="#r" name="f">[1]</a> t</p>'
    assert clean(note).startswith("<p>w<small>t</small></p>")
    clean('<span style="' + "text-decoration:" * 8_000 + '">x</span>')
    assert time.process_time() - began < 6
