"""How many queries a page takes: those of a process that has answered before."""

from tests.letters import form_token

PAGES = {"article": "/articles/article-3/", "list": "/articles/", "petition": "/petitions/petition/"}
AROUND = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def count_queries() -> dict[str, int]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, counted = Client(), {}

    def ask(name, answer):
        answer()
        with CaptureQueriesContext(connection) as queries:
            status = answer().status_code
        assert status == 200, (name, status)
        counted[name] = sum(not query["sql"].startswith(AROUND) for query in queries)

    for name, path in PAGES.items():
        ask(name, lambda path=path: client.get(path))
    form = {"name": "A B", "country": "FR", "form_token": form_token("SignForm")}
    numbers = iter(range(2))
    ask("signature", lambda: client.post(PAGES["petition"], form | {"email": f"a{next(numbers)}@example.org"}))
    return counted
