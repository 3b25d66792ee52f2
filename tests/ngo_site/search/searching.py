"""Ask the search as a page does."""

from ngo_site import search as searching
from ngo_site.search import SearchQuery


def search(text, user=None, **filters):
    return searching.search(SearchQuery(text, **filters), user)


def found(text, user=None, **filters):
    return search(text, user, **filters).page(1, user)


def titles(text, user=None, **filters):
    return [match.obj.title for match in found(text, user, **filters)]
