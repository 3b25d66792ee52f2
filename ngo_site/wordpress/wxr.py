"""The pieces of XML of which a WordPress export is made."""

import re
from datetime import UTC, datetime
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

NEVER = "0000-00-00 00:00:00"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def element(name: str, text: str) -> str:
    return f"<{name}>{escape(_UNPRINTABLE.sub('', text))}</{name}>\n"


def cdata(name: str, text: str) -> str:
    return f"<{name}>{cdata_text(text)}</{name}>\n"


def cdata_text(text: str) -> str:
    return f"<![CDATA[{_UNPRINTABLE.sub('', text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def meta(element: str, key: str, value: str) -> str:
    return f"<{element}>{cdata('wp:meta_key', key)}{cdata('wp:meta_value', value)}</{element}>\n"


def date(at: datetime | None) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") if at else NEVER


def quoted(slug: str) -> str:
    return quote(slug).lower()


def category(domain: str, slug: str, name: str) -> str:
    return f'<category domain="{domain}" nicename={quoteattr(quoted(slug))}>{cdata_text(name)}</category>\n'
