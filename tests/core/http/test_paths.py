"""Addresses in any script."""

import pytest
from django.urls import NoReverseMatch, resolve, reverse


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
