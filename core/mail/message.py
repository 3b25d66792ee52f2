"""A mail as Django writes it, with headers that every program reads."""

from collections.abc import Iterable, Mapping
from email.header import Header

from django.conf import settings
from django.core import mail
from django.core.mail.message import SafeMIMEMultipart, SafeMIMEText

from .rendering import Rendered


class Message(mail.EmailMultiAlternatives):
    """Headers begin on their first line, which Python leaves empty before a word that is long or not ASCII.

    Some filters take that for spam, and signatures (DKIM) break over it.
    """

    def message(self) -> SafeMIMEText | SafeMIMEMultipart:
        message = super().message()
        message.replace_header("Subject", Header(str(self.subject), header_name="Subject"))
        for name, value in self.extra_headers.items():
            if len(name) + len(value) > 76 and name != "From":
                message.replace_header(name, _OnOneLine(value, header_name=name))
        return message


def write(rendered: Rendered, headers: Mapping[str, str], to: Iterable[str] = ()) -> Message:
    """Return the mail that says this; addresses are in ASCII already (``addresses.mailable``)."""
    message = Message(rendered.subject, rendered.text, to=list(to), headers=dict(headers))
    if settings.CONFIRM_BY_REPLY:  # mails that come back go where a command reads them
        message.from_email = settings.CONFIRM_BY_REPLY
        message.extra_headers = {"From": settings.DEFAULT_FROM_EMAIL, **message.extra_headers}
    if rendered.html:
        message.attach_alternative(rendered.html, "text/html")
    return message


class _OnOneLine(Header):
    """A header of ASCII that cannot be folded, such as one with a long address (RFC 5322 §2.1.1: up to 998 bytes)."""

    def encode(self, splitchars="", maxlinelen=None, linesep="\n"):
        return super().encode(splitchars, 0, linesep)
