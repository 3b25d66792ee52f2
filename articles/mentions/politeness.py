"""How often we ask others, wherever a stranger's page or redirect sends us: nobody can aim us at somebody else."""

from core.http.throttle import allow

PAUSE = 60  # seconds
# Many names, for which one computer answers, are one victim; but a good host has many blogs on one address.
MOST_PER_ADDRESS = 6


class Visit:
    """The hosts that one fetch comes by: each of them lets it in once in ``PAUSE``, and once for the whole visit.

    To be given to ``fetch`` as ``may_visit``.
    """

    def __init__(self, scope: str = "mention-fetch", most: int = 1):
        self.scope, self.most, self._seen = scope, most, set()

    def __call__(self, host: str, addresses: list[str]) -> bool:
        return self._may("host", host, self.most) and all(
            self._may("address", address, MOST_PER_ADDRESS) for address in addresses
        )

    def _may(self, what, key, most):
        if (what, key) in self._seen:
            return True
        self._seen.add((what, key))
        return allow(f"{self.scope} {what}", key, most, PAUSE)
