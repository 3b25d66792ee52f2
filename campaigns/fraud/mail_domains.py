"""Which mail domains give throw-away mailboxes."""

from disposable_email_domains import blocklist


def is_disposable(domain: str) -> bool:
    """True for a domain, or one below it, of which anybody takes mailboxes that are gone in a moment."""
    labels = domain.split(".")
    return any(".".join(labels[place:]) in blocklist for place in range(len(labels) - 1))
