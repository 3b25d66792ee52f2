"""Addresses in any script."""

import pytest
from django.urls import NoReverseMatch, resolve, reverse, set_script_prefix
from django.utils.translation import override

from core.http.paths import path_of


@pytest.mark.parametrize("slug", ["our-story", "our_story-2", "свобода-слова", "حرية", "言論の自由", "straße"])
def test_a_slug_in_any_script_leads_there_and_back(slug):
    path = reverse("articles:article", args=[slug])
    assert path.isascii()
    match = resolve(f"/articles/{slug}/")
    assert (match.view_name, match.kwargs) == ("articles:article", {"slug": slug})


@pytest.mark.parametrize("slug", ["two words", "a/b", "a.b", "a?b", "", "../etc"])
def test_what_is_no_slug_has_no_address(slug):
    with pytest.raises(NoReverseMatch):
        reverse("articles:article", args=[slug])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_path_from_memory_is_that_of_reverse(settings, language):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
    with override(language):
        for slug in ("alice", "bob", "alice"):
            assert path_of("articles:article", slug) == reverse("articles:article", args=[slug])
        assert path_of("home") == reverse("home")


def test_a_path_from_memory_begins_with_the_prefix_of_the_site():
    paths = {}
    for prefix in ("/", "/below/", "/"):
        set_script_prefix(prefix)
        paths[prefix] = path_of("articles:list")
    assert paths == {"/": "/articles/", "/below/": "/below/articles/"}
