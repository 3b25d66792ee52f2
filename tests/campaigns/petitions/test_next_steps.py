"""What helps after signing: a letter to those who decide, another petition, joining, giving; what is signed most."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Appeal, DailyTally, Tally
from core import recent
from tests.factories import make_campaign, make_petition

pytestmark = pytest.mark.django_db
LETTER = "Dear Minister,\nplease & at once: let them go 100 %.\n\n[your name]"


def make_appeal(petition, **fields):
    words = {
        "whom": "Ana Prun, Minister",
        "email": "minister@justice.example",
        "subject": "Printers",
        "text": LETTER,
    }
    return Appeal.objects.create(petition=petition, **words | fields)


def make_week(petition, number, days_ago=1):
    day = timezone.now().date() - timedelta(days=days_ago)
    DailyTally.objects.create(petition=petition, day=day, count=number)


def written_to(petition):
    return f"{petition.get_absolute_url()}write/"


def test_the_letter_opens_in_a_mail_program_word_for_word(client):
    petition = make_petition()
    link = urlsplit(make_appeal(petition).mailto)
    fields = parse_qs(link.query, strict_parsing=True)
    assert (link.scheme, unquote(link.path)) == ("mailto", "minister@justice.example")
    assert fields == {"subject": ["Printers"], "body": [LETTER.replace("\n", "\r\n")]}
    page = client.get(written_to(petition)).text
    assert "please &amp; at once" in page
    assert "not sealed" in page


def test_an_address_cannot_carry_more_recipients():
    link = Appeal(email="a?bcc=all@x.example", subject="a&bcc=b@x.example", text="c").mailto
    assert set(parse_qs(urlsplit(link).query)) == {"subject", "body"}


def test_a_long_letter_is_copied_and_one_by_post_has_no_link(client):
    petition = make_petition()
    make_appeal(petition, text="عدالة " * 100)
    make_appeal(petition, email="", postal_address="Lantern Lane 1\nKarvel")
    page = client.get(written_to(petition)).text
    assert page.count("mailto:") == 1
    assert "&amp;body=" not in page
    assert "too long for that link" in page
    assert "Lantern Lane 1" in page
    with pytest.raises(IntegrityError), transaction.atomic():
        make_appeal(petition, email="")


def test_a_translation_has_its_own_letters_or_those_of_its_original(client):
    english = make_petition()
    french = make_petition(language="fr", translation_of=english)
    assert client.get(written_to(french)).status_code == 404
    make_appeal(english, whom="The Minister")
    assert "The Minister" in client.get(written_to(french)).text
    make_appeal(french, whom="La ministre")
    assert "The Minister" not in client.get(written_to(french)).text
    assert "La ministre" not in client.get(written_to(english)).text


def test_letters_of_a_draft_are_nobodys(client):
    petition = make_petition(published_at=None)
    make_appeal(petition)
    assert client.get(written_to(petition)).status_code == 404


def test_the_thanks_page_names_what_there_is(client, settings):
    petition = make_petition(campaign=make_campaign())
    thanks = f"{petition.get_absolute_url()}thanks/"
    page = client.get(thanks).text
    assert "Write to those who decide" not in page
    assert "Another petition" not in page
    assert "donation" not in page
    assert 'href="/join/"' in page
    make_appeal(petition)
    make_petition(title="The quiet one")
    make_week(make_petition(title="The loud one"), 12)
    make_week(make_petition(title="The closed one", closed_at=timezone.now()), 40)
    settings.ORGANISATION = {**settings.ORGANISATION, "donations": "https://give.example.org/us"}
    recent.forget_all()  # as two seconds later
    page = client.get(thanks).text
    assert f'href="{written_to(petition)}"' in page
    assert "The loud one" in page
    assert "The quiet one" not in page
    assert 'href="https://give.example.org/us" rel="noopener noreferrer"' in page
    petition.campaign.donate_url = "https://give.example.org/printers"
    petition.campaign.save()
    recent.forget_all()
    assert 'href="https://give.example.org/printers"' in client.get(thanks).text
    assert 'href="https://give.example.org/printers"' in client.get(petition.campaign.get_absolute_url()).text


def test_what_is_signed_most_of_late_comes_first_and_nothing_below_ten_is_told(client):
    for title, number, days_ago in (("Old", 500, 8), ("Few", 9, 1), ("Many", 10, 6), ("Most", 1200, 0)):
        make_week(make_petition(title=title, slug=title.lower()), number, days_ago)
    page = client.get("/petitions/").text
    places = [page.index(f">{title}</a>") for title in ("Most", "Many", "Few", "Old")]
    assert places == sorted(places)
    assert page.count("within the last seven days") == 2
    assert "1,200 of them within" in page
    listed = client.get("/petitions.json?order=lately").json()["petitions"]
    assert [(one["slug"], one["lately"]) for one in listed] == [("most", 1200), ("many", 10), ("few", 0), ("old", 0)]
    assert client.get("/petitions.json?order=nonsense").json()["petitions"][0]["slug"] == "most"  # the newest


def test_a_lonely_country_is_named_in_no_answer_for_programs(client):
    petition = make_petition(slug="free")
    for country, number in (("FR", 3), ("KE", 2), ("IR", 1)):
        Tally.objects.create(petition=petition, country=country, count=number)
    told = client.get("/petitions/free.json").json()
    assert (told["countries"], told["elsewhere"], told["count"]) == ([{"country": "FR", "count": 3}], 3, 6)


def test_the_thanks_page_looks_at_few_petitions_however_many_there_are(client, monkeypatch):
    monkeypatch.setattr("campaigns.petitions.views.petitions.SUGGESTED_FROM", 3)
    petition = make_petition()
    for number in range(8):
        make_week(
            make_petition(title=f"Number {number}", published_at=timezone.now() - timedelta(days=9 - number)),
            90 - number,
        )
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"{petition.get_absolute_url()}thanks/").text
    assert "Number 5" in page  # most signed of the three newest
    (ranking,) = [query["sql"] for query in asked if "campaigns_dailytally" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF) {ranking}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    looked_up = [int(loops) for loops in re.findall(r"on campaigns_dailytally .*?loops=(\d+)", plan)]
    assert looked_up and max(looked_up) <= 2 * 3
