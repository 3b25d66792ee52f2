"""A mail server that remembers what it took."""

import pytest

from tests.post import Postman, smtp_server


@pytest.fixture
def postman(settings):
    postman = Postman()
    with smtp_server(postman) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
        postman.port = port
        yield postman
