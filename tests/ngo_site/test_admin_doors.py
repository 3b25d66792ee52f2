"""What a form could send to the admin, what its suggestions and filters could tell: asked as every role."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import get_resolver

from core.accounts.authenticators import Authenticator, new_secret
from tests.factories import make_account, make_article
from tests.ngo_site.test_admin_table import (
    ALL,
    ANY_STAFF,
    CHANGE,
    HAND_OVER,
    KINDS,
    NOTHING_THERE,
    PAGES,
    ROLES,
    address,
    make_one_of_each,
    named_patterns,
    outcome,
    split,
)

pytestmark = [pytest.mark.django_db, pytest.mark.crowd]

# "" is a stranger, "-" somebody of the staff without a role.
EVERYBODY = ["", "-", *ROLES]
# Beside the admin's own addresses; who enters.
BESIDE = {"admin/embeds.json": f"-{ALL}", "admin/links.json": f"-{ALL}", "admin/privacy/": "X"}
# Steps on the way in, and out.
FOR_WHO_COMES_IN = {
    *("login", "logout", "ask_factor", "new_factor", "authenticator", "remove_authenticator", "passkey"),
    *("remove_passkey", "new_recovery_codes"),
}
# A POST to these pages needs more than looking at them.
POSTING = {"change": CHANGE, "correct": CHANGE, "send": CHANGE}
SENT = {"post": "yes", "_do": "1", "reason": "x", "confirm": "1", "action": "delete_selected"}


def somebody(letter: str) -> Client:
    client = Client(raise_request_exception=False)
    if letter:
        client.force_login(make_account(ROLES.get(letter, "")))
    return client


def may_post(letter, kind, page) -> bool:
    need = POSTING.get(page, PAGES[page])
    return bool(letter) and need not in {ANY_STAFF, NOTHING_THERE} and letter in KINDS[kind][need]


def everything_kept() -> dict:
    """Return all rows of every kind at the desk; sealed bytes stay where they are."""
    return {
        model._meta.label: list(
            model.objects.order_by("pk").values_list(
                *(field.name for field in model._meta.concrete_fields if field.name != "last_login")
            )
        )
        for model in admin.site._registry
    }


@pytest.mark.parametrize("letter", EVERYBODY)
def test_whoever_may_not_changes_nothing_by_posting_to_any_view(letter):
    keys = make_one_of_each()
    client = somebody(letter)
    before, wrong = everything_kept(), {}
    for name, route in named_patterns():
        kind, page = split(name)
        if kind and not may_post(letter, kind, page):
            response = client.post(address(route, keys.get(kind, 0)), SENT)
            found = "nothing" if response.status_code == 405 else outcome(response)
            # Those who may look stay where they are: a list, a preview, a version, but it changes nothing.
            if found == "broken" or (found == "open" and (not letter or may_not_look(letter, kind, page))):
                wrong[name] = (found, response.status_code)
    assert wrong == {}
    assert everything_kept() == before


def may_not_look(letter, kind, page) -> bool:
    need = PAGES[page]
    return need not in {ANY_STAFF, NOTHING_THERE} and letter not in KINDS[kind][need]


def test_an_administrator_who_sends_nonsense_anywhere_gets_an_answer():
    keys = make_one_of_each()
    client, broken = somebody("X"), {}
    for name, route in named_patterns():
        kind, page = split(name)
        if kind and page not in {"delete", "approve", "strike"} and PAGES[page] != HAND_OVER:
            for sent in ({}, {"title": "\x00", "slug": "/", "action": "?", "number": "x"}):
                response = client.post(address(route, keys.get(kind, 0)), sent)
                if response.status_code >= 500:
                    broken[name] = response.status_code
    assert broken == {}


def test_nonsense_in_an_address_is_answered():
    keys = make_one_of_each()
    client, broken = somebody("X"), {}
    asked = "q=%00&e=1&p=x&o=x&month=0000-13&revision=%C2%B2&scheduled_change=9999999999999999999&template=%D9%A3"
    asked += "".join(
        f"&{name}={value}" for name, value in {"campaign": "x", "petition": "%00", "user": "%C2%B2"}.items()
    )
    for name, route in named_patterns():
        response = client.get(f"{address(route, keys.get(split(name or '')[0], 0))}?{asked}")
        if response.status_code >= 500:
            broken[name] = response.status_code
    assert broken == {}
    assert "Show the whole list" in client.get("/admin/articles/article/?e=1&o=x&nothing=x").text


def suggestions():
    """Yield (app, model, field, kind of what is suggested) for every field with suggestions."""
    for model, desk in admin.site._registry.items():
        for place in (desk, *(inline(model, admin.site) for inline in desk.inlines)):
            for name in place.autocomplete_fields:
                options = place.model._meta
                remote = options.get_field(name).remote_field.model._meta
                yield options.app_label, options.model_name, name, f"{remote.app_label}_{remote.model_name}"


@pytest.mark.parametrize("letter", EVERYBODY)
def test_suggestions_are_for_those_who_may_see_what_is_suggested(letter):
    client, found, expected = somebody(letter), {}, {}
    for app, model, field, remote in suggestions():
        asked = {"app_label": app, "model_name": model, "field_name": field, "term": ""}
        found[f"{model}.{field}"] = outcome(client.get("/admin/autocomplete/", asked))
        view = KINDS[remote][0]
        expected[f"{model}.{field}"] = "door" if not letter else "open" if letter in view else "shut"
    assert (found, len(found) > 5) == (expected, True)


def test_every_address_beside_the_admin_is_known():
    routes = {str(pattern.pattern) for pattern in get_resolver().url_patterns}
    assert {route for route in routes if route.startswith("admin/") and route != "admin/"} == set(BESIDE)


@pytest.mark.parametrize("letter", EVERYBODY)
def test_addresses_beside_the_admin(letter):
    client = somebody(letter)
    found = {path: outcome(client.get(f"/{path}")) for path in BESIDE}
    assert found == {
        path: "door" if not letter else "open" if letter in who else "shut" for path, who in BESIDE.items()
    }


def who_gave_the_password_alone() -> Client:
    account = make_account("administrator", password="correct horse")
    Authenticator.objects.create(account=account, secret=new_secret())
    client = Client(raise_request_exception=False)
    client.post("/admin/login/", {"username": account.username, "password": "correct horse"})
    return client


def whose_role_needs_a_factor_since() -> Client:
    return somebody("X")


@pytest.mark.parametrize("come", [who_gave_the_password_alone, whose_role_needs_a_factor_since])
def test_who_is_not_all_the_way_in_is_a_stranger_at_every_page(come, settings):
    keys = make_one_of_each()
    client, stranger = come(), Client(raise_request_exception=False)
    settings.SECOND_FACTOR_REQUIRED_FOR = ["administrator"]
    before, wrong, asked = everything_kept(), {}, 0
    pages = [(name, address(route, keys.get(split(name or "")[0], 0))) for name, route in named_patterns()]
    for name, url in [*pages, *((path, f"/{path}") for path in BESIDE)]:
        if name in FOR_WHO_COMES_IN:
            continue
        for send in ("get", "post"):
            known, unknown = (outcome(getattr(one, send)(url)) for one in (client, stranger))
            asked += 1
            if known != unknown:
                wrong[name, send] = (known, unknown)
    assert (wrong, asked > 300) == ({}, True)
    assert everything_kept() == before
    assert client.get("/admin/second-factor/new/").status_code == 200  # still known by the password


def test_no_filter_of_a_list_tells_passwords_letter_by_letter(admin_client):
    make_article(created_by=make_account("author"))
    user, asked = get_user_model(), 0
    for model in admin.site._registry:
        for field in model._meta.get_fields():
            if field.is_relation and field.related_model is user and not field.auto_created:
                path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
                answer = admin_client.get(path, {f"{field.name}__password__startswith": "pbkdf2"})
                assert (model, answer.status_code) == (model, 400)
                asked += 1
    assert asked > 3


def test_a_page_of_a_kind_that_has_no_desk_is_not_there(admin_client):
    kind = ContentType.objects.get(app_label="campaigns", model="signature").pk
    assert admin_client.get(f"/admin/r/{kind}/1/").status_code == 404
    assert admin_client.get("/admin/campaigns/signature/").status_code == 404
