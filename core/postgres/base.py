"""Django's backend for Postgres, which asks the kernel instead of the server whether a connection is still there.

See https://docs.djangoproject.com/en/5.2/ref/databases/#subclassing-the-built-in-database-backends
"""

import select
from typing import Any

import psycopg2
from django.db.backends.postgresql import base

from .pulse import pulse


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect. Raises psycopg2.OperationalError at once while it is known that Postgres does not answer."""
        if not pulse.is_there:
            raise psycopg2.OperationalError("Postgres does not answer")
        connection = super().get_new_connection(conn_params)
        pulse.watch(connection)
        return connection

    def is_usable(self) -> bool:
        """Return False when the server has ended the connection.

        Before each request's first query Django sends ``SELECT 1`` and waits. A server that goes away says so: then
        there is something to be read, and otherwise nothing between two queries. One that loses its power says
        nothing; the first query finds that out, as soon as TCP's keepalives do.
        """
        if self.connection is None or self.connection.closed:
            return False
        said = select.poll()
        try:
            said.register(self.connection.fileno(), select.POLLIN)
        except (ValueError, psycopg2.Error):  # its socket is gone
            return False
        return not said.poll(0)
