"""Pages of later apps about whoever is logged in, which the page behind one's name leads to."""

from typing import NamedTuple

from ..lazy_text import LazyText


class OwnPage(NamedTuple):
    title: LazyText
    route: str  # such as "admin:organisation_own_portrait"


registered: list[OwnPage] = []


def register(title: LazyText, route: str) -> None:
    registered.append(OwnPage(title, route))
