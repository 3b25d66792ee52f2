"""Every address of the admin, asked as every role. A view that is new and not in the tables below fails the test."""

import re

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from articles.models import Album, Article, OutgoingMention, Photo, Series, Tag
from campaigns.models import Campaign, Invalidation, Petition, PetitionUpdate, PosterSeries
from core.audit import record
from core.redirects import Redirect
from newsletters.models import Issue
from organisation.models import AnswerTemplate, Menu, Volunteer
from tests import factories
from tests.factories import make_account
from tests.ngo_site.admin_walk import admin_patterns
from tests.ngo_site.everything import make_everything

pytestmark = [pytest.mark.django_db, pytest.mark.crowd]

ROLES = {"A": "author", "M": "moderator", "C": "campaigner", "E": "editor", "X": "administrator"}
ALL = "".join(ROLES)
# Who may view, add, change, delete; "" is nobody at all, whatever the role.
KINDS = {
    "articles_article": ("AEX", "AEX", "AEX", "AEX"),
    "articles_album": ("EX", "EX", "EX", "EX"),
    "articles_ban": ("MEX", "", "MEX", "MEX"),
    "articles_watchedword": ("MEX", "MEX", "MEX", "MEX"),
    "articles_comment": ("MEX", "", "MEX", "MEX"),
    "articles_mention": ("MEX", "", "MEX", "MEX"),
    "articles_outgoingmention": ("MEX", "", "", ""),
    "articles_photo": ("ACEX", "ACEX", "ACEX", "CEX"),
    "articles_series": ("AEX", "EX", "EX", "EX"),
    "articles_tag": ("AEX", "EX", "EX", "EX"),
    "campaigns_campaign": ("CEX", "CEX", "CEX", "CEX"),
    "campaigns_invalidation": ("CEX", "CEX", "", ""),
    "campaigns_paperbatch": ("CEX", "CEX", "", "CEX"),
    "campaigns_petition": ("CEX", "CEX", "CEX", "CEX", "EX"),
    "campaigns_petitionupdate": ("CEX", "CEX", "CEX", "CEX"),
    "campaigns_poster": ("CEX", "CEX", "CEX", "CEX"),
    "campaigns_posterseries": ("CEX", "CEX", "CEX", "CEX"),
    "campaigns_video": ("CEX", "CEX", "CEX", "CEX"),
    "newsletters_issue": ("CEX", "CEX", "CEX", "CEX"),
    "newsletters_consentwording": ("EX", "EX", "", ""),
    "newsletters_subscriber": ("X", "", "X", "X"),
    "organisation_document": ("EX", "EX", "EX", "EX"),
    "organisation_menu": ("EX", "EX", "EX", "EX"),
    "organisation_page": ("EX", "EX", "EX", "EX"),
    "organisation_person": ("ACEX", "EX", "EX", "EX"),
    "organisation_report": ("EX", "EX", "EX", "EX"),
    "organisation_volunteer": ("EX", "", "EX", "EX"),
    "organisation_answertemplate": ("EX", "EX", "EX", "EX"),
    "core_auditentry": ("X", "", "", ""),
    "core_binitem": ("ACEX", "", "", ""),
    "core_failedlogins": ("X", "", "", ""),
    "core_identity": ("X", "", "X", ""),
    "core_job": ("X", "", "", "X"),
    "core_maillimitcount": ("X", "", "", ""),
    "core_outboxmail": ("X", "", "", "X"),
    "publishing_scheduledchange": ("CEX", "", "", ""),
    "core_redirect": ("EX", "EX", "EX", "EX"),
    "auth_user": ("X", "X", "X", "X"),
}
VIEW, ADD, CHANGE, DELETE, HAND_OVER, ANY_STAFF, NOTHING_THERE = 0, 1, 2, 3, 4, "any staff", "nothing there"
# What each page of a kind asks for. "nothing there": the row it is about is one's own, see test_roles.py.
PAGES = {
    "changelist": VIEW, "add": ADD, "change": VIEW, "delete": DELETE, "history": VIEW, "difference": VIEW,
    "autosave": CHANGE, "autosave_new": ADD, "form_token": ANY_STAFF, "restore": CHANGE, "unsaved": NOTHING_THERE,
    "scheduled_change": VIEW, "library": VIEW, "merge": DELETE,
    "upload": ADD, "describe": CHANGE, "words": CHANGE,
    "preview": VIEW, "preview_new": ADD, "preview_links": CHANGE, "publication": CHANGE, "password_change": CHANGE,
    "correct": CHANGE, "send": CHANGE, "spread": VIEW, "hand_over": HAND_OVER, "open": HAND_OVER,
    "approve": ADD, "strike": ADD, "correction": CHANGE, "withdrawal": CHANGE, "step": CHANGE, "answer": CHANGE,
    "note": CHANGE, "care": CHANGE, "edit": CHANGE,
}  # fmt: skip
# There is no such scheduled change, revision or step, and the letter was not sent: 404 for those who may.
ABSENT = {"scheduled_change", "restore", "correction", "withdrawal", "step"}
POSTED = {"autosave", "autosave_new", "preview_new", "words"}
# Pages of the desk itself: who may enter, or that they are for everybody.
OTHERS = {
    "index": ANY_STAFF, "login": None, "logout": None, "password_change": ANY_STAFF, "password_change_done": ANY_STAFF,
    "articles_queue": "MEX", "articles_writer": "MEX",
    "articles_response_mail": ANY_STAFF, "readers": "AEX", "find": ANY_STAFF, "health": "X",
    "put_away_first_steps": ANY_STAFF, "identity_look": "X",
    "ask_factor": None, "new_factor": None, "authenticator": None, "remove_authenticator": None, "passkey": None,
    "remove_passkey": None, "new_recovery_codes": None, "profile": ANY_STAFF, "new_address": ANY_STAFF,
    "organisation_own_portrait": ANY_STAFF,
    "end_sessions": ANY_STAFF, "forgotten_password": None, "choose_password": None, "confirm_address": None,
    "autocomplete": NOTHING_THERE, "jsi18n": None, "view_on_site": NOTHING_THERE, "app_list": None,
}  # fmt: skip
# Django leads an address without /change/ there, and catches whatever is left.
WITHOUT_NAME = re.compile(r"\w+/\w+/<path:object_id>/$|\(\?P<url>\.\*\)\$$")


def make_one_of_each() -> dict:
    """Return {"app_model": key} with an object of every kind; the article is the author's own draft."""
    objs = make_everything()
    article = next(obj for obj in objs if obj._meta.model_name == "article")
    objs += [
        factories.make_comment(article), factories.make_mention(article),
        OutgoingMention.objects.create(article=article, target_url="https://example.org/"),
        Series.objects.create(title="On paper", slug="on-paper"), Tag.objects.create(name="Ink", slug="ink"),
        Issue.objects.create(subject="A letter", body="<p>Dear friends</p>"), factories.make_subscriber(),
        Volunteer.objects.create(name="Bob", email="bob@example.org", status="confirmed"),
        record(None, "export"), factories.make_paper_batch(Petition.objects.get()),
        Invalidation.objects.create(petition=Petition.objects.get(), reason="A script"),
        PetitionUpdate.objects.create(petition=Petition.objects.get(), title="A thousand"),
        PosterSeries.objects.create(title="Six copies", slug="six-copies"),
        Album.objects.create(title="On paper", slug="album-on-paper"),
        Redirect.objects.create(old_path="/old/", new_path="/new/"),
        Menu.objects.create(title="Main", slug="main"),
        AnswerTemplate.objects.create(title="Thanks", subject="Thank you", text="Dear {name}"),
    ]  # fmt: skip
    return {f"{obj._meta.app_label}_{obj._meta.model_name}": obj.pk for obj in objs}


def split(name: str):
    """Return (kind, page) of a name such as articles_article_change, or (None, name)."""
    kind = next((kind for kind in sorted(KINDS, key=len, reverse=True) if name.startswith(f"{kind}_")), None)
    return (kind, name.removeprefix(f"{kind}_")) if kind else (None, name)


def address(route: str, key) -> str:
    route = re.sub(r"<(?:\w+:)?(object_id|id)>", str(key), route)
    return "/admin/" + re.sub(r"<\w+:\w+>", "0", route).lstrip("^").rstrip("$")


def outcome(response) -> str:
    if response.status_code == 302:
        if response.url.startswith("/admin/login/"):
            return "door"
        return "nothing" if response.url == "/admin/" else "open"
    return {403: "shut", 404: "nothing"}.get(response.status_code, "open" if response.status_code < 500 else "broken")


def named_patterns():
    return [(name, route) for name, route in admin_patterns() if not (name is None and WITHOUT_NAME.search(route))]


def test_every_view_of_the_admin_is_in_the_tables():
    unknown = [
        name or route
        for name, route in named_patterns()
        if not ((pair := split(name or ""))[0] and pair[1] in PAGES) and name not in OTHERS
    ]  # fmt: skip
    assert unknown == []


def test_every_kind_of_the_admin_is_in_the_tables():
    assert {f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry} == set(KINDS)


@pytest.mark.parametrize("letter", ["", "-", *ROLES])
def test_each_role_enters_exactly_its_pages(letter):
    """ "" is a stranger, "-" somebody of the staff without a role."""
    keys = make_one_of_each()
    client = Client(raise_request_exception=False)
    if letter:
        user = make_account(ROLES.get(letter, ""))
        make_own(keys, user)
        keys["auth_user"] = make_account(username="zoe").pk
        client.force_login(user)
    wrong = {}
    for name, route in named_patterns():
        kind, page = split(name)
        if kind is None:
            continue
        url = address(route, keys.get(kind, 0))
        response = client.post(url, "{}", "application/json") if page in POSTED else client.get(url)
        if (found := outcome(response)) not in (expected := wanted(letter, kind, page, keys)):
            wrong[name] = (found, expected)
    assert wrong == {}


def wanted(letter, kind, page, keys) -> set:
    need = PAGES[page]
    if not letter:
        return {"door"}
    if need == ANY_STAFF:
        return {"open"}
    if need == NOTHING_THERE:
        return {"nothing"}
    if page in ABSENT and letter in KINDS[kind][need]:
        return {"nothing"}
    if letter not in KINDS[kind][need]:
        return {"shut"} if kind in keys and letter not in KINDS[kind][VIEW] else {"shut", "nothing"}
    return (
        {"open"}
        if kind in keys or ("object_id" not in page and page in {"changelist", "add", "upload", "describe"})
        else {"nothing"}
    )


def make_own(keys, user):
    """Give this person an article and a photograph, neither public nor shown in public."""
    Campaign.objects.update(picture=None)
    for model in (Article, Photo):
        mine = model.objects.filter(pk=keys[f"articles_{model._meta.model_name}"])
        mine.update(created_by=user, published_at=None)


@pytest.mark.parametrize("letter", ["", "-", *ROLES])
def test_the_desk_itself(client, letter):
    if letter:
        client.force_login(make_account(ROLES.get(letter, "")))
    draft = factories.make_page(published_at=None, slug="secret-page")
    kind = ContentType.objects.get_for_model(draft).pk
    inside = "open" if letter else "door"
    assert outcome(client.get("/admin/")) == inside
    assert outcome(client.get("/admin/password_change/")) == inside
    assert outcome(client.get("/admin/no-such-page/")) == ("nothing" if letter else "door")
    assert outcome(client.get(f"/admin/r/{kind}/{draft.pk}/")) == (
        "open" if letter and letter in "EX" else "nothing" if letter else "door"
    )
    queue = "open" if letter and letter in "MEX" else "shut" if letter else "door"
    comment = factories.make_comment(factories.make_article())
    assert outcome(client.get("/admin/articles/comment/queue/")) == queue
    # Known to nobody by a mailbox, so there is nothing to list even for those who may.
    nobody = "nothing" if queue == "open" else queue
    assert outcome(client.get(f"/admin/articles/comment/{comment.pk}/writer/")) == nobody
    readers = client.get(f"/admin/readers/{comment.object_pk}/")
    inside = {"A": "nothing", "C": "nothing", "E": "open", "X": "open", "": "door"}  # it is not the author's own
    assert outcome(readers) == inside.get(letter, "shut")
    shelf = client.get("/admin/auth/")
    assert outcome(shelf) == ("open" if letter == "X" else "nothing" if letter else "door")
