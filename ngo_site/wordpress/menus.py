"""Menus of a WordPress site: their links lead to the new pages; where they are shown is for the editors to choose."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from articles.models import Tag
from core import redirects
from core.slugs import slugify
from organisation.models import Menu
from organisation.models.menu import validate_address

from . import converting, reading, wxr


@dataclass
class Entry:
    item: reading.ExportedItem
    menu: str  # the menu's slug

    def said(self, name: str) -> str:
        return self.item.meta.get(f"_menu_item_{name}", "")


class Menus:
    """Collects the links while the file is read, for they may stand before what they lead to."""

    def __init__(self):
        self.titles: dict[str, str] = {}
        self.entries: list[Entry] = []
        self.imported: dict[
            str, tuple[type, int]
        ] = {}  # what came in, by its number there: kind and key, for it is much
        self.terms: dict[str, reading.Term] = {}  # categories and tags there, by their number

    def take(self, item: reading.ExportedItem) -> None:
        for domain, slug, name in item.terms:
            if domain == "nav_menu" and slug:
                self.titles[slug] = converting.line(name)[:80] or slug
                self.entries.append(Entry(item, slug))

    def remember(self, item: reading.ExportedItem, obj) -> None:
        self.imported[item.id] = type(obj), obj.pk

    def write(self, site: reading.Site, run) -> None:
        """Make the menus that are not here yet; each says how many links it has and what became of its levels."""
        for old_slug, title in self.titles.items():
            slug = slugify(old_slug, 80) or "menu"
            if Menu.objects.filter(slug=slug).exists():
                run.counts["menus already here"] += 1
                continue
            menu = Menu.objects.create(slug=slug, title=title)
            entries = [entry for entry in self.entries if entry.menu == old_slug]
            for position, entry in enumerate(sorted(entries, key=lambda entry: entry.item.order), 1):
                self._link(menu, position, entry, site, run)
            run.counts["menus"] += 1
            levels = (
                " Its levels became one." if any(entry.said("menu_item_parent").strip("0") for entry in entries) else ""
            )
            run.remarks.append(
                f"menu “{title}”: {menu.links.count()} links, shown nowhere yet: choose its place at the desk.{levels}"
            )

    def _link(self, menu, position, entry, site, run):
        text, address = self._lead(entry, site)
        try:
            validate_address(address[:500])
        except ValidationError:
            return run.remark(entry.item, f"left out of the menu “{menu}”: what it leads to is not here")
        return menu.links.create(
            label=(converting.line(entry.item.title) or text or address)[:80], address=address[:500], position=position
        )

    def _lead(self, entry, site) -> tuple[str, str]:
        """Return its words, if it has none of its own, and where it leads here; nothing where that is nowhere."""
        number = entry.said("object_id")
        if entry.said("type") == "post_type":
            model, key = self.imported.get(number, (None, None))
            obj = model and model.objects.filter(pk=key).first()
            return (obj.title, obj.get_absolute_url()) if obj else ("", "")
        if entry.said("type") == "taxonomy":
            term = self.terms.get(number)
            tag = term and Tag.objects.filter(slug=slugify(term.slug, 80)).first()
            return (tag.name, tag.get_absolute_url()) if tag else ("", "")
        return "", _here(entry.said("url").strip(), site)


def _here(url: str, site: reading.Site) -> str:
    """Return where an address of the old site is now, as a path; addresses of other sites as they are."""
    parts, old = urlsplit(urljoin(site.address + "/", url)), urlsplit(site.address)
    if parts.netloc.removeprefix("www.") != old.netloc.removeprefix("www."):
        return url
    path = (parts.path.removeprefix(old.path.rstrip("/")) or "/") + (f"?{parts.query}" if parts.query else "")
    return redirects.new_path(parts.path) or redirects.new_path(path) or path


def terms() -> Iterator[str]:
    """Yield what the head of an export says of the menus."""
    for menu in Menu.objects.order_by("slug"):
        slug, name = wxr.cdata("wp:term_slug", wxr.quoted(menu.slug)), wxr.cdata("wp:term_name", menu.title)
        yield f"<wp:term>{wxr.cdata('wp:term_taxonomy', 'nav_menu')}{slug}{name}</wp:term>\n"


def items(at: dict[str, tuple[str, int]], last_number: int) -> Iterator[str]:
    """Yield each link as an item: to what is in the file by its kind and number, which ``at`` has by address."""
    for menu in Menu.objects.order_by("slug").prefetch_related("links"):
        for order, link in enumerate(menu.links.all(), 1):
            last_number += 1
            yield _item(menu, link, last_number, order, at.get(link.address))


def _item(menu, link, number, order, known) -> str:
    if known:
        leads = {"type": "post_type", "object": known[0], "object_id": str(known[1])}
    else:
        here = link.address.startswith("/")
        leads = {"type": "custom", "url": settings.SITE_URL + link.address if here else link.address}
    return "".join(
        [
            "<item>\n",
            wxr.element("title", escape(link.label, quote=False)),
            wxr.element("wp:post_id", str(number)),
            wxr.cdata("wp:status", "publish"),
            wxr.element("wp:menu_order", str(order)),
            wxr.cdata("wp:post_type", "nav_menu_item"),
            wxr.category("nav_menu", menu.slug, menu.title),
            *(wxr.meta("wp:postmeta", f"_menu_item_{name}", value) for name, value in leads.items()),
            "</item>\n",
        ]
    )
