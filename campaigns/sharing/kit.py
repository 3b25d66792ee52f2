"""What bloggers copy: HTML for their own pages, with the code that tells which way people came, and no script."""

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core import identity

from ..models import Channel, Petition, ShareCode
from . import cards, share_codes, share_links

FRAME_HEIGHT = 1420  # all of the form, on the smallest telephones too, so that nothing scrolls inside


class KitPiece(NamedTuple):
    """``kind`` says how the kit's page shows it, ``path`` where it lives on our site."""

    kind: str
    title: str
    what: str
    snippet: str
    path: str
    width: int | None = None
    height: int | None = None


def pieces(petition: Petition, code: ShareCode | None) -> list[KitPiece]:
    """Return the card, the form and the badge; the links in them carry the code."""
    code = code or next(iter(share_codes.codes_of(petition).get(Channel.EMBED, [])), None)
    link = share_links.short(code, petition) if code else settings.SITE_URL + petition.get_absolute_url()
    return [_card(petition, link), _form(petition, code, link), _badge(petition, link)]


def _card(petition, link) -> KitPiece:
    path = _path("petition-card-picture", petition)
    text = _("Sign “%(title)s”, a petition of %(organisation)s") % _names(petition)
    return KitPiece(
        "card", _("A card with the live count"),
        _("A picture of a few kilobytes that is always up to date, and a link. It runs no script and sets no cookie."),
        _picture(link, path, cards.WIDTH, cards.HEIGHT, text), path, cards.WIDTH, cards.HEIGHT,
    )  # fmt: skip


def _form(petition, code, link) -> KitPiece:
    path = _path("petition-frame", petition) + (f"?via={code.code}" if code else "")
    title = _("Sign “%(title)s”, a petition of %(organisation)s") % _names(petition)
    snippet = format_html(
        '<iframe src="{}" width="100%" height="{}" title="{}" loading="lazy" referrerpolicy="origin"'
        ' style="border:0;max-width:32rem"></iframe>\n<p><a href="{}">{}</a></p>',
        settings.SITE_URL + path, FRAME_HEIGHT, title, link, petition.title,
    )  # fmt: skip
    return KitPiece(
        "form", _("The form"),
        _("Your readers sign without leaving your page, without cookies and scripts; what they type goes to us alone."),
        snippet, path,
    )  # fmt: skip


def _badge(petition, link) -> KitPiece:
    path = _path("petition-badge", petition)
    drawn = cards.badge(petition)
    text = _("Sign “%(title)s”, a petition of %(organisation)s") % _names(petition)
    return KitPiece(
        "badge", _("A badge"), _("For a margin or the end of an article."),
        _picture(link, path, drawn["width"], 32, text), path, drawn["width"], 32,
    )  # fmt: skip


def _picture(link, path, width, height, text) -> str:
    return format_html(
        '<a href="{}"><img src="{}" width="{}" height="{}" alt="{}" referrerpolicy="origin"'
        ' style="max-width:100%;height:auto"></a>',
        link, settings.SITE_URL + path, width, height, text,
    )  # fmt: skip


def _path(name: str, petition) -> str:
    return reverse(f"campaigns:{name}", args=[petition.slug])


def _names(petition) -> dict:
    return {"title": petition.title, "organisation": identity.current().name}
