"""Which finished pages show what the web answers to a page of ours: the page itself, its feed, forms for answers."""

from core.cache import generations


def shows_responses(content_type: int, pk: int | str) -> None:
    """Note that the page which is being made shows comments or mentions of this object."""
    generations.page_shows(_key(content_type, pk))


def forget_responses(content_type: int, pk: int | str) -> None:
    """Let the pages that show them be made anew, in the caller's transaction; no other page shows them."""
    generations.forget_pages(_key(content_type, pk))


def _key(content_type, pk):
    return f"responses {content_type} {pk}"
