"""A dump of the database does not tell who filled in any of the public forms, before the button is pressed or after."""

import subprocess

import pytest
from django.core import signing
from django.db import connection
from django.urls import get_resolver, resolve

from articles.models import Article
from core.models import OutboxMail
from dev import postgres
from tests.canaries import found_in
from tests.factories import make_comment, make_mention
from tests.letters import link
from tests.ngo_site import strangers
from tests.ngo_site.everything import make_everything

pytestmark = pytest.mark.subprocess

# Where each form is found. A form that is new has to be sent here, too: see the test at the end.
PAGES = {
    "/newsletter/": ("SubscribeForm",),
    "/join/": ("JoinForm",),
    "/petitions/sample/": ("SignForm",),
    "/embed/petitions/sample/sign/": ("SignForm",),
    "/petitions/sample/adopt/": ("AdoptForm",),
    "/campaigns/sample/adopt/": ("AdoptForm",),
    "/articles/sample/": ("CommentForm",),
    "/articles/sample/comments/{comment}/reply/": ("CommentForm",),
    "/articles/sample/comments/follow/": ("FollowForm",),
    "/articles/sample/comments/{comment}/report/": ("FlagForm",),
    "/webmention/": ("",),
}
# Doors for strangers at which no address can be given: buttons behind mailed links (pressed here), codes, machines.
WITHOUT_ADDRESS = {
    "articles:comment-confirm", "articles:comment-withdraw", "articles:comment-edit", "articles:comment-with-key",
    "articles:follow-confirm", "articles:followup-unsubscribe", "campaigns:signature-confirm",
    "campaigns:signature-withdraw", "campaigns:petition-sent", "campaigns:petition-frame-sent",
    "newsletters:confirm", "newsletters:confirm-language", "newsletters:withdraw", "newsletters:unsubscribe",
    "organisation:join-confirm", "organisation:join-withdraw", "mails-again", "campaigns:adopted", "articles:pingback",
    "articles:xmlrpc", "articles:trackback",
}  # fmt: skip
TICKED = {"updates": "on", "newsletter": "on", "followup": "article"}


def dump() -> bytes:
    settings = connection.settings_dict
    command = [postgres.find("pg_dump"), "--dbname", settings["NAME"], "--host", settings["HOST"]]
    command += ["--port", str(settings["PORT"]), "--username", settings["USER"]]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout


def canary(number: int) -> dict:
    """Return what somebody types whose name, mailbox and host are like nobody else's."""
    told = {"name": f"Canaryname{number}", "email": f"canarymail{number}@canaryhost{number}.example.org"}
    return {**told, "postcode": f"canarypost{number}", "message": f"canarymessage{number}"}


def of(form) -> str:
    """Return the name of a form, from its token."""
    token = form.find("input", {"name": "form_token"})
    return signing.TimestampSigner(salt="public-form").unsign_object(token["value"]) if token else ""


def send(client, path: str, names, number: int) -> None:
    for form in strangers.forms(client.get(path).text):
        if of(form) in names:
            ticked = {name: value for name, value in TICKED.items() if form.find(attrs={"name": name})}
            fields = strangers.fill_in(form, **canary(number), comment=f"Words of {number}.") | ticked
            answer = client.post((form.get("action") or path).partition("#")[0], fields)
            assert answer.status_code in {200, 202, 302}, (path, answer.status_code)


@pytest.fixture
def comment(transactional_db):
    make_everything(slug="sample")
    make_mention(Article.objects.get())
    return make_comment(Article.objects.get())


@pytest.fixture
def words():
    """Return what is told in each form and meant for nobody; a comment's name and words are for everybody."""
    told = [canary(number) for number in range(len(PAGES))]
    hidden = {word for one in told for word in (*one["email"].split("@"), one["postcode"], one["message"])}
    public = {"CommentForm", "AdoptForm"}
    return hidden | {one["name"] for one, names in zip(told, PAGES.values(), strict=True) if not public & {*names}}


def test_no_form_leaves_an_address_in_the_dump(client, comment, words):
    for number, (path, names) in enumerate(PAGES.items()):
        send(client, path.format(comment=comment.pk), names, number)
    mails = list(OutboxMail.objects.order_by("pk"))
    assert len(mails) == 9  # of all but the report and the mention
    content = dump()
    assert found_in(content, words) == set()
    # The search would hear them: this is what the comments say to everybody.
    assert found_in(content, {"Canaryname6", "Canaryname7"}) == {"Canaryname6", "Canaryname7"}

    for mail in mails:
        assert client.post(link(mail, "confirm")).status_code in {200, 302}
    assert found_in(dump(), words) == set()

    for mail in mails:
        client.post(link(mail, "unsubscribe" if "unsubscribe/" in mail.text else "withdraw"))
    assert found_in(dump(), words) == set()


def doors(patterns=None, app=""):
    """Yield (name, path) of every view that takes a form without an account: those that need no cookie."""
    for pattern in patterns or get_resolver().url_patterns:
        if hasattr(pattern, "url_patterns"):
            if pattern.app_name != "admin":
                yield from doors(pattern.url_patterns, f"{pattern.app_name}:" if pattern.app_name else app)
        elif getattr(pattern.callback, "csrf_exempt", False):
            yield app + pattern.name


def test_every_public_form_is_sent_here():
    sent = {resolve(path.format(comment=1)).view_name for path in PAGES}
    # A comment's form is shown on the article's page and sent to an address of its own.
    sent = sent - {"articles:article", "articles:comment-reply"} | {"articles:comment"}
    assert set(doors()) == sent | WITHOUT_ADDRESS
