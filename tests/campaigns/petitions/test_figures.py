"""The count in pictures: sums are the total, nobody is pointed at, and every picture has its table."""

import datetime
import re
from datetime import UTC

import pytest
from defusedxml.ElementTree import fromstring

from campaigns import charts
from campaigns.models import Campaign, DailyTally
from campaigns.petitions import figures
from campaigns.signatures.counting import count_signatures, recount
from tests.campaigns.signatures.test_counting import make_signature, signed
from tests.factories import make_campaign, make_petition

pytestmark = pytest.mark.django_db


def on(day, hour=12):
    return datetime.datetime(2026, 11, day, hour, tzinfo=UTC)


def make_signed(**countries):
    petition = make_petition()
    for country, number in countries.items():
        for place in range(number):
            make_signature(petition, country=country, confirmed_at=on(1 + place % 3))
    count_signatures()
    return petition


def test_countries_with_fewer_than_three_signers_are_elsewhere_and_all_sum_to_the_total():
    petition = make_signed(FR=5, DE=3, VA=2, IN=1)
    places, elsewhere, number = figures.by_country(petition)
    assert [(place.code, place.number) for place in places] == [("FR", 5), ("DE", 3)]
    assert (elsewhere, number) == (3, 4)
    assert sum(place.number for place in places) + elsewhere == signed(petition)


def test_the_page_has_tables_for_both_pictures_and_names_no_lonely_country(client):
    petition = make_signed(FR=5, VA=2)
    page = client.get(petition.get_absolute_url()).text
    section = page[page.index('id="figures"') : page.index("</section>", page.index('id="figures"'))]
    assert re.findall(r'<th scope="row">([^<]+)</th><td>(\d+)</td></tr>', section) == [
        ("France", "5"),
        ("elsewhere", "2"),
    ]
    assert "Vatican" not in section
    assert re.findall(r"<tr><th[^>]*>([^<]+)</th><td>(\d+)</td><td>(\d+)</td>", section) == [
        ("3 November 2026", "1", "7"), ("2 November 2026", "3", "6"), ("1 November 2026", "3", "3")
    ]  # fmt: skip
    assert "style=" not in section


def test_a_petition_nobody_has_signed_shows_no_pictures(client):
    assert 'id="figures"' not in client.get(make_petition().get_absolute_url()).text


def test_the_map_is_small_valid_and_colours_only_what_may_be_named(client):
    petition = make_signed(FR=30, DE=3, SG=4, VA=2)
    answer = client.get(f"{petition.get_absolute_url()}map.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert len(answer.content) <= 40_000
    assert answer["Cache-Control"].startswith("public")
    image = fromstring(answer.content)
    fills = [element.get("fill") for element in image.iter() if element.get("fill")]
    assert fills == ["#dddbd5", "#c3bfff", "#1b1385", "#c3bfff"]  # land, Germany, France, Singapore as a dot
    assert b"<style" not in answer.content
    assert client.get(f"{petition.get_absolute_url()}map-dark.svg").content != answer.content
    assert client.get("/petitions/nothing/map.svg").status_code == 404


def test_the_map_has_the_colour_of_the_campaign(client):
    petition = make_signed(FR=30)
    petition.campaign = make_campaign(signal="vermilion")
    petition.save(update_fields=["campaign"])
    land, france = [
        e.get("fill") for e in fromstring(figures.world_map(petition, is_dark=False)).iter() if e.get("fill")
    ]
    assert (land, france) == ("#dddbd5", "#6b1c03")


@pytest.mark.parametrize("ramps", [figures._LIGHT, figures._DARK], ids=["light", "dark"])
def test_every_signal_has_a_map_that_grows_steadily_in_lightness(ramps):
    assert set(ramps) == set(Campaign.Signal.values)
    for ramp in ramps.values():
        steps = [sum(part * weight for part, weight in zip(bytes.fromhex(c[1:]), (2, 7, 1), strict=True)) for c in ramp]
        assert steps == sorted(steps, reverse=ramps is figures._LIGHT)


def test_a_draft_has_no_map(client):
    assert client.get(make_petition(slug="secret", published_at=None).get_absolute_url() + "map.svg").status_code == 404


def test_what_is_taken_back_leaves_its_day():
    petition = make_signed(FR=4)
    petition.signatures.filter(confirmed_at=on(1)).first().withdraw()
    count_signatures()
    assert list(DailyTally.objects.order_by("day").values_list("count", flat=True)) == [1, 1, 1]
    assert sum(DailyTally.objects.values_list("count", flat=True)) == signed(petition)


def test_recount_mends_days_too():
    petition = make_signed(FR=4)
    DailyTally.objects.filter(day="2026-11-01").update(count=99)
    DailyTally.objects.create(petition=petition, day="2020-01-01", count=5)
    recount()
    assert list(DailyTally.objects.order_by("day").values_list("count", flat=True)) == [2, 1, 1]


def test_many_days_are_drawn_in_weeks_without_losing_one():
    first = datetime.date(2024, 1, 1)
    numbers = {first + datetime.timedelta(days=n): n % 5 for n in range(900)}
    chart = charts.by_day(numbers)
    assert chart["total"] == sum(numbers.values()) == chart["bars"][-1]["so_far"]
    assert len(chart["bars"]) <= charts.MOST_BARS + 1
    assert charts.by_day({})["bars"] == []


@pytest.mark.parametrize("most", [3, 4, 10, 1_000_000])
def test_levels_run_from_one_to_five(most):
    levels = [figures.level(number, most) for number in range(3, min(most, 5000) + 1)]
    assert levels == sorted(levels)
    assert set(levels) <= {1, 2, 3, 4, 5}
    assert figures.level(most, most) == 5


@pytest.mark.parametrize("rows", [1, 3])
def test_pictures_cost_two_queries(django_assert_num_queries, rows):
    petition = make_signed(**dict.fromkeys(["FR", "DE", "IN"][:rows], 3))
    with django_assert_num_queries(2):
        figures.figures(petition)
