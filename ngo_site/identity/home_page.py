"""The parts of the home page below what leads it: which are shown, and in what order, is the organisation's choice."""

from django.utils.translation import gettext_lazy as _

from core import identity

# Each has its template in templates/home/; the order is that of a site where nobody chose another.
SECTIONS = {
    "articles": _("Articles"),
    "campaigns": _("Campaigns"),
    "about": _("Who we are"),
    "posters": _("Posters"),
    "photos": _("Photos"),
    "reports": _("Reports"),
}


def section_templates() -> list[str]:
    chosen = [name for name in identity.current().sections if name in SECTIONS]
    return [f"home/_{name}.html" for name in chosen or SECTIONS]
