"""Pages are sent without the layout of their templates, and look the same."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.template.loader import get_template

from core.template_loaders import MinifyingLoader, minified

CASES = {
    "between blocks nothing but a space": (
        "<ul>\n  {% for x in xs %}\n    <li>\n      <a href='a'>A</a>\n    </li>\n  {% endfor %}\n</ul>\n",
        "<ul>{% for x in xs %}<li><a href='a'>A</a></li> {% endfor %}</ul>",
    ),
    "attributes in one line": (
        '<a href="a"\n   {% if x %}rel="b"{% endif %}\n   title="one\n two"\n>A</a>',
        '<a href="a" {% if x %}rel="b"{% endif %} title="one\n two">A</a>',
    ),
    "the words of a sentence stay apart": (
        "<p>\n  One\n  <b>two</b>\n  {% if x %}\n    three\n  {% else %}\n    four\n  {% endif %}\n  five\n</p>",
        "<p>One <b>two</b> {% if x %}three{% else %}four{% endif %} five</p>",
    ),
    "so they do behind a condition without space before it": (
        "One{% if x %}\n  two\n{% endif %}",
        "One{% if x %} two{% endif %}",
    ),
    "what a loop repeats stays apart": (
        "{% for x in xs %}\n  {{ x }}\n{% endfor %}",
        "{% for x in xs %}{{ x }} {% endfor %}",
    ),
    "so it does before what stands in its place": (
        "<p>{% for x in xs %}\n  {{ x }}{% empty %}\n  none\n{% endfor %}</p>",
        "<p>{% for x in xs %} {{ x }}{% empty %} none {% endfor %}</p>",
    ),
    "between cells nothing": (
        "<tr>\n  <th>A</th>\n  <td>b</td>\n</tr>\n<tr>\n</tr>",
        "<tr><th>A</th><td>b</td></tr><tr></tr>",
    ),
    "buttons stay apart": (
        "<p>\n  <button>\n    A\n  </button>\n  <button>B</button>\n</p>",
        "<p><button>A</button> <button>B</button></p>",
    ),
    "tags that write nothing leave nothing": (
        "{% load i18n %}\nOne\n{% url 'home' as home %}\ntwo",
        "{% load i18n %}One {% url 'home' as home %}two",
    ),
    "what is shown or translated as it is": (
        "<p>\n<pre>\n a\n  b</pre>\n<textarea>\n c</textarea>\n{% blocktranslate %}\n d\n{% endblocktranslate %}\n</p>",
        "<p><pre>\n a\n  b</pre> <textarea>\n c</textarea> {% blocktranslate %}\n d\n{% endblocktranslate %}</p>",
    ),
}


@pytest.mark.parametrize(("written", "sent"), CASES.values(), ids=CASES)
def test_what_is_left_of_a_layout(written, sent):
    assert minified(written) == sent


def test_a_page_is_sent_without_its_layout():
    name = "articles/_own_words.html"
    assert "\n  " in Path(settings.BASE_DIR, "templates", name).read_text()
    assert "\n  " not in get_template(name).template.source


def test_while_debugging_lines_have_their_numbers():
    name = "articles/_own_words.html"
    loader = MinifyingLoader(Engine(debug=True), [settings.BASE_DIR / "templates"])
    origin = next(loader.get_template_sources(name))
    assert loader.get_contents(origin) == Path(settings.BASE_DIR, "templates", name).read_text()


def test_a_mail_keeps_its_lines():
    name = "core/mail/button.html"
    assert get_template(name).template.source == Path(settings.BASE_DIR, "templates", name).read_text()


def test_a_loop_is_rendered_with_its_spaces():
    source = minified("<p>\n  {% for x in xs %}\n    <i>{{ x }}</i>\n  {% endfor %}\n</p>")
    assert Engine().from_string(source).render(Context({"xs": "ab"})) == "<p><i>a</i> <i>b</i> </p>"
