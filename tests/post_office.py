"""A mail server that keeps what it is given."""

from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

from tests.browser import house


class PostOffice:
    """Keeps the letters in the order in which they came."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):
        self.letters.append((envelope, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@contextmanager
def open_office():
    """Yield a post office that takes letters at its ``url``."""
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=house.free_port())
    controller.start()
    office.url = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield office
    finally:
        controller.stop()
