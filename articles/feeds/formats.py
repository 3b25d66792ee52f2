"""The three formats. Each takes ``text`` (HTML), ``language`` and ``summary`` (plain) with an entry."""

import json

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date


class Dated(SyndicationFeed):
    """A feed that changes only when an entry does, so that its ETag is worth something; ``since`` is its beginning."""

    def latest_post_date(self):
        dates = [item["updateddate"] or item["pubdate"] for item in self.items]
        return max(dates, default=self.feed["since"])


class Rss(Dated, Rss201rev2Feed):
    """RSS 2.0 with the text in content:encoded (the RSS content module)."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self):
        return super().rss_attributes() | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["text"])


class Atom(Dated, Atom1Feed):
    """Atom (RFC 4287) with the summary as plain text and the text as HTML."""

    content_type = "application/atom+xml; charset=utf-8"

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("link", None, {"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler, item):
        # Each author is a person of their own here, and the summary says that it is no HTML.
        super().add_item_elements(handler, item | {"description": None, "author_name": None})
        for name in item["names"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        if item["description"]:
            handler.addQuickElement("summary", item["description"], {"type": "text"})
        handler.addQuickElement("content", item["text"], {"type": "html", "xml:lang": item["language"]})


class Json(Dated):
    """JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile, encoding):
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"], "url": self.feed["author_link"]}],
        }
        if self.feed["hub"]:
            feed["hubs"] = [{"type": "WebSub", "url": self.feed["hub"]}]
        feed["items"] = [self._entry(item) for item in self.items]
        outfile.write(json.dumps(feed, ensure_ascii=False).encode(encoding))

    def _entry(self, item):
        entry = {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "content_html": item["text"],
            "summary": item["description"],
            "image": item["enclosures"][0].url if item["enclosures"] else "",
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "authors": [{"name": name} for name in item["names"]],
            "tags": item["categories"],
            "language": item["language"],
        }
        return {name: value for name, value in entry.items() if value}


FORMATS = {"": Rss, "atom/": Atom, "json/": Json}
