"""What a kind of publishable says of itself; the site's mechanisms ask it here."""

from collections.abc import Iterable

from core.lazy_text import LazyText

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

    def own_problems(self) -> Iterable[Problem]:
        """Return what this kind asks for besides ``NEEDED`` before it is public, and what it would like to have."""
        return ()
