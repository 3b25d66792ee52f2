"""Amina moves away again, with all that she and others wrote."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.comments.models.comment import Comment
from articles.models import Article, Mention, Photo, Series, Tag
from ngo_site.wordpress import custom
from organisation.models import Page
from tests.factories import (
    long_ago,
    make_article,
    make_comment,
    make_mention,
    make_page,
    make_petition,
    make_photo,
    make_tag,
)
from tests.loopback import page, serving

pytestmark = pytest.mark.django_db
NAUGHTY = "A < B & “C” ]]> <b>d</b> \u200f\u05d0 \U0001f426"


@pytest.fixture
def blog():
    """What may be in an export, odd characters and all."""
    petition = make_petition(slug="free", title="Free <them>")
    series = Series.objects.create(title="On paper & ink", slug="on-paper", summary="Three parts.")
    body = (
        '<h2>Why</h2>\n\n<p>One &lt;b&gt; [gallery ids="1"] two.</p>\n\n<em>Alone</em>'
        f'<p data-embed="petition:{petition.slug}"></p>'
        '<p><img src="/media/pictures/x.jpg" alt="A press" data-embed="photo:x"></p>'
        "<blockquote><p>Quoted ]]&gt; words</p></blockquote>"
    )
    article = make_article(
        slug="die-tinte-страница", title=NAUGHTY, summary=NAUGHTY, body=body, language="de", guests=["Amina K."],
        tags=[make_tag(name="Ink & paper", slug="ink"), make_tag(name="Я", slug="я")], series=series,
        series_position=2, published_at=long_ago().replace(microsecond=123), comments_open=False,
        expires_at=timezone.now() + timedelta(days=9),
    )  # fmt: skip
    make_article(slug="ink", language="en", translation_of=None)
    Article.objects.filter(pk=article.pk).update(translation_of=Article.objects.get(slug="ink"))
    first = make_comment(article, f"{NAUGHTY}\n\nsecond   paragraph", name="Bob & Co")
    hidden = make_comment(article, "hidden words", parent=first, is_removed=True)
    make_comment(article, "an answer to what is hidden", parent=hidden)
    make_comment(article, "not yet read", is_public=False)
    make_mention(article, title=NAUGHTY, relation="reply", kind="webmention", author="Zoë")
    make_mention(article, status="verified")
    make_mention(article, status="hidden", title="hidden mention")
    make_article(slug="draft", title="Secret draft", published_at=None)
    make_article(slug="tomorrow", title="Secret plan", published_at=timezone.now() + timedelta(days=1))
    rules = make_page(slug="house-rules", title="House rules", body="<p>Be kind.</p>")
    make_page(slug="hausordnung", language="de", translation_of=rules, body="<p>Seid freundlich.</p>")
    return article


def export(path, **options) -> str:
    call_command("export_wordpress", path, **options)
    return re.sub(r"<pubDate>[^<]*</pubDate>\n(?=<language>)", "", path.read_text())


def empty_the_site():
    for model in (Mention, Comment, Article, Series, Tag, Page):
        model._base_manager.all().delete()


@pytest.mark.parametrize("drafts", [False, True])
def test_export_import_export_is_a_fixed_point(blog, tmp_path, drafts):
    before = export(tmp_path / "a.xml", drafts=drafts)
    empty_the_site()
    call_command("import_wordpress", tmp_path / "a.xml")
    after = export(tmp_path / "b.xml", drafts=drafts)
    assert after == before
    assert before.count("<item>") == (6 if drafts else 4)
    assert before.count("<wp:comment>") == 5


def test_with_its_pictures_it_is_a_fixed_point_but_for_their_addresses(settings, tmp_path):
    press = make_photo(
        slug="press", title=NAUGHTY, alt="A <press>", caption="In the cellar & dark", credit="Zoë", licence="CC BY 4.0",
        consent="given", consent_until=date(2099, 5, 1), focus_x=20, published_at=long_ago(),
    )  # fmt: skip
    lead = make_photo(slug="lead", decorative=True, alt="", published_at=None)
    shown = f'<figure><img data-embed="photo:press" src="{press.file.url}" alt="A press"></figure>'
    make_article(slug="ink", body=f"<p>See:</p>{shown}", picture=lead)
    with serving({}) as server:
        settings.FETCH_ALLOWED_LOOPBACK, settings.SITE_URL = [server.host_port], server.url("")
        for photo in (press, lead):
            server.answers[photo.file.url] = page(photo.file.read(), content_type="image/png")
        before = export(tmp_path / "a.xml", media=True)
        empty_the_site()
        Photo.objects.all().delete()
        call_command("import_wordpress", tmp_path / "a.xml", "--media")
    # Where they lie now, and where they came from.
    address = r'/media/pictures/[^"<\]]+|<wp:postmeta>\S+_source_url.*?</wp:postmeta>\n|<pubDate>.*?</pubDate>'
    again = export(tmp_path / "b.xml", media=True)
    assert re.sub(address, "", again, flags=re.S) == re.sub(address, "", before, flags=re.S)
    assert Photo.objects.get(slug="press").file.size
    assert Article.objects.get().picture.slug == "lead"
    assert before.count("<item>") == 3


def test_what_comes_back_is_what_went(blog, tmp_path, client):
    shown = client.get(blog.get_absolute_url()).text
    export(tmp_path / "a.xml")
    empty_the_site()
    call_command("import_wordpress", tmp_path / "a.xml")
    article = Article.objects.get(slug=blog.slug)
    for name in ("title", "summary", "language", "comments_open", "mentions_open", "series_position"):
        assert getattr(article, name) == getattr(blog, name), name
    assert article.translation_of.slug == "ink"
    assert Page.objects.get(slug="hausordnung").translation_of.slug == "house-rules"
    assert (article.series.title, article.series.summary) == ("On paper & ink", "Three parts.")
    assert article.expires_at == blog.expires_at.replace(microsecond=0)
    assert [tag.name for tag in article.tags.order_by("slug")] == ["Ink & paper", "Я"]
    assert Comment.objects.of(article).public().count() == 2
    assert Comment.objects.waiting().count() == 1
    assert set(Mention.objects.values_list("kind", "relation", "status")) == {
        ("webmention", "reply", "approved"), ("pingback", "mention", "verified")
    }  # fmt: skip
    again = client.get(article.get_absolute_url()).text
    for text in ("an answer to what is hidden", "Free &lt;them&gt;", "Amina K.", "Zoë"):
        assert text in shown
        assert text in again


def test_pictures_that_may_not_be_shown_stay_here_and_consent_goes_along(tmp_path):
    withdrawn = make_photo(slug="withdrawn", title="Withdrawn", consent="withdrawn")
    make_photo(slug="open", title="Open", consent="given", consent_until=date(2099, 5, 1))
    text = export(tmp_path / "a.xml", media=True)
    assert withdrawn.title not in text and withdrawn.file.url not in text
    [item] = ElementTree.parse(tmp_path / "a.xml").getroot().findall("channel/item")
    wp = "{http://wordpress.org/export/1.2/}"
    meta = {m.findtext(f"{wp}meta_key"): m.findtext(f"{wp}meta_value") for m in item.findall(f"{wp}postmeta")}
    read = Photo()
    custom.set_photo_fields(read, meta)
    assert (read.consent, read.consent_until, read.published_at is None) == ("given", date(2099, 5, 1), False)
    custom.set_photo_fields(read, {"_consent": "given", "_consent_until": "for ever"})
    assert read.consent == "withdrawn"


def test_it_is_the_xml_that_wordpress_reads(blog, tmp_path):
    export(tmp_path / "a.xml")
    wp = "{http://wordpress.org/export/1.2/}"
    channel = ElementTree.parse(tmp_path / "a.xml").getroot().find("channel")
    assert channel.findtext(f"{wp}wxr_version") == "1.2"
    items = channel.findall("item")
    assert len({item.findtext(f"{wp}post_id") for item in items}) == len(items)
    for item in items:
        for name in ("post_date", "post_name", "status", "post_type", "comment_status"):
            assert item.findtext(f"{wp}{name}"), name


def test_no_secret_goes_out(blog, tmp_path):
    text = export(tmp_path / "a.xml")
    for secret in ("hidden words", "hidden mention", "Secret draft", "Secret plan", "@example.org"):
        assert secret not in text
    assert "Secret draft" in export(tmp_path / "b.xml", drafts=True)


@pytest.mark.parametrize("rows", [1, 3])
def test_memory_and_queries_do_not_grow_with_the_tags_and_names(blog, tmp_path, django_assert_max_num_queries, rows):
    for _ in range(rows):
        make_article(guests=["Bob"], tags=list(Tag.objects.all()))
    with django_assert_max_num_queries(14 + 3 * (rows + 2)):
        export(tmp_path / "a.xml")


def test_a_folder_that_is_not_there_is_said_in_a_sentence(tmp_path):
    from django.core.management import CommandError

    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_wordpress", tmp_path / "no" / "a.xml")
