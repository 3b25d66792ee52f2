"""Each kind's pages at the desk, out of the admin's registry: they fit, and everybody can use them, day and night."""

import pytest
from django.apps import apps
from django.contrib import admin

from tests.browser.looking import SCROLLING_LISTS, STICKING_OUT, sample, violations
from tests.ngo_site.test_admin_table import make_one_of_each
from tests.organisation.test_volunteers import make_volunteer

KINDS = sorted(f"{model._meta.app_label}/{model._meta.model_name}" for model in admin.site._registry)
OTHERS = [
    "", "?month=2026-12", "find/?q=e", "password_change/", "privacy/", "articles/comment/queue/",
    "articles/comment/queue/?show=decided", "articles/comment/mails/", "articles/photo/upload/",
    "campaigns/petition/open-hand-over/",
]  # fmt: skip


@pytest.fixture(scope="module")
def keys(house):
    return {name.replace("_", "/", 1): key for name, key in make_one_of_each().items()}


def look(desk, path):
    """Assert that a page fits and breaks no rule of WCAG, on a telephone and on a desk, by day and by night."""
    desk.set_viewport_size({"width": 390, "height": 900})
    assert desk.goto(f"/admin/{path}").status == 200, path
    for width in (390, 1280):
        desk.set_viewport_size({"width": width, "height": 900})
        desk.emulate_media(color_scheme="light")
        desk.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
        wide = [*desk.evaluate(STICKING_OUT), *desk.evaluate(SCROLLING_LISTS)]
        assert (path, width, wide, violations(desk)) == (path, width, [], [])


@pytest.mark.parametrize("kind", sample(KINDS))
def test_the_pages_of_a_kind(kind, desk, keys):
    model_admin = admin.site.get_model_admin(apps.get_model(*kind.split("/")))
    look(desk, f"{kind}/")
    if desk.request.get(f"/admin/{kind}/add/").ok:
        look(desk, f"{kind}/add/")
    if kind in keys and model_admin.list_display_links is not None:
        look(desk, f"{kind}/{keys[kind]}/change/")


def test_the_volunteers_fit_whatever_they_are_called(desk, house):
    make_volunteer(name="Wolfeschlegelsteinhausenbergerdorff", message="https://example.org/" + "a" * 300)
    look(desk, "organisation/volunteer/?stage=all")


def test_the_box_for_all_rows_says_what_it_does(desk, house):
    for name in ("David Okafor", "Élise Garnier"):
        make_volunteer(name=name)
    for width in (390, 1280):
        desk.set_viewport_size({"width": width, "height": 900})
        desk.goto("/admin/organisation/volunteer/?stage=all")
        box = desk.get_by_role("checkbox", name="All on this page", exact=True)
        words = desk.get_by_text("All on this page", exact=True)
        assert (words.bounding_box()["width"] > 50) == (width == 390)
    desk.set_viewport_size({"width": 390, "height": 900})
    words.click()
    assert box.is_checked()
    assert desk.locator("tbody .action-select:not(:checked)").count() == 0


@pytest.mark.parametrize("path", sample(OTHERS))
def test_a_page_of_no_kind(path, desk, keys):
    look(desk, path)
