"""The document that is handed over, as one HTML file to print: written while signers pass by, so memory stays small."""

import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.translation import gettext as _

from .reader import HandOver, Signer


class HandoverDocument:
    """``add`` every signer, set ``papers``, then ``write``.

    ``columns`` are those of name, country, postcode, town that the list shows. Names of people who did not agree to be
    named in public are kept back unless ``all_names``. Of the comments those are printed whose writers' numbers are in
    ``comments``; nothing a signer wrote becomes markup. ``papers`` are the lines of batches on paper.
    """

    def __init__(self, path: Path, handover: HandOver, *, columns=("name", "country"), all_names=False, comments=()):
        self.path, self.handover, self.columns, self.all_names = path, handover, columns, all_names
        self.wanted, self.comments, self.countries, self.papers = set(comments), [], Counter(), []
        self.part = path.with_name(path.name + ".part")
        self.list = self.part.open("w", encoding="utf-8")

    def add(self, signer: Signer) -> None:
        self.countries[signer.country] += 1
        if signer.number in self.wanted:
            self.comments.append(signer)
        if self.columns:
            self.list.write(f"<li>{self._line(signer)}</li>\n")

    def write(self) -> None:
        self.list.close()
        with self.path.open("w", encoding="utf-8") as file, self.part.open(encoding="utf-8") as rows:
            sections = (self._demand(), self._by_country(), self._on_paper(), self._comments())
            for section in (self._head(), self._cover(), *sections):
                file.write(section)
            if self.columns:
                file.write(f'<section class="signers"><h2>{_("Signed by")}</h2><ol>\n')
                shutil.copyfileobj(rows, file)
                file.write("</ol></section>\n")
            file.write("</article></body></html>\n")
        self.part.unlink()

    def _line(self, signer):
        # Plain escape, since format_html takes three times as long and this runs 100,000 times.
        parts = [f"<bdi>{escape(self._name(signer) or _('(name kept back)'))}</bdi>"] if "name" in self.columns else []
        where = [escape(signer.postcode)] if "postcode" in self.columns and signer.postcode else []
        # Given to be shown with the name, so kept back with it.
        if "town" in self.columns and signer.place and self._name(signer):
            where.append(f"<bdi>{escape(signer.place)}</bdi>")
        country = [escape(self.handover.country(signer.country))] if "country" in self.columns else []
        return ", ".join([*parts, *([" ".join(where)] if where else []), *country])

    def _name(self, signer):
        return signer.name if signer.public or self.all_names else ""

    def _head(self):
        header = self.handover.header
        style = Path(finders.find("css/handover-document.css")).read_text()
        title = format_html("<title>{}</title>", header["petition"]["title"])
        return (
            f'<!DOCTYPE html>\n<html lang="{escape(header["petition"]["language"])}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"{title}\n<style>{style}</style></head>"
            '<body><article class="handover">\n'
        )

    def _cover(self):
        header, count = self.handover.header, sum(self.countries.values())
        paper = header["counts"]["on_paper"]
        return format_html(
            '<section class="cover"><p>{}</p><h1 dir="auto">{}</h1><p dir="auto">{} {}</p>'
            '<p class="count"><b>{}</b> {}</p>{}<p>{}</p></section>\n',
            *(header["organisation"], header["petition"]["title"], _("To"), header["petition"]["addressee"]),
            *(f"{count:,}", _("signature") if count == 1 else _("signatures")),
            format_html("<p>{} {}</p>", _("and on paper"), f"{paper:,}") if paper else "",
            _day(header["made_at"]),
        )

    def _demand(self):
        text = format_html_join(
            "\n",
            '{}<blockquote dir="auto">{}</blockquote>',
            (
                (format_html("<h3>{} {}</h3>", _("Until"), _day(one["until"])) if one["until"] else "", one["words"])
                for one in self.handover.header["demands"]
            ),
        )
        return format_html("<section><h2>{}</h2>{}</section>\n", _("What they signed"), text)

    def _by_country(self):
        ordered = sorted(self.countries.items(), key=lambda row: (-row[1], row[0]))
        rows = ((self.handover.country(code), f"{count:,}") for code, count in ordered)
        return format_html(
            '<section><h2>{}</h2><table><thead><tr><th scope="col">{}</th><th scope="col">{}</th></tr></thead>'
            '<tbody>{}</tbody><tfoot><tr><th scope="row">{}</th><td>{}</td></tr></tfoot></table></section>\n',
            *(_("By country"), _("Country"), _("Signatures")),
            format_html_join("\n", '<tr><th scope="row">{}</th><td>{}</td></tr>', rows),
            *(_("All"), f"{sum(self.countries.values()):,}"),
        )

    def _on_paper(self):
        if not self.papers:
            return ""
        rows = (
            (_day(one["collected_on"]), one["place"], self.handover.country(one["country"]), f"{one['count']:,}")
            for one in self.papers
        )
        return format_html(
            '<section class="papers"><h2>{}</h2><table><thead><tr><th scope="col">{}</th><th scope="col">{}</th>'
            '<th scope="col">{}</th></tr></thead><tbody>{}</tbody></table></section>\n',
            *(_("On paper"), _("Collected on"), _("Place"), _("Signatures")),
            format_html_join("\n", '<tr><th scope="row">{}</th><td><bdi>{}</bdi>, {}</td><td>{}</td></tr>', rows),
        )

    def _comments(self):
        if not self.comments:
            return ""
        figure = '<figure><blockquote dir="auto">{}</blockquote><figcaption><bdi>{}</bdi>, {}</figcaption></figure>'
        told = (
            (one.comment, self._name(one) or _("A signer"), self.handover.country(one.country)) for one in self.comments
        )
        figures = format_html_join("\n", figure, told)
        return format_html('<section class="comments"><h2>{}</h2>{}</section>\n', _("In their words"), figures)


def _day(moment: str) -> str:
    return date_format(datetime.fromisoformat(moment), "j F Y")
