"""Letters to many: written once, and made each reader's own when their copy leaves, who are looked up only then.

So a copy that waits is a row with two numbers; who left, or was erased, before their turn gets nothing.
"""

import hmac
import re
import secrets
from collections.abc import Callable, Collection
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message as AnyMessage
from email.utils import formatdate
from typing import NamedTuple

from django.conf import settings
from django.core import mail
from django.utils import translation

from ..recent import Recent
from .addresses import mailable
from .bounces import message_id
from .message import Message
from .rendering import render_mail

# Stands where a copy says how to leave. As long as any link, so that a line that may become too long is known as such;
# nobody can know it who writes a letter.
LEAVE = secrets.token_hex(100)
# In quoted-printable (RFC 2045 §6.7) a line may end anywhere.
_MARK = re.compile("(?:=\r\n)?".join(LEAVE).encode())
_OF_THE_PARTS = {"to", "subject", "mime-version", "content-type", "content-transfer-encoding"}
_LINK = re.compile(r"[\w.:/%~-]{1,250}", re.ASCII)


class Letter(NamedTuple):
    """What all copies have in common: a template, its context, in which LEAVE is the link to leave, and headers."""

    language: str
    template: str
    context: dict
    headers: dict[str, str]


class Reader(NamedTuple):
    """To whom a copy goes, and the link with which they leave: whole, and in ASCII."""

    address: str
    leave: str


class Writer(NamedTuple):
    """What an app tells by keys: of a letter, None when it is gone; of readers, those who still want any."""

    letter: Callable[[int], Letter | None]
    readers: Callable[[Collection[int]], dict[int, Reader]]


_writers: dict[str, Writer] = {}


def register(kind: str, writer: Writer) -> None:
    """Let the worker write letters of this kind (see ``compose.queue_letter``). Called from an app's ``ready``."""
    _writers[kind] = writer


def readers(kind: str, keys: Collection[int]) -> dict[int, Reader]:
    """Return those of the readers who still want letters of this kind, by their keys."""
    return _writers[kind].readers(keys)


def copy(kind: str, letter: int, reader_key: int, reader: Reader, written_at: datetime) -> mail.EmailMessage | None:
    """Return the copy of a letter for one reader, None when the letter is gone.

    Made again it has the same Message-ID and Date, so that the receiving side can see that it is the same.
    """
    prepared = _prepared.get((kind, letter), lambda: _prepare(kind, letter))
    if prepared is None:
        return None
    secret = settings.FINGERPRINT_SECRET.encode()
    number = hmac.digest(secret, f"copy {kind} {letter} {reader_key}".encode(), "sha256")[:8].hex()
    headers = {
        "Message-ID": message_id(reader.address, number),
        "Date": formatdate(written_at.timestamp()),
        "List-Unsubscribe": f"<{reader.leave}>",
    }
    return prepared.copy(mailable(reader.address), reader.leave, headers)


def _prepare(kind: str, key: int) -> "Prepared | None":
    letter = _writers[kind].letter(key)
    if letter is None:
        return None
    with translation.override(letter.language):
        subject, text, html = render_mail(letter.template, letter.context)
    message = Message(subject, text, headers=letter.headers)
    if html:
        message.attach_alternative(html, "text/html")
    return Prepared(message)


class Prepared:
    """A letter as it goes over the line, cut at each place where a copy says how to leave."""

    def __init__(self, message: Message):
        mime = message.message()
        del mime["Message-ID"], mime["Date"]
        raw = mime.as_bytes(linesep="\r\n")
        self.sender = message.from_email
        self.pieces, self.is_folded, end = [], [], 0
        for mark in _MARK.finditer(raw):
            self.pieces.append(raw[end : mark.start()])
            self.is_folded.append(b"=" in mark[0])
            end = mark.end()
        self.last = raw[end:]

    def copy(self, to: str, leave: str, headers: dict[str, str]) -> mail.EmailMessage:
        """Return what goes to one reader; raises ValueError for a link or header that would have to be encoded."""
        if not _LINK.fullmatch(leave):
            raise ValueError(f"a link to leave must be short and plain: {leave!r}")
        lines = "".join(f"{name}: {value}\r\n" for name, value in {"To": to, **headers}.items())
        if lines.count("\n") != len(headers) + 1:
            raise ValueError("a header of a letter has a line break")
        link, folded = leave.encode(), _folded(leave).encode()
        parts = [lines.encode("ascii")]
        for piece, is_folded in zip(self.pieces, self.is_folded, strict=True):
            parts += piece, folded if is_folded else link
        return Copy(b"".join([*parts, self.last]), self.sender, to)


def _folded(link: str) -> str:
    """Return a link in lines of its own, as quoted-printable has them: of 76 letters at most, "=" included."""
    return "=\r\n".join(["", *re.findall(".{1,75}", link), ""])


class Copy(mail.EmailMessage):
    """A mail whose bytes are there already."""

    def __init__(self, raw: bytes, sender: str, to: str):
        super().__init__(from_email=sender, to=[to])
        self.raw = raw

    def parsed(self) -> mail.EmailMultiAlternatives:
        """Return the same in parts, for providers that take no bytes."""
        read = message_from_bytes(self.raw, policy=policy.default)
        headers = {name: str(value) for name, value in read.items() if name.lower() not in _OF_THE_PARTS}
        text, html = (read.get_body([kind]) for kind in ("plain", "html"))
        parsed = mail.EmailMultiAlternatives(
            str(read["Subject"]), text.get_content() if text else "", self.from_email, self.to, headers=headers
        )
        if html:
            parsed.attach_alternative(html.get_content(), "text/html")
        return parsed

    def message(self) -> "_Raw":  # Django's backends ask it for its bytes alone
        return _Raw(self.raw)


class _Raw(AnyMessage):
    def __init__(self, raw: bytes):
        super().__init__()
        self.raw = raw

    def as_bytes(self, unixfrom=False, policy=None, linesep="\n") -> bytes:
        return self.raw if linesep == "\r\n" else self.raw.replace(b"\r\n", b"\n")


_prepared: Recent[Prepared | None] = Recent(seconds=10)
