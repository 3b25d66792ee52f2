"""Moving between two sites: what a real WordPress exports comes in here, and what goes out from here WordPress stores.

Not a part of the ordinary run, as test_wordpress.py. WordPress's importer is a plugin that no package has; PUT_IN reads
the file as that plugin does (SimpleXML, the same elements) and calls the same functions of WordPress.
"""

import base64
import os
from io import BytesIO

import pytest
from django.core.management import call_command
from PIL import Image

from articles.comments.models.comment import Comment
from articles.models import Article, Mention, Photo
from organisation.models import Menu, Page
from tests.factories import make_article, make_comment, make_mention, make_tag
from tests.interop import wordpress

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not (os.environ.get("INTEROP") and wordpress.is_installed()), reason="runs with INTEROP=1 where WordPress is"
    ),
]
WRITE = """
$up = wp_upload_bits('press.png', null, base64_decode('%s'));
$pic = wp_insert_attachment(['post_title' => 'The press', 'post_excerpt' => 'In the cellar', 'post_mime_type' =>
    'image/png', 'post_status' => 'inherit'], $up['file']);
update_post_meta($pic, '_wp_attachment_image_alt', 'A press');
$url = wp_get_attachment_url($pic);
$post = wp_insert_post(['post_title' => 'Ink & “paper”', 'post_status' => 'publish', 'post_name' => 'ink',
    'tags_input' => ['Prisons'], 'post_content' => "One.\n\n[caption id='a' width='40']<img src='$url' alt='Seen'> " .
    "Shown.[/caption]\n\n[gallery ids='$pic']\n\n[contact-form to='us']"]);
set_post_thumbnail($post, $pic);
$first = wp_insert_comment(['comment_post_ID' => $post, 'comment_author' => 'Alice', 'comment_content' => 'Well said.',
    'comment_author_email' => 'alice@example.org', 'comment_approved' => 1]);
wp_insert_comment(['comment_post_ID' => $post, 'comment_author' => 'Bob', 'comment_content' => 'Indeed.',
    'comment_parent' => $first, 'comment_approved' => 1]);
wp_insert_comment(['comment_post_ID' => $post, 'comment_author' => 'A blog', 'comment_content' => '[…] ink […]',
    'comment_author_url' => 'https://blog.example/1', 'comment_type' => 'pingback', 'comment_approved' => 1]);
$page = wp_insert_post(['post_title' => 'House rules', 'post_type' => 'page', 'post_status' => 'publish']);
$menu = wp_create_nav_menu('Main');
foreach ([['page', $page], ['post', $post]] as [$kind, $id]) wp_update_nav_menu_item($menu, 0, ['menu-item-type' =>
    'post_type', 'menu-item-object' => $kind, 'menu-item-object-id' => $id, 'menu-item-status' => 'publish']);
wp_update_nav_menu_item($menu, 0, ['menu-item-type' => 'custom', 'menu-item-title' => 'Elsewhere',
    'menu-item-url' => 'https://example.org/', 'menu-item-status' => 'publish']);
answer($post);
"""
EXPORT = """
require ABSPATH . 'wp-admin/includes/export.php'; ob_start(); export_wp(); $xml = ob_get_clean();
answer(base64_encode($xml));
"""
PUT_IN = """
$xml = simplexml_load_file('%s'); $ns = $xml->getDocNamespaces(); $posts = [];
foreach ($xml->channel->item as $item) {
    $wp = $item->children($ns['wp']);
    $terms = []; foreach ($item->category as $c) if ((string) $c['domain'] === 'post_tag') $terms[] = (string) $c;
    $id = wp_insert_post(wp_slash(['post_title' => (string) $item->title, 'post_name' => (string) $wp->post_name,
        'post_content' => (string) $item->children($ns['content'])->encoded, 'post_status' => (string) $wp->status,
        'post_excerpt' => (string) $item->children($ns['excerpt'])->encoded, 'post_type' => (string) $wp->post_type,
        'post_date' => (string) $wp->post_date, 'post_date_gmt' => (string) $wp->post_date_gmt, 'tags_input' => $terms,
        'comment_status' => (string) $wp->comment_status, 'ping_status' => (string) $wp->ping_status]), true);
    if (is_wp_error($id)) { answer($id->get_error_message()); exit; }
    foreach ($wp->postmeta as $m) add_post_meta($id, (string) $m->meta_key, wp_slash((string) $m->meta_value));
    $comments = [];
    foreach ($wp->comment as $c) {
        $new = wp_insert_comment(wp_slash(['comment_post_ID' => $id, 'comment_author' => (string) $c->comment_author,
            'comment_author_url' => (string) $c->comment_author_url, 'comment_date' => (string) $c->comment_date,
            'comment_date_gmt' => (string) $c->comment_date_gmt, 'comment_content' => (string) $c->comment_content,
            'comment_approved' => (string) $c->comment_approved, 'comment_type' => (string) $c->comment_type,
            'comment_parent' => $comments[(int) $c->comment_parent] ?? 0]));
        $comments[(int) $c->comment_id] = $new;
        foreach ($c->commentmeta as $m)
            add_comment_meta($new, (string) $m->meta_key, wp_slash((string) $m->meta_value));
    }
    $posts[] = [(string) $item->title, count($comments)];
}
answer($posts);
"""


@pytest.fixture
def blog(tmp_path, settings):
    with wordpress.running(tmp_path) as blog:
        settings.FETCH_ALLOWED_LOOPBACK = [blog.host_port]
        yield blog


def exported(blog, path):
    path.write_bytes(base64.b64decode(blog.php(EXPORT)))
    return path


def test_what_wordpress_exports_comes_in(blog, tmp_path, capsys, client):
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "red").save(buffer, "PNG")
    post = blog.php(WRITE % base64.b64encode(buffer.getvalue()).decode())
    call_command("import_wordpress", exported(blog, tmp_path / "theirs.xml"), "--media")
    said = capsys.readouterr().out
    article, photo = Article.objects.get(slug="ink"), Photo.objects.get()
    assert (article.title, article.picture, photo.alt, photo.caption) == (
        "Ink & “paper”", photo, "A press", "In the cellar",
    )  # fmt: skip
    assert article.body.count(f'data-embed="photo:{photo.slug}"') == 2
    assert "<figcaption>Shown.</figcaption>" in article.body
    assert "[contact-form" not in article.body
    assert "shortcodes taken out: contact-form" in said
    assert [(c.user_name, c.level) for c in Comment.objects.of(article).order_by("pk")] == [("Alice", 0), ("Bob", 1)]
    assert Mention.objects.of(article).get().source_url == "https://blog.example/1"
    assert list(Menu.objects.get().links.values_list("label", "address")) == [
        ("House rules", "/pages/house-rules/"), ("Ink & “paper”", "/articles/ink/"), ("Elsewhere", "https://example.org/"),
    ]  # fmt: skip
    assert Page.objects.filter(slug="house-rules").exists()
    assert client.get(f"/?p={post}")["Location"] == "/articles/ink/"


def test_what_goes_out_from_here_wordpress_keeps(blog, tmp_path):
    body = "<h2>Why</h2><p>One &amp; [sic] two \\\\ back.</p><blockquote><p>Quoted</p></blockquote>"
    article = make_article(
        title="Ink & <b>", slug="ink", summary="In short", body=body, tags=[make_tag(name="Press", slug="press")]
    )
    first = make_comment(article, "Well said.\n\n“Twice” <3", name="Alice & Co")
    make_comment(article, "Indeed.", name="Bob", parent=first)
    make_mention(article, title="A blog", relation="reply", author="Zoë")
    call_command("export_wordpress", tmp_path / "ours.xml")
    assert ["Ink &amp; &lt;b&gt;", 3] in blog.php(PUT_IN % (tmp_path / "ours.xml"))
    Article.objects.all().delete()
    call_command("import_wordpress", exported(blog, tmp_path / "theirs.xml"))
    back = Article.objects.get(slug="ink")
    assert (back.title, back.summary, back.body) == (article.title, article.summary, article.body)
    assert [tag.name for tag in back.tags.all()] == ["Press"]
    assert [(c.user_name, c.comment, c.level) for c in Comment.objects.of(back).order_by("pk")] == [
        ("Alice & Co", "Well said.\n\n“Twice” <3", 0), ("Bob", "Indeed.", 1),
    ]  # fmt: skip
    mention = Mention.objects.of(back).get()
    assert (mention.title, mention.relation, mention.author) == ("A blog", "reply", "Zoë")
