"""The rows of the table: which page is asked of whom."""

from itertools import zip_longest

from bench.run import asking
from bench.run.rounds import Row, times
from bench.run.servers import Server

OURS, WAGTAIL, FORM = "ours", "Wagtail", "bare form"
SERVE, BARE, FRONT, FILE = "serve", "bare server", "nginx before serve", "nginx, a file"
CACHED, APPENDED = "cached", "cached, ?fbclid="
PAGE = asking.PAGES["article"][0]


def our_rows(uncached: Server) -> list[Row]:
    pages = {"hello": asking.HELLO, **asking.PAGES}
    rows = [_page(name, OURS, uncached, path, words) for name, (path, _theirs, words) in pages.items()]
    return [*rows, Row("signature", OURS, uncached, asking.our_signatures())]


def wagtail_rows(server: Server) -> list[Row]:
    pages = {"hello": asking.HELLO, **asking.PAGES}
    return [
        *(_page(name, WAGTAIL, server, path, words) for name, (_ours, path, words) in pages.items()),
        Row("signature", WAGTAIL, server, asking.wagtail_signatures(server.address)),
        Row("signature", FORM, server, asking.bare_signatures(server.address), status=302),
    ]


def cached_rows(cached: Server, bare: Server) -> list[Row]:
    return [
        _page(CACHED, SERVE, cached, PAGE, "Article 3"),
        Row(CACHED, BARE, bare, asking.page("/")),
        Row(APPENDED, SERVE, cached, asking.with_click_id(PAGE)),
    ]


def nginx_rows(front: Server, cached: Server) -> list[Row]:
    """The file has the same bytes as the page."""
    both = Server(front.port, front.pids + cached.pids)
    return [
        _page(CACHED, FRONT, both, PAGE, "Article 3"),
        _page(CACHED, FILE, front, "/static/article.html", "Article 3"),
        Row(APPENDED, FRONT, both, asking.with_click_id(PAGE)),
    ]


def in_turn(ours: list[Row], theirs: list[Row]) -> list[Row]:
    return [row for pair in zip_longest(ours, theirs) for row in pair if row]


def _page(name: str, side: str, server: Server, path: str, words: str) -> Row:
    answer, body = asking.fetch(server.address, path)
    if answer.status != 200 or words not in body.decode():
        raise SystemExit(f"{side}: {path} answers {answer.status} and shows no “{words}”")
    return Row(name, side, server, asking.page(path))


# Row and side, and the row and side that its figures are divided by.
COMPARED = {
    **{(name, WAGTAIL): (name, OURS) for name in ("hello", *asking.PAGES, "signature")},
    ("signature", FORM): ("signature", OURS),
    (CACHED, SERVE): (CACHED, BARE),
    (CACHED, FRONT): (CACHED, FILE),
    (APPENDED, SERVE): (CACHED, SERVE),
    (APPENDED, FRONT): (CACHED, FRONT),
}


def tell(rows: list[Row]) -> dict:
    """Return for each row and side: requests a second, milliseconds of CPU each, and the same in hellos of ours.

    ``times`` has how many times as much CPU it takes as what it is compared with, and how many times as many requests
    that answers in a second: least, median and most of the rounds.
    """
    of = {(row.name, row.side): row for row in rows}
    hello, told = of["hello", OURS], {}
    for (name, side), row in of.items():
        figures = {"a second": round(row.rate), "ms": round(row.cost, 3), "hellos": times(row.costs, hello.costs)[1]}
        if other := of.get(COMPARED.get((name, side))):
            figures["times"] = {"ms": times(row.costs, other.costs), "a second": times(other.rates, row.rates)}
        told.setdefault(name, {})[side] = figures
    return told
