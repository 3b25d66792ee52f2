"""Clara brings forty pictures home: each is judged by itself, and the words are asked for afterwards."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Photo
from tests.factories import make_article, make_photo
from tests.loopback import page, serving
from tests.paths import DATA

pytestmark = pytest.mark.django_db

IMAGES = DATA / "images"
UPLOAD, DESCRIBE = "/admin/articles/photo/upload/", "/admin/articles/photo/describe/"
COMMON = {"credit": "Clara", "licence": "CC BY 4.0", "language": "en"}


def file(name="hopper.jpg", called=None):
    return SimpleUploadedFile(called or name, (IMAGES / name).read_bytes())


def test_good_files_are_kept_and_the_others_named_with_the_reason(admin_client):
    sent = [
        file(called="Night shift_01.jpg"),
        file("truncated_jpeg.jpg"),
        file("ORIGIN.md", "page.jpg"),
        file(called="Night shift_01.jpg"),
    ]
    page = admin_client.post(UPLOAD, {**COMMON, "files": sent}).text
    first, second = Photo.objects.order_by("pk")
    assert (first.title, first.slug, first.credit, first.licence) == (
        "Night shift 01",
        "night-shift-01",
        "Clara",
        "CC BY 4.0",
    )
    assert second.slug.startswith("night-shift-01-")
    assert (first.published_at, first.alt) == (None, "")
    assert "damaged or incomplete" in page
    assert "whatever its name says" in page
    assert 'href="/admin/articles/photo/describe/"' in page


def test_a_script_is_answered_in_json(admin_client):
    ask = {"HTTP_ACCEPT": "application/json"}
    kept = admin_client.post(UPLOAD, {**COMMON, "files": [file()]}, **ask).json()
    assert kept == {
        "results": [{"name": "hopper.jpg", "address": f"/admin/articles/photo/{Photo.objects.get().pk}/change/"}],
        "errors": [],
    }
    refused = admin_client.post(UPLOAD, {**COMMON, "files": [file("decompression_bomb.gif")]}, **ask).json()
    assert "too large" in refused["results"][0]["error"]
    # As the editor sends what is pasted into a text.
    for said, alt in [("Станок под лампой", "Станок под лампой"), ("image1.png", "")]:
        sent = {"files": [file()], "alt": said, "language": ""}
        (pasted,) = admin_client.post(UPLOAD, sent, **ask).json()["results"]
        photo = Photo.objects.latest("pk")
        assert (pasted["mark"], photo.alt, photo.language) == (f"photo:{photo.slug}", alt, "en")
    nothing = admin_client.post(UPLOAD, COMMON, **ask).json()
    assert nothing["errors"] == ["Please choose at least one file."]


@pytest.mark.parametrize(
    "name", ["\u202egpj.exe.jpg", "…", "../../etc/passwd", "albums.jpg", "x" * 300 + ".jpg", "الصحافة.jpg", "<b>.jpg"]
)
def test_any_name_makes_a_title_and_an_address(admin_client, client, name):
    page = admin_client.post(UPLOAD, {**COMMON, "files": [file(called=name)]})
    assert page.status_code == 200
    photo = Photo.objects.get()
    assert photo.title
    assert photo.slug != "albums"
    assert admin_client.get(photo.get_absolute_url()).status_code == 200


def test_a_name_keeps_the_vowels_of_its_script(admin_client):
    admin_client.post(UPLOAD, {**COMMON, "files": [file(called="สื่อ_น้ำ.jpg")]})
    photo = Photo.objects.get()
    assert (photo.title, photo.slug) == ("สื่อ น้ำ", "สื่อ-น้ำ")


def test_the_words_are_asked_for_in_one_list_and_what_is_empty_waits(admin_client):
    one, two, three = (make_photo(alt="", title=f"IMG {n}", published_at=None) for n in range(3))
    make_photo(alt="Known")
    make_photo(alt="", decorative=True)
    page = admin_client.get(DESCRIBE).text
    assert page.count('name="photo"') == 3
    sent = {"photo": [photo.pk for photo in (one, two, three)]}
    for photo, alt in ((one, "Bob at the press"), (two, "image"), (three, "")):
        prefix = f"photo{photo.pk}"
        sent |= {
            f"{prefix}-title": "New title",
            f"{prefix}-alt": alt,
            f"{prefix}-consent": "nobody",
            f"{prefix}-consent_until": "",
        }
    page = admin_client.post(DESCRIBE, sent)
    for photo in (one, two, three):
        photo.refresh_from_db()
    assert [photo.alt for photo in (one, two, three)] == ["Bob at the press", "", ""]
    assert [photo.title for photo in (one, two, three)] == ["New title", "IMG 1", "IMG 2"]
    assert "only that there is a picture" in page.text
    assert page.text.count('name="photo"') == 1
    assert "\nimage</textarea>" in page.text


def test_who_may_not_add_or_change_does_neither(client, django_user_model):
    photo = make_photo(alt="")
    assert client.get(UPLOAD).status_code == client.get(DESCRIBE).status_code == 302
    bob = django_user_model.objects.create_user("bob", is_staff=True)
    bob.user_permissions.add(Permission.objects.get(codename="view_photo"))
    client.force_login(bob)
    assert client.post(UPLOAD, {**COMMON, "files": [file()]}).status_code == 403
    answer = client.post(UPLOAD, {"files": [file()], "alt": ""}, HTTP_ACCEPT="application/json")
    assert (answer.status_code, answer.json()["errors"]) == (403, ["You may not add pictures."])
    assert client.post(DESCRIBE, {"photo": photo.pk, f"photo{photo.pk}-alt": "Bob was here"}).status_code == 403
    assert Photo.objects.count() == 1
    page = client.get("/admin/articles/photo/").text
    assert UPLOAD not in page
    assert DESCRIBE not in page


def test_who_may_not_change_a_picture_answers_nothing_beside_a_text(client, django_user_model):
    photo = make_photo(alt="", consent="", published_at=None)
    path = f"/admin/articles/photo/{photo.pk}/words/"
    bob = django_user_model.objects.create_user("bob", is_staff=True)
    bob.user_permissions.add(*Permission.objects.filter(codename__in=["view_photo", "change_photo"]))
    client.force_login(bob)
    assert client.get(path).status_code == 405
    assert client.post(path, {"alt": "Bob was here", "consent": "nobody"}).status_code == 403
    assert "describe" in client.get(f"/admin/embeds.json?mark=photo:{photo.slug}").text
    assert "/words/" not in client.get(f"/admin/embeds.json?mark=photo:{photo.slug}").text
    Photo.objects.update(created_by=bob)
    answer = client.post(path, {"alt": "A loom.", "consent": "nobody"}).json()
    assert (answer["entry"]["alt"], answer["entry"]["describe"]) == ("A loom.", "")
    assert client.post(path, {"alt": "A loom.", "consent": "perhaps"}).json()["errors"]


def test_the_library_tells_what_is_to_do_and_where_a_picture_stands(admin_client):
    photo = make_photo(slug="press", title="The press", alt="", consent="withdrawn")
    article = make_article(title="Six copies", body='<p data-embed="photo:press"></p>', published_at=None)
    page = admin_client.get("/admin/articles/photo/").text
    assert "without a description" in page
    assert "no longer shown" in page
    assert "Describe 1 picture" in page
    for todo, count in {"describe": 1, "over": 1, "ends": 0, "x": 1}.items():
        listed = admin_client.get(f"/admin/articles/photo/?todo={todo}", follow=True).text
        assert listed.count("action-select") - listed.count("action-select-all") >= count, todo
    form = admin_client.get(f"/admin/articles/photo/{photo.pk}/change/").text
    assert f'<a href="/admin/articles/article/{article.pk}/change/" dir="auto">Six copies</a>' in form
    assert "in the text" in form


def test_a_picture_in_use_cannot_be_deleted_at_the_desk(admin_client):
    photo = make_photo(slug="press")
    article = make_article(title="Six copies", body='<p data-embed="photo:press"></p>', published_at=None)
    one = admin_client.get(f"/admin/articles/photo/{photo.pk}/delete/").text
    assert "Six copies" in one
    assert 'type="submit"' not in one.split('id="content"')[1]
    many = {"action": "delete_selected", "_selected_action": [photo.pk], "post": "yes"}
    assert "Six copies" in admin_client.post("/admin/articles/photo/", many).text
    admin_client.post(f"/admin/articles/photo/{photo.pk}/delete/", {"post": "yes"})
    assert Photo.objects.exists()
    article.delete()
    admin_client.post(f"/admin/articles/photo/{photo.pk}/delete/", {"post": "yes"})
    assert not Photo.objects.exists()


def test_the_form_takes_focus_and_consent_and_says_what_is_wrong(admin_client):
    photo = make_photo(slug="press")
    sent = {
        "title": "The press", "slug": "press", "language": "en", "alt": "A press.",
        "focus_x": "18", "focus_y": "77", "consent": "given", "consent_until": "2031-01-31",
        "published_at_0": "", "published_at_1": "",
    }  # fmt: skip
    path = f"/admin/articles/photo/{photo.pk}/change/"
    assert admin_client.post(path, sent).status_code == 302
    photo.refresh_from_db()
    assert (photo.focus_x, photo.focus_y, photo.focus) == (18, 77, (20, 80))
    for wrong in ({"focus_x": "101"}, {"consent": "nobody"}, {"consent_until": "yesterday"}, {"focus_y": "-1"}):
        assert "errorlist" in admin_client.post(path, sent | wrong).text


def test_crops_keep_the_point_in_sight(client):
    photo = make_photo(focus_x=18, focus_y=50)
    assert 'data-across="20"' in client.get(photo.get_absolute_url()).text
    assert "data-down" not in client.get(photo.get_absolute_url()).text
    css = Path(finders.find("css/site.css")).read_text()
    for n in (0, 10, 20, 30, 40, 60, 70, 80, 90, 100):
        assert f'[data-across="{n}"] {{--across: {n}%;}}' in css
        assert f'[data-down="{n}"] {{--down: {n}%;}}' in css


def test_an_unreadable_upload_leaves_no_file_behind(admin_client):
    make_photo()
    before = default_storage.listdir("pictures")[1]
    admin_client.post(UPLOAD, {**COMMON, "files": [file("truncated_jpeg.jpg")]})
    assert default_storage.listdir("pictures")[1] == before


def test_a_picture_of_a_pasted_text_is_fetched_from_where_the_settings_say(admin_client, settings):
    ask = {"HTTP_ACCEPT": "application/json"}
    with serving({"/a": page(file().read(), content_type="image/jpeg")}) as docs:
        settings.FETCH_ALLOWED_LOOPBACK = [docs.host_port]
        sent = {"address": docs.url("/a"), "name": "A well", "alt": "A well with a rope", "language": ""}
        (refused,) = admin_client.post(UPLOAD, sent, **ask).json()["results"]
        assert "not fetched from there" in refused["error"]
        assert docs.requests == []
        settings.PASTED_PICTURE_HOSTS = ["127.0.0.1"]
        (kept,) = admin_client.post(UPLOAD, sent, **ask).json()["results"]
        (lost,) = admin_client.post(UPLOAD, {**sent, "address": docs.url("/b")}, **ask).json()["results"]
    photo = Photo.objects.get()
    assert (kept["mark"], photo.title, photo.alt, photo.consent) == ("photo:a-well", "A well", "A well with a rope", "")
    assert "could not be fetched" in lost["error"]
