"""The editors' desk for articles, photographs, and what the web answers."""

from ..comments.admin import comments  # noqa: F401  (they register themselves)
from ..comments.models.comment import take_over_the_admin
from ..mentions.admin import mentions, outgoing  # noqa: F401  (they register themselves)
from ..photos.admin import photos  # noqa: F401  (they register themselves)
from . import article, tag  # noqa: F401  (they register themselves)

take_over_the_admin()
