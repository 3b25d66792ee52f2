"""Where another page wants to be told that we link to it: its webmention endpoint, or its pingback server.

Webmention: https://www.w3.org/TR/webmention/#sender-discovers-receiver-webmention-endpoint ·
Pingback 1.0 §2: https://www.hixie.ch/specs/pingback/pingback#TOC2
"""

import re
from typing import NamedTuple

from core.fetch import FetchResponse, TooLarge, fetch, web_urls
from core.richtext.html_tokens import tokens

from .politeness import Visit

WEBMENTION, PINGBACK = "webmention", "pingback"

# One link of a Link header (RFC 8288 §3): a comma inside <…> or "…" belongs to it.
_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s",;]*))?)*)')
_PARAMETER = re.compile(r';\s*([\w!#$&+.^`|~*-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",;]*)))?')
# To the letter as in the specification, which asks clients not to be more lenient.
_PINGBACK_LINK = re.compile(r'<link rel="pingback" href="([^"]+)" ?/?>')
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"}


class Endpoint(NamedTuple):
    """``protocol`` is "webmention" or "pingback"."""

    protocol: str
    url: str


def find(target: str, visit: Visit) -> Endpoint | None:
    """Fetch the page ``target`` and return where to tell it; None when it does not want to know. Raises FetchError."""
    how = {"purpose": "looking for a webmention or pingback endpoint", "may_visit": visit}
    try:
        answer = fetch(target, **how)
    except TooLarge:
        # A long film, say: its headers may still name an endpoint.
        answer = fetch(target, method="HEAD", **how)
    if not 200 <= answer.status < 300:
        return None
    return read(answer)


def read(answer: FetchResponse) -> Endpoint | None:
    """Return the endpoint that a fetched page names: a webmention endpoint before a pingback server.

    Its address is absolute, followed from where the redirects ended.
    """
    is_html = answer.content_type in {"text/html", "application/xhtml+xml"}
    document = answer.text() if is_html else ""
    if (address := _webmention(answer, document)) is not None:
        return _endpoint(WEBMENTION, address, answer.url)
    if (address := _pingback(answer, document)) is not None:
        return _endpoint(PINGBACK, address, answer.url)
    return None


def _webmention(answer, document):
    for header in answer.headers.get_all("Link", []):
        # In one spelling of spaces, for the pattern would try each way to share them out.
        for href, parameters in _LINK.findall(" ".join(header.split())):
            if WEBMENTION in _relations(parameters):
                return href
    for kind, name, attributes in tokens(document):
        is_link = kind == "start" and name in {"link", "a"} and "href" in attributes
        if is_link and WEBMENTION in attributes.get("rel", "").lower().split():
            return attributes["href"]
    return None


def _relations(parameters):
    for name, quoted, bare in _PARAMETER.findall(parameters):
        if name.lower() == "rel":
            # Only the first one of a link counts (RFC 8288 §3.3).
            return (quoted or bare).lower().split()
    return []


def _pingback(answer, document):
    if address := answer.headers.get("X-Pingback"):
        return address.strip()
    link = _PINGBACK_LINK.search(document)
    return re.sub("&(?:lt|gt|quot|amp);", lambda entity: _ENTITIES[entity[0]], link[1]) if link else None


def _endpoint(protocol, address, page_url):
    found = web_urls.follow(address, web_urls.parse(page_url))
    return Endpoint(protocol, str(found)) if found else None
