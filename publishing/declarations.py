"""What a kind of publishable says of itself; the site's mechanisms ask it here."""

import re
from collections.abc import Iterable
from typing import Any

from core.lazy_text import LazyText
from core.richtext import markup

from .checks import Problem


class Declarations:
    """A kind overrides what it wants to be otherwise."""

    RESERVED_SLUGS: frozenset[str] = frozenset()
    HTML_FIELDS: tuple[str, ...] = ("body",)
    # Of title, slug, language and summary, what this kind may be public without.
    MAY_LACK: frozenset[str] = frozenset()
    # What a form of the desk asks for before anything is kept; all else is asked for before it is public.
    NEEDED_AT_ONCE: frozenset[str] = frozenset({"title"})
    # Of its own fields, what it may not be public without, and what is said where that is missing.
    NEEDED: dict[str, LazyText] = {}
    # What search looks at besides title and summary.
    SEARCHED: tuple[str, ...] = ("body",)
    # The names of all URL patterns with its slug; the first is its page.
    PAGE_NAMES: tuple[str, ...] = ()
    # Whether other sites may answer it by webmention and pingback.
    TAKES_MENTIONS = False

    @property
    def beginning(self) -> str:
        """The first sentences of its words, up to 200 characters: a summary where nobody wrote one."""
        texts = (" ".join(markup.plain(getattr(self, name) or "").split()) for name in self.SEARCHED)
        text = next(filter(None, texts), "")
        if len(text) <= 200:
            return text
        sentences = re.match(r".{20,199}[.!?…。؟](?=\s)", text)
        return sentences[0] if sentences else f"{text[:199].rpartition(' ')[0]}…"

    def published_with(self) -> list[Any]:
        """Return what is of no use to readers as a draft once this is public."""
        return []

    def own_problems(self) -> Iterable[Problem]:
        """Return what this kind asks for besides ``NEEDED`` before it is public, and what it would like to have."""
        return ()
