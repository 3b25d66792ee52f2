"""What only a proxy of one's own may say of a request: from where it comes, over TLS or not, and its id."""

import ipaddress
import logging
from functools import lru_cache

from django.conf import settings

logger = logging.getLogger(__name__)

TOLD = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_REQUEST_ID")


def forget_hearsay(environ: dict) -> None:
    """Take these headers (WSGI's environ) away unless one of TRUSTED_PROXIES has sent the request."""
    told = [name for name in TOLD if name in environ]
    if told and not _is_trusted(environ["REMOTE_ADDR"]):
        for name in told:
            del environ[name]


@lru_cache(1000)
def _is_trusted(address: str) -> bool:
    if not settings.BEHIND_PROXY:
        return False
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    ip = getattr(ip, "ipv4_mapped", None) or ip
    is_trusted = any(ip in network for network in settings.TRUSTED_PROXIES)
    if not is_trusted:
        logger.warning("X-Forwarded-… came from a computer that is none of TRUSTED_PROXIES, and was not believed")
    return is_trusted
