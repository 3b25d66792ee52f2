"""What a card of the site is in a mail: a petition, a poster, a photograph."""

import re

import pytest
from django.utils import timezone

from core.media import renditions
from core.richtext import markup
from tests.factories import make_article, make_campaign, make_issue, make_petition, make_photo, make_poster, make_video
from tests.newsletters.mailing import MARK, links, mailed, sign

pytestmark = pytest.mark.django_db


def test_a_petition_is_a_block_with_title_count_and_button(sink):
    petition = sign(make_petition(title="Free the printers – Освободите"), 1912)
    issue = make_issue(body=f"<p>Sign here:</p>{MARK.format('petition:' + petition.slug)}<p>Thank you.</p>")
    _letter, text, html = mailed(sink, issue)
    address = f"http://testserver{petition.get_absolute_url()}"
    assert (
        "Sign here:\n\nFree the printers – Освободите\n"
        "------------------------------\n\n1,912 people have signed\n\n"
        f"Sign the petition ({address})\n\nThank you.\n"
    ) in text
    assert re.search(rf'<td bgcolor="#[0-9a-f]{{6}}"[^>]*>\s*<a href="{re.escape(address)}"', html)
    assert "<strong>1,912</strong>" in html


def test_a_petition_that_is_over_leads_to_what_became_of_it(sink):
    petition = make_petition(closed_at=timezone.now())
    _letter, text, html = mailed(sink, make_issue(body=MARK.format(f"petition:{petition.slug}")))
    assert "What became of it (http" in text
    assert "Sign the petition" not in html


@pytest.mark.parametrize(
    ("kind", "make", "width"),
    [("poster", make_poster, 320), ("video", make_video, 400), ("campaign", make_campaign, 400),
     ("article", make_article, 400)],
)  # fmt: skip
def test_what_has_a_picture_is_its_picture_its_title_and_one_link(sink, kind, make, width):
    pictured = {} if kind in {"poster", "video"} else {"picture": make_photo(alt="Лист копирки")}
    obj = make(title="What we do – ماذا نفعل", **(pictured or {"alt": "Лист копирки"}))
    _letter, text, html = mailed(sink, make_issue(body=MARK.format(f"{kind}:{obj.slug}")))
    address = f"http://testserver{obj.get_absolute_url()}"
    picture = pictured.get("picture", obj)
    height = round(300 * width / 400)
    shown = f'src="http://testserver{picture.file.url}" width="{width}" height="{height}" alt="Лист копирки"'
    assert shown in html
    assert links(html).count(address) == 1
    assert f"What we do – ماذا نفعل ({address})" in text
    assert "Лист копирки" in text


def test_a_photograph_comes_with_its_caption_and_credit(sink):
    photo = make_photo(alt="A press", caption="In the cellar", credit="Khalil", licence="CC BY 4.0")
    own = f'<figure><img data-embed="photo:{photo.slug}"><figcaption>Ours now</figcaption></figure>'
    _letter, text, html = mailed(sink, make_issue(body=MARK.format(f"photo:{photo.slug}") + own))
    assert "[Picture: A press]\nIn the cellar Khalil · CC BY 4.0" in text
    assert "[Picture: A press]\nOurs now Khalil" in text
    assert html.count(f'src="http://testserver{photo.file.url}"') == 2


def test_old_mail_programs_get_a_jpeg_of_a_size_that_fits():
    photo = make_photo(alt="A press")
    renditions.keep(photo, {("avif", 640): b"a", ("jpeg", 320): b"b", ("jpeg", 640): b"c", ("jpeg", 1920): b"d"})
    type(photo).objects.filter(pk=photo.pk).update(width=4000, height=3000)
    html = markup.mail_html(MARK.format(f"photo:{photo.slug}"))
    stem = photo.file.url.rpartition(".")[0]
    small = markup.mail_html(f'<p><img data-embed="photo:{photo.slug}" width="240" class="left"></p>')
    assert f'src="http://testserver{stem}-640.jpg" width="240" height="180"' in small
    assert f'src="http://testserver{stem}-640.jpg" width="560" height="420"' in html
    assert 'style="max-width:100%;height:auto;border:0"' in html


def test_a_picture_of_ones_own_is_shown_and_keeps_its_link():
    html = markup.mail_html(
        '<p><a href="/petitions/x/"><img src="/media/pictures/a.png" alt="Sign now" width="1120" height="300"></a></p>'
    )
    assert html == (
        '<p><a href="http://testserver/petitions/x/"><img src="http://testserver/media/pictures/a.png" alt="Sign now"'
        ' width="560" height="150" style="max-width:100%;height:auto"></a></p>'
    )
    assert markup.letter(html) == "Sign now (http://testserver/petitions/x/)"
