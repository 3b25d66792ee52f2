"""A real SMTP server on loopback that keeps what it was given."""

from contextlib import contextmanager

from aiosmtpd.controller import Controller

from tests.ports import free_port


class Postman:
    """What the server does with mails: ``answers`` by recipient, everything else is taken."""

    def __init__(self):
        self.taken, self.senders, self.answers, self.sessions = [], [], {}, 0
        self.hold = None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.sessions += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.get("DATA", "250 OK")
        if answer.startswith("250"):
            self.taken.append((envelope.rcpt_tos[0], envelope.content))
            self.senders.append(envelope.mail_from)
            if self.hold:
                # The mail is taken; the worker does not know it yet.
                await server.loop.run_in_executor(None, self.hold.wait, 20)
        return answer

    @property
    def recipients(self):
        return [address for address, _content in self.taken]


@contextmanager
def smtp_server(postman, port=0):
    # aiosmtpd checks itself by connecting to the port it was given, so it must be given one.
    controller = Controller(postman, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    postman.sessions = 0
    try:
        yield controller.port
    finally:
        controller.stop()
