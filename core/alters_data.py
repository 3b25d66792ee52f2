"""A decorator for methods that write: no template may call them."""

from collections.abc import Callable
from typing import TypeVar

_Method = TypeVar("_Method", bound=Callable)


def alters_data(method: _Method) -> _Method:
    """Mark a method so that the template engine refuses to call it (Django's ``alters_data``)."""
    method.alters_data = True  # type: ignore[attr-defined]  # functions have no declared attributes
    return method
