"""An answer confirms a signature behind a real mail server.

Not a part of the ordinary run, for it needs Postfix on the machine and root to start it:

    INTEROP=1 python3 manage.py test tests/interop/test_postfix.py
"""

import os
import smtplib

import pytest

from campaigns.models import Signature
from core.models import OutboxMail
from tests.browser import house
from tests.factories import make_petition
from tests.interop import postfix
from tests.letters import form_token
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not (os.environ.get("INTEROP") and postfix.is_installed()), reason="runs with INTEROP=1 where Postfix is"
    ),
]


@pytest.fixture
def address(client, settings):
    """Return the address to which Alice answers."""
    settings.CONFIRM_BY_REPLY = "sign@example.org"
    alice = {"name": "Alice", "email": "alice@example.org", "country": "FR", "form_token": form_token("SignForm")}
    client.post(make_petition().get_absolute_url(), alice)
    return OutboxMail.objects.get().headers["Reply-To"]


def environment(**more):
    return {
        **os.environ,
        **house.environment(SITE_URL="http://testserver", CONFIRM_BY_REPLY="sign@example.org"),
        **more,
    }


def test_an_answer_to_the_mail_confirms(address, tmp_path):
    with postfix.running(tmp_path, environment()) as port, smtplib.SMTP("127.0.0.1", port) as mail:
        away = f"To: {address}\r\nAuto-Submitted: auto-replied\r\n\r\nI am away.\r\n"
        mail.sendmail("x@elsewhere.example", [address], away)
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            mail.sendmail("x@elsewhere.example", ["someone@example.org"], "Hello\r\n")
        wait_until(lambda: "status=sent" in (tmp_path / "log").read_text(), 30)
        assert Signature.objects.get().status == "pending"
        mail.sendmail("x@elsewhere.example", [address], f"To: {address}\r\n\r\nYes, I sign.\r\n")
        wait_until(lambda: Signature.objects.get().status == "confirmed", 30)


def test_while_the_database_is_away_the_mail_server_keeps_the_answer(address, tmp_path):
    away = environment(DATABASE_URL="postgresql://site@127.0.0.1:1/site")
    with postfix.running(tmp_path, away) as port, smtplib.SMTP("127.0.0.1", port) as mail:
        mail.sendmail("x@elsewhere.example", [address], f"To: {address}\r\n\r\nYes, I sign.\r\n")
        wait_until(lambda: "status=deferred" in (tmp_path / "log").read_text(), 30)
