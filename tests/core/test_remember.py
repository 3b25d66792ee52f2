"""A block that is put together once for each set of values."""

from django.template import Context, Template
from django.utils.translation import override


class Counted:
    """Counts how often a template looks at it."""

    def __init__(self):
        self.looks = 0

    def __str__(self):
        self.looks += 1
        return "words"


def test_the_block_is_rendered_once_for_each_set_of_values():
    template = Template("{% load remember %}{% remember a b %}{{ a }}{{ counted }}{% endremember %}")
    counted = Counted()
    for a, b in [(1, "x"), (1, "x"), (2, "x"), (1, "y"), (2, "x")]:
        assert template.render(Context({"a": a, "b": b, "counted": counted})) == f"{a}words"
    assert counted.looks == 3


def test_each_language_has_its_own():
    template = Template("{% load remember i18n %}{% remember 1 %}{% translate 'Yes' %}{% endremember %}")
    with override("en"):
        assert template.render(Context()) == "Yes"
    with override("de"):
        assert template.render(Context()) == "Ja"


def test_dictionaries_and_missing_values_are_values_too():
    template = Template("{% load remember %}{% remember a %}{{ a.x }}{% endremember %}")
    assert template.render(Context({"a": {"x": 1}})) == "1"
    assert template.render(Context({"a": {"x": 2}})) == "2"
    assert template.render(Context()) == ""


def test_what_strangers_wrote_is_still_escaped():
    template = Template("{% load remember %}{% remember a %}{{ a }}{% endremember %}")
    assert template.render(Context({"a": "<b>"})) == template.render(Context({"a": "<b>"})) == "&lt;b&gt;"


def test_memory_is_bounded():
    template = Template("{% load remember %}{% remember a %}{{ a }}{% endremember %}")
    for number in range(2500):
        template.render(Context({"a": number}))
    assert len(template.nodelist[-1].kept) <= 1000


def test_long_blocks_are_fewer():
    template = Template("{% load remember %}{% remember a %}{{ a }}{{ long }}{% endremember %}")
    for number in range(5, 15):
        template.render(Context({"a": number, "long": "x" * 1_000_000}))
    assert len(template.nodelist[-1].kept) <= 3
