"""The people, the report, the standing pages, and those who want to help."""

from organisation.models import AnswerTemplate, Page, Person, Report, Volunteer
from organisation.models.volunteer import mailbox_of

from .adding import add, credit_of
from .content import content, credits, moment


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


def add_volunteers(say):
    """Write down who offered help, as if they had pressed the button in their mail."""
    told = content("volunteers")
    for entry in told["volunteer"]:
        fields = {name: entry[name] for name in ("name", "country", "message", "stage")}
        dates = dict.fromkeys(("created_at", "confirmed_at"), moment(entry["days_ago"]))
        if not Volunteer.objects.filter(mailbox=mailbox_of(entry["email"])).exists():
            Volunteer.objects.create(email=entry["email"], status="confirmed", **fields, **dates)
    for template in told["template"]:
        AnswerTemplate.objects.get_or_create(title=template["title"], defaults=template)
    say(f"volunteers {len(told['volunteer'])}")
