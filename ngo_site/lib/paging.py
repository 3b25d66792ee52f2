"""Lists on numbered pages: ``/articles/?page=2``."""

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404


def page_or_404(request, objects, size: int) -> Page:
    """Return the page the address asks for (the first by default); raises Http404 beyond the last and for nonsense."""
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit()):
        raise Http404
    try:
        return Paginator(objects, size).page(number)
    except InvalidPage:
        raise Http404 from None
