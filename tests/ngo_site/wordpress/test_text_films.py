"""Films, sound and frames of the old site are shown here, or are links and lines in the report."""

import pytest

from campaigns.models import Video
from ngo_site.wordpress.films import Films
from tests.factories import long_ago
from tests.ngo_site.wordpress.texts import SITE, UPLOADS, converted

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
