"""Whatever a text of the old site shows is shown here, or is a link and a line in the report: nothing goes unseen."""

import json
import re

import pytest

from campaigns.models import Video
from ngo_site.wordpress import converting, reading
from ngo_site.wordpress.films import Films
from ngo_site.wordpress.media import Library
from ngo_site.wordpress.survey import Survey
from ngo_site.wordpress.text import Kept, Text
from ngo_site.wordpress.uploads import Uploads
from tests.factories import long_ago

SITE = "https://old.example"
UPLOADS = f"{SITE}/wp-content/uploads"


def upload(number, name, parent="0"):
    fields = dict.fromkeys(reading.ExportedItem.__dataclass_fields__, "")
    fields |= {"id": number, "kind": "attachment", "title": f"Title {number}", "parent": parent, "order": 0}
    fields |= {"attachment_url": f"{UPLOADS}/{name}", "terms": [], "comments": [], "meta": {}}
    return reading.ExportedItem(**fields)


@pytest.fixture
def survey():
    survey = Survey()
    uploads = [upload("7", "press.jpg", "1"), upload("8", "буква.png", "1"), upload("9", "report.pdf", "1")]
    survey.read([reading.Site(address=SITE), *uploads])
    return survey


@pytest.fixture
def library(survey):
    library = Library()
    library.uploads = Uploads(SITE)
    for number, width in [("7", 1600), ("8", 300)]:
        here = Kept(int(number), f"photo:p{number}", f"/media/pictures/p{number}.jpg", f"Alt {number}", "", width)
        library.by_number[number] = here
        library.uploads.add(survey.attachments[number].address, here)
    return library


def post(**fields):
    item = upload("1", "")
    item.kind = "post"
    for name, value in fields.items():
        setattr(item, name, value)
    return item


def converted(content, **around) -> tuple[str, list[str]]:
    body, remarks = converting.body(content, Text(around.pop("item", post()), **around))
    return re.sub(r"\n\s*", "", body), remarks


def picture(number, more=""):
    return f'<img data-embed="photo:p{number}" src="/media/pictures/p{number}.jpg" alt="{more}"'


# Pictures


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f'<img src="{UPLOADS}/press.jpg">', f"<p>{picture(7)}></p>"),
        (
            f'<p>Words <img class="alignleft size-thumbnail" width="150" src="{UPLOADS}/press-150x150.jpg"> more.</p>',
            f'<p>Words {picture(7)} width="150" class="left"> more.</p>',
        ),
        (f'<img src="{UPLOADS}/press-300x200.jpg" alt="Слова">', f'<p>{picture(7, "Слова")} width="300"></p>'),
        (f'<img src="{UPLOADS}/press-1024x683.jpg" width="1024">', f"<p>{picture(7)}></p>"),
        (f'<img src="{UPLOADS}/буква.png" width="300" class="alignnone">', f"<p>{picture(8)}></p>"),
        (
            f'<figure class="wp-block-image alignright is-resized"><img src="{UPLOADS}/press.jpg" style="width:200px">'
            "<figcaption>شرح</figcaption></figure>",
            f'<figure class="right">{picture(7)} width="200"><figcaption>شرح</figcaption></figure>',
        ),
        (
            f'<a href="{UPLOADS}/press.jpg"><img src="{UPLOADS}/press-300x200.jpg"></a>',
            f'<p>{picture(7)} width="300"></p>',
        ),
        (
            f'<a href="{SITE}/?attachment_id=7" rel="attachment wp-att-7"><img src="{UPLOADS}/press.jpg"></a>',
            f"<p>{picture(7)}></p>",
        ),
        (
            f'<a href="https://else.example/"><img src="{UPLOADS}/press.jpg"></a>',
            f'<p><a href="https://else.example/" rel="noopener">{picture(7)}></a></p>',
        ),
        (
            f'[caption id="a" align="aligncenter" width="300"]<a href="{UPLOADS}/press.jpg">'
            f'<img class="aligncenter" src="{UPLOADS}/press-300x200.jpg" width="300"></a> A <em>press</em>.[/caption]',
            f'<figure class="center">{picture(7)} width="300"><figcaption>A <em>press</em>.</figcaption></figure>',
        ),
        (f'See <a href="{UPLOADS}/press.jpg">it</a>.', '<p>See <a href="/media/pictures/p7.jpg">it</a>.</p>'),
    ],
)  # fmt: skip
def test_a_picture_that_came_keeps_its_size_its_side_and_its_caption(survey, library, written, shown):
    assert converted(written, survey=survey, library=library) == (shown, [])


@pytest.mark.parametrize(
    ("written", "shown", "remark"),
    [
        (
            '<img src="https://ministry.example/wp-content/uploads/press.jpg" alt="Chart">',
            '<p><a href="https://ministry.example/wp-content/uploads/press.jpg" rel="noopener">Chart</a></p>',
            "pictures left as links: 1",
        ),
        (
            f'<a href="{UPLOADS}/lost.jpg"><img src="{UPLOADS}/lost-300x200.jpg" alt="Lost"></a>',
            f'<p><a href="{UPLOADS}/lost.jpg" rel="noopener">Lost</a></p>',
            "pictures left as links: 1",
        ),
        (
            f'[caption align="alignleft"]<img src="{UPLOADS}/lost.jpg" alt="Lost"> Its words.[/caption]',
            f'<p><a href="{UPLOADS}/lost.jpg" rel="noopener">Lost</a> Its words.</p>',
            "pictures left as links: 1",
        ),
        (
            'a <img src="data:image/png;base64,AAAA" alt="chart"> b',
            "<p>a chart b</p>",
            "pictures that were written into the text itself left out: 1",
        ),
    ],
)
def test_a_picture_that_did_not_come_is_a_link_and_a_remark(survey, library, written, shown, remark):
    assert converted(written, survey=survey, library=library) == (shown, [remark])


def test_a_figure_without_its_picture_is_a_paragraph():
    content = (
        f'<figure class="wp-block-image"><img src="{UPLOADS}/x.jpg" alt="X"><figcaption>Слова</figcaption></figure>'
    )
    link = f'<a href="{UPLOADS}/x.jpg" rel="noopener">X</a>'
    assert converted(content) == (f"<p>{link}<br>Слова</p>", ["pictures left as links: 1"])


def test_our_own_picture_that_is_not_here_is_a_link_and_a_remark():
    text = '<!-- wp:html --><p><img data-embed="photo:x" src="https://other.example/media/pictures/x.jpg" alt="X"></p>'
    shown = '<p><a href="https://other.example/media/pictures/x.jpg" rel="noopener">X</a></p>'
    assert converted(text) == (shown, ["pictures left as links: 1"])


# Galleries

GALLERY = (
    f'<ul class="gallery"><li><figure>{picture(7, "Alt 7")} width="320"></figure></li>'
    f"<li><figure>{picture(8, 'Alt 8')}></figure></li></ul>"
)


@pytest.mark.parametrize("written", ['[gallery ids="7,8"]', "[gallery]", "[gallery columns='2' include='7, 8']"])
def test_a_gallery_shows_what_it_names_or_what_was_uploaded_to_its_post(survey, library, written):
    assert converted(written, survey=survey, library=library) == (GALLERY, [])


def test_a_gallery_without_its_pictures_is_a_list_of_links(survey):
    shown = (
        f'<ul><li><a href="{UPLOADS}/press.jpg" rel="noopener">Title 7</a></li>'
        f'<li><a href="{UPLOADS}/буква.png" rel="noopener">Title 8</a></li></ul>'
    )
    assert converted("[gallery]", survey=survey) == (shown, ["pictures left as links: 2"])


@pytest.mark.parametrize(
    "written",
    [
        '<figure class="wp-block-gallery columns-3 is-cropped"><ul class="blocks-gallery-grid">'
        '<li class="blocks-gallery-item"><figure><img src="{0}/press-1024x683.jpg">'
        "<figcaption>Один</figcaption></figure>"
        '</li><li><figure><img src="{0}/буква.png"></figure></li></ul><figcaption>Все</figcaption></figure>',
        '<figure class="wp-block-gallery has-nested-images"><!-- wp:image {{"id":7}} -->'
        '<figure class="wp-block-image size-large"><img src="{0}/press-1024x683.jpg" class="wp-image-7"/>'
        '<figcaption class="wp-element-caption">Один</figcaption></figure><!-- /wp:image -->'
        '<figure class="wp-block-image"><img src="{0}/буква.png"></figure><figcaption>Все</figcaption></figure>',
    ],
)
def test_a_gallery_of_the_block_editor_stays_a_gallery(survey, library, written):
    content = f"<!-- wp:gallery -->{written.format(UPLOADS)}<!-- /wp:gallery --><!-- wp:paragraph --><p>After.</p>"
    body, remarks = converted(content, survey=survey, library=library)
    first = f'<li><figure>{picture(7, "Alt 7")} width="320"><figcaption>Один</figcaption></figure></li>'
    second = f"<li><figure>{picture(8, 'Alt 8')}></figure></li>"
    assert (body, remarks) == (f'<ul class="gallery">{first}{second}</ul><p>Все</p><p>After.</p>', [])


# Films, sound, frames

YOUTUBE = "https://www.youtube.com/watch?v=abcdefghijk"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "written",
    [
        f"Before.\n{YOUTUBE}\nAfter.",
        "Before.\n\nhttp://youtu.be/abcdefghijk\n\nAfter.",
        f"Before. [embed width='500']{YOUTUBE}&amp;t=9[/embed] After.",
        "Before. [youtube https://www.youtube.com/watch?v=abcdefghijk&rel=0] After.",
        "Before. [youtube id='abcdefghijk'] After.",
        'Before. <iframe src="//www.youtube.com/embed/abcdefghijk?rel=0" width="560"></iframe> After.',
        'Before.\n<object width="425"><param name="movie" value="http://www.youtube.com/v/abcdefghijk&hl=en"></param>'
        '<embed src="http://www.youtube.com/v/abcdefghijk&hl=en" type="application/x-shockwave-flash">'
        "</embed></object>\nAfter.",
        "<!-- wp:paragraph --><p>Before.</p><!-- /wp:paragraph --><!-- wp:embed -->"
        '<figure class="wp-block-embed is-provider-youtube"><div class="wp-block-embed__wrapper">\n'
        f"{YOUTUBE}\n</div></figure><!-- /wp:embed --><p>After.</p>",
        f"<!-- wp:paragraph --><p>Before.</p><p>{YOUTUBE}</p><p>After.</p>",
    ],
)  # fmt: skip
def test_a_film_of_a_known_host_becomes_a_film_of_ours(written):
    around = {"films": Films(), "title": "О реке", "published_at": long_ago()}
    body, remarks = converted(written, **around)
    film = Video.objects.get()
    assert (film.url, film.title, film.slug, film.is_published) == (YOUTUBE, "О реке", "о-реке", True)
    assert film.file.size
    assert (body, remarks) == ('<p>Before.</p><p data-embed="video:о-реке"></p><p>After.</p>', [])


@pytest.mark.django_db
def test_one_film_in_many_texts_is_one_film_and_public_as_soon_as_one_of_them_is():
    films = Films()
    converted(YOUTUBE, films=films, title="Draft", published_at=None)
    assert Video.objects.get().published_at is None
    for title in ("One", "Two"):
        converted(YOUTUBE, films=films, title=title, published_at=long_ago())
    converted(YOUTUBE, films=Films(), title="A second run", published_at=long_ago())
    assert (Video.objects.get().title, Video.objects.get().is_published) == ("Draft", True)


@pytest.mark.parametrize(
    ("written", "address", "remark"),
    [
        (
            "https://twitter.com/a/status/1",
            "https://twitter.com/a/status/1",
            "addresses on a line of their own left as links: 1",
        ),
        ('<video controls src="/march.mp4"></video>', f"{SITE}/march.mp4", "films and sound left as links: 1"),
        (
            f'<!-- wp:video --><figure class="wp-block-video"><video src="{UPLOADS}/a.mp4"></video></figure>',
            f"{UPLOADS}/a.mp4",
            "films and sound left as links: 1",
        ),
        (
            f'<!-- wp:audio --><figure class="wp-block-audio"><audio src="{UPLOADS}/a.mp3"></audio></figure>',
            f"{UPLOADS}/a.mp3",
            "films and sound left as links: 1",
        ),
        (f'[audio mp3="{UPLOADS}/a.mp3"][/audio]', f"{UPLOADS}/a.mp3", "films and sound left as links: 1"),
        (f'[video mp4="{UPLOADS}/a.mp4"][/video]', f"{UPLOADS}/a.mp4", "films and sound left as links: 1"),
        ('<iframe src="https://a.example/x"></iframe>', "https://a.example/x", "embedded frames left as links: 1"),
        ('<embed src="https://a.example/x.swf">', "https://a.example/x.swf", "embedded frames left as links: 1"),
        ('<object data="https://a.example/x"></object>', "https://a.example/x", "embedded objects left as links: 1"),
    ],
)  # fmt: skip
def test_what_is_played_from_elsewhere_is_a_link_and_a_remark(survey, written, address, remark):
    assert converted(written, survey=survey) == (f'<p><a href="{address}" rel="noopener">{address}</a></p>', [remark])


def test_an_address_in_a_sentence_in_a_list_or_in_code_stays_as_it_is():
    content = f"See {YOUTUBE} there.\n<pre>\n{YOUTUBE}\n[gallery]\n</pre>"
    shown = f"<p>See {YOUTUBE} there.</p><pre>{YOUTUBE}[gallery]</pre>"
    assert converted(content) == (shown, [])


# What the block editor keeps elsewhere


def test_shared_blocks_stand_where_they_are_named(survey):
    survey.patterns = {
        "711": "<!-- wp:paragraph --><p>مشترك</p><!-- /wp:paragraph -->",
        "5": '<!-- wp:block {"ref":5} /-->',
    }
    content = '<!-- wp:block {"ref":711} /-->\n\n<!-- wp:block {"ref":99} /--><!-- wp:block {"ref":5} /--><p>B</p>'
    body, remarks = converted(content, survey=survey)
    assert (body, remarks) == ("<p>مشترك</p><p>B</p>", ["shared blocks that are not in the file left out: 1"])


def test_blocks_that_make_their_words_themselves_are_named():
    content = '<!-- wp:latest-posts {"postsToShow":3} /--><!-- wp:acme/form /--><!-- wp:acme/form /--><p>B</p>'
    remark = "blocks without words of their own left out: acme/form (2 times), latest-posts"
    assert converted(content) == ("<p>B</p>", [remark])


def test_footnotes_become_ours():
    notes = [{"id": "a-1", "content": "Из <em>архива</em>."}, {"id": "b-2", "content": "unused"}]
    content = (
        '<!-- wp:paragraph --><p>Words<sup data-fn="a-1" class="fn"><a href="#a-1" id="a-1-link">1</a></sup> and'
        '<sup data-fn="gone" class="fn"><a href="#gone">2</a></sup>.</p><!-- /wp:paragraph --><!-- wp:footnotes /-->'
    )
    body, remarks = converted(content, item=post(meta={"footnotes": json.dumps(notes)}))
    assert re.fullmatch(r'<p>Words<small data-note="\w{8}">Из <em>архива</em>.</small> and.</p>', body)
    assert remarks == [
        "footnotes that are not in the file left out: 1",
        "footnotes to which nothing in the text refers left out: 1",
    ]
    assert converted("<!-- wp:html --><p>x</p>", item=post(meta={"footnotes": "{broken"}))[1] == [
        "footnotes that cannot be read left out: 1"
    ]


# Shortcodes


@pytest.mark.parametrize(
    ("written", "shown", "names"),
    [
        (
            '[vc_row][vc_column width="1/2"][vc_column_text]Первый[/vc_column_text][vc_column_text]Второй'
            "[/vc_column_text][/vc_column][/vc_row]",
            "<p>Первый</p><p>Второй</p>",
            "vc_column, vc_column_text (2 times), vc_row",
        ),
        (
            '[et_pb_section bb_built="1"][et_pb_text _builder_version="3.0"]<p>نص</p>[/et_pb_text][/et_pb_section]',
            "<p>نص</p>",
            "et_pb_section, et_pb_text",
        ),
        ("a [highlight color='red']b[/highlight] c", "<p>a b c</p>", "highlight"),
        ("a\n\n[latestposts]\n\nb", "<p>a</p><p>b</p>", "latestposts"),
        ('[contact-form-7 id="4" title="Contact"] b', "<p>b</p>", "contact-form-7"),
        ("a [wpforms id=5] b", "<p>a  b</p>", "wpforms"),
        ("<!-- wp:shortcode -->[tablepress id=1 /]<!-- /wp:shortcode --><p>x</p>", "<p>x</p>", "tablepress"),
    ],
)
def test_shortcodes_are_taken_out_and_named_and_what_they_hold_stays(written, shown, names):
    assert converted(written) == (shown, [f"shortcodes taken out: {names}"])


@pytest.mark.parametrize(
    "words",
    [
        "He was [sic] there",
        "[translated from Russian] words",
        "[…] and [1] and [Ukraine] and [редакция] and [a]",
        "[laughter]",
        "<code>[gallery ids=1]</code>",
        "[[note]]",
        "[see p. 4]",
        "electronic cash[Nak09], in order[Bac02]",
        "[www.example.org]",
        "[Editor's note: this is so]",
    ],
)
def test_what_people_put_in_brackets_stays(words):
    assert converted(words) == (f"<p>{words}</p>", [])


def test_two_brackets_show_a_shortcode_as_words():
    assert converted("Write [[gallery ids='1']].") == ("<p>Write [gallery ids='1'].</p>", [])


def test_pictures_of_page_builders_are_shown(survey, library):
    content = f'[vc_single_image image="7"][et_pb_image src="{UPLOADS}/буква.png" alt="Б" /]'
    body, remarks = converted(content, survey=survey, library=library)
    assert body == f"<p>{picture(7)}></p><p>{picture(8, 'Б')}></p>"
    assert remarks == ["shortcodes taken out: et_pb_image, vc_single_image"]


def test_notes_of_plugins_become_ours():
    body, remarks = converted("Words[efn_note]Из архива.[/efn_note] end.")
    assert re.fullmatch(r'<p>Words<small data-note="\w{8}">Из архива.</small> end.</p>', body)
    assert remarks == []


def test_scripts_forms_and_drawings_are_named():
    content = (
        "<script>x()</script><p style='background:url(/x.jpg)'>a</p>"
        "<form action='/x'><input name='q'></form><svg><path d='M0'/></svg>"
    )
    body, remarks = converted(content)
    assert body == "<p>a</p>"
    assert remarks == [
        "parts that this site cannot show left out: form, svg",
        "scripts left out: 1",
        "background pictures left out: 1",
    ]
