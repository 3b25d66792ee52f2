"""A colon as each language writes it."""

import pytest
from django.template import Context, Template
from django.utils import translation

from core.punctuation import colon


@pytest.mark.parametrize(("language", "written"), [("en", "Countries:"), ("fr", "Countries\u00a0:")])
def test_french_has_a_space_before_it_that_does_not_break(language, written):
    with translation.override(language):
        assert colon("Countries") == written
        assert Template("{% load site %}{{ words|colon }}").render(Context({"words": "Countries"})) == written
