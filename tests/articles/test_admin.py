"""Clara at her desk: writing, choosing a picture, deciding on what came in."""

import json
import re

import pytest
from django.contrib.admin.models import LogEntry

from articles.comments.models.comment import Comment
from articles.models import Article, CommentOptIn, Mention
from tests.factories import make_article, make_comment, make_mention, make_photo, make_tag

pytestmark = pytest.mark.django_db


def chosen(action, *objs):
    return {"action": action, "_selected_action": [obj.pk for obj in objs]}


def test_an_article_is_written_cleaned_and_published(admin_client, client):
    tag = make_tag()
    fields = {
        "title": "The press",
        "slug": "the-press",
        "summary": "Short.",
        "body": '<h1>How</h1><p onclick="x()">It was cold.</p><script>alert(1)</script>',
        "language": "en",
        "tags": [tag.pk],
        "comments_open": "on",
        "bylines-TOTAL_FORMS": "0",
        "bylines-INITIAL_FORMS": "0",
        "_continue": "1",
    }
    assert admin_client.post("/admin/articles/article/add/", fields).status_code == 302
    article = Article.objects.get()
    assert article.body == "<h2>How</h2><p>It was cold.</p>"
    assert client.get("/articles/the-press/").status_code == 404
    assert admin_client.get("/articles/the-press/").status_code == 200
    admin_client.post("/admin/articles/article/", chosen("publish_now", article) | {"confirmed": "1"})
    assert client.get("/articles/the-press/").status_code == 200


def test_a_reserved_word_is_no_address(admin_client):
    fields = {"title": "x", "slug": "feed", "language": "en"}
    assert "address of the site itself" in admin_client.post("/admin/articles/article/add/", fields).text


def test_every_list_and_form_of_the_desk_opens(admin_client):
    article = make_article(picture=make_photo(), guests=["Amina"])
    make_comment(article, is_public=False)
    make_mention(article, status="verified")
    for name in ("article", "tag", "series", "photo", "comment", "mention"):
        assert admin_client.get(f"/admin/articles/{name}/").status_code == 200, name
        assert admin_client.get(f"/admin/articles/{name}/?q=a").status_code == 200, name
    for path in ("article/add/", f"article/{article.pk}/change/", "photo/add/", "tag/add/", "series/add/"):
        assert admin_client.get(f"/admin/articles/{path}").status_code == 200, path


@pytest.mark.parametrize("many", [1, 3, 20])
def test_lists_take_the_same_few_queries(admin_client, many):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    article = make_article()
    for _ in range(many):
        make_article(picture=make_photo())
        make_comment(article, is_public=False)
        make_mention(article, status="verified")
    for name, most in {"article": 9, "photo": 8, "comment": 8, "mention": 7}.items():
        admin_client.get(f"/admin/articles/{name}/")
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(f"/admin/articles/{name}/")
        assert len(captured) <= most, name


def test_only_the_page_with_the_editor_allows_inline_styles(admin_client):
    article = make_article()
    relaxed = {
        path: "'unsafe-inline'" in re.search("style-src[^;]*", admin_client.get(path)["Content-Security-Policy"])[0]
        for path in (
            f"/admin/articles/article/{article.pk}/change/",
            "/admin/articles/article/add/",
            "/admin/articles/article/",
            "/admin/articles/comment/",
            "/admin/articles/photo/add/",
            article.get_absolute_url(),
        )
    }
    assert [path for path, allowed in relaxed.items() if allowed] == list(relaxed)[:2]


def test_the_editor_may_write_what_the_cleaning_keeps_and_nothing_else(admin_client):
    page = admin_client.get("/admin/articles/article/add/").text
    config = json.loads(re.search(r'data-config="([^"]+)"', page)[1].replace("&quot;", '"').replace("&#x27;", "'"))
    assert config["libraryUrl"] == "/admin/embeds.json"
    assert "blockquote[dir,id,lang](pull)" in config["allowedContent"]
    for unwanted in ("script", "iframe", "style", "on"):
        assert f"{unwanted}[" not in config["allowedContent"].replace("caption[", "")
    assert {"flash", "iframe", "uploadimage", "scayt", "wsc", "exportpdf"} <= set(config["removePlugins"].split(","))
    assert config["versionCheck"] is False


def test_a_picture_needs_a_description(admin_client):
    fields = {"title": "x", "slug": "x", "language": "en"}
    response = admin_client.post("/admin/articles/photo/add/", fields)
    assert response.status_code == 200
    assert "This field is required" in response.text


def test_the_moderators_list_shows_what_waits_with_article_name_and_words(admin_client):
    article = make_article(title="The press")
    make_comment(article, "What about\n\npaper? <b>", "Alice", is_public=False)
    pending = make_comment(article, "Not confirmed", is_public=False)
    CommentOptIn.objects.create(comment=pending, address_tag=b"x", token_hash=b"y")
    make_comment(article, "Already public")
    page = admin_client.get("/admin/articles/comment/").text
    assert "What about" in page
    assert "paper? &lt;b&gt;" in page
    assert f'<a href="{article.get_absolute_url()}">The press</a>' in page
    assert "Not confirmed" not in page
    assert "Already public" not in page
    assert "Not confirmed" not in admin_client.get("/admin/articles/comment/?state=all").text


def test_comments_are_let_stand_hidden_and_erased_and_the_log_knows_who_did_it(admin_client, client):
    article = make_article()
    one, two, spam = (make_comment(article, text, is_public=False) for text in ("Word one", "Word two", "Spam"))
    admin_client.post("/admin/articles/comment/", chosen("approve", one, two))
    admin_client.post("/admin/articles/comment/", chosen("erase", spam))
    admin_client.post("/admin/articles/comment/?state=public", chosen("hide", two))
    page = client.get(article.get_absolute_url()).text
    assert "Word one" in page
    assert "Word two" not in page
    assert not Comment.objects.filter(comment="Spam").exists()
    assert sorted(LogEntry.objects.values_list("change_message", flat=True)) == [
        "approved",
        "approved",
        "erased",
        "hidden",
    ]


def test_a_stranger_and_staff_without_permission_decide_nothing(client, django_user_model):
    comment, mention = make_comment(make_article(), is_public=False), make_mention(make_article(), status="verified")
    for log_in in (False, True):
        if log_in:
            client.force_login(django_user_model.objects.create_user("bob", is_staff=True))
        for name, obj in {"comment": comment, "mention": mention}.items():
            assert client.post(f"/admin/articles/{name}/", chosen("approve", obj)).status_code in {302, 403}
    assert list(Comment.objects.public()) == []
    assert list(Mention.objects.public()) == []


def test_mentions_are_shown_hidden_and_looked_at_again(admin_client, client):
    article = make_article()
    mention = make_mention(article, title="A reader’s blog", status="verified")
    admin_client.post("/admin/articles/mention/", chosen("approve", mention))
    assert "A reader’s blog" in client.get(article.get_absolute_url()).text
    admin_client.post("/admin/articles/mention/?state=public", chosen("hide", mention))
    assert "A reader’s blog" not in client.get(article.get_absolute_url()).text


def test_a_mention_nobody_has_looked_at_cannot_be_let_stand(admin_client):
    mention = make_mention(make_article(), status="pending", verified_at=None)
    admin_client.post("/admin/articles/mention/?state=all", chosen("approve", mention))
    mention.refresh_from_db()
    assert mention.status == "pending"


def test_what_others_said_is_rewritten_by_nobody(admin_client):
    comment, mention = make_comment(make_article()), make_mention(make_article())
    for path, field in {f"comment/{comment.pk}": "comment", f"mention/{mention.pk}": "title"}.items():
        page = admin_client.get(f"/admin/articles/{path}/change/").text
        assert f'name="{field}"' not in page
        admin_client.post(f"/admin/articles/{path}/change/", {field: "Other words"})
    assert (Comment.objects.get().comment, Mention.objects.get().title) == (comment.comment, mention.title)


def test_an_article_with_comments_can_be_deleted(admin_client):
    article = make_article()
    make_comment(article)
    assert admin_client.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"}).status_code == 302
    assert (Article.objects.count(), Comment.objects.count()) == (0, 0)


def test_addresses_are_on_no_page_of_the_desk(admin_client):
    Comment.objects.filter(pk=make_comment(make_article()).pk).update(
        user_email="alice@secret.example", ip_address="203.0.113.9"
    )
    page = admin_client.get("/admin/articles/comment/?state=all").text
    assert "secret.example" not in page
    assert "203.0.113.9" not in page
    assert admin_client.get("/admin/django_comments_xtd/xtdcomment/").status_code == 404
