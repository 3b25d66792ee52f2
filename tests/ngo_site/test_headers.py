"""What every answer says about itself: who may keep it, and what a browser may do with it."""

import pytest
from django.urls import reverse

from campaigns.sharing.cards import STYLE_HASH

pytestmark = pytest.mark.django_db
# Their addresses carry a version.
KEPT_FOR_EVER = {"theme", "icon"}


def test_every_public_page_may_be_kept_by_any_cache(client, pages):
    for name, path in pages.items():
        answer = client.get(path)
        assert answer.status_code == 200, name
        kept = "public, max-age=31536000, immutable" if name in KEPT_FOR_EVER else "public, max-age=0, s-maxage="
        assert answer["Cache-Control"].startswith(kept), name
        assert "Vary" not in answer, name
        assert not answer.cookies, name


def test_for_an_editor_no_cache_keeps_them(admin_client, pages):
    for name, path in pages.items():
        if name in KEPT_FOR_EVER:
            continue  # nothing in them is different for an editor
        assert admin_client.get(path)["Cache-Control"] == "no-store", name


def test_a_cookie_nobody_set_and_a_language_nobody_offers_change_nothing(client, pages):
    path = pages["articles:article"]
    client.cookies["django_language"] = "ar"
    answer = client.get(path, headers={"accept-language": "ar"})
    assert "Vary" not in answer
    assert '<html lang="en"' in answer.text
    assert answer["Content-Language"] == "en"


def policy(answer):
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {name: set(values) for name, *values in parts}


def test_public_pages_run_nothing_that_is_not_ours(client, pages):
    for name, path in pages.items():
        answer = client.get(path)
        rules = policy(answer)
        assert rules["default-src"] == rules["base-uri"] == {"'none'"}, name
        for kind in ("script-src", "style-src", "img-src", "font-src", "media-src", "connect-src", "form-action"):
            is_own_drawing = kind == "style-src" and path.endswith(".svg") and "/embed/" in path
            assert rules[kind] == ({STYLE_HASH} if is_own_drawing else {"'self'"}), (name, kind)
        framed_by = {"*"} if path.startswith("/embed/") and not path.endswith(".svg") else {"'none'"}
        assert rules["frame-ancestors"] == framed_by, name
        assert answer.get("X-Frame-Options") == (None if framed_by == {"*"} else "DENY"), name
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert answer["Referrer-Policy"] == "same-origin", name
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", name
        # Cards to embed, pictures and the petitions' JSON are meant for others, pages are not.
        if answer["Content-Type"].startswith("text/html") and not path.startswith("/embed/"):
            assert answer["Cross-Origin-Resource-Policy"] == "same-origin", name
        assert "camera=(), " in answer["Permissions-Policy"], name


def test_pages_that_are_not_there_are_as_strict(client):
    assert policy(client.get("/nowhere/"))["script-src"] == {"'self'"}


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/articles/article/",
        "/admin/articles/photo/add/",
        "/admin/articles/tag/add/",
        "/admin/core/redirect/add/",
        "/admin/auth/user/",
        "/admin/newsletters/subscriber/",
    ],
)
def test_the_desk_is_as_strict(admin_client, path):
    rules = policy(admin_client.get(path))
    assert rules["script-src"] == rules["style-src"] == {"'self'"}
    assert rules["frame-ancestors"] == {"'none'"}


def test_the_login_is_as_strict(client):
    assert policy(client.get("/admin/login/"))["script-src"] == {"'self'"}


WITH_EDITOR = [
    "articles/article", "campaigns/campaign", "campaigns/petition", "newsletters/issue", "organisation/page",
    "organisation/person", "organisation/report",
]  # fmt: skip


@pytest.mark.parametrize("model", WITH_EDITOR)
def test_only_a_form_with_the_editor_in_it_allows_what_the_editor_needs(admin_client, model):
    answer = admin_client.get(f"/admin/{model}/add/")
    assert "data-ckeditor-basepath" in answer.text or "data-config" in answer.text
    rules = policy(answer)
    assert (rules["script-src"], rules["style-src"]) == ({"'self'"}, {"'self'", "'unsafe-inline'"})
    assert rules["frame-ancestors"] == rules["base-uri"] == {"'none'"}
    assert policy(admin_client.get(f"/admin/{model}/"))["style-src"] == {"'self'"}


@pytest.mark.parametrize(
    "name",
    [
        "articles:comment-confirm",
        "campaigns:signature-confirm",
        "newsletters:confirm",
        "organisation:join-withdraw",
        "mails-again",
    ],
)
def test_pages_behind_a_secret_link_are_kept_by_nobody_and_tell_nobody(client, name):
    answer = client.get(reverse(name, args=["a" * 22]))
    if answer.status_code == 200:
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["Referrer-Policy"] == "no-referrer"
    assert "public" not in answer.get("Cache-Control", "")


def test_a_private_key_is_typed_into_a_page_that_shares_no_memory(admin_client):
    page = admin_client.get(reverse("admin:campaigns_petition_open"))
    assert page["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"
