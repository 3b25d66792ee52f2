"""What letters can be about besides the newsletter: a later app names its own, such as ``petition:slug``."""

from collections.abc import Callable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

_titles: dict[str, Callable[[str, str], str]] = {}


def register(kind: str, title: Callable[[str, str], str]) -> None:
    """Call topics that begin with ``kind:`` by what ``title(key, language)`` returns; from ``AppConfig.ready``."""
    _titles[kind] = title


def title(topic: str, language: str) -> str:
    """Return what people know the topic by, in this language if it has words in it; empty for the newsletter."""
    kind, _colon, key = topic.partition(":")
    return topic and ((kind in _titles and _titles[kind](key, language)) or topic)


def in_words(topic: str) -> str:
    """Return what letters on the topic are, for a sentence in the language of the page."""
    if not topic:
        return _("the newsletter")
    return _("news of “%(title)s”") % {"title": title(topic, get_language())}
