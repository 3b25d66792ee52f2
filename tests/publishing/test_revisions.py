"""Every save is kept, can be compared, and can be gone back to."""

import pytest
from django.utils import timezone

from articles.models import Article
from campaigns.models import Petition
from core.models import Redirect
from organisation.models import Report
from publishing import checks, revisions
from publishing.models import Revision
from tests.desk_forms import editor, opened
from tests.factories import (
    make_article,
    make_page,
    make_pdf,
    make_person,
    make_petition,
    make_photo,
    make_series,
    make_staff,
    make_tag,
)

pytestmark = pytest.mark.django_db


def path(article, rest="change/"):
    return f"/admin/articles/article/{article.pk}/{rest}"


def save(client, article, **changed):
    response = client.post(path(article), {**opened(client, path(article)), **changed})
    assert response.status_code == 302, response.context["errors"]


def history(obj):
    return [(v.number, v.made_by_name, v.note, v.changed) for v in Revision.objects.of(obj).order_by("number")]


def test_every_save_at_the_desk_is_a_version_with_a_name(admin_client):
    article, tag = make_article(title="One"), make_tag()
    save(admin_client, article, title="Two", tags=[tag.pk])
    save(admin_client, article, body="<p>Other words.</p>")
    save(admin_client, article)
    assert history(article) == [
        (1, "", "", []),
        (2, "admin", "", ["title", "tags"]),
        (3, "admin", "", ["body"]),
    ]
    assert [v.data["title"] for v in Revision.objects.of(article)] == ["Two", "Two", "One"]
    assert Revision.objects.of(article).first().data["tags"] == [tag.pk]


def test_a_new_article_begins_its_history(admin_client):
    form = {**opened(admin_client, "/admin/articles/article/add/"), "title": "New", "slug": "new"}
    assert admin_client.post("/admin/articles/article/add/", form).status_code == 302
    assert history(Article.objects.get()) == [(1, "admin", "", [])]


def test_what_a_script_wrote_is_not_overwritten_without_a_trace():
    article = make_article(title="One")
    for title in ("Two", "Three"):
        article.title = title
        article.save()
    assert [v.data["title"] for v in Revision.objects.of(article).order_by("number")] == ["One", "Two"]


def test_an_action_in_a_list_makes_a_version(admin_client):
    article = make_article(published_at=None, summary="In short.")
    chosen = {"action": "publish_now", "_selected_action": [article.pk], "confirmed": "1"}
    admin_client.post("/admin/articles/article/", chosen)
    last = Revision.objects.of(article).first()
    assert (last.made_by_name, last.changed) == ("admin", ["published_at"])


def test_the_list_and_the_difference_tell_who_when_and_what(admin_client):
    article = make_article(title="One", body="<p>Press hard, she said.</p>")
    save(admin_client, article, title="Two", body="<p>Press harder, she said.</p>")
    page = admin_client.get(path(article, "history/")).text
    assert "Title, Text" in page
    page = admin_client.get(path(article, "versions/1/2/")).text
    assert "<p>Press <del>hard</del><ins>harder</ins>, she said.</p>" in page
    assert "<del>One</del><ins>Two</ins>" in page
    assert "&lt;p&gt;Press <del>hard</del><ins>harder</ins>" in page
    assert admin_client.get(path(article, "history/?old=1&new=2")).url == path(article, "versions/1/2/")
    assert "Press <del>hard</del>" in admin_client.get(path(article, "versions/1/2/?as=page")).text


def test_going_back_makes_a_new_version_and_publishes_nothing(admin_client):
    tag = make_tag()
    article = make_article(title="One", slug="one", summary="Short.", published_at=None, tags=[tag])
    save(admin_client, article, title="Two", slug="two", tags=[])
    with checks.exempt("a test's own content"):
        Article.objects.filter(pk=article.pk).update(published_at=timezone.now())
    page = admin_client.get(path(article, "versions/1/restore/"))
    assert "<del>Two</del><ins>One</ins>" in page.text
    assert Revision.objects.of(article).count() == 2
    assert "This stays as it is" in page.text
    response = admin_client.post(path(article, "versions/1/restore/"), {"now": page.context["now"]})
    assert response.url == path(article)
    article.refresh_from_db()
    assert (article.title, article.slug, list(article.tags.all())) == ("One", "one", [tag])
    assert article.is_published
    assert Revision.objects.of(article).first().note == "restored from version 1"
    assert Redirect.objects.get().old_path == "/articles/two/"


def make_report(**fields):
    fields = {"title": "Year", "slug": "year", "summary": "In short.", "published_at": None, **fields}
    return Report.objects.create(document=make_pdf(name="year.pdf"), alt="A cover", **fields)


@pytest.mark.parametrize("make", [make_article, make_petition, make_report, make_page])
def test_every_kind_is_compared_and_gone_back_to_through_its_own_form(admin_client, make):
    obj = make(title="One", summary="In short.", body="<p>Press hard.</p>", published_at=None)
    desk = f"/admin/{obj._meta.app_label}/{obj._meta.model_name}/{obj.pk}/"
    for words in ("<p>Press hard.</p><p>Twice.</p>", "<p>Softly.</p>"):
        answer = admin_client.post(f"{desk}change/", {**opened(admin_client, f"{desk}change/"), "body": words})
        assert answer.status_code == 302, answer.context["errors"]
    assert "<ins>Softly</ins>" in admin_client.get(f"{desk}versions/1/3/").text
    restore = f"{desk}versions/2/restore/"
    page = admin_client.get(restore)
    assert admin_client.post(restore, {"now": page.context["now"]}).status_code == 302
    obj.refresh_from_db()
    assert obj.body == "<p>Press hard.</p><p>Twice.</p>"
    last = Revision.objects.of(obj).first()
    assert (last.number, last.made_by_name, last.note) == (4, "admin", "restored from version 2")


def test_going_back_changes_nothing_when_somebody_saved_meanwhile(admin_client):
    article = make_article(title="One")
    save(admin_client, article, title="Two")
    page = admin_client.get(path(article, "versions/1/restore/"))
    save(admin_client, article, title="Three")
    admin_client.post(path(article, "versions/1/restore/"), {"now": page.context["now"]})
    article.refresh_from_db()
    assert article.title == "Three"


def test_what_cannot_go_back_says_why(admin_client):
    photo = make_photo()
    article = make_article(slug="one", picture=photo)
    save(admin_client, article, slug="two", picture="")
    make_article(slug="one")
    photo.delete()
    page = admin_client.get(path(article, "versions/1/restore/"))
    page = admin_client.post(path(article, "versions/1/restore/"), {"now": page.context["now"]})
    assert page.status_code == 422
    assert "Something else has this address." in page.text
    article.refresh_from_db()
    assert (article.slug, article.picture) == ("two", None)


def test_going_back_never_rewrites_what_people_signed(admin_client):
    petition = make_petition(demand="Let them go.", title="Old")
    revisions.keep(petition)
    Petition.objects.filter(pk=petition.pk).update(demand="Let them all go.", title="New")
    petition.signatures.create(fingerprint=b"1" * 32, country="KE", sealed=b"s", token_hash=b"2" * 32)
    restore = f"/admin/campaigns/petition/{petition.pk}/versions/1/restore/"
    page = admin_client.get(restore)
    assert "This stays as it is" in page.text
    admin_client.post(restore, {"now": page.context["now"]})
    petition.refresh_from_db()
    assert (petition.title, petition.demand) == ("Old", "Let them all go.")


def test_versions_go_with_the_thing():
    article, other = make_article(), make_article()
    revisions.keep(article), revisions.keep(other)
    article.delete()
    revisions.sweep()
    assert [revision.object_id for revision in Revision.objects.all()] == [other.pk]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_of_versions_takes_the_same_few_queries(admin_client, many, django_assert_max_num_queries):
    article = make_article()
    for number in range(many):
        save(admin_client, article, title=f"Title {number}")
    admin_client.get(path(article, "history/"))
    with django_assert_max_num_queries(11):
        admin_client.get(path(article, "history/"))


def test_who_may_only_look_sees_versions_and_changes_nothing(client, django_user_model):
    article = make_article(title="One")
    revisions.keep(article, make_staff("clara"))
    Article.objects.filter(pk=article.pk).update(title="Two")
    client.force_login(editor(django_user_model, "bob", "view_article", "change_others_article"))
    assert client.get(path(article, "history/")).status_code == 200
    assert client.get(path(article, "versions/1/0/")).status_code == 200
    assert client.get(path(article, "versions/1/restore/")).status_code == 403
    assert client.post(path(article, "versions/1/restore/"), {"now": ""}).status_code == 403
    article.refresh_from_db()
    assert article.title == "Two"


def test_going_back_leaves_out_what_is_deleted_or_merged_since_and_says_so(admin_client):
    lost, kept, series, person = make_tag(name="Lost"), make_tag(name="Kept"), make_series(), make_person()
    article = make_article(title="Old", tags=[lost, kept], series=series)
    article.bylines.create(person=person, position=1)
    article.bylines.create(guest="Ай-кын", position=2)
    revisions.keep(article)
    Article.objects.filter(pk=article.pk).update(title="New")
    lost.delete()
    series.delete()
    person.delete()
    url = f"/admin/articles/article/{article.pk}/versions/1/restore/"
    page = admin_client.get(url)
    assert "was deleted or merged since, and stays out: Series, Tags, Authors." in page.text
    answer = admin_client.post(url, {"now": page.context["now"]}, follow=True)
    assert "could not come back: Series, Tags, Authors." in answer.text
    article.refresh_from_db()
    assert (article.title, article.series, list(article.tags.all())) == ("Old", None, [kept])
    assert [str(byline) for byline in article.bylines.all()] == ["Ай-кын"]
    filled = opened(admin_client, f"/admin/articles/article/{article.pk}/change/?revision=1")
    assert filled["title"] == "Old"
