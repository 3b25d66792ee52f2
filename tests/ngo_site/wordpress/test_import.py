"""Amina moves her blog of fifteen years here."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.comments.models.comment import Comment
from articles.models import Article, Mention, Tag
from core.models import Redirect
from organisation.models import Page, Person
from tests.factories import make_person
from tests.ngo_site.wordpress import exports
from tests.ngo_site.wordpress.exports import comment
from tests.paths import DATA

pytestmark = pytest.mark.django_db

EXPORTS = DATA / "wxr"
OURS = EXPORTS / "ours-conversation.xml"


def test_a_post_comes_with_its_words_date_author_and_tags():
    call_command("import_wordpress", OURS)
    article = Article.objects.get(slug="the-press")
    assert article.title == "The press in the cellar"
    assert article.summary == "Short."
    assert article.published_at.isoformat() == "2019-03-05T10:00:00+00:00"
    assert (article.comments_open, article.mentions_open) == (True, False)
    assert [(byline.guest, byline.person) for byline in article.bylines.all()] == [("Amina Kasimi", None)]
    assert [tag.name for tag in article.tags.all()] == ["Printing"]


def test_an_author_who_works_here_is_linked_to_their_page():
    amina = make_person(slug="amina")
    call_command("import_wordpress", OURS)
    article = Article.objects.get(slug="the-press")
    assert [(byline.guest, byline.person) for byline in article.bylines.all()] == [("", amina)]


def test_the_body_is_cleaned_and_nothing_disappears_unseen(capsys):
    call_command("import_wordpress", OURS)
    body = Article.objects.get(slug="the-press").body
    assert "<p>First paragraph<br>with a line break.</p>" in body.replace("<br>\n", "<br>")
    assert "script" not in body
    assert "onclick" not in body
    assert "<img" not in body
    assert "press.jpg" in body
    assert "[gallery" not in body
    said = capsys.readouterr().out
    assert "pictures of a gallery that are not in the file: 2" in said
    assert "pictures left as links: 1" in said
    assert "press.jpg" in said


def test_comments_keep_their_threads_and_lose_addresses_and_ips(client):
    call_command("import_wordpress", OURS)
    bob, clara = Comment.objects.get(user_name="Bob"), Comment.objects.get(user_name="Clara")
    assert clara.reply_to == bob.pk
    assert [comment.user_name for comment in Comment.objects.waiting()] == ["Waiting"]
    page = client.get("/articles/the-press/").text
    assert "In a museum." in page
    assert "Unapproved words" not in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT django_comments::text FROM django_comments")
        rows = " ".join(row[0] for row in cursor.fetchall())
    assert "bob-secret" not in rows
    assert "203.0.113.77" not in rows
    assert "pills" not in rows


def test_a_pingback_becomes_a_mention_below_the_article(client):
    call_command("import_wordpress", OURS)
    mention = Mention.objects.get()
    assert (mention.source_url, mention.status) == ("https://else.example/ten-ways/", "approved")
    assert "a press in a cellar" in client.get("/articles/the-press/").text


def test_what_was_hidden_there_is_hidden_here(client):
    call_command("import_wordpress", OURS)
    assert Article.objects.get(title="For friends only").published_at is None


@pytest.mark.parametrize("old", ["/2019/03/the-press/", "/2019/03/the-press", "/?p=7"])
def test_old_addresses_lead_to_the_new_page(client, old):
    call_command("import_wordpress", OURS)
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, "/articles/the-press/")


@pytest.mark.parametrize(
    ("folder", "old", "new"),
    [
        ("", "/feed/", "/articles/feed/"),
        ("/blog", "/blog/feed/atom/", "/articles/feed/atom/"),
        ("/blog", "/blog/category/NAME/", "/articles/tags/NAME/"),
    ],
)
def test_feeds_and_subjects_are_found_at_their_old_addresses(client, tmp_path, folder, old, new):
    moved = tmp_path / "moved.xml"
    moved.write_text(re.sub(r"(https://old.example.org)(?=/?</wp:base_blog_url>)", rf"\1{folder}", OURS.read_text()))
    call_command("import_wordpress", moved)
    name = re.search(r'domain="category" nicename="([^"]+)"', OURS.read_text())[1]
    answer = client.get(old.replace("NAME", name))
    assert (answer.status_code, answer["Location"]) == (301, new.replace("NAME", name))


def test_a_second_run_doubles_nothing_and_keeps_what_editors_changed():
    call_command("import_wordpress", OURS)
    Article.objects.filter(slug="the-press").update(title="Better title")
    redirects = Redirect.objects.count()
    call_command("import_wordpress", OURS)
    models = (Article, Tag, Comment, Mention, Redirect)
    assert [model.objects.count() for model in models] == [2, 1, 3, 1, redirects]
    assert Article.objects.get(slug="the-press").title == "Better title"


def test_a_dry_run_changes_nothing(capsys):
    call_command("import_wordpress", OURS, "--dry-run")
    assert "articles: 2" in capsys.readouterr().out
    assert Article.objects.count() == 0


GOOD = {
    "multiple-cdata.xml": (1, 0, 0),
    "slashes.xml": (1, 0, 1),
    "small-export.xml": (6, 5, 1),
    "test-serialized-comment-meta.xml": (1, 0, 1),
    "valid-wxr-1.0.xml": (3, 3, 1),
    "valid-wxr-1.1.xml": (1, 1, 1),
    "wxr-comprehensive.xml": (1, 1, 1),
}


@pytest.mark.parametrize("name", GOOD)
def test_exports_of_all_versions_come_in_twice_without_doubling(name):
    for _ in range(2):
        call_command("import_wordpress", EXPORTS / name)
        assert (Article.objects.count(), Page.objects.count(), Comment.objects.count()) == GOOD[name]


def test_an_export_whose_namespaces_were_made_https_comes_in(tmp_path):
    changed = tmp_path / "https.xml"
    changed.write_text(OURS.read_text().replace("http://wordpress.org/export/", "https://wordpress.org/export/"))
    call_command("import_wordpress", changed)
    assert (Article.objects.count(), Article.objects.get(slug="the-press").summary) == (2, "Short.")


BAD = {
    "crazy-cdata.xml": "line 18",
    "malformed-simple.xml": "line 14",
    "malformed.xml": "'abc' is unknown",
    "invalid-version-tag.xml": "'abc' is unknown",
    "missing-version-tag.xml": "names no WXR version",
}


@pytest.mark.parametrize("name", BAD)
def test_a_damaged_file_is_refused_with_its_place_and_changes_nothing(name):
    with pytest.raises(CommandError, match=BAD[name]):
        call_command("import_wordpress", EXPORTS / name)
    for model in (Article, Page, Person, Tag, Comment, Redirect):
        assert model.objects.count() == 0


def test_every_file_of_the_collection_is_in_one_of_the_lists():
    assert {path.name for path in EXPORTS.glob("*.xml")} - {OURS.name} == {*GOOD, *BAD}


def test_a_file_damaged_after_its_first_posts_is_rolled_back(tmp_path):
    broken = tmp_path / "broken.xml"
    broken.write_text(OURS.read_text().replace("</channel>", "<oops></channel>"))
    with pytest.raises(CommandError, match="line"):
        call_command("import_wordpress", broken)
    assert Article.objects.count() == 0


@pytest.mark.parametrize(
    "doctype", ['<!DOCTYPE rss [<!ENTITY a "aaaa">]>', "<!DOCTYPE rss SYSTEM 'file:///etc/passwd'>"]
)
def test_a_file_with_a_document_type_is_not_read(tmp_path, doctype):
    bomb = tmp_path / "bomb.xml"
    bomb.write_text(OURS.read_text().replace("<rss ", doctype + "<rss ", 1))
    with pytest.raises(CommandError, match="document type"):
        call_command("import_wordpress", bomb)


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("import_wordpress", tmp_path / "nothing.xml")


def test_an_answer_that_stands_before_its_parent_keeps_its_thread(tmp_path):
    said = [
        comment(53, "третий", parent=52),
        comment(52, "второй", parent=51),
        comment(51, "первый"),
        comment(60, "answers spam", parent=59),
        comment(59, "pills", approved="spam"),
        comment(61, "answers itself", parent=61),
        comment(62, "round and", parent=63),
        comment(63, "round", parent=62),
    ]
    call_command("import_wordpress", exports.write(tmp_path / "x.xml", exports.item(1, comments=said)))
    by_text = {one.comment: one for one in Comment.objects.all()}
    parents = {text: by_pk(one.reply_to, by_text) for text, one in by_text.items()}
    assert parents == {
        "первый": None,
        "второй": "первый",
        "третий": "второй",
        "answers spam": None,
        "answers itself": None,
        "round": None,
        "round and": "round",
    }


def by_pk(pk, by_text):
    return next((text for text, one in by_text.items() if one.pk == pk), None)


def test_two_pages_of_one_name_below_different_pages_both_come_in_once(tmp_path):
    pages = [exports.item(n, slug="contact", kind="page", title=f"Contact {n}") for n in (1, 2)]
    for _time in range(2):
        call_command("import_wordpress", exports.write(tmp_path / "x.xml", *pages))
    assert dict(Page.objects.values_list("slug", "title")) == {"contact": "Contact 1", "contact-2": "Contact 2"}


def test_what_was_pinned_is_told(tmp_path, capsys):
    call_command("import_wordpress", exports.write(tmp_path / "x.xml", exports.item(1, is_sticky=1)))
    assert "post 1 “Item 1”: it was pinned to the top: here the newest comes first" in capsys.readouterr().out
