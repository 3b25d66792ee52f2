"""From which network a request comes: for counting, at that moment; nobody stores it."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def network(request: HttpRequest, ipv6: int = 48) -> str:
    """Return the visitor's network, such as ``203.0.113.0/24`` or ``2001:db8:1::/48``, or ``""`` when it is unknown.

    A person is not to be known by it, and cannot leave it by taking the next address of many. Behind a proxy of one's
    own the last entry of X-Forwarded-For counts, which that proxy has written; all before it is hearsay, and so is the
    whole of it where no proxy of ours has sent the request (``asgi.proxies``).
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else ipv6), strict=False))
