"""A mail as Django writes it, with headers that every program reads."""

import re
from collections.abc import Iterable, Mapping
from email.header import Header
from email.utils import parseaddr, quote
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.mail.message import SafeMIMEMultipart, SafeMIMEText

from .. import identity
from .rendering import Rendered


class Message(mail.EmailMultiAlternatives):
    """From whom ``sender`` says, where nobody else is named.

    Headers begin on their first line, which Python leaves empty before a word that is long or not ASCII.

    Some filters take that for spam, and signatures (DKIM) break over it.
    """

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"from_email": sender(), **kwargs})

    def message(self) -> SafeMIMEText | SafeMIMEMultipart:
        message = super().message()
        message.replace_header("Subject", Header(str(self.subject), header_name="Subject"))
        for name, value in self.extra_headers.items():
            if len(name) + len(value) > 76 and name != "From":
                message.replace_header(name, _OnOneLine(value, header_name=name))
        return message


def sender() -> str:
    """Return whom mails are from: ``MAIL_FROM``, or the name that the desk gives and the environment's address.

    The address is the operator's affair: other mail servers ask whether this one may send for its domain.
    """
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    ours = identity.current().name
    if ours == name or name != settings.ORGANISATION["name"]:
        return settings.DEFAULT_FROM_EMAIL
    return f"{_as_a_phrase(ours)} <{address}>"


def write(rendered: Rendered, headers: Mapping[str, str], to: Iterable[str] = ()) -> Message:
    """Return the mail that says this; addresses are in ASCII already (``addresses.mailable``)."""
    message = Message(rendered.subject, rendered.text, to=list(to), headers=dict(headers))
    if settings.CONFIRM_BY_REPLY:  # mails that come back go where a command reads them
        message.from_email = settings.CONFIRM_BY_REPLY
        message.extra_headers = {"From": sender(), **message.extra_headers}
    if rendered.html:
        message.attach_alternative(rendered.html, "text/html")
    return message


def _as_a_phrase(name: str) -> str:
    """Return the name as it may stand before an address (RFC 5322 §3.2.5)."""
    return name if re.fullmatch(r"[\w\s-]+", name) else f'"{quote(name)}"'


class _OnOneLine(Header):
    """A header of ASCII that cannot be folded, such as one with a long address (RFC 5322 §2.1.1: up to 998 bytes)."""

    def encode(self, splitchars="", maxlinelen=None, linesep="\n"):
        return super().encode(splitchars, 0, linesep)
