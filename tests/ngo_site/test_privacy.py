"""Alice asks what is kept about her, and has it erased."""

import pytest

from articles.comments import moderation, notifications, submissions
from articles.models import Ban, CommentOptIn, CommentPass, Follower
from campaigns.models import Attempt, ShareCode, Signature
from campaigns.signatures.counting import count_signatures
from campaigns.signatures.retention import forget_withdrawn_signatures
from core.mail import erased_links
from core.models import AuditEntry, OutboxMail
from core.privacy import personal_data
from newsletters.models import Subscriber
from ngo_site import privacy
from organisation.models import Volunteer
from tests.factories import long_ago, make_article, make_comment, make_petition, make_subscriber
from tests.letters import form_token, link
from tests.stored import everything_stored

pytestmark = pytest.mark.django_db

ALICE = "alice@example.org"


def remember(email=ALICE, text="Her words"):
    article = make_article(title="The press")
    tag = submissions.address_tag(email)
    comment = make_comment(article, text, "Alice B.")
    CommentOptIn.objects.create(comment=comment, address_tag=tag, status="confirmed")
    CommentPass.objects.create(token_hash=text.encode(), address_tag=tag)
    notifications.follow(article, 0, email, tag, "en")
    return comment


def test_everything_kept_about_an_address_is_found_and_nothing_about_others(admin_client):
    remember()
    remember("bob@example.org", "His words")
    make_subscriber(email=ALICE)
    page = admin_client.post("/admin/privacy/", {"email": "Alice@Example.org"}).text
    for text in ("Her words", "Alice B.", "The press", "1 keys", "newsletter"):
        assert text in page, text
    assert "His words" not in page
    assert personal_data.find("nobody@example.org") == []


def test_it_is_erased_and_what_others_wrote_stays(admin_client):
    comment = remember()
    make_comment(comment.content_object, "An answer", parent=comment)
    remember("bob@example.org", "His words")
    make_subscriber(email=ALICE)
    moderation.ban(submissions.address_tag(ALICE), None)
    admin_client.post("/admin/privacy/", {"email": ALICE, "erase": "yes"})
    stored = everything_stored()
    assert "Her words" not in stored
    assert ALICE not in stored
    assert "His words" in stored
    assert "An answer" in stored
    assert [follower.address for follower in Follower.objects.all()] == ["bob@example.org"]
    assert Ban.objects.count() == 1
    assert personal_data.find(ALICE)[0][1][0].startswith("A mark")


def ask_for_everything(client, email=ALICE):
    """Fill in every form that keeps something about its sender; return the petition that was signed."""
    petition = make_petition(title="Свобода печати", slug="svoboda")
    told = {"email": email, "name": "Alice Moreau", "country": "BY", "message": "Ein Zimmer in Gießen"}
    forms = {
        "/newsletter/": "SubscribeForm",
        "/join/": "JoinForm",
        petition.get_absolute_url(): "SignForm",
        f"{petition.get_absolute_url()}adopt/": "AdoptForm",
    }
    for path, form in forms.items():
        answer = client.post(path, {**told, "updates": "on", "public": "on", "form_token": form_token(form)})
        assert answer.status_code in {200, 302}, path
    return petition


@pytest.mark.parametrize("confirmed", [False, True])
def test_volunteers_signatures_kits_and_mails_are_found_and_erased(client, admin_client, confirmed):
    ask_for_everything(client)
    mails = list(OutboxMail.objects.all())
    assert len(mails) == 4
    if confirmed:
        for mail in mails:
            client.post(link(mail, "confirm"))
    page = admin_client.post("/admin/privacy/", {"email": "ALICE@example.org"}).text
    told = ["Ein Zimmer in Gießen", "Alice Moreau", "Belarus", "A kit of", "has not left yet", "newsletter"]
    told.append("shown as “Alice M.”" if confirmed else "waits for its button")
    for words in told:
        assert words in page, words
    admin_client.post("/admin/privacy/", {"email": ALICE, "erase": "yes"})
    assert personal_data.find(ALICE) == []
    assert not OutboxMail.objects.exists() and not Attempt.objects.exists()
    assert not Volunteer.objects.exclude(mailbox="").exists() and not Subscriber.objects.active().exists()
    assert not Signature.objects.exclude(status="withdrawn").exists()
    assert {(code.name, code.mailbox) for code in ShareCode.objects.filter(channel="adopted")} == {("", "")}
    assert "Nothing is found" in admin_client.post("/admin/privacy/", {"email": ALICE}).text
    # What her links say now is true.
    for mail in mails:
        if "/petitions/withdraw/" in mail.text:
            assert "Erased already" in client.get(link(mail, "withdraw")).text


def test_what_others_told_stays(client, admin_client):
    ask_for_everything(client, "bob@example.org")
    assert personal_data.find(ALICE) == [] and personal_data.erase(ALICE) == 0
    assert OutboxMail.objects.count() == 4 and Attempt.objects.count() == Volunteer.objects.count() == 1
    assert ShareCode.objects.get(channel="adopted").name == "Alice Moreau"


def test_a_signature_that_counts_is_taken_off_the_count(client):
    petition = ask_for_everything(client)
    client.post(link(OutboxMail.objects.get(kind="confirm-signature"), "confirm"))
    count_signatures()
    assert petition.tallies.get().count == 1
    personal_data.erase(ALICE)
    count_signatures()
    forget_withdrawn_signatures()
    assert (petition.tallies.get().count, Signature.objects.count()) == (0, 0)


def test_the_desk_says_what_it_cannot_look_through(client, admin_client, admin_user):
    ask_for_everything(client)
    make_petition(salt=None, closed_at=long_ago(), published_at=long_ago())
    make_comment(make_article(), "Imported", "Somebody")
    page = admin_client.post("/admin/privacy/", {"email": "nobody@example.org"}).text
    assert "Nothing is kept" not in page
    limits = page.partition("could not be looked through")[2]
    for text in (
        "1 petition that closed long ago", "downloaded for handing over", "signed on paper", "Backups", "were sent",
        "1 comment that was imported", "made without an address", "own logs",
    ):  # fmt: skip
        assert text in limits, text


def test_accounts_and_marks_are_named_and_stay(admin_client, admin_user):
    admin_user.email = ALICE
    admin_user.save()
    erased_links.note("a link", ALICE)
    page = admin_client.post("/admin/privacy/", {"email": "Alice@Example.org"})
    assert f"The account “{admin_user.username}”" in page.text and "nothing unasked is mailed" in page.text
    left = admin_client.post("/admin/privacy/", {"email": ALICE, "erase": "yes"}, follow=True).text
    assert "This stays: The wish to be left alone" in left and "This stays: Accounts at the desk" in left
    assert erased_links.is_quiet(ALICE)
    admin_client.post("/admin/privacy/", {"email": ALICE, "lift": "yes"})
    assert not erased_links.is_quiet(ALICE)
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {"privacy-mails-again", "privacy-erase"}
    assert "alice" not in str([vars(entry) for entry in AuditEntry.objects.all()]).lower()


def test_nobody_tries_a_list_of_suspects(admin_client, monkeypatch):
    monkeypatch.setattr(privacy, "MOST_AN_HOUR", 2)
    answers = [admin_client.post("/admin/privacy/", {"email": f"suspect{number}@example.org"}) for number in range(3)]
    assert ["Nothing is found" in answer.text for answer in answers] == [True, True, False]
    assert "come back later" in answers[-1].text


def test_the_log_says_who_looked_and_not_for_whom(admin_client, admin_user):
    remember()
    admin_client.post("/admin/privacy/", {"email": ALICE})
    entry = AuditEntry.objects.get(action="privacy-look-up")
    assert entry.actor == admin_user
    assert "alice" not in str(vars(entry)).lower()


def test_only_administrators_may_ask_and_nonsense_is_told(client, admin_client, django_user_model):
    assert client.get("/admin/privacy/").status_code == 302
    client.force_login(django_user_model.objects.create_user("bob", is_staff=True))
    assert client.post("/admin/privacy/", {"email": ALICE}).status_code == 403
    assert "looks like name@example.org" in admin_client.post("/admin/privacy/", {"email": "alice"}).text
    assert admin_client.get("/admin/privacy/").status_code == 200
