"""The WSGI application: finished pages first, Django behind them."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ngo_site.settings")
_django = get_wsgi_application()

from campaigns.sharing.embed_stats import count  # noqa: E402  (these have models, so Django must be ready)
from core import identity  # noqa: E402
from core.cache.page_cache import PageCache  # noqa: E402
from core.database_limits import limit_statements  # noqa: E402
from organisation import menus  # noqa: E402
from publishing.next_due import next_due  # noqa: E402


def read_again() -> None:
    """Look at what every page shows, before pages are made anew."""
    identity.read()
    menus.read()


limit_statements()
application = PageCache(_django, next_due=next_due, count=count, before_new_pages=read_again)
