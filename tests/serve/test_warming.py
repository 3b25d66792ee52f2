"""A process has read what its first readers need before it takes any."""

from tests.serve.served import manage

# In one piece, for lines of the log come in between.
LOOK = (
    "from ngo_site import asgi; import sys; from django.db import connection; "
    "print(' '.join(map(str, [{}, type(asgi.application)])))"
)
MODULES = "'ngo_site.urls' in sys.modules, connection.connection"


def test_pages_were_made_before_the_first_is_asked_for(transactional_db, static_files):
    done = manage("shell", "--no-imports", "-c", LOOK.format(MODULES))
    assert "True None <class 'core.asgi.front.Front'>" in done.stdout


def test_a_process_starts_while_postgres_is_away():
    done = manage("shell", "--no-imports", "-c", LOOK.format("0"), DATABASE_URL="postgresql://site@127.0.0.1:1/site")
    assert "0 <class 'core.asgi.front.Front'>" in done.stdout
