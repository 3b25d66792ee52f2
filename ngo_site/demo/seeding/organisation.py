"""The people, the report and the standing pages."""

from organisation.models import Page, Person, Report

from .adding import add, credit_of
from .content import content, credits


def add_people(say):
    portraits = credits("portrait", key="person")
    entries = [
        {
            "slug": person["slug"],
            "title": person["name"],
            "role": person["role"],
            "body": person["bio"],
            "position": person["order"],
            "days_ago": person["days_ago"],
            "alt": portraits[person["slug"]]["alt"],
            "picture": portraits[person["slug"]]["file"],
            **credit_of(portraits[person["slug"]]),
        }
        for person in content("people")["person"]
    ]
    add(Person, entries, "people", say)


def add_reports(say):
    report = content("report")["report"]
    document = credits("document")[report["slug"]]
    fields = {name: report[name] for name in ("slug", "title", "summary", "body", "language", "days_ago")}
    cover = {"alt": document["alt"], "picture": document["cover"]} if "cover" in document else {}
    entry = {**fields, **cover, **credit_of(document), "files": {"document": document["file"]}}
    add(Report, [entry], "reports", say)


def add_pages(say):
    """The home page shows the summary of ``about``, so that one says what the organisation is."""
    summaries = {"about": content("home")["statement"]}
    pages = content("pages")["page"]
    entries = [
        {**page, "summary": summaries.get(page["slug"], page["summary"]), "days_ago": page.get("days_ago", 400)}
        for page in pages
    ]
    add(Page, entries, "pages", say)
