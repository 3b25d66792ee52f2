"""When the last backup was made (``manage.py backup``)."""

import datetime
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core.moments import time_in_words

from ..backup.folder import backups_in
from ..backup.keeping import moment_of
from .part import Part, PartState

TOO_OLD = datetime.timedelta(hours=36)  # of one that is made every night


def part() -> Iterator[Part]:
    """Yield what is to be said, once a first backup is there: whoever makes them elsewhere is not to be troubled."""
    moment = newest()
    if moment is None:
        return
    name, sentence = _("Backup"), _("Last made: %(at)s.") % {"at": time_in_words(moment)}
    if timezone.now() - moment <= TOO_OLD:
        yield Part("backup", name, PartState.OK, sentence)
    else:
        todo = _("None has been made for a day and a half. Look why “manage.py backup” did not run.")
        yield Part("backup", name, PartState.WARNING, f"{sentence} {todo}")


def newest() -> datetime.datetime | None:
    """Return the moment of the newest backup, None when there is none or its folder cannot be read."""
    try:
        found = backups_in(settings.BACKUP_FOLDER)
    except OSError:
        return None
    return moment_of(found[-1].name) if found else None
