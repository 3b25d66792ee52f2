"""An application behind the page cache, and its visitors."""

from io import BytesIO

from django.conf import settings

from core.http.cacheable import FILE, Cacheable

PUBLIC = [("Content-Type", "text/html"), ("Cache-Control", "public, max-age=0, s-maxage=30")]


PRIVATE = [("Content-Type", "text/html"), ("Cache-Control", "no-store")]


class Site:
    """An application that counts how often it is asked, and answers as it is told."""

    def __init__(self):
        self.calls, self.status, self.headers, self.words = 0, "200 OK", PUBLIC, "page"
        self.before_answer = lambda: None
        self.seen = None

    def __call__(self, environ, start_response):
        self.calls += 1
        self.seen = environ
        text = self.words
        self.before_answer()
        start_response(self.status, list(self.headers))
        return [f"{text} {self.calls}".encode()]


def cacheable(path):
    """A site with files, a desk, and pages that know two parameters."""
    if path.startswith("/desk/"):
        return None
    return FILE if path.startswith("/media/") else Cacheable(frozenset({"page", "via"}))


def visit(cache, path="/", method="GET", query="", **headers):
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
        "HTTP_HOST": "testserver", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), **headers,
    }  # fmt: skip
    begun = []
    body = b"".join(cache(environ, lambda status, sent, exc_info=None: begun.append((status, dict(sent)))))
    return begun[-1][0], begun[-1][1], body.decode("utf-8", "replace")


def body(*args, **kwargs):
    return visit(*args, **kwargs)[2]


# Real ones: what Facebook, Google, Mailchimp, Matomo, Instagram, Microsoft, HubSpot and newsletters add to a link.
TRACKING = (
    "fbclid=IwAR0x9fQz-3n&utm_source=facebook&utm_medium=social&utm_campaign=spring&gclid=Cj0KCQ&gbraid=1&mc_cid=9a"
    "&mc_eid=UNIQID&mtm_campaign=x&igshid=MzRl&msclkid=1&_hsenc=p2AN&ref=t.co&amp;replytocom=7"
)


LIKE_ANYBODYS = [
    {"query": TRACKING},
    {"query": "fbclid=" + "x" * 5000},
    {"query": "&=&"},
    {"query": "%70age=2"},
    {"query": "a&" * 200 + "page=2"},
    {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}=x"},
    {"HTTP_COOKIE": f"a=b; {settings.SESSION_COOKIE_NAME}={'0' * 40}; PHPSESSID=1; wordpress_logged_in_1=x"},
    {"HTTP_COOKIE": "csrf=x; django_language=fr; matomo_sessid=1"},
    {"HTTP_AUTHORIZATION": "Basic x"},
    {"HTTP_RANGE": "bytes=0-3"},
    {"HTTP_ACCEPT_LANGUAGE": "fr"},
    {"HTTP_HOST": "testserver:8123"},
    {"HTTP_CACHE_CONTROL": "no-cache", "HTTP_PRAGMA": "no-cache"},
]
