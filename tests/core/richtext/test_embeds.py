"""Marks in a text become what they name, or nothing."""

from dataclasses import dataclass

import pytest

from core.richtext import embeds, markup
from tests.factories import make_petition, make_photo


@dataclass
class Sample:
    name: str


@pytest.fixture
def asked(monkeypatch, tmp_path, settings):
    """A kind of object of which "alice" and "bob" are public; yields what was asked for."""
    asked = []

    def load(keys):
        asked.append(list(keys))
        return {key: Sample(f"<{key}>") for key in keys if key in {"alice", "bob"}}

    (tmp_path / "sample.html").write_text("[{{ key }}: {{ object.name }}{% if inline %}, inline{% endif %}]\n")
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path, *engine["DIRS"]]}]
    monkeypatch.setattr(embeds, "kinds", {})
    embeds.register("sample", load, "sample.html")
    return asked


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<p>a</p><p data-embed="sample:alice"></p>', "<p>a</p>[alice: &lt;alice&gt;]"),
        ('<p data-embed="sample:bob" lang="fr">words <b>for</b> the editor</p><p>b</p>', "[bob: &lt;bob&gt;]<p>b</p>"),
        ('<p><img data-embed="sample:bob" src="/media/a.jpg"></p>', "[bob: &lt;bob&gt;]"),
        ('<p>so <img data-embed="sample:bob"> there</p>', "<p>so [bob: &lt;bob&gt;, inline] there</p>"),
        (
            '<figure><img data-embed="sample:bob"><figcaption>c</figcaption></figure>',
            "<figure>[bob: &lt;bob&gt;, inline]<figcaption>c</figcaption></figure>",
        ),
        ('<p>a</p><p data-embed="sample:draft">draft</p>', "<p>a</p>"),
        ('<p><img data-embed="sample:draft" src="/media/draft.jpg" alt="draft"></p>', ""),
        ('<figure><img data-embed="sample:draft"><figcaption>draft</figcaption></figure><p>a</p>', "<p>a</p>"),
        ('<p data-embed="nothing:alice">x</p><p>a</p>', "<p>a</p>"),
        ('<img src="/media/a.jpg" alt="plain">', '<img src="/media/a.jpg" alt="plain">'),
    ],
)
def test_marks_become_what_they_name(asked, html, shown):
    assert markup.show(html) == shown


@pytest.mark.parametrize(
    ("text", "figure", "image"),
    [
        ('<p><img data-embed="photo:press" width="100" class="left"></p>', '<figure class="left">', 'width="100"'),
        ('<p>so <img data-embed="photo:press" class="right"></p>', "<p>so", 'class="right"'),
        (
            '<figure class="center"><img data-embed="photo:press" width="100"><figcaption>c</figcaption></figure>',
            '<figure class="center">',
            'width="100" height="75"',
        ),
    ],
)
def test_a_picture_keeps_the_width_and_the_side_that_its_text_gives_it(db, text, figure, image):
    make_photo(slug="press")
    shown = markup.show(markup.clean(text))
    assert shown.startswith(figure)
    assert image in shown


def test_each_kind_is_asked_once(asked):
    html = "".join(f'<p data-embed="sample:{key}"></p>' for key in ["bob", "draft", "alice", "bob"])
    assert embeds.render(html).count("[bob") == 2
    assert asked == [["bob", "draft", "alice"]]


def test_a_text_without_marks_asks_nothing(asked):
    assert embeds.render("<p>a</p>") == "<p>a</p>"
    assert asked == []


def test_a_thing_cannot_bring_marks_of_its_own(asked):
    assert embeds.render("<p data-embed=\"sample:alice\"></p><p data-embed='sample:bob'></p>").count("[") == 1


@pytest.mark.django_db
def test_one_query_for_many_things_of_a_kind(django_assert_num_queries):
    petitions = [make_petition() for _ in range(3)]
    load = embeds.by_slug(type(petitions[0]).objects.published)
    with django_assert_num_queries(1):
        assert load([one.slug for one in petitions] + ["nobody"]) == {one.slug: one for one in petitions}


@pytest.mark.django_db
def test_drafts_are_not_loaded():
    draft = make_petition(slug="secret", published_at=None)
    assert embeds.by_slug(type(draft).objects.published)(["secret"]) == {}
