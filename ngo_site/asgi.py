"""The ASGI application, which `manage.py serve` serves: a front with deadlines, finished pages, Django behind them."""

from django.conf import settings

from ngo_site import wsgi  # first, because it sets Django up

# isort: split
from core.asgi.front import Front
from core.cache import nginx_hits

if settings.NGINX_HITS:
    nginx_hits.let_nginx_keep(wsgi.application, settings.NGINX_HITS)
application = Front(wsgi.application, settings.WEB_THREADS)
