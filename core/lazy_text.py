"""The type of words for people, translated at once or, by ``gettext_lazy``, when they are shown."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    LazyText = str | _StrPromise
else:
    LazyText = str | Promise

__all__ = ["LazyText"]
