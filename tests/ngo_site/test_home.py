"""The front door, what is said to search engines there, and recounting behind it."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaigns.models import Signature, Tally
from campaigns.signatures.counting import count_signatures
from tests.factories import (
    make_article,
    make_campaign,
    make_page,
    make_person,
    make_petition,
    make_photo,
    make_poster,
)

pytestmark = pytest.mark.django_db


def test_an_empty_house_opens_its_door(client):
    assert client.get("/").status_code == 200


def test_the_current_petition_leads_with_its_count(client):
    petition = make_petition(campaign=make_campaign(title="Ink is not a weapon"))
    Tally.objects.create(petition=petition, country="FR", count=41)
    Tally.objects.create(petition=petition, country="DE", count=1)
    page = client.get("/").text
    assert "Ink is not a weapon" in page
    assert ">42<" in page
    assert petition.get_absolute_url() in page


def test_a_closed_petition_leads_no_more(client):
    make_petition(title="Long ago", closed_at=timezone.now())
    assert "Long ago" not in client.get("/").text


def test_nothing_on_the_front_page_is_a_draft(client):
    draft = make_campaign(title="Operation Alice", slug="operation-alice", published_at=None)
    make_petition(campaign=draft)  # leads, without the campaign it is written for
    make_campaign()
    make_article()
    for make in (make_article, make_petition, make_photo):
        make(title="Operation Alice", slug="operation-alice", published_at=None)
    make_page(title="Operation Alice", slug="about", published_at=None)
    page = client.get("/").text
    assert "Operation Alice" not in page
    assert "operation-alice" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_front_page_takes_one_query_for_each_kind_of_thing(client, django_assert_num_queries, rows):
    for number in range(rows):
        campaign = make_campaign(picture=make_photo(), title=f"Campaign {number}")
        make_petition(campaign=campaign)
        make_article(picture=make_photo(), authors=[make_person()])
        make_poster()
    make_page(slug="about")
    with django_assert_num_queries(7 if rows == 1 else 8):  # a second campaign has a petition, too
        page = client.get("/").text
    assert f"Campaign {rows - 1}" in page


def test_robots_are_told_where_the_map_is_and_what_is_no_page(client):
    lines = client.get("/robots.txt").text.splitlines()
    assert lines == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /share/",
        "Disallow: /*/confirm/",
        "Disallow: /*/withdraw/",
        "Disallow: /*/unsubscribe/",
        "Disallow: /search/",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def recount():
    output = StringIO()
    call_command("recount", stdout=output)
    return output.getvalue().splitlines()


def test_recount_says_what_it_mended():
    petition = make_petition()
    for number in range(3):
        Signature.objects.create(
            petition=petition, country="FR", status="confirmed", fingerprint=bytes([number]) * 32, sealed=b""
        )
    count_signatures()
    assert recount() == ["0 numbers had drifted."]
    Tally.objects.update(count=5000)
    assert recount() == [f"petition {petition.pk}, FR: tally 5000, signatures 3; mended", "1 numbers had drifted."]
    assert recount() == ["0 numbers had drifted."]
    assert Tally.objects.get().count == 3
