"""A site with every type of page, filled with what breaks layouts: long words, wide tables, Arabic, nested answers."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from articles.comments import notifications
from articles.models import CommentOptIn
from campaigns.models import Appeal, Poster, PosterSeries, Signature, Tally, Video
from campaigns.sharing import share_codes
from campaigns.sharing.kit_adoption import adopt
from core.media.pictures import DevelopedPicture
from newsletters.models import Subscriber
from organisation.models import Report, Volunteer
from publishing import checks
from tests.factories import (
    long_ago,
    make_album,
    make_article,
    make_campaign,
    make_comment,
    make_issue,
    make_mention,
    make_page,
    make_pdf,
    make_person,
    make_petition,
    make_photo,
    make_subscriber,
    make_tag,
    published,
)

LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle"
ADDRESS = "https://archive.example.org/" + "a-very-long-path-without-any-space/" * 5
ARABIC = "الحق في حرية الرأي والتعبير"
CELLS = (
    "<td>1948</td><td>unbreakable_identifier_of_a_column</td><td>another_unbreakable_identifier</td><td>12,345.67</td>"
)
BODY = f"""
<p>Everyone has the right to <a href="{ADDRESS}">{ADDRESS}</a>, wrote {LONG}.</p>
<h2>First, {LONG}</h2><p>Words<small data-note="new">A note, and {LONG}.</small>.
<mark>Marked</mark>, <code>{"code" * 40}</code></p>
<blockquote class="pull"><p>The sixth copy travelled furthest.</p></blockquote>
<h3>Lists</h3><ul><li>One<ul><li>Two</li></ul></li></ul><ol start="3"><li>Three</li></ol>
<table><thead><tr><th scope="col">Year</th><th scope="col">A</th><th scope="col">B</th><th>C</th></tr></thead>
<tbody><tr>{CELLS}</tr></tbody></table>
<h2>Second</h2><pre>{"preformatted " * 20}</pre>
<p data-embed="photo:press"></p><p data-embed="petition:free-them"></p><p data-embed="poster:six"></p>
<p data-embed="video:film"></p><p data-embed="article:kept"></p>
<h2>Third</h2><p lang="ar" dir="rtl">{ARABIC}</p><hr><p>{"And so on, line after line. " * 300}</p>
"""


def picture(width=600, height=800):
    buffer = BytesIO()
    Image.new("RGB", (width, height), "#2a1fff").save(buffer, "PNG")
    return DevelopedPicture(buffer.getvalue(), width, height, "png")


@checks.exempt("a test's own content")
def fill() -> dict[str, str]:
    """Fill the site; return the address of every type of page under the name of the page."""
    photo = make_photo(slug="press", title="The press", credit="Clara", licence="CC BY 4.0", caption="At night.")
    make_photo()
    album = make_album(slug="night", title=LONG, summary="In the cellar.", photos=[make_photo(), photo, make_photo()])
    people = [make_person(title=f"Amina {LONG}", file=picture(), alt="Amina at her desk", role="Reads"), make_person()]
    campaign = make_campaign(slug="printers", signal="vermilion", picture=photo, summary="Four of them.", body=BODY)
    petition = make_petition(slug="free-them", campaign=campaign, summary="Free them.", body="<p>Because.</p>")
    Appeal.objects.create(petition=petition, whom=LONG, email="a@example.org", subject=ARABIC, text=ARABIC * 30)
    closed = make_petition(slug="over", title=LONG, closed_at=long_ago())
    Tally.objects.create(petition=petition, country="KE", count=12_345)
    share_codes.make_missing_codes()
    signer = _confirmable(
        Signature, petition=petition, fingerprint=b"1" * 32, country="KE", display_name="Amina K.", sealed=b"sealed"
    )
    still = {"file": picture(1600, 900), "alt": "Ink runs down a wall"}
    film = Video.objects.create(**published({"slug": "film", "campaign": campaign, **still}, "video"))
    film.webm.save("film.webm", ContentFile(b"not really a film"))
    elsewhere = {"slug": "elsewhere", "url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "transcript": "Drip."}
    Video.objects.create(**published({**elsewhere, "campaign": campaign, **still}, "video"))
    for slug in ("six", "seven"):
        words = {"words": "Pass it on.", "suggested_text": "Look at this.", "credit": "Bob"}
        poster = Poster(**published({"slug": slug, "campaign": campaign, "file": picture(), "alt": slug, **words}, "p"))
        poster.series = PosterSeries.objects.get_or_create(slug="all", title=LONG)[0]
        poster.printable.save("poster.pdf", make_pdf())
    report = Report(
        **published({"slug": "report", "summary": "Short.", "file": picture(), "alt": "The cover"}, "report")
    )
    report.document.save("report.pdf", make_pdf())
    for slug in ("about", "privacy", "join", "press-kit"):
        make_page(slug=slug, title=slug.capitalize(), summary="In short.", body=BODY)
    make_article(slug="kept", title="Read also", summary="A piece.", picture=photo)
    make_article(slug="arabic", title=ARABIC, language="ar", body=f"<p>{ARABIC * 20}</p>")
    article = make_article(
        slug="piece",
        title=f"On {LONG}",
        summary="Short.",
        body=BODY,
        picture=photo,
        authors=people,
        tags=[make_tag(slug="samizdat")],
    )
    first = make_comment(article, f"See {ADDRESS} and {LONG}")
    second = make_comment(article, ARABIC, name="علي", parent=first)
    make_comment(article, "Deepest.", parent=second)
    make_comment(article, "Hidden.", is_removed=True)
    make_mention(article, source_url=ADDRESS, title=LONG)
    make_mention(petition)
    waiting = _confirmable(CommentOptIn, comment=make_comment(article, is_public=False), address_tag=b"2" * 32)
    written = _confirmable(
        CommentOptIn,
        comment=make_comment(article, LONG),
        address_tag=b"3" * 32,
        status="confirmed",
        confirmed_at=timezone.now(),
    )
    follower = notifications.follow(article, 0, "erin@example.org", b"4" * 32, "en")
    issue = make_issue(subject="News", queued_at=long_ago(), body=BODY)
    reader = _confirmable(Subscriber, email="carol@example.org", consent="yes", status="pending")
    helper = _confirmable(Volunteer, name="Dave", email="dave@example.org")
    return {
        "home": "/",
        "articles": "/articles/",
        "article": article.get_absolute_url(),
        "article in Arabic": "/articles/arabic/",
        "tag": "/articles/tags/samizdat/",
        "reply": reverse("articles:comment-reply", args=["piece", first.pk]),
        "comment sent": "/articles/piece/comments/sent/",
        "comment to change": f"/articles/comments/edit/{written}/",
        "comment of one's own": f"/articles/comments/confirm/{written}/",
        "comment to report": reverse("articles:comment-report", args=["piece", first.pk]),
        "comment reported": "/articles/piece/comments/reported/",
        "read along": "/articles/piece/comments/follow/",
        "read along sent": "/articles/piece/comments/follow/sent/",
        "read along no more": follower.unsubscribe_path,
        "comment to confirm": f"/articles/comments/confirm/{waiting}/",
        "comment to withdraw": f"/articles/comments/withdraw/{waiting}/",
        "photographs": "/photos/",
        "photograph": photo.get_absolute_url(),
        "album": album.get_absolute_url(),
        "photograph in an album": f"{album.get_absolute_url()}press/",
        "campaigns": "/campaigns/",
        "campaign": campaign.get_absolute_url(),
        "petitions": "/petitions/",
        "petition": petition.get_absolute_url(),
        "closed petition": closed.get_absolute_url(),
        "petitions that are over": "/petitions/closed/",
        "petition sent": "/petitions/free-them/check-your-mail/",
        "petition thanks": "/petitions/free-them/thanks/",
        "petition letter": "/petitions/free-them/write/",
        "petition card": "/embed/petitions/free-them/",
        "petition in a frame": "/embed/petitions/free-them/sign/",
        "petition in a frame sent": "/embed/petitions/free-them/check-your-mail/",
        "card in a frame": "/embed/cards/article/kept/",
        "kit": "/petitions/free-them/kit/",
        "kit of a campaign": "/campaigns/printers/kit/",
        "adopt": "/petitions/free-them/adopt/",
        "adopted": f"/kits/{adopt(petition, LONG[:80])}/",
        "signature to confirm": f"/petitions/confirm/{signer}/",
        "signature to withdraw": f"/petitions/withdraw/{signer}/",
        "signature gone": "/petitions/confirm/nobody/",
        "posters": "/posters/",
        "films": "/videos/",
        "poster": "/posters/six/",
        "series of posters": "/posters/series/all/",
        "film in a frame": "/embed/videos/film/",
        "film of our own": film.get_absolute_url(),
        "film elsewhere": "/videos/elsewhere/",
        "newsletter": "/newsletter/",
        "newsletter sent": "/newsletter/check-your-mail/",
        "welcome": "/newsletter/welcome/",
        "issue": reverse("newsletters:issue", args=[issue.pk]),
        "subscriber to confirm": f"/newsletter/confirm/{reader}/",
        "unsubscribe": make_subscriber().unsubscribe_path,
        "people": "/people/",
        "person": people[0].get_absolute_url(),
        "reports": "/reports/",
        "report": report.get_absolute_url(),
        "join": "/join/",
        "join sent": "/join/check-your-mail/",
        "join thanks": "/join/thanks/",
        "join to confirm": f"/join/confirm/{helper}/",
        "about": "/about/",
        "privacy": "/privacy/",
        "page": "/pages/press-kit/",
        "search": "/search/?q=press",
        "search without result": "/search/?q=xyzzy",
        "not found": "/nothing-here/",
        "mailbox": "/demo/mail/",
    }


def _confirmable(model, **fields) -> str:
    """Return the token of a new object that waits for its button."""
    waiting = model(**fields)
    token = waiting.issue_token()
    waiting.save()
    return token
