"""The desk's page on how a petition spreads."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Channel, ShareCode, SharedHour, ShareText, ShownOn, Signature
from campaigns.sharing import share_codes, share_figures
from tests.desk_forms import fields
from tests.factories import make_mention, make_petition, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def petition():
    petition = make_petition(slug="free")
    share_codes.make_missing_codes()
    return petition


def this_hour():
    return timezone.localtime().replace(minute=0, second=0, microsecond=0)


def sign(petition, number, hours_ago):
    at = this_hour() - timedelta(hours=hours_ago)
    start = Signature.objects.count()
    Signature.objects.bulk_create(
        Signature(petition=petition, fingerprint=f"{start + place:032}".encode(), country="KE", status="confirmed",
                  sealed=b"sealed", confirmed_at=at + timedelta(seconds=place % 3))
        for place in range(number)
    )  # fmt: skip


def came(petition, channel, visits, confirmed=0, hours_ago=0, text=""):
    code = petition.share_codes.get(channel=channel, words=text)
    hour = this_hour() - timedelta(hours=hours_ago)
    SharedHour.objects.create(code=code, hour=hour, visits=visits, signatures=confirmed + 1, confirmed=confirmed)


def test_the_largest_jump_is_the_moment_it_took_off(petition):
    for number, hours_ago in ((30, 9), (25, 8), (60, 3), (70, 2)):
        sign(petition, number, hours_ago)
    came(petition, Channel.MASTODON, 40, hours_ago=3)
    came(petition, Channel.MAIL, 12, hours_ago=3)
    figures = share_figures.figures(petition, 2)
    moment = figures["took_off"]
    assert (moment["hour"], moment["number"], moment["before"]) == (this_hour() - timedelta(hours=3), 130, "55")
    assert moment["channel"] == "Mastodon"
    assert (figures["total"], figures["chart"]["most"]) == ("185", 70)


def test_a_quiet_petition_has_no_such_moment(petition):
    sign(petition, 9, 1)
    assert share_figures.figures(petition, 2)["took_off"] is None


def test_nothing_below_ten_is_told(petition):
    came(petition, Channel.MAIL, 9, 9)
    came(petition, Channel.X, 200, 3, hours_ago=1)
    came(petition, Channel.COPY, 50, 10, hours_ago=1)
    by_label = {str(entry["label"]): entry for entry in share_figures.figures(petition, 2)["channels"]}
    numbers = ("visits", "sent", "confirmed", "share")
    told = {label: tuple(entry[number] for number in numbers) for label, entry in by_label.items()}
    assert told == {
        "mail": (None, 10, None, None),
        "X": (200, None, None, None),
        "copied address": (50, 11, 10, 20),
    }
    assert [by_label[label]["chart"]["total"] for label in ("mail", "X", "copied address")] == [0, 0, 10]


def test_words_sites_links_and_adopters_are_told(client, petition):
    for text in ("First words", "Second words"):
        ShareText.objects.create(petition=petition, channel=Channel.X, text=text)
    share_codes.make_missing_codes()
    came(petition, Channel.X, 100, 40, text="First words")
    came(petition, Channel.X, 100, 20, text="Second words")
    adopted = ShareCode.objects.create(petition=petition, channel=Channel.ADOPTED, name="Blog of Bob", token_hash=b"1")
    SharedHour.objects.create(code=adopted, hour=this_hour(), visits=33)
    today = timezone.localdate()
    for host, views in (("blog.example", 77), ("one-reader.example", 1)):
        ShownOn.objects.create(petition=petition, host=host, day=today, views=views)
    make_mention(petition, title="They asked for it")
    make_mention(petition, title="Not yet", status="verified")
    client.force_login(make_staff("clara"))
    page = client.get(f"/admin/campaigns/petition/{petition.pk}/spread/?days=2")
    for words in ("X: First words", "<td>40</td>", "<td>20</td>", "Blog of Bob", "blog.example", "They asked for it"):
        assert words in page.text
    for words in ("one-reader.example", "Not yet"):
        assert words not in page.text


@pytest.mark.parametrize("days", ["", "0", "-1", "9999999", "x", "²"])
def test_nonsense_shows_two_weeks(client, petition, days):
    client.force_login(make_staff("clara"))
    page = client.get(f"/admin/campaigns/petition/{petition.pk}/spread/", {"days": days})
    assert page.status_code == 200
    assert "fewer than ten confirmed in 14 days" in page.text


def test_one_row_and_three_cost_the_same(petition, django_assert_num_queries):
    came(petition, Channel.MAIL, 20)
    with django_assert_num_queries(4):
        _all(share_figures.figures(petition, 2))
    for channel in (Channel.X, Channel.COPY):
        came(petition, channel, 20)
        make_mention(petition)
    with django_assert_num_queries(4):
        _all(share_figures.figures(petition, 2))


def _all(figures):
    list(figures["sites"]), list(figures["links"])


def test_the_edge_of_the_period_is_no_jump(petition):
    for hours_ago in range(30, 60):
        sign(petition, 4, hours_ago)
    assert share_figures.figures(petition, 2)["took_off"] is None


def test_a_longer_period_has_broader_bars(petition):
    for hours_ago in range(24):
        came(petition, Channel.MAIL, 5, 4, hours_ago=hours_ago)
    (mail,) = share_figures.figures(petition, 14)["channels"]
    assert (len(mail["chart"]["bars"]), mail["chart"]["total"]) == (56, 96)


def test_signatures_are_drawn_in_bars_of_ten_or_more(petition):
    for hours_ago in range(24):
        sign(petition, 4, hours_ago)
    sign(petition, 9, 100)
    figures = {days: share_figures.figures(petition, days) for days in (2, 14, 60)}
    drawn = {days: (told["hours_in_a_column"], told["chart"]["total"]) for days, told in figures.items()}
    assert drawn == {2: (6, 96), 14: (6, 96), 60: (24, 96)}
    assert [told["total"] for told in figures.values()] == ["96", "105", "105"]
    sign(petition, 400, 1)
    assert share_figures.figures(petition, 2)["hours_in_a_column"] == 1


def test_words_given_at_the_desk_get_their_code_at_once(client, petition):
    client.force_login(make_staff("clara"))
    page = f"/admin/campaigns/petition/{petition.pk}/change/"
    form = fields(client.get(page))
    form |= {"share_texts-TOTAL_FORMS": "1", "share_texts-0-channel": "x", "share_texts-0-text": "Four of them."}
    assert client.post(page, form).status_code == 302
    assert [code.words for code in share_codes.codes_of(petition)[Channel.X]] == ["Four of them."]
