"""A value of a field as JSON can hold it."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.fields.files import FieldFile


def plain(value: Any) -> Any:
    """Return a field's value as JSON can hold it; the same words are the same value, wherever they come from."""
    if isinstance(value, str):
        # Forms send line ends as CR LF, browsers count them as LF; Postgres holds no NUL in JSON.
        return re.sub(r"\r\n?", "\n", value).replace("\x00", "")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")  # forms know no fractions of a second
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, FieldFile):
        return value.name or ""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, models.QuerySet):
        return sorted(value.values_list("pk", flat=True))
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
