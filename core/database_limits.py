"""How long a web process waits for Postgres: whoever asks for a page must not hold others up for ever."""

from django.conf import settings
from django.db import connections

IDLE_IN_TRANSACTION = 60  # seconds; a request that stopped in the middle keeps no locks


def limit_statements() -> None:
    """Give this process' connections to come a time limit for statements and locks; 0 in the settings means none.

    Sent while connecting, so that no connection is ever without. Called by web processes only. What DATABASE_URL says
    in its ``options`` comes last and so wins.
    """
    limits = {
        "statement_timeout": settings.DATABASE_STATEMENT_TIMEOUT,
        "lock_timeout": settings.DATABASE_LOCK_TIMEOUT,
        "idle_in_transaction_session_timeout": IDLE_IN_TRANSACTION,
    }
    said = " ".join(f"-c {name}={seconds}s" for name, seconds in limits.items() if seconds)
    options = connections["default"].settings_dict["OPTIONS"]
    options["options"] = f"{said} {options.get('options', '')}".strip()
