"""Where a picture stands is known from the moment a text is saved, drafts and earlier versions included."""

import re

import pytest
from django.core.files.base import ContentFile
from django.db.models import ProtectedError
from django.urls import reverse

from articles.models import Article, Photo
from core.richtext import reference_index
from core.richtext.reference_index import Reference, ReferencePlace, note_what_came_in_by_another_door
from tests.factories import (
    make_account,
    make_article,
    make_campaign,
    make_issue,
    make_petition,
    make_photo,
    make_picture_file,
    make_poster,
    make_video,
)

pytestmark = pytest.mark.django_db

MARK = '<p data-embed="photo:press"></p>'


def test_all_places_are_listed_drafts_and_lead_pictures_too():
    photo = make_photo(slug="press")
    make_photo(slug="press-2")
    draft = make_article(body=f"<p>See:</p>{MARK}", published_at=None)
    by_address = make_article(body=f'<p><img src="{photo.file.url}" alt=""></p>')
    rendition = make_petition(body=f'<p><img src="{photo.file.url.replace(".png", "-640.avif")}" alt=""></p>')
    lead, banner = make_article(picture=photo), make_campaign(picture=photo)
    letter = make_issue(body=MARK)
    make_article(body='<p data-embed="photo:press-2"></p><p>photo:press</p>')
    assert reference_index.places(photo) == [
        ReferencePlace(lead, "lead picture"),
        ReferencePlace(banner, "picture"),
        ReferencePlace(draft),
        ReferencePlace(by_address),
        ReferencePlace(rendition),
        ReferencePlace(letter),
    ]


def test_what_an_editor_took_out_is_an_earlier_use_and_may_come_back():
    photo, article = make_photo(slug="press"), make_article(body=MARK)
    article.body = "<p>Without.</p>"
    article.save()
    assert photo.places == [ReferencePlace(article, is_past=True)]
    article.body = MARK
    article.save()
    assert photo.places == [ReferencePlace(article)]
    article.delete()
    assert photo.places == []


def test_a_picture_in_use_cannot_be_deleted_by_any_way():
    photo, article = make_photo(slug="press"), make_article(body=MARK, published_at=None)
    for delete in (photo.delete, Photo.objects.filter(pk=photo.pk).delete):
        with pytest.raises(ProtectedError) as refused:
            delete()
        assert refused.value.protected_objects == {article}
    Article.objects.get().delete()
    photo.delete()
    assert not Photo.objects.exists()


@pytest.mark.parametrize("make", [make_poster, make_video, make_petition, make_article])
def test_the_desk_deletes_nothing_that_a_text_shows(admin_client, make):
    obj = make(slug="sample", published_at=None)
    article = make_article(title="Which shows it", body=f'<p data-embed="{reference_index.mark_of(obj)}"></p>')
    address = reverse(f"admin:{obj._meta.label_lower.replace('.', '_')}_delete", args=[obj.pk])
    assert "Which shows it" in admin_client.get(address).text
    admin_client.post(address, {"post": "yes"})
    assert type(obj).objects.filter(pk=obj.pk).exists()
    article.body = "<p>Without.</p>"
    article.save()
    admin_client.post(address, {"post": "yes"})
    assert not type(obj).objects.filter(pk=obj.pk).exists()


def test_a_new_address_is_written_into_the_texts():
    photo, article = make_photo(slug="press"), make_article(body=MARK + '<p data-embed="photo:press-2"></p>')
    both = make_article(body=MARK + '<p data-embed="photo:printing-press"></p>')
    photo.slug = "printing-press"
    photo.save()
    article.refresh_from_db()
    assert article.body == '<p data-embed="photo:printing-press"></p><p data-embed="photo:press-2"></p>'
    assert photo.places == [ReferencePlace(article), ReferencePlace(both)] or photo.places == [
        ReferencePlace(both),
        ReferencePlace(article),
    ]


def test_petitions_and_articles_keep_their_places_too(client):
    petition = make_petition(slug="free-them", title="Free the printers")
    article = make_article(body='<p data-embed="petition:free-them"></p>')
    petition.slug = "free-all"
    petition.save()
    assert "Free the printers" in client.get(article.get_absolute_url()).text


def test_a_replaced_file_is_replaced_where_a_text_shows_it_by_its_address():
    photo = make_photo()
    article = make_article(body=f'<p><img src="{photo.file.url}" alt="x"></p>')
    photo.file = make_picture_file()
    photo.save()
    article.refresh_from_db()
    assert article.body == f'<p><img src="{photo.file.url}" alt="x"></p>'
    assert photo.places == [ReferencePlace(article)]


def test_texts_from_before_or_past_save_are_found_by_the_clock():
    photo, article = make_photo(slug="press"), make_article()
    Article.objects.update(body=MARK)
    assert photo.places == []
    note_what_came_in_by_another_door.call()
    assert photo.places == [ReferencePlace(article)]
    note_what_came_in_by_another_door.call()
    assert Reference.objects.count() == 1


@pytest.mark.parametrize("many", [1, 3, 20])
def test_the_list_takes_the_same_few_queries(django_assert_max_num_queries, many):
    photo = make_photo(slug="press")
    for _ in range(many):
        make_article(body=MARK)
        make_article(picture=photo)
    with django_assert_max_num_queries(9):
        assert len(photo.places) == 2 * many


def test_a_text_without_marks_costs_no_query(django_assert_num_queries):
    article = make_article()
    with django_assert_num_queries(0):
        reference_index.note(article, Article(body="<p>Else</p>"))


def test_a_replaced_picture_keeps_its_address_and_is_shown_in_texts(client):
    photo, article = make_photo(slug="press"), make_article(body=MARK)
    before = photo.file.url
    photo.file = ContentFile(make_picture_file().read(), name="new.png")
    photo.save()
    page = client.get(article.get_absolute_url()).text
    assert photo.file.url in page
    assert before not in page


@pytest.mark.parametrize(
    ("make", "kind"), [(make_poster, "poster"), (make_video, "video"), (make_petition, "petition")]
)
def test_whatever_texts_show_says_at_the_desk_where_it_is_used(admin_client, make, kind):
    obj = make(slug="press")
    draft = make_article(title="Still a draft", body=f'<p data-embed="{kind}:press"></p>', published_at=None)
    page = admin_client.get(f"/admin/campaigns/{kind}/{obj.pk}/change/").text
    assert re.findall(r'<ul class="used-in">.*?</ul>', page) == [
        f'<ul class="used-in"><li><a href="/admin/articles/article/{draft.pk}/change/" dir="auto">Still a draft</a>'
        ' <span class="quiet">article, in the text</span></li></ul>'
    ]


def test_an_author_is_not_told_which_drafts_of_others_show_an_article(client, admin_client):
    anna = make_account("author")
    article = make_article(slug="mine", published_at=None, created_by=anna)
    make_article(title="Secret", body='<p data-embed="article:mine"></p>', published_at=None)
    form = f"/admin/articles/article/{article.pk}/change/"
    client.force_login(anna)
    assert ("Secret" in client.get(form).text, "Secret" in admin_client.get(form).text) == (False, True)
