"""Short links, codes and what is counted of them: the way people come, and nobody who came."""

import re
from datetime import timedelta

import pytest

from campaigns.models import Attempt, Channel, Petition, RiskSignals, ShareCode, SharedHour, ShareText, Signature
from campaigns.sharing import share_codes, share_links
from core.mail.outbox import OutboxMail
from tests.factories import long_ago, make_article, make_petition

pytestmark = pytest.mark.django_db
BROWSER = {"user-agent": "Mozilla/5.0"}


@pytest.fixture
def petition():
    petition = make_petition(title="Free them & now", slug="free")
    share_codes.make_missing_codes()
    return petition


@pytest.fixture(autouse=True)
def nothing_waits():
    share_codes.counted._waiting.clear()


def code_of(petition, channel):
    return petition.share_codes.get(channel=channel, words="")


def waiting(code):
    code.refresh_from_db()
    return code.visits_waiting, code.signatures_waiting, code.confirmed_waiting


def token(client, path="/petitions/free/"):
    return re.search(r'name="form_token" value="([^"]+)"', client.get(path).text)[1]


def sign(client, via, email="amina@example.org", path="/petitions/free/"):
    fields = {"name": "Amina", "email": email, "country": "KE", "language": "en", "via": via}
    return client.post(path, {**fields, "form_token": token(client, path)})


def test_a_short_link_leads_to_the_petition_and_is_counted_by_hour(client, petition):
    code = code_of(petition, Channel.MASTODON)
    for _visit in range(12):
        answer = client.get(f"/s/{code.code}/", headers=BROWSER)
        assert (answer.status_code, answer.url) == (303, f"/petitions/free/?via={code.code}")
    assert (answer.cookies, answer["Cache-Control"], answer["Referrer-Policy"]) == ({}, "no-store", "no-referrer")
    assert not SharedHour.objects.exists()  # only in memory so far
    share_codes.counted.flush()
    row = SharedHour.objects.get()
    assert (row.code, row.visits, row.signatures, row.hour.minute) == (code, 12, 0, 0)


def test_machines_and_looks_ahead_are_no_visits(client, petition):
    address = f"/s/{code_of(petition, Channel.COPY).code}/"
    client.get(address, headers={"user-agent": "Mozilla/5.0 (compatible; SomeBot/1.0)"})
    client.head(address, headers=BROWSER)
    share_codes.counted.flush()
    assert waiting(code_of(petition, Channel.COPY)) == (0, 0, 0)


def test_the_form_carries_the_code_and_only_a_number_is_kept(client, petition):
    code = code_of(petition, Channel.WHATSAPP)
    form = client.get(f"/petitions/free/?via={code.code}").text
    assert f'name="via" value="{code.code}"' in form
    assert sign(client, code.code).status_code == 200
    share_codes.counted.flush()
    assert waiting(code) == (0, 1, 0)
    assert code.code not in str(Signature.objects.values().get())
    assert [column for column in Signature._meta.get_fields() if column.related_model is ShareCode] == []


def test_what_is_confirmed_counts_for_its_channel_and_no_row_keeps_which(
    client, petition, django_capture_on_commit_callbacks
):
    code = code_of(petition, Channel.WHATSAPP)
    sign(client, code.code)
    sign(client, "", "bob@example.org")
    with_code, without = Attempt.objects.order_by("pk")
    assert len(with_code.via) == len(without.via) > 0  # that there is one cannot be told either
    assert code.code.encode() not in bytes(with_code.via)
    for _twice in range(2):
        for mail in OutboxMail.objects.order_by("pk"):
            with django_capture_on_commit_callbacks(execute=True):
                client.post(re.search(r"http://testserver(/petitions/confirm/\S+)", mail.text)[1])
    share_codes.counted.flush()
    assert Signature.objects.confirmed().count() == 2
    assert waiting(code) == (0, 1, 1)
    assert {bytes(attempt.via) for attempt in Attempt.objects.all()} == {b""}


def test_what_is_held_back_counts_for_no_channel(client, petition, django_capture_on_commit_callbacks):
    code = code_of(petition, Channel.X)
    sign(client, code.code)
    RiskSignals.objects.update(is_disposable=True, is_quick=True, is_odd=True)
    token = re.search(r"/petitions/confirm/(\S+)/", OutboxMail.objects.get().text)[1]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/petitions/confirm/{token}/")
    status = Signature.objects.get().status
    share_codes.counted.flush()
    assert (status, waiting(code)) == ("held", (0, 1, 0))


def test_the_code_of_one_page_is_not_remembered_for_the_next(client, petition):
    code = code_of(petition, Channel.X).code
    assert code in re.search(r"<form.*?</form>", client.get(f"/petitions/free/?via={code}").text, re.S)[0]
    assert code not in re.search(r"<form.*?</form>", client.get("/petitions/free/").text, re.S)[0]


@pytest.mark.parametrize("via", ["", "nobody", "x" * 500, "'); drop", "ü", "\x00"])
def test_a_code_that_is_none_counts_nothing_and_stops_nobody(client, petition, via):
    assert client.get("/petitions/free/", {"via": via}).status_code == 200
    assert sign(client, via).status_code == 200
    share_codes.counted.flush()
    assert Signature.objects.count() == 1
    assert not ShareCode.objects.exclude(signatures_waiting=0).exists()


def test_a_code_counts_for_its_own_petition_and_its_original_alone(client, petition):
    other = make_petition(slug="other")
    french = make_petition(slug="fr", translation_of=petition, language="fr")
    share_codes.make_missing_codes()
    hour = share_codes._this_hour()
    mine, translated = code_of(petition, Channel.MAIL), code_of(french, Channel.MAIL)
    share_codes.write({(mine.code, petition.pk, hour, "signatures"): 2, (mine.code, other.pk, hour, "signatures"): 5})
    share_codes.write({(translated.code, petition.pk, hour, "signatures"): 3, (mine.code, 0, hour, "visits"): 1})
    assert (waiting(mine), waiting(translated)) == ((1, 2, 0), (0, 3, 0))


def test_no_number_below_ten_has_an_hour(petition):
    """Else an hour with one confirmation told by which way its one signature came."""
    code, other = code_of(petition, Channel.MAIL), code_of(petition, Channel.X)
    first = share_codes._this_hour() - timedelta(hours=5)
    for later, (visits, sent, confirmed) in enumerate([(9, 1, 0), (14, 3, 0), (0, 5, 9), (3, 2, 1)]):
        numbers = dict(zip(share_codes.COUNTED, (visits, sent, confirmed), strict=True))
        hour = first + timedelta(hours=later)
        share_codes.write({(code.code, petition.pk, hour, what): number for what, number in numbers.items()})
    share_codes.write({(other.code, petition.pk, first, "confirmed"): 2})
    told = list(SharedHour.objects.order_by("hour").values_list("hour", *share_codes.COUNTED))
    assert told == [(first + timedelta(hours=1), 23, 0, 0), (first + timedelta(hours=3), 0, 11, 10)]
    assert (waiting(code), waiting(other)) == ((3, 0, 0), (0, 0, 2))


def test_codes_are_made_once_and_for_public_petitions(petition):
    make_petition(published_at=None)
    assert ShareCode.objects.filter(petition=petition).count() == len(Channel) - 1
    assert share_codes.make_codes(Petition.objects.published()) == 0
    assert ShareCode.objects.exclude(petition=petition).count() == 0


def test_of_several_words_one_is_drawn_and_keeps_its_own_count(client, petition):
    for text in ("They printed the truth.", "Four printers, one demand."):
        ShareText.objects.create(petition=petition, channel=Channel.MASTODON, text=text)
    share_codes.make_missing_codes()
    seen = {
        next(way.href for way in share_links.of(petition).ways if way.channel == Channel.MASTODON) for _ in range(60)
    }
    assert len(seen) == 2
    codes = share_codes.codes_of(petition)[Channel.MASTODON]
    assert {code.words for code in codes} == {"They printed the truth.", "Four printers, one demand."}
    for code in codes:
        assert any(code.code in href for href in seen)


def test_ways_are_plain_links_with_words_and_address_escaped(client, petition):
    page = client.get("/petitions/free/").text
    share = page[page.index('<section class="share"') :]
    hosts = set(re.findall(r'href="(https://[^/"]+|mailto:)', share))
    assert hosts == {
        "mailto:", "https://share.joinmastodon.org", "https://bsky.app", "https://wa.me", "https://t.me", "https://x.com",
        "https://www.facebook.com",
    }  # fmt: skip
    assert "<script" not in share
    assert "Free%20them%20%26%20now%20http%3A%2F%2Ftestserver%2Fs%2F" in share
    assert "/petitions/free/qr.svg" in share


@pytest.mark.parametrize("code", ["%00", "'", "x" * 500, "%D1%8F", "A" * 8, "..%2F"])
def test_a_code_that_is_none_leads_nowhere(client, petition, code):
    assert client.get(f"/s/{code}/").status_code == 404


def test_a_page_without_codes_is_passed_on_by_its_address():
    article = make_article(title="Ink")
    passing = share_links.of(article)
    assert (passing.address, passing.qr) == (f"http://testserver{article.get_absolute_url()}", "")


def test_the_qr_code_is_a_small_picture_of_the_short_link(client, petition):
    answer = client.get("/petitions/free/qr.svg")
    assert (answer["Content-Type"], answer.text[:4]) == ("image/svg+xml; charset=utf-8", "<svg")
    assert "style" not in answer.text
    assert len(answer.content) < 5000


def test_an_unknown_code_leads_nowhere_and_a_withdrawn_petition_tells_of_itself(client, petition):
    assert client.get("/s/nothing/").status_code == 404
    code = code_of(petition, Channel.COPY).code
    Petition.objects.filter(pk=petition.pk).update(withdrawn_at=long_ago(), withdrawn_because="Wrong words")
    assert client.get(f"/s/{code}/", follow=True, headers=BROWSER).status_code == 410


def test_the_page_asks_for_codes_twice_however_many_words_there_are(petition, django_assert_num_queries):
    with django_assert_num_queries(2):
        share_links.of(petition)
    for number in range(3):
        ShareText.objects.create(petition=petition, channel=Channel.X, text=f"{number}")
    share_codes.make_missing_codes()
    with django_assert_num_queries(2):
        share_links.of(petition)
