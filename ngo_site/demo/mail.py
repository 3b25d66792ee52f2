"""The demo's post office: mails become files that are read in the browser at /demo/mail/ and go nowhere else."""

import contextlib
import os
import re
import time
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

KEEP = 200  # mails


class EmailBackend(BaseEmailBackend):
    """What ``EMAIL_URL=demo://`` stands for."""

    def send_messages(self, messages):
        folder = Path(settings.DEMO_MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in messages:
            path = folder / f"{time.time_ns()}.eml"
            # Renamed when finished, so that nobody reads half a mail.
            unfinished = path.with_suffix(f".{os.getpid()}")
            unfinished.write_bytes(message.message().as_bytes())
            unfinished.rename(path)
        for old in _files()[KEEP:]:
            with contextlib.suppress(FileNotFoundError):  # another worker tidies too
                old.unlink()
        return len(messages)


@dataclass(frozen=True)
class Letter:
    """One mail as a person reads it."""

    id: int
    to: str
    sender: str
    subject: str
    sent_at: datetime
    headers: list[tuple[str, str]]
    text: str
    html: str


def letters() -> list[Letter]:
    """Return the mails sent so far, the latest first."""
    found = (letter(int(path.stem)) for path in _files())
    return [each for each in found if each]


def letter(number: int) -> Letter | None:
    """Return the mail with this number, or None."""
    try:
        message = message_from_bytes(
            (Path(settings.DEMO_MAIL_DIR) / f"{number}.eml").read_bytes(), policy=policy.default
        )
    except FileNotFoundError:
        return None
    return Letter(
        id=number,
        to=message["To"] or "",
        sender=message["From"] or "",
        subject=message["Subject"] or "",
        sent_at=datetime.fromtimestamp(number / 1e9).astimezone(),
        headers=[(name, str(value)) for name, value in message.items()],
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return part.get_content() if part else ""


def _files() -> list[Path]:
    found = (path for path in Path(settings.DEMO_MAIL_DIR).glob("*.eml") if re.fullmatch(r"\d+", path.stem))
    return sorted(found, key=lambda path: int(path.stem), reverse=True)
