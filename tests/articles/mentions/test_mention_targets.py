"""Which addresses count as pages of ours that others may mention."""

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.urls import include, path

from articles.mentions import mention_targets
from core import redirects

pytestmark = pytest.mark.django_db


def page(request, **kwargs):
    return HttpResponse()


urlpatterns = [
    path("letters/", include(([path("<slug:slug>/", page, name="letter"), path("", page, name="list")], "letters"))),
    path("years/<int:year>/<name>/", page, name="year"),
    *i18n_patterns(path("paroles/<slug:slug>/", page, name="parole"), prefix_default_language=False),
]


@pytest.fixture(autouse=True)
def site(settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    settings.SITE_URL = "https://ours.example"
    settings.LANGUAGE_CODE = "en"
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
    loaders = {
        "letters:letter": {"first": "the first letter"}.get,
        "year": lambda year, name: (year, name),
        "parole": lambda slug: slug,
    }
    monkeypatch.setattr(
        mention_targets, "_published", lambda m: (m.kwargs and loaders[m.view_name](*m.kwargs.values())) or None
    )


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://ours.example/letters/first/", "the first letter"),
        ("https://ours.example/letters/first", "the first letter"),
        ("https://ours.example/letters/first/#comment-3", "the first letter"),
        ("https://ours.example/letters/first/?utm_source=mail", "the first letter"),
        ("HTTPS://OURS.example:443/letters/./%66irst/", "the first letter"),
        ("https://ours.example./letters/first/", "the first letter"),
        ("https://ours.example/years/2026/B%C3%BCcher%20x/", (2026, "Bücher x")),
        ("https://ours.example/years/2026/Bücher/", (2026, "Bücher")),
        ("https://ours.example/paroles/liberte/", "liberte"),
        ("https://ours.example/fr/paroles/liberte/", "liberte"),
    ],
)
def test_our_published_pages_are_found_in_every_spelling(url, found):
    assert mention_targets.resolve(url) == found


@pytest.mark.parametrize(
    "url",
    [
        "https://ours.example/letters/draft/",
        "https://ours.example/letters/",
        "https://ours.example/",
        "https://ours.example",
        "https://ours.example/nowhere/",
        "https://ours.example/de/paroles/liberte/",
        "https://ours.example/years/2026/%ff/",
        "https://ours.example:8443/letters/first/",
        "https://www.ours.example/letters/first/",
        "https://ours.example.evil.example/letters/first/",
        "https://evil.example/?https://ours.example/letters/first/",
        "https://evil.example/letters/first/",
        "https://ours.example@evil.example/letters/first/",
        "https://evil.example\\@ours.example/letters/first/",
        "https://user@ours.example/letters/first/",
        "//ours.example/letters/first/",
        "/letters/first/",
        "javascript:https://ours.example/letters/first/",
        "",
    ],
)
def test_other_addresses_are_no_targets(url):
    assert mention_targets.resolve(url) is None


def test_the_other_scheme_and_every_name_of_the_site_lead_to_it(settings):
    settings.ALLOWED_HOSTS = ["ours.example", "www.ours.example", ".wild.example", "*"]
    for origin in [
        "http://ours.example",
        "http://www.ours.example",
        "https://www.ours.example",
        "http://ours.example:80",
    ]:
        assert mention_targets.resolve(f"{origin}/letters/first/") == "the first letter"
        assert mention_targets.is_ours(origin)
    for origin in [
        "http://ours.example:8000",
        "https://ours.example:80",
        "https://any.wild.example",
        "http://shop.ours.example",
    ]:
        assert mention_targets.resolve(f"{origin}/letters/first/") is None


def test_other_sites_are_not_ours():
    assert mention_targets.is_ours("https://OURS.example/nowhere/")
    assert not mention_targets.is_ours("https://ours.example.evil.example/")
    assert not mention_targets.is_ours("ours.example")


def test_a_site_on_another_port_is_a_site_of_its_own(settings):
    settings.SITE_URL = "http://127.0.0.1:8000"
    assert mention_targets.resolve("http://127.0.0.1:8000/letters/first/") == "the first letter"
    assert mention_targets.resolve("http://127.0.0.1/letters/first/") is None


@pytest.mark.parametrize("old", ["letters/before/", "letters/before", "fr/letters/before/", "letters/before/?a=b"])
def test_a_page_is_found_where_it_lived_before(old):
    redirects.remember("/letters/before/", "/letters/first/")
    assert mention_targets.resolve(f"https://ours.example/{old}") == "the first letter"


def test_what_is_gone_or_moved_to_what_is_no_target_is_none():
    redirects.remember("/letters/before/", "")
    redirects.remember("/letters/older/", "/letters/draft/")
    assert mention_targets.resolve("https://ours.example/letters/before/") is None
    assert mention_targets.resolve("https://ours.example/letters/older/") is None
