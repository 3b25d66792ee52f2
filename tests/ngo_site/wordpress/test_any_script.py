"""What was written in another script for the old site comes in, and can be mended here."""

from urllib.parse import quote

import pytest
from django.core.management import call_command

from articles.models import Article
from tests.desk_forms import opened
from tests.ngo_site.wordpress.test_import import OURS
from tests.scripts import SLUGS

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(tmp_path):
    """Import our export with another address of its first post."""

    def moved(slug):
        file = tmp_path / "moved.xml"
        file.write_text(OURS.read_text().replace("<wp:post_name>the-press<", f"<wp:post_name>{slug}<"))
        call_command("import_wordpress", file)
        return Article.objects.get(title="The press in the cellar")

    return moved


@pytest.mark.parametrize("script", ["french", "cyrillic", "vocalised-arabic", "persian", "thai", "chinese"])
def test_a_post_with_such_an_address_is_mended_at_the_desk(admin_client, client, moved, script):
    article = moved(quote(SLUGS[script]).lower())
    assert article.slug == SLUGS[script]
    form = f"/admin/articles/article/{article.pk}/change/"
    answer = admin_client.post(form, opened(admin_client, form) | {"summary": "A comma, mended."})
    assert answer.status_code == 302
    assert "A comma, mended." in client.get(f"/articles/{SLUGS[script]}/").text
    assert "Its address belongs to the site itself" not in admin_client.get(form).text


def test_an_address_is_cut_where_no_hyphen_stays(moved):
    assert moved("б" * 99 + "-" + "в" * 40).slug == "б" * 99


@pytest.mark.parametrize(("slug", "free"), [("2024", "2024-2"), ("feed", "feed-2")])
def test_an_address_that_the_site_needs_gets_a_number(client, moved, slug, free):
    assert moved(slug).slug == free
    assert client.get(f"/articles/{free}/").status_code == 200
