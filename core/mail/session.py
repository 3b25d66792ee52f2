"""A connection to the mail server."""

import contextlib
import smtplib

from django.conf import settings
from django.core import mail

from ..logs import clean
from .letters import Copy

# So many in a row that the server takes nothing from us for, and the others are not tried.
REFUSED_IN_A_ROW = 3


class ServerAway(Exception):
    """No mail can be sent at all now: the server does not answer or does not let us in."""


class Session:
    """A connection to the mail server, opened again when a mail broke it, and what it says of us."""

    def __init__(self) -> None:
        self.connection = mail.get_connection()
        self.away: ServerAway | None = None
        self.refused = 0  # in a row

    def open(self) -> None:
        try:
            self.connection.open()
        except (smtplib.SMTPException, OSError) as error:
            raise ServerAway(clean(f"{type(error).__name__}: {error}")) from error

    def send(self, message: mail.EmailMessage) -> None:
        """Hand over a mail; whatever the server or provider refuses is raised."""
        if settings.EMAIL_BACKEND.startswith("anymail."):
            message = _for_a_provider(message)
        message.connection = self.connection
        message.send()

    def close(self) -> None:
        with contextlib.suppress(smtplib.SMTPException, OSError):  # the server may have gone first
            self.connection.close()

    def is_well(self) -> bool:
        """Return whether another mail may be tried, and why not in ``away``."""
        try:
            if self.refused == REFUSED_IN_A_ROW:
                raise ServerAway("the mail server takes nothing from us; why stands beside the unsent mails")
            self.open()
        except ServerAway as error:
            self.away = error
        return self.away is None


def _for_a_provider(message: mail.EmailMessage) -> mail.EmailMessage:
    """Return it in parts, from whom it says: most providers take neither bytes nor another sender of the envelope."""
    if isinstance(message, Copy):
        message = message.parsed()
    message.from_email = message.extra_headers.pop("From", message.from_email)
    return message
