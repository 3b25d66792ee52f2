"""The ASGI application, which `manage.py serve` serves: a front with deadlines, finished pages, Django behind them."""

from django.conf import settings

from ngo_site import wsgi  # first, because it sets Django up

# isort: split
from django.db import connection

from core.asgi.front import Front
from core.cache import nginx_hits
from core.postgres.pulse import pulse
from ngo_site.warming import warm_up

if settings.NGINX_HITS:
    nginx_hits.let_nginx_keep(wsgi.application, settings.NGINX_HITS)
pulse.take(connection.get_connection_params())
warm_up(wsgi.application)
application = Front(wsgi.application, settings.WEB_THREADS)
