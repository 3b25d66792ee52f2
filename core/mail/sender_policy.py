"""Whether an address may send mail for a domain, as receivers read its SPF record (RFC 7208)."""

import ipaddress
import re
from collections.abc import Callable, Iterator
from typing import Any

MOST_LOOKUPS = 10  # §4.6.4: what asks for more counts for nothing
MOST_HOSTS = 10  # of one MX
_RESULTS = {"": "pass", "+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}
_TERM = re.compile(r"([-+?~]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?![\w.-])(.*)", re.I)
_PLACE = re.compile(r"(?::([^/]+))?(?:/(\d{1,2}))?(?://(\d{1,3}))?")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class SPFError(ValueError):
    """The record cannot be followed, so receivers take it for none (§2.6.7); says why."""


class NotKnown(ValueError):
    """It depends on what only the receiver knows; says on what."""


def records(ask: Callable[[str, str], list[str]], domain: str) -> list[str]:
    """Return the SPF records of a domain; there should be one."""
    return [text for text in ask(domain, "TXT") if text.lower().split(" ")[0] == "v=spf1"]


class Judge:
    """Follows the record of one domain. ``ask(name, kind)`` returns what the DNS has."""

    def __init__(self, ask: Callable[[str, str], list[str]]):
        self._ask, self._lookups = ask, 0

    def result(self, address: Address, domain: str) -> str:
        """Return “pass”, “fail”, “softfail”, “neutral”, or “none” where there is no record.

        Raises SPFError and NotKnown, and whatever ``ask`` raises.
        """
        found = records(self._ask, domain)
        if len(found) > 1:
            raise SPFError(f"{domain} has {len(found)} SPF records")
        if not found:
            return "none"
        terms = found[0].split()[1:]
        for term in terms:
            sign, name, rest = _read(term)
            if name and self._is_met(name, rest, term, address, domain):
                return _RESULTS[sign]
        for term in terms:
            if term.lower().startswith("redirect="):
                return self._elsewhere(address, term.partition("=")[2])
        return "neutral"

    def _is_met(self, name: str, rest: str, term: str, address: Address, domain: str) -> bool:
        if "%" in rest or name in {"ptr", "exists"}:
            raise NotKnown(term)
        if name == "all":
            return True
        if name in {"ip4", "ip6"}:
            return address in _network(rest.removeprefix(":"), term)
        if name == "include":
            return self._elsewhere(address, rest.removeprefix(":")) == "pass"
        self._count()
        place = _PLACE.fullmatch(rest)
        if place is None:
            raise SPFError(f"“{term}” is not understood")
        bits = place[2] if address.version == 4 else place[3]
        hosts = self._mail_servers(place[1] or domain) if name == "mx" else [place[1] or domain]
        rows = [row for host in hosts for row in self._ask(host, "A" if address.version == 4 else "AAAA")]
        return any(address in _network(f"{row}/{bits}" if bits else row, term) for row in rows)

    def _elsewhere(self, address: Address, domain: str) -> str:
        if "%" in domain:
            raise NotKnown(domain)
        self._count()
        result = self.result(address, domain)
        if result == "none":
            raise SPFError(f"{domain}, to which it leads, has no SPF record")
        return result

    def _mail_servers(self, domain: str) -> Iterator[str]:
        found = [row.split()[1].rstrip(".") for row in self._ask(domain, "MX")]
        if len(found) > MOST_HOSTS:
            raise SPFError(f"{domain} has more than {MOST_HOSTS} mail servers")
        return iter(found)

    def _count(self) -> None:
        self._lookups += 1
        if self._lookups > MOST_LOOKUPS:
            raise SPFError(f"it takes more than {MOST_LOOKUPS} questions to the DNS to follow it")


def _read(term: str) -> tuple[str, str, str]:
    """Return sign, name and what follows; no name for a modifier such as ``redirect=``."""
    if found := _TERM.fullmatch(term):
        return found[1], found[2].lower(), found[3]
    if re.match(r"[a-z][\w.-]*=", term, re.I):
        return "", "", ""
    raise SPFError(f"“{term}” is not understood")


def _network(text: str, term: str) -> Any:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise SPFError(f"“{term}” is not understood") from None
