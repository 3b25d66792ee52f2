"""The page as readers will get it, from what is saved, from the open form, and for somebody without an account."""

from html import unescape

import pytest

from articles.models import Article
from core.cache.generations import current_generation
from publishing.models import PreviewLink
from tests.factories import make_article, make_petition, make_photo, make_tag

pytestmark = pytest.mark.django_db

DESK = "/admin/articles/article"


def shown(answer):
    """Return the page inside the frame."""
    return unescape(answer.text.partition('srcdoc="')[2].partition('"></iframe>')[0])


def form(**fields):
    inlines = {"bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0}
    return {"title": "Unsaved", "slug": "unsaved", "language": "en", "body": "<p>New words</p>", **inlines, **fields}


def test_a_saved_draft_is_shown_as_the_public_page(admin_client, client):
    make_photo(slug="press", alt="A hand sets type")
    petition = make_petition(slug="secret", title="Operation Alice", published_at=None)
    body = f'<p>Words</p><p data-embed="petition:{petition.slug}"></p><p><img data-embed="photo:press" alt=""></p>'
    article = make_article(title="Six copies", body=body, tags=[make_tag(name="Samizdat")])
    public = client.get(article.get_absolute_url()).text
    article.back_to_draft()
    page = shown(admin_client.get(f"{DESK}/{article.pk}/preview/"))
    main = page.partition("<main")[2].partition("<form")[0]
    assert (
        main.replace("datetime", "").split("<time")[0]
        == public.partition("<main")[2].partition("<form")[0].replace("datetime", "").split("<time")[0]
    )
    assert "A hand sets type" in page
    assert "Samizdat" in page
    assert "Operation Alice" not in page
    assert "only the staff" not in page


def test_what_stands_in_the_form_is_shown_and_saved_nowhere(admin_client):
    article, tag = make_article(title="Saved", published_at=None), make_tag(name="Samizdat")
    before, generation = article.updated_at, current_generation()
    answer = admin_client.post(
        f"{DESK}/{article.pk}/preview/", form(tags=[tag.pk], body="<p>New</p><script>x</script>")
    )
    page = shown(answer)
    assert answer.status_code == 200
    assert "Unsaved" in page
    assert "<p>New</p>" in page
    assert "<script>x" not in page
    assert "Samizdat" in page
    article.refresh_from_db()
    assert (article.title, article.updated_at, article.tags.count()) == ("Saved", before, 0)
    assert current_generation() == generation


def test_a_new_unfinished_thing_is_shown_with_what_is_not_right_yet(admin_client):
    answer = admin_client.post(f"{DESK}/preview/", form(title="", slug=""))
    assert (answer.status_code, "New words" in shown(answer)) == (200, True)
    assert "Shown without what is not right yet" in answer.text
    assert Article.objects.count() == 0


def test_what_is_public_is_previewed_without_touching_it(admin_client):
    article = make_article(slug="here")
    assert "New words" in shown(
        admin_client.post(f"{DESK}/{article.pk}/preview/", form(slug="there", body="<p>New words</p>"))
    )
    article.refresh_from_db()
    assert (article.slug, article.body) == ("here", "<p>Read me.</p>")


def test_only_the_staff_who_may_write_see_a_preview(client, django_user_model):
    article = make_article(published_at=None)
    for user in (None, django_user_model.objects.create_user("bob", is_staff=True)):
        if user:
            client.force_login(user)
        for answer in (
            client.get(f"{DESK}/{article.pk}/preview/"),
            client.post(f"{DESK}/{article.pk}/preview/", form()),
            client.post(f"{DESK}/preview/", form()),
        ):
            assert answer.status_code in {302, 403, 404}
            assert "New words" not in answer.text


def test_a_preview_needs_the_token_of_the_form(django_user_model):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(django_user_model.objects.create_superuser("carol"))
    assert strict.post(f"{DESK}/preview/", form()).status_code == 403


def test_a_link_is_made_shown_once_and_revoked(admin_client, client):
    article = make_article(title="Six copies", published_at=None)
    page = f"{DESK}/{article.pk}/share/"
    made = admin_client.post(page, {"days": "7", "note": "Amina"})
    address = made.text.partition('class="made" readonly value="')[2].partition('"')[0].partition("/share/")[2]
    client.logout()
    assert "Six copies" in client.get(f"/share/{address}").text
    listed = admin_client.get(page).text
    assert ("Amina" in listed, address in listed) == (True, False)
    link = PreviewLink.objects.get()
    admin_client.post(page, {"revoke": str(link.pk)})
    assert client.get(f"/share/{address}").status_code == 410
    assert admin_client.post(page, {"revoke": "0"}).status_code == 404
    assert admin_client.post(page, {"days": "999"}).status_code == 200
    assert PreviewLink.objects.count() == 1


def test_nobody_revokes_the_links_of_another_thing(admin_client):
    other = make_article(published_at=None)
    PreviewLink.make(other, None, 7)
    article = make_article(published_at=None)
    revoke = {"revoke": str(PreviewLink.objects.get().pk)}
    assert admin_client.post(f"{DESK}/{article.pk}/share/", revoke).status_code == 404
    assert PreviewLink.objects.get().is_valid
