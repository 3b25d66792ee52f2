"""Campaigns, posters and films as visitors and other sites see them."""

import json
import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from campaigns.models import Petition, Poster, Video
from campaigns.petitions.views.petitions import ON_A_PAGE
from campaigns.signatures.counting import count_signatures
from core.cache.generations import current_generation
from tests.campaigns.signatures.test_counting import make_signature
from tests.factories import (
    make_article,
    make_campaign,
    make_mention,
    make_petition,
    make_photo,
    make_picture_file,
    published,
)

pytestmark = pytest.mark.django_db


def make_poster(**fields):
    fields = {"words": "INK IS NOT A WEAPON", "alt": "Black ink drips into a pool", **published(fields, "poster")}
    return Poster.objects.create(file=make_picture_file(), **fields)


def make_video(**fields):
    fields = {"alt": "A hand sets type", "summary": "In short.", "transcript": "Drip.", **published(fields, "video")}
    return Video.objects.create(**{"file": make_picture_file(), "url": "https://vimeo.com/76979871", **fields})


def test_a_campaign_shows_what_belongs_to_it_and_no_drafts(client):
    campaign = make_campaign(signal="vermilion")
    make_petition(campaign=campaign, title="Shown petition")
    make_petition(campaign=campaign, title="Hidden petition", published_at=None)
    make_poster(campaign=campaign, title="Shown poster")
    make_poster(campaign=campaign, title="Hidden poster", published_at=None)
    page = client.get(campaign.get_absolute_url()).text
    assert 'data-signal="vermilion"' in page
    assert "Shown petition" in page
    assert "Shown poster" in page
    assert "Hidden" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_number_of_queries_whatever_their_length(client, django_assert_num_queries, rows):
    for _ in range(rows):
        campaign = make_campaign()
        make_petition(campaign=campaign)
    with django_assert_num_queries(2):
        client.get("/campaigns/")
    with django_assert_num_queries(3):
        client.get("/petitions/")


def test_the_count_is_small_public_json(client):
    petition = make_petition(goal=10)
    make_signature(petition)
    count_signatures()
    answer = client.get(f"{petition.get_absolute_url()}count.json")
    assert json.loads(answer.content) == {"count": 1, "paper": 0, "goal": 10, "open": True}
    assert len(answer.content) <= 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=0, s-maxage=2"


@pytest.mark.parametrize(("signed", "goal"), [(0, 100), (99, 100), (100, 200), (200, 500), (499, 500), (500, 1000)])
def test_a_goal_that_is_reached_raises_itself(signed, goal):
    petition = make_petition(goal=100)
    petition.signed = signed
    assert petition.next_goal == goal


def test_a_posters_snippet_shows_it_on_other_pages_and_leads_here(client):
    poster = make_poster(alt='Ink "drips"')
    assert poster.snippet.startswith(
        f'<a href="http://testserver{poster.get_absolute_url()}"><img src="http://testserver/media/'
    )
    assert 'alt="Ink &quot;drips&quot;"' in poster.snippet
    assert "&lt;a href=" in client.get(poster.get_absolute_url()).text


def test_a_film_from_elsewhere_loads_nothing_before_the_click(client):
    video = make_video(url="https://www.youtube.com/watch?v=dQw4w9WgXcQ")
    page = client.get(video.get_absolute_url()).text
    assert "<iframe" not in page
    assert re.findall(r'(?:src|srcset|poster)="(https?:[^"]+)"', page) == []
    assert 'data-frame="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ' in page


def test_a_film_of_our_own_has_captions_and_a_transcript(client):
    video = make_video(
        mp4=ContentFile(b"film", name="film.mp4"),
        captions=ContentFile(b"WEBVTT", name="film.vtt"),
        transcript="They took the press.",
    )
    page = client.get(video.get_absolute_url()).text
    assert '<track kind="captions"' in page
    assert 'preload="none"' in page
    assert "They took the press." in page


def test_marks_in_an_article_show_petitions_posters_and_films_but_no_drafts(client):
    petition, poster = make_petition(title="Shown petition"), make_poster(title="Shown poster")
    draft = make_petition(title="Secret petition", published_at=None)
    marks = (f"petition:{petition.slug}", f"poster:{poster.slug}", f"petition:{draft.slug}")
    body = "".join(f'<p data-embed="{mark}"></p>' for mark in marks)
    article = make_article(body=body)
    page = client.get(article.get_absolute_url()).text
    assert "Shown petition" in page
    assert "Shown poster" in page
    assert "Secret" not in page
    assert draft.slug not in page


def test_the_card_may_be_framed_by_other_sites_and_nothing_else_may(client):
    petition = make_petition()
    card = client.get(f"/embed/petitions/{petition.slug}/")
    assert "X-Frame-Options" not in card.headers
    assert "frame-ancestors *" in card["Content-Security-Policy"]
    assert "<script" not in card.text
    page = client.get(petition.get_absolute_url())
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


@pytest.mark.parametrize("make", [make_campaign, make_petition, make_poster, make_video])
def test_other_sites_may_answer_every_public_page(client, make):
    obj = make()
    make_mention(obj, excerpt="[…] look at this […]")
    answer = client.get(obj.get_absolute_url())
    assert answer["X-Pingback"] == "http://testserver/pingback/"
    assert '<link rel="pingback" href="http://testserver/pingback/">' in answer.text
    assert "look at this" in answer.text


def test_publishing_lets_caches_forget_the_pages():
    before = current_generation()
    make_campaign()
    assert current_generation() == before + 1


def test_the_demand_is_frozen_once_somebody_signed(admin_client):
    petition = make_petition()
    make_signature(petition)
    page = admin_client.get(f"/admin/campaigns/petition/{petition.pk}/change/").text
    assert 'name="demand"' not in page
    assert 'name="title"' in page


def test_signatures_are_listed_nowhere_in_the_admin(admin_client):
    make_signature(make_petition(), display_name="Unmistakable")
    for path in ("/admin/", "/admin/campaigns/", "/admin/campaigns/petition/"):
        assert "Unmistakable" not in admin_client.get(path).text
    assert admin_client.get("/admin/campaigns/signature/").status_code == 404


def test_a_draft_campaign_lends_its_public_petition_neither_name_nor_picture(client):
    campaign = make_campaign(title="Secret plan", published_at=None, picture=make_photo(alt="A secret place"))
    page = client.get(make_petition(campaign=campaign).get_absolute_url()).text
    assert "ecret" not in page
    assert "image/jpeg" in page
    assert "media/pictures" not in page


def test_what_is_deleted_from_a_list_is_gone_as_from_its_own_page(client, admin_client):
    petition = make_petition(slug="free")
    update = petition.updates.create(title="They answered", published_at=timezone.now())
    before = current_generation()
    chosen = {"action": "delete_selected", "_selected_action": [update.pk], "post": "yes"}
    admin_client.post("/admin/campaigns/petitionupdate/", chosen)
    assert current_generation() > before  # no cache keeps the page that shows it
    admin_client.post("/admin/campaigns/petition/", {**chosen, "_selected_action": [petition.pk]})
    assert client.get("/petitions/free/").status_code == 410


def test_many_petitions_are_listed_on_several_pages(client):
    for number in range(ON_A_PAGE + 1):
        make_petition(title=f"Petition {number:02}", published_at=timezone.now() - timedelta(hours=number))
    first, second = (client.get("/petitions/", {"page": page}).text for page in (1, 2))
    assert (first.count("<article"), second.count("<article")) == (ON_A_PAGE, 1)
    assert "Petition 00" in first
    assert f"Petition {ON_A_PAGE:02}" in second
    assert client.get("/petitions/", {"page": 3}).status_code == 404


def test_a_campaign_is_shown_with_its_newest_open_petition(client):
    free, fair = make_campaign(title="Free"), make_campaign(title="Fair")
    make_petition(title="Of none")
    for title, campaign, days in (("Old", free, 3), ("New", free, 2), ("Closed", free, 1), ("Other", fair, 9)):
        at = timezone.now() - timedelta(days=days)
        make_petition(title=title, campaign=campaign, published_at=at, closed_at=at if title == "Closed" else None)
    newest = Petition.objects.open().newest_of_campaigns()
    assert {petition.campaign: petition.title for petition in newest} == {free: "New", fair: "Other"}
    assert client.get("/campaigns/").status_code == 200
