"""Where a page stands: the list above it, for the reader's eye (breadcrumbs) and for search engines."""

from django.utils.translation import gettext_lazy as _

from core.http.paths import path_of

# Lists by their URL name; every other page below stands in one of them, or directly under the home page.
LISTS = {
    "articles:list": _("Articles"),
    "articles:archive": _("Archive"),
    "articles:photos": _("Photos"),
    "campaigns:list": _("Campaigns"),
    "campaigns:petition-list": _("Petitions"),
    "campaigns:poster-list": _("Posters"),
    "campaigns:video-list": _("Films"),
    "organisation:people": _("People"),
    "organisation:report-list": _("Reports"),
    "newsletters:subscribe": _("Letters"),
}
ABOVE = {
    "articles:article": "articles:list",
    "articles:tag": "articles:list",
    "articles:series": "articles:list",
    "articles:archive": "articles:list",
    "articles:archive-year": "articles:archive",
    "articles:archive-month": "articles:archive",
    "articles:photo": "articles:photos",
    "articles:album": "articles:photos",
    "campaigns:campaign": "campaigns:list",
    "campaigns:petition": "campaigns:petition-list",
    "campaigns:poster": "campaigns:poster-list",
    "campaigns:video": "campaigns:video-list",
    "organisation:person": "organisation:people",
    "organisation:report": "organisation:report-list",
    "newsletters:issue": "newsletters:subscribe",
}


def to(view_name: str) -> list[tuple[str, str]]:
    """Return what stands above a page as (words, path), from the home page on; nothing where nothing does."""
    above = ABOVE.get(view_name)
    return [(_("Home"), path_of("home")), (LISTS[above], path_of(above))] if above else []
