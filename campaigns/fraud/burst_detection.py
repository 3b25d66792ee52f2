"""How much a group of signatures with one tag looks like the work of a script: from counts and shares to a weight.

The size of a group says nothing by itself: a university, a mobile carrier and a Tor exit are one network with many
people. A group weighs only by what its members do that people hardly ever do, and by how many of them do it.
"""

from dataclasses import dataclass

SMALLEST = 12  # members; fewer may be a family or a party


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Signatures of the last hour that share a tag; shares are between 0 and 1."""

    petition_id: int
    kind: str
    tag: bytes
    size: int
    quick: float = 0
    instant: float = 0  # of those confirmed
    odd: float = 0
    disposable: float = 0
    strangers: float = 0  # at unknown mail domains, those at the most frequent of them left out
    of_all: float = 1  # share of the petition's signatures of that hour
    begun_at: object = None
    seen_at: object = None


def weigh(group: Group) -> int:
    """Return what being one of the group adds to a signature's score; 0 for most groups."""
    return _WEIGHTS[group.kind](group)


def _scripted(group):
    """People fill in a form within three seconds once in fifty times, and press the button in a moment as rarely."""
    if group.size < SMALLEST:
        return 0
    shares = (group.quick, group.instant, group.odd, group.disposable)
    signs = sum(share >= 0.6 for share in shares)
    is_plain = max(shares) >= 0.9 and group.size >= 60
    if is_plain or (signs >= 2 and group.size >= 30):
        return 6
    return 4 if signs >= 2 or (max(shares) >= 0.9 and group.size >= 20) else 0


def _strangers(group):
    """Catch-all domains: one network, many mailboxes, each at another domain that hardly anybody uses."""
    if group.strangers < 0.6:
        return 0
    return 10 if group.size >= 150 else 6 if group.size >= 30 else 0


def _alias(group):
    return 10 if group.size >= 9 else 0  # a family with one mailbox is smaller


def _name(group):
    return 2 if group.size >= 5 else 0


def _throwaway(group):
    """At one domain of throw-away mailboxes."""
    return 4 if group.size >= 12 else 0


def _throwaways(group):
    """At all such domains together; not enough without another sign, for honest people use them, too."""
    return 3 if group.size >= 15 and group.of_all >= 0.03 else 0


def _headless(group):
    """One person in a thousand is that quick with both the form and the button."""
    return 6 if group.size >= 20 and group.of_all >= 0.02 else 0


_WEIGHTS = {
    "network": _scripted,
    "domain": _scripted,
    "strangers": _strangers,
    "alias": _alias,
    "name": _name,
    "throwaway": _throwaway,
    "throwaways": _throwaways,
    "headless": _headless,
}
