"""The mailbox that mails come back to (BOUNCES_URL), read by IMAP (RFC 9051), where no mail server has a pipe.

What the site understood is deleted there; everything else stays, marked as read, for people.
"""

import contextlib
import imaplib
import logging
import ssl

from django.conf import settings

from core import live_installation

from .received_mail import LARGEST, Received, receive

logger = logging.getLogger(__name__)

AT_ONCE = 50  # mails; the clock comes again soon
SECONDS = 10.0


def read_mailbox() -> None:
    """Read what is new in the mailbox, which a copy of the site leaves alone.

    Raises OSError or imaplib's error when it cannot be reached.
    """
    where = settings.BOUNCES
    if where is None or live_installation.held():
        return
    with contextlib.closing(_Mailbox(where)) as mailbox:
        for number in mailbox.unread()[:AT_ONCE]:
            if receive(mailbox.content(number)) is Received.NOTHING:
                mailbox.mark(number, r"\Seen")
            else:
                mailbox.mark(number, r"\Deleted")


class _Mailbox:
    def __init__(self, where):
        if where.is_encrypted:
            context = ssl.create_default_context()
            self._imap = imaplib.IMAP4_SSL(where.host, where.port, ssl_context=context, timeout=SECONDS)
        else:
            self._imap = imaplib.IMAP4(where.host, where.port, timeout=SECONDS)
        self._imap.login(where.user, where.password)
        self._ask(self._imap.select, f'"{where.folder}"')

    def unread(self) -> list[bytes]:
        return self._ask(self._imap.uid, "SEARCH", "UNSEEN")[0].split()

    def content(self, number: bytes) -> bytes:
        found = self._ask(self._imap.uid, "FETCH", number, f"(BODY.PEEK[]<0.{LARGEST}>)")
        return next((part[1] for part in found if isinstance(part, tuple)), b"")

    def mark(self, number: bytes, flag: str) -> None:
        self._ask(self._imap.uid, "STORE", number, "+FLAGS.SILENT", f"({flag})")

    def close(self) -> None:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):  # the server may have gone first
            self._imap.close()  # which expunges what is marked as deleted
            self._imap.logout()

    def _ask(self, command, *arguments):
        kind, answer = command(*arguments)
        if kind != "OK":
            raise imaplib.IMAP4.error(f"{arguments[0]!r} was answered {kind}")
        return [part for part in answer if part is not None] or [b""]
