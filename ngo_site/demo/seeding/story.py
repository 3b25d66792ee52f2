"""What became of the demo's petitions: news, sheets of paper, and what changed the count."""

import io
from base64 import b64encode

from PIL import Image, ImageDraw

from campaigns.models import CountChange, PaperBatch, Petition, PetitionUpdate
from core.crypto.sealed_box import seal

from .content import content, moment


def add_stories(new_petitions: list[Petition], say):
    told = {petition["slug"]: petition for petition in content("petitions")["petition"]}
    for petition in new_petitions:
        plan = told[petition.slug]
        for news in plan.get("news", []):
            PetitionUpdate.objects.create(
                petition=petition, title=news["title"], body=news["body"], published_at=moment(news["days_ago"])
            )
        for batch in plan.get("paper", []):
            _add_batch(petition, batch)
        for change in plan.get("changes", []):
            _log(petition, change["kind"], change["number"], change["reason"], moment(change["days_ago"]))
    say(f"lines of the public log {CountChange.objects.count()}")


def _add_batch(petition, told):
    """Enter a batch as somebody who has left; whoever tries the demo may approve the one that waits."""
    collected, entered = moment(told["days_ago"]), moment(told["days_ago"] - 1)
    scan = {"file_name": f"paper-{told['count']}.png", "scan": b64encode(_sheet(told["count"])).decode()}
    batch = PaperBatch.objects.create(
        petition=petition, count=told["count"], country=told["country"], place=told["place"],
        collected_on=collected.date(), entered_at=entered, approved_at=entered if told["approved"] else None,
        sealed=seal({"collected_by": told["collected_by"], **scan}),
    )  # fmt: skip
    if told["approved"]:
        _log(petition, CountChange.Kind.PAPER_ADDED, batch.count, batch.told, entered)


def _log(petition, kind, number, reason, at):
    CountChange.objects.create(petition=petition, kind=kind, number=number, reason=reason, happened_at=at)


def _sheet(lines: int) -> bytes:
    """Return a picture of a sheet with so many lines of handwriting nobody can read."""
    sheet = Image.new("L", (620, 40 + lines * 10), 250)
    draw = ImageDraw.Draw(sheet)
    for line in range(lines):
        y = 25 + line * 10
        draw.line([(40 + x, y + (x * (line + 3)) % 7 - 3) for x in range(0, 200 + line * 7 % 90, 9)], 60, 1)
        draw.line([(330, y), (580, y)], 200, 1)
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG")
    return buffer.getvalue()
