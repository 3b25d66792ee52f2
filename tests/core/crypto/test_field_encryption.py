"""A copy of the database does not tell what a locked column holds."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from core.crypto.field_encryption import lock, unlock
from core.mail.outbox import OutboxMail

pytestmark = pytest.mark.django_db


def test_the_outbox_tells_the_application_and_not_the_disk():
    written = {
        "to": "canary@example.org",
        "content": {"subject": "canary", "text": "canary ü"},
        "headers": {"X": "canary"},
    }
    OutboxMail.objects.create(kind="confirm-signature", **written)
    kept = OutboxMail.objects.values(*written).get()
    assert kept == written
    with connection.cursor() as cursor:
        cursor.execute('SELECT "to", content, headers FROM core_outboxmail')
        columns = [bytes(column) for column in cursor.fetchone()]
    assert not any(b"canary" in column for column in columns)
    assert len(set(columns)) == 3


def test_nothing_is_looked_up_by_a_locked_column():
    with pytest.raises(FieldError, match="Unsupported lookup"):
        OutboxMail.objects.filter(to="alice@example.org").exists()


def test_another_purpose_is_another_key():
    with pytest.raises(ValueError, match="does not open"):
        unlock(lock("words", "one"), "another")
