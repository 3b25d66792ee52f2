"""Reading the content of the demo site and the list of its pictures."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

CONTENT = Path(__file__).parent.parent / "content"
PICTURES = Path(__file__).parent.parent / "pictures"


def content(name: str) -> dict:
    """Return one file of texts, such as ``content("petitions")``."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text())


def credits(kind: str, key: str = "slug") -> dict[str, dict]:
    """Return what is known of the pictures of one kind, by key; it wins over the texts."""
    listed = tomllib.loads((PICTURES / "credits.toml").read_text())
    return {entry[key]: entry for entry in listed.get(kind, [])}


def articles() -> list[dict]:
    """Return the articles, each with what its head says and its ``body``."""
    return [_article(path) for path in sorted((CONTENT / "articles").glob("*.html"))]


def moment(days_ago: float | None) -> datetime | None:
    """Return the time so many days ago (ahead, if below zero), or None."""
    return None if days_ago is None else timezone.now() - timedelta(days=days_ago)


def _article(path: Path) -> dict:
    _nothing, head, body = path.read_text().split("+++\n", 2)
    return {**tomllib.loads(head), "body": body.strip()}
