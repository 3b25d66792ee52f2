"""A letter sent to one reader by real SMTP, and read as a mail program does."""

import re
from email import message_from_bytes, policy
from html import unescape

from campaigns.models import Tally
from core.mail.outbox import deliver
from newsletters.sending import hand_over, send_off
from tests.factories import make_subscriber

MARK = '<p data-embed="{}"></p>'


def sign(petition, count):
    Tally.objects.create(petition=petition, country="FR", count=count)
    return petition


def mailed(sink, issue):
    """Send the letter to one reader; return both parts as a mail program reads them."""
    make_subscriber(topic=issue.topic, language=issue.language)
    assert send_off(issue)
    hand_over.call(issue.pk)
    deliver()
    ((_to, content),) = sink.taken
    letter = message_from_bytes(content, policy=policy.default)
    parts = [letter.get_body([kind]).get_content().replace("\r\n", "\n") for kind in ("plain", "html")]
    return letter, *parts


def links(html):
    return [unescape(address) for address in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', html)]
