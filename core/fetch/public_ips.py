"""Tell the addresses of the open Internet from all the others, for requests to places that strangers name.

``ipaddress.is_global`` alone is not enough: it calls 64:ff9b::7f00:1, 2002:7f00:1::, ::127.0.0.1, 224.0.0.1
and fec0::1 global, and its tables differ between versions of Python. So the tables stand here as well.
"""

import ipaddress

# IANA IPv4 Special-Purpose Address Registry, and multicast, and the old 6to4 relays.
_NOT_PUBLIC_4 = [
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
# Only global unicast is handed out (RFC 4291); everything outside, such as mapped (::ffff:0:0/96),
# IPv4-compatible (::/96), NAT64 (64:ff9b::/96, 64:ff9b:1::/48), site-local (fec0::/10) and multicast, is not.
_GLOBAL_UNICAST_6 = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC_6 = [
    ipaddress.IPv6Network(block)
    for block in (
        "2001::/23",  # IETF protocols: Teredo, ORCHID, benchmarks, anycast
        "2001:db8::/32",
        "2002::/16",  # 6to4 carries any IPv4 address inside
        "2620:4f:8000::/48",
        "3fff::/20",
    )
]


def is_public(address: str) -> bool:
    """Return True for an address that belongs to the open Internet; False for all others and for nonsense.

    A server behind NAT64 sees the whole IPv4 Internet under 64:ff9b::/96 and reaches none of it through here.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if not ip.is_global or ip.is_multicast:
        return False
    if ip.version == 4:
        return not any(ip in block for block in _NOT_PUBLIC_4)
    return not ip.scope_id and ip in _GLOBAL_UNICAST_6 and not any(ip in block for block in _NOT_PUBLIC_6)


def is_loopback(address: str) -> bool:
    """Return True for 127.0.0.0/8 and ::1."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
