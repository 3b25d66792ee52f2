"""Before something is deleted the desk says what goes, in words that a person understands."""

import re

import pytest
from django.contrib.admin.sites import site
from django.http import HttpResponse
from django.utils import translation

from articles.models import Article
from tests.factories import (
    make_article,
    make_comment,
    make_mention,
    make_petition,
    make_tag,
)

pytestmark = pytest.mark.django_db
# Rows that are nothing to a person: through tables, and what the site keeps for itself.
TECHNICAL = re.compile(r"object \(\d+\)|_tags|[Ss]earch|relationship|version|autosave", re.ASCII)


def content(answer) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text.partition('id="content"')[2].partition("<footer")[0]).split())


def make_discussed(title="Six copies"):
    article = make_article(title=title, body="<p>Here.</p>")
    article.tags.add(make_tag())
    for name in ("Alice", "Bob", "Carol"):
        make_comment(article, name=name)
    make_mention(article)
    return article


def test_an_article_is_named_and_what_goes_with_it_counted(admin_client):
    said = content(admin_client.get(f"/admin/articles/article/{make_discussed().pk}/delete/"))
    assert "Delete this article: “Six copies”?" in said
    assert "With it go: 3 comments 1 mention It goes to the bin" in said
    assert "for thirty days" in said
    assert not TECHNICAL.search(said), said


def test_of_several_each_is_named(admin_client):
    one, other = make_discussed(), make_discussed("Seven copies")
    chosen = {"action": "delete_selected", "_selected_action": [one.pk, other.pk]}
    said = content(admin_client.post("/admin/articles/article/", chosen))
    assert "Seven copies" in said and "Six copies" in said
    assert "6 comments" in said and "2 mentions" in said
    assert "They go to the bin" in said
    assert not TECHNICAL.search(said), said


def test_nothing_goes_with_what_stands_alone(admin_client):
    said = content(admin_client.get(f"/admin/articles/article/{make_article().pk}/delete/"))
    assert "With it go" not in said


def test_what_goes_to_no_bin_says_so(admin_client):
    tag = make_tag()
    make_article(title="Six copies").tags.add(tag)
    said = content(admin_client.get(f"/admin/articles/tag/{tag.pk}/delete/"))
    assert "It is deleted for good: nobody can bring it back." in said
    assert "bin" not in said.split()
    assert not TECHNICAL.search(said), said
    chosen = {"action": "delete_selected", "_selected_action": [tag.pk]}
    assert "They are deleted for good" in content(admin_client.post("/admin/articles/tag/", chosen))


def test_in_french_as_well(rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    with translation.override("fr"):
        answer = site.get_model_admin(Article).delete_view(request, str(make_discussed().pk)).render()
        said = content(HttpResponse(answer.content))
    assert "3 commentaires 1 mention" in said
    assert "corbeille" in said
    assert not TECHNICAL.search(said), said


def test_a_petition_tells_of_nobody_who_signed(admin_client):
    petition = make_petition(title="Free the press")
    for number in range(3):
        signed = {"country": "FR", "status": "confirmed", "display_name": "Alice Moreau"}
        petition.signatures.create(fingerprint=number.to_bytes(32, "big"), sealed=b"", **signed)
    said = content(admin_client.get(f"/admin/campaigns/petition/{petition.pk}/delete/"))
    assert "“Free the press” cannot be deleted as long as these need it: signatures" in said
    assert "Alice" not in said and "3" not in said
    chosen = {"action": "delete_selected", "_selected_action": [petition.pk]}
    said = content(admin_client.post("/admin/campaigns/petition/", chosen))
    assert "They cannot be deleted as long as these need them: signatures" in said
    assert "Alice" not in said and "3" not in said
