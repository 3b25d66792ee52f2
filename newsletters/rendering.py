"""A letter as mail: one function makes both parts, for what is sent, for the editor's own copy and for the preview."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from core import identity
from core.languages import speaking
from core.mail.rendering import Rendered, render_mail
from core.richtext import embed_library, markup
from publishing import text_checks

from . import topics
from .models import Issue

TEMPLATE = "newsletters/mail/issue"


class Content(NamedTuple):
    """The text of a letter in both parts, and what a list of mails shows beside the subject."""

    html: SafeString
    text: str
    preheader: str


def content_of(issue: Issue) -> Content:
    """Return what all copies have in common, with its embeds as they are now."""
    with override(issue.language):
        return Content(markup.mail_html(issue.body), markup.letter(issue.body), markup.excerpt(issue.body, 110))


def context_of(issue: Issue, content: Content, leave: str) -> dict:
    """Return what the mail's templates need for the copy whose link to leave is this one."""
    with speaking(issue.language):
        read = settings.SITE_URL + issue.get_absolute_url()
    topic = topics.title(issue.topic, issue.language)
    return {
        "issue": issue,
        "content": content,
        "topic": topic,
        "reason": _reason(topic, issue.language),
        "is_right_to_left": get_language_info(issue.language)["bidi"],
        "unsubscribe_url": leave,
        "read_url": read,
    }


def preview(issue: Issue) -> Rendered:
    """Return the mail as everybody would get it, but its link to leave leads to the form."""
    context = context_of(issue, content_of(issue), leave=subscribe_url())
    with override(issue.language):
        return render_mail(TEMPLATE, context)


def _reason(topic: str, language: str) -> str:
    """Return why the reader gets it. Nobody is told that they signed: who only asked for news may not have."""
    with override(language):
        if topic:
            return _("You get this letter because you asked for news of “%(topic)s”.") % {"topic": topic}
        name = identity.current().name
        return _("You get this letter because you asked for the letters of %(organisation)s.") % {"organisation": name}


def subscribe_url() -> str:
    return settings.SITE_URL + reverse("newsletters:subscribe")


def hidden_embeds(texts: Iterable[str], user) -> list[dict]:
    """Return what letters with these texts would show nothing of: objects that the public does not see now.

    Each has a ``mark``, a ``warning``, and what this person may see of it: ``title``, ``kind`` and ``desk``, its form.
    """
    marks = dict.fromkeys(mark for html in texts for mark in text_checks.marks(html))
    return [embed for embed in embed_library.known(list(marks), user) if embed["warning"]]
