"""The menu of the desk: everything stands in one group, and nobody sees there what they may not open."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from core.admin_pages import admin_url
from ngo_site.navigation import GROUPS, NamedPage
from tests.factories import make_account, make_article, make_paper_batch, make_petition

pytestmark = pytest.mark.django_db


def menu(client, path="/admin/") -> dict[str, list[str]]:
    groups = client.get(path).context["available_apps"]
    return {str(group["name"]): [str(entry["name"]) for entry in group["models"]] for group in groups}


def trail(page) -> str:
    """Return the words of the path above a page, as people read them."""
    found = re.search(r'<div class="breadcrumbs">(.*?)</div>', page.text, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).replace("&rsaquo;", "›").split())


def test_every_model_of_the_desk_stands_in_one_group():
    listed = [member for _name, members in GROUPS.values() for member in members if not isinstance(member, NamedPage)]
    assert sorted(listed, key=str) == sorted(admin.site._registry, key=str)


def test_the_menu_of_an_administrator(client):
    client.force_login(make_account("administrator"))
    assert menu(client) == {
        "Write": ["Articles", "Pages", "Photos", "Albums", "Documents", "Series", "Tags"],
        "Campaign": [
            "Campaigns", "Petitions", "Petition updates", "Posters", "Series of posters", "Videos",
            "Paper signatures", "Removed signatures",
        ],
        "Conversation": [
            "Queue", "Comments", "Mentions", "Outgoing mentions", "Blocked senders", "Watched words"
        ],
        "Supporters": [
            "Letters", "Subscribers", "Consent wordings", "Volunteers", "Answer templates",
            "What we store about a person",
        ],
        "Organisation": ["Settings", "People", "Reports", "Menus", "Accounts"],
        "System": [
            "Health", "Jobs", "Unsent mails", "Mails over a limit", "Redirects", "Audit log", "Failed logins",
            "Planned changes", "Bin",
        ],
    }  # fmt: skip


@pytest.mark.parametrize("role", ["", "author", "moderator", "campaigner", "editor"])
def test_each_role_may_open_what_the_menu_shows_and_nothing_else(client, role):
    client.force_login(make_account(role))
    groups = client.get("/admin/").context["available_apps"]
    shown = {entry["admin_url"] for group in groups for entry in group["models"]}
    addresses = {
        reverse(member.url_name) if isinstance(member, NamedPage) else admin_url(member, "changelist")
        for _name, members in GROUPS.values()
        for member in members
    }
    assert {address for address in addresses if client.get(address).status_code == 200} == shown
    adding = [entry["add_url"] for group in groups for entry in group["models"] if entry["add_url"]]
    assert [client.get(address).status_code for address in adding] == [200] * len(adding)


def test_the_path_above_a_page_names_group_and_list_once(admin_client, admin_user):
    article, batch = make_article(title="Ink"), make_paper_batch(make_petition())
    expected = {
        "/admin/articles/article/": "Home › Write › Articles",
        "/admin/articles/article/add/": "Home › Write › Articles › Add article",
        f"/admin/articles/article/{article.pk}/change/": "Home › Write › Articles › Ink",
        f"/admin/articles/article/{article.pk}/delete/": "Home › Write › Articles › Ink › Delete",
        f"/admin/articles/article/{article.pk}/history/": "Home › Write › Articles › Ink › Versions",
        f"/admin/campaigns/paperbatch/{batch.pk}/change/": f"Home › Campaign › Paper signatures › {batch}",
        "/admin/articles/comment/queue/": "Home › Conversation › Queue",
        "/admin/auth/user/": "Home › Organisation › Accounts",
        f"/admin/auth/user/{admin_user.pk}/change/": "Home › Organisation › Accounts › admin",
    }
    assert {path: trail(admin_client.get(path)) for path in expected} == expected


@pytest.mark.parametrize(
    "path, entry",
    [
        ("/admin/articles/comment/queue/", "Queue"),
        ("/admin/articles/comment/", "Comments"),
        ("/admin/campaigns/posterseries/add/", "Series of posters"),
        ("/admin/campaigns/poster/add/", "Posters"),
    ],
)
def test_the_menu_marks_where_one_is(admin_client, path, entry):
    sidebar = admin_client.get(path).text.split('<nav class="sticky" id="nav-sidebar"')[1].split("</nav>")[0]
    assert re.findall(r'aria-current="page"\s*>([^<]+)</a>', sidebar) == [entry]
