"""Runs a command of Django's and turns what goes wrong with settings and database into a paragraph."""

import os
import re
import traceback

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, call_command
from django.db import DatabaseError, NotSupportedError
from django.db.migrations.exceptions import InconsistentMigrationHistory

from .terminal import Trouble, explain, step

OLD_TABLES = (
    "The tables in this database were made by an earlier version of the site, whose data cannot be taken over. To "
    "begin afresh, remove the folders .postgres and .demo; with DATABASE_URL set, name an empty database there."
)


def run(arguments):
    """Run ``manage.py`` with these arguments. Raises Trouble."""
    try:
        _ = settings.INSTALLED_APPS  # Django itself would hide the reason behind "unknown command"
        if os.environ.pop("NGO_SITE_NEW_DATABASE", ""):
            import django

            django.setup()
            with step("Making the tables"):
                call_command("migrate", verbosity=0)
        ManagementUtility(arguments).execute()
    except ImproperlyConfigured as error:
        raise Trouble(f"The settings are wrong: {error}") from None
    except DatabaseError as error:
        raise explain_database(error) or error from None
    except InconsistentMigrationHistory:
        raise Trouble(OLD_TABLES) from None
    return 0


def explain_database(error):
    """Return the Trouble for a database that cannot be reached or used, None for any other error of the database."""
    if "No space left on device" in str(error):
        return explain(error, settings.BASE_DIR)
    if not isinstance(error, NotSupportedError) and not _while_connecting(error):
        return None
    said = " ".join(str(error).split()).partition(" Is the server running")[0].rstrip(".")
    if isinstance(error, NotSupportedError):
        hint = "Set DATABASE_URL to a newer server."
    elif re.search(r'database ".*" does not exist', said):
        hint = "Make it with createdb, or name another at the end of DATABASE_URL."
    elif re.search("authentication|role|password|pg_hba", said):
        hint = "Mend the user or the password in DATABASE_URL (special characters are escaped: @ is %40)."
    else:
        hint = "Start that server or mend DATABASE_URL; without DATABASE_URL the site starts a Postgres of its own."
    return Trouble(f"The database does not answer ({where()}): {said}. {hint}")


def _while_connecting(error):
    frames = traceback.walk_tb(error.__traceback__)
    return any(frame.f_code.co_name == "get_new_connection" for frame, _ in frames)


def where():
    """The place of the database, without user and password."""
    database = settings.DATABASES["default"]
    place = ":".join(str(part) for part in (database["HOST"], database["PORT"]) if part)
    return f"{database['NAME']} at {place or 'the local socket'}"
