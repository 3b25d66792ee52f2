"""The editors' desk for articles, photographs, and what the web answers."""

from ..comments import take_over_the_admin
from . import article, comment, mention, outgoing, photo, tag  # noqa: F401  (they register themselves)

take_over_the_admin()
