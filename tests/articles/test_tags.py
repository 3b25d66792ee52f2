"""Clara, an editor, tidies up the tags."""

import pytest

from articles.models import Tag
from tests.factories import make_article, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def tags():
    kept, old = make_tag(name="Printing", slug="printing"), make_tag(name="Print shops", slug="shops")
    make_article(title="Both", tags=[kept, old])
    make_article(title="Old one", tags=[old])
    make_article(title="Draft", tags=[old], published_at=None)
    return kept, old


def merge(client, *tags, **more):
    fields = {"action": "merge", "_selected_action": [tag.pk for tag in tags], **more}
    return client.post("/admin/articles/tag/", fields, follow=True)


def test_before_merging_the_editor_sees_what_would_move(admin_client, tags):
    page = merge(admin_client, *tags).text
    for shown in ("Printing", "Print shops", "Both", "Old one", "Draft", "3 articles"):
        assert shown in page
    assert Tag.objects.count() == 2


def test_merged_tags_keep_articles_addresses_and_names(client, admin_client, tags):
    kept, old = tags
    old.aliases.create(name="Printers")
    merge(admin_client, *tags, keep=kept.pk)
    assert list(Tag.objects.all()) == [kept]
    assert sorted(kept.articles.values_list("title", flat=True)) == ["Both", "Draft", "Old one"]
    for path in ("", "feed/", "feed/atom/"):
        response = client.get(f"/articles/tags/shops/{path}")
        assert (response.status_code, response["Location"]) == (301, f"/articles/tags/printing/{path}")
    for name in ("print shops", "Printers", "PRINTING"):
        assert Tag.objects.named(name) == kept


def test_an_old_name_typed_again_finds_the_tag(admin_client, tags):
    kept, old = tags
    old.merge_into(kept)
    asked = {"term": "shops", "app_label": "articles", "model_name": "article", "field_name": "tags"}
    found = admin_client.get("/admin/autocomplete/", asked)
    assert [result["text"] for result in found.json()["results"]] == ["Printing"]
    fields = {"name": "Print Shops", "slug": "again", "aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
    page = admin_client.post("/admin/articles/tag/add/", fields)
    assert "it is the tag “Printing”" in page.text


def test_looking_at_the_list_merges_nothing(admin_client, tags):
    admin_client.get("/admin/articles/tag/?action=merge&keep=1")
    assert Tag.objects.count() == 2
