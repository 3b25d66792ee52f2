"""What our pages look like inside other people's pages, when those ask by oEmbed (https://oembed.com).

An app says in ``AppConfig.ready`` how each kind is shown. What it yields runs no script, so that WordPress and others
that clean what they embed keep all of it.
"""

from collections.abc import Callable

_shown: dict[type, Callable] = {}


def register(model: type, show: Callable) -> None:
    """``show(thing, fit)`` returns the fields of the answer that are the kind's own: at least ``type``.

    ``fit(width, height)`` returns the size that a picture of this size may take within what was asked for.
    """
    _shown[model] = show


def offers(thing) -> bool:
    return type(thing) in _shown


def describe(thing, max_width: int | None, max_height: int | None) -> dict:
    """Return the fields that are the kind's own, no wider and no higher than was asked for."""

    def fit(width: int, height: int) -> tuple[int, int]:
        scale = min(1, (max_width or width) / width, (max_height or height) / height)
        return max(1, int(width * scale)), max(1, int(height * scale))

    return _shown[type(thing)](thing, fit)
