"""Mallory has mails sent to people who never asked; on its best day a campaign has many more sent, and all leave."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from campaigns.models import Attempt
from core.http.public_forms import PublicForm
from core.mail import limits
from core.mail.compose import queue_mail
from core.mail.limits import NEVER, MailLimitCount, due_at, forget_old_counts, mailbox_and_domain
from core.models import OutboxMail, Throttle
from tests.factories import make_article, make_petition
from tests.letters import form_token

pytestmark = [pytest.mark.django_db, pytest.mark.crowd]

_page = count()


@pytest.fixture(autouse=True)
def _nothing_counted():
    limits.over._waiting.clear()


def page() -> str:
    """Return the token of a form that somebody has opened: another one each second."""
    return form_token("SignForm", 60 + next(_page))


def sign(client, petition, email, network="198.51.100.7", token=None):
    form = {"name": "Alice", "email": email, "country": "FR", "form_token": token or page()}
    answer = client.post(petition.get_absolute_url(), form, REMOTE_ADDR=network)
    assert answer.status_code == 200, email


def mails() -> tuple[int, int]:
    """Return how many leave now, and how many later."""
    return OutboxMail.objects.due().count(), OutboxMail.objects.delayed().count()


def ask(email: str, address: str, token: str):
    """Return when the mail may leave that this form causes."""
    return due_at(email, RequestFactory().post("/", REMOTE_ADDR=address), PublicForm({"form_token": token}))


def place(number: int) -> str:
    """Return an address of the visitor's, in another network for each number."""
    return f"203.{number // 256}.{number % 256}.9"


@pytest.mark.parametrize(
    ("written", "mailbox"),
    [
        ("victim+1@corp.example", "victim@corp.example"),
        ("Victim@S7.Corp.example", "victim@corp.example"),
        ("victim+a+b@x.y.corp.co.uk", "victim@corp.co.uk"),
        ("+1@corp.example", "+1@corp.example"),
        ('"vic\\tim+2"@corp.example', "victim@corp.example"),
        ("вера+1@почта.рф", "вера@xn--80a1acny.xn--p1ai"),
        ("ü.b@post.müller.example", "ü.b@xn--mller-kva.example"),
        ("v.i.c+t@gmail.com", "vic@gmail.com"),
        ("a@privaterelay.appleid.com", "a@privaterelay.appleid.com"),
        ("a@one.github.io", "a@one.github.io"),
        ("a@localhost", "a@localhost"),
    ],
)
def test_what_is_taken_for_one_mailbox(written, mailbox):
    assert mailbox_and_domain(written) == (mailbox, mailbox.rpartition("@")[2])


@pytest.mark.parametrize(
    "address", ["victim+{}@corp.example", "victim@s{}.corp.example", "victim+{0}@s{0}.corp.example"]
)
def test_sixty_spellings_of_one_mailbox_get_two_mails_a_day_from_however_many_networks(client, address):
    petition = make_petition()
    for number in range(60):
        sign(client, petition, address.format(number), place(number))
    assert mails() == (2, 4)
    assert Attempt.objects.count() == 6
    by_day = [mail.due_at - timezone.now() for mail in OutboxMail.objects.delayed().order_by("due_at")]
    assert [round(wait / timedelta(days=1)) for wait in by_day] == [1, 1, 2, 2]


def test_one_of_them_is_left_for_the_owner_when_the_others_come_from_one_network(client):
    petition = make_petition()
    for number in range(20):
        sign(client, petition, f"victim+{number}@corp.example")
    assert mails() == (3, 4)
    sign(client, petition, "victim@corp.example", place(1))
    assert mails() == (4, 4)


def test_what_is_asked_for_one_mailbox_takes_no_place_from_its_neighbours(client):
    petition, token = make_petition(), page()
    for number in range(120):
        sign(client, petition, f"victim+{number}@corp.example", token=token)
    OutboxMail.objects.all().delete()
    sign(client, petition, "neighbour@corp.example", token=token)
    assert mails() == (1, 0)


def test_who_takes_mail_for_every_name_of_a_domain_gets_fifty_in_an_hour(client):
    petition = make_petition()
    for number in range(60):
        sign(client, petition, f"name{number}@s{number}.corp.example", place(number))
    assert mails() == (50, 10)
    assert all(mail.due_at < timezone.now() + timedelta(hours=1) for mail in OutboxMail.objects.delayed())


def test_one_opened_page_causes_a_hundred_mails_in_an_hour(client):
    petition, token = make_petition(), page()
    for number in range(110):
        sign(client, petition, f"name{number}@gmail.com", place(number), token)
    assert mails() == (100, 10)


def test_a_network_that_many_share_is_slowed_and_nobody_in_it_refused(client):
    """A mobile provider, a university or an exit of Tor: 330 people sign within a minute."""
    petition = make_petition()
    for number in range(330):
        sign(client, petition, f"name{number}@gmail.com", f"198.51.100.{number % 250}")
    assert mails() == (300, 30)
    assert Attempt.objects.count() == 330
    limits.over.flush()
    assert list(MailLimitCount.objects.values_list("limit", "late", "dropped")) == [("network", 30, 0)]


def test_five_thousand_signatures_in_an_hour_pass(client):
    """A newsletter goes out: 3,500 readers at large providers; 1,300 at domains of their own, of whom some share one;
    the staff of one organisation; and 350 through the two busiest exits of Tor. Every page is opened by 20 people."""
    petition, pages = make_petition(), [page() for _ in range(250)]
    homes = [("gmail.com", 2000), ("orange.fr", 800), ("web.de", 700), *((f"firm{n}.example", 13) for n in range(100))]
    people = [f"p{number}@{domain}" for domain, members in homes for number in range(members)]
    people += [f"staff{number}@union.example" for number in range(45)] + [f"x{n}@proton.me" for n in range(155)]
    assert len(people) == 5000
    late = []
    for number, email in enumerate(people):
        network = f"185.220.{number // 14 % 2}.4" if number % 14 == 0 else place(number % 900)
        due = ask(email, network, pages[number % 250])
        late += [email] if due > timezone.now() else []
    assert late == []
    sign(client, petition, "p9999@gmail.com", place(901))  # and the form says so, too
    assert mails() == (1, 0)


def test_beyond_what_the_site_may_send_mails_wait_and_the_desk_says_so(client, admin_client, settings):
    settings.UNASKED_MAILS_AN_HOUR = limits.SHARES
    petition = make_petition()
    for number in range(3 * limits.SHARES):
        sign(client, petition, f"name{number}@gmail.com", place(number))
    now, later = mails()
    assert now <= limits.SHARES and now + later == 3 * limits.SHARES
    assert not OutboxMail.objects.filter(due_at__gt=timezone.now() + timedelta(hours=12)).exists()
    limits.over.flush()
    desk = " ".join(admin_client.get("/admin/").text.split())
    assert f"<b>{later}</b> mails that wait, because many were asked for at once" in desk
    assert "<b>1</b> hour since yesterday in which the site sent as many mails as it may" in desk
    assert (
        f'<td class="field-late">{later}</td>' in admin_client.get("/admin/core/maillimitcount/?limit__exact=site").text
    )
    assert admin_client.get("/admin/core/outboxmail/?state=delayed").context["cl"].result_count == later


def test_what_would_wait_longer_than_two_days_is_not_written_and_counted(client, admin_client):
    petition = make_petition()
    for number in range(15):
        sign(client, petition, "victim@corp.example", place(number))
    assert mails() == (2, 4)
    limits.over.flush()
    assert list(MailLimitCount.objects.values_list("limit", "late", "dropped")) == [("mailbox", 4, 9)]
    told = "in which so many mails were asked for that some were not sent"
    assert told in admin_client.get("/admin/").text
    MailLimitCount.objects.update(hour=timezone.now() - timedelta(days=31))
    assert told not in admin_client.get("/admin/").text
    forget_old_counts()
    assert not MailLimitCount.objects.exists()


FORMS = {
    "signing": ("SignForm", "/petitions/p/", {"country": "FR"}),
    "signing in a frame": ("SignForm", "/embed/petitions/p/sign/", {"country": "FR"}),
    "newsletter": ("SubscribeForm", "/newsletter/", {}),
    "joining": ("JoinForm", "/join/", {"message": "I print."}),
    "adopting": ("AdoptForm", "/petitions/p/adopt/", {}),
    "commenting": ("CommentForm", "/articles/a/comments/", {"comment": "I have it on my wall."}),
    "following": ("FollowForm", "/articles/a/comments/follow/", {}),
}


@pytest.mark.parametrize("door", FORMS)
def test_every_form_that_causes_a_mail_counts_its_network(client, door):
    make_petition(slug="p")
    make_article(slug="a")
    form, path, fields = FORMS[door]
    for number in range(300):
        ask(f"n{number}@gmail.com", "198.51.100.7", page())
    given = {"name": "Alice", "email": "alice@gmail.com", "form_token": form_token(form), **fields}
    for address in ("198.51.100.8", "203.0.113.9"):
        assert client.post(path, given | {"email": f"{address}@gmail.com"}, REMOTE_ADDR=address).status_code < 400
    assert {mail.to: mail.due_at > timezone.now() for mail in OutboxMail.objects.all()} == {
        "198.51.100.8@gmail.com": True,
        "203.0.113.9@gmail.com": False,
    }


def test_a_mail_that_leaves_tomorrow_is_dated_tomorrow_and_sent_then():
    tomorrow = timezone.now() + timedelta(days=1)
    context = {"confirm_url": "https://testserver/c", "withdraw_url": "https://testserver/w"}
    queue_mail("a@gmail.com", "organisation/mail/confirm_joining", context, kind="confirm-joining", due_at=tomorrow)
    mail = OutboxMail.objects.get()
    assert mail.due_at == tomorrow
    assert f"{tomorrow:%d %b %Y}".lstrip("0") in mail.message().message()["Date"].replace(" 0", " ")


def test_what_nobody_may_send_is_told_to_the_caller_and_not_kept():
    assert [due_at("a@gmail.com") == NEVER for _ in range(9)] == [False] * 7 + [True] * 2
    context = {"confirm_url": "https://testserver/c", "withdraw_url": "https://testserver/w"}
    assert queue_mail("a@gmail.com", "organisation/mail/confirm_joining", context, kind="confirm-joining") is False
    assert mails() == (0, 0)


def test_nothing_that_is_counted_by_names_anybody():
    ask("alice@corp.example", "198.51.100.7", "token")
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM core_throttle t")
        stored = " ".join(row[0] for row in cursor.fetchall())
    assert Throttle.objects.count() == 6
    assert [word for word in ("alice", "corp", "198.51", "token", "61c696365") if word in stored] == []
