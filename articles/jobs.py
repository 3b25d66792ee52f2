"""What the articles app does outside of a visitor's request (fetching mentions is in mentions.py)."""

from ngo_site.lib.jobs import every

from . import announcing, commenting, mentions, relating  # noqa: F401  (two have jobs of their own)
from .feeds import hub  # noqa: F401


@every(seconds=3600)
def forget_unconfirmed_comments() -> None:
    commenting.forget_unconfirmed()
