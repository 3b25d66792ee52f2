"""Numbers so small that they might point at a person: what is below ten, nothing included, is told as one and the same.

"None" beside "a few" would tell that somebody is there, so the two have one wording.
"""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

ENOUGH = 10


def told(number: int) -> str:
    """Return the number as it may be shown at the desk."""
    return intcomma(number) if number >= ENOUGH else _("fewer than ten")


def enough_of(numbers: dict) -> dict:
    """Return those entries that may be told by themselves."""
    return {key: number for key, number in numbers.items() if number >= ENOUGH}
