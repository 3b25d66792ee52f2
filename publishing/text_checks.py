"""What makes a text hard to use for people who cannot see it, or who skim: found in cleaned HTML, with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote

from django.utils.translation import gettext as _

from core.media.pictures import describes

# Links that say nothing by themselves (WCAG 2.4.4), in the languages an article may be written in.
_VAGUE = {
    *("click", "click here", "here", "link", "more", "this link", "this page", "read more", "learn more", "see here"),
    *("hier", "hier klicken", "klicken sie hier", "klick hier", "mehr", "mehr lesen", "weiterlesen", "mehr erfahren"),
    *("ici", "cliquez ici", "cliquer ici", "lien", "lire la suite", "en savoir plus", "lire plus", "plus"),
    *("aquí", "haga clic aquí", "haz clic aquí", "clic aquí", "enlace", "leer más", "más", "ver más", "pincha aquí"),
    *("здесь", "тут", "нажмите здесь", "кликните здесь", "ссылка", "подробнее", "читать далее", "далее", "ещё"),
    *("натисніть тут", "клацніть тут", "посилання", "детальніше", "читати далі", "докладніше"),
    *("هنا", "انقر هنا", "اضغط هنا", "رابط", "المزيد", "اقرأ المزيد"),
    *("اینجا", "اینجا کلیک کنید", "کلیک کنید", "بیشتر", "ادامه مطلب", "بیشتر بخوانید"),
}
# Places on the pages around texts to which people link.
_OF_PAGES = {"top", "main", "comments", "responses", "sign", "contents"}
# What mailing services and networks append to a link, to know who follows it.
_FOLLOWED = re.compile(r"[?&](?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|mkt_tok)=")
_BLOCKS = set("p li h2 h3 h4 td th caption dt dd blockquote figcaption pre div".split())  # noqa: SIM905


@dataclass(frozen=True)
class Finding:
    """What is wrong, for the writer; ``find`` says where in the editor: words, or ``img:0`` for the first picture."""

    code: str
    message: str
    find: str
    blocks: bool = True


def findings(html: str) -> Iterator[Finding]:
    """Yield what is wrong with a text, in no particular order."""
    reader = _Reader()
    reader.feed(html or "")
    reader.close()
    yield from _headings(reader.headings)
    yield from _links(reader.links)
    yield from _targets(reader.links, reader.ids)
    yield from _followed(reader.links)
    yield from _pictures(reader.pictures)
    for number, (has_header, block) in enumerate(reader.tables):
        if not has_header:
            message = _("A table without header cells (it begins with “%(words)s”): mark its first row or column.")
            yield Finding("table", message % {"words": _short(block)}, f"table:{number}")


def marks(html: str) -> list[str]:
    """Return the embed marks of the text, such as ``photo:press``, in order."""
    return re.findall(r'data-embed="([^"]*)"', html or "")


def _headings(headings):
    level = 1
    for tag, text in headings:
        now = int(tag[1])
        if not text:
            yield Finding("heading", _("An empty heading: write it or take it out."), tag)
        elif now > level + 1:
            message = _("The heading “%(words)s” leaves out a level: it stands at %(now)d, and %(next)d would follow.")
            yield Finding("heading", message % {"words": _short(text), "now": now, "next": level + 1}, text)
        level = now


def _links(links):
    for text, address, block in links:
        words = " ".join(re.sub(r"[^\w\s]+", " ", text.casefold()).split())
        sentence = _short(_one_line(block), 80)
        if not text:
            message = _("A link without words (to %(address)s), in “%(sentence)s”: say where it leads.")
            yield Finding("link", message % {"address": address[:60], "sentence": sentence}, _one_line(block)[:60])
        elif words in _VAGUE or not (words or text.startswith("http")):
            message = _("The link “%(words)s” does not say where it leads, in “%(sentence)s”.")
            yield Finding("link", message % {"words": text, "sentence": sentence}, text)


def _targets(links, ids):
    for text, address, block in links:
        target = unquote(address[1:])
        if address.startswith("#") and target and not {target, address[1:]} & (ids | _OF_PAGES):
            message = _("The link “%(words)s” leads to no place in this text, in “%(sentence)s”: take it out.")
            words = {"words": text, "sentence": _short(_one_line(block), 80)}
            yield Finding("target", message % words, text or _one_line(block)[:60])


def _followed(links):
    """Addresses that tell others who follows the link; static/js/mend.js takes that out of them."""
    for text, address, block in links:
        if _FOLLOWED.search(address):
            message = _("The link “%(words)s” tells another company who follows it (%(address)s).")
            words = {"words": text or _short(_one_line(block)), "address": _short(address, 60)}
            yield Finding("tracking", message % words, f'a[href="{address}"]', blocks=False)


def _pictures(pictures):
    for number, (alt, mark) in enumerate(pictures):
        # A picture from the library is described there.
        if mark is None and not alt:
            message = _("Picture %(number)d in the text has no description for those who cannot see it.")
            yield Finding("alt", message % {"number": number + 1}, f"img:{number}")
        elif mark is None and not describes(alt):
            message = _("“%(alt)s” says only that there is a picture: say what picture %(number)d in the text shows.")
            yield Finding("alt", message % {"alt": alt, "number": number + 1}, f"img:{number}")


def _one_line(parts) -> str:
    return " ".join("".join(parts).split())


def _short(text, most: int = 50) -> str:
    text = text if isinstance(text, str) else _one_line(text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


class _Reader(HTMLParser):
    """Collects headings, links, pictures and tables; a block is the list of words of the paragraph they stand in."""

    def __init__(self):
        super().__init__()
        self.headings, self.links, self.pictures, self.tables, self.ids = [], [], [], [], set()
        self._block, self._heading, self._link, self._open_tables = [], None, None, []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.ids |= {attributes.get("id"), attributes.get("name") if tag == "a" else None}
        if tag in _BLOCKS:
            self._block = []
        if tag in {"h2", "h3", "h4"}:
            self._heading = []
        elif tag == "a" and "href" in attributes:
            self._link = ([], attributes["href"] or "", self._block)
        elif tag == "img":
            self.pictures.append(((attributes.get("alt") or "").strip(), attributes.get("data-embed")))
            # A picture's description is what a link around it says.
            self._say(attributes.get("alt") or "", is_shown=False)
        elif tag == "table":
            self._open_tables.append([False, []])
        elif tag == "th" and self._open_tables:
            self._open_tables[-1][0] = True

    def handle_endtag(self, tag):
        if tag in {"h2", "h3", "h4"} and self._heading is not None:
            self.headings.append((tag, _one_line(self._heading)))
            self._heading = None
        elif tag == "a" and self._link is not None:
            text, address, block = self._link
            self.links.append((_one_line(text), address, block))
            self._link = None
        elif tag == "table" and self._open_tables:
            self.tables.append(tuple(self._open_tables.pop()))

    def handle_data(self, data):
        self._say(data)

    def _say(self, text, is_shown=True):
        if is_shown:
            self._block.append(text)
            for table in self._open_tables:
                table[1].append(f"{text} ")
        for place in (self._heading, self._link and self._link[0]):
            if place is not None:
                place.append(text)
