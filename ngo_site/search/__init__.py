"""Search over all that is public: full-text search in stored vectors, narrowed by links, mended when mistyped."""

from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser

from core.search import vocabulary
from core.search.vocabulary import similar

from .facets import Facet, facets, query_of
from .query import MOST_RANKED, OR, SearchQuery, candidates
from .results import Found, shown

__all__ = ["SearchQuery", "SearchResults", "query_of", "search", "similar"]

PAGE = 20
FEW = 1  # with so many results or fewer, another spelling is offered


@dataclass(frozen=True)
class SearchResults:
    """``places`` are all matches that were ranked, best first; ``is_cut`` when there are more of them."""

    question: SearchQuery
    lexemes: list[str]
    places: list[tuple[int, int]]
    facets: list[Facet]
    is_cut: bool
    meant: str = ""

    def page(self, number: int, user=None) -> list[Found]:
        """Return the results of a numbered page as the user may see them."""
        places = self.places[(number - 1) * PAGE : number * PAGE]
        return shown(self.question.words, self.lexemes, places, user or AnonymousUser())


def search(question: SearchQuery, user=None) -> SearchResults:
    """Return what is found; words may be "quoted phrases", joined by ``or``, or -excluded."""
    found, lexemes = candidates(question, user)
    meant = _meant(question, user, len(found)) if len(found) <= FEW else ""
    places = [(one.content_type, one.pk) for one in found]
    return SearchResults(question, lexemes, places, facets(question, found), len(found) >= MOST_RANKED, meant)


def _meant(question, user, number) -> str:
    """Return other words that find more. Words of drafts are known, too, so none is told that finds nothing."""
    meant = vocabulary.mended(question.words)
    if not meant or len(candidates(replace(question, words=meant), user).best) <= number:
        return ""
    # Where one of several words is enough, each must find something by itself.
    alone = set(meant.split()) - set(question.words.split()) if OR.search(meant) else ()
    return meant if all(candidates(SearchQuery(word), user).best for word in alone) else ""
