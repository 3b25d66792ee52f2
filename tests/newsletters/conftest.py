"""What the tests of letters share."""

import pytest

from tests.post import Postman, smtp_server


@pytest.fixture
def sink(settings):
    """A mail server on this machine; its ``letters`` are what it took, parsed."""
    postman = Postman()
    with smtp_server(postman) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield postman
