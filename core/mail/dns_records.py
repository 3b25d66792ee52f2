"""What the DNS says of a domain that mail is sent from (RFC 7208, 6376, 7489), in words, with the line that is missing.

Each question gives findings; one that is not well says what to put into the DNS.
"""

import ipaddress
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from dns import resolver, reversename
from dns.exception import DNSException
from dns.name import Name
from publicsuffixlist import PublicSuffixList

from . import sender_policy

# Where providers and mail servers put their keys, when nobody says which.
SELECTORS = ("default", "mail", "dkim", "site", "s1", "s2", "k1", "k2", "selector1", "selector2", "google", "pm")
SECONDS = 5.0


class Finding(NamedTuple):
    """``todo`` is empty when all is well."""

    about: str
    sentence: str
    todo: str = ""


class Records:
    """Asks the computer's resolver, or ``nameserver`` (ADDR, or ADDR:PORT). Raises ValueError for what is neither."""

    def __init__(self, nameserver: str = ""):
        self._resolver = resolver.Resolver(configure=not nameserver)
        if nameserver:
            where = urlsplit(f"//{nameserver}")
            self._resolver.nameservers, self._resolver.port = [where.hostname or ""], where.port or 53
        self._resolver.lifetime = SECONDS

    def ask(self, name: str | Name, kind: str) -> list[str]:
        """Return what is there, nothing when there is none. Raises DNSException when nobody answers."""
        try:
            answer = self._resolver.resolve(name, kind, raise_on_no_answer=False)
        except resolver.NXDOMAIN:
            return []
        if kind == "TXT":
            return [b"".join(row.strings).decode(errors="replace") for row in answer]
        return [row.to_text() for row in answer]

    def about(self, domain: str, selectors: Iterable[str], mail_host: str) -> list[Finding]:
        """Return all findings about the domain of the sender and the host that sends for it, empty for a provider's."""
        questions = [
            ("MX", lambda: self.mx(domain)),
            ("SPF", lambda: self.spf(domain, mail_host)),
            ("DKIM", lambda: self.dkim(domain, list(selectors))),
            ("DMARC", lambda: self.dmarc(domain)),
        ]
        if mail_host:
            questions.append(("Reverse name", lambda: self.reverse_name(mail_host)))
        return [_asked(about, question) for about, question in questions]

    def mx(self, domain: str) -> Finding:
        found = [row.split()[1].rstrip(".") for row in self.ask(domain, "MX")]
        if any(found):  # a dot alone says that there is none (RFC 7505)
            return Finding("MX", f"Answers to {domain} go to {', '.join(found)}.")
        return Finding(
            "MX",
            f"No server takes mail for {domain}: answers and mails that come back are lost, and filters distrust it.",
            f"{domain}. MX 10 mail.{domain}.",
        )

    def spf(self, domain: str, mail_host: str) -> Finding:
        found = sender_policy.records(self.ask, domain)
        ours = f"a:{mail_host}" if mail_host else "include:WHAT-YOUR-PROVIDER-NAMES"
        if _is_inside(mail_host):
            ours = "ip4:ADDRESS-FROM-WHICH-YOUR-MAIL-LEAVES"
        line = f'{domain}. TXT "v=spf1 {ours} ~all"'
        if not found:
            return Finding("SPF", f"Nothing says who may send mail for {domain}.", line)
        if len(found) > 1:
            return Finding("SPF", f"{domain} has {len(found)} SPF records, so none counts. Make one of them.", line)
        words = found[0].lower().split()
        if words[-1] in {"all", "+all"}:
            return Finding(
                "SPF", f"“{found[0]}” lets everybody send for {domain}.", found[0][: -len(words[-1])] + "~all"
            )
        if words[-1] not in {"-all", "~all"} and not words[-1].startswith("redirect="):
            return Finding("SPF", f"“{found[0]}” does not say what to do with others.", f"{found[0]} ~all")
        try:
            return self._whether_allowed(domain, mail_host, found[0])
        except sender_policy.SPFError as error:
            return Finding("SPF", f"“{found[0]}” counts for nothing, for {error}.", "Mend the record.")
        except sender_policy.NotKnown as unknown:
            return Finding(
                "SPF", f"“{found[0]}”. Whether {mail_host} is among these depends on “{unknown}”, which only "
                "receivers can tell."
            )  # fmt: skip

    def _whether_allowed(self, domain: str, mail_host: str, record: str) -> Finding:
        """Say whether the record names the addresses of the host over which mail leaves.

        Raises sender_policy.SPFError and sender_policy.NotKnown.
        """
        addresses = self._addresses(mail_host) if mail_host else []
        if not addresses:
            return Finding("SPF", f"“{record}”. Whoever sends your mail must be among these.")
        if not all(address.is_global for address in addresses):
            return Finding(
                "SPF", f"“{record}”. {mail_host} is a mail server of your own, and from which address its mail leaves "
                "is not known here: that must be among these."
            )  # fmt: skip
        results = {str(address): sender_policy.Judge(self.ask).result(address, domain) for address in addresses}
        refused = [address for address, result in results.items() if result != "pass"]
        if not refused:
            return Finding("SPF", f"“{record}” lets {mail_host} ({', '.join(results)}) send.")
        which = f"{mail_host} ({', '.join(refused)})"
        if len(results) > len(refused):
            which = f"some addresses of {mail_host} ({', '.join(refused)}); from which mail leaves is not known here"
        return Finding(
            "SPF",
            f"“{record}” does not name {which}.",
            f"{' '.join(record.split()[:-1])} a:{mail_host} {record.split()[-1]} (or, where a provider sends from "
            "others than it takes mail at, what its documentation names, such as include:…)",
        )

    def _addresses(self, host: str) -> list[sender_policy.Address]:
        if host == "localhost":
            return [ipaddress.ip_address("127.0.0.1")]
        try:
            return [ipaddress.ip_address(host)]
        except ValueError:
            return [ipaddress.ip_address(row) for kind in ("A", "AAAA") for row in self.ask(host, kind)]

    def dkim(self, domain: str, selectors: list[str]) -> Finding:
        for selector in selectors or SELECTORS:
            for text in self.ask(f"{selector}._domainkey.{domain}", "TXT"):
                if "".join(text.split()).partition("p=")[2].split(";")[0]:
                    return Finding("DKIM", f"The key of the signature “{selector}” is there.")
        asked = ", ".join(selectors or SELECTORS)
        return Finding(
            "DKIM",
            f"No key was found for signatures of {domain} (asked for: {asked}). Large providers refuse letters "
            "without. If your mail server uses another name, give it with --selector.",
            f'{(selectors or ["NAME"])[0]}._domainkey.{domain}. TXT "v=DKIM1; k=rsa; p=KEY-OF-YOUR-MAIL-SERVER"',
        )

    def dmarc(self, domain: str) -> Finding:
        registered = _suffixes.privatesuffix(domain) or domain
        for name in dict.fromkeys([domain, registered]):
            found = [text for text in self.ask(f"_dmarc.{name}", "TXT") if text.lower().startswith("v=dmarc1")]
            if found:
                return Finding("DMARC", f"“{found[0]}” (_dmarc.{name}).")
        return Finding(
            "DMARC",
            f"Nothing says what others do with mail in the name of {registered} that fails SPF and DKIM. Gmail and "
            "Yahoo ask for it of whoever writes to many.",
            f'_dmarc.{registered}. TXT "v=DMARC1; p=none; rua=mailto:postmaster@{registered}"',
        )

    def reverse_name(self, host: str) -> Finding:
        """Say whether an address of the host has a name that leads back to it."""
        if _is_inside(host):
            return Finding(
                "Reverse name", f"{host} is a mail server of your own, and from which address its mail leaves is not "
                "known here: that needs a name that leads back to it."
            )  # fmt: skip
        addresses = [str(address) for address in self._addresses(host)]
        for address in addresses:
            names = self.ask(reversename.from_address(address), "PTR")
            if any(address in self.ask(name, "AAAA" if ":" in address else "A") for name in names):
                return Finding("Reverse name", f"{address} is called {names[0].rstrip('.')}, and that leads back.")
        if not addresses:
            return Finding("Reverse name", f"{host} has no address.", f"{host}. A ADDRESS")
        return Finding(
            "Reverse name",
            f"{addresses[0]} ({host}) has no name that leads back to it; many servers refuse its mail.",
            f"Have whoever gave you the address set its reverse name to {host}.",
        )


def _is_inside(host: str) -> bool:
    """Return whether this is an address that only this computer or its network knows, such as 127.0.0.1."""
    try:
        return host == "localhost" or not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def _asked(about: str, question) -> Finding:
    try:
        return question()
    except DNSException as error:
        return Finding(about, f"Nobody answered: {type(error).__name__}.", "Try again, or look at the name server.")


_suffixes = PublicSuffixList()
