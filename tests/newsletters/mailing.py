"""Letters that were sent, read as a mail program does."""

import re
from email import message_from_bytes, policy
from html import unescape

from django.core import mail

from campaigns.models import Tally
from core.mail.sending import deliver
from newsletters.sending import send_off
from tests.factories import make_subscriber

MARK = '<p data-embed="{}"></p>'


def sign(petition, count):
    Tally.objects.create(petition=petition, country="FR", count=count)
    return petition


def mailed(sink, issue):
    """Send the letter to one reader by real SMTP; return both parts as a mail program reads them."""
    make_subscriber(topic=issue.topic, language=issue.language)
    assert send_off(issue)
    deliver()
    ((_to, content),) = sink.taken
    letter = message_from_bytes(content, policy=policy.default)
    return letter, part(letter, "plain"), part(letter, "html")


def sent() -> dict:
    """Let all mail leave; return it by address."""
    mail.outbox.clear()
    deliver()
    letters = (message_from_bytes(each.message().as_bytes(), policy=policy.default) for each in mail.outbox)
    return {letter["To"]: letter for letter in letters}


def part(letter, kind) -> str:
    return letter.get_body([kind]).get_content().replace("\r\n", "\n")


def links(html):
    return [unescape(address) for address in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', html)]
