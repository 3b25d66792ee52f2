"""The pictures come along: from a server on this computer that plays the old site."""

from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from articles.models import Article, Photo
from tests.full_disk import no_room
from tests.loopback import page, serving

pytestmark = pytest.mark.django_db

ITEM = """<item><title>{title}</title><link>{site}/?p={id}</link><dc:creator>amina</dc:creator>
<content:encoded><![CDATA[{body}]]></content:encoded><excerpt:encoded><![CDATA[{excerpt}]]></excerpt:encoded>
<wp:post_id>{id}</wp:post_id><wp:post_date_gmt>2019-03-05 10:00:00</wp:post_date_gmt><wp:post_name>{slug}</wp:post_name>
<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>"""
FILE = """<wp:attachment_url>{url}</wp:attachment_url>
<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>{alt}</wp:meta_value></wp:postmeta>"""
BODY = """Before.

[caption id="a"]\
<a href="{site}/press.jpg"><img alt="Seen" src="{site}/wp-content/press-300x200.jpg"></a> The press.[/caption]

[gallery ids="7,8"]

[gallery ids="7,99"]

<img src="https://elsewhere.example/x.jpg" alt="Not ours">"""


def png(colour) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (40, 30), colour).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def old_site(settings, tmp_path):
    """A server with two pictures, and the export of the site that it was."""
    with serving({}) as server:
        settings.FETCH_ALLOWED_LOOPBACK = [server.host_port]
        site = server.url("")
        server.answers["/wp-content/press.jpg"] = page(png("red"), content_type="image/png")
        server.answers["/wp-content/%D1%8F.png"] = page(png("blue"), content_type="image/png")
        server.answers["/wp-content/fake.jpg"] = page("<script>alert(1)</script>", content_type="image/jpeg")
        server.answers["/wp-content/page.jpg"] = page("<p>Please log in</p>")

        def item(number, kind="attachment", file="", alt="", body="", more="", excerpt=""):
            more = more or (FILE.format(url=f"{site}/wp-content/{file}", alt=alt) if file else "")
            return ITEM.format(
                id=number, title=f"Item {number}", slug=f"item-{number}", site=site, kind=kind, body=body,
                excerpt=excerpt, more=more, status="publish" if kind == "post" else "inherit",
            )  # fmt: skip

        thumbnail = (
            "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>8</wp:meta_value></wp:postmeta>"
        )
        items = [
            item(1, "post", body=BODY.format(site=site), more=thumbnail),
            item(7, file="press.jpg", alt="A press", excerpt="In the cellar."),
            item(8, file="%D1%8F.png"),
            item(9, file="fake.jpg"),
            item(10, file="page.jpg"),
            item(11, file="lost.jpg"),
        ]
        head = (
            '<?xml version="1.0"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/"'
            ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version>'
        )
        server.export = tmp_path / "export.xml"
        head += f"<wp:base_blog_url>{site}</wp:base_blog_url>"
        server.export.write_text(head + "".join(items) + "</channel></rss>")
        yield server


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_named_and_the_next_run_goes_on(old_site, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "core.media.storage.MediaStorage"}}
    noise = BytesIO()
    Image.effect_noise((200, 200), 100).save(noise, "PNG")
    old_site.answers["/wp-content/%D1%8F.png"] = page(noise.getvalue(), content_type="image/png")
    with no_room(), pytest.raises(CommandError, match="no room left for files"):
        call_command("import_wordpress", old_site.export, "--media")
    assert (Article.objects.count(), Photo.objects.count()) == (0, 1)
    kept = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [Photo.objects.get().file.name.rpartition("/")[2]]
    call_command("import_wordpress", old_site.export, "--media")
    assert (Article.objects.count(), Photo.objects.count()) == (1, 2)


def test_pictures_captions_galleries_and_lead_pictures_come_along(old_site, capsys, client):
    call_command("import_wordpress", old_site.export, "--media")
    press, letter = Photo.objects.order_by("pk")
    assert (press.alt, press.caption, press.slug, press.published_at is None) == (
        "A press", "In the cellar.", "item-7", True,
    )  # fmt: skip
    assert press.file.size
    article = Article.objects.get()
    assert article.picture == letter
    assert "<figure><img" in article.body
    assert "<figcaption>The press.</figcaption></figure>" in article.body
    assert article.body.count('data-embed="photo:item-7"') == 3
    assert article.body.count('data-embed="photo:item-8"') == 1
    assert "[gallery" not in article.body
    assert '<a href="https://elsewhere.example/x.jpg"' in article.body
    said = capsys.readouterr().out
    assert "pictures of a gallery that are not in the file: 1" in said
    for name in ("fake.jpg", "page.jpg", "lost.jpg"):
        assert f"picture left out: {old_site.url('/wp-content/' + name)}" in said
    assert "pictures: 2" in said
    assert press.file.url in client.get(article.get_absolute_url()).text
    for old in ("/wp-content/press.jpg", "/wp-content/press-300x200.jpg"):
        assert client.get(old)["Location"] == press.file.url


def test_a_second_run_fetches_nothing_twice(old_site):
    call_command("import_wordpress", old_site.export, "--media")
    asked = len(old_site.requests)
    call_command("import_wordpress", old_site.export, "--media")
    again = [request.split()[1] for request in old_site.requests[asked:]]
    assert b"/wp-content/press.jpg" not in again
    assert (Photo.objects.count(), Article.objects.count()) == (2, 1)


def test_without_being_asked_nothing_is_downloaded(old_site):
    call_command("import_wordpress", old_site.export)
    call_command("import_wordpress", old_site.export, "--dry-run", "--media")
    assert old_site.requests == []
    assert not Photo.objects.exists()


def test_an_export_that_names_addresses_inside_the_house_reaches_nothing(old_site, settings):
    settings.FETCH_ALLOWED_LOOPBACK = []
    call_command("import_wordpress", old_site.export, "--media")
    assert old_site.requests == []
    assert Article.objects.count() == 1
