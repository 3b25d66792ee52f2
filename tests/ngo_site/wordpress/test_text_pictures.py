"""A picture or gallery of the old site is shown here, or is a link and a line in the report."""

import pytest

from tests.ngo_site.wordpress.texts import SITE, UPLOADS, converted, picture


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
