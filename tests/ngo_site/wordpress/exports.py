"""Small exports for tests: only what a test is about has to be said."""

from html import escape

HEAD = """<?xml version="1.0"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><link>{site}</link><language>{language}</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>{site}</wp:base_site_url>
<wp:base_blog_url>{site}</wp:base_blog_url>{head}
"""
SITE = "https://old.example"


def write(file, *items: str, site=SITE, language="en-US", head=""):
    """Write an export with these items, and return its path."""
    file.write_text(HEAD.format(site=site, language=language, head=head) + "".join(items) + "</channel></rss>")
    return file


def item(
    number, *, title="", slug="", link="", kind="post", body="", terms=(), meta=None, comments=(), **elements
) -> str:
    """Return one item; ``elements`` are further ones in the wp: namespace, such as post_parent."""
    slug = slug or f"item-{number}"
    told = {"post_id": number, "post_name": slug, "post_type": kind, "status": "publish"}
    told |= {"post_date_gmt": "2019-03-05 10:00:00", **elements}
    link = link or f"{SITE}/2019/03/{slug}/"
    return "".join(
        [
            f"<item><title>{escape(title or f'Item {number}')}</title><link>{escape(link)}</link>",
            f"<dc:creator>amina</dc:creator><content:encoded><![CDATA[{body}]]></content:encoded>",
            *(f"<wp:{name}>{escape(str(value))}</wp:{name}>" for name, value in told.items()),
            *(
                f'<category domain="{domain}" nicename="{escape(name)}"><![CDATA[{text}]]></category>'
                for domain, name, text in terms
            ),
            *(
                f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value>"
                "</wp:postmeta>"
                for key, value in (meta or {}).items()
            ),
            *comments,
            "</item>",
        ]
    )


def comment(number, text, *, parent=0, approved="1", name="Bob", kind="comment") -> str:
    told = {"id": number, "author": name, "date_gmt": f"2020-01-01 10:00:{number % 60:02}", "content": escape(text)}
    told |= {"approved": approved, "type": kind, "parent": parent}
    elements = "".join(f"<wp:comment_{key}>{value}</wp:comment_{key}>" for key, value in told.items())
    return f"<wp:comment>{elements}</wp:comment>"
